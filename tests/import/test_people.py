"""Nothing in the name of a person is an affiliation; links may have any letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from schedules import Book, event, schedule
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from pathlib import Path

    from session_notes.model.problems import Problem


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def talk(*names: str) -> dict[str, object]:
    return event(1, "One", "09:00", persons=[{"public_name": name} for name in names])


def problems(book: Book) -> list[Problem]:
    return [one for one in check_project(book.root).problems if one.code.value != "stub"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Tobi Plat (they/them)", "Tobi Plat"),
        ("Tobi Plat [she/her]", "Tobi Plat"),
        ("Tobi Plat, he/him", "Tobi Plat"),
        ("Tobi Plat - they/them", "Tobi Plat"),
        ("Tobi Plat | sie/ihr", "Tobi Plat"),
        ("Tobi (she/they) Plat", "Tobi Plat"),
        ("高橋（彼女）", "高橋"),
    ],
)
def test_a_pronoun_is_left_out_and_told(
    book: Book, name: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(schedule(talk(name))) == 1
    assert f":speakers: {shown}\n" in book.page()
    assert "entry 1: 'One': left out: " in capsys.readouterr().out
    assert not (book.root / "_data/people.yml").exists()
    assert problems(book) == []


@pytest.mark.parametrize(
    ("name", "shown", "other"),
    [
        ("SZ Li (林上智)", "SZ Li", "林上智"),
        ("林上智（SZ Li）", "林上智", "SZ Li"),
        ("Иван Петров (Ivan Petrov)", "Иван Петров", "Ivan Petrov"),
        ("Max Power (mpower42)", "Max Power", "mpower42"),
        ("Max Power (@mp)", "Max Power", "@mp"),
        ('Max Power ("Speedy")', "Max Power", "Speedy"),
        ("Max Power (aka Speedy Max)", "Max Power", "Speedy Max"),
        ("Maximilian Power (Max)", "Maximilian Power", "Max"),
    ],
)
def test_another_name_becomes_a_further_name_of_the_person(
    book: Book, name: str, shown: str, other: str
) -> None:
    assert book.run(schedule(talk(name))) == 0
    assert f":speakers: {shown}\n" in book.page()
    found = check_project(book.root)
    people = (book.root / "_data/people.yml").read_text("utf-8")
    assert people.endswith(f': {{name: "{shown}", aliases: ["{other}"]}}\n')
    assert [one for one in found.problems if one.code.value != "stub"] == []
    before = book.files()
    assert book.run(schedule(talk(name))) == 0
    assert book.files() == before


@pytest.mark.parametrize("inside", ["Navy", "ACME GmbH", "ＮＥＣ", "University of Oslo"])
def test_what_may_be_a_company_is_told_with_both_readings(
    book: Book, inside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert book.run(schedule(talk(f"Grace Hopper ({inside})"))) == 1
    assert ":speakers: Grace Hopper\n" in book.page()
    told = capsys.readouterr().out
    assert f'grace-hopper: {{name: "Grace Hopper", aliases: ["{inside}"]}}' in told
    assert f"write 'Grace Hopper ({inside})'" in told
    assert not (book.root / "_data/people.yml").exists()
    # It is told once, and what is then written on the page stays.
    book.edit(":speakers: Grace Hopper", f":speakers: Grace Hopper ({inside})")
    assert book.run(schedule(talk(f"Grace Hopper ({inside})"))) == 0


def test_the_file_of_people_is_kept(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    people = "# Ours\nsz-li:\n  name: SZ Li\n  affiliation: A\nann: Ann"
    book.project.write({"_data/people.yml": people})
    assert book.run(schedule(talk("SZ Li (林上智)", "Max Power (mp42)"))) == 1
    assert "_data/people.yml: add '林上智' to the aliases of 'sz-li'" in capsys.readouterr().out
    text = (book.root / "_data/people.yml").read_text("utf-8")
    assert text == f'{people}\nmax-power: {{name: "Max Power", aliases: ["mp42"]}}\n'


@pytest.mark.parametrize("people", ["{ann: Ann}", "a: b: c\n", "[]", "mp42: Somebody else\n"])
def test_a_line_that_cannot_be_added_surely_is_told(
    book: Book, people: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.project.write({"_data/people.yml": people})
    assert book.run(schedule(talk("Max Power (mp42)"))) == 1
    assert (
        '_data/people.yml: add the line max-power: {name: "Max Power", aliases: ["mp42"]}'
        in capsys.readouterr().out
    )
    assert (book.root / "_data/people.yml").read_text("utf-8") == people


@pytest.mark.parametrize("company", ["ACME", "ACME (UK) Ltd", "A; B"])
def test_a_field_for_the_affiliation_is_one(book: Book, company: str) -> None:
    one = event(1, "One", "09:00", persons=[{"name": "Ada Lovelace", "affiliation": company}])
    assert book.run(schedule(one)) == 0
    assert ":speakers: Ada Lovelace (A" in book.page()
    assert problems(book) == []


# -- links --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("https://a.example/[1]/{2}", "https://a.example/%5B1%5D/%7B2%7D"),
        ("https://a.example/(1)", "https://a.example/%281%29"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%e3%81%82?q=%20", "https://a.example/%e3%81%82?q=%20"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        (
            "https://例え.テスト/日本?語=本#節",
            "https://xn--r8jz45g.xn--zckzah/%E6%97%A5%E6%9C%AC?%E8%AA%9E=%E6%9C%AC#%E7%AF%80",
        ),
        ("/media/a b.pdf", "https://conf.example/media/a%20b.pdf"),
        ("more", "https://conf.example/more"),
        ("www.a.example/x", "https://www.a.example/x"),
        ('https://a.example/`<x>`\\|"', "https://a.example/%60%3Cx%3E%60%5C%7C%22"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
    ],
)
def test_a_link_of_any_letters_is_a_link(book: Book, url: str, written: str) -> None:
    one = event(1, "One", "09:00", links=[{"url": url, "title": "[1] A `paper` [x](y) <z>"}])
    assert book.run(schedule(one)) == 0
    assert f"]({written})\n" in book.page()
    assert problems(book) == []
    built = book.project.build("html")
    assert built.warnings == []
    html = built.text("days/2030-05-02.html")
    assert f'href="{written.replace("&", "&amp;")}"' in html
    assert "[1] A `paper` [x] (y) &lt;z&gt;</a>" in html


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@b.example",
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://",
        "http://[::1",
        "tel:1",
    ],
)
def test_a_link_that_is_left_out_is_told(
    book: Book, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = event(1, "One", "09:00", links=[{"url": url, "title": "A"}])
    assert book.run(schedule(one)) == 1
    assert f"entry 1: 'One': left out: the link '{url}': " in capsys.readouterr().out
    assert "references" not in book.page()


def test_a_kind_that_the_book_does_not_have_is_told(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [event(at, f"Odd {at}", "09:00", type="Plenum") for at in (1, 2, 3)]
    assert book.run(schedule(*odd)) == 1
    told = capsys.readouterr().out
    assert "days/2030-05-02.md: 'odd-1' and 2 more: the kind 'Plenum' left out" in told
    book.project.write({"conf.py": "session_kinds = {'plenum': 'Plenum'}\n"})
    assert book.run(schedule(event(4, "Four", "10:00", type="Plenum"), *odd)) == 0
    assert ":id: four\n:track: Networks\n:kind: plenum\n" in book.page()
