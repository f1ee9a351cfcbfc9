from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from session_notes.model.names import (
    clean,
    collate,
    did_you_mean,
    fold,
    is_kana,
    is_latin,
    nearest,
    quote_list,
    similar_before,
    skeleton,
    slug,
    stable_id,
    within_edits,
)

some = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Letters that change under NFKC or case folding, or that combine with their neighbours.
TRICKY = "ßẞſŉǰΐΰİıﬃÅÅΣςᾳ㎏℡①½ａＡｶﾞｱがﾞ\u0301\u0308\u0345\u3099\u00a0\u2003\u00a8\u00ad’'-_ aZ9"
TEXT = st.text(st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"])))
WORD = st.text("ab é", max_size=7)


def levenshtein(one: str, other: str) -> int:
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
    return table[len(one), len(other)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param(" \t\n\u3000\u00a0", "", id="white space alone"),
        pytest.param("  Kyle \t Mestery\n", "Kyle Mestery", id="runs of white space"),
        pytest.param("Kyle\u00a0\u2009Mestery", "Kyle Mestery", id="odd spaces"),
        pytest.param("Ｋｙｌｅ（ＨＰ）；", "Ｋｙｌｅ（ＨＰ）；", id="full width"),
        pytest.param("ﾈｯﾄﾜｰｸ､ﾄﾞｺﾓ", "ﾈｯﾄﾜｰｸ､ﾄﾞｺﾓ", id="half-width kana"),
        pytest.param("Mu\u0308ller", "Mu\u0308ller", id="decomposed letters"),
        pytest.param("Straße ÉA", "Straße ÉA", id="case and accents stay"),
    ],
)
def test_cleaning_only_changes_white_space(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("OVN", "ovn", id="case"),
        pytest.param("Open  vSwitch ", "open vswitch", id="space"),
        pytest.param("ＯＶＮ", "ovn", id="full width"),
        pytest.param("STRASSE", "straße", id="sharp s"),
        pytest.param("ΣΟΦΟΣ", "σοφος", id="final sigma"),
        pytest.param("ﬁrewall", "FIREWALL", id="ligature"),
        pytest.param("Mu\u0308ller", "MÜLLER", id="decomposed letters"),
        pytest.param("ﾄﾞｺﾓ", "ドコモ", id="half-width kana"),
    ],
)
def test_names_that_differ_in_form_alone_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Müller", "Muller", id="accent"),
        pytest.param("Open vSwitch", "OpenvSwitch", id="no space"),
        pytest.param("design-session", "design session", id="hyphen"),
        pytest.param("C", "C++", id="signs"),
        pytest.param("カト", "ガト", id="voiced kana"),
    ],
)
def test_names_that_differ_in_more_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Añña Müller", "annamuller", id="accents and space"),
        pytest.param("O'Brien-Smith, Jr.", "obriensmithjr", id="punctuation"),
        pytest.param("ＩＰｖ６", "ipv6", id="full width"),
        pytest.param("元木 顕弘", "元木顕弘", id="ideographs"),
        pytest.param("-- !?", "", id="no letter at all"),
    ],
)
def test_a_skeleton_holds_bare_letters_and_digits(text: str, expected: str) -> None:
    assert skeleton(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("OVN: Native Virtual Networking", "ovn-native-virtual-networking", id="title"),
        pytest.param("  --Layer 3 / L3 (DVR)!--  ", "layer-3-l3-dvr", id="punctuation at the ends"),
        pytest.param("What's new? What’s next?", "whats-new-whats-next", id="apostrophes"),
        pytest.param("Señor Müller", "senor-muller", id="accents"),
        pytest.param("ＩＰｖ６　入門", "ipv6", id="full width beside ideographs"),
        pytest.param("snake_case", "snake-case", id="underscore"),
        pytest.param("ネットワーク", "", id="no Latin letter"),
        pytest.param("① and ½", "1-and-12", id="compatibility digits"),
        pytest.param("a-few-words", "a-few-words", id="a slug already"),
    ],
)
def test_a_slug_is_made_of_latin_letters_and_digits(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Russell Bryant", r"russell-bryant", id="Latin"),
        pytest.param("元木 顕弘", r"x[0-9a-f]{8}", id="ideographs"),
        pytest.param("", r"x[0-9a-f]{8}", id="nothing"),
        pytest.param("\ud800", r"x[0-9a-f]{8}", id="what UTF-8 cannot write"),
    ],
)
def test_a_stable_id_is_never_empty(text: str, expected: str) -> None:
    assert re.fullmatch(expected, stable_id(text))


def test_a_stable_id_without_latin_letters_tells_names_apart_but_not_their_forms() -> None:
    assert stable_id("ネットワーク") == stable_id(" ﾈｯﾄﾜｰｸ ")
    assert stable_id("ネットワーク") != stable_id("ネットワークス")


