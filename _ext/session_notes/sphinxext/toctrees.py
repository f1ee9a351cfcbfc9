"""Tables of contents that lead in a circle, at which Sphinx would never come to an end.

Only when all pages are read is a circle known, and the stored trees of pages stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from session_notes.catalog.circles import circles
from session_notes.model import messages
from session_notes.sphinxext.transforms.traverse import where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem


def cut_circles(env: BuildEnvironment) -> Iterator[Problem]:
    """Take the entries that lead in a circle out of what Sphinx knows, and yield what is wrong.

    Their pages are read again in every build, because another page may end the circle.
    """
    for page, name in [*circles(env.toctree_includes, env.config.root_doc)]:
        kept = [other for other in env.toctree_includes[page] if other != name]
        env.toctree_includes[page] = kept
        env.reread_always.add(page)
        for toctree in env.tocs[page].findall(addnodes.toctree):
            if name in toctree["includefiles"]:
                yield messages.CIRCLE.at(where(toctree, env), page=name)
                keep_entries(toctree, kept)


def keep_entries(toctree: addnodes.toctree, kept: Collection[str]) -> None:
    """Take out of *toctree* the pages that are not to be *kept*."""
    gone = {*toctree["includefiles"]}.difference(kept)
    if gone:
        toctree["entries"] = [entry for entry in toctree["entries"] if entry[1] not in gone]
        toctree["includefiles"] = [name for name in toctree["includefiles"] if name not in gone]
