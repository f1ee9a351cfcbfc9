"""Schedules as pretalx and frab export them, in JSON and in XML."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError
from session_notes.model.names import is_title
from session_notes.model.times import DAY, LAST, YEARS

from session_import.schedules.schedule import (
    Event,
    Schedule,
    links,
    mapping,
    sequence,
    speakers,
    text_of,
    unique_keys,
    zone_named,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element
    from zoneinfo import ZoneInfo

#: Nothing lasts longer, in minutes: it is a mistake.
_LONGEST = 31 * DAY
#: The place of an entry for messages, its day and its room, and the entry itself.
Entry = tuple[str, str, str, "Mapping[str, Any]"]


def read_json(source: str, data: bytes, zone: ZoneInfo | None) -> Schedule:
    """Read a ``schedule.json``."""
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = f"{source}: not JSON: {error}"
        if isinstance(error, json.JSONDecodeError):
            message = f"{source}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
        raise CommandError(message) from None
    schedule = mapping(mapping(root).get("schedule"))
    conference = mapping(schedule.get("conference"))
    if not isinstance(conference.get("days"), list):
        message = f"{source}: not a pretalx or frab schedule: schedule.conference.days is missing"
        raise CommandError(message)
    about = {**conference, "base_url": schedule.get("base_url")}
    return _read(about, _json_entries(source, conference["days"]), zone)


def _json_entries(source: str, days: list[Any]) -> Iterator[Entry]:
    for number, day in enumerate(map(mapping, days), 1):
        for room, entries in mapping(day.get("rooms")).items():
            for at, entry in enumerate(sequence(entries), 1):
                place = f"{source}: day {number}, {room}, entry {at}"
                yield place, text_of(day.get("date")), room, mapping(entry)


def read_xml(source: str, data: bytes, zone: ZoneInfo | None) -> Schedule:
    """Read a ``schedule.xml``."""
    try:
        from defusedxml import ElementTree  # noqa: PLC0415 - only this format needs it
        from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "to read XML, install defusedxml: python -m pip install defusedxml"
        raise CommandError(message) from None
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except ElementTree.ParseError as error:
        line, column = error.position
        reason = str(error).partition(": line")[0]
        message = f"{source}:{line}:{column + 1}: not XML: {reason}"
        raise CommandError(message) from None
    except DefusedXmlException:
        message = f"{source}: declares XML entities, which schedules do not need and can be harmful"
        raise CommandError(message) from None
    except (ValueError, LookupError, RecursionError) as error:
        message = f"{source}: not XML: {error}"
        raise CommandError(message) from None
    if root.tag != "schedule":
        message = f"{source}: not a pretalx or frab schedule: the root is <{root.tag}>"
        raise CommandError(message)
    about = {child.tag: child.text or "" for child in root.iterfind("conference/*")}
    return _read(about, _xml_entries(source, root), zone)


def _xml_entries(source: str, root: Element) -> Iterator[Entry]:
    for day in root.iterfind("day"):
        for room in day.iterfind("room"):
            for event in room.iterfind("event"):
                entry: dict[str, Any] = {child.tag: child.text or "" for child in event}
                entry |= {"id": event.get("id", ""), "guid": event.get("guid", "")}
                entry["persons"] = [{"name": one.text} for one in event.iterfind("persons/*")]
                for part in ("links", "attachments"):
                    entry[part] = [
                        {"url": link.get("href", ""), "title": link.text}
                        for link in event.iterfind(f"{part}/*")
                    ]
                place = f"{source}: event {entry['id'] or entry['guid']}"
                yield place, day.get("date", ""), room.get("name", ""), entry


def _read(about: Mapping[str, Any], entries: Iterator[Entry], zone: ZoneInfo | None) -> Schedule:
    """Read *entries*; *about* is what the schedule says of the conference."""
    zone = zone or zone_named(text_of(about.get("time_zone_name")))
    # An entry that begins earlier than this belongs to the night before.
    day_change = _minutes(text_of(about.get("day_change"))) or 0
    events, problems = [], []
    for place, day, room, entry in entries:
        title = text_of(entry.get("title"))
        found, start = _moment(entry, day, day_change, zone)
        if not is_title(title) or found is None or found.year not in YEARS:
            what = "title" if not is_title(title) else "date such as 2015-05-19"
            problems.append(f"{place}: skipped: no {what}")
            continue
        events.append(
            Event(
                text_of(entry.get("guid")) or text_of(entry.get("id")) or title,
                title,
                found,
                start,
                _end(start, text_of(entry.get("duration"))),
                text_of(entry.get("room")) or text_of(room),
                text_of(entry.get("track")),
                text_of(entry.get("type")),
                speakers(_names(entry), partial(_note, problems, place)),
                links(_links(entry), text_of(about.get("base_url"))),
                (text_of(entry.get("slug")), text_of(entry.get("code"))),
            )
        )
    name = text_of(about.get("acronym")) or text_of(about.get("title")) or "schedule"
    return Schedule(name, unique_keys(events), problems)


def _note(problems: list[str], place: str, text: str) -> None:
    problems.append(f"{place}: {text}")


def _minutes(text: str) -> int | None:
    """Read hours and minutes, with or without seconds."""
    hours, _, rest = text.partition(":")
    try:
        return 60 * int(hours) + int(rest.partition(":")[0])
    except ValueError:
        return None


def _moment(
    entry: Mapping[str, Any], day: str, day_change: int, zone: ZoneInfo | None
) -> tuple[date | None, int | None]:
    """Return the day of the programme, and when an entry begins on it, in local time."""
    start = _minutes(text_of(entry.get("start")))
    start = start if start is not None and 0 <= start < DAY else None
    try:
        listed = date.fromisoformat(day[:10])
    except ValueError:
        listed = None
    try:
        moment = datetime.fromisoformat(text_of(entry.get("date")))
        local = moment.astimezone(zone) if zone and moment.tzinfo else moment
        # Some schedules name a wrong zone; the separate start time shows which one is meant.
        if start not in (None, _at(local)) and _at(moment) == start:
            local = moment
        begins, at = local.date(), _at(local)
    except (ValueError, OverflowError):
        if listed is None or start is None:
            return listed, None
        # The schedule lists it under the day before if it begins after midnight.
        begins, at = listed + timedelta(days=start < day_change), start
    if listed and (begins - listed).days == 1 and at + DAY <= LAST:
        return listed, at + DAY
    return begins, at


def _at(moment: datetime) -> int:
    return 60 * moment.hour + moment.minute


def _end(start: int | None, duration: str) -> int | None:
    """Return when an entry ends; None if that is not known."""
    length = _minutes(duration) or 0
    return start + length if start is not None and 0 < length <= _LONGEST else None


def _names(entry: Mapping[str, Any]) -> Iterator[str]:
    for person in map(mapping, sequence(entry.get("persons"))):
        names = (person.get(name) for name in ("public_name", "full_public_name", "name"))
        yield text_of(next(filter(None, names), ""))


def _links(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield text_of(entry.get("url")), "abstract", ""
    yield text_of(entry.get("video_download_url")), "video", ""
    for part in ("links", "attachments"):
        for link in sequence(entry.get(part)):
            found = mapping(link)
            yield text_of(found.get("url") or link), "", text_of(found.get("title"))
