"""The roles ``session``, ``topic``, ``speaker`` and ``track``, without a domain's prefix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole

from session_notes.sphinxext.refs import NAME

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class NotesRole(XRefRole):
    """A link whose words, unless the author gives some, are the title of what it leads to."""

    innernodeclass = nodes.inline

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the reference as if the domain's name stood before the role's."""
        self.name = f"{NAME}:{self.name.rpartition(':')[2]}"
        return super().run()
