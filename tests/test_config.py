"""The configuration is validated once, and the core does without its neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from session_notes.lint.project import check_project
from session_notes.model.problems import Code
from session_notes.sphinxext import config

if TYPE_CHECKING:
    import pytest
    from conftest import Project
    from sphinx.config import Config

BOOK = {
    "index.md": "# Book\n\n```{toctree}\nday\n```\n\n```{session-files}\n```\n",
    "day.md": "---\ndate: 2015-05-19\n---\n# Day\n\n:::{session} First\n:id: first\n:::\n",
}


def test_values_are_validated_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read, times = config.read, []

    def counted(values: Config, refuse: config.Refuse) -> dict[str, Any]:
        times.append(values)
        return read(values, refuse)

    monkeypatch.setattr(config, "read", counted)
    built = project.write(BOOK).build("html", session_data_dir="../data")
    assert len(times) == 1
    (warning,) = (line for line in built.warnings if line.endswith("[session.config]"))
    assert "conf.py:1: WARNING: session_data_dir: '../data' is not a folder" in warning


def test_the_core_alone_makes_a_book(project: Project) -> None:
    lists = "\n```{topic-index}\n:books:\n```\n"
    conf = 'extensions = ["myst_parser", "session_notes"]\nhtml_theme = "basic"\n'
    conf += 'myst_enable_extensions = ["colon_fence"]\n'
    files = {**BOOK, "index.md": BOOK["index.md"] + lists, "conf.py": conf}
    built = project.write(files).build("html", extensions=["myst_parser", "session_notes"])
    # What only an extension can show is told with its name, in the build and by check.
    expected = [
        ("index.md:7", "unknown directive 'session-files'", "session_exports"),
        ("index.md:10", "unknown option 'books'", "session_books"),
    ]
    found = [
        f"{one.where.source}:{one.where.line}: WARNING: {one.text} [session.unknown]"
        for one in check_project(project.srcdir).problems
        if one.code is Code.UNKNOWN
    ]
    assert found == [
        f"{place}: WARNING: {what}; add '{name}' to 'extensions' in conf.py [session.unknown]"
        for place, what, name in expected
    ]
    assert built.warnings == found
    assert not {one.name for one in built.env.config} & {
        "session_exports",
        "session_search",
        "session_books",
    }
    page = built.text("day.html")
    (end,) = re.findall(r'<div class="session-end .*?</div>', page, re.DOTALL)
    assert "Permalink" in end
    assert "<details>" not in page
    assert "json" not in built.text("index.html")
