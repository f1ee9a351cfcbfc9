"""The events of a book in its language, and the moments at which their sessions began and ended."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.caching import cached
from session_notes.model.events import zone

if TYPE_CHECKING:
    from datetime import date

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.records import Session


class Event(NamedTuple):
    """An event, in one language; what its entry does not say is empty."""

    #: Part of every permanent id, so it must not change once something is published.
    id: str
    name: str
    series: str = ""
    place: str = ""
    city: str = ""
    #: The two letters of ISO 3166.
    country: str = ""
    start: date | None = None
    end: date | None = None
    #: The name of the time zone, such as America/Vancouver.
    timezone: str = ""
    url: str = ""
    organizer: str = ""
    organizer_url: str = ""

    @property
    def location(self) -> str:
        """The building and the city, if they are given."""
        return ", ".join(filter(None, (self.place, self.city)))


#: Stands in ids and for a time zone where a page has no event.
NO_EVENT = Event("conference", "")


@cached
def event_by_id(catalog: Catalog, name: str) -> Event:
    """Return the event with the id *name*, in the language of the book."""
    entry, label = catalog.events.entries.get(name), catalog.label("event", name)
    if entry is None:
        return Event(name, label)
    values = entry.event._asdict()
    for key in ("series", "place", "city", "organizer"):
        values[key] = values[key].say(catalog.language)
    return Event(name, label, **values)


def event_on(catalog: Catalog, docname: str) -> Event:
    """Return the event of a page; without a name if it has none."""
    name = catalog.event_of(docname)
    return event_by_id(catalog, name) if name else NO_EVENT


def events_of(catalog: Catalog) -> list[Event]:
    """Return the events of the book: those with sessions, the first one first, then the others."""
    names = dict.fromkeys([*catalog.sessions_by["event"], *catalog.events.entries])
    return [event_by_id(catalog, name) for name in names]


def moments(day: date, session: Session, timezone: str) -> tuple[date, date | None]:
    """Return when a *session* of a *day* begins and ends, in the time zone if it is known.

    A moment without a time is a date; the end is None if it is not known.
    """
    start = _moment(day, session.start, timezone)
    end = session.until
    if session.end is not None:
        end = _moment(session.until or day, session.end, timezone)
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, end if end and _day(end) >= day else None
    if end > start:
        return start, end
    # It begins at an hour that the clocks skip that night: it lasts as long as it says.
    first = datetime.combine(day, time()) + timedelta(minutes=session.start or 0)
    last = datetime.combine(session.until or day, time()) + timedelta(minutes=session.end or 0)
    if last <= first:
        return start, None
    return start, (start.astimezone(UTC) + (last - first)).astimezone(start.tzinfo)


def _moment(day: date, minutes: int | None, timezone: str) -> date:
    """Return the moment that a clock shows as *minutes* after midnight; the day if they are None.

    Of an hour that the clocks repeat it is the first, of one that they skip the hour after it.
    """
    if minutes is None:
        return day
    shown = datetime.combine(day, time(), zone(timezone)) + timedelta(minutes=minutes)
    return shown.astimezone(UTC).astimezone(shown.tzinfo) if shown.tzinfo else shown


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
