"""Pure makers of nodes from views: the same nodes for every builder.

How a link is made is passed in, for only a builder knows addresses. Whatever is made here is
in the language of the site already and is marked as not to be translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from session_notes import labels
from session_notes.model import is_address
from session_notes.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from session_notes.catalog import Facts, Person, Ref
    from session_notes.views import Item, Mention, Table
    from session_notes.vocabulary import Words

    #: Makes of a place in the book and some nodes a link, or leaves the nodes as they are.
    Linker = Callable[[Ref, nodes.Node], nodes.Node]


class Maker:
    """Makes nodes for one document.

    *link* makes links; *kinds* are the project's own kinds of session, with their labels.
    """

    def __init__(self, link: Linker, language: str, kinds: dict[str, Words]) -> None:
        self._link = link
        self.language = language
        self.kinds = kinds

    # -- pieces -----------------------------------------------------------------------------

    def link(self, ref: Ref, *classes: str) -> nodes.Node:
        """Return the words of *ref*, linked to their place if they have one."""
        text = (
            nodes.inline("", ref.text, classes=list(classes)) if classes else nodes.Text(ref.text)
        )
        return self._link(ref, text)

    def address(self, url: str, text: str = "") -> nodes.Node:
        """Return a link to *url*; mere text where it is no address."""
        if not is_address(url):
            return nodes.Text(text or url)
        return nodes.reference("", text or url, refuri=url, internal=False)

    @staticmethod
    def paragraph(*children: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
        """Return a paragraph that no catalogue of messages takes up."""
        made = nodes.paragraph("", "", translatable=False, classes=list(classes))
        made.extend(nodes.Text(c) if isinstance(c, str) else c for c in children)
        return made

    def joined(self, pieces: Iterable[Sequence[nodes.Node]], separator: str) -> list[nodes.Node]:
        """Return *pieces* in a row, with *separator* between them."""
        row: list[nodes.Node] = []
        for piece in pieces:
            if row:
                # A class, for where a style sets the pieces apart by itself.
                row.append(nodes.inline("", separator, classes=["session-separator"]))
            row.extend(piece)
        return row

    @staticmethod
    def label(text: str) -> nodes.rubric:
        """Return a heading that is in no table of contents."""
        return nodes.rubric("", text, translatable=False, classes=["session-label"])

    def kind(self, kind: str) -> str:
        """Return the label of a kind of session; one that is not known is shown as it is."""
        return labels.kind(kind, self.kinds, self.language)

    # -- a session --------------------------------------------------------------------------

    def facts_line(self, facts: Facts, *, day: bool = True) -> list[nodes.Node]:
        """Return day, time, room, track and kind, as far as they are known, in one line."""
        pieces: list[list[nodes.Node]] = []

        def add(name: str, node: nodes.Node) -> None:
            pieces.append([nodes.inline("", "", node, classes=[f"session-{name}"])])

        if day and facts.day:
            add("day", nodes.Text(labels.day(facts.day, self.language)))
        span = labels.span(facts.start, facts.end) if facts.start else ""
        if facts.when or span:
            add("time", nodes.Text(facts.when or span))
        if facts.room:
            add("room", nodes.Text(labels.room(facts.room)))
        if facts.track:
            add("track", self.link(facts.track))
        kind = self.kind(facts.kind) if facts.kind else ""
        # A track of keynotes holds keynotes: once is enough.
        if kind and not (facts.track and fold(facts.track.text) == fold(kind)):
            add("kind", nodes.Text(kind))
        return self.joined(pieces, " · ")

    def person(self, person: Person) -> list[nodes.Node]:
        """Return a speaker with affiliation and role."""
        row = [self.link(person.ref, "session-speaker")]
        if person.affiliation:
            row.append(nodes.Text(labels.in_parentheses(person.affiliation)))
        if person.role:
            row.append(nodes.Text(labels.comma() + labels.role(person.role)))
        return row

    def header(self, facts: Facts, attendance: Sequence[nodes.Node]) -> list[nodes.Node]:
        """Return what stands between a session's title and its notes."""
        made: list[nodes.Node] = []
        line = self.facts_line(facts, day=facts.parent is None)
        if line:
            made.append(self.paragraph(*line, classes=["session-facts"]))
        rows: list[tuple[str, str, list[nodes.Node]]] = []
        if facts.speakers:
            people = self.joined((self.person(person) for person in facts.speakers), "; ")
            rows.append(("speakers", labels.speakers(), [self.paragraph(*people)]))
        if facts.topics:
            chips = self.joined(
                ([self.link(topic, "session-topic")] for topic in facts.topics), labels.comma()
            )
            rows.append(("topics", labels.topics(), [self.paragraph(*chips)]))
        if attendance:
            rows.append(("attendance", labels.attendance(), list(attendance)))
        if rows:
            table = nodes.field_list("", classes=["session-fields"])
            for name, label, body in rows:
                field = nodes.field("", classes=[f"session-{name}"])
                field += nodes.field_name("", label, translatable=False)
                field += nodes.field_body("", *body)
                table += field
            made.append(table)
        return made

    def part(self, part: str, children: Sequence[nodes.Node]) -> nodes.container:
        """Return the impressions or the references of a session, under their label."""
        label = labels.impressions() if part == "impressions" else labels.references()
        made = nodes.container("", classes=["session-part", f"session-{part}"])
        made += self.label(label)
        made.extend(children)
        return made

    def reference_kind(self, kind: str) -> list[nodes.Node]:
        """Return what stands before a reference of some kind."""
        label = labels.reference_kind(kind)
        return [nodes.inline("", f"{label}:", classes=["reference-kind"]), nodes.Text(" ")]

    def media(self, facts: Facts) -> list[nodes.list_item]:
        """Return the references that a session's options give."""
        items = []
        for kind, url in facts.media:
            row = [*self.reference_kind(kind), self.address(url, _host(url))]
            items.append(nodes.list_item("", self.paragraph(*row), classes=[f"reference-{kind}"]))
        return items

    def mentions(self, mentions: Sequence[Mention]) -> nodes.container:
        """Return who links to a session, each with the sentences that do."""
        made = nodes.container("", classes=["session-part", "session-mentions"])
        made += self.label(labels.mentioned_in())
        items = nodes.bullet_list("", bullet="-")
        for mention in mentions:
            item = nodes.list_item("", self.paragraph(self.link(mention.ref)))
            for context in mention.contexts:
                text = "".join(piece.text for piece in context)
                item += self.paragraph(text, classes=["session-context"])
            items += item
        made += items
        return made

    # -- indexes, lists and tables ----------------------------------------------------------

    def row(self, facts: Facts, *, day: bool) -> nodes.list_item:
        """Return a session in a list: its title, and a line of facts."""
        title = [self.link(facts.ref, "session-title")]
        if facts.parent:
            title += [nodes.Text(f" {labels.talk_of()} "), self.link(facts.parent)]
        item = nodes.list_item("", self.paragraph(*title))
        pieces = [self.facts_line(facts, day=day)]
        if facts.speakers:
            names = ([self.link(person.ref)] for person in facts.speakers)
            pieces.append(self.joined(names, labels.comma()))
        line = self.joined([piece for piece in pieces if piece], " · ")
        if line:
            item += self.paragraph(*line, classes=["session-facts"])
        return item

    def sessions(self, sessions: Sequence[Facts]) -> list[nodes.Node]:
        """Return a list of sessions, by day where there are several."""
        if not sessions:
            return [self.paragraph(labels.no_sessions(), classes=["session-empty"])]
        groups: dict[date | None, list[Facts]] = {}
        for facts in sessions:
            groups.setdefault(facts.day, []).append(facts)
        made: list[nodes.Node] = []
        for day, group in groups.items():
            if len(groups) > 1 or day:
                made.append(self.label(labels.day(day, self.language)))
            rows = [self.row(facts, day=False) for facts in group]
            made.append(nodes.bullet_list("", *rows, bullet="-", classes=["session-list"]))
        return made

    def index(self, items: Sequence[Item], role: str, *, anchors: bool) -> list[nodes.Node]:
        """Return an index of topics, speakers or tracks as a list of definitions.

        With *anchors* it is the one that links to the entries lead to.
        """
        if not items:
            return [self.paragraph(labels.no_sessions(), classes=["session-empty"])]
        made = nodes.definition_list("", classes=["session-index", f"{role}-index"])
        for item in items:
            term = nodes.term("", item.ref.text, translatable=False)
            if anchors and item.ref.anchor:
                term["ids"] = [item.ref.anchor]
            body = nodes.definition("")
            body.extend(self._about(item))
            if item.sessions:
                rows = [self.row(facts, day=True) for facts in item.sessions]
                body += nodes.bullet_list("", *rows, bullet="-", classes=["session-list"])
            else:
                body += self.paragraph(labels.no_sessions(), classes=["session-empty"])
            made += nodes.definition_list_item("", term, body)
        return [made]

    def _about(self, item: Item) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        if item.affiliation:
            made.append(self.paragraph(item.affiliation))
        if item.description:
            made.append(self.paragraph(item.description))
        rows: list[list[nodes.Node]] = []
        if item.aliases:
            names = labels.comma().join(item.aliases)
            rows.append([nodes.Text(labels.also().format(names=names))])
        if item.parent:
            rows.append([nodes.Text(f"{labels.part_of()}: "), self.link(item.parent)])
        if item.children:
            links = self.joined(([self.link(child)] for child in item.children), labels.comma())
            rows.append([nodes.Text(f"{labels.covers()}: "), *links])
        if item.links:
            rows.append(
                self.joined(([self.address(url, _host(url))] for url in item.links), labels.comma())
            )
        if rows:
            made.append(self.paragraph(*self.joined(rows, " · "), classes=["session-also"]))
        return made

    def files(self, listed: Sequence[tuple[str, str]]) -> list[nodes.Node]:
        """Return a list of files: the words for each, and its address."""
        links = [nodes.reference("", text, refuri=url, internal=False) for text, url in listed]
        items = [nodes.list_item("", self.paragraph(link)) for link in links]
        return [nodes.bullet_list("", *items, bullet="-")] if items else []

    def table(
        self,
        head: Sequence[str],
        rows: Iterable[Sequence[Sequence[nodes.Node]]],
        widths: tuple[int, int],
        name: str,
    ) -> nodes.table:
        """Return a table with a row of headings; the first column heads the rows.

        *widths* are those of the first column and of each other, in characters of plain text.
        """
        first, other = widths
        group = nodes.tgroup("", cols=len(head))
        group += nodes.colspec("", colwidth=first, stub=1)
        group += [nodes.colspec("", colwidth=other) for _ in head[1:]]
        heads = [nodes.entry("", self.paragraph(text)) for text in head]
        group += nodes.thead("", nodes.row("", *heads))
        body = nodes.tbody("")
        for cells in rows:
            body += nodes.row("", *(nodes.entry("", *cell) for cell in cells))
        group += body
        # Browsers find better widths than we could give.
        return nodes.table("", group, classes=[name, "colwidths-auto"])

    def session_table(self, table: Table) -> nodes.Node:
        """Return the sessions of each track on each day."""
        if not table.rows:
            return self.paragraph(labels.no_sessions(), classes=["session-empty"])
        head = [labels.track(), *(labels.short_day(day, self.language) for day in table.days)]
        rows = []
        for ref, cells in table.rows:
            name = self.link(ref) if ref.text else nodes.Text(labels.no_track())
            links = [[self.paragraph(self.link(ref)) for ref in cell.refs] for cell in cells]
            rows.append([[self.paragraph(name)], *links])
        return self.table(head, rows, (12, 14), "session-table")

    def topic_table(self, table: Table) -> nodes.Node:
        """Return how often each topic came up on each day."""
        if not table.rows:
            return self.paragraph(labels.no_sessions(), classes=["session-empty"])
        days = [labels.short_day(day, self.language) for day in table.days]
        rows = []
        for ref, cells in table.rows:
            counts = [len(cell.refs) for cell in cells]
            texts = [str(count) if count else "" for count in (*counts, sum(counts))]
            cellwise = [[self.paragraph(text)] if text else [] for text in texts]
            rows.append([[self.paragraph(self.link(ref))], *cellwise])
        return self.table([labels.topic(), *days, labels.total()], rows, (28, 10), "topic-table")


def _host(url: str) -> str:
    """Return the host of *url*, the shortest name by which a reader knows where it leads."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.") or url
