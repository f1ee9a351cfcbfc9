"""The text of a page: its sessions, where another one belongs, and the text of a new one.

Existing lines are never changed: new lines are inserted between them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from fnmatch import fnmatchcase
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint import blocks
from session_notes.lint.options import read_options
from session_notes.lint.page import MOST_INCLUDES
from session_notes.lint.restructuredtext import without_hidden
from session_notes.lint.source import (
    Findings,
    file_at,
    indent_of,
    lines_of,
    read_front_matter,
    split_lines,
)
from session_notes.model.names import slug, without_forbidden
from session_notes.model.parsing import parse_date, parse_session
from session_notes.model.problems import Where
from session_notes.model.records import NOWHERE
from session_notes.model.schema import OPTIONS, SESSIONS
from session_notes.model.times import parse_span

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from session_notes.lint.source import Line

    #: The day of a page, and the minute at which its first session begins.
    Moment = tuple[str, int]

#: A permalink has to be short enough to be read aloud.
MAX_ID = 60

_RST = re.compile(
    r"\s*\.\.\s+(?P<name>session|talk|include) ?::(?:\s+(?P<title>.*)|$)", re.IGNORECASE
)
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>.*)|$)")
_RST_DATE = re.compile(r":date:\s+(\S.*)", re.IGNORECASE)
#: A target belongs to the line below it.
_TARGET = re.compile(r"\([^()\s]+\)=\s*")
#: A fence that ends another block.
_CLOSING = re.compile(r"\s*(?::{3,}|`{3,}|~{3,})\s*")
_ENTRY = re.compile(r"(?:.*<)?(?P<folder>[^<]*/)(?P<name>[^<>/]+?)(?:\.md)?>?")
_FRONT = re.compile(r"\A---[^\n]*\n.*?\n(?:---|\.\.\.)[^\n]*", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARKUP = re.compile(r"[\\`*\[<]|~(?=~)|\$|\{(?=\{)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Block(NamedTuple):
    """One session or talk; lines are counted from 0."""

    kind: str
    title: str
    options: Mapping[str, str]
    first: int = 0
    #: The line of the closing fence.
    last: int = 0
    #: The file that it is in: a page, or what a page includes.
    source: str = ""

    @property
    def id(self) -> str:
        """The id that the build gives it."""
        return slug(self.options.get("id") or self.title)

    @property
    def start(self) -> int | None:
        """When it begins, in minutes, if that is known."""
        span = parse_span(self.options.get("time", ""))
        return span[0] if span else None


class Page(NamedTuple):
    """The sessions and talks of a page."""

    lines: list[str]
    #: Those that are not inside another block.
    blocks: list[Block]
    all: list[Block]
    #: The line of the first fence that is not closed; -1 if all are closed.
    unclosed: int = -1
    day: date | None = None

    @property
    def is_session(self) -> bool:
        """Whether it begins with its only session, and so takes its title from it."""
        sessions = [block for block in self.blocks if block.kind == "session"]
        above = "\n".join(self.lines[: sessions[0].first]) if len(sessions) == 1 else ""
        return bool(above) and not _FRONT.sub("", above).strip()


# -- reading --------------------------------------------------------------------------------


def read_markdown(
    text: str,
    extensions: Collection[str] = (),
    source: str = "",
    read_file: Callable[[str], str | None] = lambda _path: None,
) -> Page:
    """Find the sessions and talks in Markdown; *extensions* are those that MyST enables.

    Those in other files count as well: *read_file* gives what the page *source* includes.
    """
    includes = count(1)

    def included(path: str) -> Sequence[Line]:
        name = file_at(path, source)
        inner = read_file(name) if next(includes) <= MOST_INCLUDES else None
        return lines_of(name, inner) if inner is not None else ()

    page, lines = Page(_bare_lines(text), [], []), lines_of(source, text)
    scanner = blocks.Scanner(included, extensions)
    for block in scanner.scan(lines):
        if not isinstance(block, blocks.Block):
            continue
        file, first = block.opening.where.source, block.opening.where.line - 1
        is_own = file == source and block.around is None and not block.inside
        last = block.closing or (block.lines or (block.opening,))[-1]
        if page.unclosed < 0 and block.closing is None and file == source and not block.inside:
            page = page._replace(unclosed=first)
        if block.name in SESSIONS:
            values = block.options.values
            session = Block(block.name, block.argument, values, first, last.where.line - 1, file)
            page.all.append(session)
            if is_own:
                page.blocks.append(session)
        elif block.name == "eval-rst":
            inner = "\n".join(line.text for line in block.lines)
            page.all.extend(
                one._replace(first=first + 1 + one.first, last=first + 1 + one.last)
                if one.source == file
                else one
                for one in read_rst(inner, file, read_file).all
            )
    return page._replace(day=read_front_matter(lines, scanner.front, Findings()))


def read_rst(
    text: str, source: str = "", read_file: Callable[[str], str | None] = lambda _path: None
) -> Page:
    """Find the sessions and talks in reStructuredText, but not their last lines."""
    includes = count(1)
    found: list[Block] = []

    def read(lines: Sequence[str], file: str) -> None:
        for at, line in enumerate(without_hidden(lines)):
            match = _RST.match(line)
            if match is None:
                continue
            title, options = _rst_arguments(match["title"] or "", lines, at)
            name = match["name"].lower()
            if name != "include":
                found.append(Block(name, title, options, at, at, file))
            elif not {"literal", "code", "parser"} & options.keys():
                other = file_at(title, file)
                inner = read_file(other) if next(includes) <= MOST_INCLUDES else None
                read(_bare_lines(inner or ""), other)

    lines = _bare_lines(text)
    read(lines, source)
    dates = (match for line in without_hidden(lines) if (match := _RST_DATE.match(line)))
    day = next((parse_date(match[1], NOWHERE)[0] for match in dates), None)
    return Page(lines, found, found, day=day)


def _rst_arguments(title: str, lines: Sequence[str], at: int) -> tuple[str, dict[str, str]]:
    """Return the title and the options of the directive in line *at*, which may be folded."""
    options: dict[str, str] = {}
    name = ""
    for line in lines[at + 1 :]:
        if not line.strip() or indent_of(line) <= indent_of(lines[at]):
            break
        option = _OPTION.match(line)
        if option:
            name = option["name"]
            options.setdefault(name, (option["value"] or "").strip())
        elif name:
            options[name] = f"{options[name]} {line.strip()}".strip()
        else:
            title = f"{title} {line.strip()}"
    return title.strip(), options


def _bare_lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]


# -- inserting ------------------------------------------------------------------------------


def groups(page: Page) -> list[tuple[Block, int]]:
    """Return each session with the last line of it and of the talks that follow it."""
    found: list[tuple[Block, int]] = []
    for block in page.blocks:
        if block.kind == "session":
            found.append((block, block.last))
        elif found:
            found[-1] = (found[-1][0], block.last)
    return found


def places_of_sessions(page: Page, starts: Iterable[int | None]) -> Iterator[int]:
    """Yield the lines before which to insert sessions that begin at *starts*.

    It is the end of the page if a start is not known, or if the sessions of the page are not in
    order of time.
    """
    end = len(page.lines)
    filled = max((at for at, line in enumerate(page.lines, 1) if line.strip()), default=0)
    timed = [
        (begin, one.first, last) for one, last in groups(page) if (begin := one.start) is not None
    ]
    begins = [begin for begin, _, _ in timed]
    ordered = bool(timed) and begins == sorted(begins)
    first = _above(page, timed[0][1]) if ordered else end
    for start in starts:
        earlier = bisect_right(begins, start) if ordered and start is not None else -1
        if earlier > 0:
            after = timed[earlier - 1][2] + 1
            yield after if after < filled else end
        else:
            yield end if earlier else first


def _above(page: Page, at: int) -> int:
    """Return the line before which to insert something above the block that begins at line *at*."""
    while at and not _CLOSING.fullmatch(page.lines[at - 1]):
        above = next((line for line in reversed(page.lines[:at]) if line.strip()), "")
        if not page.lines[at - 1].strip() and not _TARGET.fullmatch(above):
            break
        at -= 1
    return at


def place_of_talk(page: Page, session_id: str) -> int:
    """Return the line before which to insert a talk; -1 if there is no such session."""
    return next((last + 1 for session, last in groups(page) if session.id == session_id), -1)


def line_end(text: str) -> str:
    """Return the characters that end the first line of *text*."""
    first = next(iter(split_lines(text)), "")
    return first[len(first.rstrip("\r\n")) :] or "\n"


def insert(text: str, blocks_at: Mapping[int, Sequence[str]]) -> str:
    """Insert the lines of each block before the line of *text* that is its key.

    There are empty lines around each.
    """
    kept, end = split_lines(text), line_end(text)
    made: list[str] = []
    done = 0
    for at in sorted(blocks_at):
        made += kept[done:at]
        done = at
        before = kept[at - 1] if at else end
        if not before.endswith(("\n", "\r")):
            made.append(end)
        if before.strip():
            made.append(end)
        made += [f"{line}{end}" for line in blocks_at[at]]
        if kept[at : at + 1] and kept[at].strip():
            made.append(end)
    return "".join([*made, *kept[done:]])


def list_page(
    index: str, folder: str, name: str, moments: Mapping[str, Moment]
) -> tuple[str, int] | None:
    """List the page *name* in a toctree of *index*; None if its place is not certain.

    Its place is certain if exactly one toctree lists pages of this folder, in order of their
    *moments*; the name of a page may be its day. Return the new text and the number of the new
    line, which is 0 if the page is already listed.
    """

    def moment(page: str) -> Moment | None:
        return moments.get(page) or ((page, -1) if _DAY.fullmatch(page) else None)

    new, found = moment(name), []
    for block in blocks.Scanner().scan(lines_of("", index)):
        if not isinstance(block, blocks.Block) or block.name != "toctree" or not block.closing:
            continue
        texts = ((line, _ENTRY.fullmatch(line.text.strip())) for line in block.lines)
        matches = [(line, m) for line, m in texts if m and m["folder"].lstrip("/") == f"{folder}/"]
        patterns = [line.text.strip().lstrip("/") for line in block.lines]
        if name in [match["name"] for _, match in matches] or any(
            fnmatchcase(f"{folder}/{name}", pattern) for pattern in patterns
        ):
            return index, 0
        listed = [(known, line) for line, match in matches if (known := moment(match["name"]))]
        ordered = [known for known, _ in listed]
        if new and ordered and ordered == sorted(ordered) and not block.inside:
            earlier = bisect_left(ordered, new)
            at = listed[earlier - 1][1].where.line if earlier else listed[0][1].where.line - 1
            first = listed[0][1]
            indent = first.raw[: len(first.raw) - len(first.raw.lstrip())]
            kept = split_lines(index)
            slash = "/" if matches[0][1]["folder"].startswith("/") else ""
            line = f"{indent}{slash}{folder}/{name}{line_end(index)}"
            found.append(("".join([*kept[:at], line, *kept[at:]]), at + 1))
    return found[0] if len(found) == 1 else None


# -- writing --------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Return *text* on one line, without characters that are invalid in a page."""
    return " ".join(without_forbidden(text.replace("\ufeff", " "), " ").split())


