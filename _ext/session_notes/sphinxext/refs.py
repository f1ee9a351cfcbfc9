"""Links to places in the book, as a builder makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder

    from session_notes.catalog.catalog import Ref

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
    made = Links(builder, fromdocname)(ref, content)
    if isinstance(made, nodes.reference) and "reftitle" in node:
        # The title that an author gave: [words](#id "title").
        made["reftitle"] = node["reftitle"]
    return made


def is_site(builder: Builder) -> bool:
    """Say whether *builder* makes HTML pages that each have an address of their own."""
    return builder.format == "html" and builder.name not in ("singlehtml", "epub")


class Links:
    """Makes the links of one page, and asks the builder once for the address of each other."""

    def __init__(self, builder: Builder, docname: str) -> None:
        self.builder = builder
        self.docname = docname
        self._uris: dict[str, str | None] = {}

    def __call__(self, ref: Ref, content: Node) -> nodes.reference | Any:
        """Return *content* as a link to *ref*, or unchanged if there can be no link."""
        # A man page has no links: its writer would print the bare anchor after the text.
        if not ref.docname or self.builder.name == "man":
            return content
        if ref.docname == self.docname and ref.anchor:
            return nodes.reference("", "", content, internal=True, refid=ref.anchor)
        uri = self._uri(ref.docname)
        if uri is None:
            return content
        if ref.anchor:
            uri = f"{uri}#{ref.anchor}"
        return nodes.reference("", "", content, internal=True, refuri=uri)

    def _uri(self, docname: str) -> str | None:
        """Return the address of a page; None if it is not in the LaTeX or Texinfo book."""
        if docname not in self._uris:
            try:
                self._uris[docname] = self.builder.get_relative_uri(self.docname, docname)
            except NoUri:
                self._uris[docname] = None
        return self._uris[docname]
