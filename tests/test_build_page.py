"""The guide's page on the build names what there is, and tells of a real session what is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from layers import PURE as ALONE
from layers import ROOMS as LAYERS

if TYPE_CHECKING:
    from conftest import Project

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "guide" / "build.md").read_text("utf-8")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_PACKAGE = re.compile(r"^`([a-z]+)/`\n: ", re.MULTILINE)
#: The pages of the book, as they are named where they are written again.
_WRITTEN = re.compile(r"\n\n(`about`[^.]*?)\n\n")


def names() -> list[str]:
    """Return what is named by a single word or path, commands and files of pages left out."""
    return [name for name in dict.fromkeys(_CODE.findall(PAGE)) if re.fullmatch(r"[\w./-]+", name)]


def test_the_packages_are_told_in_their_order() -> None:
    assert _PACKAGE.findall(PAGE) == [*LAYERS]
    told = "The first seven, which are the command line and what it needs, know neither docutils "
    assert f"{told}nor Sphinx." in " ".join(PAGE.split())
    assert len(ALONE) == 7


def test_every_file_that_is_named_exists() -> None:
    package = ROOT / "_ext" / "session_notes"
    files = [name for name in names() if re.search(r"\.(py|md)$|/$", name)]
    assert len(files) > 3 * len(LAYERS)
    missing = [
        name for name in files if not (ROOT / name).exists() and not (package / name).exists()
    ]
    assert missing == []


def test_every_word_of_the_code_that_is_named_is_in_the_code() -> None:
    words = [name for name in names() if re.fullmatch(r"[\w-]+", name)]
    assert "ArrangeSessions" in words
    code = "".join(path.read_text("utf-8") for path in (ROOT / "_ext").rglob("*.py"))
    known = set(re.findall(r"[\w-]+", code)) | {path.stem for path in ROOT.glob("*.md")}
    assert [word for word in words if word not in known] == []


@pytest.mark.slow
def test_another_title_of_the_session_writes_the_pages_that_are_named(project: Project) -> None:
    ignored = shutil.ignore_patterns(".*", "_build", "__pycache__", "node_modules", "tests")
    shutil.copytree(ROOT, project.srcdir, ignore=ignored, dirs_exist_ok=True)
    project.build("text")
    day = "days/2015-05-19.md"
    text = (project.srcdir / day).read_text("utf-8")
    title = "::::{session} OVN: "
    assert title in text
    project.write({day: text.replace(title, f"{title}A Talk on ")})
    listed = _WRITTEN.search(PAGE)
    assert listed
    assert project.build("text").written == sorted(_CODE.findall(listed[1]))
