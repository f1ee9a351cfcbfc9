from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from session_notes.model import vocabulary, yaml_messages
from session_notes.model.events import EventFacts, instant
from session_notes.model.names import fold, skeleton, suggest
from session_notes.model.problems import Code, Where
from session_notes.model.vocabulary import (
    KEYS,
    Entry,
    Vocabulary,
    load,
)
from session_notes.model.words import Words
from session_notes.model.yaml_nodes import MAX_BYTES, MAX_DEPTH

if TYPE_CHECKING:
    from session_notes.model.problems import Problem

some = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SOURCE = "_data/names.yml"
TOPICS = """\
# The topics of the book.
ovn:
  label: {en: OVN, ja: 仮想ネットワーク}
  aliases: [Open Virtual Network]
  description: Virtual networks for Open vSwitch.
  parent: sdn

sdn:
  label: SDN
  description:
    en: Software-defined networking
    ja: ソフトウェア定義
qos: Quality of service
"""
TRACKS = """\
conference: Conference
design:
  label: {en: Design Summit, ja: デザインサミット}
  aliases: [Cross-project workshops, Liberty Design Summit]
  description: Where the next release is planned.
"""
PEOPLE = """\
motoki-akihiro:
  name: {en: Akihiro Motoki, ja: 元木 顕弘}
  reading: もとき あきひろ
  aliases: [amotoki]
  affiliation: NEC
  links:
    - https://example.org/motoki
    - mailto:motoki@example.org
pettit:
  name: Justin Pettit
"""
EVENTS = """\
vancouver-2015:
  name: {en: OpenStack Summit Vancouver, ja: OpenStackサミット・バンクーバー}
  aliases: [Vancouver]
  series: OpenStack Summit
  start: 2015-05-18
  end: "2015-05-22"
  timezone: America/Vancouver
  place: Vancouver Convention Centre
  city: {en: Vancouver, ja: バンクーバー}
  country: CA
  url: https://summit.example/
  organizer: A Foundation
  organizer_url: https://foundation.example/
paris-2014: OpenStack Summit Paris
"""
FILES = {"topics": TOPICS, "tracks": TRACKS, "people": PEOPLE, "events": EVENTS}


def at(line: int) -> Where:
    return Where(SOURCE, line)


def near(*names: str) -> str:
    return suggest(names)


def words(text: str = "", **by_language: str) -> Words:
    return Words((("", text),) if text else tuple(by_language.items()))


# -- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "language", "said"),
    [
        pytest.param({"en": "a", "ja": "b"}, "ja", "b", id="the language itself"),
        pytest.param({"en": "a", "ja": "b"}, "ja_JP", "b", id="its base, with an underscore"),
        pytest.param({"en": "a", "ja": "b"}, "ja-JP", "b", id="its base, with a hyphen"),
        pytest.param({"pt": "a", "pt_BR": "b"}, "pt_BR", "b", id="region before base"),
        pytest.param({"": "a", "ja": "b"}, "ja_JP", "b", id="its base before what serves all"),
        pytest.param({"en": "a", "": "b"}, "de", "b", id="what serves all others"),
        pytest.param({"ja": "a", "en": "b"}, "de", "b", id="English before the first"),
        pytest.param({"ja": "a", "fr": "b"}, "de", "a", id="the first"),
        pytest.param({"ja": "a", "fr": "b"}, "", "a", id="no language"),
        pytest.param({}, "de", "", id="no words"),
    ],
)
def test_words_are_said_in_the_nearest_language(
    given: dict[str, str], language: str, said: str
) -> None:
    assert Words(tuple(given.items())).say(language) == said


def test_words_of_all_languages_are_names() -> None:
    entry = Entry("ovn", words(en="OVN", ja="仮想"), aliases=("Open Virtual Network",))
    assert list(entry.names()) == ["ovn", "OVN", "仮想", "Open Virtual Network"]


