"""What ``_data/events.yml`` says of an event besides its name: when and where it was, and whose.

Nothing is guessed: what is not given is shown and published nowhere.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from session_notes.model.times import YEARS
from session_notes.model.words import Words


class EventFacts(NamedTuple):
    """When and where an event was, and who held it."""

    #: The events that it is one of, such as all summits of a project.
    series: Words = Words()
    start: date | None = None
    end: date | None = None
    #: The name of the time zone, such as America/Vancouver.
    timezone: str = ""
    #: The building.
    place: Words = Words()
    city: Words = Words()
    #: The two letters of ISO 3166.
    country: str = ""
    url: str = ""
    organizer: Words = Words()
    organizer_url: str = ""

    def has_day(self, day: date) -> bool:
        """Say whether *day* may be one of its days, as far as they are known."""
        return (self.start or day) <= day <= (self.end or day)


def parse_day(text: str) -> date | None:
    """Return the day that *text* names, as '2015-05-18'; None if it names none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


@lru_cache
def zone(name: str) -> ZoneInfo | None:
    """Return the time zone *name*; None if there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    # Not a name at all: a path out of the database, a directory in it, or a text too long.
    except (KeyError, ValueError, OSError):
        return None


def instant(day: date, minutes: int, timezone: str) -> int:
    """Return when the clocks of a time zone show *minutes* after the midnight of *day*.

    In minutes, with the same beginning for all zones; without a zone it is taken for UTC.
    """
    shown = datetime.combine(day, time(), zone(timezone)) + timedelta(minutes=minutes)
    offset = shown.utcoffset() or timedelta()
    return day.toordinal() * 24 * 60 + minutes - round(offset.total_seconds() / 60)
