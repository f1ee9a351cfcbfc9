"""What a builder wrote to its output directory, and which pages it must therefore write again.

Sphinx writes a page again when its own source changed. That is too little: a page also shows
titles of other pages, in links, in lists, in its navigation. So we keep, for each output
directory, of every page a digest of all that it showed; a page whose digest is another now is
written again, and a page that is gone is taken away.

What was written cannot be kept in the environment: that is pickled before anything is written,
and several builders share it. It is kept in a file beside it, which is removed before the
first page is written and made again after the last, so that a build that dies half-way leaves
none, and the next writes everything.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx import addnodes
from sphinx.util import docname_join

from session_notes.catalog.views import shown_on
from session_notes.model.storage import digest
from session_notes.render.cards import card_file
from session_notes.sphinxext.domain import session_of
from session_notes.sphinxext.incremental.navigation import NOTHING, SECTIONS, navigation_of
from session_notes.sphinxext.refs import is_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.records import Page
    from session_notes.sphinxext.build_state import BuildState

#: Raised when the same records give other pages or other complaints: an output of an older
#: version is written anew.
FORMAT = 6


class Kept(NamedTuple):
    """What is known of a page of an output directory."""

    #: A digest of all that it showed.
    shown: str
    #: When its source was read.
    read: int
    #: Its :class:`Heading`.
    title: str
    contents: str


class State(NamedTuple):
    """What is known of an output directory."""

    pages: dict[str, Kept]
    #: A digest of what every page shows.
    around: str = ""
    #: A digest of what else the pages are made of; empty if a build would have to warn again.
    surroundings: str = ""

    def read(self, docname: str) -> int:
        """Return when the source was read of which a page was made; 0 if none was."""
        return self.pages[docname].read if docname in self.pages else 0

    def shown(self, docname: str) -> str:
        """Return a digest of what a page showed; empty if there was none."""
        return self.pages[docname].shown if docname in self.pages else ""


def state_file(app: Sphinx, what: str = "pages") -> Path:
    """Return where it is kept which *pages* or files the builder's output directory has."""
    place = f"{app.builder.name}-{digest(str(app.outdir))[:12]}"
    return app.doctreedir / f"session-notes-{what}-{place}.json"


