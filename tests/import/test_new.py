"""``new``: writes correct text, and keeps what exists, to the byte."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_import import page_file
from session_notes.cli.main import main
from session_notes.locale.labels import read_labels
from session_notes.locale.languages import shipped

if TYPE_CHECKING:
    from conftest import Project

INDEX = "# Book\n\n```{toctree}\nindex-of-things\n```\n\n```{toctree}\ndays/2015-05-18\n```\n"
DAY = """\
---
date: 2015-05-18
---
# The day

What happened.

::::{session} In the morning
:id: morning
:time: 9:00-10:00

- Hello
::::

::::{talk} A part of it
:id: part

- …
::::

Coffee.

(noon)=
::::{session} At noon
:id: noon-session
:time: 12:00

- Lunch
::::
"""


@pytest.fixture
def book(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.write(
        {"index.md": INDEX, "days/2015-05-18.md": DAY, "index-of-things.md": "# Things\n"}
    )
    monkeypatch.chdir(project.srcdir)
    return project


def text(book: Project, name: str) -> str:
    return (book.srcdir / name).read_bytes().decode()


def is_insertion(old: str, new: str) -> bool:
    """Return whether *new* is *old* with something inserted at one place."""
    common = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    # The insertion may begin like what follows it, so the place may be further up.
    return any(
        new.startswith(old[:at]) and new.endswith(old[at:]) and len(new) > len(old)
        for at in range(common, -1, -1)
    )


EVENTS = """\
paris-2014:
  name: Paris Summit
  start: 2014-11-03
  end: 2014-11-07
vancouver-2015:
  name: Vancouver Summit
  start: 2015-05-18
  end: 2015-05-22
hackday:
  name: Hack Day
  start: 2015-05-19
unknown:
  name: Some Day
