"""The style sheet and the scripts of pages: the look of sessions, filters, and previews.

A project replaces any of them by a file of the same name in its ``html_static_path``. What a
preview shows is in scripts that the build makes, one for each page. A page loads those that it
needs: opened from the disk, it may run a script, but may not read a file.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.render.cards import CARDS, card_file, card_name, cards_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import remove, write
from session_notes.sphinxext.post_transforms.placeholders import render_context
from session_notes.sphinxext.refs import is_site

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


STATIC = Path(__file__).parent.parent / "static"
LOOK = "session_notes.css"
STYLE = "session_tools.css"
FILTER = "session_filter.js"
PREVIEW = "session_preview.js"


def connect(app: Sphinx) -> None:
    """Register for the events."""
    # Before the style sheets of the project, so that those win.
    app.add_css_file(LOOK)
    app.connect("builder-inited", _ask)
    app.connect("write-started", _copy)
    app.connect("html-page-context", _write_cards)


def _has_previews(app: Sphinx) -> bool:
    return is_site(app.builder) and domain_of(app.env).build.settings.preview


def _ask(app: Sphinx) -> None:
    """Let every page of a site load the files."""
    if is_site(app.builder):
        app.add_css_file(STYLE)
        app.add_js_file(FILTER, loading_method="defer")
    if _has_previews(app):
        app.add_js_file(PREVIEW, loading_method="defer")


def _copy(app: Sphinx, builder: Builder) -> None:
    """Copy the files to the output, before a page takes their checksums.

    The only other way in Sphinx 9.0 is to change ``html_static_path``, and then every build would
    find that its configuration has changed.
    """
    static = app.outdir / "_static"
    names = [LOOK] if builder.format == "html" else []
    names += [STYLE, FILTER] if is_site(builder) else []
    if _has_previews(app):
        names.append(PREVIEW)
    else:
        (static / PREVIEW).unlink(missing_ok=True)
        shutil.rmtree(app.outdir / CARDS, ignore_errors=True)
    for name in names:
        write(static / name, (STATIC / name).read_bytes())


def _write_cards(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Write the cards of a page beside it, in whichever process writes the page."""
    if tree is None or not _has_previews(app):
        return
    build = domain_of(app.env).build
    texts_only = render_context(build, lambda _, content: content)
    cards = cards_of(texts_only, build.catalog, page, tree)
    path = app.outdir / card_file(app.builder, page)
    if cards:
        named = {card_name(app.builder, page): cards}
        data = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
        script = f"Object.assign(window.sessionCards ??= {{}}, {data});\n"
        write(path, script.encode("utf-8", "backslashreplace"))
    else:
        remove(path, app.outdir)
