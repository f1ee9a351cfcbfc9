from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from session_notes.model import messages, schema
from session_notes.model.names import clean, compatible, fold, skeleton, slug, suggest
from session_notes.model.parsing import parse_date, parse_session
from session_notes.model.problems import Code, Edit, Problem, Where
from session_notes.model.raw_html import flaw
from session_notes.model.records import Session, Speaker
from session_notes.model.schema import ADDRESS, OPTIONS, options_of
from session_notes.model.speakers import parse_speaker
from session_notes.model.times import YEARS
from session_notes.model.urls import bad_scheme, bad_source, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

some = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WHERE = Where("days/2015-05-19.md", 10)

# What separates and encloses, in both widths, and what else an option may be made of.
SIGNS = ";；;,，、､()（）[]［］:：-–—〜～ \u3000\t\n'\"./?#aÉ日9"
TEXT = st.text(
    st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"])), max_size=30
)
NAME = (
    st.text("abcXYZ éß元木・ー.'-", min_size=1, max_size=9)
    .map(clean)
    .filter(lambda name: skeleton(name) and not name.startswith("- "))
)


def parse(title: str = "A title", /, **options: str) -> tuple[Session, list[Problem]]:
    """Parse a session in line 10, its options one a line from line 11 on."""
    lines = {name: number for number, name in enumerate(options, 11)}
    return parse_session(title, options, lines, WHERE)


def told(problems: Iterable[Problem]) -> list[Problem]:
    return [problem._replace(edits=()) for problem in problems]


def at(line: int) -> Where:
    return WHERE._replace(line=line)


EMPTY_TOPIC = messages.EMPTY_TOPIC.at(at(11))


def letters(*texts: str) -> str:
    return "".join(skeleton(text) for text in texts)


# -- a session as a whole -----------------------------------------------------------------------


def test_a_session_with_every_option_is_read() -> None:
    addresses = ("https://example.org", "http://e.org", "ftp://e.org", "mailto:a@b.c")
    media = dict(zip(options_of(schema.ADDRESS), cycle(addresses), strict=False))
    options = dict(
        id="ovn-native",
        track="Conference",
        kind="talk",
        time="14:40-15:20",
        until="2015-05-20",
        was="ovn, ovn-talk",
        updated="2015-06-01",
        room="109",
        speakers="Russell Bryant; Kyle Mestery (HP); Jonathan Bryce (OpenStack) [moderator]",
        reporter="Ann (ACME); Bob",
        topics="OVN, Open vSwitch, SDN",
        **dict.fromkeys(options_of(schema.TEXT), "300, standing room only"),
        **media,
    )
    assert set(options) == set(OPTIONS)
    session, problems = parse("OVN: Native Virtual Networking", **options)
    assert problems == []
    assert session == Session(
        id="ovn-native",
        title="OVN: Native Virtual Networking",
        where=WHERE,
        track="Conference",
        kind="talk",
        start=880,
        end=920,
        until=date(2015, 5, 20),
        was=("ovn", "ovn-talk"),
        updated=date(2015, 6, 1),
        when="14:40-15:20 – 2015-05-20",
        room="109",
        speakers=(
            Speaker("Russell Bryant"),
            Speaker("Kyle Mestery", "HP"),
            Speaker("Jonathan Bryce", "OpenStack", "moderator"),
        ),
        reporters=(Speaker("Ann", "ACME"), Speaker("Bob")),
        topics=("OVN", "Open vSwitch", "SDN"),
        media=tuple(media.items()),
        lines=tuple(sorted((name, line) for line, name in enumerate(options, 1))),
    )


def test_everything_but_the_title_may_be_left_out() -> None:
    session, _ = parse("Lightning Talks!")
    assert session == Session("lightning-talks", "Lightning Talks!", WHERE)


