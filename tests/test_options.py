"""A new option is a row of the schema, and everything else follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.cli.main import main
from session_notes.lint.project import check_project
from session_notes.locale.labels import REFERENCE_KINDS
from session_notes.model.schema import ADDRESS, OPTIONS, TEXT, Option

if TYPE_CHECKING:
    from conftest import Project

ROWS = {
    "mood": Option("what it was like in the room", TEXT, "Mood"),
    "menu": Option("the address of what there was to eat", ADDRESS, "Menu"),
}
BOOK = {
    "index.md": "# Book\n\n```{toctree}\nmarkdown\nrest\nother\n```\n",
    "markdown.md": """\
# Markdown

::::{session} One
:id: one
:mood: fine for *everybody*
:menu: https://example.org/menu

- Said
::::
""",
    "rest.rst": """\
reStructuredText
================

.. session:: Two
   :id: two
   :mood: fine for *everybody*
   :menu: https://example.org/menu

   - Said
""",
    "other.md": "# Other\n",
}


@pytest.fixture
def _rows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, option in ROWS.items():
        monkeypatch.setitem(OPTIONS, name, option)
    # It takes its labels from the rows when it is imported.
    monkeypatch.setitem(REFERENCE_KINDS, "menu", "Menu")


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("page", ["markdown", "rest"])
def test_a_new_option_is_shown(project: Project, page: str) -> None:
    built = project.write(BOOK).build("text")
    assert built.warnings == []
    shown = built.text(f"{page}.txt")
    assert "Mood:\n   fine for *everybody*\n" in shown
    assert "* Menu: example.org <https://example.org/menu>\n" in shown


@pytest.mark.usefixtures("_rows")
def test_the_check_knows_a_new_option(project: Project) -> None:
    project.write(BOOK)
    assert check_project(project.srcdir).problems == []
    page = BOOK["markdown.md"].replace(":mood: fine for *everybody*", ":moood: [](#nowhere)")
    project.write({"markdown.md": page.replace("https:", "gopher:")})
    found = [
        (problem.where.line, problem.code.value, problem.suggestion)
        for problem in check_project(project.srcdir).problems
    ]
    assert found == [
        (5, "option", "did you mean 'mood'?"),
        (6, "link", "use http, https, mailto or ftp"),
    ]


@pytest.mark.usefixtures("_rows")
def test_a_link_in_a_new_option_is_checked(project: Project) -> None:
    page = BOOK["markdown.md"].replace("*everybody*", "[](#nowhere)")
    built = project.write({**BOOK, "markdown.md": page}).build()
    assert [(where, code) for where, code, _ in built.reported] == [
        ("markdown.md:5", "myst.xref_missing")
    ]


@pytest.mark.usefixtures("_rows")
def test_a_page_is_written_again_if_a_new_option_has_another_value(project: Project) -> None:
    project.write(BOOK).build()
    page = BOOK["markdown.md"].replace("everybody", "experts")
    assert "markdown" in project.write({"markdown.md": page}).build().written
    assert project.build().written == []


def test_a_book_that_was_read_without_the_option_is_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.write(BOOK).build()
    assert [code for _, code, _ in before.reported] == ["option"] * 4
    for name, option in ROWS.items():
        monkeypatch.setitem(OPTIONS, name, option)
    after = project.build()
    assert after.warnings == []
    assert after.written == ["index", "markdown", "other", "rest"]
    assert "Mood" in after.text("markdown.html")


@pytest.mark.usefixtures("_rows")
def test_the_command_line_takes_a_new_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["new", "session", "--help"])
    assert "--mood MOOD" in capsys.readouterr().out


def test_the_attendance_is_shown(project: Project) -> None:
    page = "# Day\n\n::::{session} One\n:id: one\n:attendance: 300, *standing*\n::::\n"
    built = project.write({"index.md": page}).build("text")
    assert built.warnings == []
    assert "Attendance:\n   300, *standing*\n" in built.text("index.txt")
