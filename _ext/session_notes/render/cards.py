"""The small cards that tell of a session, topic, speaker or track before a reader goes there.

A card is four texts: its heading, a line of facts, who spoke, and the first lines of what is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes

from session_notes.catalog.catalog import SessionKey
from session_notes.catalog.index_entries import entries_by_id, targets_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from session_notes.catalog.catalog import Catalog, Facts
    from session_notes.catalog.index_entries import IndexEntry
    from session_notes.render.inline import Piece, Pieces

    #: Heading, facts, people, text; what is not known is empty.
    Card = tuple[str, str, str, str]

#: How many letters of a text a card shows.
LENGTH = 240
#: What stands behind the notes.
_BEHIND = "session-part"
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
    catalog: Catalog, docname: str, tree: nodes.document, pieces: Pieces
) -> dict[str, Card]:
    """Return the cards of all on a page that links lead to, by anchor; *tree* is what it shows."""
    cards: dict[str, Card] = {}
    page = catalog.pages.get(docname)
    notes = {name: part for part in tree.findall(nodes.section) for name in part["ids"]}
    for number, session in enumerate(page.sessions if page else ()):
        text = _opening(notes.get(session.anchor, []))
        cards[session.anchor] = _session(catalog.facts(SessionKey(docname, number)), text, pieces)
    for role, name in targets_on(catalog, docname):
        cards[f"{role}-{name}"] = _item(entries_by_id(catalog, role)[name], pieces)
    return cards


def _opening(section: Iterable[nodes.Node]) -> str:
    """Return the first paragraphs and bullets of a session's notes, a line each."""
    lines: list[str] = []
    for part in section:
        if isinstance(part, nodes.section) or _is(part, nodes.container, _BEHIND):
            break
        if _is(part, nodes.field_list, "session-fields") or isinstance(part, nodes.title):
            continue
        for paragraph in part.findall(nodes.paragraph):
            if not _is(paragraph, nodes.paragraph, "session-facts"):
                lines.append(" ".join(paragraph.astext().split("\n")))
            if sum(map(len, lines)) >= LENGTH:
                return "\n".join(lines)
    return "\n".join(lines)


def _is(node: nodes.Node, kind: type[nodes.Element], *names: str) -> bool:
    return isinstance(node, kind) and not set(names).isdisjoint(node["classes"])


def _session(facts: Facts, opening: str, pieces: Pieces) -> Card:
    labels = pieces.labels
    known: list[list[Piece]] = [[piece] for _, piece in pieces.facts(facts, day=True)]
    rows = (
        pieces.title(facts),
        pieces.joined(known, labels.between_facts),
        pieces.joined(map(pieces.person, facts.speakers), labels.between_people),
    )
    texts = ("".join(pieces.words(row)) for row in rows)
    title, line, names = map(_shortened, texts)
    return title, line, names, _shortened(opening)


def _item(item: IndexEntry, pieces: Pieces) -> Card:
    labels = pieces.labels
    line = [labels.sessions_counted(item.number)]
    if item.affiliation:
        line.insert(0, item.affiliation)
    if item.aliases:
        line.append(labels.also.format(names=labels.between_names.join(item.aliases)))
    about = _shortened(labels.between_facts.join(line))
    return _shortened(item.ref.text), about, "", _shortened(item.description)


def _shortened(text: str) -> str:
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"