def load(app: Sphinx) -> State:
    """Return what the last build that ended well left in the output directory."""
    try:
        kept = json.loads(state_file(app).read_text("utf-8"))
        if kept.pop("format") == FORMAT:
            pages = {name: Kept(*page) for name, page in kept.pop("pages").items()}
            return State(pages, **kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return State({})


def save(app: Sphinx, state: State) -> None:
    """Keep *state* for the next build."""
    content = json.dumps({"format": FORMAT, **state._asdict()}, sort_keys=True)
    state_file(app).write_text(content, "utf-8")


def is_current(env: BuildEnvironment, state: State) -> bool:
    """Say whether every page of the output was made of its source as it was last read."""
    return {name: page.read for name, page in state.pages.items()} == env.all_docs


def make(app: Sphinx, build: BuildState, surroundings: str) -> State:
    """Return what the output directory will hold after this build."""
    before = build.before
    found = headings(app.env, before)
    pages = {
        docname: Kept(digest_of_page, app.env.all_docs[docname], *found[docname])
        for docname, digest_of_page in shown(app, build.catalog, found).items()
    }
    return State(pages, around(app, build, found), surroundings)


def outdated(before: State, now: State) -> list[str]:
    """Return the pages that show something else than before."""
    if now.around != before.around:
        return list(now.pages)
    return [name for name, page in now.pages.items() if before.shown(name) != page.shown]


class Heading(NamedTuple):
    """What toctrees and titles show of a page."""

    #: The tree itself as text, for it may hold markup.
    title: str
    #: A digest of its table of contents.
    contents: str


def headings(env: BuildEnvironment, before: State) -> dict[str, Heading]:
    """Return the heading of each page.

    It is made when the page is read, and kept: to put all the trees of a large book in words
    takes longer than to compare the rest.
    """
    # The numbers of chapters stand in them, and change with other pages.
    kept = {} if env.toc_secnumbers else before.pages
    return {
        docname: Heading(kept[docname].title, kept[docname].contents)
        if docname in kept and kept[docname].read == at
        else Heading(str(env.titles.get(docname, "")), digest(str(env.tocs.get(docname, ""))))
        for docname, at in env.all_docs.items()
    }


def around(app: Sphinx, build: BuildState, headings: Mapping[str, Heading]) -> str:
    """Return a digest of what every page shows."""
    words = sorted(build.labels.messages.items())
    # In its head every page names the feed, which is there once a page has a day.
    html = (_navigation(app, headings), bool(build.catalog.dates))
    return digest(words, html if app.builder.format == "html" else ())


def shown(app: Sphinx, catalog: Catalog, headings: Mapping[str, Heading]) -> dict[str, str]:
    """Return a digest of all that each page shows alone, its own text included."""
    env = app.env
    site = is_site(app.builder)
    relations = env.collect_relations() if app.builder.format == "html" else {}
    return {
        docname: digest(
            # The time of reading stands for the page's own text.
            env.all_docs[docname],
            shown_on(catalog, docname, site=site) if docname in catalog.pages else None,
            _links(env, headings, catalog, docname),
            [(name, headings.get(name)) for name in _below(env, docname)],
            [(name, _title(headings, name)) for name in _neighbours(relations, docname)],
        )
        for docname in env.all_docs
    }


def _title(headings: Mapping[str, Heading], docname: str) -> str:
    return headings[docname].title if docname in headings else ""


def _links(
    env: BuildEnvironment, headings: Mapping[str, Heading], catalog: Catalog, docname: str
) -> list[object]:
    """Return what the links of a page to other pages and labels show."""
    std = env.domains.standard_domain
    targets = targets_of(catalog.pages[docname], docname) if docname in catalog.pages else ()
    return [
        (
            _title(headings, target),
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


def _neighbours(relations: dict[str, list[str | None]], docname: str) -> Iterator[str]:
    """Yield the pages before, after and above a page."""
    parent, *beside = relations.get(docname, [None])
    yield from filter(None, beside)
    while parent:
        yield parent
        parent = relations.get(parent, [None])[0]


def _below(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Yield the pages that the toctrees of a page lead to, in the end."""
    ahead, seen = list(env.toctree_includes.get(docname, ())), {docname}
    while ahead:
        name = ahead.pop(0)
        if name not in seen:
            seen.add(name)
            yield name
            ahead += env.toctree_includes.get(name, ())


def _navigation(app: Sphinx, headings: Mapping[str, Heading]) -> str:
    """Return a digest of what the theme shows of the whole book on every page."""
    shown = navigation_of(app)
    if shown == NOTHING:
        return ""
    return digest(
        [
            (
                docname,
                headings[docname] if shown == SECTIONS else headings[docname].title,
                [_toctree(tree) for tree in app.env.tocs[docname].findall(addnodes.toctree)],
            )
            for docname in sorted(headings)
        ]
    )


def _toctree(tree: nodes.Element) -> list[tuple[str, str]]:
    return sorted((str(key), str(value)) for key, value in tree.attributes.items())


def remove_gone(app: Sphinx, before: State, env: BuildEnvironment) -> None:
    """Take away what was written of pages that are no longer there."""
    for docname in sorted(before.pages.keys() - env.found_docs):
        for path in _outputs(app, docname):
            remove(path, app.outdir)


def _outputs(app: Sphinx, docname: str) -> list[Path]:
    builder: Any = app.builder
    if hasattr(builder, "get_output_path"):
        found = [builder.get_output_path(docname)]
    elif getattr(builder, "out_suffix", ""):
        found = [app.outdir / f"{docname}{builder.out_suffix}"]
    else:
        return []
    sources = app.outdir / "_sources"
    suffixes = (*app.config.source_suffix,)
    link = app.config.html_sourcelink_suffix
    if is_site(builder):
        found.append(app.outdir / card_file(builder, docname))
    found += [sources / f"{docname}{suffix}{'' if suffix == link else link}" for suffix in suffixes]
    return found


def write(path: Path, content: bytes) -> None:
    """Make *path* hold *content*; a file that does is left alone."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def remove(path: Path, outdir: Path) -> None:
    """Take away a file of the output directory, and the folders that it leaves empty."""
    if path.is_relative_to(outdir):
        path.unlink(missing_ok=True)
        if path.parent != outdir and path.parent.is_dir():
            _remove_empty(path.parent, outdir)


def _remove_empty(folder: Path, outdir: Path) -> None:
    while folder != outdir and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
