"""What an ePub says of itself: the heading of its contents, and which pages have formulas."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import _

from session_notes.sphinxext.incremental.output import write, writing

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

_ITEM = re.compile(r'(<item [^>]*href="([^"]+)"[^>]*?)( ?/>)')


def connect(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("builder-inited", _translate)
    app.connect("build-finished", _declare)


def _translate(app: Sphinx) -> None:
    """Head the contents in the language of the book; Sphinx does so in English."""
    builder = app.builder
    if isinstance(builder, Epub3Builder):
        builder.guide_titles = {**builder.guide_titles, "toc": _("Table of Contents")}


def _declare(app: Sphinx, exception: Exception | None) -> None:
    """Declare which pages have MathML, as readers of e-books require it."""
    builder = app.builder
    if exception is not None or not isinstance(builder, Epub3Builder):
        return
    path = app.outdir / "content.opf"
    before = path.read_text("utf-8")

    def declared(item: re.Match[str]) -> str:
        return item[1] + _property(app.outdir / unquote(unescape(item[2]))) + item[3]

    after = _ITEM.sub(declared, before)
    if after != before:
        with writing(app):
            write(path, after.encode())
        builder.build_epub()


def _property(page: Path) -> str:
    has = page.suffix == ".xhtml" and page.is_file() and b"<math " in page.read_bytes()
    return ' properties="mathml"' if has else ""
