"""Files that are no pages: each is told or passed over, and the other pages are built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from edits import session
from session_notes.cli.main import main
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from conftest import Built, Project

PACKAGES = Path(__file__).resolve().parent.parent / "_ext"
PAGE = "---\ndate: 2015-05-19\n---\n# Café\n\n" + session("one", "The title of {}", "- See [](#ok)")
#: What a page holds, and the line that is told; 0 if it is read.
CONTENTS = {
    "latin": (PAGE.encode("latin-1"), 4),
    "utf-16": (PAGE.encode("utf-16"), 1),
    "utf-16-le": (PAGE.encode("utf-16-le"), 1),
    "utf-16-be": (PAGE.replace("é", "e").encode("utf-16-be"), 1),
    "utf-32": (PAGE.encode("utf-32"), 1),
    "surrogate": (PAGE.encode() + b"\n- \xed\xa0\x80\n", 1 + PAGE.count("\n") + 1),
    "without": ("# Café\n".encode("latin-1"), 1),
    "with-mark": (b"# A page\n", 0),
    "empty": (b"", 0),
}


def write(project: Project) -> None:
    index = f"# Book\n\n```{{toctree}}\n:glob:\n\ndays/*\n```\n\n{session('ok', 'A title')}"
    project.write({"index.md": index})
    days = project.srcdir / "days"
    days.mkdir()
    for name, (content, _) in CONTENTS.items():
        (days / f"{name}.md").write_bytes(content)
    (days / "with-mark.md").write_bytes("# A page\n".encode("utf-8-sig"))
    (days / "words.rst").write_bytes("Café\n====\n".encode("latin-1"))
    (days / "folder.md").mkdir()
    os.mkfifo(days / "pipe.md")
    (days / "zero.md").symlink_to("/dev/zero")
    for name in ("dangling.md", ".#lock.md", "loop.md"):
        (days / name).symlink_to(name if name == "loop.md" else "nowhere")
    for name in (".#file.md", "#file.md#", "file.md~", ".file.md.swp"):
        (days / name).write_text("::::{session} No page\n", "utf-8")
    (days / os.fsdecode(b"na\xefve.md")).write_text("# A page\n", "utf-8")
    (days / "bell\x07.md").write_text("# A page\n", "utf-8")


def told(built: Built) -> list[tuple[str, str]]:
    return sorted((place, code) for place, code, _ in built.reported if place and code != "toc")


@pytest.mark.parametrize("parallel", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_the_other_pages_are_built(project: Project, parallel: int) -> None:
    write(project)
    built = project.build("html", parallel=parallel)
    expected = {(f"days/{name}.md:{line}", "character") for name, (_, line) in CONTENTS.items()}
    expected = {(place, code) for place, code in expected if not place.endswith(":0")}
    expected |= {("days/pipe.md:1", "data"), ("days/zero.md:1", "file")}
    expected |= {(f"days/{name}.md:1", "character") for name in ("na\ufffdve", "bell\ufffd")}
    checked = {
        (str(one.where), one.code.value)
        for one in check_project(project.srcdir).problems
        if one.severity == "error"
    }
    assert checked == expected
    codes = ("character", "data", "file")
    found = {(place, code) for place, code, _ in built.reported if code in codes}
    assert found == expected | {("days/words.rst:1", "character")}
    made = {path.stem for path in (built.outdir / "days").glob("*.html")}
    assert made == {"with-mark", "empty"}
    assert "No page" not in built.text("index.html")
    # The next build tells it again, and has nothing to do.
    again = project.build("html", parallel=parallel)
    assert {(p, c) for p, c, _ in again.reported if c in codes} == found
    assert not again.written


def test_a_page_that_cannot_be_read_any_more_is_gone_until_it_can(project: Project) -> None:
    page, path = session("one", "The title"), project.srcdir / "one.md"
    index = "# Book\n\n```{toctree}\none\n```\n\n```{session-list}\n```\n"
    project.write({"index.md": index, "one.md": f"# Café\n\n{page}"})
    first = project.build("html")
    assert "The title" in first.text("index.html")
    path.write_bytes(f"# Café\n\n{page}".encode("latin-1"))
    second = project.build("html")
    assert ("one.md:1", "character", []) in second.reported
    assert "The title" not in second.text("index.html")
    assert not (second.outdir / "one.html").exists()
    path.write_bytes(f"# Café\n\n{page}".encode())
    third = project.build("html")
    assert (third.warnings, third.text("index.html")) == ([], first.text("index.html"))
    assert (third.outdir / "one.html").is_file()


def test_a_folder_of_a_name_like_a_template_is_passed_over(project: Project) -> None:
    (project.srcdir / "_templates" / "folder.html").mkdir(parents=True)
    project.write({"index.md": "# Book\n"})
    assert project.build("html", templates_path=["_templates"]).warnings == []


def test_commands_pass_over_what_is_no_page(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project)
    (project.srcdir / "days" / ".#2030-01-01.md").symlink_to("nowhere")
    where = ["--book", str(project.srcdir)]
    assert main(["new", "day", "2030-01-01", *where]) == 0
    assert main(["new", "session", "New words", "--day", "2030-01-01", *where]) == 0
    assert main(["new", "talk", "More words", "--session", "new-words", *where]) == 0
    assert main(["check", str(project.srcdir / "days" / "2030-01-01.md")]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("pieces", [1, 200])
@pytest.mark.parametrize(
    ("command", "told"),
    [
        pytest.param("check | true", "", id="a pipe that nobody reads"),
        pytest.param("check > /dev/full", "No space left on device\n", id="a full disk"),
        pytest.param("check " + "x" * 5000, "File name too long\n", id="a long name"),
        pytest.param("new book /proc/nowhere", "No such file or directory\n", id="no folder"),
    ],
)
def test_what_the_system_refuses_a_command_is_told_in_a_line(
    project: Project, command: str, told: str, pieces: int
) -> None:
    # Little is written when the command ends, much before.
    project.write({"index.md": "# A page\n\n" + session("one", "") * pieces})
    ran = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m session_notes {command}"],  # noqa: S607
        cwd=project.srcdir,
        env={"PYTHONPATH": str(PACKAGES)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ran.stderr.count("\n") == told.count("\n")
    assert ran.stderr.endswith(told)
