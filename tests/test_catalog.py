from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_notes.catalog.catalog import Catalog, SessionKey
from session_notes.catalog.facts import Facts, Person, Ref
from session_notes.catalog.index_entries import index
from session_notes.catalog.places import objects
from session_notes.catalog.related import mentions, neighbours, related_sessions, sessions_on
from session_notes.catalog.views import (
    VIEWS,
    Table,
    days_of,
    select,
    session_tables,
    shown_on,
    topic_table,
    translations,
)
from session_notes.model.names import fold
from session_notes.model.problems import Where
from session_notes.model.records import Page, Session, Speaker, Text, View, Xref
from session_notes.model.vocabulary import load
from session_notes.sphinxext.genindex import entries_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from session_notes.catalog.index_entries import IndexEntry
    from session_notes.catalog.related import Mention

some = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WHERE = Where("page.md", 1)
MONDAY, TUESDAY = date(2015, 5, 18), date(2015, 5, 19)
YAML = {
    "topics": """\
sdn:
  label: {en: SDN, ja: 網の仮想化}
  aliases: [Software-defined networking, sdn, S.D.N.]
  description: {en: Networks by software., ja: ソフトウェアによる網。}
ovn: {label: OVN, parent: sdn}
ovs: {label: Open vSwitch, aliases: [OVS], parent: sdn}
containers: {label: Containers, parent: nothing-declared}
""",
    "tracks": """\
keynote: Keynote
design: {label: {en: Design Summit, ja: デザイン}}
conference: Conference
""",
    "people": """\
kyle-mestery:
  name: {en: Kyle Mestery, ja: カイル}
  reading: あ
  aliases: [mestery]
  affiliation: Cisco
  links: [https://example.org/kyle]
ada: {name: Ada Lovelace}
""",
}
VOCABULARIES = {name: load(name, f"{name}.yml", text)[0] for name, text in YAML.items()}


def session(name: str, title: str = "", **fields: object) -> Session:
    # A record's fields are many, and each test needs a few of them.
    return Session(name, title or name.title(), WHERE, renamed=f"at-{name}")._replace(**fields)  # type: ignore[arg-type]


def link(target: str, *context: Text | str, role: str = "session", holder: int = 0) -> Xref:
    pieces = tuple(Text(piece) if isinstance(piece, str) else piece for piece in context)
    return Xref(role, target, holder, pieces)


def view(name: str, **options: str) -> View:
    return View(name, WHERE, tuple(sorted(options.items())))


PAGES = {
    # Not in the order of the book, nor in that of the alphabet.
    "late": Page((session("undated", topics=("Kubernetes",), speakers=(Speaker("Bob"),)),)),
    "tue": Page(
        (
            session(
                "ovn-talk",
                "OVN; a Talk",
                track="Conference",
                kind="talk",
                start=880,
                end=920,
                room="109",
                speakers=(Speaker("Russell Bryant"), Speaker("Ｋｙｌｅ mestery", "HP", "chair")),
                topics=("ovn", "Ovs"),
                media=(("video", "https://example.org/v"),),
            ),
            session("lightning", "Lightning Talks", track="design", kind="lightning-talks"),
            session(
                "firewall",
                parent="lightning",
                kind="talk",
                speakers=(Speaker("Mestery"),),
                topics=("Software-defined networking",),
            ),
        ),
        (
            link("opening", "See ", Text("", "session", "opening"), "."),
            link("opening", "As ", Text("told", "any", "opening"), ".", role="any"),
            link("opening", "See ", Text("", "session", "opening"), "."),
            link("ovn-talk", "This one."),
            link("SDN", "All of ", Text("", "topic", "sdn"), ".", role="topic"),
            link("no-such", Text("", "session", "no-such"), holder=1),
            link(
                "Ovn-Talk",
                Text("", "topic", "SDN"),
                " and ",
                Text("", "session", "Ovn-Talk"),
                holder=2,
            ),
            link("firewall", "Nowhere in particular.", holder=-1),
        ),
    ),
    "mon": Page(
        (
            session("opening", "Opening", track="Keynote", kind="keynote"),
            session("segment", "A Segment", parent="opening", topics=("OVN",)),
        ),
        (link("firewall", "Before ", Text("", "session", "firewall"), holder=1),),
    ),
    "browse/topics": Page(views=(view("topic-index"), view("topic-table"))),
    "browse/others": Page(
        views=(
            view("speaker-index"),
            view("track-index"),
            view("session-table"),
            view("topic-index"),
        )
    ),
}
ORDER = ("index", "mon", "tue", "browse/topics", "browse/others")
DATES = {"tue": TUESDAY, "mon": MONDAY}


def book(pages: Mapping[str, Page] = PAGES, *, language: str = "en", bare: bool = False) -> Catalog:
    """Make the book; where it is *bare*, without vocabularies."""
    vocabularies = {} if bare else VOCABULARIES
    return Catalog(pages, order=ORDER, dates=DATES, vocabularies=vocabularies, language=language)


