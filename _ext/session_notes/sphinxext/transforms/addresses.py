"""The transform of bare addresses: each becomes a link, as reStructuredText makes it one itself.

MyST has an extension for this, which needs another package, and takes a file such as ``notes.md``
for an address, and the Japanese behind an address for a part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from session_notes.model.urls import addresses_in
from session_notes.sphinxext.transforms.traverse import NodeIndex, ancestors, sessions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

#: Where an address is no link: in a title, in what is one already, and in code.
_APART = (
    *(nodes.title, nodes.reference, nodes.literal, nodes.FixedTextElement, nodes.raw, nodes.math),
    *(nodes.Invisible, nodes.problematic, addnodes.pending_xref),
)


class LinkAddresses(SphinxTransform):
    """Make links of the bare addresses in a page with sessions."""

    # After the text is translated (20).
    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Make the links."""
        found = NodeIndex(self.document)
        if not sessions_in(found):
            return
        for text in found.of(nodes.Text):
            if "://" in text and not any(isinstance(node, _APART) for node in ancestors(text)):
                text.parent.replace(text, list(_linked(text)))


def _linked(text: nodes.Text) -> Iterator[Node]:
    at = 0
    for start, end in addresses_in(text):
        yield nodes.Text(text[at:start])
        yield nodes.reference(text[start:end], text[start:end], refuri=str(text[start:end]))
        at = end
    yield nodes.Text(text[at:])
