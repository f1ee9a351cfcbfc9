"""Finding sessions and places in the tree of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from docutils import nodes

from session_notes.model.problems import Where
from session_notes.render.nodes import session_header
from session_notes.sphinxext.refs import NAME
from session_notes.sphinxext.warnings import relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment


_TRANSLATED = ":<translated>"
_Kind = TypeVar("_Kind", bound="Node")


class NodeIndex:
    """The nodes of a tree by their classes, as they were when it was made.

    It walks through the tree once; ``findall`` of docutils does so for each class, and more slowly.
    """

    def __init__(self, tree: Element) -> None:
        self._nodes: list[Node] = []
        ahead: list[Node] = [tree]
        while ahead:
            node = ahead.pop()
            self._nodes.append(node)
            ahead += node.children[::-1]
        self._kinds = set(map(type, self._nodes))

    def of(self, *kinds: type[_Kind]) -> list[_Kind]:
        """Return the nodes of any of the classes *kinds*, or of classes below, in their order."""
        found = {kind for kind in self._kinds if issubclass(kind, kinds)}
        return [node for node in self._nodes if type(node) in found] if found else []  # type: ignore[misc]


def ancestors(node: Node) -> Iterator[Element]:
    """Yield the nodes around *node*, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def is_session(node: object) -> bool:
    """Say whether *node* is the section of a session or talk."""
    return isinstance(node, nodes.section) and len(node) > 1 and isinstance(node[1], session_header)


def sessions_in(found: NodeIndex) -> list[nodes.section]:
    """Return the sections of all sessions and talks among the nodes that were *found*."""
    return [section for section in found.of(nodes.section) if is_session(section)]


def session_around(node: Node) -> nodes.section | None:
    """Return the section of the session or talk around *node*."""
    for ancestor in ancestors(node):
        if isinstance(ancestor, nodes.section) and is_session(ancestor):
            return ancestor
    return None


def where(node: Node, env: BuildEnvironment) -> Where:
    """Return the place in the source that *node* came from."""
    around = (node, *ancestors(node))
    # What a page's head holds has no line.
    line = next((one.line for one in around if one.line), 1)
    source = next((one.source for one in around if one.source), None)
    if source and source.endswith(_TRANSLATED):
        # Sphinx writes the line of the page into the name of its translation.
        source, _, written = source.removesuffix(_TRANSLATED).rpartition(":")
        line = int(written) if written.isdecimal() else 1
    return Where(relative(source, env), line)


def role_of(xref: Element) -> str:
    """Return the role by which *xref* leads to something of this domain; empty if it cannot."""
    if xref.get("intersphinx"):
        return ""  # {external+book:notes:session}: the other book's, whatever we have
    if xref.get("refdomain") == NAME:
        return str(xref["reftype"])
    free = xref["reftype"] == "any" or (xref["reftype"] == "myst" and not xref.get("refdomain"))
    return "any" if free else ""
