"""What is listed of themes is what they show on every page, in the versions that are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF
from edits import BOOK
from exact import clean_build, differences

if TYPE_CHECKING:
    from conftest import Project

THEMES = ["basic", "furo", "sphinx_book_theme", "alabaster"]
EDITS = {
    "a session": ("one.md", "OVN in short", "OVN at length"),
    "a page": ("three.md", "# The day 2", "# A day 2"),
    "a page that is listed later": ("index.md", "one\ntwo\n", "two\none\n"),
}


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_a_title_is_followed_in_the_navigation(project: Project, theme: str) -> None:
    conf = CONF.replace('html_theme = "basic"', f'html_theme = "{theme}"')
    project.write({**BOOK, "conf.py": conf}).build("html")
    for name, (file, old, new) in EDITS.items():
        text = (project.srcdir / file).read_text("utf-8")
        assert old in text, name
        project.write({file: text.replace(old, new)})
        again = project.build("html")
        assert differences(again.outdir, clean_build(project, "html").outdir) == [], name


def test_a_template_that_asks_for_the_whole_book_is_noticed(project: Project) -> None:
    template = "<ul>{{ toctree(maxdepth=3, titles_only=False) }}</ul>\n"
    conf = CONF + 'templates_path = ["_templates"]\nhtml_sidebars = {"**": ["all.html"]}\n'
    project.write({**BOOK, "conf.py": conf, "_templates/all.html": template}).build("html")
    project.write({"one.md": BOOK["one.md"].replace("OVN in short", "OVN at length")})
    again = project.build("html")
    assert differences(again.outdir, clean_build(project, "html").outdir) == []
