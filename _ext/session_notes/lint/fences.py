"""Whether the fences of a page are what their author meant.

MyST takes them as they come, without a word: a part with as many colons as its session ends the
session, and a fence too many swallows the rest of the page. Here the fences are paired as they
were meant, and what MyST would see otherwise is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from session_notes.lint.blocks import BULLET, FENCE, VERBATIM, Block
from session_notes.lint.source import Findings
from session_notes.model.problems import Subtype
from session_notes.model.schema import PARTS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from session_notes.lint.blocks import Event
    from session_notes.lint.source import Line
    from session_notes.model.problems import Edit, Problem

_NAME = re.compile(r"\s*\{?([^\s{}]*)")
_CLOSES_NOTHING = ("this fence closes nothing", "delete it, or open what it closes")


@dataclass
class _Open:
    """A fence that is open."""

    marker: str
    name: str
    at: int
    #: Whether its content is no Markdown.
    opaque: bool
    #: Where its bullet's text begins; 0 outside of bullets.
    base: int
    #: The number of the problem that it is as long as the fence around it; -1 if it is not.
    equal: int = -1
    #: Whether fences stand in it.
    holds: bool = False
    #: Whether a fence too short to close it was told of.
    told: bool = False
    #: Whether a code block is closed before the next session; None: not looked at yet.
    ends: bool | None = None

    def is_like(self, marker: str) -> bool:
        return self.marker[0] == marker[0] and len(self.marker) <= len(marker)

    def ends_with(self, marker: str, indent: int) -> bool:
        return self.is_like(marker) and indent < self.base + 4


def check_fences(lines: Sequence[Line]) -> list[Problem]:
    """Return what is wrong with the fences in *lines*, which are all of one file."""
    return _Fences(lines).check()


def check_blocks(events: Iterable[Event]) -> list[Problem]:
    """Return which of the blocks that MyST sees nobody closed, or nobody can have meant to open.

    To be asked where :func:`check_fences` finds nothing, for it pairs fences by what is likely
    meant, and cannot know of all HTML and of every indentation that MyST takes otherwise.
    """
    found = Findings()
    for block in events:
        if not isinstance(block, Block) or block.in_list:
            continue
        if not block.name and not block.argument:
            found.report(Subtype.FENCE, block.opening, *_CLOSES_NOTHING)
        elif block.closing is None:
            around = f"'{block.around.name}'" if block.around else "the page"
            said = _not_closed(block.name, block.marker, f"up to the end of {around}")
            found.report(Subtype.FENCE, block.opening, *said)
    return found


def _not_closed(name: str, marker: str, until: str) -> tuple[str, str]:
    """Return what is wrong with a fence that is not closed *until* then, and what to write."""
    return (
        f"the fence of '{name or marker}' is not closed {until}",
        f"end it with a line '{marker}'",
    )


def _behind_bullets(base: int, indent: int, body: str) -> tuple[int, str]:
    """Return where the text behind the signs of bullets begins, and that text."""
    while bullet := BULLET.match(body):
        indent = base = indent + bullet.end() if bullet[2] else indent + bullet.end() + 1
        body = body[bullet.end() :]
    return base, body


class _Fences:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.problems = Findings()
        self.open: list[_Open] = []
        #: How far the line at hand is indented.
        self.indent = 0

    def check(self) -> list[Problem]:
        base = 0
        comment = False
        for at, line in enumerate(self.lines):
            body = line.text.strip()
            indent = self.indent = len(line.text) - len(line.text.lstrip(" "))
            opaque = bool(self.open) and self.open[-1].opaque
            if comment or (not opaque and body.startswith("<!--")):
                comment = "-->" not in body
                continue
            if body and indent < base:
                base = 0
                self._leave_bullet(at, indent)
                opaque = bool(self.open) and self.open[-1].opaque
            if not opaque and indent < base + 4:
                base, body = _behind_bullets(base, indent, body)
            fence = FENCE.match(body) if indent < base + 4 else None
            if fence:
                self._take(at, fence[1], fence[2].strip(), base)
        for left in reversed(self.open):
            self._unclosed(left, self._last(), behind=True, mend=left is self.open[-1])
        return sorted(self.problems, key=lambda problem: problem.where.line)

    def _last(self) -> int:
        """Return the number of the last line that is not blank."""
        filled = (at for at in range(len(self.lines) - 1, -1, -1) if self.lines[at].text.strip())
        return next(filled, 0)

    def _leave_bullet(self, at: int, indent: int) -> None:
        while self.open and self.open[-1].base > indent:
            self._unclosed(self.open.pop(), at)

    def _take(self, at: int, marker: str, info: str, base: int) -> None:
        top = self.open[-1] if self.open else None
        if top and top.opaque:
            self._inside_code(at, marker, info, top)
        elif not info and (marker[0] == ":" or (top and top.ends_with(marker, self.indent))):
            self._close(at, marker)
        else:
            name = _NAME.match(info)
            self._push(at, marker, info, name[1] if name else "", base)

    def _inside_code(self, at: int, marker: str, info: str, top: _Open) -> None:
        if info:
            return
        if top.ends_with(marker, self.indent):
            self._pop(at)
            return
        closed = next((fence for fence in self.open if fence.ends_with(marker, self.indent)), None)
        if closed and not self._ends(top):
            self._unclosed(self.open.pop(), at)
            self._close(at, marker)
        elif closed:
            hint = f"open and close '{closed.name}' with more than {len(marker)}"
            reason = f"this line in a code block closes {self._called(closed)}"
            self._report(at, reason, hint)

    def _ends(self, code: _Open) -> bool:
        """Say whether a code block is closed before the next session begins."""
        if code.ends is None:
            code.ends = False
            for line in self.lines[code.at + 1 :]:
                fence = FENCE.match(line.text.strip())
                if fence and not fence[2].strip() and fence[1].startswith(code.marker):
                    code.ends = True
                    break
                name = _NAME.match(fence[2]) if fence and fence[1][0] == ":" else None
                if name and name[1] in SESSIONS and not line.text.startswith(" "):
                    break
        return code.ends

    def _push(self, at: int, marker: str, info: str, name: str, base: int) -> None:
        if name in SESSIONS:
            top = self.open[-1] if self.open else None
            while self.open and self.open[-1].is_like(marker):
                self._unclosed(self.open[-1], at, mend=self.open.pop() is top)
        elif name in PARTS and self._is_open_part(marker):
            self._unclosed(self.open.pop(), at)
        directive = info.startswith("{")
        opaque = name in VERBATIM if directive else marker[0] != ":"
        fence = _Open(marker, name, at, opaque, base)
        if self.open:
            outer = self.open[-1]
            outer.holds = outer.holds or marker[0] == ":"
            if outer.is_like(marker) and not opaque:
                fence.equal = len(self.problems)
                short = marker[0] * max(3, len(outer.marker) - 1)
                longer = marker[0] * (len(marker) + 1)
                hint = (
                    f"write '{short}{info.partition(' ')[0]}' and end it with '{short}'"
                    if len(outer.marker) > 3
                    else f"begin and end '{outer.name}' with '{longer}'"
                )
                reason = f"the fence of '{name}' is as long as that of {self._called(outer)}"
                self._report(at, f"{reason} around it", hint)
        self.open.append(fence)

    def _is_open_part(self, marker: str) -> bool:
        return bool(self.open) and self.open[-1].name in PARTS and self.open[-1].is_like(marker)

    def _close(self, at: int, marker: str) -> None:
        if not self.open:
            self._report(at, *_CLOSES_NOTHING)
            return
        top = self.open[-1]
        if not top.ends_with(marker, self.indent):
            self._too_short(at, marker, top)
            return
        # The end of what is around: what is inside was not closed.
        first = top
        while len(self.open) > 1 and len(top.marker) < len(marker) and top.equal < 0:
            if not self.open[-2].ends_with(marker, self.indent):
                break
            self._unclosed(self.open.pop(), at, mend=top is first)
            top = self.open[-1]
        self._pop(at)

    def _pop(self, at: int) -> None:
        fence = self.open.pop()
        if fence.equal >= 0 and self.open:
            outer = self.open[-1]
            if len(outer.marker) > 3 and not fence.holds:
                short = fence.marker[0] * 3
                edits = (self._swap(fence.at, fence.marker, short), self._swap(at, "", short))
                self._mend(fence.equal, edits)
            elif fence.name in PARTS and outer.name in SESSIONS:
                outer.equal = outer.equal if outer.equal >= 0 else -2 - fence.equal
        elif fence.equal < -1 and not self.open:
            longer = fence.marker[0] * 4
            edits = (self._swap(fence.at, fence.marker, longer), self._swap(at, "", longer))
            self._mend(-2 - fence.equal, edits)

    def _too_short(self, at: int, marker: str, top: _Open) -> None:
        bodies = (self.lines[number].text.strip() for number in range(at + 1, len(self.lines)))
        ahead = FENCE.match(next(filter(None, bodies), "::::{session}"))
        name = _NAME.match(ahead[2]) if ahead else None
        ends = bool(name) and name is not None and name[1] in SESSIONS and top.name in SESSIONS
        ends = ends and len(self.open) == 1 and marker[0] == top.marker[0]
        hint = f"write '{top.marker}' to close it, or delete this one"
        reason = f"this fence is too short to close {self._called(top)}"
        edits = (self._swap(at, "", top.marker),) if ends else ()
        self._report(at, reason, hint, *edits)
        if ends:
            self.open.pop()
        else:
            top.told = True

    def _called(self, fence: _Open) -> str:
        return f"'{fence.name or fence.marker}' (line {self.lines[fence.at].where.line})"

    def _unclosed(self, fence: _Open, at: int, *, behind: bool = False, mend: bool = True) -> None:
        """Report that *fence* is not closed before, or *behind*, the line *at*.

        Of several, only the innermost is mended at once.
        """
        if fence.told:
            return
        line = self.lines[at]
        until = "up to the end of the page" if behind else f"before line {line.where.line}"
        blank = line.raw[: len(line.raw) - len(line.raw.lstrip())] if fence.base else ""
        closing = f"{blank}{fence.marker}"
        new = f"{line.raw}\n{closing}" if behind else f"{closing}\n{line.raw}"
        if not behind and fence.name in SESSIONS:
            new = f"{closing}\n\n{line.raw}"
        ours = fence.name in (*SESSIONS, *PARTS) and not fence.base
        edits = (line.edit(new),) if ours and mend else ()
        self._report(fence.at, *_not_closed(fence.name, fence.marker, until), *edits)

    def _swap(self, at: int, old: str, new: str) -> Edit:
        line = self.lines[at]
        return line.swap(old or line.text.strip(), new)

    def _mend(self, number: int, edits: tuple[Edit, ...]) -> None:
        self.problems[number] = self.problems[number]._replace(edits=edits)

    def _report(self, at: int, reason: str, hint: str, *edits: Edit) -> None:
        self.problems.report(Subtype.FENCE, self.lines[at], reason, hint, *edits)
