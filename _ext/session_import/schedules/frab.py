"""Schedules as pretalx and frab export them, in JSON and in XML."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from session_notes.cli.errors import CommandError
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
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

#: Where an entry stands, for messages; the day and the room it is under; the entry itself.
Entry = tuple[str, str, str, "Mapping[str, Any]"]


class Context(NamedTuple):
    """What a schedule says once for all of its entries."""

    zone: ZoneInfo | None = None
    #: An entry that begins earlier than that belongs to the night before.
    day_change: time = time()
    base: str = ""


def read_json(source: str, data: bytes, zone: ZoneInfo | None) -> Schedule:
    """Read a ``schedule.json``."""
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        message = f"{source}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
        raise CommandError(message) from None
    except (ValueError, RecursionError) as error:
        message = f"{source}: not JSON: {error}"
        raise CommandError(message) from None
    schedule = mapping(mapping(root).get("schedule"))
    conference = mapping(schedule.get("conference"))
    if not isinstance(conference.get("days"), list):
        message = f"{source}: no schedule of pretalx or frab: schedule.conference.days is missing"
        raise CommandError(message)
    if zone is None:
        zone = zone_named(text_of(conference.get("time_zone_name")))
    context = Context(zone, base=text_of(schedule.get("base_url")))
    name = text_of(conference.get("acronym")) or text_of(conference.get("title"))
    return _read(name, _json_entries(source, conference["days"]), context)


def _json_entries(source: str, days: list[Any]) -> Iterator[Entry]:
    for number, day in enumerate(days):
        for room, entries in mapping(mapping(day).get("rooms")).items():
            for at, entry in enumerate(sequence(entries)):
                place = f"{source}: day {number + 1}, {room}, entry {at + 1}"
                yield place, text_of(mapping(day).get("date")), room, mapping(entry)


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
        message = f"{source}: declares entities, which no schedule needs and which could harm"
        raise CommandError(message) from None
    except (ValueError, LookupError, RecursionError) as error:
        message = f"{source}: not XML: {error}"
        raise CommandError(message) from None
    if root.tag != "schedule":
        message = f"{source}: no schedule of pretalx or frab: the root is <{root.tag}>"
        raise CommandError(message)
    conference = root.find("conference")
    facts = {} if conference is None else {child.tag: child.text or "" for child in conference}
    context = Context(
        zone or zone_named(text_of(facts.get("time_zone_name"))),
        _clock(text_of(facts.get("day_change"))) or time(),
        text_of(facts.get("base_url")),
    )
    name = text_of(facts.get("acronym")) or text_of(facts.get("title"))
    return _read(name, _xml_entries(source, root), context)


def _xml_entries(source: str, root: Element) -> Iterator[Entry]:
    for day in root.iterfind("day"):
        for room in day.iterfind("room"):
            for event in room.iterfind("event"):
                entry: dict[str, Any] = {child.tag: child.text or "" for child in event}
                entry["id"] = event.get("id", "")
                entry["guid"] = event.get("guid", "")
                entry["persons"] = [
                    {"public_name": person.text or ""} for person in event.iterfind("persons/*")
                ]
                for part in ("links", "attachments"):
                    entry[part] = [
                        {"url": link.get("href", ""), "title": link.text or ""}
                        for link in event.iterfind(f"{part}/*")
                    ]
                yield (
                    f"{source}: event {entry['id'] or entry['guid']}",
                    day.get("date", ""),
                    room.get("name", ""),
                    entry,
                )


def _read(name: str, entries: Iterator[Entry], context: Context) -> Schedule:
    events, problems = [], []
    for place, day, room, entry in entries:
        title = text_of(entry.get("title"))
        found, start = _moment(entry, day, context)
        if not is_title(title) or found is None:
            what = "title" if not is_title(title) else "date of the form 2015-05-19"
            problems.append(f"{place}: left out, for it has no {what}")
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
                links(_links(entry), context.base),
                (text_of(entry.get("slug")), text_of(entry.get("code"))),
            )
        )
    return Schedule(name or "schedule", unique_keys(events), problems)


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone of that *name*, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _clock(text: str) -> time | None:
    hour, _, rest = text.partition(":")
    try:
        return time(int(hour), int(rest.partition(":")[0]))
    except ValueError:
        return None


def _moment(
    entry: Mapping[str, Any], day: str, context: Context
) -> tuple[date | None, time | None]:
    """Return the day and the time at which an entry begins, on the clocks of the place."""
    start = _clock(text_of(entry.get("start")))
    try:
        moment = datetime.fromisoformat(text_of(entry.get("date")))
        local = moment.astimezone(context.zone) if context.zone and moment.tzinfo else moment
    except (ValueError, OverflowError):
        try:
            # The day is that of the programme; what begins after midnight is on the next.
            late = timedelta(days=start is not None and start < context.day_change)
            return date.fromisoformat(day) + late, start
        except (ValueError, OverflowError):
            return None, None
    # Some name a zone that is not that of their times; the time on its own tells which is meant.
    if start and local.time() != start and moment.time() == start:
        local = moment
    return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)


def _end(start: time | None, duration: str) -> time | None:
    """Return when an entry ends; None where that is not known, or is on another day."""
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
    for person in sequence(entry.get("persons")):
        names = mapping(person)
        yield text_of(
            names.get("public_name") or names.get("full_public_name") or names.get("name")
        )


def _links(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield text_of(entry.get("url")), "abstract", ""
    yield text_of(entry.get("video_download_url")), "video", ""
    for part in ("links", "attachments"):
        for link in sequence(entry.get(part)):
            found = mapping(link)
            yield text_of(found.get("url") or link), "", text_of(found.get("title"))
