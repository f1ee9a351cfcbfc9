"""reStructuredText without docutils: the lines of a page that what is declared can stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.lint.blocks import VERBATIM
from session_notes.model.schema import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A bullet may stand in front.
_EXPLICIT = re.compile(r"(?:[-*+]\s|\s)*(?P<dots>\.\.)(?:\s+(?P<said>.*))?$")
_DIRECTIVE = re.compile(r"(?P<name>[\w:.+-]+?) ?::(?:\s|$)")


def without_hidden(lines: Iterable[str]) -> list[str]:
    """Return *lines* with those left empty that an example, code or a comment takes.

    What stands there belongs to no page, though it may look like a session.
    """
    found = []
    hiding = -1  # the column of what does; -1 where nothing does
    above = ""
    for line in lines:
        text = line.expandtabs(8)
        column = len(text) - len(text.lstrip())
        # Two dots alone are a comment that ends with a blank line.
        if column <= hiding if text.strip() else above.strip() == "..":
            hiding = -1
        found.append("" if hiding >= 0 else line)
        if hiding < 0:
            hiding = _hiding(text, column)
        above = text
    return found


def _hiding(text: str, column: int) -> int:
    """Return the column of what hides the deeper lines below it; -1 where *text* is no such."""
    explicit = _EXPLICIT.match(text)
    if explicit is None:
        return column if text.rstrip().endswith("::") else -1
    directive = _DIRECTIVE.match(explicit["said"] or "")
    shows = directive and directive["name"].lower() not in {EXAMPLE, *VERBATIM}
    return -1 if shows else explicit.start("dots")
