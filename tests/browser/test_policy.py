"""The policy in the guide, under which a browser runs no inline script: the book keeps to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.conftest import Visit
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

GUIDE = Path(__file__).resolve().parents[2] / "guide" / "publishing.md"
POLICIES = re.findall(r"script-src 'self'[^\"\n]*", GUIDE.read_text("utf-8"))
DAY = "days/2015-05-19.html"


def choose_dark(page: Page) -> None:
    """Press the button for the color mode until it is dark."""
    mode = "document.documentElement.dataset.mode"
    for _ in range(3):
        if page.evaluate(mode) != "dark":
            page.locator(".theme-switch-button:visible").first.click()
            dark = page.locator("[data-mode=dark]:visible")
            if dark.count():
                dark.first.click()
    assert page.evaluate(mode) == "dark"


def test_the_guide_says_one_policy() -> None:
    assert len(POLICIES) == 3
    assert len({*POLICIES}) == 1


def test_everything_works_under_the_policy(
    visit: Visit, book: Path, serve: Callable[..., str]
) -> None:
    # What the policy forbids is an error on the console, and then the visit fails.
    site = serve(book, POLICIES[0])
    for name in ("index.html", "genindex.html", "404.html", DAY):
        visit(f"{site}/{name}")

    listed = visit(f"{site}/browse/sessions.html")
    total = listed.locator("ul.session-list > li:visible").count()
    listed.locator("select[name=track]").select_option(index=1)
    assert 0 < listed.locator("ul.session-list > li:visible").count() < total
    listed.locator("ul.session-list .session-title:visible").first.hover()
    listed.locator(".session-card").wait_for()

    found = visit(f"{site}/search.html", "?q=neutron")
    found.locator("#search-results li").first.wait_for()
    assert visit(f"{site}/search.html").locator(":focus").get_attribute("name") == "q"

    page = visit(f"{site}/{DAY}")
    choose_dark(page)
    page.goto(f"{site}/index.html")
    assert page.evaluate("document.documentElement.dataset.mode") == "dark"
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(".dropdown-download-buttons button").first.click()
    page.locator("button[data-print]").click()
    assert page.evaluate("window.printed")


def test_the_policy_forbids_an_inline_script(
    chromium: Browser, tmp_path: Path, serve: Callable[..., str]
) -> None:
    html = "<script>window.ran = 1</script><script type='application/ld+json'>{}</script>"
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{html}", "utf-8")
    tab = chromium.new_page()
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text))
    tab.goto(serve(tmp_path, POLICIES[0]))
    assert tab.evaluate("window.ran") is None
    # One error: what is told to programs is no script.
    assert len([text for text in errors if "Content Security Policy" in text]) == 1
    tab.close()
