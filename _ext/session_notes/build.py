"""Pure makers of nodes from views: the same nodes for every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from session_notes.catalog import Ref
from session_notes.names import fold
from session_notes.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from session_notes.catalog import Facts, Person
    from session_notes.views import Item, Mention, Table


class Maker(Pieces):
    """Makes what a document shows of sessions, topics, speakers and tracks."""

    # -- a session --------------------------------------------------------------------------

    def facts_line(self, facts: Facts, *, day: bool = True) -> list[nodes.Node]:
        """Return day, time, room, track and kind, as far as they are known, in one line."""
        pieces: list[list[nodes.Node]] = []

        def add(name: str, node: nodes.Node) -> None:
            pieces.append([nodes.inline("", "", node, classes=[f"session-{name}"])])

        if day and facts.day:
            add("day", nodes.Text(self.labels.day(facts.day)))
        span = self.labels.span(facts.start, facts.end) if facts.start else ""
        if facts.when or span:
            add("time", nodes.Text(facts.when or span))
        if facts.room:
            add("room", nodes.Text(self.labels.room(facts.room)))
        if facts.track:
            add("track", self.link(facts.track))
        kind = self.kind(facts.kind) if facts.kind else ""
        # A track of keynotes holds keynotes: once is enough.
        if kind and not (facts.track and fold(facts.track.text) == fold(kind)):
            add("kind", nodes.Text(kind))
        return self.joined(pieces, self.labels.between_facts)

    def person(self, person: Person) -> list[nodes.Node]:
        """Return a speaker with affiliation and role."""
        labels = self.labels
        patterns = {
            (True, True): labels.person_of_as,
            (True, False): labels.person_of,
            (False, True): labels.person_as,
        }
        return self.fill(
            patterns.get((bool(person.affiliation), bool(person.role)), "{name}"),
            name=[self.link(person.ref, "session-speaker")],
            affiliation=[nodes.Text(person.affiliation)],
            role=[nodes.Text(labels.role(person.role))],
        )

    def header(self, facts: Facts, attendance: Sequence[nodes.Node]) -> list[nodes.Node]:
        """Return what stands between a session's title and its notes."""
        made: list[nodes.Node] = []
        labels = self.labels
        line = self.facts_line(facts, day=facts.parent is None)
        if line:
            made.append(self.paragraph(*line, classes=["session-facts"]))
        rows: list[tuple[str, str, list[nodes.Node]]] = []
        if facts.speakers:
            people = self.joined(
                (self.person(person) for person in facts.speakers), labels.between_people
            )
            rows.append(("speakers", labels.speakers, [self.paragraph(*people)]))
        if facts.topics:
            chips = self.joined(
                ([self.link(topic, "session-topic")] for topic in facts.topics),
                labels.between_names,
            )
            rows.append(("topics", labels.topics, [self.paragraph(*chips)]))
        if attendance:
            rows.append(("attendance", labels.attendance, list(attendance)))
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
        label = self.labels.impressions if part == "impressions" else self.labels.references
        made = nodes.container("", classes=["session-part", f"session-{part}"])
        made += self.label(label)
        made.extend(children)
        return made

    def reference_kind(self, kind: str) -> list[nodes.Node]:
        """Return what stands before a reference of some kind."""
        label = self.labels.reference_kind(kind)
        made: list[nodes.Node] = [nodes.inline("", label.rstrip(), classes=["reference-kind"])]
        return [*made, nodes.Text(" ")] if label != label.rstrip() else made

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
        made += self.label(self.labels.mentioned_in)
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
            title = self.fill(self.labels.talk_in, talk=title, session=[self.link(facts.parent)])
        item = nodes.list_item("", self.paragraph(*title))
        pieces = [self.facts_line(facts, day=day)]
        if facts.speakers:
            names = ([self.link(person.ref)] for person in facts.speakers)
            pieces.append(self.joined(names, self.labels.between_names))
        line = self.joined([piece for piece in pieces if piece], self.labels.between_facts)
        if line:
            item += self.paragraph(*line, classes=["session-facts"])
        return item

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
            rows = [self.row(facts, day=False) for facts in group]
            made.append(nodes.bullet_list("", *rows, bullet="-", classes=["session-list"]))
        return made

    def index(self, items: Sequence[Item], role: str, *, anchors: bool) -> list[nodes.Node]:
        """Return an index of topics, speakers or tracks as a list of definitions.

        With *anchors* it is the one that links to the entries lead to.
        """
        if not items:
            return [self.paragraph(self.labels.no_sessions, classes=["session-empty"])]
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
                body += self.paragraph(self.labels.no_sessions, classes=["session-empty"])
            made += nodes.definition_list_item("", term, body)
        return [made]

    def _about(self, item: Item) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        labels = self.labels
        if item.affiliation:
            made.append(self.paragraph(item.affiliation))
        if item.description:
            made.append(self.paragraph(item.description))
        rows: list[list[nodes.Node]] = []
        if item.aliases:
            names = nodes.Text(labels.between_names.join(item.aliases))
            rows.append(self.fill(labels.also, names=[names]))
        if item.parent:
            rows.append(self.fill(labels.part_of, topic=[self.link(item.parent)]))
        if item.children:
            links = ([self.link(child)] for child in item.children)
            rows.append(self.fill(labels.covers, topics=self.joined(links, labels.between_names)))
        if item.links:
            addresses = ([self.address(url, _host(url))] for url in item.links)
            rows.append(self.joined(addresses, labels.between_names))
        if rows:
            line = self.joined(rows, labels.between_facts)
            made.append(self.paragraph(*line, classes=["session-also"]))
        return made

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
            return self.paragraph(self.labels.no_sessions, classes=["session-empty"])
        head = [self.labels.track, *map(self.labels.short_day, table.days)]
        rows = []
        for ref, cells in table.rows:
            name = self.link(ref) if ref.text else nodes.Text(self.labels.no_track)
            links = [[self.paragraph(self.link(ref)) for ref in cell.refs] for cell in cells]
            rows.append([[self.paragraph(name)], *links])
        return self.table(head, rows, (12, 14), "session-table")

    def topic_table(self, table: Table) -> nodes.Node:
        """Return how often each topic came up on each day."""
        if not table.rows:
            return self.paragraph(self.labels.no_sessions, classes=["session-empty"])
        rows = []
        for ref, cells in table.rows:
            counts = [len(cell.refs) for cell in cells]
            texts = [str(count) if count else "" for count in (*counts, sum(counts))]
            cellwise = [[self.paragraph(text)] if text else [] for text in texts]
            rows.append([[self.paragraph(self.link(ref))], *cellwise])
        head = [
            self.labels.topic,
            *map(self.labels.short_day, table.days),
            self.labels.total,
        ]
        return self.table(head, rows, (28, 10), "topic-table")

    def translation_table(self, rows: Sequence[tuple[Ref, int, int]]) -> nodes.Node:
        """Return how much of each page is translated, and of all."""
        labels = self.labels
        if not rows:
            return self.paragraph(labels.not_translated, classes=["session-empty"])
        whole = Ref(labels.total), sum(done for _, done, _ in rows), sum(all_ for *_, all_ in rows)
        cells = [
            [[self.paragraph(self.link(ref))], [self.paragraph(labels.share(done, total))]]
            for ref, done, total in (*rows, whole)
        ]
        return self.table([labels.page, labels.translated], cells, (40, 24), "translation-table")


def _host(url: str) -> str:
    """Return the host of *url*, the shortest name by which a reader knows where it leads."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.") or url
