"""What LaTeX needs besides what a screen has: page numbers, addresses, an index, and classes.

The nodes are Sphinx's own. ``texinputs/sessionnotes.sty`` styles them, and a book may change any of
that in the preamble of its ``latex_elements``.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import texescape

from session_notes.model.names import collate
from session_notes.model.urls import host_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import write, writing
from session_notes.sphinxext.transforms.traverse import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from session_notes.catalog.catalog import Catalog

STYLE = Path(__file__).parents[2] / "texinputs" / "sessionnotes.sty"
#: Nodes whose classes Sphinx's writer drops; it keeps those of containers and inlines.
_WRAPPED: tuple[type[Element], ...] = (
    nodes.bullet_list,
    nodes.definition_list,
    nodes.field_list,
    nodes.paragraph,
    nodes.table,
)
_CLASSES = ("session-", "topic-", "speaker-", "reporter-", "track-")
#: Where links are so dense that a page number after each would hide the text.
_DENSE = frozenset({"session-facts", "session-fields", "session-also"})


#: XeTeX crashes at a word of a thousand characters.
_LONG = re.compile(r"\S{400}(?=\S)")
_BREAK = r"\allowbreak{}"
_AS_WRITTEN = (nodes.raw, nodes.FixedTextElement, nodes.math)


class LatexPageRefs(SphinxPostTransform):
    """Add page numbers, index terms and classes to the document, and let long words break."""

    formats = ("latex",)
    # After all references are resolved.
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Change the whole book, which is one document by now."""
        _unlink_left_out(self.document)
        self._add_pages()
        self._mark_terms()
        self._restyle()
        for text in [one for one in self.document.findall(nodes.Text) if _LONG.search(one)]:
            if not isinstance(text.parent, _AS_WRITTEN):
                _let_break(text)

    def _add_pages(self) -> None:
        """Add its page to each link within the book, but not to a broken one, which has none."""
        anchors = {name for node in self.document.findall(nodes.Element) for name in node["ids"]}
        for reference in list(self.document.findall(nodes.reference)):
            if reference.get("refid", "") in anchors or reference.get("refuri", "").startswith("%"):
                _add_page_number(reference)

    def _mark_terms(self) -> None:
        """Enter the topics and speakers of each session in the index."""
        catalog = domain_of(self.env).catalog
        for section in list(self.document.findall(nodes.section)):
            terms = list(dict.fromkeys(_index_terms(section, catalog)))
            if terms:
                marks = "".join(_index_mark(*term, self.config.latex_engine) for term in terms)
                section.insert(1, nodes.raw("", f"{marks}%\n", format="latex"))

    def _restyle(self) -> None:
        """Set references and lists of topics as paper needs them, and keep the classes of all."""
        for node in list(self.document.findall(nodes.Element)):
            if "session-references" in node["classes"]:
                _print_addresses(node)
            elif "topic-list" in node["classes"]:
                _run_in(node)
        for kind in _WRAPPED:
            for node in list(self.document.findall(kind)):
                _keep_classes(node)


def _unlink_left_out(document: nodes.document) -> None:
    """Leave the words of links to pages that the book leaves out, such as a guide of its own.

    Sphinx believes that a page is in the book if a table of contents names it, even one that is for
    other formats only.
    """
    inside = {one["docname"] for one in document.findall(addnodes.start_of_file)}
    inside.add(document["docname"])
    for link in list(document.findall(nodes.reference)):
        address = link.get("refuri", "")
        if address.startswith("%") and address[1:].partition("#")[0] not in inside:
            link.parent.replace(link, link.children)


def _print_addresses(part: Element) -> None:
    """Write the address after each link to elsewhere, because on paper nobody can follow it."""
    for link in list(part.findall(nodes.reference)):
        address = link.get("refuri", "")
        if "://" in address and link.astext() != address:
            shown = nodes.reference("", address, refuri=address)
            # A link that only shows its host says nothing more.
            only = link.astext() == host_of(address)
            link.parent.replace(link, shown if only else [link, nodes.Text(" "), shown])


