"""What can be said of a page from its text alone, without parsing it as MyST does.

The build and the command line ask the same function, :func:`read_page`, and so never disagree.
"""

from __future__ import annotations

import posixpath
import re
from itertools import dropwhile
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.blocks import Block, Html, Lost, Prose, Scanner
from session_notes.lint.book import with_examples
from session_notes.lint.fences import FENCE, check_blocks, check_fences
from session_notes.lint.inline import Words
from session_notes.lint.options import is_option
from session_notes.lint.source import Findings, check_characters, lines_of, read_front_matter
from session_notes.lint.structure import Blocks
from session_notes.model import messages
from session_notes.model.names import fold
from session_notes.model.problems import Code
from session_notes.model.records import Example, Page
from session_notes.model.schema import EXAMPLE, PARTS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from session_notes.lint.source import Line
    from session_notes.model.problems import Edit, Problem, Where
    from session_notes.model.records import Address, Link

#: More files than any page includes; one that includes itself must end.
MOST_INCLUDES = 50

#: What a broken fence causes in the blocks below it.
_CONSEQUENCES = (Code.PLACE, Code.HEADING)
_ATTRIBUTE = re.compile(r"\{#([^\s}]+)")
_TABBED = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_MARKS = re.compile(r"[*_`]+|\[([^\]]*)\]\([^)]*\)")
_HOLDS = re.compile(
    r"^[ \t>*+-]*(?::{3,}|`{3,}|~{3,})[ \t]*\{?(?:session|talk|impressions|references)\b",
    re.MULTILINE | re.IGNORECASE,
)


class PageText(NamedTuple):
    """What the text of a page says."""

    page: Page
    problems: tuple[Problem, ...] = ()
    day: date | None = None
    #: The outside addresses in it.
    addresses: tuple[Address, ...] = ()
    #: The links to other files.
    paths: tuple[Link, ...] = ()
    #: The names that links may lead to, other than sessions.
    labels: tuple[str, ...] = ()
    #: The pages that its toctrees list, as they are written.
    below: tuple[str, ...] = ()


def read_page(
    source: str,
    text: str,
    read_file: Callable[[str], str | None] = lambda _path: None,
    extensions: Collection[str] = (),
) -> PageText:
    """Read the *text* of the page *source*; *read_file* gives that of a file it includes.

    The book enables *extensions* of MyST.
    """
    lines = lines_of(source, text)
    reader = _Reader(lines, read_file, extensions)
    check_characters(lines, reader.found)
    return reader.read()


