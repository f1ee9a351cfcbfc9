"""The blocks of a session: its header, its parts, who mentions it, what is related, its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes

from session_notes.render.inline import (
    address,
    deferred,
    fact_pieces,
    facts_line,
    fill,
    heading,
    host_link,
    joined,
    link,
    linked,
    paragraph,
    person_pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from session_notes.catalog.facts import Facts, Person, Ref
    from session_notes.catalog.related import Mention, PrevNext, RelatedSession
    from session_notes.render.inline import Piece, RenderContext

    #: Label and pieces of each field, by its class; a field without pieces is left out.
    Fields = dict[str, tuple[str, list[Piece]]]


def header(
    context: RenderContext, facts: Facts, texts: Mapping[str, nodes.Node]
) -> list[nodes.Node]:
    """Return what is between a session's title and its notes; *texts* are options as paragraphs."""
    labels = context.labels
    people = (person_pieces(context, person) for person in facts.speakers)
    reporters = (person_pieces(context, person) for person in facts.reporters)
    topics: list[list[Piece]] = [[topic] for topic in facts.topics]
    fields: Fields = {
        "speaker": (labels.speakers, joined(people, labels.between_people)),
        "topic": (labels.topics, joined(topics, labels.between_names)),
        "reporter": (labels.reported_by, joined(reporters, labels.between_people)),
    }
    make = partial(_header, context, facts, fields, texts)
    if texts:
        # References in the author's texts are still to be resolved.
        return make()
    pieces = [piece for _, piece in fact_pieces(context, facts, day=facts.parent is None)]
    for label, row in fields.values():
        pieces += [nodes.Text(label), *row] if row else ()
    return deferred(context, make, pieces)


def _header(
    context: RenderContext, facts: Facts, fields: Fields, texts: Mapping[str, nodes.Node]
) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    line = facts_line(context, facts, day=facts.parent is None)
    if line:
        made.append(paragraph(*line, classes=["session-facts"]))
    table = nodes.field_list("", classes=["session-fields"])
    for name, (label, row) in fields.items():
        if row:
            body = paragraph(*linked(context, row, f"session-{name}"))
            table += _field(f"{name}s", label, body)
    for name, text in texts.items():
        table += _field(name, context.labels.option(name), text)
    return [*made, table] if table.children else made


def _field(name: str, label: str, body: nodes.Node) -> nodes.field:
    field = nodes.field("", classes=[f"session-{name}"])
    field += nodes.field_name("", label, translatable=False)
    field += nodes.field_body("", body)
    return field


def part(
    context: RenderContext, name: str, children: Sequence[nodes.Node], people: Sequence[Person] = ()
) -> nodes.container:
    """Return a part of a session below its notes, under its label; *people* had impressions."""
    labels = {
        "impressions": context.labels.impressions,
        "references": context.labels.references,
        "mentions": context.labels.mentioned_in,
        "elsewhere": context.labels.at_other_events,
        "related": context.labels.related,
    }
    made = nodes.container("", classes=["session-part", f"session-{name}"])
    label = heading("" if people else labels[name])
    if people:
        names = joined(([link(context, one.ref)] for one in people), context.labels.between_names)
        label += fill(context.labels.impressions_of, names=names)
    made += [label, *children]
    return made


def reference_kind(context: RenderContext, kind: str) -> list[nodes.Node]:
    """Return what is shown before a reference of some kind."""
    label = context.labels.reference_kind(kind)
    made: list[nodes.Node] = [nodes.inline("", label.rstrip(), classes=["reference-kind"])]
    return [*made, nodes.Text(" ")] if label != label.rstrip() else made


def media(context: RenderContext, facts: Facts) -> list[nodes.list_item]:
    """Return the references that a session's options give."""
    items = []
    for kind, url in facts.media:
        row = [*reference_kind(context, kind), host_link(url)]
        items.append(nodes.list_item("", paragraph(*row), classes=[f"reference-{kind}"]))
    return items


def mentions(context: RenderContext, mentioned: Sequence[Mention]) -> nodes.container:
    """Return who links to a session, each with the sentences that do."""
    items = nodes.bullet_list("", bullet="-")
    for mention in mentioned:
        item = nodes.list_item("", paragraph(link(context, mention.ref)))
        for sentence in mention.contexts:
            text = "".join(piece.text for piece in sentence)
            item += paragraph(text, classes=["session-context"])
        items += item
    return part(context, "mentions", [items])


def at_other_events(context: RenderContext, sessions: Sequence[tuple[Ref, Ref]]) -> nodes.container:
    """Return the sessions on the same things by the same people, each with its event."""
    items = nodes.bullet_list("", bullet="-")
    for ref, event in sessions:
        row = fill(
            context.labels.sharing, session=[link(context, ref)], topics=[link(context, event)]
        )
        items += nodes.list_item("", paragraph(*row))
    return _unsearched(part(context, "elsewhere", [items]))


def related(context: RenderContext, sessions: Sequence[RelatedSession]) -> nodes.container:
    """Return the related sessions of one, each with the topics that both have."""
    labels = context.labels
    items = nodes.bullet_list("", bullet="-")
    for one in sessions:
        title = [link(context, one.ref)]
        if one.parent:
            title = fill(labels.talk_in, talk=title, session=[link(context, one.parent)])
        topics = nodes.Text(labels.between_names.join(one.topics))
        row = fill(labels.sharing, session=title, topics=[topics])
        items += nodes.list_item("", paragraph(*row))
    return _unsearched(part(context, "related", [items]))


def _unsearched(made: nodes.container) -> nodes.container:
    # A search finds these titles and topics on the pages of the sessions themselves.
    made["classes"].append("no-search")
    return made


def session_end(
    context: RenderContext, rows: Iterable[tuple[str, PrevNext]], place: Ref, source: str
) -> nodes.container:
    """Return the links at the end of a session: its neighbours, its permalink, its source.

    *rows* are the neighbours in its day and its track, with the name of each; *source* is the
    address at which its text can be edited, or empty.
    """
    labels = context.labels
    pieces: list[list[nodes.Node]] = []
    for name, (before, after) in rows:
        links = []
        for text, ref in ((labels.previous, before), (labels.following, after)):
            if ref:
                beside = context.linker(ref, nodes.Text(text))
                if isinstance(beside, nodes.reference):
                    beside["reftitle"] = ref.text
                links.append([beside])
        if links:
            row = joined(links, labels.between_names)
            pieces.append(fill(labels.along, row=[nodes.Text(name)], links=row))
    pieces.append([context.linker(place, nodes.Text(labels.permalink))])
    if source:
        pieces.append([address(source, labels.improve)])
    line = ([nodes.inline("", "", *piece)] for piece in pieces)
    made = nodes.container("", classes=["session-end", "no-search"])
    made += paragraph(*joined(line, labels.between_facts))
    return made
