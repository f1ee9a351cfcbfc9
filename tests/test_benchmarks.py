"""The made-up conference that the benchmarks build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tables
from corpus import Conference
from systems import SYSTEMS

if TYPE_CHECKING:
    from conftest import Project


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_same_number_gives_the_same_sources(system: str) -> None:
    first, again = (dict(SYSTEMS[system].write(Conference(30))) for _ in range(2))
    assert first == again
    assert {"index.md", "days/2015-05-20.md", "browse/topics.md"} <= first.keys()
    assert first != dict(SYSTEMS[system].write(Conference(31)))


@pytest.mark.parametrize("per_page", [10, 30])
def test_our_book_has_nothing_wrong_and_all_of_the_conference(
    project: Project, per_page: int
) -> None:
    conference = Conference(30, per_page)
    assert len(conference.pages) == 30 // per_page
    built = project.write(dict(SYSTEMS["ours"].write(conference))).build("text")
    assert built.warnings == []
    text = " ".join(path.read_text("utf-8") for path in built.outdir.rglob("*.txt"))
    shown = " ".join(text.split())
    for talk in conference.talks:
        assert talk.title in shown
        assert all(bullet.text in shown for bullet in talk.bullets)
        assert all(impression in shown for impression in talk.impressions)


def test_a_large_book_has_the_same_on_more_pages(project: Project) -> None:
    conference = Conference(1000)
    sources = dict(SYSTEMS["ours"].write(conference, parts=True))
    letters = {name for name in sources if name.startswith("browse/speakers/")}
    topics = {name for name in sources if name.startswith("browse/topics/")}
    assert (len(letters) > 5, len(topics)) == (True, 60)
    assert {"days/part-0.md", "days/part-3.md"} <= sources.keys()
    plain = dict(SYSTEMS["plain"].write(conference))
    assert plain.keys() | {f"days/part-{n}.md" for n in range(4)} == {
        name for name in sources if name.endswith(".md")
    }


def medians(cpu: float, pickle: float = 500) -> tables.Medians:
    steps = {step: {"cpu": cpu, "memory": 100.0, "changed": 1.0} for step in tables.STEPS}
    steps["clean"]["pickle"] = pickle
    return {
        "ours-100-basic-j1": steps,
        "plain-100-basic-j1": {step: {"cpu": 2.0, "memory": 100.0} for step in tables.STEPS},
    }


def test_what_grew_by_more_than_a_tenth_is_named() -> None:
    before = tables.recorded(medians(1.0))
    assert tables.grown(tables.recorded(medians(1.05)), before) == []
    grown = tables.grown(tables.recorded(medians(1.2, 600)), before)
    assert grown[0] == "ours-100-basic-j1: clean was 0.50 and is 0.60"
    assert grown[-1] == "ours-100-basic-j1: bytes a session was 500.00 and is 600.00"
    assert len(grown) == len(tables.STEPS) + 1
