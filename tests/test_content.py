"""The book says what the facts of the summit say.

``content/expected.yml`` lists, apart from the pages, how many sessions, talks, references and
impressions there are, and the names, figures, quotations and addresses that each session holds.
Counts are taken from the pages' source, words from the plain-text book. Nothing here imports the
extension, so that a mistake of the extension cannot hide itself.

Nothing of what is listed may get lost. A page may hold more: a day, a session, a reference that is
added need not be listed, though it can be.
"""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
import warnings
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest
from content import ROOT, Counts, Written, read_days, read_expected, read_sessions
from sphinx.cmd.build import build_main

if TYPE_CHECKING:
    from collections.abc import Mapping

    from content import Phrase

SOURCES = (
    "conf.py",
    "index.md",
    "about.md",
    "days",
    "browse",
    "guide",
    "locales",
    "_data",
    "_ext",
    "_static",
    "_templates",
    "tests/slips",
    "tools",
)

Pages: TypeAlias = "Mapping[str, Mapping[str, Written]]"


class DayText(NamedTuple):
    """The plain text of a day: what stands before its first session, and each session by id."""

    intro: str
    sessions: dict[str, str]


EXPECTED = read_expected()
DAYS = list(EXPECTED["days"])
SESSIONS = list(EXPECTED["sessions"])


def sessions_of(day: str) -> list[str]:
    """Return the ids of a day's sessions, in the order in which they are listed."""
    return [name for name, session in EXPECTED["sessions"].items() if session["day"] == day]


# -- Comparing words ----------------------------------------------------------------------------

# Curly, low, reversed and angle quotation marks; hyphens, dashes and the minus sign.
QUOTES = {
    **dict.fromkeys(range(0x2018, 0x201C), "'"),
    **dict.fromkeys([*range(0x201C, 0x2020), 0xAB, 0xBB], '"'),
}
DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff"


def fold(text: str) -> str:
    """Make quotation marks, dashes and case alike."""
    return unicodedata.normalize("NFKC", text).translate(QUOTES | DASHES).casefold()


