"""The forms of schedules that exist in the wild, their encodings, and the days of a programme."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from schedules import Book, event, ics, schedule

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


ONE = event(1, "Opening", "09:00")
TWO = event(2, "After midnight", "00:30", date="2030-05-03T00:30:00+02:00")
DAYS: list[dict[str, Any]] = [
    {
        "index": number,
        "date": f"2030-05-0{number + 1}",
        "day_start": f"2030-05-0{number + 1}T09:00:00+02:00",
        "day_end": f"2030-05-0{number + 2}T03:00:00+02:00",
        "rooms": {},
    }
    for number in (1, 2)
]
PAGE = (
    "{session} Opening\n:id: opening\n:track: Networks\n:kind: talk\n:time: 09:00-09:45\n"
    ":room: Hall 1\n:speakers: Ada Lovelace\n:abstract: https://conf.example/talk/1/\n"
)
NIGHT = ":id: after-midnight\n:track: Networks\n:kind: talk\n:time: 24:30-25:15\n:room: Hall 1\n"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def json_of(**more: Any) -> dict[str, Any]:
    content = schedule()
    content["schedule"]["conference"] |= {"days": copy.deepcopy(DAYS), **more}
    return content


def in_a_list_of_rooms() -> dict[str, Any]:
    content = json_of()
    rooms = [{"name": "Hall 1", "guid": "x", "events": [ONE, TWO]}, {"name": "Empty"}]
    content["schedule"]["conference"]["days"][0]["rooms"] = rooms
    return content


def in_days_without_rooms() -> dict[str, Any]:
    content = json_of()
    content["schedule"]["conference"]["days"][0] |= {"events": [ONE, TWO]}
    return content


def outside(where: str, **more: Any) -> dict[str, Any]:
    """Return the second version of the hub's, with names of rooms and tracks elsewhere."""
    named = [
        {**one, "room": "hall-1", "track": {"slug": "net", "name": "Networks"}, **more}
        for one in (ONE, TWO)
    ]
    content = json_of(rooms=[{"slug": "hall-1", "name": "Hall 1"}])
    inner = content["schedule"]
    {"conference": inner["conference"], "schedule": inner, "root": content}[where]["events"] = named
    return content


def by_guid() -> dict[str, Any]:
    content = json_of(days=None)
    events = {
        one["guid"]: {key: value for key, value in one.items() if key != "guid"}
        for one in (ONE, TWO)
    }
    content["schedule"]["conference"]["day_change"] = "04:00"
    content["schedule"]["events"] = events
    return content


FORMS: dict[str, Callable[[], dict[str, Any]]] = {
    "rooms in a list": in_a_list_of_rooms,
    "days without rooms": in_days_without_rooms,
    "events of the conference": lambda: outside("conference"),
    "events of the schedule": lambda: outside("schedule"),
    "events of the file": lambda: outside("root"),
    "events by their ids": by_guid,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_json_is_read(book: Book, form: str) -> None:
    assert book.run(FORMS[form]()) == 0
    assert PAGE in book.page()
    assert NIGHT in book.page()
    assert not (book.root / "days/2030-05-03.md").exists()


def xml(body: str, conference: str = "") -> str:
    about = "<acronym>conf</acronym><time_zone_name>Europe/Berlin</time_zone_name>"
    return f"<schedule><conference>{about}{conference}</conference>{body}</schedule>"


def xml_event(number: int, title: str, begins: str, room: str = "") -> str:
    return (
        f"<event id='{number}'><title>{title}</title>{room}<date>{begins}</date>"
        "<duration>00:45</duration></event>"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<day date='2030-05-02'>{}</day>",
        "<day index='1'>{}</day>",
        "{}",
        "<events>{}</events>",
        "<day date='2030-05-02'><rooms><room name='Hall 1'>{}</room></rooms></day>",
    ],
)
def test_xml_without_rooms_or_days_is_read(book: Book, body: str) -> None:
    room = "<room>Hall 1</room>"
    events = xml_event(1, "A", "2030-05-02T10:00:00+02:00", room)
    assert book.run(xml(body.format(events))) == 0
    assert ":id: a\n:time: 10:00-10:45\n:room: Hall 1\n" in book.page()


def test_names_of_xml_may_be_in_a_namespace(book: Book) -> None:
    events = xml_event(1, "A", "2030-05-02T10:00:00+02:00")
    content = xml(f"<day date='2030-05-02'>{events}</day>")
    assert book.run(content.replace("<schedule>", "<schedule xmlns='https://x.example/'>")) == 0
    assert ":id: a\n:time: 10:00-10:45\n" in book.page()


