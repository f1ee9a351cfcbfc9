"""A page as a file: its characters, and the front matter at its top."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from session_notes.model import parse_date
from session_notes.problems import Subtype, Where

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from session_notes.lines import Findings, Line

_DATE = re.compile(r"date:\s+([^#]*?)\s*(?:#.*)?$")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")


def read_front_matter(lines: Sequence[Line], found: Findings) -> tuple[int, date | None]:
    """Return how many lines the front matter takes, and the date that it gives."""
    end = 0
    if lines[0].text.lstrip("\ufeff").startswith("---"):
        ends = (n for n, line in enumerate(lines[1:], 2) if line.text.rstrip() == "---")
        end = next(ends, 0)
    stem = PurePosixPath(lines[0].where.source).stem
    named = stem if _PLAIN_DATE.match(stem) else ""
    for line in lines[:end]:
        match = _DATE.match(line.text)
        value = match[1].strip("\"'") if match else ""
        if value:
            return end, _read_date(line, value, named, found)
    if named and parse_date(named, Where("", 0))[0]:
        first = lines[0]
        hint = f"begin it with '---', 'date: {named}', '---'"
        new = f"---\ndate: {named}\n---\n{first.raw}" if not end else f"---\ndate: {named}"
        edit = first.edit(new)
        found.report(Subtype.UNDATED, first, "the page of a day has no date", hint, edit)
    return end, None


def _read_date(line: Line, value: str, named: str, found: Findings) -> date | None:
    day, problems = parse_date(value, line.where)
    found += problems
    if day and named not in ("", value):
        reason = f"the date {value} is not that of the file's name, {named}"
        found.report(Subtype.DATE, line, reason, "correct one of them")
    return day


def check_characters(lines: Sequence[Line], found: Findings) -> None:
    """Judge the characters themselves."""
    ended = [line for line in lines if line.raw.endswith("\r")]
    if ended:
        edits = [line.edit(line.raw.rstrip("\r")) for line in ended]
        reason = "lines end as on Windows (CR LF)"
        found.report(Subtype.SPACING, ended[0], reason, "save the file with LF", *edits)
    if lines and lines[0].raw.startswith("\ufeff"):
        line = lines[0]
        edit = line.edit(line.raw.lstrip("\ufeff"))
        reason = "the file begins with a byte order mark"
        found.report(Subtype.SPACING, line, reason, "save it as UTF-8 without one", edit)
    for line in lines:
        match = _CONTROL.search(line.raw)
        if match and match[0] >= "\ud800" and match[0] < "\ue000":
            column = match.start() + 1
            reason = "the file is not UTF-8"
            found.report(Subtype.CHARACTER, line, reason, "save it as UTF-8", column=column)
        elif match:
            edit = line.edit(_CONTROL.sub("", line.raw))
            reason = f"a control character (U+{ord(match[0]):04X})"
            column = match.start() + 1
            found.report(Subtype.CHARACTER, line, reason, "delete it", edit, column=column)
