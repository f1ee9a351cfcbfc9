"""Calendars of the sessions: of all, of each day, and of each session.

Most sessions in a book of notes have no time: they last all day, and do not block it. Programs
show an event without an end as a moment that nobody sees, so one whose end is not known takes an
hour. The time stamp of an event is the day of its session, so that the same sessions always give
the same file.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, Timezone

from session_exports.conference import moments, zone
from session_exports.site import is_in_calendars, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from session_notes.catalog.catalog import Catalog, SessionKey

    from session_exports.site import Site

_PRODUCT = "-//session-notes//EN"
#: How long a session takes whose end is not known.
_USUAL = timedelta(hours=1)


def calendars(catalog: Catalog, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every calendar that the site has."""
    dated = [
        (key, day)
        for key in catalog.session_keys
        if (day := catalog.dates.get(key.docname))
        # Of two sessions with the same id, the first.
        and catalog.find_session(catalog.session(key).id) == key
        and is_in_calendars(catalog.session(key))
    ]
    if not dated:
        return
    events = {key: _event(catalog, site, key, day) for key, day in dated}
    zones = []
    if zone(site.timezone) and any(catalog.session(key).start is not None for key in events):
        # From the last change of the clock before the first day to the next after the last.
        year = timedelta(days=366)
        ends = (catalog.session(key).until or day for key, day in dated)
        first, last = dated[0][1] - year, max(dated[-1][1], *ends) + year
        zones.append(Timezone.from_tzid(site.timezone, first_date=first, last_date=last))

    def calendar(name: str, keys: list[SessionKey]) -> bytes:
        made = Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("x-wr-calname", name)
        shown = [events[key] for key in keys]
        has_times = any("TZID" in event["DTSTART"].params for event in shown)
        for component in [*(zones if has_times else ()), *shown]:
            made.add_component(component)
        return bytes(made.to_ical())

    title = printable(site.title)
    if site.book_calendar():
        yield site.book_calendar(), calendar(title, [*events])
        for day, group in groupby(dated, itemgetter(1)):
            keys = [key for key, _ in group]
            name = ", ".join(filter(None, (title, day.isoformat())))
            yield site.day_calendar(day), calendar(name, keys)
    for key, day in dated:
        session = catalog.session(key)
        path = site.session_calendar(session, day)
        if path:
            yield path, calendar(printable(session.title), [key])


def _event(catalog: Catalog, site: Site, key: SessionKey, day: date) -> Event:
    """Return a session as an event."""
    session, facts = catalog.session(key), catalog.facts(key)
    made = Event()
    made.add("uid", f"{session.first_id}@{site.key}")
    made.add("dtstamp", datetime.combine(day, time(), UTC))
    made.add("summary", printable(session.title))
    start, end = moments(day, session, site.timezone)
    made.add("dtstart", start)
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end or day
        made.add("dtend", last + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    elif end and not isinstance(end, datetime):
        made.add("dtend", datetime.combine(end, time(), start.tzinfo) + timedelta(days=1))
    else:
        made.add("dtend", end or start + _USUAL)
    where = ", ".join(filter(None, (session.room, site.event.place if site.event else "")))
    if where:
        made.add("location", printable(where))
    speakers = "; ".join(person.ref.text for person in facts.speakers)
    if speakers:
        made.add("description", printable(speakers))
    if facts.topics:
        made.add("categories", [printable(topic.text) for topic in facts.topics])
    address = site.address(site.path(facts.ref))
    if address:
        made.add("url", address)
    return made
