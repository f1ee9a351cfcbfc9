"""What the text of a Markdown page says of a session or view is not parsed again by a directive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF
from session_notes.lint import blocks, page
from session_notes.lint.project import check_project
from session_notes.sphinxext.directives import base
from session_notes.sphinxext.directives import session as directives
from slips import reported_by
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from conftest import Project

ROOT = Path(__file__).resolve().parent.parent
BY_TEXT = {"read_options": blocks, "parse_session": page, "parse_view": page}
BY_DIRECTIVE = {"read_options": base, "parse_session": directives, "parse_view": directives}


def session(title: str, name: str = "session", inside: str = "- Notes.\n") -> str:
    fence = "::::" if name == "talk" else ":::::"
    return (
        f"{fence}{{{name}}} {title}\n:id: one\n:kind: none\n:room: > 'x #1\n\n{inside}{fence}\n\n"
    )


def indented(text: str, first: str, below: str) -> str:
    return first + text.rstrip().replace("\n", f"\n{below}") + "\n\n"


VIEW = ":::{session-list}\n:kind: none\n:nothing: 1\n:::\n"
#: Everything that MyST takes from the text of the page itself.
SEEN = {
    "same": session("One") * 3,
    "example": f"``````{{example}}\n---\ndate: 2015-05-19\n---\n{session('One')}``````\n\n"
    + session("One"),
    "places": indented(session("One"), "> ", "> ") + indented(session("One"), "- ", "  "),
    "tabs": session("One").replace(": ", ":\t"),
    "windows": session("One").replace("\n", "\r\n"),
    "wrapped": session("One").replace("'x", "'x,\n  y"),
    "dashes": ":::::{session} One\n---\nid: one\nkind: none\n---\n\n- Notes.\n:::::\n",
    "blank": session("One").replace("\n:id", "\n\n:id"),
    "backticks": session("One").replace(":::::", "`````"),
    "talks": session("One", inside=session("A Talk", "talk") * 2),
    # MyST counts a line more in a block that begins with a fence.
    "directly": f":::::::{{note}}\n::::::{{note}}\n{VIEW}::::::\n:::::::\n\n"
    ":::::{session} Two\n" + session("A Talk", "talk") * 2 + ":::::\n",
    "part": "One\n\n```{include} included.md\n```\n",
}  # fmt: skip
#: What only the directive sees.
UNSEEN = {
    "substituted": f"{{{{one}}}}\n\n{session('Two')}",
    "restructuredtext": "```{eval-rst}\n.. session:: One\n   :id: one\n```\n",
    "changed": session("A Title") + session("Another Title"),
}
CHANGES = """\
myst_enable_extensions = ["colon_fence", "substitution"]
myst_substitutions = {"one": "::::{session} Two\\n:id: one\\n:kind: none\\n::::"}
exclude_patterns = ["included.md"]

def change(app, name, content):
    if name == "changed":
        content[0] = content[0].replace("A Title", "Another Title")

def setup(app):
    app.connect("source-read", change)
"""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The names of the functions that the texts and the directives call."""
    called: dict[str, list[str]] = {"text": [], "directive": []}

    def count(by: str, module: Any, name: str) -> None:
        function = getattr(module, name)

        def counted(*given: Any) -> Any:
            called[by].append(name)
            return function(*given)

        monkeypatch.setattr(module, name, counted)

    for by, modules in (("text", BY_TEXT), ("directive", BY_DIRECTIVE)):
        for name, module in modules.items():
            count(by, module, name)
    return called


def test_each_session_and_view_of_the_book_is_parsed_once(
    calls: dict[str, list[str]], tmp_path: Path
) -> None:
    app = SphinxTestApp("dummy", srcdir=ROOT, builddir=tmp_path)
    made: list[str] = []
    app.connect(
        "doctree-read",
        lambda _app, tree: made.extend(
            node.tagname
            for node in tree.findall()
            if node.tagname in ("session_header", "session_view")
        ),
        priority=0,
    )
    try:
        app.build()
    finally:
        app.cleanup()
    assert calls["directive"] == []
    assert calls["text"].count("parse_session") == made.count("session_header") > 46
    assert calls["text"].count("parse_view") == made.count("session_view") > 5
    assert calls["text"].count("read_options") == len(made)


@pytest.mark.filterwarnings("ignore:.*BuildEnvironment:sphinx.deprecation.RemovedInSphinx11Warning")
def test_it_is_parsed_once_wherever_it_is(calls: dict[str, list[str]], project: Project) -> None:
    files = {f"{name}.md": f"# {name}\n\n{text}" for name, text in SEEN.items()}
    index = "# Book\n\n```{toctree}\n:glob:\n\n*\n```\n"
    project.write({"conf.py": CONF + CHANGES, "index.md": index, "included.md": session("Inc")})
    built = project.write(files).build("dummy")
    assert calls["directive"] == []
    told = [(*p.where, p.text) for p in check_project(project.srcdir).problems]
    reported = [one[:3] for one in reported_by(built, project)]
    assert {one[0].removesuffix(".md") for one in reported} >= {*SEEN} - {"part"}
    assert reported == sorted(told)


def test_what_the_text_does_not_show_is_parsed_by_the_directive(
    calls: dict[str, list[str]], project: Project
) -> None:
    files = {f"{name}.md": f"# {name}\n\n{text}" for name, text in UNSEEN.items()}
    index = "# Book\n\n```{toctree}\n:glob:\n\n*\n```\n"
    built = project.write({"conf.py": CONF + CHANGES, "index.md": index, **files}).build("dummy")
    assert calls["directive"].count("parse_session") == len(UNSEEN)
    pages = {name: built.domain.pages[name].sessions for name in UNSEEN}
    lines = {name: [one.where.line for one in sessions] for name, sessions in pages.items()}
    assert lines == {"substituted": [4, 5], "restructuredtext": [4], "changed": [3, 11]}
