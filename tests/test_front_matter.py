"""Whatever stands in the front matter of a page: it is told at its line, and the page is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.lint.front_matter import judge
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from conftest import Project

BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
#: Front matter that MyST cannot read, or that ended the build, each with the line that is told.
WRONG = {
    "a tag": ("words: !!timestamp abc", 2),
    "a truth": ("title: A day\nwords: !!bool abc", 3),
    "an object": ("words: !!python/object:x y", 2),
    "another tag": ("words: !words y", 2),
    "an alias": ("title: &a A day\nwords: *a", 3),
    "a circle": ("words: &a [*a]", 2),
    "a bomb": (BOMB, 3),
    "a tab": ("title:\tA day", 2),
    "an escape": ('title: "\\0"', 2),
    "no fields": ("- a\n- b", 2),
    "nothing": ("# words", 1),
    "a word": ("words", 2),
    "a number": ("title: A day\n5: words", 3),
    "a date": ("2015-05-19: words", 2),
    "no": ("no: words", 2),
    "no text": ("? [a, b]\n: c", 2),
    "a day": ("words: 2015-02-30", 2),
    "digits": (f"words: {'9' * 5000}", 2),
    "hexadecimal": (f"words: 0x{'f' * 5000}", 2),
    "too deep": (f"words: {'[' * 100}{']' * 100}", 2),
    "not closed": ("title: A day\nwords: {a: b", 4),
    "myst": ("myst: 5", 2),
    "meta": ("title: A day\nhtml_meta: 4", 3),
    "a list": ("substitutions: [a]", 2),
    "merged": ("<<: {a: b}", 2),
    "twice": ("title: A day\ntitle: B", 3),
    "on lines": ("title: |\n  A\n\n  day\nwords: !!bool abc", 6),
}


def page(front: str) -> str:
    return f"---\n{front}\n---\n# A day\n\n::::{{session}} One\n:id: one\n::::\n"


def test_what_cannot_be_read_is_told_at_its_line(project: Project) -> None:
    pages = {name.replace(" ", "-"): (page(front), line) for name, (front, line) in WRONG.items()}
    files = {f"{name}.md": text.replace("one", name) for name, (text, _) in pages.items()}
    names = "\n".join(pages)
    project.write({"index.md": f"# Book\n\n```{{toctree}}\n{names}\n```\n", **files})
    expected = {(f"{name}.md:{line}", "data") for name, (_, line) in pages.items() if line}
    built = project.build("text")
    assert {(place, code) for place, code, _ in built.reported} == expected
    assert len(built.warnings) == len(expected)
    assert all("A day" in built.text(f"{name}.txt") for name in pages)
    assert len([*built.catalog.sessions]) == len(pages)
    checked = check_project(project.srcdir).problems
    found = {(str(p.where), p.code.value) for p in checked if p.severity == "error"}
    assert found == expected


def test_a_date_is_told_once(project: Project) -> None:
    built = project.write({"index.md": page("date: !!timestamp abc")}).build("text")
    assert [(place, code) for place, code, _ in built.reported] == [("index.md:2", "date")]
    checked = [p for p in check_project(project.srcdir).problems if p.severity == "error"]
    assert [(str(p.where), p.code.value) for p in checked] == [("index.md:2", "date")]


@pytest.mark.parametrize("front", [front for front, _ in WRONG.values()])
def test_lines_keep_their_numbers(front: str) -> None:
    made, problems = judge("index.md", page(front))
    assert len(problems) == 1
    assert made.split("\n")[page(front).split("\n").index("# A day")] == "# A day"
    assert judge("index.md", made) == (made, [])


@pytest.mark.parametrize("front", ["title: A\nwords: {a: [b, 5, null]}", "date: 2015-05-19"])
def test_what_can_be_read_stays(front: str) -> None:
    assert judge("index.md", page(front)) == (page(front), [])


def test_the_other_fields_are_read(project: Project) -> None:
    project.write({"index.md": page("date: 2015-05-19\nwords: !!bool abc\ndate: 2015-05-20")})
    built = project.build("text")
    assert {place for place, _, _ in built.reported} == {"index.md:3", "index.md:4"}
    assert str(built.env.metadata["index"]["date"]) == "2015-05-19"


@pytest.mark.parametrize("text", ["", "# Day\n", " ---\na: !!bool b\n---\n"])
def test_a_page_without_front_matter_stays(text: str) -> None:
    assert judge("index.md", text) == (text, [])


def test_a_line_of_dashes_is_no_front_matter(project: Project) -> None:
    built = project.write({"index.md": "---\nmyst: {a: !!bool b}\n\n# Day\n"}).build("text")
    assert "myst: {a: !!bool b}" in built.text("index.txt")
