"""Search that finds Japanese and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.sphinxext.api import register

from session_search.language import SearchSettings, choose_search, read

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    app.setup_extension("session_notes")
    register(app, SearchSettings, read)
    app.connect("config-inited", choose_search)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
