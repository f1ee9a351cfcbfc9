"""Who and what is the same in several books."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from session_books.html import CHOICES, PAGE, Writer, homes, pages
from session_books.judge import Book, Named, Session
from session_books.merge import Group, key_of, merge, nearly, pack, same, unpack
from session_notes.locale.labels import Labels
from session_notes.model.vocabulary import Entry, Vocabulary
from session_notes.model.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from session_books.merge import Hub

NONE = Vocabulary()


def book(name: str, *people: Named, topics: Iterable[Named] = ()) -> Book:
    who = tuple((one.id, one.names[0]) for one in people)
    subjects = tuple(one.id for one in topics)
    one = Session("one", "One", "one.html#one", day="2015-05-18", speakers=who, topics=subjects)
    return Book(
        name, name.title(), "en", f"https://{name}.example/", (), tuple(topics), people, (one,)
    )


def joined(books: Iterable[Book], vocabulary: Vocabulary = NONE) -> Hub:
    """Return the hub, whichever way it comes to know who is the same."""
    books = tuple(books)
    found = same(books, NONE, vocabulary, "en")
    hub = merge(books, unpack(pack(found)))
    assert hub == merge(books, found)
    return hub


def named(book_name: str, ident: str, *names: str, links: tuple[str, ...] = ()) -> Named:
    return Named(book_name, ident, names or (ident,), links)


def entry(ident: str, label: str, *aliases: str) -> Entry:
    return Entry(ident, Words((("", label),)), aliases)


def people(*given: Named, vocabulary: Vocabulary = NONE) -> dict[str, list[str]]:
    """Return the books that each person of the hub spoke in."""
    books: dict[str, list[Named]] = {}
    for one in given:
        books.setdefault(one.book, []).append(one)
    hub = joined([book(name, *found) for name, found in books.items()], vocabulary)
    return {group.id: [row.book.name for row in group.rows] for group in hub.people.values()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ada-lovelace", "Ada Lovelace"), ("ada-lovelace", "A. L.")),
        (("x", "Łukasz Nowák"), ("y", "lukasz nowak")),
        (("x", "Søren Đurić"), ("y", "Soren Duric")),
        (("x", "Mac Donald"), ("y", "MacDonald")),
        (("x", "J. R. Smith"), ("y", "JR Smith")),
        (("x", "佐藤 花"), ("y", "佐藤花")),
        (("x", "Hana Sato", "佐藤 花"), ("y", "佐藤花", "はな")),
        (("x", "ｱﾀﾞ"), ("y", "アダ")),
    ],
)
def test_spellings_of_one_person_are_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    found = people(named("ash", *one), named("oak", *other))
    assert [*found.values()] == [["ash", "oak"]]


def test_who_is_like_two_entries_of_the_hub_is_the_same_whatever_the_ids() -> None:
    # With a link to each, somebody is whom the first link leads to, also if they come before both.
    links = ("a.example/1", "b.example/2")
    vocabulary = Vocabulary([entry("x", "Ada Lovelace"), entry("y", "Bob Smith")])
    for ident in ("aaa", "mmm", "zzz"):
        found = people(
            named("ash", "zed", "Ada Lovelace", links=links[:1]),
            named("oak", "bob", "Bob Smith", links=links[1:]),
            named("elm", ident, "Cee", links=links),
            vocabulary=vocabulary,
        )
        assert found == {"x": ["ash", "elm"], "y": ["oak"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "Ada Loveless"),
        ("Jon Smith", "Jan Smith"),
        ("J. Smith", "John Smith"),
        ("Taro Yamada", "Yamada Taro"),
        ("Speaker 1", "Speaker 2"),
        ("Ann Lee", "Anne Li"),
        ("…", "???"),
    ],
)
def test_names_that_differ_are_two(one: str, other: str) -> None:
    assert len(people(named("ash", "x", one), named("oak", "y", other))) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("C", "C++", False),
        ("C#", "C++", False),
        ("Node.js", "NodeJS", True),
        ("AT&T", "ATT", False),
        ("SDN", "sdn", True),
        ("Open vSwitch", "open-vswitch", True),
        ("IPv4", "IPv6", False),
        ("Go", "Go!", True),
    ],
)
def test_topics_keep_the_signs_that_tell_them_apart(one: str, other: str, same: bool) -> None:
    assert (key_of(one) == key_of(other)) is same


def test_a_link_is_a_sure_key() -> None:
    link = ("x.example/ada",)
    found = people(
        named("ash", "ada", "Ada King", links=link), named("oak", "al", "A. Byron", links=link)
    )
    assert [*found.values()] == [["ash", "oak"]]


def test_the_hub_joins_and_parts() -> None:
    tom, other = named("ash", "tom", "Tom Reed"), named("oak", "tom", "Tom Reed")
    assert people(tom, other) == {"tom": ["ash", "oak"]}
    parted = Vocabulary([entry("tom-of-ash", "Tom Reed (ash)", "ash:tom")])
    assert people(tom, other, vocabulary=parted) == {"tom-of-ash": ["ash"], "tom": ["oak"]}
    ada = named("ash", "ada", "Ada King"), named("oak", "al", "A. Byron")
    joined = Vocabulary([entry("ada", "Ada Lovelace", "Ada King", "oak:al")])
    assert people(*ada, vocabulary=joined) == {"ada": ["ash", "oak"]}
    # Two entries of the hub stay two, whatever the books say.
    both = named("ash", "one", "Ada", "Bea"), named("oak", "two", "Bea", "Ada")
    apart = Vocabulary([entry("a", "Ada"), entry("b", "Bea")])
    assert people(*both, vocabulary=apart) == {"a": ["ash"], "b": ["oak"]}


def test_the_order_of_books_changes_nothing() -> None:
    books = [
        book("ash", named("ash", "hana", "Hana Satō"), topics=[named("ash", "ovn", "OVN")]),
        book("oak", named("oak", "hs", "佐藤 花", "Hana Sato"), named("oak", "ann", "Ann")),
        book("elm", named("elm", "x1", "佐藤花"), topics=[named("elm", "o-v-n", "ovn")]),
        book("fir", named("fir", "hana", "Hana Sato"), named("fir", "an-n", "An N")),
    ]
    made = [joined(order) for order in permutations(books)]
    assert all(hub == made[0] for hub in made)
    labels = {group.label: len(group.rows) for group in made[0].people.values()}
    assert labels == {"Hana Satō": 2, "佐藤 花": 2, "An N": 2} or len(labels) == 2


def test_what_may_be_one_is_told_and_two_edits_are_not() -> None:
    names = ["J. Smith", "Jane Smith", "K. Jones", "Karl Jones", "Kurt Jones", "Taro Yamada"]
    names += ["Yamada Tarō", "Ada Lovelace", "Ada Loveless", "Smith"]
    things = [named("ash", f"p{number}", name) for number, name in enumerate(names)]
    hub = joined([book("ash", *things)])
    assert set(nearly(list(hub.people.values()))) == {
        ("J. Smith", "Jane Smith"),
        ("Taro Yamada", "Yamada Tarō"),
    }


# -- cuts ---------------------------------------------------------------------------------------


def many(count: int) -> Hub:
    """Return a hub of *count* sessions, all on one topic, of as many people."""
    name, topic = "ash", named("ash", "ovn", "OVN")
    who = [named(name, f"person-{n}", f"Person {n} {'x' * 60}") for n in range(count)]
    rows = tuple(
        Session(
            f"s{n}", "A title " * 10, f"a.html#s{n}", day=f"20{10 + n % 2}-0{1 + n % 3}-01",
            speakers=((who[n].id, who[n].names[0]),), topics=("ovn",),
        )
        for n in range(count)
    )  # fmt: skip
    made = Book(name, "Ash", "en", "https://ash.example/", (), (topic,), tuple(who), rows)
    return joined([made])


def test_no_page_is_large_and_every_link_leads_somewhere() -> None:
    hub = many(6_000)
    writer = Writer(hub, Labels(), lambda page: f"{page}.html", "../")
    made = {page.name: page.body for page in pages(writer)}
    assert max(len(body.encode()) for body in made.values()) < PAGE + CHOICES + 2_000
    # What readers filter by comes to little, or is left out.
    filters = [
        body.partition("session-choices")[2].partition("</script>")[0] for body in made.values()
    ]
    assert 1_000 < max(len(text.encode()) for text in filters) < CHOICES
    assert {"books/years_2010", "books/years_2010_01", "books/topic-ovn_2011_02_2"} <= made.keys()
    linked = {
        part.partition('"')[0] for body in made.values() for part in body.split('href="books/')[1:]
    }
    for target in linked - {"index.html"}:
        page, _, anchor = target.partition("#")
        body = made[f"books/{page.removesuffix('.html')}"]
        assert not anchor or f'id="{anchor}"' in body
    shown = sum(made[name].count('<li><a href="https') for name in made if "topic-ovn" in name)
    assert shown == 6_000


def test_a_list_with_too_much_to_choose_has_no_filter() -> None:
    few, lots = (
        [book(f"b{number}", named(f"b{number}", "ada"))._replace(title=f"{number}" * 100)
         for number in range(count)]
        for count in (3, 200)
    )  # fmt: skip
    for books, has in ((few, True), (lots, False)):
        writer = Writer(joined(books), Labels(), lambda page: f"{page}.html", "../")
        body = {page.name: page.body for page in pages(writer)}["books/years"]
        assert ("session-choices" in body) is has
        assert body.count("<li>") == len(books)


def test_the_page_of_a_name_stays_when_others_come() -> None:
    def group(name: str) -> Group:
        return Group(name, name.title(), (), [])

    few = homes([group(f"ada-{n}") for n in range(900)])
    assert set(few.values()) == {""}
    many_more = [group(f"{letter}-{n}") for n in range(900) for letter in "abcdefghijklm"]
    found = homes(many_more)
    assert found["a-1"] == "a"
    assert {
        name: place
        for name, place in homes([*many_more, group("ada")]).items()
        if place != found.get(name)
    } == {"ada": "a"}
    assert max(map(len, homes([group(f"a-{n}") for n in range(9_000)]).values())) == 3
