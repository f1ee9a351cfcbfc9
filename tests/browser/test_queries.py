"""What readers ask in six languages, and the session that comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import queries
from small_books import BOOKS

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import Visit
    from conftest import Project
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Asks each query of the open page: whether a result has all words, and the first three anchors.
ASK = """queries => queries.map(query => {
  const { found, any } = sessionSearch.find(query);
  return [any, found.slice(0, 3).map(({ record: { address } }) => address.split("#").at(-1))];
})"""
#: In a tenth of the queries at most, something else may come first.
MOST_MISSED = 0.1
#: And among three results of each query, at most so many that have only some of its words.
MOST_FALSE = 0.2


def ask(page: Page, asked: list[str]) -> list[tuple[bool, list[str]]]:
    page.wait_for_function("() => window.sessionSearch?.find && sessionSearchData.sections")
    return page.evaluate(ASK, asked)  # type: ignore[no-any-return]


def check(page: Page, wanted: dict[str, Any]) -> None:
    """Check that nearly all queries have the right session first, and say which have not."""
    assert len(wanted) >= 30
    missed, false_hits = {}, 0
    for (query, answer), (any_, found) in zip(wanted.items(), ask(page, [*wanted]), strict=True):
        answers = {answer} if isinstance(answer, str) else {*answer}
        if not answers.intersection(found[:1]):
            missed[query] = found
        false_hits += len(set(found) - answers) if any_ else 0
    assert len(missed) <= MOST_MISSED * len(wanted), missed
    assert false_hits <= MOST_FALSE * 3 * len(wanted), false_hits


def test_the_book_in_english(book: Path, visit: Visit) -> None:
    check(visit(book / "search.html"), queries.ENGLISH)


def test_the_book_in_japanese(japanese_book: Path, visit: Visit) -> None:
    check(visit(japanese_book / "search.html"), queries.JAPANESE)


@pytest.mark.parametrize("language", BOOKS)
def test_a_small_book(project: Project, visit: Visit, language: str) -> None:
    project.write(BOOKS[language].files())
    built = project.build("html", language=language)
    check(visit(built.outdir / "search.html"), BOOKS[language].queries)


def test_what_is_nowhere_is_not_found(book: Path, japanese_book: Path, visit: Visit) -> None:
    nowhere = ["zzzz", "quantum chromodynamics", "量子色力学", "qwertyuiop", "", "。", "99999999"]
    for site in (book, japanese_book):
        found = ask(visit(site / "search.html"), nowhere)
        assert [one for one in zip(nowhere, found, strict=True) if one[1][1]] == []
