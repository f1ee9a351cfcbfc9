"""Whatever was meant as a session, a talk, a part or a view is named, and fixed as it was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.lint.fix import apply_fixes
from session_notes.lint.page import read_page
from session_notes.lint.restructuredtext import check_restructuredtext
from session_notes.model.problems import Code

if TYPE_CHECKING:
    from session_notes.model.problems import Problem

BODY = ":id: x\n\n- Words.\n"
RIGHT = f"::::{{session}} X\n{BODY}::::\n"
OPENINGS = """::::{session}X
::::{session}: X
::::{Session} X
::::{SESSION} X
::::{sesion} X
::::{sessions} X
::::{ session } X
::::{session X
::::{session X}
::::session} X
::::{{session}} X
::::session X
:::: session X
::::session: X
::::[session] X
::::(session) X
::::<session> X
::::\\{session\\} X
::::｛session｝ X
::::｛session｝　X
::::（session） X
::::【session】 X
::::"session" X
：：：：{session} X
：：：：session　X
:{session} X
::{session} X
\\:\\:\\:\\:{session} X
;;;;{session} X
{session} X""".splitlines()
ENDINGS = {"：：：：": "：：：：", "::{": "::", "\\:": "\\:" * 4, ";;;;": ";;;;"}


def found_in(text: str) -> list[tuple[int, Code]]:
    return [(one.where.line, one.code) for one in read_page("a.md", text).problems]


def fixed(text: str) -> str:
    for _ in range(5):
        text, _ = apply_fixes(text, read_page("a.md", text).problems)
    return text


@pytest.mark.parametrize("opening", OPENINGS)
def test_an_opening_is_named_and_fixed(opening: str) -> None:
    end = next((end for begin, end in ENDINGS.items() if opening.startswith(begin)), "::::")
    text = f"{opening}\n{BODY}{end}\n"
    expected = [(1, Code.DIRECTIVE), *([(5, Code.DIRECTIVE)] if end != "::::" else [])]
    assert found_in(text) == expected
    assert fixed(text) == RIGHT
    assert found_in(RIGHT) == []


@pytest.mark.parametrize("name", ["sessions", "talks", "impression", "reference", "Talk"])
def test_a_similar_name_is_named(name: str) -> None:
    assert (1, Code.DIRECTIVE) in found_in(f":::{{{name}}} X\n:::\n")


@pytest.mark.parametrize("indent", ["    ", "\t", "      "])
def test_what_is_indented_is_fixed_with_its_content(indent: str) -> None:
    text = "".join(f"{indent}{line}\n" if line else "\n" for line in RIGHT.splitlines())
    assert found_in(text) == [(1, Code.DIRECTIVE)]
    assert fixed(text) == RIGHT
    assert fixed(f"{indent}{RIGHT}") == RIGHT


def test_parts_that_are_misspelt_end_where_they_end() -> None:
    text = f"::{{session}} X\n{BODY}\n::{{impressions}}\n- Good.\n::\n::\n"
    right = f"::::{{session}} X\n{BODY}\n:::{{impressions}}\n- Good.\n:::\n::::\n"
    assert fixed(text) == right
    assert found_in(right) == []


def test_a_title_with_code_cannot_be_between_backticks() -> None:
    assert fixed(f"```{{session}} The `x`\n{BODY}```\n") == RIGHT.replace("X", "The `x`")


@pytest.mark.parametrize(
    "text",
    [
        "```\n::::{sesion} X\n::::\n    ::::{session} X\n```\n",
        "~~~md\n：：：：{session} X\n~~~\n",
        "The `::::{sesion}` and\n`{session}` X\n\n``::::{session} X`` is\n",
        "<!--\n::::{sesion} X\n-->\n",
        "---\ntitle: |\n  ::{session} X\n---\n\nWords\n",
        "\"{session}\" is a name\n\n'{talk}' is another\n",
        "{session}`one` and {topic}`two`\n",
        ":::{note}\nWords of a session\n:::\n\n::: section-like\n:::\n",
        "- {session} and {talk} are names\n\nsession: words\n",
        "| {session} | words |\n| --- | --- |\n| :::{sesion} | x |\n",
    ],
)
def test_what_only_shows_or_says_it_is_not_concerned(text: str) -> None:
    assert found_in(text) == []


def test_what_follows_from_it_is_not_reported() -> None:
    text = "::::[session] X\n:id: x\n\n## Words\n\n:::{impressions}\n- Good.\n:::\n::::\n"
    assert found_in(text) == [(1, Code.DIRECTIVE)]


def test_a_page_that_is_included_is_read_like_this_one() -> None:
    read = read_page("a.md", "```{include} b.md\n```\n", lambda _path: "Words\n\n::::session X\n")
    assert [str(one.where) for one in read.problems if one.code is Code.DIRECTIVE] == ["b.md:3"]


# -- reStructuredText -----------------------------------------------------------------------


def checked(text: str) -> list[Problem]:
    return check_restructuredtext("a.rst", text)


@pytest.mark.parametrize(
    "opening",
    [
        ".. session: X",
        ".. session :: X",
        ".. session::X",
        ".. session::: X",
        ".. session;; X",
        "..session:: X",
        ". session:: X",
        "... session:: X",
        "… session:: X",
        "session:: X",
        ".. sesion:: X",
        ".. Session:: X",
        ".. session X",
        ".. session：： X",
        "。。 session:: X",
        "..　session::　X",
    ],
)
def test_a_directive_is_named_and_fixed(opening: str) -> None:
    text = f"Day\n===\n\n{opening}\n   :id: x\n\n   - Words.\n"
    problems = checked(text)
    assert [(one.where.line, one.code) for one in problems] == [(4, Code.DIRECTIVE)]
    right = text.replace(opening, ".. session:: X")
    assert apply_fixes(text, problems)[0] == right
    assert checked(right) == []


def test_a_directive_in_a_paragraph_is_moved_out_of_it() -> None:
    text = "Words\n.. session:: X\n\n   words\n   .. impressions::\n"
    problems = checked(text)
    assert [one.where.line for one in problems] == [2, 5]
    assert checked(apply_fixes(text, problems)[0]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Day\n===\n.. session:: X\n",
        "- a bullet\n.. session:: X\n",
        ".. _target:\n.. session:: X\n",
        ".. talk to Ann about this\n\n.. references: see below\n",
        "References::\n\n   Words\n",
        ".. code-block:: rst\n\n   .. sesion:: X\n",
        "Like this::\n\n   ..session:: X\n",
    ],
)
def test_other_text_is_not_concerned(text: str) -> None:
    assert checked(text) == []


def test_the_syntax_of_the_other_kind_of_page_is_named() -> None:
    assert [one.text for one in checked("::::{session} X\n::::\n")] == [
        "'::::{session}' is misspelt; write '.. session::'"
    ]
    assert found_in(".. session:: X\n   :id: x\n") == [(1, Code.DIRECTIVE)]
