"""What is written beside the pages, and into their heads, for programs to read.

Everything is made from the catalog, so an incremental build gives the same as a clean one. A file
is written only if its content changes, and removed when no export wants it any more; the list of
the files is kept beside the environment.
"""

from __future__ import annotations

import json
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docutils import nodes
from session_notes.model.storage import digest
from session_notes.sphinxext.api import (
    FORMAT,
    domain_of,
    remove,
    settings_of,
    state_file,
    write,
    writing,
)
from sphinx.util.osutil import relative_uri

from session_exports import feeds, jsonld, notes, sessions_json
from session_exports import labels as words
from session_exports.conference import event_by_id
from session_exports.config import ExportSettings, is_available, report_missing_packages
from session_exports.site import (
    BUILDERS,
    DATA,
    FEED,
    FEEDS,
    NOTES,
    SCHEMA,
    SITEMAP,
    Site,
    printable,
    summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from session_notes.catalog.catalog import Catalog
    from session_notes.locale.labels import Labels
    from sphinx.application import Sphinx
    from sphinx.config import Config

_OG_ADDRESS = '<meta property="og:url"'


def on_builder_inited(app: Sphinx) -> None:
    """Publish if the builder makes HTML for the web."""
    if app.builder.name in BUILDERS:
        report_missing_packages(app.config)
        publisher = Publisher(app)
        # Before sphinxext-opengraph, which uses a description that is there, and after it.
        app.connect("html-page-context", publisher.describe, priority=400)
        app.connect("html-page-context", publisher.add_to_head, priority=600)
        app.connect("build-finished", publisher.publish)


class Publisher:
    """One build of one edition."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.domain = app, domain_of(app.env)

    @cached_property
    def site(self) -> Site:
        """The edition."""
        return site_of(self.app)

    def describe(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object
    ) -> None:
        """Describe a page by its first sentences, unless its author has; offer the downloads."""
        context["session_downloads"] = settings_of(app.config, ExportSettings).downloads
        text = summary(self.domain.catalog.summary(page)) if tree else ""
        if text:
            # sphinxext-opengraph escapes quotation marks, and nothing else.
            given = context["meta"] or {}
            context["meta"] = {"og:description": escape(text, quote=False), **given}
            if 'name="description"' not in context["metatags"]:
                context["metatags"] += f'<meta name="description" content="{escape(text)}" />\n'

    def add_to_head(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object
    ) -> None:
        """Add the data of a page's sessions, and links to the feed and the day's calendar."""
        site = self.site
        here = app.builder.get_target_uri(page).partition("#")[0]

        def link(path: str) -> str:
            name, mark, anchor = path.partition("#")
            return site.address(path) or f"{relative_uri(here, name)}{mark}{anchor}"

        # A page without a document, such as the general index, has no tags yet.
        lines = context.get("metatags", "").splitlines(keepends=True)
        if not site.base:
            # An address that is not a full one would point to another page.
            lines = [line for line in lines if not line.startswith(_OG_ADDRESS)]
        catalog, day = self.domain.catalog, self.domain.catalog.dates.get(page)
        # What is hidden from searches is hidden from other programs, too.
        if "nosearch" not in (context.get("meta") or {}):
            if "feed" in site.exports and catalog.dates:
                address = relative_uri(here, FEED)
                lines.append(_alternate("application/atom+xml", site.title, address))
            event = catalog.event_of(page)
            path = feeds.feed_path(catalog, site, "event", event)
            if path:
                title = catalog.label("event", event)
                lines.append(_alternate("application/atom+xml", title, relative_uri(here, path)))
            if "calendar" in site.exports and day:
                title = calendar_of(self.domain.build.labels, day)
                address = relative_uri(here, site.day_calendar(day))
                lines.append(_alternate("text/calendar", title, address))
        # A page without a document, such as the search, has no sessions.
        if tree and "json-ld" in site.exports:
            content = jsonld.page_data(catalog, site, page, link)
            lines += [jsonld.script(content)] if content else []
        context["metatags"] = "".join(lines)

    def publish(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the files that have changed, and remove those that are no longer wanted."""
        if exception is not None:
            return
        note = state_file(app, "files")
        last, before = _noted(note)
        if not before and not self.site.exports - {"json-ld"}:
            return
        there = all((app.outdir / name).is_file() for name in before)
        if self.domain.build.unchanged and last and there:
            return
        catalog, site = self.domain.catalog, self.site
        # For search engines: the pages that the site's own search has, too.
        hidden = {name for name, meta in app.env.metadata.items() if "nosearch" in meta}
        pages = sorted(app.env.found_docs - hidden)
        told = notes.told_in(app.env) if "json" in site.exports else {}
        sessions = sessions_json.dump(sessions_json.book_data(catalog, site, told))
        # Making thousands of calendars takes too long for a build in which nothing changed.
        sources = digest(FORMAT, site.author, sorted(site.exports), sessions, pages, told)
        if sources == last and there:
            return
        wanted = dict(_files(catalog, site, sessions, pages, told))
        with writing(app):
            # Noted before they are written, so that none is forgotten if the build dies here.
            _note(note, "", before | wanted.keys())
            for name, content in wanted.items():
                write(app.outdir / name, content)
            for name in sorted(before - wanted.keys()):
                remove(app.outdir / name, app.outdir)
            _note(note, sources, wanted.keys())


def site_of(app: Sphinx) -> Site:
    """Return what is known about the edition that is built."""
    build = domain_of(app.env).build
    labels, kinds = build.labels, build.settings.extra_kinds()
    config, values = app.config, settings_of(app.config, ExportSettings)
    base = config.html_baseurl.rstrip("/")
    title = given(config, "html_title") or given(config, "project")
    exports = frozenset(filter(is_available, values.exports))
    return Site(
        title=title or urlsplit(base).hostname or "",
        language=config.language,
        author=given(config, "author"),
        base=f"{base}/" if base else "",
        path_of=app.builder.get_target_uri,
        kind=lambda kind: labels.kind(kind, kinds),
        root_doc=config.root_doc,
        # These consist of full addresses.
        exports=exports if base else exports - {"sitemap", *FEEDS.values()},
        feed_entries=values.feed_entries,
    )


def given(config: Config, name: str) -> str:
    """Return a value that the project sets; empty for one that Sphinx makes up."""
    value, default = config[name], config.values[name].default
    made_up = default(config) if callable(default) else default
    return "" if value == made_up else printable(value)


def list_files(app: Sphinx, docname: str, days: Iterable[date]) -> list[tuple[str, str]]:
    """Return the words and the address of each file that a reader may download."""
    build, builder = domain_of(app.env).build, app.builder
    labels, catalog = build.labels, build.catalog
    site, days = site_of(app), list(days)
    listed = [(labels.translate(words.CALENDAR), site.book_calendar())] if days else []
    if catalog.has_events:
        pattern = labels.translate(words.CALENDAR_OF_EVENT)
        events = map(partial(event_by_id, catalog), catalog.sessions_by["event"])
        listed += [(pattern.format(event=one.name), site.event_calendar(one.id)) for one in events]
    listed += [(calendar_of(labels, day), site.day_calendar(day)) for day in days]
    if "json" in site.exports:
        listed.append((labels.translate(words.DATA), DATA))
        listed.append((labels.translate(words.SCHEMA), SCHEMA))
    if "feed" in site.exports and days:
        listed.append((labels.translate(words.FEED), FEED))
    offered = [*settings_of(app.config, ExportSettings).downloads.items()]
    if builder.name in BUILDERS:
        here = builder.get_target_uri(docname).partition("#")[0]
        return offered + [(text, relative_uri(here, path)) for text, path in listed if path]
    return offered + [(text, site.address(path)) for text, path in listed if path and site.base]


def link_feed(
    app: Sphinx, catalog: Catalog, role: str, name: str, docname: str
) -> list[nodes.Node]:
    """Return the link to the feed of what an entry of an index on the page *docname* is about."""
    # An index has thousands of entries, and few books have feeds of them.
    wanted = FEEDS.get(role, "") in settings_of(app.config, ExportSettings).exports
    path = feeds.feed_path(catalog, site_of(app), role, name) if wanted else ""
    if not path or app.builder.name not in BUILDERS:
        return []
    here = app.builder.get_target_uri(docname).partition("#")[0]
    text = domain_of(app.env).build.labels.translate(words.FEED_OF)
    return [nodes.reference("", text, refuri=relative_uri(here, path), internal=False)]


def _alternate(kind: str, title: str, address: str) -> str:
    """Return the link to what a program may read instead of a page."""
    title, address = escape(title), escape(address)
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{address}" />\n'


def calendar_of(labels: Labels, day: date) -> str:
    """Return the words for the calendar of a *day*."""
    return labels.translate(words.CALENDAR_OF).format(day=labels.day(day))


def _files(
    catalog: Catalog,
    site: Site,
    sessions: bytes,
    pages: Iterable[str],
    told: Mapping[str, Mapping[int, notes.Told]],
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of everything that is published beside the pages."""
    if "json" in site.exports:
        yield DATA, sessions
        said = notes.notes_data(catalog, site, told)
        head = {"$schema": f"{SCHEMA}#/$defs/all-notes", "version": sessions_json.VERSION}
        yield NOTES, sessions_json.dump({**head, "sessions": said})
        yield SCHEMA, Path(__file__).with_name(SCHEMA).read_bytes()
    if site.exports & {"calendar", "session-calendars"}:
        # Only projects with calendars have the package that it imports.
        from session_exports.calendars import calendars  # noqa: PLC0415

        yield from calendars(catalog, site)
    if site.exports.intersection(FEEDS.values()):
        yield from feeds.feeds(catalog, site)
    if "sitemap" in site.exports:
        yield SITEMAP, feeds.sitemap(site, pages)


def _noted(note: Path) -> tuple[str, set[str]]:
    """Return the digest of the sources of the last build's files, and the files."""
    try:
        kept = json.loads(note.read_text("utf-8"))
        return str(kept["sources"]), set(map(str, kept["files"]))
    except (OSError, ValueError, TypeError, KeyError):
        return "", set()


def _note(note: Path, sources: str, names: Iterable[str]) -> None:
    note.write_text(json.dumps({"files": sorted(names), "sources": sources}, indent=0), "utf-8")
