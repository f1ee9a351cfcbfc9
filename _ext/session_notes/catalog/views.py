"""What each page shows of the whole book: indexes, lists, tables, and who mentions whom.

A *view* is all that a directive or a session shows of others: nodes are made of it and of
nothing else, so a page is to be written again exactly when one of its views is another.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.catalog import Ref, SessionKey
from session_notes.catalog.facets import choices
from session_notes.catalog.index_entries import Items
from session_notes.model.names import collate, is_kana
from session_notes.model.records import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from session_notes.catalog.facets import Facets
    from session_notes.catalog.related import PrevNext
    from session_notes.model.records import Session, View


class Cell(NamedTuple):
    """A cell of a table: links, or a number with its link."""

    refs: tuple[Ref, ...]


class Table(NamedTuple):
    """Days by tracks, or topics by days."""

    days: tuple[date | None, ...]
    rows: tuple[tuple[Ref, tuple[Cell, ...]], ...]


class Book(Items):
    """The catalog, and all that pages show of it."""

    def select(self, options: Mapping[str, str]) -> list[SessionKey]:
        """Return the sessions that fit the options of a ``session-list``, talks left out.

        A talk answers for its session where it is the talk that fits.
        """
        chosen: dict[SessionKey, None] = {}
        for spot in self.spots:
            session = self.session(spot)
            if not self._fits(spot, session, options):
                continue
            parent = self.find_session(session.parent) if session.parent else None
            if parent and not {"topic", "speaker", "kind"} & options.keys():
                continue
            chosen[spot] = None
        return list(chosen)

    def _fits(self, spot: SessionKey, session: Session, options: Mapping[str, str]) -> bool:
        day = self.dates.get(spot.docname)
        topics = {self.key("topic", topic) for topic in session.topics}
        speakers = {self.key("speaker", speaker.name) for speaker in session.speakers}
        for option, value in options.items():
            match option:
                case "filter":
                    fits = True
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

    def days(self, spots: Iterable[SessionKey]) -> tuple[date | None, ...]:
        """Return the days on which the sessions at *spots* were, in order; None comes last."""
        found = {self.dates.get(spot.docname) for spot in spots}
        return tuple(sorted(found, key=lambda day: day or date.max))

    def session_table(self) -> Table:
        """Return which sessions each track had on each day; a row a track."""
        spots = [spot for spot in self.spots if not self.session(spot).parent]
        days = self.days(spots)
        rows = []
        for item in (*self.keyed("track").values(), None):
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
        """Return how many sessions each topic had on each day; a row a topic.

        A session counts once, however many of its talks have the topic.
        """
        days = self.days(self.spots)
        rows = []
        for key, item in self.keyed("topic").items():
            cells: dict[date | None, list[Ref]] = {day: [] for day in days}
            for spot in self.sessions_on(key):
                cells[self.dates.get(spot.docname)].append(self.ref(spot))
            if item.number:
                rows.append((item.ref, tuple(Cell(tuple(cell)) for cell in cells.values())))
        return Table(days, tuple(rows))

    def translations(self) -> tuple[tuple[Ref, int, int], ...]:
        """Return of each page how many of its messages are translated, and how many there are.

        Nothing where no page has any: the edition is the one that is translated from.
        """
        rows = []
        for docname, title in self.titles.items():
            done, total = self.pages.get(docname, Page()).progress
            rows.append((Ref(title, docname), done, total))
        return tuple(rows) if any(done for _, done, _ in rows) else ()

    def index_entries(self, spot: SessionKey) -> list[tuple[str, str, str, str, str | None]]:
        """Return the entries of a session in the general index, in the form of Sphinx."""
        session, facts = self.session(spot), self.facts(spot)
        heads = [("topic", ref.text) for ref in facts.topics]
        heads += [("speaker", one.ref.text) for one in facts.speakers]
        title = _index_text(session.title)
        entries: list[tuple[str, str | None]] = [(title, None)]
        for role, head in heads:
            first = collate(self.reading(role, head))[0][:1]
            letter = first if is_kana(first) else None
            entries.append((f"{_index_text(head)}; {title}", letter))
        return [("single", text, session.anchor, "", letter) for text, letter in entries]

    @cached_property
    def objects(self) -> list[tuple[str, str, Ref]]:
        """Role, name and place of everything that other projects may link to."""
        found = []
        for spot in self.spots:
            session = self.session(spot)
            if self.find_session(session.id) == spot:
                found.append(("talk" if session.parent else "session", session.id, self.ref(spot)))
        for role in ("topic", "speaker", "track"):
            for key in sorted(self.keys(role)):
                ref = self._home_ref(role, key, self.label(role, key))
                if ref.docname:
                    found.append((role, key, ref))
        return found

    def topic_list(self, limit: int = 0) -> tuple[tuple[Ref, int], ...]:
        """Return the topics that have sessions, with their number, most first; at most *limit*."""
        items = self.keyed("topic").items()
        counts = [(item.ref, len(self.sessions_on(key))) for key, item in items if item.number]
        counts.sort(key=lambda one: -one[1])
        return tuple(counts[: limit or None])

    # -- what a page shows ------------------------------------------------------------------

    def view(self, docname: str, view: View) -> object:
        """Return all that the directive *view* shows on the page *docname*."""
        options = dict(view.options)
        if view.name.endswith("-index"):
            return self.index(view.name.removesuffix("-index"), docname, view)
        makers: dict[str, Callable[[], object]] = {
            "session-list": lambda: tuple(map(self.listed, self.select(options))),
            "session-table": self.session_table,
            "session-files": lambda: tuple(filter(None, self.days(self.spots))),
            "topic-table": self.topic_table,
            "topic-list": lambda: self.topic_list(int(options.get("limit", 0))),
            "translation-table": self.translations,
        }
        return makers[view.name]()

    def told(self, docname: str, view: View) -> object:
        """Return what tells the :meth:`view` of a directive from another."""
        if view.name.endswith("-index"):
            return self.entries_told(view.name.removesuffix("-index"), docname, view)
        return self.view(docname, view)

    def choices(self, view: View) -> Facets | None:
        """Return what readers of a site can filter a list by; None where they cannot."""
        options = dict(view.options)
        return choices(self, self.select(options)) if "filter" in options else None

    def around(self, spot: SessionKey) -> tuple[PrevNext, PrevNext]:
        """Return the neighbours of a session in its day and in its track."""
        return self.neighbours(spot, "day"), self.neighbours(spot, "track")

    def shown_on(self, docname: str, *, site: bool = True) -> tuple[object, ...]:
        """Return all that the page *docname* shows of vocabularies and of sessions.

        Only the pages of a *site* show the neighbours of a session, and filter lists.
        """
        page = self.pages[docname]
        spots = [SessionKey(docname, number) for number in range(len(page.sessions))]
        return (
            tuple((self.facts(spot), self.mentions(spot), self.related(spot)) for spot in spots),
            tuple(self.around(spot) for spot in spots if site),
            tuple(
                self.find("session" if link.role == "any" else link.role, link.target)
                for link in page.links
            ),
            tuple(self.told(docname, view) for view in page.views),
            tuple(self.choices(view) for view in page.views if site),
        )


def _index_text(text: str) -> str:
    """Return *text* without what separates the parts of an index entry."""
    return text.replace(";", ",").strip() or "-"
