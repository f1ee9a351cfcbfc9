"""The event handlers: what happens when in a build, and why in that order.

``config-inited``
    All extensions are set up. The parsers of pages get a guard in front (``parser.py``).
``builder-inited``
    The state of this build is made: settings, words, builder. Compiled catalogues are removed whose
    sources went, before Sphinx uses them.
``env-get-outdated``
    Pages that cannot be read are left out, because Sphinx would end at them.
    Pages are read again of which a file is another, even an older one; those that link to a file
    that came or went, because MyST decides while reading whether a link leads to a document; and
    those whose table of contents names one that went.
``env-before-read-docs``
    What the pages that are read again said is forgotten.
``source-read``, ``include-read``
    A page is about to be parsed, or a file that it includes. The text of a Markdown page is checked
    here, because MyST drops much of it silently (``lint/page.py``). Characters that no page can
    hold are replaced (``transforms/sanitize.py``), before a parser could take one of them for the
    end of a line.
``doctree-read``
    Every address of a page is final, and nothing has copied any of it: files outside of the book
    and what could run are taken out (``transforms/allowed.py``). Then the collectors read the page.
``env-updated``
    All documents are read, in one process or in several, and nothing is pickled yet. Only now can
    links, names, duplicate ids and circles of toctrees be checked, the same whichever process read
    what. The numbers of sections are forgotten, before Sphinx gives new ones.
``env-get-updated``
    The pages are found that show something else than before. The handler is the last of this event,
    because Sphinx numbers sections and figures in one of the others.
``write-started``
    Files that no source makes any more are removed, before an ePub could pack them. What is known
    of the output directory is dropped, because it may soon be half old and half new.
``doctree-resolved``
    Links to other projects are made: these, too, must have an allowed scheme.
``html-collect-pages``
    All pages are written. The search gets what Sphinx forgets of those that it did not write.
``build-finished``
    What each page showed is kept, unless the disk refused a page. If the disk ended the build, that
    is told in a sentence.
``warn-missing-reference``
    Our own links were checked before, with the nearest names; Sphinx need not report them again.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from logging import getLogger
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE

from session_notes.lint.book import (
    check_addresses,
    check_catalog,
    check_links,
    check_old_pages,
    check_stubs,
)
from session_notes.lint.files import check_page
from session_notes.lint.markdown import extensions_of
from session_notes.lint.page import read_page
from session_notes.lint.restructuredtext import check_restructuredtext
from session_notes.model.problems import BROKEN
from session_notes.sphinxext.config import problems_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.files import check_text, refuse_files
from session_notes.sphinxext.genindex import fill_general_index, set_labels
from session_notes.sphinxext.incremental import fingerprints, history, sources, state
from session_notes.sphinxext.incremental.output import end_refused, remove_gone, writing
from session_notes.sphinxext.load import BuildState, load
from session_notes.sphinxext.missing_links import near_to_missing
from session_notes.sphinxext.parser import guard_parsers
from session_notes.sphinxext.refs import NAME
from session_notes.sphinxext.toctrees import cut_circles
from session_notes.sphinxext.transforms.allowed import clean_document, clean_resolved
from session_notes.sphinxext.transforms.sanitize import on_include_read, on_source_read
from session_notes.sphinxext.warnings import warn_all

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem


def connect(app: Sphinx) -> None:
    """Register for the events."""
    app.connect("config-inited", guard_parsers, priority=900)
    app.connect("builder-inited", on_builder_inited)
    app.connect("env-get-outdated", on_env_get_outdated)
    app.connect("env-before-read-docs", history.forget_pages)
    app.connect("source-read", check_source)
    app.connect("source-read", on_source_read)
    app.connect("include-read", on_include_read)
    # Before the collectors, which have the usual priority of 500.
    app.connect("doctree-read", refuse_files, priority=400)
    app.connect("doctree-read", clean_document, priority=400)
    app.connect("env-updated", on_env_updated)
    app.connect("env-get-updated", on_env_get_updated, priority=900)
    app.connect("write-started", on_write_started)
    app.connect("doctree-resolved", clean_resolved, priority=900)
    app.connect("html-collect-pages", history.remember_entries)
    app.connect("build-finished", on_build_finished)
    app.connect("build-finished", end_refused, priority=999)
    app.connect("warn-missing-reference", on_warn_missing_reference)


def on_builder_inited(app: Sphinx) -> None:
    """Begin a build."""
    domain = domain_of(app.env)
    domain.build = BuildState(app)
    sources.drop_compiled(app.env, domain.sources)


def on_env_get_outdated(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    """Return the pages made of other files, and those that lead to what came or went."""
    domain = domain_of(env)
    outdated = sources.outdated(env, domain.sources)
    for name in _unreadable(app, added | changed | {*outdated}):
        for found in (added, changed, env.found_docs):
            found.discard(name)
        removed |= {name} & env.all_docs.keys()
    names = added | removed
    if not names:
        return outdated
    names |= {env.doc2path(name, base=False).as_posix() for name in names}
    leading = [
        name
        for name, page in domain.pages.items()
        if not names.isdisjoint(fingerprints.targets_of(page, name))
    ]
    # Sphinx drops an entry that leads nowhere when it reads the page, and only then.
    leading += [
        name
        for name, entries in env.toctree_includes.items()
        if name not in removed and not removed.isdisjoint(entries)
    ]
    return outdated + leading


def _unreadable(app: Sphinx, docnames: Iterable[str]) -> Iterator[str]:
    """Yield the pages at which Sphinx would fail, or wait forever, and report them."""
    for docname in sorted(docnames):
        source = app.env.doc2path(docname, base=False).as_posix()
        files = domain_of(app.env).build.files
        problem = check_page(files, source, app.config.source_encoding)
        if problem:
            # Not later, because without its first page Sphinx ends here.
            warn_all([problem], app.srcdir)
            yield docname


def check_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Look at the text of a page, as it lies on the disk."""
    env = app.env
    source = env.doc2path(docname, base=False).as_posix()
    suffix = PurePosixPath(source).suffix
    files = domain_of(env).build.files
    kind = app.config.source_suffix.get(suffix)
    text = files.read(source)
    if text is None:
        return
    if kind == "restructuredtext":
        for problem in check_restructuredtext(source, text):
            domain_of(env).note_problem(docname, problem)
    elif kind == "markdown":
        enabled = getattr(app.config, "myst_enable_extensions", ())
        extensions = extensions_of(enabled, partial(getattr, app.config))
        read = read_page(source, text, files.read, extensions)
        domain_of(env).note_text(docname, read)
        check_text(env, source, read)