KNOWN = ("Open vSwitch", "OVN", "OpenFlow", "Neutron", "ネットワーク", "Open vSwitch with DPDK")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("OpenVSwitch", ["Open vSwitch", "Open vSwitch with DPDK"], id="best first"),
        pytest.param("neutrom", ["Neutron"], id="a letter off"),
        pytest.param("ＮＥＵＴＲＯＮ", ["Neutron"], id="case and width do not count"),
        pytest.param("ネットワク", ["ネットワーク"], id="other scripts"),
        pytest.param("dpdk", ["Open vSwitch with DPDK"], id="a part of a longer name"),
        pytest.param("dpd", [], id="a part too short to tell"),
        pytest.param("Kubernetes", [], id="like nothing"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_the_nearest_names_are_found(text: str, expected: list[str]) -> None:
    assert nearest(text, KNOWN) == expected


def test_of_the_nearest_names_no_more_are_told_than_asked_for() -> None:
    known = [f"session-{number}" for number in range(9)]
    assert len(nearest("session-x", known)) == 3
    assert len(nearest("session-x", known, limit=5)) == 5
    longer = [f"a name that is much longer than ware {number}" for number in range(5)]
    assert nearest("ware", longer) == longer[:3]


def test_spellings_of_one_name_are_told_once_as_first_given() -> None:
    assert nearest("neutro", ["Neutron", "NEUTRON", "ｎｅｕｔｒｏｎ"]) == ["Neutron"]


def test_there_may_be_no_names_at_all() -> None:
    assert nearest("Neutron", iter(())) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a"], "'a'", id="one"),
        pytest.param(["a", "b"], "'a' or 'b'", id="two"),
        pytest.param(["a", "b", "c"], "'a', 'b' or 'c'", id="three"),
    ],
)
def test_names_are_listed_as_a_sentence_needs_them(names: list[str], expected: str) -> None:
    assert quote_list(names) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("neutrom", "did you mean 'Neutron'?", id="one near"),
        pytest.param("open", "did you mean 'OpenFlow', 'Open vSwitch' or", id="several near"),
        pytest.param("Kubernetes", "", id="none near"),
    ],
)
def test_a_hint_names_what_is_near(text: str, expected: str) -> None:
    hint = did_you_mean(text, KNOWN)
    assert hint.startswith(expected)
    assert bool(hint) == bool(expected)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        pytest.param("", "", 0, id="nothing"),
        pytest.param("bryant", "bryant", 0, id="the same"),
        pytest.param("russel", "russell", 1, id="a letter more"),
        pytest.param("bryant", "brant", 1, id="a letter less"),
        pytest.param("bryant", "briant", 1, id="another letter"),
        pytest.param("bryant", "rbyant", 2, id="two letters swapped"),
        pytest.param("kitten", "sitting", 3, id="three edits"),
        pytest.param("", "abc", 3, id="everything is missing"),
        pytest.param("abcdef", "fedcba", 6, id="as long, but turned round"),
    ],
)
def test_edits_are_counted_either_way(one: str, other: str, edits: int) -> None:
    for most in range(edits + 2):
        assert within_edits(one, other, most) == (edits <= most)
        assert within_edits(other, one, most) == (edits <= most)


NAME = st.text("ab", min_size=4, max_size=13)


@some
@given(st.lists(NAME, max_size=12, unique=True))
@example(["christoph", "christopher"])
def test_a_name_is_near_to_the_first_before_it_that_is(names: list[str]) -> None:
    def is_near(one: str, other: str) -> bool:
        return levenshtein(one, other) <= (2 if len(other) >= 10 else 1 if len(other) >= 6 else 0)

    expected = {}
    for place, name in enumerate(names):
        near = [before for before in range(place) if is_near(names[before], name)]
        expected.update({place: near[0]} if near else {})
    assert dict(similar_before(names)) == expected


@some
@given(WORD, WORD, st.integers(0, 4))
def test_edits_are_those_of_levenshtein(one: str, other: str, most: int) -> None:
    assert within_edits(one, other, most) == (levenshtein(one, other) <= most)


@some
@given(TEXT)
@example("\u0345\u0300")
@example("\u00a8")
def test_folding_and_cleaning_twice_is_folding_and_cleaning_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    assert skeleton(skeleton(text)) == skeleton(text)


@some
@given(TEXT)
def test_folding_does_not_see_how_a_text_is_composed(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)


@some
@given(st.text("abzAZéÉüÜñÑçßÆøΣσςжЖ ａＡﬁ"))
def test_folding_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text.swapcase()) == fold(text)


def test_every_character_folds_as_its_case_folding_and_its_compatible_form_do() -> None:
    # Whatever lies between has neither case nor a compatible form.
    characters = map(chr, (*range(0x3400), *range(0xA640, 0xAC00), *range(0xF900, 0x10600)))
    assert [
        char
        for char in characters
        if not fold(char)
        == fold(char.casefold())
        == fold(unicodedata.normalize("NFKC", char))
        == fold(fold(char))
    ] == []


