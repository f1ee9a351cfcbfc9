"""``new``: pages, sessions and talks, written with fences, ids and dates as they should be.

A line that is there is never touched: new ones are put between old ones.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from session_notes.cli.errors import CommandError
from session_notes.model.names import did_you_mean, slug
from session_notes.model.schema import OPTIONS

from session_import import new_book as newbook
from session_import import page_file as blocks
from session_import import scaffold
from session_import.book_folder import Folder

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any


def add_parser(subparsers: Any) -> None:
    """Add ``new`` to the commands."""
    parser = subparsers.add_parser("new", help="write a new day, session, talk or book")
    parser.set_defaults(run=run)
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")

    day = kinds.add_parser("day", help="write the page of a day and put it into the contents")
    day.add_argument("day", type=parse_day, metavar="2015-05-23", help="the day")
    day.add_argument("--title", help="the heading; 'Day 6: Saturday 23 May' if left out")

    session = kinds.add_parser(
        "session", help="add a session to the page of its day, at its place by time"
    )
    session.add_argument("title", metavar="TITLE", help="the title")
    session.add_argument(
        "--day", type=parse_day, required=True, metavar="2015-05-23", help="the day"
    )

    talk = kinds.add_parser("talk", help="add a talk to a session, behind its last one")
    talk.add_argument("title", metavar="TITLE", help="the title")
    talk.add_argument("--session", required=True, metavar="ID", help="the session it is part of")

    for block in (session, talk):
        for name in OPTIONS:
            block.add_argument(f"--{name}", default="", help=OPTIONS[name].phrase)
    for command in (day, session, talk):
        _add_places(command)
    newbook.add_parser(kinds)


def _add_places(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--book", type=Path, default=Path(), help="the folder of the book ('%(default)s')"
    )
    parser.add_argument("--days", default="days", help="the folder of its days ('%(default)s')")


def parse_day(text: str) -> date:
    """Read a date as it stands on the command line."""
    if len(text) != len("2015-05-23"):
        raise ValueError
    return date.fromisoformat(text)


parse_day.__name__ = "date (write it as 2015-05-23)"  # argparse says 'invalid <name> value'


def run(options: Namespace) -> int:
    """Carry out ``new``."""
    if options.what == "book":
        return newbook.run(options)
    folder = Folder(options.book, options.days)
    if options.what == "day":
        for line in add_day(folder, options.day, options.title or ""):
            print(line)
    else:
        print(_add_block(folder, options))
    return 0


def add_day(folder: Folder, day: date, title: str = "") -> list[str]:
    """Write the page of a *day*; return what is to be said of it."""
    path = folder.page_of(day)
    if path.exists():
        message = f"{folder.name(path)} is there already; nothing was changed"
        raise CommandError(message)
    # Days are counted from the first, whichever page is written when.
    first = min(folder.day_pages(), default=day)
    heading = scaffold.one_line(title) or scaffold.day_title(day, max((day - first).days, 0) + 1)
    entry = f"{folder.days}/{day.isoformat()}"
    index = folder.root / "index.md"
    text = folder.read(index) if index.is_file() else ""
    line = scaffold.toctree_line(text, folder.days, day)
    folder.write(path, scaffold.day_page(day, heading))
    said = [f"{folder.name(path)}: new, '{heading}'"]
    if line is None:
        said.append(f"Now add the line '{entry}' to the toctree that lists the days.")
    elif line.text:
        folder.write(index, scaffold.with_line(text, line))
        said.append(f"index.md:{line.at + 1}: listed in the contents")
    return said


def _add_block(folder: Folder, options: Namespace) -> str:
    """Add a session or a talk; return what is to be said of it."""
    sessions = folder.sessions()
    title = scaffold.one_line(options.title)
    values = {name: scaffold.one_line(getattr(options, name)) for name in OPTIONS}
    values["id"] = values["id"] or scaffold.make_id(title)
    if options.what == "session":
        path = folder.page_of(options.day)
        if not path.exists():
            message = (
                f"there is no {folder.name(path)}; make it with "
                f"'python -m session_notes new day {options.day}'"
            )
            raise CommandError(message)
    else:
        session = sessions.get(slug(options.session))
        if session and session.block.kind == "talk":
            message = f"'{options.session}' is a talk itself; name the session that it belongs to"
            raise CommandError(message)
        if session is None:
            hint = did_you_mean(options.session, sessions) or "name it by its id"
            message = f"there is no session '{options.session}'; {hint}"
            raise CommandError(message)
        path = session.path
    _check(title, values)
    if values["id"] in sessions:
        taken = sessions[values["id"]].place(folder.root)
        message = f"the id '{values['id']}' is taken ({taken}); give another by --id"
        raise CommandError(message)
    text, page = folder.read_page(path)
    if options.what == "session":
        start = blocks.Block("", "", values, 0, 0).start
        at = blocks.place_of_session(page, start)
    else:
        at = blocks.place_of_talk(page, slug(options.session))
        if at < 0:
            message = f"the session '{options.session}' stands inside something else; add by hand"
            raise CommandError(message)
    new = blocks.insert(text, scaffold.session_block(options.what, title, values), at)
    folder.write(path, new)
    places = {block.id: block.first for block in folder.parse(new).all}
    return f"{folder.name(path)}:{places[values['id']] + 1}: new {options.what} '{values['id']}'"


def _check(title: str, values: dict[str, str]) -> None:
    """Refuse what the build would not like."""
    if title and not values["id"]:
        message = f"no id can be made of '{title}'; give one, as in --id a-few-words"
        raise CommandError(message)
    problems = scaffold.problems_of(title, values)
    for name, value in values.items():
        if scaffold.is_lost(value):
            fit = scaffold.option_value(value)
            problems[name] = f"'{value}' would not be read as it stands; write '{fit}'"
    if problems:
        told = (f"--{name}: {text}" if name else text for name, text in problems.items())
        raise CommandError("\n".join(told))