def markdown(text: str) -> str:
    """Return plain *text* as Markdown, with markup escaped."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text))


def plain(text: str) -> str:
    """Return the plain text from which :func:`markdown` made *text*."""
    return _ESCAPE.sub(r"\1", text)


def quoted(text: str) -> str:
    """Return *text* as a quoted value, which YAML, JSON and Python read alike."""
    return json.dumps(one_line(text), ensure_ascii=False)


def make_id(title: str) -> str:
    """Return the slug of *title*, cut between words; empty if it has no Latin letters."""
    made = slug(title)
    return made if len(made) <= MAX_ID else made[: MAX_ID + 1].rpartition("-")[0]


def free_id(
    names: Sequence[str], day: str, time: str, taken: Collection[str], numbers: Counter[str]
) -> str:
    """Return an id that is not *taken*, out of *names*, best first, or of the *day* and the *time*.

    Numbers up to those in *numbers* are known to be taken.
    """
    made, *others = names
    last = f"session-{day}-{time.replace(':', '')}".strip("-")
    wanted = [made, made and f"{made}-{day}", *others, last]
    found = next((one for one in wanted if one and one not in taken), "")
    while not found:
        numbers[last] += 1
        numbered = f"{last}-{numbers[last] + 1}"
        found = numbered if numbered not in taken else ""
    return found


def session_block(
    directive: str, title: str, options: Mapping[str, str], references: Sequence[str] = ()
) -> list[str]:
    """Return the lines of a session or talk; *title* and *references* are Markdown."""
    lines = [f"::::{{{directive}}} {title}"]
    lines += [f":{name}: {options[name]}" for name in OPTIONS if options.get(name)]
    # The notes come below the empty line.
    lines.append("")
    if references:
        lines += [":::{references}", *references, ":::"]
    return [*lines, "::::"]


def problems_of(title: str, options: Mapping[str, str]) -> dict[str, str]:
    """Return what ``check`` would report of each option; problems of the title are under ''."""
    lines = lines_of("", "\n".join(session_block("session", title, options)))
    read = read_options(lines[1:])
    parsed = parse_session(title, read.values, read.lines, Where("", 1))[1]
    names = {number: name for name, number in read.lines.items()}
    return {names.get(one.where.line, ""): one.text for one in (*read.problems, *parsed)}