@some
@given(TEXT)
def test_spaces_never_lead_trail_or_double(text: str) -> None:
    for made in (clean(text), fold(text)):
        assert made == " ".join(made.split())


@some
@given(TEXT)
def test_a_slug_has_the_characters_of_an_id_alone(text: str) -> None:
    made = slug(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", made)
    assert slug(made) == made
    assert slug(fold(text)) == made


@some
@given(st.text(max_size=20))
def test_a_stable_id_is_one_and_the_same_for_all_forms_of_a_name(text: str) -> None:
    made = stable_id(text)
    assert made
    assert slug(made) == made
    assert stable_id(fold(text)) == made


@some
@given(WORD, st.lists(WORD, max_size=6), st.integers(1, 4))
def test_only_known_names_are_near(text: str, known: list[str], limit: int) -> None:
    found = nearest(text, known, limit)
    assert set(found) <= set(known)
    assert len({fold(name) for name in found}) == len(found) <= limit


@some
@given(st.lists(st.text("abcde XYZ", min_size=1, max_size=9).filter(str.strip), min_size=1))
def test_a_known_name_is_nearest_to_itself(known: list[str]) -> None:
    for name in known:
        assert fold(nearest(name.upper(), known)[0]) == fold(name)


@pytest.mark.parametrize(
    "ordered",
    [
        ["3GPP", "Ada", "Élan", "Open vSwitch", "OpenStack", "zebra", "あ", "岩本"],
        ["アドレススコープ", "いわもと", "がっこう", "カメラ", "きょう", "ん"],
        ["かき", "かぎ", "がき"],
        ["サーハ", "サーバー", "さあはん", "サーフ"],
        ["はつ", "はっか", "ハツガ"],
        ["コート", "ゴード", "こおとう"],
    ],
)
def test_an_index_is_sorted_as_in_a_japanese_dictionary(ordered: list[str]) -> None:
    found = ordered[::-1]
    found.sort(key=collate)
    assert found == ordered


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("de", ["Anna", "Ärger", "Azur", "Maße", "Massiv", "Öl", "Ort"]),
        ("pl", ["Lena", "Łukasz", "Lyon", "Ola", "Øyvind", "Ozon", "Zoe"]),
        ("da", ["Adam", "Ægir", "Åse", "Đorđe", "Dyne", "Œuvre", "Þór", "Tycho"]),
        ("ru", ["Анна", "Ёлка", "Жанна", "Йод", "Клим"]),
        ("ko", ["Zoe", "가나", "각", "나무", "다리", "하늘"]),
        ("zh_CN", ["Zoe", "阿里", "陈", "李", "王", "张", "𠮷"]),
        ("zh-TW", ["Zoe", "丁", "王", "李", "張", "𠮷"]),
        ("zh_Hant_HK", ["丁", "王", "李", "張"]),
        ("en", ["张", "李", "王", "陈"]),
    ],
)
def test_an_index_is_sorted_by_base_letters_and_character_sets(
    language: str, ordered: list[str]
) -> None:
    found = ordered[::-1]
    found.sort(key=lambda name: collate(name, language))
    assert found == ordered


@pytest.mark.parametrize(
    ("text", "expected"),
    [("サーバー", "さあはあ"), ("ｶﾞｯｺｳ", "かつこう"), ("Ａｄａ", "ada"), ("ー", "ー"), ("", "")],
)
def test_what_is_alike_in_an_index(text: str, expected: str) -> None:
    assert collate(text)[0] == expected


def test_letters_that_tell_where_a_name_is_sorted() -> None:
    assert all(map(is_latin, ("OVN", "ＯＶＮ", "9", "", "Élan", "Łukasz")))
    assert not any(map(is_latin, ("岩本", "ア")))
    assert is_kana("い")
    assert not any(map(is_kana, ("", "岩", "a")))


@pytest.mark.parametrize(
    ("one", "other"),
    [("C", "C++"), ("C++", "C#"), ("Network", "仮想 Network"), ("R D", "R&D"), ("a", "a½")],
)
def test_names_that_a_slug_would_take_for_one_have_ids_of_their_own(one: str, other: str) -> None:
    assert stable_id(one) != stable_id(other)
    assert stable_id(other) == stable_id(other.lower())
    assert slug(stable_id(one)) == stable_id(one)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Łukasz Søgård", "lukasz-sogard"),
        ("Œuvre, Ægir, Þór", "oeuvre-aegir-thor"),
        ("Đặng Straße", "dang-strasse"),
        ("Işık", "isik"),
    ],
)
def test_every_latin_letter_stays_in_an_id(text: str, made: str) -> None:
    assert slug(text) == stable_id(text) == made
