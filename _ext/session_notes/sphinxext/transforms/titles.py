"""The transform of titles: each is one line of text, which every builder can show elsewhere.

Sphinx copies titles into tables of contents, labels and links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from session_notes.model import messages
from session_notes.model.names import is_title, without_line_ends
from session_notes.sphinxext.transforms.base import NotesTransform
from session_notes.sphinxext.transforms.traverse import NodeIndex, ancestors, is_session, where

if TYPE_CHECKING:
    from docutils.nodes import Node

    from session_notes.model.messages import Message


class CleanTitles(NotesTransform):
    """Leave nothing in a title that is not text, or at which some builder fails."""

    # After everything that makes text, before Sphinx takes labels from titles (850).
    default_priority = 840

    def apply(self, **kwargs: Any) -> None:
        """Clean the titles of the document."""
        found = NodeIndex(self.document)
        for message in found.of(nodes.system_message):
            title = next((one for one in ancestors(message) if isinstance(one, nodes.title)), None)
            if title is not None:
                # MyST leaves out the text that the message is about.
                title.children = []
                title.append(nodes.Text(title.rawsource))
            elif isinstance(message.parent, nodes.TextElement):
                # Otherwise it would be in everything that is taken from a line, such as a summary.
                message.parent.remove(message)
        for title in found.of(nodes.title):
            for text in list(title.findall(nodes.Text)):
                if without_line_ends(text) != text:
                    text.parent.replace(text, nodes.Text(without_line_ends(text)))
            if isinstance(title.parent, nodes.section):
                self._check(title, title.parent)

    def _check(self, title: nodes.title, section: nodes.section) -> None:
        """Repair the *title* of a section, and report what is wrong with it."""
        ours = is_session(section)
        for link in list(title.findall(_is_link)):
            if isinstance(link, addnodes.download_reference):
                self._note(title, messages.LINK_IN_TITLE if ours else messages.FILE_IN_HEADING)
                # Sphinx would take it for its own link to the section, and fail.
                link.parent.replace(link, link.children)
            elif ours:
                self.report(section, messages.LINK_IN_TITLE)
        if is_title(text_of(title)):
            return
        self._note(title, messages.NO_TITLE if ours else messages.EMPTY_HEADING)
        alt = " ".join(image.get("alt", "") for image in title.findall(nodes.image))
        name = section["ids"][0] if ours else self.env.docname
        title += nodes.Text(alt if is_title(alt) else name)

    def _note(self, title: nodes.title, message: Message) -> None:
        """Report what is repaired, also if a substitution made it or the page has no sessions."""
        header: Any = title.parent[1] if is_session(title.parent) else {}
        place = header["session"].where if header else where(title, self.env)
        self.domain.note_problem(self.env.docname, message.at(place))


def _is_link(node: Node) -> bool:
    return isinstance(node, nodes.reference | addnodes.pending_xref)


def text_of(node: Node) -> str:
    """Return the text of a title that Sphinx shows elsewhere."""
    if isinstance(node, nodes.footnote_reference | nodes.citation_reference | nodes.image):
        return ""
    return "".join(map(text_of, node.children)) if node.children else node.astext()
