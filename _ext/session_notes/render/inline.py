"""The pieces that every page is made of: links, paragraphs, lines of facts, lists of sessions.

How a link is made is passed in, for only a builder knows addresses. Whatever is made here is
in the language of the site already and is marked as not to be translated.
"""

from __future__ import annotations

import json
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, TypeVar

from docutils import nodes

from session_notes.catalog.facets import FACETS
from session_notes.model.names import fold
from session_notes.model.urls import is_address
from session_notes.render.nodes import session_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from session_notes.catalog.catalog import Facts, Person, Ref
    from session_notes.catalog.facets import Facets
    from session_notes.locale.labels import Labels
    from session_notes.model.vocabulary import Words

    #: Makes of a place in the book and some nodes a link, or leaves the nodes as they are.
    Linker = Callable[[Ref, nodes.Node], nodes.Node]
    #: Words, or a place in the book with its own.
    Piece = nodes.Text | Ref
    Part = TypeVar("Part")


class Pieces:
    """Makes nodes for one document.

    *link* makes links; *labels* are our own words in the language of the site; *kinds* are the
    project's own kinds of session, with their labels; *later* says that long lists may be made when
    the document is written.
    """

    def __init__(
        self, link: Linker, labels: Labels, kinds: dict[str, Words], *, later: bool = False
    ) -> None:
        self.link_to = link
        self.labels = labels
        self.kinds = kinds
        self.later = later

    def link(self, ref: Ref, *classes: str) -> nodes.Node:
        """Return the words of *ref*, linked to their place if they have one.

        They are of *classes*, or the link is; for the many links of a page one element is enough.
        """
        linked = self.link_to(ref, nodes.Text(ref.text))
        if isinstance(linked, nodes.Element):
            linked["classes"] += classes
            return linked
        return nodes.inline("", ref.text, classes=list(classes)) if classes else linked

    def address(self, url: str, text: str = "") -> nodes.Node:
        """Return a link to *url*; mere text where it is no address."""
        if not is_address(url):
            return nodes.Text(text or url)
        return nodes.reference("", text or url, refuri=url, internal=False)

    @staticmethod
    def paragraph(*children: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
        """Return a paragraph that no catalogue of messages takes up."""
        made = nodes.paragraph("", "", translatable=False, classes=list(classes))
        text = ""
        # Of what many rows hold, one node for words that stand together is enough.
        for child in children:
            if isinstance(child, str | nodes.Text):
                text += child
                continue
            if text:
                made += nodes.Text(text)
                text = ""
            made += child
        if text:
            made += nodes.Text(text)
        return made

    def linked(self, pieces: Iterable[Piece], *classes: str) -> list[nodes.Node]:
        """Return *pieces* with links of *classes* for places."""
        return [
            piece if isinstance(piece, nodes.Text) else self.link(piece, *classes)
            for piece in pieces
        ]

    @staticmethod
    def words(pieces: Iterable[Piece]) -> Iterator[str]:
        """Yield the words of *pieces*, those of places too."""
        return (piece if isinstance(piece, nodes.Text) else piece.text for piece in pieces)

    @staticmethod
    def joined(
        pieces: Iterable[Sequence[Part | nodes.Text]], separator: str
    ) -> list[Part | nodes.Text]:
        """Return *pieces* in a row, with *separator* between them; no line begins with it."""
        if separator.startswith(" "):
            separator = f"\N{NO-BREAK SPACE}{separator[1:]}"
        row: list[Part | nodes.Text] = []
        for piece in pieces:
            if row:
                row.append(nodes.Text(separator))
            row.extend(piece)
        return row

    @staticmethod
    def fill(pattern: str, **pieces: Sequence[Part | nodes.Text]) -> list[Part | nodes.Text]:
        """Return *pattern* with *pieces* in the places of their names, in whatever order it has."""
        row: list[Part | nodes.Text] = []
        for text, name, _, _ in Formatter().parse(pattern):
            if text:
                row.append(nodes.Text(text))
            row.extend(pieces[name] if name else ())
        return row

    @staticmethod
    def label(text: str) -> nodes.rubric:
        """Return a heading that is in no table of contents."""
        return nodes.rubric("", text, translatable=False, classes=["session-label"])

    def kind(self, kind: str) -> str:
        """Return the label of a kind of session; one that is not known is shown as it is."""
        return self.labels.kind(kind, self.kinds)

    # -- sessions ---------------------------------------------------------------------------

    def facts_line(self, facts: Facts, *, day: bool = True) -> list[nodes.Node]:
        """Return day, time, room, track and kind, as far as they are known, in one line."""
        pieces = [
            [nodes.inline("", "", *self.linked([piece]), classes=[f"session-{name}"])]
            for name, piece in self.facts(facts, day=day)
        ]
        return [*self.joined(pieces, self.labels.between_facts)]

    def facts(self, facts: Facts, *, day: bool) -> Iterator[tuple[str, Piece]]:
        """Yield day, time, room, track and kind, as far as they are known, each with its name."""
        if day and facts.day:
            yield "day", nodes.Text(self.labels.day(facts.day))
        span = self.labels.span(facts.start, facts.end) if facts.start else ""
        if facts.when or span:
            yield "time", nodes.Text(facts.when or span)
        if facts.room:
            yield "room", nodes.Text(self.labels.room(facts.room))
        if facts.track:
            yield "track", facts.track
        kind = self.kind(facts.kind) if facts.kind else ""
        # A track of keynotes holds keynotes: once is enough.
        if kind and not (facts.track and fold(facts.track.text) == fold(kind)):
            yield "kind", nodes.Text(kind)

    def person(self, person: Person) -> list[Piece]:
        """Return a speaker with affiliation and role."""
        labels = self.labels
        patterns = {
            (True, True): labels.person_of_as,
            (True, False): labels.person_of,
            (False, True): labels.person_as,
        }
        name: list[Piece] = [person.ref]
        return self.fill(
            patterns.get((bool(person.affiliation), bool(person.role)), "{name}"),
            name=name,
            affiliation=[nodes.Text(person.affiliation)],
            role=[nodes.Text(labels.role(person.role))],
        )

    def row(self, facts: Facts, *, day: bool) -> nodes.list_item:
        """Return a session in a list: its title, and a line of facts."""
        title, line = self._row(facts, day=day)
        marked = (
            self.link(piece, "session-title") if piece is facts.ref else self.linked([piece])[0]
            for piece in title
        )
        item = nodes.list_item("", self.paragraph(*marked))
        if line:
            item += self.paragraph(*self.linked(line), classes=["session-facts"])
        return item

    def title(self, facts: Facts) -> list[Piece]:
        """Return the title of a session; of a talk, with that of the session that it is part of."""
        title: list[Piece] = [facts.ref]
        session: list[Piece] = [facts.parent] if facts.parent else []
        return self.fill(self.labels.talk_in, talk=title, session=session) if session else title

    def _row(self, facts: Facts, *, day: bool) -> tuple[list[Piece], list[Piece]]:
        """Return what a list says of a session: mere text and links, for lists are long."""
        labels = self.labels
        known: list[list[Piece]] = [[piece] for _, piece in self.facts(facts, day=day)]
        names: list[list[Piece]] = [[person.ref] for person in facts.speakers]
        line = [*known, self.joined(names, labels.between_names)]
        return self.title(facts), self.joined(filter(None, line), labels.between_facts)

    def rows(self, sessions: Sequence[Facts], *, day: bool) -> nodes.Node:
        """Return a list of sessions, or, where it can be made *later*, what stands for it."""

        def make() -> list[nodes.Node]:
            rows = [self.row(facts, day=day) for facts in sessions]
            return [nodes.bullet_list("", *rows, bullet="-", classes=["session-list"])]

        def words() -> Iterator[Piece]:
            for facts in sessions:
                for line in self._row(facts, day=day):
                    yield from line

        (made,) = self.now_or_later(make, words)
        return made

    def now_or_later(
        self,
        make: Callable[[], list[nodes.Node]],
        words: Callable[[], Iterable[Piece]] = tuple,
    ) -> list[nodes.Node]:
        """Return what *make* makes, or, where it can be made *later*, its *words* in its place."""
        if not self.later:
            return make()
        said = "\n".join(self.words(words()))
        return [session_later("", *([nodes.Text(said)] if said else ()), make=make)]

    def sessions(self, sessions: Sequence[Facts]) -> list[nodes.Node]:
        """Return a list of sessions, by day where there are several."""
        if not sessions:
            return [self.paragraph(self.labels.no_sessions, classes=["session-empty"])]
        groups: dict[date | None, list[Facts]] = {}
        for facts in sessions:
            groups.setdefault(facts.day, []).append(facts)
        made: list[nodes.Node] = []
        for day, group in groups.items():
            if len(groups) > 1 or day:
                made.append(self.label(self.labels.day(day)))
            made.append(self.rows(group, day=False))
        return made

    def choices(self, choices: Facets) -> nodes.raw:
        """Return what a list can be filtered by, for the script that makes a form of it."""
        days, tracks, kinds, topics, speakers = choices.facets
        days = tuple((day, self.labels.short_day(date.fromisoformat(day))) for day, _ in days)
        named = ((kind, self.kind(kind)) for kind, _ in kinds)
        kinds = tuple(sorted(named, key=lambda one: one[1]))
        facets = dict(zip(FACETS, (days, tracks, kinds, topics, speakers), strict=True))
        places = [
            {value: place for place, (value, _) in enumerate(facet)} for facet in facets.values()
        ]
        rows = [
            [[at[value] for value in values] for at, values in zip(places, row, strict=True)]
            for row in choices.rows
        ]
        told = {
            "words": self.labels.filters,
            "facets": facets,
            "rows": [
                [*row, "; ".join(talks)] for row, talks in zip(rows, choices.talks, strict=True)
            ],
        }
        # No text of an author's may end the element.
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        script = f'<script type="application/json" class="session-choices">{text}</script>'
        return nodes.raw("", script, format="html")
