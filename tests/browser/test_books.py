"""From a topic of a hub to a session in another book, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shelf import BOOKS, HERE, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Visit


@pytest.fixture(scope="module")
def site(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The three books and the hub, side by side, with the theme of a new book."""

    def make(root: Path) -> None:
        for name in (*BOOKS, "hub"):
            source = root / name
            source.mkdir(parents=True)
            for path in HERE.joinpath(name).rglob("*.*"):
                copy = source / path.relative_to(HERE / name)
                copy.parent.mkdir(exist_ok=True)
                text = path.read_text("utf-8").replace('"basic"', '"session_theme"')
                added = 'extensions.append("session_theme")\n' if copy.name == "conf.py" else ""
                copy.write_text(f"{text}{added}")
            assert build(root, name).warnings == []

    return once("books-in-a-browser", make) / "site"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_reader_goes_from_a_topic_to_another_book_and_back(
    site: Path, visit: Visit, width: int
) -> None:
    page = visit(site / "hub/index.html", width=width)
    page.click("article >> text=Sensors >> nth=0")
    page.wait_for_url("**/books/topics.html#topic-sensors")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("dd >> text=Sensors in Salt Water")
    page.wait_for_url("**/harbour/index.html#sensors-in-salt-water")
    assert page.inner_text("#sensors-in-salt-water h2").startswith("Sensors in Salt Water")
    page.go_back()
    page.wait_for_url("**/hub/books/topics.html#topic-sensors")
    page.click("dd >> text=佐藤花")
    page.wait_for_url("**/hub/books/people.html#speaker-hana-sato")
    assert page.locator("#speaker-hana-sato + dd li").count() == 3


@pytest.mark.browser
def test_the_search_of_the_hub_leads_to_another_book(site: Path, visit: Visit) -> None:
    page = visit(site / "hub/search.html", "?q=佐藤花 salt")
    page.wait_for_selector("#search-results a")
    assert page.locator("#search-results a").count() == 1
    page.click("#search-results a")
    page.wait_for_url("**/harbour/index.html*#sensors-in-salt-water")
