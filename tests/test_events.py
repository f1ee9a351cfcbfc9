"""Several events in one book: each has its days, its clocks, its tables and its files."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped]
import pytest
import vobject
from conftest import Project
from edits import day as dated
from edits import session
from exact import clean_build, differences
from icalendar import Calendar
from session_notes.catalog.catalog import Catalog
from session_notes.catalog.views import parse_view
from session_notes.lint.book import check_catalog
from session_notes.lint.project import check_project
from session_notes.locale.labels import Labels
from session_notes.model.problems import Where
from session_notes.model.records import NOWHERE, Page, PageEvent, Session
from session_notes.model.vocabulary import load
from session_notes.render.bars import bars

if TYPE_CHECKING:
    from conftest import Built

EVENTS = """\
paris-2014:
  name: {en: OpenStack Summit Paris, ja: OpenStackサミット・パリ}
  aliases: [Paris]
  series: OpenStack Summit
  start: 2014-11-03
  end: 2014-11-07
  timezone: Europe/Paris
  place: Le Palais des Congrès
  city: Paris
vancouver-2015:
  name: OpenStack Summit Vancouver
  series: OpenStack Summit
  start: 2015-05-18
  end: 2015-05-22
  timezone: America/Vancouver
  city: Vancouver
  url: https://summit.example/
"""


def page(day: str, *parts: str, front: str = "") -> str:
    return dated(day, *parts).replace("---\n# ", f"{front}---\n# ", 1)


NINE = (":time: 09:00-10:00", ":track: Networking", ":topics: OVN", ":speakers: Ann Lee")
TEN = (":time: 10:00-11:00", ":track: Networking", ":topics: SDN, OVN")
VIEWS = """\
# Summits

```{toctree}
:glob:

days/*/*
days/*
```

```{event-index}
```
```{session-list}
:filter:
```
```{session-table}
```
```{topic-table}
```
```{topic-index}
```
```{speaker-index}
```
```{track-index}
```
```{session-list}
:event: Paris
```
```{topic-table}
:event: vancouver-2015
```

