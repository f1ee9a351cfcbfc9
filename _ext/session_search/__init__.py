"""Search that finds sessions, in any language, from a server and from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_search import publish, text

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    app.setup_extension("session_notes")
    app.connect("builder-inited", publish.on_builder_inited)
    text.KEPT.connect(app)
    # Raised with the shape of what 'text' keeps and of the files that 'publish' writes.
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
