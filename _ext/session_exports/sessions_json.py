"""All sessions as data: ``sessions.json``, in the form that ``sessions.schema.json`` describes."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from session_notes.catalog.catalog import PEOPLE
from session_notes.catalog.related import mentioned_in
from session_notes.model.records import Reference
from session_notes.model.urls import is_address

from session_exports.conference import event_on, events_of, moments
from session_exports.site import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from session_notes.catalog.catalog import Catalog, SessionKey
    from session_notes.model.records import Speaker

    from session_exports.conference import Event
    from session_exports.site import Site

_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode
#: Raise it when programs that read the data have to change.
VERSION = 1


def book_data(catalog: Catalog, site: Site) -> dict[str, Any]:
    """Return the content of ``sessions.json``; every key is always there, empty or null."""

    # Thousands of sessions share the same few names.
    @cache
    def named(role: str, text: str) -> dict[str, Any]:
        ref = catalog.find(role, text)
        name = "name" if role in PEOPLE else "label"
        return {"id": catalog.id_of(role, text), name: ref.text if ref else text}

    events = events_of(catalog)
    event = events[0] if len(events) == 1 else None
    links: dict[SessionKey, list[str]] = {}
    for key in catalog.session_keys:
        for holder in mentioned_in(catalog, key):
            links.setdefault(holder, []).append(catalog.session(key).id)
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "title": site.title,
        "language": site.language,
        "address": site.base or None,
        "event": _event(event) if event else None,
        "sessions": [
            _session(catalog, key, site, links.get(key, []), named)
            for key in catalog.session_keys
            # Of two sessions with one id the first has it; the build warns of the other.
            if catalog.find_session(catalog.session(key).id) == key
        ],
    }


def _event(event: Event) -> dict[str, Any]:
    values = {"venue" if name == "place" else name: one for name, one in event._asdict().items()}
    del values["series"]
    return values


def dump(data: dict[str, Any]) -> bytes:
    """Return *data* as JSON, one way for the same data: a session a line."""
    # Python takes ten times as long to write JSON with a line for each value.
    rows = ",\n".join(_line(session) for session in data["sessions"])
    values = {**data, "sessions": []}
    head = ",\n".join(f"{_line(name)}: {_line(value)}" for name, value in values.items())
    # The sessions are the last of them.
    text = f"{{\n{head[:-1]}\n{rows}\n]\n}}\n"
    return text.encode("utf-8", "replace")


def _session(
    catalog: Catalog,
    key: SessionKey,
    site: Site,
    mentions: list[str],
    named: Callable[[str, str], dict[str, Any]],
) -> dict[str, Any]:
    session, facts = catalog.session(key), catalog.facts(key)
    path, day = site.path(facts.ref), facts.day
    start, end = (
        moments(day, session, event_on(catalog, key.docname).timezone) if day else (None, None)
    )

    def people(role: str, given: Iterable[Speaker]) -> list[dict[str, Any]]:
        return [
            {
                **named(role, one.name),
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
        "parent": session.parent or None,
        "title": session.title,
        "url": path,
        "address": site.address(path) or None,
        "page": key.docname,
        "day": day,
        "start": start.isoformat() if isinstance(start, datetime) else None,
        "end": end.isoformat() if end else None,
        "time": session.when or None,
        "room": session.room or None,
        "kind": {"id": session.kind, "label": site.kind(session.kind)} if session.kind else None,
        "track": named("track", session.track) if session.track else None,
        "speakers": people("speaker", session.speakers),
        "reporters": people("reporter", catalog.reporters(key)),
        "impressions": [
            {"reporters": people("reporter", reporters)} for reporters in catalog.impressions(key)
        ],
        "topics": [named("topic", topic) for topic in session.topics],
        "references": [
            {"kind": one.kind or None, "url": one.url, "text": one.text or None}
            for one in references
        ],
        "updated": session.updated,
        "notes": not catalog.is_stub(key),
        "mentions": mentions,
        "mentioned_in": [catalog.session(holder).id for holder in mentioned_in(catalog, key)],
        "calendar": site.session_calendar(session, day) or None,
    }