def entries(made: Catalog, role: str) -> tuple[IndexEntry, ...]:
    """Return the entries of a whole index."""
    return index(made, "", view(f"{role}-index"))


def query(made: Catalog, docname: str, one: View) -> object:
    return VIEWS[one.name].query(made, docname, one)


def at(name: str, pages: Mapping[str, Page] = PAGES) -> SessionKey:
    key = book(pages).find_session(name)
    assert key is not None
    return key


# -- order and ids ------------------------------------------------------------------------------


def test_pages_stand_in_the_order_of_the_book_and_strays_come_last() -> None:
    pages = {**PAGES, "zoo": Page(), "appendix": Page()}
    expected = ["mon", "tue", "browse/topics", "browse/others", "appendix", "late", "zoo"]
    assert book(pages).docnames == expected
    assert list(book(pages).pages) == expected


def test_sessions_stand_by_day_then_by_page_and_those_without_a_day_last() -> None:
    ids = [book().session(key).id for key in book().session_keys]
    assert ids == ["opening", "segment", "ovn-talk", "lightning", "firewall", "undated"]


def test_the_day_counts_more_than_the_order_of_the_book() -> None:
    turned = Catalog(PAGES, order=ORDER, dates={"tue": MONDAY, "mon": TUESDAY})
    assert [key.docname for key in turned.session_keys] == ["tue"] * 3 + ["mon"] * 2 + ["late"]


@pytest.mark.parametrize("text", ["ovn-talk", "OVN-Talk", "ｏｖｎ-talk", " ovn-talk "])
def test_a_session_is_found_by_its_id_in_any_form(text: str) -> None:
    assert book().find_session(text) == SessionKey("tue", 0)


@pytest.mark.parametrize("text", ["", "ovn", "OVN; a Talk", "at-ovn-talk"])
def test_no_session_is_found_by_anything_else(text: str) -> None:
    assert book().find_session(text) is None


def test_of_twins_the_first_in_the_book_is_found() -> None:
    pages = {
        "late": Page((session("a", "Last"),)),
        "tue": Page((session("b"), session("a", "Second"), session("a", "Third"))),
        "mon": Page((session("a", "First"), session("c"))),
    }
    found = book(pages)
    assert found.duplicates == [
        [SessionKey("mon", 0), SessionKey("tue", 1), SessionKey("tue", 2), SessionKey("late", 0)]
    ]
    assert found.find("session", "a") == Ref("First", "mon", "at-a")
    assert [(name, ref.text) for _, name, ref in objects(found)] == [
        ("a", "First"),
        ("c", "C"),
        ("b", "B"),
    ]


def test_without_twins_there_are_no_duplicates() -> None:
    assert book().duplicates == []


def test_the_nearest_ids_are_told_best_first() -> None:
    assert book().nearest_names("session", "ovntalks") == ["ovn-talk"]
    assert book().nearest_names("session", "kubernetes") == []
    assert book().nearest_names("session", "openning") == ["opening"]


# -- what stands above the notes ----------------------------------------------------------------


def test_the_facts_of_a_session_are_told_with_labels_and_places() -> None:
    assert book().facts(SessionKey("tue", 0)) == Facts(
        ref=Ref("OVN; a Talk", "tue", "at-ovn-talk"),
        day=TUESDAY,
        start=880,
        end=920,
        until=None,
        when="",
        room="109",
        track=Ref("Conference", "browse/others", "track-conference"),
        kind="talk",
        speakers=(
            Person(Ref("Russell Bryant", "browse/others", "speaker-russell-bryant")),
            Person(Ref("Kyle Mestery", "browse/others", "speaker-kyle-mestery"), "HP", "chair"),
        ),
        topics=(
            Ref("OVN", "browse/topics", "topic-ovn"),
            Ref("Open vSwitch", "browse/topics", "topic-ovs"),
        ),
        media=(("video", "https://example.org/v"),),
    )


def test_a_list_holds_no_more_of_a_session_than_it_shows() -> None:
    made = book()
    known, listed = made.facts(at("ovn-talk")), made.listed_facts(at("ovn-talk"))
    names = (Person(person.ref) for person in known.speakers)
    assert listed == known._replace(speakers=tuple(names), topics=(), media=())
    assert made.listed_facts(at("ovn-talk"), "speaker") == listed._replace(speakers=())
    assert made.listed_facts(at("ovn-talk"), "track") == listed._replace(track=None)


