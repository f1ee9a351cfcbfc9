"""Calendars of the sessions: of all, of each day, and of each session.

Most sessions in a book of notes have no time: they last all day, and do not block it. The time
stamp of an event is the day of its session, so that the same sessions always give the same file.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from session_exports.conference import zone
from session_exports.site import is_in_calendars, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import icalendar
    from session_notes.catalog.catalog import Catalog, SessionKey

    from session_exports.site import Site

_PRODUCT = "-//session-notes//EN"


def calendars(catalog: Catalog, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every calendar that the site has."""
    return _Calendars(catalog, site).all()


class _Calendars:
    """Makes calendars; the event of each session is made once."""

    def __init__(self, catalog: Catalog, site: Site) -> None:
        self.catalog, self.site = catalog, site
        self.zone = zone(site.timezone)
        self.place = site.event.place if site.event else ""

    @cached_property
    def dated(self) -> list[tuple[SessionKey, date]]:
        """The sessions that have a day, each with it; of two with the same id, the first."""
        return [
            (key, day)
            for key in self.catalog.session_keys
            if (day := self.catalog.dates.get(key.docname))
            and self.catalog.find_session(self.catalog.session(key).id) == key
            and is_in_calendars(self.catalog.session(key))
        ]

    def all(self) -> Iterator[tuple[str, bytes]]:
        if not self.dated:
            return
        title = printable(self.site.title)
        days: dict[date, list[SessionKey]] = {}
        for key, day in self.dated:
            days.setdefault(day, []).append(key)
        path = self.site.book_calendar()
        if path:
            yield path, self.calendar(title, [key for key, _ in self.dated])
        for day, keys in days.items():
            path = self.site.day_calendar(day)
            if path:
                yield path, self.calendar(f"{title}, {day.isoformat()}", keys)
        for key, day in self.dated:
            session = self.catalog.session(key)
            path = self.site.session_calendar(session, day)
            if path:
                yield path, self.calendar(printable(session.title), [key])

    def calendar(self, name: str, keys: list[SessionKey]) -> bytes:
        """Return the calendar of the sessions at *keys*."""
        from icalendar import Calendar  # noqa: PLC0415 - only projects with calendars have it

        made = Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("x-wr-calname", name)
        events = [self.events[key] for key in keys]
        if self.zone and any("TZID" in event["DTSTART"].params for event in events):
            made.add_component(self.timezone)
        for event in events:
            made.add_component(event)
        return bytes(made.to_ical())

    @cached_property
    def timezone(self) -> icalendar.Timezone:
        """The time zone, with its changes of the clock around the days of the book."""
        from icalendar import Timezone  # noqa: PLC0415

        first, last = self.dated[0][1], self.dated[-1][1]
        # From the last change of the clock before the first day to the next after the last.
        year = timedelta(days=366)
        return Timezone.from_tzid(
            self.site.timezone, first_date=first - year, last_date=last + year
        )

    @cached_property
    def events(self) -> dict[SessionKey, icalendar.Event]:
        """The events of all sessions."""
        return {key: self.event(key, day) for key, day in self.dated}

    def event(self, key: SessionKey, day: date) -> icalendar.Event:
        """Return a session as an event."""
        from icalendar import Event  # noqa: PLC0415

        session, facts = self.catalog.session(key), self.catalog.facts(key)
        made = Event()
        made.add("uid", f"{session.id}@{self.site.key}")
        made.add("dtstamp", datetime.combine(day, time(), UTC))
        made.add("summary", printable(session.title))
        if session.start:
            made.add("dtstart", datetime.combine(day, session.start, self.zone))
            if session.end:
                made.add("dtend", datetime.combine(day, session.end, self.zone))
        else:
            made.add("dtstart", day)
            made.add("dtend", day + timedelta(days=1))
            made.add("transp", "TRANSPARENT")
        where = ", ".join(filter(None, (session.room, self.place)))
        if where:
            made.add("location", printable(where))
        speakers = "; ".join(person.ref.text for person in facts.speakers)
        if speakers:
            made.add("description", printable(speakers))
        if facts.topics:
            made.add("categories", [printable(topic.text) for topic in facts.topics])
        address = self.site.address(self.site.path(facts.ref))
        if address:
            made.add("url", address)
        return made
