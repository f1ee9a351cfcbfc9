"""``import``: the pages of a conference, made of its schedule; nothing that is there is changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.cli.errors import CommandError
from session_notes.lint.source import split_lines
from session_notes.model.names import fold, stable_id
from session_notes.model.vocabulary import Vocabulary, load

from session_import import page_file as blocks
from session_import import scaffold
from session_import.book_folder import Folder, Found
from session_import.new import add_day
from session_import.schedules import frab, ical
from session_import.schedules import merge as imported

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from session_import.schedules.schedule import Event, Schedule

#: No schedule is larger; a larger file is refused unread.
_MAX_BYTES = 64 * 1024 * 1024


def add_parser(subparsers: Any) -> None:
    """Add ``import`` to the commands."""
    parser = subparsers.add_parser(
        "import",
        help="make pages of a schedule, or compare them with it",
        description="Add the sessions that are not in the book yet, tell what differs in those "
        "that are, and change nothing else.",
        epilog="Exit codes: 0 if all is well, 1 if there is something to look at, 2 if nothing "
        "could be done.",
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "schedule",
        type=Path,
        metavar="SCHEDULE",
        help="a file: pretalx or frab (JSON, XML), iCalendar",
    )
    parser.add_argument(
        "--book", type=Path, default=Path(), help="the folder of the book ('%(default)s')"
    )
    parser.add_argument("--days", default="days", help="the folder of its days ('%(default)s')")
    parser.add_argument(
        "--track", action="append", help="add the sessions of this track only; may be repeated"
    )
    parser.add_argument("--timezone", help="the time zone of the event, such as 'Europe/London'")
    parser.add_argument("--dry-run", action="store_true", help="tell all, write nothing")
    parser.add_argument(
        "--keep", action="store_true", help="let what differs now be right, and tell it no more"
    )


def run(options: Namespace) -> int:
    """Carry out ``import``."""
    folder = Folder(options.book, options.days)
    zone = frab.zone_named(options.timezone or "")
    if options.timezone and zone is None:
        message = f"--timezone {options.timezone}: no such time zone; write it as Europe/London"
        raise CommandError(message)
    schedule = read(options.schedule, zone)
    job = Import(folder, schedule, {fold(track) for track in options.track or ()})
    job.compare(keep=options.keep)
    job.add()
    if not options.dry_run:
        job.write()
    for line in (*schedule.problems, *job.said):
        print(line)
    print(job.summary())
    return 1 if schedule.problems or job.said else 0


def read(path: Path, zone: ZoneInfo | None) -> Schedule:
    """Read a schedule of any of the formats, told by what it begins with."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            message = f"{path}: larger than {_MAX_BYTES} bytes"
            raise CommandError(message)
        data = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise CommandError(message) from None
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()[:20].upper()
    if start.startswith((b"{", b"[")):
        return frab.read_json(path.name, data, zone)
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return frab.read_xml(path.name, data, zone)
    if start.startswith(b"BEGIN:VCALENDAR"):
        return ical.read_ics(path.name, data, zone)
    message = f"{path.name}: neither JSON nor XML nor iCalendar"
    raise CommandError(message)


