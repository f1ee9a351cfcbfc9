"""What an edit takes away goes, and what it moves is followed, in every part of a book.

``tests/support/aspects.py`` has the parts, and ``tests/support/random_edits.py`` tries as many
random edits of them as one likes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aspects import BUILDERS, LANGUAGES, PARTS, Book
from exact import restore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_edits import Step, take

if TYPE_CHECKING:
    from collections.abc import Callable

#: These change all pages, and so would hide what becomes of others.
OF_ALL_PAGES = {
    *("the order of pages", "the words of Sphinx", "our words", "a style sheet", "a template"),
    "tags",
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Book]:
    """Return a book that a builder has built in Japanese, and that no test has edited."""
    root = tmp_path_factory.mktemp("books")

    def restored(builder: str) -> Book:
        folder = root / builder
        restore(folder, lambda: Book(folder).build(builder, "ja"))
        return Book(folder)

    return restored


def edit_all(book: Book, number: int) -> None:
    """Take all parts at once to other states, except those that change all pages."""
    for name in PARTS.keys() - OF_ALL_PAGES:
        book.write(PARTS[name][number % len(PARTS[name])], older=number % 2 == 1)


@pytest.mark.parametrize(("builder", "language"), [("html", "ja"), ("epub", "en")])
def test_all_parts_are_followed_at_once(book: Book, builder: str, language: str) -> None:
    book.build(builder, language)
    for number in (1, 2):
        edit_all(book, number)
        assert book.differences(builder, language) == [], number


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_builder_follows_all_parts(book: Book, language: str) -> None:
    for builder in BUILDERS:
        book.build(builder, language)
    # Each builder is the first one once, and so reads the pages that were edited.
    for number, first in zip((1, 2, 3, 0), BUILDERS[LANGUAGES.index(language) :: 2], strict=True):
        at = BUILDERS.index(first)
        edit_all(book, number)
        assert book.differences_of(BUILDERS[at:] + BUILDERS[:at], language) == [], number


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "builder"),
    [*((name, "html") for name in PARTS), *((name, "text") for name in sorted(OF_ALL_PAGES))],
)
def test_each_part_is_followed_by_itself(
    built: Callable[[str], Book], name: str, builder: str
) -> None:
    book = built(builder)
    for number, state in enumerate([*PARTS[name][1:], PARTS[name][0]]):
        book.write(state, older=number % 2 == 1)
        assert book.differences(builder, "ja") == [], number


EDITS = st.tuples(st.sampled_from(sorted(PARTS)), st.integers(0, 11), st.booleans())
STEPS = st.builds(
    Step,
    st.lists(EDITS, max_size=3).map(tuple),
    st.sampled_from(BUILDERS),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=2, max_size=6))
def test_any_edits_of_any_parts(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as root:
        book = Book(Path(root))
        for step in steps:
            assert take(book, step) == []


def test_a_file_that_nobody_noted_stays(book: Book) -> None:
    outdir = book.build("html").outdir
    ours = [outdir / "_images/mine.png", outdir / "mine.html", outdir / "_static/mine.css"]
    for path in ours:
        path.write_text("mine", "utf-8")
    gone = outdir / "_images/late.png"
    assert gone.is_file()
    book.write(PARTS["a page"][1])
    book.build("html")
    assert not gone.exists()
    assert [path for path in ours if not path.is_file()] == []


def test_what_a_build_left_that_died_is_removed_by_the_next(book: Book) -> None:
    outdir = book.build("epub").outdir
    book.write({"late.md": None})
    template = book.srcdir / "_templates/layout.html"
    book.write({"_templates/layout.html": "{% broken"})
    with pytest.raises(AssertionError):
        book.build("epub")
    template.unlink()
    assert book.differences("epub") == []
    assert not (outdir / "late.xhtml").exists()