"""


@pytest.mark.parametrize(
    ("command", "event"),
    [
        ("day 2014-11-04", "paris-2014"),
        ("day 2015-05-20", "vancouver-2015"),
        ("day 2015-05-19 --event hackday", "hackday"),
        ("day 2015-05-20 --event 'Paris Summit'", "paris-2014"),
        ("day 2020-01-01 --event unknown", "unknown"),
        ("session Words --day 2014-11-05 --page", "paris-2014"),
        ("session Words --day 2015-05-19 --page --event hackday", "hackday"),
        # The folder names it.
        ("day 2015-05-20 --days days/hackday", ""),
    ],
)
def test_a_new_page_names_its_event(book: Project, command: str, event: str) -> None:
    book.write({"_data/events.yml": EVENTS})
    before = {*book.srcdir.rglob("*.md")}
    assert main(["new", *shlex.split(command)]) == 0
    (page,) = {*book.srcdir.rglob("*.md")} - before
    front = page.read_text("utf-8").split("---")[1].split("\n")[2:-1]
    assert front == ([f"event: {event}"] if event else [])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        # Two events were on that day, or none.
        ("day 2015-05-19", "--event: paris-2014, vancouver-2015, hackday, unknown"),
        ("day 2015-06-19", "--event: paris-2014, vancouver-2015, hackday, unknown"),
        ("session Words --day 2015-05-19 --page", "--event: paris-2014"),
        ("day 2014-11-04 --event pariss-2014", "did you mean 'paris-2014'?"),
        ("day 2014-11-04 --event zzz", "declare it in events.yml"),
        ("session Words --day 2015-05-18 --event hackday", "--event goes with --page"),
    ],
)
def test_an_event_that_is_not_certain_is_asked_for(
    book: Project, command: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.write({"_data/events.yml": EVENTS})
    before = {path: path.read_bytes() for path in book.srcdir.rglob("*.md")}
    assert main(["new", *shlex.split(command)]) != 0
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in book.srcdir.rglob("*.md")} == before


def test_a_book_of_one_event_need_not_name_it(book: Project) -> None:
    book.write({"_data/events.yml": EVENTS.partition("vancouver")[0]})
    assert main(["new", "day", "2015-05-20"]) == 0
    assert "event" not in text(book, "days/2015-05-20.md")


# -- days ---------------------------------------------------------------------------------------


def test_a_day_is_written_and_listed(book: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "day", "2015-05-20"]) == 0
    assert text(book, "days/2015-05-20.md") == (
        "---\ndate: 2015-05-20\n---\n# Day 3: Wednesday 20 May\n"
    )
    listed = INDEX.replace("days/2015-05-18\n", "days/2015-05-18\ndays/2015-05-20\n")
    assert text(book, "index.md") == listed
    first, second = capsys.readouterr().out.splitlines()
    assert first == "days/2015-05-20.md: new, 'Day 3: Wednesday 20 May'"
    assert second.startswith("index.md:9: ")
    assert main(["new", "day", "2015-05-19", "--title", "The second\n day"]) == 0
    assert text(book, "days/2015-05-19.md").endswith("# The second day\n")
    assert main(["new", "day", "2015-05-17"]) == 0
    assert "\ndays/2015-05-17\ndays/2015-05-18\ndays/2015-05-19\ndays/2015-05-20\n" in (
        text(book, "index.md")
    )
    assert book.build("html").warnings == []


@pytest.mark.parametrize(
    "index",
    [
        "# No contents\n",
        "# Two\n\n```{toctree}\ndays/2015-05-18\n```\n\n```{toctree}\ndays/2015-05-16\n```\n",
        "# Not in order\n\n```{toctree}\ndays/2015-05-18\ndays/2015-05-16\n```\n",
        "# Of another folder\n\n```{toctree}\nother/2015-05-18\n```\n",
        "# Not closed\n\n```{toctree}\ndays/2015-05-18\n",
    ],
)
def test_a_day_is_not_listed_if_its_place_is_not_certain(
    book: Project, index: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book.write({"index.md": index})
    assert main(["new", "day", "2015-05-20"]) == 0
    assert text(book, "index.md") == index
    _, told = capsys.readouterr().out.splitlines()
    assert "'days/2015-05-20'" in told
    assert "toctree" in told


@pytest.mark.parametrize(
    "entry", ["days/*", "/days/2*", "days/2015-05-20", "Wed <days/2015-05-20>"]
)
def test_a_day_that_is_listed_already_is_not_listed_twice(
    book: Project, entry: str, capsys: pytest.CaptureFixture[str]
) -> None:
    index = f"# Book\n\n```{{toctree}}\n:glob:\n\n{entry}\n```\n"
    book.write({"index.md": index})
    assert main(["new", "day", "2015-05-20"]) == 0
    assert text(book, "index.md") == index
    assert capsys.readouterr().out.count("\n") == 1


def test_lines_are_listed_as_those_around_them(book: Project) -> None:
    book.write({"index.md": "# B\r\n\r\n:::{toctree}\r\n  /days/2015-05-18.md\r\n:::\r\n"})
    assert main(["new", "day", "2015-05-20"]) == 0
    assert text(book, "index.md").endswith("  /days/2015-05-18.md\r\n  /days/2015-05-20\r\n:::\r\n")


# -- sessions and talks -------------------------------------------------------------------------


def test_a_session_goes_to_its_place_by_time(book: Project) -> None:
    new = ["new", "session", "--day", "2015-05-18"]
    options = [
        "--speakers",
        "Ada Lovelace (Analytical; Engines)",
        "--track",
        "Ops",
        "--room",
        "109",
    ]
    options[1] = "Ada Lovelace (Analytical Engines); G. Hopper"
    assert main([*new, "Before Noon", "--time", "11:00-11:40", *options]) == 0
    block = (
        "::::{session} Before Noon\n:id: before-noon\n:track: Ops\n:time: 11:00-11:40\n"
        ":room: 109\n:speakers: Ada Lovelace (Analytical Engines); G. Hopper\n\n::::\n"
    )
    assert text(book, "days/2015-05-18.md") == DAY.replace("\nCoffee.", f"\n{block}\nCoffee.")
    assert main([*new, "First", "--time", "08:00"]) == 0
    assert main([*new, "Last"]) == 0
    assert main([*new, "Also at noon", "--time", "12:00"]) == 0
    page = page_file.read_markdown(text(book, "days/2015-05-18.md"))
    ids = [block.id for block in page.blocks]
    assert ids == [
        "first",
        "morning",
        "part",
        "before-noon",
        "noon-session",
        "also-at-noon",
        "last",
    ]
    # The target stays with its session.
    assert "(noon)=\n::::{session} At noon" in text(book, "days/2015-05-18.md")
    assert book.build("html").warnings == []


def test_a_session_is_not_put_into_the_block_above(book: Project) -> None:
    page = "# Day\n\n:::{note}\nOne\n\ntwo\n:::\n::::{session} A\n:time: 10:00\n\n- x\n::::\n"
    book.write({"days/2015-05-18.md": page})
    assert main(["new", "session", "First", "--day", "2015-05-18", "--time", "9:00"]) == 0
    block = "::::{session} First\n:id: first\n:time: 9:00\n\n::::\n"
    expected = page.replace("::::{session} A", f"\n{block}\n::::{{session}} A")
    assert text(book, "days/2015-05-18.md") == expected


def test_a_session_may_have_a_page_of_its_own(
    book: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ["new", "session", "--page", "--day"]
    assert main([*new, "2015-05-18", "At Night", "--time", "20:00"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "days/at-night.md: new, 'At Night'",
        "index.md:9: added to the contents",
    ]
    assert text(book, "days/at-night.md") == (
        "---\ndate: 2015-05-18\n---\n::::{session} At Night\n:id: at-night\n:time: 20:00\n\n::::\n"
    )
    # The contents stay in order of time.
    assert main([*new, "2015-05-19", "Later"]) == 0
    assert main([*new, "2015-05-18", "In the Evening", "--time", "18:00"]) == 0
    assert main([*new, "2015-05-17", "Before", "--time", "18:00"]) == 0
    entries = text(book, "index.md").splitlines()[7:-1]
    assert entries == [
        f"days/{name}" for name in ("before", "2015-05-18", "in-the-evening", "at-night", "later")
    ]
    assert main(["new", "talk", "A Part of the Night", "--session", "at-night"]) == 0
    assert book.build("html").warnings == []
    # The page of a session is not that of its day.
    assert main(["new", "session", "--day", "2015-05-19", "Not There"]) == 2
    assert main(["new", "day", "2015-05-19"]) == 0
    book.write({"days/taken.md": "# Words\n"})
    capsys.readouterr()
    assert main([*new, "2015-05-18", "Taken"]) == 2
    assert "days/taken.md already exists" in capsys.readouterr().err
    assert main(["new", "session", "--day", "2015-05-21", "X"]) == 2
    assert "or add --page" in capsys.readouterr().err


def test_a_place_that_is_not_certain_is_left_to_the_author(
    book: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    index = INDEX.replace("days/2015-05-18", "days/2015-05-19\ndays/2015-05-18")
    book.write({"index.md": index})
    assert main(["new", "session", "--page", "--day", "2015-05-18", "At Night"]) == 0
    assert "Now add the line 'days/at-night'" in capsys.readouterr().out
    assert text(book, "index.md") == index


def test_a_talk_goes_after_the_talks_of_its_session(book: Project) -> None:
    assert main(["new", "talk", "Another part", "--session", "morning", "--id", "more"]) == 0
    new = text(book, "days/2015-05-18.md")
    assert [block.id for block in page_file.read_markdown(new).blocks][:3] == [
        "morning",
        "part",
        "more",
    ]
    assert is_insertion(DAY, new)


def test_a_page_out_of_order_is_added_to_at_its_end(book: Project) -> None:
    page = DAY.replace("12:00", "8:00")
    book.write({"days/2015-05-18.md": page})
    assert main(["new", "session", "X", "--day", "2015-05-18", "--time", "08:30"]) == 0
    assert text(book, "days/2015-05-18.md").startswith(page)


#: Commands, and what the message says.
REFUSALS = [
    ("new day 2015-05-18", ["days/2015-05-18.md already exists"]),
    (
        "new session X --day 2015-05-19",
        [
            "days/2015-05-19.md does not exist",
            "'python -m session_notes new day 2015-05-19'",
        ],
    ),
    ("new session Part --day 2015-05-18", ["'part'", "days/2015-05-18.md:15", "--id"]),
    ("new session 題 --day 2015-05-18", ["'題'", "--id a-few-words"]),
    ("new talk X --session mornin", ["no session 'mornin'; did you mean 'morning'?"]),
    ("new talk X --session nothing-like-it", ["no session 'nothing-like-it'", "id"]),
    ("new talk X --session part", ["'part' is a talk"]),
    ("new session X --day 2015-05-18 --time 31:00", ["--time: ", "'31:00'", "14:40-15:20"]),
    ("new session X --day 2015-05-18 --id A_b", ["--id: ", "'A_b'", "write ':id: a-b'"]),
    ("new session X --day 2015-05-18 --room |", ["--room: option 'room' is empty"]),
    ("new session X --day 2015-05-18 --track 'Ops'", ["--track: ", "write ':track: Ops'"]),
    ("new session X --day 2015-05-18 --topics ONE;TWO", ["--topics: ", "ONE, TWO"]),
    ("new day 2015-05-20 --book elsewhere", ["elsewhere has no conf.py", "--book"]),
    ("new day 2015-05-20 --days ../x", ["--days ../x"]),
]


@pytest.mark.parametrize(("command", "told"), REFUSALS)
def test_what_cannot_be_done_is_reported_and_nothing_changes(
    book: Project, command: str, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in book.srcdir.rglob("*") if path.is_file()}
    assert main(command.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert [part for part in told if part not in err] == []
    assert {p: p.read_bytes() for p in book.srcdir.rglob("*") if p.is_file()} == before


def test_days_are_counted_in_one_conference(book: Project) -> None:
    book.write({"days/2014-11-03.md": "---\ndate: 2014-11-03\n---\n# Paris\n"})
    assert main(["new", "day", "2014-11-05"]) == 0
    assert "# Day 3: Wednesday 5 November" in (book.srcdir / "days/2014-11-05.md").read_text(
        "utf-8"
    )
    assert main(["new", "day", "2026-03-09"]) == 0
    assert "# Day 1: Monday 9 March" in text(book, "days/2026-03-09.md")


def test_a_day_has_its_heading_in_the_language_of_the_book(book: Project) -> None:
    book.write({"conf.py": "language = 'ja'\n"})
    assert main(["new", "day", "2015-05-20"]) == 0
    assert text(book, "days/2015-05-20.md").endswith("\n# 3日目：5月20日（水）\n")


@pytest.mark.parametrize("day", ["2015-5-1", "20150518", "2015-02-30", "9999-12-31", "monday"])
def test_an_invalid_date_is_reported(book: Project, day: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["new", "day", day])


def test_nothing_is_added_after_a_fence_that_is_not_closed(
    book: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    page = DAY.replace("- Hello\n::::", "- Hello\n:::")
    page = page.replace("::::{talk}", ":::{talk}").replace("- …\n::::", "- …\n:::")
    page = page.replace("- Lunch\n::::", "- Lunch")
    book.write({"days/2015-05-18.md": page})
    assert main(["new", "session", "X", "--day", "2015-05-18"]) == 2
    assert capsys.readouterr().err.startswith(
        "days/2015-05-18.md:8: the fence '::::{session} In the morning' is not closed"
    )
    assert text(book, "days/2015-05-18.md") == page


def test_nothing_is_added_beside_a_session_that_is_misspelt(
    book: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    page = DAY.replace("::::{session} At noon", "：：：：{session} At noon")
    book.write({"days/2015-05-18.md": page})
    assert main(["new", "session", "X", "--day", "2015-05-18"]) == 2
    assert capsys.readouterr().err == (
        "days/2015-05-18.md:24: '：：：：{session}' is misspelt; write '::::{session}'\n"
    )
    assert text(book, "days/2015-05-18.md") == page


def test_a_page_that_is_not_utf8_is_reported(
    book: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (book.srcdir / "days" / "2015-05-18.md").write_bytes(b"# Caf\xe9\n")
    assert main(["new", "session", "X", "--day", "2015-05-18"]) == 2
    assert capsys.readouterr().err.startswith("days/2015-05-18.md: not UTF-8 (byte 6)")


def test_ids_of_the_whole_book_are_taken(book: Project, capsys: pytest.CaptureFixture[str]) -> None:
    book.write(
        {
            "far/away.rst": "Page\n====\n\n.. session:: Far\n   :id: far\n\n   - …\n",
            "index-of-things.md": "# Things\n\n`````\n::::{session} Only shown\n::::\n`````\n",
        }
    )
    assert main(["new", "session", "Far", "--day", "2015-05-18"]) == 2
    assert "(far/away.rst:4)" in capsys.readouterr().err
    assert main(["new", "session", "Only shown", "--day", "2015-05-18"]) == 0


# -- whatever is there ---------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "",
        "Text",
        "# Heading",
        "::::{session} One",
        "::::{session} 二",
        "::::{talk} Two",
        ":::{impressions}",
        ":::",
        "::::",
        ":::::{note}",
        ":::::",
        "```",
        "~~~{code-block} md",
        "~~~",
        ":time: 10:00",
        ":time: 12:00-13:00",
        ":id: an-id",
        "- bullet",
        "(target)=",
        "\f",
        "a\u2028b",
        "\ufeff",
    ]
)
PAGES = st.builds(
    lambda lines, end, last: end.join(lines) + (end if last else ""),
    st.lists(LINES, max_size=25),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(page=PAGES, time=st.sampled_from(["", "09:00", "11:00", "12:30-13:00"]))
def test_a_session_is_inserted_between_existing_lines(page: str, time: str) -> None:
    found = page_file.read_markdown(page)
    if found.unclosed >= 0:
        return  # It is refused.
    start = page_file.Block("session", "", {"time": time}, 0, 0).start
    at = next(page_file.places_of_sessions(found, [start]))
    block = page_file.session_block("session", "A new one", {"id": "new", "time": time})
    new = page_file.insert(page, {at: block})
    assert is_insertion(page, new)
    again = page_file.read_markdown(new)
    assert again.unclosed < 0
    ids = [block.id for block in again.blocks]
    assert sorted(ids) == sorted([*(block.id for block in found.blocks), "new"])
    assert [name for name in ids if name != "new"] == [block.id for block in found.blocks]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(title=st.text(max_size=60))
def test_a_plain_title_reads_the_same_in_markdown(title: str) -> None:
    line = page_file.one_line(title)
    assert page_file.plain(page_file.markdown(title)) == page_file.plain(line.replace("\\", "\\\\"))


# -- books --------------------------------------------------------------------------------------

HEADINGS = {
    "en": "Day 1: Saturday 29 June",
    "ja": "1日目：6月29日（土）",
    "de": "Tag 1: Samstag, 29. Juni",
    "fr": "Jour 1\xa0: samedi 29 juin",
    "es": "Día 1: sábado, 29 de junio",
    "pt_BR": "Dia 1: sábado, 29 de junho",
    "ko": "1일차: 6월 29일 토요일",
    "zh_CN": "第1天：6月29日星期六",
    "zh_TW": "第 1 天：6月29日 星期六",
}


def test_every_language_that_we_ship_has_a_heading() -> None:
    assert sorted(HEADINGS) == sorted(shipped())


@pytest.mark.parametrize("language", HEADINGS)
def test_a_book_is_written_in_its_language(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["new", "book", str(tmp_path), "--language", language, "--day", "2030-06-29"]) == 0
    words = read_labels(language, [])[0]
    files = {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8")
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    for name, told in {
        "conf.py": f'\nlanguage = "{language}"\n',
        "index.md": f":caption: {words.translate('Browse')}\n",
        "browse/glance.md": f"# {words.translate('At a glance')}\n",
        "days/2030-06-29.md": f"\n# {HEADINGS[language]}\n",
        "_data/tracks.yml": f"\n  label: {words.translate('Conference')}\n",
    }.items():
        assert told in files[name]
    assert [name for name, content in files.items() if "§" in content] == []
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("language", "near"),
    [
        ("japanese", "did you mean 'ja'?"),
        ("日本語", "did you mean 'ja'?"),
        ("jp", "did you mean 'ja'?"),
        ("cn", "did you mean 'zh_CN'?"),
        ("br-BR", "did you mean 'br'?"),
        ("pt_BT", "did you mean 'pt'?"),
        ("de_XX", "did you mean 'de'?"),
        ("Deutsh", "did you mean 'de'?"),
        ("x1", "write its code, such as 'en' or 'ja'"),
        ("../en", "write its code, such as 'en' or 'ja'"),
    ],
)
def test_a_language_that_is_none_is_refused(
    language: str, near: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "book"
    assert main(["new", "book", str(book), "--language", language]) == 2
    assert capsys.readouterr().err == f"--language '{language}' is unknown; {near}\n"
    assert not book.exists()


# -- the command line ---------------------------------------------------------------------------


def test_the_command_line_does_without_sphinx(book: Project) -> None:
    code = (
        "import sys\n"
        "from session_notes.cli.main import main\n"
        "assert main(['check']) == 0\n"
        "assert main(['new', 'session', 'X', '--day', '2015-05-18']) == 0\n"
        "assert 'babel' not in sys.modules\n"
        "assert main(['new', 'day', '2015-05-20']) == 0\n"
        "assert main(['new', 'book', 'another']) == 0\n"
        "found = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not found & {'sphinx', 'docutils', 'myst_parser'}, found\n"
    )
    path = str(Path(page_file.__file__).parents[1])
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": path})
