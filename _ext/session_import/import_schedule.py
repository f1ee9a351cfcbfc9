"""``import``: turns the schedule of a conference into pages; nothing that exists is changed.

Three versions are compared: what the schedule said when a session was imported, which is recorded
in a file; what it says now; and what its page says, which people may change.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError, takes_files
from session_notes.cli.progress import followed
from session_notes.model.names import fold, slug
from session_notes.model.times import DAY, parse_span

from session_import import page_file
from session_import.book_folder import Folder, Found
from session_import.comparing import addresses_in, differences, new_record, read_records
from session_import.new import add_day, add_folders
from session_import.reading import read
from session_import.schedules.schedule import zone_named
from session_import.vocabulary_file import Entry, VocabularyFile

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from session_import.schedules.schedule import Event, Schedule

#: The file of the records, in the folder of the vocabularies.
RECORDS = "imported.json"


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
    takes_files(
        parser.add_argument(
            "schedule",
            metavar="SCHEDULE",
            help="a file or an https address: pretalx, frab, c3voc hub, Sessionize (JSON, XML), "
            "iCalendar",
        )
    )
    add_folders(parser)
    add_choices(parser)
    parser.add_argument("--dry-run", action="store_true", help="report everything, write nothing")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="accept the pages as they are, and do not report these differences again",
    )


def add_choices(parser: ArgumentParser) -> None:
    """Add the options that say what of a schedule is imported, and how it is read."""
    parser.add_argument(
        "--track", action="append", help="add the sessions of this track only; may be repeated"
    )
    parser.add_argument("--timezone", help="the time zone of the event, such as 'Europe/London'")


def zone_of(options: Namespace) -> ZoneInfo | None:
    """Return the time zone that is given; CommandError if there is none of that name."""
    zone = zone_named(options.timezone or "")
    if options.timezone and zone is None:
        message = f"--timezone {options.timezone}: no such time zone; write it as Europe/London"
        raise CommandError(message)
    return zone


def filter_of(schedule: Schedule, options: Namespace) -> Callable[[Event], bool]:
    """Return what says whether an event is of a wanted track; CommandError if none is."""
    tracks = {fold(track) for track in options.track or ()}
    known = sorted({event.track for event in schedule.events})
    if tracks and tracks.isdisjoint(map(fold, known)):
        names = ", ".join(filter(None, known)) or "none"
        message = f"no such track; the schedule has {names}"
        raise CommandError(message)
    return lambda event: not tracks or fold(event.track) in tracks


def run(options: Namespace) -> int:
    """Run ``import``."""
    folder = Folder(options.book, options.days)
    schedule = read(options.schedule, zone_of(options))
    job = Import(folder, schedule)
    job.compare(keep=options.keep)
    job.add(filter_of(schedule, options))
    if not options.dry_run:
        job.write()
    return job.report(is_part=bool(options.track))


class Import:
    """One import: the texts to write, and the messages to print."""

    def __init__(self, folder: Folder, schedule: Schedule) -> None:
        self.folder = folder
        self.schedule = schedule
        self.messages: list[str] = []
        self.sessions = folder.sessions()
        self.file = folder.data(RECORDS)
        exists = self.file.exists() or self.file.is_symlink()
        source = folder.name(self.file)
        # Whatever cannot be written in the end must be known before the first page is.
        folder.refuse(self.file)
        #: The records of every schedule, and those of this one by the keys of its events.
        self.records = read_records(source, folder.read(self.file)) if exists else {}
        self.mine = self.records.setdefault(schedule.name, {})
        self.tracks = VocabularyFile(folder, "tracks")
        self.people = VocabularyFile(folder, "people")
        self.new: list[Event] = []
        self.added = 0
        #: The new texts of files that exist.
        self.texts: dict[Path, str] = {}
        #: The sessions of days that have no page yet.
        self.new_days: dict[date, list[str]] = {}
        #: The places at which kinds are left out that the book does not have.
        self.kinds: dict[str, list[str]] = {}
        #: How often each id was wanted that had to get a number.
        self.numbers: Counter[str] = Counter()

    def compare(self, *, keep: bool = False) -> None:
        """Report how the schedule differs from the sessions that are in the book."""
        keys = {event.key for event in self.schedule.events}
        unclaimed = _Unclaimed(self.sessions, {self.mine[key]["id"] for key in keys & {*self.mine}})
        addresses: dict[Path, frozenset[str]] = {}
        for event in followed(self.schedule.events, "comparing sessions"):
            record = self.mine.get(event.key, {})
            found = self.sessions.get(record.get("id", "")) or unclaimed.take(event)
            if found:
                if found.path not in addresses:
                    addresses[found.path] = addresses_in(found.text)
                known = self.tracks.known, addresses[found.path]
                different = [*differences(event, record, found, *known)] if not keep else []
                self._report(found, *(reason for _, reason in different))
                names = {name for name, _ in different}
                self.mine[event.key] = new_record(event, record, found, names)
            elif not record:
                self.new.append(event)
        # A schedule of which nothing could be read says nothing of the sessions.
        for key in sorted(self.mine.keys() - keys) if keys else ():
            found = self.sessions.get(self.mine[key]["id"])
            if keep:
                del self.mine[key]
            elif found:
                self._report(found, "is no longer in the schedule")

    def _report(self, found: Found, *reasons: str) -> None:
        place = f"{self.folder.place(found)}: '{found.block.id}'"
        self.messages += [f"{place}: {reason}" for reason in reasons]

    def add(self, is_wanted: Callable[[Event], bool]) -> None:
        """Add the sessions that are not in the book and *is_wanted* does not leave out."""
        wanted = [*filter(is_wanted, self.new)]
        wanted.sort(key=lambda one: (one.day, one.start is None, one.start, one.room, one.key))
        self._declare(wanted)
        for day, events in groupby(wanted, attrgetter("day")):
            self._add_to(day, list(events))
        self._name(wanted)
        for kind, places in self.kinds.items():
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            self.messages.append(
                f"{places[0]}{more}: the kind '{kind}' left out; to have it, add it to "
                "session_kinds in conf.py"
            )

    def _add_to(self, day: date, events: Sequence[Event]) -> None:
        path = self.folder.page_of(day)
        if self.folder.is_rst(path):
            for event in events:
                when = f" ({event.when})" if event.when else ""
                self.messages.append(
                    f"{self.folder.name(path)}: '{event.title}'{when} not added: the page is in "
                    "reStructuredText; add it by hand"
                )
            return
        self.folder.refuse(path)
        text, page = self.folder.read_page(path) if path.exists() else ("", self.folder.parse(""))
        places: dict[int, list[str]] = {}
        starts = [event.start for event in events]
        for event, at in zip(events, page_file.places_of_sessions(page, starts), strict=True):
            lines = places.setdefault(at, [])
            block = self._block(event, path)
            lines += ["", *block] if lines else block
        self.added += len(events)
        if not path.exists():
            self.new_days[day] = places[0]
            return
        self.texts[path] = page_file.insert(text, places)

    def _block(self, event: Event, path: Path) -> list[str]:
        """Return the lines of a new session, without options that ``check`` would report."""
        day = event.day.isoformat()
        names = [*map(page_file.make_id, (event.title, *event.names))]
        name = page_file.free_id(names, day, event.when[:5], self.sessions, self.numbers)
        options = {"id": name, **event.options(self.folder.conf.kinds or ())}
        title = page_file.markdown(event.title)
        place = f"{self.folder.name(path)}: '{name}'"
        if event.kind and not options["kind"]:
            self.kinds.setdefault(event.kind, []).append(place)
        if options["track"] and self.tracks.exists and not self.tracks.known.find(options["track"]):
            self.messages.append(
                f"{place}: ':track: {options['track']}' left out; declare it in "
                f"{self.tracks.source}"
            )
            options["track"] = ""
        for name, reason in page_file.problems_of(title, options).items():
            if name:
                self.messages.append(f"{place}: ':{name}: {options[name]}' left out: {reason}")
                options[name] = ""
        block = page_file.Block("session", title, options)
        found = Found(path, "", block, day)
        self.sessions[options["id"]] = found
        self.mine[event.key] = new_record(event, {}, found, ())
        return page_file.session_block("session", title, options, event.references())

    def _declare(self, events: Sequence[Event]) -> None:
        """Declare the tracks of *events*, as far as that is sure to work."""
        if not self.tracks.exists:
            return
        names = dict.fromkeys(event.options()["track"] for event in events)
        new = [Entry(name) for name in names if name and not self.tracks.known.find(name)]
        self.tracks.add(new)
        if self.tracks.text != self.tracks.old:
            self.texts[self.tracks.path] = self.tracks.text

    def _name(self, events: Sequence[Event]) -> None:
        """Add the other names of the speakers of *events* to the vocabulary of people."""
        people: dict[str, Entry] = {}
        found = ((one, event) for event in events for one in event.others)
        for (name, other, is_sure), event in found:
            known = self.people.known.find(name)
            entry = Entry(known.label.say("") if known else name, [other])
            if self.people.known.find(other) == known is not None:
                continue
            if not is_sure:
                self.messages.append(
                    f"'{event.title}' on {event.day}: '{other}' behind the name of '{name}' left "
                    "out; if it is another name, add "
                    f"to {self.people.source}: {entry.line('name')}; if it is a company, write "
                    f"'{name} ({other})'"
                )
            elif known:
                self.messages.append(
                    f"{self.people.source}: add '{other}' to the aliases of '{known.id}'"
                )
            elif other not in people.setdefault(fold(name), Entry(name)).others:
                people[fold(name)].others.append(other)
        self.messages += [
            f"{self.people.source}: add the line {entry.line('name')}"
            for entry in self.people.add([*people.values()], "name")
        ]
        if self.people.text != self.people.old:
            self.texts[self.people.path] = self.people.text

    def write(self) -> None:
        """Write the pages and the tracks, and finally the records."""
        for day, sessions in self.new_days.items():
            done = add_day(self.folder, day, sessions=sessions, others=self.new_days)
            self.messages += done[1]
        for path, text in self.texts.items():
            self.folder.write(path, text)
        about = "What the schedule said of the imported sessions. Written by 'import'; do not edit."
        records = {name: found for name, found in self.records.items() if found}
        content = {"about": about, "schedules": records}
        new = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if not self.file.exists() or self.folder.read(self.file) != new:
            self.folder.write(self.file, new)

    def report(self, *, is_part: bool = False) -> int:
        """Print what there is to look at and what was done; return the status of the command."""
        problems = [*self.schedule.problems, *self.messages]
        count = len(self.schedule.events)
        other = f", {len(self.new) - self.added} of other tracks" if is_part else ""
        texts = ", ".join(f"{name} ({number})" for name, number in self.schedule.texts.items())
        said = f"not imported, because these are texts of others: {texts}"
        omitted = [said] if texts and self.added else []
        summary = f"{count} session{'s' * (count != 1)} in the schedule, {self.added} added{other}"
        print(*problems, *omitted, summary, sep="\n")
        return 1 if problems else 0


class _Unclaimed:
    """The sessions of which no event of the schedule is recorded yet."""

    def __init__(self, sessions: Mapping[str, Found], claimed: set[str]) -> None:
        self._claimed = claimed
        #: By what may identify them, the last one first.
        self._by: dict[tuple[object, ...], list[Found]] = {}
        for found in reversed([*sessions.values()]):
            title, options = fold(page_file.plain(found.block.title)), found.block.options
            keys: list[tuple[object, ...]] = [
                (found.day, title, _start(options.get("time", ""))),
                (found.day, title),
                (options.get("abstract"),),
                (found.day, None, found.block.id),
            ]
            for key in keys:
                self._by.setdefault(key, []).append(found)

    def take(self, event: Event) -> Found | None:
        """Return the session that probably is *event*, and claim it."""
        day, facts = event.day.isoformat(), event.facts()
        title = fold(facts["title"])
        # Of twins of a day, the one at that time.
        keys: list[tuple[object, ...]] = [(day, title, _start(facts["time"])), (day, title)]
        # An address that several have, such as that of the whole programme, says nothing.
        keys += [
            (link.url,)
            for link in event.links
            if link.kind == "abstract" and len(self._by.get((link.url,), ())) == 1
        ]
        keys += [(day, None, slug(name)) for name in event.names if name]
        for key in keys:
            same = self._by.get(key, [])
            while same and same[-1].block.id in self._claimed:
                same.pop()
            if same:
                found = same.pop()
                self._claimed.add(found.block.id)
                return found
        return None


def _start(time: str) -> int | None:
    span = parse_span(time)
    return span[0] % DAY if span else None
