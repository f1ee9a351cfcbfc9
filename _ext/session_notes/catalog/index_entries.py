"""The entries of the indexes of topics, speakers and tracks."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.related import Around
from session_notes.model.names import collate, fold, is_latin
from session_notes.model.storage import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.catalog.catalog import Facts, Ref, SessionKey
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
    #: How many sessions it has, also where they are left out.
    number: int = 0


class Items(Around):
    """The catalog, and the entries of its indexes."""

    def reading(self, role: str, label: str) -> str:
        """Return by what *label* is sorted: its reading where it is Japanese, or the page is."""
        entry = self._vocabulary(role).find(label)
        sounds = self.language.startswith("ja") or not is_latin(label)
        return entry.reading if entry and entry.reading and sounds else label

    def items(self, role: str) -> tuple[IndexEntry, ...]:
        """Return the entries of the index of topics, speakers or tracks, sorted by label.

        Tracks keep the order of their vocabulary.
        """
        return tuple(self._listing(role, key, item) for key, item in self.keyed(role).items())

    def index(self, role: str, docname: str, view: View) -> tuple[IndexEntry, ...]:
        """Return the entries that an index shows, with an anchor where links lead to it."""
        entries = self._entries(role, docname, view)
        return tuple(self._listing(role, key, item) for key, item in entries)

    def _listing(self, role: str, key: str, item: IndexEntry) -> IndexEntry:
        """Return *item* with its sessions."""
        # Below a speaker the speakers of each session would only repeat the heading.
        spots = self._named[role].get(key, ())
        return item._replace(sessions=tuple(self.listed(spot, under=role) for spot in spots))

    def _entries(self, role: str, docname: str, view: View) -> Iterator[tuple[str, IndexEntry]]:
        keys = set(self.keys_in(role, view))
        for key, item in self.keyed(role).items():
            if key in keys:
                here = self.homes.get((role, key)) == (docname, view)
                yield key, item._replace(anchor=f"{role}-{key}") if here else item

    def entries_told(self, role: str, docname: str, view: View) -> list[object]:
        """Return what tells the entries of an index from others, without making all of them."""
        return [
            (item, [self._told(role, spot) for spot in self._named[role].get(key, ())])
            for key, item in self._entries(role, docname, view)
        ]

    def _told(self, role: str, spot: SessionKey) -> str:
        """Return a digest of a session in an index, where it stands in several entries."""
        if (role, spot) not in self._digests:
            self._digests[role, spot] = digest(self.listed(spot, under=role))
        return self._digests[role, spot]

    @cached_property
    def _digests(self) -> dict[tuple[str, SessionKey], str]:
        return {}

    @cached_property
    def _at_home(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, (docname, _) in self.homes.items():
            found[docname].append(name)
        return dict(found)

    def at_home(self, docname: str) -> list[tuple[str, str]]:
        """Return role and id of each topic, speaker and track whose entry is on a page."""
        return self._at_home.get(docname, [])

    def keyed(self, role: str) -> dict[str, IndexEntry]:
        """Return the entries of an index by id, in its order, their sessions left out."""
        if role not in self._made:
            keys = self.keys(role)
            if role != "track":
                keys.sort(key=lambda key: collate(self.reading(role, self.label(role, key))))
            self._made[role] = {key: self._item(role, key) for key in keys}
        return self._made[role]

    @cached_property
    def _made(self) -> dict[str, dict[str, IndexEntry]]:
        return {}

    def _item(self, role: str, key: str) -> IndexEntry:
        entry = self._vocabulary(role).entries.get(key)
        ref = self._named_ref(role, key if entry else self.label(role, key))
        parent = entry.parent if entry and entry.parent in self.topics.entries else ""
        children = self.children.get(key, ()) if role == "topic" else ()
        return IndexEntry(
            ref,
            entry.description.say(self.language) if entry else "",
            self._other_names(entry, ref.text) if entry else (),
            entry.affiliation if entry else "",
            self._named_ref(role, parent) if parent else None,
            tuple(self._named_ref(role, child) for child in children),
            entry.links if entry else (),
            (),
            self.related_topics(key) if role == "topic" else (),
            number=len(self._named[role].get(key, ())),
        )

    def _other_names(self, entry: Entry, label: str) -> tuple[str, ...]:
        seen = {fold(label)}
        others = []
        for alias in entry.aliases:
            if fold(alias) not in seen:
                seen.add(fold(alias))
                others.append(alias)
        return tuple(others)
