"""What the files of the search hold; ``browser/test_queries.py`` asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from edits import day, session
from exact import clean_build, differences
from session_search.text import document

if TYPE_CHECKING:
    from conftest import Built, Project

STUB = session("to-come", "A stub", "- …")
PARTS = (
    "- Said of [](#lb) and `code`, see [a page](https://example.org/a)",
    "  - Nested",
    "",
    "| a | b |",
    "|---|---|",
    "| 1 | 2 |",
    "",
    ":::{impressions} Ann",
    "- Loud.",
    ":::",
    ":::{references}",
    "- review: [The review](https://review.example/177946)",
    ":::",
)
OPTIONS = (":topics: sdn", ":speakers: Ada (ACM)", ":track: Net", ":video: https://v.tv/1")
BOOK: dict[str, str | None] = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\nother\nhidden\n```\n",
    "one.md": day(
        "2015-05-18",
        "Of the day.\n",
        session("ovs", "OVS in short", *PARTS, options=OPTIONS),
        "::::{talk} A talk\n:id: talk\n\n- Of the talk\n::::\n",
        STUB,
    ),
    "two.md": day("2015-05-19", session("lb", "Load balancing", "- Of two")),
    "other.md": "# Other\n\nWords.\n\n## Below\n\nMore words.\n\n```{session-list}\n```\n",
    "hidden.md": "---\nnosearch: true\n---\n# Hidden\n\nSecret.\n",
    "_data/people.yml": "ada: {name: {en: Ada, ja: エイダ}, reading: えいだ, aliases: [A. L.]}\n"
    "nobody: {name: Nobody Asked}\n",
    "_data/topics.yml": "sdn: {label: SDN, aliases: [Software-defined]}\nbgp: Not used\n",
    "_data/tracks.yml": "net: Net\n",
}
FOLDER = "_static/session-search"


def data(built: Built, name: str = "records") -> Any:
    head, _, content = built.text(f"{FOLDER}/{name}.js").partition("JSON.parse('")
    assert head == f"(window.sessionSearchData ??= {{}}).{name} = "
    quoted = content.removesuffix("');\n")
    return json.loads(quoted.replace("\\'", "'").replace("\\\\", "\\"))


def test_a_record_has_all_that_a_session_says(project: Project) -> None:
    built = project.write(BOOK).build("html")
    found = data(built)
    row = found["rows"][0]
    assert row[:4] == [0, "one.html#ovs", "OVS in short", -1]
    assert found["days"][row[4]] == ["Monday 18 May 2015", "", "Monday"]
    assert found["day"][row[4]] == "2015-05-18"
    assert found["tracks"][row[5]] == ["Net", ""]
    assert row[6] == -1
    assert [found["topics"][number] for number in row[7]] == [["SDN", "", "Software-defined"]]
    assert [found["people"][number] for number in row[8]] == [["Ada", "えいだ", "エイダ", "A. L."]]
    assert row[9:] == [
        "Ada\nACM",
        "Ann",
        "Said of Load balancing and code, see a page\nNested\na b\n1 2",
        "Loud.",
        "The review\nhttps://example.org/a\nhttps://review.example/177946\nhttps://v.tv/1",
    ]


def test_there_are_records_of_sessions_talks_days_and_other_pages(project: Project) -> None:
    built = project.write(BOOK).build("html")
    rows = data(built)["rows"]
    assert [row[:4] for row in rows] == [
        [0, "one.html#ovs", "OVS in short", -1],
        [1, "one.html#talk", "A talk", 0],
        [0, "two.html#lb", "Load balancing", -1],
        [2, "one.html", "The day 2015-05-18", -1],
        [2, "two.html", "The day 2015-05-19", -1],
    ]
    assert rows[3][11] == "Of the day."
    assert [[*row[:3], *row[9:]] for row in data(built, "sections")] == [
        [3, "index.html", "Book"],
        [3, "other.html", "Other", "", "", "Words."],
        [3, "other.html#below", "Below", "Other", "", "More words."],
    ]


def test_what_is_hidden_is_in_no_file(project: Project) -> None:
    example = session("shown", "Only an example", "- Said")
    page = f"---\norphan: true\n---\n# Page\n\n````{{example}}\n{example}\n````\n"
    built = project.write({**BOOK, "example.md": page}).build("html")
    files = sorted((built.outdir / FOLDER).iterdir())
    said = "".join(path.read_text("utf-8") for path in files)
    assert "Load balancing" in said
    # A stub, a page that no search shows, somebody whom no session names, a topic that none has.
    for word in ("A stub", "Secret", "Nobody", "Not used"):
        assert word not in said
    # An example is text of its page, and no session.
    assert "#shown" not in said


def test_sphinx_makes_no_index(project: Project) -> None:
    project.write(BOOK).build("html", extensions=["myst_parser", "session_notes"])
    assert (project.builddir / "html/searchindex.js").is_file()
    built = project.build("html")
    assert not (built.outdir / "searchindex.js").exists()
    assert "searchtools" not in built.text("search.html")


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "latex"])
def test_other_formats_have_no_search(project: Project, builder: str) -> None:
    built = project.write(BOOK).build(builder)
    assert [path.name for path in built.outdir.rglob("*session?search*")] == []


def test_addresses_are_those_of_the_builder(project: Project) -> None:
    built = project.write(BOOK).build("dirhtml")
    assert data(built)["rows"][0][1] == "one/#ovs"
    assert 'href="../other/"' in built.text("search/index.html")


def test_the_page_is_complete_before_any_script(project: Project) -> None:
    html = project.write(BOOK).build("html").text("search.html")
    assert '<select name="day"><option value="">Any</option><option value="2015-05-18">' in html
    # Of one track and no event there is nothing to choose.
    assert 'name="track"' not in html
    assert 'name="event"' not in html
    assert "<noscript><p>The search needs JavaScript." in html
    assert '<li><a href="other.html">Other</a></li>' in html
    assert "<h1>Suche</h1>" in project.build("html", language="de").text("search.html")


EDITS: dict[str, dict[str, str | None]] = {
    "a bullet": {"two.md": str(BOOK["two.md"]).replace("Of two", "Of three")},
    "a title that a link shows": {"two.md": str(BOOK["two.md"]).replace("Load", "Weight")},
    "an alias": {"_data/topics.yml": "sdn: {label: SDN, aliases: [Defined by software]}\n"},
    "a reading": {"_data/people.yml": "ada: {name: Ada, reading: あだ}\n"},
    "a stub that is none any more": {"one.md": str(BOOK["one.md"]).replace("- …", "- Said")},
    "a page that is hidden now": {"other.md": f"---\nnosearch: true\n---\n{BOOK['other.md']}"},
    "a section": {"other.md": str(BOOK["other.md"]).replace("## Below", "## Beneath")},
    "a page that goes": {
        "two.md": None,
        "index.md": str(BOOK["index.md"]).replace("two\n", ""),
        "one.md": str(BOOK["one.md"]).replace("[](#lb)", "it"),
    },
    "a word of ours": {
        "locales/en/LC_MESSAGES/session_notes.po": 'msgid ""\nmsgstr "Content-Type: text/plain; '
        'charset=UTF-8"\n\nmsgid "Show more"\nmsgstr "More of it"\n',
    },
}


@pytest.mark.parametrize("name", EDITS)
def test_the_files_after_an_edit_are_those_of_a_clean_build(project: Project, name: str) -> None:
    conf: dict[str, Any] = {"locale_dirs": ["locales"]}
    before = project.write(BOOK).build("html", **conf)
    said = [before.text(f"{FOLDER}/{one}.js") for one in ("records", "sections")]
    again = project.write(EDITS[name]).build("html", **conf)
    assert [again.text(f"{FOLDER}/{one}.js") for one in ("records", "sections")] != said
    assert differences(again.outdir, clean_build(project, "html", **conf).outdir) == []


def test_several_processes_make_the_same_files(project: Project) -> None:
    names = [f"day{number:02}" for number in range(14)]
    pages = {
        f"{name}.md": day("2015-05-18", session(f"s-{name}", f"Of {name}", "- Said"))
        for name in names
    }
    toctree = "\n".join(names)
    project.write({**pages, "index.md": f"# Book\n\n```{{toctree}}\n{toctree}\n```\n"})
    serial = project.build("html").outdir.rename(project.root / "serial")
    parallel = project.build("html", parallel=4, clean=True)
    assert parallel.read_here == []
    assert differences(parallel.outdir, serial) == []


HUB = """
from datetime import date
from session_notes.sphinxext.api import SearchRecord, SearchSource
TITLE = "Far away"
def records():
    yield SearchRecord(
        TITLE, "https://else.example/#far", book="Another book", day=date(2016, 1, 2),
        event="Oslo", topics=(("VXLAN",),), people=(("Grace Hopper", "Amazing Grace"),),
        text="Said there.")
