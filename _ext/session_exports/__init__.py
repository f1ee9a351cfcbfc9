"""What programs read: data, calendars, feeds, JSON-LD and citations, beside the pages of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    # Not above: the command line does without Sphinx.
    from session_exports.publish import Publisher

    app.setup_extension("session_notes")
    Publisher().connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
