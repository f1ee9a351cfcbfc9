"""The entries of the indexes of topics, speakers and tracks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.catalog import cached
from session_notes.catalog.related import related_topics
from session_notes.model.names import collate, fold, is_latin
from session_notes.model.storage import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.catalog.catalog import Catalog, Facts, Ref, SessionKey
    from session_notes.catalog.related import RelatedTopic
    from session_notes.model.records import View
    from session_notes.model.vocabulary import Entry


class IndexEntry(NamedTuple):
    """An entry of an index: a topic, a speaker or a track, with its sessions."""

    ref: Ref
    description: str
    #: For a topic or a speaker: other names; for a speaker also the affiliation.
    aliases: tuple[str, ...]
    affiliation: str
    parent: Ref | None
    children: tuple[Ref, ...]
    links: tuple[str, ...]
    #: Its sessions, as the index shows them.
    sessions: tuple[Facts, ...]
    #: For a topic: those that share sessions with it.
    related: tuple[RelatedTopic, ...] = ()
    #: The anchor, in the one index that links lead to.
    anchor: str = ""
    #: How many sessions it has, even if they are left out.
    number: int = 0


def index(catalog: Catalog, docname: str, view: View) -> tuple[IndexEntry, ...]:
    """Return the entries that an index shows, with an anchor if links lead to it."""
    role = view.name.removesuffix("-index")
    return tuple(
        entry._replace(
            sessions=tuple(
                # Below a speaker the speakers of each session would only repeat the heading.
                catalog.listed_facts(key, under=role)
                for key in catalog.sessions_by[role].get(name, ())
            )
        )
        for name, entry in _shown_entries(catalog, docname, view)
    )


def index_digest(catalog: Catalog, docname: str, view: View) -> list[object]:
    """Return what differs whenever :func:`index` does, but is computed faster."""
    role = view.name.removesuffix("-index")
    return [
        (entry, [_digest(catalog, role, key) for key in catalog.sessions_by[role].get(name, ())])
        for name, entry in _shown_entries(catalog, docname, view)
    ]


@cached
def _digest(catalog: Catalog, role: str, key: SessionKey) -> str:
    """Return the digest of a session in an index, because it may be in several entries."""
    return digest(catalog.listed_facts(key, under=role))


def _shown_entries(catalog: Catalog, docname: str, view: View) -> Iterator[tuple[str, IndexEntry]]:
    role = view.name.removesuffix("-index")
    names = set(catalog.ids_in(role, view))
    for name, entry in entries_by_id(catalog, role).items():
        if name in names:
            is_target = catalog.index_of.get((role, name)) == (docname, view)
            yield name, entry._replace(anchor=f"{role}-{name}") if is_target else entry


@cached
def entries_by_id(catalog: Catalog, role: str) -> dict[str, IndexEntry]:
    """Return the entries of a whole index by id, in its order, without their sessions.

    They are sorted by label, but tracks keep the order of their vocabulary.
    """
    names = catalog.ids(role)
    if role != "track":
        names.sort(key=lambda name: collate(sort_text(catalog, role, catalog.label(role, name))))
    return {name: _entry(catalog, role, name) for name in names}


def sort_text(catalog: Catalog, role: str, label: str) -> str:
    """Return what *label* is sorted by: its reading if the label or the page is Japanese."""
    entry = catalog.vocabulary(role).find(label)
    is_read = catalog.language.startswith("ja") or not is_latin(label)
    return entry.reading if entry and entry.reading and is_read else label


def _entry(catalog: Catalog, role: str, name: str) -> IndexEntry:
    entry = catalog.vocabulary(role).entries.get(name)
    ref = catalog.ref_to(role, name if entry else catalog.label(role, name))
    parent = entry.parent if entry and entry.parent in catalog.topics.entries else ""
    children = catalog.subtopics.get(name, ()) if role == "topic" else ()
    return IndexEntry(
        ref,
        entry.description.say(catalog.language) if entry else "",
        _other_names(entry, ref.text) if entry else (),
        entry.affiliation if entry else "",
        catalog.ref_to(role, parent) if parent else None,
        tuple(catalog.ref_to(role, child) for child in children),
        entry.links if entry else (),
        (),
        related_topics(catalog, name) if role == "topic" else (),
        number=len(catalog.sessions_by[role].get(name, ())),
    )


def _other_names(entry: Entry, label: str) -> tuple[str, ...]:
    by_folded = {fold(label): label}
    for alias in entry.aliases:
        by_folded.setdefault(fold(alias), alias)
    return tuple(by_folded.values())[1:]


def targets_on(catalog: Catalog, docname: str) -> list[tuple[str, str]]:
    """Return role and id of each topic, speaker and track whose links lead to a page."""
    return _targets(catalog).get(docname, [])


@cached
def _targets(catalog: Catalog) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for target, (docname, _) in catalog.index_of.items():
        found[docname].append(target)
    return dict(found)
