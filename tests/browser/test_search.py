"""The search finds what is there and nothing else, in both languages, from the disk."""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import chinese
import pytest
from conftest import Project
from japanese import PAGES, QUERIES
from session_search.language import _JAPANESE, SearchBoth

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Visit
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ENGLISH = (
    *("Neutron", "neutron", "OVN", "SR-IOV", "DPDK", "Open vSwitch", "vswitch", "live migration"),
    *("container", "containers", "containing", "performance", "perform", "Russell Bryant"),
    *("Kuryr", "Docker", "Magnum", "Kubernetes", "security group", "security groups", "upgrades"),
    *("upgrade testing", "keynote", "lightning talks", "NFV", "service chaining", "BGP", "IPv6"),
    *("L3 agent", "the", "a", "2015", "Liberty", "operators", "feedback from operators", "Comcast"),
    *("release", "released", "tenant", "VM", "VM network", "Mark Collier", "load balancer"),
    *("zzzz", "neutron zzzz", "-neutron", "routing", "routers", "DVR", "QoS", "plugin", "plug-in"),
)


def rows(page: Page, queries: list[str]) -> list[list[list[Any]]]:
    """Return for each of *queries* what the open search page would list, best last."""
    page.wait_for_function("Search.hasIndex()")
    return page.evaluate(  # type: ignore[no-any-return]
        "queries => queries.map(query => Search._performSearch(...Search._parseQuery(query)))",
        queries,
    )


def pages_found(page: Page, queries: list[str]) -> list[set[str]]:
    return [{row[0] for row in found} for found in rows(page, queries)]


def in_browser(page: Page, function: str, texts: list[str]) -> list[Any]:
    """Return what the JavaScript *function* makes of each of *texts*."""
    # As one string: Playwright takes long over many values.
    script = f"texts => JSON.stringify(JSON.parse(texts).map(text => ({function})(text)))"
    return json.loads(page.evaluate(script, json.dumps(texts)))  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=["ja", "en"])
