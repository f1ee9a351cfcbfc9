"""Published anchors are promises: none vanishes without a word on where it went.

``content/anchors.txt`` lists them. One that goes is moved to ``content/anchors-gone.txt``, with
``->`` and what readers should look at instead. One that is added is no promise before it has been
merged, and breaks none: it need not be listed by whoever adds it. ``make promises`` lists it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from promises import anchors_of_the_book, listed

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def vanished(anchors: AbstractSet[str]) -> list[str]:
    """Return the promised anchors that are neither among *anchors* nor told to be gone."""
    gone = {line.partition(" -> ")[0] for line in listed("anchors-gone.txt")}
    return [anchor for anchor in listed("anchors.txt") if anchor not in anchors | gone]


@pytest.fixture(scope="module")
def anchors(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return anchors_of_the_book(tmp_path_factory.mktemp("anchors"))


def test_no_published_anchor_has_vanished(anchors: set[str]) -> None:
    assert vanished(anchors) == [], "give them back, or say in anchors-gone.txt where they went"


def test_each_lost_anchor_is_noticed_and_an_added_one_passes() -> None:
    promised = set(listed("anchors.txt"))
    for anchor in promised:
        assert vanished(promised - {anchor}) == [anchor]
    assert vanished(promised | {"days/2015-05-20#session-added", "browse/new#topic-new"}) == []


def test_what_is_gone_says_where_to(anchors: set[str]) -> None:
    for line in listed("anchors-gone.txt"):
        anchor, _, instead = line.partition(" -> ")
        assert anchor not in anchors, f"{anchor} is back"
        assert instead.partition("#")[0]