# -- well-formed files --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        (
            "topics",
            [
                Entry(
                    "ovn",
                    words(en="OVN", ja="仮想ネットワーク"),
                    aliases=("Open Virtual Network",),
                    description=words("Virtual networks for Open vSwitch."),
                    parent="sdn",
                ),
                Entry(
                    "sdn",
                    words("SDN"),
                    description=words(en="Software-defined networking", ja="ソフトウェア定義"),
                ),
                Entry("qos", words("Quality of service")),
            ],
        ),
        (
            "tracks",
            [
                Entry("conference", words("Conference")),
                Entry(
                    "design",
                    words(en="Design Summit", ja="デザインサミット"),
                    aliases=("Cross-project workshops", "Liberty Design Summit"),
                    description=words("Where the next release is planned."),
                ),
            ],
        ),
        (
            "people",
            [
                Entry(
                    "motoki-akihiro",
                    words(en="Akihiro Motoki", ja="元木 顕弘"),
                    aliases=("amotoki",),
                    reading="もとき あきひろ",
                    affiliation="NEC",
                    links=("https://example.org/motoki", "mailto:motoki@example.org"),
                ),
                Entry("pettit", words("Justin Pettit")),
            ],
        ),
    ],
    ids=["topics", "tracks", "people"],
)
def test_each_vocabulary_is_read(name: str, entries: list[Entry]) -> None:
    vocabulary, problems = load(name, SOURCE, FILES[name])
    assert problems == []
    assert list(vocabulary.entries.values()) == entries
    assert vocabulary.declared


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "\ufeff# nothing\n"])
def test_a_file_may_be_empty(text: str) -> None:
    vocabulary, problems = load("topics", SOURCE, text)
    assert (vocabulary.entries, vocabulary.declared, problems) == ({}, True, [])


def test_without_a_file_nothing_is_declared() -> None:
    assert not Vocabulary().declared
    assert Vocabulary().find("ovn") is None
    assert Vocabulary().similar("ovn") is None
    assert Vocabulary().hint("ovn", "en") == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_lines_may_end_in_any_way(end: str) -> None:
    assert load("topics", SOURCE, TOPICS.replace("\n", end))[0].entries == (
        load("topics", SOURCE, TOPICS)[0].entries
    )
    text = f"ovn: OVN{end}sdn:{end}"
    assert load("topics", SOURCE, text)[1] == [empty_entry(2, "sdn")]


# -- what is wrong in a file --------------------------------------------------------------------

KEYS_OF_TOPICS = ", ".join(KEYS["topics"])
NOT_ENTRIES = yaml_messages.NOT_ENTRIES.at
NO_LABEL = yaml_messages.NO_LABEL.at(at(1), id="a", key="label")
NOT_A_LIST = yaml_messages.NOT_A_LIST.at(at(3), id="a", key="aliases")
TWICE = yaml_messages.ENTRY_TWICE.at(at(3), id="a", first=1)
PARENTS = "a:\n  label: y\n  parent: "


def empty_entry(line: int, name: str) -> Problem:
    return yaml_messages.EMPTY_ENTRY.at(at(line), id=name, key="label")


def unknown_key(key: str, suggestion: str = "") -> Problem:
    return yaml_messages.UNKNOWN_KEY.at(at(3), suggestion, id="a", key=key, known=KEYS_OF_TOPICS)


def unknown_parent(line: int, parent: str, suggestion: str = "") -> Problem:
    return yaml_messages.UNKNOWN_PARENT.at(at(line), suggestion, id="a", parent=parent)


def not_text(line: int, key: str) -> Problem:
    return yaml_messages.VALUE_NOT_TEXT.at(at(line), id="a", key=key)


def not_an_id(line: int, name: str, suggestion: str = "") -> Problem:
    return yaml_messages.NOT_AN_ID.at(at(line), suggestion, id=name)


