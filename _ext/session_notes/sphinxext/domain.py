"""The store: what every document says of sessions, keyed by document.

Nothing derived is kept in it. The :class:`~session_notes.catalog.catalog.Catalog` over all
documents is made anew, from the store alone, once reading is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain, ObjType
from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.roles import XRefRole

from session_notes.lint.examples import judge_examples
from session_notes.lint.page import placed
from session_notes.locale.labels import KINDS, Labels
from session_notes.model.records import NOWHERE, Address, Page
from session_notes.model.schema import ROLES
from session_notes.model.storage import Records
from session_notes.sphinxext.config import Settings, settings_of
from session_notes.sphinxext.refs import NAME, reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import Inventory

    from session_notes.catalog.catalog import Catalog, Ref
    from session_notes.lint.page import PageText
    from session_notes.model.problems import Problem
    from session_notes.model.records import Link


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
        "records": Records(),
        "told": {},  # docname -> list[Problem]: what is wrong in its text
        "problems": {},  # docname -> list[Problem]: what is wrong in its tree
    }
    #: Raised whenever the records in :mod:`session_notes.model.records` change their meaning.
    data_version = 9

    #: Our own words, in the language of the site.
    labels = Labels()
    #: The builder that writes what was read.
    builder: Builder | None = None
    #: Whether nothing is other than in the last build, but for the notes of pages just read.
    quiet = False
    #: Whether a page with sessions has a date.
    dated = False
    #: Whether sessions have their labels.
    labelled = False

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        # Nothing of this is stored, for no domain object is.
        self._texts: dict[str, PageText] = {}
        self._make_catalog: Callable[[], Catalog] | None = None
        self._catalog: Catalog | None = None

    @property
    def catalog(self) -> Catalog | None:
        """The catalog of all records; None until reading is over."""
        if self._catalog is None and self._make_catalog is not None:
            self._catalog = self._make_catalog()
        return self._catalog

    def set_catalog(self, make: Callable[[], Catalog] | None) -> None:
        """Let *make* make the catalog once somebody asks for it, as not every build does."""
        self._make_catalog, self._catalog = make, None

    @property
    def records(self) -> Records:
        """What pages say of sessions."""
        return cast("Records", self.data["records"])

    @property
    def pages(self) -> dict[str, Page]:
        """The records of each document that has any."""
        return self.records.pages

    def page(self, docname: str) -> Page:
        """Return the records of one document."""
        return self.records.get(docname) or Page()

    @property
    def problems(self) -> dict[str, list[Problem]]:
        """What reading each document found wrong."""
        return cast("dict[str, list[Problem]]", self.data["problems"])

    def note_page(self, docname: str, page: Page) -> None:
        """Store what *docname* says of sessions, with what its text says better than its tree."""
        text = self._texts.pop(docname, None)
        if page.examples:
            kinds = {*KINDS, *settings_of(self.env.config, Settings).extra_kinds()}
            for problem in judge_examples([text.page if text else page], kinds):
                self.note_problem(docname, problem)
        if text:
            links = tuple(placed(page.links, text.page.links))
            page = page._replace(links=links, addresses=_unlisted(page, text.addresses))
        if page != Page():
            self.records.put(docname, page)

    def note_text(self, docname: str, text: PageText) -> None:
        """Keep what the text of *docname* says until its tree is made, and store its problems."""
        self._texts[docname] = text
        if text.problems:
            self.data["told"][docname] = list(text.problems)

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Store something wrong in *docname*; it is told when reading is over."""
        self.problems.setdefault(docname, []).append(problem)

    def clear_doc(self, docname: str) -> None:
        """Forget all that *docname* said."""
        self.set_catalog(None)
        self._texts.pop(docname, None)
        self.records.put(docname, None)
        for kept in self._by_document(self.data):
            kept.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read of *docnames*."""
        self.set_catalog(None)
        for mine, theirs in zip(
            self._by_document(self.data), self._by_document(otherdata), strict=True
        ):
            for docname in docnames & theirs.keys():
                mine[docname] = theirs[docname]
        for docname in docnames:
            self.records.put(docname, otherdata["records"].get(docname))

    @staticmethod
    def _by_document(data: dict[str, Any]) -> list[dict[str, Any]]:
        return [data["told"], data["problems"]]

    def wrong(self) -> set[str]:
        """Return the documents of which reading found anything wrong."""
        return {*self.data["told"], *self.data["problems"]}

    def told(self) -> list[Problem]:
        """Return what the text of the pages told."""
        return [problem for problems in self.data["told"].values() for problem in problems]

    def found(self) -> list[Problem]:
        """Return what was found in the trees of the pages."""
        return [problem for problems in self.problems.values() for problem in problems]

    def addresses(self) -> list[Address]:
        """Return the outside addresses that stand in the text of the pages.

        Those of references are without a place, where that can never be told.
        """
        found: list[Address] = []
        for page in self.pages.values():
            found += page.addresses
            found += (Address(url, NOWHERE) for url in _listed(page))
        return found

    def links(self) -> list[Link]:
        """Return the links of all pages."""
        return [link for page in self.pages.values() for link in page.links]

    def near_to_missing(self, role: str, target: str) -> list[str] | None:
        """Return the names nearest to *target* if a link to it is broken; None if it is not.

        The role ``any`` asks everybody: where nothing of ours is near, or where somebody else
        has the target, the link is not ours to judge.
        """
        catalog = self.catalog
        if catalog is None or catalog.find(role, target):
            return None
        if self._is_elsewhere(role, target):
            return None
        if role != "any":
            return catalog.nearest_names(role, target)
        std = self.env.domains.standard_domain
        if target in std.anonlabels or target in self.env.all_docs or session_of(catalog, target):
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
        return reference(builder, fromdocname, ref, node, contnode)

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
        for role, name, ref in self.catalog.objects if self.catalog else ():
            yield name, ref.text, role, ref.docname, ref.anchor, -1


#: What stands before the id of a session in the label that projects without our domain use.
LABEL = "session-"


def session_of(catalog: Catalog, label: str) -> Ref | None:
    """Return the session or talk that has the *label* ``session-<id>``."""
    if not label.startswith(LABEL):
        return None
    return catalog.find("session", label.removeprefix(LABEL))


def _listed(page: Page) -> set[str]:
    """Return the secure addresses among the references of a page."""
    listed = (one.url for session in page.sessions for one in session.references)
    return {url for url in listed if url.startswith("https:")}


def _unlisted(page: Page, addresses: Iterable[Address]) -> tuple[Address, ...]:
    """Return those of *addresses* that the references of *page* do not hold already."""
    listed = _listed(page)
    return tuple(address for address in addresses if address.url not in listed)


def domain_of(env: BuildEnvironment) -> NotesDomain:
    """Return our domain in *env*."""
    return cast("NotesDomain", env.domains[NAME])
