"""The card that shows where a link leads: when it comes, when it goes, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import Project
from edits import day, session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Visit
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

HOSTILE = "</script><img src=x onerror=alert(1)> \\u003c `b`"
BOOK = {
    "index.md": "# Book\n\n```{toctree}\ndays/one\nsome days/二\n```\n\n"
    "To [one](#one), {topic}`ovn`, [nowhere](days/one.md) and [two](#two \"A title\").\n\n"
    + session("here", "Here", "- Back to [](#here) or to [](#here-too)")
    + session("here-too", "Here, too", "- Said here")
    + "```{topic-index}\n```\n",
    "days/one.md": day(
        "2015-05-18",
        session(
            "one",
            "The first",
            "- A bullet",
            "  - A nested bullet about [](#two)",
            "- " + "word " * 100,
            options=(":kind: panel", ":speakers: Ada Lovelace (Analytical) [moderator]",
                     ":topics: OVN", ":time: 9:00-9:40", ":room: 109"),
        ),
        "::::{talk} A talk\n:id: a-talk\n\n- Home is [there](../index.md)\n::::\n",
    ),
    "some days/二.md": "# x\n\n" + session("two", HOSTILE, f"- {HOSTILE}", "- [](#a-talk)"),
    "_data/topics.yml": "ovn: {label: OVN, aliases: [Open Virtual Network], description: A net.}\n",
}  # fmt: skip


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first page of a small book, as each of the builders for sites makes it."""
    project = Project(tmp_path_factory.mktemp("preview")).write(BOOK)
    return project.build(request.param).outdir / "index.html"


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """Open pages on whose clock time passes as a test says, however slow the machine is."""

    def opened(*args: Any, **options: Any) -> Page:
        page = visit(*args, **options)
        page.clock.install(time=0)
        page.clock.pause_at(1000)
        return page

    return opened


def lines(page: Page) -> list[str]:
    """Return the lines of the card, once it is there."""
    page.clock.run_for(300)
    page.locator(".session-card").wait_for()
    return page.locator(".session-card > p").all_inner_texts()


def link(page: Page, text: str) -> Locator:
    return page.get_by_role("main").or_(page.locator("body")).first.locator(
        "p a.reference.internal", has_text=text
    ).first  # fmt: skip


def stays_away(page: Page) -> bool:
    page.clock.run_for(900)
    # What a card says is read from a file, for which no clock of ours is asked.
    page.wait_for_timeout(600)
    return page.locator(".session-card").count() == 0


def leave(page: Page) -> None:
    """Move the pointer away from all links, and wait until no card is left."""
    page.mouse.move(0, 0)
    page.clock.run_for(300)
    assert page.locator(".session-card").count() == 0


def test_a_session(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "one").hover()
    title, facts, people, text = lines(page)
    assert (title, people) == ("The first", "Ada Lovelace (Analytical), moderator")
    assert facts.replace("\xa0", " ") == "Monday 18 May 2015 · 09:00–09:40 · Room 109 · Panel"
    assert text.startswith(f"A bullet\nA nested bullet about {HOSTILE.replace('`', '')}"[:40])
    assert text.endswith("…")
    assert len(text) <= 240


def test_a_topic(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "OVN").hover()
    assert lines(page) == ["OVN", "Sessions: 1 · Also: Open Virtual Network", "A net."]


def test_a_hostile_title_is_text(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "two").hover()
    assert lines(page)[0].startswith("</script><img src=x onerror=alert(1)> \\u003c")
    assert page.locator(".session-card img").count() == 0


def test_a_link_within_the_page_but_not_to_where_one_is(index: Path, visit: Visit) -> None:
    page = visit(index)
    inside = page.locator("#here")
    inside.locator("li a", has_text="Here, too").hover()
    assert lines(page) == ["Here, too", "Said here"]
    leave(page)
    inside.locator("li a").first.hover()
    assert stays_away(page)


def test_a_link_to_a_whole_page_has_none(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "nowhere").hover()
    assert stays_away(page)


def test_the_pointer_can_go_to_the_card_and_escape_closes_it(index: Path, visit: Visit) -> None:
    page = visit(index)
    height = page.evaluate("document.documentElement.scrollHeight")
    link(page, "two").hover()
    lines(page)
    # The browser does not show the title over it, and the page is as high as before.
    assert link(page, "two").get_attribute("title") is None
    assert page.evaluate("document.documentElement.scrollHeight") == height
    card = page.locator(".session-card")
    card.hover()
    page.clock.run_for(700)
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert link(page, "two").get_attribute("title") == "A title"
    assert stays_away(page)


