"""What Sphinx calls: reads the books, writes the hub's pages, and fills what ``:books:`` shows.

A build in which no book is another than before parses none of them. Of each page a digest is kept,
of its title, its text and all that the core says every page shows; only pages whose digest is
another are written, and those that no book makes any more are removed.
"""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from docutils import nodes
from session_notes.model.names import did_you_mean
from session_notes.model.storage import digest
from session_notes.sphinxext.api import (
    SearchSource,
    domain_of,
    filter_form,
    remove,
    settings_of,
    state_file,
    write,
    writing,
)
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from session_books import labels as words
from session_books.cache import Cache, Copy
from session_books.config import BookSettings, sources
from session_books.feed import FEED, feed
from session_books.fetch import read_all
from session_books.html import FOLDER, INDEX, Writer, first_page
from session_books.html import pages as pages_of
from session_books.judge import DataError, pack, read_book, unpack
from session_books.merge import merge, nearly, same
from session_books.merge import pack as pack_same
from session_books.merge import unpack as unpack_same
from session_books.search import records
from session_books.views import CHOOSING, OWN, has, names_of
from session_books.views import view as view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from session_notes.catalog.catalog import Catalog
    from session_notes.locale.labels import Labels
    from session_notes.model.problems import Where
    from session_notes.model.records import View
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from session_books.html import Page
    from session_books.judge import Book
    from session_books.merge import Hub


logger = logging.getLogger(__name__)

#: Raised when the same books give other pages.
FORMAT = 1
#: The builders that have pages of the hub; others show a short list of the books.
_SITES = frozenset({"html", "dirhtml"})
#: How many of those who may be one person are named.
_NAMED = 20
_DATA = "session-books.sqlite"


class State(NamedTuple):
    """What the last build left in an output directory, or what this one leaves."""

    #: A digest of all that the pages are made of; empty if they have to be looked at again.
    sources: str = ""
    #: The digests of the hub's pages, and of what authors' pages show of the books.
    pages: dict[str, str] = {}  # noqa: RUF012 - the fields of a named tuple are never changed
    shown: dict[str, str] = {}  # noqa: RUF012


