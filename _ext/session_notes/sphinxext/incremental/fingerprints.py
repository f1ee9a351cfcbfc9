"""Fingerprints: digests of what a page shows, of what every page shows, and of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sphinx
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import docname_join

from session_notes.catalog.catalog import descendants
from session_notes.catalog.views import shown_on
from session_notes.model.storage import digest
from session_notes.sphinxext.domain import session_of
from session_notes.sphinxext.incremental.navigation import NOTHING, SECTIONS, navigation_of
from session_notes.sphinxext.incremental.state import State
from session_notes.sphinxext.refs import is_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.records import Page
    from session_notes.sphinxext.load import BuildState


class Heading(NamedTuple):
    """What toctrees and titles show of a page."""

    #: The tree itself as text, because it may hold markup.
    title: str = ""
    #: A digest of its table of contents.
    contents: str = ""


def fingerprint(app: Sphinx, build: BuildState, config: str) -> State:
    """Return the fingerprints of everything that the build at hand shows."""
    env = app.env
    headings = {
        name: Heading(str(env.titles.get(name, "")), digest(str(env.tocs.get(name, ""))))
        for name in env.all_docs
    }
    pages = _of_pages(app, build.catalog, headings)
    return State(dict(env.all_docs), pages, _of_site(app, build, headings), config)


def of_config(app: Sphinx, build: BuildState) -> str:
    """Return a digest of everything that pages are made of besides their sources.

    A value of ``conf.py`` whose text differs in every process only makes builds slower.
    """
    templates = app.builder.templates if isinstance(app.builder, StandaloneHTMLBuilder) else None
    inventories: dict[str, tuple[Any, ...]] = getattr(app.env, "intersphinx_cache", {})
    return digest(
        sphinx.__display_version__,
        [(value.name, _in_order(value.value)) for value in app.config],
        templates.newest_template_mtime() if templates else 0,
        # The inventories of other projects, by the time when they were fetched.
        [(uri, kept[:2]) for uri, kept in sorted(inventories.items())],
        build.vocabularies_as_written(),
        sorted(build.labels.messages.items()),
    )


def _in_order(value: object) -> object:
    return sorted(map(repr, value)) if isinstance(value, set | frozenset) else value


def _of_site(app: Sphinx, build: BuildState, headings: Mapping[str, Heading]) -> str:
    """Return a digest of what every page shows."""
    words = sorted(build.labels.messages.items())
    if app.builder.format != "html":
        return digest(words)
    # In its head every page names the feed, which exists once a page has a date.
    return digest(words, bool(build.catalog.dates), _navigation(app, headings))


def _navigation(app: Sphinx, headings: Mapping[str, Heading]) -> object:
    """Return what the theme shows of the whole book on every page."""
    shown = navigation_of(app)
    if shown == NOTHING:
        return None
    return [
        (
            docname,
            heading if shown == SECTIONS else heading.title,
            [
                sorted((str(key), str(value)) for key, value in toctree.attributes.items())
                for toctree in app.env.tocs[docname].findall(addnodes.toctree)
            ],
        )
        for docname, heading in sorted(headings.items())
    ]


def _of_pages(app: Sphinx, catalog: Catalog, headings: Mapping[str, Heading]) -> dict[str, str]:
    """Return a digest of what each page alone shows, its own text included."""
    env, site = app.env, is_site(app.builder)
    relations = env.collect_relations() if app.builder.format == "html" else {}
    return {
        docname: digest(
            # The time of reading stands for the page's own text.
            env.all_docs[docname],
            shown_on(catalog, docname, site=site) if docname in catalog.pages else None,
            _links(env, headings, catalog, docname),
            [
                (name, headings.get(name))
                for name in descendants(env.toctree_includes, docname)
                if name != docname
            ],
            [(name, headings[name].title) for name in _neighbors(relations, docname)],
        )
        for docname in env.all_docs
    }


def _links(
    env: BuildEnvironment, headings: Mapping[str, Heading], catalog: Catalog, docname: str
) -> list[object]:
    """Return what the links of a page to other pages and labels show."""
    std = env.domains.standard_domain
    targets = targets_of(catalog.pages[docname], docname) if docname in catalog.pages else ()
    return [
        (
            headings.get(target, Heading()).title,
            env.metadata[target].get("myst_slugs") if target in env.all_docs else None,
            std.labels.get(target),
            std.anonlabels.get(target),
            session_of(catalog, target),
        )
        for target in targets
    ]


def targets_of(page: Page, docname: str) -> list[str]:
    """Return all names of documents and labels that the links of a page may lead to."""
    written = {*page.elsewhere, *(link.target for link in page.links if link.role == "any")}
    joined = (docname_join(docname, target) for target in written)
    return sorted({*written, *(target.lower() for target in written), *joined})


def _neighbors(relations: dict[str, list[str | None]], docname: str) -> Iterator[str]:
    """Yield the pages before, after and above a page."""
    parent, *beside = relations.get(docname, [None])
    yield from filter(None, beside)
    while parent:
        yield parent
        parent = relations.get(parent, [None])[0]
