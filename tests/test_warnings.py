"""What an author gets wrong is told: typed, with the line, and with what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from session_notes.catalog.views import session_table
from session_notes.model.problems import Code
from slips import read_slips

if TYPE_CHECKING:
    from conftest import Project


class Case(NamedTuple):
    """Pages, one of which is wrong, and what the build must say of it."""

    name: str
    files: dict[str, str]
    #: ``file:line: text`` and the subtype.
    told: str
    code: Code
    #: What must still be on the page.
    kept: str


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
        "index.md:3: no title; write it after the directive's name",
        Code.TITLE,
        "A bullet",
    ),
    Case(
        "title without a word",
        session(title="*(*"),
        "index.md:3: no title; write it after the directive's name",
        Code.TITLE,
        "A bullet",
    ),
    Case(
        "unknown option",
        session(":id: x", ":speeker: Ada Lovelace"),
        "index.md:5: unknown option 'speeker'; did you mean 'speakers'?",
        Code.OPTION,
        "A bullet",
    ),
    Case(
        "unknown option in reStructuredText",
        {"index.rst": "Book\n====\n\n.. session:: A title\n   :romm: 1\n\n   - A bullet\n"},
        "index.rst:5: unknown option 'romm'; did you mean 'room'?",
        Code.OPTION,
        "A bullet",
    ),
    Case(
        "empty option",
        session(":id: x", ":room:"),
        "index.md:5: option 'room' is empty; fill it in or delete it",
        Code.OPTION,
        "A bullet",
    ),
    Case(
        "doubled option",
        session(":id: x", ":room: 1", ":room: 2"),
        "index.md:6: option 'room' is given twice (first in line 5); delete one",
        Code.OPTION,
        "A bullet",
    ),
    Case(
        "option of a list",
        page("```{session-list}", ":tpoic: ovn", "```"),
        "index.md:4: unknown option 'tpoic'; did you mean 'topic'?",
        Code.OPTION,
        "No sessions.",
    ),
    Case(
        "date of a page",
        {"index.md": "---\ndate: 19 May 2015\n---\n# Book\n\n::::{session} A title\n::::\n"},
        "index.md:2: '19 May 2015' is not a date; write it as 2015-05-19",
        Code.DATE,
        "A title",
    ),
    Case(
        "day of a list",
        page("```{session-list}", ":day: Tuesday", "```"),
        "index.md:3: 'Tuesday' is not a date; write it as 2015-05-19",
        Code.DATE,
        "No sessions.",
    ),
    Case(
        "time",
        session(":id: x", ":time: 25:00-26:00"),
        "index.md:5: '25:00-26:00' is not a time of day; write it as 14:40-15:20 or 14:40",
        Code.TIME,
        "A bullet",
    ),
    Case(
        "time that ends first",
        session(":id: x", ":time: 15:20-14:40"),
        "index.md:5: '15:20-14:40' ends before it starts; swap or correct the times",
        Code.TIME,
        "15:20",
    ),
    Case(
        "empty topic",
        session(":id: x", ":topics: OVN,, SDN"),
        "index.md:5: empty topic; delete the extra comma",
        Code.TOPIC,
        "OVN, SDN",
    ),
    Case(
        "doubled topic",
        session(":id: x", ":topics: OVN, ＯＶＮ"),
        "index.md:5: topic 'OVN' is given twice; delete one",
        Code.TOPIC,
        "OVN",
    ),
    Case(
        "unknown topic",
        session(":id: x", ":topics: OWN") | TOPICS,
        "index.md:5: unknown topic 'OWN'; did you mean 'OVN'?",
        Code.TOPIC,
        "OWN",
    ),
    Case(
        "unknown track",
        session(":id: x", ":track: Keynot") | TRACKS,
        "index.md:5: unknown track 'Keynot'; did you mean 'Keynote'?",
        Code.TRACK,
        "Keynot",
    ),
    Case(
        "unknown kind",
        session(":id: x", ":kind: panell"),
        "index.md:5: unknown kind 'panell'; did you mean 'panel'?",
        Code.KIND,
        "panell",
    ),
    Case(
        "kind of a list",
        page("```{session-list}", ":kind: panell", "```"),
        "index.md:3: unknown kind 'panell'; did you mean 'panel'?",
        Code.KIND,
        "No sessions.",
    ),
    Case(
        "speaker without a name",
        session(":id: x", ":speakers: Ada Lovelace; (HP)"),
        "index.md:5: '(HP)' is not a speaker; "
        "write each as 'Name (Affiliation) [role]', with ';' between them",
        Code.SPEAKER,
        "(HP)",
    ),
    Case(
        "speaker almost known",
        session(":id: x", ":speakers: Justin Petit; anna muller") | PEOPLE,
        "index.md:5: speaker 'Justin Petit' is similar to 'Justin Pettit'; "
        "write 'Justin Pettit', or add the spelling to the aliases of 'pettit'",
        Code.SPEAKER,
        "Justin Petit",
    ),
    Case(
        "speaker without accents",
        session(":id: x", ":speakers: anna  muller") | PEOPLE,
        "index.md:5: speaker 'anna muller' is similar to 'Añña Müller'; "
        "write 'Añña Müller', or add the spelling to the aliases of 'anna'",
        Code.SPEAKER,
        "anna muller",
    ),
    Case(
        "speaker in another case",
        session(":id: x", ":speakers: justin PETTIT") | PEOPLE,
        "index.md:5: speaker 'justin PETTIT' is similar to 'Justin Pettit'; "
        "write 'Justin Pettit', or add the spelling to the aliases of 'pettit'",
        Code.SPEAKER,
        "Justin Pettit",
    ),
    Case(
        "badly formed id",
        session(":id: OVN_Talk"),
        "index.md:4: id 'OVN_Talk' has characters other than lower-case letters, digits and "
        "hyphens; write ':id: ovn-talk'",
        Code.ID,
        "A bullet",
    ),
    Case(
        "no id and no Latin letters",
        session(title="仮想ネットワーク"),
        "index.md:3: no id, and none can be made from a title without Latin letters; "
        "add a line such as ':id: a-few-words'",
        Code.ID,
        "仮想ネットワーク",
    ),
    Case(
        "doubled id",
        page("::::{session} One", ":id: x", "::::", "", "::::{session} Two", ":id: x", "::::"),
        "index.md:8: id 'x' is already used by 'One' (index.md:3); give one of them another",
        Code.DUPLICATE,
        "Two",
    ),
    Case(
        "talk without a session",
        page("::::{talk} A talk", "- A bullet", "::::"),
        "index.md:3: a talk with no session before it; "
        "put it behind the session that it belongs to, or write 'session'",
        Code.PLACE,
        "A bullet",
    ),
    Case(
        "impressions outside of a session",
        page(":::{impressions}", "- A bullet", ":::"),
        "index.md:3: impressions outside of a session; "
        "move it between the fences of a session or talk",
        Code.PLACE,
        "A bullet",
    ),
    Case(
        "session in an admonition",
        page(
            ":::::{note}", "", "::::{session} A title", ":room: R9", "- A bullet", "::::", ":::::"
        ),
        "index.md:5: a session stands inside of something else (note); "
        "move it out, to where a heading could stand",
        Code.PLACE,
        "R9",
    ),
    Case(
        "session whose fence is not closed",
        page("::::::{session} One", ":id: one", "::::{session} Two", ":id: two", "::::", "::::::"),
        "index.md:5: a session stands inside a session; close the fence of 'One' before it",
        Code.PLACE,
        "Two",
    ),
    Case(
        "heading in a session",
        session(":id: x", "", "### Impressions"),
        "index.md:6: the heading 'Impressions' stands inside a session; "
        "write ':::{impressions}' or ':::{references}' for a part, or a bullet",
        Code.HEADING,
        "Impressions",
    ),
    Case(
        "heading in a session in reStructuredText",
        {
            "index.rst": "Book\n====\n\n.. session:: A title\n\n   Impressions\n   ~~~~~~~~~~~\n\n"
            "   - A bullet\n"
        },
        "index.rst:6: the heading 'Impressions' stands inside a session; "
        "write ':::{impressions}' or ':::{references}' for a part, or a bullet",
        Code.HEADING,
        "A bullet",
    ),
    Case(
        "scheme of an option",
        session(":id: x", ":video: javascript:alert(1)"),
        "index.md:5: link with the scheme 'javascript:'; use http, https, mailto or ftp",
        Code.LINK,
        "javascript:alert(1)",
    ),
    Case(
        "address without a scheme",
        session(":id: x", ":slides: example.org/deck"),
        "index.md:5: 'example.org/deck' is not an address; write 'https://example.org/deck'",
        Code.LINK,
        "example.org/deck",
    ),
    Case(
        "scheme that Markdown refuses",
        session(":id: x", "", "- [Click](javascript:alert(1))"),
        "index.md:6: a link with the scheme 'javascript:'; use http, https, mailto or ftp",
        Code.LINK,
        "Click",
    ),
    Case(
        "scheme that MyST does not know",
        session(":id: x", "", "- [Chat](irc://example.org/room)"),
        "index.md:6: a link with the scheme 'irc:'; use http, https, mailto or ftp",
        Code.LINK,
        "Chat",
    ),
    Case(
        "scheme in reStructuredText",
        {
            "index.rst": "Book\n====\n\n.. session:: A title\n\n"
            "   - `Click <javascript:alert(1)>`__\n"
        },
        "index.rst:6: a link with the scheme 'javascript:'; use http, https, mailto or ftp",
        Code.LINK,
        "Click",
    ),
    Case(
        "HTML in a line",
        session(":id: x", "", "- One <b onclick='x()'>word</b>"),
        "index.md:6: HTML in a session, which only a browser shows; "
        "write Markdown, or put it in backticks",
        Code.RAW,
        "onclick",
    ),
    Case(
        "HTML of its own",
        session(":id: x", "", "<div>", "lost in print", "</div>"),
        "index.md:6: HTML in a session, which only a browser shows; "
        "write Markdown, or put it in backticks",
        Code.RAW,
        "lost in print",
    ),
    Case(
        "control character",
        session(":id: x", ":room: 1\x1b[0m", "", "- A\u2028bullet"),
        "index.md:5: a character that no page can hold: U+001B; "
        "delete it, or write the character that is meant",
        Code.CHARACTER,
        "1\ufffd[0m",
    ),
    Case(
        "control character as an escape",
        session(":id: x", "", "- A&#12;bullet"),
        "index.md:6: a character that no page can hold; delete the escape that stands for it",
        Code.CHARACTER,
        "A\ufffdbullet",
    ),
    Case(
        "lists too deep",
        session(":id: x", "", *(f"{'  ' * n}- level {n}" for n in range(12))),
        "index.md:15: nested too deeply, so shown as it was written; "
        "write fewer levels of lists, quotes or emphasis",
        Code.DEPTH,
        "level 11",
    ),
    Case(
        "headings too deep",
        page(*(f"{'#' * n} h\n" for n in range(2, 7)), "::::{session} A title", "", "- x", "::::"),
        "index.md:13: a session stands below more headings than every format can show; "
        "move it up, or use fewer levels",
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
        "index.md:7: a talk stands inside a talk; close the fence of 'Two' before it",
        Code.PLACE,
        "Three",
    ),
    Case(
        "doubled key of data",
        session(":id: x") | {"_data/topics.yml": "ovn:\n  label: OVN\n  label: Open\n"},
        "_data/topics.yml:3: ovn: 'label' is given twice (first in line 2); delete one",
        Code.DATA,
        "A bullet",
    ),
    Case(
        "empty label",
        session(":id: x") | {"_data/topics.yml": "ovn:\n  label: ~\n"},
        "_data/topics.yml:2: ovn: 'label' is empty; fill it in or delete it",
        Code.DATA,
        "A bullet",
    ),
    Case(
        "link to a session",
        session(":id: ovn-talk", "", "- [](#ovn-tall)"),
        "index.md:6: no session 'ovn-tall'; did you mean 'ovn-talk'?",
        Code.XREF,
        "ovn-tall",
    ),
    Case(
        "role session",
        session(":id: ovn-talk", "", "- {session}`its words <ovn-tall>`"),
        "index.md:6: no session 'ovn-tall'; did you mean 'ovn-talk'?",
        Code.XREF,
        "its words",
    ),
    Case(
        "role topic",
        session(":id: x", "", "- {topic}`Software network`") | TOPICS,
        "index.md:6: no topic 'Software network'; did you mean 'Software networks'?",
        Code.XREF,
        "Software network",
    ),
    Case(
        "role track",
        session(":id: x", "", "- {track}`Keynotes`") | TRACKS,
        "index.md:6: no track 'Keynotes'; did you mean 'keynote'?",
        Code.XREF,
        "Keynotes",
    ),
    Case(
        "role speaker",
        session(":id: x", ":speakers: Ada Lovelace", "", "- {speaker}`Ada Lovelance`"),
        "index.md:7: no speaker 'Ada Lovelance'; did you mean 'Ada Lovelace'?",
        Code.XREF,
        "Ada Lovelance",
    ),
    Case(
        "file of data that is not YAML",
        session(":id: x") | {"_data/topics.yml": "ovn: OVN\n- broken\n"},
        "_data/topics.yml:2: cannot be read as YAML: "
        "expected <block end>, but found '-'; correct the line",
        Code.DATA,
        "A bullet",
    ),
    Case(
        "key of data",
        session(":id: x") | {"_data/topics.yml": "ovn:\n  label: OVN\n  alias: [x]\n"},
        "_data/topics.yml:3: ovn: unknown key 'alias'; did you mean 'aliases'?",
        Code.DATA,
        "A bullet",
    ),
    Case(
        "topic that no part of an index shows",
        page("```{topic-index}", ":letters: A-O", "```") | TOPICS,
        "index.md:3: no topic-index shows 'SDN'; "
        "widen the options of one of them, or add one that shows the rest",
        Code.INDEX,
        "OVN",
    ),
    Case(
        "topics that no part of an index shows",
        page("```{topic-index}", ":letters: A", "```")
        | {"_data/topics.yml": "".join(f"{letter}: {letter}\n" for letter in "abcdef")},
        "index.md:3: no topic-index shows 'b', 'c' or 'd' and 2 more; "
        "widen the options of one of them, or add one that shows the rest",
        Code.INDEX,
        "Book",
    ),
    Case(
        "letters of an index",
        page("```{topic-index}", ":letters: F-A", "```") | TOPICS,
        "index.md:4: 'F-A' is not a list of first letters; write it as 'A-F' or '0-9, A-C, X'",
        Code.OPTION,
        "SDN",
    ),
    Case(
        "branch of an index",
        page("```{topic-index}", ":under: Software network", "```") | TOPICS,
        "index.md:3: unknown topic 'Software network'; did you mean 'Software networks'?",
        Code.TOPIC,
        "No topics.",
    ),
    Case(
        "limit of a list of topics",
        page("```{topic-list}", ":limit: many", "```"),
        "index.md:4: 'many' is not a number of topics; write it as '20'",
        Code.OPTION,
        "No topics.",
    ),
    Case(
        "value in conf.py",
        session(":id: x"),
        "conf.py:1: session_data_dir: '../data' is not a folder inside the project; write '_data'",
        Code.CONFIG,
        "A bullet",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_slip_is_told_and_the_text_stays(project: Project, case: Case) -> None:
    conf: dict[str, Any] = {}
    if case.code is Code.CONFIG:
        conf["session_data_dir"] = "../data"
    built = project.write(case.files).build("text", **conf)
    where, _, text = case.told.partition(": ")
    expected = f"{where}: WARNING: {text} [session.{case.code.value}]"
    assert expected in built.warnings
    assert case.kept in re.sub(r"\s+", " ", built.text("index.txt"))


@pytest.mark.parametrize(
    "address",
    ["{path}#L{first}-L{last}", "https://e.org/{file}", "https://e.org/{", "javascript:{path}", 7],
)
def test_an_address_that_leads_to_no_lines_is_told(project: Project, address: object) -> None:
    built = project.write(session(":id: x")).build("html", session_repository=address)
    told = f"session_repository: {address!r} does not lead to lines of a file"
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
    assert built.warnings == [
        "_data/people.yml:1: WARNING: cannot be read: not UTF-8; correct the file [session.data]"
    ]


def test_people_with_short_names_are_not_taken_for_each_other(project: Project) -> None:
    files = session(":id: x", ":speakers: Jan Li") | {"_data/people.yml": "jon: {name: Jon Li}\n"}
    assert project.write(files).build("text").warnings == []


def test_a_track_written_in_two_ways_keeps_all_its_sessions(project: Project) -> None:
    blocks = [
        f"::::{{session}} Title {number}\n:track: {track}\n::::\n"
        for number, track in enumerate(("Main Hall", "main hall"))
    ]
    project.write(page(*blocks, "```{session-table}", "```"))
    table = session_table(project.build("text").catalog)
    shown = [ref.text for _, cells in table.rows for cell in cells for ref in cell]
    assert shown == ["Title 0", "Title 1"]


def test_a_comment_is_no_slip(project: Project) -> None:
    built = project.write(session(":id: x", "", "<!-- to do -->")).build("text")
    assert built.warnings == []
    assert "to do" not in built.text("index.txt")


def test_a_session_without_an_id_is_told_which_line_to_add(project: Project) -> None:
    built = project.write(session(title="A Title")).build("text")
    assert built.warnings == []
    assert "index.md:3: no id; to keep its address, add ':id: a-title' [session.permalink]" in (
        built.status
    )


def test_a_broken_link_is_told_once(project: Project) -> None:
    built = project.write(session(":id: ovn-talk", "", "- [](#ovn-tall)")).build("html")
    assert len(built.warnings) == 1


def test_a_target_that_is_nobodys_is_left_to_others(project: Project) -> None:
    built = project.write(session(":id: x", "", "- [](#quite-another-thing)")).build("html")
    assert [line.rsplit(" ", 1)[1] for line in built.warnings] == ["[myst.xref_missing]"]
