"""The entries of the indexes of topics, speakers, reporters and tracks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.caching import cached
from session_notes.catalog.facts import Ref
from session_notes.catalog.related import related_topics
from session_notes.model.names import collate, fold, is_latin

if TYPE_CHECKING:
    from session_notes.catalog.catalog import Catalog
    from session_notes.catalog.facts import Facts
    from session_notes.model.events import EventFacts
    from session_notes.model.records import View
    from session_notes.model.vocabulary import Entry

#: The option of a view that leaves out sessions without notes.
WITH_NOTES = "with-notes"


class IndexEntry(NamedTuple):
    """An entry of an index: a topic, a person, a track or an event, with its sessions."""

    ref: Ref
    description: str
    #: For a topic or a person: other names; for a person also the affiliation.
    aliases: tuple[str, ...]
    affiliation: str
    parent: Ref | None
    children: tuple[Ref, ...]
    links: tuple[str, ...]
    #: Its sessions, as the index shows them.
    sessions: tuple[Facts, ...]
    #: For a topic: those that share sessions with it, and how many.
    related: tuple[tuple[Ref, int], ...] = ()
    #: For a person who spoke and reported: the entry in the other index.
    twin: Ref | None = None
    #: The anchor, in the one index that links lead to.
    anchor: str = ""
    #: How many sessions it has, even if they are left out.
    number: int = 0
    #: The anchors that it had before, in the same index.
    old_anchors: tuple[str, ...] = ()
    #: In a book of several events: the name of each, and how many of its sessions are shown.
    by_event: tuple[tuple[str, int], ...] = ()
    #: Of an event: what is known of it, and its pages, instead of its sessions.
    event: EventFacts | None = None
    pages: tuple[Ref, ...] = ()


def index(catalog: Catalog, docname: str, view: View) -> tuple[IndexEntry, ...]:
    """Return the entries that an index shows, with an anchor if links lead to it."""
    role = view.name.removesuffix("-index")
    options = dict(view.options)
    names, with_notes = set(catalog.ids_in(role, view)), WITH_NOTES in options
    there = set(catalog.in_event(options["event"])) if "event" in options else None
    events = {}
    if catalog.has_events and there is None and role != "event":
        events = {name: entry.ref.text for name, entry in entries_by_id(catalog, "event").items()}
    shown = []
    for name, entry in entries_by_id(catalog, role).items():
        if name in names:
            is_target = catalog.index_of.get((role, name)) == (docname, view)
            # Below a speaker the speakers of each session would only repeat the heading.
            keys = [
                key
                for key in (catalog.sessions_by[role].get(name, ()) if role != "event" else ())
                if (there is None or key in there) and not (with_notes and catalog.is_stub(key))
            ]
            counts = Counter(catalog.event_of(key.docname) for key in keys)
            under = (role, *({"event"} & options.keys()))
            shown.append(
                entry._replace(
                    sessions=tuple(catalog.listed_facts(key, *under) for key in keys),
                    anchor=entry.ref.anchor if is_target else "",
                    by_event=tuple((label, counts[one]) for one, label in events.items()),
                )
            )
    return tuple(shown)


@cached
def entries_by_id(catalog: Catalog, role: str) -> dict[str, IndexEntry]:
    """Return the entries of a whole index by id, in its order, without their sessions.

    They are sorted by label, but tracks keep the order of their vocabulary, and events begin with
    the first.
    """
    names = catalog.ids(role)
    if role == "event":
        names.sort(key=lambda name: _first_day(catalog, name))
    elif role != "track":
        labels = {name: sort_text(catalog, role, catalog.label(role, name)) for name in names}
        names.sort(key=lambda name: collate(labels[name], catalog.language))
    return {name: _entry(catalog, role, name) for name in names}


def _first_day(catalog: Catalog, event: str) -> date:
    """Return when an event began: as its entry says, or the first day that has notes."""
    entry = catalog.events.entries.get(event)
    days = (catalog.dates.get(key.docname) for key in catalog.in_event(event))
    return (entry and entry.event.start) or min(filter(None, days), default=date.max)


def sort_text(catalog: Catalog, role: str, label: str) -> str:
    """Return what *label* is sorted by: its reading in a Japanese book, or if it is not Latin."""
    entry = catalog.vocabulary(role).find(label)
    is_read = catalog.language.startswith("ja") or not is_latin(label)
    return entry.reading if entry and entry.reading and is_read else label


def _entry(catalog: Catalog, role: str, name: str) -> IndexEntry:
    entry = catalog.vocabulary(role).entries.get(name)
    ref = catalog.ref_by_id(role, name)
    parent = entry.parent if entry and entry.parent in catalog.topics.entries else ""
    children = catalog.subtopics.get(name, ()) if role == "topic" else ()
    was = (old for old in (entry.was if entry else ()) if catalog.id_of(role, old) == name)
    return IndexEntry(
        ref=ref,
        description=entry.description.say(catalog.language) if entry else "",
        aliases=_other_names(entry, ref.text) if entry else (),
        affiliation=entry.affiliation if entry else "",
        parent=catalog.ref_by_id(role, parent) if parent else None,
        children=tuple(catalog.ref_by_id(role, child) for child in children),
        links=entry.links if entry else (),
        sessions=(),
        related=related_topics(catalog, name) if role == "topic" else (),
        twin=_twin(catalog, role, name),
        number=len(catalog.sessions_by[role].get(name, ())),
        old_anchors=tuple(f"{role}-{old}" for old in was),
        event=entry.event if entry and role == "event" else None,
        pages=_pages_of(catalog, name) if role == "event" else (),
    )


def _pages_of(catalog: Catalog, event: str) -> tuple[Ref, ...]:
    """Return the pages of an event that have sessions, by day, with their titles."""
    docnames = dict.fromkeys(key.docname for key in catalog.in_event(event))
    return tuple(Ref(catalog.titles.get(name) or name, name) for name in docnames)


def _twin(catalog: Catalog, role: str, name: str) -> Ref | None:
    other = {"speaker": "reporter", "reporter": "speaker"}.get(role, "")
    return catalog.ref_by_id(other, name) if (other, name) in catalog.index_of else None


def _other_names(entry: Entry, label: str) -> tuple[str, ...]:
    by_folded = {fold(label): label}
    for alias in entry.aliases:
        by_folded.setdefault(fold(alias), alias)
    return tuple(by_folded.values())[1:]
