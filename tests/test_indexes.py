"""Indexes in parts: what each shows, and where links lead."""

from __future__ import annotations

import pytest
from session_notes.catalog.catalog import Catalog, descendants
from session_notes.catalog.circles import circles
from session_notes.catalog.index_entries import index
from session_notes.model.parsing import parse_letters
from session_notes.model.problems import Where
from session_notes.model.records import Page, Session, Speaker, View
from session_notes.model.vocabulary import load

TOPICS = load(
    "topics",
    "topics.yml",
    "network: Network\n"
    "sdn: {label: SDN, parent: network}\n"
    "ovn: {label: OVN, parent: sdn}\n"
    "storage: Storage\n",
)[0]
SESSION = Session(
    "a",
    "A",
    Where("page.md", 1),
    speakers=(Speaker("Ada Lovelace"), Speaker("山田"), Speaker("Zoë")),
    topics=("OVN", "Ceph"),
)


def view(line: int, name: str, **options: str) -> View:
    return View(name, Where("page.md", line), tuple(options.items()))


def book(**views: tuple[View, ...]) -> Catalog:
    pages = {name: Page(views=found) for name, found in views.items()}
    return Catalog({**pages, "day": Page((SESSION,))}, vocabularies={"topics": TOPICS})


@pytest.mark.parametrize(
    ("value", "letters"),
    [
        pytest.param("A-F", "abcdef", id="range"),
        pytest.param("a-c, X", "abcx", id="several"),
        pytest.param("0-9,Ａ", "0123456789a", id="digits, and a full-width letter"),
        pytest.param("A", "a", id="one"),
        pytest.param("F-A", "", id="backwards"),
        pytest.param("あ-ん", "", id="no Latin letter"),
        pytest.param("A-", "", id="half"),
        pytest.param("A,,B", "", id="a comma too many"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_letters(value: str, letters: str) -> None:
    assert parse_letters(value) == letters


def test_a_branch_ends_where_it_comes_back_to_itself() -> None:
    assert descendants({"a": ["b"], "b": ["a", "c"]}, "a") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("children", "found"),
    [
        pytest.param({"a": "bc", "b": "d", "c": "d"}, [], id="below two pages"),
        pytest.param({"a": "ab"}, ["aa"], id="itself"),
        pytest.param({"a": "b", "b": "c", "c": "ad"}, ["ca"], id="three pages"),
        pytest.param({"a": "bc", "b": "ca", "c": "b"}, ["cb", "ba"], id="two circles"),
        pytest.param({"a": "b", "x": "y", "y": "xa"}, ["yx"], id="beside the book"),
        pytest.param({"b": "a", "a": "b"}, ["ba"], id="from the first page"),
        pytest.param({"a": "bb", "b": "aa"}, ["ba", "ba"], id="named twice"),
    ],
)
def test_circles_of_toctrees(children: dict[str, str], found: list[str]) -> None:
    assert ["".join(pair) for pair in circles(children, "a")] == found


@pytest.mark.parametrize(
    ("options", "labels"),
    [
        pytest.param({}, ["Ceph", "Network", "OVN", "SDN", "Storage"], id="all"),
        pytest.param({"letters": "N-S"}, ["Network", "OVN", "SDN", "Storage"], id="letters"),
        pytest.param({"under": "network"}, ["Network", "OVN", "SDN"], id="branch"),
        pytest.param({"under": "SDN", "letters": "S"}, ["SDN"], id="both"),
        pytest.param({"under": "Ceph"}, ["Ceph"], id="branch of something undeclared"),
        pytest.param({"letters": "X"}, [], id="nothing"),
    ],
)
def test_a_part_of_an_index(options: dict[str, str], labels: list[str]) -> None:
    part = view(1, "topic-index", **options)
    shown = index(book(browse=(part,)), "browse", part)
    assert [item.ref.text for item in shown] == labels
    assert all(item.anchor for item in shown)


def test_links_lead_to_the_page_that_has_the_entry() -> None:
    first, second = view(1, "topic-index", letters="A-N"), view(1, "topic-index", letters="O-Z")
    made = book(one=(first,), two=(second,))
    places = {name: made.find("topic", name) for name in ("ceph", "network", "ovn", "storage")}
    assert {name: ref.docname for name, ref in places.items() if ref} == {
        "ceph": "one",
        "network": "one",
        "ovn": "two",
        "storage": "two",
    }
    (sdn,) = (item for item in index(made, "two", second) if item.ref.text == "SDN")
    assert sdn.parent is not None
    assert sdn.parent.docname == "one"
    assert made.unindexed("topic") == []


def test_what_several_show_is_at_home_in_the_first() -> None:
    whole, part = view(1, "topic-index"), view(5, "topic-index", letters="O")
    made = book(browse=(part, whole))
    anchors = {
        line: [item.anchor for item in index(made, "browse", one) if item.anchor]
        for line, one in ((1, whole), (5, part))
    }
    assert anchors[5] == ["topic-ovn"]
    assert anchors[1] == ["topic-ceph", "topic-network", "topic-sdn", "topic-storage"]


def test_what_no_index_shows_is_known_once_there_are_any() -> None:
    assert book().unindexed("topic") == []
    made = book(browse=(view(1, "speaker-index", letters="A-W"),))
    # The id of a name without Latin letters begins with an x.
    assert made.unindexed("speaker") == ["山田", "Zoë"]
    assert made.unindexed("topic") == []
    everybody = book(browse=(view(1, "speaker-index", letters="0-9, A-Z"),))
    assert everybody.unindexed("speaker") == []
