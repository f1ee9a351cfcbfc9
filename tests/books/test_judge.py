"""What another book may say, and what becomes of the rest."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_books.config import Source, sources
from session_books.judge import DataError, pack, read_book, unpack
from shelf import a_book, a_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from session_books.judge import Book

SOURCE = Source("ash", "https://ash.example/", "ash.json")


def read(data: object) -> Book:
    return read_book(SOURCE, data if isinstance(data, bytes) else json.dumps(data).encode())


def test_what_is_right_is_kept() -> None:
    one = a_session("one", "ovn", who=("Ada Lovelace",), event="conf", kind="talk", language="ja")
    event = {"name": "Conf", "start": "2015-05-18", "city": "Paris", "url": "https://conf.example/"}
    book = read(a_book(one, events={"conf": event}))
    (session,) = book.sessions
    assert (session.day, session.time, session.url) == ("2015-05-18", "14:40", "days/one.html#one")
    assert (session.event, session.kind, session.language) == ("conf", "talk", "ja")
    assert session.speakers == (("ada-lovelace", "Ada Lovelace"),)
    assert unpack(SOURCE, *pack(book)) == book
    elsewhere = SOURCE._replace(address="https://elsewhere.example/")
    assert unpack(elsewhere, *pack(book)) == book._replace(address="https://elsewhere.example/")
    assert [(e.name, e.place, e.url) for e in book.events] == [
        ("Conf", "Paris", "https://conf.example/")
    ]


def test_version_1_is_read() -> None:
    one = {
        **a_session("one"),
        "speakers": [{"id": "ada", "name": "Ada", "affiliation": None, "role": None}],
        "topics": [{"id": "ovn", "label": "OVN"}],
        "kind": {"id": "talk", "label": "Talk"},
        "track": None,
    }
    old = {"version": 1, "title": "Old", "language": "en", "address": None, "sessions": [one]}
    book = read({**old, "event": {"id": "conf", "name": "Conf", "start": "2015-05-18"}})
    assert (book.title, book.events[0].name) == ("Old", "Conf")
    assert (book.sessions[0].speakers, book.sessions[0].topics) == ((("ada", "Ada"),), ("ovn",))
    assert [topic.names for topic in book.topics] == [("OVN",)]
    assert read({**old, "event": None}).events == ()
    with pytest.raises(DataError, match=r"sessions\[0\].topics: 5 is not an object"):
        read({**old, "event": None, "sessions": [{**one, "topics": [5]}]})


def changed(**more: Any) -> dict[str, Any]:
    return a_book({**a_session("one", "ovn", who=("Ada",)), **more})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b'{"version": 2, "sessions": [', "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[]", "the data: []"),
        ({"version": 3}, "version: 3"),
        ({"version": True}, "version: True"),
        ({"version": 2}, "book: None"),
        ({**a_book(), "book": {"title": "x", "language": 'en" onclick="x'}}, "book.language"),
        ({**a_book(), "sessions": {}}, "sessions: {} is not a list"),
        (changed(day=20150518), "sessions[0].day: 20150518"),
        (changed(day="20150518"), "is not a day"),
        (changed(day="2015-02-30"), "is not a day"),
        (changed(id="a b"), "sessions[0].id"),
        (changed(id="x" * 501), "sessions[0].id"),
        (changed(title=None), "sessions[0].title"),
        (changed(title="\u202e\x00"), "sessions[0].title"),
        (changed(start=5), "sessions[0].start"),
        (changed(topics="ovn"), "sessions[0].topics"),
        (changed() | {"topics": {}}, "not among the topics"),
        (changed(event="other"), "not among the events"),
        (changed(language=["en"]), "is not a language"),
        (a_book(people={"ada": {"name": "Ada", "aliases": [5]}}), "people.ada.aliases: 5"),
        (a_book(people={"ada": {"name": "Ada", "links": "x"}}), "people.ada"),
        (a_book(topics={"A b": {"label": "x"}}), "topics: 'A b' is not an id"),
        (a_book(topics={"ovn": "OVN"}), "topics.ovn: 'OVN'"),
        (a_book(events={"conf": {"name": 5}}), "events.conf.name: 5"),
    ],
)
def test_what_is_of_no_form_is_told_with_its_place(data: object, message: str) -> None:
    with pytest.raises(DataError) as error:
        read(data)
    assert message in str(error.value)
    assert str(error.value).isascii()
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "../x.html",
        "a/../../x.html",
        "%2e%2e/x.html",
        "a/%2E%2e/%2e./x.html",
        "%252e%252e/x.html",
        "..%2fx.html",
        "..%5cx.html",
        "a/..",
        "a/..#x",
        "a/..?x",
        "..\\x.html",
        "/x.html",
        ".//evil.example/x",
        "a//x.html",
        "//evil.example/",
        "\\\\evil.example/",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "https://evil.example/",
        "x.html\x00",
        "x y.html",
        'x.html" onclick="x',
        "x.html#\u202etxt",
        "x.html#\ud800",
        5,
        None,
        "x" * 3000,
    ],
)
def test_no_address_leaves_that_of_the_book(url: object) -> None:
    with pytest.raises(DataError, match=r"sessions\[0\].url"):
        read(changed(url=url))


@pytest.mark.parametrize(
    "url",
    ["x.html", "days/one.html#one", "./#one", "days/one/", "日本.html#題", "a..b/x.html?v=1.5#a:b"],
)
def test_addresses_within_the_book_are_kept(url: str) -> None:
    assert read(changed(url=url)).sessions[0].url == url


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("A\nB\tC", "A B C"),
        ("Good\u202eevil\u202c", "Good evil"),
        ("\ud83d and \udc00", "and"),
        ("A\x00B", "A B"),
        ("<b>&", "<b>&"),
        ("x" * 5000, "x" * 499 + "…"),
        ("ن\u200cن", "ن\u200cن"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_texts_lose_what_no_reader_sees(given: str, kept: str) -> None:
    assert read(changed(title=given)).sessions[0].title == kept


def test_links_of_people_are_of_the_web() -> None:
    links = ["javascript:alert(1)", "https://www.x.example/ada/", "http://[", "https://x.example/"]
    book = read(a_book(people={"ada": {"name": "Ada", "links": links}}))
    # An address without a path is nobody's own.
    assert book.people[0].links == ("x.example/ada",)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.data(), ANY)
def test_whatever_stands_anywhere_ends_no_build(data: Any, value: object) -> None:
    book = changed(event="conf") | {"events": {"conf": {"name": "Conf", "start": "2015-05-18"}}}
    places: list[Callable[[], None]] = []

    def collect(node: Any) -> None:
        keys = (
            node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        )
        for key in keys:
            places.append(lambda node=node, key=key: node.__setitem__(key, value))  # type: ignore[misc]
            collect(node[key])

    collect(book)
    data.draw(st.sampled_from(places))()
    with suppress(DataError):
        assert read(json.dumps(book).encode()).name == "ash"


@pytest.mark.parametrize(
    ("books", "message"),
    [
        ({5: ("https://x.example/", None)}, "is no name"),
        ({"A b": ("https://x.example/", None)}, "write 'a-b'"),
        ({"x": "https://x.example/"}, "is not an address and a path"),
        ({"x": ("https://x.example/",)}, "is not an address and a path"),
        ({"x": (5, None)}, "is not an address"),
        ({"x": ("https://x.example/", 5)}, "is no path"),
        ({"x": ("https://me:secret@x.example/", None)}, ".netrc"),
        ({"x": ("javascript:alert(1)", "x.json")}, "not an address of the web"),
        ({"x": ("file:///etc/", None)}, "not an address of the web"),
        ({"x": ("//x.example/", None)}, "not an address of the web"),
        ({"x": ("https://x.example/\x00", None)}, "not an address of the web"),
        ({"x": ("https://x.example:99999/", None)}, "not an address"),
        ({"x": ("https://x.example/?a=1", None)}, "more than a path"),
        ({"x": ("https://x.example/", "https://me:pw@y.example/s.json")}, ".netrc"),
    ],
)
def test_what_conf_says_wrongly_is_told(books: dict[Any, Any], message: str) -> None:
    found, problems = sources(books)
    assert found == []
    assert len(problems) == 1
    assert message in problems[0][1]
    assert "secret" not in problems[0][1]


def test_a_slash_that_is_left_out_is_added_and_no_book_is_twice() -> None:
    books = {"b": ("https://x.example/b", None), "a": ("https://x.example/b/", "a.json")}
    found, problems = sources(books)
    assert found == [Source("a", "https://x.example/b/", "a.json")]
    assert problems == [("b", "'a' has the same address; leave out one of them")]
    assert sources({"b": books["b"]})[0][0].location == "https://x.example/b/sessions.json"