def test_a_missing_title_is_told_and_the_id_stands_in() -> None:
    session, problems = parse("", id="ovn")
    assert session.title == "ovn"
    assert told(problems) == [messages.NO_TITLE.at(WHERE)]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        pytest.param("speaker", ["speakers"], id="singular"),
        pytest.param("Topics", ["topics"], id="capital"),
        pytest.param("ｔｉｍｅ", ["time"], id="full width"),
        pytest.param("slidse", ["slides"], id="letters swapped"),
        pytest.param("日時", [], id="like none"),
        pytest.param("", [], id="no name"),
    ],
)
def test_an_unknown_option_is_told_with_the_nearest(name: str, near: list[str]) -> None:
    session, problems = parse(id="an-id", **{name: "x"})
    known = ", ".join(OPTIONS)
    expected = messages.UNKNOWN_OPTION.at(at(12), suggest(near), option=name, known=known)
    assert told(problems) == [expected]
    assert all(word in expected.suggestion for word in near or OPTIONS)
    assert session.id == "an-id"


@pytest.mark.parametrize(
    "value", ["", " ", "\t\u3000\u00a0"], ids=["nothing", "a space", "wide space"]
)
@pytest.mark.parametrize("name", OPTIONS)
def test_an_empty_option_is_told_and_counts_as_left_out(name: str, value: str) -> None:
    session, problems = parse(**{name: value})
    assert messages.EMPTY_OPTION.at(at(11), option=name) in problems
    assert session._replace(lines=()) == parse()[0]


@pytest.mark.parametrize("name", ["track", "room"])
def test_plain_words_are_cleaned_but_keep_their_case(name: str) -> None:
    session, problems = parse(id="x", **{name: "  Main  Ｈａｌｌ\u3000１ "})
    assert getattr(session, name) == "Main Ｈａｌｌ １"
    assert problems == []


def test_the_place_of_an_option_is_its_line_or_else_that_of_the_session() -> None:
    session, _ = parse(room="109", speakers="Ada")
    assert session.place("speakers") == Where(WHERE.source, 12)
    assert session.place("topics") == WHERE


# -- ids ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "made"),
    [
        pytest.param("OVN", "ovn", id="capitals"),
        pytest.param("a few words", "a-few-words", id="spaces"),
        pytest.param("snake_case", "snake-case", id="underscore"),
        pytest.param("-a--b-", "a-b", id="odd hyphens"),
        pytest.param("señor", "senor", id="accent"),
        pytest.param("日本", "", id="no Latin letter"),
    ],
)
def test_a_badly_formed_id_is_told_and_fixed(value: str, made: str) -> None:
    session, problems = parse(id=value)
    written = f"write ':id: {made}'" if made else ""
    assert told(problems) == [messages.BAD_ID.at(at(11), written, id=value)]
    assert [problem.edits for problem in problems] == [(Edit(11, value, made),) if made else ()]
    assert session.id == session.anchor == (made or "session")


def test_an_id_stands_above_the_title() -> None:
    session, problems = parse("OVN: Native Virtual Networking", id="ovn-2015")
    assert (session.id, problems) == ("ovn-2015", [])


@pytest.mark.parametrize("title", ["仮想ネットワーク", "?!"], ids=["kanji", "signs"])
def test_a_title_without_latin_letters_needs_an_id(title: str) -> None:
    session, problems = parse(title, room="109")
    assert told(problems) == [messages.NO_ID.at(WHERE)]
    assert (session.id, session.title) == ("session", title)
    assert parse(title, id="vn")[1] == []


@pytest.mark.parametrize("title", ["", " ", "(", ": (,)", "*(*"])
def test_signs_that_a_format_leaves_out_are_no_title(title: str) -> None:
    session, problems = parse(title, id="vn")
    assert told(problems) == [messages.NO_TITLE.at(WHERE)]
    assert session.title == "vn"


# -- kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        pytest.param("talk", "talk", id="id"),
        pytest.param("Design session", "design-session", id="label"),
        pytest.param("ｔａｌｋ", "talk", id="full width"),
        pytest.param("基調講演", "基調講演", id="no Latin letter"),
        pytest.param("?", "?", id="no letter"),
        pytest.param("Q&A 質疑", "Q&A 質疑", id="other letters beside Latin ones"),
    ],
)
def test_a_kind_is_kept_as_an_id_where_it_can_be_one(value: str, kind: str) -> None:
    session, problems = parse(kind=value)
    assert (session.kind, problems) == (kind, [])


