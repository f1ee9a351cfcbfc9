"""Measure a hub over many books: 500 books of 50 sessions, unless other numbers are given.

    python benchmarks/hub.py
    python benchmarks/hub.py --books 50 --theme basic

The books are written as the data that they would publish; building a book itself is what
``bench.py`` measures. Every figure is that of a whole ``sphinx-build`` process.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from bench import EXTENSION, measured
from corpus import _WORDS

CONF = """\
import atexit
import gc

gc.set_threshold(7_000, 10, 1_000)
atexit.register(gc.freeze)
extensions = ["myst_parser", "session_notes", "session_books"]
project = "All books"
html_theme = {theme!r}
html_theme_options = {options!r}
session_books = {{
    f"book-{{number:03}}": (f"https://books.example/{{number:03}}/", f"../data/{{number:03}}.json")
    for number in range({books}) if number not in {gone!r}
}}
"""
INDEX = """\
# All books

```{topic-index}
:books:
```

```{session-table}
:books:
```
"""
_SYLLABLES = [f"{first}{second}" for first in "bdfghjklmnprstvwz" for second in "aeiou"]
#: The bounds: CPU seconds, memory in MB, and pages written.
BOUNDS = {
    "clean": (15.0, 300.0, None),
    "one talk changed": (4.0, 300.0, 10),
    "a book taken away": (6.0, 300.0, None),
}
LARGEST = 300_000


def book(number: int, sessions: int, people: int, topics: int) -> dict[str, Any]:
    """Return the data of a made-up book; the same number always gives the same."""
    pick = Random(number)
    year = 2006 + number % 20
    used: dict[str, dict[str, Any]] = {"topics": {}, "people": {}}

    def person() -> dict[str, Any]:
        # Some speak often.
        one = Random(int(people * pick.random() ** 2))
        given, family = ("".join(one.choices(_SYLLABLES, k=k)).title() for k in (2, 3))
        ident = f"{given}-{family}".lower()
        name = f"{given} {family}"
        full: dict[str, Any] = {
            "name": name,
            "names": {},
            "reading": None,
            "aliases": [],
            "links": [],
        }
        used["people"][ident] = full
        return {"id": ident, "as": name, "affiliation": None, "role": None}

    def topic() -> str:
        one = int(topics * pick.random() ** 2)
        ident = f"{_WORDS[one % len(_WORDS)]}-{one}"
        label = {"label": ident.replace("-", " ").title(), "labels": {}, "aliases": []}
        used["topics"][ident] = {**label, "parent": None, "description": None}
        return ident

    rows = []
    for talk in range(sessions):
        title = " ".join(pick.choices(_WORDS, k=6)).capitalize()
        day = f"{year}-{1 + number % 12:02}-{1 + talk // 20:02}"
        speakers = {one["id"]: one for one in (person() for _ in range(pick.randint(1, 3)))}
        rows.append(
            {
                "id": f"session-{talk}",
                "was": [],
                "event": f"event-{number}",
                "parent": None,
                "title": title,
                "language": "en",
                "url": f"days/{day}.html#session-{talk}",
                "day": day,
                "start": f"{day}T{9 + talk % 9:02}:00:00+02:00",
                "end": None,
                "time": None,
                "room": str(100 + talk % 7),
                "kind": "talk",
                "track": None,
                "speakers": list(speakers.values()),
                "topics": sorted({topic() for _ in range(pick.randint(1, 4))}),
                "reporters": [],
                "impressions": [],
                "notes": True,
                "summary": " ".join(pick.choices(_WORDS, k=40)),
                "references": [],
                "mentions": [],
                "updated": None,
                "calendar": None,
            }
        )
    name = f"Conference {number}"
    return {
        "$schema": "sessions.schema.json",
        "version": 2,
        "book": {"id": f"event-{number}", "title": name, "language": "en", "address": None},
        "events": {f"event-{number}": {"name": name, "start": rows[0]["day"], "city": "A Town"}},
        "tracks": {},
        "kinds": {"talk": "Talk"},
        **used,
        "sessions": rows,
    }


def pages(outdir: Path) -> dict[str, tuple[int, int]]:
    """Return when each page was written, and its size."""
    found = {}
    for path in outdir.rglob("*.html"):
        if "_static" not in path.parts:
            about = path.stat()
            found[str(path.relative_to(outdir))] = about.st_mtime_ns, about.st_size
    return found


def main() -> None:
    """Print the table; end with 1 if a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--books", type=int, default=500)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--people", type=int, default=15_000)
    parser.add_argument("--topics", type=int, default=300)
    parser.add_argument("--theme", default="sphinx_book_theme")
    parser.add_argument("--keep", type=Path, help="the folder to work in, which stays")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(measure(given, given.keep or Path(folder)))


def measure(given: argparse.Namespace, root: Path) -> int:
    """Print a line for each step, and return how many bounds do not hold."""
    data, src, out = root / "data", root / "src", root / "out"
    for folder in (data, src):
        folder.mkdir(parents=True, exist_ok=True)

    def write(number: int, content: dict[str, Any]) -> None:
        (data / f"{number:03}.json").write_text(json.dumps(content), "utf-8")

    def configure(books: int, gone: list[int]) -> None:
        options = {"collapse_navbar": True} if given.theme == "sphinx_book_theme" else {}
        text = CONF.format(theme=given.theme, options=options, books=books, gone=gone)
        (src / "conf.py").write_text(text, "utf-8")

    books = [book(n, given.sessions, given.people, given.topics) for n in range(given.books)]
    for number, one in enumerate(books):
        write(number, one)
    (src / "index.md").write_text(INDEX, "utf-8")
    environ = {**os.environ, "PYTHONPATH": str(EXTENSION), "PYTHONWARNINGS": "ignore"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "sphinx", "-b", "html"]
    command += ["-d", str(root / "doctrees"), str(src), str(out)]
    before: dict[str, tuple[int, int]] = {}
    broken, alone = 0, 0.0
    print("| step | CPU, s | MB | pages written | largest page, kB |\n|---|---|---|---|---|")
    for step in ("Sphinx alone", "clean", "no-op", "one talk changed", "a book taken away"):
        if step == "one talk changed":
            books[given.books // 2]["sessions"][7]["title"] = "Another title"
            write(given.books // 2, books[given.books // 2])
        configure(
            0 if step == "Sphinx alone" else given.books, [1] if step.startswith("a book") else []
        )
        if step == "Sphinx alone":
            # Built before, so that this is a build with nothing to do.
            measured(command, environ, root / "said")
        code, seen = measured(command, environ, root / "said")
        if code:
            sys.exit((root / "said").read_text("utf-8"))
        after = pages(out)
        written = sum(before.get(name, (0,))[0] != at for name, (at, _) in after.items())
        largest = max(size for _, size in after.values())
        figures = f"{seen['cpu']:.1f} | {seen['memory']:.0f} | {written} | {largest // 1000}"
        print(f"| {step} | {figures} |", flush=True)
        alone = seen["cpu"] if step == "Sphinx alone" else alone
        cpu, memory, most = BOUNDS.get(step, (alone + 0.3, 300.0, None))
        holds = seen["cpu"] <= cpu and seen["memory"] <= memory and largest < LARGEST
        broken += not holds or (most is not None and written > most)
        before = after
    return broken


if __name__ == "__main__":
    main()
