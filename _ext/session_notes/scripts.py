"""What pages of a site have for those who read them with JavaScript: filters, and previews.

The scripts are files of ours, the same for every project. What a preview shows comes from files
that the build makes, one for each page, of which the script asks for those that it needs: reading
a file is not allowed to a page from the disk, but running one is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from session_notes.cards import all_cards
from session_notes.domain import domain_of, is_site
from session_notes.pieces import Pieces
from session_notes.settings import read
from session_notes.written import write

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from session_notes.catalog import Ref

STATIC = Path(__file__).parent / "static"
STYLE = "session_tools.css"
FILTER = "session_filter.js"
PREVIEW = "session_preview.js"
#: Where in ``_static`` the cards are.
CARDS = "session-cards"


def connect(app: Sphinx) -> None:
    """Register for the events."""
    app.connect("builder-inited", _ask)
    app.connect("write-started", _copy)
    app.connect("build-finished", _write_cards)


def _files(app: Sphinx) -> list[str]:
    if not is_site(app.builder):
        return []
    return [STYLE, FILTER, *([PREVIEW] if app.config.session_preview else [])]


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


def _write_cards(app: Sphinx, exception: Exception | None) -> None:
    """Make the files of cards what they must be, and leave alone those that are."""
    catalog = domain_of(app.env).catalog
    if exception is not None or catalog is None or not is_site(app.builder):
        return
    folder = Path(app.outdir) / "_static" / CARDS
    files: dict[Path, bytes] = {}
    if app.config.session_preview:
        pieces = Pieces(_no_link, domain_of(app.env).labels, read(app.config)[0].extra_kinds())
        for docname, cards in all_cards(catalog, pieces).items():
            name = _name(app.builder, docname)
            told = json.dumps({name: cards}, ensure_ascii=False, separators=(",", ":"))
            script = f"Object.assign(window.sessionCards ??= {{}}, {told});\n"
            files[folder / f"{name}.js"] = script.encode("utf-8", "backslashreplace")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path not in files:
            path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    for path, content in files.items():
        write(path, content)


def _name(builder: Any, docname: str) -> str:
    """Return the name of a page as the script makes it of an address."""
    address = unquote(builder.get_target_uri(docname))
    return address.removesuffix(builder.link_suffix or "").rstrip("/") or "index"


def _no_link(ref: Ref, content: nodes.Node) -> nodes.Node:
    return content
