"""The garbage collector is as it was once a build is over."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import CONF
from session_notes.sphinxext.tuning.gc import LOOKS, OBJECTS
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Project

PAGE = {"index.md": "# Home\n\n```{session} One\n- A note.\n```\n"}
#: Tells what the collector is set to while pages are read, and may end the build there.
TELLING = """
import gc, pathlib
def setup(app):
    def tell(app, docname, content):
        pathlib.Path(app.srcdir, "told").write_text(str(gc.get_threshold()))
        {then}
    app.connect("source-read", tell)
"""


def telling(then: str) -> dict[str, str]:
    conf = CONF.replace('"session_notes"', '"session_notes", "telling"')
    path = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    return {**PAGE, "telling.py": TELLING.format(then=then), "conf.py": path + conf}


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    sys.modules.pop("telling", None)


def test_it_looks_less_often_while_pages_are_read_and_then_as_before(project: Project) -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    assert before[0] < OBJECTS
    assert before[2] < LOOKS
    project.write(telling("pass")).build()
    assert (project.srcdir / "told").read_text() == str((OBJECTS, before[1], LOOKS))
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == frozen


def test_it_is_as_before_after_a_build_that_fails(project: Project) -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    with pytest.raises(ExtensionError, match="on purpose"):
        project.write(telling("raise RuntimeError('on purpose')")).build()
    assert (project.srcdir / "told").exists()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == frozen