def setup(app):
    app.setup_extension("session_notes")
    app.connect("session-search", lambda app: SearchSource(TITLE, records))
"""


def test_another_extension_adds_records(project: Project) -> None:
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    built = project.write({**BOOK, "conf.py": conf + HUB}).build("html")
    found, (row,) = data(built), data(built, "elsewhere")
    assert row[:4] == [4, "https://else.example/#far", "Far away", -1]
    assert found["days"][row[4]][0] == "Saturday 2 January 2016"
    assert found["events"][row[6]] == ["Oslo", ""]
    assert [found["topics"][number][0] for number in row[7]] == ["VXLAN"]
    assert [found["people"][number] for number in row[8]] == [["Grace Hopper", "", "Amazing Grace"]]
    assert row[9:] == ["Another book", "", "Said there."]
    # It is as exact as the rest, though no page of the book has changed.
    project.write({"conf.py": conf + HUB.replace('"Far away"', '"Farther away"')})
    assert data(project.build("html"), "elsewhere")[0][2] == "Farther away"
    project.write({"conf.py": conf})
    gone = project.build("html")
    assert not (gone.outdir / FOLDER / "elsewhere.js").exists()
    assert differences(gone.outdir, clean_build(project, "html").outdir) == []


def test_a_build_with_nothing_to_do_makes_no_records(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        project.write({**BOOK, "one.md": str(BOOK["one.md"]).replace(STUB, "")})
        .build("html")
        .warnings
        == []
    )
    monkeypatch.setattr("session_search.publish.Records", None)
    assert project.build("html").read == []


def test_a_document_in_restructuredtext_says_the_same(project: Project) -> None:
    rst = (
        ":date: 2015-05-18\n\nDay\n===\n\nOf the day.\n\n.. session:: Short\n   :id: short\n\n"
        "   - Said\n\n   .. impressions::\n\n      - Loud.\n"
    )
    built = project.write({"index.rst": rst}).build("html")
    found = document(built.tree("index"))
    assert found.sessions[0][:2] == ([["Said"]], [["Loud."]])
    assert [section.lines for section in found.sections] == [[["Of the day."]]]
