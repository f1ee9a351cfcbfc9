"""The lines of a page as a file, its characters, and the front matter at its top."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model import messages
from session_notes.model.names import forbidden, without_forbidden
from session_notes.model.parsing import parse_date
from session_notes.model.problems import Edit, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from session_notes.model.messages import Message

_DATE = re.compile(r"date:\s+([^#]*?)\s*(?:#.*)?$")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
# What is deleted without asking; others may be signs of a wrong encoding.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NOT_UTF8 = re.compile(r"[\ud800-\udfff]")


class Line(NamedTuple):
    """One line of a file, and what of it is left inside the blocks around."""

    where: Where
    #: The whole line.
    raw: str
    text: str

    def edit(self, new: str | None) -> Edit:
        """Return the edit that puts *new* in the place of the whole line."""
        return Edit(self.where.line, self.raw, new)

    def swap(self, old: str, new: str) -> Edit:
        """Return the edit that puts *new* in the place of the first *old*."""
        return self.edit(self.raw.replace(old, new, 1))


def split_lines(text: str) -> list[str]:
    """Return the lines of *text* with their ends; unlike Python, Markdown knows only three ends."""
    return list(StringIO(text, newline=""))


def file_at(path: str, source: str) -> str:
    """Return the file that the page *source* calls *path*."""
    folder = posixpath.dirname(source)
    return posixpath.normpath(path.lstrip("/") if path[:1] == "/" else posixpath.join(folder, path))


def lines_of(source: str, text: str) -> list[Line]:
    """Return the lines of *text*, at least one.

    The carriage return at the end of a line belongs to its ``raw`` text. In its ``text`` invalid
    characters are replaced, as they are for the parser, and there is no byte order mark.
    """
    shown = without_forbidden(text)
    raws = split_lines(text)
    if text.endswith(("\n", "\r")) or not text:
        raws.append("")
    texts = raws if shown == text else [*split_lines(shown), ""]
    lines = [
        Line(Where(source, number), raw.removesuffix("\n"), line.rstrip("\r\n"))
        for number, (raw, line) in enumerate(zip(raws, texts, strict=False), 1)
    ]
    lines[0] = lines[0]._replace(text=lines[0].text.removeprefix("\ufeff"))
    return lines


def indent_of(text: str, tab: int = 4) -> int:
    """Return the column at which the words of *text* begin; a *tab* is that wide."""
    text = text.expandtabs(tab)
    return len(text) - len(text.lstrip())


class Findings(list[Problem]):
    """What is found in the lines of a page."""

    def add(
        self,
        line: Line,
        message: Message,
        /,
        *edits: Edit,
        column: int = 0,
        suggestion: str = "",
        **fields: object,
    ) -> None:
        """Add the problem that *message* describes; without a *column* it is the whole line's."""
        column = column or len(line.raw) - len(line.raw.lstrip()) + 1
        problem = message.at(line.where, suggestion, **fields)
        self.append(problem._replace(column=column, edits=edits))


def read_front_matter(lines: Sequence[Line], front: Sequence[Line], found: Findings) -> date | None:
    """Return the date that the *front* matter of a page of *lines* gives."""
    stem = PurePosixPath(lines[0].where.source).stem
    named = stem if _PLAIN_DATE.match(stem) else ""
    given = [(line, match[1].strip("\"'")) for line in front if (match := _DATE.match(line.text))]
    for line, _ in given[1:]:
        found.add(line, messages.DATE_TWICE, first=given[0][0].where.line)
    for line, value in given:
        if value:
            day, problems = parse_date(value, line.where)
            found += problems
            if day and named not in ("", value):
                found.add(line, messages.OTHER_DATE, date=value, named=named)
            return day
    if named and parse_date(named, Where("", 0))[0]:
        first = lines[0]
        new = f"---\ndate: {named}\n---\n{first.raw}" if not front else f"---\ndate: {named}"
        found.add(first, messages.UNDATED, first.edit(new), date=named)
    return None


def check_characters(lines: Sequence[Line], found: Findings) -> None:
    """Report invalid characters, Windows line endings and a byte order mark."""
    whole = "".join(line.raw for line in lines)
    ended = [line for line in lines if line.raw.endswith("\r")] if "\r" in whole else []
    if ended:
        edits = [line.edit(line.raw.rstrip("\r")) for line in ended]
        found.add(ended[0], messages.CR, *edits)
    if lines[0].raw.startswith("\ufeff"):
        found.add(lines[0], messages.BOM, lines[0].edit(lines[0].raw.lstrip("\ufeff")))
    if _NOT_UTF8.search(whole) or any(forbidden(whole)):
        for line in lines:
            found += check_line(line)


def check_line(line: Line) -> Iterator[Problem]:
    """Yield the characters of *line* that no page can hold, each once."""
    match = _NOT_UTF8.search(line.raw)
    if match:
        yield messages.NOT_UTF8.at(line.where)._replace(column=match.start() + 1)
        return
    columns: dict[str, int] = {}
    for start, name in forbidden(line.raw):
        columns.setdefault(name, start + 1)
    fixed = _CONTROL.sub("", line.raw)
    edits = (line.edit(fixed),) if fixed != line.raw else ()
    for name, column in columns.items():
        problem = messages.BAD_CHARACTER.at(line.where, character=name)
        yield problem._replace(column=column, edits=edits)


def fits(path: Sequence[str], pattern: Sequence[str]) -> bool:
    """Say whether *path* matches Sphinx's *pattern*; both are split at their slashes."""
    if not pattern:
        return not path
    if pattern[0] == "**":
        return any(fits(path[at:], pattern[1:]) for at in range(len(path) + 1))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and fits(path[1:], pattern[1:])
