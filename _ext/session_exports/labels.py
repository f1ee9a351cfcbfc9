"""The words of the exports, translated in the catalogues of the core."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


CITE = _("Cite")
CALENDAR = _("Calendar of all sessions")
DATA = _("All sessions as data (JSON)")
SCHEMA = _("Data schema (JSON Schema)")
FEED = _("Feed of the sessions (Atom)")
FEED_OF = _("Feed")
NOTES_ON = _("Notes on “{title}”")
# A citation, of which only the title is always known.
DATED = _("{title}, {day}")
SENTENCE = _("{title}.")
IN_BOOK = _("{title}. In: {book}.")
BY = _("{author}: {citation}")
CALENDAR_OF = _("Calendar for {day}")
CALENDAR_OF_EVENT = _("Calendar of {event}")
