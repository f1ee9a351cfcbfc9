"""What the search writes: its page, its scripts, and the records that these read.

The records are in three files: sessions, talks and days; the sections of other pages; and what
other extensions know. The first is loaded when somebody is about to search, the others after it.
Everything is made from the catalog and from what documents say, so an incremental build gives the
same as a clean one.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from session_notes.model.storage import digest
from session_notes.sphinxext.api import domain_of, remove, state_file, write, writing

from session_search import labels as words
from session_search import page, text
from session_search.records import Records, script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.sphinxext.api import SearchSource
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

#: The builders that make sites.
BUILDERS = frozenset({"html", "dirhtml"})
STATIC = Path(__file__).parent / "static"
#: Loaded by every page; it loads the others when somebody searches.
OPENER = "session_search.js"
STYLE = "session_search.css"
_FOLDER = "_static/session-search"
_RECORDS, _SECTIONS, _ELSEWHERE = (
    f"{_FOLDER}/{name}.js" for name in ("records", "sections", "elsewhere")
)


class Edition(NamedTuple):
    """The records of an edition: their lists, and the content of each file."""

    records: Records
    files: dict[str, bytes]


def on_builder_inited(app: Sphinx) -> None:
    """Search a site by our own means, and leave other formats alone."""
    if app.builder.name in BUILDERS:
        # Sphinx then makes no index and no page of its own.
        app.builder.search = False  # type: ignore[attr-defined]
        label = domain_of(app.env).build.labels.translate(words.SEARCH)
        about: dict[str, Any] = {"data-version": _version(), "data-label": label}
        app.add_js_file(OPENER, loading_method="defer", **about)
        publisher = Publisher(app)
        app.connect("write-started", publisher.copy)
        app.connect("html-page-context", publisher.add_style)
        app.connect("html-collect-pages", publisher.pages)
        app.connect("build-finished", publisher.publish)


class Publisher:
    """One build of one edition."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.domain = app, domain_of(app.env)

    @cached_property
    def sources(self) -> list[SearchSource]:
        """What other extensions add."""
        return [one for one in self.app.emit("session-search") if one]

    @cached_property
    def made_of(self) -> str:
        """A digest of what other extensions add."""
        return digest(sorted(one.digest for one in self.sources))

    @cached_property
    def is_current(self) -> bool:
        """Whether the last build has left everything as it has to be."""
        app, note = self.app, state_file(self.app, "search")
        paths = [app.outdir / _RECORDS, app.outdir / _SECTIONS]
        paths.append(app.builder.get_output_path("search"))  # type: ignore[attr-defined]
        return (
            self.domain.build.unchanged
            and all(path.is_file() for path in paths)
            and note.is_file()
            and note.read_text("utf-8") == self.made_of
        )

    @cached_property
    def edition(self) -> Edition:
        """All records, made when somebody asks."""
        app, build = self.app, self.domain.build
        env, labels, extra = app.env, build.labels, build.settings.extra_kinds()
        records = Records(
            self.domain.catalog,
            labels,
            text.documents(env),
            app.builder.get_target_uri,
            lambda kind: labels.kind(kind, extra),
            {name for name, meta in env.metadata.items() if "nosearch" in meta},
        )
        sessions, sections = records.sessions(), records.sections()
        elsewhere = [row for one in self.sources for row in records.elsewhere(one.records())]
        files = {_SECTIONS: script("sections", sections)}
        if elsewhere:
            files[_ELSEWHERE] = script("elsewhere", elsewhere)
        lists: dict[str, Any] = {
            name: [names for _, names in entries.values()]
            for name, entries in records.lists.items()
        }
        # The address of a filter names the day as it is everywhere else.
        lists |= {name: list(records.lists[key]) for name, key in page.FILTERS.items()}
        head = {
            "language": env.config.language,
            "words": page.texts(labels),
            # A browser takes these from its cache only while they belong to the records.
            "files": {
                Path(name).stem: sha256(content).hexdigest()[:8] for name, content in files.items()
            },
        }
        data = {**head, **lists, "rows": sessions}
        return Edition(records, {_RECORDS: script("records", data), **files})

    def copy(self, app: Sphinx, builder: Builder) -> None:
        """Copy the scripts and the style sheet, before a page takes their checksums."""
        with writing(app):
            for path in sorted(STATIC.iterdir()):
                write(app.outdir / "_static" / path.name, path.read_bytes())
            # The index that Sphinx made before the book had this extension.
            remove(app.outdir / "searchindex.js", app.outdir)

    def add_style(
        self, app: Sphinx, name: str, template: str, context: dict[str, Any], tree: object
    ) -> None:
        """Let the page of the search have the style sheet at once; others load it when needed."""
        if name == "search" and tree is None:
            app.add_css_file(STYLE)

    def pages(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield the page of the search, unless it is there."""
        if self.is_current:
            return
        labels = self.domain.build.labels
        title = labels.translate(words.SEARCH)
        made = page.body(labels, self.edition.records.lists, self._links())
        yield "search", {"title": title, "parents": [], "meta": {}, "body": made}, "page.html"

    def _links(self) -> list[tuple[str, str]]:
        """Return title and address of the pages that list everything, as seen from the search."""
        catalog, builder = self.domain.catalog, self.app.builder
        listed = [
            docname
            for docname, known in catalog.pages.items()
            if docname in catalog.titles and any(_lists_all(one) for one in known.views)
        ]
        return [
            (catalog.titles[docname], builder.get_relative_uri("search", docname))
            for docname in dict.fromkeys(listed)
            if catalog.titles[docname]
        ]

    def publish(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the records if they have changed."""
        if exception is not None or self.is_current:
            return
        with writing(app):
            files = self.edition.files
            for name, content in files.items():
                write(app.outdir / name, content)
            if _ELSEWHERE not in files:
                remove(app.outdir / _ELSEWHERE, app.outdir)
            state_file(app, "search").write_text(self.made_of, "utf-8")


def _version() -> str:
    """Return a digest of the scripts and the style sheet, which the first script asks for."""
    return digest(*(path.read_text("utf-8") for path in sorted(STATIC.iterdir())))[:8]


def _lists_all(view: Any) -> bool:
    """Say whether a view lists all sessions, or all of a kind of name."""
    is_whole = not {"topic", "speaker", "day", "track"} & dict(view.options).keys()
    return is_whole and (view.name.endswith("-index") or view.name == "session-list")
