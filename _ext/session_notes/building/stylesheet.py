"""The look that sessions have under any theme, for the builders that make HTML.

A file of the same name in a project's ``html_static_path`` takes its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from session_notes.building.written import write

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

SOURCE = Path(__file__).parent.parent / "static" / "session_notes.css"


def connect(app: Sphinx) -> None:
    """Let every page ask for the stylesheet, before those of the project, which thus win."""
    app.add_css_file(SOURCE.name)
    app.connect("write-started", _copy)


def _copy(app: Sphinx, builder: Builder) -> None:
    """Put the stylesheet into the output, before a page takes its checksum.

    Sphinx 9.0 has no other way to do so, but to change ``html_static_path``: every build would
    then find its configuration changed.
    """
    if builder.format == "html":
        write(app.outdir / "_static" / SOURCE.name, SOURCE.read_bytes())
