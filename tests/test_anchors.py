"""Published anchors are permanent: none vanishes without a word on where it went.

``content/anchors.txt`` lists those that were published first. What was published since then is in
the inventory of the published book, if the variable ``PUBLISHED_INVENTORY`` names a copy of it, as
it does in CI. An anchor that goes is listed in ``content/anchors-gone.txt``, with ``->`` and what
readers should look at instead.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from content import CONTENT, ROOT
from edits import BOOK
from sphinx.testing.util import SphinxTestApp
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from conftest import Project
    from sphinx.environment import BuildEnvironment


def listed(name: str) -> list[str]:
    """Return the entries of a list of anchors."""
    lines = (CONTENT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def anchors_of(env: BuildEnvironment) -> set[str]:
    """Return all places of a book that others may link to."""
    objects = env.domains["notes"].get_objects()
    return {f"{docname}#{anchor}" for _, _, _, docname, anchor, _ in objects}


def published_in(inventory: Path) -> set[str]:
    """Return the places of a book of which there is the *inventory*."""
    loaded = InventoryFile.loads(inventory.read_bytes(), uri="").data
    items = (items for kind, items in loaded.items() if kind.startswith("notes:"))
    return {item.uri.replace(".html#", "#") for named in items for item in named.values()}


def published() -> list[str]:
    inventory = os.environ.get("PUBLISHED_INVENTORY")
    later = published_in(Path(inventory)) if inventory else set()
    return sorted(later.union(listed("anchors.txt")))


def vanished(anchors: AbstractSet[str]) -> list[str]:
    """Return the published anchors that are neither among *anchors* nor listed as gone."""
    gone = {line.partition(" -> ")[0] for line in listed("anchors-gone.txt")}
    return [anchor for anchor in published() if anchor not in anchors | gone]


@pytest.fixture(scope="module")
def anchors(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    app = SphinxTestApp("dummy", srcdir=ROOT, builddir=tmp_path_factory.mktemp("anchors"))
    try:
        app.build()
        return anchors_of(app.env)
    finally:
        app.cleanup()


def test_no_published_anchor_has_vanished(anchors: set[str]) -> None:
    assert vanished(anchors) == [], "give them back, or say in anchors-gone.txt where they went"


def test_each_lost_anchor_is_noticed_and_an_added_one_passes() -> None:
    gone = {line.partition(" -> ")[0] for line in listed("anchors-gone.txt")}
    promised = set(published()) - gone
    for anchor in promised:
        assert vanished(promised - {anchor}) == [anchor]
    assert vanished(promised | {"days/2015-05-20#session-added", "browse/new#topic-new"}) == []


def test_what_is_gone_says_where_to(anchors: set[str]) -> None:
    for line in listed("anchors-gone.txt"):
        anchor, _, instead = line.partition(" -> ")
        assert anchor not in anchors, f"{anchor} is back"
        assert instead.partition("#")[0]


def test_the_published_inventory_has_every_anchor(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = project.write(BOOK).build()
    inventory = built.outdir / "objects.inv"
    assert published_in(inventory) == anchors_of(built.env)
    monkeypatch.setenv("PUBLISHED_INVENTORY", str(inventory))
    everything = anchors_of(built.env).union(listed("anchors.txt"))
    assert vanished(everything) == []
    lost = min(published_in(inventory))
    assert vanished(everything - {lost}) == [lost]
