"""Example pages inside a page: they form a small book of their own.

An example is only connected to the other examples on its page: it is in no list, index, count,
search or file of the book. A name that no example has may be a name of the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.catalog.catalog import Catalog
from session_notes.catalog.views import VIEWS
from session_notes.lint.book import check_catalog
from session_notes.model.records import Xref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from session_notes.model.problems import Problem
    from session_notes.model.records import Example, Link, Page


def book_of(examples: Sequence[Example], language: str = "en") -> Catalog:
    """Return the book of the examples on a page; each is a page, named by its number.

    It has no vocabularies: an example may use any names.
    """
    pages = {str(number): example.page for number, example in enumerate(examples)}
    dates = {str(number): one.day for number, one in enumerate(examples) if one.day}
    return Catalog(pages, order=list(pages), dates=dates, language=language)


def with_examples(page: Page, examples: Sequence[Example]) -> Page:
    """Return *page* with *examples*, and with their links and views that need the whole book."""
    book = book_of(examples)

    def leads_out(link: Link | Xref) -> bool:
        return book.find(link.role, link.target) is None

    pages = [example.page for example in examples]
    links = [link for one in pages for link in one.links if leads_out(link)]
    xrefs = [Xref(xref.role, xref.target) for one in pages for xref in one.xrefs if leads_out(xref)]
    elsewhere = {*page.elsewhere, *(name for one in pages for name in one.elsewhere)}
    views = [view for one in pages for view in one.views if VIEWS[view.name].of_site]
    return page._replace(
        links=(*page.links, *links),
        xrefs=(*page.xrefs, *xrefs),
        views=(*page.views, *views),
        elsewhere=tuple(sorted(elsewhere)),
        examples=tuple(examples),
    )


def check_examples(pages: Iterable[Page], kinds: AbstractSet[str] | None) -> Iterator[Problem]:
    """Yield what is wrong with the sessions and views in the examples of *pages*."""
    for page in pages:
        if page.examples:
            yield from check_catalog(book_of(page.examples), kinds)
