"""What MyST leaves unfinished of reStructuredText in Markdown, at which a build would end."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.transforms.references import DanglingReferences, PropagateTargets
from sphinx.transforms import SphinxTransform

from session_notes.lint.restructuredtext import NO_NUMBER


class EmptyTargets(SphinxTransform):
    """Move what docutils says of a target from inside of it to behind it."""

    # Propagating stops at a target that is not empty.
    default_priority = PropagateTargets.default_priority - 1

    def apply(self, **kwargs: Any) -> None:
        """Move the messages."""
        for target in [one for one in self.document.findall(nodes.target) if one.children]:
            said = [one for one in target.children if isinstance(one, nodes.system_message)]
            for message in said:
                target.remove(message)
            target.parent.insert(target.parent.index(target) + 1, said)


class NamedFootnotes(SphinxTransform):
    """Show the marks of footnotes that got no number as they are written, and report them."""

    # Whatever has a name is resolved by then.
    default_priority = DanglingReferences.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Replace the marks."""
        for mark in list(self.document.findall(nodes.footnote_reference)):
            if "refid" not in mark:
                self.document.reporter.error(NO_NUMBER, base_node=mark)
                mark.parent.replace(mark, nodes.Text(mark.rawsource))
