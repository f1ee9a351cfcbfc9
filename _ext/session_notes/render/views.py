"""How each view is shown: ``RENDERERS`` has a function for each of ``VIEWS``.

What a view shows is the result of its query (:mod:`session_notes.catalog.views`).
"""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from session_notes.catalog.facts import Ref
from session_notes.model.names import collate
from session_notes.render.bars import bars
from session_notes.render.inline import (
    fill,
    heading,
    host_link,
    joined,
    kind_label,
    link,
    paragraph,
    rows,
)
from session_notes.render.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from session_notes.catalog.facts import Facts
    from session_notes.catalog.index_entries import IndexEntry
    from session_notes.catalog.views import Facets, Table
    from session_notes.locale.labels import Labels
    from session_notes.model.events import EventFacts
    from session_notes.render.inline import RenderContext

    #: Renders the result of a view's query, whose type depends on the view.
    Renderer = Callable[[RenderContext, Any], list[nodes.Node]]


def _empty(text: str) -> nodes.paragraph:
    return paragraph(text, classes=["session-empty"])


# -- indexes ----------------------------------------------------------------------------------


def index(context: RenderContext, entries: Sequence[IndexEntry], role: str) -> list[nodes.Node]:
    """Return an index of topics, people, tracks or events as a list of definitions."""
    if not entries:
        return [_empty(context.labels.nothing[role])]
    made = nodes.definition_list("", classes=["session-index", f"{role}-index"])
    for entry in entries:
        term = nodes.term("", entry.ref.text, translatable=False)
        if entry.anchor:
            term["ids"] = [entry.anchor, *entry.old_anchors]
        body = nodes.definition("", *_about(context, entry))
        if entry.pages:
            body += _linked_list(context, entry.pages)
        elif entry.by_event and entry.sessions:
            body += _by_event(context, entry)
        elif entry.sessions:
            body += rows(context, entry.sessions, day=True)
        else:
            body += _empty(context.labels.no_sessions)
        made += nodes.definition_list_item("", term, body)
    return [made]


def _by_event(context: RenderContext, entry: IndexEntry) -> list[nodes.Node]:
    """Return the sessions of an entry below their events, and a picture of how many there were."""
    groups: dict[Ref | None, list[Facts]] = {}
    for facts in entry.sessions:
        groups.setdefault(facts.event, []).append(facts._replace(event=None))
    made: list[nodes.Node] = []
    if context.html:
        made.append(nodes.raw("", bars(entry.by_event, context.labels), format="html"))
    for event, sessions in groups.items():
        shown = event or Ref(context.labels.no_event)
        head = _counted(context, shown, len(sessions))
        made += [paragraph(*head, classes=["session-event"]), *rows(context, sessions, day=True)]
    return made


def _linked_list(context: RenderContext, pages: Iterable[Ref]) -> nodes.bullet_list:
    items = [nodes.list_item("", paragraph(link(context, page))) for page in pages]
    return nodes.bullet_list("", *items, bullet="-", classes=["event-pages"])


def _about(context: RenderContext, entry: IndexEntry) -> list[nodes.Node]:
    labels = context.labels
    made: list[nodes.Node] = [
        paragraph(text) for text in (entry.affiliation, entry.description) if text
    ]
    facts: list[list[nodes.Node]] = []
    if entry.event:
        facts += _of_event(context, entry.event, entry.number)
    if entry.aliases:
        names = nodes.Text(labels.between_names.join(entry.aliases))
        facts.append(fill(labels.also, names=[names]))
    if entry.twin:
        words = labels.also_in[entry.twin.anchor.partition("-")[0]]
        facts.append([link(context, entry.twin._replace(text=words))])
    if entry.parent:
        facts.append(fill(labels.part_of, topic=[link(context, entry.parent)]))
    if entry.children:
        children = ([link(context, child)] for child in entry.children)
        facts.append(fill(labels.covers, topics=joined(children, labels.between_names)))
    if entry.links:
        facts.append(joined(([host_link(url)] for url in entry.links), labels.between_names))
    facts += [[node] for node in context.added_to(entry.anchor)]
    if facts:
        made.append(paragraph(*joined(facts, labels.between_facts), classes=["session-also"]))
    if entry.related:
        related = (_counted(context, topic, count) for topic, count in entry.related)
        line = fill(labels.shares_sessions, topics=joined(related, labels.between_names))
        made.append(paragraph(*line, classes=["session-also"]))
    return made