@pytest.mark.parametrize("many", ["topics", "speakers"])
def test_what_an_index_shows_grows_with_the_names_and_not_with_their_square(many: str) -> None:
    def size(count: int) -> int:
        names = [f"name {number:04}" for number in range(count)]
        fields: dict[str, object] = {many: tuple(names)}
        if many == "speakers":
            fields[many] = tuple(map(Speaker, names))
        index = Page((session("a", "A", **fields),), views=(view(f"{many[:-1]}-index"),))
        return len(repr(shown_on(book({"index": index}, bare=True), "index")))

    assert size(400) < 2.1 * size(200)


def test_below_a_speaker_or_a_track_it_is_not_repeated() -> None:
    made = book()
    shown = {
        role: [facts for item in entries(made, role) for facts in item.sessions]
        for role in ("topic", "speaker", "track")
    }
    assert not any(facts.speakers for facts in shown["speaker"])
    assert any(facts.speakers for facts in shown["topic"])
    assert any(facts.speakers for facts in shown["track"])
    assert not any(facts.track for facts in shown["track"])
    assert any(facts.track for facts in shown["topic"])


def test_a_talk_knows_its_session_and_a_speaker_the_declared_affiliation() -> None:
    facts = book(language="ja").facts(at("firewall"))
    assert facts.parent == Ref("Lightning Talks", "tue", "at-lightning")
    assert facts.speakers == (
        Person(Ref("カイル", "browse/others", "speaker-kyle-mestery"), "Cisco"),
    )
    assert facts.topics == (Ref("網の仮想化", "browse/topics", "topic-sdn"),)
    assert facts.track is None


def test_without_vocabularies_names_stand_as_they_were_written() -> None:
    facts = book(bare=True).facts(SessionKey("tue", 0))
    assert facts.topics == (
        Ref("ovn", "browse/topics", "topic-ovn"),
        Ref("Ovs", "browse/topics", "topic-ovs"),
    )
    assert facts.speakers[1] == Person(
        Ref("Ｋｙｌｅ mestery", "browse/others", "speaker-kyle-mestery"), "HP", "chair"
    )


def test_without_an_index_nothing_leads_to_it() -> None:
    pages = {"tue": PAGES["tue"]}
    facts = book(pages).facts(SessionKey("tue", 0))
    assert facts.topics[0] == Ref("OVN")
    assert facts.track == Ref("Conference")
    assert {role for role, _, _ in objects(book(pages))} == {"session", "talk"}


def test_an_index_is_at_home_where_it_stands_first() -> None:
    whole = view("topic-index")
    assert book().index_of["topic", "sdn"] == ("browse/topics", whole)
    moved = book({**PAGES, "mon": Page(views=(whole,))})
    assert moved.index_of["topic", "sdn"] == ("mon", whole)