def not_yaml(line: int, error: str) -> Problem:
    return yaml_messages.NOT_YAML.at(at(line), error=error)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# a\n- ovn\n", NOT_ENTRIES(at(2), key="label"), id="list"),
        pytest.param("ovn\n", NOT_ENTRIES(at(1), key="label"), id="word"),
        pytest.param("OVN One: x\n", not_an_id(1, "OVN One", "write 'ovn-one'"), id="id"),
        pytest.param("a: x\n仮想: x\n", not_an_id(2, "仮想"), id="other id"),
        pytest.param("? [a]\n: x\n", not_an_id(1, ""), id="list as id"),
        pytest.param("a: x\nb: y\na: z\n", TWICE, id="twice"),
        pytest.param("a: x\nb:\n", empty_entry(2, "b"), id="nothing"),
        pytest.param("a: [x]\n", empty_entry(1, "a"), id="a list"),
        pytest.param("a:\n  parent: b\nb: x\n", NO_LABEL, id="no label"),
        pytest.param("a:\n  label: ' '\n", NO_LABEL, id="empty label"),
        pytest.param("a:\n  label: {en: ''}\n", NO_LABEL, id="no word"),
        pytest.param(
            "a:\n  label: x\n  alias: [y]\n",
            unknown_key("alias", near("aliases")),
            id="almost a key",
        ),
        pytest.param("a:\n  label: x\n  日本: y\n", unknown_key("日本"), id="no key"),
        pytest.param(
            "a:\n  label: x\n  affiliation: y\n",
            unknown_key("affiliation"),
            id="key of another vocabulary",
        ),
        pytest.param(
            "a:\n  label: x\n  parent: [b]\n", not_text(3, "'parent'"), id="list for a text"
        ),
        pytest.param("a:\n  label: x\n  aliases: y\n", NOT_A_LIST, id="text for a list"),
        pytest.param("a:\n  label: x\n  aliases: [[y]]\n", NOT_A_LIST, id="list in a list"),
        pytest.param(
            "a:\n  label:\n    en: x\n    ja: [y]\n",
            not_text(4, "'label' in 'ja'"),
            id="list for words",
        ),
        pytest.param(
            "sdn: x\na:\n  label: y\n  parent: sdm\n",
            unknown_parent(4, "sdm", near("sdn")),
            id="almost a parent",
        ),
        pytest.param(f"{PARENTS}networks\n", unknown_parent(3, "networks"), id="no parent"),
        pytest.param(f"{PARENTS}a\n", yaml_messages.OWN_PARENT.at(at(3), id="a"), id="own parent"),
        pytest.param(
            "a: x\n\tb: y\n",
            not_yaml(2, "found character '\\t' that cannot start any token"),
            id="tab",
        ),
        pytest.param(
            "a: x\nb: [y\n",
            not_yaml(3, "expected ',' or ']', but got '<stream end>'"),
            id="open",
        ),
        pytest.param("a: 'x\n", not_yaml(2, "found unexpected end of stream"), id="open quote"),
        pytest.param("a: x\nb: x: y\n", not_yaml(2, "mapping values are not allowed"), id="colon"),
        pytest.param("a: x\n---\nb: y\n", not_yaml(2, "but found another document"), id="two"),
        pytest.param("a: @x\n", not_yaml(1, "found character '@'"), id="reserved sign"),
        pytest.param("a: &x y\nb: *x\n", not_yaml(2, "an alias ('*')"), id="alias"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, expected: Problem) -> None:
    problems = load("topics", SOURCE, text)[1]
    # YAML's own complaints are worded by PyYAML, which may say more.
    alike = [problem for problem in problems if problem.message.startswith(expected.message)]
    assert [(one.code, one.where, one.suggestion) for one in alike] == [
        (expected.code, expected.where, expected.suggestion)
    ]
    assert all(problem.suggestion for problem in problems)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org", "file:///x"])
def test_a_person_has_links_that_may_be_followed_alone(address: str) -> None:
    text = f"ada:\n  name: Ada\n  links:\n    - https://example.org\n    - {address}\n"
    vocabulary, problems = load("people", SOURCE, text)
    assert problems == [yaml_messages.NOT_A_LINK.at(at(5), id="ada", link=address)]
    assert vocabulary.entries["ada"].links == ("https://example.org",)


@pytest.mark.parametrize(
    ("bad", "label"),
    [
        pytest.param("a: [x]", None, id="unreadable"),
        pytest.param("A B: x", None, id="bad id"),
        pytest.param("a: {labell: x}", "a", id="no label, so the id stands in"),
        pytest.param("a: {label: x, parent: [b]}", "x", id="bad parent"),
        pytest.param("a: {label: x, alias: y}", "x", id="unknown key"),
    ],
)
def test_a_bad_entry_does_not_stop_the_others(bad: str, label: str | None) -> None:
    vocabulary, problems = load("topics", SOURCE, f"first: First\n{bad}\nlast: Last\n")
    assert problems
    labels = {entry.id: entry.label.say("en") for entry in vocabulary.entries.values()}
    assert labels == {"first": "First", **({"a": label} if label else {}), "last": "Last"}