def _of_event(context: RenderContext, event: EventFacts, number: int) -> list[list[nodes.Node]]:
    """Return when and where an event was, of which series it was one, and its sessions' number."""
    labels = context.labels
    where = (words.say(labels.language) for words in (event.place, event.city))
    texts = [
        labels.days(event.start, event.end),
        labels.between_names.join(filter(None, where)),
        event.series.say(labels.language),
        labels.sessions_counted(number) if number else "",
    ]
    made: list[list[nodes.Node]] = [[nodes.Text(text)] for text in texts if text]
    return [*made, *([[host_link(event.url)]] if event.url else ())]


def _counted(context: RenderContext, ref: Ref, count: int) -> list[nodes.Node]:
    number = nodes.inline("", context.labels.number(count), classes=["session-count"])
    return fill(context.labels.counted, name=[link(context, ref)], count=[number])


# -- lists ------------------------------------------------------------------------------------


def session_list(context: RenderContext, sessions: Sequence[Facts]) -> list[nodes.Node]:
    """Return a list of sessions, by day if there are several."""
    if not sessions:
        return [_empty(context.labels.no_sessions)]
    by_day: dict[tuple[str, date | None], list[Facts]] = {}
    for facts in sessions:
        event = facts.event.text if facts.event else ""
        by_day.setdefault((event, facts.day), []).append(facts)
    made: list[nodes.Node] = []
    for (event, day), group in by_day.items():
        if len(by_day) > 1 or event or day:
            texts = filter(None, (event, context.labels.day(day)))
            made.append(heading(context.labels.between_facts.join(texts)))
        made += rows(context, group, day=False)
    return made


def topic_list(context: RenderContext, topics: Sequence[tuple[Ref, int]]) -> list[nodes.Node]:
    """Return topics, each with the number of its sessions."""
    if not topics:
        return [_empty(context.labels.nothing["topic"])]
    lines = (paragraph(*_counted(context, ref, count)) for ref, count in topics)
    items = [nodes.list_item("", line) for line in lines]
    return [nodes.bullet_list("", *items, bullet="-", classes=["topic-list"])]


def files(context: RenderContext, listed: Sequence[tuple[str, str]]) -> list[nodes.Node]:
    """Return a list of files: the text for each, and its address."""
    links = [nodes.reference("", text, refuri=url, internal=False) for text, url in listed]
    items = [nodes.list_item("", paragraph(link)) for link in links]
    return [nodes.bullet_list("", *items, bullet="-")] if items else []


# -- tables -----------------------------------------------------------------------------------


def _table(
    head: Sequence[str],
    rows: Iterable[Sequence[Sequence[nodes.Node]]],
    widths: tuple[int, int],
    name: str,
) -> list[nodes.Node]:
    """Return a table with a row of headings; the first column heads the rows.

    *widths* are those of the first column and of each other, in characters of plain text.
    """
    first, other = widths
    group = nodes.tgroup("", cols=len(head))
    group += nodes.colspec("", colwidth=first, stub=1)
    group += [nodes.colspec("", colwidth=other) for _ in head[1:]]
    heads = [nodes.entry("", paragraph(text)) for text in head]
    group += nodes.thead("", nodes.row("", *heads))
    body = nodes.tbody("")
    for cells in rows:
        body += nodes.row("", *(nodes.entry("", *cell) for cell in cells))
    group += body
    # Browsers find better widths than we could give.
    return [nodes.table("", group, classes=[name, "colwidths-auto"])]


def session_tables(context: RenderContext, tables: Sequence[Table]) -> list[nodes.Node]:
    """Return the sessions of each track on each day: a table for each event."""
    if not any(table.rows for table in tables):
        return [_empty(context.labels.no_sessions)]
    made: list[nodes.Node] = []
    for table in tables:
        made += [heading(table.event.text)] if table.event else []
        made += _session_table(context, table)
    return made


def _session_table(context: RenderContext, table: Table) -> list[nodes.Node]:
    labels = context.labels
    days = _heads(labels, table)
    made, stubs = [], set(table.stubs)
    for track, cells in table.rows:
        name = link(context, track) if track.text else nodes.Text(labels.no_track)
        row = [[_listed(context, ref, stubs) for ref in cell] for cell in cells]
        for day, cell in zip(days, row, strict=True):
            # A screen that is too narrow for columns shows the cells one below the other.
            if cell and context.html:
                cell.insert(0, paragraph(day, classes=["session-cell-day"]))
        made.append([[paragraph(name)], *row])
    return _table([labels.track, *days], made, (12, 14), "session-table")


def _heads(labels: Labels, table: Table) -> list[str]:
    """Return the headings of the columns for days or for events."""
    by_event = any(isinstance(column, Ref) for column in table.columns)
    none = labels.no_event if by_event else labels.no_day
    return [
        one.text if isinstance(one, Ref) else labels.short_day(one) if one else none
        for one in table.columns
    ]


