"""``new book``: writes a book from the templates in ``template/``, and a schedule into it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from session_notes.cli import CommandError
from session_notes.locale.languages import check_language, tag

from session_import import page_file, words
from session_import.book_folder import Folder
from session_import.import_schedule import Import, add_choices, filter_of, zone_of
from session_import.new import parse_day
from session_import.reading import read
from session_import.schedules.schedule import Conference

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from session_notes.locale.labels import Labels

    from session_import.schedules.schedule import Event


class _Licence(NamedTuple):
    name: str
    path: str


#: Those of Creative Commons that leave a text free, by their ids of SPDX.
_LICENCES = {
    "CC-BY-4.0": _Licence("Creative Commons Attribution 4.0 International", "licenses/by/4.0/"),
    "CC-BY-SA-4.0": _Licence(
        "Creative Commons Attribution-ShareAlike 4.0 International", "licenses/by-sa/4.0/"
    ),
    "CC0-1.0": _Licence("CC0 1.0 Universal", "publicdomain/zero/1.0/"),
}
#: The regions of the fonts for Chinese, Japanese and Korean.
_FONTS = {"ja": "JP", "ko": "KR", "zh_CN": "SC", "zh": "SC", "zh_TW": "TC"}
#: The quotation marks and dashes that are not from these fonts, as xeCJK lists them.
_NARROW = '"2018,"2019,"201C,"201D,"2014,"2015,"2026,'
#: A line that a book has only if the value of that name is not empty.
_CONDITION = re.compile(r"§([a-z]+)\?")
#: Words to translate, or the name of a value. No Makefile and no Markdown contains the sign.
_PLACE = re.compile(r"§(?:\{([^{}]+)\}|([a-z]+))")


def add_parser(kinds: Any) -> None:
    """Add ``book`` to what can be new."""
    book = kinds.add_parser(
        "book",
        help="start a book about another conference",
        epilog="Exit codes: 0 if all is well, 1 if there is something to look at in the schedule, "
        "2 if nothing could be done.",
    )
    book.add_argument("folder", type=Path, metavar="FOLDER", help="the new folder, or an empty one")
    book.add_argument(
        "--from",
        dest="schedule",
        metavar="SCHEDULE",
        help="a schedule, as 'import' reads it: its title, time zone, days, tracks and sessions "
        "become the book",
    )
    add_choices(book)
    book.add_argument(
        "--title", default="", help="the title; that of the schedule, or 'Conference Notes'"
    )
    book.add_argument("--day", type=parse_day, help="the first day (today)")
    book.add_argument("--language", default="en", help="the language of the pages ('%(default)s')")
    book.add_argument(
        "--translation",
        action="append",
        default=[],
        metavar="LANGUAGE",
        help="a language into which the pages will be translated; may be repeated",
    )
    book.add_argument(
        "--license",
        type=str.upper,
        choices=_LICENCES,
        help="under which others may share the notes; none if left out",
    )
    book.add_argument(
        "--extension",
        default="session-notes",
        help="what pip installs the extension from: a requirement, or the path of a wheel or of a "
        "checkout ('%(default)s')",
    )
    book.set_defaults(run=_run)


def _run(options: Namespace) -> int:
    # Whatever cannot be read must be known before anything is written.
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} already exists and is not empty; choose a new folder"
        raise CommandError(message)
    for name, languages in (("language", [options.language]), ("translation", options.translation)):
        for problem in (found for one in languages for found in check_language(one)):
            message = f"--{problem.text.replace('language', name, 1)}"
            raise CommandError(message)
    zone = zone_of(options)
    extension = _requirement(options.extension)
    if options.schedule is None:
        if options.track:
            message = "--track: there is no schedule; add --from"
            raise CommandError(message)
        _write(options, extension, Conference(timezone=zone.key if zone else ""), [])
        return 0
    if options.day:
        message = "--day: with --from, the days are those of the schedule; leave it out"
        raise CommandError(message)
    schedule = read(options.schedule, zone)
    is_wanted = filter_of(schedule, options)
    wanted = [*filter(is_wanted, schedule.events)]
    if schedule.lacks_zone or not wanted:
        reason = "" if wanted else "no session can be read; "
        message = "\n".join([*schedule.problems, f"{reason}nothing was written"])
        raise CommandError(message)
    _write(options, extension, schedule.conference, wanted)
    job = Import(Folder(folder), schedule)
    if not options.title and not schedule.conference.title:
        job.messages.append("conf.py: the schedule has no title; write one there and in index.md")
    if not schedule.conference.timezone:
        job.messages.append("_data/events.yml: the schedule has no time zone; add 'timezone: …'")
    job.compare()
    job.add(is_wanted)
    job.write()
    return job.report(is_part=bool(options.track))


def _write(
    options: Namespace, extension: str, conference: Conference, events: Sequence[Event]
) -> None:
    """Write all files of a book but the pages of *events*."""
    # It takes as long to import as all else.
    from session_import import editor  # noqa: PLC0415

    said = words.words_in(options.language)
    title = page_file.one_line(options.title or conference.title) or said.translate(words.TITLE)
    days = sorted({event.day for event in events})
    start = days[0] if days else options.day or datetime.now(UTC).astimezone().date()
    ends = [event.until[: len("2015-05-23")] or event.day.isoformat() for event in events]
    values = {
        **_values_of_languages(tag(options.language), [*map(tag, options.translation)]),
        **_values_of_licence(options.license),
        "title": page_file.markdown(title),
        "project": page_file.quoted(title),
        "slug": page_file.quoted(page_file.make_id(title) or "conference-notes"),
        "event": page_file.make_id(title) or "conference-notes",
        "uuid": f"uuid-{uuid4()}",
        "days": "\n".join(f"days/{day}" for day in days or [start]),
        "start": start.isoformat(),
        "end": max(ends, default=""),
        "heading": words.day_title(said, start, 1),
        "timezone": conference.timezone,
        **{
            name: page_file.quoted(text) if text else ""
            for name, text in conference._asdict().items()
            if name in ("url", "venue", "city")
        },
        "example": "" if events else "yes",
        "imported": "yes" if events else "",
        "extension": extension,
    }
    made = {
        name.replace("DAY", values["start"]): _fill(text, values, said)
        for name, text in _templates(files("session_import") / "template")
        if not (events and "DAY" in name)
    }
    for name, text in {**made, **editor.files()}.items():
        if text:
            path = options.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    print(f"{options.folder}: new book; run 'make html' there to build it")
    if not options.license:
        print("No licence was chosen, so nobody may share the notes; --license names one.")


def _values_of_languages(language: str, translations: Sequence[str]) -> dict[str, str]:
    # It takes as long to import as all else.
    from babel import Locale  # noqa: PLC0415

    known = (language, *translations)
    names = {one: Locale.parse(one).get_display_name() or one for one in known}
    return {
        "language": page_file.quoted(language),
        "languages": json.dumps(
            {one: name[0].upper() + name[1:] for one, name in names.items()}, ensure_ascii=False
        ),
        "translations": " ".join(dict.fromkeys(one for one in translations if one != language)),
        "cjk": next((_FONTS[one] for one in known if one in _FONTS), "JP"),
        # In Chinese, quotation marks and dashes are as wide as other characters.
        "narrow": "" if language.startswith("zh") else _NARROW,
        "korean": "yes" if "ko" in known else "",
    }


def _values_of_licence(chosen: str | None) -> dict[str, str]:
    name, path = _LICENCES[chosen] if chosen else ("", "")
    return {
        "licence": chosen or "",
        "unlicensed": "" if chosen else "yes",
        "licencename": name,
        "licenceurl": f"https://creativecommons.org/{path}",
        "licencecode": f"https://creativecommons.org/{path}legalcode",
        "year": str(datetime.now(UTC).year),
    }


def _fill(text: str, values: Mapping[str, str], said: Labels) -> str:
    """Return a template with *values*; without the lines whose condition has none."""
    lines = []
    for line in text.splitlines(keepends=True):
        condition = _CONDITION.match(line)
        if condition is None or values[condition[1]]:
            lines.append(line[condition.end() if condition else 0 :])
    return _PLACE.sub(
        lambda found: said.translate(found[1]) if found[1] else values[found[2]], "".join(lines)
    )


def _requirement(given: str) -> str:
    """Return *given* as a line of a requirements file."""
    path = Path(given)
    if path.exists():
        return f"session-notes @ {path.resolve().as_uri()}"
    if not (given[:1].isascii() and given[:1].isalnum()) or "\n" in given or given.endswith(".whl"):
        message = f"--extension {given}: neither a file nor a folder nor a requirement for pip"
        raise CommandError(message)
    return given


def _templates(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every template."""
    for item in sorted(folder.iterdir(), key=lambda found: found.name):
        name = prefix + item.name.replace("dot-", ".")
        if item.is_dir():
            yield from _templates(item, f"{name}/")
        elif name.endswith(".in"):
            yield name.removesuffix(".in"), item.read_text("utf-8")
