"""What ``adopt`` reads in headings and in names of speakers: pure functions, one row a kind."""

from __future__ import annotations

from datetime import date

import pytest
from session_import.adopt.headings import read_title, with_speakers_below
from session_import.adopt.people import arranged, people_in
from session_import.adopt.phrases import (
    bare_facts,
    day_headed,
    find_day,
    is_dated,
    is_odd,
    kind_of,
    year_in,
)
from session_notes.model.speakers import is_company

#: The title, the time, who spoke, and whether that is sure.
HEADINGS = {
    "T": ("T", "", "", False),
    "A Tiny Parser by Ana Lima": ("A Tiny Parser", "", "Ana Lima", True),
    "Asyncio / by Hana Sato and Tom Reed": ("Asyncio", "", "Hana Sato; Tom Reed", True),
    "Asyncio, by Hana Sato (X) and Tom Reed": ("Asyncio", "", "Hana Sato (X) and Tom Reed", True),
    "Packets by [Ana](https://example.org)": ("Packets", "", "Ana", True),
    "Packets by Ana": ("Packets", "", "Ana", False),
    "Learning by doing": ("Learning by doing", "", "", False),
    "Lernen von Fehlern": ("Lernen von Fehlern", "", "", False),
    '"Deno" por Ana Gómez y Luis Pérez': ('"Deno"', "", "Ana Gómez; Luis Pérez", True),
    "Typing at Scale - Lena Vogt": ("Typing at Scale", "", "Lena Vogt", False),
    "Typing — Carla Ruiz (Google)": ("Typing", "", "Carla Ruiz (Google)", False),
    "Types | Ann Lee": ("Types", "", "Ann Lee", False),
    "Testing, w/ Bob Ray": ("Testing", "", "Bob Ray", False),
    "Fast Tests (Ken Ito)": ("Fast Tests", "", "Ken Ito", False),
    "Fast Tests (Part One)": ("Fast Tests (Part One)", "", "", False),
    "Scaling - DNS Internals": ("Scaling - DNS Internals", "", "", False),
    "Ann Lee: Vacuum tricks": ("Vacuum tricks", "", "Ann Lee", False),
    "Ann Lee – Vacuum tricks": ("Vacuum tricks", "", "Ann Lee", False),
    "Keynote: SRE at 10": ("Keynote: SRE at 10", "", "", False),
    "所有権 / 山田太郎さん": ("所有権", "", "山田太郎", True),
    "EVPN（佐藤 健一さん／株式会社ネット）": ("EVPN", "", "佐藤 健一 (株式会社ネット)", True),
    "服务网格 | 孙三 @ 蚂蚁金服": ("服务网格", "", "孙三 (蚂蚁金服)", False),
    "WASM @taro_dev": ("WASM", "", "@taro_dev", False),
    "Rust（花子さん（@hana））": ("Rust（花子さん（@hana））", "", "", False),
    "Rust - Ann Lee (@ann)": ("Rust", "", "Ann Lee", False),
    "14:40-15:20 Packets": ("Packets", "14:40-15:20", "", False),
    "10h00 - Ouverture — Jean Dupont": ("Ouverture", "10h00", "Jean Dupont", False),
    "10h30 às 11h10 - Dados": ("Dados", "10h30-11h10", "", False),
    "12 Uhr - Pause": ("Pause", "12 Uhr", "", False),
    "9:30am Opening": ("Opening", "9:30am", "", False),
    "Packets (14:40)": ("Packets", "14:40", "", False),
    "2 Fast 2 Furious": ("2 Fast 2 Furious", "", "", False),
    "1. First": ("1. First", "", "", False),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_headings_say_more_than_the_title(heading: str) -> None:
    title = read_title(heading)
    assert (title.text, title.time, title.speakers, title.is_sure) == HEADINGS[heading]


#: The day in May 2026 that a heading names, and the title behind it.
ON_DAYS = {
    "Tue, 5 May: Keynote": (5, "Keynote"),
    "Tues 5 May, 14:00-15:00: Keynote (part 1)": (5, "Keynote (part 1)"),
    "Tuesday 5 May – Keynote": (5, "Keynote"),
    "Day 2 (Wed 6 May): Closing": (6, "Closing"),
    "Di, 5.5.: Eröffnung": (5, "Eröffnung"),
    "mar. 5 mai : Ouverture": (5, "Ouverture"),
    "terça-feira, 5 de maio - Abertura": (5, "Abertura"),
    "5月5日(火)": (5, "5月5日(火)"),
    "5月5日（火）基調講演（前編）": (5, "基調講演（前編）"),
    "5/5(火) AI 2.0": (5, "AI 2.0"),
    "5월 5일 화요일: 개회": (5, "개회"),
    "周二 5月5日：主题演讲": (5, "主题演讲"),
    "May 5 ways to test": (0, "May 5 ways to test"),
    "2. Mai-Feier": (0, "2. Mai-Feier"),
    "1.5. Numbers": (0, "1.5. Numbers"),
}


@pytest.mark.parametrize("heading", ON_DAYS)
def test_headings_begin_with_days(heading: str) -> None:
    title = read_title(heading)
    day = day_headed(title.day, date(2026, 6, 1))
    assert (day.day if day else 0, title.whole) == ON_DAYS[heading]
    assert day is None or (day.month, is_odd(title.day, day)) == (5, False)


def test_a_day_without_a_year_is_the_nearest() -> None:
    assert find_day("Tue, 30 December", date(2026, 1, 9))[0] == date(2025, 12, 30)
    assert find_day("29 February", date(2024, 7, 2))[0] == date(2024, 2, 29)
    assert find_day("Tue, 30 December")[0] is None
    assert is_odd("Wed, 30 December", date(2025, 12, 30))
    assert not is_odd("Mar 5", date(2026, 3, 5))
    assert year_in("C 2026") == date(2026, 7, 2)
    assert year_in("from 2025 to 2026") is None


BELOW = {
    ("T", "Ann Lee"): ("T", "Ann Lee", False, ()),
    ("T", "NeGI（[@negi](https://a.example)）さん"): (
        "T",
        "NeGI",
        True,
        ("- [@negi](https://a.example)",),
    ),
    ("T", "花子（@hana）さん"): ("T", "花子", True, ("- @hana",)),
    ("T - Aws Amplify", "mjimaさん"): ("T - Aws Amplify", "mjima", True, ()),
    ("T - Bob Ray", "Ann Lee"): ("T", "Bob Ray", False, ()),
    ("T", "Some words."): ("T", "", False, ()),
}


@pytest.mark.parametrize("given", BELOW)
def test_a_line_below_a_heading_names_people(given: tuple[str, str]) -> None:
    title = with_speakers_below(read_title(given[0]), given[1])
    assert (title.text, title.speakers, title.is_sure, title.links) == BELOW[given]


PEOPLE = {
    "Ann Lee - @ann & Bob Ray - @bob": "Ann Lee; Bob Ray",
    "小川(@ogawa)さん & Ann Lee(@ann)さん": "小川; Ann Lee",
    "A B": "A B",
    "Ann Lee, Initech Inc.": "Ann Lee (Initech Inc.)",
    "Ann Lee, X GmbH, Bob Ray, University of Y": "Ann Lee (X GmbH); Bob Ray (University of Y)",
    "田中太郎、株式会社ネット": "田中太郎 (株式会社ネット)",
    "Ann Lee from Initech": "Ann Lee (Initech)",
    "Hana Sato and Tom Reed": "Hana Sato; Tom Reed",
    "João Souza e Pedro Lima": "João Souza; Pedro Lima",
    "José Ortega y Gasset": "José Ortega y Gasset",
    "山田太郎さん": "山田太郎",
    # What can be read in two ways is for 'check'.
    "Ann Lee, Datahound": "Ann Lee, Datahound",
    "Ann Lee, Bob Ray, Initech Corp": "Ann Lee, Bob Ray, Initech Corp",
    "Simon and Garfunkel": "Simon and Garfunkel",
    "Sammy Davis, Jr.": "Sammy Davis, Jr.",
    "張三（台灣大學）、李四（中央研究院）": "張三（台灣大學）、李四（中央研究院）",
}


@pytest.mark.parametrize("written", PEOPLE)
def test_people_are_arranged_where_that_is_clear(written: str) -> None:
    assert arranged(written) == PEOPLE[written]


def test_not_everything_names_people() -> None:
    assert people_in("Ann Lee (ACME)") == "Ann Lee (ACME)"
    assert people_in("lessons learned") == people_in("Lessons Learned") == people_in("") == ""
    assert people_in("Ann") == ""
    assert people_in("Ann", is_said=True) == "Ann"


def test_companies_are_known_by_their_words() -> None:
    assert all(map(is_company, ("X Inc.", "株式会社ネット", "University of Y", "Université de Z")))
    assert not any(map(is_company, ("Ann Lee", "Incognito Labsky")))


SIGNED = {
    "👤 Ann Lee (X)": {"speakers": "Ann Lee (X)"},
    "🕐 10:00-10:40": {"time": "10:00-10:40"},
    "📍 Main Hall": {"room": "Main Hall"},
    "🔗 Slides: https://example.org": {"slides": "https://example.org"},
    "🎉 We had fun": {},
    "👤 They said that it is hard.": {},
    "Moderator: Eve Fox": {"speakers": "Eve Fox [moderator]"},
    "司会：山田 太郎": {"speakers": "山田 太郎 [moderator]"},
    "Thursday 21 May 2015, 11:00-11:40": {"day": "Thursday 21 May 2015", "time": "11:00-11:40"},
    "> 2015-05-21 13:45 - 14:25 @ Hall": {
        "day": "2015-05-21",
        "time": "13:45 - 14:25",
        "room": "Hall",
    },
    "**Speaker:** Ann Lee **Time:** 9:00-9:30": {"speakers": "Ann Lee", "time": "9:00-9:30"},
    "<b>Speaker:</b> Ann Lee<br/><b>Room:</b> 1<br>": {"speakers": "Ann Lee", "room": "1"},
    "<p><strong>Speaker</strong>: Ann Lee</p>": {"speakers": "Ann Lee"},
}


@pytest.mark.parametrize("line", SIGNED)
def test_lines_with_signs_and_roles(line: str) -> None:
    assert {fact.name: fact.value for fact in bare_facts(line)} == SIGNED[line]


DAYS = {
    "September 12-14, 2019, St. Louis": date(2019, 9, 12),
    "12–14 September 2019": date(2019, 9, 12),
    "1 y 2 de junio de 2019": date(2019, 6, 1),
    "2019年6月24日-26日": date(2019, 6, 24),
    "2023년 2월 27일": date(2023, 2, 27),
    "Route 12-14 is long": None,
}


@pytest.mark.parametrize("text", DAYS)
def test_the_first_of_several_days_is_found(text: str) -> None:
    assert find_day(text)[0] == DAYS[text]


def test_a_line_is_a_day_if_it_says_which_of_the_week() -> None:
    assert is_dated("Sonntag, 2. Februar 2020")
    assert not is_dated("2020-02-02")
    assert not is_dated("On Sunday, 2 February 2020, it rained")


KINDS = {
    "Lightning talks": "lightning-talks",
    "LT大会": "lightning-talks",
    "ライトニングトーク": "lightning-talks",
    "Keynote": "keynote",
    "基調講演": "keynote",
    "Keynote について": "",
    "A talk": "",
}


@pytest.mark.parametrize("heading", KINDS)
def test_headings_name_kinds(heading: str) -> None:
    assert kind_of(heading) == KINDS[heading]
