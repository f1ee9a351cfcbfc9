"""What is done with a document once all documents are read: the placeholders are filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from session_notes.catalog.catalog import SessionKey
from session_notes.catalog.facts import Person, Ref
from session_notes.catalog.related import (
    at_other_events,
    mentions,
    neighbours,
    related_sessions,
)
from session_notes.catalog.views import VIEWS, facets_of
from session_notes.lint.book import book_of
from session_notes.render import blocks
from session_notes.render.inline import RenderContext, deferred
from session_notes.render.nodes import (
    session_end,
    session_example,
    session_header,
    session_mentions,
    session_part,
    session_view,
)
from session_notes.render.views import RENDERERS, filter_data, topic_picture
from session_notes.sphinxext.collector import is_of_site
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.missing_links import near_to_missing
from session_notes.sphinxext.refs import NAME, is_site, linker, reference
from session_notes.sphinxext.toctrees import keep_entries
from session_notes.sphinxext.transforms.strikethrough import show_struck
from session_notes.sphinxext.transforms.traverse import (
    NodeIndex,
    ancestors,
    role_of,
    session_around,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element, Node

    from session_notes.catalog.catalog import Catalog
    from session_notes.render.inline import Linker
    from session_notes.sphinxext.domain import NotesDomain
    from session_notes.sphinxext.load import BuildState


#: The prefix of every id in an example, because none may be one of the book's.
PREFIX = "example-"


class FillPlaceholders(SphinxPostTransform):
    """Replace the placeholders of a document by what the catalog says."""

    # Before references are resolved, by MyST (9) and by Sphinx (10).
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill the document, or, for a builder that makes one file, all of them."""
        domain = domain_of(self.env)
        catalog, builder = domain.catalog, domain.build.builder

        @cache
        def context_of(docname: str) -> RenderContext:
            link = linker(builder, docname)
            return render_context(domain.build, link, deferred=is_site(builder))

        found = NodeIndex(self.document)
        for toctree in found.of(addnodes.toctree):
            keep_entries(toctree, self.env.toctree_includes.get(toctree["parent"], ()))
        if builder.format == "html":
            _set_headings(found)
        elif builder.format != "xml":
            show_struck(self.document, builder.format)
        Filler(domain.build, catalog, context_of).fill(found)
        _resolve_any(found, domain, catalog)
        if builder.format == "text" or builder.name == "man":
            _spell_out_addresses(self.document)


def render_context(build: BuildState, linker: Linker, *, deferred: bool = False) -> RenderContext:
    """Return what rendering depends on, for a page whose links *linker* makes."""
    kinds, html = build.settings.extra_kinds(), build.builder.format == "html"
    return RenderContext(linker, build.labels, kinds, html=html, deferred=deferred)