class Shelf:
    """The books in one build."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.is_site = app.builder.name in _SITES
        self._parsed: dict[str, Book] = {}
        #: What each book is made of.
        self.digests: dict[str, str] = {}
        self.sources, problems = sources(settings_of(app.config, BookSettings).books)
        for name, message in problems:
            self._warn(name, f"session_books: {message}")
        self.cache = Cache(app.doctreedir / _DATA)
        if self.sources:
            self._read()
        self.cache.update({}, {source.name for source in self.sources})
        self.before, self.now = _load(app), State()
        self.changed: list[Page] = []
        #: The address of the hub, if it has a feed, and the feed.
        address = str(app.config.html_baseurl or "").rstrip("/")
        self.site = f"{address}/" if address and self.is_site and self.sources else ""
        self.feed = ""
        self.is_spoilt = False

    # -- reading --------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read all books; keep what is good, and use the last copy of what is not."""
        app, copies = self.app, self.cache.copies
        etags = {
            source.name: copies[source.name].etag
            for source in self.sources
            if source.name in copies and copies[source.name].location == source.location
        }
        config = app.config
        options = {
            "_user_agent": config.user_agent,
            "_tls_info": (config.tls_verify, config.tls_cacerts),
        }
        replies = read_all(self.sources, etags, app.srcdir, options)
        new: dict[str, tuple[Copy, tuple[bytes, bytes] | None]] = {}
        for source in self.sources:
            reply, last = replies[source.name], copies.get(source.name)
            error = reply.error
            if reply.data is not None:
                found = sha256(reply.data).hexdigest()
                try:
                    if last is None or found != last.digest:
                        self._parsed[source.name] = read_book(source, reply.data)
                except DataError as wrong:
                    error = str(wrong)
                else:
                    if last is not None and found == last.digest:
                        packed, names = None, last.names
                    else:
                        packed = pack(self._parsed[source.name])
                        names = sha256(packed[1]).hexdigest()
                    copy = Copy(source.location, reply.etag, found, names)
                    if copy != last:
                        new[source.name] = copy, packed
                    self.digests[source.name] = found
                    continue
            if error:
                instead = "its last copy is used" if last else "it is left out"
                self._warn(source.name, f"the book '{source.name}': {error}; {instead}")
            if last:
                self.digests[source.name] = last.digest
        self.cache.update(new, {source.name for source in self.sources})

    def _warn(self, name: str, message: str) -> None:
        """Warn at the line of ``conf.py`` that names the book, in every build."""
        line = _line_of(self.app.confdir / "conf.py", name)
        location = f"{self.app.confdir / 'conf.py'}:{line}"
        self._tell(message, location)

    def _tell(self, message: str, location: str) -> None:
        logger.warning("%s", message, type="session", subtype="books", location=location)

    @cached_property
    def hub(self) -> Hub:
        """All books as one, parsed when somebody asks."""
        catalog, language, copies = self.catalog, self.labels.language, self.cache.copies
        vocabularies = domain_of(self.app.env).build.vocabularies_as_written()
        named = sorted((name, copies[name].names) for name in self.digests)
        key = digest(FORMAT, language, vocabularies, named)
        kept = self.cache.same(key)
        books = self._books(names=not kept)
        if kept:
            return merge(books, unpack_same(kept))
        found = same(books, catalog.topics, catalog.people, language)
        if not self.is_spoilt:
            self.cache.keep_same(key, pack_same(found))
        return merge(books, found)

    def _books(self, *, names: bool) -> list[Book]:
        """Return the books, those that are as they were without judging them again."""
        found = []
        is_kept = self.digests.keys() - self._parsed.keys()
        copies = self.cache.data(names=names) if is_kept else {}
        for source in self.sources:
            book = self._parsed.get(source.name)
            if source.name in is_kept:
                data = copies.get(source.name)
                if not data or not data[0] or (names and not data[1]):
                    # The next build reads all books again.
                    self.is_spoilt = True
                    self.cache.forget()
                    message = "its copy cannot be read; build once more"
                    self._warn(source.name, f"the book '{source.name}': {message}")
                    continue
                book = unpack(source, *data)
            if book is not None:
                found.append(book)
        self._parsed.clear()
        return found

    @property
    def labels(self) -> Labels:
        """The words of this extension and of the core."""
        return domain_of(self.app.env).build.labels

    @property
    def catalog(self) -> Catalog:
        """The catalog of this book, which has the vocabularies."""
        return domain_of(self.app.env).catalog

    # -- what pages show ------------------------------------------------------------------------

    def look(self) -> list[str]:
        """Find the pages that have to be written; return those of authors among them."""
        app, build = self.app, domain_of(self.app.env).build
        vocabularies = build.vocabularies_as_written()
        views = {name: found for name in app.env.found_docs if (found := self.views(name))}
        made_of = digest(
            FORMAT,
            build.now.site,
            [source[:2] for source in self.sources],
            sorted(self.digests.items()),
            vocabularies,
            self.is_alone,
            sorted((name, [view[::2] for view in found]) for name, found in views.items()),
            # What this book has is not unknown.
            [self._has(*one) for _, found in sorted(views.items()) for one in _choices(found)],
        )
        there = all(self._path(name).is_file() for name in self.before.pages)
        there = there and (not self.site or (app.outdir / FEED).is_file())
        if made_of == self.before.sources and there:
            self.now = self.before
            return []
        made: dict[str, str] = {}
        if self.is_site and self.sources:
            for page in self._pages():
                made[page.name] = _digest(build.now.site, page)
                if made[page.name] != self.before.pages.get(page.name) or not there:
                    self.changed.append(page)
            title = f"{app.config.project} · {self.labels.translate(words.BOOKS)}"
            self.feed = feed(self.hub, self.site, title, self.labels.language) if self.site else ""
            self._report()
        for problem, where in self._unknown(views):
            self._tell(problem, f"{app.srcdir / where.source}:{where.line}")
            # The next build has to tell it again.
            made_of = ""
        if self.is_spoilt:
            made_of = ""
        shown = {name: digest(self._shown(name, found)) for name, found in views.items()}
        self.now = State(made_of, made, shown)
        return [name for name in shown if shown[name] != self.before.shown.get(name)]

    def _pages(self) -> Iterator[Page]:
        for first, here in ((True, INDEX), (False, f"{FOLDER}/-")):
            writer = self.writer(here)
            for page in (
                [first_page(writer, has_feed=bool(self.site))] if first else pages_of(writer)
            ):
                if page.name not in self.app.env.found_docs:
                    yield page
                else:
                    message = f"the page '{page.name}' hides one of the hub: give it another name"
                    self._warn("", message)

    def writer(self, docname: str) -> Writer:
        """Return what makes HTML for the page *docname*, and for others in its folder."""
        builder = self.app.builder
        here = builder.get_target_uri(docname)
        known: dict[str, str] = {}

        def to(page: str) -> str:
            if page not in known:
                known[page] = relative_uri(here, builder.get_target_uri(page))
            return known[page]

        return Writer(self.hub, self.labels, to, "../" * here.count("/"), filter_form)

    def views(self, docname: str) -> list[View]:
        """Return the views of a page that show the books."""
        page = domain_of(self.app.env).pages.get(docname)
        return [view for view in (page.views if page else ()) if "books" in dict(view.options)]

    def _shown(self, docname: str, views: Iterable[View]) -> list[str]:
        if not self.is_site:
            return [repr(_short(self))]
        return [self.shown(docname, view) for view in views]

    def shown(self, docname: str, view: View) -> str:
        """Return what a view shows, as HTML."""
        writer, options = self.writer(docname), dict(view.options)
        return view_of(writer, view.name, options, is_alone=self.is_alone)

    @cached_property
    def is_alone(self) -> bool:
        """Whether this book has no sessions of its own."""
        return not any(page.sessions for page in domain_of(self.app.env).pages.values())

    def _unknown(self, views: Mapping[str, list[View]]) -> Iterator[tuple[str, Where]]:
        """Yield what options ask for that neither this book nor another has, and where."""
        for docname in sorted(views):
            for view in views[docname]:
                for option, text in _choices([view]):
                    if not self._has(option, text) and not has(self.hub, option, text):
                        near = did_you_mean(text, sorted(names_of(self.hub, option)))
                        yield f"no book has the {option} '{text}'; {near}".rstrip("; "), view.where
                for option in OWN:
                    if option in dict(view.options):
                        flaw = f"':{option}:' leaves nothing of other books out"
                        yield f"{flaw}; delete it or ':books:'", view.where

    def _has(self, option: str, text: str) -> bool:
        """Say whether this book itself has what *option* chooses with *text*."""
        domain, catalog = domain_of(self.app.env), self.catalog
        if option == "kind":
            return text in domain.build.settings.all_kinds()
        if option == "day":
            return text in {day.isoformat() for day in catalog.dates.values()}
        return catalog.find(option, text) is not None

    def _path(self, name: str) -> Path:
        return cast("StandaloneHTMLBuilder", self.app.builder).get_output_path(name)

    def _report(self) -> None:
        """Name those who may be one person, which only somebody who knows them can say."""
        found = sorted(set(nearly(list(self.hub.people.values()))))
        for one, other in found[:_NAMED]:
            message = (
                "'%s' may be '%s': if so, name both in one entry of people.yml [session.books]"
            )
            logger.info(message, one, other)
        if len(found) > _NAMED:
            logger.info("and %d more who may be one person", len(found) - _NAMED)

    # -- the output directory -------------------------------------------------------------------

    def write(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Yield the pages that changed; until all is written, nothing is known of the output."""
        if self.now is self.before:
            return
        _save(self.app, State("", {**self.before.pages, **dict.fromkeys(self.now.pages, "")}))
        for name in sorted(self.before.pages.keys() - self.now.pages.keys()):
            if name not in self.app.env.found_docs:
                remove(self._path(name), self.app.outdir)
        path = self.app.outdir / FEED
        if self.feed:
            write(path, self.feed.encode())
        else:
            remove(path, self.app.outdir)
        address, books = self.app.builder.get_target_uri, self.labels.translate(words.BOOKS)
        for page in self.changed:
            up = relative_uri(address(page.name), address(INDEX))
            above = [{"link": up, "title": escape(books)}] if page.name != INDEX else []
            # Themes take a title for HTML.
            about = {"title": escape(page.title), "parents": above, "meta": {}}
            yield page.name, {**about, "body": page.body}, "page.html"

    def keep(self) -> None:
        """Keep what this build leaves."""
        if self.now is not self.before:
            _save(self.app, self.now)


_SHELVES: WeakKeyDictionary[Sphinx, Shelf] = WeakKeyDictionary()


def on_builder_inited(app: Sphinx) -> None:
    """Read the books."""
    if app.builder.name != "gettext":
        _SHELVES[app] = Shelf(app)


def on_env_get_updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the authors' pages that show something else of the books than before."""
    shelf = _SHELVES.get(app)
    return shelf.look() if shelf else []


def show(app: Sphinx, docname: str, view: View) -> list[nodes.Node]:
    """Return what a view shows of the books, on a page that is being written."""
    shelf = _SHELVES.get(app)
    if shelf is None:
        return []
    if shelf.is_site:
        return [nodes.raw("", shelf.shown(docname, view), format="html")]
    listed = _short(shelf)
    if not listed:
        return []
    made = nodes.bullet_list("", bullet="-")
    for title, address, count in listed:
        link = nodes.reference("", title, refuri=address) if "://" in address else nodes.Text(title)
        line = nodes.paragraph("", "", link)
        line += nodes.Text(f" ({shelf.labels.number(count)})")
        made += nodes.list_item("", line)
    return [made]


def _short(shelf: Shelf) -> list[tuple[str, str, int]]:
    """Return the books for formats without pages of their own: title, address and sessions."""
    return [(book.title, book.address, len(book.sessions)) for book in shelf.hub.books]


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of the hub that have to be written."""
    shelf = _SHELVES.get(app)
    if shelf and shelf.is_site:
        with writing(app):
            yield from shelf.write()


def search(app: Sphinx) -> SearchSource | None:
    """Return the sessions of all books, if the site has a search."""
    shelf = _SHELVES.get(app)
    if shelf is None or not shelf.digests:
        return None
    vocabularies = domain_of(app.env).build.vocabularies_as_written()
    made_of = digest(FORMAT, sorted(shelf.digests.items()), shelf.sources, vocabularies)
    return SearchSource(made_of, lambda: records(shelf.hub))


def on_build_finished(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the pages show, unless the disk refused one."""
    shelf = _SHELVES.pop(app, None)
    if shelf and exception is None and not app.statuscode:
        with writing(app):
            shelf.keep()


def _choices(views: Iterable[View]) -> list[tuple[str, str]]:
    """Return what the options of some views choose: option and text."""
    return [one for view in views for one in view.options if one[0] in CHOOSING]


def _digest(site: str, page: Page) -> str:
    """Return a digest of all that a page shows; *site* is that of what every page shows."""
    return sha256(f"{FORMAT}\0{site}\0{page.title}\0{page.body}".encode()).hexdigest()[:32]


def _load(app: Sphinx) -> State:
    try:
        kept = json.loads(state_file(app, "books").read_text("utf-8"))
        return State(str(kept["sources"]), dict(kept["pages"]), dict(kept["shown"]))
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def _save(app: Sphinx, state: State) -> None:
    content = json.dumps(state._asdict(), sort_keys=True)
    state_file(app, "books").write_text(content, "utf-8")


def _line_of(path: Path, name: str) -> int:
    """Return the first line of ``conf.py`` that has *name* as a text; else that of the value."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return 1
    for wanted in (f'"{name}"', f"'{name}'", "session_books"):
        for number, line in enumerate(lines, 1):
            if wanted in line:
                return number
    return 1
