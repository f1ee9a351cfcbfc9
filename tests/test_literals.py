"""The values of ``conf.py`` are known without running it, and what is not known is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.cli.main import main
from session_notes.lint.conf import read_conf
from session_notes.lint.literals import Literals
from session_notes.lint.project import find_pages

if TYPE_CHECKING:
    from pathlib import Path


def read(source: str) -> tuple[object, int | None]:
    literals = Literals(source.encode())
    return literals.values.get("x"), literals.unknown.get("x")


@pytest.mark.parametrize(
    "source",
    [
        "x = ['a', 'b']",
        "x: list[str] = ['a', 'b']",
        "x = ('a', 'b')",
        "y = x = ['a', 'b']",
        "x = ['a']\nx += ['b']",
        "x = ['a']\nx.append('b')",
        "x = []\nx.extend(['a', 'b'])",
        "x = []\nx.extend(('a', 'b'))",
        "x = ['a'] + ['b']",
        "y = ['a']\nx = [*y, 'b']",
        "y = ['b']\nx = ['a'] + y",
        "x = y = ['a']\ny.append('b')",
        "name = 'b'\nx = ['a', name]",
        "x = f()\nx = ['a', 'b']",
        "import os\n\ndef f():\n    x = 1\n\nx = ['a', 'b']",
    ],
)
def test_a_list_is_known_however_it_is_written(source: str) -> None:
    assert read(source) == (["a", "b"], None)


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("x = ['a']\nx.append(f())", ["a"]),
        ("x = ['a']\nx += f()", ["a"]),
        ("x = ['a']\nx.remove('a')", ["a"]),
        ("x = ['a']\nif f(): x.append('b')", ["a"]),
        ("x = ['a']\nfor one in f(): x += [one]", ["a"]),
        ("x = ['a']\nx[0] = 'b'", ["a"]),
        ("y = f()\nx = ['a', y]", ["a"]),
        ("\nx = f()", None),
        ("\nfrom y import x", None),
        ("\nx = 'a' * 9", None),
        ("x = {'a': 1}\nx.update(f())", None),
    ],
)
def test_what_is_not_known_is_told(source: str, known: list[str] | None) -> None:
    assert read(source) == (known, 2)


def test_sums_of_sums_end() -> None:
    grown = Literals("\n".join(["x = ['a']", *["x += x"] * 99, *["y = x + x"] * 9]).encode())
    assert len(grown.values["x"]) < 300_000


def test_what_conf_py_excludes_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text("exclude_patterns = ['_build']\nexclude_patterns += ['drafts']\n")
    for name in ("index.md", "drafts/one.md", "old/two.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# Page\n")
    pages = ["index.md", "old/two.md"]
    assert find_pages(tmp_path, read_conf(tmp_path).exclude) == pages
    monkeypatch.chdir(tmp_path)
    assert (main(["check"]), capsys.readouterr().err) == (0, "")
    conf.write_text(f"{conf.read_text()}exclude_patterns += older()\n")
    assert find_pages(tmp_path, read_conf(tmp_path).exclude) == pages
    assert main(["check"]) == 0
    assert capsys.readouterr().err.startswith("conf.py:3: only a build knows")
    conf.write_text("from base import *\n")
    assert main(["check"]) == 0
    assert capsys.readouterr().err.startswith("conf.py:1: only a build knows")