def _run_in(topics: Element) -> None:
    """Make one paragraph of a list of topics, which would take a line each."""
    line = nodes.paragraph(classes=topics["classes"])
    for item in topics.findall(nodes.list_item):
        if line.children:
            line += nodes.Text(" · ")
        line += [child for paragraph in item.children for child in paragraph.children]
    topics.replace_self(line)


def _let_break(text: nodes.Text) -> None:
    """Let the line break in long words."""
    pieces: list[nodes.Node] = []
    at = 0
    for part in _LONG.finditer(text):
        pieces += [nodes.Text(text[at : part.end()]), nodes.raw("", _BREAK, format="latex")]
        at = part.end()
    parent: Any = text.parent
    parent.replace(text, [*pieces, nodes.Text(text[at:])])


def _add_page_number(reference: nodes.reference) -> None:
    """Add the page number of its target after a link within the book."""
    address = reference.get("refuri", "")
    around = list(ancestors(reference))
    classes: set[str] = set().union(*(node.get("classes", ()) for node in around))
    in_stub = any(isinstance(node, nodes.entry) and node.parent.index(node) == 0 for node in around)
    in_title = any(isinstance(node, nodes.title | nodes.term | nodes.rubric) for node in around)
    if classes & _DENSE or in_stub or in_title:
        return
    target = {key: reference[key] for key in ("refuri", "refid") if key in reference}
    if address and "#" not in address:
        # The label of a whole document, as the writer names it.
        target["refuri"] = f"{address}::doc"
    page = nodes.inline("", "", classes=["session-page"])
    page += addnodes.number_reference("", "", title="%s", internal=True, **target)
    parent = reference.parent
    if not classes & {"session-list", "topic-list"}:
        parent.insert(parent.index(reference) + 1, page)
    elif parent.index(reference) == 0:
        # The number is that of the talk, not of its session, and it ends the line.
        parent.append(page)


def _index_terms(section: nodes.section, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the topics and speakers of a session, each with the text that sorts it."""
    key = next(filter(None, map(catalog.find_session, section["ids"])), None)
    if key is None or not {"session", "talk"} & set(section["classes"]):
        return
    facts = catalog.facts(key)
    for topic in facts.topics:
        yield topic.text, topic.text
    for person in facts.speakers:
        entry = catalog.people.find(person.ref.text)
        yield person.ref.text, (entry.reading if entry else "") or person.ref.text


def _index_mark(text: str, reading: str, engine: str) -> str:
    """Return the command that enters *text* in the index at the end of the book.

    MakeIndex only knows letters of one byte; all others are grouped, as symbols are.
    """
    letters = collate(reading)[0]
    key = "".join(letter for letter in letters if letter.isalnum() or letter == " ")
    if not key[:1].isascii():
        key = f"~{key}"
    shown = texescape.escape(text, engine)
    # TeX pairs the braces of this command before it looks at backslashes.
    shown = shown.replace(r"\{", r"\sphinxleftcurlybrace{}")
    shown = shown.replace(r"\}", r"\sphinxrightcurlybrace{}")
    for special in '"@!|':
        shown = shown.replace(special, f'"{special}')
    return rf"\index{{{key}@\spxentry{{{shown}}}}}"


def _keep_classes(node: Element) -> None:
    classes = [name for name in node["classes"] if name.startswith(_CLASSES)]
    if not classes:
        return
    if isinstance(node, nodes.table):
        # It may be longer than a page, and would be wider without widths: its columns would be as
        # wide as their longest paragraphs. These are set by the length of the texts.
        node["classes"] = [*classes, "longtable", "colwidths-given"]
        rows = list(node.findall(nodes.row))
        for number, column in enumerate(node.findall(nodes.colspec)):
            texts = [row[number].astext() for row in rows]
            # Widths grow as the sides of squares; a narrower column would break many words.
            column["colwidth"] = max(12, math.isqrt(sum(map(len, texts))))
    container = nodes.container("", classes=classes)
    node.replace_self(container)
    container += node


def copy_style(app: Sphinx, builder: Builder) -> None:
    """Copy the style file to the book that loads it."""
    if builder.name == "latex":
        with writing(app):
            write(builder.outdir / STYLE.name, STYLE.read_bytes())


def connect(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_latex_package(STYLE.stem, after_hyperref=True)
    app.add_post_transform(LatexPageRefs)
    app.connect("write-started", copy_style)
