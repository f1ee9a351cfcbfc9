"""Conference notes in Sphinx: one directive a session, and everything that follows from it.

The way of a session, which ``guide/build.md`` describes with the reasons:

1. ``lint/page.py`` checks the text of a page before it is parsed (``source-read``), and makes a
   record of each session.
2. ``sphinxext/directives/session.py``: the directive makes a section, with placeholders for
   everything that depends on other pages. A node of the section carries the record.
3. ``sphinxext/transforms/sessions.py`` moves talks into their sessions, and
   ``sphinxext/transforms/titles.py`` makes each title one line of text.
4. ``sphinxext/collector.py`` takes the records from the tree (``doctree-read``).
5. ``sphinxext/domain.py`` stores them by document.
6. ``sphinxext/load.py``: all pages are read, and a catalog is made (``env-updated``).
7. ``lint/book.py`` checks the whole book.
8. ``sphinxext/incremental``: the pages that show something else than before are named.
9. ``sphinxext/post_transforms/placeholders.py`` fills the placeholders, with nodes from ``render``.
10. ``session_exports`` writes data, calendars and a feed from the same catalog.
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
    from session_notes.model.schema import OPTIONS, ROLES
    from session_notes.model.storage import digest
    from session_notes.render.nodes import PLACEHOLDERS
    from session_notes.sphinxext import api, assets, config, epub, events, html, maths, moved
    from session_notes.sphinxext.collector import SessionCollector
    from session_notes.sphinxext.directives.session import DIRECTIVES
    from session_notes.sphinxext.domain import NotesDomain
    from session_notes.sphinxext.post_transforms import latex
    from session_notes.sphinxext.post_transforms.placeholders import FillExamples, FillPlaceholders
    from session_notes.sphinxext.roles import NotesRole
    from session_notes.sphinxext.transforms.addresses import LinkAddresses
    from session_notes.sphinxext.transforms.eval_rst import EmptyTargets, NamedFootnotes
    from session_notes.sphinxext.transforms.footnotes import PlaceFootnotes
    from session_notes.sphinxext.transforms.sessions import ArrangeSessions
    from session_notes.sphinxext.transforms.strikethrough import StrikeThrough
    from session_notes.sphinxext.transforms.titles import CleanTitles

    config.register(app, config.Settings, config.read)
    for event in api.EVENTS:
        app.add_event(event)
    app.add_domain(NotesDomain)
    for node in PLACEHOLDERS:
        app.add_node(node)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    for name in ROLES:
        app.add_role(name, NotesRole())
    app.add_transform(ArrangeSessions)
    app.add_transform(CleanTitles)
    app.add_transform(LinkAddresses)
    app.add_transform(EmptyTargets)
    app.add_transform(NamedFootnotes)
    app.add_transform(PlaceFootnotes)
    app.add_transform(StrikeThrough)
    app.add_env_collector(SessionCollector)
    app.add_post_transform(FillExamples)
    app.add_post_transform(FillPlaceholders)
    latex.connect(app)
    # The state of the build first: the others ask for it.
    events.connect(app)
    assets.connect(app)
    epub.connect(app)
    html.connect(app)
    maths.connect(app)
    moved.connect(app)
    return {
        "version": __version__,
        # What was read with other options is read again.
        "env_version": int(digest(OPTIONS), 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
