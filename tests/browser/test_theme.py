"""The icons of the theme: all there in any colors, without a font; others by the theme's font."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

KINDS = (
    *("note", "attention", "caution", "warning", "danger", "error", "hint", "tip", "important"),
    *("seealso", "todo"),
)
BOXES = "".join(f":::{{{kind}}}\nText\n:::\n\n" for kind in KINDS)
PAGE = f"""\
# Book

```{{toctree}}
one
Elsewhere <https://example.org/>
```

{{download}}`a file <conf.py>`

:::{{admonition}} A title
Text
:::

:::{{versionadded}} 1.0
Text
:::

{BOXES}
"""
#: Of each place for an icon that is shown: where it is, its drawing, its size, its color.
ICONS = """() => [
  [".fa-solid, .fas", "::before"],
  [".admonition > .admonition-title", "::after"],
  [".versionmodified, a.reference.download", "::before"],
  ["nav.bd-links a.external", "::after"],
].flatMap(([where, part]) => [...document.querySelectorAll(where)]
  .filter((element) => element.checkVisibility())
  .map((element) => {
    const style = getComputedStyle(element, part);
    const { maskImage, backgroundColor, width, height } = style;
    return [`${element.className} ${element.parentElement.className}`, maskImage, backgroundColor,
      parseFloat(width), parseFloat(height)];
  }))"""
FONTS = "[...document.fonts].filter(font => font.status !== 'unloaded').map(font => font.family)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with every box, and a page with an icon that we did not draw."""
    project = Project(tmp_path_factory.mktemp("theme"))
    conf = f'{CONF}extensions += ["session_theme", "sphinx.ext.todo"]\ntodo_include_todos = True\n'
    other = '# One\n\n<i class="fa-solid fa-rocket"></i>\n'
    project.write(
        {"conf.py": f'{conf}html_theme = "session_theme"\n', "index.md": PAGE, "one.md": other}
    )
    built = project.build("html")
    assert built.warnings == []
    return built.outdir


@pytest.fixture(params=["none", "active"])
def opened(request: pytest.FixtureRequest, chromium: Browser, site: Path) -> Iterator[Page]:
    """The page with every box, in the colors of the theme and in those of the system."""
    window = chromium.new_context(
        viewport={"width": 1280, "height": 800}, forced_colors=request.param
    )
    page = window.new_page()
    page.goto((site / "index.html").as_uri())
    yield page
    window.close()


def test_every_icon_is_drawn_without_a_font(opened: Page) -> None:
    opened.evaluate("document.fonts.ready")
    icons = opened.evaluate(ICONS)
    paper = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    # Those of the boxes, of the version, of two links, and of the bars.
    assert len(icons) > len(KINDS) + 4 + 6
    for where, drawing, color, width, height in icons:
        assert drawing.startswith('url("data:image/svg+xml'), where
        assert color not in (paper, "rgba(0, 0, 0, 0)"), where
        assert min(width, height) > 8, where
    # The theme knows the drawings of its script alone, and would put ours over the field.
    opened.keyboard.press("Control+k")
    search = opened.locator("#pst-search-dialog")
    glass = search.locator(".fa-magnifying-glass").bounding_box()
    field = search.locator("input").bounding_box()
    assert glass
    assert field
    assert glass["width"] > 20
    assert glass["x"] + glass["width"] <= field["x"]
    assert opened.evaluate(FONTS) == []


def test_another_icon_brings_the_font_of_the_theme(chromium: Browser, site: Path) -> None:
    page = chromium.new_page()
    page.goto((site / "one.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate(FONTS) == ["Font Awesome 7 Free"]
    page.close()


def test_the_color_mode_is_set_before_anything_is_shown(chromium: Browser, site: Path) -> None:
    window = chromium.new_context(color_scheme="dark")
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    # Without the scripts that are deferred.
    page.route("**/session-theme.js*", lambda route: route.abort())
    page.goto((site / "index.html").as_uri())
    shown = "[document.documentElement.dataset.mode, document.documentElement.dataset.theme]"
    assert page.evaluate(shown) == ["auto", "dark"]
    page.evaluate("localStorage.setItem('mode', 'light')")
    page.unroute("**/session-theme.js*")
    page.reload()
    assert page.evaluate(shown) == ["light", "light"]
    assert not any("invalid theme mode" in text for text in said)
    window.close()
