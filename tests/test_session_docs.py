"""The lists of the guide are what an author would write, and a page with one is never outdated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_docs import LISTS
from session_docs import mistakes as slips
from session_docs.mistakes import CHAPTERS, read_slips
from session_docs.section import Section
from session_notes.cli.explain import sentences
from session_notes.model.problems import Code

from guide import GUIDE, LIST, spelled_out

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project
    from docutils.nodes import document

EXTENSIONS = [
    *("myst_parser", "session_notes", "session_exports", "session_search", "session_docs")
]
PAGES = ("mistakes", "reference")
#: As many pages as make Sphinx read in several processes.
MANY = {f"page-{number}.md": f"# Page {number}\n" for number in range(8)}


@pytest.fixture
def guide(project: Project) -> Project:
    """A book with the two pages of lists."""
    names = "\n".join((*PAGES, "writing", *(name.removesuffix(".md") for name in MANY)))
    pages = {f"{name}.md": (GUIDE / f"{name}.md").read_text("utf-8") for name in PAGES}
    toctree = f"# Book\n\n```{{toctree}}\n{names}\n```\n"
    return project.write({**MANY, **pages, "writing.md": "# Writing\n", "index.md": toctree})


def text_of(tree: document) -> str:
    return " ".join(tree.astext().split())


def test_every_list_is_in_the_guide() -> None:
    pages = (path.read_text("utf-8") for path in GUIDE.glob("*.md"))
    listed = [name for page in pages for name in LIST.findall(page)]
    assert sorted(listed) == sorted(LISTS)


def test_lists_are_the_nodes_that_an_author_would_write(guide: Project) -> None:
    built = guide.build("dummy", extensions=EXTENSIONS)
    assert built.warnings == []
    by_hand = guide.write(
        {f"{name}.md": spelled_out((GUIDE / f"{name}.md").read_text("utf-8")) for name in PAGES}
    ).build("dummy", extensions=EXTENSIONS)
    for page in PAGES:
        assert built.tree(page).pformat() == by_hand.tree(page).pformat()


def test_every_code_has_its_place_in_the_guide() -> None:
    codes = [code for chapter in CHAPTERS.values() for code in chapter]
    assert sorted(codes) == sorted(code.value for code in Code)
    assert sentences().keys() == set(codes)
    without = {"data", "config", "math"}
    assert {slip.code for slip in read_slips()} == set(codes) - without


def test_the_guide_shows_every_slip(guide: Project) -> None:
    tree = guide.build("dummy", extensions=EXTENSIONS).tree("mistakes")
    text = text_of(tree)
    marks = str.maketrans("", "", "`*\\")
    for slip in read_slips():
        assert " ".join(slip.sentence.translate(marks).split()) in text.translate(marks), slip.name
    assert {f"mistake-{code.value}" for code in Code} <= tree.ids.keys()


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_page_is_read_again_if_its_list_changes_and_only_then(
    guide: Project, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    def read() -> list[str]:
        return guide.build("dummy", extensions=EXTENSIONS, parallel=parallel).read

    assert {*PAGES} < {*read()}
    assert read() == []
    monkeypatch.setitem(LISTS, "kinds", lambda: [Section("Another kind")])
    assert read() == ["reference"]
    assert "Another kind" in text_of(guide.build("dummy", extensions=EXTENSIONS).tree("reference"))
    assert read() == []


def test_an_edited_or_added_slip_changes_the_page(
    guide: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    slip = (slips.FOLDER / "todo.md").read_text("utf-8")
    for name in ("todo.md", "todo-a.md", "todo-b.md"):
        monkeypatch.setattr(slips, "FOLDER", folder)
        (folder / name).write_text(f"This is {name}.{slip[slip.index('.') + 1 :]}", "utf-8")
        built = guide.build("dummy", extensions=EXTENSIONS)
        assert "mistakes" in built.read
        assert f"This is {name}." in text_of(built.tree("mistakes"))
    (folder / "todo-a.md").unlink()
    built = guide.build("dummy", extensions=EXTENSIONS)
    assert built.read == ["mistakes"]
    assert "This is todo-a.md." not in text_of(built.tree("mistakes"))


def test_an_unknown_list_is_reported(project: Project) -> None:
    project.write({"index.md": "# A\n\n```{session-docs} optoins\n```\n"})
    (warning,) = project.build("dummy", extensions=EXTENSIONS).warnings
    assert warning.startswith("index.md:3: ERROR: ")
    assert "unknown list 'optoins'; the lists are sessions, options, " in warning


def test_a_list_is_translated(guide: Project) -> None:
    messages = guide.build("gettext", extensions=EXTENSIONS).text("mistakes.pot")
    sentence = sentences()["todo"]
    title, *_ = CHAPTERS
    for text in (title, sentence, f"*Advice.* {sentence}"):
        assert (f'msgid "{text}"' in messages) == (text != sentence)
    catalogue = (
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\n'
        f'msgid "{title}"\nmsgstr "柵"\n\nmsgid "*Advice.* {sentence}"\nmsgstr "まだある。"\n'
    )
    guide.write({"locales/ja/LC_MESSAGES/mistakes.po": catalogue})
    tree = guide.build(
        "dummy", clean=True, extensions=EXTENSIONS, language="ja", gettext_compact=False
    ).tree("mistakes")
    assert "まだある。" in text_of(tree)
    assert sentence not in text_of(tree)
    assert [node.astext() for node in tree.findall() if node.astext() == title] == []
