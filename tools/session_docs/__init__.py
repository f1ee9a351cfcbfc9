"""The directive ``session-docs``: lists for the guide, made from the code while the guide is built.

```` ```{session-docs} options ```` lists the options of a session, for example. A page with such a
list is read again if what the code says has changed since.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from session_docs import mistakes, reference, rooms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from session_docs.section import Section

LISTS: dict[str, Callable[[], list[Section]]] = {
    **reference.LISTS,
    "mistakes": mistakes.chapters,
    "rooms": rooms.rooms,
}
#: What each page has in the metadata of the environment: a digest of each of its lists.
METADATA = "session_docs"


def digest(name: str) -> str:
    """Return what tells a list from another one."""
    return sha256(repr(LISTS[name]()).encode()).hexdigest()


class SessionDocs(SphinxDirective):
    """Lists what the extension knows of the kind that the argument names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        (name,) = self.arguments
        if name not in LISTS:
            message = f"unknown list '{name}'; the lists are {', '.join(LISTS)}"
            raise self.error(message)
        page = self.env.metadata[self.env.current_document.docname]
        page.setdefault(METADATA, {})[name] = digest(name)
        return [*self.nodes_of(LISTS[name]())]

    def nodes_of(self, sections: Iterable[Section]) -> Iterator[nodes.Node]:
        """Yield the nodes of *sections*, which are Markdown."""
        for section in sections:
            content = [*self.parsed(section.text), *self.nodes_of(section.sections)]
            yield from self.under_title(section, content) if section.title else content

    def parsed(self, text: str) -> list[nodes.Node]:
        """Return the nodes of *text*, each with the line of the directive: it has no other."""
        found = self.parse_text_to_nodes(text)
        for node in found:
            for below in node.findall():
                if below.line is not None:
                    below.line = self.lineno
        return found

    def under_title(self, section: Section, content: list[nodes.Node]) -> list[nodes.Node]:
        """Return *content* as a section, with the targets that a heading in a page would have."""
        document = self.state.document
        words, _ = self.parse_inline(section.title)
        title = nodes.title(section.title, "", *words)
        made = nodes.section("", title, *content)
        for node in (title, made):
            self.set_source_info(node)
        made["names"].append(nodes.fully_normalize_name(title.astext()))
        document.note_implicit_target(made, made)
        if not section.label:
            return [made]
        target = nodes.target("", "", names=[section.label])
        self.set_source_info(target)
        document.note_explicit_target(target)
        return [target, made]


def outdated(
    _app: Sphinx,
    env: BuildEnvironment,
    _added: AbstractSet[str],
    _changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> list[str]:
    """Return the pages with a list that would be another one now."""
    return [
        page
        for page, metadata in env.metadata.items()
        if page not in removed
        and any(
            name not in LISTS or digest(name) != before
            for name, before in metadata.get(METADATA, {}).items()
        )
    ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("session-docs", SessionDocs)
    app.connect("env-get-outdated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
