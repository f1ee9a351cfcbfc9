"""The words of the exports, translated in the catalogues of the core."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


CITE = _("Cite")
CALENDAR = _("Calendar of all sessions")
DATA = _("All sessions as data (JSON)")
SCHEMA = _("Data schema (JSON Schema)")
FEED = _("Feed by day (Atom)")
NOTES_ON = _("Notes on “{title}”")
CITATION = _("{author}: {title}. In: {book}.")
DATED_CITATION = _("{author}: {title}, {day}. In: {book}.")
CALENDAR_OF = _("Calendar for {day}")
