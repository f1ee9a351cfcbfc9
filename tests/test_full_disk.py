"""A disk that is full or read-only: what the extension cannot write is told in one sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from edits import BOOK
from exact import clean_build, differences

if TYPE_CHECKING:
    from conftest import Project

EXPORTS = ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"]


@pytest.mark.parametrize("builder", ["html", pytest.param("latex", marks=pytest.mark.slow)])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_what_cannot_be_written_is_told_once(
    project: Project, monkeypatch: pytest.MonkeyPatch, code: int, builder: str
) -> None:
    project.write(BOOK)
    conf: dict[str, Any] = {"html_baseurl": "https://example.org/", "session_exports": EXPORTS}
    write_bytes = Path.write_bytes

    def refuse(path: Path, data: bytes) -> int:
        # Sphinx remembers in a process that the files in _static had no checksum.
        if path.is_relative_to(project.builddir) and path.parent.name != "_static":
            raise OSError(code, os.strerror(code), str(path))
        return write_bytes(path, data)

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", refuse)
        built = project.build(builder, **conf)
    said = [line for line in built.warnings if "cannot be written" in line]
    assert said == [f"ERROR: the output cannot be written: {os.strerror(code)}"]
    assert "finished with problems" in built.status
    # Then there is room again.
    again = project.build(builder, **conf)
    assert differences(again.outdir, clean_build(project, builder, **conf).outdir) == []


@pytest.mark.parametrize("parallel", [0, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("builder", ["text", "html"])
def test_a_page_that_sphinx_could_not_write_is_written_by_the_next_build(
    project: Project, monkeypatch: pytest.MonkeyPatch, builder: str, parallel: int
) -> None:
    project.write(BOOK)
    if parallel:
        project.write({f"more/{n}.md": f"---\norphan: true\n---\n# More {n}\n" for n in range(9)})
    write_text = Path.write_text

    def refuse(path: Path, data: str, *args: Any, **options: Any) -> int:
        if path.stem == "three":
            write_text(path, "half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write_text(path, data, *args, **options)

    with monkeypatch.context() as full:
        full.setattr(Path, "write_text", refuse)
        built = project.build(builder, parallel=parallel)
    assert len([line for line in built.warnings if "No space left on device" in line]) == 1
    assert "finished with problems" in built.status
    again = project.build(builder, parallel=parallel)
    assert differences(again.outdir, clean_build(project, builder).outdir) == []
