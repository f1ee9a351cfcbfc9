"""``import``: every format gives the same pages, and what people wrote is never overwritten."""

from __future__ import annotations

import copy
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schedules import Book, event, ics, schedule
from session_import import page_file
from session_import.schedules.schedule import KINDS
from session_notes.cli.main import main
from session_notes.lint.project import check_project
from session_notes.model import schema
from session_notes.model.names import slug
from session_notes.model.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable

OPENING = event(
    1,
    "Opening: **bold** & <b>loud</b>",
    "09:00",
    type="Keynote",
    persons=[{"public_name": "Grace Hopper", "affiliation": "Navy"}, {"name": "Ada; Lovelace"}],
    links=[
        {"url": "https://youtu.be/abc", "title": ""},
        {"url": "https://example.org/paper_(final).pdf", "title": "The [paper]"},
    ],
    attachments=[{"url": "/media/opening.pptx", "title": "Deck"}],
)
OVN = event(2, "OVN at length", "14:40")
JAPANESE = event(3, "仮想ネットワーク", "16:00", track=None, persons=[])
EVENTS = (OPENING, OVN, JAPANESE)

PAGE = """\
---
date: 2030-05-02
---
# Day 2: Thursday 2 May

::::{session} Opening: \\*\\*bold\\*\\* & \\<b>loud\\</b>
:id: opening-bold-b-loud-b
:track: Networks
:kind: keynote
:time: 09:00-09:45
:room: Hall 1
:speakers: Grace Hopper (Navy); Ada Lovelace
:video: https://youtu.be/abc
:slides: https://conf.example/media/opening.pptx
:abstract: https://conf.example/talk/1/

:::{references}
- [The \\[paper\\]](https://example.org/paper_%28final%29.pdf)
:::
::::

::::{session} OVN at length
:id: ovn-at-length
:track: Networks
:kind: talk
:time: 14:40-15:25
:room: Hall 1
:speakers: Ada Lovelace
:abstract: https://conf.example/talk/2/

::::

::::{session} 仮想ネットワーク
:id: conf-3
:kind: talk
:time: 16:00-16:45
:room: Hall 1
:abstract: https://conf.example/talk/3/

::::
"""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


# -- formats ------------------------------------------------------------------------------------


def as_xml(events: tuple[dict[str, Any], ...]) -> str:
    def text(value: object) -> str:
        words = str("" if value is None else value)
        return words.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    def of(item: dict[str, Any]) -> str:
        plain = ("start", "duration", "room", "slug", "title", "track", "type", "url")
        fields = "".join(f"<{name}>{text(item[name])}</{name}>" for name in plain)
        people = "".join(
            f'<person affiliation="{text(p.get("affiliation"))}">'
            f"{text(p.get('public_name') or p['name'])}</person>"
            for p in item["persons"]
        )
        links, files = (
            "".join(
                f'<{tag} href="{text(link["url"])}">{text(link["title"])}</{tag}>'
                for link in item[name]
            )
            for name, tag in (("links", "link"), ("attachments", "attachment"))
        )
        return (
            f'<event guid="{item["guid"]}" id="{item["id"]}">{fields}<persons>{people}</persons>'
            f"<links>{links}</links><attachments>{files}</attachments></event>"
        )

    return (
        '<?xml version="1.0"?><schedule><base_url/><conference><acronym>conf</acronym>'
        "<base_url>https://conf.example/</base_url></conference>"
        '<day index="1" date="2030-05-02"><room name="Hall 1">'
        + "".join(map(of, events))
        + "</room></day></schedule>"
    )


