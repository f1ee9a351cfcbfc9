"""The pieces that every page is made of: links, paragraphs, lines of facts, rows of a list.

All functions that need to know the page take a :class:`RenderContext`. What they make is in the
language of the site already, and is marked as not to be translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from string import Formatter
from typing import TYPE_CHECKING, TypeVar

from docutils import nodes

from session_notes.model.names import fold
from session_notes.model.urls import host_of, is_address
from session_notes.render.nodes import session_deferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from session_notes.catalog.facts import Facts, Person, Ref
    from session_notes.locale.labels import Labels
    from session_notes.model.words import Words

    #: Makes a link to a place from some nodes, or leaves the nodes as they are.
    Linker = Callable[[Ref, nodes.Node], nodes.Node]
    #: Plain text, or a place in the book with its own text.
    Piece = nodes.Text | Ref
    Part = TypeVar("Part")


@dataclass(frozen=True)
class RenderContext:
    """What rendering a page depends on, besides what is rendered."""

    #: Makes links, as only a builder knows addresses.
    linker: Linker
    labels: Labels
    #: The project's own kinds of session, with their labels.
    kinds: Mapping[str, Words]
    #: Whether the output is HTML, which may be shown on narrow screens.
    html: bool = False
    #: Whether lists may be made when the page is written.
    deferred: bool = False
    #: What others add to the entry of an index that has this anchor.
    added_to: Callable[[str], list[nodes.Node]] = lambda _: []


# -- any piece --------------------------------------------------------------------------------


def link(context: RenderContext, ref: Ref, *classes: str) -> nodes.Node:
    """Return the text of *ref*, linked to its place if it has one.

    The classes are those of the link, because a page has many links and one element is enough.
    """
    linked = context.linker(ref, nodes.Text(ref.text))
    if isinstance(linked, nodes.Element):
        linked["classes"] += classes
        return linked
    return nodes.inline("", ref.text, classes=list(classes)) if classes else linked


def address(url: str, text: str = "") -> nodes.Node:
    """Return a link to *url*; plain text if it is not an address."""
    if not is_address(url):
        return nodes.Text(text or url)
    return nodes.reference("", text or url, refuri=url, internal=False)


def host_link(url: str) -> nodes.Node:
    """Return a link to *url* that shows its host."""
    return address(url, host_of(url))


def paragraph(*children: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph that is not extracted for translation."""
    made = nodes.paragraph("", "", translatable=False, classes=list(classes))
    for child in children:
        last = made[-1] if made.children else None
        if isinstance(child, str) and isinstance(last, nodes.Text):
            # Adjacent texts become one node, because there are many rows.
            made[-1] = nodes.Text(last + child)
        else:
            made += nodes.Text(child) if isinstance(child, str) else child
    return made


def heading(text: str) -> nodes.rubric:
    """Return a heading that is in no table of contents."""
    return nodes.rubric("", text, translatable=False, classes=["session-label"])


def linked(context: RenderContext, pieces: Iterable[Piece], *classes: str) -> list[nodes.Node]:
    """Return *pieces* as nodes, places as links with *classes*."""
    return [
        piece if isinstance(piece, nodes.Text) else link(context, piece, *classes)
        for piece in pieces
    ]


