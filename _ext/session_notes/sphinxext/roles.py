"""The roles of links, such as ``session`` and ``topic``, without a domain's prefix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole

from session_notes.sphinxext.refs import NAME

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class NotesRole(XRefRole):
    """A link that shows the title of its target, unless the author gives other words."""

    innernodeclass = nodes.inline

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the reference as if the role had the domain's name before its own."""
        self.name = f"{NAME}:{self.name.rpartition(':')[2]}"
        return super().run()