def on_env_updated(app: Sphinx, env: BuildEnvironment) -> None:
    """Check the book, unless nothing is another than when it was last checked."""
    build = domain_of(env).build
    build.before = build.now = state.load(app)
    settings = fingerprints.of_settings(app, build)
    config = fingerprints.of_config(app, build, settings)
    if build.before.read == env.all_docs and build.before.config == config:
        return
    history.forget_numbers(env)
    history.name_images(env)
    problems = check(build, app.extensions)
    warn_all(problems, env.srcdir)
    # A build after one that warned has to warn again.
    quiet = all(problem.severity == "advice" for problem in problems)
    build.now = state.State(dict(env.all_docs), {}, settings, config if quiet else "")


def on_env_get_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to be written again."""
    build = domain_of(env).build
    if build.now is build.before:
        return []
    build.now = fingerprints.fingerprint(app, build)
    return state.outdated(build.before, build.now)


def check(build: BuildState, extensions: Container[str]) -> list[Problem]:
    """Make the catalog; return everything that is wrong with the book."""
    domain = domain_of(build.env)
    problems = [*problems_of(build.env.config), *build.problems, *cut_circles(build.env)]
    build.catalog, found = load(build)
    problems += found
    problems += chain.from_iterable(domain.problems.values())
    problems += check_catalog(build.catalog, build.settings.all_kinds(), extensions)
    problems += check_stubs(build.catalog)
    problems += check_old_pages(build.catalog.pages, build.env.found_docs)
    problems += check_addresses(domain.addresses())
    if not any(problem.code in BROKEN for problem in problems):
        problems += check_links(domain.links(), partial(near_to_missing, domain))
    return problems


def on_write_started(app: Sphinx, builder: Builder) -> None:
    """Remove what no source makes any more, and forget what was written until all is."""
    getLogger(NAMESPACE).addHandler(domain_of(app.env).build.refusals)
    with writing(app):
        state.state_file(app).unlink(missing_ok=True)
        remove_gone(app)
    if getattr(builder, "use_index", False):
        fill_general_index(app.env)
    set_labels(app.env)


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Keep what each page showed."""
    build = domain_of(app.env).build
    getLogger(NAMESPACE).removeHandler(build.refusals)
    now = build.now
    # After an error the next build writes everything.
    if exception is None and now.pages and not app.statuscode:
        with writing(app):
            state.save(app, now)


def on_warn_missing_reference(app: Sphinx, domain: Domain | None, node: Element) -> bool | None:
    """Return whether a missing link was reported already, because it is one of this domain."""
    return True if domain is not None and domain.name == NAME else None