# -- links by role ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "target", "expected"),
    [
        ("session", "opening", Ref("Opening", "mon", "at-opening")),
        ("session", "SEGMENT", Ref("A Segment", "mon", "at-segment")),
        ("talk", "segment", Ref("A Segment", "mon", "at-segment")),
        ("session", "sdn", None),
        ("topic", "sdn", Ref("SDN", "browse/topics", "topic-sdn")),
        ("topic", "software-Defined  networking", Ref("SDN", "browse/topics", "topic-sdn")),
        ("topic", "kubernetes", Ref("Kubernetes", "browse/topics", "topic-kubernetes")),
        ("topic", "docker", None),
        ("topic", "opening", None),
        ("track", "DESIGN SUMMIT", Ref("Design Summit", "browse/others", "track-design")),
        ("track", "hallway", None),
        ("speaker", "mestery", Ref("Kyle Mestery", "browse/others", "speaker-kyle-mestery")),
        ("speaker", "BOB", Ref("Bob", "browse/others", "speaker-bob")),
        ("speaker", "ada", Ref("Ada Lovelace", "browse/others", "speaker-ada")),
        ("speaker", "nobody", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_role_leads_to_what_is_declared_or_named(
    role: str, target: str, expected: Ref | None
) -> None:
    assert book().find(role, target) == expected


@pytest.mark.parametrize(
    ("role", "target", "expected"),
    [
        ("topic", "kubernets", ["Kubernetes"]),
        ("topic", "open vswich", ["Open vSwitch"]),
        ("speaker", "Kile Mestery", ["Kyle Mestery", "kyle-mestery", "mestery"]),
        ("speaker", "Bobb", ["Bob"]),
        ("track", "keynotes", ["keynote"]),
        ("topic", "zzz", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_nearest_names_are_of_the_vocabulary_and_of_the_sessions(
    role: str, target: str, expected: list[str]
) -> None:
    assert book().nearest_names(role, target) == expected


def test_other_projects_may_link_to_all_that_has_a_place() -> None:
    found = [(role, name, f"{ref.docname}#{ref.anchor}") for role, name, ref in objects(book())]
    assert found == [
        ("session", "opening", "mon#at-opening"),
        ("talk", "segment", "mon#at-segment"),
        ("session", "ovn-talk", "tue#at-ovn-talk"),
        ("session", "lightning", "tue#at-lightning"),
        ("talk", "firewall", "tue#at-firewall"),
        ("session", "undated", "late#at-undated"),
        ("topic", "containers", "browse/topics#topic-containers"),
        ("topic", "kubernetes", "browse/topics#topic-kubernetes"),
        ("topic", "ovn", "browse/topics#topic-ovn"),
        ("topic", "ovs", "browse/topics#topic-ovs"),
        ("topic", "sdn", "browse/topics#topic-sdn"),
        ("speaker", "ada", "browse/others#speaker-ada"),
        ("speaker", "bob", "browse/others#speaker-bob"),
        ("speaker", "kyle-mestery", "browse/others#speaker-kyle-mestery"),
        ("speaker", "russell-bryant", "browse/others#speaker-russell-bryant"),
        ("track", "conference", "browse/others#track-conference"),
        ("track", "design", "browse/others#track-design"),
        ("track", "keynote", "browse/others#track-keynote"),
    ]


# -- indexes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "language", "expected"),
    [
        pytest.param(
            "topic",
            "en",
            [
                ("Containers", []),
                ("Kubernetes", ["undated"]),
                ("Open vSwitch", ["ovn-talk"]),
                ("OVN", ["segment", "ovn-talk"]),
                ("SDN", ["firewall"]),
            ],
            id="topics by label",
        ),
        pytest.param(
            "speaker",
            "en",
            [
                ("Ada Lovelace", []),
                ("Bob", ["undated"]),
                ("Kyle Mestery", ["ovn-talk", "firewall"]),
                ("Russell Bryant", ["ovn-talk"]),
            ],
            id="speakers by name",
        ),
        pytest.param(
            "speaker",
            "ja",
            [
                ("Ada Lovelace", []),
                ("Bob", ["undated"]),
                ("Russell Bryant", ["ovn-talk"]),
                ("カイル", ["ovn-talk", "firewall"]),
            ],
            id="speakers by reading or name",
        ),
        pytest.param(
            "track",
            "ja",
            [("Keynote", ["opening"]), ("デザイン", ["lightning"]), ("Conference", ["ovn-talk"])],
            id="tracks as declared",
        ),
    ],
)
def test_an_index_lists_what_is_declared_and_what_is_named(
    role: str, language: str, expected: list[tuple[str, list[str]]]
) -> None:
    items = entries(book(language=language), role)
    found = [(item.ref.text, [facts.ref.anchor[3:] for facts in item.sessions]) for item in items]
    assert found == expected


def test_an_index_tells_all_that_the_vocabulary_says() -> None:
    topics = {item.ref.text: item for item in entries(book(), "topic")}
    sdn = topics["SDN"]
    assert sdn.description == "Networks by software."
    # What folds like the label is no other name.
    assert sdn.aliases == ("Software-defined networking", "S.D.N.")
    assert [child.text for child in sdn.children] == ["OVN", "Open vSwitch"]
    assert sdn.parent is None
    assert topics["OVN"].parent == sdn.ref
    assert topics["Containers"].parent is None
    kyle = next(item for item in entries(book(), "speaker") if item.links)
    assert (kyle.affiliation, kyle.links) == ("Cisco", ("https://example.org/kyle",))
    japanese = {item.ref.text: item for item in entries(book(language="ja"), "topic")}
    assert japanese["網の仮想化"].description == "ソフトウェアによる網。"


def test_spellings_of_something_undeclared_are_one_item_under_the_first() -> None:
    pages = {
        "tue": Page((session("b", topics=("DOCKER",)), session("c", topics=("Ｄｏｃｋｅｒ",)))),
        "mon": Page((session("a", topics=("Docker",)),)),
    }
    items = entries(book(pages, bare=True), "topic")
    assert [(item.ref.text, item.number) for item in items] == [("Docker", 3)]


# -- lists and tables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["opening", "ovn-talk", "lightning", "undated"]),
        ({"day": "2015-05-19"}, ["ovn-talk", "lightning"]),
        ({"day": "2015-05-20"}, []),
        ({"day": "19 May"}, []),
        ({"track": "Design Summit"}, ["lightning"]),
        ({"track": "デザイン"}, ["lightning"]),
        ({"track": "hallway"}, []),
        ({"topic": "ovn"}, ["segment", "ovn-talk"]),
        ({"topic": "SDN"}, ["firewall"]),
        ({"topic": "kubernetes"}, ["undated"]),
        ({"topic": "containers"}, []),
        ({"speaker": "kyle mestery"}, ["ovn-talk", "firewall"]),
        ({"speaker": "Bob"}, ["undated"]),
        ({"kind": "talk"}, ["ovn-talk", "firewall"]),
        ({"kind": "keynote"}, ["opening"]),
        ({"day": "2015-05-18", "topic": "ovn"}, ["segment"]),
        ({"kind": "talk", "speaker": "mestery", "topic": "sdn"}, ["firewall"]),
        ({"track": "keynote", "day": "2015-05-19"}, []),
    ],
    ids=str,
)
def test_a_list_shows_the_sessions_that_fit(options: dict[str, str], expected: list[str]) -> None:
    assert [book().session(key).id for key in select(book(), options)] == expected


def test_days_are_told_in_order_and_once() -> None:
    keys = list(reversed(book().session_keys))
    assert days_of(book(), keys) == (MONDAY, TUESDAY, None)
    assert days_of(book(), []) == ()


def test_the_table_of_sessions_has_a_row_a_track_and_a_column_a_day() -> None:
    others = "browse/others"
    empty = ()
    opening = (Ref("Opening", "mon", "at-opening"),)
    lightning = (Ref("Lightning Talks", "tue", "at-lightning"),)
    talk = (Ref("OVN; a Talk", "tue", "at-ovn-talk"),)
    undated = (Ref("Undated", "late", "at-undated"),)
    assert session_tables(book()) == (
        Table(
            (MONDAY, TUESDAY, None),
            (
                (Ref("Keynote", others, "track-keynote"), (opening, empty, empty)),
                (Ref("Design Summit", others, "track-design"), (empty, lightning, empty)),
                (Ref("Conference", others, "track-conference"), (empty, talk, empty)),
                (Ref(""), (empty, empty, undated)),
            ),
        ),
    )


def test_the_table_of_topics_counts_talks_too_and_leaves_out_what_nobody_named() -> None:
    table = topic_table(book())
    assert table.columns == (MONDAY, TUESDAY, None)
    assert [(ref.text, [len(cell) for cell in cells]) for ref, cells in table.rows] == [
        ("Kubernetes", [0, 0, 1]),
        ("Open vSwitch", [0, 1, 0]),
        ("OVN", [1, 1, 0]),
        ("SDN", [0, 1, 0]),
    ]


def test_without_sessions_every_view_is_empty() -> None:
    empty = Catalog({"mon": Page(views=(view("session-table"),))})
    assert session_tables(empty) == ()
    assert topic_table(empty) == Table((), ())
    assert entries(empty, "topic") == ()
    assert select(empty, {}) == []
    assert list(objects(empty)) == []


# -- mentions -----------------------------------------------------------------------------------


def told(mentions: tuple[Mention, ...]) -> list[tuple[str, list[str]]]:
    return [
        (one.ref.text, ["".join(piece.text for piece in context) for context in one.contexts])
        for one in mentions
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "opening", [("OVN; a Talk", ["See Opening.", "As told."])], id="a sentence once"
        ),
        pytest.param("ovn-talk", [("Firewall", ["SDN and OVN; a Talk"])], id="not by itself"),
        pytest.param("firewall", [("A Segment", ["Before Firewall"])], id="not from outside"),
        pytest.param("lightning", [], id="by nobody"),
    ],
)
def test_a_session_knows_who_links_to_it(name: str, expected: list[tuple[str, list[str]]]) -> None:
    assert told(mentions(book(), at(name))) == expected


