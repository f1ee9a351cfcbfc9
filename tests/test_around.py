"""What leads from one session or topic to others."""

from __future__ import annotations

from datetime import date

import pytest
from session_notes.catalog.catalog import Catalog, SessionKey
from session_notes.catalog.facts import Ref
from session_notes.catalog.related import (
    COMMON,
    MANY,
    PrevNext,
    RelatedSession,
    neighbours,
    related_sessions,
    related_topics,
)
from session_notes.catalog.views import topic_list
from session_notes.model.problems import Where
from session_notes.model.records import Page, Session, Xref

MONDAY, TUESDAY = date(2015, 5, 18), date(2015, 5, 19)


def session(name: str, topics: str = "", **fields: object) -> Session:
    # A record's fields are many, and each test needs a few of them.
    record = Session(name, name.title(), Where("page.md", 1), topics=(*topics.split(),))
    return record._replace(**fields)  # type: ignore[arg-type]


def link(target: str, holder: int) -> Xref:
    return Xref("session", target, holder)


def book(*sessions: Session, links: tuple[Xref, ...] = (), **more: Page) -> Catalog:
    return Catalog({"page": Page(sessions, links), **more}, order=("page", *more))


def related(made: Catalog, name: str) -> list[str]:
    key = made.find_session(name)
    assert key is not None
    return [one.ref.anchor for one in related_sessions(made, key)]


# -- neighbours ---------------------------------------------------------------------------------


def test_the_neighbours_of_a_session_in_its_day_and_its_track() -> None:
    pages = {
        "tue": Page((session("c", track="T"), session("d", track="U"))),
        "mon": Page((session("a", track="T"), session("talk", parent="a"), session("b"))),
        "late": Page((session("e", track="t"),)),
    }
    made = Catalog(pages, order=("mon", "tue", "late"), dates={"mon": MONDAY, "tue": TUESDAY})
    a, b, c = Ref("A", "mon", "a"), Ref("B", "mon", "b"), Ref("C", "tue", "c")
    d, e = Ref("D", "tue", "d"), Ref("E", "late", "e")
    assert [neighbours(made, key) for key in made.session_keys] == [
        (PrevNext(None, b), PrevNext(None, c)),
        (PrevNext(), PrevNext()),
        (PrevNext(a, None), PrevNext()),
        (PrevNext(None, d), PrevNext(a, e)),
        (PrevNext(c, None), PrevNext()),
        # Without a date, a page is a day of its own.
        (PrevNext(), PrevNext(c, None)),
    ]


def test_the_pages_of_one_day_are_one_row() -> None:
    pages = {"two": Page((session("b"),)), "one": Page((session("a"),))}
    made = Catalog(pages, order=("one", "two"), dates=dict.fromkeys(pages, MONDAY))
    assert neighbours(made, SessionKey("one", 0))[0].after == Ref("B", "two", "b")


def test_the_last_line_of_a_session_is_that_of_its_last_talk() -> None:
    made = book(
        session("a", height=9),
        session("talk", parent="a", height=19),
        session("included", parent="a", height=98, where=Where("other.md", 1)),
        session("b", height=39),
    )
    assert [made.last_line(SessionKey("page", number)) for number in (0, 1, 3)] == [20, 20, 40]


# -- related sessions ---------------------------------------------------------------------------


def test_sessions_are_related_by_what_few_have() -> None:
    made = book(
        session("a", "rare common"),
        session("b", "rare"),
        session("c", "common"),
        *(session(f"other-{number}", "common") for number in range(COMMON)),
    )
    assert related_sessions(made, SessionKey("page", 0)) == (
        RelatedSession(Ref("B", "page", "b"), None, ("rare",)),
    )
    assert related(made, "c") == []


@pytest.mark.parametrize(
    ("topics", "many", "near"),
    [
        pytest.param("x", 4, True, id="one topic, in four sessions"),
        pytest.param("x", 5, False, id="one topic, in five"),
        pytest.param("x y", 8, True, id="two topics, in eight sessions"),
        pytest.param("x y", 9, False, id="two topics, in nine"),
        pytest.param("x y z", 9, True, id="three topics, in nine"),
    ],
)
def test_how_near_is_near(topics: str, many: int, near: bool) -> None:
    made = book(*(session(f"s{number}", topics) for number in range(many)))
    assert bool(related(made, "s0")) == near


def test_the_nearest_come_first_and_not_too_many() -> None:
    made = book(
        session("a", "x y z"),
        session("one", "x"),
        session("three", "x y z"),
        session("two", "x y"),
        session("uno", "z"),
    )
    assert related(made, "a") == ["three", "two", "uno"]


def test_what_the_reader_knows_already_is_not_told_again() -> None:
    sessions = [session(name, "x") for name in ("a", "to", "from", "b")]
    links = (link("to", 0), link("a", 2), link("no-such", 0))
    assert related(book(*sessions), "a") == ["to", "from", "b"]
    assert related(book(*sessions, links=links), "a") == ["b"]


def test_a_session_and_its_talks_are_one() -> None:
    made = book(
        session("a"),
        session("a-talk", "x", parent="a"),
        session("a-twin", "x", parent="a"),
        session("b", "y"),
        session("b-talk", "x y", parent="b"),
        session("b-twin", "x", parent="b"),
        session("c", "x"),
        links=(link("c", 1),),
    )
    # Its talks' topics are its own, and so are their links; the talk that is nearest is named.
    assert related_sessions(made, SessionKey("page", 0)) == (
        RelatedSession(Ref("B-Talk", "page", "b-talk"), Ref("B", "page", "b"), ("x",)),
    )
    assert related_sessions(made, SessionKey("page", 1)) == ()
    assert related(made, "c") == ["b-talk"]


# -- related topics -----------------------------------------------------------------------------


def test_topics_are_related_that_share_sessions() -> None:
    made = book(
        session("a", "x often rare"),
        session("b", "x often rare"),
        session("c", "x often once"),
        *(session(f"o{number}", "often") for number in range(5)),
        session("p"),
    )
    assert related_topics(made, "x") == (
        (Ref("rare"), 2),
        (Ref("often"), 3),
    )
    assert related_topics(made, "once") == ()


def test_a_session_about_everything_brings_no_topics_together() -> None:
    everything = " ".join(f"t{number}" for number in range(MANY + 1))
    made = book(session("a", everything), session("b", everything), session("c"))
    assert related_topics(made, "t0") == ()
    less = everything.rpartition(" ")[0]
    assert (
        len(related_topics(book(session("a", less), session("b", less), session("c")), "t0")) == 5
    )


def test_topics_by_weight_count_a_session_once() -> None:
    made = book(
        session("a", "x"),
        session("a-talk", "x", parent="a"),
        session("b", "y z"),
        session("c", "y"),
    )
    assert topic_list(made) == ((Ref("y"), 2), (Ref("x"), 1), (Ref("z"), 1))
    assert topic_list(made, {"limit": "1"}) == ((Ref("y"), 2),)
