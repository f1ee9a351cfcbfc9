"""Conference notes in Sphinx: one directive a session, and everything that follows from it.

How a session becomes a page:

1. ``sphinxext/directives/session.py``: the parser meets ``session``. The directive makes a section,
   with placeholders for all that depends on other pages.
2. ``sphinxext/transforms/sessions.py``: talks go into their sessions.
3. ``sphinxext/collector.py``: the records are taken from the document and stored in the domain
   (``sphinxext/domain.py``). Up to here, several processes may each read some of the documents.
4. ``sphinxext/events.py``: everything is read. A catalog is made of all records and vocabularies;
   what is wrong is reported; the pages that show something else than before are named.
5. ``sphinxext/post_transforms/placeholders.py``: each page gets what the catalog says, as standard
   nodes, for the builder at hand.
6. ``sphinxext/assets.py``: pages of a site get what filters their lists and previews their links.
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
    from session_notes.render.nodes import PLACEHOLDERS, session_deferred, write_deferred
    from session_notes.sphinxext import api, assets, config, events
    from session_notes.sphinxext.collector import SessionCollector
    from session_notes.sphinxext.directives.session import DIRECTIVES
    from session_notes.sphinxext.domain import NotesDomain
    from session_notes.sphinxext.post_transforms import latex
    from session_notes.sphinxext.post_transforms.examples import FillExamples
    from session_notes.sphinxext.post_transforms.placeholders import FillPlaceholders
    from session_notes.sphinxext.roles import NotesRole
    from session_notes.sphinxext.transforms.sessions import ArrangeSessions

    config.register(app, config.Settings, config.read)
    for event in api.EVENTS:
        app.add_event(event)
    app.add_domain(NotesDomain)
    for node in PLACEHOLDERS:
        app.add_node(node)
    app.add_node(session_deferred, html=(write_deferred, None))
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    for name in ROLES:
        app.add_role(name, NotesRole())
    app.add_transform(ArrangeSessions)
    app.add_env_collector(SessionCollector)
    app.add_post_transform(FillExamples)
    app.add_post_transform(FillPlaceholders)
    latex.connect(app)
    # The state of the build first: the others ask for it.
    events.connect(app)
    assets.connect(app)
    return {
        "version": __version__,
        # What was read with other options is read again.
        "env_version": int(digest(OPTIONS), 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
