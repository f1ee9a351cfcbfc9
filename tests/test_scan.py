"""The scanner sees the blocks that MyST sees, but for those in block quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from session_notes.lint.blocks import MAX_DEPTH, Block, Html, Lost, Prose, scan
from session_notes.lint.fences import check_blocks, check_fences
from session_notes.lint.options import count_options
from session_notes.lint.page import read_page
from session_notes.lint.source import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PARSER = MarkdownIt("commonmark").use(colon_fence_plugin).use(myst_block_plugin)


def blocks_of(text: str, first: int = 1) -> Iterator[tuple[str, int, int]]:
    """Yield kind, line and depth of what markdown-it finds in *text* and in its fences.

    The content of a directive is parsed on its own, as MyST does it.
    """
    depth, begins = 0, False
    for token in PARSER.parse(text):
        line = first + token.map[0] if token.map else 0
        if token.type in ("list_item_open", "list_item_close"):
            depth += token.nesting
            begins = token.nesting > 0
        if token.type in ("fence", "colon_fence"):
            name = token.info.strip().partition(" ")[0]
            directive = name.startswith("{") and name.endswith("}") and name != "{}"
            if token.type == "fence" and not directive:
                continue
            yield (name if directive else "division"), line, 0
            inner = token.content.split("\n")
            start = count_options(lines_of("", token.content)) if directive else 0
            yield from blocks_of("\n".join(inner[start:]), line + 1 + start)
        elif token.type == "inline":
            yield "text", line, depth if begins else 0
            begins = False
        elif token.type == "html_block":
            yield "html", line, 0
            begins = False


def seen_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the same of what the scanner finds."""
    for event in scan(lines_of("", text)):
        if isinstance(event, Block):
            yield (f"{{{event.name}}}" if event.name else "division"), event.opening.where.line, 0
        elif isinstance(event, Prose):
            yield "text", event.lines[0].where.line, event.bullet
        elif isinstance(event, Html):
            yield "html", event.lines[0].where.line, 0


def fences(found: Iterator[tuple[str, int, int]]) -> list[tuple[str, int]]:
    return [(kind, line) for kind, line, _ in found if kind not in ("text", "html")]


LINES = (
    "",
    "words",
    "more words",
    "- a bullet",
    "  - a bullet in it",
    "    - a third",
    "        - lost",
    "  words of a bullet",
    "# Heading",
    "---",
    "***",
    "::::{note}",
    ":::{note}",
    ":::{tip} with words",
    "::: words",
    ":::",
    "::::",
    ":::::",
    "```{note}",
    "```",
    "````",
    "```python",
    "~~~",
    "    :::",
    "  :::{note}",
    "  :::",
    "    ```",
    "<br>",
    "<!-- a comment",
    "-->",
    "<div>",
    ":class: words",
    "1. first",
    "2. second",
    "* other",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
@example(["::::{note}", ":::{tip}", "::::"])
@example([":::{note}", ":::{tip}", ":::", "words", ":::"])
@example(["- a bullet", "  ```", "words", "```"])
@example(["<br>", ":::{note}", ":::"])
@example(["words", "    - no bullet"])
def test_fences_are_those_of_the_parser(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert fences(seen_in(text)) == fences(blocks_of(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_paragraphs_and_bullets_are_those_of_the_parser(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert list(seen_in(text)) == list(blocks_of(text))


@pytest.mark.parametrize("text", [":::{note}\n" * 500, "- " * 2000, "> " * 2000, "`" * 5000])
def test_nesting_without_end_ends(text: str) -> None:
    assert len(list(scan(lines_of("", text)))) <= MAX_DEPTH + 1


def test_a_bullet_too_deep_is_lost() -> None:
    events = list(scan(lines_of("", "- one\n      - two\n")))
    assert [
        (event.line.where.line, event.column) for event in events if isinstance(event, Lost)
    ] == [(2, 2)]


def left_open_in(text: str) -> Iterator[str]:
    """Yield what of the blocks in *text* that stand in no bullet the parser found no end to.

    A division without a name is an end that found no beginning.
    """
    depth = 0
    for token in PARSER.parse(text):
        depth += token.nesting if token.type.startswith("list_item") else 0
        name = token.info.strip().partition(" ")[0]
        directive = name.startswith("{") and name.endswith("}") and name != "{}"
        if token.type == "colon_fence" or (token.type == "fence" and directive):
            first, end = token.map or (0, 0)
            # It spans the two fences and what is between them.
            if depth == 0 and (not name or end - first != len(token.content.splitlines()) + 2):
                yield name
            start = count_options(lines_of("", token.content)) if directive else 0
            yield from left_open_in("\n".join(token.content.split("\n")[start:]))


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=10))
@example(["<br>", "<!-- a comment", "", "::::{note}"])
@example(["  :::{note}", "    :::", "  :::"])
@example(["  :::{note}", "    :::", ":::::"])
@example(["<div>", "  :::{note}", "", "::::"])
@example(["* other", "  - a bullet in it", "  :::{note}", "::::"])
def test_fences_without_a_fault_are_closed_for_the_parser_too(lines: list[str]) -> None:
    text = "\n".join(lines)
    seen = lines_of("", text)
    if not check_fences(seen) and not check_blocks(scan(seen)):
        assert list(left_open_in(text)) == []


def test_what_only_the_parser_sees_open_is_told_of_too() -> None:
    text = "<br>\n<!-- no comment\n\n:::::{tip}\n\n::::{session} A title\n:id: a\n\n- Notes.\n::::"
    told = [(problem.where.line, problem.message) for problem in read_page("a.md", text).problems]
    assert told == [(4, "fence of 'tip' is not closed before the end of the page")]
