"""The domain: what each document says of sessions, keyed by document, and what links lead to.

It stores nothing derived. The :class:`~session_notes.catalog.catalog.Catalog` over all documents
is made from it in each build, when all documents are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole

from session_notes.catalog.places import objects
from session_notes.model.records import NOWHERE, Address, Page
from session_notes.model.schema import ROLES
from session_notes.model.storage import Records
from session_notes.sphinxext.refs import NAME, reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog.catalog import Catalog
    from session_notes.catalog.facts import Ref
    from session_notes.lint.page import PageText
    from session_notes.model.problems import Problem
    from session_notes.model.records import Link
    from session_notes.sphinxext.incremental.sources import Sources
    from session_notes.sphinxext.load import BuildState


#: The key of what the text of the page being read says, among Sphinx's data of that page.
_TEXT = "session_notes_text"


class NotesDomain(Domain):
    """Sessions, talks, topics, speakers, reporters, tracks and events."""

    name = NAME
    label = "Session notes"
    object_types: ClassVar[dict[str, ObjType]] = {
        "session": ObjType("session", "session", "any"),
        "talk": ObjType("talk", "session", "any"),
        "topic": ObjType("topic", "topic"),
        "speaker": ObjType("speaker", "speaker"),
        "reporter": ObjType("reporter", "reporter"),
        "track": ObjType("track", "track"),
        "event": ObjType("event", "event"),
    }
    roles: ClassVar[dict[str, Any]] = {name: XRefRole() for name in ROLES}
    initial_data: ClassVar[dict[str, Any]] = {
        "records": Records(),
        "problems": {},  # docname -> list[Problem]: what reading it found wrong
        "sources": {},  # docname -> Sources: the files that it is made of
    }
    #: Raised whenever the records in :mod:`session_notes.model.records` change their meaning.
    data_version = 15

    #: What only this build knows; it is not stored.
    build: BuildState

    @property
    def catalog(self) -> Catalog:
        """The catalog of all records, when all pages are read."""
        return self.build.catalog

    @property
    def pages(self) -> dict[str, Page]:
        """The records of each document that has any."""
        return cast("Records", self.data["records"]).pages

    @property
    def problems(self) -> dict[str, list[Problem]]:
        """What reading each document found wrong."""
        return cast("dict[str, list[Problem]]", self.data["problems"])

    @property
    def sources(self) -> dict[str, Sources]:
        """The files that each document is made of, as they were when it was read."""
        return cast("dict[str, Sources]", self.data["sources"])

    def note_page(self, docname: str, page: Page) -> None:
        """Store what *docname* says of sessions."""
        if page != Page():
            self.pages[docname] = page

    @property
    def text(self) -> PageText | None:
        """What the text of the page being read says; None if it is not Markdown."""
        return cast("PageText | None", self.env.current_document.get(_TEXT))

    def note_text(self, docname: str, text: PageText) -> None:
        """Store what is wrong with the text of *docname*, and keep it while the page is read."""
        self.env.current_document[_TEXT] = text
        if text.problems:
            self.problems[docname] = list(text.problems)

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Store something wrong in *docname*, to be reported when all pages are read."""
        self.problems.setdefault(docname, []).append(problem)

    def clear_doc(self, docname: str) -> None:
        """Remove what *docname* says."""
        self.pages.pop(docname, None)
        self.problems.pop(docname, None)
        self.sources.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Add what another process read in *docnames*."""
        for mine, other in (
            (self.pages, otherdata["records"].pages),
            (self.problems, otherdata["problems"]),
            (self.sources, otherdata["sources"]),
        ):
            mine.update({docname: other[docname] for docname in docnames & other.keys()})

    def addresses(self) -> list[Address]:
        """Return the outside addresses in the text of the pages.

        Those of references come without a place, because nothing is ever reported of them.
        """
        found: list[Address] = []
        for page in self.pages.values():
            found += page.addresses
            found += (Address(url, NOWHERE) for url in secure_references(page))
        return found

    def links(self) -> list[Link]:
        """Return the links of all pages, with their lines."""
        return [link for page in self.pages.values() for link in page.links]

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
        """Return the link for a role of the domain; None if it leads nowhere."""
        ref = self.catalog.find(typ, target)
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
        """Return the session or talk *target*; other names are found only by their roles.

        A word such as ``sdn`` is the id of a topic in many books, and often of something else.
        """
        found = self.resolve_xref(env, fromdocname, builder, "session", target, node, contnode)
        return [(f"{NAME}:session", found)] if found is not None else []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield what the inventory lists for other projects.

        The search omits objects (priority -1), because it finds the words on their pages.
        """
        for role, name, ref in objects(self.catalog):
            yield name, ref.text, role, ref.docname, ref.anchor, -1


#: The prefix of the labels of sessions, for projects that do not have this domain.
LABEL = "session-"


def session_of(catalog: Catalog, label: str) -> Ref | None:
    """Return the session or talk that has the *label* ``session-<id>``."""
    if not label.startswith(LABEL):
        return None
    return catalog.find("session", label.removeprefix(LABEL))


def secure_references(page: Page) -> set[str]:
    """Return the secure addresses among the references of a page."""
    listed = (one.url for session in page.sessions for one in session.references)
    return {url for url in listed if url.startswith("https:")}


def domain_of(env: BuildEnvironment) -> NotesDomain:
    """Return the domain in *env*."""
    return cast("NotesDomain", env.domains[NAME])
