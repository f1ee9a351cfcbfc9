"""The examples of a page: they come back last of all, filled from the book that they make.

They have no headings, which a table of contents or a search could take up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from session_notes.lint.book import book_of
from session_notes.render.nodes import session_example
from session_notes.sphinxext.collector import is_of_site
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.post_transforms.placeholders import Filler, render_context
from session_notes.sphinxext.refs import linker, reference
from session_notes.sphinxext.transforms.traverse import role_of

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from session_notes.catalog.catalog import Catalog, Ref
    from session_notes.sphinxext.load import BuildState

#: The prefix of every id in an example, because none may be one of the book's.
PREFIX = "example-"


class FillExamples(SphinxPostTransform):
    """Bring the examples back, in a frame."""

    # Before the placeholders that are left in them are filled.
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Fill the examples of the document, or, for a builder that makes one file, of all."""
        domain = domain_of(self.env)
        # If there is no frame, it is indented, as the code is.
        framed = domain.build.builder.format in ("html", "latex")
        for example in list(self.document.findall(session_example)):
            tree = nodes.document(self.document.settings, self.document.reporter)
            tree += [node.deepcopy() for node in example["content"]]
            examples = domain.pages[example["docname"]].examples
            catalog = book_of(examples, self.config.language)
            self._fill(tree, domain.build, catalog, example["docname"])
            frame: Element = nodes.container("") if framed else nodes.block_quote("")
            frame["classes"] = ["session-example"]
            frame += nodes.rubric(
                "", domain.build.labels.example, translatable=False, classes=["session-label"]
            )
            frame += _without_headings(tree)
            example.replace_self(frame)

    def _fill(
        self, tree: nodes.document, build: BuildState, catalog: Catalog, docname: str
    ) -> None:
        """Fill one example of the page *docname* from the *catalog* of its examples."""
        link = linker(build.builder, docname)

        def on_page(ref: Ref) -> Ref:
            """Return *ref* on the page that the examples are on, whichever of them has it."""
            return ref._replace(docname=ref.docname and docname)

        def link_from_here(ref: Ref, content: Node) -> Node:
            return link(on_page(ref), content)

        context = render_context(build, link_from_here)
        # What shows the site is filled with the rest of the document.
        Filler(build, catalog, lambda _: context).fill(tree, skip=is_of_site)
        # All links that lead to the examples; the rest may lead to the book.
        for xref in list(tree.findall(addnodes.pending_xref)):
            role = role_of(xref)
            ref = catalog.find(role, xref["reftarget"]) if role else None
            if ref:
                text: Any = xref[0].deepcopy()
                xref.replace_self(reference(build.builder, docname, on_page(ref), xref, text))


def _without_headings(tree: nodes.document) -> list[Node]:
    """Return the nodes of *tree* with boxes in the place of sections, and ids of their own."""
    for section in list(tree.findall(nodes.section)):
        title, *body = section.children
        rubric = nodes.rubric("", "", *title.children, classes=["session-example-title"])
        # For LaTeX, where a box can be no target.
        target = nodes.target("", "", ids=section["ids"])
        box = nodes.container("", target, rubric, *body, classes=section["classes"])
        section.parent.replace(section, box)
    for node in tree.findall(nodes.Element):
        node["ids"] = [PREFIX + name for name in node["ids"]]
        if "refid" in node:
            node["refid"] = PREFIX + node["refid"]
    return tree.children
