"""What other pages, indexes and files show of a page: its outward side.

A page whose outward side is as it was changes nothing but itself. Most edits are of this kind,
and a build that follows one need not look at the rest of the book.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from session_notes.model.records import NOWHERE
from session_notes.model.storage import digest
from session_notes.sphinxext.refs import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.model.records import Page
    from session_notes.sphinxext.incremental.state import Heading


def outward(
    env: BuildEnvironment, headings: Mapping[str, Heading], pages: Mapping[str, Page]
) -> dict[str, str]:
    """Return a digest of what others show of each of *pages*: not its notes, nor their lines."""
    others: dict[str, list[object]] = defaultdict(list)
    std = env.domains.standard_domain
    for name, place in std.anonlabels.items():
        if place[0] in pages:
            others[place[0]].append((name, place))
    for domain in env.domains.sorted():
        # Ours has nothing to tell yet; others have what the inventory lists, labels too.
        for thing in domain.get_objects() if domain.name != NAME else ():
            if thing[3] in pages:
                others[thing[3]].append((domain.name, thing))
    entries = env.domains.index_domain.entries
    return {
        docname: digest(
            _without_places(page),
            headings[docname],
            # MyST counts the words of a page, and nobody shows the number.
            {**env.metadata[docname], "wordcount": None},
            others[docname],
            entries.get(docname),
        )
        for docname, page in pages.items()
    }


def _without_places(page: Page) -> Page:
    sessions = (one._replace(where=NOWHERE, lines=(), height=0) for one in page.sessions)
    links = (link._replace(where=NOWHERE) for link in page.links)
    addresses = (address._replace(where=NOWHERE) for address in page.addresses)
    return page._replace(sessions=tuple(sessions), links=tuple(links), addresses=tuple(addresses))


def listed(env: BuildEnvironment) -> str:
    """Return a digest of what the inventory lists, but for the labels that sessions have in it."""
    return digest(
        [(one.name, sorted(map(repr, one.get_objects()))) for one in env.domains.sorted()]
    )


def surroundings(app: Sphinx, *read: object) -> str:
    """Return a digest of all that pages are made of beside their sources.

    *read* is what was read of files of ours. A value of ``conf.py`` whose text is another in every
    process only makes builds slower.
    """
    templates = app.builder.templates if isinstance(app.builder, StandaloneHTMLBuilder) else None
    return digest(
        sphinx.__display_version__,
        [(value.name, _settled(value.value)) for value in app.config],
        templates.newest_template_mtime() if templates else 0,
        # The inventories of other projects, by the time when they were fetched.
        [(uri, kept[:2]) for uri, kept in sorted(_inventories(app.env))],
        read,
    )


def _inventories(env: BuildEnvironment) -> Iterable[tuple[str, tuple[object, ...]]]:
    found: dict[str, tuple[object, ...]] = getattr(env, "intersphinx_cache", {})
    return found.items()


def _settled(value: object) -> object:
    """Return *value* with what is a set in an order of its own."""
    return sorted(map(repr, value)) if isinstance(value, set | frozenset) else value