def squeeze(text: str) -> str:
    """Return the text without white space, as addresses are compared: lines may break in them."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def normalise(text: str) -> str:
    """Return the text as words are compared: on one line, a hyphen in a word as a space."""
    text = re.sub(r"(?<=\w)-\s*(?=\w)", " ", fold(text))
    text = re.sub(rf"(?<=[{IDEOGRAPHS}])\s+(?=[{IDEOGRAPHS}])", "", text)
    return re.sub(r"\s+", " ", text).strip()


def pattern_of(phrase: str) -> re.Pattern[str]:
    """Return a pattern that finds the phrase as whole words or figures, also in the plural.

    >>> bool(pattern_of("LA").search("later"))
    False
    >>> bool(pattern_of("6,000").search("216,000 minutes"))
    False
    >>> bool(pattern_of("trunk port").search("two trunk ports"))
    True
    """
    words = normalise(phrase)
    before = after = ""
    if words[0].isdigit():
        before = r"(?<!\d)(?<!\d[.,])"
    elif words[0].isalpha():
        before = r"(?<!\w)"
    if words[-1].isdigit():
        after = r"(?!\d)(?![.,]\d)"
    elif words[-1].isalpha():
        after = r"(?:e?s)?(?!\w)"
    return re.compile(before + re.escape(words) + after)


def says(text: str, phrase: str) -> bool:
    """Tell whether the text holds the phrase."""
    if "://" in phrase:
        return squeeze(phrase) in squeeze(text)
    return pattern_of(phrase).search(normalise(text)) is not None


def missing_in(text: str, phrases: list[Phrase]) -> list[str]:
    """Return the phrases that the text lacks, as they are to be shown."""
    missing = []
    for phrase in phrases:
        choices = [phrase] if isinstance(phrase, str) else phrase
        if not any(says(text, choice) for choice in choices):
            missing.append(" | ".join(choices))
    return missing


def complaint(where: str, missing: list[str]) -> str:
    """Return what to tell of missing phrases, one a line."""
    return "\n  ".join([f"{where} lacks {len(missing)} of its phrases:", *missing])


# -- The plain-text book ------------------------------------------------------------------------


def headings(lines: list[str]) -> list[tuple[int, str]]:
    """Return line number and title, normalised, of each heading of the level of sessions."""
    return [
        (number, re.sub(r"^(?:\d+\.)+ ", "", normalise(line)))
        for number, (line, below) in enumerate(pairwise(lines))
        if line.strip() and re.fullmatch("=+", below) and len(below) >= len(line)
    ]


def split_day(day: str, text: str, page: Mapping[str, Written]) -> DayText:
    """Split a day's plain text at its headings, and find the listed sessions in it.

    What stands under another heading, such as that of an added session, is no part of theirs; and
    an added one may be called as one of them is.
    """
    lines = text.splitlines()
    found = headings(lines)
    ends = [*(number for number, _ in found), len(lines)]
    sessions: dict[str, str] = {}
    for name in sessions_of(day):
        title = normalise(EXPECTED["sessions"][name]["title"])
        numbers = [number for number, heading in found if heading == title]
        alike = [other for other, one in page.items() if normalise(one.title) == title] or [name]
        if name in alike and len(numbers) == len(alike):
            start = numbers[alike.index(name)]
            sessions[name] = "\n".join(lines[start : ends[ends.index(start) + 1]])
    return DayText("\n".join(lines[: ends[0]]), sessions)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, pages: Pages) -> dict[str, DayText]:
    """Build a copy of the book as plain text, once, and return its days by date."""
    source = tmp_path_factory.mktemp("source")
    out = tmp_path_factory.mktemp("text")
    doctrees = tmp_path_factory.mktemp("doctrees")
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif path.exists():
            shutil.copy2(path, source / name)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setattr(sys, "path", [*sys.path])  # conf.py may put _ext on it
        warnings.simplefilter("ignore")  # what Sphinx deprecates in others is not asked here
        status = build_main(["-q", "-N", "-b", "text", "-d", str(doctrees), str(source), str(out)])
    assert status == 0, "the plain-text book does not build"
    return {
        day: split_day(day, (out / "days" / f"{day}.txt").read_text("utf-8"), pages.get(day, {}))
        for day in DAYS
    }


@pytest.mark.parametrize("day", DAYS)
def test_introduction_says_it(book: dict[str, DayText], day: str) -> None:
    """What is told of a day as a whole stands before its first session."""
    missing = missing_in(book[day].intro, EXPECTED["days"][day]["intro"])
    assert not missing, complaint(f"the introduction of {day}", missing)


@pytest.mark.parametrize("name", SESSIONS)
def test_session_says_it(book: dict[str, DayText], name: str) -> None:
    """Each name, figure, quotation and address stands in its own session."""
    session = EXPECTED["sessions"][name]
    texts = book[session["day"]].sessions
    assert name in texts, f"{session['day']}: not once with the title “{session['title']}”"
    missing = missing_in(texts[name], session["phrases"])
    assert not missing, complaint(f"{session['day']}, {name}", missing)


# -- The pages' source --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages() -> Pages:
    """Return each session as its page has it, by day."""
    return read_days()


def test_reader_counts() -> None:
    """The reader of fences counts top-level bullets, and a talk's with its session's."""
    text = """\
::::{session} One
:id: one

