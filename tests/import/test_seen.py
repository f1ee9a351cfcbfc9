"""What is on a page is seen, however the page is called, fenced, linked or written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from schedules import Book, event, schedule
from session_notes.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\ndate: 2030-05-02\n---\n# Day\n\n"
OVN = event(2, "OVN at length", "14:40")
#: A session by hand that says all that the schedule says.
OPTIONS = {
    "id": "mine",
    "track": "Networks",
    "kind": "talk",
    "time": "14:40-15:25",
    "room": "Hall 1",
    "speakers": "Ada Lovelace",
    "abstract": "https://conf.example/talk/2/",
}
LINES = "".join(f":{name}: {value}\n" for name, value in OPTIONS.items())
BODY = f" OVN at length\n{LINES}\n- Heard\n"
RST = ".. session:: OVN\n   at length\n" + "".join(
    f"   :{name}: {value}\n" for name, value in OPTIONS.items()
)

#: Where the session is: the files of the book.
PLACES: dict[str, dict[str, str]] = {
    "backticks": {"days/2030-05-02.md": f"{HEAD}````{{session}}{BODY}````\n"},
    "tildes": {"days/2030-05-02.md": f"{HEAD}~~~~{{session}}{BODY}~~~~\n"},
    "many colons": {"days/2030-05-02.md": f"{HEAD}::::::{{session}}{BODY}::::::\n"},
    "another name": {"notes/the second.md": f"{HEAD}::::{{session}}{BODY}::::\n"},
    "quoted date": {
        "a.md": f"{HEAD}::::{{session}}{BODY}::::\n".replace("2030-05-02", '"2030-05-02"')
    },
    "second page of the day": {
        "days/2030-05-02.md": f"{HEAD}::::{{session}} Other\n::::\n",
        "days/2030-05-02-later.md": f"{HEAD}::::{{session}}{BODY}::::\n",
    },
    "included": {
        "days/2030-05-02.md": f"{HEAD}```{{include}} ../parts/one.txt\n```\n",
        "parts/one.txt": f"::::{{session}}{BODY}::::\n",
    },
    "rst": {"days/2030-05-02.rst": f":date: 2030-05-02\n\nDay\n===\n\n{RST}"},
    "rst with another name": {"second.rst": f"Day\n===\n\n:date: 2030-05-02\n\n{RST}"},
    "rst included": {
        "second.rst": ":date: 2030-05-02\n\nDay\n===\n\n.. include:: /parts/one.inc\n",
        "parts/one.inc": RST,
    },
    "rst in Markdown": {"days/2030-05-02.md": f"{HEAD}```{{eval-rst}}\n{RST}```\n"},
    "rst by a suffix of the book": {
        "conf.py": "source_suffix = {'.txt': 'restructuredtext', '.md': 'markdown'}\n",
        "days/2030-05-02.txt": f":date: 2030-05-02\n\nDay\n===\n\n{RST}",
    },
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


@pytest.mark.parametrize("place", PLACES)
def test_a_session_is_seen_wherever_it_is(
    book: Book, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.project.write(PLACES[place])
    before = book.files()
    assert book.run(schedule(OVN)) == 0
    assert capsys.readouterr().out == "1 session in the schedule, 0 added\n"
    after = book.files()
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"_data/imported.json"}


def test_a_page_over_a_symbolic_link_is_seen(book: Book, tmp_path: Path) -> None:
    (book.root / "store").mkdir()
    (book.root / "store/second.md").write_text(f"{HEAD}::::{{session}}{BODY}::::\n")
    (book.root / "days/second").symlink_to(book.root / "store")
    (book.root / "conf.py").write_text("exclude_patterns = ['store']\n")
    assert book.run(schedule(OVN)) == 0
    assert not (book.root / "days/2030-05-02.md").exists()


def test_new_sessions_go_to_the_page_with_the_date(book: Book) -> None:
    book.project.write({"days/second.md": f"{HEAD}::::{{session}}{BODY}::::\n"})
    assert book.run(schedule(OVN, event(4, "Later", "18:00"))) == 0
    assert "{session} Later\n" in book.page("second")
    assert not (book.root / "days/2030-05-02.md").exists()


def test_a_page_with_a_date_but_without_sessions_is_no_day(book: Book) -> None:
    book.project.write({"news/hello.md": HEAD})
    assert book.run(schedule(OVN)) == 0
    assert (book.root / "news/hello.md").read_text() == HEAD
    assert "{session} OVN" in book.page()


def test_of_pages_of_a_session_none_gets_another(book: Book) -> None:
    one, two = (f"{HEAD}::::{{session}} {title}\n::::\n" for title in ("One", "Two"))
    book.project.write({"days/one.md": one, "days/two.md": two})
    assert book.run(schedule(OVN)) == 0
    assert (book.page("one"), book.page("two")) == (one, two)
    assert "{session} OVN" in book.page()


@pytest.mark.parametrize("name", ["days/2030-05-02.rst", "second.rst"])
def test_nothing_is_written_beside_a_day_in_restructuredtext(
    book: Book, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.project.write({name: f":date: 2030-05-02\n\nDay\n===\n\n{RST}"})
    before = book.files()
    assert book.run(schedule(OVN, event(4, "Later", "18:00"))) == 1
    out = capsys.readouterr().out
    assert f"{name}: 'Later' (18:00-18:45) not added: the page is in reStructuredText" in out
    assert out.endswith("2 sessions in the schedule, 0 added\n")
    assert {file: book.files()[file] for file in before} == before
    assert not (book.root / "days/2030-05-02.md").exists()
    here = ["--book", str(book.root)]
    assert main(["new", "day", "2030-05-02", *here]) == 2
    assert main(["new", "session", "Later", "--day", "2030-05-02", *here]) == 2
    assert "reStructuredText" in capsys.readouterr().err
    assert not (book.root / "days/2030-05-02.md").exists()


def test_twins_of_a_day_are_told_apart_by_their_time(book: Book) -> None:
    twins = event(5, "Lunch", "12:00", slug=""), event(6, "Lunch", "13:00", slug="")
    assert book.run(schedule(*twins)) == 0
    (book.root / "_data/imported.json").unlink()
    before = book.page()
    assert book.run(schedule(*reversed(twins))) == 0
    assert book.page() == before


def test_a_session_with_another_title_is_known_by_its_page_on_the_web(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    book.run(schedule(OVN))
    (book.root / "_data/imported.json").unlink()
    book.edit("{session} OVN at length", "{session} Something else")
    assert book.run(schedule(OVN)) == 1
    assert "the title is 'OVN at length' in the schedule" in capsys.readouterr().out
    assert book.page().count("{session}") == 1


def test_the_folder_of_the_vocabularies_is_that_of_the_book(book: Book) -> None:
    book.project.write({"conf.py": "session_data_dir = 'facts'\n", "facts/tracks.yml": "a: A\n"})
    assert book.run(schedule(OVN)) == 0
    assert (book.root / "facts/tracks.yml").read_text() == 'a: A\nnetworks: "Networks"\n'
    assert (book.root / "facts/imported.json").is_file()
    assert not (book.root / "_data").exists()


def test_nothing_is_written_if_the_records_cannot_be(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    book.project.write({"conf.py": "session_data_dir = '../elsewhere'\n"})
    before = book.files()
    assert book.run(schedule(OVN)) == 2
    assert "outside" in capsys.readouterr().err
    assert book.files() == before


# -- what is no page ----------------------------------------------------------------------------


def test_what_editors_leave_is_passed_over(book: Book) -> None:
    days = book.root / "days"
    (days / ".#2030-05-02.md").symlink_to("me@host.1234:567")
    for name in ("#2030-05-02.md#", "2030-05-02.md~", ".2030-05-02.md.swp"):
        (days / name).write_text("::::{session} OVN at length\n::::\n")
    (days / "gone.md").symlink_to("nowhere.md")
    (days / "folder.md").mkdir()
    os.mkfifo(days / "pipe.md")
    assert book.run(schedule(OVN)) == 0
    assert book.page().count("{session}") == 1
    here = ["--book", str(book.root)]
    assert main(["new", "day", "2030-05-03", *here]) == 0
    assert main(["new", "session", "One", "--day", "2030-05-03", *here]) == 0


@pytest.mark.parametrize("kind", ["fifo", "folder", "dangling", "device"])
@pytest.mark.parametrize("name", ["days/2030-05-02.md", "_data/tracks.yml", "_data/imported.json"])
def test_what_is_no_file_is_refused(
    book: Book, name: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book.root / name
    path.parent.mkdir(exist_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else "nowhere")
    assert book.run(schedule(OVN)) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert name in said
    assert "OVN" not in "".join(
        one.read_text() for one in book.root.rglob("*") if one.is_file() and one != path
    )


@pytest.mark.parametrize("name", ["/dev/zero", "fifo", "folder", "dangling", "nul\0", "x" * 300])
def test_a_schedule_that_is_no_file_is_refused(
    book: Book, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    assert main(["import", str(tmp_path / name), "--book", str(book.root)]) == 2
    assert capsys.readouterr().err.count("cannot be read: ") == 1
