"""reStructuredText without docutils: the lines of a page in which directives count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.lint.blocks import VERBATIM
from session_notes.model.schema import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable

#: It may come after a bullet.
_EXPLICIT = re.compile(r"(?:[-*+]\s|\s)*(?P<dots>\.\.)(?:\s+(?P<said>.*))?$")
_DIRECTIVE = re.compile(r"(?P<name>[\w:.+-]+?) ?::(?:\s|$)")


def without_hidden(lines: Iterable[str]) -> list[str]:
    """Return *lines*, with the lines of examples, code and comments made empty.

    They may look like a session, but are not part of the page.
    """
    found = []
    hiding = -1  # the column of the example, code or comment; -1 outside of these
    above = ""
    for line in lines:
        text = line.expandtabs(8)
        column = len(text) - len(text.lstrip())
        # Two dots alone are a comment that ends with an empty line.
        if column <= hiding if text.strip() else above.strip() == "..":
            hiding = -1
        found.append("" if hiding >= 0 else line)
        if hiding < 0:
            hiding = _hiding(text, column)
        above = text
    return found


def _hiding(text: str, column: int) -> int:
    """Return the column of *text* if it hides the deeper lines below it, else -1."""
    explicit = _EXPLICIT.match(text)
    if explicit is None:
        return column if text.rstrip().endswith("::") else -1
    directive = _DIRECTIVE.match(explicit["said"] or "")
    shows = directive and directive["name"].lower() not in {EXAMPLE, *VERBATIM}
    return -1 if shows else explicit.start("dots")
