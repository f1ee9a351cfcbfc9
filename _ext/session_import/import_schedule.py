"""``import``: turns the schedule of a conference into pages; nothing that exists is changed.

Three versions are compared: what the schedule said when a session was imported, which is recorded
in a file; what it says now; and what its page says, which people may change.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError
from session_notes.model.names import fold, stable_id
from session_notes.model.speakers import read_speakers
from session_notes.model.times import after, parse_span
from session_notes.model.vocabulary import Vocabulary, load

from session_import import page_file
from session_import.book_folder import Folder, Found
from session_import.new import add_day, add_folders
from session_import.schedules import frab, ical
from session_import.schedules.schedule import zone_named

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from session_import.schedules.schedule import Event, Schedule

#: No schedule is larger; a larger file is not read.
MAX_BYTES = 64 * 1024 * 1024
#: The files below the folder of the book.
RECORDS = "_data/imported.json"
TRACKS = "_data/tracks.yml"
#: What is compared.
FACTS = ("title", "day", "time", "until", "room", "track", "speakers")

#: What is recorded of a session: its id, the facts on which schedule and page agreed, its links.
Record = dict[str, Any]


def add_parser(subparsers: Any) -> None:
    """Add ``import`` to the commands."""
    parser = subparsers.add_parser(
        "import",
        help="make pages from a schedule, or compare them with it",
        description="Add the sessions that are not in the book yet, report what differs in those "
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
    add_folders(parser)
    parser.add_argument(
        "--track", action="append", help="add the sessions of this track only; may be repeated"
    )
    parser.add_argument("--timezone", help="the time zone of the event, such as 'Europe/London'")
    parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="accept the pages as they are, and do not report these differences again",
    )


def run(options: Namespace) -> int:
    """Run ``import``."""
    folder = Folder(options.book, options.days)
    zone = zone_named(options.timezone or "")
    if options.timezone and zone is None:
        message = f"--timezone {options.timezone}: no such time zone; write it as Europe/London"
        raise CommandError(message)
    schedule = read(options.schedule, zone)
    job = Import(folder, schedule)
    job.compare(keep=options.keep)
    job.add({fold(track) for track in options.track or ()})
    if not options.dry_run:
        job.write()
    problems = [*schedule.problems, *job.messages]
    count = len(schedule.events)
    other = f", {len(job.new) - job.added} of other tracks" if options.track else ""
    summary = f"{count} session{'s' * (count != 1)} in the schedule, {job.added} added{other}"
    print(*problems, summary, sep="\n")
    return 1 if problems else 0


def read(path: Path, zone: ZoneInfo | None) -> Schedule:
    """Read a schedule; its first characters show its format."""
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"{path}: larger than {MAX_BYTES} bytes"
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
    """One import: the texts to write, and the messages to print."""

    def __init__(self, folder: Folder, schedule: Schedule) -> None:
        self.folder = folder
        self.schedule = schedule
        self.messages: list[str] = []
        self.sessions = folder.sessions()
        file = folder.root / RECORDS
        #: The records of every schedule, and those of this one by the keys of its events.
        self.records = read_records(folder.read(file)) if file.exists() else {}
        self.mine = self.records.setdefault(schedule.name, {})
        file = folder.root / TRACKS
        self.tracks, self.tracks_text = Vocabulary(), ""
        if file.exists():
            self.tracks_text = folder.read(file)
            self.tracks = load("tracks", TRACKS, self.tracks_text)[0]
        self.new: list[Event] = []
        self.added = 0
        #: The new texts of files that exist.
        self.texts: dict[Path, str] = {}
        #: The sessions of days that have no page yet.
        self.new_days: dict[date, list[str]] = {}

    def compare(self, *, keep: bool) -> None:
        """Report how the schedule differs from the sessions that are in the book."""
        by_title = {
            (found.path.stem, fold(page_file.plain(found.block.title))): found
            for found in self.sessions.values()
        }
        for event in self.schedule.events:
            record = self.mine.get(event.key, {})
            title = event.day.isoformat(), fold(event.facts()["title"])
            found = self.sessions.get(record.get("id", "")) or by_title.get(title)
            if found:
                different = [*differences(event, record, found, self.tracks)] if not keep else []
                self._report(found, *(reason for _, reason in different))
                names = {name for name, _ in different}
                self.mine[event.key] = new_record(event, record, found, names)
            elif not record:
                self.new.append(event)
        for key in sorted(self.mine.keys() - {event.key for event in self.schedule.events}):
            found = self.sessions.get(self.mine[key]["id"])
            if keep:
                del self.mine[key]
            elif found:
                self._report(found, "is no longer in the schedule")

    def _report(self, found: Found, *reasons: str) -> None:
        place = f"{self.folder.place(found)}: '{found.block.id}'"
        self.messages += [f"{place}: {reason}" for reason in reasons]

    def add(self, tracks: set[str]) -> None:
        """Add the sessions that are not in the book, if given only those of some *tracks*."""
        known = sorted({event.track for event in self.schedule.events})
        if tracks and tracks.isdisjoint(map(fold, known)):
            names = ", ".join(filter(None, known)) or "none"
            message = f"no such track; the schedule has {names}"
            raise CommandError(message)
        wanted = [event for event in self.new if not tracks or fold(event.track) in tracks]
        wanted.sort(key=lambda one: (one.day, one.start is None, one.start, one.room, one.key))
        for day, events in groupby(wanted, attrgetter("day")):
            self._add_to(day, list(events))
        self.added = len(wanted)

    def _add_to(self, day: date, events: Sequence[Event]) -> None:
        path = self.folder.page_of(day)
        text, page = self.folder.read_page(path) if path.exists() else ("", self.folder.parse(""))
        places: dict[int, list[str]] = {}
        starts = [event.start for event in events]
        for event, at in zip(events, page_file.places_of_sessions(page, starts), strict=True):
            lines = places.setdefault(at, [])
            lines += ["", *self._block(event)] if lines else self._block(event)
        if not path.exists():
            self.new_days[day] = places[0]
            return
        self.texts[path] = page_file.insert(text, places)

    def _block(self, event: Event) -> list[str]:
        """Return the lines of a new session, without options that ``check`` would report."""
        made = page_file.make_id(event.title)
        day = event.day.isoformat()
        wanted = [
            made,
            made and f"{made}-{day}",
            *map(page_file.make_id, event.names),
            f"session-{day}-{event.when[:5].replace(':', '')}".strip("-"),
        ]
        options = {"id": page_file.free_id(wanted, self.sessions), **event.options()}
        title = page_file.markdown(event.title)
        place = f"{self.folder.days}/{day}.md: '{options['id']}'"
        if options["track"] and not self._declare(options["track"]):
            self.messages.append(
                f"{place}: ':track: {options['track']}' left out; declare it in {TRACKS}"
            )
            options["track"] = ""
        for name, reason in page_file.problems_of(title, options).items():
            if name:
                self.messages.append(f"{place}: ':{name}: {options[name]}' left out: {reason}")
                options[name] = ""
        block = page_file.Block("session", title, options)
        found = Found(self.folder.page_of(event.day), "", block)
        self.sessions[options["id"]] = found
        self.mine[event.key] = new_record(event, {}, found, ())
        return page_file.session_block("session", title, options, event.references())

    def _declare(self, track: str) -> bool:
        """Return whether a session may have the *track*; declare it if that is sure to work."""
        if not self.tracks.declared or self.tracks.find(track):
            return True
        old = self.tracks_text
        end = "" if not old or old.endswith("\n") else "\n"
        text = f"{old}{end}{stable_id(track)}: {page_file.quoted(track)}\n"
        tracks, problems = load("tracks", TRACKS, text)
        before = load("tracks", TRACKS, old)[1] if old else []
        kept = {**tracks.entries, **self.tracks.entries} == tracks.entries
        if len(problems) > len(before) or not kept or not tracks.find(track):
            return False
        self.tracks, self.tracks_text = tracks, text
        self.texts[self.folder.root / TRACKS] = text
        return True

    def write(self) -> None:
        """Write the pages and the tracks, and finally the records."""
        for day, sessions in self.new_days.items():
            self.messages += add_day(self.folder, day, sessions=sessions)[1]
        for path, text in self.texts.items():
            self.folder.write(path, text)
        about = "What the schedule said of the imported sessions. Written by 'import'; do not edit."
        records = {name: found for name, found in self.records.items() if found}
        content = {"about": about, "schedules": records}
        new = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        file = self.folder.root / RECORDS
        if not file.exists() or self.folder.read(file) != new:
            self.folder.write(file, new)


# -- comparing ------------------------------------------------------------------------------


def read_records(text: str) -> dict[str, dict[str, Record]]:
    """Read the records of every schedule, by the schedule's name and the event's key."""
    try:
        records = json.loads(text)["schedules"]
        for record in (record for events in records.values() for record in events.values()):
            known = record["id"] and set(record) <= {"id", "links", *FACTS}
            types = {"links": list}
            if not known or not all(
                isinstance(value, types.get(name, str)) for name, value in record.items()
            ):
                raise TypeError
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        message = (
            f"{RECORDS}{line}: damaged; restore an older version, or delete the file: sessions are "
            "then found by their titles"
        )
        raise CommandError(message) from None
    else:
        return dict(records)


def differences(
    event: Event, record: Mapping[str, Any], found: Found, tracks: Vocabulary
) -> Iterator[tuple[str, str]]:
    """Yield what a person should look at, each with the name of the fact.

    What was changed on the page while the schedule stayed the same is intended.
    """
    options = found.block.options
    page = {name: options.get(name, "") for name in FACTS}
    page |= {"title": page_file.plain(found.block.title), "day": found.path.stem}
    for name, now in event.facts().items():
        then, here = record.get(name), page[name]
        if is_same(name, here, now, tracks):
            continue
        if then is not None and is_same(name, then, now, tracks):
            continue
        verb = "are" if name == "speakers" else "is"
        if then is None:
            yield name, f"the {name} {verb} {_shown(now)} in the schedule, {_shown(here)} here"
        else:
            edited = not is_same(name, here, then, tracks)
            also = f"; the page says {_shown(here)}" if edited else ""
            yield name, f"the {name} {verb} now {_shown(now)}, no longer {_shown(then)}{also}"
    for link in event.links:
        if link.url not in record.get("links", []) and link.url not in found.text:
            yield "links", f"new link for ':{link.kind or 'references'}:': {link.url}"


def is_same(name: str, one: str, other: str, tracks: Vocabulary) -> bool:
    """Return whether two values of the fact *name* mean the same."""
    if name == "time":
        return _times(one) == _times(other)
    if name == "speakers":
        return _people(one) == _people(other)
    if name == "track":
        entries = [tracks.find(value) for value in (one, other)]
        if entries[0] or entries[1]:
            return entries[0] == entries[1]
    return fold(one) == fold(other)


def _people(value: str) -> set[str]:
    return {fold(entry.fields["name"]) for entry in read_speakers(value)}


def _times(value: str) -> object:
    """Return what two forms of a time have in common; 23:30-00:30 is 23:30-24:30."""
    span = parse_span(value)
    if span is None or span[1] is None:
        return span or fold(value)
    return span[0], after(span[0], span[1])


def _shown(value: str) -> str:
    return f"'{value}'" if value else "empty"


def new_record(
    event: Event, record: Mapping[str, Any], found: Found, different: Collection[str]
) -> Record:
    """Return the new record of a session; what is *different* stays as it was recorded."""
    now = {**event.facts(), "links": [link.url for link in event.links]}
    kept = {name: value for name, value in now.items() if name not in different}
    old = {name: record[name] for name in different if name in record}
    return {"links": [], **old, **kept, "id": found.block.id}
