"""Old addresses of a site: the places of everything for a script, and the pages that lead on.

No server is needed. A page that was asked for an anchor that it does not have asks the list of
places; the list is a script, because a page that is opened from the disk may read no file.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from sphinx.util.osutil import relative_uri

from session_notes.catalog.places import places
from session_notes.sphinxext.assets import STATIC
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import old_pages, write, writing
from session_notes.sphinxext.refs import is_site

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

SCRIPT = "session_moved.js"
PLACES = "session_places.js"
#: Only without scripts does the browser lead on by itself: it would lose the anchor.
_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="canonical" href="{address}">
<script defer src="{script}" data-page="{path}"></script>
<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>
</head>
<body><p>{words}</p></body>
</html>
"""


def connect(app: Sphinx) -> None:
    """Register for the events."""
    app.connect("builder-inited", _ask)
    app.connect("write-started", _write)


def _ask(app: Sphinx) -> None:
    """Let every page of a site load the script."""
    if is_site(app.builder):
        app.add_js_file(SCRIPT, loading_method="defer")


def _write(app: Sphinx, builder: Builder) -> None:
    """Write the script, the places, and the pages that lead on."""
    if not is_site(builder):
        return
    with writing(app):
        static = app.outdir / "_static"
        write(static / SCRIPT, (STATIC / SCRIPT).read_bytes())
        write(static / PLACES, _places(app, builder))
        for path, (old, name) in old_pages(app).items():
            write(app.outdir / path, _page(app, builder, old, name))


def _places(app: Sphinx, builder: Builder) -> bytes:
    found = places(domain_of(app.env).catalog)
    paths = {
        name: f"{builder.get_target_uri(ref.docname)}#{ref.anchor}"
        for name, ref in sorted(found.items())
    }
    data = json.dumps(paths, ensure_ascii=False, indent=0, separators=(",", ":"))
    return f"window.sessionPlaces = {data};\n".encode("utf-8", "backslashreplace")


def _page(app: Sphinx, builder: Builder, old: str, name: str) -> bytes:
    """Return the page that leads on from an *old* one to that of the *name*."""
    here, path = builder.get_target_uri(old), builder.get_target_uri(name)
    build = domain_of(app.env).build
    title, link = build.catalog.titles.get(name) or name, relative_uri(here, path)
    base = app.config.html_baseurl.rstrip("/")
    words = escape(build.labels.moved_to).format(
        page=f'<a href="{escape(link)}">{escape(title)}</a>'
    )
    made = _PAGE.format(
        language=escape(app.config.language.replace("_", "-")),
        title=escape(title),
        address=escape(f"{base}/{path}" if base else link),
        script=escape(relative_uri(here, f"_static/{SCRIPT}")),
        path=escape(path),
        link=escape(link),
        words=words,
    )
    return made.encode("utf-8", "xmlcharrefreplace")
