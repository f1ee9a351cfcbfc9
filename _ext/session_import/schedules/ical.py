"""Schedules in iCalendar, as sched.org, Indico, pretalx and others export them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from session_notes.cli import CommandError
from session_notes.model.names import fold, is_title
from session_notes.model.times import DAY, YEARS

from session_import.schedules.schedule import (
    Conference,
    Event,
    Person,
    Schedule,
    links,
    speakers,
    text_of,
    unique_keys,
    zone_named,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

#: The calendars of books, whose categories are topics, which each book declares for itself.
_OURS = "//SESSION-NOTES//"
_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTENT = re.compile(
    r"""(?P<name>[\w-]+)(?:;(?:"[^"]*"|[^":])*)?:(?P<value>.*)""", re.DOTALL | re.ASCII
)


class Component(NamedTuple):
    """The lines of one event, except for its end; *number* is that of the first line."""

    number: int
    lines: list[str]


def read_ics(source: str, text: str, zone: ZoneInfo | None) -> Schedule:
    """Read an iCalendar file, event by event, so that a bad event does not affect the others."""
    try:
        from icalendar import Event as Parser  # noqa: PLC0415 - only this format needs it
        from icalendar import vText  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "to read iCalendar, install icalendar: python -m pip install icalendar"
        raise CommandError(message) from None
    problems: list[str] = []

    def report(line: int, reason: str) -> None:
        problems.append(f"{source}:{line}: {reason}")

    facts, components = _split(text, report)
    if zone is None:
        names = [facts.get(name, "") for name in ("X-WR-TIMEZONE", "TZID", "VTIMEZONE")]
        zone = next(filter(None, map(zone_named, names)), None)
    product = facts.get("PRODID", "").upper()
    events, in_utc, texts = [], False, 0
    for number, lines in components:
        try:
            parsed = Parser.from_ical("\r\n".join([*lines, "END:VEVENT", ""]))
            if fold(_text(parsed, "STATUS")) == "cancelled":
                report(number, f"left out: '{_text(parsed, 'SUMMARY')}' is cancelled")
                continue
            event = _event(parsed, zone, partial(report, number), product=product)
            times = [parsed.decoded(name) for name in ("DTSTART", "DTEND") if name in parsed]
        # The library does not catch Python's errors about the values.
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            report(number, f"skipped: {error}")
            continue
        events.append(event)
        # Ours, and one line of Indico's, are the speakers.
        texts += _OURS not in product and bool(_text(parsed, "DESCRIPTION"))
        in_utc |= any(isinstance(one, datetime) and one.tzname() == "UTC" for one in times)
        if "RRULE" in parsed:
            report(number, f"'{event.title}' is repeated; only its first time is imported")
    lacks_zone = in_utc and zone is None
    if lacks_zone:
        problems.append(
            f"{source}: the times are in UTC, and no time zone is named; "
            "add --timezone, such as --timezone Europe/London"
        )
    shared = sum(times for times in Counter(event.key for event in events).values() if times > 1)
    if shared:
        problems.append(
            f"{source}: {shared} events share their UID with others; they are distinguished by "
            "title, so that an event with a new title looks like a new event"
        )
    name = facts.get("X-WR-CALNAME") or facts.get("PRODID") or "calendar"
    title = text_of(str(vText.from_ical(facts.get("X-WR-CALNAME", ""))))
    conference = Conference(title, zone.key if zone else "")
    events = unique_keys(events, source, problems)
    told = {"description": texts} if texts else {}
    return Schedule(text_of(name), events, problems, conference, lacks_zone, told)


def _split(text: str, report: Callable[[int, str], None]) -> tuple[dict[str, str], list[Component]]:
    """Return the properties outside of events, and the events; report invalid lines."""
    facts: dict[str, str] = {}
    components: list[Component] = []
    inside = False
    for number, line in _unfold(text):
        match = _CONTENT.fullmatch(line)
        if match is None:
            report(number, f"skipped: not iCalendar: {line[:40]!r}")
            continue
        name, value = match["name"].upper(), match["value"].strip()
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            if inside:
                report(components[-1].number, "event without END:VEVENT")
            components.append(Component(number, [line]))
            inside = True
        elif not inside:
            facts.setdefault(name, value)
            if name in ("VEVENT", "VTIMEZONE"):
                report(number, f"'{name}' is not a property; write 'BEGIN:{name}'")
        elif (name, value.upper()) == ("END", "VEVENT"):
            inside = False
        else:
            components[-1].lines.append(line)
    return facts, components


def _unfold(text: str) -> list[tuple[int, str]]:
    """Return the lines of *text* that are not empty, with their numbers; joined if folded."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        elif line.strip():
            lines.append((number, line))
    return lines