def test_mentions_come_in_the_order_of_the_book() -> None:
    links = (link("undated", "Once"), link("undated", "Also", holder=1), link("undated", "Twice"))
    pages = {name: PAGES[name]._replace(xrefs=links) for name in ("tue", "mon")}
    pages["late"] = PAGES["late"]
    assert told(mentions(book(pages), at("undated", pages))) == [
        ("Opening", ["Once", "Twice"]),
        ("A Segment", ["Also"]),
        ("OVN; a Talk", ["Once", "Twice"]),
        ("Lightning Talks", ["Also"]),
    ]


def test_the_pieces_of_a_sentence_lead_where_they_led() -> None:
    context = mentions(book(), at("ovn-talk"))[0].contexts[0]
    assert context == (
        Ref("SDN", "browse/topics", "topic-sdn"),
        Ref(" and "),
        Ref("OVN; a Talk", "tue", "at-ovn-talk"),
    )


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        pytest.param(Text("", "session", "gone"), "gone", id="target"),
        pytest.param(Text("words", "session", "gone"), "words", id="words"),
        pytest.param(Text("", "any", "sdn"), "sdn", id="any name of a topic"),
    ],
)
def test_a_link_that_leads_nowhere_is_text_in_a_sentence(piece: Text, text: str) -> None:
    page = PAGES["mon"]._replace(xrefs=(link("undated", piece),))
    pages = {**PAGES, "mon": page}
    assert mentions(book(pages), at("undated"))[0].contexts == ((Ref(text),),)


@pytest.mark.parametrize("role", ["topic", "speaker", "track"])
def test_only_a_link_to_a_session_mentions_it(role: str) -> None:
    page = PAGES["mon"]._replace(xrefs=(link("undated", "Text", role=role),))
    assert mentions(book({**PAGES, "mon": page}), at("undated")) == ()


