"""Schedules as pretalx, frab and the hub of the c3voc export them, in JSON and in XML."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError

from session_import.schedules.entries import Days, Entry, read_entries
from session_import.schedules.schedule import mapping, sequence, text_of, zone_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element
    from zoneinfo import ZoneInfo

    from session_import.schedules.schedule import Schedule

#: What a list of entries is called.
_LISTS = ("events", "talks", "sessions")


def read_json(source: str, root: object, zone: ZoneInfo | None) -> Schedule | None:
    """Read a ``schedule.json``; None if it is not one."""
    schedule = mapping(mapping(root).get("schedule"))
    conference = mapping(schedule.get("conference"))
    parts = (conference, schedule, mapping(root))
    lists = [part[name] for part in parts for name in _LISTS if name in part]
    if not isinstance(conference.get("days"), list) and not (schedule and lists):
        return None
    about = {**conference, "base_url": schedule.get("base_url") or conference.get("base_url")}
    zone = zone or zone_named(text_of(about.get("time_zone_name")))
    days = [mapping(day) for day in sequence(about.get("days"))]
    entries = chain(
        _json_days(source, days),
        *(_json_list(f"{source}: event", found, parts, days) for found in lists),
    )
    return read_entries(about, entries, Days(days, about.get("day_change"), zone), source)


def _json_days(source: str, days: list[Mapping[str, Any]]) -> Iterator[Entry]:
    for number, day in enumerate(days, 1):
        date = text_of(day.get("date")) or text_of(day.get("day_start"))
        rooms = day.get("rooms")
        named = list(mapping(rooms).items()) or [
            (text_of(room.get("name")), next((room[name] for name in _LISTS if name in room), []))
            for room in map(mapping, sequence(rooms))
        ]
        unnamed = [("", day[name]) for name in _LISTS if name in day]
        for room, found in (*named, *unnamed):
            for at, values in enumerate(_items(found), 1):
                where = f"{room}, " if room else ""
                yield Entry(f"{source}: day {number}, {where}entry {at}", values, date, room)


def _json_list(
    place: str,
    found: object,
    parts: tuple[Mapping[str, Any], ...],
    days: list[Mapping[str, Any]],
) -> Iterator[Entry]:
    """Yield entries outside of the days, which name their room and track or refer to them."""
    names = {
        kind: {
            text_of(one.get(key)): text_of(one.get("name"))
            for part in parts
            for one in map(mapping, sequence(part.get(kind)))
            for key in ("id", "guid", "slug")
            if text_of(one.get(key))
        }
        for kind in ("rooms", "tracks")
    }
    dates = {text_of(day.get("index")): text_of(day.get("date")) for day in days}
    for at, values in enumerate(_items(found), 1):
        room, track = (_named(values.get(kind), names[f"{kind}s"]) for kind in ("room", "track"))
        day = text_of(values.get("day"))
        yield Entry(f"{place} {at}", {**values, "room": room, "track": track}, dates.get(day, day))


def _named(value: object, names: Mapping[str, str]) -> str:
    """Return the name of a room or track that is given by its name, its id, or both."""
    text = text_of(mapping(value).get("name") or mapping(value).get("id") or value)
    return names.get(text) or text


def _items(found: object) -> list[Mapping[str, Any]]:
    """Return the entries of a list, or of a mapping of ids."""
    if isinstance(found, dict):
        return [{"guid": key, **mapping(value)} for key, value in found.items()]
    return [mapping(one) for one in sequence(found)]


def read_xml(
    source: str, data: bytes, zone: ZoneInfo | None, text: str, told: list[str]
) -> Schedule:
    """Read a ``schedule.xml``.

    If *data* has another encoding than it says, *text* is read, and *told* is what that needs.
    """
    root, is_declared = _parse(source, data, text)
    for element in root.iter():
        # Names in a namespace are '{address}name'.
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    if root.tag != "schedule":
        message = (
            f"{source}: not a pretalx or frab schedule: the root is <{root.tag}>; expected "
            "<schedule> with <day>, <room> and <event>"
        )
        raise CommandError(message)
    about = {child.tag: child.text or "" for child in root.iterfind("conference/*")}
    about["base_url"] = about.get("base_url") or root.findtext("base_url") or ""
    zone = zone or zone_named(text_of(about.get("time_zone_name")))
    days = Days((day.attrib for day in root.iter("day")), about.get("day_change"), zone)
    schedule = read_entries(about, _xml_entries(source, root), days, source)
    return schedule if is_declared else schedule._replace(problems=[*told, *schedule.problems])


def _parse(source: str, data: bytes, text: str) -> tuple[Element, bool]:
    """Return the root, and whether its encoding is the declared one."""
    is_declared = True
    try:
        from defusedxml import ElementTree  # noqa: PLC0415 - only this format needs it
        from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    except ModuleNotFoundError:
        message = "to read XML, install defusedxml: python -m pip install defusedxml"
        raise CommandError(message) from None
    try:
        try:
            root: Element = ElementTree.fromstring(data, forbid_dtd=True)
        except ElementTree.ParseError:
            # A wrong encoding, or none, may be declared.
            if _is_utf8(data):
                raise
            root, is_declared = ElementTree.fromstring(text, forbid_dtd=True), False
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
    return root, is_declared


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _xml_entries(source: str, root: Element) -> Iterator[Entry]:
    """Yield the events, wherever they are, in order."""
    # Not by recursion: a file may be nested as deep as it likes.
    left = [(root, "", "")]
    while left:
        element, day, room = left.pop()
        if element.tag == "event":
            yield _xml_entry(source, element, day, room)
        else:
            room = element.get("name", "") if element.tag == "room" else room
            day = element.get("date", "") if element.tag == "day" else day
            left += [(inner, day, room) for inner in reversed(element)]


def _xml_entry(source: str, event: Element, day: str, room: str) -> Entry:
    values: dict[str, Any] = {child.tag: child.text or "" for child in event}
    values |= {name: event.get(name) or values.get(name, "") for name in ("id", "guid")}
    values["persons"] = [{"name": one.text, **one.attrib} for one in event.iterfind("persons/*")]
    for part in ("links", "attachments"):
        values[part] = [
            {"url": link.get("href") or link.text, "title": link.text}
            for link in event.iterfind(f"{part}/*")
        ]
    number = values["id"] or values["guid"] or f"'{values.get('title', '')}'"
    return Entry(f"{source}: event {number}", values, day, room)
