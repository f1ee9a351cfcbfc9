"""What each page shows of the whole book: indexes, lists, tables, and who mentions whom.

A *view* is all that a directive or a session shows of others: nodes are made of it and of
nothing else, so a page is to be written again exactly when one of its views is another.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog import Catalog, Ref, Spot
from session_notes.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from session_notes.catalog import Facts
    from session_notes.model import Link, Session, View
    from session_notes.vocabulary import Entry


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


class Book(Catalog):
    """The catalog, and all that pages show of it."""

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
                # Below a speaker the speakers of each session would only repeat the heading.
                tuple(self.listed(spot, people=role != "speaker") for spot in used.get(key, ())),
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
        topics = {self.key("topic", topic) for topic in session.topics}
        speakers = {self.key("speaker", speaker.name) for speaker in session.speakers}
        for option, value in options.items():
            match option:
                case "day":
                    fits = day is not None and day.isoformat() == value
                case "track":
                    track = session.track
                    fits = bool(track) and self.key("track", track) == self.key("track", value)
                case "topic":
                    fits = self.key("topic", value) in topics
                case "speaker":
                    fits = self.key("speaker", value) in speakers
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
            # By its key, for an undeclared track may be written in several ways.
            key = self.key("track", item.ref.text) if item else ""
            cells: list[list[Ref]] = [[] for _ in days]
            for spot in spots:
                track = self.session(spot).track
                if (self.key("track", track) if track else "") == key:
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
        return tuple(self.listed(spot) for spot in self.select(options))

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
