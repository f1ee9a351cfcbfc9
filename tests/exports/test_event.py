from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from session_exports.conference import parse_event, problems_of, zone
from session_exports.site import printable, summary

FULL = {
    "id": "conf-2015",
    "name": {"en": "The Conference", "ja": "会議"},
    "venue": "Hall",
    "city": "Vancouver",
    "start": "2015-05-18",
    "end": date(2015, 5, 22),
    "timezone": "America/Vancouver",
    "url": "https://conf.example/",
    "organizer": "A Society",
}


def test_a_conference_in_each_language() -> None:
    assert list(problems_of(FULL)) == []
    event = parse_event(FULL, "ja")
    assert (event.name, event.id, event.place) == ("会議", "conf-2015", "Hall, Vancouver")
    assert (event.start, event.end) == (date(2015, 5, 18), date(2015, 5, 22))
    assert parse_event(FULL, "de").name == "The Conference"


def test_what_is_not_given_is_empty() -> None:
    event = parse_event({"name": "A Conf"}, "en")
    assert event.id == "a-conf"
    assert set(event[2:]) == {"", None}


def test_an_id_made_of_the_name_is_the_same_in_every_language() -> None:
    given = {"name": {"en": "A Conf", "ja": "会議"}}
    assert parse_event(given, "ja").id == parse_event(given, "en").id == "a-conf"


@pytest.mark.parametrize(
    ("given", "reason", "hint"),
    [
        ({"nmae": "x", "name": "y"}, "unknown key 'nmae'", "did you mean 'name'?"),
        ({"city": "Vancouver"}, "the conference has no name", "add 'name'"),
        ({"name": 5}, "name: 5 is not text", "write it between quotation marks"),
        ({"name": {"en": ""}}, "name: {'en': ''} is not text", "write it between"),
        ({"name": "x", "start": "18 May"}, "start: '18 May' is not a date", "2015-05-18"),
        ({"name": "x", "end": "9999-12-31"}, "end: '9999-12-31' is not a date", "2015-05-18"),
        ({"name": "x", "start": None}, "start: None is not a date", "2015-05-18"),
        (
            {"name": "x", "start": "2015-05-18", "end": "2015-05-17"},
            "it ends before it starts",
            "swap",
        ),
        (
            {"name": "x", "timezone": "America/Vancuver"},
            "timezone: there is no 'America/Vancuver'",
            "did you mean 'America/Vancouver'",
        ),
        ({"name": "x", "timezone": "../etc"}, "timezone: there is no", ""),
        ({"name": "x", "timezone": "America"}, "timezone: there is no", ""),
        ({"name": "x", "url": "conf.example"}, "url: 'conf.example' is not", "https://conf.exa"),
        ({"name": "x", "url": "javascript:alert(1)"}, "url: 'javascript", ""),
        ({"name": "x", "id": "A Conf"}, "id: 'A Conf' is not an id", "write 'a-conf'"),
        ({"name": "x", 5: "y"}, "unknown key 5", ""),
    ],
)
def test_what_no_conference_can_have(given: dict[Any, Any], reason: str, hint: str) -> None:
    ((_, told, advice),) = problems_of(given)
    assert told.startswith(reason)
    assert hint in advice


def test_a_zone_has_a_name() -> None:
    assert zone("") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One. Two."),
        ("One\n  line.", "One line."),
        ("Long " * 39 + "end. Another that no longer fits.", "Long " * 39 + "end."),
        ("Version 2.0.2 of e.g. this. " + "X" * 180 + ".", "Version 2.0.2 of e.g. this."),
        ("最初の文。" + "次" * 200 + "。", "最初の文。"),
        ("“Quoted.” " + "Next " * 50 + ".", "“Quoted.”"),
        ("", ""),
    ],
)
def test_a_summary_is_of_whole_sentences(text: str, expected: str) -> None:
    assert summary(text) == expected


@pytest.mark.parametrize("text", ["word " * 500, "語" * 500, "x" * 5000])
def test_one_endless_sentence_is_cut(text: str) -> None:
    assert summary(text).endswith("…")
    assert 100 < len(summary(text)) <= 200


def test_what_no_file_can_hold_is_left_out() -> None:
    assert printable("a\x00b\x1f\ud800c\n\tü") == "abc ü"