# -- speakers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("Ada Lovelace", Speaker("Ada Lovelace"), id="name"),
        pytest.param(" Ada \t Lovelace ", Speaker("Ada Lovelace"), id="spaces"),
        pytest.param("Ada (HP)", Speaker("Ada", "HP"), id="affiliation"),
        pytest.param("Ada(HP)[chair]", Speaker("Ada", "HP", "chair"), id="no spaces"),
        pytest.param("Ada [chair]", Speaker("Ada", "", "chair"), id="role alone"),
        pytest.param("元木（ＮＥＣ）［司会］", Speaker("元木", "ＮＥＣ", "司会"), id="full width"),
        pytest.param("Ada (HP (Labs))", None, id="brackets in brackets"),
        pytest.param("Ada (HP [Labs])", None, id="square brackets in brackets"),
        pytest.param("Ada (HP, IBM)", Speaker("Ada", "HP, IBM"), id="two affiliations"),
        pytest.param("Ada (they/them)", None, id="pronoun"),
        pytest.param("Ada ()", Speaker("Ada"), id="empty brackets"),
        pytest.param("J. O'Neill-Smith, Jr.", Speaker("J. O'Neill-Smith, Jr."), id="signs"),
        pytest.param("", None, id="nothing"),
        pytest.param("(HP)", None, id="no name"),
        pytest.param("[chair]", None, id="role without name"),
        pytest.param("Ada (HP", None, id="open bracket"),
        pytest.param("Ada HP)", None, id="unopened bracket"),
        pytest.param("Ada [chair", None, id="open square bracket"),
        pytest.param("Ada (HP) Lovelace", None, id="affiliation inside the name"),
        pytest.param("Ada [chair] (HP)", None, id="role before affiliation"),
    ],
)
def test_a_speaker_is_a_name_an_affiliation_and_a_role(text: str, speaker: Speaker | None) -> None:
    assert parse_speaker(text) == speaker


@pytest.mark.parametrize("separator", [";", "；", " ; ", "\u3000；"])
def test_speakers_are_separated_by_semicolons(separator: str) -> None:
    session, problems = parse(speakers=separator.join(["Ada (HP)", "Bob, Jr.", "元木"]))
    assert session.speakers == (Speaker("Ada", "HP"), Speaker("Bob, Jr."), Speaker("元木"))
    assert problems == []


@pytest.mark.parametrize(
    ("value", "bad", "names"),
    [
        pytest.param("Ada (HP; Bob", ["Ada (HP"], ["Ada (HP", "Bob"], id="open bracket"),
        pytest.param("(HP)", ["(HP)"], ["(HP)"], id="no name"),
        pytest.param("Ada (HP (Labs; Bob", ["Ada (HP (Labs"], ["Ada (HP (Labs", "Bob"], id="two"),
    ],
)
def test_what_is_no_speaker_is_told_and_kept(value: str, bad: list[str], names: list[str]) -> None:
    session, problems = parse(speakers=value)
    assert told(problems) == [
        messages.NOT_A_SPEAKER.at(at(11), role="speaker", text=text) for text in bad
    ]
    assert [speaker.name for speaker in session.speakers] == names


def test_a_speaker_named_twice_is_told_and_counts_once() -> None:
    session, problems = parse(speakers="Ada (HP); Bob; ＡＤＡ")
    assert session.speakers == (Speaker("Ada", "HP"), Speaker("Bob"))
    assert told(problems) == [messages.SPEAKER_TWICE.at(at(11), role="speaker", name="ＡＤＡ")]


# -- topics -------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", "，", "、", "､", " , "])
def test_topics_are_separated_by_commas(separator: str) -> None:
    session, problems = parse(topics=separator.join(["SDN", "Open  vSwitch", "ﾈｯﾄﾜｰｸ"]))
    assert session.topics == ("SDN", "Open vSwitch", "ﾈｯﾄﾜｰｸ")
    assert problems == []


