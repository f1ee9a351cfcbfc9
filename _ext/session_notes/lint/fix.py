"""Applying the fixes of unambiguous problems, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.lint.source import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from session_notes.model.problems import Edit, Problem

#: Characters next to a match that make it part of a longer word.
_BEFORE = re.compile(r"[\w/.-]")
_AFTER = re.compile(r"[\w/?#=&%-]|\.\w")


def apply_fixes(text: str, problems: Iterable[Problem]) -> tuple[str, int]:
    """Return *text* with the edits of *problems*, and how many of them were fixed.

    Each is fixed completely or not at all, and no line is changed twice: the next check finds
    what is left.
    """
    kept = [*split_lines(text), ""]
    lines: list[str | None] = [line.removesuffix("\n") for line in kept]
    touched: set[int] = set()
    fixed = 0
    for problem in problems:
        edits = problem.edits
        if not edits or not touched.isdisjoint(edit.line for edit in edits):
            continue
        made = _apply(lines, edits)
        if made:
            for number, line in made.items():
                lines[number - 1] = line
            touched.update(made)
            fixed += 1
    pairs = zip(kept, lines, strict=True)
    return "".join(_with_end(old, new) for old, new in pairs if new is not None), fixed


def _with_end(old: str, new: str) -> str:
    """Return the *new* line with the end of the *old* one; a carriage return is in both."""
    ends = old.endswith("\n") or (old.endswith("\r") and not new.endswith("\r"))
    return f"{new}\n" if ends else new


def _apply(lines: Sequence[str | None], edits: Iterable[Edit]) -> dict[int, str | None]:
    """Return the lines that *edits* change; none if a line is not as they expect it."""
    made: dict[int, str | None] = {}
    for edit in edits:
        before = lines[edit.line - 1] if 0 < edit.line <= len(lines) else None
        if before is None or edit.line in made:
            return {}
        if before == edit.old:
            made[edit.line] = edit.new
            continue
        places = list(_places(before, edit.old))
        if edit.new is None or len(places) != 1:
            return {}
        at = places[0]
        made[edit.line] = before[:at] + edit.new + before[at + len(edit.old) :]
    return made


def _places(line: str, words: str) -> Iterator[int]:
    """Yield the places of *words* in *line* that are not a part of longer words."""
    at = line.find(words)
    while at >= 0:
        if not _BEFORE.match(line[at - 1 : at]) and not _AFTER.match(line, at + len(words)):
            yield at
        at = line.find(words, at + 1)
