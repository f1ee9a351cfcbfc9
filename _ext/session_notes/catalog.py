"""Questions over all the sessions of a project: order, names, what each page shows of others.

Everything here is a function of the pages' records and the vocabularies; there is no state
that an edit could leave behind. A *view* is the whole of what a directive or a link shows:
nodes are made of the view and of nothing else, so a page is to be written again exactly when
one of its views is another.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from session_notes.names import fold, nearest, stable_id
from session_notes.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import time

    from session_notes.model import Link, Page, Session, Speaker, View
    from session_notes.vocabulary import Entry


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
    room: str
    track: Ref | None
    kind: str
    speakers: tuple[Person, ...]
    topics: tuple[Ref, ...]
    media: tuple[tuple[str, str], ...]
    #: The session that a talk belongs to.
    parent: Ref | None = None


class Mention(NamedTuple):
    """A session that links to another, with the sentences in which it does."""

    ref: Ref
    contexts: tuple[tuple[Ref, ...], ...]


class Item(NamedTuple):
    """An entry of an index: a topic, a speaker or a track, with its sessions."""

    ref: Ref
    description: str
    #: For a topic or a speaker: other names; for a speaker also the affiliation.
    aliases: tuple[str, ...]
    affiliation: str
    parent: Ref | None
    children: tuple[Ref, ...]
    links: tuple[str, ...]
    sessions: tuple[Facts, ...]


class Cell(NamedTuple):
    """A cell of a table: links, or a number with its link."""

    refs: tuple[Ref, ...]


class Table(NamedTuple):
    """Days by tracks, or topics by days."""

    days: tuple[date | None, ...]
    rows: tuple[tuple[Ref, tuple[Cell, ...]], ...]


class Spot(NamedTuple):
    """Where a session stands among the pages' records."""

    docname: str
    number: int


