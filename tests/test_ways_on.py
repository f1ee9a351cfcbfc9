"""What stands at the end of a session, and in which formats."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Project

HERE = Path(__file__).resolve().parent.parent
REPOSITORY = "https://example.org/repo/{path}?plain=1#L{first}-L{last}"
#: Each session with the lines that it has in its file.
MARKDOWN = """\
---
date: 2015-05-19
---
# A day

::::{session} First
:id: first
:track: Main
:topics: Rare

- Said
::::

::::{session} Many
:id: many
:track: Main

- One after the other
::::

::::{talk} The first of many
:id: a-talk
:topics: Rare

:::{impressions}
- Nice
:::
::::

Not a part of it.
"""
RST = """\
A day
=====

.. session:: First
   :id: first

   - Said


.. session:: Second
   :id: second
"""


def ends(page: str) -> list[str]:
    return re.findall(r'<div class="session-end .*?</details></div>', page, re.DOTALL)


def write(project: Project) -> Project:
    return project.write({"index.md": "# Book\n\n```{toctree}\nday\n```\n", "day.md": MARKDOWN})


def test_a_session_ends_with_the_ways_on_and_a_talk_does_not(project: Project) -> None:
    page = write(project).build("html").text("day.html")
    first, many = ends(page)
    assert '>Tuesday: <a class="reference internal" href="#many" title="Many">next</a>' in first
    assert '>Main: <a class="reference internal" href="#many" title="Many">next</a>' in first
    assert 'href="#first" title="First">previous</a>' in many
    assert "next" not in many
    # Below all of its talks, and nothing of the session comes after.
    assert page.index("Nice") < page.index(many)
    assert page.index(many) < page.rindex("Not a part of it.")
    assert "Improve" not in page


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        pytest.param("day.md", MARKDOWN, ["L6-L12", "L14-L28"], id="Markdown"),
        pytest.param("day.rst", RST, ["L4-L7", "L10-L11"], id="reStructuredText"),
    ],
)
def test_a_session_can_be_changed_at_its_lines(
    project: Project, name: str, text: str, lines: list[str]
) -> None:
    project.write({"index.rst": "Book\n====\n\n.. toctree::\n\n   day\n", name: text})
    page = project.build("html", session_repository=REPOSITORY).text("day.html")
    assert re.findall('repo/([^"]*)', page) == [f"{name}?plain=1#{these}" for these in lines]


def test_a_session_in_an_included_file_can_be_changed_there(project: Project) -> None:
    project.write(
        {
            "index.rst": "Book\n====\n\n.. include:: a part.txt\n",
            "a part.txt": "Words.\n\n" + RST.partition("=====\n\n")[2],
        }
    )
    page = project.build("html", session_repository=REPOSITORY).text("index.html")
    assert re.findall('repo/([^"]*)', page) == [
        "a%20part.txt?plain=1#L3-L6",
        "a%20part.txt?plain=1#L9-L10",
    ]


@pytest.mark.parametrize(("builder", "page"), [("html", "day.html"), ("dirhtml", "day/")])
def test_a_session_is_cited_with_its_address(project: Project, builder: str, page: str) -> None:
    conf: dict[str, Any] = {
        "html_baseurl": "https://example.org/book/",
        "author": "A & B",
        "project": "The Book",
    }
    built = write(project).build(builder, **conf)
    first, _ = ends(built.text("day.html" if builder == "html" else "day/index.html"))
    address = f"https://example.org/book/{page}#first"
    assert f"A &amp; B: Notes on “First”, 19 May 2015. In: The Book. {address}</p>" in first
    assert r"author = {{A \&amp; B}}" in first
    assert f"url = {{{address}}}" in first


def test_what_stands_at_the_end_is_not_found_by_a_search(project: Project) -> None:
    index = write(project).build("html").text("_static/session-search/records.js")
    assert "First" in index
    assert "Permalink" not in index
    assert "bibtex" not in index


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text", "man", "xml"])
def test_other_formats_have_the_related_sessions_only(project: Project, builder: str) -> None:
    built = write(project).build(builder, session_repository=REPOSITORY)
    files = [path for path in built.outdir.rglob("*") if path.suffix in {".tex", ".txt", ".xhtml"}]
    files += [path for path in built.outdir.rglob("*") if path.suffix in {".html", ".1", ".xml"}]
    texts = [path.read_text("utf-8") for path in files if path.name != "container.xml"]
    assert any("Related" in text for text in texts)
    for text in texts:
        assert "Permalink" not in text
        assert "@misc" not in text
        assert "example.org/repo" not in text


GITHUB = {
    "READTHEDOCS_VERSION_TYPE": "branch",
    "READTHEDOCS_GIT_CLONE_URL": "https://github.com/owner/repo.git",
    "READTHEDOCS_GIT_IDENTIFIER": "main",
}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param(
            GITHUB,
            "https://github.com/owner/repo/blob/main/{path}?plain=1#L{first}-L{last}",
            id="branch",
        ),
        pytest.param({**GITHUB, "READTHEDOCS_VERSION_TYPE": "external"}, None, id="pull request"),
        pytest.param(
            {**GITHUB, "READTHEDOCS_GIT_CLONE_URL": "git@github.com:owner/repo.git"},
            None,
            id="no address",
        ),
        pytest.param({}, None, id="at home"),
    ],
)
def test_the_book_leads_to_its_lines_where_it_knows_of_a_repository(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str | None
) -> None:
    for name in GITHUB:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(str(HERE / "conf.py")).get("session_repository") == expected


def test_a_session_with_two_lists_of_references_has_the_links_of_its_options_once(
    project: Project,
) -> None:
    references = [f":::{{references}}\n- [{name}](https://e.org/{name})\n:::\n" for name in "ab"]
    text = "# Book\n\n::::{session} A\n:id: a\n:slides: https://e.org/s\n\n- x\n\n"
    built = project.write({"index.md": text + "\n".join(references) + "::::\n"}).build("text")
    assert built.text("index.txt").count("Slides: e.org <https://e.org/s>") == 1
