"""Schedules in iCalendar, as sched.org, Indico, pretalx and others export them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from session_notes.cli.errors import CommandError
from session_notes.model.names import fold, is_title

from session_import.schedules.frab import zone_named
from session_import.schedules.schedule import Event, Schedule, links, speakers, text_of, unique_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time
    from zoneinfo import ZoneInfo

_LINE_END = re.compile(r"\r\n|\n|\r")
_EVENT_END = re.compile(r"END:VEVENT\s*$", re.IGNORECASE)
_CONTENT = re.compile(
    r"""(?P<name>[\w-]+)(?:;(?:"[^"]*"|[^":])*)?:(?P<value>.*)""", re.DOTALL | re.ASCII
)


class Chunk(NamedTuple):
    """One event: where it begins, counted from 1, and its lines."""

    line: int
    content: list[str]


class _Text:
    """The lines of a file, taken apart into events; what is no iCalendar is told and left out."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.problems: list[str] = []
        self.events: list[Chunk] = []
        #: What the file says outside of events, by name.
        self.facts: dict[str, str] = {}
        self._open: Chunk | None = None
        for number, line in self._unfold(text):
            self._take(number, line)
        self._close()

    def report(self, line: int, reason: str) -> None:
        """Note what is wrong with a line."""
        self.problems.append(f"{self.source}:{line}: {reason}")

    @staticmethod
    def _unfold(text: str) -> list[tuple[int, str]]:
        lines: list[tuple[int, str]] = []
        for number, line in enumerate(_LINE_END.split(text), 1):
            if line[:1] in (" ", "\t") and lines:
                lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
            elif line.strip():
                lines.append((number, line))
        return lines

    def _take(self, number: int, line: str) -> None:
        match = _CONTENT.fullmatch(line)
        if match is None:
            self.report(number, f"left out, for it is no iCalendar: {line[:40]!r}")
            return
        name, value = match["name"].upper(), match["value"].strip()
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            if self._open:
                self.report(self._open.line, "an event that does not end")
            self._close()
            self._open = Chunk(number, [line])
        elif self._open:
            self._open.content.append(line)
            if (name, value.upper()) == ("END", "VEVENT"):
                self._close()
        else:
            self.facts.setdefault(name, value)
            if name in ("VEVENT", "VTIMEZONE"):
                self.report(number, f"{name} is no property, but 'BEGIN:{name}' begins one")

    def _close(self) -> None:
        if self._open:
            self.events.append(self._open)
        self._open = None


def read_ics(source: str, data: bytes, zone: ZoneInfo | None) -> Schedule:
    """Read an iCalendar file; each event for itself, so that a bad one spoils no other."""
    try:
        from icalendar import Event as Parsed  # noqa: PLC0415 - only this format needs it
    except ModuleNotFoundError:
        message = "to read iCalendar, install icalendar: python -m pip install icalendar"
        raise CommandError(message) from None
    text = _Text(source, data.decode("utf-8-sig", "replace"))
    facts = text.facts
    if zone is None:
        names = [facts.get(name, "") for name in ("X-WR-TIMEZONE", "TZID", "VTIMEZONE")]
        zone = next(filter(None, map(zone_named, names)), None)
    reader = _Reader(zone, "INDICO" in facts.get("PRODID", "").upper(), text.report)
    events = []
    for chunk in text.events:
        ending = [] if _EVENT_END.match(chunk.content[-1]) else ["END:VEVENT"]
        try:
            parsed = Parsed.from_ical("\r\n".join([*chunk.content, *ending, ""]))
            found = reader.event(chunk.line, parsed)
        # The library lets out what Python says of the values it meets.
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            text.report(chunk.line, f"an event left out, for it cannot be read: {error}")
            continue
        if found:
            events.append(found)
    if reader.in_utc and zone is None:
        text.problems.append(
            f"{source}: the times are in UTC, and no time zone is named; "
            "import with --timezone Europe/London, or whatever it was"
        )
    made = unique_keys(events)
    shared = sum(event.key not in {known.key for known in made} for event in events)
    if shared:
        text.problems.append(
            f"{source}: {shared} events share their UID with others; they are told apart by title, "
            "so that a new title will look like a new event"
        )
    name = facts.get("X-WR-CALNAME") or facts.get("PRODID") or "calendar"
    return Schedule(text_of(name), made, text.problems)


class _Reader:
    def __init__(
        self, zone: ZoneInfo | None, indico: bool, report: Callable[[int, str], None]
    ) -> None:
        self.zone = zone
        self.indico = indico
        self.report = report
        #: Whether any time was given in UTC.
        self.in_utc = False

    def event(self, line: int, parsed: Any) -> Event | None:
        """Return what an event says; None where it is cancelled or lacks what it needs."""
        if fold(self._text(parsed, "STATUS")) == "cancelled":
            return None
        title = self._text(parsed, "SUMMARY")
        begin = parsed.decoded("DTSTART") if "DTSTART" in parsed else None
        if not is_title(title) or not isinstance(begin, date):
            what = "DTSTART" if title else "SUMMARY"
            self.report(line, f"an event left out, for it has no {what}")
            return None
        if "RRULE" in parsed:
            self.report(line, f"'{title}' repeats; only its first time is imported")
        day, start = self._local(begin)
        end_day, end = self._local(parsed.decoded("DTEND")) if "DTEND" in parsed else (day, None)
        uid = self._text(parsed, "UID")
        names: list[str] = []
        if uid.startswith("pretalx-") and " - " in title:
            title, _, who = title.rpartition(" - ")
            names = who.split(",")
        if self.indico:
            first = str(parsed.get("DESCRIPTION", "")).strip().partition("\n")[0]
            if first.startswith("Speakers: "):
                names = _between_commas(first.removeprefix("Speakers: "))
        return Event(
            uid or title,
            title,
            day,
            start,
            end if start and end and end_day == day and end > start else None,
            self._text(parsed, "LOCATION"),
            self._category(parsed),
            speakers=speakers(names),
            links=links([(self._text(parsed, "URL"), "abstract", "")]),
        )

    def _local(self, moment: date) -> tuple[date, time | None]:
        """Return day and time of a moment on the clocks of the place."""
        if not isinstance(moment, datetime):
            return moment, None
        self.in_utc = self.in_utc or moment.tzname() == "UTC"
        if self.zone and moment.tzinfo:
            moment = moment.astimezone(self.zone)
        return moment.date(), moment.time().replace(second=0, microsecond=0, tzinfo=None)

    @staticmethod
    def _text(parsed: Any, name: str) -> str:
        value = parsed.get(name, "")
        return text_of(str(value[0] if isinstance(value, list) else value))

    @staticmethod
    def _category(parsed: Any) -> str:
        found = parsed.get("CATEGORIES")
        if isinstance(found, list):
            found = found[0]
        cats = getattr(found, "cats", [])
        return text_of(str(cats[0])) if cats else ""


def _between_commas(text: str) -> list[str]:
    """Return the parts of *text* between commas that stand in no parentheses."""
    parts, depth = [""], 0
    for char in text:
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts
