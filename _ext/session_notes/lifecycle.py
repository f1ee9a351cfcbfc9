"""What happens when, in a build, and why in that order.

``env-get-outdated``
    Pages are read again that link to a file which came or went, for MyST decides while reading
    whether a link leads to a document, and those whose table of contents names one that went.
``source-read``, ``include-read``
    A page is about to be parsed, or a file that it includes. What the text of a Markdown page
    alone tells, it tells here, for MyST swallows much of it (:mod:`session_notes.lint`).
    Characters that no page can hold are replaced (:mod:`session_notes.guard`), before a parser
    could take one of them for the end of a line.
``env-updated``
    All documents are read, in one process or in several, and nothing is pickled yet. Only now
    can links, names and doubled ids be judged, the same whichever process read what. The
    catalog is made here, and the pages are named that show something else than the last build
    wrote (:mod:`session_notes.written`).
``write-started``
    The output of pages that are gone is taken away, before an ePub could take it up. What is
    known of the output directory is dropped, for it may soon be half old and half new.
``html-page-context``
    The theme is watched: whether it shows the whole book's navigation on every page.
``build-finished``
    What each page showed is kept.
``warn-missing-reference``
    Our own links were judged at ``env-updated``, with the nearest names; Sphinx need not
    complain once more.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from session_notes import labels, settings, written
from session_notes.catalog import Spot
from session_notes.domain import NAME, domain_of
from session_notes.edition import BUILDERS, missing_packages
from session_notes.examples import judge_examples
from session_notes.guard import on_include_read, on_source_read
from session_notes.judge import judge, judge_addresses, judge_links, merge
from session_notes.lint import read_page
from session_notes.messages import read_labels
from session_notes.problems import Subtype, Where
from session_notes.project import read_text, read_vocabulary
from session_notes.report import relative, warn_all
from session_notes.values import parse_date
from session_notes.views import Book
from session_notes.vocabulary import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from session_notes.domain import NotesDomain
    from session_notes.problems import Problem

_DATE_LINE = re.compile(r":?date:")


class Lifecycle:
    """One build, from the reading of the last document to its end."""

    def __init__(self) -> None:
        self.before = written.State({})
        #: What the theme's navigation was seen to show, in the words of ``written.State``.
        self.navigation = ""
        #: What each page shows, as the navigation was known before.
        self.now: dict[str, str] = {}

    def connect(self, app: Sphinx) -> None:
        """Register for the events."""
        app.connect("env-get-outdated", self.on_env_get_outdated)
        app.connect("source-read", self.on_source_read)
        app.connect("source-read", on_source_read)
        app.connect("include-read", on_include_read)
        app.connect("env-updated", self.on_env_updated)
        app.connect("write-started", self.on_write_started)
        # After the themes, whose own functions for templates we watch.
        app.connect("html-page-context", self.on_html_page_context, priority=900)
        app.connect("build-finished", self.on_build_finished)
        app.connect("warn-missing-reference", self.on_warn_missing_reference)

    def on_env_get_outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Return the pages whose links or tables of contents lead to what came or went."""
        domain = domain_of(env)
        names = added | removed
        names |= {env.doc2path(name, base=False).as_posix() for name in names}
        leading = [
            name for name, page in domain.pages.items() if not names.isdisjoint(page.elsewhere)
        ]
        # Sphinx drops an entry that leads nowhere when it reads the page, and only then.
        leading += [
            name
            for name, entries in env.toctree_includes.items()
            if name not in removed and not removed.isdisjoint(entries)
        ]
        return leading

    def on_source_read(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Look at the text of a Markdown page, as it lies on the disk."""
        env = app.env
        source = env.doc2path(docname, base=False).as_posix()
        suffix = PurePosixPath(source).suffix
        text = read_text(env.srcdir, source) if suffix == ".md" else None
        if text is not None:

            def read_file(path: str) -> str | None:
                return read_text(env.srcdir, path)

            domain_of(env).note_text(docname, read_page(source, text, read_file))

    def on_env_updated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Make the catalog, tell what is wrong, and return the pages to be written again."""
        domain = domain_of(env)
        values, problems = settings.read(app.config)
        vocabularies = {}
        for name in KEYS:
            vocabularies[name], found = read_vocabulary(env.srcdir, values.data_dir, name)
            problems += found
        dates, undated = _dates(env, domain)
        folders = [env.srcdir / folder for folder in app.config.locale_dirs]
        domain.labels, found = read_labels(app.config.language, folders)
        problems += found
        if app.builder.name in BUILDERS:
            problems += missing_packages(values)
        domain.builder = app.builder
        domain.catalog = catalog = Book(
            domain.pages,
            order=_order(env),
            dates=dates,
            titles={
                name: env.titles[name].astext() for name in env.found_docs if name in env.titles
            },
            vocabularies=vocabularies,
            language=app.config.language,
        )
        _set_labels(domain, catalog)
        problems += merge(domain.told(), [*undated, *domain.found()])
        problems += judge(catalog, {*labels.KINDS, *values.extra_kinds()})
        problems += judge_examples(domain.pages_as_told(), {*labels.KINDS, *values.extra_kinds()})
        problems += judge_addresses(domain.addresses())
        if not any(problem.subtype is Subtype.FENCE for problem in problems):
            problems += judge_links(domain.links(), domain.near_to_missing)
        warn_all(problems, env.srcdir)
        _fill_general_index(env, catalog)
        self.before = written.load(app)
        self.now = written.shown(app, env, catalog, self.before.navigation)
        return [name for name, digest in self.now.items() if self.before.pages.get(name) != digest]

    def on_write_started(self, app: Sphinx, builder: Builder) -> None:
        """Take away the pages that are gone, and forget what was written until all is."""
        written.remove_gone(app, self.before, app.env)
        written.state_file(app).unlink(missing_ok=True)

    def on_html_page_context(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object
    ) -> None:
        """Watch whether the theme asks for the navigation, and for how much of it."""

        def watched(function: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **options: Any) -> Any:
                shows = "titles" if options.get("titles_only") else "sections"
                self.navigation = max(shows, self.navigation, key=len)
                return function(*args, **options)

            return call

        for name in ("toctree", "generate_toctree_html"):
            if name in context:
                context[name] = watched(context[name])

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep what each page showed."""
        domain = domain_of(app.env)
        if exception is None and domain.catalog is not None:
            if self.navigation != self.before.navigation:
                self.now = written.shown(app, app.env, domain.catalog, self.navigation)
            written.save(app, written.State(self.now, self.navigation))

    def on_warn_missing_reference(
        self, app: Sphinx, domain: Domain | None, node: Element
    ) -> bool | None:
        """Say that a link of ours was complained of already."""
        return True if domain is not None and domain.name == NAME else None


# -- what the catalog is made of ------------------------------------------------------------


def _dates(env: BuildEnvironment, domain: NotesDomain) -> tuple[dict[str, date], list[Problem]]:
    dates: dict[str, date] = {}
    problems: list[Problem] = []
    for docname, page in domain.pages.items():
        value = str(env.metadata[docname].get("date", ""))
        if page.sessions and value:
            where = Where(relative(env.doc2path(docname).as_posix(), env), 1)
            day, found = parse_date(value, where)
            if day:
                dates[docname] = day
            for problem in found:
                line = _line_of_date(env.doc2path(docname))
                problems.append(problem._replace(where=where._replace(line=line)))
    return dates, problems


def _line_of_date(path: Path) -> int:
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if _DATE_LINE.match(line)), 1)


def _order(env: BuildEnvironment) -> list[str]:
    """Return the documents in the order of the book, which is that of the toctrees."""
    order: dict[str, None] = {}
    ahead = [env.config.root_doc]
    while ahead:
        docname = ahead.pop()
        if docname not in order:
            order[docname] = None
            ahead.extend(reversed(env.toctree_includes.get(docname, [])))
    return list(order)


def _set_labels(domain: NotesDomain, catalog: Book) -> None:
    """Give every session a label, ``session-<id>``, for projects without our domain.

    Of twins the first has it, whichever process read which.
    """
    std = domain.env.domains.standard_domain
    ours = domain.data["labels"]
    for label in ours:
        std.labels.pop(label, None)
        std.anonlabels.pop(label, None)
    ours.clear()
    for role, name, ref in catalog.objects():
        label = f"session-{name}"
        if role in ("session", "talk") and label not in std.anonlabels:
            std.anonlabels[label] = ref.docname, ref.anchor
            std.labels[label] = ref.docname, ref.anchor, ref.text
            ours.append(label)


def _fill_general_index(env: BuildEnvironment, catalog: Book) -> None:
    """Enter sessions, topics and speakers in the general index, beside what authors enter."""
    index = env.domains.index_domain
    for docname, page in catalog.pages.items():
        anchors = {session.anchor for session in page.sessions}
        entries = [entry for entry in index.entries.get(docname, ()) if entry[2] not in anchors]
        for number in range(len(page.sessions)):
            entries += catalog.index_entries(Spot(docname, number))
        if entries:
            index.entries[docname] = entries