class Import:
    """One import: what is to be written, and what is to be said."""

    def __init__(self, folder: Folder, schedule: Schedule, only: set[str]) -> None:
        self.folder = folder
        self.schedule = schedule
        self.only = only
        self.said: list[str] = []
        self.sessions = folder.sessions()
        self.by_title = {
            (found.path.stem, fold(scaffold.plain(found.block.title))): found
            for found in self.sessions.values()
        }
        file = folder.root / imported.FILE
        self.records = imported.load(folder.read(file)) if file.exists() else {}
        self.mine = self.records.setdefault(schedule.name, {})
        self.tracks_file = folder.root / "_data" / "tracks.yml"
        self.tracks = Vocabulary("tracks")
        self.tracks_text = ""
        if self.tracks_file.exists():
            self.tracks_text = folder.read(self.tracks_file)
            self.tracks = load("tracks", "_data/tracks.yml", self.tracks_text)[0]
        self.new: list[Event] = []
        #: The texts of pages that are new or other than they were.
        self.texts: dict[Path, str] = {}
        self.tracks_added = False
        self.new_days: list[date] = []
        self.added = 0

    # -- what is there ----------------------------------------------------------------------

    def compare(self, *, keep: bool) -> None:
        """Tell what differs between the schedule and the sessions that are in the book."""
        texts: dict[Path, str] = {}
        for event in self.schedule.events:
            record = self.mine.get(event.key, {})
            found = self._find(event, record)
            if found is None:
                if not record:
                    self.new.append(event)
                continue
            text = texts.setdefault(found.path, self.folder.read(found.path))
            told = list(imported.differences(event, record, found, text, self.tracks))
            if not keep:
                place = f"{found.place(self.folder.root)}: '{found.block.id}'"
                self.said += [f"{place}: {reason}" for _, reason in told]
            still = set() if keep else {name for name, _ in told}
            self.mine[event.key] = imported.agreed(event, record, found, still)
        for key in sorted(self.mine.keys() - {event.key for event in self.schedule.events}):
            found = self.sessions.get(self.mine[key]["id"])
            if keep:
                del self.mine[key]
            elif found:
                place = f"{found.place(self.folder.root)}: '{found.block.id}'"
                self.said.append(f"{place}: is no longer in the schedule")

    def _find(self, event: Event, record: dict[str, Any]) -> Found | None:
        """Return the session that an event is in the book, by its id, else by day and title."""
        found = self.sessions.get(record.get("id", ""))
        return found or self.by_title.get((event.day.isoformat(), fold(event.facts()["title"])))

    # -- what is new ------------------------------------------------------------------------

    def add(self) -> None:
        """Put the sessions that are not in the book into their pages."""
        wanted = [event for event in self.new if not self.only or fold(event.track) in self.only]
        if self.only and not any(fold(event.track) in self.only for event in self.schedule.events):
            known = sorted({event.track for event in self.schedule.events if event.track})
            message = f"no track is called so; the schedule has {', '.join(known) or 'none'}"
            raise CommandError(message)
        by_day: dict[date, list[Event]] = {}
        for event in sorted(wanted, key=lambda e: (e.day, not e.start, e.when, e.room, e.key)):
            by_day.setdefault(event.day, []).append(event)
        for day, events in by_day.items():
            self._add_to(day, events)

    def _add_to(self, day: date, events: Sequence[Event]) -> None:
        path = self.folder.page_of(day)
        if path.exists():
            text, page = self.folder.read_page(path)
        else:
            self.new_days.append(day)
            text, page = "", self.folder.parse("")
        made = [(event, self._block(event)) for event in events]
        if not page.blocks:
            lines = [line for _, block in made for line in ("", *block)][1:]
            text = blocks.insert(text, lines, len(page.lines))
        else:
            for event, block in made:
                at = blocks.place_of_session(page, event.start)
                text = blocks.insert(text, block, at)
                page = self.folder.parse(text)
        self.texts[path] = text
        self.added += len(made)

    def _block(self, event: Event) -> list[str]:
        """Return the lines of a new session, without what the build would not like."""
        made = scaffold.make_id(event.title)
        names = [name for name in map(scaffold.make_id, event.names) if name]
        day = event.day.isoformat()
        wanted = [
            made,
            made and f"{made}-{day}",
            *names,
            f"session-{day}-{event.when[:5].replace(':', '')}".strip("-"),
        ]
        options = {"id": scaffold.free_id(wanted, self.sessions.keys()), **event.options()}
        place = f"{self.folder.days}/{day}.md: '{options['id']}'"
        if options["track"] and not self._declare(options["track"]):
            self.said.append(
                f"{place}: ':track: {options['track']}' left out; declare it in _data/tracks.yml"
            )
            options["track"] = ""
        title = scaffold.markdown(event.title)
        for name, reason in scaffold.problems_of(title, options).items():
            if name:
                self.said.append(f"{place}: ':{name}: {options[name]}' left out: {reason}")
                options[name] = ""
        block = blocks.Block("session", title, options, 0, 0)
        found = Found(self.folder.page_of(event.day), block)
        self.sessions[options["id"]] = found
        self.mine[event.key] = imported.agreed(event, {}, found, set())
        return scaffold.session_block("session", title, options, event.references())

    def _declare(self, track: str) -> bool:
        """Say whether a session may have the *track*; declare it where that is certain to work."""
        if not self.tracks.declared or self.tracks.find(track):
            return True
        text = self.tracks_text
        end = "" if not text or text.endswith("\n") else "\n"
        more = f"{text}{end}{stable_id(track)}: {scaffold.quoted(track)}\n"
        vocabulary, problems = load("tracks", "_data/tracks.yml", more)
        before = load("tracks", "_data/tracks.yml", text)[1] if text else []
        old = self.tracks.entries.items()
        if len(problems) > len(before) or not vocabulary.find(track):
            return False
        if any(vocabulary.entries.get(key) != entry for key, entry in old):
            return False
        self.tracks, self.tracks_text, self.tracks_added = vocabulary, more, True
        return True

    # -- the end ----------------------------------------------------------------------------

    def write(self) -> None:
        """Write the pages, then the tracks, and last what was imported."""
        for day in self.new_days:
            path = self.folder.page_of(day)
            sessions = self.texts.pop(path)
            for line in add_day(self.folder, day)[1:]:
                if not line.startswith("index.md:"):
                    self.said.append(line)
            page = self.folder.read(path)
            number = len(split_lines(page))
            self.folder.write(path, blocks.insert(page, sessions.splitlines(), number))
        for path, text in self.texts.items():
            self.folder.write(path, text)
        if self.tracks_added:
            self.folder.write(self.tracks_file, self.tracks_text)
        file = self.folder.root / imported.FILE
        new = imported.dump({name: found for name, found in self.records.items() if found})
        if not file.exists() or self.folder.read(file) != new:
            self.folder.write(file, new)

    def summary(self) -> str:
        """Return what was done, in a line."""
        read = len(self.schedule.events)
        left = len(self.new) - self.added
        said = f"{read} sessions in the schedule, {self.added} added, {left} of other tracks"
        return said if self.only else said.rpartition(",")[0]
