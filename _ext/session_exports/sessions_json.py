"""All sessions as data: ``sessions.json``, in the form that ``sessions.schema.json`` describes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from session_notes.catalog.related import mentioned_in
from session_notes.model.records import Reference
from session_notes.model.urls import is_address

from session_exports.conference import event_on, events_of, moments
from session_exports.notes import summary
from session_exports.site import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from session_notes.catalog.catalog import Catalog, SessionKey
    from session_notes.model.records import Speaker
    from session_notes.model.words import Words

    from session_exports.conference import Event
    from session_exports.notes import Told
    from session_exports.site import Site

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode
#: Raise it when programs that read the data have to change.
VERSION = 2


def book_data(
    catalog: Catalog, site: Site, told: Mapping[str, Mapping[int, Told]] = {}
) -> dict[str, Any]:
    """Return the content of ``sessions.json``; every key is always there, empty or null.

    What sessions name is declared once, before them; *told* are the notes of each document.
    """
    links: dict[SessionKey, list[str]] = {}
    keys = [
        key
        for key in catalog.session_keys
        # Of two sessions with one id the first has it; the build warns of the other.
        if catalog.find_session(catalog.session(key).id) == key
    ]
    for key in catalog.session_keys:
        for holder in mentioned_in(catalog, key):
            links.setdefault(holder, []).append(catalog.session(key).id)
    sessions = [
        _session(catalog, key, site, links.get(key, []), told.get(key.docname, {}).get(key.number))
        for key in keys
    ]
    events = events_of(catalog)
    kinds = {one["kind"] for one in sessions if one["kind"]}
    people = [*(one["speakers"] for one in sessions), *(one["reporters"] for one in sessions)]
    people += [part["reporters"] for one in sessions for part in one["impressions"]]
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "book": {
            "id": events[0].id if len(events) == 1 else None,
            "title": site.title,
            "language": site.language,
            "address": site.base or None,
        },
        "events": dict(sorted((one.id, _event(one)) for one in events)),
        "tracks": _used(catalog, "track", {one["track"] for one in sessions if one["track"]}),
        "kinds": {kind: site.kind(kind) for kind in sorted(kinds)},
        "topics": _topics(catalog, {topic for one in sessions for topic in one["topics"]}),
        "people": _people(catalog, {who["id"] for listed in people for who in listed}),
        "sessions": sessions,
    }


def dump(data: dict[str, Any], *, rows: str = "sessions") -> bytes:
    """Return *data* as JSON, one way for the same data: each of the *rows* on a line."""
    # Python takes ten times as long to write JSON with a line for each value.
    found, is_list = data[rows], isinstance(data[rows], list)
    lines = map(_line, found) if is_list else (f"{_line(k)}:{_line(v)}" for k, v in found.items())
    values = {**data, rows: [] if is_list else {}}
    head = ",\n".join(f"{_line(name)}: {_line(value)}" for name, value in values.items())
    # The rows are the last of the values.
    body = ",\n".join(lines)
    text = f"{{\n{head[:-1]}\n{body}\n{head[-1]}\n}}\n"
    return text.encode("utf-8", "replace")


def _event(event: Event) -> dict[str, Any]:
    values = {"venue" if key == "place" else key: one for key, one in event._asdict().items()}
    del values["id"]
    return {key: value or None for key, value in values.items()}


def _used(catalog: Catalog, role: str, ids: Iterable[str]) -> dict[str, str]:
    return {name: catalog.label(role, name) for name in sorted(ids)}


def _topics(catalog: Catalog, used: set[str]) -> dict[str, dict[str, Any]]:
    """Return the topics that sessions have, and those that they are part of."""
    found: dict[str, dict[str, Any]] = {}
    ahead = sorted(used)
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        entry = catalog.topics.entries.get(name)
        parent = entry.parent if entry and entry.parent in catalog.topics.entries else ""
        found[name] = {
            "label": catalog.label("topic", name),
            "labels": _by_language(entry.label) if entry else {},
            "aliases": sorted(entry.aliases) if entry else [],
            "parent": parent or None,
            "description": (entry.description.say(catalog.language) if entry else "") or None,
        }
        ahead += [parent] if parent else []
    return dict(sorted(found.items()))


def _people(catalog: Catalog, used: set[str]) -> dict[str, dict[str, Any]]:
    """Return the people whom sessions name."""
    found = {}
    for name in sorted(used):
        entry = catalog.people.entries.get(name)
        role = "speaker" if name in catalog.sessions_by["speaker"] or entry else "reporter"
        found[name] = {
            "name": catalog.label(role, name),
            "names": _by_language(entry.label) if entry else {},
            "reading": (entry.reading if entry else "") or None,
            "aliases": sorted(entry.aliases) if entry else [],
            "links": sorted(entry.links) if entry else [],
        }
    return found


def _by_language(words: Words) -> dict[str, str]:
    return {language: text for language, text in sorted(words.by_language) if language}


def _session(
    catalog: Catalog, key: SessionKey, site: Site, mentions: list[str], told: Told | None
) -> dict[str, Any]:
    session, facts = catalog.session(key), catalog.facts(key)
    day = facts.day
    timezone = event_on(catalog, key.docname).timezone
    start, end = moments(day, session, timezone) if day else (None, None)

    def people(role: str, given: Iterable[Speaker]) -> list[dict[str, Any]]:
        return [
            {
                "id": catalog.id_of(role, one.name),
                # As the session spells the name, of which the index has one form.
                "as": one.name,
                "affiliation": catalog.person(role, one).affiliation or None,
                "role": one.role or None,
            }
            for one in given
        ]

    media = (Reference(kind, url) for kind, url in session.media if is_address(url))
    references = [*media, *session.references]
    return {
        "id": session.id,
        "was": session.was,
        "event": catalog.event_of(key.docname) or None,
        "parent": session.parent or None,
        "title": session.title,
        "language": site.language,
        "url": site.path(facts.ref),
        "day": day,
        "start": start.isoformat() if isinstance(start, datetime) else None,
        "end": end.isoformat() if end else None,
        "time": session.when or None,
        "room": session.room or None,
        "kind": session.kind or None,
        "track": catalog.id_of("track", session.track) if session.track else None,
        "speakers": people("speaker", session.speakers),
        "topics": [catalog.id_of("topic", topic) for topic in session.topics],
        "reporters": people("reporter", catalog.reporters(key)),
        "impressions": [
            {"reporters": people("reporter", reporters)} for reporters in catalog.impressions(key)
        ],
        "notes": not catalog.is_stub(key),
        "summary": (summary(catalog, told.notes) if told else "") or None,
        "references": [
            {"kind": one.kind or None, "url": one.url, "text": one.text or None}
            for one in references
        ],
        "mentions": mentions,
        "updated": session.updated,
        "calendar": site.session_calendar(session, day) or None,
    }
