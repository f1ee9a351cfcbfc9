"""Calendars of the sessions: of all, of each day, and of each session.

Most sessions of a book of notes have no time: they last all day, and keep nobody busy. What a
calendar calls the time of its making is the day of the session, so that the same sessions make
the same file.
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


def calendars(book: Catalog, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every calendar that the site has."""
    return _Calendars(book, site).all()


class _Calendars:
    """Makes calendars; the event of each session is made once."""

    def __init__(self, book: Catalog, site: Site) -> None:
        self.book, self.site = book, site
        self.zone = zone(site.timezone)
        self.place = site.event.place if site.event else ""

    @cached_property
    def spots(self) -> list[tuple[SessionKey, date]]:
        """What has a day, with that day; of twins, the first."""
        return [
            (spot, day)
            for spot in self.book.session_keys
            if (day := self.book.dates.get(spot.docname))
            and self.book.find_session(self.book.session(spot).id) == spot
            and is_in_calendars(self.book.session(spot))
        ]

    def all(self) -> Iterator[tuple[str, bytes]]:
        if not self.spots:
            return
        title = printable(self.site.title)
        days: dict[date, list[SessionKey]] = {}
        for spot, day in self.spots:
            days.setdefault(day, []).append(spot)
        path = self.site.book_calendar()
        if path:
            yield path, self.calendar(title, [spot for spot, _ in self.spots])
        for day, spots in days.items():
            path = self.site.day_calendar(day)
            if path:
                yield path, self.calendar(f"{title}, {day.isoformat()}", spots)
        for spot, day in self.spots:
            session = self.book.session(spot)
            path = self.site.session_calendar(session, day)
            if path:
                yield path, self.calendar(printable(session.title), [spot])

    def calendar(self, name: str, spots: list[SessionKey]) -> bytes:
        """Return the calendar of the sessions at *spots*."""
        from icalendar import Calendar  # noqa: PLC0415 - only projects with calendars have it

        made = Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("x-wr-calname", name)
        events = [self.events[spot] for spot in spots]
        if self.zone and any("TZID" in event["DTSTART"].params for event in events):
            made.add_component(self.timezone)
        for event in events:
            made.add_component(event)
        return bytes(made.to_ical())

    @cached_property
    def timezone(self) -> icalendar.Timezone:
        """The time zone, with what it does around the days of the book."""
        from icalendar import Timezone  # noqa: PLC0415

        first, last = self.spots[0][1], self.spots[-1][1]
        # From the change of the clocks before the first day to the one after the last.
        year = timedelta(days=366)
        return Timezone.from_tzid(
            self.site.timezone, first_date=first - year, last_date=last + year
        )

    @cached_property
    def events(self) -> dict[SessionKey, icalendar.Event]:
        """The events of all sessions."""
        return {spot: self.event(spot, day) for spot, day in self.spots}

    def event(self, spot: SessionKey, day: date) -> icalendar.Event:
        """Return a session as an event."""
        from icalendar import Event  # noqa: PLC0415

        session, facts = self.book.session(spot), self.book.facts(spot)
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