def _listed(context: RenderContext, ref: Ref, stubs: AbstractSet[Ref]) -> nodes.paragraph:
    """Return a session in a cell, with a quiet mark if it is one of the *stubs*."""
    pieces = [[link(context, ref)]]
    if ref in stubs:
        pieces.append([nodes.inline("", context.labels.no_notes, classes=["session-stub"])])
    return paragraph(*joined(pieces, context.labels.between_facts))


def topic_table(context: RenderContext, table: Table) -> list[nodes.Node]:
    """Return how many sessions each topic had on each day, or at each event."""
    labels = context.labels
    if not table.rows:
        return [_empty(labels.nothing["topic"] if table.columns else labels.no_sessions)]
    made = []
    for topic, cells in table.rows:
        counts = [len(cell) for cell in cells]
        counts.append(sum(counts))
        row = [[paragraph(labels.number(count))] if count else [] for count in counts]
        made.append([[paragraph(link(context, topic))], *row])
    head = [labels.topic, *_heads(labels, table), labels.total]
    return _table(head, made, (28, 10), "topic-table")


def topic_picture(context: RenderContext, table: Table) -> list[nodes.Node]:
    """Return the table of topics as a picture, to be put above it."""
    return picture(context, table, _heads(context.labels, table))


def translation_table(
    context: RenderContext, pages: Sequence[tuple[Ref, int, int]]
) -> list[nodes.Node]:
    """Return how much of each page is translated, and of all."""
    labels = context.labels
    if not pages:
        return [_empty(labels.not_translated)]
    total = Ref(labels.total), sum(page[1] for page in pages), sum(page[2] for page in pages)
    made = [
        [[paragraph(link(context, ref))], [paragraph(labels.share(done, all_))]]
        for ref, done, all_ in (*pages, total)
    ]
    return _table([labels.page, labels.translated], made, (40, 24), "translation-table")


#: By the names of the views.
RENDERERS: dict[str, Renderer] = {
    "topic-index": partial(index, role="topic"),
    "speaker-index": partial(index, role="speaker"),
    "reporter-index": partial(index, role="reporter"),
    "track-index": partial(index, role="track"),
    "event-index": partial(index, role="event"),
    "topic-list": topic_list,
    "session-list": session_list,
    "session-table": session_tables,
    "topic-table": topic_table,
    "translation-table": translation_table,
    "session-files": files,
}


# -- filters ----------------------------------------------------------------------------------


def filter_data(context: RenderContext, found: Facets) -> nodes.raw:
    """Return the form of a list, and the facets for the script that works with it."""
    labels = context.labels
    # The days of several events are not of one year.
    show = labels.plain_day if "event" in found.choices else labels.short_day
    days = [(day, show(date.fromisoformat(day))) for day, _ in found.choices["day"]]
    kinds = [(kind, kind_label(context, kind)) for kind, _ in found.choices["kind"]]
    kinds = sorted(kinds, key=lambda kind: collate(kind[1], labels.language))
    choices = {**found.choices, "day": days, "kind": kinds}
    positions = {
        facet: {value: position for position, (value, _) in enumerate(values)}
        for facet, values in choices.items()
    }
    rows = [
        [[positions[facet][value] for value in values] for facet, values in row.items()]
        for row in found.rows
    ]
    words = {name: text for name, text in labels.filters.items() if name != "event"}
    if "event" in choices:
        words["event"] = labels.filters["event"]
    data = {
        "words": words,
        "facets": choices,
        "rows": [[*row, "; ".join(talks)] for row, talks in zip(rows, found.talks, strict=True)],
    }
    # No text of an author's may end the element.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    script = f'<script type="application/json" class="session-choices">{text}</script>'
    return nodes.raw(
        "", filter_form(words, list(choices), labels.number(len(rows))) + script, format="html"
    )


def filter_form(said: Mapping[str, str], facets: Iterable[str], number: str) -> str:
    """Return the form without its choices, which takes its place before the script runs.

    *said* has the words of the form and of its *facets*; *number* is how many sessions there are.
    """
    words = {name: escape(text) for name, text in said.items()}
    first = f'<option value="">{words["all"]}</option>'
    controls = {name: f'<select name="{name}">{first}</select>' for name in facets}
    controls["words"] = '<input type="search" name="words" autocomplete="off">'
    fields = "".join(
        f"<label><span>{words[name]}</span>{control}</label>" for name, control in controls.items()
    )
    shown = words["shown"].format(count=number, total=number)
    return (
        f'<form class="session-filter" role="search" aria-label="{words["title"]}"'
        f' autocomplete="off">{fields}<div class="session-result"><p role="status">{shown}</p>'
        f'<button type="reset">{words["clear"]}</button></div></form>'
    )