# -- what a page shows --------------------------------------------------------------------------


def test_the_general_index_lists_a_session_under_its_topics_and_speakers() -> None:
    # A semicolon parts an entry from its sub-entry.
    assert entries_of(book(), SessionKey("tue", 0)) == [
        ("single", text, "at-ovn-talk", "", None)
        for text in (
            "OVN, a Talk",
            "OVN; OVN, a Talk",
            "Open vSwitch; OVN, a Talk",
            "Russell Bryant; OVN, a Talk",
            "Kyle Mestery; OVN, a Talk",
        )
    ]


@pytest.mark.parametrize("title", [" ", "\u3000"], ids=["a space", "a wide space"])
def test_an_entry_of_the_general_index_is_never_empty(title: str) -> None:
    pages = {"mon": Page((session("a", title),))}
    assert [entry[1] for entry in entries_of(book(pages), SessionKey("mon", 0))] == ["-"]


def test_each_directive_shows_its_view() -> None:
    made = book()
    assert query(made, "browse/topics", view("topic-index")) == index(
        made, "browse/topics", view("topic-index")
    )
    assert query(made, "browse/topics", view("speaker-index")) == index(
        made, "browse/topics", view("speaker-index")
    )
    assert query(made, "browse/topics", view("track-index")) == index(
        made, "browse/topics", view("track-index")
    )
    assert query(made, "browse/topics", view("session-table")) == session_tables(made)
    assert query(made, "browse/topics", view("topic-table")) == topic_table(made)
    assert query(made, "browse/topics", view("session-list", topic="sdn")) == (
        made.listed_facts(at("firewall")),
    )


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        pytest.param(
            "opening",
            {"title": "Another"},
            # The index of topics lists its talk, with the session that this belongs to.
            {"mon", "tue", "browse/topics", "browse/others"},
            id="title of a session",
        ),
        pytest.param(
            "lightning",
            {"kind": "meetup"},
            {"tue", "browse/others"},
            id="kind",
        ),
        pytest.param(
            "firewall",
            {"title": "Another"},
            {"mon", "tue", "browse/topics", "browse/others"},
            id="title of a talk",
        ),
        pytest.param("opening", {"room": "109"}, {"mon", "browse/others"}, id="room"),
        pytest.param(
            "undated",
            {"topics": ("SDN",)},
            # It is related to the session with the only talk that has the topic, too.
            {"late", "tue", "browse/topics", "browse/others"},
            id="topic",
        ),
        pytest.param(
            "undated",
            {"topics": ("KUBERNETES",)},
            {"late", "browse/topics", "browse/others"},
            id="case of something undeclared",
        ),
        pytest.param("undated", {"where": Where("late.md", 99)}, set(), id="line"),
    ],
)
def test_a_page_shows_something_else_where_a_session_is_another(
    name: str, fields: dict[str, object], expected: set[str]
) -> None:
    key = at(name)
    sessions = list(PAGES[key.docname].sessions)
    sessions[key.number] = sessions[key.number]._replace(**fields)  # type: ignore[arg-type]
    page = PAGES[key.docname]._replace(sessions=tuple(sessions))
    before, after = book(), book({**PAGES, key.docname: page})
    changed = {
        docname for docname in PAGES if shown_on(before, docname) != shown_on(after, docname)
    }
    assert changed == expected


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        pytest.param("Before this.", set(), id="a link more, with the same words"),
        pytest.param("Before all that.", {"tue"}, id="a link more, with other words"),
    ],
)
def test_a_page_shows_something_else_where_it_is_mentioned_otherwise(
    context: str, expected: set[str]
) -> None:
    first = link("firewall", "Before this.", holder=1)
    pages = {**PAGES, "mon": PAGES["mon"]._replace(xrefs=(first,))}
    more = {
        **PAGES,
        "mon": PAGES["mon"]._replace(xrefs=(first, link("firewall", context, holder=1))),
    }
    # The page of the link changes with it, of course.
    names = PAGES.keys() - {"mon"}
    assert {
        name for name in names if shown_on(book(pages), name) != shown_on(book(more), name)
    } == (expected)


def test_a_page_shows_something_else_where_a_label_is_another() -> None:
    text = YAML["topics"].replace("label: OVN,", "label: Open Virtual Network,")
    topics = load("topics", "topics.yml", text)[0]
    after = Catalog(
        PAGES, order=ORDER, dates=DATES, vocabularies={**VOCABULARIES, "topics": topics}
    )
    changed = {
        docname for docname in PAGES if shown_on(book(), docname) != shown_on(after, docname)
    }
    assert changed == {"mon", "tue", "browse/topics", "browse/others"}


