"""One index over many books: their sessions by year, topic and person, linked to where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.sphinxext.api import register

from session_books import config, publish

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    app.setup_extension("session_notes")
    register(app, config.BookSettings, config.read)
    app.connect("builder-inited", publish.on_builder_inited)
    # After the core, which then knows what every page shows.
    app.connect("env-get-updated", publish.on_env_get_updated, priority=950)
    app.connect("session-books", publish.show)
    app.connect("session-search", publish.search)
    app.connect("html-collect-pages", publish.pages)
    app.connect("build-finished", publish.on_build_finished)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
