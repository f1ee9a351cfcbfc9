"""What can be said of a page in reStructuredText from its text: which directives are misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.lint.blocks import VERBATIM
from session_notes.lint.misspelt import OURS, meant, narrow, near, without_title
from session_notes.lint.options import option_in
from session_notes.lint.source import Findings, indent_of, lines_of
from session_notes.model import messages
from session_notes.model.schema import EXAMPLE, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from session_notes.lint.source import Line
    from session_notes.model.problems import Problem

#: A tab goes to the next multiple of this, twice as far as in Markdown.
_TAB = 8
#: Two dots, which may come after a bullet.
_EXPLICIT = re.compile(r"(?:[-*+]\s|\s)*(?P<dots>\.\.)(?:\s+(?P<said>.*))?$")
_DIRECTIVE = re.compile(r"(?P<name>[\w:.+-]+?) ?::(?:\s|$)")
_BULLETS = r"(?:(?:[-*+•]|\d{1,9}[.)])\s++)*"
#: Dots, a name and colons, too few or too many; compared with :func:`narrow` text.
_DIRECTIVE_LIKE = re.compile(
    rf"(?P<lead>\s*+{_BULLETS})(?P<dots>[.。]{{0,3}}|‥|…)\s*+(?P<name>[\w-]+)"
    r"\s*(?P<colons>[:;]{0,3})(?P<title>.*)$"
)
_RIGHT = re.compile(r"\s*(?:[-*+•]\s+)*\.\. +(?P<name>[a-z-]+)::(?:\s|$)")
#: What is wrong with ``[#]_`` and ``[*]_`` on a page in Markdown.
NO_NUMBER = "a footnote gets no number from eval-rst; write a name, as in '[#name]_'"
#: The beginning of a line that is no paragraph, or the line below a heading.
_NO_PARAGRAPH = re.compile(
    r"\s*(?:[-*+•]\s|\w{1,3}[.)]\s|\.\.(?:\s|$)|:[^:\s][^:]*:(?:\s|$)|\||([^\w\s])\1+\s*$)"
)


def check_restructuredtext(source: str, text: str) -> list[Problem]:
    """Return which directives of ours are misspelt in the *text* of the page *source*."""
    found = Findings()
    lines = lines_of(source, text)
    shown = without_hidden(line.text for line in lines)
    for at, (line, words) in enumerate(zip(lines, shown, strict=True)):
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        _check_line(line._replace(text=words), shown[at - 1] if at else "", below, found)
    return found


def _check_line(line: Line, above: str, below: str, found: Findings) -> None:
    """Check a *line* for which the lines around it matter."""
    right = _RIGHT.match(line.text)
    if right and right["name"] in OURS:
        same = indent_of(above, _TAB) == indent_of(line.text, _TAB)
        if above.strip() and same and not _NO_PARAGRAPH.match(above):
            edit = line.edit(f"\n{line.raw}")
            found.add(line, messages.NO_EMPTY_LINE, edit, name=right["name"])
        return
    match = _DIRECTIVE_LIKE.match(narrow(line.text))
    name = near(match["name"]) if match else ""
    if match and name and _is_meant(match, name, below):
        title = line.text[match.start("title") :].strip().lstrip(":： \u3000")
        body = line.text[match.end("lead") :].rstrip()
        written = without_title(body, title)
        new = f".. {name}:: {title}".rstrip()
        edit = line.swap(body, new)
        edits = (edit,) if edit.new != edit.old else ()
        found.add(line, messages.MISSPELT, *edits, written=written, right=f".. {name}::")
        return
    fence = meant(line.text)
    if fence and len(fence.signs) > 2:
        written = without_title(fence.written, fence.title)
        found.add(line, messages.MISSPELT, written=written, right=f".. {fence.name}::")


def _is_meant(match: re.Match[str], name: str, below: str) -> bool:
    """Say whether a line that is nearly a directive was meant as one, and not as words."""
    exact, dots, colons = match["name"].casefold() == name, match["dots"], len(match["colons"])
    if not dots:
        return exact and name in SESSIONS and colons == 2 and bool(match["title"].strip())
    if colons == 1:
        # It may also end the first word of a comment.
        return exact and dots != "." and (name in SESSIONS or not match["title"].strip())
    if colons:
        return True
    return exact and bool(option_in(below)) and indent_of(below, _TAB) > indent_of(match[0], _TAB)


def without_hidden(lines: Iterable[str]) -> list[str]:
    """Return *lines* of reStructuredText, with the lines of examples, code and comments made empty.

    They may look like a session, but are not part of the page.
    """
    found = []
    hiding = -1  # the column of the example, code or comment; -1 outside of these
    above = ""
    for line in lines:
        text, column = line.expandtabs(_TAB), indent_of(line, _TAB)
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
