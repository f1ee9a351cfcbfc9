"""A disk that is full or read-only: what cannot be written is told in one sentence."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from edits import BOOK
from exact import clean_build, differences
from session_notes.sphinxext.incremental.output import end_refused
from sphinx.errors import ExtensionError, SphinxParallelError

if TYPE_CHECKING:
    from conftest import Project

EXT = Path(__file__).resolve().parent.parent / "_ext"
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


#: What may end a build, and whether it is a disk that refuses what the build writes.
ENDS: list[tuple[Exception, bool]] = [
    (OSError(errno.ENOSPC, "No space left on device"), True),
    (OSError(errno.EROFS, "Read-only file system", "/out/objects.inv"), True),
    (PermissionError(errno.EACCES, "Permission denied", "/out/_static/a.css"), True),
    (PermissionError(errno.EPERM, "Operation not permitted", "/trees/index.doctree"), True),
    (SphinxParallelError("OSError: [Errno 28] No space left on device", ""), True),
    (ExtensionError("Handler threw an exception", OSError(errno.EFBIG, "File too large")), True),
    (PermissionError(errno.EACCES, "Permission denied", "/src/layout.html"), False),
    (PermissionError(errno.EACCES, "Permission denied"), False),
    (FileNotFoundError(errno.ENOENT, "No such file or directory", "/out/a"), False),
    (ValueError("[Errno 280] is no number of an error"), False),
]


@pytest.mark.parametrize(("ended", "refused"), ENDS)
def test_what_ends_a_build_is_told_in_a_sentence_if_it_is_the_disk(
    ended: Exception, refused: bool
) -> None:
    app: Any = SimpleNamespace(outdir=Path("/out"), doctreedir=Path("/trees"))
    end_refused(app, None)
    if refused:
        with pytest.raises(SystemExit):
            end_refused(app, ended)
    else:
        end_refused(app, ended)


def test_a_build_that_the_disk_ends_says_one_sentence(project: Project) -> None:
    project.write(BOOK)

    def allow_only_small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = [sys.executable, "-m", "sphinx", "-q", str(project.srcdir), str(project.builddir)]
    built = subprocess.run(
        command,
        preexec_fn=allow_only_small_files,
        env={**os.environ, "PYTHONPATH": str(EXT), "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    said = f"ERROR: the output cannot be written: {os.strerror(errno.EFBIG)}\n"
    assert (built.returncode, built.stderr) == (2, said)