def test_it_is_there_until_the_pointer_leaves(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "one").hover()
    lines(page)
    page.clock.run_for(1500)
    assert page.locator(".session-card").is_visible()
    leave(page)


def test_the_focus_shows_it_and_describes_the_link(index: Path, visit: Visit) -> None:
    page = visit(index)
    page.locator("body").click(position={"x": 1, "y": 1})
    target = link(page, "one")
    for _ in range(30):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    assert lines(page)[0] == "The first"
    described = target.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").get_attribute("role") == "tooltip"
    page.keyboard.press("Escape")
    assert page.locator(".session-card").count() == 0
    assert target.get_attribute("aria-describedby") is None
    assert target.evaluate("element => element === document.activeElement")


def test_a_quick_pass_asks_for_nothing(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "one").hover()
    page.clock.run_for(299)
    page.mouse.move(0, 0)
    assert stays_away(page)
    assert page.locator("script[src*='session-cards']").count() == 0


def test_who_comes_back_at_once_sees_it(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "one").hover()
    page.mouse.move(0, 0)
    page.clock.run_for(299)
    link(page, "one").hover()
    assert lines(page)[0] == "The first"
    page.mouse.move(0, 0)
    page.clock.run_for(299)
    link(page, "one").hover()
    page.clock.run_for(700)
    assert page.locator(".session-card").is_visible()


def test_moving_about_elsewhere_does_not_keep_it(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "one").hover()
    lines(page)
    for _ in range(3):
        page.locator("h1").first.hover()
        page.clock.run_for(99)
        page.locator("dt").first.hover()
    assert page.locator(".session-card").count() == 1
    page.clock.run_for(3)
    assert page.locator(".session-card").count() == 0


def test_what_was_dismissed_comes_again_only_once_left(index: Path, visit: Visit) -> None:
    page = visit(index)
    inside = page.locator("#here li a", has_text="Here, too")
    inside.hover()
    lines(page)
    page.keyboard.press("Escape")
    inside.dispatch_event("pointerover", {"pointerType": "mouse"})
    assert stays_away(page)
    page.mouse.move(0, 0)
    inside.hover()
    assert lines(page)[0] == "Here, too"


def test_of_two_links_the_last_has_the_card(index: Path, visit: Visit) -> None:
    page = visit(index)
    link(page, "one").hover()
    lines(page)
    link(page, "OVN").hover()
    page.clock.run_for(300)
    page.locator(".session-card-title", has_text="OVN").wait_for()
    assert page.locator(".session-card").count() == 1
    assert page.locator("[aria-describedby=session-card]").count() == 1


def test_on_touch_there_is_none(index: Path, visit: Visit, chromium: object) -> None:
    page = visit(index)
    target = link(page, "one")
    target.evaluate(
        "element => ['pointerover', 'pointerdown', 'pointerup'].forEach(name => "
        "element.dispatchEvent(new PointerEvent(name, {pointerType: 'touch', bubbles: true})))"
    )
    assert stays_away(page)


def test_over_http_without_the_name_of_the_file(
    index: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(f"{serve(index.parent)}/")
    page.locator("#here li a", has_text="Here, too").hover()
    assert lines(page) == ["Here, too", "Said here"]
    link(page, "two").hover()
    page.clock.run_for(300)
    page.locator(".session-card-title", has_text="onerror").wait_for()


@pytest.mark.parametrize("width", [1280, 360])
def test_it_stays_in_the_window(book: Path, visit: Visit, width: int) -> None:
    page = visit(book / "days/2015-05-19.html", width=width)
    links = page.locator("section.session .session-topic")
    for number in range(0, links.count(), 12):
        leave(page)
        links.nth(number).hover()
        lines(page)
        box = page.locator(".session-card").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 800


def test_a_project_may_do_without(tmp_path: Path, visit: Visit) -> None:
    built = Project(tmp_path).write(BOOK).build("html", session_preview=False)
    page = visit(built.outdir / "index.html")
    link(page, "one").hover()
    assert stays_away(page)
    assert not (built.outdir / "_static/session_preview.js").exists()
    assert not (built.outdir / "_static/session-cards").exists()