def test_a_page_shows_something_else_where_another_becomes_the_home_of_its_index() -> None:
    after = book({**PAGES, "mon": PAGES["mon"]._replace(views=(view("track-index"),))})
    assert after.index_of["track", "keynote"] == ("mon", view("track-index"))
    assert shown_on(after, "browse/others") != shown_on(book(), "browse/others")


# -- any book whatever --------------------------------------------------------------------------

IDS = ["a", "b", "c", "d"]
DOCNAMES = ["days/mon", "days/tue", "days/wed", "browse/all", "browse/more", "index"]
TOPICS = ["SDN", "sdn", "Ovs", "Docker", "DOCKER", "雲"]
SPEAKERS = ["Kyle Mestery", "mestery", "Bob", "ＢＯＢ", "元木 顕弘"]
TRACKS = ["", "Keynote", "design", "Hallway"]
DIRECTIVES = [
    "topic-index",
    "speaker-index",
    "track-index",
    "topic-list",
    "session-table",
    "session-list",
]
OPTIONS: list[dict[str, str]] = [
    {},
    {"day": "2015-05-19"},
    {"topic": "sdn"},
    {"topic": "docker"},
    {"speaker": "bob"},
    {"track": "hallway"},
]


@st.composite
def any_page(draw: st.DrawFn) -> Page:
    sessions: list[Session] = []
    for name in draw(st.lists(st.sampled_from(IDS), max_size=3)):
        outer = sessions[-1].parent or sessions[-1].id if sessions else ""
        speakers = draw(st.lists(st.sampled_from(SPEAKERS), unique_by=fold, max_size=2))
        sessions.append(
            session(
                name,
                draw(st.sampled_from(["One", "Two", "三"])),
                parent=outer if draw(st.booleans()) else "",
                track=draw(st.sampled_from(TRACKS)),
                topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique_by=fold, max_size=2))),
                speakers=tuple(map(Speaker, speakers)),
            )
        )
    roles = st.sampled_from(["session", "any", "topic"])
    holders = st.integers(-1, len(sessions) - 1)
    xrefs = [
        link(target, Text("", "session", target), role=role, holder=holder)
        for target, role, holder in draw(
            st.lists(st.tuples(st.sampled_from(IDS), roles, holders), max_size=3)
        )
    ]
    views = draw(st.lists(st.sampled_from(DIRECTIVES), max_size=2))
    return Page(tuple(sessions), tuple(xrefs), tuple(map(view, views)))


BOOKS = st.dictionaries(st.sampled_from(DOCNAMES), any_page(), min_size=1)
ORDERS = st.lists(st.sampled_from(DOCNAMES), unique=True)
DAYS = st.dictionaries(st.sampled_from(DOCNAMES), st.sampled_from([MONDAY, TUESDAY]))


def make(pages: Mapping[str, Page], order: list[str], dates: Mapping[str, date]) -> Catalog:
    return Catalog(pages, order=order, dates=dates, vocabularies=VOCABULARIES)


def everything(made: Catalog) -> list[object]:
    return [
        list(made.pages.items()),
        made.session_keys,
        list(objects(made)),
        [entries(made, role) for role in ("topic", "speaker", "track")],
        [select(made, options) for options in OPTIONS],
        made.duplicates,
        [
            (made.facts(key), mentions(made, key), entries_of(made, key))
            for key in made.session_keys
        ],
        [(neighbours(made, key), related_sessions(made, key)) for key in made.session_keys],
        days_of(made, made.session_keys),
        session_tables(made),
        topic_table(made),
        list(made.index_of.items()),
        made.nearest_names("topic", "dokker"),
        [shown_on(made, docname) for docname in made.docnames],
    ]


@some
@given(BOOKS, ORDERS, DAYS, st.data())
def test_pages_read_in_any_chunks_and_merged_in_any_order_make_the_same_book(
    pages: dict[str, Page], order: list[str], dates: dict[str, date], data: st.DataObject
) -> None:
    chunks: dict[int, dict[str, Page]] = {}
    for docname in data.draw(st.permutations(sorted(pages))):
        chunks.setdefault(data.draw(st.integers(0, 3)), {})[docname] = pages[docname]
    merged: dict[str, Page] = {}
    for chunk in chunks.values():
        merged |= chunk
    days = {docname: dates[docname] for docname in data.draw(st.permutations(sorted(dates)))}
    assert everything(make(merged, order, days)) == everything(make(pages, order, dates))


