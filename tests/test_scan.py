"""Check, import and build read a page alike: as MyST's parser does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.wordcount import wordcount_plugin
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from session_import import page_file
from session_import.book_folder import Folder
from session_notes.lint.blocks import MAX_DEPTH, Lost, Prose, Scanner
from session_notes.lint.markdown import block_tokens, parser
from session_notes.lint.page import read_page
from session_notes.lint.project import check_project
from session_notes.lint.source import lines_of
from session_notes.model.problems import Code
from slips import reported_by

if TYPE_CHECKING:
    from conftest import Project
    from session_notes.lint.blocks import Event


def scan(text: str) -> list[Event]:
    return Scanner().scan(lines_of("", text))


ENABLED = ["amsmath", "deflist", "dollarmath", "fieldlist"]
ENABLED += ["attrs_block", "attrs_inline", "strikethrough"]


@pytest.mark.parametrize("extensions", [[], ENABLED])
def test_the_parser_has_the_rules_of_myst(extensions: list[str]) -> None:
    config = MdParserConfig(enable_extensions={"colon_fence", *extensions})
    theirs = create_md_parser(config, RendererHTML)
    ours = parser(frozenset(extensions))
    # Words are not counted here, and an escaped character stays a token of its own.
    ours = ours.enable("text_join").use(wordcount_plugin)
    try:
        assert ours.get_active_rules() == theirs.get_active_rules()
    finally:
        parser.cache_clear()


PIECES = [
    *("a", "Two words", "- one", "  - two", "1. one", "> said", "# One", "=", "-", "---", "***"),
    *(
        "| a | b |",
        "|---|---|",
        "a | b",
        "- | -",
        "```",
        "~~~",
        ":::",
        "::::{session} X",
        *("    code", "a\n---", "a\n-", "a\n- ", "a\n-\t", "a\n==="),
    ),
    *("% comment", "+++", "(name)=", "[a]: b", "[^1]: note", "[^1]", "<div>", "</div>", "<!-- -->"),
    *("", "", "\t- tab", "- ", "-  ", "===  ", "===\t", "\u3000", "term", ": definition"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from([(), tuple(ENABLED)]))
def test_rules_without_their_signs_are_not_missed(
    lines: list[str], extensions: tuple[str, ...]
) -> None:
    text, enabled = "".join(f"{line}\n" for line in lines), frozenset(extensions)
    assert block_tokens(text, enabled, {}) == parser(enabled).parse(text, {})


OPTIONS = ":id: one\n:speakers: Ann Lee\n\n- Notes.\n"
PAGES = {
    "lone-carriage-returns": f"# Day\n\n::::{{session}} One\n{OPTIONS}::::\n".replace("\n", "\r"),
    "windows": f"# Day\n\n::::{{session}} One\n{OPTIONS}::::\n".replace("\n", "\r\n"),
    "backticks": f"# Day\n\n````{{session}} One\n{OPTIONS}````\n",
    "tildes": f"# Day\n\n~~~{{session}} One\n{OPTIONS}~~~\n",
    "in-a-code-block": f"# Day\n\n~~~~\n::::{{session}} No\n::::\n~~~~\n\n"
    f"::::{{session}} One\n{OPTIONS}::::\n",
    "behind-a-comment": f"# Day\n\n<!--\n::::{{session}} No\n::::\n-->\n\n"
    f"::::{{session}} One\n{OPTIONS}::::\n",
    "indented": "# Day\n\n   ::::{session} One\n   :id: one\n   :speakers: Ann Lee\n   ::::\n",
    "in-capitals": f"# Day\n\n::::{{Session}} One\n{OPTIONS}::::\n",
    "behind-front-matter": f"---\ntitle: Day\n...\n# Day\n\n::::{{session}} One\n{OPTIONS}::::\n",
    "in-code": f"# Day\n\n\t::::{{session}} No\n\t::::\n\n::::{{session}} One\n{OPTIONS}::::\n",
}


@pytest.mark.parametrize("name", PAGES)
def test_check_import_and_build_see_the_same_sessions(project: Project, name: str) -> None:
    text = PAGES[name]
    built = project.write({"index.md": text}).build("dummy")
    [page] = built.catalog.pages.values()
    [session] = page.sessions
    assert (session.id, [one.name for one in session.speakers]) == ("one", ["Ann Lee"])
    [read] = read_page("index.md", text).page.sessions
    assert (read.id, read.where, read.speakers) == (session.id, session.where, session.speakers)
    [(found, there)] = Folder(project.srcdir).sessions().items()
    assert (found, there.block.first + 1) == (session.id, session.where.line)
    assert page_file.read_markdown(text).unclosed == -1
    checked = check_project(project.srcdir).problems
    assert reported_by(built, project) == [
        (one.where.source, one.where.line, one.text, one.code.value, one.severity == "error")
        for one in checked
    ]
    assert {one.code.value for one in checked} <= {"backticks", "directive", "spacing", "stub"}


@pytest.mark.parametrize(
    ("around", "tag"),
    [
        ("> ", "block_quote"),
        ("- ", "list_item"),
        ("Term\n: ", "definition"),
        ("[^1]: ", "footnote"),
    ],
)
def test_a_session_inside_another_block_is_reported(
    project: Project, around: str, tag: str
) -> None:
    first = around.rpartition("\n")[2]
    below = first if first == "> " else " " * (4 if first == "[^1]: " else 2)
    session = f"::::{{session}} One\n{OPTIONS}::::\n".rstrip().replace("\n", f"\n{below}")
    text = f"# Day\n\nWords[^1].\n\n{around}{session}\n"
    project.write({"conf.py": CONF.replace('["colon_fence"]', '["colon_fence", "deflist"]')})
    built = project.write({"index.md": text}).build("dummy")
    reported = [one for one in reported_by(built, project) if one[3] == "place"]
    assert [one[2].partition(";")[0] for one in reported] == [
        f"session inside another block ({tag})"
    ]
    checked = [one for one in check_project(project.srcdir).problems if one.code.value == "place"]
    assert [(one.where.line, one.text) for one in checked] == [one[1:3] for one in reported]
    page = Folder(project.srcdir).parse(text)
    assert ([one.id for one in page.all], page.blocks) == (["one"], [])


def test_new_reports_an_unclosed_fence_of_code() -> None:
    assert page_file.read_markdown("Words\n\n~~~python\n\n::::{session} A\n::::\n").unclosed == 2
    assert page_file.read_markdown("- ```python\n\nWords\n").unclosed == -1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_session_is_put_in_with_the_ends_of_the_other_lines(end: str) -> None:
    text = f"# Day\n\n::::{{session}} One\n{OPTIONS}::::\n".replace("\n", end)
    new = page_file.insert(text, {text.count(end): ["::::{session} Two", "::::"]})
    assert new == f"{text}{end}::::{{session}} Two{end}::::{end}"


def test_a_bullet_too_deep_is_lost() -> None:
    events = list(scan("- one\n      - two\n"))
    assert [
        (event.line.where.line, event.column) for event in events if isinstance(event, Lost)
    ] == [(2, 2)]


def test_a_bullet_tells_how_deep_it_is() -> None:
    text = (
        "- one\n  words of it\n  - two\n\n    more\n    - three\n\n"
        "1. first\n\nWords\n- ```\n  ```\n  Words\n"
    )
    seen = [
        (event.lines[0].where.line, event.bullet)
        for event in scan(text)
        if isinstance(event, Prose)
    ]
    assert seen == [(1, 1), (3, 2), (5, 0), (6, 3), (8, 1), (10, 0), (13, 0)]


@pytest.mark.parametrize("text", [":::{note}\n" * 500, "- " * 2000, "> " * 2000, "`" * 5000])
def test_nesting_without_end_ends(text: str) -> None:
    assert len(list(scan(text))) <= MAX_DEPTH + 1


def test_a_fence_that_only_the_parser_sees_open_is_reported_too() -> None:
    text = "<br>\n<!-- no comment\n\n:::::{tip}\n\n::::{session} A title\n:id: a\n\n- Notes.\n::::"
    problems = [one for one in read_page("a.md", text).problems if one.code is Code.FENCE]
    reported = [(problem.where.line, problem.message) for problem in problems]
    assert reported == [(4, "fence of 'tip' is not closed before the end of the page")]