def texts(pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield the text of each of *pieces*."""
    return (piece if isinstance(piece, nodes.Text) else piece.text for piece in pieces)


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


@cache
def _pieces(pattern: str) -> list[tuple[str, str | None]]:
    return [(text, name) for text, name, _, _ in Formatter().parse(pattern)]


def fill(pattern: str, **pieces: Sequence[Part | nodes.Text]) -> list[Part | nodes.Text]:
    """Return *pattern* with each name in braces replaced by the *pieces* of that name."""
    row: list[Part | nodes.Text] = []
    for text, name in _pieces(pattern):
        if text:
            row.append(nodes.Text(text))
        row.extend(pieces[name] if name else ())
    return row


def deferred(
    context: RenderContext, make: Callable[[], list[nodes.Node]], pieces: Iterable[Piece] = ()
) -> list[nodes.Node]:
    """Return what *make* returns, or a node with the text of *pieces* that defers it.

    A list of all sessions is large: made when the page is written, it is made by the process that
    writes the page, and no transform walks through it.
    """
    if not context.deferred:
        return make()
    text = "\n".join(texts(pieces))
    return [session_deferred("", *([nodes.Text(text)] if text else ()), make=make)]


# -- sessions ---------------------------------------------------------------------------------


def kind_label(context: RenderContext, kind: str) -> str:
    """Return the label of a kind of session; an unknown kind is shown as it is."""
    return context.labels.kind(kind, context.kinds)


def fact_pieces(
    context: RenderContext, facts: Facts, *, day: bool = True
) -> Iterator[tuple[str, Piece]]:
    """Yield event, day, time, room, track and kind, as far as known, each with its name."""
    labels = context.labels
    if day and facts.event:
        yield "event", facts.event
    if day and facts.day:
        yield "day", nodes.Text(labels.day(facts.day))
    when = facts.when or labels.span(facts.start, facts.end, facts.until)
    if when:
        yield "time", nodes.Text(when)
    if facts.room:
        yield "room", nodes.Text(labels.room(facts.room))
    if facts.track:
        yield "track", facts.track
    kind = kind_label(context, facts.kind) if facts.kind else ""
    # A track of keynotes holds keynotes: once is enough.
    if kind and not (facts.track and fold(facts.track.text) == fold(kind)):
        yield "kind", nodes.Text(kind)
    if facts.is_stub:
        yield "stub", nodes.Text(labels.no_notes)


def facts_line(context: RenderContext, facts: Facts, *, day: bool = True) -> list[nodes.Node]:
    """Return event, day, time, room, track and kind, as far as they are known, in one line."""
    pieces = [
        [nodes.inline("", "", *linked(context, [piece]), classes=[f"session-{name}"])]
        for name, piece in fact_pieces(context, facts, day=day)
    ]
    return [*joined(pieces, context.labels.between_facts)]


def person_pieces(context: RenderContext, person: Person) -> list[Piece]:
    """Return a speaker with affiliation and role."""
    labels = context.labels
    patterns = {
        (True, True): labels.person_of_as,
        (True, False): labels.person_of,
        (False, True): labels.person_as,
    }
    name: list[Piece] = [person.ref]
    return fill(
        patterns.get((bool(person.affiliation), bool(person.role)), "{name}"),
        name=name,
        affiliation=[nodes.Text(person.affiliation)],
        role=[nodes.Text(labels.role(person.role))],
    )


def title_pieces(context: RenderContext, facts: Facts) -> list[Piece]:
    """Return the title of a session; of a talk, with that of the session that it is part of."""
    title: list[Piece] = [facts.ref]
    session: list[Piece] = [facts.parent] if facts.parent else []
    return fill(context.labels.talk_in, talk=title, session=session) if session else title


def row_pieces(context: RenderContext, facts: Facts, *, day: bool) -> list[Piece]:
    """Return what a row of a list shows below the title; it has no nodes but text and links."""
    labels = context.labels
    known: list[list[Piece]] = [[piece] for _, piece in fact_pieces(context, facts, day=day)]
    names: list[list[Piece]] = [[person.ref] for person in facts.speakers]
    line = [*known, joined(names, labels.between_names)]
    return joined(filter(None, line), labels.between_facts)


def row(context: RenderContext, facts: Facts, *, day: bool) -> nodes.list_item:
    """Return a session in a list: its title, and a line of facts."""
    title = (
        link(context, piece, "session-title") if piece is facts.ref else linked(context, [piece])[0]
        for piece in title_pieces(context, facts)
    )
    item = nodes.list_item("", paragraph(*title))
    line = row_pieces(context, facts, day=day)
    if line:
        item += paragraph(*linked(context, line), classes=["session-facts"])
    return item


def rows(context: RenderContext, sessions: Sequence[Facts], *, day: bool) -> list[nodes.Node]:
    """Return a list of sessions, deferred if it can be."""
    pieces = (
        piece
        for facts in sessions
        for line in (title_pieces(context, facts), row_pieces(context, facts, day=day))
        for piece in line
    )
    return deferred(context, partial(_bullet_list, context, sessions, day=day), pieces)


def _bullet_list(
    context: RenderContext, sessions: Sequence[Facts], *, day: bool
) -> list[nodes.Node]:
    items = [row(context, facts, day=day) for facts in sessions]
    return [nodes.bullet_list("", *items, bullet="-", classes=["session-list"])]
