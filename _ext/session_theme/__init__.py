"""The look of sphinx-book-theme on light pages: few requests, no font for icons, nothing unused.

``html_theme = "session_theme"`` inherits everything a reader sees. Its templates leave out what
loads icons and Sphinx's search on every page. What the theme needs on every page is joined into
one style sheet and one script. The extension knows nothing about sessions.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from session_notes.sphinxext.api import write, writing
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata

HERE = Path(__file__).parent
NAME = "session_theme"
FOLDER = HERE / "theme" / NAME
#: Sets the color mode before anything is shown, so it is the only script that is not deferred.
FIRST = "scripts/session-theme-first.js"
#: The joined files, beside those of the theme, because addresses in style sheets are relative.
JOINED = {
    "styles/session-theme.css": ("styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css"),
    "scripts/session-theme.js": (
        "scripts/bootstrap.js",
        "scripts/pydata-sphinx-theme.js",
        "scripts/sphinx-book-theme.js",
    ),
}
#: What follows those of the theme.
OURS: dict[str, tuple[str, ...]] = {"styles/session-theme.css": ("look.css", "icons.css")}
#: Below this is the address of a map for debuggers, which is not that of the joined file.
_MAP = "# sourceMappingURL="
_MISSING = "sphinx-book-theme has no file '%s': install a version 1.4, or do without '%s'"

logger = logging.getLogger(__name__)


def has_theme(builder: Builder) -> bool:
    """Say whether the pages of *builder* have this theme, or one that inherits from it."""
    theme = getattr(builder, "theme", None)
    return theme is not None and FOLDER in map(Path, theme.get_theme_dirs())


def ask(app: Sphinx) -> None:
    """Let every page load the files; those of Sphinx and of other extensions come later."""
    if has_theme(app.builder):
        app.add_css_file("basic.css", priority=100)
        app.add_css_file("styles/session-theme.css", priority=150)
        app.add_js_file(FIRST, priority=100)
        app.add_js_file("scripts/session-theme.js", priority=400, loading_method="defer")


def join(app: Sphinx, builder: Builder) -> None:
    """Write the joined files, before a page takes their checksums."""
    if not has_theme(builder):
        return
    with writing(app):
        for name, parts in JOINED.items():
            texts = [_without_map(_of_theme(builder, part)) for part in parts]
            texts += [(HERE / part).read_text("utf-8") for part in OURS.get(name, ())]
            write(app.outdir / "_static" / name, "\n".join(texts).encode())


def _of_theme(builder: Builder, name: str) -> str:
    """Return a static file of the themes that this one inherits from."""
    for folder in builder.theme.get_theme_dirs():  # type: ignore[attr-defined]
        path = Path(folder) / "static" / name
        if path.is_file():
            return path.read_text("utf-8")
    logger.warning(_MISSING, name, NAME, type="session_theme")
    return ""


def _without_map(text: str) -> str:
    before, found, _ = text.rpartition(_MAP)
    # The comment begins with two more characters.
    return before[:-2] if found else text


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme and the event handlers."""
    app.add_html_theme(NAME, str(FOLDER))
    app.connect("builder-inited", ask)
    app.connect("write-started", join)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
