"""A list with filters: whatever is chosen, it shows what fits, counts the rest, and can be sent."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Project
from content import number_of_sessions
from edits import day, session
from session_notes.sphinxext.assets import STATIC

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import Visit
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

NAMES = ("day", "track", "kind", "topic", "speaker")
HOSTILE = "</script><img src=x onerror=alert(1)>"
BOOK = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n\n```{session-list}\n:filter:\n```\n",
    "one.md": day(
        "2015-05-18",
        session(
            "ovn",
            "OVN in short",
            "- x",
            options=(":track: Conference", ":kind: talk", ":topics: OVN, SDN", ":speakers: Ada"),
        ),
        session("hostile", HOSTILE, "- x", options=(f":topics: {HOSTILE}", ":speakers: Ada")),
    ),
    "two.md": day(
        "2015-05-19",
        session("lightning", "ライトニングトーク", "- x", options=(":kind: talk", ":topics: SDN")),
        "::::{talk} A short talk\n:id: short\n:topics: BGP\n:speakers: Grace\n\n- x\n::::\n",
    ),
    "_data/topics.yml": f"ovn: OVN\nsdn: SDN\nbgp: BGP\nhostile: '{HOSTILE}'\n",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three sessions."""
    project = Project(tmp_path_factory.mktemp("small"))
    return project.write(BOOK).build("html").outdir / "index.html"


def shown(page: Page) -> list[str]:
    """Return the titles that a reader sees."""
    return page.locator("ul.session-list > li:visible .session-title").all_inner_texts()


def offered(page: Page, name: str) -> list[str]:
    return page.locator(f"select[name={name}] option").all_inner_texts()


def data(path: Path) -> dict[str, Any]:
    found = re.search(r'class="session-choices">(.*?)</script>', path.read_text("utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_without_scripts_all_sessions_are_there(book: Path, visit: Visit) -> None:
    page = visit(book / "browse/sessions.html", scripts=False)
    assert len(shown(page)) == number_of_sessions()
    assert page.locator("form.session-filter").is_hidden()
    assert page.locator("script.session-choices").is_hidden()


def test_numbers_are_written_as_the_language_does(tmp_path: Path, visit: Visit) -> None:
    words = {**dict.fromkeys((*NAMES, "words", "all", "title", "none", "clear"), "…")}
    words |= {"counted": "{name} ({count})", "shown": "{count} von {total}"}
    given = {"words": words, "facets": {"kind": [["talk", "Vortrag"]]}, "rows": [[[0], ""]] * 1234}
    items = "<li>Ein Vortrag</li>" * 1234
    form = '<select name="kind"></select><input name="words"><p role="status"></p>'
    file = tmp_path / "list.html"
    file.write_text(
        f'<!doctype html><html lang="de"><body><form>{form}</form><script class="session-choices" '
        f'type="application/json">{json.dumps(given)}</script><ul class="session-list">{items}</ul>'
        f"<script src='{(STATIC / 'session_filter.js').as_uri()}'></script>",
        "utf-8",
    )
    page = visit(file)
    assert page.get_by_role("status").inner_text() == "1.234 von 1.234"
    assert offered(page, "kind") == ["…", "Vortrag (1.234)"]


def test_filters_go_together_and_are_counted_under_the_others(small: Path, visit: Visit) -> None:
    page = visit(small)
    status = page.get_by_role("status")
    assert status.inner_text() == "3 of 3 sessions"
    assert offered(page, "topic") == [
        "Any",
        f"{HOSTILE} (1)",
        "BGP (1)",
        "OVN (1)",
        "SDN (2)",
    ]
    page.get_by_label("Topic").select_option("sdn")
    assert shown(page) == ["OVN in short", "ライトニングトーク"]
    assert status.inner_text() == "2 of 3 sessions"
    assert offered(page, "speaker") == ["Any", "Ada (1)", "Grace (1)"]
    # What a topic is counted under is every filter but that of topics.
    assert len(offered(page, "topic")) == 5
    page.get_by_label("Speaker").select_option(label="Grace (1)")
    assert shown(page) == ["ライトニングトーク"]
    assert offered(page, "day") == ["Any", "Tue 19 May (1)"]
    assert offered(page, "topic") == ["Any", "BGP (1)", "SDN (1)"]
    assert page.locator(".session-label:visible").all_inner_texts() == ["Tuesday 19 May 2015"]
    page.get_by_role("button", name="Clear filters").click()
    assert len(shown(page)) == 3
    assert "?" not in page.url


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("ovn", ["OVN in short"]),
        ("OVN ada", ["OVN in short"]),
        ("ovn grace", []),
        ("ﾗｲﾄﾆﾝｸﾞ", ["ライトニングトーク"]),
        ("short talk", ["OVN in short", "ライトニングトーク"]),
        ("a short", ["OVN in short", "ライトニングトーク"]),
        ("bgp", ["ライトニングトーク"]),
        ("onerror", [HOSTILE]),
    ],
)
def test_words_are_looked_for_in_all_that_is_known(
    small: Path, visit: Visit, words: str, titles: list[str]
) -> None:
    page = visit(small)
    page.get_by_label("Words").fill(words)
    page.get_by_label("Words").press("Enter")
    assert shown(page) == titles
    if not titles:
        assert page.get_by_role("status").inner_text() == "No matching sessions."
        assert page.locator(".session-label:visible").count() == 0


