"""The notes and impressions of sessions as text and as Markdown, and their first words.

They are taken from each document when it is read, and kept packed, because a build with nothing to
do needs none of them. Links keep the names they lead to: titles are known only when all is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from session_notes.sphinxext.api import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docutils.nodes import Element, Node
    from session_notes.catalog.catalog import Catalog, SessionKey
    from sphinx.environment import BuildEnvironment

    from session_exports.site import Site

#: The longest summary.
SUMMARY = 300
#: What Markdown would take for markup within a line, and at the beginning of one.
_MARKUP = re.compile(r"[\\`*_\[\]<>~]")
_BEGINNING = re.compile(r"^(?:#|[-+=](?=\s)|\d+[.)](?=\s))")
#: The nodes that say nothing, or that are somebody else's part of a session.
_SILENT = (nodes.raw, nodes.Invisible, nodes.system_message, nodes.section, nodes.title)
_AROUND = {"emphasis": "*", "strong": "**", "literal": "`", "math": "$"}


class Piece(NamedTuple):
    """A piece of notes: text, or a link to what the catalog knows, with its words if it has some.

    The kind is ``text``; ``code``, in which nothing is markup; ``mark``, which is no part of a
    summary; ``markdown``, which only Markdown has; or the role of a link.
    """

    text: str
    kind: str = "text"
    target: str = ""


class Told(NamedTuple):
    """The notes of a session, and each of its impressions."""

    notes: list[Piece]
    impressions: list[list[Piece]]


class Form(NamedTuple):
    """The same notes as text and as Markdown."""

    text: str
    markdown: str


# -- while a document is read -------------------------------------------------------------------


def notes_of(tree: nodes.document) -> dict[int, Told]:
    """Return the notes of a document by the numbers of its sessions."""
    headers = (node for node in tree.findall(nodes.Element) if _is(node, "session_header"))
    return {header["number"]: _told(header.parent) for header in headers}


KEPT = Kept("session_exports_notes", notes_of)


def _is(node: Node, name: str) -> bool:
    return isinstance(node, nodes.Element) and node.tagname == name


def _told(section: Element) -> Told:
    own = [node for node in section.children if not isinstance(node, _SILENT)]
    parts = [node for node in own if isinstance(node, nodes.Element) and _is(node, "session_part")]
    impressions = [one for one in parts if one["part"] == "impressions"]
    return Told(
        list(_blocks([node for node in own if not _is_ours(node)])),
        [list(_blocks(one.children)) for one in impressions],
    )


def _is_ours(node: Node) -> bool:
    """Say whether a node is a placeholder of the core, which stands for what others say."""
    return isinstance(node, nodes.Element) and node.tagname.startswith("session_")


def _blocks(found: Iterable[Node], indent: str = "") -> Iterator[Piece]:
    """Yield the pieces of blocks, each behind the first after an empty line."""
    is_first = True
    for node in found:
        if isinstance(node, _SILENT) or _is_ours(node):
            continue
        pieces = [*_block(node, indent)]
        if pieces:
            if not is_first:
                yield Piece(_gap(indent), "mark")
            yield from pieces
            is_first = False


def _gap(indent: str) -> str:
    """Return an empty line, which in a quotation has a sign."""
    return f"\n{indent.rstrip()}\n{indent}"


def _block(node: Node, indent: str) -> Iterator[Piece]:  # noqa: C901, PLR0912 - a table of kinds
    if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
        start = node.get("start", 1)
        for number, item in enumerate(node.children):
            ordered = isinstance(node, nodes.enumerated_list)
            mark = f"{start + number}. " if ordered else "- "
            yield Piece(f"\n{indent}{mark}" if number else mark, "mark")
            yield from _tight(item.children, indent + " " * len(mark))
    elif isinstance(node, nodes.definition_list):
        for number, item in enumerate(node.children):
            yield Piece(f"\n\n{indent}" if number else "", "mark")
            for part in item.children:
                if isinstance(part, nodes.definition):
                    yield Piece(f"\n{indent}: ", "mark")
                    yield from _blocks(part.children, f"{indent}  ")
                else:
                    yield from _inline(part, indent)
    elif isinstance(node, nodes.block_quote):
        yield Piece("> ", "mark")
        yield from _blocks(node.children, f"{indent}> ")
    elif isinstance(node, nodes.literal_block | nodes.math_block):
        # Longer than any fence in it.
        is_math, text = isinstance(node, nodes.math_block), node.astext().rstrip("\n")
        fence = "$$" if is_math else "`" * max(3, _longest(text, "`") + 1)
        language = "" if is_math else node.get("language", "")
        yield Piece(f"{fence}{'' if language == 'default' else language}\n{indent}", "markdown")
        yield Piece(text.replace("\n", f"\n{indent}"), "code")
        yield Piece(f"\n{indent}{fence}", "markdown")
    elif isinstance(node, nodes.row):
        for entry in node.children:
            yield Piece("| ", "mark")
            yield from _on_a_line(_blocks(entry.children))
            yield Piece(" ", "mark")
        yield Piece("|", "mark")
    elif isinstance(node, nodes.thead | nodes.tbody):
        for number, row in enumerate(node.children):
            yield Piece(f"\n{indent}" if number else "", "mark")
            yield from _block(row, indent)
            if isinstance(node, nodes.thead):
                yield Piece(f"\n{indent}|{' --- |' * len(row.children)}", "markdown")
    elif isinstance(node, nodes.table | nodes.tgroup):
        shown = [child for child in node.children if not isinstance(child, nodes.colspec)]
        for number, child in enumerate(shown):
            yield Piece(f"\n{indent}" if number else "", "mark")
            yield from _block(child, indent)
    elif isinstance(node, nodes.rubric):
        yield Piece("**", "markdown")
        yield from _inline(node, indent)
        yield Piece("**", "markdown")
    elif isinstance(node, nodes.TextElement | nodes.Text | nodes.image):
        yield from _inline(node, indent)
    elif isinstance(node, nodes.Element):
        yield from _blocks(node.children, indent)


def _tight(found: Iterable[Node], indent: str) -> Iterator[Piece]:
    """Yield the blocks of an item; a list follows its paragraph without an empty line."""
    for piece in _blocks(found, indent):
        is_gap = piece.kind == "mark" and piece.text == _gap(indent)
        yield Piece(f"\n{indent}", "mark") if is_gap else piece


def _on_a_line(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece._replace(text=" ".join(piece.text.split("\n")).replace("|", "/"))


def _longest(text: str, sign: str) -> int:
    longest = run = 0
    for char in text:
        run = run + 1 if char == sign else 0
        longest = max(longest, run)
    return longest


def _inline(node: Node, indent: str) -> Iterator[Piece]:
    if isinstance(node, nodes.Text):
        yield Piece(" ".join(str(node).split("\n")))
    elif isinstance(node, nodes.literal):
        text = node.astext()
        tick = "`" * (_longest(text, "`") + 1)
        space = " " if text[:1] == "`" or text[-1:] == "`" else ""
        yield Piece(tick + space, "markdown")
        yield Piece(text, "code")
        yield Piece(space + tick, "markdown")
    elif isinstance(node, nodes.image):
        yield Piece(node.get("alt", ""))
    elif isinstance(node, nodes.reference) and "refuri" in node:
        yield Piece("[", "markdown")
        yield from _all(node, indent)
        address = node["refuri"].replace("<", "%3C").replace(">", "%3E")
        yield Piece(f"](<{address}>)", "markdown")
    elif _is(node, "pending_xref"):
        yield from _link(node, indent)  # type: ignore[arg-type]
    elif isinstance(node, nodes.footnote_reference):
        yield Piece(f"[^{node.astext()}]", "code")
    elif isinstance(node, nodes.Element) and not isinstance(node, _SILENT):
        around = _AROUND.get(node.tagname, "")
        if around:
            yield Piece(around, "markdown")
        yield from _all(node, indent)
        if around:
            yield Piece(around, "markdown")


def _all(node: Element, indent: str) -> Iterator[Piece]:
    for child in node.children:
        yield from _inline(child, indent)


def _link(xref: Element, indent: str) -> Iterator[Piece]:
    """Yield a link that may lead to something of the book; its words if it cannot."""
    is_ours = xref.get("refdomain") == "notes"
    if is_ours or xref["reftype"] in ("any", "myst"):
        text = xref.astext() if xref.get("refexplicit") else ""
        yield Piece(text, xref["reftype"] if is_ours else "any", xref["reftarget"])
    else:
        yield from _all(xref, indent)


# -- when all is read ---------------------------------------------------------------------------


def told_in(env: BuildEnvironment) -> dict[str, dict[int, Told]]:
    """Return the notes of all documents, by document and number of the session."""
    return {
        docname: {
            int(number): Told(
                [Piece(*piece) for piece in notes],
                [[Piece(*piece) for piece in one] for one in impressions],
            )
            for number, (notes, impressions) in told.items()
        }
        for docname, told in KEPT.documents(env)
    }


def summary(catalog: Catalog, pieces: Iterable[Piece]) -> str:
    """Return the first words of notes on one line, of up to :data:`SUMMARY` letters."""
    words = (
        " " if piece.kind == "mark" else _words(catalog, piece)[0]
        for piece in pieces
        if piece.kind != "markdown"
    )
    text = " ".join("".join(words).split())
    if len(text) <= SUMMARY:
        return text
    cut = text[: SUMMARY - 1]
    # Without spaces, as in Japanese, cut between letters.
    return f"{cut.rpartition(' ')[0] or cut}…"


def form(catalog: Catalog, site: Site, pieces: Iterable[Piece]) -> Form:
    """Return notes as text and as Markdown; links lead to places relative to the book's root."""
    text: list[str] = []
    markdown: list[str] = []
    for piece in pieces:
        if piece.kind != "markdown":
            words, place = _words(catalog, piece, site)
            text.append(words)
            is_text = piece.kind not in ("code", "mark")
            said = _escaped(words, is_first=not markdown) if is_text else words
            markdown.append(f"[{said}](<{place}>)" if place else said)
        else:
            markdown.append(piece.text)
    return Form(*("\n".join(map(str.rstrip, "".join(one).split("\n"))) for one in (text, markdown)))


