"""Conference notes in Sphinx: one directive a session, and everything that follows from it.

How a session becomes a page:

1. :mod:`~session_notes.trees.directives`: the parser meets ``session``. The directive makes a
   section, with placeholders for all that depends on other pages.
2. :mod:`~session_notes.trees.arrange`: ``ArrangeSessions`` puts talks into their sessions. The
   title is translated by now. ``CollectRecords`` takes the records from the tree. Those of an
   example (:mod:`session_notes.trees.exhibit`) are none of the book's.
3. :mod:`~session_notes.store.domain`: the records are stored, keyed by document.
   Several processes may do so far, each for its share of the documents.
4. :mod:`~session_notes.building.lifecycle`: everything is read. A
   :mod:`~session_notes.book.catalog` is made of all records and of the vocabularies; what is
   wrong is told; the pages are named that show something else than before.
5. :mod:`~session_notes.trees.fill`: ``FillPlaceholders`` puts in each page what the catalog
   says, as standard nodes (:mod:`~session_notes.rendering.build`), for the builder at hand.
6. :mod:`~session_notes.building.scripts`: pages of a site get what filters their lists and
   previews their links.
7. :mod:`~session_notes.config.search`: Sphinx indexes the page for its search, which finds
   Japanese, too.
8. :mod:`~session_notes.building.publish`: the same sessions are told to programs, in the heads
   of the pages and in files beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]
__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    # Not above: the command line does without Sphinx.
    from session_notes.building import scripts, stylesheet
    from session_notes.building.collector import Collector
    from session_notes.building.lifecycle import Lifecycle
    from session_notes.building.publish import Publisher
    from session_notes.building.writers import Writers
    from session_notes.config import settings
    from session_notes.config.search import choose_search
    from session_notes.records.contract import ROLES
    from session_notes.rendering.nodes import PLACEHOLDERS, session_later, write_later
    from session_notes.store.domain import NotesDomain
    from session_notes.trees import latex
    from session_notes.trees.arrange import ArrangeSessions, CollectRecords
    from session_notes.trees.directives import DIRECTIVES
    from session_notes.trees.exhibit import CollectExamples, FillExamples
    from session_notes.trees.fill import FillPlaceholders
    from session_notes.trees.roles import NotesRole

    Collector().connect(app)
    Writers().connect(app)
    settings.register(app)
    app.add_domain(NotesDomain)
    for node in PLACEHOLDERS:
        app.add_node(node)
    app.add_node(session_later, html=(write_later, None))
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    for name in ROLES:
        app.add_role(name, NotesRole())
    app.add_transform(ArrangeSessions)
    app.add_transform(CollectExamples)
    app.add_transform(CollectRecords)
    app.add_post_transform(FillExamples)
    app.add_post_transform(FillPlaceholders)
    latex.connect(app)
    stylesheet.connect(app)
    scripts.connect(app)
    Lifecycle().connect(app)
    app.connect("config-inited", choose_search)
    Publisher().connect(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