@dataclass(frozen=True)
class Filler:
    """Replaces placeholders by what a catalog says of them.

    *context_of* returns the context of the document that a placeholder comes from.
    """

    build: BuildState
    catalog: Catalog
    context_of: Callable[[str], RenderContext]

    def fill(self, found: NodeIndex, skip: Callable[[Element], bool] = lambda _: False) -> None:
        """Replace all placeholders among the nodes that were *found*, but for those to *skip*."""
        fillers: tuple[tuple[type[Element], Callable[[RenderContext, Any], list[Node]]], ...] = (
            (session_part, self._part),
            (session_header, self._header),
            (session_mentions, self._mentions),
            (session_end, self._end),
            (session_view, self._view),
        )
        for kind, fill in fillers:
            for node in found.of(kind):
                if not skip(node):
                    node.parent.replace(node, fill(self.context_of(node["docname"]), node))

    def _part(self, context: RenderContext, part: session_part) -> list[Node]:
        for item in part.findall(nodes.list_item):
            if "kind" in item:
                paragraph = item.next_node(nodes.paragraph) or item
                paragraph[:0] = blocks.reference_kind(context, item.attributes.pop("kind"))
        children = list(part.children)
        # The parts before this one are filled already.
        before: list[Any] = part.parent.children[: part.parent.index(part)]
        is_first = not any("session-references" in node["classes"] for node in before)
        if part["part"] == "references" and part["number"] >= 0 and is_first:
            media = blocks.media(context, self.catalog.facts(_key(part)))
            if media and children and isinstance(children[0], nodes.bullet_list):
                children[0][:0] = media
            elif media:
                children.insert(0, nodes.bullet_list("", *media, bullet="-"))
        if part["part"] == "impressions" and children:
            return self._impressions(context, part, children)
        return [blocks.part(context, part["part"], children)] if children else []

    def _impressions(
        self, context: RenderContext, part: session_part, children: list[Node]
    ) -> list[Node]:
        """Return impressions; those of several people are side by side where there is room."""
        people: tuple[Person, ...] = (Person(Ref(part["said"])),) if part["said"] else ()
        if part["number"] >= 0:
            people = self.catalog.facts(_key(part)).impressions[part["opinion"]]
        if self.build.builder.format == "texinfo":
            # Its headings hold no links.
            people = tuple(Person(Ref(one.ref.text)) for one in people)
        made = blocks.part(context, "impressions", children, people)
        at = part.parent.index(part)
        before, after = part.parent[max(at - 1, 0)], part.parent[at + 1 : at + 2]
        if isinstance(before, nodes.container) and "session-opinions" in before["classes"]:
            before += made
            return []
        if after and isinstance(after[0], session_part) and after[0]["part"] == "impressions":
            return [nodes.container("", made, classes=["session-opinions"])]
        return [made]

    def _header(self, context: RenderContext, node: session_header) -> list[Node]:
        texts = dict(zip(node["texts"], node.children, strict=True))
        return blocks.header(context, self.catalog.facts(_key(node)), texts)

    def _mentions(self, context: RenderContext, node: session_mentions) -> list[Node]:
        mentioned = mentions(self.catalog, _key(node))
        elsewhere = at_other_events(self.catalog, _key(node))
        related = related_sessions(self.catalog, _key(node))
        return [
            *([blocks.mentions(context, mentioned)] if mentioned else []),
            *([blocks.at_other_events(context, elsewhere)] if elsewhere else []),
            *([blocks.related(context, related)] if related else []),
        ]

    def _end(self, context: RenderContext, node: session_end) -> list[Node]:
        if not is_site(self.build.builder):
            return []
        return deferred(context, partial(self._make_end, context, _key(node)))

    def _make_end(self, context: RenderContext, key: SessionKey) -> list[Node]:
        """Return the links at the end of a session, on the pages of a site."""
        catalog, labels = self.catalog, context.labels
        session, facts = catalog.session(key), catalog.facts(key)
        day = labels.weekday(facts.day) if facts.day else labels.this_page
        track = facts.track.text if facts.track else ""
        rows = zip((day, track), neighbours(catalog, key), strict=True)
        source = self.build.settings.source(session.where, catalog.last_line(key))
        end = blocks.session_end(context, rows, facts.ref, source)
        for added in self.build.env.events.emit("session-end", catalog, key, labels):
            end += added
        return [end]

    def _view(self, context: RenderContext, node: session_view) -> list[Node]:
        view, docname = node["view"], node["docname"]
        shown: Any = VIEWS[view.name].query(self.catalog, docname, view)
        if view.name == "session-files":
            shown = list(chain(*self.build.env.events.emit("session-files", docname, shown)))
        if is_site(self.build.builder) and view.name.endswith("-index"):
            context = replace(context, added_to=partial(self._added_to, docname))
        made: list[Any] = RENDERERS[view.name](context, shown)
        options = dict(view.options)
        if "picture" in options and is_site(self.build.builder):
            made = [*topic_picture(context, shown), *made]
        if "books" in options:
            added = list(chain(*self.build.env.events.emit("session-books", docname, view)))
            # A book without sessions of its own shows those of others alone.
            is_empty = all("session-empty" in node.get("classes", ()) for node in made)
            made = added if added and is_empty else [*made, *added]
        found = facets_of(self.catalog, view) if is_site(self.build.builder) else None
        # In a list of one session there is nothing to choose.
        return [filter_data(context, found), *made] if found and len(found.rows) > 1 else made

    def _added_to(self, docname: str, anchor: str) -> list[Node]:
        role, _, name = anchor.partition("-")
        given = self.catalog, role, name, docname
        return [*chain(*self.build.env.events.emit("session-entry", *given))] if name else []


def _key(node: Element) -> SessionKey:
    return SessionKey(node["docname"], node["number"])


def _set_headings(found: NodeIndex) -> None:
    """Let browsers show the headings in sessions as headings, below the titles of the sessions."""
    for rubric in found.of(nodes.rubric):
        section = session_around(rubric) if "level" in rubric else None
        if section is not None:
            above = sum(isinstance(node, nodes.section) for node in ancestors(rubric))
            rubric["heading-level"] = min(above + rubric["level"], 6)


def _resolve_any(found: NodeIndex, domain: NotesDomain, catalog: Catalog) -> None:
    """Resolve those links without a role that lead to sessions.

    The exact id of a session is that session, whatever page or label has the same name: so
    "Mentioned in" has it too. Links that were reported become text, because MyST would report them
    once more.
    """
    for xref in found.of(addnodes.pending_xref):
        if role_of(xref) != "any":
            continue
        target = xref["reftarget"]
        key = catalog.find_session(target)
        if key is not None and catalog.session(key).id == target:
            xref.attributes.update(refdomain=NAME, reftype="session")
            words = xref.next_node(nodes.inline)
            if words is not None:
                words["classes"] += [NAME, f"{NAME}-session"]
        elif near_to_missing(domain, "any", target):
            xref.parent.replace(xref, xref[0].children or [nodes.literal("", target)])


def _spell_out_addresses(document: nodes.document) -> None:
    """Write the address after each link of a session, in formats that have no links.

    The link itself goes: some versions of the writer of man pages would add it once more.
    """
    for node in list(document.findall(nodes.reference)):
        address = node.get("refuri", "")
        if "://" in address:
            after = [] if node.astext() == address else [nodes.Text(f" <{address}>")]
            node.parent.replace(node, [*node.children, *after])


# -- examples ---------------------------------------------------------------------------------


class FillExamples(SphinxPostTransform):
    """Bring the examples back last of all, in a frame, filled from the book that they make.

    They have no headings, which a table of contents or a search could take up.
    """

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

        context, found = render_context(build, link_from_here), NodeIndex(tree)
        # What shows the site is filled with the rest of the document.
        Filler(build, catalog, lambda _: context).fill(found, skip=is_of_site)
        # All links that lead to the examples; the rest may lead to the book.
        for xref in found.of(addnodes.pending_xref):
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
        for names in ("ids", "backrefs"):
            if node.get(names):
                node[names] = [PREFIX + name for name in node[names]]
        if "refid" in node:
            node["refid"] = PREFIX + node["refid"]
    return tree.children