def test_of_entries_with_one_id_the_first_counts() -> None:
    vocabulary, _ = load("topics", SOURCE, "a: x\na: y\n")
    assert vocabulary.entries == {"a": Entry("a", words("x"))}


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        pytest.param("sdn: Software", "other: ＳＤＮ", "ＳＤＮ", id="label and id"),
        pytest.param("a: Software", "b: SOFTWARE", "SOFTWARE", id="label and label"),
        pytest.param(
            "a: {label: x, aliases: [Cloud]}",
            "b: {label: y, aliases: [cloud]}",
            "cloud",
            id="alias",
        ),
        pytest.param(
            "a: {label: {en: x, ja: 雲}}", "b: {label: y, aliases: [雲]}", "雲", id="other language"
        ),
    ],
)
def test_a_name_of_two_entries_is_told_and_belongs_to_the_first(
    first: str, second: str, name: str
) -> None:
    vocabulary, problems = load("topics", SOURCE, f"# names\n{first}\n{second}\n")
    one, other = vocabulary.entries
    assert problems == [yaml_messages.NAME_TAKEN.at(at(3), id=other, name=name, owner=one, line=2)]
    assert vocabulary.find(name) is vocabulary.entries[one]


def test_an_entry_may_repeat_its_own_names() -> None:
    text = "sdn: {label: {en: SDN, ja: SDN}, aliases: [sdn, ＳＤＮ]}\n"
    assert load("topics", SOURCE, text)[1] == []


def test_each_parent_of_a_circle_is_told_and_nobody_else() -> None:
    chain = {"above": "", "a": "b", "b": "c", "c": "a", "below": "a", "aside": "above"}
    text = "".join(
        f"{child}: {{label: The {child}{f', parent: {parent}' if parent else ''}}}\n"
        for child, parent in chain.items()
    )
    assert load("topics", SOURCE, text)[1] == [
        yaml_messages.OWN_PARENT.at(at(line), id=child) for line, child in enumerate("abc", 2)
    ]


# -- hostile files ------------------------------------------------------------------------------


def test_a_billion_laughs_are_refused() -> None:
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    vocabulary, problems = load("topics", SOURCE, "\n".join(lines))
    assert problems == [not_yaml(2, "an alias ('*')")]
    assert (vocabulary.entries, vocabulary.declared) == ({}, True)


def test_an_anchor_that_holds_itself_is_refused() -> None:
    assert load("topics", SOURCE, "a: &a\n  label: *a\n")[1] == [not_yaml(2, "an alias ('*')")]


def test_too_large_a_file_is_refused_unread() -> None:
    vocabulary, problems = load("topics", SOURCE, "ovn: OVN\n" + "#" * MAX_BYTES)
    assert problems == [not_yaml(1, f"larger than {MAX_BYTES} bytes")]
    assert (vocabulary.entries, vocabulary.declared) == ({}, True)


def test_too_deep_a_file_is_refused_where_it_becomes_so() -> None:
    # The mapping of ids is the first level.
    for deep in (MAX_DEPTH - 1, MAX_DEPTH, 500):
        vocabulary, problems = load("topics", SOURCE, "b: B\na:" + "\n [" * deep + "]" * deep)
        refused = not_yaml(MAX_DEPTH + 2, "nested too deeply")
        assert (refused in problems) == (deep >= MAX_DEPTH)
        assert vocabulary.entries.keys() == (set() if deep >= MAX_DEPTH else {"b"})


@pytest.mark.parametrize("escape", ["\\uD800", "\\udfff", "x\\uDC00y"])
def test_half_a_character_is_refused(escape: str) -> None:
    vocabulary, problems = load("topics", SOURCE, f'b: B\na: "{escape}"\n')
    assert [problem.where for problem in problems] == [at(2)]
    assert "invalid character U+D" in problems[0].text
    assert vocabulary.entries == {}


