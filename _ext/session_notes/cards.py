"""The small cards that tell of a session, topic, speaker or track before a reader goes there.

A card is four texts: its heading, a line of facts, who spoke, and the first lines of what is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from session_notes.catalog import Facts, Spot
    from session_notes.pieces import Pieces
    from session_notes.views import Book, Item

    #: Heading, facts, people, text; what is not known is empty.
    Card = tuple[str, str, str, str]

#: How many letters of a text a card shows.
LENGTH = 240


def all_cards(book: Book, pieces: Pieces) -> dict[str, dict[str, Card]]:
    """Return for each page the cards of all that links lead to, by anchor."""
    cards: dict[str, dict[str, Card]] = {}
    for spot in book.spots:
        session = book.session(spot)
        here = cards.setdefault(spot.docname, {})
        here[session.anchor] = _session(book, spot, pieces)
    for (role, key), (docname, _) in book.homes.items():
        item = book.keyed(role)[key]
        cards.setdefault(docname, {})[f"{role}-{key}"] = _item(item, pieces)
    return cards


def _session(book: Book, spot: Spot, pieces: Pieces) -> Card:
    facts: Facts = book.facts(spot)
    labels = pieces.labels
    people = pieces.joined((pieces.person(one) for one in facts.speakers), labels.between_people)
    heading: list[nodes.Node] = [nodes.Text(facts.ref.text)]
    if facts.parent:
        session = [nodes.Text(facts.parent.text)]
        heading = pieces.fill(labels.talk_in, talk=heading, session=session)
    rows = (heading, pieces.facts_line(facts), people)
    texts = ("".join(node.astext() for node in row) for row in rows)
    title, line, names = map(_shortened, texts)
    return title, line, names, _shortened(book.opening(spot))


def _item(item: Item, pieces: Pieces) -> Card:
    labels = pieces.labels
    line = [labels.sessions_counted(len(item.sessions))]
    if item.affiliation:
        line.insert(0, item.affiliation)
    if item.aliases:
        line.append(labels.also.format(names=labels.between_names.join(item.aliases)))
    about = _shortened(labels.between_facts.join(line))
    return _shortened(item.ref.text), about, "", _shortened(item.description)


def _shortened(text: str) -> str:
    return text if len(text) <= LENGTH else f"{text[: LENGTH - 1].rstrip()}…"
