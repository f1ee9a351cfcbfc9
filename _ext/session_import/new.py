"""``new``: writes pages, sessions and talks with correct fences, ids and dates.

Existing lines are never changed: new lines are inserted between them.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError
from session_notes.model.names import did_you_mean, slug
from session_notes.model.schema import OPTIONS
from session_notes.model.times import YEARS

from session_import import page_file, words
from session_import.book_folder import Folder

#: No conference lasts as many days.
LONGEST = 60

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Mapping, Sequence

    from session_import.book_folder import Found


def add_parser(subparsers: Any) -> Any:
    """Add ``new`` to the commands; return what else can be new may be added to."""
    parser = subparsers.add_parser("new", help="write a new day, session, talk or book")
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")

    day = kinds.add_parser("day", help="write the page of a day and add it to the contents")
    day.add_argument("day", type=parse_day, metavar="2015-05-23", help="the day")
    day.add_argument("--title", help="the heading; 'Day 6: Saturday 23 May' if left out")
    day.set_defaults(run=_run_day)

    session = kinds.add_parser(
        "session", help="add a session to the page of its day, in order of time"
    )
    session.add_argument("title", metavar="TITLE", help="the title")
    session.add_argument(
        "--day", type=parse_day, required=True, metavar="2015-05-23", help="the day"
    )
    session.add_argument(
        "--page", action="store_true", help="write it on a page of its own, which its id names"
    )

    talk = kinds.add_parser("talk", help="add a talk to a session, after its last talk")
    talk.add_argument("title", metavar="TITLE", help="the title")
    talk.add_argument("--session", required=True, metavar="ID", help="the session it is part of")

    for block in (session, talk):
        for name in OPTIONS:
            block.add_argument(f"--{name}", default="", help=OPTIONS[name].phrase)
        block.set_defaults(run=_run_block)
    for command in (day, session):
        command.add_argument(
            "--event", default="", metavar="ID", help="its event, in a book of several"
        )
    for command in (day, session, talk):
        add_folders(command)

    return kinds


def add_folders(parser: ArgumentParser) -> None:
    """Add the options that name the folders of the book."""
    parser.add_argument(
        "--book", type=Path, default=Path(), help="the folder of the book ('%(default)s')"
    )
    parser.add_argument("--days", default="days", help="the folder of its days ('%(default)s')")


def parse_day(text: str) -> date:
    """Read a date from the command line."""
    day = date.fromisoformat(text)
    if len(text) != len("2015-05-23") or day.year not in YEARS:
        raise ValueError
    return day


parse_day.__name__ = "date (write it as 2015-05-23)"  # argparse reports 'invalid <name> value'


# -- days -----------------------------------------------------------------------------------


def _run_day(options: Namespace) -> int:
    folder = Folder(options.book, options.days)
    event = _event_of(folder, options)
    done, left = add_day(folder, options.day, options.title or "", event=event)
    print(*done, *left, sep="\n")
    return 0


def add_day(
    folder: Folder,
    day: date,
    title: str = "",
    sessions: Sequence[str] = (),
    others: Iterable[date] = (),
    event: str = "",
) -> tuple[list[str], list[str]]:
    """Write the page of a *day* with the lines of *sessions*, and list it in ``index.md``.

    *others* are days that are written with it, *event* is that of :func:`add_page`. Return
    messages: what was done, and what is left to do.
    """
    path = folder.page_of(day)
    # A page may be written before that of an earlier day, so days are counted from the first; those
    # of another year's conference do not count.
    days = (one for one in (*others, *folder.dates()) if 0 < (day - one).days < LONGEST)
    number = (day - min(days, default=day)).days + 1
    heading = page_file.one_line(title)
    if not heading:
        said = words.words_in(folder.conf.language, folder.root / "locales")
        heading = words.day_title(said, day, number)
    lines = [f"# {heading}", *([""] if sessions else []), *sessions]
    return add_page(folder, path, day, lines, event=event)


def add_page(
    folder: Folder,
    path: Path,
    day: date,
    lines: Sequence[str],
    moments: Mapping[str, page_file.Moment] = {},
    event: str = "",
) -> tuple[list[str], list[str]]:
    """Write a page of a *day* with *lines*, and list it in ``index.md``.

    *moments* are those of pages that are not named by their day. Without an *event*, the page names
    the one that was on that day, if there are several. Return messages: what was done, and what is
    left to do.
    """
    if path.exists():
        message = f"{folder.name(path)} already exists; nothing was changed"
        raise CommandError(message)
    event = event or folder.event_on(day)
    about = [f"date: {day.isoformat()}", *([f"event: {event}"] if event else [])]
    folder.write(path, "\n".join(["---", *about, "---", *lines, ""]))
    done = [f"{folder.name(path)}: new, '{lines[0].partition(' ')[2]}'"]
    index = folder.root / "index.md"
    text = folder.read(index) if index.is_file() else ""
    listed = page_file.list_page(text, folder.days, path.stem, moments)
    if listed is None:
        entry = f"{folder.days}/{path.stem}"
        return done, [f"Now add the line '{entry}' to the toctree that lists the days."]
    text, line = listed
    if line:
        folder.write(index, text)
        done.append(f"index.md:{line}: added to the contents")
    return done, []


def _event_of(folder: Folder, options: Namespace) -> str:
    """Return the event of a new page; empty if the book need not be told."""
    if options.event:
        found = folder.events.find(options.event)
        if found is None:
            hint = did_you_mean(options.event, folder.events.entries)
            message = f"there is no event '{options.event}'; {hint or 'declare it in events.yml'}"
            raise CommandError(message)
        return found.id
    event = folder.event_on(options.day)
    if not event and folder.needs_event:
        known = ", ".join(folder.events.entries)
        message = f"the book has several events; name that of the day with --event: {known}"
        raise CommandError(message)
    return event


# -- sessions and talks ---------------------------------------------------------------------


def _run_block(options: Namespace) -> int:
    """Add a session or a talk."""
    folder = Folder(options.book, options.days)
    sessions = folder.sessions()
    title = page_file.one_line(options.title)
    values = {name: page_file.one_line(getattr(options, name)) for name in OPTIONS}
    values["id"] = values["id"] or page_file.make_id(title)
    path = _page_of(options, folder, sessions, values["id"])
    if title and not values["id"]:
        message = f"no id can be made from '{title}'; add one, such as --id a-few-words"
        raise CommandError(message)
    problems = page_file.problems_of(title, values)
    if problems:
        found = (f"--{name}: {text}" if name else text for name, text in problems.items())
        raise CommandError("\n".join(found))
    if values["id"] in sessions:
        place = folder.place(sessions[values["id"]])
        message = f"the id '{values['id']}' is already used ({place}); choose another with --id"
        raise CommandError(message)
    lines = page_file.session_block(options.what, title, values)
    start = page_file.Block("session", title, values).start
    if options.what == "session" and options.page:
        moments = {**folder.moments(sessions), path.stem: (options.day.isoformat(), start or 0)}
        event = _event_of(folder, options)
        done, left = add_page(folder, path, options.day, lines, moments, event)
        print(*done, *left, sep="\n")
        return 0
    text, page = folder.read_page(path)
    if options.what == "session":
        if options.event:
            message = "--event goes with --page: the page of the day names its event"
            raise CommandError(message)
        at = next(page_file.places_of_sessions(page, [start]))
    else:
        at = page_file.place_of_talk(page, slug(options.session))
    if at < 0:
        message = f"session '{options.session}' is inside another block; add the talk by hand"
        raise CommandError(message)
    new = page_file.insert(text, {at: lines})
    folder.write(path, new)
    line = next(block.first for block in folder.parse(new).all if block.id == values["id"]) + 1
    print(f"{folder.name(path)}:{line}: new {options.what} '{values['id']}'")
    return 0


def _page_of(
    options: Namespace, folder: Folder, sessions: Mapping[str, Found], session_id: str
) -> Path:
    """Return the page to which a session or a talk is to be added."""
    if options.what == "session":
        if options.page:
            return folder.page_of_session(session_id)
        path = folder.page_of(options.day)
        if not path.exists():
            message = (
                f"{folder.name(path)} does not exist; create it with "
                f"'python -m session_notes new day {options.day}', or add --page"
            )
            raise CommandError(message)
        return path
    session = sessions.get(slug(options.session))
    if session and session.block.kind == "talk":
        message = f"'{options.session}' is a talk; name the session that it belongs to"
        raise CommandError(message)
    if session is None:
        hint = did_you_mean(options.session, sessions) or "use its id"
        message = f"there is no session '{options.session}'; {hint}"
        raise CommandError(message)
    return session.path
