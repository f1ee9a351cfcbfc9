"""The transform of footnotes: each is in the session that refers to it, and not below them all."""

from __future__ import annotations

from itertools import product
from typing import Any

from docutils import nodes
from docutils.transforms.references import Footnotes
from sphinx.transforms import SphinxTransform

from session_notes.render.nodes import session_mentions, session_part
from session_notes.sphinxext.transforms.traverse import session_around


class PlaceFootnotes(SphinxTransform):
    """Move the footnotes of sessions to the end of their notes."""

    # After MyST has moved all of a page to its end, sorted (three later than docutils).
    default_priority = Footnotes.default_priority + 4

    def apply(self, **kwargs: Any) -> None:
        """Move the footnotes."""
        footnotes = [one for one in self.document if isinstance(one, nodes.footnote)]
        marks = {
            # Not by the id of the mark alone: each example has ids of its own.
            (name, mark.get("refid")): mark
            for mark in (self.document.findall(nodes.footnote_reference) if footnotes else ())
            for name in mark["ids"]
        }
        for footnote in footnotes:
            names = product(footnote["backrefs"], footnote["ids"])
            mark = next((marks[name] for name in names if name in marks), None)
            section = session_around(mark) if mark is not None else None
            if section is not None:
                self.document.remove(footnote)
                ends = (nodes.section, session_mentions, session_part)
                end = next(one for one in section if isinstance(one, ends))
                section.insert(section.index(end), footnote)
        last = self.document.children[-1:]
        if isinstance(next(iter(last), None), nodes.transition):
            # MyST's own, which was above the footnotes.
            self.document.remove(last[0])
