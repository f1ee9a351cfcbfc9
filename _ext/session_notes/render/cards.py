"""The cards that preview a session, topic, speaker or track when a reader points at a link.

A card is four texts: its heading, a line of facts, the speakers, and the first lines of the notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes

from session_notes.catalog.index_entries import entries_by_id
from session_notes.render.inline import (
    fact_pieces,
    joined,
    person_pieces,
    texts,
    title_pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from session_notes.catalog.catalog import Catalog
    from session_notes.catalog.facts import Facts
    from session_notes.catalog.index_entries import IndexEntry
    from session_notes.render.inline import Piece, RenderContext

    #: Heading, facts, people, text; what is not known is empty.
    Card = tuple[str, str, str, str]

#: How many characters of a text a card shows.
LENGTH = 240
#: Where the cards are, a file for each page.
CARDS = "_static/session-cards"


def card_name(builder: Any, docname: str) -> str:
    """Return the name of a page as the script makes it of an address."""
    address = unquote(builder.get_target_uri(docname))
    return address.removesuffix(builder.link_suffix or "").rstrip("/") or "index"


def card_file(builder: Builder, docname: str) -> str:
    """Return the path of the cards of a page."""
    return f"{CARDS}/{card_name(builder, docname)}.js"


def cards_of(
    context: RenderContext, catalog: Catalog, docname: str, tree: nodes.document
) -> dict[str, Card]:
    """Return the cards of all targets of links on a page, by anchor; *tree* is its document."""
    cards: dict[str, Card] = {}
    notes = {name: part for part in tree.findall(nodes.section) for name in part["ids"]}
    for key in catalog.keys_on(docname):
        anchor = catalog.session(key).anchor
        text = _opening(notes.get(anchor, []))
        cards[anchor] = _session_card(context, catalog.facts(key), text)
    for (role, name), (page, _) in catalog.index_of.items():
        if page == docname:
            entry = entries_by_id(catalog, role)[name]
            cards[entry.ref.anchor] = _entry_card(context, entry)
    # An index is found in the order of its vocabulary, which a page may not show.
    return dict(sorted(cards.items()))


def _opening(section: Iterable[nodes.Node]) -> str:
    """Return the first paragraphs and bullets of a session's notes, a line each."""
    lines: list[str] = []
    for part in section:
        if isinstance(part, nodes.section) or any(
            _is(part, nodes.container, name) for name in ("session-part", "session-opinions")
        ):
            break
        if _is(part, nodes.field_list, "session-fields") or isinstance(part, nodes.title):
            continue
        for paragraph in part.findall(nodes.paragraph):
            if not _is(paragraph, nodes.paragraph, "session-facts"):
                lines.append(" ".join(paragraph.astext().split("\n")))
            if sum(map(len, lines)) >= LENGTH:
                return "\n".join(lines)
    return "\n".join(lines)


def _is(node: nodes.Node, kind: type[nodes.Element], name: str) -> bool:
    return isinstance(node, kind) and name in node["classes"]


def _session_card(context: RenderContext, facts: Facts, opening: str) -> Card:
    labels = context.labels
    known: list[list[Piece]] = [[piece] for _, piece in fact_pieces(context, facts)]
    people = (person_pieces(context, person) for person in facts.speakers)
    rows = (
        title_pieces(context, facts),
        joined(known, labels.between_facts),
        joined(people, labels.between_people),
    )
    title, line, names = (_shortened("".join(texts(row))) for row in rows)
    return title, line, names, _shortened(opening)


def _entry_card(context: RenderContext, entry: IndexEntry) -> Card:
    labels = context.labels
    line = [labels.sessions_counted(entry.number)]
    if entry.affiliation:
        line.insert(0, entry.affiliation)
    if entry.aliases:
        line.append(labels.also.format(names=labels.between_names.join(entry.aliases)))
    about = _shortened(labels.between_facts.join(line))
    return _shortened(entry.ref.text), about, "", _shortened(entry.description)


def _shortened(text: str) -> str:
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"
