"""The store: what every document says of sessions, keyed by document.

Nothing derived is kept in it. The :class:`~session_notes.catalog.Catalog` over all documents
is made anew, from the store alone, once reading is over.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from session_notes.contract import ROLES
from session_notes.labels import Labels
from session_notes.lint import PageText
from session_notes.model import Page
from session_notes.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element, Node
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import Inventory

    from session_notes.catalog import Ref
    from session_notes.model import Link
    from session_notes.problems import Problem
    from session_notes.prose import Address
    from session_notes.views import Book

#: The name of the domain, as it stands in inventories.
NAME = "notes"


class NotesDomain(Domain):
    """Sessions, talks, topics, speakers and tracks."""

    name = NAME
    label = "Session notes"
    object_types: ClassVar[dict[str, ObjType]] = {
        "session": ObjType("session", "session", "any"),
        "talk": ObjType("talk", "session", "any"),
        "topic": ObjType("topic", "topic"),
        "speaker": ObjType("speaker", "speaker"),
        "track": ObjType("track", "track"),
    }
    roles: ClassVar[dict[str, Any]] = {name: XRefRole() for name in ROLES}
    initial_data: ClassVar[dict[str, Any]] = {
        "pages": {},  # docname -> Page
        "problems": {},  # docname -> list[Problem]: what is wrong in its tree
        "texts": {},  # docname -> PageText: what its text says, without the sessions
        "labels": [],  # the labels of the standard domain that are ours
    }
    #: Raised whenever the records in :mod:`session_notes.model` change their meaning.
    data_version = 5

    #: Our own words, in the language of the site.
    labels = Labels()
    #: Made when reading is over; never stored, for no domain object is.
    catalog: Book | None = None
    #: The builder that writes what was read.
    builder: Builder | None = None

    @property
    def pages(self) -> dict[str, Page]:
        """The records of each document that has any."""
        return cast("dict[str, Page]", self.data["pages"])

    @property
    def problems(self) -> dict[str, list[Problem]]:
        """What reading each document found wrong."""
        return cast("dict[str, list[Problem]]", self.data["problems"])

    @property
    def texts(self) -> dict[str, PageText]:
        """What the text of each Markdown page says."""
        return cast("dict[str, PageText]", self.data["texts"])

    def note_page(self, docname: str, page: Page) -> None:
        """Store what *docname* says of sessions."""
        if page != Page():
            self.pages[docname] = page

    def note_text(self, docname: str, text: PageText) -> None:
        """Store what the text of *docname* says, but for what its tree says better."""
        kept = text._replace(
            page=Page(links=text.page.links), day=None, paths=(), labels=(), below=()
        )
        if kept != PageText(Page()):
            self.texts[docname] = kept

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Store something wrong in *docname*; it is told when reading is over."""
        self.problems.setdefault(docname, []).append(problem)

    def clear_doc(self, docname: str) -> None:
        """Forget all that *docname* said."""
        self.catalog = None
        self.pages.pop(docname, None)
        self.problems.pop(docname, None)
        self.texts.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read of *docnames*."""
        self.catalog = None
        for docname in docnames:
            for mine, theirs in (
                (self.pages, otherdata["pages"]),
                (self.problems, otherdata["problems"]),
                (self.texts, otherdata["texts"]),
            ):
                if docname in theirs:
                    mine[docname] = theirs[docname]

    def told(self) -> list[Problem]:
        """Return what the text of the pages told."""
        return [problem for text in self.texts.values() for problem in text.problems]

    def found(self) -> list[Problem]:
        """Return what was found in the trees of the pages."""
        return [problem for problems in self.problems.values() for problem in problems]

    def addresses(self) -> list[Address]:
        """Return the outside addresses that stand in the text of the pages."""
        return [address for text in self.texts.values() for address in text.addresses]

    def links(self) -> Iterator[Link]:
        """Yield the links of all pages, each with the line that it stands in.

        A tree knows only in which line a link's paragraph begins.
        """
        for docname, page in self.pages.items():
            places: dict[tuple[str, str, str], list[int]] = defaultdict(list)
            for link in self.texts[docname].page.links if docname in self.texts else ():
                places[link.role, link.target, link.where.source].append(link.where.line)
            for link in page.links:
                source, first = link.where
                known = places.get((link.role, link.target, source), [])
                line = next((line for line in known if line >= first - 1), 0)
                if line:
                    known.remove(line)
                yield link._replace(where=Where(source, line or first))

    def near_to_missing(self, role: str, target: str) -> list[str] | None:
        """Return the names nearest to *target* if a link to it is broken; None if it is not.

        The role ``any`` asks everybody: where nothing of ours is near, or where somebody else
        has the target, the link is not ours to judge.
        """
        catalog = self.catalog
        if catalog is None or catalog.find("session" if role == "any" else role, target):
            return None
        if self._is_elsewhere(role, target):
            return None
        if role != "any":
            return catalog.nearest_names(role, target)
        std = self.env.domains.standard_domain
        if target in std.anonlabels or target in self.env.all_docs:
            return None
        return catalog.nearest_names("session", target) or None

    def _is_elsewhere(self, role: str, target: str) -> bool:
        """Say whether the inventory of another project has *target*, or ``project:target``."""
        inventories = InventoryAdapter(self.env)
        disabled = set(getattr(self.env.config, "intersphinx_disabled_reftypes", ()))
        ours = [f"{NAME}:{kind}" for kind in self.objtypes_for_role(role) or ()]

        def has(inventory: Inventory, name: str, without: set[str]) -> bool:
            return any(
                name in inventory.get(kind, {})
                for kind in (inventory if role == "any" else ours)
                if without.isdisjoint({"*", f"{kind.partition(':')[0]}:*", kind})
            )

        if has(inventories.main_inventory, target, disabled):
            return True
        # Who names the project asks it, whatever is disabled.
        project, _, name = target.partition(":")
        return has(inventories.named_inventory.get(project, {}), name, set())

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return the link for one of our roles; None where it leads nowhere."""
        ref = self.catalog.find(typ, target) if self.catalog else None
        if ref is None:
            return None
        return _reference(builder, fromdocname, ref, node, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return the session or talk *target*; other names are found by their roles alone.

        A word such as ``sdn`` is a topic's id in many books, and often something else's too.
        """
        found = self.resolve_xref(env, fromdocname, builder, "session", target, node, contnode)
        return [(f"{NAME}:session", found)] if found is not None else []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield what the inventory tells other projects of.

        The search leaves objects out (priority -1): it finds the words on their pages.
        """
        for role, name, ref in self.catalog.objects() if self.catalog else ():
            yield name, ref.text, role, ref.docname, ref.anchor, -1


def domain_of(env: BuildEnvironment) -> NotesDomain:
    """Return our domain in *env*."""
    return cast("NotesDomain", env.domains[NAME])


def _reference(
    builder: Builder, fromdocname: str, ref: Ref, node: pending_xref, contnode: Element
) -> nodes.reference | Any:
    """Return a link to *ref*, with the author's words or, without any, the title."""
    content: Element
    if node.get("refexplicit"):
        content = contnode
    else:
        classes = [*contnode.get("classes", ()), NAME]
        content = nodes.inline("", ref.text, classes=classes)
    made = link(builder, fromdocname, ref, content)
    if isinstance(made, nodes.reference) and "reftitle" in node:
        # The title that an author gave: [words](#id "title").
        made["reftitle"] = node["reftitle"]
    return made


def is_site(builder: Builder) -> bool:
    """Say whether *builder* makes pages that stand each at an address of its own."""
    return builder.format == "html" and builder.name not in ("singlehtml", "epub")


def link(builder: Builder, fromdocname: str, ref: Ref, content: Node) -> nodes.reference | Any:
    """Return *content* as a link to *ref*, or as it is where no link can be."""
    # A man page has no links: its writer would print the bare anchor behind the words.
    if not ref.docname or builder.name == "man":
        return content
    try:
        return make_refnode(builder, fromdocname, ref.docname, ref.anchor, [content])
    except NoUri:
        # A page outside of the LaTeX or Texinfo book: the words stay.
        return content
