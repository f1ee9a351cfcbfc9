"""Times as people write them: read, shown, in order, and as moments in every export."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_exports.conference import moments
from session_notes.locale.labels import read_labels
from session_notes.model import messages
from session_notes.model.parsing import parse_session
from session_notes.model.problems import Where
from session_notes.model.records import Session
from session_notes.model.times import LAST, LONG, after, clock, parse_span, span

if TYPE_CHECKING:
    from conftest import Project
    from session_notes.model.problems import Problem

WHERE = Where("days/2015-05-19.md", 10)
NEXT = date(2015, 5, 20)


def parse(**options: str) -> tuple[Session, list[Problem]]:
    lines = {name: number for number, name in enumerate(options, 11)}
    return parse_session("A title", options, lines, WHERE)


def clocks(session: Session) -> str:
    """Return start and end as on a clock that goes on after midnight."""
    start, end = ("" if at is None else clock(at) for at in (session.start, session.end))
    return f"{start}-{end}" if end else start


# -- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("14:40-15:20", "14:40-15:20"),
        ("14:40", "14:40"),
        ("9:05-9:10", "09:05-09:10"),
        ("00:00-23:59", "00:00-23:59"),
        ("00:00-24:00", "00:00-24:00"),
        # after midnight
        ("23:30-00:30", "23:30-24:30"),
        ("23:00-24:00", "23:00-24:00"),
        ("23:00-0:00", "23:00-24:00"),
        ("24:30-25:15", "24:30-25:15"),
        ("24:30-1:15", "24:30-25:15"),
        ("22:00-30:00", "22:00-30:00"),
        ("24:00", "24:00"),
        ("30:00", "30:00"),
        ("28:00-7:00", "28:00-31:00"),
        ("20:00-08:00", "20:00-32:00"),
        # dashes and words
        (" 9:00  -  10:00 ", "09:00-10:00"),
        ("14:40–15:20", "14:40-15:20"),
        ("14:40—15:20", "14:40-15:20"),
        ("14:40−15:20", "14:40-15:20"),
        ("14:40‑15:20", "14:40-15:20"),
        ("14:40--15:20", "14:40-15:20"),
        ("14:40 -> 15:20", "14:40-15:20"),
        ("14:40~15:20", "14:40-15:20"),
        ("14:40〜15:20", "14:40-15:20"),
        ("１４：４０～１５：２０", "14:40-15:20"),
        ("14:40ー15:20", "14:40-15:20"),
        ("14:40 to 15:20", "14:40-15:20"),
        ("from 14:40 until 15:20", "14:40-15:20"),
        ("14:40から15:20まで", "14:40-15:20"),
        ("14:40〜", "14:40"),
        ("14:40-", "14:40"),
        # clocks
        ("9.00-9.30", "09:00-09:30"),
        ("9h30", "09:30"),
        ("14 h", "14:00"),
        ("14:40h-15:20h", "14:40-15:20"),
        ("14 Uhr 40", "14:40"),
        ("14:40:00", "14:40"),
        ("0930-1030", "09:30-10:30"),
        ("14時40分〜15時20分", "14:40-15:20"),
        ("14時半", "14:30"),
        ("午後2時40分〜3時20分", "14:40-15:20"),
        ("24時30分〜25時", "24:30-25:00"),
        ("2pm", "14:00"),
        ("2:40 p.m. - 3:20 P.M.", "14:40-15:20"),
        ("2:40-3:20pm", "14:40-15:20"),
        ("11-1pm", "11:00-13:00"),
        ("12:30-1pm", "12:30-13:00"),
        ("11pm-1am", "23:00-25:00"),
        ("9am-5:00", "09:00-17:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("10-11:30", "10:00-11:30"),
    ],
)
def test_a_time_is_read(value: str, expected: str) -> None:
    session, problems = parse(time=value)
    assert (clocks(session), problems) == (expected, [])
    assert session.when == " ".join(value.split())


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("31:00", ""),
        ("24:30-31:00", ""),
        ("30:01", ""),
        ("14:60", ""),
        ("14:4", ""),
        ("9", ""),
        ("9-10", ""),
        ("-15:20", ""),
        ("14:40/15:20", ""),
        ("14:40-15:20-16:00", ""),
        ("14:40-15:20, 16:00-16:40", ""),
        ("2015-05-19", ""),
        ("after lunch", ""),
        ("午前午後9時", ""),
        ("14:40–15:20 JST", "14:40-15:20"),
        ("14:40 UTC", "14:40"),
        ("ca. 14:40", "14:40"),
        ("14:40頃", "14:40"),
        ("2015-05-19 14:40", "14:40"),
        ("14:40am", "14:40"),
    ],
)
def test_what_is_not_clear_is_told_and_shown_as_it_was_written(value: str, part: str) -> None:
    session, problems = parse(time=value)
    suggestion = f"write only '{part}', or correct it" if part else ""
    assert problems == [messages.BAD_TIME.at(WHERE._replace(line=11), suggestion, value=value)]
    assert (session.start, session.end, session.when) == (None, None, value)


@pytest.mark.parametrize(
    ("value", "start", "end", "likely"),
    [
        ("15:20-14:40", "15:20", "14:40", "14:40-15:20"),
        ("14:40-14:40", "14:40", "14:40", "14:40"),
        ("11:00-1:00", "11:00", "01:00", "11:00-13:00"),
        ("18:00-7:00", "18:00", "07:00", "18:00-19:00"),
        ("25:15-24:30", "25:15", "24:30", "24:30-25:15"),
    ],
)
def test_a_night_of_more_than_half_a_day_is_doubted(
    value: str, start: str, end: str, likely: str
) -> None:
    session, problems = parse(time=value)
    where = WHERE._replace(line=11)
    assert problems == [messages.LONG_NIGHT.at(where, start=start, end=end, likely=likely)]
    assert (session.start, session.end, session.when) == (None, None, value)


@pytest.mark.parametrize(
    ("value", "until", "expected", "last"),
    [
        ("14:40", "2015-05-20 17:00", "14:40-17:00", "2015-05-20"),
        ("14:40", "2015-05-20T17:00", "14:40-17:00", "2015-05-20"),
        ("14:40", "2015-05-20, 5pm", "14:40-17:00", "2015-05-20"),
        ("14:40", "2015-05-20", "14:40", "2015-05-20"),
        ("9:00-17:00", "2015-05-20", "09:00-17:00", "2015-05-20"),
        ("9:00-17:00", "2015-05-20 17:00", "09:00-17:00", "2015-05-20"),
        ("14:40", "2015-05-20 25:00", "14:40-01:00", "2015-05-21"),
        ("23:30-24:30", "2015-05-20", "23:30-00:30", "2015-05-20"),
        ("14:40", "17:00", "14:40-17:00", ""),
        ("23:30", "00:30", "23:30-24:30", ""),
        ("", "2015-05-20", "", "2015-05-20"),
        ("", "17:00", "-17:00", ""),
    ],
)
def test_an_end_on_another_day_is_read(value: str, until: str, expected: str, last: str) -> None:
    options = {"time": value} if value else {}
    session, problems = parse(**options, until=until)
    assert (clocks(session), problems) == (expected, [])
    assert session.until == (date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    "value", ["tomorrow", "20 May", "2015-02-30", "9999-12-31 24:00", "9999-12-31", "31:00"]
)
def test_an_end_that_is_none_is_told(value: str) -> None:
    session, problems = parse(time="14:40", until=value)
    assert problems == [messages.BAD_UNTIL.at(WHERE._replace(line=12), value=value)]
    assert (session.is_timed, session.when) == (False, f"14:40 – {value}")


def test_two_ends_are_told() -> None:
    session, problems = parse(time="9:00-17:00", until="2015-05-20 18:00")
    told = messages.TWO_ENDS.at(WHERE._replace(line=12), value="2015-05-20 18:00")
    assert problems == [told]
    assert not session.is_timed


@settings(max_examples=60, deadline=None)
@given(st.integers(0, LAST), st.integers(1, LONG))
def test_what_is_written_is_read_as_the_same(start: int, length: int) -> None:
    read = parse_span(span(start, start + length))
    assert read is not None
    assert read[1] is not None
    assert (read[0], after(read[0], read[1])) == (start, start + length)


# -- showing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "until", "english", "japanese"),
    [
        (None, None, None, "", ""),
        (540, 580, None, "09:00–09:40", "9:00〜9:40"),
        (0, 40, None, "00:00–00:40", "0:00〜0:40"),
        (1410, 1470, None, "23:30–00:30 (next day)", "23:30〜翌0:30"),
        (1470, 1515, None, "00:30–01:15 (next day)", "翌0:30〜1:15"),
        (1470, None, None, "00:30 (next day)", "翌0:30"),
        (
            880,
            1020,
            NEXT,
            "14:40 until Wed 20 May, 17:00",
            "14:40〜5月20日（水）17:00",
        ),
        (880, None, NEXT, "14:40 until Wed 20 May", "14:40〜5月20日（水）"),
        (None, None, NEXT, "until Wed 20 May", "5月20日（水）まで"),
        (None, 1020, None, "until 17:00", "17:00まで"),
    ],
)
def test_a_time_is_shown_on_the_clocks_of_the_reader(
    start: int | None, end: int | None, until: date | None, english: str, japanese: str
) -> None:
    shown = [read_labels(name, [])[0].span(start, end, until) for name in ("en", "ja")]
    assert shown == [english, japanese]


# -- moments ------------------------------------------------------------------------------------


def iso(day: str, timezone: str = "America/Vancouver", **options: str) -> list[str | None]:
    session, _ = parse(**options)
    found = moments(date.fromisoformat(day), session, timezone)
    return [moment.isoformat() if moment else None for moment in found]


@pytest.mark.parametrize(
    ("day", "options", "start", "end"),
    [
        ("2015-05-18", {"time": "14:40"}, "2015-05-18T14:40:00-07:00", None),
        ("2015-01-18", {"time": "14:40"}, "2015-01-18T14:40:00-08:00", None),
        ("2015-05-18", {}, "2015-05-18", None),
        ("2015-05-18", {"until": "2015-05-20"}, "2015-05-18", "2015-05-20"),
        ("2015-05-18", {"until": "2015-05-17"}, "2015-05-18", None),
        (
            "2015-12-31",
            {"time": "23:30-00:30"},
            "2015-12-31T23:30:00-08:00",
            "2016-01-01T00:30:00-08:00",
        ),
        (
            "2015-05-31",
            {"time": "24:30-25:15"},
            "2015-06-01T00:30:00-07:00",
            "2015-06-01T01:15:00-07:00",
        ),
        (
            "2015-05-18",
            {"time": "9:00-17:00", "until": "2015-05-20"},
            "2015-05-18T09:00:00-07:00",
            "2015-05-20T17:00:00-07:00",
        ),
        # The night in which the clocks skip the hour from two to three.
        (
            "2015-03-07",
            {"time": "23:00-27:30"},
            "2015-03-07T23:00:00-08:00",
            "2015-03-08T03:30:00-07:00",
        ),
        (
            "2015-03-08",
            {"time": "2:30-2:50"},
            "2015-03-08T03:30:00-07:00",
            "2015-03-08T03:50:00-07:00",
        ),
        (
            "2015-03-08",
            {"time": "2:30-3:10"},
            "2015-03-08T03:30:00-07:00",
            "2015-03-08T04:10:00-07:00",
        ),
        # The night in which they repeat the hour from one to two.
        (
            "2015-10-31",
            {"time": "23:00-25:30"},
            "2015-10-31T23:00:00-07:00",
            "2015-11-01T01:30:00-07:00",
        ),
        (
            "2015-11-01",
            {"time": "1:30-2:10"},
            "2015-11-01T01:30:00-07:00",
            "2015-11-01T02:10:00-08:00",
        ),
    ],
)
def test_a_moment_is_that_of_the_place(
    day: str, options: dict[str, str], start: str, end: str | None
) -> None:
    assert iso(day, **options) == [start, end]


def test_without_a_zone_a_moment_has_no_offset() -> None:
    assert iso("2015-05-18", "", time="23:30-00:30") == [
        "2015-05-18T23:30:00",
        "2015-05-19T00:30:00",
    ]


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2015, 1, 1), date(2015, 12, 31)), st.integers(0, LAST), st.integers(1, LONG))
def test_no_moment_is_before_the_one_it_follows(day: date, start: int, length: int) -> None:
    session = Session("one", "One", WHERE, start=start, end=start + length)
    first, last = moments(day, session, "America/Vancouver")
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    assert first < last
    assert abs((last - first) - timedelta(minutes=length)) <= timedelta(hours=1)
    shown = datetime.combine(day, time()) + timedelta(minutes=start)
    assert first.replace(tzinfo=None) - shown in (timedelta(), timedelta(hours=1))


# -- a book -------------------------------------------------------------------------------------


def block(name: str, *options: str) -> str:
    lines = [f"::::{{session}} {name.title()}", f":id: {name}", *options, "", "- A note.", "::::"]
    return "\n".join([*lines, "", ""])


PAGES = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\n```\n\n```{session-list}\n```\n",
    "one.md": "---\ndate: 2015-05-19\n---\n# One\n\n"
    + block("night", ":time: 24:30-25:15")
    + block("party", ":time: 23:00-01:00")
    + block("untimed")
    + block("morning", ":time: 9h00 to 10h00")
    + block("sprint", ":time: 9:00", ":until: 2015-05-20 17:00")
    + block("exhibition", ":until: 2015-05-20"),
    "two.md": "---\ndate: 2015-05-20\n---\n# Two\n\n" + block("early", ":time: 0:10"),
}


def test_a_night_is_on_its_page_in_order_and_in_every_export(project: Project) -> None:
    events = "conf: {name: Conf, timezone: America/Vancouver}"
    built = project.write({**PAGES, "_data/events.yml": events}).build(
        "html",
        extensions=["myst_parser", "session_notes", "session_exports"],
        session_exports=["json", "json-ld", "calendar"],
    )
    assert built.warnings == []
    page, home = built.text("one.html"), built.text("index.html")
    assert "00:30–01:15 (next day)" in page
    assert "23:00–01:00 (next day)" in page
    assert "09:00 until Wed 20 May, 17:00" in page
    order = ["morning", "sprint", "exhibition", "party", "untimed", "night", "early"]
    assert sorted(order, key=lambda name: home.rindex(f'#{name}"')) == order

    data = json.loads(built.text("sessions.json"))["sessions"]
    assert [one["id"] for one in data] == order
    found: dict[str, Any] = {one["id"]: (one["start"], one["end"], one["time"]) for one in data}
    assert found == {
        "morning": ("2015-05-19T09:00:00-07:00", "2015-05-19T10:00:00-07:00", "9h00 to 10h00"),
        "sprint": (
            "2015-05-19T09:00:00-07:00",
            "2015-05-20T17:00:00-07:00",
            "9:00 – 2015-05-20 17:00",
        ),
        "exhibition": (None, "2015-05-20", "2015-05-20"),
        "party": ("2015-05-19T23:00:00-07:00", "2015-05-20T01:00:00-07:00", "23:00-01:00"),
        "untimed": (None, None, None),
        "night": ("2015-05-20T00:30:00-07:00", "2015-05-20T01:15:00-07:00", "24:30-25:15"),
        "early": ("2015-05-20T00:10:00-07:00", None, "0:10"),
    }
    assert '"startDate":"2015-05-20T00:30:00-07:00"' in page
    assert '"endDate":"2015-05-20T17:00:00-07:00"' in page

    calendar = built.text("calendar/all.ics").replace("\r\n", "\n")
    for line in (
        "DTSTART;TZID=America/Vancouver:20150520T003000",
        "DTEND;TZID=America/Vancouver:20150520T011500",
        "DTEND;TZID=America/Vancouver:20150520T170000",
        "DTSTART;VALUE=DATE:20150519\nDTEND;VALUE=DATE:20150521",
        "DTSTART;VALUE=DATE:20150519\nDTEND;VALUE=DATE:20150520",
    ):
        assert line in calendar
    assert calendar.count("DTEND") == len(order)
