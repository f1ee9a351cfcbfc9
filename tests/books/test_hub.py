"""A hub, built: what its pages say, and that they are the same however it comes to them."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import feedparser  # type: ignore[import-untyped]
import pytest
from exact import differences
from shelf import BOOKS, CONF, a_book, a_session, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built
    from shelf import Shelf


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def clean(root: Path) -> Path:
    """Build the hub and its books from nothing, elsewhere."""
    twin = root.with_name("clean") / "seaside"
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(root, twin, ignore=shutil.ignore_patterns("site", "doctrees"))
    for name in (*BOOKS, "hub"):
        build(twin, name)
    return twin / "site" / "hub"


@pytest.mark.slow
def test_three_books_and_a_hub(seaside: Path) -> None:
    seen = build(seaside, "hub")
    assert seen.warnings == []
    topics = (seen.outdir / "books/topics.html").read_text("utf-8")
    # One topic in three books: by its id, its label and its name in Japanese.
    entry = topics.partition('id="topic-sensors"')[2].partition("<dt")[0]
    assert entry.count("<li>") == 3
    assert "Also: センサー</p>" in entry
    assert 'href="../../lighthouse/index.html#sensors-in-a-lighthouse" lang="ja"' in entry
    assert "C++" in topics
    people = (seen.outdir / "books/people.html").read_text("utf-8")
    hana = people.partition('id="speaker-hana-sato"')[2].partition("<dt")[0]
    assert hana.count("<li>") == 3
    assert (
        people.partition('id="speaker-tom-reed-of-the-tides"')[2].partition("<dt")[0].count("<li>")
        == 2
    )
    assert people.partition('id="speaker-tom-reed"')[2].partition("<dt")[0].count("<li>") == 1
    years = (seen.outdir / "books/years.html").read_text("utf-8")
    assert re.findall(r'<select name="(\w+)"', years) == ["year", "event", "book"]
    index = (seen.outdir / "index.html").read_text("utf-8")
    assert 'href="../harbour/index.html#sensors-in-salt-water"' in index
    assert differences(seen.outdir, clean(seaside)) == []

    edit(seaside / "harbour/index.md", "Sensors in Salt Water", "Sensors in the Sea")
    assert build(seaside, "harbour").warnings == []
    again = build(seaside, "hub")
    assert again.warnings == []
    assert again.written - {"genindex.html", "search.html"} == {
        "index.html", "books/topics.html", "books/people.html", "books/years.html"
    }  # fmt: skip
    assert "Sensors in the Sea" in (again.outdir / "index.html").read_text("utf-8")
    assert differences(again.outdir, clean(seaside)) == []
    assert build(seaside, "hub").written - {"genindex.html", "search.html"} == set()


def found(built: Built) -> list[list[Any]]:
    """Return what the search of a hub has of other books."""
    script = built.text("_static/session-search/elsewhere.js")
    rows: list[list[Any]] = json.loads(script.partition("('")[2].rpartition("')")[0])
    return rows


def test_the_search_of_a_hub_finds_the_sessions_of_all_books(shelf: Shelf) -> None:
    conf: dict[str, Any] = {"extensions": [*CONF["extensions"], "session_search"]}
    shelf.put("elm", a_book(a_session("three", day=None, url="./b.html#three")))
    built = shelf.build(**conf)
    assert built.warnings == []
    rows = {row[2]: row for row in found(built)}
    assert {title: (row[1], row[9]) for title, row in rows.items()} == {
        "One": ("https://ash.example/days/one.html#one", "A Book"),
        "Two": ("https://oak.example/days/one.html#two", "A Book"),
        "Three": ("https://elm.example/b.html#three", "A Book"),
    }
    # Whoever is called otherwise in another book is found by either name.
    script = built.text("_static/session-search/records.js")
    lists = json.loads(script.partition("('")[2].rpartition("')")[0])
    assert {*lists["people"][rows["One"][8][0]]} >= {"Ada Lovelace", "Áda Lovelace"}
    assert [lists["topics"][number][0] for number in rows["One"][7]] == ["Ovn", "Sdn"]

    # A book changes, and another goes.
    shelf.put("oak", a_book(a_session("two", "ovn", who=("Bob Smith",), title="Second")))
    del shelf.books["elm"]
    again = shelf.build(**conf)
    assert again.warnings == []
    assert [row[2] for row in found(again)] == ["One", "Second"]
    assert differences(again.outdir, shelf.clean(**conf).outdir) == []


def broken(shelf: Shelf) -> None:
    shelf.put("oak", b'{"version": 2')


def other_title(shelf: Shelf) -> None:
    shelf.put(
        "oak", a_book(a_session("two", "ovn", title="Two <b>bold</b> words", who=("Bob Smith",)))
    )


def more(shelf: Shelf) -> None:
    shelf.put("elm", a_book(a_session("three", "bgp", who=("Ada Lovelace",), day="2016-01-01")))


def taken_away(shelf: Shelf) -> None:
    del shelf.books["oak"]


def moved(shelf: Shelf) -> None:
    shelf.books["oak"] = ("https://elsewhere.example/", shelf.books["oak"][1])


def joined(shelf: Shelf) -> None:
    people = "ada:\n  name: Countess\n  aliases: [Ada Lovelace, 'oak:bob-smith']\n"
    shelf.project.write({"_data/people.yml": people})


def renamed(shelf: Shelf) -> None:
    shelf.project.write({"index.md": "# All\n\n```{session-list}\n:books:\n:topic: sdn\n```\n"})


def own(shelf: Shelf) -> None:
    page = "---\ndate: 2020-01-01\n---\n# Hub\n\n::::{session} Own\n:id: own\n\n- x\n::::\n"
    page += "\n```{topic-index}\n:books:\n```\n"
    shelf.project.write({"index.md": page})


EDITS: list[Callable[[Shelf], None]] = [
    other_title, more, taken_away, moved, joined, renamed, own,
]  # fmt: skip


@pytest.mark.parametrize("change", EDITS)
def test_after_an_edit_it_is_as_if_built_from_nothing(
    shelf: Shelf, change: Callable[[Shelf], None]
) -> None:
    before = shelf.build()
    kept = shutil.copytree(before.outdir, shelf.project.root / "before")
    change(shelf)
    again = shelf.build()
    assert differences(kept, again.outdir)
    assert ("In other books" in again.text("index.html")) is (change is own)
    assert differences(again.outdir, shelf.clean().outdir) == []


def test_titles_and_settings_of_the_hub_belong_to_every_page(shelf: Shelf) -> None:
    shelf.build()
    again = shelf.build(html_title="Another")
    for name in ("index", "topics", "people", "years", "events"):
        assert "<title>" in again.text(f"books/{name}.html")
        assert "Another</title>" in again.text(f"books/{name}.html")
    assert differences(again.outdir, shelf.clean(html_title="Another").outdir) == []


def test_the_order_of_books_and_the_number_of_processes_change_nothing(shelf: Shelf) -> None:
    more(shelf)
    kept = shutil.copytree(shelf.build().outdir, shelf.project.root / "kept")
    shelf.books = dict(reversed(shelf.books.items()))
    again = shelf.build()
    assert differences(kept, again.outdir) == []
    assert differences(kept, shelf.clean(parallel=3).outdir) == []


def test_nothing_to_do_writes_nothing(shelf: Shelf) -> None:
    first = shelf.build()
    pages = {path: path.stat().st_mtime_ns for path in first.outdir.glob("books/*.html")}
    assert len(pages) == 5
    again = shelf.build()
    assert again.written == []
    assert {path: path.stat().st_mtime_ns for path in pages} == pages
    (first.outdir / "books/topics.html").unlink()
    assert shelf.build().text("books/topics.html")


def test_a_broken_book_warns_in_every_build_and_stays_as_it_was(shelf: Shelf) -> None:
    kept = shutil.copytree(shelf.build().outdir, shelf.project.root / "kept")
    broken(shelf)
    for _ in range(2):
        again = shelf.build()
        (line,) = again.warnings
        assert "conf.py:1: WARNING: the book 'oak': it is not JSON" in line
        assert line.endswith("its last copy is used [session.books]")
        assert differences(kept, again.outdir) == []
    # Without a copy it is left out, and told each time.
    shelf.put("fir", a_book({**a_session("x"), "day": 5}))
    for _ in range(2):
        assert "it is left out" in "\n".join(shelf.build().warnings)


def test_what_conf_says_wrongly_is_told_in_every_build(shelf: Shelf) -> None:
    shelf.books["a b"] = ("https://x.example/", None)
    for _ in range(2):
        assert [code for _, code, _ in shelf.build().reported] == ["books"]
    shelf.books = {"x": 5}
    assert "No books." in shelf.build().text("index.html")
    assert "write {'a-name': ('https://…/', None)}" in shelf.build(session_books=["x"]).warnings[-1]


def test_a_topic_that_no_book_has_is_told_at_its_line(shelf: Shelf) -> None:
    page = "# Hub\n\n```{session-list}\n:books:\n:topic: ovm\n```\n"
    shelf.project.write({"index.md": page})
    for _ in range(2):
        built = shelf.build()
        ((place, code, quoted),) = built.reported
        assert (place, code, quoted) == ("index.md:3", "books", ["ovm", "Ovn"])


def hub_page(*options: str, view: str = "session-list") -> dict[str, str]:
    lines = "\n".join((":books:", *options))
    return {"index.md": f"# Hub\n\n```{{{view}}}\n{lines}\n```\n"}


@pytest.mark.parametrize(
    ("option", "near"),
    [
        (":topic: ovm", "Ovn"),
        (":speaker: Ada Lovelase", "Ada Lovelace"),
        (":event: spring-2105", "spring-2015"),
        (":day: 2015-05-19", "2015-05-18"),
        (":kind: panell", "panel-x"),
        (":track: network", "networks"),
    ],
)
def test_what_no_book_has_is_told_with_the_nearest(shelf: Shelf, option: str, near: str) -> None:
    events = {"spring-2015": {"name": "Spring"}}
    more = {"event": "spring-2015", "kind": "panel-x", "track": "networks"}
    shelf.put("ash", a_book(a_session("one", "ovn", who=("Ada Lovelace",), **more), events=events))
    shelf.project.write(hub_page(option))
    for _ in range(2):
        ((place, code, quoted),) = shelf.build().reported
        assert (place, code) == ("index.md:3", "books")
        assert near in quoted
    known = option.partition(":")[2].partition(":")[0]
    shelf.project.write(hub_page(f":{known}: {near}"))
    built = shelf.build()
    assert built.warnings == []
    assert 'href="https://ash.example/days/one.html#one"' in built.text("index.html")


def test_what_this_book_has_is_known_until_it_goes(shelf: Shelf) -> None:
    day = "---\ndate: 2020-01-01\n---\n# D\n\n::::{session} Own\n:id: own\n\n- x\n::::\n"
    index = hub_page(":day: 2020-01-01")["index.md"] + "\n```{toctree}\nday\n```\n"
    shelf.project.write({"index.md": index, "day.md": day})
    assert shelf.build().reported == []
    shelf.project.write({"day.md": day.replace("2020-01-01", "2020-01-02")})
    assert [code for _, code, _ in shelf.build().reported] == ["books"]


@pytest.mark.parametrize(
    "view",
    ["topic-index", "speaker-index", "topic-list", "event-index", "session-table", "topic-table"],
)
def test_an_event_narrows_every_view_down(shelf: Shelf, view: str) -> None:
    for name, who in (("ash", "Ada Lovelace"), ("oak", "Bob Smith")):
        events = {f"{name}-con": {"name": f"{name.title()}Con"}}
        one = a_session(f"of-{name}", f"about-{name}", who=(who,), event=f"{name}-con")
        book = {"title": f"Book of {name}", "language": "en"}
        shelf.put(name, a_book(one, events=events, book=book))
    # By its name, and by its id.
    for text in ("AshCon", "ash-con"):
        shelf.project.write(hub_page(f":event: {text}", view=view))
        built = shelf.build()
        assert built.warnings == []
        shown = built.text("index.html").partition('class="session-books"')[2]
        shown = shown.partition("</section>")[0]
        assert re.search("Ada Lovelace|About-Ash|AshCon|Book of ash", shown)
        assert not re.search("Bob Smith|About-Oak|OakCon|Book of oak", shown)


def test_an_option_that_leaves_nothing_of_other_books_out_is_told(shelf: Shelf) -> None:
    shelf.project.write(hub_page(":letters: A-F", view="topic-index"))
    for _ in range(2):
        ((place, code, quoted),) = shelf.build().reported
        assert (place, code, quoted) == ("index.md:3", "books", [":letters:", ":books:"])


def test_readers_filter_by_year_event_and_book(shelf: Shelf) -> None:
    events = {"con": {"name": "Con </script>"}}
    one = a_session("three", day="2016-01-01", event="con")
    shelf.put("elm", a_book(one, events=events))
    shelf.project.write(hub_page(":filter:"))
    built = shelf.build()
    for name in ("index", "books/years"):
        text = built.text(f"{name}.html")
        data = json.loads(text.partition('class="session-choices">')[2].partition("</script>")[0])
        assert data["facets"]["year"] == [["2015", "2015"], ["2016", "2016"]]
        # Two books of one title are told from each other.
        assert data["facets"]["book"][0] == ["ash", "A Book (ash)"]
        assert "event" not in data["facets"]
        assert data["words"]["year"] == "Year"
        assert [row[0] for row in data["rows"]] == [[1], [0], [0]]
        assert text.count('<ul class="session-list">') == 2
    shelf.put("fir", a_book({**one, "id": "four"}, events=events))
    text = shelf.build().text("books/years.html")
    data = json.loads(text.partition('class="session-choices">')[2].partition("</script>")[0])
    names = ["Con </script> (elm)", "Con </script> (fir)"]
    assert [label for _, label in data["facets"]["event"]] == names
    assert [row[1] for row in data["rows"]] == [[0], [1], [], []]


def test_a_feed_has_the_last_sessions_of_all_books(shelf: Shelf) -> None:
    path = shelf.project.srcdir / "conf.py"
    path.write_text(path.read_text("utf-8") + "\nproject = 'A & B'\n", "utf-8")
    conf: dict[str, Any] = {"html_baseurl": "https://hub.example/all"}
    assert not (shelf.build().outdir / "books/feed.xml").exists()
    evil, shown = "<script>&\u202ealert", "<script>& alert"
    late = a_session("late", "ovn", who=("Ada Lovelace",), day="2014-01-01", updated="2016-02-03")
    shelf.put("elm", a_book({**late, "title": evil}, a_session("no-day", day=None)))
    shelf.books["oak"] = ("../oak/", shelf.books["oak"][1])
    built = shelf.build(**conf)
    path = built.outdir / "books/feed.xml"
    read = feedparser.parse(path.read_bytes())
    assert not read.bozo
    assert (read.feed.title, read.feed.updated) == ("A & B · Books", "2016-02-03T00:00:00Z")
    found = {one.link: (one.title, one.updated[:10], one.author) for one in read.entries}
    assert found == {
        "https://elm.example/days/one.html#late": (shown, "2016-02-03", "Ada Lovelace"),
        "https://hub.example/oak/days/one.html#two": ("Two", "2015-05-18", "Bob Smith"),
        "https://ash.example/days/one.html#one": ("One", "2015-05-18", "Ada Lovelace"),
    }  # fmt: skip
    assert [one.id for one in read.entries] == [one.link for one in read.entries]
    assert 'href="feed.xml"' in built.text("books/index.html")
    # As the pages: made again if it is gone, changed with what it has, and removed.
    path.unlink()
    other_title(shelf)
    again = shelf.build(**conf)
    assert "Two &lt;b&gt;" in path.read_text("utf-8")
    assert differences(again.outdir, shelf.clean(**conf).outdir) == []
    before = path.stat().st_mtime_ns
    assert shelf.build(**conf).written == []
    assert path.stat().st_mtime_ns == before
    assert not (shelf.build().outdir / "books/feed.xml").exists()


def test_nothing_that_a_book_says_is_markup(shelf: Shelf) -> None:
    evil = "\"><script>alert(1)</script>&'{name}"
    people = {"eve": {"name": evil, "aliases": [f"{evil}2"]}}
    one = {**a_session("one", "x", title=evil, event="e"), "speakers": [{"id": "eve", "as": evil}]}
    data = a_book(
        one,
        people=people,
        topics={"x": {"label": evil}},
        events={"e": {"name": evil, "city": evil, "start": "2015-05-18"}},
        book={"title": evil, "language": "en"},
    )
    # A topic of many sessions has a page of its own, whose title is its label.
    rest = [{**one, "id": f"s{number}", "title": "word " * 50} for number in range(80)]
    data["sessions"] += rest
    shelf.put("evil", data)
    page = "# Hub\n\n" + "".join(
        f"```{{{name}}}\n:books:\n```\n\n"
        for name in (
            "topic-index",
            "speaker-index",
            "event-index",
            "session-list",
            "session-table",
            "topic-table",
            "topic-list",
        )
    )
    shelf.project.write({"index.md": page})
    built = shelf.build()
    assert built.warnings == []
    assert "<title>&#34;&gt;&lt;script&gt;" in built.text("books/topic-x.html")
    for path in [*built.outdir.glob("books/*.html"), built.outdir / "index.html"]:
        text = path.read_text("utf-8")
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub", "man", "texinfo"])
def test_other_formats_have_a_short_list(shelf: Shelf, builder: str) -> None:
    built = shelf.build(builder, epub_basename="hub", version="1", project="Hub")
    assert [line for line in built.warnings if "session" in line] == []
    # Copies of books are one file, which no ePub packs, and so are no pages.
    names = {path.name for path in built.outdir.rglob("*")}
    assert not {"topics.xhtml", "topics.html", "session-books.sqlite"} & names
    if builder == "text":
        assert "A Book <https://ash.example/> (1)" in built.text("index.txt").replace("\n", " ")
    assert [path.name for path in shelf.project.builddir.rglob("session-books*")] == [
        "session-books.sqlite"
    ]


def test_a_page_of_the_book_itself_goes_first(shelf: Shelf) -> None:
    shelf.project.write({"books/topics.md": "---\norphan: true\n---\n# Mine\n"})
    built = shelf.build()
    assert "Mine" in built.text("books/topics.html")
    assert "hides one of the hub" in built.warnings[0]


def test_a_copy_that_the_disk_spoilt_is_made_again(shelf: Shelf) -> None:
    built = shelf.build()
    (path,) = shelf.project.builddir.rglob("session-books.sqlite")
    path.write_bytes(b"spoilt" * 1000)
    other_title(shelf)
    assert shelf.build().warnings == []
    assert differences(built.outdir, shelf.clean().outdir) == []


def test_a_copy_that_lacks_a_book_is_told(shelf: Shelf) -> None:
    kept = shutil.copytree(shelf.build().outdir, shelf.project.root / "kept")
    (path,) = shelf.project.builddir.rglob("session-books.sqlite")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE books_3 SET data = x'00' WHERE name = 'oak'")
    more(shelf)
    ((place, code, quoted),) = shelf.build().reported
    assert (place, code, quoted) == ("conf.py:1", "books", ["oak"])
    del shelf.books["elm"]
    again = shelf.build()
    assert again.warnings == []
    assert differences(kept, again.outdir) == []


def test_pages_of_other_folders_lead_the_same_way(shelf: Shelf) -> None:
    shelf.project.write(
        {"deep/er/list.md": "---\norphan: true\n---\n# L\n\n```{topic-index}\n:books:\n```\n"}
    )
    shelf.books["oak"] = ("../oak/", shelf.books["oak"][1])
    built = shelf.build("dirhtml")
    assert 'href="../../../books/topics/#topic-ovn"' in built.text("deep/er/list/index.html")
    assert 'href="../../../oak/days/one.html#two"' in built.text("books/topics/index.html")
    assert 'href="../topics/#topic-ovn"' not in built.text("books/index.html")
    assert 'href="topics/"' in built.text("books/index.html")
    assert json.loads(json.dumps(differences(built.outdir, shelf.clean("dirhtml").outdir))) == []


def test_words_are_in_the_language_of_the_hub(shelf: Shelf) -> None:
    built: Any = shelf.build(language="de")
    assert "<h1>Bücher</h1>" in built.text("books/index.html")
