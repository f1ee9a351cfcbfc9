"""Examples: a page, or a piece of one, as its author writes it and, below that, as it is read.

While the document is read, an example is a part of it, so that links, images and talks are seen
to. Then its records are taken from it, and its nodes are put away, where nothing takes them for a
part of the book. They come back as the last that is done with a document, filled from the book
that the examples make (:mod:`session_notes.lint.examples`), and with no headings that a table of
contents or a search could take up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from session_notes.lint.blocks import Scanner, front_matter
from session_notes.lint.examples import book_of
from session_notes.lint.front_matter import read_front_matter
from session_notes.lint.source import Findings, lines_of
from session_notes.render.nodes import session_example
from session_notes.sphinxext.collector import is_of_site
from session_notes.sphinxext.directives.base import NotesDirective
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.post_transforms.placeholders import Filler, render_context
from session_notes.sphinxext.refs import Links, reference
from session_notes.sphinxext.transforms.traverse import role_of

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from session_notes.catalog.catalog import Catalog, Ref
    from session_notes.sphinxext.build_state import BuildState

#: What stands before every id in an example, so that it is none of the book's.
PREFIX = "example-"


class ExampleDirective(NotesDirective):
    """A page, or a piece of one, as it is written and as it is read; in one there is no other."""

    optional_arguments = 0
    option_spec: ClassVar[Any] = None
    has_content = True

    def run(self) -> list[Node]:
        """Return a code block and, below it, what the code makes."""
        text = "\n".join(self.content)
        code = nodes.literal_block(text, text, language="rst" if self.is_rst else "markdown")
        self.set_source_info(code)
        if not text.strip() or "session_notes_example" in self.env.temp_data:
            return [code]
        lines = lines_of("", text.lstrip("\n"))
        front = front_matter(Scanner().scan(lines))
        start, day = len(front), read_front_matter(lines, front, Findings())
        start += len(text) - len(text.lstrip("\n")) if start else 0
        self.content, self.content_offset = self.content[start:], self.content_offset + start
        example = session_example("", docname=self.env.docname, day=day)
        example.extend(self._parse_apart())
        for node in example.findall(nodes.TextElement):
            # It stays in the language that it is written in, as the code above it does.
            node["translatable"] = False
        return [code, example]

    def _parse_apart(self) -> list[Node]:
        """Return the content as nodes whose names and ids are not those of the document."""
        document, held = self.state.document, self.env.temp_data
        # The last since docutils 0.23.
        kept = ("ids", "nameids", "nametypes", "names")
        names = [name for name in kept if name in vars(document)]
        outer = {name: getattr(document, name) for name in names}
        # Those of all examples of a page are in one place in the end.
        empty: dict[str, Any] = {name: {} for name in names}
        inner = held.setdefault("session_notes_names", empty) or empty
        vars(document).update(inner)
        held["session_notes_example"] = True
        try:
            return self.parse_content_to_nodes()
        finally:
            del held["session_notes_example"]
            vars(document).update(outer)


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
        links = Links(build.builder, docname)

        def on_page(ref: Ref) -> Ref:
            """Return *ref* on the page that the examples are on, whichever of them has it."""
            return ref._replace(docname=ref.docname and docname)

        def link_from_here(ref: Ref, content: Node) -> Node:
            return links(on_page(ref), content)

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
