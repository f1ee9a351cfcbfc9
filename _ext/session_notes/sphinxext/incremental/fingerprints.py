"""Fingerprints: digests of what a page shows, of what every page shows, and of the settings."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import sphinx
from sphinx import addnodes
from sphinx.util import docname_join
from sphinx.util.matching import get_matching_files

from session_notes.catalog.catalog import descendants
from session_notes.catalog.views import shown_on
from session_notes.model.storage import digest
from session_notes.sphinxext.assets import STATIC
from session_notes.sphinxext.domain import session_of
from session_notes.sphinxext.incremental.navigation import NOTHING, SECTIONS, navigation_of
from session_notes.sphinxext.incremental.output import indexes
from session_notes.sphinxext.refs import NAME, is_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import ConfigValue
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.records import Page
    from session_notes.sphinxext.incremental.state import State
    from session_notes.sphinxext.load import BuildState

_WORD = re.compile(r"\w+")
#: Templates, and what pages name with its checksum: style sheets and scripts, or templates of them.
_ASSETS = [f"**.{ending}" for ending in ("html", "xml", "css", "js", "css_t", "js_t", "jinja")]


class Heading(NamedTuple):
    """What toctrees and titles show of a page."""

    #: The tree itself as text, because it may hold markup.
    title: str = ""
    #: A digest of its table of contents.
    contents: str = ""


def fingerprint(app: Sphinx, build: BuildState) -> State:
    """Return the fingerprints of everything that the build at hand shows.

    The state of the build has that of its settings.
    """
    env = app.env
    headings = {
        name: Heading(str(env.titles.get(name, "")), digest(str(env.tocs.get(name, ""))))
        for name in env.all_docs
    }
    pages = _of_pages(app, build.catalog, headings)
    site = _of_site(app, build, headings)
    return build.now._replace(pages=pages, site=site)


def of_settings(app: Sphinx, build: BuildState) -> str:
    """Return a digest of what may change every page: settings, words, templates, style sheets.

    A value of ``conf.py`` whose text differs in every process only makes builds slower.
    """
    return digest(
        sphinx.__display_version__,
        [(value.name, _in_order(value.value)) for value in app.config if not _is_apart(value)],
        sorted(app.tags),
        sorted(build.labels.messages.items()),
        [(path.name, _content(path)) for path in _assets(app)],
    )


def of_config(app: Sphinx, build: BuildState, settings: str) -> str:
    """Return a digest of everything that pages are made of besides their sources."""
    inventories: dict[str, tuple[Any, ...]] = getattr(app.env, "intersphinx_cache", {})
    return digest(
        settings,
        # The inventories of other projects, by the time when they were fetched.
        [(uri, kept[:2]) for uri, kept in sorted(inventories.items())],
        build.vocabularies_as_written(),
    )


def _is_apart(value: ConfigValue) -> bool:
    """Say whether a value is one of ours of which no page depends as such."""
    return value.name.startswith("session_") and not value.rebuild


def _in_order(value: object) -> object:
    return sorted(map(repr, value)) if isinstance(value, set | frozenset) else value


def _assets(app: Sphinx) -> Iterator[Path]:
    """Yield the files that pages show parts of, or name with a checksum."""
    config = app.config
    for folder in config.locale_dirs:
        messages = app.srcdir / folder / config.language / "LC_MESSAGES"
        yield from (messages / "sphinx.mo", messages / "sphinx.js")
    theme = getattr(app.builder, "theme", None)
    if theme is not None:
        ours = [app.confdir / name for name in (*config.templates_path, *config.html_static_path)]
        for place in (*theme.get_theme_dirs(), *ours, STATIC):
            yield from (place / name for name in get_matching_files(place, _ASSETS))
            yield place


def _content(path: Path) -> str:
    """Return a digest of a file; nothing if there is none to be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _of_site(app: Sphinx, build: BuildState, headings: Mapping[str, Heading]) -> str:
    """Return a digest of what every page shows."""
    settings = build.now.site
    if app.builder.format != "html":
        return settings
    # Every page leads to the indexes. In its head it names the feed, which exists once a page has
    # a date.
    feed = bool(build.catalog.dates)
    return digest(settings, list(indexes(app)), feed, _navigation(app, headings))


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
    images, objects = _images(env), _objects(env)
    return {
        docname: digest(
            # The time of reading stands for the page's own text.
            env.all_docs[docname],
            _numbers(env, docname),
            images.get(docname),
            shown_on(catalog, docname, site=site) if docname in catalog.pages else None,
            _events(catalog, docname, env.config.root_doc) if relations else None,
            _links(env, headings, catalog, objects, docname),
            [
                (name, headings.get(name))
                for name in descendants(env.toctree_includes, docname)
                if name != docname
            ],
            [(name, headings[name].title) for name in _neighbors(relations, docname)],
        )
        for docname in env.all_docs
    }


def _events(catalog: Catalog, docname: str, root_doc: str) -> object:
    """Return the events of which the head of a page tells: that of its sessions, or all."""
    if docname == root_doc:
        return catalog.has_events, catalog.events.entries
    page = catalog.pages.get(docname)
    return catalog.events.entries.get(catalog.event_of(docname)) if page and page.sessions else None


def _numbers(env: BuildEnvironment, docname: str) -> object:
    """Return the numbers of the sections and the figures of a page."""
    return env.toc_secnumbers.get(docname), env.toc_fignumbers.get(docname)


def _images(env: BuildEnvironment) -> dict[str, list[tuple[str, str]]]:
    """Return the images of each page, and their names in the output."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, (docnames, name) in sorted(env.images.items()):
        for docname in docnames:
            found[docname].append((path, name))
    return found


def _links(
    env: BuildEnvironment,
    headings: Mapping[str, Heading],
    catalog: Catalog,
    objects: Mapping[str, list[object]],
    docname: str,
) -> list[object]:
    """Return what the links of a page to other pages, labels and objects show."""
    targets = targets_of(catalog.pages[docname], docname) if docname in catalog.pages else ()
    return [
        (
            headings.get(target, Heading()).title,
            env.metadata[target].get("myst_slugs") if target in env.all_docs else None,
            session_of(catalog, target),
            [objects.get(word) for word in _words(target)],
        )
        for target in targets
    ]


def _objects(env: BuildEnvironment) -> dict[str, list[object]]:
    """Return everything that a link may lead to, by the last word of its name.

    Each domain has rules of its own how a target names an object: with a module or without, in any
    case, with brackets. But the last word of the name is among the words of the target.
    """
    found: dict[str, list[object]] = defaultdict(list)
    for name, *shown, docname in sorted(_named(env), key=repr):
        found[_words(name)[-1]].append((name, shown, docname, _numbers(env, docname)))
    return found


def _named(env: BuildEnvironment) -> Iterator[tuple[Any, ...]]:
    """Yield the name of each object, what a link to it shows, and the page that it is on."""
    for domain in env.domains.values():
        if domain.name != NAME:
            for name, text, kind, docname, anchor, _ in domain.get_objects():
                yield name, domain.name, text, kind, anchor, docname
    # These two domains do not list what they have.
    for label, (docname, number) in env.domains.math_domain.equations.items():
        yield label, "math", number, docname
    for label, (docname, anchor, _) in env.domains.citation_domain.citations.items():
        yield label, "citation", anchor, docname
    for project, inventory in getattr(env, "intersphinx_named_inventory", {}).items():
        for kind, items in inventory.items():
            for name, item in items.items():
                yield name, project, kind, item, ""


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold()) or [name]


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
