"""The table of directives and roles is that of the installed versions; a book's own are added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import registry as tool
from session_notes.cli.main import main
from session_notes.lint.markup import Markup
from session_notes.lint.page import read_page
from session_notes.lint.project import check_project
from session_notes.lint.registry import Registry
from slips import PAGE, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project


@pytest.mark.slow
def test_the_table_is_that_of_the_installed_versions() -> None:
    written = tool.TABLE.read_text("utf-8")
    assert written == tool.text(), "run PYTHONPATH=_ext python tools/registry.py"


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        *(("note", True), ("Note", True), ("py:function", True), ("function", True)),
        *(("std:glossary", True), ("glossary", True), ("session", True), ("topic-index", True)),
        *(("youtube", False), ("todo", False), ("注意", False), ("", False)),
    ],
)
def test_directives_are_found_as_sphinx_finds_them(name: str, is_known: bool) -> None:
    assert Registry().has_directive(name) == is_known


def test_extensions_and_languages_add_names() -> None:
    assert Registry(["sphinx.ext.todo"]).has_directive("todo")
    assert Registry(theme="sphinx_book_theme").has_directive("margin")
    assert Registry(["session_theme"], "session_theme").has_directive("margin")
    assert Registry(language="ja").has_directive("注意")
    assert not Registry().has_role("external:py:func")
    assert Registry(["sphinx.ext.intersphinx"]).has_role("external:py:func")
    assert (
        Registry(
            ["session_exports", "session_books", "session_search", "sphinx.ext.todo"],
            "session_theme",
        ).others
        == []
    )
    assert Registry(["sphinx_design"], "furo").others == ["sphinx_design", "furo"]


def lines(text: str, *suppressed: str) -> list[int]:
    read = read_page("a.md", text, markup=lambda **given: Markup(Registry(), suppressed, **given))
    return [problem.where.line for problem in read.problems]


def test_what_a_book_suppresses_is_not_reported() -> None:
    text = "# A\n\n### B\n\n{kbdd}`x`\n"
    assert lines(text) == [3, 5]
    assert lines(text, "myst.header") == [5]
    assert lines(text, "myst") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# A\n\n***\n\nx\n", 3),
        ("# A\n\nx\n\n***\n", 5),
        ("# A\n\nx\n\n***\n\n***\n\nx\n", 7),
        ("- x\n\n  ***\n\n  x\n", 3),
        ("## A\n\n### B\n", 1),
        ("# A\n\n(x)=\n## B\n\n(X)=\n## C\n", 6),
        ("# A\n\n[a]: https://example.org\n[A]: https://example.com\n", 4),
        ("# A\n\n(x)=\n## B\n\nwords[^x]\n\n[^x]: words\n", 8),
        ("# A\n\n```{image} a.png\nwords\n```\n", 3),
        ("# A\n\n```{code-block} python more\nx\n```\n", 3),
        ("# A\n\n```{code-block} nolang\nx\n```\n", 3),
        ("# A\n\n:::{note}\n:::\n", 3),
        ("# A\n\n:::{rubric}\n:::\n", 3),
        ("# A\n\n:::{image} a.png\n:alt:words\n:::\n", 4),
        ("# A\n\n:::{image} a.png\n:alt: 'tis\n:::\n", 4),
        ("# A\n\n:::{image} a.png\n:align:\n:::\n", 4),
        ("# A\n\nwords {raw}`x`\n", 3),
        ("# A\n\n{pep}`x`\n", 3),
        ("# A\n\n```{toctree}\na\na\n```\n", 5),
        ("# A\n\n```{eval-rst}\nwords *not ended\n```\n", 4),
        ("# A\n\n```{eval-rst}\n\n.. note::\n   :clas: x\n\n   words\n```\n", 5),
        ("# A\n\n```{eval-rst}\n.. |x| replace:: y\n\n|x|\n```\n", 6),
        ("# A\n\n```{eval-rst}\nnowhere_\n```\n", 4),
        ("# A\n\n```{eval-rst}\n.. image:: https://example.org/x.png\n```\n", 4),
        # A build does not read what is in these.
        ("# A\n\n:::{tipp}\n{kbdd}`x`[^x]\n:::\n", 3),
        ("# A\n\n:::{image} a.png\n\n{kbdd}`x`[^x]\n:::\n", 3),
    ],
)
def test_a_mistake_is_at_its_line(text: str, line: int) -> None:
    assert lines(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n% comment\n\n***\n\nx\n",
        "# A\n\n## B\n\n### C\n\n## D\n\n# E\n",
        "---\ndate: 2015-05-19\ntitle: 'A: B'\n---\n# A\n",
        "# A\n\nwords[^1][^1]\n\n[^1]: words\n",
        '# A\n\n:::{image} a.png\n:alt: "Room #3"\n:width: 3.5 em\n:scale: 50 %\n:::\n',
        "# A\n\n:::{note} words\n:::\n\n:::{admonition} Title\n:class: tip\nwords\n:::\n",
        "# A\n\n```{eval-rst}\n.. role:: own\n\n:own:`x` and ``a :other:`x` b``\n```\n",
        "# A\n\n(here)=\n## B\n\n```{eval-rst}\nhere_, :pep:`8`, |version|, [book]_\n```\n",
        "# A\n\n````{example}\n### B\n\n***\n````\n",
        "# A\n\n```Python title\nx\n```\n\n```\nx\n```\n",
    ],
)
def test_what_is_right_is_not_reported(text: str) -> None:
    assert lines(text) == []


def test_what_only_a_build_knows_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_book(tmp_path, ":::{card}\n:::\n\nwords {fa}`x`\n\n:::{card}\n:::\n")
    conf = tmp_path / "conf.py"
    conf.write_text(conf.read_text("utf-8") + 'extensions += ["sphinx_design"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    told = f"'sphinx_design' has the directives or roles 'card' ({PAGE}:6), 'fa' ({PAGE}:9)\n"
    assert capsys.readouterr().err == f"conf.py: only a build knows whether {told}"


def test_pages_in_restructuredtext_are_checked(project: Project) -> None:
    text = "Page\n====\n\n.. image:: no.png\n\n.. youtube:: x\n\nWords :kbdd:`x`.\n"
    project.write({"index.rst": text, "pic.png": ""})
    warned = {line.split(": ")[0] for line in project.build("html").warnings if "rst:" in line}
    found = check_project(project.srcdir).problems
    assert {str(problem.where) for problem in found} == warned
    assert [problem.where.line for problem in found] == [4, 6, 8]


def test_a_name_in_any_script_is_that_of_an_image(project: Project) -> None:
    project.write({"index.md": "# Day\n\n![A](写真.png) ![B](<a b.png>)\n"})
    project.write({"写真.png": "", "a b.png": ""})
    built = project.build("html")
    assert built.warnings == []
    assert {path.name for path in (built.outdir / "_images").iterdir()} == {"写真.png", "a b.png"}
    assert check_project(project.srcdir).problems == []
