"""Pure makers of nodes from views: the same nodes for every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from session_notes.catalog.catalog import Ref
from session_notes.render.inline import Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from session_notes.catalog.catalog import Facts
    from session_notes.catalog.index_entries import IndexEntry
    from session_notes.catalog.related import Mention, PrevNext, RelatedSession
    from session_notes.catalog.views import Table
    from session_notes.render.inline import Piece


class Maker(Pieces):
    """Makes nodes for one document, out of what the catalog says."""

    # -- a session --------------------------------------------------------------------------

    def header(self, facts: Facts, attendance: Sequence[nodes.Node]) -> list[nodes.Node]:
        """Return what stands between a session's title and its notes."""

        def make() -> list[nodes.Node]:
            return self._header(facts, attendance)

        def words() -> Iterator[Piece]:
            yield from (piece for _, piece in self.facts(facts, day=facts.parent is None))
            for _, label, pieces in self._fields(facts):
                yield nodes.Text(label)
                yield from pieces

        # What an author wrote in it is still to be resolved.
        return make() if attendance else self.now_or_later(make, words)

    def _header(self, facts: Facts, attendance: Sequence[nodes.Node]) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        line = self.facts_line(facts, day=facts.parent is None)
        if line:
            made.append(self.paragraph(*line, classes=["session-facts"]))
        table = nodes.field_list("", classes=["session-fields"])
        for name, label, pieces in self._fields(facts):
            body = self.paragraph(*self.linked(pieces, f"session-{name.removesuffix('s')}"))
            table += self._field(name, label, [body])
        if attendance:
            table += self._field("attendance", self.labels.attendance, attendance)
        return [*made, table] if table.children else made

    def _fields(self, facts: Facts) -> Iterator[tuple[str, str, list[Piece]]]:
        labels = self.labels
        if facts.speakers:
            people = (self.person(person) for person in facts.speakers)
            yield "speakers", labels.speakers, self.joined(people, labels.between_people)
        if facts.topics:
            chips: list[list[Piece]] = [[topic] for topic in facts.topics]
            yield "topics", labels.topics, self.joined(chips, labels.between_names)

    @staticmethod
    def _field(name: str, label: str, body: Sequence[nodes.Node]) -> nodes.field:
        field = nodes.field("", classes=[f"session-{name}"])
        field += nodes.field_name("", label, translatable=False)
        field += nodes.field_body("", *body)
        return field

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

    def related(self, related: Sequence[RelatedSession]) -> nodes.container:
        """Return the sessions near to one, each with the topics that both have."""
        # What is said here is found where it stands; a search need not find it once more.
        made = nodes.container("", classes=["session-part", "session-related", "no-search"])
        made += self.label(self.labels.related)
        items = nodes.bullet_list("", bullet="-")
        for one in related:
            title = [self.link(one.ref)]
            if one.parent:
                title = self.fill(self.labels.talk_in, talk=title, session=[self.link(one.parent)])
            topics = nodes.Text(self.labels.between_names.join(one.topics))
            row = self.fill(self.labels.sharing, session=title, topics=[topics])
            items += nodes.list_item("", self.paragraph(*row))
        made += items
        return made

    def end(self, rows: Iterable[tuple[str, PrevNext]], place: Ref, source: str) -> nodes.container:
        """Return the ways on from a session: its neighbours, its address, its source.

        *rows* are the rows in which it has neighbours, with the name of each; *source* is the
        address at which its text can be changed, if that is known.
        """
        words = self.labels
        pieces: list[list[nodes.Node]] = []
        for name, (before, after) in rows:
            beside = ((words.previous, before), (words.following, after))
            links = [[self._titled(word, ref)] for word, ref in beside if ref]
            if links:
                row = self.joined(links, words.between_names)
                pieces.append(self.fill(words.along, row=[nodes.Text(name)], links=row))
        pieces.append([self.link_to(place, nodes.Text(words.permalink))])
        if source:
            pieces.append([self.address(source, words.improve)])
        line = ([nodes.inline("", "", *piece)] for piece in pieces)
        made = nodes.container("", classes=["session-end", "no-search"])
        made += self.paragraph(*self.joined(line, words.between_facts))
        return made

    def _titled(self, word: str, ref: Ref) -> nodes.Node:
        """Return a link that shows only when asked where it leads."""
        made = self.link_to(ref, nodes.Text(word))
        if isinstance(made, nodes.reference):
            made["reftitle"] = ref.text
        return made

    # -- indexes, lists and tables ----------------------------------------------------------

    def index(self, items: Sequence[IndexEntry], role: str) -> list[nodes.Node]:
        """Return an index of topics, speakers or tracks as a list of definitions."""
        if not items:
            return [self.paragraph(self.labels.nothing(role), classes=["session-empty"])]
        made = nodes.definition_list("", classes=["session-index", f"{role}-index"])
        for item in items:
            term = nodes.term("", item.ref.text, translatable=False)
            if item.anchor:
                term["ids"] = [item.anchor]
            body = nodes.definition("")
            body.extend(self._about(item))
            if item.sessions:
                body += self.rows(item.sessions, day=True)
            else:
                body += self.paragraph(self.labels.no_sessions, classes=["session-empty"])
            made += nodes.definition_list_item("", term, body)
        return [made]

    def _about(self, item: IndexEntry) -> list[nodes.Node]:
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
        if item.related:
            counted = (self._counted(*kin) for kin in item.related)
            line = self.fill(
                labels.shares_sessions, topics=self.joined(counted, labels.between_names)
            )
            made.append(self.paragraph(*line, classes=["session-also"]))
        return made

    def _counted(self, ref: Ref, count: int) -> list[nodes.Node]:
        number = nodes.inline("", str(count), classes=["session-count"])
        return self.fill(self.labels.counted, name=[self.link(ref)], count=[number])

    def topic_list(self, topics: Sequence[tuple[Ref, int]]) -> nodes.Node:
        """Return topics, each with the number of its sessions."""
        if not topics:
            return self.paragraph(self.labels.nothing("topic"), classes=["session-empty"])
        rows = [
            nodes.list_item("", self.paragraph(*self._counted(ref, count))) for ref, count in topics
        ]
        return nodes.bullet_list("", *rows, bullet="-", classes=["topic-list"])

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

    def session_table(self, table: Table, *, folds: bool = False) -> nodes.Node:
        """Return the sessions of each track on each day.

        A table that *folds* names the day in each cell, for a screen that is too narrow for
        columns.
        """
        if not table.rows:
            return self.paragraph(self.labels.no_sessions, classes=["session-empty"])
        head = [self.labels.track, *map(self.labels.short_day, table.days)]
        rows = []
        for ref, cells in table.rows:
            name = self.link(ref) if ref.text else nodes.Text(self.labels.no_track)
            links = [[self.paragraph(self.link(ref)) for ref in cell] for cell in cells]
            for day, cell in zip(head[1:], links, strict=True):
                if cell and folds:
                    cell.insert(0, self.paragraph(day, classes=["session-cell-day"]))
            rows.append([[self.paragraph(name)], *links])
        return self.table(head, rows, (12, 14), "session-table")

    def topic_table(self, table: Table) -> nodes.Node:
        """Return how often each topic came up on each day."""
        if not table.rows:
            return self.paragraph(self.labels.no_sessions, classes=["session-empty"])
        rows = []
        for ref, cells in table.rows:
            counts = [len(cell) for cell in cells]
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
