"""What can be said of a page from its text alone, without parsing it as MyST does.

The build and the command line ask the same function, :func:`read_page`, and so never disagree.
"""

from __future__ import annotations

import re
from itertools import chain, dropwhile
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from session_notes.catalog.views import VIEWS, parse_view
from session_notes.lint.blocks import Block, Html, Lost, Math, Prose, Scanner, filled, title_below
from session_notes.lint.book import with_examples
from session_notes.lint.fences import FENCE, check_blocks, check_fences, without_consequences
from session_notes.lint.files import files_of
from session_notes.lint.footnotes import check_footnotes
from session_notes.lint.front_matter import (
    SUBSTITUTION,
    check_front_matter,
    read_event,
    read_old_pages,
)
from session_notes.lint.headings import check_headings
from session_notes.lint.inline import Words
from session_notes.lint.misspelt import OURS, check_spelling
from session_notes.lint.options import option_in
from session_notes.lint.reporters import read_reporters, reporters_of
from session_notes.lint.source import (
    Findings,
    check_characters,
    check_line,
    file_at,
    lines_of,
    read_front_matter,
)
from session_notes.lint.toctrees import TITLED, Toctree
from session_notes.model import messages
from session_notes.model.names import fold, part_headed, slug
from session_notes.model.parsing import parse_session
from session_notes.model.problems import BROKEN, Code
from session_notes.model.raw_html import flaw
from session_notes.model.records import Example, Page
from session_notes.model.schema import EXAMPLE, PARTS, SESSIONS
from session_notes.model.tex import tex_flaw
from session_notes.model.urls import bad_scheme, bad_source, is_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from session_notes.lint.blocks import Event
    from session_notes.lint.files import FileUse
    from session_notes.lint.markup import Markup
    from session_notes.lint.options import Options
    from session_notes.lint.source import Line
    from session_notes.model.messages import Message
    from session_notes.model.problems import Edit, Problem, Where
    from session_notes.model.records import Address, Link, Reporters, Session, View

    #: The options and the record of each session, view and impressions, by ``Block.in_myst``.
    Parsed = dict[tuple[Where, str], tuple[Options, Session | View | Reporters]]

#: More files than any page includes; one that includes itself must end.
MOST_INCLUDES = 50

#: What docutils calls the nodes of some blocks.
_TAGS = {"": "container", **dict.fromkeys(SESSIONS, "container")}
_TAGS |= dict.fromkeys(PARTS, "session_part")
_ALT = re.compile(r"\s*:alt:\s+\S")
_TARGET = re.compile(r"\s*:target:\s+(\S.*)$")
_HTTP_EQUIV = "http-equiv"
_TABBED = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_MARKS = re.compile(r"[*_`]+|\[([^\[\]]*)\]\([^()]*\)")
_HOLDS = re.compile(
    r"^[ \t>*+-]*(?::{3,}|`{3,}|~{3,})[ \t]*\{?(?:session|talk|impressions|references)\b",
    re.MULTILINE | re.IGNORECASE,
)


class PageText(NamedTuple):
    """What the text of a page says."""

    page: Page
    problems: tuple[Problem, ...]
    day: date | None
    #: The outside addresses in it.
    addresses: tuple[Address, ...]
    #: The other files that it links to, shows or reads.
    paths: tuple[FileUse, ...]
    toctrees: tuple[Toctree, ...]
    #: The addresses and the HTML that are reported as not allowed, as they are written.
    refused: frozenset[str]
    #: The sessions and views, wherever they are, for their directives.
    parsed: Parsed
    #: What Sphinx's own roles, toctrees and reStructuredText name; only without a build.
    named: tuple[FileUse, ...] = ()
    #: The names that links may lead to, other than sessions, in lower case, each with whether there
    #: is a title to show; None for a name that is given twice. Only without a build.
    labels: Mapping[str, bool | None] = MappingProxyType({})


