"""What Sphinx keeps or forgets of former builds, so that a page depended on earlier edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.index_entries import split_index_msg

from session_notes.model.records import Page
from session_notes.sphinxext.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def forget_pages(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Forget what pages said, before the first of them is read.

    In a single process Sphinx forgets each page when its turn comes. Until then, what an edit moves
    to an earlier page is on both, and reported as a duplicate.
    """
    for docname in env.all_docs.keys() & docnames:
        app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def forget_numbers(env: BuildEnvironment) -> None:
    """Take the numbers from headings: Sphinx gives new ones, but only in a numbered toctree."""
    for docname in env.toc_secnumbers.keys() & env.tocs.keys():
        for node in (env.titles[docname], *env.tocs[docname].findall(nodes.reference)):
            node.attributes.pop("secnumber", None)


def name_images(env: BuildEnvironment) -> None:
    """Give each image its name in the output: of two with the same name, the second gets a number.

    Sphinx numbers them as it happens to read them, so the names depend on what was edited when.
    """
    images = sorted(env.images.items())
    env.images = type(env.images)()
    for path, (docnames, _) in images:
        for docname in docnames:
            env.images.add_file(docname, path)


def remember_entries(app: Sphinx) -> list[object]:
    """Give the search the index entries of pages that were not written; add no page.

    Sphinx reads all else from the search index of the last build, but not these.
    """
    indexer = getattr(app.builder, "indexer", None)
    # There is no public way to them.
    inside = vars(indexer) if indexer else {}
    known = inside.get("_index_entries", {})
    for docname in inside.get("_titles", {}).keys() - known.keys():
        if "nosearch" not in app.env.metadata[docname]:
            known[docname] = sorted(_searched(app.env, docname))
    return []


def _searched(env: BuildEnvironment, docname: str) -> set[tuple[str, str, str]]:
    """Return the entries of a page as the search has them."""
    page = domain_of(env).pages.get(docname, Page())
    anchors = {session.anchor for session in page.sessions}
    return {
        (part, target or "", main)
        for kind, text, target, main, _ in env.domains.index_domain.entries.get(docname, ())
        for part in split_index_msg(kind, text)
        if target not in anchors
    }
