"""The words of the search, translated in the catalogues of the core."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


SEARCH = _("Search")
RESULTS = _("Results: {count}")
ALL_RESULTS = _("Show all results ({count})")
MORE = _("Show more")
NOTHING = _("Nothing found for “{query}”.")
SOME_WORDS = _("No result has all of these words; these have some of them.")
MEANT = _("Did you mean {query}?")
OTHER_FILTERS = _("Without the filters: {count}")
HINT = _("Titles, names, numbers, words of the notes; a “quoted phrase” exactly as it is.")
NEEDS_SCRIPTS = _("The search needs JavaScript. These pages list everything without it.")
LISTS = _("Lists of everything")
