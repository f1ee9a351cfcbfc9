"""A page as a file: its characters, and the front matter at its top."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from session_notes.lint.option_values import parse_date
from session_notes.model import messages
from session_notes.model.names import forbidden
from session_notes.model.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from session_notes.lint.source import Findings, Line
    from session_notes.model.problems import Problem

_DATE = re.compile(r"date:\s+([^#]*?)\s*(?:#.*)?$")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
# What is deleted without asking; others may be signs of a wrong encoding.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NOT_UTF8 = re.compile(r"[\ud800-\udfff]")


def read_front_matter(lines: Sequence[Line], front: Sequence[Line], found: Findings) -> date | None:
    """Return the date that the *front* matter of a page of *lines* gives."""
    stem = PurePosixPath(lines[0].where.source).stem
    named = stem if _PLAIN_DATE.match(stem) else ""
    for line in front:
        match = _DATE.match(line.text)
        value = match[1].strip("\"'") if match else ""
        if value:
            return _read_date(line, value, named, found)
    if named and parse_date(named, Where("", 0))[0]:
        first = lines[0]
        new = f"---\ndate: {named}\n---\n{first.raw}" if not front else f"---\ndate: {named}"
        found.add(first, messages.UNDATED, first.edit(new), date=named)
    return None


def _read_date(line: Line, value: str, named: str, found: Findings) -> date | None:
    day, problems = parse_date(value, line.where)
    found += problems
    if day and named not in ("", value):
        found.add(line, messages.OTHER_DATE, date=value, named=named)
    return day


def check_characters(lines: Sequence[Line], found: Findings) -> None:
    """Report invalid characters, Windows line endings and a byte order mark."""
    ended = [line for line in lines if line.raw.endswith("\r")]
    if ended:
        edits = [line.edit(line.raw.rstrip("\r")) for line in ended]
        found.add(ended[0], messages.CR, *edits)
    if lines and lines[0].raw.startswith("\ufeff"):
        line = lines[0]
        edit = line.edit(line.raw.lstrip("\ufeff"))
        found.add(line, messages.BOM, edit)
    for line in lines:
        found += characters_of(line)


def characters_of(line: Line) -> Iterator[Problem]:
    """Yield the characters of *line* that no page can hold, each once."""
    match = _NOT_UTF8.search(line.raw)
    if match:
        yield messages.NOT_UTF8.at(line.where)._replace(column=match.start() + 1)
        return
    fixed = _CONTROL.sub("", line.raw)
    edits = (line.edit(fixed),) if fixed != line.raw else ()
    seen: set[str] = set()
    for (start, name), problem in zip(forbidden(line.raw), told(line.raw, line.where), strict=True):
        if name not in seen:
            seen.add(name)
            yield problem._replace(column=start + 1, edits=edits)


def told(text: str, where: Where) -> Iterator[Problem]:
    """Yield what is wrong with the characters of *text*, whose first line is at *where*."""
    for start, name in forbidden(text):
        place = where._replace(line=where.line + text.count("\n", 0, start))
        yield messages.BAD_CHARACTER.at(place, character=name)
