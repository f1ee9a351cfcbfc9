"""What the build makes for the scripts: the choices of a list, and the cards of links."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from edits import day, session
from exact import clean_build, differences
from session_notes.catalog.index_entries import entries_by_id
from session_notes.sphinxext.assets import FILTER, MATH, PREVIEW, STATIC, STYLE
from session_notes.sphinxext.moved import PLACES, SCRIPT
from session_search.publish import STATIC as SEARCH

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Project

HOSTILE = "</script><b> \\u003c \u2028 <!-- <script>"
TALK = "::::{talk} A talk\n:id: a-talk\n:topics: BGP\n:speakers: Grace [host]\n\n- Said\n::::\n"
BOOK = {
    "index.md": "# Book\n\n```{toctree}\none\nlist\n```\n",
    "one.md": day(
        "2015-05-18",
        session("one", "One", "- x", options=(":topics: OVN, SDN", ":track: Conference")),
        TALK,
        session("two", HOSTILE, "- x", options=(f":topics: {HOSTILE.replace(',', '')}",)),
    ),
    "list.md": "# List\n\n```{session-list}\n:filter:\n```\n",
    "_data/topics.yml": "sdn: SDN\novn: OVN\nbgp: BGP\n",
}


def told(built: Built, page: str = "list.html") -> dict[str, Any]:
    """Return what a page tells the script of its list."""
    found = re.search(r'class="session-choices">(.*?)</script>', built.text(page), re.DOTALL)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def cards(built: Built, name: str) -> dict[str, list[str]]:
    script = built.text(f"_static/session-cards/{name}.js")
    found = re.fullmatch(r"Object\.assign\(window\.sessionCards \?\?= \{\}, (.*)\);\n", script)
    assert found
    return json.loads(found[1])[name]  # type: ignore[no-any-return]


def files(built: Built) -> list[str]:
    folder = built.outdir / "_static/session-cards"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# -- lists with filters ---------------------------------------------------------------------


def test_a_session_answers_for_its_talks(project: Project) -> None:
    data = told(project.write(BOOK).build())
    assert list(data["facets"]) == ["day", "track", "kind", "topic", "speaker"]
    labels = {
        name: [[choices[place][1] for place in row[number]] for row in data["rows"]]
        for number, (name, choices) in enumerate(data["facets"].items())
    }
    assert labels["day"] == [["Mon 18 May"]] * 2
    assert labels["topic"][0] == ["OVN", "SDN", "BGP"]
    assert labels["speaker"] == [["Grace"], []]
    assert [row[-1] for row in data["rows"]] == ["A talk", ""]


def test_the_form_is_in_the_page_before_its_script_runs(project: Project) -> None:
    built = project.write(BOOK).build(language="de", suppress_warnings=["i18n"])
    form = re.findall(r'<form class="session-filter".*?</form>', built.text("list.html"))[0]
    names = re.findall(r'<(?:select|input)[^>]* name="(\w+)"', form)
    assert names == [*told(built)["facets"], "words"]
    assert re.findall(r"<span>(.*?)</span>", form) == [told(built)["words"][name] for name in names]
    assert re.findall(r'<p role="status">(.*?)</p>', form) == ["2 von 2 Sessions"]
    assert form.count("<option") == form.count("<select") == len(names) - 1
    assert FILTER in built.text("list.html")
    assert FILTER not in built.text("one.html")


def test_choices_are_in_the_order_of_their_indexes(project: Project) -> None:
    built = project.write(BOOK).build()
    topics = [label for _, label in told(built)["facets"]["topic"]]
    assert topics == [item.ref.text for item in entries_by_id(built.catalog, "topic").values()]


@pytest.mark.parametrize("builder", ["singlehtml", "text", "epub"])
def test_only_pages_of_a_site_have_scripts(project: Project, builder: str) -> None:
    built = project.write(BOOK).build(builder, version="1", copyright="x", epub_uid="x")
    made = [path for path in built.outdir.rglob("*") if path.is_file()]
    assert not {FILTER, PREVIEW, STYLE} & {path.name for path in made}
    for path in made:
        if path.suffix in (".html", ".xhtml", ".txt"):
            text = path.read_text("utf-8")
            assert not any(name in text for name in ("session-choices", FILTER, PREVIEW, STYLE))


@pytest.mark.parametrize("name", ["list.md", "list.rst"])
@pytest.mark.parametrize("value", ["", " yes"])
def test_the_option_takes_no_value(project: Project, name: str, value: str) -> None:
    text = {
        "list.md": f"# List\n\n```{{session-list}}\n:filter:{value}\n```\n",
        "list.rst": f"List\n====\n\n.. session-list::\n   :filter:{value}\n",
    }[name]
    files: dict[str, str] = {key: text for key, text in BOOK.items() if key != "list.md"}
    built = project.write({**files, name: text}).build()
    warnings = [line for line in built.warnings if name in line]
    if value:
        assert len(warnings) == 1
        assert warnings[0].startswith(f"{name}:4: WARNING: " if name == "list.md" else f"{name}:5")
        assert "option 'filter' takes no value, but has 'yes'; write ':filter:'" in warnings[0]
        assert "session-choices" not in built.text("list.html")
    else:
        assert warnings == []
        assert len(told(built)["rows"]) == 2


def test_a_talk_changes_the_choices_of_a_site_and_nothing_else(project: Project) -> None:
    project.write(BOOK)
    for builder, written in (("html", ["index", "list", "one"]), ("text", ["index", "one"])):
        project.build(builder)
        old = project.srcdir.joinpath("one.md").read_text("utf-8")
        project.write({"one.md": old.replace("Grace", "Grace M.")})
        assert project.build(builder).written == written
        project.write({"one.md": old})


# -- cards ----------------------------------------------------------------------------------


def test_a_card_tells_what_its_page_does(project: Project) -> None:
    project.write({**BOOK, "list.md": "# List\n\n```{topic-index}\n```\n"})
    built = project.build()
    assert files(built) == ["list.js", "one.js"]
    assert cards(built, "one")["one"] == ["One", "Monday 18 May 2015\xa0· Conference", "", "x"]
    assert cards(built, "one")["a-talk"] == [
        "A talk in One", "Monday 18 May 2015", "Grace, host", "Said",
    ]  # fmt: skip
    assert cards(built, "list")["topic-sdn"] == ["SDN", "Sessions: 1", "", ""]
    japanese = project.twin().write(BOOK).build(language="ja", suppress_warnings=["i18n"])
    assert cards(japanese, "one")["one"][1] == "2015年5月18日（月）\xa0/ Conference"


def test_cards_follow_the_pages(project: Project) -> None:
    project.write({**BOOK, "deep/er/page.md": day("2015-05-19", session("far", "Far", "- x"))})
    options: dict[str, Any] = {"suppress_warnings": ["toc"]}
    before = project.build(**options)
    assert "deep/er/page.js" in files(before)
    project.write({"deep/er/page.md": None})
    after = project.build(**options)
    assert files(after) == ["one.js"]
    assert differences(after.outdir, clean_build(project, "html", **options).outdir) == []
    off = project.build(session_preview=False, **options)
    assert files(off) == []
    clean = clean_build(project, "html", session_preview=False, **options)
    assert differences(off.outdir, clean.outdir) == []


def test_cards_say_what_links_say(project: Project) -> None:
    page = day("2015-05-19", session("far", "Far", "- After [](#one)", "- Before [](one.md)"))
    project.write({**BOOK, "far.md": page}).build(suppress_warnings=["toc"])
    text = project.srcdir.joinpath("one.md").read_text("utf-8")
    project.write({"one.md": text.replace("} One", "} First")})
    built = project.build(suppress_warnings=["toc"])
    assert cards(built, "far")["far"][3] == "After First\nBefore The day 2015-05-18"


def test_nothing_is_written_twice(project: Project) -> None:
    def times(root: Path) -> dict[str, int]:
        ours = [*root.rglob("session-cards/**/*.js"), *root.rglob("_static/session_*")]
        return {path.name: path.stat().st_mtime_ns for path in ours}

    before = times(project.write(BOOK).build().outdir)
    ours = {FILTER, PREVIEW, STYLE, SCRIPT, PLACES, "one.js", "session_notes.css"}
    searching = {path.name for path in SEARCH.iterdir()}
    assert ours | searching == before.keys()
    assert times(project.build().outdir) == before


def test_scripts_are_small() -> None:
    assert sum((STATIC / name).stat().st_size for name in (FILTER, MATH, PREVIEW, STYLE)) < 16_000
    assert (STATIC / SCRIPT).stat().st_size < 2_000