class Catalog:
    """The sessions of all pages in the order of the book, and the vocabularies they use.

    *pages* are keyed by document; *order* is the order of the documents in the book, those
    that it does not name come last; *dates* are the dates of the pages that have one.
    """

    def __init__(
        self,
        pages: Mapping[str, Page],
        *,
        order: Sequence[str] = (),
        dates: Mapping[str, date] | None = None,
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
        self.docnames = sorted(pages, key=lambda name: (place.get(name, len(place)), name))
        self.pages = {docname: pages[docname] for docname in self.docnames}

    # -- sessions ---------------------------------------------------------------------------

    @cached_property
    def spots(self) -> list[Spot]:
        """All sessions and talks: by day, then as they stand in the book."""
        spots = [
            Spot(docname, number)
            for docname, page in self.pages.items()
            for number in range(len(page.sessions))
        ]
        return sorted(spots, key=lambda spot: self.dates.get(spot.docname, date.max))

    def session(self, spot: Spot) -> Session:
        """Return the record that stands at *spot*."""
        return self.pages[spot.docname].sessions[spot.number]

    @cached_property
    def _by_id(self) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = defaultdict(list)
        for docname, page in self.pages.items():
            for number, session in enumerate(page.sessions):
                found[session.id].append(Spot(docname, number))
        return dict(found)

    def find_session(self, session_id: str) -> Spot | None:
        """Return where the session or talk *session_id* stands; of twins, the first."""
        spots = self._by_id.get(session_id) or self._by_id.get(fold(session_id))
        return spots[0] if spots else None

    @cached_property
    def duplicates(self) -> list[list[Spot]]:
        """The sessions and talks that share an id."""
        return [spots for spots in self._by_id.values() if len(spots) > 1]

    def nearest_ids(self, session_id: str) -> list[str]:
        """Return the ids that look most like *session_id*, best first."""
        return nearest(session_id, self._by_id)

    def ref(self, spot: Spot) -> Ref:
        """Return the link to a session, with its title."""
        session = self.session(spot)
        return Ref(session.title, spot.docname, session.anchor)

    @cached_property
    def _facts(self) -> dict[Spot, Facts]:
        return {}

    def facts(self, spot: Spot) -> Facts:
        """Return what stands above the notes of a session."""
        if spot not in self._facts:
            self._facts[spot] = self._make_facts(spot)
        return self._facts[spot]

    def _make_facts(self, spot: Spot) -> Facts:
        session = self.session(spot)
        parent = self.find_session(session.parent) if session.parent else None
        return Facts(
            self.ref(spot),
            self.dates.get(spot.docname),
            session.start,
            session.end,
            session.room,
            self._track_ref(session.track) if session.track else None,
            session.kind,
            tuple(self._person(speaker) for speaker in session.speakers),
            tuple(self._topic_ref(topic) for topic in session.topics),
            session.media,
            self.ref(parent) if parent else None,
        )

    # -- topics, tracks and people ----------------------------------------------------------

    @cached_property
    def homes(self) -> dict[str, str]:
        """The page on which each index stands: the first that has the directive."""
        homes: dict[str, str] = {}
        for docname, page in self.pages.items():
            for view in page.views:
                homes.setdefault(view.name, docname)
        return homes

    def _entry_ref(self, vocabulary: Vocabulary, text: str, view: str, prefix: str) -> Ref:
        entry = vocabulary.find(text)
        label = entry.label.say(self.language) if entry else text
        home = self.homes.get(view, "")
        anchor = f"{prefix}-{entry.id if entry else stable_id(text)}"
        return Ref(label, home, anchor if home else "")

    def _topic_ref(self, text: str) -> Ref:
        return self._entry_ref(self.topics, text, "topic-index", "topic")

    def _track_ref(self, text: str) -> Ref:
        return self._entry_ref(self.tracks, text, "track-index", "track")

    def _speaker_ref(self, text: str) -> Ref:
        return self._entry_ref(self.people, text, "speaker-index", "speaker")

    def _person(self, speaker: Speaker) -> Person:
        entry = self.people.find(speaker.name)
        affiliation = speaker.affiliation or (entry.affiliation if entry else "")
        return Person(self._speaker_ref(speaker.name), affiliation, speaker.role)

    @cached_property
    def _named(self) -> dict[str, dict[str, list[Spot]]]:
        """The sessions of every topic, speaker and track that any session names."""
        named: dict[str, dict[str, list[Spot]]] = {"topic": {}, "speaker": {}, "track": {}}
        for spot in self.spots:
            session = self.session(spot)
            uses = {
                "topic": session.topics,
                "speaker": [speaker.name for speaker in session.speakers],
                "track": [session.track] if session.track else [],
            }
            for role, texts in uses.items():
                for key in dict.fromkeys(self._key(role, text) for text in texts):
                    named[role].setdefault(key, []).append(spot)
        return named

    def _vocabulary(self, role: str) -> Vocabulary:
        return {"topic": self.topics, "speaker": self.people, "track": self.tracks}[role]

    def _key(self, role: str, text: str) -> str:
        """Return the id of what *text* names: declared, or made of the text."""
        entry = self._vocabulary(role).find(text)
        return entry.id if entry else stable_id(text)

    @cached_property
    def _spellings(self) -> dict[str, dict[str, str]]:
        """How each key was written where it is not declared, first use first."""
        spellings: dict[str, dict[str, str]] = {"topic": {}, "speaker": {}, "track": {}}
        for spot in self.spots:
            session = self.session(spot)
            for topic in session.topics:
                spellings["topic"].setdefault(self._key("topic", topic), topic)
            for speaker in session.speakers:
                key = self._key("speaker", speaker.name)
                spellings["speaker"].setdefault(key, speaker.name)
            if session.track:
                spellings["track"].setdefault(self._key("track", session.track), session.track)
        return spellings

    def find(self, role: str, target: str) -> Ref | None:
        """Return what the link ``{role}`target``` leads to; None where there is no such thing."""
        if role in ("session", "talk"):
            spot = self.find_session(target)
            return self.ref(spot) if spot else None
        ref = {
            "topic": self._topic_ref,
            "track": self._track_ref,
            "speaker": self._speaker_ref,
        }[role]
        if self._vocabulary(role).find(target):
            return ref(target)
        # Something undeclared exists once a session names it.
        spelling = self._spellings[role].get(stable_id(target))
        return ref(spelling) if spelling else None

    def nearest_names(self, role: str, target: str) -> list[str]:
        """Return the names that look most like *target*, best first."""
        if role in ("session", "talk"):
            return self.nearest_ids(target)
        known = [
            name for entry in self._vocabulary(role).entries.values() for name in entry.names()
        ]
        return nearest(target, [*known, *self._spellings[role].values()])

    def objects(self) -> Iterable[tuple[str, str, Ref]]:
        """Yield role, name and place of everything that other projects may link to."""
        for spot in self.spots:
            session = self.session(spot)
            if self.find_session(session.id) == spot:
                yield ("talk" if session.parent else "session"), session.id, self.ref(spot)
        for role in ("topic", "speaker", "track"):
            for key in sorted({*self._vocabulary(role).entries, *self._spellings[role]}):
                ref = self.find(role, self._spellings[role].get(key, key))
                if ref is not None and ref.docname:
                    yield role, key, ref

    # -- views ------------------------------------------------------------------------------

    def _sort_key(self, entry: Entry | None, label: str) -> tuple[str, str]:
        return (fold(entry.reading if entry and entry.reading else label), label)

    def items(self, role: str) -> tuple[Item, ...]:
        """Return the entries of the index of topics, speakers or tracks, sorted by label.

        Tracks keep the order of their vocabulary.
        """
        vocabulary = self._vocabulary(role)
        used = self._named[role]
        keys = list(dict.fromkeys([*vocabulary.entries, *used]))
        children: dict[str, list[str]] = defaultdict(list)
        for declared in vocabulary.entries.values():
            if declared.parent in vocabulary.entries:
                children[declared.parent].append(declared.id)
        items: list[tuple[tuple[str, str], Item]] = []
        for key in keys:
            entry = vocabulary.entries.get(key)
            ref = self.find(role, key if entry else self._spellings[role][key])
            if ref is None:
                continue
            parent = entry.parent if entry and entry.parent in vocabulary.entries else ""
            item = Item(
                ref,
                entry.description.say(self.language) if entry else "",
                self._other_names(entry, ref.text) if entry else (),
                entry.affiliation if entry else "",
                self.find(role, parent) if parent else None,
                tuple(child for name in children[key] if (child := self.find(role, name))),
                entry.links if entry else (),
                tuple(self.facts(spot) for spot in used.get(key, ())),
            )
            items.append((self._sort_key(entry, ref.text), item))
        if role != "track":
            items.sort(key=lambda pair: pair[0])
        return tuple(item for _, item in items)

    def _other_names(self, entry: Entry, label: str) -> tuple[str, ...]:
        seen = {fold(label)}
        others = []
        for alias in entry.aliases:
            if fold(alias) not in seen:
                seen.add(fold(alias))
                others.append(alias)
        return tuple(others)

    def select(self, options: Mapping[str, str]) -> list[Spot]:
        """Return the sessions that fit the options of a ``session-list``, talks left out.

        A talk answers for its session where it is the talk that fits.
        """
        chosen: dict[Spot, None] = {}
        for spot in self.spots:
            session = self.session(spot)
            if not self._fits(spot, session, options):
                continue
            parent = self.find_session(session.parent) if session.parent else None
            if parent and not {"topic", "speaker", "kind"} & options.keys():
                continue
            chosen[spot] = None
        return list(chosen)

    def _fits(self, spot: Spot, session: Session, options: Mapping[str, str]) -> bool:
        day = self.dates.get(spot.docname)
        topics = {self._key("topic", topic) for topic in session.topics}
        speakers = {self._key("speaker", speaker.name) for speaker in session.speakers}
        for option, value in options.items():
            match option:
                case "day":
                    fits = day is not None and day.isoformat() == value
                case "track":
                    track = session.track
                    fits = bool(track) and self._key("track", track) == self._key("track", value)
                case "topic":
                    fits = self._key("topic", value) in topics
                case "speaker":
                    fits = self._key("speaker", value) in speakers
                case _:
                    fits = session.kind == value
            if not fits:
                return False
        return True

    def days(self, spots: Iterable[Spot]) -> tuple[date | None, ...]:
        """Return the days on which the sessions at *spots* were, in order; None comes last."""
        found = {self.dates.get(spot.docname) for spot in spots}
        return tuple(sorted(found, key=lambda day: day or date.max))

    def session_table(self) -> Table:
        """Return which sessions each track had on each day; a row a track."""
        spots = [spot for spot in self.spots if not self.session(spot).parent]
        days = self.days(spots)
        rows = []
        for item in (*self.items("track"), None):
            cells: list[list[Ref]] = [[] for _ in days]
            for spot in spots:
                track = self.facts(spot).track
                if (item is None and track is None) or (
                    item is not None and track is not None and track == item.ref
                ):
                    cells[days.index(self.dates.get(spot.docname))].append(self.ref(spot))
            if any(cells):
                ref = item.ref if item else Ref("")
                rows.append((ref, tuple(Cell(tuple(cell)) for cell in cells)))
        return Table(days, tuple(rows))

    def topic_table(self) -> Table:
        """Return how many sessions and talks each topic had on each day; a row a topic."""
        days = self.days(self.spots)
        rows = []
        for item in self.items("topic"):
            counts = tuple(
                Cell(tuple(facts.ref for facts in item.sessions if facts.day == day))
                for day in days
            )
            if item.sessions:
                rows.append((item.ref, counts))
        return Table(days, tuple(rows))

    # -- mentions ---------------------------------------------------------------------------

    @cached_property
    def _mentions(self) -> dict[Spot, dict[Spot, list[Link]]]:
        """For each session, the sessions that link to it, in the order of the book."""
        found: dict[Spot, dict[Spot, list[Link]]] = {}
        for holder in self.spots:
            for link in self._links_from.get(holder, ()):
                target = self.find_session(link.target)
                if target is not None and target != holder:
                    found.setdefault(target, {}).setdefault(holder, []).append(link)
        return found

    @cached_property
    def _links_from(self) -> dict[Spot, list[Link]]:
        links: dict[Spot, list[Link]] = defaultdict(list)
        for docname, page in self.pages.items():
            for link in page.links:
                if link.holder >= 0 and link.role in ("session", "talk", "any"):
                    links[Spot(docname, link.holder)].append(link)
        return dict(links)

    def mentions(self, spot: Spot) -> tuple[Mention, ...]:
        """Return the sessions that link to the one at *spot*, each with its sentences."""
        return tuple(
            Mention(
                self.ref(holder),
                tuple(dict.fromkeys(self._resolve_context(link) for link in links)),
            )
            for holder, links in self._mentions.get(spot, {}).items()
        )

    def _resolve_context(self, link: Link) -> tuple[Ref, ...]:
        """Return a sentence with the titles of what it links to filled in."""
        pieces = []
        for piece in link.context:
            ref = None
            if piece.target:
                role = "session" if piece.role == "any" else piece.role
                ref = self.find(role, piece.target)
            if ref is None:
                pieces.append(Ref(piece.text or piece.target))
            else:
                pieces.append(ref._replace(text=piece.text or ref.text))
        return tuple(pieces)

    def index_entries(self, spot: Spot) -> list[tuple[str, str, str, str, str | None]]:
        """Return the entries of a session in the general index, in the form of Sphinx."""
        session, facts = self.session(spot), self.facts(spot)
        heads = [ref.text for ref in facts.topics] + [one.ref.text for one in facts.speakers]
        title = _index_text(session.title)
        texts = [title, *(f"{_index_text(head)}; {title}" for head in heads)]
        return [("single", text, session.anchor, "", None) for text in texts]

    # -- what a page shows ------------------------------------------------------------------

    def view(self, view: View) -> object:
        """Return all that the directive *view* shows."""
        options = dict(view.options)
        match view.name:
            case "topic-index":
                return self.items("topic")
            case "speaker-index":
                return self.items("speaker")
            case "track-index":
                return self.items("track")
            case "session-table":
                return self.session_table()
            case "topic-table":
                return self.topic_table()
        return tuple(self.facts(spot) for spot in self.select(options))

    def shown_on(self, docname: str) -> tuple[object, ...]:
        """Return all that the page *docname* shows of vocabularies and of sessions."""
        page = self.pages[docname]
        spots = [Spot(docname, number) for number in range(len(page.sessions))]
        return (
            tuple((self.facts(spot), self.mentions(spot)) for spot in spots),
            tuple(
                self.find("session" if link.role == "any" else link.role, link.target)
                for link in page.links
            ),
            tuple((self.view(view), self.homes.get(view.name) == docname) for view in page.views),
        )


def _index_text(text: str) -> str:
    """Return *text* without what separates the parts of an index entry."""
    return text.replace(";", ",").strip() or "-"
