"""What the published book has promised: its anchors, and what its sessions hold.

The lists in ``tests/content`` say it, apart from the pages. What a page adds is promised only
after it has been looked at and merged: ``make promises`` then adds it to the lists. It takes
nothing back; that is for somebody who edits the lists, and says why.
"""

from __future__ import annotations

import re
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypedDict, cast

import yaml
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENT = ROOT / "tests" / "content"
EXPECTED_FILE = CONTENT / "expected.yml"

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


def listed(name: str) -> list[str]:
    """Return the entries of a list of anchors."""
    lines = (CONTENT / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_expected() -> Expected:
    """Return what the days and sessions must hold."""
    return cast("Expected", yaml.safe_load(EXPECTED_FILE.read_text("utf-8")))


# -- the book as it is ----------------------------------------------------------------------


def anchors_of_the_book(builddir: Path) -> set[str]:
    """Return all places of the book that others may link to."""
    app = SphinxTestApp("dummy", srcdir=ROOT, builddir=builddir)
    try:
        app.build()
        objects = app.env.domains["notes"].get_objects()
        return {f"{docname}#{anchor}" for _, _, _, docname, anchor, _ in objects}
    finally:
        app.cleanup()


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


# -- adding what is new ---------------------------------------------------------------------

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:]")
_ROLE_OF_A_SPEAKER = re.compile(r"\s*[(\[（].*")


def phrases_of(session: Written) -> list[Phrase]:
    """Return the speakers and the addresses of a session; more can be added by hand."""
    options = (line.partition(":speakers:") for line in session.lines)
    speakers = chain.from_iterable(re.split("[;；]", value) for key, _, value in options if not key)
    names = (_ROLE_OF_A_SPEAKER.sub("", name).strip() for name in speakers)
    addresses = chain.from_iterable(_ADDRESS.findall(line) for line in session.lines)
    return list(dict.fromkeys(filter(None, chain(names, addresses))))


def with_new(expected: Expected, days: Mapping[str, Mapping[str, Written]]) -> Expected:
    """Return *expected* with all that *days* have beyond it, each session at its place."""
    known = expected["sessions"]
    sessions: dict[str, ExpectedSession] = {}
    made: dict[str, ExpectedDay] = {}
    for day in sorted({*expected["days"], *days}):
        names = [name for name, session in known.items() if session["day"] == day]
        at = 0
        for name, session in days.get(day, {}).items():
            if name in names:
                at = names.index(name) + 1
            # What has no id has no address yet that would stay.
            elif session.id and name not in known:
                names.insert(at, name)
                at += 1
        ours = {name: _promise(day, known.get(name), days.get(day, {}).get(name)) for name in names}
        sessions |= ours
        made[day] = {
            "sessions": len(ours),
            "talks": sum(session["talks"] for session in ours.values()),
            "references": sum(session["references"] for session in ours.values()),
            "impressions": sum(session["impressions"] for session in ours.values()),
            "intro": expected["days"][day]["intro"] if day in expected["days"] else [],
        }
    return {"days": made, "sessions": sessions}


def _promise(day: str, known: ExpectedSession | None, found: Written | None) -> ExpectedSession:
    """Return what a session must hold from now on; of what is promised, nothing is taken back."""
    if known is None:
        assert found is not None
        talks, references, impressions = found.counts
        return {
            "day": day,
            "title": found.title,
            "talks": talks,
            "references": references,
            "impressions": impressions,
            "phrases": phrases_of(found),
        }
    counts = found.counts if found else Counts(0, 0, 0)
    return {
        **known,
        "talks": max(known["talks"], counts.talks),
        "references": max(known["references"], counts.references),
        "impressions": max(known["impressions"], counts.impressions),
    }


# -- the files ------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _entry(name: str, value: int | str | list[Phrase]) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"    {name}: {value if isinstance(value, int) else _quoted(value)}"
        return
    yield f"    {name}:" if value else f"    {name}: []"
    for phrase in value:
        choices = [phrase] if isinstance(phrase, str) else phrase
        said = ", ".join(map(_quoted, choices))
        yield f"    - {said}" if isinstance(phrase, str) else f"    - [{said}]"


def as_yaml(expected: Expected) -> str:
    """Return the list as its file has it, below the comment."""
    lines: list[str] = []
    for part, entries in cast("dict[str, dict[str, dict[str, Any]]]", expected).items():
        lines.append(f"{part}:")
        for name, entry in entries.items():
            # An id that YAML would not take for a word, and a date.
            plain = yaml.safe_load(name) == name
            lines.append(f"  {name if plain else _quoted(name)}:")
            lines += chain.from_iterable(_entry(*item) for item in entry.items())
    return "".join(f"{line}\n" for line in lines)


def head_of(text: str) -> str:
    """Return the comment with which a list begins."""
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))


def add_what_is_new() -> None:
    """Add to the lists what the book has beyond them."""
    with tempfile.TemporaryDirectory() as folder:
        anchors = anchors_of_the_book(Path(folder))
    files = {
        CONTENT / "anchors.txt": "".join(
            f"{anchor}\n" for anchor in sorted(anchors.union(listed("anchors.txt")))
        ),
        EXPECTED_FILE: as_yaml(with_new(read_expected(), read_days())),
    }
    for path, text in files.items():
        path.write_text(head_of(path.read_text("utf-8")) + text, "utf-8")


if __name__ == "__main__":
    add_what_is_new()
