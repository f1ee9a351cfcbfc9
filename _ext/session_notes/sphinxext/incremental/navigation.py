"""What a theme shows of the whole book on every page: nothing, titles of pages, or sections too.

Sphinx does not say which tables of contents a page shows. The themes that are known are listed
here. For any other theme, and for sidebars or templates of the project that ask for a table of
contents, everything is assumed to be on every page. So too many pages may be written, but never too
few.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

NOTHING, TITLES, SECTIONS = "", "titles", "sections"

_KNOWN = {
    "basic": NOTHING,
    "epub": NOTHING,
    "furo": TITLES,
    "session_theme": TITLES,
    "sphinx_book_theme": TITLES,
}


def navigation_of(app: Sphinx) -> str:
    """Return what every page shows of the whole book."""
    theme = getattr(app.builder, "theme", None)
    if theme is None:
        return NOTHING
    shown = [_KNOWN.get(theme.name, SECTIONS), *map(_asked_by, _templates(app))]
    if "globaltoc.html" in repr(app.config.html_sidebars):
        shown.append(SECTIONS)
    return max(shown, key=len)


def _templates(app: Sphinx) -> Iterator[str]:
    """Yield the templates of the project."""
    for folder in app.config.templates_path:
        for path in filter(Path.is_file, (app.confdir / folder).rglob("*.html")):
            yield path.read_text("utf-8", errors="replace")


def _asked_by(template: str) -> str:
    """Return what a template asks for."""
    if "toctree" not in template:
        return NOTHING
    return TITLES if "titles_only=True" in template else SECTIONS
