"""Calendars of the sessions: of all, of each event, of each day, and of each session.

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
from session_notes.model.events import zone

from session_exports.conference import event_on, events_of, moments
from session_exports.site import is_in_calendars, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
    zones = dict(_zones(catalog, dated))

    def calendar(name: str, keys: Iterable[SessionKey]) -> bytes:
        made = Calendar()
        made.add("prodid", _PRODUCT)
        made.add("version", "2.0")
        made.add("x-wr-calname", name)
        shown = [events[key] for key in keys]
        named = dict.fromkeys(event["DTSTART"].params.get("TZID") for event in shown)
        for component in [*(zones[one] for one in named if one), *shown]:
            made.add_component(component)
        return bytes(made.to_ical())

    title = printable(site.title)
    if site.book_calendar():
        yield site.book_calendar(), calendar(title, events)
        for day, group in groupby(dated, itemgetter(1)):
            keys = [key for key, _ in group]
            name = ", ".join(filter(None, (title, day.isoformat())))
            yield site.day_calendar(day), calendar(name, keys)
    for event in events_of(catalog) if catalog.has_events else ():
        keys = [key for key in events if catalog.event_of(key.docname) == event.id]
        path = site.event_calendar(event.id)
        if keys and path:
            yield path, calendar(printable(event.name), keys)
    for key, day in dated:
        session = catalog.session(key)
        path = site.session_calendar(session, day)
        if path:
            yield path, calendar(printable(session.title), [key])


def _zones(
    catalog: Catalog, dated: Sequence[tuple[SessionKey, date]]
) -> Iterator[tuple[str, Timezone]]:
    """Yield the time zones of the events that have times, by their names.

    From the last change of the clock before the first day to the next after the last.
    """
    days: dict[str, list[date]] = {}
    timed = set()
    for key, day in dated:
        session, name = catalog.session(key), event_on(catalog, key.docname).timezone
        days.setdefault(name, []).extend((day, session.until or day))
        if session.start is not None:
            timed.add(name)
    year = timedelta(days=366)
    for name, known in days.items():
        if name in timed and zone(name):
            first, last = min(known) - year, max(known) + year
            yield name, Timezone.from_tzid(name, first_date=first, last_date=last)


def _event(catalog: Catalog, site: Site, key: SessionKey, day: date) -> Event:
    """Return a session as an event."""
    session, facts = catalog.session(key), catalog.facts(key)
    of, made = event_on(catalog, key.docname), Event()
    made.add("uid", f"{session.first_id}@{of.id}")
    made.add("dtstamp", datetime.combine(day, time(), UTC))
    made.add("summary", printable(session.title))
    start, end = moments(day, session, of.timezone)
    made.add("dtstart", start)
    if not isinstance(start, datetime):
        last = end.date() if isinstance(end, datetime) else end or day
        made.add("dtend", last + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    elif end and not isinstance(end, datetime):
        made.add("dtend", datetime.combine(end, time(), start.tzinfo) + timedelta(days=1))
    else:
        made.add("dtend", end or start + _USUAL)
    where = ", ".join(filter(None, (session.room, of.location)))
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