def test_a_night_of_xml_is_in_the_span_of_its_day(book: Book) -> None:
    night = xml_event(1, "A", "2030-05-03T02:00:00+02:00")
    spans = "start='2030-05-0{}T10:00:00+02:00' end='2030-05-0{}T04:00:00+02:00'"
    first, second = (
        f"<day date='2030-05-0{at}' {spans.format(at, at + 1)}>{{}}</day>" for at in (2, 3)
    )
    # Some list it under the day of the calendar.
    assert book.run(xml(first.format("") + second.format(night))) == 0
    assert ":time: 26:00-26:45\n" in book.page()


def test_a_morning_before_the_first_day_begins_stays_in_the_morning(book: Book) -> None:
    content = json_of(day_change="09:00")
    content["schedule"]["conference"]["days"][1]["rooms"] = {
        "A": [event(1, "Breakfast", "07:30", date="2030-05-03T07:30:00+02:00")]
    }
    assert book.run(content) == 0
    assert ":time: 07:30-08:15\n" in book.page("2030-05-03")


# -- Sessionize ---------------------------------------------------------------------------------

SESSION = {
    "id": "7",
    "title": "Opening",
    "startsAt": "2030-05-02T09:00:00",
    "endsAt": "2030-05-02T09:45:00",
    "liveUrl": None,
    "recordingUrl": "https://youtu.be/abc",
}
ALL = {
    "sessions": [
        {**SESSION, "speakers": ["guid-1"], "categoryItems": [11, 12], "roomId": 3},
        {**SESSION, "id": "8", "title": "Not placed yet", "startsAt": None, "endsAt": None},
    ],
    "speakers": [{"id": "guid-1", "fullName": "Ada Lovelace", "sessions": [7]}],
    "categories": [
        {"id": 1, "title": "Track", "items": [{"id": 11, "name": "Networks"}]},
        {"id": 2, "title": "Session format", "items": [{"id": 12, "name": "Keynote"}]},
    ],
    "rooms": [{"id": 3, "name": "Hall 1"}],
}
FULL = {
    **SESSION,
    "speakers": [{"id": "guid-1", "name": "Ada Lovelace"}],
    "room": "Hall 1",
    "categories": [
        {"name": "Track", "categoryItems": [{"id": 11, "name": "Networks"}]},
        {"name": "Session format", "categoryItems": [{"id": 12, "name": "Keynote"}]},
    ],
}
SESSIONS = [{"groupName": "All", "sessions": [FULL]}]
GRID = [{"date": "2030-05-02T00:00:00", "rooms": [{"name": "Hall 1", "sessions": [FULL]}]}]
SPEAKERS = [
    {"id": "guid-1", "fullName": "Ada Lovelace", "sessions": [{"id": 7, "name": "Opening"}]}
]