@pytest.mark.parametrize(
    ("value", "topics", "expected"),
    [
        pytest.param("SDN,,OVN", ("SDN", "OVN"), [EMPTY_TOPIC], id="doubled"),
        pytest.param("SDN,", ("SDN",), [EMPTY_TOPIC], id="last"),
        pytest.param(",", (), [EMPTY_TOPIC] * 2, id="alone"),
        pytest.param(
            "SDN, sdn", ("SDN",), [messages.TOPIC_TWICE.at(at(11), topic="sdn")], id="twice"
        ),
    ],
)
def test_badly_written_topics_are_told(
    value: str, topics: tuple[str, ...], expected: list[Problem]
) -> None:
    session, problems = parse(topics=value)
    assert session.topics == topics
    assert told(problems) == expected


# -- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", options_of(ADDRESS))
def test_a_link_keeps_its_letters(name: str) -> None:
    address = "https://example.org/①/%E6%97%A5?a=１#Ｂ"
    session, problems = parse(**{name: f"  {address} "})
    assert session.media == ((name, address),)
    assert problems == []


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        pytest.param("javascript:alert(1)", "javascript", id="script"),
        pytest.param("file:///etc/hosts", "file", id="file"),
        pytest.param("JavaScript:x", "JavaScript", id="capitals"),
    ],
)
@pytest.mark.parametrize("name", options_of(ADDRESS))
def test_what_may_not_be_a_link_is_told(name: str, address: str, scheme: str) -> None:
    assert parse(**{name: address})[1] == [messages.BAD_SCHEME.at(at(11), scheme=scheme)]


@pytest.mark.parametrize("name", options_of(ADDRESS))
def test_an_address_without_a_scheme_is_told(name: str) -> None:
    [problem] = parse(**{name: "example.org/v"})[1]
    assert problem == messages.NOT_AN_ADDRESS.at(at(11), address="example.org/v")
    assert "'https://example.org/v'" in problem.suggestion


@pytest.mark.parametrize(
    ("address", "allowed", "bad"),
    [
        pytest.param("https://example.org", True, "", id="https"),
        pytest.param("HTTP://example.org", True, "", id="capitals"),
        pytest.param("mailto:someone@example.org", True, "", id="mailto"),
        pytest.param("ftp://example.org", True, "", id="ftp"),
        pytest.param("javascript:alert(1)", False, "javascript", id="javascript"),
        pytest.param("data:text/html,x", False, "data", id="data"),
        pytest.param("vbscript:x", False, "vbscript", id="vbscript"),
        pytest.param(" javascript:x", False, "javascript", id="space before"),
        pytest.param("\x01javascript:x", False, "javascript", id="control before"),
        pytest.param("java\tscri\npt:x", False, "javascript", id="tab and line"),
        pytest.param("javascript%3Ax", False, "", id="no colon"),
        pytest.param("a/javascript:x", False, "", id="path"),
        pytest.param("C:\\x", False, "C", id="drive"),
        pytest.param("view-source:x", False, "view-source", id="hyphen"),
        pytest.param("httpsx://example.org", False, "httpsx", id="almost https"),
        pytest.param("page.html", False, "", id="no scheme"),
        pytest.param("//example.org", False, "", id="scheme left out"),
        pytest.param("#anchor", False, "", id="anchor"),
        pytest.param("", False, "", id="nothing"),
    ],
)
def test_only_a_few_schemes_make_a_link(address: str, *, allowed: bool, bad: str) -> None:
    assert is_address(address) is allowed
    assert bad_scheme(address) == bad


