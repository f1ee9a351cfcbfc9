"""The sessions of a page as its text has them, and the place where another one goes.

Nothing here changes a line that is there: new lines are put between old ones.
"""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint import blocks
from session_notes.lint.project import without_hidden
from session_notes.lint.source import lines_of, split_lines
from session_notes.model.names import clean, slug
from session_notes.model.schema import SESSIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_RST = re.compile(r"(?P<indent>\s*)\.\. (?P<name>session|talk)::\s*(?P<title>.*)")
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):\s*(?P<value>.*)")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
#: What belongs to the line below it.
_TARGET = re.compile(r"\([^()\s]+\)=\s*")


class Block(NamedTuple):
    """One session or talk; lines are counted from 0."""

    kind: str
    title: str
    options: dict[str, str]
    first: int
    #: The line of the closing fence.
    last: int

    @property
    def id(self) -> str:
        """The id that the build gives it."""
        return slug(self.options.get("id") or self.title)

    @property
    def start(self) -> time | None:
        """When it begins, if that is known."""
        match = _TIME.match(clean(self.options.get("time", "")))
        hour, minute = (int(match[1]), int(match[2])) if match else (24, 0)
        return time(hour, minute) if hour < 24 and minute < 60 else None


class Page(NamedTuple):
    """What the text of a page holds."""

    lines: list[str]
    #: The sessions and talks that stand in nothing else.
    blocks: list[Block]
    #: All of them.
    all: list[Block]
    #: The first fence that is never closed, as a line; -1 where all are.
    unclosed: int


def read_markdown(text: str, extensions: Collection[str] = ()) -> Page:
    """Find the sessions and talks in the Markdown *text*; the book enables *extensions* of MyST."""
    top: list[Block] = []
    found: list[Block] = []
    unclosed = -1
    for block in blocks.Scanner(extensions=extensions).scan(lines_of("", text)):
        if not isinstance(block, blocks.Block):
            continue
        first = block.opening.where.line - 1
        last = block.closing or (block.lines or (block.opening,))[-1]
        if unclosed < 0 and block.closing is None and not block.inside:
            unclosed = first
        if block.name in SESSIONS:
            values = block.options.values
            session = Block(block.name, block.argument, values, first, last.where.line - 1)
            found.append(session)
            if block.around is None and not block.inside:
                top.append(session)
    return Page(_bare_lines(text), top, found, unclosed)


def _bare_lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]


def _options(lines: Sequence[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for line in lines:
        match = _OPTION.match(line)
        if match is None:
            break
        options.setdefault(match["name"], match["value"].strip())
    return options


def read_rst(text: str) -> Page:
    """Find the sessions and talks in the reStructuredText *text*; their ends are not sought."""
    lines = _bare_lines(text)
    found = [
        Block(match["name"], match["title"].strip(), _options(lines[at + 1 :]), at, at)
        for at, line in enumerate(without_hidden(lines))
        if (match := _RST.match(line))
    ]
    return Page(lines, found, found, -1)


def groups(page: Page) -> Iterator[tuple[Block, int]]:
    """Yield each session with the last line of it and of the talks that follow it."""
    session: Block | None = None
    last = 0
    for block in page.blocks:
        if block.kind == "session":
            if session:
                yield session, last
            session = block
        last = block.last
    if session:
        yield session, last


def place_of_session(page: Page, start: time | None) -> int:
    """Return before which line a session belongs that begins at *start*: by time, or at the end.

    Where the sessions of the page are not in the order of their times, the end it is.
    """
    timed = [(begin, first, last) for first, last in groups(page) if (begin := first.start)]
    begins = [begin for begin, _, _ in timed]
    if start is None or begins != sorted(begins):
        return len(page.lines)
    before = [last for begin, _, last in timed if begin <= start]
    if before:
        after = before[-1] + 1
        rest = [line for line in page.lines[after:] if line.strip()]
        return after if rest else len(page.lines)
    if not timed:
        return len(page.lines)
    at = timed[0][1].first
    while at and (page.lines[at - 1].strip() or _TARGET.fullmatch(_above(page.lines, at))):
        at -= 1
    return at


def _above(lines: Sequence[str], at: int) -> str:
    """Return the nearest line above *at* that is not empty."""
    return next((line for line in reversed(lines[:at]) if line.strip()), "")


def place_of_talk(page: Page, session_id: str) -> int:
    """Return before which line another talk of a session belongs; -1 where there is none such."""
    for session, last in groups(page):
        if session.id == session_id:
            return last + 1
    return -1


def line_end(text: str) -> str:
    """Return how the lines of *text* end."""
    first = next(iter(split_lines(text)), "")
    return first[len(first.rstrip("\r\n")) :] or "\n"


def insert(text: str, block: Sequence[str], at: int) -> str:
    """Return *text* with the lines of *block* before line *at*, apart from what is around."""
    kept, end = split_lines(text), line_end(text)
    before, after = kept[:at], kept[at:]
    new = [f"{line}{end}" for line in block]
    if before and before[-1].strip():
        new.insert(0, end)
    if before and not before[-1].endswith(("\n", "\r")):
        new.insert(0, end)
    if after and after[0].strip():
        new.append(end)
    return "".join([*before, *new, *after])