def _event(
    parsed: Any, zone: ZoneInfo | None, report: Callable[[str], None], *, product: str
) -> Event:
    """Return an event; ValueError says what it lacks."""
    title, uid = _text(parsed, "SUMMARY"), _text(parsed, "UID")
    begin = parsed.decoded("DTSTART") if "DTSTART" in parsed else None
    if not is_title(title) or not isinstance(begin, date):
        missing = "no DTSTART" if title else "no SUMMARY"
        raise ValueError(missing)
    day, start = _local(begin, zone)
    if day.year not in YEARS:
        wrong = f"no year from {YEARS[0]} to {YEARS[-1]}"
        raise ValueError(wrong)
    end = None
    if "DTEND" in parsed:
        last, at = _local(parsed.decoded("DTEND"), zone)
        # A day at which it ends is the first after it.
        end = (last - day).days * DAY + (at if at is not None else -DAY)
    elif "DURATION" in parsed:
        lasts = parsed.decoded("DURATION") // timedelta(minutes=1)
        end = (start or 0) + lasts - (DAY if start is None else 0)
    if start is not None and end is not None and end < start:
        report(f"'{title}': its end left out: it is before its start")
    title, people = _people(parsed, title, product)
    given = parsed.get("CATEGORIES", [])
    lists = [getattr(one, "cats", []) for one in (given if isinstance(given, list) else [given])]
    categories = [text_of(str(one)) for one in chain.from_iterable(lists)]
    # A session has one track.
    track, *more = ["", *categories] if _OURS in product else [*categories, ""]
    if any(more):
        what = "topics" if _OURS in product else "categories"
        report(f"'{title}': left out: the {what} {', '.join(filter(None, more))}")
    said, others = speakers(people, report)
    return Event(
        uid or title,
        title,
        day,
        start,
        end if end is not None and end > (start or 0) else None,
        _text(parsed, "LOCATION"),
        track,
        speakers=said,
        links=links([(_text(parsed, "URL"), "abstract", "")], report),
        others=others,
    )


def _people(parsed: Any, title: str, product: str) -> tuple[str, list[Person]]:
    """Return the title without the people that are in it, and the people."""
    described = str(parsed.get("DESCRIPTION", "")).strip()
    if _text(parsed, "UID").startswith("pretalx-") and " - " in title:
        title, _, names = title.rpartition(" - ")
        return title, [Person(name) for name in names.split(",")]
    if _OURS in product:
        return title, [Person(name) for name in described.split(";")]
    first = described.partition("\n")[0]
    if "INDICO" in product and first.startswith("Speakers: "):
        listed = _split_commas(first.removeprefix("Speakers: "))
        return title, [_indico_person(name.strip()) for name in listed]
    return title, []


def _indico_person(text: str) -> Person:
    """Return a person; the affiliation is a field of its own in Indico."""
    name, _, affiliation = text.partition("(") if text.endswith(")") else (text, "", "")
    return Person(name, affiliation.removesuffix(")"))


def _split_commas(text: str) -> list[str]:
    """Split *text* at the commas outside parentheses and brackets."""
    pieces, end, inside = [], len(text), False
    for at in range(end - 1, -1, -1):
        if text[at] in "()[]":
            inside = text[at] in ")]"
        elif text[at] in ",、" and not inside:
            pieces.append(text[at + 1 : end])
            end = at
    return [text[:end], *reversed(pieces)]


def _local(moment: date, zone: ZoneInfo | None) -> tuple[date, int | None]:
    """Return the day and the time of a *moment*, in minutes and in local time."""
    if not isinstance(moment, datetime):
        return moment, None
    if zone and moment.tzinfo:
        moment = moment.astimezone(zone)
    return moment.date(), 60 * moment.hour + moment.minute


def _text(parsed: Any, name: str) -> str:
    return text_of(str(_first(parsed.get(name, ""))))


def _first(value: Any) -> Any:
    """Return the first value of a property that may be repeated."""
    return value[0] if isinstance(value, list) else value