def _words(catalog: Catalog, piece: Piece, site: Site | None = None) -> tuple[str, str]:
    """Return the words of a piece, and the path of what it leads to; empty for no link."""
    if not piece.target:
        return piece.text, ""
    ref = catalog.find(piece.kind, piece.target)
    if ref is None:
        return piece.text or piece.target, ""
    return piece.text or ref.text, site.path(ref) if site and ref.docname else ""


def _escaped(text: str, *, is_first: bool) -> str:
    made = _MARKUP.sub(r"\\\g<0>", text)
    return _BEGINNING.sub(r"\\\g<0>", made) if is_first else made


def notes_data(
    catalog: Catalog, site: Site, told: Mapping[str, Mapping[int, Told]]
) -> dict[str, Any]:
    """Return what each session says, by its id: notes, and impressions with whose they are."""
    return {
        catalog.session(key).id: {
            "notes": form(catalog, site, one.notes)._asdict() if one.notes else None,
            "impressions": [
                {
                    "reporters": [catalog.id_of("reporter", who.name) for who in people],
                    **form(catalog, site, pieces)._asdict(),
                }
                for people, pieces in zip(catalog.impressions(key), one.impressions, strict=False)
                if pieces
            ],
        }
        for key, one in _by_key(catalog, told)
        if one.notes or one.impressions
    }


def _by_key(
    catalog: Catalog, told: Mapping[str, Mapping[int, Told]]
) -> Iterator[tuple[SessionKey, Told]]:
    for key in catalog.session_keys:
        one = told.get(key.docname, {}).get(key.number)
        # Of two sessions with one id the first has it.
        if one and catalog.find_session(catalog.session(key).id) == key:
            yield key, one
