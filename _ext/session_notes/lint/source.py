"""The lines of a file, and what is found in them."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import without_forbidden
from session_notes.model.problems import Edit, Problem, Where

if TYPE_CHECKING:
    from session_notes.model.messages import Message


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


def lines_of(source: str, text: str) -> list[Line]:
    """Return the lines of *text*, at least one.

    The carriage return at the end of a line belongs to its ``raw`` text. In its ``text`` invalid
    characters are replaced, as they are for the parser, and there is no byte order mark.
    """
    raws = [line.removesuffix("\n") for line in split_lines(text)]
    if text.endswith(("\n", "\r")) or not text:
        raws.append("")
    lines = [
        Line(Where(source, number), raw, without_forbidden(raw.rstrip("\r")))
        for number, raw in enumerate(raws, 1)
    ]
    lines[0] = lines[0]._replace(text=lines[0].text.removeprefix("\ufeff"))
    return lines


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
