"""Whether the fences of a page are what their author meant.

MyST accepts any fences without a warning: a part with as many colons as its session ends the
session, and a superfluous fence swallows the rest of the page. This module pairs the fences as
they were probably meant, and reports where MyST pairs them differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from session_notes.lint.blocks import BULLET, VERBATIM
from session_notes.lint.source import Findings
from session_notes.model import messages
from session_notes.model.problems import BROKEN, Code
from session_notes.model.schema import PARTS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from session_notes.lint.blocks import Block
    from session_notes.lint.source import Line
    from session_notes.model.messages import Message
    from session_notes.model.problems import Edit, Problem

#: The sign of a fence, and what is behind it: braces around a name, or the name alone.
FENCE = re.compile(r"(:{3,}|`{3,}(?=[^`]*$)|~{3,})(\s*\{?(?P<name>[^\s{}]*).*)$")

#: What a broken fence causes in the blocks below it.
_CONSEQUENCES = (Code.PLACE, Code.HEADING, Code.BULLET)


@dataclass
class _Open:
    """An open fence."""

    marker: str
    name: str
    at: int
    #: Whether its content is not Markdown.
    opaque: bool
    #: The column at which its bullet's text begins; 0 outside bullets.
    base: int
    #: The index of the problem that it is as long as the fence around it.
    equal: int | None = None
    #: The index of that problem of the last part in it.
    equal_part: int | None = None
    #: Whether it contains fences.
    holds: bool = False
    #: Whether a fence that is too short to close it was reported.
    reported: bool = False
    #: Whether a code block is closed before the next session; None if that is not known yet.
    ends: bool | None = None

    def is_like(self, marker: str) -> bool:
        return self.marker[0] == marker[0] and len(self.marker) <= len(marker)

    def ends_with(self, marker: str, indent: int) -> bool:
        return self.is_like(marker) and indent < self.base + 4


def check_fences(lines: Sequence[Line]) -> list[Problem]:
    """Return what is wrong with the fences in *lines*, the lines of one file."""
    if any("\t" in line.text for line in lines):
        lines = [line._replace(text=line.text.expandtabs(4)) for line in lines]
    return _Fences(lines).check()


def check_blocks(blocks: Iterable[Block]) -> list[Problem]:
    """Return those of *blocks* that MyST sees but that were never closed or never meant to open.

    Ask this if :func:`check_fences` finds nothing: it pairs fences by what they probably mean, and
    does not know all the HTML and indentation that MyST reads differently.
    """
    found = Findings()
    for block in blocks:
        if block.inside:
            continue
        if not block.name and not block.argument and block.marker[0] == ":":
            found.add(block.opening, messages.FENCE_CLOSES_NOTHING)
        elif block.closing is None:
            end = f"the end of '{block.around.name}'" if block.around else "the end of the page"
            name, marker = block.name or block.marker, block.marker
            found.add(block.opening, messages.FENCE_NOT_CLOSED, name=name, marker=marker, end=end)
    return found


def _behind_bullets(base: int, indent: int, body: str) -> tuple[int, str]:
    """Return the column at which the text after the bullets' marks begins, and that text."""
    while bullet := BULLET.match(body):
        indent = base = indent + bullet.end() if bullet[2] else indent + bullet.end() + 1
        body = body[bullet.end() :]
    return base, body


