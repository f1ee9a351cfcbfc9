"""Times of day, as authors write them and in minutes.

Minutes are counted from the midnight with which a day begins. A day of a programme goes on after
midnight: half past midnight is 24:30 of the day before, or 1470 minutes.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from session_notes.model.names import compatible

#: The minutes of a day, and the last minute of a programme's day: 30:00, six in the morning.
DAY = 24 * 60
LAST = 30 * 60
#: A span over midnight that is longer than this is probably a mistake.
LONG = 12 * 60
#: The years that a conference can be in: one mistyped year would fill every calendar with the
#: changes of the clock until then, and the first and last years of Python have no days around them.
YEARS = range(1800, 2200)

_TO = re.compile(r" ?(?:-{1,2}>?|[‐–—―−~〜ー→]|\bto\b|\buntil\b|\btill\b|から) ?")
_CLOCK = re.compile(
    r"""(?P<before>午前|午後|[ap]m)?\ ?
    (?:(?P<hour>\d{1,2})
        (?:\ ?[:.]\ ?(?P<minute>\d\d)(?::00)?(?:\ ?(?:h|uhr))?
        |\ ?(?P<mark>h|uhr|時)\ ?(?:(?P<half>半)|(?P<minute_h>\d\d?)\ ?分?)?
        )?
    |(?P<hours>\d\d)(?P<minutes>\d\d))
    \ ?(?P<after>[ap]\.?m\.?)?""",
    re.VERBOSE | re.ASCII,
)
_SIMPLE = re.compile(
    r"(?<![-–—~〜])\b\d{1,2}:\d{2}(?: ?[-–—~〜] ?\d{1,2}:\d{2})?(?!\d| ?[-–—~〜])", re.ASCII
)
_UNTIL = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})?(?:[t, ] ?|$|^)(?P<clock>.*)", re.ASCII)


class _Clock(NamedTuple):
    """A time of day."""

    #: In minutes: what it is, and what it is in the afternoon, if that may be meant.
    minutes: tuple[int, ...]
    #: Which half of the day it says it is in.
    half: str
    #: Whether it can be nothing but a time.
    clear: bool


def parse_span(text: str) -> tuple[int, int | None] | None:
    """Read '14:40-15:20' or '14:40' in any usual form; None if it is not clear what is meant.

    The end may be the smaller number: it is not known here on which day it is.
    """
    value = compatible(text).casefold().removeprefix("from ").removesuffix("まで").strip()
    begin, *ends = _TO.split(value)
    first, last = _read_clock(begin), _read_clock(ends[0]) if ends else None
    if first is None or len(ends) > 1:
        return None
    if last is None:
        return (first.minutes[0], None) if first.clear and not any(ends) else None
    if not first.clear and not last.clear:
        return None
    # '11-1pm' says one half of the day: the other is the one that makes the span shorter.
    pairs = product(
        first.minutes if last.half else first.minutes[:1],
        last.minutes if first.half else last.minutes[:1],
    )
    return min(pairs, key=lambda pair: (pair[1] - pair[0] - 1) % DAY)


def _read_clock(text: str) -> _Clock | None:
    match = _CLOCK.fullmatch(text)
    if match is None or (match["before"] and match["after"]):
        return None
    hour = int(match["hour"] or match["hours"])
    written = match["minute"] or match["minute_h"] or match["minutes"]
    minute = 30 if match["half"] else int(written or 0)
    said = (match["before"] or match["after"] or "").replace(".", "")
    half = {"午前": "am", "午後": "pm"}.get(said, said)
    clear = bool(written or match["mark"] or half)
    at, noon = 60 * hour + minute, DAY // 2
    if minute > 59 or at > LAST or (half and hour > 23) or (half == "am" and hour > 12):
        return None
    early, late = (at % noon, at % noon + noon) if hour <= 12 else (at, at)
    minutes = {"am": (early,), "pm": (late,)}.get(half, (at, late))
    return _Clock(minutes, half, clear)


def parse_until(text: str) -> tuple[date | None, int | None] | None:
    """Read '2015-05-20 17:00', or one half of it; None if it is neither."""
    match = _UNTIL.fullmatch(compatible(text).casefold())
    if match is None:
        return None
    span = parse_span(match["clock"]) if match["clock"] else (None, None)
    if span is None or span[1] is not None:
        return None
    end = span[0]
    try:
        day = date.fromisoformat(match["day"]) if match["day"] else None
        if day and end is not None:
            day, end = day + timedelta(end // DAY), end % DAY
    except (ValueError, OverflowError):
        return None
    if day and day.year not in YEARS:
        return None
    return (day, end) if (day, end) != (None, None) else None


def after(start: int, end: int) -> int:
    """Return the *end* that follows *start*, which is on the next day if it is the smaller one."""
    return end if end > start else start + ((end - start) % DAY or DAY)


def clock(minutes: int) -> str:
    """Return a time of day as '14:40'; what is after midnight is 24:00 or more."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def span(start: int, end: int | None) -> str:
    """Return the simplest form that :func:`parse_span` and :func:`after` read as this."""
    if end is None:
        return clock(start)
    next_day = end - start <= LONG and (start < DAY < end or end > LAST)
    return f"{clock(start)}-{clock(end - DAY if next_day else end)}"


def likely_span(start: int, end: int) -> str:
    """Return what is probably meant by a span whose *end* is not after its *start*."""
    in_the_afternoon = end + DAY // 2
    meant = [(end, start)] if end != start else []
    if start < in_the_afternoon < DAY:
        meant.append((start, in_the_afternoon))
    return span(*min(meant, key=lambda pair: pair[1] - pair[0])) if meant else clock(start)


def part_of(text: str) -> str:
    """Return the only time or span that *text* has among other words; empty if there is none."""
    found = _SIMPLE.findall(compatible(text))
    read = parse_span(found[0]) if len(found) == 1 else None
    return span(*read) if read else ""
