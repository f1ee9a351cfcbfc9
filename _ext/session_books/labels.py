"""The words of the hub, translated in the catalogues of the core."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


BOOKS = _("Books")
EVENTS = _("Events")
YEARS = _("By year")
YEAR = _("Year")
BOOK = _("Book")
IN_BOOKS = _("In other books")
NO_BOOKS = _("No books.")
FEED = _("Feed of the sessions (Atom)")