class _Fences:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.problems = Findings()
        self.open: list[_Open] = []
        #: The indentation of the current line.
        self.indent = 0

    def check(self) -> list[Problem]:
        base = 0
        comment = False
        for at, line in enumerate(self.lines):
            body = line.text.strip()
            if not body:
                continue
            indent = self.indent = len(line.text) - len(line.text.lstrip(" "))
            if comment or (body.startswith("<!--") and not self.in_code):
                comment = "-->" not in body
                continue
            if indent < base:
                while self.open and self.open[-1].base > indent:
                    self._unclosed(self.open.pop(), at)
                base = self.open[-1].base if self.open else 0
            if indent < base + 4 and not self.in_code:
                base, body = _behind_bullets(base, indent, body)
            begins = indent < base + 4 and body[:1] in (":", "`", "~")
            fence = FENCE.match(body) if begins else None
            if fence:
                self._take(at, fence, base)
        for left in reversed(self.open):
            self._unclosed(left, self._last(), behind=True, fix=left is self.open[-1])
        return sorted(self.problems, key=lambda problem: problem.where.line)

    @property
    def top(self) -> _Open | None:
        """The innermost open fence."""
        return self.open[-1] if self.open else None

    @property
    def in_code(self) -> bool:
        return self.top is not None and self.top.opaque

    def _last(self) -> int:
        """Return the index of the last line that is not empty."""
        filled = (at for at in range(len(self.lines) - 1, -1, -1) if self.lines[at].text.strip())
        return next(filled, 0)

    def _take(self, at: int, fence: re.Match[str], base: int) -> None:
        top, marker, info = self.top, fence[1], fence[2].strip()
        if top and top.opaque:
            if not info:
                self._inside_code(at, marker, top)
        elif not info and (marker[0] == ":" or (top and top.ends_with(marker, self.indent))):
            self._close(at, marker)
        else:
            self._push(at, marker, info, fence["name"], base)

    def _inside_code(self, at: int, marker: str, top: _Open) -> None:
        if top.ends_with(marker, self.indent):
            self._pop(at)
            return
        closed = next((fence for fence in self.open if fence.ends_with(marker, self.indent)), None)
        if closed and not self._ends(top):
            self._unclosed(self.open.pop(), at)
            self._close(at, marker)
        elif closed:
            outer = self._describe(closed)
            self._report(at, messages.FENCE_IN_CODE, outer=outer, name=closed.name, marker=marker)

    def _ends(self, code: _Open) -> bool:
        """Say whether a code block is closed before the next session begins."""
        if code.ends is None:
            code.ends = False
            for line in self.lines[code.at + 1 :]:
                fence = FENCE.match(line.text.strip())
                if fence and not fence[2].strip() and fence[1].startswith(code.marker):
                    code.ends = True
                    break
                opens = fence and fence[1][0] == ":" and fence["name"] in SESSIONS
                if opens and not line.text.startswith(" "):
                    break
        return code.ends

    def _push(self, at: int, marker: str, info: str, name: str, base: int) -> None:
        top = self.top
        if name in SESSIONS:
            while self.open and self.open[-1].is_like(marker):
                self._unclosed(self.open[-1], at, fix=self.open.pop() is top)
        elif name in PARTS and top and top.name in PARTS and top.is_like(marker):
            self._unclosed(self.open.pop(), at)
        directive = info.startswith("{")
        opaque = name in VERBATIM if directive else marker[0] != ":"
        fence = _Open(marker, name, at, opaque, base)
        if self.open:
            outer = self.open[-1]
            outer.holds = outer.holds or marker[0] == ":"
            if outer.is_like(marker) and not opaque:
                fence.equal = len(self.problems)
                short = marker[0] * (len(outer.marker) - 1)
                opening = f"{short}{info.partition(' ')[0]}"
                shorten = f"write '{opening}' and end it with '{short}'"
                self._report(
                    at,
                    messages.FENCE_AS_LONG,
                    suggestion=shorten if len(outer.marker) > 3 else "",
                    name=name,
                    outer=self._describe(outer),
                    outside=outer.name,
                    longer=f"{marker}{marker[0]}",
                )
        self.open.append(fence)

    def _close(self, at: int, marker: str) -> None:
        if not self.open:
            self._report(at, messages.FENCE_CLOSES_NOTHING)
            return
        top = self.open[-1]
        if not top.ends_with(marker, self.indent):
            self._too_short(at, marker, top)
            return
        # If it ends a block around, the blocks inside were not closed.
        first = top
        while len(self.open) > 1 and len(top.marker) < len(marker) and top.equal is None:
            if not self.open[-2].ends_with(marker, self.indent):
                break
            self._unclosed(self.open.pop(), at, fix=top is first)
            top = self.open[-1]
        self._pop(at)

    def _pop(self, at: int) -> None:
        fence = self.open.pop()
        if fence.equal is not None and self.open:
            outer = self.open[-1]
            if len(outer.marker) > 3 and not fence.holds:
                self._resize(fence, at, 3, fence.equal)
            elif fence.name in PARTS and outer.name in SESSIONS:
                outer.equal_part = fence.equal
        elif fence.equal_part is not None and not self.open:
            self._resize(fence, at, 4, fence.equal_part)

    def _resize(self, fence: _Open, end: int, length: int, problem: int) -> None:
        """Fix a *problem* by another *length* of *fence*, which ends at the line *end*."""
        marker = fence.marker[0] * length
        edits = self._swap(fence.at, fence.marker, marker), self._swap(end, "", marker)
        self.problems[problem] = self.problems[problem]._replace(edits=edits)

    def _too_short(self, at: int, marker: str, top: _Open) -> None:
        bodies = (line.text.strip() for line in self.lines[at + 1 :])
        # The end of the page ends a session as another session does.
        ahead = FENCE.match(next(filter(None, bodies), "::::{session}"))
        ends = ahead is not None and ahead["name"] in SESSIONS and top.name in SESSIONS
        ends = ends and len(self.open) == 1 and marker[0] == top.marker[0]
        edits = (self._swap(at, "", top.marker),) if ends else ()
        outer = self._describe(top)
        self._report(at, messages.FENCE_TOO_SHORT, *edits, outer=outer, marker=top.marker)
        if ends:
            self.open.pop()
        else:
            top.reported = True

    def _describe(self, fence: _Open) -> str:
        return f"'{fence.name or fence.marker}' (line {self.lines[fence.at].where.line})"

    def _unclosed(self, fence: _Open, at: int, *, behind: bool = False, fix: bool = True) -> None:
        """Report that *fence* is not closed before, or *behind*, the line *at*.

        Of several, only the innermost is fixed at once.
        """
        if fence.reported:
            return
        line = self.lines[at]
        indent = line.raw[: len(line.raw) - len(line.raw.lstrip())] if fence.base else ""
        closing = f"{indent}{fence.marker}"
        new = f"{line.raw}\n{closing}" if behind else f"{closing}\n{line.raw}"
        if not behind and fence.name in SESSIONS:
            new = f"{closing}\n\n{line.raw}"
        ours = fence.name in (*SESSIONS, *PARTS) and not fence.base
        edits = (line.edit(new),) if ours and fix else ()
        end = "the end of the page" if behind else f"line {line.where.line}"
        name, marker = fence.name or fence.marker, fence.marker
        self._report(fence.at, messages.FENCE_NOT_CLOSED, *edits, name=name, marker=marker, end=end)

    def _swap(self, at: int, old: str, new: str) -> Edit:
        line = self.lines[at]
        return line.swap(old or line.text.strip(), new)

    def _report(self, at: int, message: Message, *edits: Edit, **fields: Any) -> None:
        self.problems.add(self.lines[at], message, *edits, **fields)


def without_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what only follows from a broken fence in the same file."""
    broken = {found.where.source for found in problems if found.code in BROKEN}
    return [
        found
        for found in problems
        if found.where.source not in broken or found.code not in _CONSEQUENCES
    ]