@pytest.mark.parametrize(
    ("address", "bad"),
    [
        ("a.png", ""),
        ("https://example.org/a.png", ""),
        ("data:image/png;base64,iVBORw0KGgo=", ""),
        ("data:image/svg+xml;base64,PHN2Zy8+", "data"),
        ("data:image/png;base64,x", "data"),
        ("data:image/png,x", "data"),
        ("data:text/html,x", "data"),
        ("DATA:image/png;base64,iVBORw0KGgo=", "DATA"),
        ("file:///a.png", "file"),
    ],
)
def test_an_image_may_be_in_its_address(address: str, bad: str) -> None:
    assert bad_source(address) == bad


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<details open><summary>a &lt; b</summary>", None),
        ("</details>", None),
        ("a < b, a<1 & c", None),
        ("<!-- A comment -->", None),
        ("<a href='https://example.org/?a=1&b=2' class=x>", None),
        ("<a href=page.html#x>", None),
        ('<img src="a.png" alt="<script>" width=3/>', None),
        ("<img src='data:image/png;base64,iVBORw0KGgo='>", None),
        ("<span style='color: rgb(0, 9, 9); margin: calc(-1px + 2em)'>", None),
        ('<svg viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0"/></svg>', None),
        ("<input type=checkbox disabled checked>", None),
        ("<b>x</b><script>", "<script>"),
        ("</SCRIPT>", "<script>"),
        ("<iframe src=x>", "<iframe>"),
        ("<style>x</style>", "<style>"),
        ("<svg><animate href=#x>", "<animate>"),
        ("<img src=x onerror=y>", "onerror"),
        ("<img src=x\nONERROR\n=y>", "onerror"),
        ("<p data-bs-toggle=tooltip>", "data-bs-toggle"),
        ("<a href=x ping=y>", "ping"),
        ("<a href=javascript:x>", "javascript:"),
        ("<A HREF='JavaScript:x'>", "JavaScript:"),
        ("<a href='&#106;ava&Tab;script&colon;x'>", "javascript:"),
        ("<a href='&#1; javascript:x'>", "javascript:"),
        ("<a href=x href=vbscript:y>", "vbscript:"),
        ("<img src='data:image/svg+xml,x'>", "data:"),
        ("<img srcset='a.png 1x, file:b.png 2x'>", "file:"),
        ("<p style='background: url(//x)'>", "style"),
        ("<p style='a: \\75rl'>", "style"),
        ("<p style='a: image-set(\"x\" 1x)'>", "style"),
        ("<title><a title='</title><img src=x onerror=y>'>", "<title>"),
        ("x <scr", "<scr"),
        ("x <", "<"),
        ("<a/href='x'>", "<a/href='x'>"),
        ("<a href='x'title='y'>", "<a href='x'title='y'"),
        ("<!--> <b> -->", "<!--> <b> -->"),
        ("<!-- a --!> <b> -->", "<!-- a --!> <b> -->"),
        ("<!-- a", "<!-- a"),
        ("<?php x ?>", "<?php x ?>"),
        ("<![CDATA[x]]>", "<![CDATA[x]]>"),
        ("<p\x0bonclick=x>", "<p\x0bonclick=x>"),
    ],
)
def test_only_html_that_cannot_run_is_kept(html: str, found: str | None) -> None:
    flaw_found = flaw(html)
    assert (flaw_found and flaw_found[0]) == found


# -- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["2015-05-19", " 2015-05-19\n"], ids=["bare", "spaces"])
def test_a_date_is_read(value: str) -> None:
    assert parse_date(value, WHERE) == (date(2015, 5, 19), [])


@pytest.mark.parametrize(
    "value",
    [
        "19 May 2015",
        "2015-5-19",
        "2015-02-29",
        "2015-13-01",
        "20150519",
        "2015-W21-2",
        "",
        "0000-00-00",
    ],
)
def test_what_is_no_date_is_told(value: str) -> None:
    day, problems = parse_date(value, WHERE)
    assert day is None
    assert told(problems) == [messages.BAD_DATE.at(WHERE, value=value)]


@some
@given(st.dates().filter(lambda day: day.year not in YEARS))
def test_a_year_without_conferences_is_told(day: date) -> None:
    found, [problem] = parse_date(day.isoformat(), WHERE)
    assert (found, problem.code) == (None, Code.DATE)


# -- problems -----------------------------------------------------------------------------------


def test_the_text_of_a_problem_joins_message_and_suggestion() -> None:
    assert Problem(Code.ID, WHERE, "no id", "add one").text == "no id; add one"
    assert Problem(Code.ID, WHERE, "no id").text == "no id"


def test_codes_are_single_words_and_each_is_its_own() -> None:
    assert all(re.fullmatch("[a-z]+", code.value) for code in Code)
    assert len(Code.__members__) == len(Code)


