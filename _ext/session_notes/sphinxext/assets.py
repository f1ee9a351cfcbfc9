"""The style sheet and the scripts of pages: the look of sessions, filters, and previews.

A file of the same name in a project's ``html_static_path`` takes the place of a file of ours. The
scripts are files of ours, the same for every project. What a preview shows comes from files
that the build makes, one for each page, of which the script asks for those that it needs: reading
a file is not allowed to a page from the disk, but running one is.
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
    # Before the style sheets of the project, which thus win.
    app.add_css_file(LOOK)
    app.connect("write-started", _copy_look)
    app.connect("builder-inited", _ask)
    app.connect("write-started", _copy)
    app.connect("html-page-context", _write_cards)


def _copy_look(app: Sphinx, builder: Builder) -> None:
    """Put the style sheet into the output, before a page takes its checksum.

    Sphinx 9.0 has no other way to do so, but to change ``html_static_path``: every build would
    then find its configuration changed.
    """
    if builder.format == "html":
        write(app.outdir / "_static" / LOOK, (STATIC / LOOK).read_bytes())


def _files(app: Sphinx) -> list[str]:
    if not is_site(app.builder):
        return []
    return [STYLE, FILTER, *([PREVIEW] if domain_of(app.env).build.settings.preview else [])]


def _ask(app: Sphinx) -> None:
    """Let every page ask for our files."""
    for name in _files(app):
        if name == STYLE:
            app.add_css_file(name)
        else:
            app.add_js_file(name, loading_method="defer")


def _copy(app: Sphinx, builder: Builder) -> None:
    """Put our files into the output, before a page takes their checksums."""
    wanted = _files(app)
    for name in (STYLE, FILTER, PREVIEW) if is_site(builder) else ():
        target = Path(app.outdir, "_static", name)
        if name in wanted:
            write(target, (STATIC / name).read_bytes())
        else:
            target.unlink(missing_ok=True)
    if PREVIEW not in wanted:
        shutil.rmtree(app.outdir / CARDS, ignore_errors=True)


def _write_cards(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Write the cards of a page beside it, in whichever process writes the page."""
    build = domain_of(app.env).build
    if tree is None or not build.settings.preview or not is_site(app.builder):
        return
    texts_only = render_context(build, lambda _, content: content)
    cards = cards_of(texts_only, build.catalog, page, tree)
    path = app.outdir / card_file(app.builder, page)
    if cards:
        told = json.dumps(
            {card_name(app.builder, page): cards}, ensure_ascii=False, separators=(",", ":")
        )
        script = f"Object.assign(window.sessionCards ??= {{}}, {told});\n"
        write(path, script.encode("utf-8", "backslashreplace"))
    else:
        remove(path, app.outdir)
