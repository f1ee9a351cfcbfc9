"""The stylesheet goes wherever HTML is made, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.sphinxext.assets import LOOK, STATIC

SOURCE = STATIC / LOOK

if TYPE_CHECKING:
    from conftest import Project

PAGE = "# Book\n\n::::{session} Title\n:id: title\n\n- …\n::::\n"


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_html_has_it(project: Project, builder: str) -> None:
    project.write({"index.md": PAGE})
    built = project.build(builder, version="1", copyright="x", epub_uid="id", epub_identifier="x")
    assert built.warnings == []
    assert (built.outdir / "_static" / SOURCE.name).read_bytes() == SOURCE.read_bytes()
    name = "index.xhtml" if builder == "epub" else "index.html"
    assert f'href="_static/{SOURCE.name}' in built.text(name)


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_formats_do_without(project: Project, builder: str) -> None:
    built = project.write({"index.md": PAGE}).build(builder)
    assert not (built.outdir / "_static").exists()


def test_a_project_may_have_its_own(project: Project) -> None:
    own = {"index.md": PAGE, f"_static/{SOURCE.name}": "p {}\n"}
    built = project.write(own).build("html", html_static_path=["_static"])
    assert built.text(f"_static/{SOURCE.name}") == "p {}\n"
    assert "configuration has changed" not in (
        project.build("html", html_static_path=["_static"]).status
    )
