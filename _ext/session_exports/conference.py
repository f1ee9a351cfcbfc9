"""The conference itself, as ``session_event`` in ``conf.py`` describes it.

Nothing is guessed: what is not given is not published anywhere.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from session_notes.model.names import did_you_mean, slug, without_line_ends
from session_notes.model.times import YEARS
from session_notes.model.vocabulary import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from session_notes.model.records import Session

#: The keys whose value may be a text, or a mapping from languages to texts.
_WORDS = ("name", "venue", "city", "organizer")
_DATES = ("start", "end")
_ADDRESSES = ("url", "organizer_url")
#: The keys of ``session_event``, each with its meaning.
KEYS = {
    "id": "part of every permanent id in calendars and in the feed, so never change it",
    "name": "the name, or one per language",
    "venue": "the building, or one per language",
    "city": "the city, or one per language",
    "organizer": "who held it, or one per language",
    "country": "the two letters of the country, such as 'CA'",
    "start": "the first day, as '2015-05-18'",
    "end": "the last day",
    "timezone": "the time zone, such as 'America/Vancouver'",
    "url": "the address of the conference",
    "organizer_url": "the address of who held it",
}


class Event(NamedTuple):
    """The conference, in one language."""

    #: Part of every permanent id, so it must not change once something is published.
    id: str
    name: str
    venue: str = ""
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
    def place(self) -> str:
        """The venue and the city, if they are given."""
        return ", ".join(filter(None, (self.venue, self.city)))


def problems_of(given: Mapping[Any, Any]) -> Iterator[tuple[Any, str, str]]:
    """Yield key, message and suggestion for everything that is wrong with *given*."""
    for key, value in given.items():
        words = value.values() if key in _WORDS and isinstance(value, dict) else [value]
        is_text = all(isinstance(text, str) and text.strip() for text in words)
        if key not in KEYS:
            hint = did_you_mean(str(key), KEYS) or f"the keys are {', '.join(KEYS)}"
            yield key, f"unknown key {key!r}", hint
        elif key in _DATES and _date(value) is None:
            yield key, f"{key}: {value!r} is not a date", "write it as '2015-05-18'"
        elif key not in _DATES and not is_text:
            yield key, f"{key}: {value!r} is not text", "write it between quotation marks"
        elif key == "id" and slug(value) != value:
            yield key, f"id: '{value}' is not an id", f"write '{slug(value) or 'a-few-words'}'"
        elif key in _ADDRESSES and not value.startswith(("http://", "https://")):
            yield key, f"{key}: '{value}' is not an address", f"write 'https://{value}'"
        elif key == "timezone" and zone(value) is None:
            hint = did_you_mean(value, available_timezones()) or "write it as 'America/Vancouver'"
            yield key, f"timezone: there is no '{value}'", hint
    if not any(given.get(key) for key in ("name", "id")):
        yield "", "the conference has no name", "add 'name'"
    start, end = (_date(given.get(key)) for key in _DATES)
    if start and end and end < start:
        yield "end", "it ends before it starts", "swap or correct the dates"


def _date(value: object) -> date | None:
    try:
        day = value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def parse_event(given: Mapping[str, Any], language: str) -> Event:
    """Return the conference that *given* describes, which must have no problems."""

    def say(key: str) -> str:
        value = given.get(key, "")
        text = Words(tuple(value.items())).say(language) if isinstance(value, dict) else value
        return without_line_ends(str(text)).strip()

    # The id is the same in editions in all languages.
    first = given.get("name", "")
    first = next(iter(first.values())) if isinstance(first, dict) else first
    values: dict[str, Any] = {key: say(key) for key in KEYS}
    values["id"] = values["id"] or slug(first) or "conference"
    return Event(**values | {key: _date(given.get(key)) for key in _DATES})


@lru_cache
def zone(name: str) -> ZoneInfo | None:
    """Return the time zone *name*; None if there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    # Not a name at all: a path out of the database, a directory in it, or a text too long.
    except (KeyError, ValueError, OSError):
        return None


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
