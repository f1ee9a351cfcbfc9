"""The entries of a schedule, as frab and pretalx call their parts, become events."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from session_notes.model.names import is_title
from session_notes.model.times import DAY, LAST, YEARS

from session_import.schedules.schedule import (
    TEXTS,
    Conference,
    Event,
    Person,
    Schedule,
    links,
    mapping,
    sequence,
    speakers,
    text_of,
    unique_keys,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

#: Nothing lasts longer, in minutes: it is a mistake.
_LONGEST = 31 * DAY
_CLOCK = re.compile(r"(\d{1,6}):(\d\d?)(?::\d\d?(?:\.\d*)?)?", re.ASCII)
#: As people, programs in Python and .NET, and ISO 8601 write it.
_LENGTH = re.compile(
    r"""(?:(?P<d>\d{1,6})(?:\ ?days?,?\ ?|[:.](?=\d{1,6}:\d\d?:)))?
    (?:(?P<h>\d{1,6}):(?P<m>\d\d?)(?::\d\d?(?:[.]\d*)?)?)?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_NUMBER = r"\d{1,6}(?:[.]\d{1,6})?"
_UNITS = re.compile(
    rf"""P?\ ?(?:(?P<w>{_NUMBER})\ ?W)?(?:(?P<d>{_NUMBER})\ ?D(?:ays?)?)?\ ?T?
    (?:(?P<h>{_NUMBER})\ ?h(?:(?:ou)?rs?)?)?\ ?(?:(?P<m>{_NUMBER})\ ?(?:m(?:in(?:ute)?s?)?)?)?
    (?:{_NUMBER}\ ?S)?""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_IN_MINUTES = {"w": 7 * DAY, "d": DAY, "h": 60, "m": 1}


class Entry(NamedTuple):
    """An entry of a schedule."""

    #: Where it is in the file.
    place: str
    values: Mapping[str, Any]
    #: The day and the room under which it is listed, if it is.
    day: str = ""
    room: str = ""


class Days:
    """The days of a programme, which need not end at midnight."""

    def __init__(
        self,
        days: Iterable[Mapping[str, Any]] = (),
        day_change: object = None,
        zone: ZoneInfo | None = None,
    ) -> None:
        self.zone = zone
        # What begins earlier than this belongs to the night before.
        self.change = minutes(text_of(day_change)) or 0
        self.spans: dict[date, tuple[datetime, datetime]] = {}
        for day in days:
            listed = read_date(text_of(day.get("date")))
            begin, end = (
                moment(text_of(day.get(name) or day.get(f"day_{name}")))
                for name in ("start", "end")
            )
            if listed and begin and end:
                self.spans[listed] = self.local(begin), self.local(end)

    def local(self, when: datetime) -> datetime:
        """Return the time on the clocks of the place, without a zone."""
        try:
            return (when.astimezone(self.zone) if self.zone and when.tzinfo else when).replace(
                tzinfo=None
            )
        except (ValueError, OverflowError):
            return when.replace(tzinfo=None)

    def place(self, when: datetime, listed: date | None) -> tuple[date, int]:
        """Return the day of the programme, and the minute of it, for a local time."""
        own, at = when.date(), 60 * when.hour + when.minute
        if at + DAY > LAST or own == date.min:
            return own, at
        before = own - timedelta(1)
        fits = {
            day: self.spans[day][0] <= when <= self.spans[day][1]
            for day in (before, own)
            if day in self.spans
        }
        if fits.get(before) and not (fits.get(own) and listed != before):
            return before, at + DAY
        if listed == before or (at < self.change and not fits.get(own)):
            return before, at + DAY
        return own, at


def read_entries(
    about: Mapping[str, Any], entries: Iterable[Entry], days: Days, source: str
) -> Schedule:
    """Read *entries*; *about* is what the schedule says of the conference."""
    events: list[Event] = []
    problems: list[str] = []
    texts: Counter[str] = Counter()
    for entry in entries:
        values = entry.values
        title = text_of(values.get("title"))
        found, start = _moment(values, entry.day, days)
        if not is_title(title) or found is None or found.year not in YEARS:
            what = "title" if not is_title(title) else "date such as 2015-05-19"
            problems.append(f"{entry.place}: skipped: no {what}")
            continue
        report = partial(_note, problems, f"{entry.place}: '{title}'")
        begins = text_of(values.get("start"))
        if start is None and begins:
            report(f"its time left out: {begins!r} is no time such as 14:40")
        said, others = speakers(_people(values), report)
        texts.update(name for name in TEXTS if text_of(values.get(name)))
        events.append(
            Event(
                text_of(values.get("guid")) or text_of(values.get("id")) or title,
                title,
                found,
                start,
                _end(values, found, start, days, report),
                text_of(values.get("room")) or text_of(entry.room),
                text_of(values.get("track")),
                text_of(values.get("type")),
                said,
                links(_links(values), report, text_of(about.get("base_url"))),
                (text_of(values.get("slug")), text_of(values.get("code"))),
                others,
            )
        )
    return Schedule(
        text_of(about.get("acronym")) or text_of(about.get("title")) or "schedule",
        unique_keys(events, source, problems),
        problems,
        _conference(about, days.zone),
        texts=texts,
    )


def _conference(about: Mapping[str, Any], zone: ZoneInfo | None) -> Conference:
    addresses = links([(text_of(about.get("url")), "", "")], lambda _wrong: None)
    return Conference(
        text_of(about.get("title")),
        zone.key if zone else "",
        addresses[0].url if addresses else "",
        text_of(about.get("venue")),
        text_of(about.get("city")),
    )


def _note(problems: list[str], place: str, text: str) -> None:
    problems.append(f"{place}: {text}")


# -- time -----------------------------------------------------------------------------------


def minutes(text: str) -> int | None:
    """Read the hours and minutes of a clock, with or without seconds."""
    match = _CLOCK.fullmatch(text)
    return 60 * int(match[1]) + int(match[2]) if match else None


def length(text: str) -> int | None:
    """Read a duration, in minutes, in any of the forms in which schedules have it."""
    text = text.strip()
    match = _LENGTH.fullmatch(text) or _UNITS.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    found = {name: float(value) for name, value in match.groupdict().items() if value}
    return round(sum(_IN_MINUTES[name] * value for name, value in found.items()))


def moment(text: str) -> datetime | None:
    """Read a date with a time."""
    try:
        return datetime.fromisoformat(text) if not text[-3:].startswith("-") else None
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    """Read the date with which *text* begins."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _moment(values: Mapping[str, Any], day: str, days: Days) -> tuple[date | None, int | None]:
    """Return the day of the programme, and when an entry begins on it, in local time."""
    start = minutes(text_of(values.get("start")))
    start = start if start is not None and 0 <= start < DAY else None
    listed = read_date(day)
    try:
        for when in (moment(text_of(values.get(name))) for name in ("date", "start")):
            if when is not None:
                local, given = days.local(when), when.replace(tzinfo=None)
                # Some schedules name a wrong zone; the separate start time shows which is meant.
                is_wrong = start not in (None, _at(local)) and _at(given) == start
                return days.place(given if is_wrong else local, listed)
        if listed is None:
            listed = read_date(text_of(values.get("date")))
        if listed is None or start is None:
            return listed, None
        # The schedule lists it under the day before if it begins after midnight.
        if start < days.change and start + DAY <= LAST:
            return listed, start + DAY
        return listed + timedelta(days=start < days.change), start
    except OverflowError:
        return None, None


def _at(when: datetime) -> int:
    return 60 * when.hour + when.minute


def _end(
    values: Mapping[str, Any],
    day: date,
    start: int | None,
    days: Days,
    report: Callable[[str], None],
) -> int | None:
    """Return when an entry ends; None if that is not known."""
    given = text_of(values.get("duration"))
    lasts = length(given)
    last = moment(text_of(values.get("end")))
    if start is None:
        return None
    if last and not given:
        passed = days.local(last) - datetime(day.year, day.month, day.day)  # noqa: DTZ001
        lasts, given = int(passed.total_seconds()) // 60 - start, f"an end at {last}"
    if lasts is not None and 0 < lasts <= _LONGEST:
        return start + lasts
    if given and lasts != 0:
        report(f"its end left out: {given!r} is no duration such as 01:30")
    return None


# -- people and links -----------------------------------------------------------------------


def _people(values: Mapping[str, Any]) -> Iterator[Person]:
    for given in sequence(values.get("persons")):
        person = mapping(given) or {"name": given}
        names = ("public_name", "full_public_name", "name", "display_name")
        companies = ("affiliation", "organization", "organisation", "company")
        yield Person(_first(person, names), _first(person, companies))


def _first(values: Mapping[str, Any], names: Iterable[str]) -> str:
    return next(filter(None, (text_of(values.get(name)) for name in names)), "")


def _links(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield text_of(values.get("url")), "abstract", ""
    yield text_of(values.get("video_download_url")), "video", ""
    for part in ("links", "attachments"):
        for link in sequence(values.get(part)):
            found = mapping(link) or {"url": link if isinstance(link, str) else ""}
            yield text_of(found.get("url")), "", text_of(found.get("title"))
