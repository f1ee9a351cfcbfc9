"""What a page costs to check grows with its length, and not with the square of it."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from schedules import Book, event, schedule
from session_exports.jsonld import page_data
from session_exports.site import Site
from session_import import page_file
from session_notes.catalog.catalog import Catalog
from session_notes.lint.page import read_page
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project


def session(options: str, notes: str) -> str:
    return f"# Day\n\n::::{{session}} One\n:id: one\n{options}\n\n{notes}\n::::\n"


#: Where text may stand.
PLACES = {
    "words": session("", "- TEXT"),
    "heading": session("", "### TEXT"),
    "title": "# Day\n\n::::{session} TEXT\n\n- a\n::::\n",
    "part": session("", ":::{impressions} TEXT\n- a\n:::"),
    **{name: session(f":{name}: TEXT", "- a") for name in ("speakers", "topics", "time")},
}
TOKENS = [
    *("a ", " ", "[", "]", "](", "![", "[a](", "[a](b) ", "[a][b] ", "<", "<a ", "<!--", "<!A "),
    *(
        "`",
        "``a` ",
        "{a}",
        "{a}`",
        "{a}`b` ",
        "*",
        "**a ",
        "_a",
        "**「a」**b",
        "\\",
        "\\*",
        "&amp;",
    ),
    *("https://a.b ", "<http://a> ", "TODO: ", "(", "(x) and ", "A B, ", ";", "$$", "|", "[^a]"),
    *(":", ": ", ":a", "[^"),
]
#: Many lines of a kind.
LINES = [
    *("- a", "> > a", "```", "~~~", ":::", "::::{session} A", ":::{impressions}", ":id: a"),
    *("<div>", "<!-- a", "### a", "[x][y]", "[x]: y", "| a | b |", "[^a]: b", "- - a", "1. a"),
]


def growth(size: int, work: Callable[[int], object]) -> float:
    """Return how many times longer *work* takes with four times the *size*."""
    return ratio(lambda: work(size), lambda: work(4 * size), enough=8)


def ratio(work: Callable[[], object], other: Callable[[], object], enough: float) -> float:
    """Return how many times longer *other* takes than *work*; measure again from *enough* on."""

    def seconds(work: Callable[[], object]) -> float:
        # Nor is it called before: it would look through all that pytest holds, 600 times.
        gc.disable()
        start = time.process_time()
        work()
        gc.enable()
        return time.process_time() - start

    # Whatever disturbs a measurement makes it longer.
    best, once, longer = enough, seconds(work), seconds(other)
    for _ in range(3):
        best = longer / max(once, 1e-4)
        if best < enough:
            break
        once, longer = min(once, seconds(work)), min(longer, seconds(other))
    return best


def reading(page: str, repeated: str) -> Callable[[int], object]:
    """Return what reads *page* with so many characters of *repeated* text."""

    def read(size: int) -> object:
        text = page.replace("TEXT", repeated * (size // len(repeated)))
        return read_page("index.md", text, extensions=["colon_fence", "deflist", "dollarmath"])

    return read


@pytest.mark.parametrize("token", TOKENS)
def test_a_long_line_costs_what_its_length_says(token: str) -> None:
    for place, page in PLACES.items():
        assert growth(2500, reading(page, token)) < 8, place


@pytest.mark.parametrize("line", LINES)
def test_many_lines_cost_what_their_number_says(line: str) -> None:
    assert growth(4000, reading(session("", "TEXT"), f"{line}\n")) < 8


def name(number: int) -> str:
    """Return a name that is like the others, as those in a series are."""
    return f"An OpenStack project called {number:x}"


def sessions(count: int, options: str) -> str:
    return "".join(
        f"::::{{session}} {name(at)}\n:id: session-{at}\n{options.format(name(at), at)}\n::::\n"
        for at in range(count)
    )


#: Books of any size in which many names are wrong and many are right.
BOOKS: dict[str, Callable[[int], dict[str, str]]] = {
    "links": lambda n: {"index.md": sessions(n, "\n- [](#sesion-{1})")},
    "pages": lambda n: {
        **{f"page-{at}.md": "# Page\n" for at in range(n)},
        "index.md": "".join(f"[a](pages-{at}.md)\n" for at in range(n)),
    },
    "topics": lambda n: {
        "_data/topics.yml": "".join(f"topic-{at}: {name(at)}\n" for at in range(n)),
        "index.md": sessions(n, ":topics: {0}x\n"),
    },
    "speakers": lambda n: {
        "_data/people.yml": "".join(f"person-{at}: {name(at)}\n" for at in range(n)),
        "index.md": sessions(n, ":speakers: {0}, the One\n"),
    },
    "parents": lambda n: {
        "_data/topics.yml": "".join(
            f"topic-{at}: {{label: A {at}, parent: topik-{at}}}\n" for at in range(n)
        )
    },
    "toctree": lambda n: {"index.md": f"```{{toctree}}\n{'[' * n * 50}\n```\n"},
}


@pytest.mark.parametrize("book", BOOKS)
def test_many_wrong_names_cost_what_their_number_says(tmp_path: Path, book: str) -> None:
    def check(size: int) -> None:
        check_project(tmp_path / str(size))

    for size in (250, 1000):
        for path, text in BOOKS[book](size).items():
            (tmp_path / str(size) / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / str(size) / path).write_text(text, "utf-8")
    assert growth(250, check) < 10


def test_many_sessions_are_inserted_at_the_cost_of_their_number() -> None:
    def insert(size: int) -> None:
        times = (divmod(at * 720 // size, 60) for at in range(size))
        text = "".join(f"::::{{session}} A\n:time: {h}:{m:02}\n::::\n" for h, m in times)
        page = page_file.read_markdown(text)
        starts = [block.start for block in page.blocks]
        new = {at: ["a"] for at in page_file.places_of_sessions(page, starts)}
        assert page_file.insert(text, new).count("a\n") == len(new)

    assert growth(500, insert) < 8


@pytest.mark.parametrize("differ", ["title", "track", "name", ""])
def test_many_events_are_imported_at_the_cost_of_their_number(tmp_path: Path, differ: str) -> None:
    def events(size: int, first: int) -> list[dict[str, object]]:
        return [
            event(
                at,
                f"Session {at}" if differ == "title" else "Lunch",
                f"{9 + at % 9:02}:{at % 60:02}",
                track=f"Track {at}" if differ == "track" else "",
                persons=[{"name": f"Ann Lee {at} (nick{at})"}] if differ == "name" else [],
                links=[{"url": f"https://a.example/{at}/x", "title": "A"}],
            )
            for at in range(first, first + size)
        ]

    def run(size: int) -> None:
        with TemporaryDirectory(dir=tmp_path) as folder:
            book = Book(Path(folder))
            book.project.write({"_data/tracks.yml": "a: A\n"})
            book.run(schedule(*events(size, 0)))
            # Half of them are there.
            book.run(schedule(*events(size, size // 2)))

    assert growth(100, run) < 8


def headings(count: int) -> str:
    return "".join(f"(session-{at})=\n## {name(at)}\n\n- Words\n\n" for at in range(count))


#: Sphinx without this extension.
BARE = 'extensions = ["myst_parser"]\nhtml_theme = "basic"\n'


@pytest.mark.slow
def test_a_build_costs_what_the_number_of_sessions_on_a_page_says(project: Project) -> None:
    def build(count: int) -> None:
        project.write({"index.md": "# Day\n\n" + sessions(count, "\n- Words")})
        assert project.build(clean=True).warnings == []

    assert growth(250, build) < 8


def test_the_data_of_a_page_costs_what_the_number_of_its_sessions_says() -> None:
    site = Site("", "en", "", "", path_of="{}.html".format, kind=str, root_doc="day")
    pages = {size: read_page("day.md", sessions(size, "\n- Words")).page for size in (500, 2000)}

    def describe(size: int) -> None:
        assert page_data(Catalog({"day": pages[size]}), site, "day", str)

    assert growth(500, describe) < 8


@pytest.mark.slow
def test_sessions_cost_little_more_than_headings_in_bare_sphinx(project: Project) -> None:
    bare = project.twin()
    bare.write({"conf.py": BARE, "index.md": "# Day\n\n" + headings(500)})
    project.write({"index.md": "# Day\n\n" + sessions(500, "\n- Words")})

    def build(one: Project) -> None:
        assert one.build(clean=True).warnings == []

    assert ratio(lambda: build(bare), lambda: build(project), enough=4) < 4
