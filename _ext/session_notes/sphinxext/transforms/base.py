"""What the transforms share: how they report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from session_notes.model.problems import Code
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.transforms.traverse import is_session, session_around, where

if TYPE_CHECKING:
    from docutils.nodes import Node

    from session_notes.model.messages import Message
    from session_notes.sphinxext.domain import NotesDomain

#: What the text of a page does not show: escapes, and levels that other files add.
ONLY_IN_TREE = (Code.CHARACTER, Code.DEPTH)


class NotesTransform(SphinxTransform):
    """The base of the transforms."""

    @property
    def domain(self) -> NotesDomain:
        """The domain of session notes."""
        return domain_of(self.env)

    def report(self, node: Node, message: Message, **fields: object) -> None:
        """Report what is wrong with *node*, unless the text of a Markdown page showed it."""
        section = node if is_session(node) else session_around(node)
        header: Any = section[1] if isinstance(section, nodes.section) else {}
        from_text = self.domain.text is not None and not header.get("is_rst")
        if message.code in ONLY_IN_TREE or not from_text:
            place = header["session"].where if section is node else where(node, self.env)
            self.domain.note_problem(self.env.docname, message.at(place, **fields))