def test_json_becomes_a_page(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert book.run(schedule(*EVENTS)) == 0
    assert book.page() == PAGE
    assert "days/2030-05-01\ndays/2030-05-02\n" in (book.root / "index.md").read_text("utf-8")
    assert capsys.readouterr().out == "3 sessions in the schedule, 3 added\n"
    assert [one.code for one in check_project(book.root).problems] == [Code.STUB]
    built = book.project.build("html")
    assert built.warnings == []
    assert "Opening: **bold** &amp; &lt;b&gt;loud&lt;/b&gt;" in built.text("days/2030-05-02.html")


def test_xml_becomes_the_same_page(book: Book) -> None:
    assert book.run(as_xml(EVENTS)) == 0
    assert book.page() == PAGE


def test_what_is_no_affiliation_is_left_out_and_told(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [
        "Tobi Plat (they/them)",
        "SZ Li (林上智)",
        "山田（㈱ＮＥＣ）",
        "TBA",
        "Ann (A (B))",
        "Eva; Ray",
    ]
    event = EVENTS[0] | {"persons": [{"public_name": name} for name in names]}
    assert book.run(schedule(event)) == 1
    assert ":speakers: Tobi Plat; SZ Li; 山田; Eva Ray\n" in book.page()
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("left out: ")[2] for line in told[:3]] == [
        "'they/them' is not an affiliation of 'Tobi Plat'",
        "'TBA' names nobody",
        "'Ann (A (B))' is not a speaker",
    ]
    # Most of what stands behind a name in a schedule is no company.
    assert "on 2030-05-02: '㈱ＮＥＣ' behind the name of '山田' left out; " in told[3]
    people = (book.root / "_data/people.yml").read_text("utf-8")
    assert people == 'sz-li: {name: "SZ Li", aliases: ["林上智"]}\n'
    assert [one.code for one in check_project(book.root).problems] == [Code.STUB]


def test_a_company_behind_a_comma_does_not_become_part_of_a_name(book: Book) -> None:
    event = EVENTS[0] | {"persons": [{"public_name": "Lau Bern, Datahound"}]}
    assert book.run(schedule(event)) == 0
    assert ":speakers: Lau Bern, Datahound\n" in book.page()
    assert [one.code for one in check_project(book.root).problems] == [Code.STUB, Code.COMMA]


def test_icalendar_becomes_a_page_on_the_clocks_of_the_place(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    sched = (
        "UID:1\nDTSTART:20300502T124000Z\nDTEND:20300502T132500Z\nSUMMARY:OVN\\, at length and \n"
        " folded\nLOCATION:Hall 1\nCATEGORIES:Networks,Clouds\nURL:https://conf.sched.example/e/1\n"
    )
    zoned = (
        "UID:2\nDTSTART;TZID=Europe/Berlin:20300502T160000\nDTEND;TZID=Europe/Berlin:"
        "20300502T170000\nSUMMARY:Zoned\n"
    )
    night = "UID:3\nDTSTART:20300502T220000Z\nDTEND:20300502T230000Z\nSUMMARY:After midnight\n"
    whole = "UID:4\nDTSTART;VALUE=DATE:20300502\nSUMMARY:Registration\n"
    off = "UID:5\nDTSTART:20300502T120000Z\nSUMMARY:Off\nSTATUS:CANCELLED\n"
    assert book.run(ics(sched, zoned, night, whole, off)) == 1
    left_out = [line for line in capsys.readouterr().out.splitlines() if "left out" in line]
    assert [line.partition(": ")[2] for line in left_out] == [
        "'OVN, at length and folded': left out: the categories Clouds",
        "left out: 'Off' is cancelled",
    ]
    assert (
        "::::{session} OVN, at length and folded\n:id: ovn-at-length-and-folded\n:track: Networks\n"
        ":time: 14:40-15:25\n:room: Hall 1\n:abstract: https://conf.sched.example/e/1\n"
    ) in book.page()
    assert ":id: zoned\n:time: 16:00-17:00\n" in book.page()
    assert ":id: registration\n\n" in book.page()
    assert ":id: after-midnight\n:time: 00:00-01:00\n" in book.page("2030-05-03")
    assert "Off" not in book.page()
    assert book.project.build("html").warnings == []


def test_speakers_in_the_icalendar_of_pretalx_and_indico(book: Book) -> None:
    pretalx = (
        "UID:pretalx-conf-ABC@x\nDTSTART:20300502T120000Z\nSUMMARY:A - B - Ada Lovelace\\, Bob\n"
    )
    assert book.run(ics(pretalx)) == 0
    assert "{session} A - B\n:id: a-b\n:time: 14:00\n:speakers: Ada Lovelace; Bob\n" in book.page()
    indico = (
        "UID:indico-contribution-1@x\nDTSTART:20300503T120000Z\nSUMMARY:C\nLOCATION:R (CERN)\n"
        "DESCRIPTION:Speakers: Ada (Navy\\, US)\\, Bob\\nAll about it\n"
    )
    calendar = ics(indico).replace("-//x//y//", "-//CERN//INDICO//EN")
    assert book.run(calendar) == 0
    assert ":speakers: Ada (Navy, US); Bob\n" in book.page("2030-05-03")


def test_a_time_zone_may_be_given_and_is_asked_for(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar = ics("UID:1\nDTSTART:20300502T100000Z\nSUMMARY:A\n", head="")
    assert book.run(calendar, "--dry-run") == 1
    out = capsys.readouterr().out
    assert "schedule: the times are in UTC" in out
    assert "add --timezone" in out
    assert book.run(calendar, "--timezone", "Europe/Nowhere") == 2
    assert book.run(calendar, "--timezone", "Asia/Tokyo") == 0
    assert ":time: 19:00\n" in book.page()


def test_a_night_stays_on_the_day_of_the_programme(book: Book) -> None:
    late = {**OVN, "start": "00:30"}
    xml = as_xml((late,)).replace("<acronym>", "<day_change>09:00:00</day_change><acronym>")
    assert book.run(xml) == 0
    assert ":time: 24:30-25:15\n" in book.page()
    assert not (book.root / "days/2030-05-03.md").exists()


@pytest.mark.parametrize(
    ("begins", "duration", "expected"),
    [
        ("2030-05-02T23:00", "01:00", ":time: 23:00-24:00\n"),
        ("2030-05-02T23:30", "00:45", ":time: 23:30-00:15\n"),
        ("2030-05-02T23:59", "11:00", ":time: 23:59-10:59\n"),
        ("2030-05-02T14:00", "13:00", ":time: 14:00-27:00\n"),
        ("2030-05-03T00:00", "00:30", ":time: 24:00-24:30\n"),
        ("2030-05-03T00:30", "", ":time: 24:30\n"),
        ("2030-05-03T05:00", "02:00", ":time: 29:00-07:00\n"),
        ("2030-05-02T09:00", "32:00", ":time: 09:00\n:until: 2030-05-03 17:00\n"),
        ("2030-05-02T09:00", "24:00:00", ":time: 09:00\n:until: 2030-05-03 09:00\n"),
        ("2030-05-02T09:00", "PT1H30M", ":time: 09:00-10:30\n"),
        ("2030-05-02T09:00", "P1DT8H", ":time: 09:00\n:until: 2030-05-03 17:00\n"),
        ("2030-05-02T09:00", "1 day, 8:00:00", ":time: 09:00\n:until: 2030-05-03 17:00\n"),
        ("2030-05-02T09:00", "1:08:00:00", ":time: 09:00\n:until: 2030-05-03 17:00\n"),
        ("2030-05-02T09:00", "2 days", ":time: 09:00\n:until: 2030-05-04 09:00\n"),
        ("2030-05-02T09:00", "90", ":time: 09:00-10:30\n"),
        ("2030-05-02T09:00", "1h30", ":time: 09:00-10:30\n"),
        ("2030-05-02T09:00", "45 min", ":time: 09:00-09:45\n"),
        ("2030-05-02T09:00", "00:45:00", ":time: 09:00-09:45\n"),
        ("2030-05-02T09:00", "0:00", ":time: 09:00\n:room"),
    ],
)
def test_an_end_after_midnight_is_kept(
    book: Book, begins: str, duration: str, expected: str
) -> None:
    entry = event(1, "Party", begins[-5:], date=f"{begins}:00+02:00", duration=duration)
    assert book.run(schedule(entry)) == 0
    assert expected in book.page()
    assert not (book.root / "days/2030-05-03.md").exists()
    # The page says the same as the schedule, also in another form.
    assert book.run(schedule(entry)) == 0


@pytest.mark.parametrize("duration", ["9999:00", "-01:00", "soon"])
def test_an_end_that_cannot_be_read_is_told(
    book: Book, duration: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(schedule(event(1, "Party", "09:00", duration=duration))) == 1
    assert ":time: 09:00\n:room" in book.page()
    assert f"entry 1: 'Party': its end left out: '{duration}'" in capsys.readouterr().out


def test_a_time_that_cannot_be_read_is_told(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert book.run(schedule(event(1, "Party", "25:99", date=""))) == 1
    assert ":time:" not in book.page()
    assert "entry 1: 'Party': its time left out: '25:99' is no time" in capsys.readouterr().out


def test_what_is_listed_under_another_day_is_on_its_own(book: Book) -> None:
    assert book.run(schedule(event(1, "A", "10:00", date="2030-05-03T10:00:00+02:00"))) == 0
    assert ":time: 10:00-10:45\n" in book.page("2030-05-03")


def test_icalendar_keeps_an_end_on_another_day(book: Book) -> None:
    local = "DTSTART;TZID=Europe/Berlin:20300502T{}00\nDTEND;TZID=Europe/Berlin:{}00\nSUMMARY:{}\n"
    events = (
        "UID:1\n" + local.format("2330", "20300503T0030", "Party"),
        "UID:2\n" + local.format("0900", "20300504T1700", "Sprint"),
        "UID:3\nDTSTART;VALUE=DATE:20300502\nDTEND;VALUE=DATE:20300505\nSUMMARY:Exhibition\n",
        "UID:4\nDTSTART;VALUE=DATE:20300502\nDTEND;VALUE=DATE:20300503\nSUMMARY:Desk\n",
    )
    assert book.run(ics(*events)) == 0
    page = book.page()
    assert ":id: party\n:time: 23:30-00:30\n" in page
    assert ":id: sprint\n:time: 09:00\n:until: 2030-05-04 17:00\n" in page
    assert ":id: exhibition\n:until: 2030-05-04\n" in page
    assert ":id: desk\n\n" in page
    assert book.project.build("html").warnings == []


def test_two_forms_of_a_night_are_the_same(book: Book) -> None:
    entry = event(1, "Party", "23:30")
    assert book.run(schedule(entry)) == 0
    book.edit("23:30-00:15", "23:30〜24:15")
    (book.root / "_data/imported.json").unlink()
    assert book.run(schedule(entry)) == 0


def test_tracks_may_be_chosen(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    other = event(4, "Other", "10:00", track="Clouds")
    assert book.run(schedule(*EVENTS, other), "--track", "clouds") == 0
    assert capsys.readouterr().out == "4 sessions in the schedule, 1 added, 3 of other tracks\n"
    assert book.page().count("{session}") == 1
    assert book.run(schedule(*EVENTS, other), "--track", "Clods") == 2
    assert capsys.readouterr().err == "no such track; the schedule has Clouds, Networks\n"


def test_every_kind_of_a_schedule_is_one_of_ours() -> None:
    assert {slug(kind) for kind in KINDS.values()} <= set(schema.KINDS)


# -- what is there ------------------------------------------------------------------------------


def test_twice_is_once(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert book.run(schedule(*EVENTS)) == 0
    before = book.files()
    assert book.run(schedule(*EVENTS)) == 0
    assert book.run(as_xml(EVENTS)) == 0
    assert book.files() == before
    assert capsys.readouterr().out.splitlines()[1:] == ["3 sessions in the schedule, 0 added"] * 2


@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_a_session_on_a_page_of_its_own_is_found(
    book: Book, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    front, opening = "---\ndate: 2030-05-02\n---\n", "::::{session} "
    rest = "\n:id: ovn\n:track: Networks\n:time: 14:40\n:room: Hall 1\n:speakers: Ada Lovelace\n"
    own = f"{front}{opening}OVN at length{rest}:abstract: https://conf.example/talk/2/\n::::\n"
    if suffix == ".rst":
        rest = rest.replace("\n:", "\n   :")
        own = f":date: 2030-05-02\n\n.. session:: OVN at length{rest}"
    book.project.write({f"days/ovn{suffix}": own})
    book.run(schedule(OVN))
    told = capsys.readouterr().out
    assert "'ovn': the time is '14:40-15:25' in the schedule, '14:40' here" in told
    assert told.endswith("1 session in the schedule, 0 added\n")
    assert "the day" not in told
    book.run(schedule({**OVN, "date": "2030-05-03T14:40:00+02:00"}))
    assert "the day is now '2030-05-03', no longer '2030-05-02'" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(book: Book) -> None:
    before = book.files()
    assert book.run(schedule(*EVENTS), "--dry-run") == 0
    assert book.files() == before


def test_many_are_added_to_many_in_linear_time() -> None:
    def seconds(number: int) -> float:
        options = [{"time": f"{at * 1400 // number // 60}:{at % 60:02}"} for at in range(number)]
        options.sort(key=lambda one: page_file.Block("session", "", one).start or 0)
        lines = [line for _ in options for line in ("::::{session} x", "::::", "")]
        blocks = [
            page_file.Block("session", "x", one, 3 * at, 3 * at + 1)
            for at, one in enumerate(options)
        ]
        page, text = page_file.Page(lines, blocks, blocks), "\n".join([*lines, ""])
        begin = time.process_time()
        places = page_file.places_of_sessions(page, (one.start for one in blocks))
        made = page_file.insert(text, {at: ["::::{session} y", "::::"] for at in places})
        assert made.count("} y") > number // 100
        return time.process_time() - begin

    few, many = (min(seconds(number) for _ in range(3)) for number in (1_500, 12_000))
    # Eight times as many; quadratic would be 64 times as long.
    assert many < 24 * few


def test_new_sessions_are_inserted_between_the_others(book: Book) -> None:
    book.run(schedule(OPENING, JAPANESE))
    book.edit(":::{references}", "- What I heard\n\n:::{references}")
    before = book.page()
    assert book.run(schedule(*EVENTS)) == 0
    at = PAGE.index("::::{session} OVN")
    block = PAGE[at : PAGE.index("::::{session} 仮想")]
    assert (
        book.page()
        == before[: before.index("::::{session} 仮想")]
        + block
        + before[before.index("::::{session} 仮想") :]
    )


CHANGES: list[tuple[str, dict[str, Any], str]] = [
    ("time", {"start": "15:00", "date": "2030-05-02T15:00:00+02:00"}, "'15:00-15:45', no longer"),
    ("room", {"room": "Hall 2"}, "the room is now 'Hall 2', no longer 'Hall 1'"),
    ("title", {"title": "OVN in short"}, "the title is now 'OVN in short', no longer"),
    ("track", {"track": "Clouds"}, "the track is now 'Clouds', no longer 'Networks'"),
    ("speakers", {"persons": []}, "the speakers are now empty, no longer 'Ada Lovelace'"),
    ("day", {"date": "2030-05-03T14:40:00+02:00"}, "the day is now '2030-05-03', no longer"),
    (
        "links",
        {"links": [{"url": "https://youtu.be/new", "title": "Recording"}]},
        "new link for ':video:': https://youtu.be/new",
    ),
]


@pytest.mark.parametrize(("fact", "change", "told"), CHANGES, ids=[c[0] for c in CHANGES])
def test_a_change_is_reported_until_the_page_has_it(
    book: Book, fact: str, change: dict[str, Any], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.run(schedule(*EVENTS))
    book.edit("talk/2/\n\n::::", "talk/2/\n\n- What I heard\n::::")
    before = book.files()
    changed = schedule(OPENING, {**OVN, **change}, JAPANESE)
    capsys.readouterr()
    for _ in range(2):
        assert book.run(changed) == 1
        first, last = capsys.readouterr().out.splitlines()
        assert first.startswith("days/2030-05-02.md:22: 'ovn-at-length': ")
        assert told in first
        assert last == "3 sessions in the schedule, 0 added"
        assert book.files() == before
    assert book.run(changed, "--keep") == 0
    assert book.run(changed) == 0
    assert {**book.files(), "_data/imported.json": b""} == {**before, "_data/imported.json": b""}


def test_what_people_changed_is_intended(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    book.run(schedule(*EVENTS))
    book.edit(":time: 14:40-15:25\n", ":time: 14:45-15:30\n")
    book.edit("::::{session} OVN at length\n", "::::{session} OVN, *at length*\n")
    assert book.run(schedule(*EVENTS)) == 0
    capsys.readouterr()
    later = {"start": "15:00", "date": "2030-05-02T15:00:00+02:00"}
    assert book.run(schedule(OPENING, {**OVN, **later}, JAPANESE)) == 1
    assert (
        "'ovn-at-length': the time is now '15:00-15:45', no longer '14:40-15:25'; "
        "the page says '14:45-15:30'\n"
    ) in capsys.readouterr().out
    # Once the page says the same, there is nothing more to report.
    book.edit(":time: 14:45-15:30\n", ":time: 15:00 – 15:45\n")
    assert book.run(schedule(OPENING, {**OVN, **later}, JAPANESE)) == 0


def test_other_words_with_the_same_meaning_are_no_difference(book: Book) -> None:
    book.project.write({"_data/tracks.yml": "net: {label: Networks, aliases: [Networking]}\n"})
    book.run(schedule(OVN))
    book.edit(":track: Networks", ":track: networking")
    book.edit(":speakers: Ada Lovelace", ":speakers: ADA  Lovelace (Analytical Engines) [chair]")
    book.edit(":time: 14:40-15:25", ":time: 14:40 – 15:25")
    book.edit("{session} OVN at length", "{session} OVN at Length")
    moved = {**OVN, "room": "Hall 2"}
    assert book.run(schedule(moved), "--keep") == 0
    record = json.loads((book.root / "_data/imported.json").read_text("utf-8"))
    assert record["schedules"]["conf"][OVN["guid"]]["room"] == "Hall 2"
    assert book.run(schedule(moved)) == 0


def test_a_deleted_session_is_not_added_again(book: Book) -> None:
    book.run(schedule(*EVENTS))
    page = book.page()
    at, end = page.index("::::{session} OVN"), page.index("::::{session} 仮想")
    book.project.write({"days/2030-05-02.md": page[:at] + page[end:]})
    assert book.run(schedule(*EVENTS)) == 0
    assert "OVN" not in book.page()


def test_a_session_that_the_schedule_lost_is_reported(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    book.run(schedule(*EVENTS))
    before = book.page()
    capsys.readouterr()
    assert book.run(schedule(OPENING, JAPANESE)) == 1
    assert capsys.readouterr().out == (
        "days/2030-05-02.md:22: 'ovn-at-length': is no longer in the schedule\n"
        "2 sessions in the schedule, 0 added\n"
    )
    assert book.page() == before
    assert book.run(schedule(OPENING, JAPANESE), "--keep") == 0
    assert book.run(schedule(OPENING, JAPANESE)) == 0


def test_schedules_do_not_know_of_each_other(book: Book) -> None:
    assert book.run(schedule(OPENING)) == 0
    assert book.run(ics("UID:1\nDTSTART:20300502T100000Z\nSUMMARY:A\n")) == 0
    assert book.run(schedule(OPENING)) == 0


def test_a_session_written_by_hand_is_matched_by_day_and_title(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (
        "---\ndate: 2030-05-02\n---\n# Day\n\n::::{session} OVN at Length\n:id: mine\n"
        ":room: Hall 3\n:time: 14:40-15:25\n\n- Heard\n::::\n"
    )
    book.project.write({"days/2030-05-02.md": page})
    assert book.run(schedule(OVN)) == 1
    assert book.page() == page
    assert capsys.readouterr().out.splitlines() == [
        "days/2030-05-02.md:6: 'mine': the room is 'Hall 1' in the schedule, 'Hall 3' here",
        "days/2030-05-02.md:6: 'mine': the track is 'Networks' in the schedule, empty here",
        "days/2030-05-02.md:6: 'mine': the speakers are 'Ada Lovelace' in the schedule, empty here",
        "days/2030-05-02.md:6: 'mine': new link for ':abstract:': https://conf.example/talk/2/",
        "1 session in the schedule, 0 added",
    ]


def test_ids_are_unique_and_stay(book: Book) -> None:
    twins = [event(n, "Lunch", "12:00", slug="") for n in (5, 6, 7)]
    twins[1]["date"] = "2030-05-03T12:00:00+02:00"
    assert book.run(schedule(*twins)) == 0
    ids = re.findall(r":id: (.*)", book.page() + book.page("2030-05-03"))
    assert ids == ["lunch", "lunch-2030-05-02", "lunch-2030-05-03"]
    book.run(schedule(*reversed(twins)))
    assert re.findall(r":id: (.*)", book.page() + book.page("2030-05-03")) == ids


def test_undeclared_tracks_are_declared(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    tracks = "# Ours\nkeynote: Keynote"
    book.project.write({"_data/tracks.yml": tracks})
    book.run(schedule(OVN, event(4, "X", "10:00", track='"Q": yes #1')))
    assert (book.root / "_data/tracks.yml").read_text("utf-8") == (
        f'{tracks}\nq-yes-1-ff65b151: "\\"Q\\": yes #1"\nnetworks: "Networks"\n'
    )
    assert book.project.build("html").warnings == []
    # If it is not certain how to add one, nothing is added.
    flow = "{keynote: Keynote}"
    book.project.write({"_data/tracks.yml": flow})
    capsys.readouterr()
    assert book.run(schedule(OVN, event(8, "New", "18:00"))) == 1
    assert "':track: Networks' left out; declare it in _data/tracks.yml" in capsys.readouterr().out
    assert (book.root / "_data/tracks.yml").read_text("utf-8") == flow


# -- what cannot be read ------------------------------------------------------------------------

BAD: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "schedule: neither JSON nor XML nor iCalendar"),
    ("html", "<html><p>Log in</p></html>", "the root is <html>"),
    ("json cut off", '{"schedule": {\n  "days": [', "schedule:2:12: not JSON: "),
    ("json of something", '{"days": []}', "schedule.conference.days is missing"),
    ("json nested", "[" * 100_000, "not JSON: "),
    ("json of a long number", '{"a": ' + "1" * 5000 + "}", "not JSON: "),
    ("xml cut off", "<schedule>\n  <day", "schedule:2:"),
    (
        "xml bomb",
        '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>',
        "declares XML entities",
    ),
    ("xml of an odd encoding", b'<?xml version="1.0" encoding="x-no"?><schedule/>', "not XML"),
    ("xml with NUL", b"<schedule>\0</schedule>", "schedule:1:"),
]


@pytest.mark.parametrize(("content", "told"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_what_cannot_be_read_is_reported(
    book: Book, content: str | bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.files()
    assert book.run(content) == 2
    said = capsys.readouterr()
    assert told in said.err
    assert said.out == ""
    assert book.files() == before


@pytest.mark.parametrize(("library", "content"), [("icalendar", ics()), ("defusedxml", "<a/>")])
def test_a_missing_library_is_reported(
    book: Book,
    library: str,
    content: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    assert book.run(content) == 2
    assert f"install {library}: python -m pip install {library}\n" in capsys.readouterr().err


def test_a_missing_schedule_is_reported(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "nowhere.json", "--book", str(book.root)]) == 2
    assert capsys.readouterr().err == "nowhere.json: cannot be read: No such file or directory\n"


def test_the_good_events_of_a_bad_calendar_are_imported(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar = (
        "BEGIN:VCALENDAR\nVTIMEZONE: Europe/Rome\nthis is no property\n"
        "BEGIN:VEVENT\nUID:7\nDTSTART:20300502T100000Z\nSUMMARY:Good\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:7\nDTSTART:tomorrow\nSUMMARY:Bad\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:7\nDTSTART:20300502T110000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:7\nDTSTART:20300502T120000Z\nSUMMARY:Not closed\n"
        "BEGIN:VEVENT\nUID:8\nDTSTART:20300502T130000Z\nRRULE:FREQ=DAILY\nSUMMARY:Last\n"
    )
    assert book.run(calendar) == 1
    assert re.findall(r":time: (.*)", book.page()) == ["12:00", "14:00", "15:00"]
    said = capsys.readouterr().out.splitlines()
    assert said[:4] == [
        "schedule:2: 'VTIMEZONE' is not a property; write 'BEGIN:VTIMEZONE'",
        "schedule:3: skipped: not iCalendar: 'this is no property'",
        "schedule:18: event without END:VEVENT",
        said[3],
    ]
    assert said[3].startswith("schedule:9: skipped: ")
    assert said[4] == "schedule:14: skipped: no SUMMARY"
    assert said[5].startswith("schedule:22: 'Last' ")
    assert said[6].startswith("schedule: 2 events share their UID")
    assert said[7:] == ["3 sessions in the schedule, 3 added"]
    before = book.files()
    assert book.run(calendar) == 1
    assert book.files() == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_event_in_a_year_without_conferences_is_skipped(
    book: Book, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    before = book.files()
    ical = f"BEGIN:VEVENT\nUID:7\nDTSTART:{day.replace('-', '')}T000000Z\nSUMMARY:One\nEND:VEVENT\n"
    talk = {"id": 1, "title": "One", "start": "23:30", "date": f"{day}T23:30:00+00:00"}
    frab = {"schedule": {"conference": {"days": [{"date": day, "rooms": {"A": [talk]}}]}}}
    for content in (f"BEGIN:VCALENDAR\n{ical}END:VCALENDAR\n", frab):
        for zone in ("America/Vancouver", "Pacific/Auckland"):
            assert book.run(content, "--timezone", zone) == 1
            assert "skipped: " in capsys.readouterr().out
    assert {name: book.files()[name] for name in before} == before
    assert book.files().keys() - before.keys() <= {"_data/imported.json"}


@pytest.mark.parametrize(
    "record",
    ["", "[]", "{", '{"schedules": {"conf": {"x": []}}}', '{"schedules": {"c": {"x": {"id": 1}}}}'],
)
def test_a_damaged_record_is_reported(
    book: Book, record: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.project.write({"_data/imported.json": record})
    before = book.files()
    assert book.run(schedule(*EVENTS)) == 2
    assert capsys.readouterr().err.startswith("_data/imported.json")
    assert book.files() == before


# -- whatever a schedule says -------------------------------------------------------------------

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["2030-05-02", "00:00", "25:61", "1e9:0", "9999-12-31T23:59:59-23:59", "](javascript:x)"]
    ),
    st.sampled_from(
        ["# x", "'", '"quoted', "| a", "a # b", "::::", "- x", "{topic}`x`", "[a][b]", "<b>", "\\"]
    ),
    st.lists(st.text(max_size=5), max_size=2),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container in *value* with each of its keys."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        for key in keys:
            found += [(value, key), *places(value[key])]
    return found


def mutate(data: st.DataObject, value: Any) -> Any:
    value = copy.deepcopy(value)
    for _ in range(data.draw(st.integers(1, 4))):
        found = places(value)
        if not found:
            break
        container, key = data.draw(st.sampled_from(found))
        if data.draw(st.booleans()) or isinstance(container, list):
            container[key] = data.draw(ODD)
        else:
            del container[key]
    return value


def bytes_changed(data: st.DataObject, content: bytes) -> bytes:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 40))
        content = content[:at] + data.draw(st.binary(max_size=8)) + content[at + cut :]
    return content


CALENDAR = ics(
    "UID:1\nDTSTART:20300502T124000Z\nDTEND:20300502T132500Z\nSUMMARY:A\nCATEGORIES:N\nLOCATION:L\n",
    "UID:2\nDTSTART;TZID=Europe/Berlin:20300502T160000\nSUMMARY:B\nURL:https://x.example/\n",
)


@pytest.mark.parametrize("form", ["json", "xml", "ics", "bytes of json"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_schedule_breaks_the_import(form: str, data: st.DataObject) -> None:
    make: dict[str, Callable[[], object]] = {
        "json": lambda: mutate(data, schedule(*EVENTS)),
        "xml": lambda: bytes_changed(data, as_xml(EVENTS).encode()),
        "ics": lambda: bytes_changed(data, CALENDAR.encode()),
        "bytes of json": lambda: bytes_changed(data, json.dumps(schedule(*EVENTS)).encode()),
    }
    with tempfile.TemporaryDirectory() as root:
        book = Book(Path(root))
        first, second = make[form](), make[form]()
        for content in (first, first, second, second):
            before = book.files()
            status = book.run(content)
            assert status in (0, 1, 2)
            after = book.files()
            if status == 2:
                assert after == before
            if content is first and "_data/imported.json" in before:
                assert after == before
            for name, old in before.items():
                if name.endswith(".md"):
                    # Every line that was there is there, in its order.
                    lines = iter(after[name].split(b"\n"))
                    assert all(line in lines for line in old.split(b"\n"))


@pytest.mark.slow
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # Each try is a build.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(data=st.data())
def test_every_page_builds_without_a_warning(data: st.DataObject) -> None:
    words = st.one_of(st.text(max_size=40), ODD)
    events = [
        event(
            number,
            data.draw(words),
            "10:00",
            room=data.draw(words),
            track=data.draw(words),
            type=data.draw(words),
            persons=[{"public_name": data.draw(words)} for _ in range(2)],
            links=[
                {"url": data.draw(st.one_of(words, st.just("https://x.example/a"))), "title": title}
                for title in (data.draw(words), "slides")
            ],
        )
        for number in range(3)
    ]
    with tempfile.TemporaryDirectory() as root:
        book = Book(Path(root))
        book.project.write({"_data/tracks.yml": "keynote: Keynote\n"})
        assert book.run(schedule(*events)) in (0, 1)
        told = book.project.build("text").warnings
        # Only a person knows whether a company follows the comma in a name.
        assert [line for line in told if not line.endswith("[session.comma]")] == []
        before = book.files()
        book.run(schedule(*events))
        assert book.files() == before
