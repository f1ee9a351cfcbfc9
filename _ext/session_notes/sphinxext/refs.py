"""Links to places in the book, as a builder makes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder

    from session_notes.catalog.facts import Ref
    from session_notes.render.inline import Linker

#: The name of the domain, also in inventories.
NAME = "notes"


def reference(
    builder: Builder, fromdocname: str, ref: Ref, node: pending_xref, contnode: Element
) -> nodes.reference | Any:
    """Return a link to *ref* with the author's text or, if there is none, the title."""
    content: Element
    if node.get("refexplicit"):
        content = contnode
    else:
        classes = [*contnode.get("classes", ()), NAME]
        content = nodes.inline("", ref.text, classes=classes)
    made = linker(builder, fromdocname)(ref, content)
    if isinstance(made, nodes.reference) and "reftitle" in node:
        # The title that an author gave: [words](#id "title").
        made["reftitle"] = node["reftitle"]
    return made


def is_site(builder: Builder) -> bool:
    """Say whether *builder* makes HTML pages that each have an address of their own."""
    return builder.format == "html" and builder.name not in ("singlehtml", "epub")


def linker(builder: Builder, docname: str) -> Linker:
    """Return what makes the links of one page, and asks once for the address of each other."""
    left_out = builder.config.epub_exclude_files if builder.name == "epub" else ()

    @cache
    def address(page: str) -> str | None:
        if f"{page}.xhtml" in left_out:
            return None
        try:
            return builder.get_relative_uri(docname, page)
        except NoUri:
            # The page is not in the LaTeX or Texinfo book.
            return None

    def link(ref: Ref, content: Node) -> Node:
        """Return *content* as a link to *ref*, or unchanged if there can be no link."""
        # A man page has no links: its writer would print the bare anchor after the text.
        if not ref.docname or builder.name == "man":
            return content
        if ref.docname == docname and ref.anchor:
            return nodes.reference("", "", content, internal=True, refid=ref.anchor)
        page = address(ref.docname)
        if page is None:
            return content
        uri = f"{page}#{ref.anchor}" if ref.anchor else page
        return nodes.reference("", "", content, internal=True, refuri=uri)

    return link
