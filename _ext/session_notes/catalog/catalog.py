"""Questions over all the sessions of a project: their order, their names, what they lead to.

Everything here is a function of the pages' records and the vocabularies; there is no state
that an edit could leave behind.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.index_options import all_indexes, branch, children_of, in_letters
from session_notes.model.names import fold, nearest, stable_id
from session_notes.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import time

    from session_notes.model.records import Page, Session, Speaker, View


class Ref(NamedTuple):
    """Words that link to a place in the book; without a docname they are plain."""

    text: str
    docname: str = ""
    anchor: str = ""


class Person(NamedTuple):
    """A speaker as a session shows them."""

    ref: Ref
    affiliation: str = ""
    role: str = ""


class Facts(NamedTuple):
    """What stands above the notes of a session."""

    ref: Ref
    day: date | None
    start: time | None
    end: time | None
    #: What is shown instead of start and end.
    when: str
    room: str
    track: Ref | None
    kind: str
    speakers: tuple[Person, ...]
    topics: tuple[Ref, ...]
    media: tuple[tuple[str, str], ...]
    #: The session that a talk belongs to.
    parent: Ref | None = None


class SessionKey(NamedTuple):
    """Where a session stands among the pages' records."""

    docname: str
    number: int


class Catalog:
    """The sessions of all pages in the order of the book, and the vocabularies they use.

    *pages* are keyed by document; *order* is the order of the documents in the book, those
    that it does not name come last; *dates* are the dates of the pages that have one, *titles*
    those of all.
    """

    def __init__(
        self,
        pages: Mapping[str, Page],
        *,
        order: Sequence[str] = (),
        dates: Mapping[str, date] | None = None,
        titles: Mapping[str, str] | None = None,
        vocabularies: Mapping[str, Vocabulary] | None = None,
        language: str = "en",
    ) -> None:
        self.dates = dates or {}
        self.language = language
        given = vocabularies or {}
        self.topics = given.get("topics") or Vocabulary("topics")
        self.tracks = given.get("tracks") or Vocabulary("tracks")
        self.people = given.get("people") or Vocabulary("people")
        place = {docname: number for number, docname in enumerate(order)}

        def in_order(docname: str) -> tuple[int, str]:
            return place.get(docname, len(place)), docname

        self.docnames = sorted(pages, key=in_order)
        given_titles = titles or {}
        self.titles = {
            docname: given_titles[docname] for docname in sorted(given_titles, key=in_order)
        }
        self.pages = {docname: pages[docname] for docname in self.docnames}
        self._facts: dict[SessionKey, Facts] = {}
        self._refs: dict[tuple[str, str], Ref] = {}

    # -- sessions ---------------------------------------------------------------------------

    @cached_property
    def spots(self) -> list[SessionKey]:
        """All sessions and talks: by day, then as they stand in the book."""
        spots = [
            SessionKey(docname, number)
            for docname, page in self.pages.items()
            for number in range(len(page.sessions))
        ]
        return sorted(spots, key=lambda spot: self.dates.get(spot.docname, date.max))

    def session(self, spot: SessionKey) -> Session:
        """Return the record that stands at *spot*."""
        return self.pages[spot.docname].sessions[spot.number]

    @property
    def sessions(self) -> Iterator[Session]:
        """The records of all sessions and talks, in the order of their spots."""
        return map(self.session, self.spots)

    @cached_property
    def _by_id(self) -> dict[str, list[SessionKey]]:
        found: dict[str, list[SessionKey]] = defaultdict(list)
        for docname, page in self.pages.items():
            for number, session in enumerate(page.sessions):
                found[session.id].append(SessionKey(docname, number))
        return dict(found)

    def find_session(self, session_id: str) -> SessionKey | None:
        """Return where the session or talk *session_id* stands; of twins, the first."""
        spots = self._by_id.get(session_id) or self._by_id.get(fold(session_id))
        return spots[0] if spots else None

    @cached_property
    def duplicates(self) -> list[list[SessionKey]]:
        """The sessions and talks that share an id."""
        return [spots for spots in self._by_id.values() if len(spots) > 1]

    def ref(self, spot: SessionKey) -> Ref:
        """Return the link to a session, with its title."""
        session = self.session(spot)
        return Ref(session.title, spot.docname, session.anchor)

    def facts(self, spot: SessionKey) -> Facts:
        """Return what stands above the notes of a session."""
        if spot not in self._facts:
            self._facts[spot] = self._make_facts(spot)
        return self._facts[spot]

    def listed(self, spot: SessionKey, under: str = "") -> Facts:
        """Return what a list shows of a session; *under* a speaker or a track, without these.

        No more than that, for the page of the list is written again when any of it is another.
        """
        facts = self.facts(spot)
        people = facts.speakers if under != "speaker" else ()
        return facts._replace(
            track=facts.track if under != "track" else None,
            speakers=tuple(Person(person.ref) for person in people),
            topics=(),
            media=(),
        )

    def _make_facts(self, spot: SessionKey) -> Facts:
        session = self.session(spot)
        parent = self.find_session(session.parent) if session.parent else None
        return Facts(
            self.ref(spot),
            self.dates.get(spot.docname),
            session.start,
            session.end,
            session.when,
            session.room,
            self._named_ref("track", session.track) if session.track else None,
            session.kind,
            tuple(self._person(speaker) for speaker in session.speakers),
            tuple(self._named_ref("topic", topic) for topic in session.topics),
            session.media,
            self.ref(parent) if parent else None,
        )

    @cached_property
    def indexes(self) -> dict[str, list[tuple[str, View]]]:
        """The indexes of topics, speakers and tracks, each with its page."""
        return all_indexes(self.pages)

    @cached_property
    def homes(self) -> dict[tuple[str, str], tuple[str, View]]:
        """Where the entry of each topic, speaker and track is: in the first index to show it."""
        homes: dict[tuple[str, str], tuple[str, View]] = {}
        for role, indexes in self.indexes.items():
            for docname, view in indexes:
                for key in self.keys_in(role, view):
                    homes.setdefault((role, key), (docname, view))
        return homes

    def homeless(self, role: str) -> list[str]:
        """Return the labels of what no index shows, though there are indexes."""
        keys = self.keys(role) if self.indexes[role] else ()
        return [self.label(role, key) for key in keys if (role, key) not in self.homes]

    def keys(self, role: str) -> list[str]:
        """Return the ids of all topics, speakers or tracks, declared or not."""
        return list(dict.fromkeys([*self._vocabulary(role).entries, *self._named[role]]))

    def keys_in(self, role: str, view: View) -> list[str]:
        """Return the ids in an index, or in the part of it that the options of *view* name."""
        options = dict(view.options)
        keys = self.keys(role)
        if "letters" in options:
            keys = in_letters(keys, options["letters"])
        if "under" in options:
            below = branch(self.children, self.key(role, options["under"]))
            keys = [key for key in keys if key in below]
        return keys

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """The ids of the topics that are directly part of each topic."""
        return children_of(self.topics.entries)

    def label(self, role: str, key: str) -> str:
        """Return the name of the topic, speaker or track with the id *key*."""
        entry = self._vocabulary(role).entries.get(key)
        return entry.label.say(self.language) if entry else self._spellings[role][key]

    def _named_ref(self, role: str, text: str) -> Ref:
        """Return the link to the topic, speaker or track that *text* names."""
        if (role, text) not in self._refs:
            entry = self._vocabulary(role).find(text)
            label = entry.label.say(self.language) if entry else text
            self._refs[role, text] = self._home_ref(
                role, entry.id if entry else stable_id(text), label
            )
        return self._refs[role, text]

    def _home_ref(self, role: str, key: str, label: str) -> Ref:
        docname, _ = self.homes.get((role, key), ("", None))
        return Ref(label, docname, f"{role}-{key}" if docname else "")

    def _person(self, speaker: Speaker) -> Person:
        entry = self.people.find(speaker.name)
        affiliation = speaker.affiliation or (entry.affiliation if entry else "")
        return Person(self._named_ref("speaker", speaker.name), affiliation, speaker.role)

    @cached_property
    def _found(self) -> tuple[dict[str, dict[str, list[SessionKey]]], dict[str, dict[str, str]]]:
        """The sessions of every topic, speaker and track, and the id of each by what is written."""
        roles = ("topic", "speaker", "track")
        named: dict[str, dict[str, list[SessionKey]]] = {role: {} for role in roles}
        keys: dict[str, dict[str, str]] = {role: {} for role in roles}
        for spot in self.spots:
            session = self.session(spot)
            speakers = [speaker.name for speaker in session.speakers]
            track = [session.track] if session.track else []
            for role, texts in (("topic", session.topics), ("speaker", speakers), ("track", track)):
                known, lists = keys[role], named[role]
                for text in texts:
                    key = known.get(text)
                    if key is None:
                        key = known[text] = self.key(role, text)
                    spots = lists.setdefault(key, [])
                    if not spots or spots[-1] != spot:
                        spots.append(spot)
        return named, keys

    @property
    def _named(self) -> dict[str, dict[str, list[SessionKey]]]:
        """The sessions of every topic, speaker and track that any session names."""
        return self._found[0]

    def written(self, role: str) -> list[str]:
        """Return all that sessions write for topics, speakers or tracks, first use first."""
        return list(self._found[1][role])

    @cached_property
    def _spellings(self) -> dict[str, dict[str, str]]:
        """How each key was written where it is not declared, first use first."""
        spellings: dict[str, dict[str, str]] = {}
        for role, keys in self._found[1].items():
            first = spellings[role] = {}
            for text, key in keys.items():
                first.setdefault(key, text)
        return spellings

    def _vocabulary(self, role: str) -> Vocabulary:
        return {"topic": self.topics, "speaker": self.people, "track": self.tracks}[role]

    def key(self, role: str, text: str) -> str:
        """Return the id of what *text* names: declared, or made of the text."""
        entry = self._vocabulary(role).find(text)
        return entry.id if entry else stable_id(text)

    def find(self, role: str, target: str) -> Ref | None:
        """Return what the link ``{role}`target``` leads to; None where there is no such thing."""
        if role in ("session", "talk"):
            spot = self.find_session(target)
            return self.ref(spot) if spot else None
        if self._vocabulary(role).find(target):
            return self._named_ref(role, target)
        # Something undeclared exists once a session names it.
        spelling = self._spellings[role].get(stable_id(target))
        return self._named_ref(role, spelling) if spelling else None

    def nearest_names(self, role: str, target: str) -> list[str]:
        """Return the names that look most like *target*, best first."""
        if role in ("session", "talk"):
            return nearest(target, self._by_id)
        known = [
            name for entry in self._vocabulary(role).entries.values() for name in entry.names()
        ]
        return nearest(target, [*known, *self._spellings[role].values()])