def test_an_escape_of_a_whole_character_is_read() -> None:
    vocabulary, problems = load("topics", SOURCE, 'a: "\\u4eee\\U00020BB7"\n')
    assert problems == []
    assert vocabulary.entries["a"].label.say("ja") == "仮𠮷"


@pytest.mark.parametrize(
    "value",
    ["!!python/object/apply:os.abort []", "!!python/name:os.abort x", "!!binary aGFsbG8=", "!x y"],
)
def test_a_tag_makes_no_object(value: str) -> None:
    vocabulary, _ = load("topics", SOURCE, f"a: {{label: Label, description: {value}}}\n")
    assert vocabulary.entries["a"].label.say("en") == "Label"
    assert all(isinstance(text, str) for text in vocabulary.entries["a"].description.all())


# -- names that authors write -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["ovn", "OVN", "ＯＶＮ", " ovn\t", "仮想ネットワーク", "仮想ﾈｯﾄﾜｰｸ", "open  VIRTUAL network"],
)
def test_an_entry_is_found_by_any_of_its_names(text: str) -> None:
    vocabulary, _ = load("topics", SOURCE, TOPICS)
    assert vocabulary.find(text) == vocabulary.entries["ovn"]


@pytest.mark.parametrize("text", ["", "ov", "ovns", "o.v.n", "Virtual networks for Open vSwitch."])
def test_nothing_else_is_found(text: str) -> None:
    assert load("topics", SOURCE, TOPICS)[0].find(text) is None


@pytest.mark.parametrize(
    ("text", "language", "hint"),
    [
        pytest.param("sdm", "en", "did you mean 'SDN'?", id="a letter off"),
        pytest.param("open virtual netwrok", "en", "did you mean 'OVN'?", id="alias"),
        pytest.param(
            "open virtual netwrok", "ja", "did you mean '仮想ネットワーク'?", id="language"
        ),
        pytest.param("kubernetes", "en", "", id="like nothing"),
    ],
)
def test_a_hint_gives_the_labels_of_what_is_near(text: str, language: str, hint: str) -> None:
    assert load("topics", SOURCE, TOPICS)[0].hint(text, language) == hint


def test_a_hint_gives_each_entry_once() -> None:
    vocabulary, _ = load("topics", SOURCE, "nfv: {label: Nfvs, aliases: [Nfvx, Nfvy]}\n")
    assert vocabulary.hint("nfvz", "en") == "did you mean 'Nfvs'?"


def people(*names: str) -> Vocabulary:
    return Vocabulary([Entry(f"p{n}", words(name)) for n, name in enumerate(names)])


@pytest.mark.parametrize(
    ("written", "known"),
    [
        pytest.param("Anna Muller", "Añña Müller", id="accents left out"),
        pytest.param("Ànna Müller", "Anna Muller", id="accents put in"),
        pytest.param("JUSTIN PETTIT", "Justin Pettit", id="case"),
        pytest.param("JustinPettit", "Justin Pettit", id="no space"),
        pytest.param("Mc Donald", "McDonald", id="a space more"),
        pytest.param("元木顕弘", "元木 顕弘", id="no space in kanji"),
        pytest.param("Jean Luc Picard", "Jean-Luc Picard", id="hyphen"),
        pytest.param("Oneill", "O'Neill", id="apostrophe"),
        pytest.param("Russel Bryant", "Russell Bryant", id="a letter less"),
        pytest.param("Russell Bryantt", "Russell Bryant", id="a letter more"),
        pytest.param("Russell Briant", "Russell Bryant", id="another letter"),
        pytest.param("Russell Byrant", "Russell Bryant", id="letters swapped"),
        pytest.param("Rusell Briant", "Russell Bryant", id="two letters off"),
        pytest.param("Lovelase", "Lovelace", id="a letter off in a name of middle length"),
        pytest.param("Léa", "Lea", id="accent in a short name"),
    ],
)
def test_a_name_almost_like_a_known_one_is_a_twin(written: str, known: str) -> None:
    vocabulary = people("Grace Hopper", known)
    assert vocabulary.similar(written) == vocabulary.entries["p1"]