@some
@given(BOOKS, ORDERS, DAYS)
def test_all_that_is_named_is_found_listed_and_counted(
    pages: dict[str, Page], order: list[str], dates: dict[str, date]
) -> None:
    made = make(pages, order, dates)
    records = [record for page in pages.values() for record in page.sessions]
    assert len(made.session_keys) == len(set(made.session_keys)) == len(records)

    names = [(role, name) for role, name, _ in objects(made)]
    assert len(set(names)) == len(names)
    for role, name, ref in objects(made):
        found = made.find(role, name)
        assert found is not None
        assert (found.docname, found.anchor) == (ref.docname, ref.anchor)
        assert ref.docname in pages
        assert ref.anchor

    for role in ("topic", "speaker"):
        for item in entries(made, role):
            chosen = select(made, {role: item.ref.text})
            assert item.sessions == tuple(made.listed_facts(key, role) for key in chosen)
    for record in records:
        speakers = [speaker.name for speaker in record.speakers]
        for role, texts in (("topic", record.topics), ("speaker", speakers)):
            listed = {fold(item.ref.text) for item in entries(made, role)}
            for text in texts:
                named = made.find(role, text)
                assert named is not None
                assert fold(named.text) in listed

    rows = [row for table in session_tables(made) for row in table.rows]
    shown = [ref for _, cells in rows for cell in cells for ref in cell]
    assert len(shown) == len([record for record in records if not record.parent])
    counted = sum(len(cell) for _, cells in topic_table(made).rows for cell in cells)
    # Of a session and its talks, once.
    assert counted == sum(len(sessions_on(made, key)) for key in made.ids("topic"))
    assert counted <= sum(len(record.topics) for record in records)


@some
@given(BOOKS, ORDERS, DAYS)
def test_every_link_between_sessions_is_a_mention_and_nothing_else_is(
    pages: dict[str, Page], order: list[str], dates: dict[str, date]
) -> None:
    made = make(pages, order, dates)
    expected = {
        (target, SessionKey(docname, one.holder))
        for docname, page in pages.items()
        for one in page.xrefs
        if one.holder >= 0 and one.role != "topic"
        for target in [made.find_session(one.target)]
        if target is not None and target != SessionKey(docname, one.holder)
    }
    assert sum(len(mentions(made, key)) for key in made.session_keys) == len(expected)
    for target in made.session_keys:
        holders = [made.ref(key) for key in made.session_keys if (target, key) in expected]
        assert [mention.ref for mention in mentions(made, target)] == holders


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", [("岩本; A talk", "い"), ("帯域保証; A talk", "た"), ("性能; A talk", None)]),
        ("en", [("Iwamoto; A talk", None), ("Bandwidth; A talk", None), ("Speed; A talk", None)]),
    ],
)
def test_the_general_index_has_japanese_names_under_their_reading(
    language: str, expected: list[tuple[str, str | None]]
) -> None:
    vocabularies = {
        "people": load("people", "p", "i: {name: {en: Iwamoto, ja: 岩本}, reading: いわもと}\n")[0],
        "topics": load(
            "topics",
            "t",
            "b: {label: {en: Bandwidth, ja: 帯域保証}, reading: タイイキ}\n"
            "p: {label: {en: Speed, ja: 性能}}\n",
        )[0],
    }
    one = session("talk")._replace(
        title="A talk", topics=("b", "p"), speakers=(Speaker("Iwamoto"),)
    )
    made = Catalog({"day": Page((one,))}, vocabularies=vocabularies, language=language)
    found = {(text, letter) for _, text, _, _, letter in entries_of(made, SessionKey("day", 0))}
    assert found == {("A talk", None), *expected}
    assert entries(made, "topic")[0].ref.text == {"ja": "帯域保証", "en": "Bandwidth"}[language]


def test_the_general_index_has_a_letter_without_accents_under_its_base() -> None:
    people = (Speaker("Łukasz"), Speaker("Élan"), Speaker("Lena"))
    made = Catalog({"day": Page((session("talk")._replace(title="Øl", speakers=people),))})
    found = [(text, letter) for _, text, _, _, letter in entries_of(made, SessionKey("day", 0))]
    assert found == [("Øl", "O"), ("Łukasz; Øl", "L"), ("Élan; Øl", None), ("Lena; Øl", None)]


@pytest.mark.parametrize(
    ("language", "names"),
    [("zh_CN", ["李雷", "王小明", "张三"]), ("en", ["张三", "李雷", "王小明"])],
)
def test_an_index_is_sorted_as_the_language_of_the_book_sorts(
    language: str, names: list[str]
) -> None:
    one = session("talk")._replace(speakers=tuple(map(Speaker, sorted(names)[::-1])))
    made = Catalog({"day": Page((one,))}, language=language)
    assert [entry.ref.text for entry in entries(made, "speaker")] == names


def test_how_far_a_translation_is() -> None:
    pages = {"a": Page(progress=(1, 4)), "b": Page(progress=(2, 2))}
    titles = {"b": "B", "c": "C", "a": "A"}
    made = Catalog(pages, order=["a", "b"], titles=titles)
    assert translations(made) == (
        (Ref("A", "a"), 1, 4),
        (Ref("B", "b"), 2, 2),
        (Ref("C", "c"), 0, 0),
    )
    assert translations(Catalog({}, titles=titles)) == ()
