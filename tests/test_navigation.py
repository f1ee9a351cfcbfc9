"""What is listed of themes is what they show on every page, in the versions that are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from apart import build_apart
from conftest import CONF
from edits import BOOK
from exact import clean_build, differences

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project

THEMES = ["basic", "furo", "session_theme", "sphinx_book_theme", "alabaster"]
#: The title of a session, that of a page, and the order of pages.
EDITS = [
    ("one.md", "OVN in short", "OVN at length"),
    ("three.md", "# The day 2", "# A day 2"),
    ("index.md", "one\ntwo\n", "two\none\n"),
]


def build(project: Project, name: str) -> Path:
    """Build in a process of its own: some themes change what later builds of a process show."""
    out = project.root / name
    assert build_apart("-q", "-d", f"{out}-trees", project.srcdir, out) == 0
    return out


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_a_title_is_followed_in_the_navigation(project: Project, theme: str) -> None:
    conf = CONF.replace('html_theme = "basic"', f'html_theme = "{theme}"')
    conf += 'extensions += ["session_theme"]\n'
    project.write({**BOOK, "conf.py": conf})
    build(project, "again")
    for number, (file, old, new) in enumerate(EDITS):
        text = (project.srcdir / file).read_text("utf-8")
        assert old in text
        project.write({file: text.replace(old, new)})
        clean = build(project, f"clean-{number}")
        assert differences(build(project, "again"), clean) == []


def test_a_template_that_asks_for_the_whole_book_is_noticed(project: Project) -> None:
    template = "<ul>{{ toctree(maxdepth=3, titles_only=False) }}</ul>\n"
    conf = CONF + 'templates_path = ["_templates"]\nhtml_sidebars = {"**": ["all.html"]}\n'
    project.write({**BOOK, "conf.py": conf, "_templates/all.html": template}).build("html")
    project.write({"one.md": BOOK["one.md"].replace("OVN in short", "OVN at length")})
    again = project.build("html")
    assert differences(again.outdir, clean_build(project, "html").outdir) == []