@pytest.mark.parametrize(
    ("written", "known"),
    [
        pytest.param("Jo Li", "Ja Li", id="short names"),
        pytest.param("Ann", "Anna", id="a short name in another"),
        pytest.param("Wu Bo", "Wu Bao", id="a short name and a longer one"),
        pytest.param("李明", "李朋", id="short kanji"),
        pytest.param("Lovalase", "Lovelace", id="two letters off in a name of middle length"),
        pytest.param("Rusel Briant", "Russell Bryant", id="three letters off"),
        pytest.param("Bryant Russell", "Russell Bryant", id="turned round"),
        pytest.param("Russell", "Russell Bryant", id="first name alone"),
        pytest.param("Steve Russell", "Russell Bryant", id="a name shared"),
    ],
)
def test_a_name_of_its_own_is_no_twin(written: str, known: str) -> None:
    assert people(known).similar(written) is None


def test_a_twin_is_found_by_aliases_and_other_scripts_too() -> None:
    vocabulary, _ = load("people", SOURCE, PEOPLE)
    motoki = vocabulary.entries["motoki-akihiro"]
    assert vocabulary.similar("Akihiro Mottoki") == motoki
    assert vocabulary.similar("元木顕弘") == motoki
    assert vocabulary.similar("a-motoki") == motoki


def test_of_two_that_are_equally_near_the_first_is_the_twin() -> None:
    assert people("Jürgen Muller", "Jurgen Müller").similar("Jurgen Muller") == Entry(
        "p0", words("Jürgen Muller")
    )


# -- any text whatever --------------------------------------------------------------------------

# Without U: what stands behind \U may be no character at all.
YAMLISH = st.text(
    "abXY01 \n\n   ::---{}[],.*&!|>%@`?#~\\\t\r<='\"\ufeff\x85\u2028é元\x00", max_size=60
)
NAMES = st.sampled_from(sorted(KEYS))


def check(name: str, text: str) -> None:
    vocabulary, problems = load(name, SOURCE, text)
    # One more than there are: a file may end too early.
    lines = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text)) + 1
    for problem in problems:
        assert problem.code is Code.DATA
        assert problem.where.source == SOURCE
        assert 1 <= problem.where.line <= lines
        assert problem.message
    assert all(problem.suggestion for problem in problems)
    assert vocabulary.declared
    for entry in vocabulary.entries.values():
        assert entry.label.say("en")
        assert all(vocabulary.find(name) for name in entry.names())


@some
@given(NAMES, st.text())
def test_any_text_is_read_without_failing(name: str, text: str) -> None:
    check(name, text)


@some
@given(NAMES, YAMLISH)
@example("topics", "a: {[x]: y}")
@example("topics", "a: {label: {[en]: x}}")
@example("topics", "{a: b}: c")
@example("people", "a: {name: x, links: [~, {}]}")
def test_anything_like_yaml_is_read_without_failing(name: str, text: str) -> None:
    check(name, text)


@some
@given(NAMES, st.data())
def test_a_damaged_file_is_read_without_failing(name: str, data: st.DataObject) -> None:
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 6))
        text = text[:start] + data.draw(YAMLISH)[:6] + text[end:]
    check(name, text)


# -- events -------------------------------------------------------------------------------------


def test_an_event_says_when_and_where_it_was() -> None:
    found, problems = load("events", SOURCE, EVENTS)
    assert problems == []
    entry = found.find("vancouver")
    assert entry is not None
    assert entry.event == EventFacts(
        series=words("OpenStack Summit"),
        start=date(2015, 5, 18),
        end=date(2015, 5, 22),
        timezone="America/Vancouver",
        place=words("Vancouver Convention Centre"),
        city=words(en="Vancouver", ja="バンクーバー"),
        country="CA",
        url="https://summit.example/",
        organizer=words("A Foundation"),
        organizer_url="https://foundation.example/",
    )
    assert found.entries["paris-2014"].event == EventFacts()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("start: 18 May", "conf: start '18 May' is not a date; write it as 2015-05-18"),
        ("start: 9999-12-31", "conf: start '9999-12-31' is not a date; write it as 2015-05-18"),
        ("start: 2015-02-30", "conf: start '2015-02-30' is not a date; write it as 2015-05-18"),
        ("end: ~", "conf: 'end' is empty; fill it in or delete it"),
        ("start: [2015-05-18]", "conf: 'start' is not text; write it on one line"),
        (
            "timezone: America/Vancuver",
            "conf: there is no time zone 'America/Vancuver'; did you mean 'America/Vancouver'",
        ),
        ("timezone: ../../etc/passwd", "conf: there is no time zone '../../etc/passwd'; write"),
        ("timezone: America", "conf: there is no time zone 'America'; "),
        ("url: conf.example", "conf: 'conf.example' is not a link; use http, https"),
        ("url: javascript:alert(1)", "conf: 'javascript:alert(1)' is not a link; use http"),
        ("organizer_url: 'data:x'", "conf: 'data:x' is not a link; use http"),
        ("venue: Hall", "conf: unknown key 'venue'; the keys are name, aliases, series"),
        ("citty: Oslo", "conf: unknown key 'citty'; did you mean 'city'?"),
        ("city: {en: [Oslo]}", "conf: 'city' in 'en' is not text"),
    ],
)
def test_what_no_event_can_have(line: str, told: str) -> None:
    found, problems = load("events", SOURCE, f"conf:\n  name: Conf\n  {line}\n")
    (problem,) = problems
    assert problem.text.startswith(told)
    assert problem.where == at(3)
    assert found.entries["conf"].event == EventFacts()