def read_page(
    source: str,
    text: str,
    read_file: Callable[[str], str | None] = lambda _path: None,
    extensions: Collection[str] = (),
    markup: Callable[..., Markup] | None = None,
) -> PageText:
    """Read the *text* of the page *source*; *read_file* gives that of a file it includes.

    The book enables *extensions* of MyST. Without a build, *markup* finds what MyST would report.
    """
    lines = lines_of(source, text)
    reader = _Reader(lines, read_file, extensions, markup)
    check_characters(lines, reader.found)
    return reader.read()


class _Reader:
    """Reads one page, or an example in it."""

    def __init__(
        self,
        lines: Sequence[Line],
        read_file: Callable[[str], str | None],
        extensions: Collection[str],
        markup: Callable[..., Markup] | None = None,
        *,
        is_example: bool = False,
    ) -> None:
        self.read_file = read_file
        self.markup = markup
        self.includes = 0
        #: The lines of the files that it includes.
        self.files: list[Sequence[Line]] = []
        self.lines = lines
        self.extensions = extensions
        self.is_example = is_example
        #: Whether the page is about sessions: others are not checked.
        self.holds = _holds(lines)
        self.found = Findings()
        #: What is wrong on any page, whether it is about sessions or not.
        self.anywhere = Findings()
        self.sessions: list[Session] = []
        self.views: list[View] = []
        self.parsed: Parsed = {}
        self.labels: Mapping[str, bool | None] = {}
        #: What is reported as not allowed.
        self.refused: set[str] = set()
        self.toctrees: list[Toctree] = []
        self.named: list[FileUse] = []
        #: The session to which a talk would belong.
        self.before: Session | None = None
        #: The blocks in which something is said, by their ids.
        self.filled: set[int] = set()
        #: Where each session or talk that is in an allowed place is in the list, by its block.
        self.placed: dict[int, int] = {}

    def read(self) -> PageText:
        scanner = Scanner(self._included, self.extensions)
        events = scanner.scan(self.lines)
        blocks = [event for event in events if isinstance(event, Block)]
        day = read_front_matter(self.lines, scanner.front, self.found)
        reporters = read_reporters(scanner.front, self.found)
        was = read_old_pages(scanner.front, self.anywhere)
        of_event = read_event(scanner.front, self.anywhere)
        self.holds = self.holds or any(block.name in (*SESSIONS, *PARTS) for block in blocks)
        opened = {block.opening.where for block in blocks if block.name in OURS}
        for written in (self.lines[len(scanner.front) :], *self.files):
            spelling, lines, names = check_spelling(written, opened, scanner.hidden)
            self.anywhere += spelling
            self.holds = self.holds or not names.isdisjoint((*SESSIONS, *PARTS))
            if self.holds:
                self.found += check_fences([one for one in lines if one.where not in scanner.apart])
        words = Words(scanner.env, self.found, self.refuse, self.extensions)
        self._meta(scanner.front)
        self.anywhere += check_front_matter(
            self.lines, self.found if self.holds else (), runs=SUBSTITUTION in self.extensions
        )
        self.filled = filled(events)
        for event in events:
            self._event(event, words)
        if self.markup:
            words.links += self._markup(self.markup(is_example=self.is_example), events, scanner)
        if not any(problem.code in BROKEN for problem in (*self.found, *self.anywhere)):
            self.found += check_blocks(blocks)
        texts = (event for event in events if isinstance(event, Prose))
        check_footnotes(scanner.footnotes, texts, self.anywhere)
        self.found += check_headings(events, self.sessions)
        words.paths += chain.from_iterable(map(files_of, blocks))
        examples = list(self._examples(blocks))
        problems = without_consequences([*(self.found if self.holds else ()), *self.anywhere])
        for example in examples:
            problems += example.problems
            words.paths += example.paths
            self.refused |= example.refused
            self.named += example.named
            # Sphinx takes them for the page's own.
            self.toctrees += example.toctrees
            self.parsed.update(example.parsed)
        views, links = tuple(self.views), tuple(words.links)
        page = Page(tuple(self.sessions), views=views, links=links, was=was)
        if self.sessions:
            page = page._replace(reporters=reporters, event=of_event)
        return PageText(
            with_examples(page, [Example(one.page, one.day) for one in examples]),
            tuple(problems),
            day,
            tuple(words.addresses),
            tuple(words.paths),
            tuple(self.toctrees),
            frozenset(self.refused),
            self.parsed,
            tuple(self.named),
            self.labels,
        )

    def refuse(self, line: Line, message: Message, written: str, **fields: str) -> None:
        """Report that what is *written* in a line is not allowed."""
        self.refused.add(unquote(written).strip())
        column = line.raw.find(written.partition("\n")[0]) + 1
        self.anywhere.add(line, message, column=column, **fields)

    def _event(self, event: Event, words: Words) -> None:
        if isinstance(event, Block):
            self._block(event)
        elif isinstance(event, Prose):
            words.read(event)
            self._prose(event)
        elif isinstance(event, Html):
            self._html(event)
        elif isinstance(event, Math):
            self._tex(event.content, event.lines, event.label)
        elif isinstance(event, Lost):
            self._lost(event)

    def _markup(self, markup: Markup, events: Iterable[Event], scanner: Scanner) -> list[Link]:
        """Add what MyST would report, except for what is reported as misspelt; return links."""
        misspelt = {found.where for found in self.anywhere if found.code is Code.DIRECTIVE}
        found = markup.check(events, scanner)
        self.anywhere += (one for one in found if one.where not in misspelt)
        self.named, self.labels = markup.named, markup.labels
        return markup.links

    def _examples(self, blocks: Iterable[Block]) -> Iterator[PageText]:
        """Yield what each example says, which is a page of its own; in one there is no other."""
        for block in blocks if not self.is_example else ():
            lines = list(dropwhile(lambda line: not line.text.strip(), block.lines))
            if block.name == EXAMPLE and lines:
                given = lines, self.read_file, self.extensions, self.markup
                yield _Reader(*given, is_example=True).read()

    def _included(self, path: str) -> Sequence[Line]:
        self.includes += 1
        source = file_at(path, self.lines[0].where.source)
        text = self.read_file(source) if self.includes <= MOST_INCLUDES else None
        if text is None:
            return ()
        lines = lines_of(source, text)
        if _holds(lines):
            self.holds = True
            check_characters(lines, self.found)
        self.files.append(lines)
        return lines

    # -- the directives ---------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        if block.name in SESSIONS:
            self._session(block)
        elif block.name in PARTS:
            self._part(block)
        elif block.name in VIEWS:
            self._view(block)
        elif block.name == "raw":
            self._raw(block, block.lines[block.length :])
        elif block.name in ("math", "tabularcolumns"):
            body = "\n".join(line.text for line in block.lines[block.length :])
            options = "\n".join(line.text for line in block.lines[: block.length])
            content = f"{block.argument}\n\n{body}" if block.argument else body
            self._tex(content, (block.opening, *block.lines), options)
        elif block.name == "toctree":
            self._toctree(block)
        elif block.name in ("image", "figure"):
            self._image(block)
        if block.name in (*SESSIONS, *PARTS) and block.marker[0] != ":":
            self._backticks(block)

    def _session(self, block: Block) -> None:
        options, opening = block.options, block.opening
        record, problems = parse_session(
            block.argument, options.values, options.lines, opening.where
        )
        self.parsed[block.in_myst] = options, record
        below = title_below(block)
        if below:
            title = below.text.strip()
            edits = opening.edit(f"{opening.raw.rstrip()} {title}"), below.edit(None)
            written = f"{block.marker}{{{block.name}}} {title}"
            self.found.add(opening, messages.TITLE_BELOW, *edits, line=written)
        else:
            self.found += [*options.problems, *problems]
        if "id" not in options.values and slug(block.argument):
            edit = opening.edit(f"{opening.raw.rstrip()}\n:id: {record.id}")
            fix = () if block.inside else (edit,)
            self.found.add(opening, messages.NO_PERMALINK, *fix, id=record.id)
        parent = self._place(block, record)
        if parent is not None:
            self.placed[id(block)] = len(self.sessions)
            has_notes = id(block) in self.filled
            self.sessions.append(record._replace(parent=parent, has_notes=has_notes))

    def _place(self, block: Block, record: Session) -> str | None:
        """Return the id of the session that a block belongs to; None where it is not allowed."""
        around, line = block.around, block.opening
        if block.inside or (around and id(around) not in self.placed):
            tag = block.inside or (around.name if around else "")
            tag = _TAGS.get(tag, tag)
            self.found.add(line, messages.MISPLACED, name=block.name, block=tag)
            return None
        if around and (block.name == "session" or around.name == "talk"):
            name, outer, title = block.name, around.name, around.argument
            self.found.add(line, messages.NESTED, name=name, outer=outer, title=title)
        if block.name == "session":
            # If it is in another one, it is shown after that.
            self.before = record
            return ""
        if self.before:
            return self.before.id
        if around is None:
            self.found.add(line, messages.TALK_WITHOUT_SESSION)
        at = self.placed.get(id(around))
        return self.sessions[at].id if at is not None else ""

    def _part(self, block: Block) -> None:
        at = self.placed.get(id(block.around))
        if block.name == "impressions":
            reporters = reporters_of(block, self.found)
            self.parsed[block.in_myst] = block.options, reporters
            if at is not None and not block.inside:
                session = self.sessions[at]
                both = (*session.impressions, reporters)
                self.sessions[at] = session._replace(impressions=both)
        if block.inside or at is None:
            self.found.add(block.opening, messages.PART_MISPLACED, part=block.name)
        elif id(block) not in self.filled:
            lines = (block.opening, *block.lines, block.closing) if block.closing else ()
            blank = not any(line.text.strip() for line in block.lines)
            edits = [line.edit(None) for line in lines if blank]
            self.found.add(block.opening, messages.EMPTY_PART, *edits, part=block.name)

    def _view(self, block: Block) -> None:
        where, options = block.opening.where, block.options
        self.anywhere += options.problems
        for line in block.lines[: block.length]:
            self.anywhere += check_line(line)
        view, problems = parse_view(block.name, options.values, options.lines, where)
        self.parsed[block.in_myst] = options, view
        self.anywhere += problems
        self.views.append(view)
        if block.argument or any(line.text.strip() for line in block.lines[block.length :]):
            self.anywhere.add(block.opening, messages.TEXT_IN_VIEW, view=block.name)

    def _toctree(self, block: Block) -> None:
        entries = []
        for line in block.lines[block.length :]:
            entry = line.text.strip()
            titled = TITLED.match(entry)
            address = titled[1] if titled else entry
            if "://" in address and bad_scheme(address):
                self.refuse(line, messages.BAD_SCHEME, address, scheme=bad_scheme(address))
            elif entry:
                entries.append(entry)
        options = frozenset(line.text.strip(" :") for line in block.lines[: block.length])
        self.toctrees.append(Toctree(block.opening.where, options, tuple(entries)))

    def _raw(self, block: Block, lines: Sequence[Line]) -> None:
        content = "\n".join(line.text for line in lines)
        if block.within(SESSIONS):
            self.refuse(block.opening, messages.RAW, content)
        elif "html" in block.argument.split():
            self._judge(content, lines)
        elif "latex" in block.argument.split():
            self._tex(content, lines)

    def _judge(self, content: str, lines: Sequence[Line]) -> None:
        """Report HTML outside of a session that is not allowed."""
        found = flaw(content)
        if found:
            what, at = found
            line = lines[min(content.count("\n", 0, at), len(lines) - 1)]
            self.refuse(line, messages.HTML, content, what=what)

    def _tex(self, content: str, lines: Sequence[Line], label: str = "") -> None:
        """Report TeX that is not allowed, in a formula or in its label, at its line."""
        command = tex_flaw(content) or tex_flaw(label)
        if command:
            line = next((one for one in lines if command in one.text), lines[0])
            self.refuse(line, messages.TEX, content, command=command)

    def _meta(self, front: Sequence[Line]) -> None:
        for line in front:
            if _HTTP_EQUIV in line.text.lower():
                self.refuse(line, messages.META, _HTTP_EQUIV, attribute=_HTTP_EQUIV)

    def _image(self, block: Block) -> None:
        options = block.lines[: block.length]
        if block.within(SESSIONS) and not any(_ALT.match(line.text) for line in options):
            self.found.add(block.opening, messages.NO_ALT, new=":alt: what it shows")
        scheme = bad_source(block.argument)
        if scheme:
            self.refuse(block.opening, messages.BAD_SCHEME, block.argument, scheme=scheme)
        elif is_remote(block.argument):
            self.refuse(block.opening, messages.REMOTE, block.argument)
        for line in block.lines[: block.length]:
            match = _TARGET.match(line.text)
            scheme = bad_scheme(match[1]) if match else ""
            if match and scheme:
                self.refuse(line, messages.BAD_SCHEME, match[1], scheme=scheme)

    def _backticks(self, block: Block) -> None:
        colons = ":" * (4 if block.name in SESSIONS else 3)
        opening, closing = block.opening, block.closing
        edits: tuple[Edit, ...] = ()
        clashes = any(line.text.strip().startswith(colons) for line in block.lines)
        if closing and not clashes:
            end = closing.swap(closing.text.strip(" \t>"), colons)
            edits = (opening.swap(block.marker, colons), end)
        self.found.add(opening, messages.BACKTICKS, *edits, name=block.name, colons=colons)

    # -- the text ---------------------------------------------------------------------------

    def _prose(self, prose: Prose) -> None:
        if prose.option:
            return
        around, first = prose.around, prose.lines[0]
        if prose.heading:
            if around is None:
                self.before = self.before if prose.inside else None
            elif around.name in SESSIONS:
                text = _MARKS.sub(r"\1", prose.text)
                part = part_headed(text)
                if part:
                    self.found.add(first, messages.HEADING, title=text, part=part)
        if around is None or not around.within(SESSIONS):
            return
        for line in prose.lines:
            match = _TABBED.match(line.raw) if "\t" in line.raw else None
            if match and "\t" in match[0]:
                new = match[0].expandtabs(4) + line.raw[match.end() :]
                self.found.add(line, messages.TAB, line.edit(new))
            if around.name in SESSIONS and not prose.bullet and not prose.heading:
                self._late(line, around)

    def _late(self, line: Line, block: Block) -> None:
        """Report a line of the notes that was probably meant as an option."""
        name = option_in(line.text)
        if not name or title_below(block):
            return
        written, _, value = line.text.strip().lstrip(":：").replace("：", ":").partition(":")
        edits: tuple[Edit, ...] = ()
        last = block.lines[block.length - 1] if block.length else block.opening
        if fold(written) == name and name not in block.options.values:
            new = f"{last.raw}\n:{name}: {value.strip()}"
            edits = (last.edit(new), line.edit(None))
        written, below = written.strip(), last.where.line + 1
        self.found.add(line, messages.LATE_OPTION, *edits, written=written, option=name, line=below)

    def _html(self, html: Html) -> None:
        first = html.lines[0]
        session = html.around and html.around.within(SESSIONS)
        if not session:
            self._judge(html.content, html.lines)
        elif not first.text.lstrip().startswith("<!--"):
            self.refuse(first, messages.RAW, html.content)
        for line in html.lines[1:] if html.swallows else ():
            if FENCE.match(line.text.strip()):
                edit = line.edit(f"\n{line.raw}")
                self.found.add(line, messages.FENCE_HIDDEN, edit, line=first.where.line)
                return

    def _lost(self, lost: Lost) -> None:
        if lost.around is None or not lost.around.within(SESSIONS):
            return
        line = lost.line
        raw = line.raw.expandtabs(4)
        outer, inner = len(raw) - len(raw.lstrip()), len(line.text) - len(line.text.lstrip())
        column = lost.column + outer - inner
        edit = line.edit(" " * column + line.raw.lstrip())
        self.found.add(line, messages.BULLET, edit, spaces=column)


def _holds(lines: Iterable[Line]) -> bool:
    return bool(_HOLDS.search("\n".join(line.raw for line in lines)))