class _Reader:
    def __init__(
        self,
        lines: Sequence[Line],
        read_file: Callable[[str], str | None],
        extensions: Collection[str],
        *,
        is_example: bool = False,
    ) -> None:
        self.folder = posixpath.dirname(lines[0].where.source) or "."
        self.read_file = read_file
        self.includes = 0
        self.lines = lines
        self.extensions = extensions
        self.is_example = is_example
        self.found = Findings()
        self.blocks = Blocks()
        #: Whether the page is about sessions: others are not checked.
        self.holds = _holds(lines)

    def read(self) -> PageText:
        scanner = Scanner(self._included, self.extensions)
        events = list(scanner.scan(self.lines))
        day = read_front_matter(self.lines, scanner.front, self.found)
        self.holds = self.holds or any(
            isinstance(event, Block) and event.name in (*SESSIONS, *PARTS) for event in events
        )
        if self.holds:
            lines = self.lines[len(scanner.front) :]
            self.found += check_fences([one for one in lines if one.where not in scanner.apart])
        self.blocks.labels += scanner.labels
        words = Words(scanner.env)
        filled = {id(event.around) for event in events}
        examples: list[PageText] = []
        for event in events:
            if isinstance(event, Block):
                self.blocks.read(event, empty=id(event) not in filled)
                examples += self._example(event)
            elif isinstance(event, Prose):
                self._prose(event, words)
            elif isinstance(event, Html):
                self._html(event)
            elif isinstance(event, Lost):
                self._lost(event)
        if not any(problem.code is Code.FENCE for problem in self.found):
            self.found += check_blocks(events)
        ours = [*self.found, *self.blocks.found, *words.problems] if self.holds else []
        page = Page(
            tuple(self.blocks.sessions),
            views=tuple(self.blocks.views),
            links=tuple(words.links),
        )
        problems = _without_consequences([*ours, *self.blocks.own])
        for example in examples:
            problems += example.problems
            words.paths += example.paths
        return PageText(
            with_examples(page, [Example(one.page, one.day) for one in examples]),
            tuple(problems),
            day,
            tuple(words.addresses),
            tuple(words.paths),
            tuple(self.blocks.labels),
            tuple(self.blocks.below),
        )

    def _example(self, block: Block) -> Iterator[PageText]:
        """Yield what an example says, which is a page of its own; in one there is no other."""
        lines = list(dropwhile(lambda line: not line.text.strip(), block.lines))
        if block.name == EXAMPLE and lines and not self.is_example:
            yield _Reader(lines, self.read_file, self.extensions, is_example=True).read()

    def _included(self, path: str, where: Where) -> Sequence[Line]:
        self.includes += 1
        joined = path.lstrip("/") if path.startswith("/") else f"{self.folder}/{path}"
        source = posixpath.normpath(joined)
        text = self.read_file(source) if self.includes <= MOST_INCLUDES else None
        if text is None:
            return ()
        lines = lines_of(source, text)
        if _holds(lines):
            self.holds = True
            check_characters(lines, self.found)
            self.found += check_fences(lines)
        return lines

    # -- the content of blocks --------------------------------------------------------------

    def _prose(self, prose: Prose, words: Words) -> None:
        words.read(prose)
        if prose.option:
            return
        around, first = prose.around, prose.lines[0]
        self.blocks.labels += _ATTRIBUTE.findall(first.raw)
        if prose.heading:
            if around is None:
                self.blocks.before = self.blocks.before if prose.inside else None
            elif around.within((*SESSIONS, *PARTS)):
                text = _MARKS.sub(r"\1", prose.text)
                self.found.add(first, messages.HEADING, title=text)
        if around is None or not around.within(SESSIONS):
            return
        for line in prose.lines:
            match = _TABBED.match(line.raw)
            if match and "\t" in match[0]:
                new = match[0].expandtabs(4) + line.raw[match.end() :]
                self.found.add(line, messages.TAB, line.edit(new))
            if around.name in SESSIONS and not prose.bullet and not prose.heading:
                self._late(line, around)

    def _late(self, line: Line, block: Block) -> None:
        """Report a line of the notes that was probably meant as an option."""
        name = is_option(line.text)
        options = block.options
        if not name or options is None:
            return
        written, _, value = line.text.strip().lstrip(":：").replace("：", ":").partition(":")
        exact = fold(written) == name
        edits: tuple[Edit, ...] = ()
        last = block.lines[options.length - 1] if options.length else block.opening
        if exact and name not in options.values:
            new = f"{last.raw}\n:{name}: {value.strip()}"
            edits = (last.edit(new), line.edit(None))
        self.found.add(
            line,
            messages.LATE_OPTION,
            *edits,
            written=written.strip(),
            option=name,
            line=last.where.line + 1,
        )

    def _html(self, html: Html) -> None:
        first = html.lines[0]
        if (
            html.around
            and html.around.within(SESSIONS)
            and not first.text.lstrip().startswith("<!--")
        ):
            self.found.add(first, messages.RAW)
        for line in html.lines[1:] if html.swallows else ():
            if FENCE.match(line.text.strip()):
                edit = line.edit(f"\n{line.raw}")
                self.found.add(line, messages.FENCE_HIDDEN, edit, line=first.where.line)
                return

    def _lost(self, lost: Lost) -> None:
        if lost.around is None or not lost.around.within(SESSIONS):
            return
        line = lost.line
        outer = len(line.raw.expandtabs(4)) - len(line.raw.expandtabs(4).lstrip())
        inner = len(line.text) - len(line.text.lstrip())
        column = lost.column + outer - inner
        edit = line.edit(" " * column + line.raw.lstrip())
        self.found.add(line, messages.BULLET, edit, spaces=column)


def _without_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what only follows from a broken fence in the same file."""
    broken = {found.where.source for found in problems if found.code is Code.FENCE}
    return [
        found
        for found in problems
        if found.where.source not in broken or found.code not in _CONSEQUENCES
    ]


def _holds(lines: Iterable[Line]) -> bool:
    return bool(_HOLDS.search("\n".join(line.raw for line in lines)))