def japanese(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Japanese project as HTML, as a book in Japanese and as one in English."""
    project = Project(tmp_path_factory.mktemp("japanese"))
    project.write({f"{name}.md": text for name, text in PAGES.items()})
    return project.build("html", language=request.param).outdir


def test_queries_find_what_they_must(japanese: Path, visit: Visit) -> None:
    page = visit(japanese / "search.html")
    found = pages_found(page, [*QUERIES])
    assert dict(zip(QUERIES, found, strict=True)) == {
        query: {*pages} for query, pages in QUERIES.items()
    }


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_a_book_in_chinese_is_searched(project: Project, visit: Visit, language: str) -> None:
    project.write({f"{name}.md": text for name, text in chinese.PAGES.items()})
    page = visit(project.build("html", language=language).outdir / "search.html")
    found = pages_found(page, [*chinese.QUERIES])
    assert dict(zip(chinese.QUERIES, found, strict=True)) == {
        query: {*pages} for query, pages in chinese.QUERIES.items()
    }


def test_every_part_of_the_text_finds_the_pages_that_say_it(japanese: Path, visit: Visit) -> None:
    runs = {
        name: [run for run in SearchBoth({}).split(text) if not run.isascii()]
        for name, text in PAGES.items()
    }
    parts = {
        run[start:end]
        for page in runs.values()
        for run in page
        for start in range(len(run))
        for end in range(start + 1, len(run) + 1)
    }
    # Joined at random, most are on no page though each half is.
    draw = random.Random(1)  # noqa: S311 (no secrets here)
    ordered = sorted(parts)
    parts |= {draw.choice(ordered)[-3:] + draw.choice(ordered)[:3] for _ in range(3000)}
    queries = sorted(part for part in parts if not re.search("[0-9]|ー$", part))
    said = [{name for name, page in runs.items() if any(part in run for run in page)}
            for part in queries]  # fmt: skip
    assert sum(pages == set() for pages in said) > 1000
    found = pages_found(visit(japanese / "search.html"), queries)
    assert dict(zip(queries, found, strict=True)) == dict(zip(queries, said, strict=True))


def test_the_browser_splits_and_stems_as_the_index_does(book: Path, visit: Visit) -> None:
    draw = random.Random(2)  # noqa: S311
    everything = [
        char for char in map(chr, range(sys.maxunicode)) if unicodedata.category(char)[0] != "C"
    ]
    usual = [
        *"abcXYZéß_019 -./,|、。・「」（）ａＺ０－＿ｱｶﾊﾞﾟﾞｰ｡ｯアガパーヶカ゛がか\u3099゜あん々〆〇",
        *"年目東京都𠮷神㈱㍿㌔①½™ﬁ²ー〜ー한ไทยю🎉👩\u0301\u200d\ufe0f\n\t\u3000",
    ]
    texts = ["".join(draw.choices(usual, k=draw.randrange(1, 25))) for _ in range(6000)]
    # Every character there is, by itself and at the border to both kinds of words.
    borders = [f"{char} a{char}b 東{char}京 9{char}日" for char in everything]
    texts += [" . ".join(borders[start : start + 50]) for start in range(0, len(borders), 50)]
    search = SearchBoth({})
    japanese = re.compile(f"[{_JAPANESE}]")
    page = visit(book / "search.html")
    ours = [search.split(text) for text in texts]
    theirs = in_browser(page, "splitQuery", texts)
    assert [found for found in zip(texts, theirs, ours, strict=True) if found[1] != found[2]] == []
    words = sorted({word for found in ours for word in found if japanese.search(word)})
    assert len(words) > 5000
    # The index has one bar more in front; the query, one last sound mark less.
    short = [re.sub("([ァ-ヺー]{3})ー$", r"\1", word) for word in words]
    asked = [search.stem(word).removeprefix("|") for word in short]
    assert in_browser(page, "word => new Stemmer().stemWord(word)", words) == asked


def test_english_is_searched_as_by_sphinx(
    build_book: Callable[..., Path], book: Path, visit: Visit
) -> None:
    stock = build_book("-D", "session_search=0")
    theirs = rows(visit(stock / "search.html"), [*ENGLISH])
    ours = rows(visit(book / "search.html"), [*ENGLISH])
    assert sum(found != [] for found in theirs) > 40
    assert dict(zip(ENGLISH, ours, strict=True)) == dict(zip(ENGLISH, theirs, strict=True))


def test_words_of_the_book_are_stemmed_as_they_are_indexed(book: Path, visit: Visit) -> None:
    page = visit(book / "search.html")
    search = SearchBoth({})
    text = " ".join(path.read_text("utf-8") for path in sorted(book.glob("_sources/**/*.md")))
    words = sorted({word.lower() for word in search.split(text) if word.isascii()})
    assert len(words) > 1000
    stemmed = in_browser(page, "word => new Stemmer().stemWord(word)", words)
    assert stemmed == [search.stem(word) for word in words]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_searches_and_follows_what_is_found(book: Path, visit: Visit, width: int) -> None:
    page = visit(book / "search.html", "?q=hypervisor", width=width)
    page.get_by_text("Search finished").wait_for()
    first = page.locator("#search-results li a").first
    first.click()
    assert "hypervisor" in page.inner_text("main").lower()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_a_server_excerpts_show_the_word(
    japanese: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(f"{serve(japanese)}/search.html", "?q=次回 性能")
    excerpt = page.locator("#search-results li .context")
    excerpt.wait_for()
    assert "性能は次回に回す" in excerpt.inner_text()
    assert page.locator("#search-results .highlighted").all_inner_texts() == ["性能", "次回"]


def test_an_excerpt_begins_with_the_article_not_with_menus(
    book: Path, visit: Visit, serve: Callable[[Path], str]
) -> None:
    page = visit(f"{serve(book)}/search.html", "?q=glance")
    # Excerpts come as their pages do, in no order.
    title = page.get_by_role("link", name="The week at a glance", exact=True)
    excerpt = page.locator("#search-results li", has=title).locator(".context")
    excerpt.wait_for()
    assert excerpt.inner_text().lstrip(".").startswith("The week at a glance")


def test_from_the_disk_there_are_no_excerpts_and_no_errors(japanese: Path, visit: Visit) -> None:
    page = visit(japanese / "search.html", "?q=性能")
    page.get_by_role("heading", name=re.compile("Search Results|検索結果")).wait_for()
    assert page.locator("#search-results li").all_inner_texts() == ["五枚目", "六枚目"]
