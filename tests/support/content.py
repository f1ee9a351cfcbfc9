"""The sessions of the book as their pages have them, and what ``tests/content`` expects of them.

Nothing here imports the extension, so that a mistake of the extension cannot hide itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypedDict, cast

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "tests" / "content"

Phrase: TypeAlias = "str | list[str]"  # of a list, any one will do


class ExpectedDay(TypedDict):
    """What a day must hold: counts, and what its introduction says."""

    sessions: int
    talks: int
    references: int
    impressions: int
    intro: list[Phrase]


class ExpectedSession(TypedDict):
    """What a session must hold, its talks included."""

    day: str
    title: str
    talks: int
    references: int
    impressions: int
    phrases: list[Phrase]


class Expected(TypedDict):
    """The whole list."""

    days: dict[str, ExpectedDay]
    sessions: dict[str, ExpectedSession]


class Counts(NamedTuple):
    """Talks, references and impressions of a session."""

    talks: int
    references: int
    impressions: int


class Written(NamedTuple):
    """A session as its page has it, up to the next session."""

    title: str
    #: The number of its first line, and its lines.
    first: int
    lines: list[str]
    id: str = ""
    counts: Counts = Counts(0, 0, 0)


def read_expected() -> Expected:
    """Return what the days and sessions must hold."""
    return cast("Expected", yaml.safe_load((CONTENT / "expected.yml").read_text("utf-8")))


_FENCE = re.compile(r"(?P<colons>:{3,})(?:\{(?P<name>[\w-]+)\}(?P<title>.*))?\s*")
_ID = re.compile(r":id: +(?P<id>\S+)\s*")
_BULLET = re.compile(r"[-*+] +\S")


def read_sessions(text: str) -> dict[str, Written]:
    """Return each session of a page, by id or, where it has none, title; in the page's order."""
    found: dict[str, Written] = {}
    open_fences: list[tuple[str, str]] = []  # colons, name
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = _FENCE.fullmatch(line)
        name = open_fences[-1][1] if open_fences else ""
        if fence and fence["name"]:
            open_fences.append((fence["colons"], fence["name"]))
            if fence["name"] == "session":
                current = fence["title"].strip()
                assert current not in found, f"two sessions are called {current}"
                found[current] = Written(current, number, [])
            elif fence["name"] == "talk":
                found[current] = _with_one_more(found[current], "talks")
        elif fence and open_fences and open_fences[-1][0] == fence["colons"]:
            open_fences.pop()
        elif name == "session" and not found[current].id and (option := _ID.fullmatch(line)):
            session = found.pop(current)._replace(id=option["id"])
            current = session.id
            assert current not in found, f"two sessions are called {current}"
            found[current] = session
        elif name in {"references", "impressions"} and _BULLET.match(line):
            found[current] = _with_one_more(found[current], name)
        if current:
            found[current].lines.append(line)
    return found


def _with_one_more(session: Written, what: str) -> Written:
    counts = session.counts._replace(**{what: getattr(session.counts, what) + 1})
    return session._replace(counts=counts)


def read_days() -> dict[str, dict[str, Written]]:
    """Return the sessions of each page of a day, by the name of the page, which is a date."""
    pages = sorted((ROOT / "days").glob("*.md"))
    return {page.stem: read_sessions(page.read_text("utf-8")) for page in pages}


def number_of_sessions() -> int:
    """Return how many sessions the pages of all days have."""
    return sum(map(len, read_days().values()))
