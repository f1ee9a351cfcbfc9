"""Search that finds Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    # Imported here, because the command line works without Sphinx.
    from session_notes.sphinxext.api import register

    from session_search.config import SearchSettings, read
    from session_search.language import choose_search

    app.setup_extension("session_notes")
    register(app, SearchSettings, read)
    app.connect("config-inited", choose_search)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
