"""The blocks of a Markdown page, as MyST sees them, from its text alone.

What is found here, fences, bullets, headings, paragraphs, is what markdown-it finds: a test
compares the two on random text. What is not needed to judge sessions is left out: tables are
paragraphs, and a block quotation is one, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.views import VIEWS
from session_notes.lint.html import html_ends
from session_notes.lint.options import count_options, read_options
from session_notes.model.schema import EXAMPLE, PARTS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from session_notes.lint.options import Options
    from session_notes.lint.source import Line
    from session_notes.model.problems import Where

#: Directives whose content is no Markdown.
VERBATIM = frozenset(
    (
        *("code", "code-block", "code-cell", "sourcecode", "highlight", "literalinclude"),
        *("parsed-literal", "math", "raw", "eval-rst", "toctree", "csv-table", "index"),
        *("mermaid", "graphviz", "digraph", "graph", "uml", "bibliography", "productionlist"),
        EXAMPLE,  # a page of its own
    )
)
#: Deeper than anybody nests; a page of nothing but fences must not exhaust the stack.
MAX_DEPTH = 30

FENCE = re.compile(r"(:{3,}|`{3,}(?=[^`]*$)|~{3,})(.*)$")
_DIRECTIVE = re.compile(r"\s*\{([^\s{}]+)\}(?:\s+(.*))?$")
BULLET = re.compile(r"([-*+]|\d{1,9}[.)])(?:([ ]+)(?=\S)|[ ]*$)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_LABEL = re.compile(r"\(([^\s()][^()]*)\)=\s*$")
_DEFINITION = re.compile(r"\[([^\]^][^\]]{0,300})\]:\s*<?(\S+?)>?(?:\s|$)")


class Block(NamedTuple):
    """A fenced block."""

    #: The directive's name; empty for a division without one.
    name: str
    argument: str
    #: The colons, backticks or tildes.
    marker: str
    opening: Line
    lines: tuple[Line, ...]
    around: Block | None
    #: Whether it stands in a bullet.
    in_list: bool
    closing: Line | None
    options: Options | None = None

    def session(self) -> Block | None:
        """Return the session or talk that this is or stands in."""
        block: Block | None = self
        while block is not None and block.name not in SESSIONS:
            block = block.around
        return block


class Prose(NamedTuple):
    """A paragraph, or the text of a bullet or a heading."""

    lines: tuple[Line, ...]
    around: Block | None
    #: How deep the bullet is that it begins; 0 for none.
    bullet: int = 0
    heading: bool = False


class Html(NamedTuple):
    """A block of HTML."""

    lines: tuple[Line, ...]
    around: Block | None
    #: Whether it ends with a blank line, and not with a tag or a sign of its own.
    swallows: bool


class Lost(NamedTuple):
    """A line that looks like a bullet, and is none."""

    line: Line
    around: Block | None
    #: The column at which it would be a bullet below the one before.
    column: int


class Named(NamedTuple):
    """A label ``(name)=``, or what ``[name]: address`` defines."""

    name: str
    address: str
    line: Line


Event = Block | Prose | Html | Lost | Named


def scan(
    lines: Sequence[Line],
    included: Callable[[str, Where], Sequence[Line]] = lambda _path, _where: (),
) -> Iterator[Event]:
    """Yield all that stands in *lines*; *included* gives the lines of another file."""
    return _Scanner(lines, included).scan()


class _Scanner:
    """Reads the lines of one container: a page, or the content of a fence."""

    def __init__(
        self,
        lines: Sequence[Line],
        included: Callable[[str, Where], Sequence[Line]],
        around: Block | None = None,
        depth: int = 0,
    ) -> None:
        self.lines = lines
        self.included = included
        self.around = around
        self.depth = depth
        self.at = 0
        #: Where the text of each open bullet begins.
        self.offsets: list[int] = []
        self.paragraph: list[Line] = []
        #: How deep the bullet is whose text comes next; 0 for none.
        self.bullet = 0

    def scan(self) -> Iterator[Event]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            rest = yield from self._line(line, line.text)
            while rest:
                rest = yield from self._line(line, rest)
            self.at += 1
        yield from self._flush()

    def _flush(self, *, heading: bool = False) -> Iterator[Event]:
        """Yield the paragraph that ends here."""
        if self.paragraph:
            yield Prose(tuple(self.paragraph), self.around, self.bullet, heading)
            self.paragraph, self.bullet = [], 0

    def _line(self, line: Line, text: str) -> Generator[Event, None, str]:
        """Read a line; return what stands in it behind the sign of a bullet."""
        body = text.strip()
        if not body:
            yield from self._flush()
            return ""
        indent = len(text) - len(text.lstrip(" "))
        beside = bool(self.offsets) and indent < self.offsets[-1]
        lazy = bool(self.paragraph) and not _interrupts(body, beside=beside)
        base = self._base(indent, lazy=lazy)
        code = indent - base >= 4
        if code and BULLET.match(body):
            yield Lost(line, self.around, base)
        if self.paragraph and (lazy or code):
            if _UNDERLINE.match(body) and base <= indent < base + 4:
                yield from self._flush(heading=True)
            else:
                self.paragraph.append(line)
            return ""
        yield from self._flush()
        if code:
            return ""
        item = BULLET.match(body)
        if item and not _RULE.match(body) and len(self.offsets) < MAX_DEPTH:
            return self._open_bullet(item, indent, body)
        fence = FENCE.match(body)
        if fence:
            yield from self._fence(line, fence, indent, base)
        elif not _RULE.match(body):
            yield from self._leaf(line, body, base)
        return ""

    def _base(self, indent: int, *, lazy: bool) -> int:
        """Close the bullets that a line does not belong to; return where its container begins."""
        while self.offsets and indent < self.offsets[-1] and not lazy:
            self.offsets.pop()
        return self.offsets[-1] if self.offsets else 0

    def _open_bullet(self, item: re.Match[str], indent: int, body: str) -> str:
        """Begin a bullet; return what stands behind its sign."""
        gap = len(item[2] or " ")
        self.offsets.append(indent + len(item[1]) + (gap if gap < 5 else 1))
        self.bullet = len(self.offsets)
        return " " * (indent + len(item[1])) + body[len(item[1]) :] if item[2] else ""

    def _leaf(self, line: Line, body: str, base: int) -> Iterator[Event]:
        """Read what is no container."""
        if _HEADING.match(body):
            yield Prose((line,), self.around, self.bullet, heading=True)
            self.bullet = 0
        elif (ends := html_ends(body)) is not None:
            start = self.at
            self.at = self._html_end(ends, base) - 1
            lines = tuple(self.lines[start : self.at + 1])
            yield Html(lines, self.around, swallows=not ends)
        elif label := _LABEL.match(body):
            yield Named(label[1], "", line)
        elif named := _DEFINITION.match(body):
            yield Named(named[1], named[2], line)
        elif not body.startswith("%") and body != "+++":
            self.paragraph = [line]

    def _html_end(self, ends: Sequence[str], base: int) -> int:
        """Return the number of the first line behind an HTML block."""
        for at in range(self.at, len(self.lines)):
            text = self.lines[at].text
            outside = len(text) - len(text.lstrip(" ")) < base
            if at > self.at and text.strip() and outside:
                return at
            if any(end in text.lower() for end in ends):
                return at + 1
            if not ends and not text.strip():
                return at
        return len(self.lines)

    def _fence(self, line: Line, fence: re.Match[str], indent: int, base: int) -> Iterator[Event]:
        start, marker = self.at + 1, fence[1]
        end, closed = self._fence_end(marker, base)
        inner = [one.cut(indent) for one in self.lines[start:end]]
        closing = self.lines[end] if closed else None
        self.at = end if closed else end - 1
        directive = _DIRECTIVE.match(fence[2])
        if not directive and marker[0] != ":":
            return
        name, argument = (directive[1].lower(), directive[2] or "") if directive else ("", fence[2])
        options = read_options(inner) if name in SESSIONS or name in VIEWS else None
        if name in PARTS and argument:
            # Text behind the name is the first of the content.
            inner = [line._replace(text=argument), *inner]
        block = Block(
            name,
            argument.strip(),
            marker,
            line,
            tuple(inner),
            self.around,
            bool(self.offsets),
            closing,
            options,
        )
        yield block
        if name in VERBATIM or self.depth >= MAX_DEPTH:
            return
        if name == "include":
            if not {"literal", "code", "parser"} & read_options(inner).values.keys():
                content = self.included(block.argument, line.where)
                yield from _Scanner(content, self.included, self.around, self.depth + 1).scan()
            return
        first = 0
        if options:
            first = options.length
        elif name and name not in PARTS:
            first = count_options(inner)
        yield from _Scanner(inner[first:], self.included, block, self.depth + 1).scan()

    def _fence_end(self, marker: str, base: int) -> tuple[int, bool]:
        """Return which line ends the fence that this one opens, and whether it closes it."""
        for end in range(self.at + 1, len(self.lines)):
            text = self.lines[end].text
            body = text.strip()
            if not body:
                continue
            indent = len(text) - len(text.lstrip(" "))
            if indent < base:
                return end, False
            bare = len(body) >= len(marker) and not body.strip(marker[0])
            if bare and indent - base < 4:
                return end, True
        return len(self.lines), False


def _interrupts(body: str, *, beside: bool) -> bool:
    """Say whether *body* begins a block of its own, though a paragraph is open.

    Any bullet *beside* the one that the paragraph is in does.
    """
    item = BULLET.match(body)
    return bool(
        FENCE.match(body)
        or _HEADING.match(body)
        or body[0] == ">"
        or (item and (beside or (item[2] and (item[1] in "-*+" or item[1][:-1] == "1"))))
        or (_RULE.match(body) and (beside or not _UNDERLINE.match(body)))
        or html_ends(body, interrupts=True) is not None
    )
