"""Every page is for everybody: what axe finds, what keyboard and finger reach, what it weighs."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import Visit
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Pages of every make; the others of the Japanese edition are made alike.
SAMPLE = (
    *("index", "browse/sessions", "browse/topics", "browse/glance", "days/2015-05-19"),
    *("guide/translating", "guide/writing", "guide/lists", "genindex", "search"),
)
WIDTHS = (360, 800, 1280)
#: The rules of axe that look at colors.
OF_COLORS = ("color-contrast", "link-in-text-block")


def pages(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.html") if "_static" not in path.parts)


def settle(page: Page) -> None:
    """Wait until nothing moves or changes its color: on a slow machine that takes longer."""
    # What was changed just now begins to move with the next frame.
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_function("document.getAnimations().every(one => one.playState !== 'running')")


def findings(page: Page, *, colors: bool | None = None) -> list[str]:
    """Return what axe finds wrong with a page as it is now, with *colors* alone or without them."""
    settle(page)
    # A page on the disk may not read its stylesheets again, and axe need not describe what passes.
    options: dict[str, Any] = {"preload": False, "resultTypes": ["violations"]}
    if colors:
        options["runOnly"] = OF_COLORS
    elif colors is False:
        options["rules"] = {name: {"enabled": False} for name in OF_COLORS}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url.rpartition('html/')[2]}: {one['id']}: {node['html'][:120]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(book: Path, japanese_book: Path, visit: Visit, width: int) -> None:
    looked_at = [*pages(book), *(japanese_book / f"{name}.html" for name in SAMPLE)]
    assert len(looked_at) > 20
    page = visit(looked_at[0], width=width)
    found = []
    for path in looked_at:
        page.emulate_media(color_scheme="light")
        page.goto(path.as_uri())
        # A wide window has the colors of a narrow one, but for what is the same on every page.
        has_colors = width > 1000 or path.is_relative_to(japanese_book)
        found += findings(page, colors=None if has_colors else False)
        if has_colors:
            # In the dark, nothing else is different.
            page.emulate_media(color_scheme="dark")
            page.locator("html[data-theme=dark]").wait_for()
            found += findings(page, colors=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{path.name}: {wide} pixels wide")
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_card_and_in_filters_at_work(
    book: Path, visit: Visit, scheme: Literal["light", "dark"]
) -> None:
    page = visit(book / "browse/sessions.html", "?topic=ovn&words=zzz", scheme=scheme)
    assert page.get_by_role("status").inner_text() == "No matching sessions."
    assert findings(page) == []
    page.get_by_role("button", name="Clear filters").click()
    page.locator("ul.session-list .session-title").first.hover()
    page.locator(".session-card").wait_for()
    assert findings(page) == []


def test_axe_would_find_something(book: Path, visit: Visit) -> None:
    page = visit(book / "index.html")
    page.evaluate("document.querySelector('main p').style.color = '#ccc'")
    assert any("color-contrast" in one for one in findings(page))
    page.emulate_media(color_scheme="dark")
    assert findings(page, colors=True) == []
    page.evaluate("document.querySelector('main p').style.color = '#333'")
    assert any("color-contrast" in one for one in findings(page, colors=True))


def test_headings_are_in_order(book: Path, japanese_book: Path, visit: Visit) -> None:
    page = visit(book / "index.html")
    for path in (*pages(book), *pages(japanese_book)):
        page.goto(path.as_uri())
        levels = page.evaluate(
            "[...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')]"
            ".filter(heading => heading.checkVisibility()).map(heading => +heading.tagName[1])"
        )
        assert levels[:1] == [1], path
        assert levels.count(1) == 1, path
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps, default=0) <= 1, path


@pytest.mark.parametrize("width", WIDTHS)
def test_the_skip_link_comes_first_and_leads_to_the_text(
    book: Path, visit: Visit, width: int
) -> None:
    page = visit(book / "days/2015-05-19.html", width=width)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    assert page.locator(":focus").bounding_box()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("way", ["keyboard", "touch"])
def test_the_navigation_opens(book: Path, visit: Visit, width: int, way: str) -> None:
    page = visit(book / "days/2015-05-19.html", width=width)
    link = page.locator(".bd-sidebar-primary a", has_text="Day 5").first

    def reachable() -> bool:
        # In the window, and not below something else.
        return bool(
            link.evaluate(
                "link => { const { left, top, width, height } = link.getBoundingClientRect();"
                "const at = document.elementFromPoint(left + width / 2, top + height / 2);"
                "return link.checkVisibility({visibilityProperty: true}) && link.contains(at); }"
            )
        )

    toggle = page.locator("button.primary-toggle:visible").first
    before = reachable()
    assert before == (width >= 992)
    for expected in (not before, before):
        if way == "touch":
            if toggle.evaluate(
                "button => { const { left, top, width, height } = "
                "button.getBoundingClientRect(); return button.contains("
                "document.elementFromPoint(left + width / 2, top + height / 2)) }"
            ):
                toggle.click()
            else:
                page.mouse.click(width - 5, 400)
        elif before or expected:
            toggle.focus()
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Escape")
        settle(page)
        assert reachable() == expected


def test_the_focus_is_seen_wherever_it_goes(book: Path, visit: Visit) -> None:
    page = visit(book / "browse/sessions.html")
    seen = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        name, shows = page.evaluate(
            "(() => { const on = document.activeElement;"
            "const all = [on, ...on.querySelectorAll('*')].map(one => getComputedStyle(one));"
            "const shows = all.some("
            "style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0"
            # The theme's links in the sidebar have a shadow that is a ring.
            " || style.boxShadow.endsWith(' 0px 0px 0px 3px'));"
            "return [on.tagName + on.name, shows]; })()"
        )
        assert shows, name
        seen.add(name)
    assert {"SELECTday", "INPUTwords", "BUTTON"} <= seen


def test_nothing_moves_for_those_who_asked_for_that(book: Path, visit: Visit) -> None:
    page = visit(book / "browse/sessions.html")
    page.emulate_media(reduced_motion="reduce")
    page.locator("ul.session-list .session-title").first.hover()
    page.locator(".session-card").wait_for()
    assert page.locator(".session-card").evaluate("card => card.getAnimations().length") == 0
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].map(element => getComputedStyle(element))"
        ".filter(style => parseFloat(style.transitionDuration) > 0 || "
        "style.animationName !== 'none').length"
    )
    assert moving == 0


def test_a_page_is_light(book: Path) -> None:
    # What is ours, in a page and beside it; the rest is Sphinx's and the theme's.
    ours = re.compile(r"(?:href|src)=\"[./]*(_static/(?:session|editions|language-)[\w.-]+)")
    for path in sorted((book / "days").glob("*.html")):
        names = set(ours.findall(path.read_text("utf-8")))
        assert "_static/session_preview.js" in names
        # There is nothing to filter.
        assert "_static/session_filter.js" not in names
        sizes = [(book / name).stat().st_size for name in names]
        assert sum(sizes) < 40_000
