"""Mistakes of an author are reported with a code, the line, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from session_docs.mistakes import read_slips
from session_notes.catalog.views import session_tables
from session_notes.lint.project import check_project
from session_notes.model.problems import Code

if TYPE_CHECKING:
    from conftest import Project


class Case(NamedTuple):
    """Pages, one of which is wrong, and what the build must say of it."""

    name: str
    files: dict[str, str]
    #: ``file:line``.
    where: str
    code: Code
    #: What must still be on the page.
    kept: str
    #: What the message names and suggests.
    named: tuple[str, ...] = ()


def page(*lines: str) -> dict[str, str]:
    return {"index.md": "\n".join(("# Book", "", *lines, ""))}


def session(*lines: str, title: str = "A title") -> dict[str, str]:
    """Return a page whose session begins in line 3; its options begin in line 4."""
    return page(f"::::{{session}} {title}", *lines, "", "- A bullet", "::::")


TOPICS = {"_data/topics.yml": "ovn: OVN\nsdn:\n  label: SDN\n  aliases: [Software networks]\n"}
TRACKS = {"_data/tracks.yml": "keynote: Keynote\nconference: Conference\n"}
PEOPLE = {"_data/people.yml": "pettit:\n  name: Justin Pettit\nanna:\n  name: Añña Müller\n"}

CASES = [
    Case(
        "no title",
        session(title=""),
        "index.md:3",
        Code.TITLE,
        "A bullet",
    ),
    Case(
        "title without a word",
        session(title="*(*"),
        "index.md:3",
        Code.TITLE,
        "A bullet",
    ),
    Case(
        "formula that is no TeX",
        session(":id: x", "", "{math}`\\foo x`"),
        "index.md:6",
        Code.MATH,
        "foo x",
        ("'\\foo x'",),
    ),
    Case(
        "unknown option",
        session(":id: x", ":speeker: Ada Lovelace"),
        "index.md:5",
        Code.OPTION,
        "A bullet",
        ("'speeker'", "'speakers'"),
    ),
    Case(
        "unknown option in reStructuredText",
        {"index.rst": "Book\n====\n\n.. session:: A title\n   :romm: 1\n\n   - A bullet\n"},
        "index.rst:5",
        Code.OPTION,
        "A bullet",
        ("'romm'", "'room'"),
    ),
    Case(
        "empty option",
        session(":id: x", ":room:"),
        "index.md:5",
        Code.OPTION,
        "A bullet",
        ("'room'",),
    ),
    Case(
        "doubled option",
        session(":id: x", ":room: 1", ":room: 2"),
        "index.md:6",
        Code.OPTION,
        "A bullet",
        ("'room'", "line 5"),
    ),
    Case(
        "option of a list",
        page("```{session-list}", ":tpoic: ovn", "```"),
        "index.md:4",
        Code.OPTION,
        "No sessions.",
        ("'tpoic'", "'topic'"),
    ),
    Case(
        "date of a page",
        {"index.md": "---\ndate: 19 May 2015\n---\n# Book\n\n::::{session} A title\n::::\n"},
        "index.md:2",
        Code.DATE,
        "A title",
        ("'19 May 2015'", "2015-05-19"),
    ),
    Case(
        "day of a list",
        page("```{session-list}", ":day: Tuesday", "```"),
        "index.md:3",
        Code.DATE,
        "No sessions.",
        ("'Tuesday'", "2015-05-19"),
    ),
    Case(
        "time",
        session(":id: x", ":time: 25:00-31:00"),
        "index.md:5",
        Code.TIME,
        "A bullet",
        ("'25:00-31:00'", "14:40-15:20"),
    ),
    Case(
        "time that ends first",
        session(":id: x", ":time: 15:20-14:40"),
        "index.md:5",
        Code.TIME,
        "15:20",
        ("'15:20-14:40'",),
    ),
    Case(
        "empty topic",
        session(":id: x", ":topics: OVN,, SDN"),
        "index.md:5",
        Code.TOPIC,
        "OVN, SDN",
    ),
    Case(
        "doubled topic",
        session(":id: x", ":topics: OVN, ＯＶＮ"),
        "index.md:5",
        Code.TOPIC,
        "OVN",
        ("'ＯＶＮ'",),
    ),
    Case(
        "unknown topic",
        session(":id: x", ":topics: OWN") | TOPICS,
        "index.md:5",
        Code.TOPIC,
        "OWN",
        ("'OWN'", "'OVN'"),
    ),
    Case(
        "unknown track",
        session(":id: x", ":track: Keynot") | TRACKS,
        "index.md:5",
        Code.TRACK,
        "Keynot",
        ("'Keynot'", "'Keynote'"),
    ),
    Case(
        "unknown kind",
        session(":id: x", ":kind: panell"),
        "index.md:5",
        Code.KIND,
        "panell",
        ("'panell'", "'panel'"),
    ),
    Case(
        "kind of a list",
        page("```{session-list}", ":kind: panell", "```"),
        "index.md:3",
        Code.KIND,
        "No sessions.",
        ("'panell'", "'panel'"),
    ),
    Case(
        "speaker without a name",
        session(":id: x", ":speakers: Ada Lovelace; (HP)"),
        "index.md:5",
        Code.SPEAKER,
        "(HP)",
        ("'(HP)'", "'Name (Affiliation) [role]'", "';'"),
    ),
    Case(
        "speaker almost known",
        session(":id: x", ":speakers: Justin Petit; anna muller") | PEOPLE,
        "index.md:5",
        Code.SPEAKER,
        "Justin Petit",
        ("'Justin Petit'", "'Justin Pettit'", "'pettit'"),
    ),
    Case(
        "speaker without accents",
        session(":id: x", ":speakers: anna  muller") | PEOPLE,
        "index.md:5",
        Code.SPEAKER,
        "anna muller",
        ("'anna muller'", "'Añña Müller'", "'anna'"),
    ),
    Case(
        "speaker in another case",
        session(":id: x", ":speakers: justin PETTIT") | PEOPLE,
        "index.md:5",
        Code.SPEAKER,
        "Justin Pettit",
        ("'justin PETTIT'", "'Justin Pettit'", "'pettit'"),
    ),
    Case(
        "badly formed id",
        session(":id: OVN_Talk"),
        "index.md:4",
        Code.ID,
        "A bullet",
        ("'OVN_Talk'", "':id: ovn-talk'"),
    ),
    Case(
        "no id and no Latin letters",
        session(title="仮想ネットワーク"),
        "index.md:3",
        Code.ID,
        "仮想ネットワーク",
        ("':id: a-few-words'",),
    ),
    Case(
        "doubled id",
        page("::::{session} One", ":id: x", "::::", "", "::::{session} Two", ":id: x", "::::"),
        "index.md:8",
        Code.DUPLICATE,
        "Two",
        ("'x'", "'One'", "index.md:3"),
    ),
    Case(
        "talk without a session",
        page("::::{talk} A talk", "- A bullet", "::::"),
        "index.md:3",
        Code.PLACE,
        "A bullet",
        ("'session'",),
    ),
    Case(
        "impressions outside of a session",
        page(":::{impressions}", "- A bullet", ":::"),
        "index.md:3",
        Code.PLACE,
        "A bullet",
    ),
    Case(
        "session in an admonition",
        page(
            ":::::{note}", "", "::::{session} A title", ":room: R9", "- A bullet", "::::", ":::::"
        ),
        "index.md:5",
        Code.PLACE,
        "R9",
    ),
    Case(
        "session whose fence is not closed",
        page("::::::{session} One", ":id: one", "::::{session} Two", ":id: two", "::::", "::::::"),
        "index.md:5",
        Code.PLACE,
        "Two",
        ("'One'",),
    ),
    Case(
        "heading in a session",
        session(":id: x", "", "### Impressions"),
        "index.md:6",
        Code.HEADING,
        "Impressions",
        ("'Impressions'", "':::{impressions}'"),
    ),
    Case(
        "heading in a session in reStructuredText",
        {
            "index.rst": "Book\n====\n\n.. session:: A title\n\n   Impressions\n   ~~~~~~~~~~~\n\n"
            "   - A bullet\n"
        },
        "index.rst:6",
        Code.HEADING,
        "A bullet",
        ("'Impressions'", "':::{impressions}'"),
    ),
    Case(
        "scheme of an option",
        session(":id: x", ":video: javascript:alert(1)"),
        "index.md:5",
        Code.LINK,
        "javascript:alert(1)",
        ("'javascript:'",),
    ),
    Case(
        "address without a scheme",
        session(":id: x", ":slides: example.org/deck"),
        "index.md:5",
        Code.LINK,
        "example.org/deck",
        ("'example.org/deck'", "'https://example.org/deck'"),
    ),
    Case(
        "scheme that Markdown refuses",
        session(":id: x", "", "- [Click](javascript:alert(1))"),
        "index.md:6",
        Code.LINK,
        "Click",
        ("'javascript:'",),
    ),
    Case(
        "scheme that MyST does not know",
        session(":id: x", "", "- [Chat](irc://example.org/room)"),
        "index.md:6",
        Code.LINK,
        "Chat",
        ("'irc:'",),
    ),
    Case(
        "scheme in reStructuredText",
        {
            "index.rst": "Book\n====\n\n.. session:: A title\n\n"
            "   - `Click <javascript:alert(1)>`__\n"
        },
        "index.rst:6",
        Code.LINK,
        "Click",
        ("'javascript:'",),
    ),
    Case(
        "HTML in a line",
        session(":id: x", "", "- One <b onclick='x()'>word</b>"),
        "index.md:6",
        Code.RAW,
        "onclick",
    ),
    Case(
        "HTML of its own",
        session(":id: x", "", "<div>", "lost in print", "</div>"),
        "index.md:6",
        Code.RAW,
        "lost in print",
    ),
    Case(
        "control character",
        session(":id: x", ":room: 1\x1b[0m", "", "- A\u2028bullet"),
        "index.md:5",
        Code.CHARACTER,
        "1\ufffd[0m",
        ("U+001B",),
    ),
    Case(
        "control character as an escape",
        session(":id: x", "", "- A&#12;bullet"),
        "index.md:6",
        Code.CHARACTER,
        "A\ufffdbullet",
    ),
    Case(
        "lists too deep",
        session(":id: x", "", *(f"{'  ' * n}- level {n}" for n in range(12))),
        "index.md:15",
        Code.DEPTH,
        "level 11",
    ),
    Case(
        "headings too deep",
        page(*(f"{'#' * n} h\n" for n in range(2, 7)), "::::{session} A title", "", "- x", "::::"),
        "index.md:13",
        Code.DEPTH,
        "A title",
    ),
    Case(
        "talk in a talk",
        page(
            "::::{session} One\n::::\n::::::{talk} Two",
            "",
            "::::{talk} Three",
            "::::",
            "::::::",
        ),
        "index.md:7",
        Code.PLACE,
        "Three",
        ("'Two'",),
    ),
    Case(
        "doubled key of data",
        session(":id: x") | {"_data/topics.yml": "ovn:\n  label: OVN\n  label: Open\n"},
        "_data/topics.yml:3",
        Code.DATA,
        "A bullet",
        ("'label'", "line 2"),
    ),
    Case(
        "empty label",
        session(":id: x") | {"_data/topics.yml": "ovn:\n  label: ~\n"},
        "_data/topics.yml:2",
        Code.DATA,
        "A bullet",
        ("'label'",),
    ),
    Case(
        "link to a session",
        session(":id: ovn-talk", "", "- [](#ovn-tall)"),
        "index.md:6",
        Code.XREF,
        "ovn-tall",
        ("'ovn-tall'", "'ovn-talk'"),
    ),
    Case(
        "role session",
        session(":id: ovn-talk", "", "- {session}`its words <ovn-tall>`"),
        "index.md:6",
        Code.XREF,
        "its words",
        ("'ovn-tall'", "'ovn-talk'"),
    ),
    Case(
        "role topic",
        session(":id: x", "", "- {topic}`Software network`") | TOPICS,
        "index.md:6",
        Code.XREF,
        "Software network",
        ("'Software network'", "'Software networks'"),
    ),
    Case(
        "role track",
        session(":id: x", "", "- {track}`Keynotes`") | TRACKS,
        "index.md:6",
        Code.XREF,
        "Keynotes",
        ("'Keynotes'", "'keynote'"),
    ),
    Case(
        "role speaker",
        session(":id: x", ":speakers: Ada Lovelace", "", "- {speaker}`Ada Lovelance`"),
        "index.md:7",
        Code.XREF,
        "Ada Lovelance",
        ("'Ada Lovelance'", "'Ada Lovelace'"),
    ),
    Case(
        "file of data that is not YAML",
        session(":id: x") | {"_data/topics.yml": "ovn: OVN\n- broken\n"},
        "_data/topics.yml:2",
        Code.DATA,
        "A bullet",
        ("expected <block end>", "'-'"),
    ),
    Case(
        "key of data",
        session(":id: x") | {"_data/topics.yml": "ovn:\n  label: OVN\n  alias: [x]\n"},
        "_data/topics.yml:3",
        Code.DATA,
        "A bullet",
        ("'alias'", "'aliases'"),
    ),
    Case(
        "topic that no part of an index shows",
        page("```{topic-index}", ":letters: A-O", "```") | TOPICS,
        "index.md:3",
        Code.INDEX,
        "OVN",
        ("'SDN'",),
    ),
    Case(
        "topics that no part of an index shows",
        page("```{topic-index}", ":letters: A", "```")
        | {"_data/topics.yml": "".join(f"{letter}: {letter}\n" for letter in "abcdef")},
        "index.md:3",
        Code.INDEX,
        "Book",
        ("'b'", "'c'", "'d'"),
    ),
    Case(
        "letters of an index",
        page("```{topic-index}", ":letters: F-A", "```") | TOPICS,
        "index.md:4",
        Code.OPTION,
        "SDN",
        ("'F-A'", "'A-F'", "'0-9, A-C, X'"),
    ),
    Case(
        "branch of an index",
        page("```{topic-index}", ":under: Software network", "```") | TOPICS,
        "index.md:3",
        Code.TOPIC,
        "No topics.",
        ("'Software network'", "'Software networks'"),
    ),
    Case(
        "limit of a list of topics",
        page("```{topic-list}", ":limit: many", "```"),
        "index.md:4",
        Code.OPTION,
        "No topics.",
        ("'many'", "'20'"),
    ),
    Case(
        "value in conf.py",
        session(":id: x"),
        "conf.py:1",
        Code.CONFIG,
        "A bullet",
        ("'../data'", "'_data'"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_slip_is_told_and_the_text_stays(project: Project, case: Case) -> None:
    conf: dict[str, Any] = {}
    if case.code is Code.CONFIG:
        conf["session_data_dir"] = "../data"
    built = project.write(case.files).build("text", **conf)
    begin, end = f"{case.where}: WARNING: ", f" [session.{case.code.value}]"
    messages = [line for line in built.warnings if line.startswith(begin) and line.endswith(end)]
    assert any(all(words in line for words in case.named) for line in messages)
    assert all("; " in line for line in messages), "each says what to write instead"
    assert case.kept in re.sub(r"\s+", " ", built.text("index.txt"))


def test_an_unknown_language_is_told_by_build_and_check(project: Project) -> None:
    built = project.write(session(":id: x")).build("text", language="jp")
    told = "conf.py:1: WARNING: language 'jp' is unknown; did you mean 'ja'? [session.config]"
    assert told in built.warnings
    project.write({"conf.py": "language = 'jp'\n"})
    (found,) = check_project(project.srcdir).problems
    assert f"{found.where.source}:{found.where.line}: WARNING: {found.text}" in told
    project.write({"locales/jp/LC_MESSAGES/session_notes.po": 'msgid "Topics"\nmsgstr "JP"\n'})
    assert check_project(project.srcdir).problems == []


@pytest.mark.parametrize(
    "address",
    ["{path}#L{first}-L{last}", "https://e.org/{file}", "https://e.org/{", "javascript:{path}", 7],
)
def test_an_address_that_leads_to_no_lines_is_told(project: Project, address: object) -> None:
    built = project.write(session(":id: x")).build("html", session_repository=address)
    told = f"session_repository: {address!r}"
    assert any(told in line and "[session.config]" in line for line in built.warnings)
    assert "Improve" not in built.text("index.html")


def test_every_subtype_has_a_case() -> None:
    told = {slip.code for slip in read_slips()}
    assert told | {case.code.value for case in CASES} == {subtype.value for subtype in Code}


def test_a_page_that_is_right_is_not_complained_of(project: Project) -> None:
    files = session(
        ":id: x",
        ":track: keynote",
        ":kind: Lightning Talks",
        ":time: 9:00",
        ":speakers: Justin Pettit (VMware); Ada Lovelace [chair]",
        ":topics: ovn, Software Networks",
        ":video: https://example.org/v",
        "",
        "- {topic}`OVN`, {track}`Keynote`, {speaker}`justin pettit`, {session}`x`, [](#x)",
    )
    built = project.write(files | TOPICS | TRACKS | PEOPLE).build("text")
    assert built.warnings == []


def test_a_file_of_data_that_is_not_text_is_told(project: Project) -> None:
    project.write(session(":id: x"))
    (project.srcdir / "_data").mkdir()
    (project.srcdir / "_data" / "people.yml").write_bytes(b"ada: \xff\xfe\n")
    built = project.build("text")
    [warning] = built.warnings
    assert warning.startswith("_data/people.yml:1: WARNING: ")
    assert "not UTF-8" in warning
    assert warning.endswith(" [session.data]")


def test_people_with_short_names_are_not_taken_for_each_other(project: Project) -> None:
    files = session(":id: x", ":speakers: Jan Li") | {"_data/people.yml": "jon: {name: Jon Li}\n"}
    assert project.write(files).build("text").warnings == []


def test_a_track_written_in_two_ways_keeps_all_its_sessions(project: Project) -> None:
    blocks = [
        f"::::{{session}} Title {number}\n:track: {track}\n::::\n"
        for number, track in enumerate(("Main Hall", "main hall"))
    ]
    project.write(page(*blocks, "```{session-table}", "```"))
    (table,) = session_tables(project.build("text").catalog)
    shown = [ref.text for _, cells in table.rows for cell in cells for ref in cell]
    assert shown == ["Title 0", "Title 1"]


@pytest.mark.parametrize("end", ["\\", "  "])
def test_a_line_break_of_markdown_becomes_a_space(project: Project, end: str) -> None:
    # MyST makes raw nodes of it, which are shown as text if they are HTML of the author.
    built = project.write(session(":id: x", "", f"- One{end}", "  two")).build("text")
    assert "* One two\n" in built.text("index.txt")
    assert built.warnings == []


def test_a_comment_is_no_slip(project: Project) -> None:
    built = project.write(session(":id: x", "", "<!-- to do -->")).build("text")
    assert built.warnings == []
    assert "to do" not in built.text("index.txt")


def test_a_session_without_an_id_is_told_which_line_to_add(project: Project) -> None:
    built = project.write(session(title="A Title")).build("text")
    assert built.warnings == []
    assert re.search(r"index\.md:3: .*':id: a-title'.* \[session\.permalink\]", built.status)


def test_a_broken_link_is_told_once(project: Project) -> None:
    built = project.write(session(":id: ovn-talk", "", "- [](#ovn-tall)")).build("html")
    assert len(built.warnings) == 1


def test_a_target_that_is_nobodys_is_left_to_others(project: Project) -> None:
    built = project.write(session(":id: x", "", "- [](#quite-another-thing)")).build("html")
    assert [line.rsplit(" ", 1)[1] for line in built.warnings] == ["[myst.xref_missing]"]
