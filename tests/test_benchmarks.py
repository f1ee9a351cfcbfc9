"""The made-up conference that the benchmarks build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from corpus import Conference
from writers import SYSTEMS

if TYPE_CHECKING:
    from conftest import Project


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_same_number_gives_the_same_sources(system: str) -> None:
    first, again = (dict(SYSTEMS[system].write(Conference(30))) for _ in range(2))
    assert first == again
    assert {"index.md", "days/2015-05-20.md", "browse/topics.md"} <= first.keys()
    assert first != dict(SYSTEMS[system].write(Conference(31)))


def test_our_book_has_nothing_wrong_and_all_of_the_conference(project: Project) -> None:
    conference = Conference(30)
    built = project.write(dict(SYSTEMS["ours"].write(conference))).build("text")
    assert built.warnings == []
    text = " ".join(path.read_text("utf-8") for path in built.outdir.rglob("*.txt"))
    shown = " ".join(text.split())
    for talk in conference.talks:
        assert talk.title in shown
        assert all(bullet.text in shown for bullet in talk.bullets)
        assert all(impression in shown for impression in talk.impressions)