def test_an_event_does_not_end_before_it_starts() -> None:
    text = "conf: {name: Conf, start: 2015-05-18, end: 2015-05-17}"
    found, (problem,) = load("events", SOURCE, text)
    assert problem.text == "conf: it ends before it starts; correct 'start' or 'end'"
    assert found.entries["conf"].event == EventFacts(start=date(2015, 5, 18))


def test_no_time_zone_is_refused_where_none_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Windows without the package tzdata.
    monkeypatch.setattr(vocabulary, "available_timezones", set)
    found, problems = load("events", SOURCE, "conf: {name: Conf, timezone: Nowhere/Real}")
    assert problems == []
    assert found.entries["conf"].event.timezone == "Nowhere/Real"


def test_an_instant_is_the_same_whichever_clock_shows_it() -> None:
    day = date(2015, 5, 18)
    assert instant(day, 9 * 60, "Europe/Paris") == instant(day, 7 * 60, "")
    assert instant(day, 9 * 60, "Asia/Tokyo") == instant(day, 2 * 60, "Europe/Paris")
    assert instant(day, 25 * 60, "") == instant(date(2015, 5, 19), 60, "")


# -- what is written is read --------------------------------------------------------------------


# PyYAML does not write every line break so that it reads it again.
PLAIN = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
TEXT = st.text(PLAIN, min_size=1, max_size=8).map(str.strip).filter(bool)
ID = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


@some
@given(
    st.dictionaries(
        ID,
        st.fixed_dictionaries(
            {
                "label": TEXT
                | st.dictionaries(st.sampled_from(["en", "ja", "pt_BR"]), TEXT, min_size=1)
            },
            optional={
                "aliases": st.lists(TEXT, max_size=3),
                "description": TEXT | st.dictionaries(st.sampled_from(["en", "ja"]), TEXT),
            },
        ),
        max_size=4,
    )
)
def test_what_is_written_as_yaml_is_read_as_it_was(content: dict[str, dict[str, Any]]) -> None:
    def of(value: str | dict[str, str]) -> Words:
        return words(value) if isinstance(value, str) else words(**value)

    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    vocabulary, problems = load("tracks", SOURCE, text)
    assert list(vocabulary.entries.values()) == [
        Entry(
            key,
            of(fields["label"]),
            tuple(fields.get("aliases", ())),
            of(fields.get("description", {})),
        )
        for key, fields in content.items()
    ]
    owners: dict[str, set[str]] = {}
    for entry in vocabulary.entries.values():
        for name in entry.names():
            owners.setdefault(fold(name), set()).add(entry.id)
    assert bool(problems) == any(len(ids) > 1 for ids in owners.values())


@some
@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_a_name_is_a_twin_exactly_where_its_skeleton_is_near(known: list[str], text: str) -> None:
    vocabulary = people(*known)
    twin = vocabulary.similar(text)
    bare = skeleton(text)
    if bare in map(skeleton, known):
        assert twin is not None
        assert bare in map(skeleton, twin.names())
    elif len(bare) < 5:
        assert twin is None
