"""The grammar of ``:speakers:``: what people write is understood or reported, never swallowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from session_notes.catalog.catalog import Catalog
from session_notes.lint.book import check_catalog
from session_notes.model import messages
from session_notes.model.parsing import parse_session
from session_notes.model.problems import Where
from session_notes.model.records import Page, Speaker
from session_notes.model.scripts import same_name
from session_notes.model.speakers import doubt
from session_notes.model.vocabulary import load

if TYPE_CHECKING:
    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem
    from session_notes.model.records import Session

PEOPLE = """
ann-lee: {name: Ann Lee, affiliation: Foo Works}
bob-ray: {name: Bob Ray, aliases: [Robert Ray]}
the-who: {name: Simon & Paul}
"""


def parse(value: str) -> tuple[Session, list[Problem]]:
    return parse_session("Title", {"id": "one", "speakers": value}, {}, Where("a.md", 1))


def book(value: str) -> list[Problem]:
    """Return what is found in the whole book of one session."""
    vocabularies = {"people": load("people", "people.yml", PEOPLE)[0]}
    catalog = Catalog({"a": Page((parse(value)[0],))}, vocabularies=vocabularies)
    return list(check_catalog(catalog, None))


def shown(value: str) -> list[str]:
    """Return the speakers as the option has them, and nothing if something is reported."""
    session, problems = parse(value)
    assert problems == []
    return [
        name + f" ({affiliation})" * bool(affiliation) + f" [{role}]" * bool(role)
        for name, affiliation, role in session.speakers
    ]


@pytest.mark.parametrize(
    ("value", "speakers"),
    [
        # What real programmes and reports have.
        (
            "Yu Ura (TOYOSTAR), Taka Suzu (Acro Technology) and Ei Uchi (AWZ)",
            ["Yu Ura (TOYOSTAR)", "Taka Suzu (Acro Technology)", "Ei Uchi (AWZ)"],
        ),
        ("張三（台灣大學）、李四（中央研究院）", ["張三 (台灣大學)", "李四 (中央研究院)"]),
        # Behind a bracket.
        ("Ann (A), Bob (B), and Cleo (C)", ["Ann (A)", "Bob (B)", "Cleo (C)"]),
        ("Ann (A) AND Bob", ["Ann (A)", "Bob"]),
        ("Ann (A) & Bob [chair]& Cleo", ["Ann (A)", "Bob [chair]", "Cleo"]),
        ("Ann (A) | Bob (B) / Cleo (C)", ["Ann (A)", "Bob (B)", "Cleo (C)"]),
        ("Jan (A) und Eva (B) et Luc (C)", ["Jan (A)", "Eva (B)", "Luc (C)"]),
        ("Ana (A) y Rui (B) e Gil [x] en Piet", ["Ana (A)", "Rui (B)", "Gil [x]", "Piet"]),
        ("山田（NEC）と佐藤［司会］及び林", ["山田 (NEC)", "佐藤 [司会]", "林"]),
        ("王明(甲)和李红(乙)与张三(丙)跟赵四", ["王明 (甲)", "李红 (乙)", "张三 (丙)", "赵四"]),
        ("김철수(네이버)와 이영희(라인)과 박민수(다음) 및 최진",
         ["김철수 (네이버)", "이영희 (라인)", "박민수 (다음)", "최진"]),
        ("Ann（A）、Bob（B），Cleo（C）／Dan", ["Ann (A)", "Bob (B)", "Cleo (C)", "Dan"]),
        ("Ann【座長】、Bob", ["Ann [座長]", "Bob"]),
        # Everywhere.
        ("Ann | Bob｜Cleo；Dan", ["Ann", "Bob", "Cleo", "Dan"]),
        ("Ann (A); and Bob (B); & Cleo", ["Ann (A)", "Bob (B)", "Cleo"]),
        # Between names without Latin letters.
        ("山田太郎、佐藤花子，林", ["山田太郎", "佐藤花子", "林"]),
        ("ジョン・スミス、マリー·キュリー", ["ジョン・スミス", "マリー·キュリー"]),
        ("張三、李四（中央研究院）", ["張三", "李四 (中央研究院)"]),
        # Several affiliations, and what is a part of a name or of an affiliation.
        ("Ann (A, B); Bob (A / B); Cleo (A; B | C)",
         ["Ann (A, B)", "Bob (A / B)", "Cleo (A; B | C)"]),
        ("Ann (Simon and Garfunkel Ltd)", ["Ann (Simon and Garfunkel Ltd)"]),
        ("José Ortega y Gasset; Eça e Queirós", ["José Ortega y Gasset", "Eça e Queirós"]),
        ("J. O’Neill-Smith III; Anders And", ["J. O’Neill-Smith III", "Anders And"]),
        ("Bob (IT); Eve (HER); Tim (ASK)", ["Bob (IT)", "Eve (HER)", "Tim (ASK)"]),
        # Companies in another script than the name.
        ("Taro Yamada (日本電気); 元木（NEC）", ["Taro Yamada (日本電気)", "元木 (NEC)"]),
        ("Анна Орлова (Red Hat); Ann Lee (오라클)", ["Анна Орлова (Red Hat)", "Ann Lee (오라클)"]),
        ("王小明（Google）; John Smith (高通)", ["王小明 (Google)", "John Smith (高通)"]),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(value: str, speakers: list[str]) -> None:
    assert shown(value) == speakers
    assert [one for one in book(value) if one.code is messages.NOT_A_SPEAKER.code] == []
    assert not any(doubt(name) for name, *_ in parse(value)[0].speakers)


NOT, NOBODY, OTHER = messages.NOT_A_SPEAKER, messages.NOBODY, messages.OTHER_NAME


@pytest.mark.parametrize(
    ("value", "message", "names"),
    [
        # Brackets.
        ("Ann (Foo (Bar)); Bob", NOT, ["Ann (Foo (Bar))", "Bob"]),
        ("Ann (Foo [x]); Bob", NOT, ["Ann (Foo [x])", "Bob"]),
        ("Ann（Foo（Bar））", NOT, ["Ann（Foo（Bar））"]),
        ("Ann (Foo; Bob (B)", NOT, ["Ann (Foo", "Bob"]),
        ("Ann Foo); Bob", NOT, ["Ann Foo)", "Bob"]),
        ("Ann [chair (Foo)]", NOT, ["Ann [chair (Foo)]"]),
        ("Ann (A) Bob (B)", NOT, ["Ann (A) Bob (B)"]),
        ("Ann (A) och Bob (B)", NOT, ["Ann (A) och Bob (B)"]),
        ("Ann (A)(B)", NOT, ["Ann (A)(B)"]),
        ("Ann (A), PhD", NOT, ["Ann"]),
        # Separators without a speaker.
        ("Ann;; Bob", messages.EMPTY_SPEAKER, ["Ann", "Bob"]),
        ("Ann;", messages.EMPTY_SPEAKER, ["Ann"]),
        (", Ann", messages.EMPTY_SPEAKER, ["Ann"]),
        ("Ann (A), and", messages.EMPTY_SPEAKER, ["Ann"]),
        ("山田、", messages.EMPTY_SPEAKER, ["山田"]),
        (";", messages.EMPTY_SPEAKER, []),
        # Nobody.
        ("Ann Lee et al.", NOBODY, ["Ann Lee"]),
        ("Ann (A), et al", NOBODY, ["Ann"]),
        ("Ann; Bob and others", NOBODY, ["Ann", "Bob"]),
        ("Ann und weitere", NOBODY, ["Ann"]),
        ("山田太郎 他3名", NOBODY, ["山田太郎"]),
        ("TBD", NOBODY, []),
        ("N.N.; Ann", NOBODY, ["Ann"]),
        ("Panel", NOBODY, []),
        ("???", NOBODY, []),
        # A company behind a comma.
        ("Ann [chair], Foo Inc.", messages.COMPANY, ["Ann"]),
        # Parentheses without an affiliation.
        ("Tobi Plat (they/them)", messages.PRONOUN, ["Tobi Plat"]),
        ("Ann (She / Her) [chair]", messages.PRONOUN, ["Ann"]),
        ("Cleo (er/ihn)", messages.PRONOUN, ["Cleo"]),
        ("Dan（elle）", messages.PRONOUN, ["Dan"]),
        ("Eve (any pronouns)", messages.PRONOUN, ["Eve"]),
        ("SZ Li (林上智)", OTHER, ["SZ Li"]),
        ("山田 太郎（Taro Yamada）", OTHER, ["山田 太郎"]),
        ("鈴木一郎 (すずき いちろう)", OTHER, ["鈴木一郎"]),
        ("Chulsoo Kim (김철수)", OTHER, ["Chulsoo Kim"]),
        ("Ivan Petrov (Иван Петров)", OTHER, ["Ivan Petrov"]),
    ],
)  # fmt: skip
def test_what_is_no_speaker_is_reported(value: str, message: Message, names: list[str]) -> None:
    session, problems = parse(value)
    assert [problem.code for problem in problems] == [message.code]
    ending = message.text.rpartition("'")[2].format(role="speaker")
    assert problems[0].message.endswith(ending)
    assert [speaker.name for speaker in session.speakers] == names
    if message in (messages.PRONOUN, OTHER):
        assert session.speakers[0].affiliation == ""


def test_a_separator_too_many_is_deleted() -> None:
    assert [edit[1:] for edit in parse("Ann;; Bob (B), ;")[1][0].edits] == [
        ("Ann;; Bob (B), ;", "Ann; Bob (B)")
    ]


def test_no_fix_makes_a_company_a_speaker() -> None:
    assert parse("Ann [chair], Foo Inc.;")[1][0].edits == ()
    assert book("Eva Hut, Foo Works (Bar)")[0].edits == ()


@pytest.mark.parametrize(
    ("value", "readings", "fixed"),
    [
        ("Lau Bern, Datahound", ["Lau Bern; Datahound", "Lau Bern (Datahound)"], ""),
        ("Carol and Dave", ["Carol; Dave"], ""),
        ("Carol & Dave", ["Carol; Dave"], ""),
        ("Anne et Luc", ["Anne; Luc"], ""),
        ("Jan und Eva", ["Jan; Eva"], ""),
        ("Carol / Dave", ["Carol; Dave", "Carol (Dave)"], ""),
        ("Eva - Hut", ["Eva; Hut", "Eva (Hut)"], ""),
        ("Eva at Hut", ["Eva (Hut)"], ""),
        ("A B, C D, E F", ["A B; C D; E F", "A B (C D, E F)"], ""),
        ("A B, C D, and E F", ["A B; C D; E F", "A B (C D, E F)"], ""),
        ("Cleo, Eva (Hut) [chair]", ["Cleo; Eva (Hut) [chair]", "Eva Cleo (Hut) [chair]"], ""),
        ("Ann Roe、Eva Hut", ["Ann Roe; Eva Hut", "Ann Roe (Eva Hut)"], ""),
        ("山田太郎、東京大学", ["山田太郎; 東京大学", "山田太郎 (東京大学)"], ""),
        ("山田太郎と佐藤花子", ["山田太郎; 佐藤花子"], ""),
        ("김철수와 이영희", ["김철수; 이영희"], ""),
        ("Bryce, Jonathan", ["Bryce; Jonathan", "Bryce (Jonathan)", "Jonathan Bryce"], ""),
        # The vocabulary knows which.
        ("Ann Lee, Robert Ray", ["Ann Lee; Robert Ray", "Ann Lee (Robert Ray)"],
         "Ann Lee; Robert Ray"),
        ("Ann Lee and bob ray", ["Ann Lee; bob ray"], "Ann Lee; bob ray"),
        ("Eva Hut, FOO works", ["Eva Hut; FOO works", "Eva Hut (FOO works)"],
         "Eva Hut (FOO works)"),
        ("Ann Lee, Eva Hut", ["Ann Lee; Eva Hut", "Ann Lee (Eva Hut)"], ""),
    ],
)  # fmt: skip
def test_what_may_be_several_speakers_is_one_until_its_author_says(
    value: str, readings: list[str], fixed: str
) -> None:
    assert len(parse(value)[0].speakers) == 1
    name = parse(value)[0].speakers[0].name
    (problem,) = book(value)
    assert problem.code is messages.TWO_READINGS.code
    assert re.findall("'(.*?)'", problem.suggestion) == readings
    assert [edit[1:] for edit in problem.edits] == [(name, fixed)] * bool(fixed)


@pytest.mark.parametrize(
    "value",
    ["Sammy Davis, Jr.", "Ada Roe, PhD", "Eva Hut, Ph.D., MBA", "Dr. Cleo Fox", "Simon & Paul"],
)
def test_titles_and_declared_names_are_part_of_a_name(value: str) -> None:
    assert parse(value)[0].speakers == (Speaker(value),)
    assert parse(value)[1] == book(value) == []


def test_another_name_of_a_known_person_is_no_affiliation() -> None:
    assert book("Bob Ray (Robert Ray)") == [
        OTHER.at(Where("a.md", 1), name="Bob Ray", extra="Robert Ray")
    ]


def test_values_are_shown_as_they_are_written() -> None:
    speakers = parse("Zoë № ´Abe´（㈱ＦＯＯ）［ﾁｪｱ］")[0].speakers
    assert speakers == (Speaker("Zoë № ´Abe´", "㈱ＦＯＯ", "ﾁｪｱ"),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Wei Wang", "王伟", True),
        ("まつもとゆきひろ", "Yukihiro Matsumoto", True),
        ("Юлия Смирнова", "Julia Smirnova", True),
        ("Sofia Pappa", "Σοφία Παππά", True),
        ("Wei Wang", "华为", False),
        ("佐藤花子", "Oracle", False),
        ("Юлия Смирнова", "Google", False),
        ("Ann Lee", "Foo Works", False),
        ("Ann Lee", "", False),
    ],
)
def test_one_name_in_two_scripts(one: str, other: str, *, same: bool) -> None:
    assert same_name(one, other) is same