{event}`Paris`, {event}`vancouver-2015`.
"""
BOOK = {
    "_data/events.yml": EVENTS,
    "index.md": VIEWS,
    "days/paris-2014/monday.md": page(
        "2014-11-03",
        session("state-of-ovn", "State of OVN", "- Early days", options=NINE),
        session("sdn-in-paris", "SDN in Paris", "- See [](#ovn-again)", options=TEN),
    ),
    # The front matter goes before the folder.
    "days/2015-05-18.md": page(
        "2015-05-18",
        session("ovn-again", "OVN Again", "- Later", options=NINE),
        session("sdn-again", "SDN Again", "- Said", options=TEN),
        front="event: OpenStack Summit Vancouver\n",
    ),
}
EXPORTS = ["json-ld", "json", "calendar", "session-calendars", "sitemap"]
EXPORTS += ["feed", "topic-feeds", "speaker-feeds"]
CONF: dict[str, Any] = {
    "session_exports": EXPORTS,
    "html_baseurl": "https://notes.example/",
    "html_title": "Summits",
}


# -- which event a page is of -------------------------------------------------------------------


def catalog_of(events: str = EVENTS, **named: str) -> Catalog:
    """Return a book of pages with a session each, called as their events are *named*."""
    vocabulary, problems = load("events", "_data/events.yml", events)
    assert problems == []
    pages = {
        name.replace("__", "/"): Page((Session(f"s{at}", "A", NOWHERE),), event=PageEvent(event))
        for at, (name, event) in enumerate(named.items())
    }
    return Catalog(pages, vocabularies={"events": vocabulary})


def test_a_page_is_of_the_event_that_it_names_or_that_its_folder_is_called_as() -> None:
    found = catalog_of(
        days__mon="paris-2014",
        days__tue="  Ｐaris ".strip(),
        paris_2014="",
        days__wed="Somewhere Else",
        **{"vancouver-2015__days__thu": "", "vancouver-2015__paris-2014__fri": ""},
        **{"paris-2014__sat": "vancouver-2015", "paris-2014": ""},
    )
    assert {name: found.event_of(name) for name in found.pages} == {
        "days/mon": "paris-2014",
        "days/tue": "paris-2014",
        "days/wed": "somewhere-else",
        "paris-2014": "",
        "paris-2014/sat": "vancouver-2015",
        "paris_2014": "",
        "vancouver-2015/days/thu": "vancouver-2015",
        "vancouver-2015/paris-2014/fri": "paris-2014",
    }
    assert found.has_events


def test_the_only_event_need_not_be_said() -> None:
    found = catalog_of("conf: A Conference\n", days__mon="", elsewhere__tue="")
    assert {found.event_of(name) for name in found.pages} == {"conf"}
    assert not found.has_events
    assert found.facts(found.session_keys[0]).event is None


def test_without_a_file_any_event_will_do() -> None:
    found = catalog_of("", mon="Paris 2014", tue="paris 2014", wed="Vancouver", thu="")
    assert [found.event_of(name) for name in ("mon", "tue", "wed", "thu")] == [
        *("paris-2014", "paris-2014", "vancouver", ""),
    ]
    assert found.has_events
    assert found.label("event", "paris-2014") == "Paris 2014"


def test_sessions_are_in_the_order_of_their_instants() -> None:
    vocabulary, _ = load(
        "events",
        "",
        "tokyo: {name: T, timezone: Asia/Tokyo}\noslo: {name: O, timezone: Europe/Oslo}\n",
    )
    starts = {
        "tokyo": (("late", 23 * 60), ("noon", 12 * 60), ("open", None)),
        "oslo": (("six", 6 * 60),),
    }
    pages = {
        f"{event}/day": Page(tuple(Session(name, name, NOWHERE, start=at) for name, at in given))
        for event, given in starts.items()
    }
    dates = dict.fromkeys(pages, date(2015, 7, 1))
    found = Catalog(pages, dates=dates, vocabularies={"events": vocabulary})
    # Noon in Tokyo is five in Oslo; one without a time stays behind the one before it.
    assert [one.id for one in found.sessions] == ["noon", "open", "six", "late"]


# -- what readers see ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    made = Project(tmp_path_factory.mktemp("events")).write(BOOK).build("html", **CONF)
    assert made.warnings == []
    return made


def text_of(html: str) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    return text.replace("( ", "(").replace(" )", ")")


def test_facts_lines_and_headings_say_the_event(built: Built) -> None:
    home, monday = (
        text_of(built.text("index.html")),
        text_of(built.text("days/paris-2014/monday.html")),
    )
    assert "OpenStack Summit Paris · Monday 3 November 2014 · 09:00–10:00" in monday
    for heading in ("Paris · Monday 3 November 2014", "Vancouver · Monday 18 May 2015"):
        assert f"OpenStack Summit {heading}" in home
    # Under a heading, and in a list of one event, it is not said again.
    listed = built.text("index.html").rpartition("State of OVN")[2]
    assert "Summit" not in text_of(listed.partition("</ul>")[0])


def test_each_event_has_its_entry_and_its_tables(built: Built) -> None:
    html = built.text("index.html")
    home = text_of(html)
    for anchor in ("event-paris-2014", "event-vancouver-2015"):
        assert html.count(f'id="{anchor}"') == 1
        assert f'href="#{anchor}"' in html
    assert "3–7 Nov 2014 · Le Palais des Congrès, Paris · OpenStack Summit · Sessions: 2" in home
    assert (
        '<a class="reference internal" href="days/paris-2014/monday.html">The day 2014-11-03</a>'
        in html
    )
    tables = re.findall(r'<table class="(session|topic)-table.*?</table>', html, re.DOTALL)
    assert tables == ["session", "session", "topic", "topic"]
    heads = [text_of(one) for one in re.findall(r"<thead>(.*?)</thead>", html, re.DOTALL)]
    assert [" ".join(head.split()) for head in heads] == [
        "Track Mon 3 Nov",
        "Track Mon 18 May",
        "Topic OpenStack Summit Paris OpenStack Summit Vancouver Total",
        "Topic Mon 18 May Total",
    ]


def test_an_index_groups_by_event_and_draws_how_often(built: Built) -> None:
    html = built.text("index.html")
    (topics,) = re.findall(r'<dl class="[^"]*topic-index.*?</dl>', html, re.DOTALL)
    shown = text_of(topics)
    assert "OVN Feed Shares sessions with: SDN (2)" in shown
    for line in (
        "OpenStack Summit Paris (2) State of OVN Monday 3 November 2014 · 09:00–10:00",
        "OpenStack Summit Vancouver (2) OVN Again Monday 18 May 2015",
        "OpenStack Summit Paris (1) SDN in Paris",
    ):
        assert line in shown
    pictures = re.findall(r"<svg class=\"session-bars\".*?</svg>", topics)
    assert [re.findall(r"<title>(.*?)</title>", one) for one in pictures] == [
        [f"OpenStack Summit Paris ({number}), OpenStack Summit Vancouver ({number})"]
        for number in (2, 1)
    ]


def test_a_bar_is_as_high_as_its_number() -> None:
    drawn = bars([("2013", 0), ("2014 <&>", 2), ("2015", 8)], Labels())
    assert re.findall(r'x="(\d+)" y="(\d+)" width="6" height="(\d+)"', drawn) == [
        ("0", "15", "1"),
        ("8", "12", "4"),
        ("16", "0", "16"),
    ]
    assert "<title>2014 &lt;&amp;&gt; (2), 2015 (8)</title>" in drawn
    assert 'width="22"' in drawn


def test_a_session_leads_to_those_like_it_at_other_events(built: Built) -> None:
    (part,) = re.findall(
        r'<div class="[^"]*session-elsewhere.*?</div>',
        built.text("days/2015-05-18.html"),
        re.DOTALL,
    )
    assert "State of OVN (OpenStack Summit Paris)" in text_of(part)
    # Of another person's, or of the same event, it does not.
    assert "SDN" not in text_of(part)
    # What is named here is not named as related, too.
    section = built.text("days/2015-05-18.html").partition('id="sdn-again"')[0]
    assert section.count(">State of OVN</a>") == 1


def test_a_reader_can_choose_an_event(built: Built) -> None:
    found = re.search(r'class="session-choices">(.*?)</script>', built.text("index.html"))
    assert found
    data = json.loads(found[1])
    assert data["facets"]["event"] == [
        ["paris-2014", "OpenStack Summit Paris"],
        ["vancouver-2015", "OpenStack Summit Vancouver"],
    ]
    assert data["words"]["event"] == "Event"
    assert data["facets"]["day"] == [
        ["2014-11-03", "3 November 2014"],
        ["2015-05-18", "18 May 2015"],
    ]
    assert [row[0] for row in data["rows"]] == [[0], [0], [1], [1]]


def test_what_comes_before_and_after_is_of_the_same_event(built: Built) -> None:
    paris = built.text("days/paris-2014/monday.html")
    assert 'title="OVN Again"' not in paris.partition("session-end")[2]
    assert "ovn-again" in paris


# -- what is published --------------------------------------------------------------------------


def calendar(built: Built, name: str) -> dict[str, Any]:
    content = (built.outdir / "calendar" / name).read_text("utf-8")
    return {one.uid.value: one for one in vobject.readOne(content).vevent_list}


def test_nine_in_paris_is_nine_in_paris(built: Built) -> None:
    both = calendar(built, "all.ics")
    assert [*both] == [
        "state-of-ovn@paris-2014",
        "sdn-in-paris@paris-2014",
        "ovn-again@vancouver-2015",
        "sdn-again@vancouver-2015",
    ]
    paris, vancouver = both["state-of-ovn@paris-2014"], both["ovn-again@vancouver-2015"]
    assert paris.dtstart.value.isoformat() == "2014-11-03T09:00:00+01:00"
    assert vancouver.dtstart.value.isoformat() == "2015-05-18T09:00:00-07:00"
    assert paris.location.value == "Le Palais des Congrès, Paris"
    assert [*calendar(built, "event/paris-2014.ics")] == [*both][:2]
    assert [*calendar(built, "event/vancouver-2015.ics")] == [*both][2:]
    assert [*calendar(built, "day/2014-11-03.ics")] == [*both][:2]
    content = (built.outdir / "calendar/session/state-of-ovn.ics").read_bytes()
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event.decoded("DTSTART")) == "2014-11-03 09:00:00+01:00"


def test_each_event_is_one_for_search_engines(built: Built) -> None:
    def told(name: str) -> dict[str, Any]:
        script = built.text(name).split('<script type="application/ld+json">')[1]
        data: dict[str, Any] = json.loads(script.partition("</script>")[0])
        return data

    paris, home = told("days/paris-2014/monday.html"), told("index.html")
    assert paris["name"] == "OpenStack Summit Paris"
    assert paris["superEvent"] == {"@type": "EventSeries", "name": "OpenStack Summit"}
    assert [one["startDate"] for one in paris["subEvent"]] == [
        "2014-11-03T09:00:00+01:00",
        "2014-11-03T10:00:00+01:00",
    ]
    names = {one["@id"]: one["name"] for one in home["@graph"]}
    assert names == {
        "https://notes.example/index.html#event-paris-2014": "OpenStack Summit Paris",
        "https://notes.example/index.html#event-vancouver-2015": "OpenStack Summit Vancouver",
    }
    assert paris["@id"] in names


def test_a_citation_says_the_event(built: Built) -> None:
    page = text_of(built.text("days/paris-2014/monday.html"))
    assert "Notes on “State of OVN”, OpenStack Summit Paris, 3 November 2014. In: Summits." in page
    assert "note = {OpenStack Summit Paris}" in page


def test_each_event_topic_and_speaker_has_a_feed(built: Built) -> None:
    def entries(name: str) -> list[str]:
        found = feedparser.parse((built.outdir / name).read_bytes())
        assert not found.bozo
        assert found.feed.links[-1].href == f"https://notes.example/{name}"
        return [entry.title for entry in found.entries]

    paris = ["SDN in Paris", "State of OVN"]
    assert entries("feed.xml") == ["SDN Again", "OVN Again", *paris]
    assert entries("feed/event/paris-2014.xml") == paris
    assert entries("feed/topic/sdn.xml") == ["SDN Again", "SDN in Paris"]
    assert entries("feed/speaker/ann-lee.xml") == ["OVN Again", "State of OVN"]
    home = built.text("index.html")
    for name in ("event/paris-2014", "event/vancouver-2015", "topic/sdn", "speaker/ann-lee"):
        assert home.count(f'href="feed/{name}.xml">Feed</a>') == 1
    monday = built.text("days/paris-2014/monday.html")
    assert 'title="OpenStack Summit Paris" href="../../feed/event/paris-2014.xml"' in monday
    ids = {
        feedparser.parse(path.read_bytes()).feed.id for path in built.outdir.rglob("feed*/**/*.xml")
    }
    assert len(ids) == 5


# -- exact --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"_data/events.yml": EVENTS.replace("Vancouver\n", "Kanada\n")},
        {"_data/events.yml": EVENTS.replace("Europe/Paris", "Asia/Tokyo")},
        {"_data/events.yml": EVENTS.partition("vancouver")[0]},
        {"_data/events.yml": None},
        {"days/2015-05-18.md": BOOK["days/2015-05-18.md"].replace("event: Open", "was: Open")},
        {"days/2015-05-18.md": BOOK["days/2015-05-18.md"].replace(" Vancouver", " Paris")},
        {"days/paris-2014/monday.md": None},
    ],
    ids=["name", "zone", "entry", "file", "page", "other", "gone"],
)
def test_an_edit_gives_what_a_clean_build_gives(
    project: Project, change: dict[str, str | None]
) -> None:
    project.write(BOOK).build("html", **CONF)
    again = project.write(change).build("html", **CONF)
    assert differences(again.outdir, clean_build(project, "html", **CONF).outdir) == []


# -- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        pytest.param(
            "days/a.md",
            page("2015-05-19", session("a", "A", "- B"), front="event: vancuver-2015\n"),
            "3: unknown event 'vancuver-2015'; did you mean 'vancouver-2015'? [event]",
            id="misspelt",
        ),
        pytest.param(
            "days/a.md",
            page("2015-05-19", session("a", "A", "- B"), front="event: Berlin\n"),
            "3: unknown event 'Berlin'; did you mean 'vancouver-2015'? [event]",
            id="another",
        ),
        pytest.param(
            "days/a.md",
            page("2015-05-19", session("a", "A", "- B")),
            "2: page has no event; add 'event: vancouver-2015' above, or move it to a folder of "
            "that name [event]",
            id="none",
        ),
        pytest.param(
            "a.md",
            "# A\n\n" + session("a", "A", "- B"),
            "3: page has no event; add 'event: paris-2014' above, or move it to a folder of that "
            "name [event]",
            id="undated",
        ),
        pytest.param(
            "days/a.md",
            page("2015-05-19", session("a", "A", "- B"), front="event: [Paris, Vancouver]\n"),
            "3: 'event' is not the name of an event; write 'event: its-id' [event]",
            id="list",
        ),
        pytest.param(
            "days/vancouver-2015/a.md",
            page("2014-11-04", session("a", "A", "- B")),
            "2: 2014-11-04 is not a day of 'OpenStack Summit Vancouver', from 2015-05-18 to "
            "2015-05-22; correct the date or the event, or 'start' and 'end' in events.yml [days]",
            id="day",
        ),
        pytest.param(
            "a.rst",
            ":date: 2015-05-19\n:event: vancuver-2015\n\nA\n=\n\n.. session:: A\n   :id: a\n\n"
            "   B\n",
            "2: unknown event 'vancuver-2015'; did you mean 'vancouver-2015'? [event]",
            id="rst",
        ),
        pytest.param(
            "a.md",
            "# A\n\n```{session-list}\n:event: Vancuver\n```\n",
            "3: unknown event 'Vancuver'; did you mean",
            id="filter",
        ),
        pytest.param(
            "a.md", "# A\n\n{event}`Vancuver-2015`\n", "3: no event 'Vancuver-2015'; ", id="link"
        ),
    ],
)
def test_a_wrong_or_missing_event_is_told(
    project: Project, name: str, text: str, told: str
) -> None:
    conf = "extensions = ['myst_parser', 'session_notes']\nmyst_enable_extensions = ['colon_fence']"
    files = {"_data/events.yml": EVENTS, "index.md": f"# Book\n\n```{{toctree}}\n{name}\n```\n"}
    built = project.write({**files, name: text, "conf.py": conf}).build("dummy")
    ours = [line for line in (*built.warnings, *built.status.splitlines()) if "[session." in line]
    line, _, words = told.replace(" [", " [session.").partition(": ")
    wanted = re.compile(rf"{re.escape(name)}:{line}: (WARNING: )?{re.escape(words)}")
    assert any(wanted.search(line) for line in ours), ours
    if name.endswith(".md"):
        checked = [
            f"{one.where}: {one.text} [{one.code.value}]"
            for one in check_project(project.srcdir).problems
        ]
        assert any(line.startswith(f"{name}:{told}") for line in checked), checked


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("start: 2015-05-18", {"2015-05-17": "from 2015-05-18 to …"}),
        ("end: 2015-05-22", {"2015-05-23": "from … to 2015-05-22"}),
        ("start: 2015-05-18, end: 2015-05-22", {"2015-05-17": "-18 to", "2015-05-23": "-18 to"}),
    ],
)
def test_a_day_that_is_not_given_is_not_guessed(given: str, told: dict[str, str]) -> None:
    vocabulary, _ = load("events", "", f"conf: {{name: Conf, {given}}}")
    days = [date(2015, 5, at) for at in range(16, 25)]
    facts = vocabulary.entries["conf"].event
    for day in days:
        first = facts.start is None or facts.start <= day
        assert facts.has_day(day) == (first and (facts.end is None or day <= facts.end))
    for written, words in told.items():
        pages = {"a": Page((Session("s", "A", NOWHERE),))}
        dates = {"a": date.fromisoformat(written)}
        book = Catalog(pages, dates=dates, vocabularies={"events": vocabulary})
        (found,) = (one for one in check_catalog(book, None) if one.code.value == "days")
        assert words in found.message


def test_every_view_knows_events() -> None:
    for view in (
        "session-list",
        "session-table",
        "topic-table",
        "topic-index",
        "speaker-index",
        "track-index",
        "reporter-index",
        "topic-list",
        "event-index",
    ):
        made, problems = parse_view(view, {"event": "Paris"}, {}, Where("a.md", 1))
        assert (problems, dict(made.options)) == ([], {"event": "Paris"})
