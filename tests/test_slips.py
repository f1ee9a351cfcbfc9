"""Every slip is told, by the command line and by the build alike, and mended where it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_docs.mistakes import read_slips
from session_notes.lint.project import check_project
from slips import BOOK, PAGE, lines_of, mended, report, told_by, whole, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project
    from session_docs.mistakes import Slip

SLIPS = read_slips()
each_slip = pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)


@each_slip
def test_a_slip_is_told(slip: Slip, tmp_path: Path) -> None:
    assert report(slip.wrong, tmp_path) == slip.told
    assert any(line.endswith(f"[{slip.code}]") for line in slip.told)


@each_slip
def test_what_is_right_is_not_complained_of(slip: Slip, tmp_path: Path) -> None:
    assert report(slip.right, tmp_path) == []


@each_slip
def test_a_mend_makes_what_is_right(slip: Slip, tmp_path: Path) -> None:
    made = mended(slip.wrong, tmp_path)
    if slip.mended:
        assert made == whole(slip.right)
    once = lines_of(check_project(tmp_path))
    assert mended(made, tmp_path) == made
    assert lines_of(check_project(tmp_path)) == once


@each_slip
def test_the_build_tells_the_same(slip: Slip, project: Project) -> None:
    write_book(project.srcdir, slip.wrong)
    built = project.build("dummy")
    checked = [
        (p.where.source, p.where.line, p.text, p.code.value, p.severity == "error")
        for p in check_project(project.srcdir).problems
    ]
    told = told_by(built, project)
    # Where nobody has the target of a link, or a page, MyST says so itself.
    by_myst = [line for line in built.warnings if line.endswith("[myst.xref_missing]")]
    for problem in [one for one in checked if one not in told]:
        assert problem[3] == "xref"
        assert any(line.startswith(f"{problem[0]}:{problem[1]}: ") for line in by_myst)
        checked.remove(problem)
    assert told == sorted(checked)


@pytest.mark.slow
@each_slip
def test_what_is_right_builds_without_a_warning(slip: Slip, project: Project) -> None:
    write_book(project.srcdir, slip.right)
    built = project.build("dummy")
    assert built.warnings == []
    assert told_by(built, project) == []


def test_the_pages_around_a_slip_are_right(tmp_path: Path) -> None:
    assert report("# Nothing\n", tmp_path) == []
    assert PAGE not in BOOK