def test_the_choices_are_in_the_address_from_the_disk_too(small: Path, visit: Visit) -> None:
    page = visit(small, "?x=1#book")
    page.get_by_label("Topic").select_option("sdn")
    page.get_by_label("Day").select_option("2015-05-18")
    page.get_by_label("Words").fill("OVN &?#")
    page.wait_for_url("**words**")
    assert page.url.endswith("?x=1&day=2015-05-18&topic=sdn&words=OVN+%26%3F%23#book")
    page.get_by_label("Words").fill("ovn")
    page.wait_for_url("**words=ovn#book")
    other = visit(small, page.url.partition("index.html")[2])
    assert shown(other) == ["OVN in short"]
    assert other.get_by_label("Topic").input_value() == "sdn"
    assert other.get_by_label("Words").input_value() == "ovn"


def test_an_address_that_asks_for_what_is_not_there_is_no_filter(small: Path, visit: Visit) -> None:
    page = visit(small, "?topic=constructor&day=2016-01-01")
    assert len(shown(page)) == 3
    assert page.get_by_label("Topic").input_value() == ""


def test_it_works_by_keyboard_alone(small: Path, visit: Visit) -> None:
    page = visit(small)
    page.get_by_label("Day").focus()
    for label in ("Track", "Kind", "Topic"):
        page.keyboard.press("Tab")
        assert page.get_by_label(label).evaluate("element => element === document.activeElement")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert page.get_by_label("Topic").input_value() == "sdn"
    page.keyboard.press("Tab")
    page.keyboard.type("light")
    page.wait_for_url("**words=light**")
    assert shown(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert len(shown(page)) == 3
    # The focus is not lost.
    clear = page.get_by_role("button", name="Clear filters")
    assert clear.evaluate("element => element === document.activeElement")


def test_every_choice_of_the_book_shows_exactly_as_many_as_it_says(
    book: Path, visit: Visit
) -> None:
    page = visit(book / "browse/sessions.html")
    facets = data(book / "browse/sessions.html")["facets"]
    assert list(facets) == list(NAMES)
    for name, choices in facets.items():
        assert len(choices) > 4 or name == "kind"
        for value, label in choices[:40]:
            page.locator(f"select[name={name}]").select_option(value)
            said = page.locator(f"select[name={name}] option:checked").inner_text()
            assert said == f"{label} ({len(shown(page))})"
        page.locator(f"select[name={name}]").select_option("")


def test_the_other_edition_takes_the_choices_over(
    book: Path, japanese_book: Path, visit: Visit
) -> None:
    page = visit(book / "browse/sessions.html", "?day=2015-05-20&topic=ovn")
    switch = page.locator("a.language-switch")
    switch.focus()
    query = (switch.get_attribute("href") or "").partition("?")[2]
    assert query == "day=2015-05-20&topic=ovn"
    japanese = japanese_book / "browse/sessions.html"
    other = visit(japanese, f"?{query}")
    assert len(shown(other)) == len(shown(page)) > 0
    status = other.get_by_role("status").inner_text()
    assert re.fullmatch(rf"{number_of_sessions()}件中\d+件のセッション", status)
    english = data(book / "browse/sessions.html")["facets"]
    for name, choices in data(japanese)["facets"].items():
        assert {value for value, _ in choices} == {value for value, _ in english[name]}


def test_one_session_leaves_nothing_to_choose(tmp_path: Path, visit: Visit) -> None:
    one = {"index.md": f"# Book\n\n{session('x', 'X')}\n```{{session-list}}\n:filter:\n```\n"}
    page = visit(Project(tmp_path).write(one).build("html").outdir / "index.html")
    assert shown(page) == ["X"]
    assert page.locator("form.session-filter").count() == 0


def test_no_session_at_all(tmp_path: Path, visit: Visit) -> None:
    none = {"index.md": "# Book\n\n```{session-list}\n:filter:\n```\n"}
    page = visit(Project(tmp_path).write(none).build("html").outdir / "index.html")
    assert page.locator(".session-empty").inner_text() == "No sessions."
    assert page.locator("form.session-filter").count() == 0


@pytest.mark.slow
def test_five_thousand_sessions(tmp_path: Path, visit: Visit) -> None:
    pages = {
        f"day{number}.md": day(
            f"2015-05-{10 + number}",
            *(
                session(
                    f"s{number}-{place}",
                    f"Session {place} of day {number}",
                    options=(
                        f":track: Track {place % 9}",
                        f":topics: Topic {place % 211}, Topic {place % 97}",
                        f":speakers: Speaker {place}",
                    ),
                )
                for place in range(500)
            ),
        )
        for number in range(10)
    }
    tree = "".join(f"day{number}\n" for number in range(10))
    index = f"# Book\n\n```{{toctree}}\n{tree}```\n\n```{{session-list}}\n:filter:\n```\n"
    built = Project(tmp_path).write({"index.md": index, **pages}).build("html", parallel=2)
    page = visit(built.outdir / "index.html")
    assert page.get_by_role("status").inner_text() == "5,000 of 5,000 sessions"
    page.get_by_label("Day").select_option("2015-05-13")
    page.get_by_label("Track").select_option(label="Track 4 (56)")
    assert len(shown(page)) == 56
    page.get_by_label("Words").fill("session 139")
    page.get_by_label("Words").press("Enter")
    assert shown(page) == ["Session 139 of day 3"]
