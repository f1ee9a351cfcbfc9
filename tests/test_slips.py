"""The command line and the build report every slip alike, and fix those that are unambiguous."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_docs.mistakes import read_slips
from session_notes.lint.project import check_project
from slips import (
    BOOK,
    OTHERS,
    PAGE,
    fixed_page,
    lines_of,
    only_checked,
    report,
    reported_by,
    whole,
    write_book,
)

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project
    from session_docs.mistakes import Slip

SLIPS = read_slips()
each_slip = pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)


@each_slip
def test_a_slip_is_reported(slip: Slip, tmp_path: Path) -> None:
    assert report(slip.wrong, tmp_path, slip.code) == slip.messages
    assert any(line.endswith(f"[{slip.code}]") for line in slip.messages)


@each_slip
def test_what_is_right_is_not_reported(slip: Slip, tmp_path: Path) -> None:
    assert report(slip.right, tmp_path, slip.code) == []


@each_slip
def test_a_fix_makes_what_is_right(slip: Slip, tmp_path: Path) -> None:
    made = fixed_page(slip.wrong, tmp_path)
    if slip.fixed:
        assert made == whole(slip.right)
    once = lines_of(check_project(tmp_path))
    assert fixed_page(made, tmp_path) == made
    assert lines_of(check_project(tmp_path)) == once


@each_slip
def test_the_build_reports_the_same(slip: Slip, project: Project) -> None:
    write_book(project.srcdir, slip.wrong)
    built = project.build("dummy")
    checked = check_project(project.srcdir)
    assert only_checked(checked, built, project) == []
    found = {
        (*one.where, one.text, one.code.value, one.severity == "error") for one in checked.problems
    }
    assert {*reported_by(built, project)} <= found


@pytest.mark.slow
@each_slip
def test_what_is_right_builds_without_a_warning(slip: Slip, project: Project) -> None:
    write_book(project.srcdir, slip.right)
    built = project.build("dummy")
    assert built.warnings == []
    assert OTHERS.isdisjoint(code for *_, code, _ in reported_by(built, project))


def test_the_pages_around_a_slip_are_right(tmp_path: Path) -> None:
    assert report("# Nothing\n", tmp_path) == []
    assert PAGE not in BOOK
