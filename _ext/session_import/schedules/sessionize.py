"""Schedules as Sessionize exports them: All, Sessions, GridSmart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from session_notes.model.names import fold

from session_import.schedules.entries import Days, Entry, read_entries
from session_import.schedules.schedule import mapping, sequence, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from session_import.schedules.schedule import Schedule

#: The questions whose answers are the track and the kind of a session.
_TRACK = ("track", "tracks", "topic area")
_KIND = ("session format", "format", "session type", "type")


def read_json(source: str, root: object, zone: ZoneInfo | None) -> Schedule | None:
    """Read the sessions of a schedule; None if there are none in any form that is known."""
    found = list(_sessions(root))
    if not found:
        return None
    tables = {
        name: {text_of(mapping(one).get("id")): mapping(one) for one in sequence(listed)}
        for name, listed in mapping(root).items()
    }
    answers = {
        text_of(item.get("id")): (fold(text_of(category.get("title"))), text_of(item.get("name")))
        for category in tables.get("categories", {}).values()
        for item in map(mapping, sequence(category.get("items")))
    }
    entries = [
        Entry(f"{source}: session {number}", _values(session, tables, answers))
        for number, session in enumerate(found, 1)
    ]
    # The file does not say of which conference it is.
    first = min((text_of(session.get("startsAt"))[:7] for session in found), default="")
    about = {"acronym": f"sessionize {first}".strip()}
    return read_entries(about, entries, Days(zone=zone), source)


def _sessions(root: object, depth: int = 3) -> Iterator[Mapping[str, Any]]:
    """Yield the sessions in groups, in rooms, or in one list."""
    for one in map(mapping, root if isinstance(root, list) else [root]):
        if "startsAt" in one:
            yield one
        for name in ("sessions", "rooms"):
            inner = one.get(name)
            # The list of speakers has sessions, too, but only their names.
            if isinstance(inner, list) and depth:
                yield from _sessions(inner, depth - 1)


def _values(
    session: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Mapping[str, Any]]],
    answers: Mapping[str, tuple[str, str]],
) -> Mapping[str, Any]:
    """Return a session with the names of :mod:`session_import.schedules.entries`."""
    given = [answers.get(text_of(one), ("", "")) for one in sequence(session.get("categoryItems"))]
    given += [
        (fold(text_of(category.get("name"))), text_of(item.get("name")))
        for category in map(mapping, sequence(session.get("categories")))
        for item in map(mapping, sequence(category.get("categoryItems")))
    ]
    by_question = {question: answer for question, answer in reversed(given) if answer}
    room = tables.get("rooms", {}).get(text_of(session.get("roomId")), {}).get("name")
    known = tables.get("speakers", {})
    return {
        "id": session.get("id"),
        "title": session.get("title"),
        "description": session.get("description"),
        "date": session.get("startsAt"),
        "end": session.get("endsAt"),
        "room": session.get("room") or room,
        "track": next((by_question[name] for name in _TRACK if name in by_question), ""),
        "type": next((by_question[name] for name in _KIND if name in by_question), ""),
        "persons": [
            {"name": mapping(one).get("name") or known.get(text_of(one), {}).get("fullName")}
            for one in sequence(session.get("speakers"))
        ],
        "links": [{"url": session.get("liveUrl"), "title": "Live"}],
        "video_download_url": session.get("recordingUrl"),
    }
