"""Published anchors are promises: none vanishes without a word on where it went.

``content/anchors.txt`` lists them. One that goes is moved to ``content/anchors-gone.txt``, with
``->`` and what readers should look at instead.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "content"


def listed(name: str) -> list[str]:
    lines = (CONTENT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def anchors(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """All places of the book that others may link to."""
    app = SphinxTestApp("dummy", srcdir=ROOT, builddir=tmp_path_factory.mktemp("anchors"))
    try:
        app.build()
        objects = app.env.domains["notes"].get_objects()
        return {f"{docname}#{anchor}" for _, _, _, docname, anchor, _ in objects}
    finally:
        app.cleanup()


def test_no_published_anchor_has_vanished(anchors: set[str]) -> None:
    gone = {line.partition(" -> ")[0] for line in listed("anchors-gone.txt")}
    vanished = [anchor for anchor in listed("anchors.txt") if anchor not in anchors | gone]
    assert vanished == [], "give them back, or say in anchors-gone.txt where they went"


def test_every_anchor_is_listed(anchors: set[str]) -> None:
    new = sorted(anchors - set(listed("anchors.txt")))
    assert new == [], "add them to anchors.txt: from now on they are promises"


def test_what_is_gone_says_where_to(anchors: set[str]) -> None:
    for line in listed("anchors-gone.txt"):
        anchor, _, instead = line.partition(" -> ")
        assert anchor not in anchors, f"{anchor} is back"
        assert instead.partition("#")[0]
