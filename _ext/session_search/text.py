"""What each document says, line by line, as the search has it.

It is taken from a document when it is read, and kept packed, because a build with nothing to do
needs none of it. A link without words of its own keeps what it leads to: titles are known only
when all documents are read. Examples are not part of the book; the core has put them away by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from session_notes.sphinxext.api import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

#: A piece of a line: words, or role and target of a link that shows a title.
Piece = str | list[str]
Line = list[Piece]

#: The nodes that say nothing, or that are said elsewhere.
_SILENT = (nodes.raw, nodes.Invisible, nodes.system_message, nodes.section, nodes.title)


class Said(NamedTuple):
    """What a session says: its notes, its impressions, its references with all addresses."""

    notes: list[Line]
    impressions: list[Line]
    references: list[Line]


class Section(NamedTuple):
    """A section that is no session: its anchor, its title, and what it says by itself."""

    anchor: str
    title: str
    lines: list[Line]


class Document(NamedTuple):
    """What a document says: its sessions by their numbers, and its sections."""

    sessions: dict[int, Said]
    sections: list[Section]


def documents(env: BuildEnvironment) -> dict[str, Document]:
    """Return what all documents say, by their names."""
    return {
        docname: Document(
            {int(number): Said(*said) for number, said in sessions.items()},
            [Section(*section) for section in sections],
        )
        for docname, (sessions, sections) in KEPT.documents(env)
    }


# -- a document as lines ------------------------------------------------------------------------


def document(tree: nodes.document) -> Document:
    """Return what a document says."""
    sessions: dict[int, Said] = {}
    sections: list[Section] = []
    for section in tree.findall(nodes.section):
        header = next((node for node in section.children if _is(node, "session_header")), None)
        if header is None:
            title = section[0].astext() if isinstance(section[0], nodes.title) else ""
            anchor = section["ids"][0] if section["ids"] else ""
            sections.append(Section(anchor, title, list(_lines(section.children))))
        elif isinstance(header, nodes.Element) and header.get("number", -1) >= 0:
            sessions[header["number"]] = _said(section)
    outside = list(_lines(tree.children))
    if outside:
        sections.insert(0, Section("", "", outside))
    return Document(sessions, sections)


def _said(section: Element) -> Said:
    parts = [node for node in section.children if _is(node, "session_part")]
    impressions = [part for part in parts if _part(part) == "impressions"]
    references = [part for part in parts if _part(part) == "references"]
    return Said(
        list(_lines(section.children)),
        list(_lines(node for part in impressions for node in part.children)),
        [*_lines(node for part in references for node in part.children), *_addresses(section)],
    )


def _part(node: Node) -> str:
    return str(node["part"]) if isinstance(node, nodes.Element) else ""


def _addresses(section: Element) -> Iterator[Line]:
    """Yield the addresses of all links in a session, but not in its talks."""
    for child in section.children:
        if not isinstance(child, nodes.section):
            for link in child.findall(nodes.reference):
                if "refuri" in link:
                    yield [link["refuri"]]


def _is(node: Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and node.tagname == name


def _is_silent(node: Node) -> bool:
    """Say whether a node says nothing; placeholders of the core stand for what others say."""
    return isinstance(node, _SILENT) or (
        isinstance(node, nodes.Element) and node.tagname.startswith("session_")
    )


def _lines(found: Iterable[Node]) -> Iterator[Line]:
    """Yield what nodes say, a line for each paragraph, bullet, row of a table and line of code."""
    for node in found:
        if _is_silent(node) or isinstance(node, nodes.label):
            continue
        if isinstance(node, nodes.literal_block | nodes.math_block):
            for code in filter(str.strip, node.astext().splitlines()):
                yield [code]
        elif isinstance(node, nodes.row):
            cells: Line = []
            for cell in node.children:
                for line in _lines(cell.children):
                    cells += [" ", *line] if cells else line
            yield from [cells] if cells else []
        elif isinstance(node, nodes.TextElement | nodes.Text | nodes.image):
            line = list(_joined(_pieces(node)))
            yield from [line] if line else []
        elif isinstance(node, nodes.Element):
            yield from _lines(node.children)


def _pieces(node: Node) -> Iterator[Piece]:
    if isinstance(node, nodes.Text):
        yield " ".join(str(node).split("\n"))
    elif isinstance(node, nodes.image):
        yield node.get("alt", "")
    elif isinstance(node, nodes.footnote_reference) or _is_silent(node):
        return
    elif _is(node, "pending_xref") and isinstance(node, nodes.Element):
        is_ours = node.get("refdomain") == "notes"
        if not node.get("refexplicit") and (is_ours or node["reftype"] in ("any", "myst")):
            yield [node["reftype"] if is_ours else "any", node["reftarget"]]
        else:
            yield from _all(node)
    elif isinstance(node, nodes.Element):
        yield from _all(node)


def _all(node: Element) -> Iterator[Piece]:
    for child in node.children:
        yield from _pieces(child)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces with words that follow each other as one; nothing for blank words."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        if words:
            yield "".join(words)
            words = []
        yield piece
    if "".join(words).strip():
        yield "".join(words)


def _unless_silent(tree: nodes.document) -> Document | None:
    found = document(tree)
    return found if any(found) else None


KEPT = Kept("session_search_text", _unless_silent)
