"""``new book``: an empty book with the layout of ours, from the templates in ``template/``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from session_notes.cli.errors import CommandError

from session_import import scaffold

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z]+)?")


class _Page(Template):
    """A template whose mark is in no Makefile and in no Markdown."""

    delimiter = "§"


def add_parser(subparsers: Any) -> None:
    """Add ``book`` to what ``new`` can make."""
    parser = subparsers.add_parser("book", help="start a book of another conference")
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="where; there must be nothing yet"
    )
    parser.add_argument("--title", default="Conference Notes", help="the title ('%(default)s')")
    parser.add_argument("--day", type=date.fromisoformat, help="the first day (today)")
    parser.add_argument(
        "--language", default="en", help="the language of the pages ('%(default)s')"
    )
    parser.add_argument(
        "--extension",
        default="session-notes",
        help="what pip installs the extension from: a requirement, or the path of a wheel or of a "
        "checkout ('%(default)s')",
    )


def run(options: Namespace) -> int:
    """Write the book."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is there already, and not empty; name a new folder"
        raise CommandError(message)
    if not _LANGUAGE.fullmatch(options.language):
        message = f"--language {options.language}: write it as en or ja"
        raise CommandError(message)
    title = scaffold.one_line(options.title) or "Conference Notes"
    day = options.day or datetime.now(UTC).astimezone().date()
    words = {
        "title": scaffold.markdown(title),
        # What JSON says of a text, Python understands.
        "project": scaffold.quoted(title),
        "language": scaffold.quoted(options.language),
        "day": day.isoformat(),
        "heading": scaffold.day_title(day, 1),
        "extension": _requirement(options.extension),
    }
    for name, text in _templates(files("session_import") / "template"):
        path = folder / name.replace("DAY", words["day"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_Page(text).substitute(words), "utf-8")
    print(f"{folder}: a new book; 'make html' there builds it")
    return 0


def _requirement(given: str) -> str:
    """Return *given* as a line of a requirements file."""
    path = Path(given)
    if path.exists():
        return f"session-notes @ {path.resolve().as_uri()}"
    if not (given[:1].isascii() and given[:1].isalnum()) or "\n" in given or given.endswith(".whl"):
        message = f"--extension {given}: no file, no folder, and nothing that pip could install"
        raise CommandError(message)
    return given


def _templates(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and text of every template."""
    for item in sorted(folder.iterdir(), key=lambda found: found.name):
        name = prefix + item.name.replace("dot-", ".")
        if item.is_dir():
            yield from _templates(item, f"{name}/")
        elif name.endswith(".in"):
            yield name.removesuffix(".in"), item.read_text("utf-8")