- not counted
:::{references}
- website: [a](http://a.example/)
- b
:::
::::
::::{talk} Of one
:id: of-one

:::{impressions}
- c
  - nested
:::
::::
::::{session} Two
:id: two
::::
"""
    read = {name: session.counts for name, session in read_sessions(text).items()}
    assert read == {"one": Counts(1, 2, 1), "two": Counts(0, 0, 0)}


def test_list_adds_up() -> None:
    """The counts of a day are the sums of those of its sessions."""
    for day, expected in EXPECTED["days"].items():
        sessions = [EXPECTED["sessions"][name] for name in sessions_of(day)]
        assert expected["sessions"] == len(sessions)
        assert expected["talks"] == sum(session["talks"] for session in sessions)
        assert expected["references"] == sum(session["references"] for session in sessions)
        assert expected["impressions"] == sum(session["impressions"] for session in sessions)


@pytest.mark.parametrize("day", DAYS)
def test_day_holds_its_sessions(pages: Pages, day: str) -> None:
    """A page holds the day's sessions, in order; others may stand between them."""
    assert [name for name in pages[day] if name in SESSIONS] == sessions_of(day)


@pytest.mark.parametrize("name", SESSIONS)
def test_counts_of_session(pages: Pages, name: str) -> None:
    """Talks, references and impressions of a session are no fewer than they were."""
    expected = EXPECTED["sessions"][name]
    session = pages[expected["day"]].get(name)
    assert session is not None, f"days/{expected['day']}.md has no session {name}"
    promised = Counts(expected["talks"], expected["references"], expected["impressions"])
    least = Counts(*map(min, session.counts, promised))
    assert least == promised, f"{name} has lost some of them"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("about 6,000 people", "6,000"),
        ("a 44-minute programme", "44"),
        ("end-\n  users of Tap as a\n  service", "Tap-as-a-Service"),
        ("“let\u2019s make it\n  work first”", "let's make it work first"),
        ("see https://exam\n   ple.org/#/c/1/ there", "https://example.org/#/c/1/"),
        ("the 西\n  友 stores", "西友"),
        ("two APIs", "API"),
    ],
)
def test_phrase_is_found(text: str, phrase: str) -> None:
    """Line breaks, quotation marks, dashes and plurals do not hide a phrase."""
    assert says(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("216,000 minutes", "6,000"),
        ("on 2015-05-19, 300 people", "30"),
        ("decided later", "LA"),
        ("http://example.org/", "https://example.org/"),
    ],
)
def test_phrase_is_not_found(text: str, phrase: str) -> None:
    """Part of another word or figure is not the phrase."""
    assert not says(text, phrase)


def test_day_is_split_at_titles() -> None:
    """A session's text ends where the next session begins; talks belong to their session."""
    day = "2015-05-22"
    titles = [EXPECTED["sessions"][name]["title"] for name in sessions_of(day)]
    body = "".join(
        f"{title}\n{'=' * len(title)}\n\nBody {number}\n\nTalk\n----\n\nWords {number}\n\n"
        for number, title in enumerate(titles)
    )
    parts = split_day(day, f"Day 5\n*****\n\nA room.\n\n{body}", {})
    assert parts.intro == "Day 5\n*****\n\nA room.\n"
    assert list(parts.sessions) == sessions_of(day)
    for number, text in enumerate(parts.sessions.values()):
        assert f"Body {number}" in text
        assert f"Words {number}" in text
        assert f"Body {number + 1}" not in text


def test_an_added_session_hides_nothing_and_loses_nothing() -> None:
    """What stands under an added title is no part of a listed session, whatever the title."""
    day = "2015-05-22"
    first, *rest = sessions_of(day)
    title = EXPECTED["sessions"][first]["title"]
    titles = ["Added", title, title, *(EXPECTED["sessions"][name]["title"] for name in rest)]
    names = ["added", "added-too", first, *rest]
    page = {name: Written(title, 1, [], name) for name, title in zip(names, titles, strict=True)}
    body = "".join(
        f"{title}\n{'=' * len(title)}\n\nWords of {name}.\n\n"
        for name, title in zip(names, titles, strict=True)
    )
    parts = split_day(day, f"Day 5\n*****\n\nA room.\n\n{body}", page)
    assert parts.intro == "Day 5\n*****\n\nA room.\n"
    words = {name: re.findall(r"Words of (.+)\.", text) for name, text in parts.sessions.items()}
    assert words == {name: [name] for name in [first, *rest]}
