"""What is published beside the pages, read back by parsers that are not ours."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser  # type: ignore[import-untyped]
import pytest
import vobject
from content import number_of_sessions
from edits import BOOK, EDITS, apply, day, session
from exact import clean_build, differences
from jsonschema import Draft202012Validator, FormatChecker
from session_exports import config, jsonld
from session_exports import publish as publishing
from session_exports.sessions_json import book_data
from session_exports.site import Site
from session_notes.catalog.catalog import Catalog
from session_notes.lint.page import read_page
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from conftest import Built, Project

ROOT = Path(__file__).resolve().parents[2]
EVENT = {
    "name": "The </script> Conference & more",
    "place": "Hall",
    "city": "Vancouver",
    "country": "CA",
    "start": "2015-05-18",
    "end": "2015-05-20",
    "timezone": "America/Vancouver",
    "organizer": "A Society",
}
EXPORTS = ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"]
BASE = "https://notes.example/en/latest/"
CONF: dict[str, Any] = {
    "session_exports": EXPORTS,
    "html_baseurl": BASE,
    "html_title": "The book",
}
TIMED = session(
    "timed",
    "A \\<timed> & “quoted” session; with, commas",
    "- See [](#ovn)",
    "",
    ":::{references}",
    "- Slides: [The deck](https://x.example/deck)",
    ":::",
    options=(
        ":time: 14:40-15:20",
        ":room: 109",
        ":speakers: Ada Lovelace (Engines) [moderator]; Bob [from the floor]",
        ":video: https://x.example/v?a=1&b=2",
        ":etherpad: https://x.example/pad",
        ":topics: OVN",
    ),
)
TALKS = "::::{talk} Part one\n:id: part-one\n:time: 14:45\n\n- Text\n::::\n"
EVENTS = {"_data/events.yml": json.dumps({"conf-2015": EVENT})}
PAGES = {
    **BOOK,
    "one.md": BOOK["one.md"].replace(
        "# The day 2015-05-18\n", "# The day 2015-05-18\n\nAs [](#neutron) said: a *lot*. More.\n"
    )
    + "\n"
    + TIMED
    + "\n"
    + TALKS,
    "undated.md": "---\norphan: true\n---\n# Undated\n\n" + session("undated", "日本語の題"),
    "404.md": "---\norphan: true\nnosearch: true\n---\n# Not found\n",
}


def publish(project: Project, builder: str = "html", *, events: bool = True, **conf: Any) -> Built:
    return project.write(PAGES | (EVENTS if events else {})).build(builder, **{**CONF, **conf})


def published(built: Built) -> set[str]:
    suffixes = {".ics", ".xml", ".json"}
    return {
        path.relative_to(built.outdir).as_posix()
        for path in built.outdir.rglob("*")
        if path.suffix in suffixes and "_static" not in path.parts
    }


def sessions(built: Built) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(built.text("sessions.json"))["sessions"]}


def told(html: str) -> dict[str, Any]:
    (_, script) = html.split('<script type="application/ld+json">')
    data: dict[str, Any] = json.loads(script.partition("</script>")[0])
    return data


def calendar(built: Built, name: str) -> list[Any]:
    content = (built.outdir / "calendar" / name).read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return list(vobject.readOne(content.decode()).vevent_list)


# -- sessions.json --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("builder", "conf"),
    [
        ("html", {}),
        ("dirhtml", {}),
        ("singlehtml", {}),
        ("html", {"html_baseurl": "", "events": False}),
    ],
    ids=["html", "dirhtml", "singlehtml", "nothing-known"],
)
def test_the_data_fit_their_schema(project: Project, builder: str, conf: dict[str, Any]) -> None:
    built = publish(project, builder, **conf)
    assert built.warnings == []
    schema = json.loads(built.text("sessions.schema.json"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    data = json.loads(built.text("sessions.json"))
    assert [error.message for error in validator.iter_errors(data)] == []
    assert not validator.is_valid({**data, "sessions": [{**data["sessions"][0], "extra": 1}]})
    assert not validator.is_valid({**data, "sessions": [{**data["sessions"][0], "id": "A b"}]})
    # Every path leads to an anchor that is there.
    for one in data["sessions"]:
        if builder == "singlehtml" and one["id"] == "undated":
            continue  # Sphinx leaves out what no toctree has.
        path, _, anchor = one["url"].partition("#")
        page = built.outdir / path
        text = (page / "index.html" if page.is_dir() else page).read_text("utf-8")
        assert f'id="{anchor}"' in text
    assert data["book"]["address"] == (None if conf else BASE)
    notes = json.loads(built.text("notes.json"))
    all_notes = {"$ref": notes["$schema"].removeprefix("sessions.schema.json"), **schema}
    for key in ("type", "properties", "required", "additionalProperties"):
        all_notes.pop(key)
    assert [error.message for error in Draft202012Validator(all_notes).iter_errors(notes)] == []
    assert not Draft202012Validator(all_notes).is_valid({**notes, "version": 1})
    assert {one["id"] for one in data["sessions"] if one["summary"]} <= notes["sessions"].keys()


def test_the_data_say_all_that_is_known(project: Project) -> None:
    built = publish(project)
    found, data = sessions(built), json.loads(built.text("sessions.json"))
    timed = found["timed"]
    assert (timed["start"], timed["end"]) == (
        "2015-05-18T14:40:00-07:00",
        "2015-05-18T15:20:00-07:00",
    )
    assert timed["speakers"] == [
        {"id": "ada", "as": "Ada Lovelace", "affiliation": "Engines", "role": "moderator"},
        {"id": "bob", "as": "Bob", "affiliation": None, "role": "from the floor"},
    ]
    assert data["people"]["bob"] == {
        "name": "Bob",
        "names": {},
        "reading": None,
        "aliases": [],
        "links": [],
    }
    assert data["people"]["ada"]["name"] == "Ada Lovelace"
    assert timed["topics"] == ["ovn"]
    assert data["topics"]["ovn"] == {
        "label": "OVN",
        "labels": {},
        "aliases": ["Open Virtual Network"],
        "parent": None,
        "description": None,
    }
    assert (timed["event"], list(data["events"])) == ("conf-2015", ["conf-2015"])
    assert data["events"]["conf-2015"]["timezone"] == "America/Vancouver"
    assert timed["summary"] == "See OVN in short"
    assert timed["references"] == [
        {"kind": "video", "url": "https://x.example/v?a=1&b=2", "text": None},
        {"kind": "etherpad", "url": "https://x.example/pad", "text": None},
        {"kind": "slides", "url": "https://x.example/deck", "text": "The deck"},
    ]
    assert timed["mentions"] == ["ovn"]
    assert found["short"]["mentions"] == ["ovn"]
    assert (found["ovn"]["track"], data["tracks"]["conference"]) == ("conference", "Conference")
    assert data["kinds"] == {"panel": "Panel"}
    assert found["part-one"]["parent"] == "timed"
    assert found["undated"] | {"day": None, "start": None, "calendar": None} == found["undated"]


def test_the_data_have_no_address_that_may_not_be_a_link() -> None:
    options = (":video: javascript:alert(1)", ":slides: deck.pdf", ":abstract: https://a.example")
    page = read_page("day.md", session("one", "One", options=options)).page
    site = Site("", "en", "", "", path_of="{}.html".format, kind=str, root_doc="day")
    (one,) = book_data(Catalog({"day": page}), site)["sessions"]
    assert [link["url"] for link in one["references"]] == ["https://a.example"]


NOTES = """\
- A *word* and **two**, `co``de` and a [page](https://x.example/a?b=1), 1 * 2 [so]
  - Below [](#ovn), or {session}`in words <ovn>`
- ![A picture](pic.png) of {topic}`OVN`

1. First
2. Second

> Quoted
>
> twice

```python
x = 1
```

| A | B |
| - | - |
| 1 | 2 |

# A heading

Term
: Meaning
"""
TEXT = """\
- A word and two, co``de and a page, 1 * 2 [so]
  - Below OVN in short, or in words
- A picture of OVN

1. First
2. Second

> Quoted
>
> twice

x = 1

| A | B |
| 1 | 2 |

A heading

Term
: Meaning"""


def test_the_notes_are_told_as_text_and_as_markdown(project: Project) -> None:
    parts = (
        NOTES,
        ":::{impressions}\n- Mine.\n:::",
        ":::{impressions} Bob\n- His.\n:::",
        ":::{references}\n- [Not a note](https://x.example/)\n:::",
    )
    told_of = session("told", "Told", *parts, options=(":reporter: Ann",))
    page = day("2015-05-25", told_of, TALKS.replace("part-one", "its-talk"))
    conf = {**CONF, "myst_enable_extensions": ["colon_fence", "deflist"]}
    project.write({**BOOK, "index.md": BOOK["index.md"].replace("one\n", "one\ntold\n", 1)})
    built = project.write({"told.md": page, "pic.png": ""}).build("html", **conf)
    notes = json.loads(built.text("notes.json"))["sessions"]
    assert notes["told"]["notes"]["text"] == TEXT
    markdown = notes["told"]["notes"]["markdown"]
    assert (
        "- A *word* and **two**, ```co``de``` and a [page](<https://x.example/a?b=1>)" in markdown
    )
    assert (
        ", 1 \\* 2 \\[so\\]\n  - Below [OVN in short](<one.html#ovn>), or [in words](" in markdown
    )
    assert "```python\nx = 1\n```\n\n| A | B |\n| --- | --- |\n| 1 | 2 |" in markdown
    assert notes["told"]["impressions"] == [
        {"reporters": ["ann"], "text": "- Mine.", "markdown": "- Mine."},
        {"reporters": ["bob"], "text": "- His.", "markdown": "- His."},
    ]
    assert notes["its-talk"]["notes"]["text"] == "- Text"
    assert "Not a note" not in built.text("notes.json")
    summary = sessions(built)["told"]["summary"]
    assert summary.startswith("A word and two, co``de and a page, 1 * 2 [so] Below OVN in short,")
    long = session("told", "Told", "- " + "word " * 100, "", "- 続き")
    again = project.write({"told.md": day("2015-05-25", long)}).build("html", **conf)
    cut = sessions(again)["told"]["summary"]
    assert len(cut) <= 300
    assert cut.endswith("word…")


def test_of_twins_the_first_is_told(project: Project) -> None:
    twin = day("2015-05-25", session("ovn", "The twin"))
    built = publish(project.write({"twin.md": f"---\norphan: true\n{twin[4:]}"}))
    ids = [one["id"] for one in json.loads(built.text("sessions.json"))["sessions"]]
    assert len(ids) == len(set(ids))
    assert sessions(built)["ovn"]["title"] == "OVN in short"


# -- JSON-LD and the rest of the head -------------------------------------------------------


def test_search_engines_learn_of_the_conference_and_its_sessions(project: Project) -> None:
    built = publish(project)
    data = told(built.text("one.html"))
    assert (data["@type"], data["name"]) == ("Event", EVENT["name"])
    assert data["@id"] == told(built.text("index.html"))["@id"] == f"{BASE}index.html#event"
    assert data["location"]["address"]["addressLocality"] == "Vancouver"
    assert data["organizer"] == {"@type": "Organization", "name": "A Society"}
    timed = data["subEvent"][2]
    assert timed["url"] == f"{BASE}one.html#timed"
    assert timed["startDate"] == "2015-05-18T14:40:00-07:00"
    assert timed["location"] == {
        "@type": "Place",
        "name": "109",
        "containedInPlace": {"@id": f"{BASE}index.html#place"},
    }
    assert timed["performer"] == [
        {
            "@type": "Person",
            "@id": f"{BASE}browse.html#speaker-ada",
            "name": "Ada Lovelace",
            "affiliation": {"@type": "Organization", "name": "Engines"},
        }
    ]
    assert [person["name"] for person in timed["attendee"]] == ["Bob"]
    assert timed["recordedIn"][0]["@type"] == "VideoObject"
    assert timed["recordedIn"][0]["url"] == "https://x.example/v?a=1&b=2"
    assert timed["subjectOf"][0]["url"] == "https://x.example/pad"
    assert [talk["name"] for talk in timed["subEvent"]] == ["Part one"]
    assert "ld+json" not in built.text("plain.html")


def test_a_person_is_told_once_a_page_unless_with_another_affiliation(project: Project) -> None:
    again = session("again", "Again", "- x", options=(":speakers: Ada Lovelace; Bob",))
    project.write({**PAGES, **EVENTS, "one.md": PAGES["one.md"] + "\n" + again})
    data = told(project.build(**CONF).text("one.html"))
    ada = f"{BASE}browse.html#speaker-ada"
    first, last = data["subEvent"][0], data["subEvent"][-1]
    assert first["performer"] == [{"@type": "Person", "@id": ada, "name": "Ada Lovelace"}]
    assert first["keywords"] == "OVN, SDN"
    assert last["performer"] == [{"@id": ada}, {"@id": f"{BASE}browse.html#speaker-bob"}]


def test_nothing_is_invented(project: Project) -> None:
    built = publish(project, events=False, html_baseurl="")
    assert "ld+json" not in built.text("index.html")
    data = told(built.text("one.html"))
    assert data.keys() == {"@context", "@graph"}
    assert data["@graph"][0]["@id"] == "#ovn"
    assert data["@graph"][0]["performer"][0]["@id"] == "browse.html#speaker-ada"
    assert not {"location", "organizer"} & data["@graph"][0].keys()
    assert data["@graph"][0]["startDate"] == "2015-05-18"


def test_no_text_ends_the_script() -> None:
    hostile = "</script><!--<script>&\u2028\ud800"
    made = jsonld.script({"name": hostile})
    assert made.count("<") == 2
    assert "&" not in made
    assert json.loads(made.partition(">")[2].removesuffix("</script>\n")) == {
        "name": hostile.replace("\ud800", "?")
    }


def test_a_page_is_described_by_its_first_sentences(project: Project) -> None:
    words = "As Neutron said: a lot. More."
    extensions = ["myst_parser", "session_notes", "session_exports", "sphinxext.opengraph"]
    built = publish(project, extensions=extensions, ogp_site_url=BASE)
    html = built.text("one.html")
    assert f'<meta name="description" content="{words}" />' in html
    assert f'<meta property="og:description" content="{words}" />' in html
    assert html.count('name="description"') == html.count("og:description") == 1
    assert f'content="{BASE}one.html"' in html
    project.write({"plain.md": '# Plain\n\nA "quote" & <b> tag: AT&T &copy; 1.\n'})
    again = publish(project, extensions=extensions, html_baseurl="")
    assert "og:url" not in again.text("one.html")
    assert "og:title" in again.text("one.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "See [](two.md).\n\nThen [words](two.md) with an ![image](x.png).",
            "Then words with an .",
        ),
        ("% A comment\n\n> Quoted.\n\n- Listed.\n\nSaid <b>so</b>.", "Said so."),
        (session("other", "Title", "In a session."), ""),
    ],
)
def test_a_description_is_made_of_the_page_s_own_words(
    project: Project, text: str, expected: str
) -> None:
    built = project.write({**BOOK, "plain.md": f"# Plain\n\n{text}\n"}).build("html")
    assert built.catalog.summary("plain") == expected


def test_a_description_is_escaped_once(project: Project) -> None:
    extensions = ["myst_parser", "session_notes", "session_exports", "sphinxext.opengraph"]
    project.write({"index.md": '# Book\n\nSays "x" `&amp;` & `<b>`.\n'})
    html = project.build("html", extensions=extensions).text("index.html")
    assert html.count('content="Says &quot;x&quot; &amp;amp; &amp; &lt;b&gt;."') == 2


def test_heads_name_the_feed_and_the_calendar_of_the_day(project: Project) -> None:
    built = publish(project, "dirhtml")
    assert 'type="application/atom+xml" title="The book" href="../feed.xml"' in built.text(
        "plain/index.html"
    )
    assert 'href="../calendar/day/2015-05-18.ics"' in built.text("one/index.html")
    assert "text/calendar" not in built.text("plain/index.html")
    assert "alternate" not in built.text("404/index.html")


# -- calendars ------------------------------------------------------------------------------


def test_another_parser_reads_the_calendars(project: Project) -> None:
    built = publish(project)
    events = {event.uid.value: event for event in calendar(built, "all.ics")}
    assert set(events) == {
        f"{name}@conf-2015" for name in ("ovn", "keynote", "timed", "part-one", "neutron", "quiet")
    }
    timed = events["timed@conf-2015"]
    assert timed.summary.value == "A <timed> & “quoted” session; with, commas"
    assert timed.dtstart.value.astimezone(UTC) == datetime(2015, 5, 18, 21, 40, tzinfo=UTC)
    assert timed.dtend.value - timed.dtstart.value == timedelta(minutes=40)
    assert timed.location.value == "109, Hall, Vancouver"
    open_ended = events["part-one@conf-2015"]
    assert open_ended.dtend.value - open_ended.dtstart.value == timedelta(hours=1)
    assert all(hasattr(event, "dtend") for event in events.values())
    assert timed.url.value == f"{BASE}one.html#timed"
    quiet = events["quiet@conf-2015"]
    assert (quiet.dtstart.value, quiet.dtend.value) == (date(2015, 5, 20), date(2015, 5, 21))
    assert quiet.transp.value == "TRANSPARENT"
    assert quiet.dtstamp.value == datetime(2015, 5, 20, tzinfo=UTC)
    assert "VTIMEZONE" not in built.text("calendar/day/2015-05-20.ics")
    assert [event.uid.value for event in calendar(built, "session/quiet.ics")] == [
        "quiet@conf-2015"
    ]
    for one in sessions(built).values():
        assert one["calendar"] is None or (built.outdir / one["calendar"]).is_file()


def test_without_a_time_zone_a_time_is_that_of_the_place(project: Project) -> None:
    built = publish(project, events=False)
    text = built.text("calendar/session/timed.ics")
    assert "DTSTART:20150518T144000\n" in text
    assert "TIMEZONE" not in text


def test_an_id_too_long_for_a_file_has_no_calendar(project: Project) -> None:
    long = "x" * 300
    project.write({"index.md": day("2015-05-18", session(long, "Long"))})
    built = project.build("html", **CONF)
    assert "calendar/day/2015-05-18.ics" in published(built)
    assert sessions(built)[long]["calendar"] is None


# -- feed and sitemap -----------------------------------------------------------------------


def test_another_parser_reads_the_feed(project: Project) -> None:
    built = publish(project, language="ja")
    feed = feedparser.parse(built.text("feed.xml"))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.id for entry in feed.entries] == [
        f"tag:notes.example,2015-05-{day}:conf-2015/ja/{name}"
        for day, name in (
            (20, "quiet"),
            (19, "neutron"),
            (18, "timed"),
            (18, "keynote"),
            (18, "ovn"),
        )
    ]
    assert feed.feed.updated == feed.entries[0].updated == "2015-05-20T00:00:00-07:00"
    timed = feed.entries[2]
    assert timed.link == f"{BASE}one.html#timed"
    assert timed.title == "A <timed> & “quoted” session; with, commas"
    assert timed.summary == "Ada Lovelace; Bob"
    assert [tag.term for tag in timed.tags] == ["OVN"]
    space = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(built.text("feed.xml").encode())  # noqa: S314 - it is ours
    for element in (root, *root.findall(f"{space}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{space}{name}")) == 1
    assert root.findtext(f"{space}author/{space}name")


def entries(project: Project, **pages: str) -> list[tuple[str, str, str]]:
    """Return the name, the update and the publication of each entry of the feed."""
    built = project.write({f"{name}.md": text for name, text in pages.items()}).build(**CONF)
    found = feedparser.parse(built.text("feed.xml")).entries
    return [(one.id.rpartition("/")[2], one.updated[:10], one.published[:10]) for one in found]


def test_a_session_added_later_is_news_of_its_date(project: Project) -> None:
    a, b = session("a", "A", "- Said"), session("b", "B", "- Said")
    old = entries(project, index=day("2015-05-18", a, b))
    assert old == [(name, "2015-05-18", "2015-05-18") for name in ("b", "a")]
    late = session("c", "C", "- Said", options=(":updated: 2015-06-01",))
    new = entries(project, index=day("2015-05-18", a, late, b))
    assert new == [("c", "2015-06-01", "2015-05-18"), *old]
    feed = feedparser.parse((project.builddir / "html/feed.xml").read_bytes())
    assert feed.feed.updated[:10] == "2015-06-01"
    # Its author goes on with it; without a date it is where it was.
    later = late.replace("06-01", "07-01")
    assert entries(project, index=day("2015-05-18", a, later, b))[0][1] == "2015-07-01"
    plain = session("c", "C", "- Said")
    assert entries(project, index=day("2015-05-18", a, plain, b))[1][1] == "2015-05-18"


def test_what_is_added_to_a_talk_is_news_of_its_session(project: Project) -> None:
    text = day(
        "2015-05-18",
        session("a", "A", "- Said"),
        TALKS.replace(":id:", ":updated: 2015-06-01\n:id:"),
    )
    assert entries(project, index=text) == [("a", "2015-06-01", "2015-05-18")]


def test_the_feed_has_the_newest_entries(project: Project) -> None:
    late = session("a", "A", "- Said", options=(":updated: 2015-06-01",))
    page = day("2015-05-18", late, *(session(name, name, "- Said") for name in "bcd"))
    built = project.write({"index.md": page}).build(**CONF, session_feed_entries=2)
    found = feedparser.parse(built.text("feed.xml")).entries
    assert [one.id.rpartition("/")[2] for one in found] == ["a", "d"]


def test_no_entry_is_updated_before_it_was_published(project: Project) -> None:
    text = day("2015-05-18", session("a", "A", "- Said", options=(":updated: 2014-06-01",)))
    assert entries(project, index=text) == [("a", "2015-05-18", "2015-05-18")]


def test_programs_know_a_session_by_its_first_id(project: Project) -> None:
    options = (":was: older, oldest", ":updated: 2015-06-01", ":reporter: Ann")
    text = day("2015-05-18", session("new", "A", "- Said", options=options))
    project.write(EVENTS)
    assert entries(project, index=text) == [("oldest", "2015-06-01", "2015-05-18")]
    built = project.build(**CONF)
    (event,) = calendar(built, "all.ics")
    assert event.uid.value == "oldest@conf-2015"
    data = sessions(built)["new"]
    assert (data["was"], data["updated"]) == (["older", "oldest"], "2015-06-01")
    (told_of,) = told(built.text("index.html"))["subEvent"]
    assert told_of["subjectOf"][0]["dateModified"] == "2015-06-01"


def test_a_day_that_is_none_is_told(project: Project) -> None:
    text = day("2015-05-18", session("a", "A", "- Said", options=(":updated: yesterday",)))
    built = project.write({"index.md": text}).build(**CONF)
    assert [(where, code) for where, code, _ in built.reported] == [("index.md:8", "date")]


def test_the_sitemap_has_all_pages_but_the_hidden(project: Project) -> None:
    for builder, form in (("html", "{}.html"), ("dirhtml", "{}/")):
        root = ET.fromstring(publish(project, builder).text("sitemap.xml").encode())  # noqa: S314
        pages = ["browse", "index", "one", "plain", "three", "two", "undated"]
        names = [form.format(name).removeprefix("index/") for name in pages]
        assert [url[0].text for url in root] == sorted(f"{BASE}{name}" for name in names)


def test_without_an_address_there_is_neither(project: Project) -> None:
    publish(project)
    assert not {"feed.xml", "sitemap.xml"} & published(publish(project, html_baseurl=""))


# -- when, and for whom ---------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "xml", "epub", "gettext"])
def test_other_formats_have_none_of_it(project: Project, builder: str) -> None:
    built = publish(project, builder)
    assert {name for name in published(built) if not name.endswith(("xml", "json"))} == set()
    assert not {"sessions.json", "sessions.schema.json", "feed.xml", "sitemap.xml"} & published(
        built
    )
    pages = [path.read_text("utf-8") for path in built.outdir.rglob("*.xhtml")]
    assert not any("ld+json" in page or "og:" in page for page in pages)


def test_the_files_are_listed_where_an_author_wants_it(project: Project) -> None:
    project.write({"undated.md": "---\norphan: true\n---\n# Files\n\n```{session-files}\n```\n"})
    pages = {**PAGES, "undated.md": (project.srcdir / "undated.md").read_text("utf-8")}
    conf = {**CONF, "session_downloads": {"PDF & print": "https://notes.example/a.pdf?b&c"}}
    html = project.write(pages).build("dirhtml", **conf).text("undated/index.html")
    assert 'href="https://notes.example/a.pdf?b&amp;c">PDF &amp; print</a>' in html
    for name in ("all.ics", "day/2015-05-19.ics"):
        assert f'href="../calendar/{name}"' in html
    for name in ("sessions.json", "sessions.schema.json", "feed.xml"):
        assert f'href="../{name}"' in html
    assert f"<{BASE}sessions.json>" in project.build("text", **CONF).text("undated.txt")


def test_a_change_of_what_is_wanted_takes_files_away_and_no_others(project: Project) -> None:
    extra: dict[str, Any] = {"html_extra_path": ["extra"]}
    project.write({"extra/feed.xml": "<mine/>", "extra/calendar/mine.ics": "mine"})
    built = publish(project, session_exports=["calendar"], **extra)
    assert "calendar/all.ics" in published(built)
    left = published(publish(project, session_exports=["json"], **extra))
    data = {"sessions.json", "notes.json", "sessions.schema.json"}
    assert left == {*data, "feed.xml", "calendar/mine.ics"}
    none = publish(project, session_exports=[], **extra)
    assert published(none) == {"feed.xml", "calendar/mine.ics"}
    assert "ld+json" not in none.text("one.html")


# `test_incremental` follows every edit by several builders, and these show the most.
SOME = {"nothing", "the title of a page", "a label", "a date", "a page renamed", "a page deleted"}


@pytest.mark.parametrize(
    "edit", [edit for edit in EDITS if edit.name in SOME], ids=lambda edit: edit.name
)
def test_after_an_edit_they_are_those_of_a_clean_build(project: Project, edit: Any) -> None:
    conf = {**CONF, **(edit.conf or {})}
    project.write(BOOK).build("html", **CONF)
    apply(project, edit)
    again = project.build("html", **conf)
    assert differences(again.outdir, clean_build(project, "html", **conf).outdir) == []


def test_the_first_day_is_told_of_on_every_page(project: Project) -> None:
    pages = {"index.md": BOOK["index.md"], "plain.md": "# Plain\n", "one.md": "# One\n"}
    rest = dict.fromkeys(("two.md", "three.md", "browse.md"), "# A page\n")
    built = project.write({**pages, **rest}).build("html", **CONF)
    assert "atom" not in built.text("plain.html")
    again = project.write({"one.md": BOOK["one.md"].replace("[](#neutron)", "")})
    assert "atom" in (built := again.build("html", **CONF)).text("plain.html")
    assert differences(built.outdir, clean_build(project, "html", **CONF).outdir) == []


@pytest.mark.parametrize(
    "conf",
    [
        {"session_data_dir": "nowhere"},
        {"html_baseurl": "https://elsewhere.example/"},
        {"html_baseurl": ""},
        {"session_exports": ["json", "feed"]},
    ],
    ids=lambda conf: "-".join(map(str, next(iter(conf.items()))))[:40],
)
def test_a_change_of_configuration_is_seen_everywhere(
    project: Project, conf: dict[str, Any]
) -> None:
    publish(project)
    again = publish(project, **conf)
    clean = clean_build(project, "html", **{**CONF, **conf})
    assert differences(again.outdir, clean.outdir) == []


@pytest.mark.parametrize(
    "event", [{**EVENT, "name": "Another"}, {**EVENT, "timezone": "Asia/Tokyo"}]
)
def test_a_change_of_the_event_is_seen_everywhere(project: Project, event: dict[str, str]) -> None:
    publish(project)
    again = project.write({"_data/events.yml": json.dumps({"conf-2015": event})})
    built = again.build("html", **CONF)
    assert differences(built.outdir, clean_build(project, "html", **CONF).outdir) == []


def test_only_what_changed_is_written(project: Project) -> None:
    built = publish(project)
    files = {name: built.outdir / name for name in published(built)}
    for path in files.values():
        path.write_bytes(path.read_bytes())
    before = {name: path.stat().st_mtime_ns for name, path in files.items()}

    def touched() -> set[str]:
        return {name for name, path in files.items() if path.stat().st_mtime_ns != before[name]}

    project.build("html", **CONF)
    assert touched() == set()
    quiet = PAGES["three.md"].replace("Nobody links here", "Nobody links there")
    project.write({"three.md": quiet}).build("html", **CONF)
    assert touched() == {
        "sessions.json",
        "calendar/all.ics",
        "calendar/day/2015-05-20.ics",
        "calendar/session/quiet.ics",
        "feed.xml",
    }


def test_what_a_build_that_died_left_is_taken_away(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(project)
    project.write({"three.md": day("2015-05-20", session("other", "Other"))})
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "remove", lambda *_: sys.exit("killed"))
        with pytest.raises(SystemExit, match="killed"):
            project.build("html", **CONF)
    project.write({"three.md": day("2015-05-20", session("third", "Third"))})
    again = project.build("html", **CONF)
    assert differences(again.outdir, clean_build(project, "html", **CONF).outdir) == []


def test_any_number_of_processes_publishes_the_same(project: Project) -> None:
    serial = publish(project)
    kept = serial.outdir.rename(project.root / "serial")
    shutil.rmtree(project.builddir)
    assert differences(project.build("html", parallel=3, **CONF).outdir, kept) == []


def test_another_day_publishes_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = publish(project).outdir.rename(project.root / "today")
    shutil.rmtree(project.builddir)

    class Whenever(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, datetime)

    class Later(datetime, metaclass=Whenever):
        @classmethod
        def now(cls, tz: Any = None) -> Later:
            return cls(2099, 1, 1, tzinfo=tz)

    monkeypatch.setattr("datetime.datetime", Later)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert differences(publish(project).outdir, kept) == []


# -- this book ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book itself, as its readers' site has it."""
    theme = {"html_theme": "basic", "html_theme_options": {}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READTHEDOCS_CANONICAL_URL", BASE)
        app = SphinxTestApp(
            "html", srcdir=ROOT, builddir=tmp_path_factory.mktemp("book"), confoverrides=theme
        )
    try:
        app.build()
        assert app.warning.getvalue() == ""
        return Path(app.outdir)
    finally:
        app.cleanup()


def test_the_book_is_published_whole(book: Path) -> None:
    schema = json.loads((book / "sessions.schema.json").read_text("utf-8"))
    data = json.loads((book / "sessions.json").read_text("utf-8"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(data)
    listed = [one for one in data["sessions"] if one["parent"] is None]
    assert len(listed) == number_of_sessions()
    assert all((book / one["calendar"]).is_file() for one in listed)
    days = {one["day"] for one in listed}
    assert sorted(path.stem for path in book.glob("calendar/day/*.ics")) == sorted(days)
    events = vobject.readOne((book / "calendar/all.ics").read_bytes().decode()).vevent_list
    assert {f"{one['id']}@{data['book']['id']}" for one in listed} <= {
        event.uid.value for event in events
    }
    assert len(feedparser.parse((book / "feed.xml").read_bytes()).entries) == len(listed)


def test_the_page_for_what_is_not_found_leads_on_from_any_address(book: Path) -> None:
    head, _, body = (book / "404.html").read_text("utf-8").partition("</head>")
    base = '<base href="/en/latest/404.html" />'
    assert base in head
    # Of what stands before it a browser would take the addresses as they are.
    assert not re.search(r"(href|src)=", head.partition(base)[0])
    paths = {path.partition("#")[0] for path in re.findall(r'href="([^":]+)"', body)}
    assert {"search.html", "browse/topics.html", "days/2015-05-18.html"} <= paths
    assert all((book / path).is_file() for path in paths if path and not path.startswith("/"))
    assert not [path for path in paths if path.startswith("/")]
    assert "<base" not in (book / "index.html").read_text("utf-8")


# -- what is configured badly ---------------------------------------------------------------

NO_ADDRESS = {"PDF": "javascript:a()"}


@pytest.mark.parametrize(
    ("conf", "expected"),
    [
        ({"session_exports": ["calender"]}, "there is no 'calender'; did you mean 'calendar'?"),
        ({"session_exports": 5}, "5 is not a list; write ['json-ld', 'json']"),
        ({"session_feed_entries": 0}, "0 is no number above 0; write 100"),
        (
            {"session_downloads": NO_ADDRESS},
            f"{NO_ADDRESS} does not give an address for each name; write {{'PDF': 'https://…'}}",
        ),
    ],
)
def test_bad_configuration_is_told(project: Project, conf: dict[str, Any], expected: str) -> None:
    (name,) = conf
    built = project.write(BOOK).build("html", **conf)
    ours = [line for line in built.warnings if line.endswith("[session.config]")]
    assert len(ours) == 1
    assert f"conf.py:1: WARNING: {name}: {expected}" in ours[0]


def test_a_package_that_is_missing_is_told_where_it_is_needed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "find_spec", lambda _name: None)
    built = publish(project)
    ours = [line for line in built.warnings if line.endswith("[session.config]")]
    assert len(ours) == 3
    assert "takes the package icalendar; install session-notes[exports]" in ours[0]
    data = {"sessions.json", "notes.json", "sessions.schema.json"}
    assert published(built) == {*data, "sitemap.xml"}
    assert publish(project, "text").warnings == []


# -- reporters ------------------------------------------------------------------------------


def test_reporters_are_the_authors_of_the_notes(project: Project) -> None:
    page = """\
---
date: 2015-05-19
reporter: Ann Smith (ACME) [editor]; 岩本
---
# Day

::::{session} One
:id: one
:speakers: Bob Jones

- Words.

:::{impressions}
- Ours.
:::
:::{impressions} Bob Jones
- Mine.
:::
::::

::::{talk} Two
:id: two
:reporter: The Site

- Words.
::::
"""
    index = (
        "# Book\n\n```{toctree}\nday\n```\n\n```{speaker-index}\n```\n\n```{reporter-index}\n```\n"
    )
    conf = {**CONF, "author": "The Site"}
    built = project.write({"index.md": index, "day.md": page, **EVENTS}).build(**conf)
    assert built.warnings == []
    schema = json.loads(built.text("sessions.schema.json"))
    data = json.loads(built.text("sessions.json"))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    one, two = sessions(built)["one"], sessions(built)["two"]
    ann = {"id": "ann-smith", "as": "Ann Smith", "affiliation": "ACME", "role": "editor"}
    assert one["reporters"][0] == ann
    assert [who["as"] for who in one["reporters"]] == ["Ann Smith", "岩本"]
    names = [[who["as"] for who in part["reporters"]] for part in one["impressions"]]
    assert names == [["Ann Smith", "岩本"], ["Bob Jones"]]
    assert ([who["as"] for who in two["reporters"]], two["impressions"]) == (["The Site"], [])

    html = built.text("day.html")
    (event,) = told(html)["subEvent"]
    (notes,) = event["subjectOf"]
    assert (notes["@type"], notes["url"]) == ("CreativeWork", f"{BASE}day.html#one")
    assert [who["name"] for who in notes["author"]] == ["Ann Smith", "岩本"]
    # Whoever spoke and reported is one person.
    assert event["performer"][0]["name"] == "Bob Jones"
    assert notes["contributor"][0]["@id"] == event["performer"][0]["@id"]
    assert "<p>Ann Smith; 岩本; The Site: Notes on “One”, 19 May 2015. In: The book. " in html
    assert "author = {{Ann Smith} and {岩本} and {The Site}}" in html
    (entry,) = feedparser.parse(built.text("feed.xml")).entries
    assert [who["name"] for who in entry.authors] == ["Ann Smith", "岩本", "The Site"]
