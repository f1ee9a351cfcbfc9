"""Old addresses: of sessions, topics and people with other ids, and of pages with other names."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from edits import BOOK, day, session
from exact import clean_build, differences
from session_notes.catalog.places import places
from session_notes.lint.project import check_project
from session_notes.model.vocabulary import load
from slips import reported_by

if TYPE_CHECKING:
    from conftest import Built, Project

PAGES = {
    **BOOK,
    "index.md": BOOK["index.md"].replace("three\n", "three\nrest\n"),
    "one.md": BOOK["one.md"].replace(":id: ovn\n", ":id: ovn\n:was: ovn-in-short, ovs-talk\n"),
    "two.md": BOOK["two.md"].replace("date:", "was: days/tuesday, 2\ndate:"),
    "rest.rst": ":was: wednesday, days/wednesday\n\nRest\n====\n\n"
    ".. session:: Still\n   :id: still\n   :was: loud\n\n   - Words\n",
    "_data/topics.yml": "ovn: {label: OVN, was: [own, open-virtual-network]}\nsdn: SDN\nbgp: BGP\n",
    "_data/people.yml": "ada: {name: Ada Lovelace, was: [a-lovelace]}\n",
    "_data/tracks.yml": "keynote: Keynote\nconference: {label: Conference, was: [summit]}\n",
}


def moved(built: Built) -> dict[str, str]:
    """Return where a site says that every anchor is."""
    text = built.text("_static/session_places.js").removesuffix(";\n")
    found: dict[str, str] = json.loads(text.removeprefix("window.sessionPlaces = "))
    return found


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_site_knows_where_every_anchor_is(project: Project, builder: str) -> None:
    built = project.write(PAGES).build(builder)
    assert built.warnings == []
    found = moved(built)
    for anchor, address in found.items():
        path, _, there = address.partition("#")
        page = built.outdir / path
        html = (page / "index.html" if page.is_dir() else page).read_text("utf-8")
        assert f'id="{there}"' in html, anchor
    end = ".html" if builder == "html" else "/"
    assert {name: found[name] for name in ("ovn", "ovn-in-short", "ovs-talk", "loud", "short")} == {
        "ovn": f"one{end}#ovn",
        "ovn-in-short": f"one{end}#ovn",
        "ovs-talk": f"one{end}#ovn",
        "loud": f"rest{end}#still",
        "short": f"two{end}#short",
    }
    assert found["topic-own"] == found["topic-ovn"] == f"browse{end}#topic-ovn"
    assert found["track-summit"] == f"browse{end}#track-conference"
    assert found["speaker-a-lovelace"] == f"browse{end}#speaker-ada"
    # Whoever only spoke is not in the index of reporters, and leads to that of speakers.
    assert found["reporter-ada"] == found["reporter-a-lovelace"] == f"browse{end}#speaker-ada"


@pytest.mark.parametrize(
    ("builder", "names"), [("html", ("one", "rest", "browse")), ("singlehtml", ("index",) * 3)]
)
def test_on_its_own_page_an_old_id_needs_no_script(
    project: Project, builder: str, names: tuple[str, ...]
) -> None:
    built = project.write(PAGES).build(builder)
    one, rest, browse = (built.text(f"{name}.html") for name in names)
    assert one.count('id="ovn-in-short"') == one.count('id="ovs-talk"') == 1
    assert rest.count('id="loud"') == 1
    assert browse.count('id="topic-own"') == browse.count('id="speaker-a-lovelace"') == 1
    assert (built.outdir / "_static/session_places.js").exists() == (builder == "html")
    assert (built.outdir / "days").exists() == (builder == "html")


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_other_formats_say_nothing_of_it(project: Project, builder: str) -> None:
    built = project.write(PAGES).build(builder, copyright="2015", version="1")
    assert built.warnings == []
    names = {path.name for path in built.outdir.rglob("*")}
    assert not {"tuesday.html", "tuesday.xhtml", "session_places.js", "session_moved.js"} & names
    if builder == "text":
        assert "ovs-talk" not in built.text("one.txt")


@pytest.mark.parametrize(
    ("builder", "old", "to", "start"),
    [
        ("html", "days/tuesday.html", "../two.html", "../_static/"),
        ("html", "2.html", "two.html", "_static/"),
        ("html", "days/wednesday.html", "../rest.html", "../_static/"),
        ("dirhtml", "days/tuesday/index.html", "../../two/", "../../_static/"),
        ("dirhtml", "wednesday/index.html", "../rest/", "../_static/"),
    ],
)
def test_an_old_page_leads_on(
    project: Project, builder: str, old: str, to: str, start: str
) -> None:
    built = project.write(PAGES).build(
        builder, html_baseurl="https://x.example/book", language="ja"
    )
    page = built.text(old)
    assert f'content="0; url={to}"' in page
    assert f'<a href="{to}">' in page
    assert f'src="{start}session_moved.js"' in page
    full = f"https://x.example/book/{to.replace('../', '')}"
    assert f'<link rel="canonical" href="{full}">' in page
    assert '<html lang="ja">' in page
    assert "に移動しました" in page
    assert "<script>" not in page


def test_what_is_no_longer_old_is_removed(project: Project) -> None:
    project.write(PAGES).build()
    built = project.write({"two.md": BOOK["two.md"]}).build()
    assert not (built.outdir / "days/tuesday.html").exists()
    assert (built.outdir / "days/wednesday.html").exists()
    assert differences(built.outdir, clean_build(project, "html").outdir) == []


def test_a_page_that_is_renamed_leaves_one_that_leads_on(project: Project) -> None:
    project.write(BOOK).build()
    text = BOOK["two.md"].replace("date:", "was: two\ndate:")
    index = BOOK["index.md"].replace("two\n", "deux\n")
    plain = BOOK["plain.md"].replace("(two.md)", "(deux.md)")
    files = {"index.md": index, "two.md": None, "deux.md": text, "plain.md": plain}
    built = project.write(files).build()
    assert built.warnings == []
    assert 'url=deux.html"' in built.text("two.html")
    assert differences(built.outdir, clean_build(project, "html").outdir) == []


def test_where_a_page_is_nothing_leads_on(project: Project) -> None:
    index = "# Book\n\n```{toctree}\ndays/index\n```\n"
    days = "---\nwas: days\n---\n# Days\n"
    project.write({"index.md": index, "days/index.md": days})
    assert 'url=days/index.html"' in project.build("html").text("days.html")
    # Here they are one.
    built = project.build("dirhtml")
    assert "refresh" not in built.text("days/index.html")
    # Nor after a build that does not write the page.
    built = project.write({"other.md": "---\norphan: true\n---\n# Other\n"}).build("dirhtml")
    assert built.written == ["other"]
    assert "refresh" not in built.text("days/index.html")


def test_links_by_old_ids_are_told_and_lead_there(project: Project) -> None:
    words = (
        "See {session}`loud`, [](#ovs-talk), {topic}`own`, {speaker}`a-lovelace` and {topic}`OVN`."
    )
    built = project.write({**PAGES, "plain.md": f"# Plain\n\n{words}\n"}).build()
    assert built.warnings == []
    told = [
        (source, line, text, is_warning)
        for source, line, text, code, is_warning in reported_by(built, project)
        if code == "old"
    ]
    assert told == [
        ("plain.md", 3, f"'{old}' is an old id; write '{new}'", False)
        for old, new in (
            ("a-lovelace", "ada"),
            ("loud", "still"),
            ("ovs-talk", "ovn"),
            ("own", "ovn"),
        )
    ]
    html = built.text("plain.html")
    for address in ("rest.html#still", "one.html#ovn", "browse.html#topic-ovn"):
        assert f'href="{address}"' in html
    assert 'href="browse.html#speaker-ada"' in html


def test_a_heading_gives_an_old_id_back(project: Project) -> None:
    words = "{0}\n\n(old-c)=\n## Old C\n\nSee <project:#old-c>.\n"
    text = day(
        "2015-05-18",
        words.format("## Old A"),
        *(
            session(
                name,
                name.upper(),
                f"- Said\n\n## Old {name.upper()}",
                options=(f":was: old-{name}",),
            )
            for name in "abc"
        ),
    )
    built = project.write({"index.md": text}).build()
    found = moved(built)
    assert {name: found[f"old-{name}"] for name in "ab"} == {
        name: f"index.html#{name}" for name in "ab"
    }
    html = built.text("index.html")
    for name in "ab":
        assert re.search(rf'<section[^>]* id="{name}">\s*<span id="old-{name}">', html), name
    # An author gave it this one.
    assert re.search('<section[^>]* id="old-c">', html)
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="([^"]+)"', html))


def test_a_track_by_its_old_name_is_told(project: Project) -> None:
    text = day("2015-05-18", session("a", "A", "- Said", options=(":track: summit",)))
    built = project.write({**PAGES, "plain.md": text}).build()
    told = [one for one in reported_by(built, project) if one[3] == "old"]
    assert [one[:3] for one in told] == [
        ("plain.md", 8, "'summit' is an old id; write 'Conference'")
    ]


#: No file has a name of so many bytes.
LONG = "長" * 70
CLASHES = {
    "another has it": (
        {"one.md": session("a", "A", options=(":was: b",)) + session("b", "B")},
        ["one.md:3 old id 'b' is the id of 'B' (one.md:6)"],
    ),
    "another page has it": (
        {"one.md": session("a", "A", options=(":was: b",)), "two.md": session("b", "B")},
        ["one.md:3 old id 'b' is the id of 'B' (two.md:1)"],
    ),
    "it has it itself": (
        {"one.md": session("a", "A", options=(":was: b, a",))},
        ["one.md:3 old id 'a' is the id of 'A' (one.md:1)"],
    ),
    "two had it": (
        {"one.md": "".join(session(i, i.upper(), options=(":was: x",)) for i in ("a", "b"))},
        ["one.md:8 'A' (one.md:1) has the old id 'x', too"],
    ),
    "a talk has it": (
        {"one.md": session("a", "A", options=(":was: t",)) + "::::{talk} T\n:id: t\n::::\n"},
        ["one.md:3 old id 't' is the id of 'T' (one.md:6)"],
    ),
    "it is no id": (
        {"one.md": session("a", "A", options=(":was: Old_Name; 日本",))},
        [
            f"one.md:3 id '{name}' has characters other than lower-case letters, digits and hyphens"
            for name in ("Old_Name", "日本")
        ],
    ),
    "a page is there": (
        {"one.md": "---\nwas: [two, Index]\n---\n# One\n", "Two.md": "# Two\n"},
        ["one.md:2 there is a page 'Index'", "one.md:2 there is a page 'two'"],
    ),
    "Sphinx makes a page there": (
        {"one.md": "---\nwas: search\n---\n# One\n"},
        ["one.md:2 there is a page 'search'"],
    ),
    "two pages were there": (
        {"one.md": "---\nwas: x\n---\n# One\n", "two.md": "---\nwas:\n- x\n---\n# Two\n"},
        ["two.md:2 'x' is an old name of 'one', too"],
    ),
    "it is no name": (
        {"one.md": f"---\nwas: ['../x', '_static/x', 'a//b', 'a?b', '', {LONG}]\n---\n# One\n"},
        [
            f"one.md:2 '{name}' is not the name of a page"
            for name in ("", "../x", "_static/x", "a//b", "a?b", LONG)
        ],
    ),
    "it is no text": (
        {"one.md": "---\nwas: {a: b}\n---\n# One\n"},
        ["one.md:2 'was' is neither text nor a list of texts"],
    ),
    "a topic has it": (
        {
            "_data/topics.yml": "a: {label: A, was: [b]}\nb: Bee\n",
            "one.md": "# One\n\n```{topic-index}\n```\n",
        },
        ["_data/topics.yml:1 a: 'b' is already a name of 'b' (line 2)"],
    ),
    "it is no id of a topic": (
        {"_data/topics.yml": "a: {label: A, was: [B c]}\n", "one.md": "# One\n"},
        ["_data/topics.yml:1 'B c' is not an id"],
    ),
}


@pytest.mark.parametrize("name", CLASHES)
def test_check_and_build_tell_what_is_wrong_with_old_names(project: Project, name: str) -> None:
    files, expected = CLASHES[name]
    pages = [page.removesuffix(".md") for page in files if page.endswith(".md")]
    index = "# Book\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    built = project.write({"index.md": index, **files}).build()
    codes = ("was", "id", "data")
    told = [
        f"{source}:{line} {text}"
        for source, line, text, code, is_warning in reported_by(built, project)
        if code in codes and is_warning
    ]
    checked = [
        f"{p.where} {p.text}"
        for p in check_project(project.srcdir).problems
        if p.code.value in codes
    ]
    assert sorted(checked) == told
    assert [line.rpartition("; ")[0] for line in told] == expected
    for page in built.outdir.rglob("*.html"):
        anchors = re.findall(r' id="([^"]+)"', page.read_text("utf-8"))
        assert len(anchors) == len(set(anchors)), page
    assert differences(built.outdir, clean_build(project, "html").outdir) == []


def test_what_has_an_id_keeps_its_address(project: Project) -> None:
    text = day("2015-05-18", session("a", "A", options=(":was: b",)), session("b", "B"))
    topics = "a: {label: A, was: [b]}\nb: Bee\n"
    index = f"{text}\n```{{topic-index}}\n```\n"
    built = project.write({"index.md": index, "_data/topics.yml": topics}).build()
    names = ("a", "b", "topic-a", "topic-b")
    assert moved(built) == {name: f"index.html#{name}" for name in names}
    assert built.text("index.html").count('id="b"') == 1
    assert re.search(r'<section class="session" id="b">', built.text("index.html"))


def test_what_has_a_name_goes_before_what_had_it() -> None:
    topics, _ = load("topics", "topics.yml", "a: {label: A, was: [b, c]}\nb: Bee\n")
    assert [topics.find(name).id for name in ("b", "c")] == ["b", "a"]  # type: ignore[union-attr]


def test_a_heading_keeps_its_address(project: Project) -> None:
    text = "# Old\n\n" + session("a", "A", options=(":was: old",))
    html = project.write({"index.md": text}).build().text("index.html")
    assert html.count('id="old"') == 1


def test_an_old_id_of_restructuredtext_that_is_wrong_is_told(project: Project) -> None:
    built = project.write({"index.rst": ":was: ../up\n\nBook\n====\n"}).build()
    assert [(where, code) for where, code, _ in built.reported] == [("index.rst:1", "was")]


def test_places_are_those_of_a_book_of_one(project: Project) -> None:
    built = project.write(PAGES).build(parallel=2)
    assert differences(built.outdir, clean_build(project, "html").outdir) == []
    assert set(moved(built)) == set(places(built.catalog))