@pytest.mark.parametrize("content", [ALL, SESSIONS, GRID], ids=["all", "sessions", "grid"])
def test_sessionize_is_read(
    book: Book, content: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(content) == int(content is ALL)
    assert (
        "{session} Opening\n:id: opening\n:track: Networks\n:kind: keynote\n:time: 09:00-09:45\n"
        ":room: Hall 1\n:speakers: Ada Lovelace\n:video: https://youtu.be/abc\n"
    ) in book.page()
    told = ["schedule: session 2: skipped: no date such as 2015-05-19"] * (content is ALL)
    assert capsys.readouterr().out.splitlines()[:-1] == told


# -- what has no sessions -----------------------------------------------------------------------

NOTHING: dict[str, object] = {
    "speakers of Sessionize": SPEAKERS,
    "no events in days": json_of(),
    "an object": {"talks": 1},
    "a list": [1, 2],
    "an empty list": [],
    "an empty calendar": ics(),
    "XML without events": xml("<day date='2030-05-02'><room name='A'/></day>"),
    "a feed": "<rss><channel/></rss>",
    "a table": "title,room\nOpening,Hall 1\n",
    "a page": "<!DOCTYPE html>\n<html><p>Please log in</html>",
}


@pytest.mark.parametrize("content", NOTHING)
def test_a_file_without_sessions_is_refused_with_what_was_expected(
    book: Book, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(json_of(events=[ONE])) == 0
    before = book.files()
    capsys.readouterr()
    assert book.run(NOTHING[content]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "expected" in said.err
    assert book.files() == before


def test_a_schedule_of_which_nothing_is_read_says_nothing_of_the_sessions(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(json_of(events=[ONE])) == 0
    capsys.readouterr()
    assert book.run(json_of(events=[{**ONE, "title": ""}])) == 1
    assert "no longer" not in capsys.readouterr().out


def test_an_event_that_is_there_twice_is_told(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(schedule(ONE, ONE)) == 1
    assert "'Opening' on 2030-05-02 is there twice" in capsys.readouterr().out
    assert book.page().count("{session}") == 1


# -- encodings ----------------------------------------------------------------------------------

TITLE = "Café für Österreich – “naïve”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_in_unicode_is_read(book: Book, encoding: str) -> None:
    content = json.dumps(schedule(event(1, TITLE, "09:00")), ensure_ascii=False)
    assert book.run(content.encode(encoding)) == 0
    assert f"{{session}} {TITLE}\n" in book.page()


@pytest.mark.parametrize("form", ["json", "ics", "xml"])
def test_what_is_probably_windows_1252_is_read_and_told(
    book: Book, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {
        "json": json.dumps(schedule(event(1, TITLE, "09:00")), ensure_ascii=False),
        "ics": ics(f"UID:1\nDTSTART:20300502T100000Z\nSUMMARY:{TITLE}\n"),
        "xml": xml(xml_event(1, TITLE, "2030-05-02T10:00:00+02:00")),
    }[form]
    assert book.run(content.encode("cp1252")) == 1
    assert f"{{session}} {TITLE}\n" in book.page()
    assert "not UTF-8 (byte " in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252", "iso-8859-15"])
def test_xml_is_in_the_encoding_that_it_declares(book: Book, encoding: str) -> None:
    content = xml(xml_event(1, "Café", "2030-05-02T10:00:00+02:00"))
    declared = f'<?xml version="1.0" encoding="{encoding}"?>\n{content}'
    assert book.run(declared.encode(encoding)) == 0
    assert "{session} Café\n" in book.page()


# -- time in iCalendar --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTSTART:20300502T210000Z\nDURATION:PT1H30M", ":time: 23:00-00:30\n"),
        ("DTSTART:20300502T070000Z\nDURATION:P1DT8H", ":time: 09:00\n:until: 2030-05-03 17:00\n"),
        ("DTSTART;VALUE=DATE:20300502\nDURATION:P3D", ":id: a\n:until: 2030-05-04\n"),
        ("DTSTART:20300502T090000\nDTEND:20300502T100000", ":time: 09:00-10:00\n"),
    ],
)
def test_icalendar_may_say_how_long(book: Book, lines: str, expected: str) -> None:
    assert book.run(ics(f"UID:1\n{lines}\nSUMMARY:A\n")) == 0
    assert expected in book.page()


def test_an_end_before_the_start_is_told(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert book.run(ics("UID:1\nDTSTART:20300502T100000\nDTEND:20300502T090000\nSUMMARY:A\n")) == 1
    assert ":time: 10:00\n" in book.page()
    assert "schedule:5: 'A': its end left out" in capsys.readouterr().out


def test_a_calendar_of_another_book_is_read(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    one = "UID:1\nDTSTART:20300502T100000\nSUMMARY:A\nDESCRIPTION:Ada\\; Bo\nCATEGORIES:OVN,SDN\n"
    assert book.run(ics(one).replace("-//x//y//", "-//session-notes//EN")) == 1
    assert ":time: 10:00\n:speakers: Ada; Bo\n" in book.page()
    assert "schedule:5: 'A': left out: the topics OVN, SDN" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            schedule({**ONE, "subtitle": "Well", "abstract": "We meet."}, {**TWO, "abstract": "x"}),
            "subtitle (1), abstract (2)",
            id="frab",
        ),
        pytest.param(
            ics("UID:1\nDTSTART:20300502T100000\nSUMMARY:A\nDESCRIPTION:We meet.\n"),
            "description (1)",
            id="icalendar",
        ),
        pytest.param(
            [{"id": "1", "title": "A", "startsAt": "2030-05-02T10:00", "description": "We meet."}],
            "description (1)",
            id="sessionize",
        ),
    ],
)
def test_texts_of_others_are_counted(
    book: Book, capsys: pytest.CaptureFixture[str], content: Any, told: str
) -> None:
    assert book.run(content) == 0
    *_, line, _ = capsys.readouterr().out.splitlines()
    assert line == f"not imported, because these are texts of others: {told}"
    assert "meet" not in book.page()
    # Nothing is added the second time, so nothing is left out.
    assert book.run(content) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
