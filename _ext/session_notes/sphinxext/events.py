"""What happens when, in a build, and why in that order.

``env-get-outdated``
    Pages are read again that link to a file which came or went, for MyST decides while reading
    whether a link leads to a document, and those whose table of contents names one that went.
``source-read``, ``include-read``
    A page is about to be parsed, or a file that it includes. What the text of a Markdown page
    alone tells, it tells here, for MyST swallows much of it (:mod:`session_notes.lint.page`).
    Characters that no page can hold are replaced (``transforms/sanitize.py``), before a parser
    could take one of them for the end of a line.
``env-updated``
    All documents are read, in one process or in several, and nothing is pickled yet. Only now
    can links, names and doubled ids be judged, the same whichever process read what. The
    catalog is made here, and the pages are named that show something else than the last build
    wrote (:mod:`session_notes.sphinxext.incremental.state`).
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

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from session_notes.lint.book import judge, judge_addresses, judge_links, merge
from session_notes.lint.page import read_page
from session_notes.lint.project import read_text
from session_notes.lint.similar_names import similar_names, undeclared
from session_notes.locale import labels
from session_notes.locale.messages import read_labels
from session_notes.model.problems import Subtype
from session_notes.model.storage import digest
from session_notes.sphinxext.config import Settings, problems_of, settings_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.genindex import fill_general_index, leave_alone, set_labels
from session_notes.sphinxext.incremental import state as written
from session_notes.sphinxext.incremental.fingerprints import listed, outward, surroundings
from session_notes.sphinxext.load import read_book, vocabularies_as_written
from session_notes.sphinxext.refs import NAME
from session_notes.sphinxext.transforms.sanitize import on_include_read, on_source_read
from session_notes.sphinxext.warnings import warn_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem
    from session_notes.sphinxext.incremental.state import Heading


class Lifecycle:
    """One build, from the reading of the last document to its end."""

    def __init__(self) -> None:
        self.before = written.State({})
        self.now = written.State({})
        #: What the theme's navigation was seen to show, in the words of ``written.State``.
        self.navigation = ""

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
        if not names:
            return []
        names |= {env.doc2path(name, base=False).as_posix() for name in names}
        leading = [
            name
            for name, page in domain.pages.items()
            if not names.isdisjoint(written.targets_of(page, name))
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
        domain.builder = app.builder
        values, problems = settings_of(app.config, Settings), problems_of(app.config)
        folders = [env.srcdir / folder for folder in app.config.locale_dirs]
        domain.labels, found = read_labels(app.config.language, folders)
        problems += found
        self.before = before = written.load(app)
        read = [name for name, at in env.all_docs.items() if before.read(name) != at]
        headings = written.headings(env, before)
        outsides = outward(env, headings, {docname: domain.page(docname) for docname in read})
        words = sorted(domain.labels.messages.items())
        beside = surroundings(app, vocabularies_as_written(env), words)
        domain.quiet = (
            not problems
            and domain.wrong().isdisjoint(read)
            and before.surroundings == beside
            and before.pages.keys() == env.all_docs.keys()
            and all(before.pages[docname].outward == outsides[docname] for docname in read)
        )
        now = before
        if domain.quiet:
            domain.set_catalog(lambda: read_book(env)[0])
        else:
            now, found = self._look_at_all(app, headings, {*labels.KINDS, *values.extra_kinds()})
            problems += found
            warn_all(problems, env.srcdir)
            read = list(env.all_docs)
        domain.dated = now.dated
        shown = written.shown(app, headings, read)
        pages = {
            docname: written.Kept(
                shown[docname] if docname in shown else before.pages[docname].shown,
                at,
                outsides[docname] if docname in outsides else before.pages[docname].outward,
                *headings[docname],
            )
            for docname, at in env.all_docs.items()
        }
        surrounded = beside if all(problem.advice for problem in problems) else ""
        self.now = now._replace(pages=pages, surroundings=surrounded)
        if now.around != before.around:
            return list(pages)
        return [name for name, page in pages.items() if before.shown(name) != page.shown]

    def _look_at_all(
        self, app: Sphinx, headings: Mapping[str, Heading], kinds: AbstractSet[str]
    ) -> tuple[written.State, list[Problem]]:
        """Make the catalog; return what is known now of all but the pages, and what is wrong."""
        env, before = app.env, self.before
        domain = domain_of(env)
        catalog, found = read_book(env)
        domain.set_catalog(lambda: catalog)
        problems = merge(domain.told(), [*found, *domain.found()])
        names = undeclared(catalog)
        known = digest(names)
        twins = before.twins if known == before.names else similar_names(names)
        problems += judge(catalog, kinds, twins)
        problems += judge_addresses(domain.addresses())
        if not any(problem.subtype is Subtype.FENCE for problem in problems):
            problems += judge_links(domain.links(), domain.near_to_missing)
        now = before._replace(
            around=written.around(app, headings, catalog, before.navigation),
            dated=bool(catalog.dates),
            names=known,
            twins=twins,
            listed=listed(env),
        )
        return now, problems

    def on_write_started(self, app: Sphinx, builder: Builder) -> None:
        """Take away the pages that are gone, and forget what was written until all is."""
        env, domain = app.env, domain_of(app.env)
        written.remove_gone(app, self.before, env)
        written.state_file(app).unlink(missing_ok=True)
        now, before = self.now, self.before
        same = domain.quiet and now == before
        around = bool(now.surroundings) and now.surroundings == before.surroundings
        inventory = around and now.listed == before.listed
        left = leave_alone(builder, index=domain.quiet, search=same, inventory=inventory)
        if "index" not in left and getattr(builder, "use_index", False):
            fill_general_index(env)
        if "inventory" not in left:
            set_labels(env)

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
        catalog = None if domain.quiet else domain.catalog
        if exception is None and catalog is not None and self.navigation != self.now.navigation:
            headings = written.headings(app.env, self.now)
            around = written.around(app, headings, catalog, self.navigation)
            self.now = self.now._replace(navigation=self.navigation, around=around)
        if exception is None and self.now.pages:
            written.save(app, self.now)

    def on_warn_missing_reference(
        self, app: Sphinx, domain: Domain | None, node: Element
    ) -> bool | None:
        """Say that a link of ours was complained of already."""
        return True if domain is not None and domain.name == NAME else None
