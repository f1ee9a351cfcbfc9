"""What other extensions may use of this one, besides the model, the catalog and the labels.

An extension adds to pages by three events, which this one emits while it fills a page:

``session-end`` (app, catalog, key, labels)
    On a site, at the end of each session *key*. Listeners return nodes to add there.
``session-entry`` (app, catalog, role, name, docname)
    On a site, for each topic, person, track or event to which links lead, in the index on the page
    *docname*. Listeners return nodes to add to what is known of it.
``session-files`` (app, docname, days)
    For the directive ``session-files`` on the page *docname* of a book with sessions on these
    *days*. Listeners return the files to list, each as its words and its address.
``session-books`` (app, docname, view)
    For a *view* with the option ``books`` on the page *docname*. Listeners return nodes, which
    follow what the view shows of the book itself.

An extension that searches the whole site emits another one, when all pages are written:

``session-search`` (app)
    Listeners return a :class:`SearchSource`: what they know besides the sessions of the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from session_notes.render.views import filter_form
from session_notes.sphinxext.config import Refuse, Settings, refuse, register, settings_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import remove, write, writing
from session_notes.sphinxext.incremental.state import FORMAT, state_file
from session_notes.sphinxext.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

__all__ = [
    "FORMAT",
    "Kept",
    "Refuse",
    "SearchRecord",
    "SearchSource",
    "Settings",
    "domain_of",
    "filter_form",
    "refuse",
    "register",
    "remove",
    "settings_of",
    "state_file",
    "write",
    "writing",
]

EVENTS = ("session-end", "session-entry", "session-files", "session-books", "session-search")


class SearchRecord(NamedTuple):
    """Something that a search is to find beside the sessions of the book."""

    title: str
    #: A full one, or one relative to the root of the site.
    address: str
    #: The book, or whatever else it is part of.
    book: str = ""
    text: str = ""
    day: date | None = None
    track: str = ""
    event: str = ""
    #: Each by its name, which may be followed by its other names.
    topics: tuple[tuple[str, ...], ...] = ()
    people: tuple[tuple[str, ...], ...] = ()


class SearchSource(NamedTuple):
    """What an extension adds to a search: a digest of it, and what makes its records."""

    digest: str
    records: Callable[[], Iterable[SearchRecord]]
