"""The box, the page of the search, and what is marked where a result leads to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from conftest import Project
from edits import day, session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Visit
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MARKS = "() => [...CSS.highlights.get('session-found') ?? []].map(String)"
BOOK = {
    "index.md": "# Book\n\nWords about tunnels.\n\n```{toctree}\none\ntwo\nlist\n```\n",
    "one.md": day(
        "2015-05-18",
        session("first", "Tunnels for all", "- A tunnel\n", options=(":track: Net",)),
        "::::{talk} A talk\n:id: talk\n\n- Of another tunnel\n::::\n",
        session("second", "Second", "- No tunnel here, but a bridge", options=(":track: Ops",)),
    ),
    "two.md": day(
        "2015-05-19",
        session(
            "third",
            "Third",
            "- A tunnel again, of the kind a-b/c++ [d] (e) é",
            options=(":track: Net",),
        ),
    ),
    "list.md": "# List\n\n```{session-list}\n:filter:\n```\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return (
        Project(tmp_path_factory.mktemp("search"))
        .write(BOOK)
        .build("html", html_theme="alabaster")
        .outdir
    )


def type_in(page: Page, words: str) -> None:
    """Type into the box of the page, whatever the theme."""
    page.locator("input[name=q]").first.focus()
    page.keyboard.type(words)
    page.locator("[role=option]").first.wait_for()


def arrived(page: Page, end: str) -> None:
    """Wait until the address of the page has this *end*."""
    page.wait_for_function("end => location.href.endsWith(end)", arg=end, timeout=5000)


def options(page: Page) -> list[str]:
    return page.locator("[role=option] .session-search-title").all_inner_texts()


def listed(page: Page) -> list[str]:
    page.locator(".session-search-status:not(:empty)").wait_for()
    return page.locator("#search-results li > a").all_inner_texts()


def requests_of(page: Page) -> list[str]:
    return page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")  # type: ignore[no-any-return]


def test_nothing_is_loaded_before_the_box_has_the_focus(
    small: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(f"{serve(small)}/one.html")
    opener = [name for name in requests_of(page) if "search" in name]
    assert len(opener) == 1
    assert "/session_search.js?" in opener[0]
    type_in(page, "tunnel")
    loaded = {re.sub(r".*/|\?.*", "", name) for name in requests_of(page)}
    assert {"session_search_engine.js", "records.js", "session_search.css"} <= loaded


def test_results_while_typing_by_keyboard(small: Path, visit: Visit) -> None:
    page = visit(small / "index.html")
    type_in(page, "tunnel")
    box = page.locator("input[name=q]").first
    # The sections of other pages come after the sessions.
    page.wait_for_function("() => document.querySelectorAll('[role=option]').length === 5")
    assert options(page)[0] == "Tunnels for all"
    assert page.locator("[role=status]").first.inner_text().startswith("Results: ")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    active = page.locator("[role=option][aria-selected=true]")
    assert active.get_attribute("id") == box.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowUp")
    assert active.count() == 0
    page.keyboard.press("Escape")
    assert page.locator("[role=listbox]").is_hidden()
    assert box.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    arrived(page, "#first")


def test_words_are_marked_in_the_session_and_nowhere_else(small: Path, visit: Visit) -> None:
    page = visit(small / "one.html", "?found=tunnel#first")
    page.wait_for_function("() => CSS.highlights.get('session-found')")
    # Neither in its talk nor in the next session.
    assert page.evaluate(MARKS) == ["Tunnel", "tunnel"]
    page = visit(small / "one.html", "?found=tunnel#talk")
    page.wait_for_function("() => CSS.highlights.get('session-found')")
    assert page.evaluate(MARKS) == ["tunnel"]
    # A browser without such highlights gets elements.
    page.evaluate("() => { window.Highlight = undefined; sessionSearch.mark(['talk', 'tunnel']); }")
    marked = page.locator("mark.session-found")
    assert marked.all_inner_texts() == ["talk", "tunnel"]
    assert page.locator("#talk mark.session-found").count() == 2


def test_the_page_filters_and_keeps_its_state_in_the_address(small: Path, visit: Visit) -> None:
    page = visit(small / "search.html", "?q=tunnel")
    assert listed(page)[0] == "Tunnels for all"
    count = page.locator("#search-results li").count()
    links = page.locator("#search-results li > a")
    assert links.count() == count == page.locator("#search-results a").count()
    page.locator("select[name=day]").select_option("2015-05-19")
    assert listed(page) == ["Third"]
    assert page.url.endswith("search.html?q=tunnel&day=2015-05-19")
    again = visit(small / "search.html", "?q=tunnel&day=2015-05-19")
    assert listed(again) == ["Third"]
    again.locator("select[name=track]").select_option("ops")
    button = again.get_by_role("button", name=f"Without the filters: {count}")
    button.click()
    assert again.locator("#search-results li").count() == count
    assert "day=" not in again.url
    again.locator("#search-results li > a").first.click()
    arrived(again, "#first")


def test_a_slip_and_nothing_found_are_told(small: Path, visit: Visit) -> None:
    page = visit(small / "search.html", "?q=tunnle")
    assert listed(page)[0] == "Tunnels for all"
    assert page.get_by_text("Did you mean").inner_text() == "Did you mean tunnel?"
    page.get_by_role("link", name="tunnel", exact=True).click()
    arrived(page, "/search.html?q=tunnel")
    page = visit(small / "search.html", "?q=xyzzy")
    assert listed(page) == []
    assert page.locator(".session-search-status").inner_text() == "Nothing found for “xyzzy”."
    # The lists of the book are the way on.
    assert page.locator(".session-search-lists a").all_inner_texts() == ["List"]


def test_without_scripts_there_are_the_lists(small: Path, visit: Visit) -> None:
    page = visit(small / "search.html", scripts=False)
    assert page.locator("noscript p").is_visible()
    assert page.locator(".session-search-lists a").all_inner_texts() == ["List"]
    assert page.locator("form.session-search").is_hidden()


@pytest.mark.parametrize("theme", ["basic", "furo", "pydata_sphinx_theme", "classic"])
def test_other_themes(project: Project, visit: Visit, theme: str) -> None:
    # Without a mode of its own, pydata's theme reports an error to the console.
    mode = {"default_mode": "light"}
    site = project.write(BOOK).build("html", html_theme=theme, html_context=mode).outdir
    if theme == "pydata_sphinx_theme":
        # Its pages name the index of Sphinx in any case.
        (site / "searchindex.js").write_text("")
        page = visit(site / "index.html")
        page.locator(".search-button__button:visible").first.click()
        page.keyboard.type("bridge")
        page.locator("[role=option]").first.wait_for()
    else:
        page = visit(site / "index.html")
        type_in(page, "bridge")
    assert options(page)[0] == "Second"
    page.locator("[role=option]").first.click()
    arrived(page, "#second")
    assert listed(visit(site / "search.html", "?q=bridge"))[0] == "Second"


@pytest.mark.parametrize("query", ["a-b", "a-b/c++", "c++", "[d] (e)", "a.*", "\\\\", "é |$^?"])
def test_signs_in_a_query_are_only_signs(small: Path, visit: Visit, query: str) -> None:
    page = visit(small / "search.html", f"?q={quote(query)}")
    page.locator(".session-search-status:not(:empty)").wait_for()
    if query.startswith("a-b"):
        assert listed(page) == ["Third"]
        assert page.locator("#search-results mark").first.inner_text().startswith("a-b")


def test_a_theme_without_a_box_gets_one(project: Project, visit: Visit) -> None:
    conf: dict[str, Any] = {"html_sidebars": {"**": []}, "html_theme": "alabaster"}
    site = project.write(BOOK).build("html", **conf).outdir
    page = visit(site / "index.html")
    assert page.locator("form.session-search-own input").get_attribute("aria-label") == "Search"
    type_in(page, "bridge")
    assert options(page)[0] == "Second"


def test_the_filter_of_a_list_finds_what_notes_say(small: Path, visit: Visit) -> None:
    page = visit(small / "list.html")
    page.locator("input[name=words]").fill("bridge")
    page.wait_for_function(
        "() => document.querySelectorAll('.session-list > li:not([hidden])').length === 1"
    )
    assert "Second" in page.locator(".session-list > li:visible").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_in_the_book(japanese_book: Path, visit: Visit, width: int) -> None:
    page = visit(japanese_book / "days/2015-05-18.html", width=width)
    page.locator(".search-button__button:visible").first.click()
    page.keyboard.type("火星探査")
    first = page.locator("[role=option]").first
    first.wait_for()
    assert "NASA JPL" in first.inner_text()
    found = page.locator("[role=listbox]").bounding_box()
    assert found is not None
    assert found["x"] >= 0
    assert found["x"] + found["width"] <= width
    first.click()
    arrived(page, "#keynote-taking-risks-nasa-jpl")
    page.wait_for_function("() => CSS.highlights.get('session-found')")
    assert page.evaluate(MARKS) == ["火星探査"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # It is in view, below whatever stays at the top.
    top = page.locator("#keynote-taking-risks-nasa-jpl").bounding_box()
    assert top is not None
    assert 0 <= top["y"] < 400
