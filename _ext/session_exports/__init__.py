"""Data, calendars, feeds, JSON-LD and citations, published with the pages of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.sphinxext.api import register

from session_exports import config, notes
from session_exports.citation import add_citation
from session_exports.publish import link_feed, list_files, on_builder_inited

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    app.setup_extension("session_notes")
    register(app, config.ExportSettings, config.read)
    app.connect("builder-inited", on_builder_inited)
    notes.KEPT.connect(app)
    app.connect("session-end", add_citation)
    app.connect("session-files", list_files)
    app.connect("session-entry", link_feed)
    # Raised with the shape of what 'notes' keeps.
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