# -- any text whatever --------------------------------------------------------------------------


@some
@given(
    st.text(max_size=20), st.dictionaries(st.sampled_from([*OPTIONS]) | st.text(max_size=9), TEXT)
)
@example("日本", dict.fromkeys(OPTIONS, ";"))
@example("", dict.fromkeys(OPTIONS, "("))
def test_any_text_is_read_without_failing(title: str, options: dict[str, str]) -> None:
    session, problems = parse(title, **options)
    own_lines = range(WHERE.line, WHERE.line + len(options) + 1)
    for problem in problems:
        assert problem.where.source == WHERE.source
        assert problem.where.line in own_lines
        assert problem.message
        assert problem.suggestion
    assert session.id == slug(session.id) != ""
    assert session.title
    if session.start is not None and session.end is not None and not session.until:
        assert session.start < session.end
    assert {name for name, _ in session.media} <= set(options_of(ADDRESS))
    assert set(dict(session.lines)) == set(options) & set(OPTIONS)


@some
@given(TEXT)
@example("Ada (HP); Bob [chair]")
@example("Ada (HP; (Bob)")
def test_no_letter_of_a_speaker_is_lost(value: str) -> None:
    session, problems = parse(speakers=value)
    names = [fold(speaker.name) for speaker in session.speakers]
    assert len(set(names)) == len(names)
    said = [letters(*speaker) for speaker in session.speakers]
    # Words that separate names are not among those that the strategy makes.
    told = [letters(problem.message) for problem in problems]
    assert not Counter(letters(value)) - Counter("".join([*said, *told]))


@some
@given(TEXT)
@example("SDN,, OVN、sdn")
def test_no_letter_of_a_topic_is_lost(value: str) -> None:
    session, problems = parse(topics=value)
    kept = {fold(topic) for topic in session.topics}
    assert len(kept) == len(session.topics)
    assert {fold(part) for part in re.split("[,，､、;；]", clean(value))} - {""} == kept
    parts = len(re.split("[,，､、;；]", clean(value))) if clean(value) else 0
    empty = [problem for problem in problems if problem.code is Code.TOPIC]
    assert len(session.topics) + len(empty) == parts


@some
@given(
    st.lists(
        st.tuples(NAME, NAME | st.just(""), NAME | st.just("")), unique_by=lambda s: fold(s[0])
    ),
    st.sampled_from([";", "；", " ; "]),
    st.booleans(),
)
def test_speakers_are_read_as_they_are_written(
    people: list[tuple[str, str, str]],
    separator: str,
    wide: bool,
) -> None:
    round_, square = ("（{}）", "［{}］") if wide else (" ({})", " [{}]")
    written = [
        name
        + (round_.format(affiliation) if affiliation else "")
        + (square.format(role) if role else "")
        for name, affiliation, role in people
    ]
    session, problems = parse(**({"speakers": separator.join(written)} if people else {}))
    assert session.speakers == tuple(Speaker(*person) for person in people)
    assert problems == []


@some
@given(st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)))
def test_dates_are_read_as_they_are_written(day: date) -> None:
    assert parse_date(day.isoformat(), WHERE) == (day, [])


@some
@given(TEXT)
def test_any_text_for_a_date_is_a_date_or_a_problem(value: str) -> None:
    day, problems = parse_date(value, WHERE)
    assert (day is None) == bool(problems)


@some
@given(TEXT)
def test_an_id_is_taken_as_it_is_or_told(value: str) -> None:
    session, problems = parse("Title", id=value)
    taken = compatible(value) in ("", session.id)
    assert taken == (Code.ID not in {problem.code for problem in problems})


@some
@given(TEXT)
def test_an_address_is_never_both_allowed_and_bad(value: str) -> None:
    assert not (is_address(value) and bad_scheme(value))
    session, problems = parse(video=value)
    if Code.LINK not in {problem.code for problem in problems}:
        # Of full-width letters a link is made for the eye alone; the makers of nodes look again.
        assert all(is_address(compatible(address)) for _, address in session.media)
