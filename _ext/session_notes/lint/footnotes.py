"""The footnotes of a page: MyST shows only the first of those that have the same label."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model import messages
from session_notes.model.schema import SESSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from session_notes.lint.blocks import Block, Prose
    from session_notes.lint.source import Findings, Line


#: A mark, which is code if it is between backticks.
_MARK = re.compile(r"(`?)\[\^([^\]\s]+)\](`?)")


class Footnote(NamedTuple):
    """A footnote, or a mark that refers to one."""

    label: str
    line: Line
    #: The session or talk that it is in.
    session: Block | None

    def renamed(self, label: str) -> str:
        """Return the line with another *label* for this footnote."""

        def swap(mark: re.Match[str]) -> str:
            is_own = mark[2] == self.label and not _is_code(mark)
            return f"{mark[1]}[^{label}]{mark[3]}" if is_own else mark[0]

        return _MARK.sub(swap, self.line.raw)


def _is_code(mark: re.Match[str]) -> bool:
    return bool(mark[1] and mark[3])


def footnote(label: str, line: Line, around: Block | None) -> Footnote:
    """Return the footnote with a *label* in the block *around*."""
    return Footnote(label, line, around.within(SESSIONS) if around else None)


def check_footnotes(notes: Sequence[Footnote], texts: Iterable[Prose], found: Findings) -> None:
    """Report each of *notes* whose label an earlier one has; the fix renames it in its session."""
    first: dict[str, Footnote] = {}
    together: dict[tuple[str, int], list[Footnote]] = {}
    marks = chain.from_iterable(map(_marks_in, texts)) if len(notes) > 1 else ()
    for one in (*notes, *marks):
        together.setdefault((one.label, id(one.session)), []).append(one)
    free = _Free({label for label, _ in together})
    for note in notes:
        before = first.setdefault(note.label, note)
        if before is note:
            continue
        new = free.like(note.label)
        apart = before.session is not note.session
        own = together.pop((note.label, id(note.session)), []) if apart else []
        edits = {one.line.where: one.line.edit(one.renamed(new)) for one in own}
        if {where.source for where in edits} != {note.line.where.source}:
            # An edit is one of the file that the problem is in.
            edits.clear()
        place = before.line.where.line
        found.add(
            note.line, messages.FOOTNOTE, *edits.values(), label=note.label, first=place, new=new
        )


def _marks_in(prose: Prose) -> Iterator[Footnote]:
    if "[^" in prose.text:
        labels = {token.meta["label"] for token in prose.tokens if token.type == "footnote_ref"}
        for line in prose.lines:
            found = (mark[2] for mark in _MARK.finditer(line.text) if not _is_code(mark))
            for label in dict.fromkeys(found):
                if label in labels:
                    yield footnote(label, line, prose.around)


class _Free:
    """Labels that no footnote has."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.made: dict[str, Iterator[str]] = {}

    def like(self, label: str) -> str:
        """Return another one of the kind of *label*: MyST shows numbers as they are."""
        if label.isdigit():
            others = self.made.setdefault("", map(str, count(1)))
        else:
            others = self.made.setdefault(label, (f"{label}-{at}" for at in count(2)))
        return next(one for one in others if one not in self.taken)
