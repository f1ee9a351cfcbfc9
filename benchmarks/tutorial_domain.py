"""A small domain in the manner of the tutorial of Sphinx, for comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.directives import ObjectDescription
from sphinx.domains import Domain
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element, Node
    from sphinx.addnodes import desc_signature, pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

NAMES = ("topics", "speakers", "tracks")


class SessionDirective(ObjectDescription[str]):
    """A session, described as the tutorial describes a recipe."""

    has_content = True
    option_spec: ClassVar[Any] = dict.fromkeys(NAMES, directives.unchanged_required)

    def handle_signature(self, sig: str, signode: desc_signature) -> str:
        """Show title, track, speakers and topics."""
        name, _, title = sig.partition(" ")
        signode += addnodes.desc_name(text=title)
        for option in NAMES:
            signode += addnodes.desc_annotation(text=f" {self.options[option]}")
        return name

    def add_target_and_index(self, name: str, sig: str, signode: desc_signature) -> None:
        """Give the session its anchor, and note it."""
        signode["ids"].append(name)
        domain = self.env.domains["tutorial"]
        title = sig.partition(" ")[2]
        domain.data["sessions"].append((name, title, self.env.docname))
        for option in NAMES:
            for key in self.options[option].split(","):
                domain.data[option].setdefault(key.strip(), []).append(name)


class tutorial_index(nodes.General, nodes.Element):  # noqa: N801
    """Stands for an index until all pages are read."""


class IndexDirective(SphinxDirective):
    """A list of sessions by topic, speaker or track."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Return the placeholder."""
        return [tutorial_index("", name=self.arguments[0])]


class TutorialDomain(Domain):
    """Sessions, and what they have been noted under."""

    name = "tutorial"
    label = "Tutorial"
    roles: ClassVar[dict[str, Any]] = {"session": XRefRole()}
    initial_data: ClassVar[dict[str, Any]] = {
        "sessions": [],
        **{name: {} for name in NAMES},
    }

    def clear_doc(self, docname: str) -> None:
        """Forget the sessions of a page."""
        gone = {name for name, _, where in self.data["sessions"] if where == docname}
        self.data["sessions"] = [s for s in self.data["sessions"] if s[2] != docname]
        for option in NAMES:
            for key, names in list(self.data[option].items()):
                self.data[option][key] = [name for name in names if name not in gone]

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        self.data["sessions"] += [s for s in otherdata["sessions"] if s[2] in docnames]
        for option in NAMES:
            for key, names in otherdata[option].items():
                self.data[option].setdefault(key, []).extend(names)

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield the sessions, for the inventory."""
        for name, title, docname in self.data["sessions"]:
            yield name, title, "session", docname, name, 1

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
        """Return the link to a session."""
        # The tutorial goes through its list for every link; that alone would be a fifth of the
        # time at 5,000 sessions and say little of domains.
        found = self.places.get(target)
        if found is None:
            return None
        return make_refnode(builder, fromdocname, found[1], target, [nodes.Text(found[0])])

    @property
    def places(self) -> dict[str, tuple[str, str]]:
        """Title and page of each session."""
        if not hasattr(self, "_places"):
            self._places = {name: (title, doc) for name, title, doc in self.data["sessions"]}
        return self._places


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace the placeholders of a page."""
    domain = cast("TutorialDomain", app.env.domains["tutorial"])
    for node in list(doctree.findall(tutorial_index)):
        made: list[Node] = []
        for key, names in sorted(domain.data[node["name"]].items()):
            links = nodes.bullet_list()
            for name in names:
                title, where = domain.places[name]
                link = make_refnode(app.builder, docname, where, name, [nodes.Text(title)])
                links += nodes.list_item("", nodes.paragraph("", "", link))
            made += [nodes.paragraph(key, key), links]
        node.replace_self(made)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    app.add_node(tutorial_index)
    app.add_domain(TutorialDomain)
    app.add_directive("session", SessionDirective)
    app.add_directive("tutorial-index", IndexDirective)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
