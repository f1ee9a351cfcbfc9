"""Several processes make the same book as one: pages, inventory, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from edits import BOOK, day, session
from exact import differences

if TYPE_CHECKING:
    from conftest import Built, Project

NUMBERS = range(14)


def many_pages() -> dict[str, str]:
    """Return a book of a dozen pages and more, with something wrong on most of them."""
    pages = {
        f"day{number:02}.md": day(
            f"2015-06-{number + 1:02}",
            session(
                "twin" if number % 5 == 0 else f"session-{number}",
                f"Session {number}",
                f"- Leads to [](#session-{(number + 3) % 14}) and [](#sesion-{number})",
                "- {topic}`OWN`" if number % 3 == 0 else "- Nothing",
                options=(
                    f":topics: Topic {number % 4}",
                    f":speakers: Person {number % 6}",
                    f":tim: {number}",
                ),
            ),
        )
        for number in NUMBERS
    }
    toctree = "\n".join(name.removesuffix(".md") for name in pages)
    index = f"# Book\n\n```{{toctree}}\n{toctree}\nbrowse\n```\n"
    return {**pages, "index.md": index, "browse.md": BOOK["browse.md"]}


def build(project: Project, builder: str, parallel: int) -> Built:
    built = project.build(builder, parallel=parallel, clean=True)
    # With a single process at work, nothing would be compared.
    assert (built.read_here == []) == (parallel > 1)
    return built


@pytest.mark.parametrize("builder", ["html", "text"])
def test_any_number_of_processes_makes_the_same(project: Project, builder: str) -> None:
    project.write(many_pages())
    serial = build(project, builder, 1)
    assert len(serial.warnings) > len(NUMBERS)
    kept = serial.outdir.rename(project.root / "serial")
    for parallel in (2, 4, 8):
        built = build(project, builder, parallel)
        assert differences(built.outdir, kept) == []
        assert built.warnings == serial.warnings


def test_an_incremental_build_tells_what_a_clean_one_tells(project: Project) -> None:
    clean = project.write(many_pages()).build("html")
    again = project.build("html")
    assert again.read == []
    assert again.warnings == clean.warnings
    page = (project.srcdir / "day01.md").read_text("utf-8")
    project.write({"day01.md": page.replace("Nothing", "Something")})
    assert project.build("html", parallel=2).warnings == clean.warnings
