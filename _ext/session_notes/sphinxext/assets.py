"""The style sheet and the scripts of pages: the look of sessions, filters, and previews.

A project replaces any of them by a file of the same name in its ``html_static_path``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.render.cards import CARDS
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import write, writing
from session_notes.sphinxext.refs import is_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


STATIC = Path(__file__).parent.parent / "static"
LOOK = "session_notes.css"
STYLE = "session_tools.css"
FILTER = "session_filter.js"
PREVIEW = "session_preview.js"
MATH = "session_math.js"


def connect(app: Sphinx) -> None:
    """Register for the events."""
    # Before the style sheets of the project, so that those win.
    app.add_css_file(LOOK)
    app.connect("builder-inited", _ask)
    app.connect("write-started", _copy)
    app.connect("html-page-context", _ask_on_page)


def has_previews(app: Sphinx) -> bool:
    """Say whether links show cards of what they lead to."""
    return is_site(app.builder) and domain_of(app.env).build.settings.preview


def _ask(app: Sphinx) -> None:
    """Let every page of a site load the files."""
    if is_site(app.builder):
        app.add_css_file(STYLE)
    if has_previews(app):
        app.add_js_file(PREVIEW, loading_method="defer")


def _ask_on_page(app: Sphinx, _page: str, _template: str, context: dict[str, Any], *_: Any) -> None:
    """Let a page with filters, or with formulas for MathJax, load the file that is for these."""
    if is_site(app.builder) and 'class="session-choices"' in context.get("body", ""):
        app.add_js_file(FILTER, loading_method="defer")
    if context.get("has_maths_elements") and _has_mathjax(app.builder):
        # After the project's own settings for MathJax; MathJax itself waits until the page is read.
        app.add_js_file(MATH, priority=900)


def _has_mathjax(builder: Builder) -> bool:
    return builder.name != "epub" and getattr(builder, "math_renderer_name", "") == "mathjax"


def _copy(app: Sphinx, builder: Builder) -> None:
    """Copy the files to the output, before a page takes their checksums.

    The only other way in Sphinx 9.0 is to change ``html_static_path``, and then every build would
    find that its configuration has changed.
    """
    with writing(app):
        _copy_files(app, builder)


def _copy_files(app: Sphinx, builder: Builder) -> None:
    static = app.outdir / "_static"
    names = [LOOK] if builder.format == "html" else []
    names += [MATH] if _has_mathjax(builder) else []
    names += [STYLE, FILTER] if is_site(builder) else []
    if has_previews(app):
        names.append(PREVIEW)
    else:
        (static / PREVIEW).unlink(missing_ok=True)
        shutil.rmtree(app.outdir / CARDS, ignore_errors=True)
    for name in names:
        write(static / name, (STATIC / name).read_bytes())
