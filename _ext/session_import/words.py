"""The words of new books and days, translated in the catalogues of the core.

Those of the template are in its files, between ``§{`` and ``}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from session_notes.locale.labels import Labels


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


TITLE = _("Conference Notes")
_DAY = _("Day {number}: {day}")


def words_in(language: str, *folders: Path) -> Labels:
    """Return the words in *language*; a catalogue in one of the *folders* goes before ours."""
    # Babel takes longer to import than all else, and most commands do without it.
    from session_notes.locale.labels import read_labels  # noqa: PLC0415

    return read_labels(language, folders)[0]


def day_title(words: Labels, day: date, number: int) -> str:
    """Return the heading of the page of a *day*, the *number*-th of the conference."""
    return words.translate(_DAY).format(number=number, day=words.day_of_year(day))
