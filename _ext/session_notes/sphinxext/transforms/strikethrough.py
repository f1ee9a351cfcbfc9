"""The transform of struck text: MyST makes HTML of it, which other formats would lose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from docutils.nodes import Element

STRUCK = "session-struck"
#: What LaTeX strikes at once, because lines break in between: a word, or a Japanese letter.
_PIECE = re.compile(
    r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]|[^\s\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]+|\s+"
)


class StrikeThrough(SphinxTransform):
    """Make struck text a node."""

    # After the text is translated (20).
    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Take the text between the two tags of HTML into a node."""
        for begin in [one for one in self.document.findall(nodes.raw) if one.astext() == "<s>"]:
            around: Any = begin.parent
            at = around.index(begin)
            tags = (one for one in around[at + 1 :] if isinstance(one, nodes.raw))
            end = next((around.index(one) for one in tags if one.astext() == "</s>"), 0)
            if end:
                struck = nodes.inline("", "", *around[at + 1 : end], classes=[STRUCK])
                around[at : end + 1] = [struck]


def show_struck(document: nodes.document, form: str) -> None:
    """Let a format that is not HTML show struck text: LaTeX by lines, others by signs."""
    for node in [one for one in document.findall(nodes.inline) if STRUCK in one["classes"]]:
        if form == "latex":
            _strike_pieces(node)
        else:
            node[:] = [nodes.Text("~~"), *node.children, nodes.Text("~~")]


def _strike_pieces(node: Element) -> None:
    node["classes"].remove(STRUCK)
    for text in list(node.findall(nodes.Text)):
        pieces = [
            nodes.inline("", piece, classes=[STRUCK]) if piece.strip() else nodes.Text(piece)
            for piece in _PIECE.findall(text)
        ]
        text.parent.replace(text, pieces)
