"""Schedules as pretalx and frab export them, in JSON and in XML."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError
from session_notes.model.names import is_title

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
    day_change = _clock(text_of(about.get("day_change"))) or time()
    events, problems = [], []
    for place, day, room, entry in entries:
        title = text_of(entry.get("title"))
        found, start = _moment(entry, day, day_change, zone)
        if not is_title(title) or found is None:
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
                speakers(_names(entry)),
                links(_links(entry), text_of(about.get("base_url"))),
                (text_of(entry.get("slug")), text_of(entry.get("code"))),
            )
        )
    name = text_of(about.get("acronym")) or text_of(about.get("title")) or "schedule"
    return Schedule(name, unique_keys(events), problems)


def _clock(text: str) -> time | None:
    hour, _, rest = text.partition(":")
    try:
        return time(int(hour), int(rest.partition(":")[0]))
    except ValueError:
        return None


def _moment(
    entry: Mapping[str, Any], day: str, day_change: time, zone: ZoneInfo | None
) -> tuple[date | None, time | None]:
    """Return the day and the time at which an entry begins, in local time."""
    start = _clock(text_of(entry.get("start")))
    try:
        moment = datetime.fromisoformat(text_of(entry.get("date")))
        local = moment.astimezone(zone) if zone and moment.tzinfo else moment
    except (ValueError, OverflowError):
        try:
            # The schedule lists it under the day before if it begins after midnight.
            late = timedelta(days=start is not None and start < day_change)
            return date.fromisoformat(day) + late, start
        except (ValueError, OverflowError):
            return None, None
    # Some schedules name a wrong zone; the separate start time shows which one is meant.
    if start and local.time() != start and moment.time() == start:
        local = moment
    return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)


def _end(start: time | None, duration: str) -> time | None:
    """Return when an entry ends; None if that is not known or on another day."""
    hours, _, rest = duration.partition(":")
    try:
        length = timedelta(hours=int(hours), minutes=int(rest.partition(":")[0]))
        if start is None or length <= timedelta():
            return None
        begin = datetime.combine(date(2000, 1, 1), start)
        end = begin + length
    except (ValueError, OverflowError):
        return None
    return end.time() if end.date() == begin.date() else None


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
