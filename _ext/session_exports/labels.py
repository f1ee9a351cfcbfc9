"""The words of the exports, translated in the catalogues of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from session_notes.locale.labels import Labels


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


CITE = _("Cite")
CALENDAR = _("Calendar of all sessions")
DATA = _("All sessions as data (JSON)")
SCHEMA = _("Data schema (JSON Schema)")
FEED = _("Feed by day (Atom)")
_NOTES_ON = _("Notes on “{title}”")
_CITATION = _("{author}: {title}. In: {book}.")
_DATED_CITATION = _("{author}: {title}, {day}. In: {book}.")
_CALENDAR_OF = _("Calendar for {day}")


def notes_on(labels: Labels, title: str) -> str:
    """Return the title of the notes on a session, as a citation gives it."""
    return labels.translate(_NOTES_ON).format(title=title)


def citation(labels: Labels, author: str, title: str, book: str, day: date | None) -> str:
    """Return how a session is cited, without the address; its *day* may be unknown."""
    pattern = labels.translate(_DATED_CITATION if day else _CITATION)
    return pattern.format(
        author=author, title=title, book=book, day=labels.plain_day(day) if day else ""
    )


def calendar_of(labels: Labels, day: date) -> str:
    """Return the words for the calendar of a *day*."""
    return labels.translate(_CALENDAR_OF).format(day=labels.day(day))
