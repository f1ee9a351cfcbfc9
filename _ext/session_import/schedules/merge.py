"""What was imported before, and what a schedule says now against what the pages say.

Three versions meet: what the schedule said when a session was imported, which a file beside the
vocabularies keeps; what it says now; and what its page says, which is for people to change.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from session_notes.cli.errors import CommandError
from session_notes.model.names import fold
from session_notes.model.parsing import parse_speaker

from session_import.scaffold import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from session_notes.model.vocabulary import Vocabulary

    from session_import.book_folder import Found
    from session_import.schedules.schedule import Event

#: Where it is kept, below the folder of the book.
FILE = "_data/imported.json"
FACTS = ("title", "day", "time", "room", "track", "speakers")

#: What is kept of a session: its id, the facts that schedule and page agreed on, its links.
Record = dict[str, Any]
#: The records of every schedule, by the schedule's name and the event's key.
Records = dict[str, dict[str, Record]]

_NUMBER = re.compile(r"\d+")


def load(text: str) -> Records:
    """Read the file of records."""
    try:
        records = json.loads(text)["schedules"]
        for record in (record for events in records.values() for record in events.values()):
            known = ("id", "links", *FACTS)
            strings = all(isinstance(record.get(name, ""), str) for name in ("id", *FACTS))
            good = strings and isinstance(record.get("links", []), list) and record["id"]
            if not good or set(record) - set(known):
                raise TypeError
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        message = (
            f"{FILE}{line}: is not as it was written; bring back an older version, or delete it: "
            "the sessions are then found again by their titles"
        )
        raise CommandError(message) from None
    else:
        return dict(records)


def dump(records: Records) -> str:
    """Return the text of the file of records."""
    about = "What the schedule said of the imported sessions. Written by 'import'; do not edit."
    content = {"about": about, "schedules": records}
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def page_facts(found: Found) -> dict[str, str]:
    """Return what the page says of a session."""
    options = found.block.options
    facts = {name: options.get(name, "") for name in FACTS}
    return {**facts, "title": plain(found.block.title), "day": found.path.stem}


def same(name: str, one: str, other: str, tracks: Vocabulary) -> bool:
    """Say whether two values of the fact *name* mean the same."""
    if name == "time":
        return _NUMBER.findall(one) == _NUMBER.findall(other)
    if name == "speakers":
        return _people(one) == _people(other)
    if name == "track":
        entries = [tracks.find(value) for value in (one, other)]
        if entries[0] or entries[1]:
            return entries[0] == entries[1]
    return fold(one) == fold(other)


def _people(value: str) -> set[str]:
    parts = [part for part in value.replace("；", ";").split(";") if part.strip()]
    return {fold(speaker.name if (speaker := parse_speaker(part)) else part) for part in parts}


def differences(
    event: Event, record: Mapping[str, Any], found: Found, text: str, tracks: Vocabulary
) -> Iterator[tuple[str, str]]:
    """Yield what a person should look at, each with the name of the fact; *text* is the page's.

    What somebody changed in the page, while the schedule stayed, is as they want it.
    """
    page, now = page_facts(found), event.facts()
    for name in FACTS:
        then = record.get(name)
        if same(name, page[name], now[name], tracks):
            continue
        if then is not None and same(name, then, now[name], tracks):
            continue
        new = f"the {name} is now {_shown(now[name])}"
        if then is None:
            yield (
                name,
                f"the {name} is {_shown(now[name])} in the schedule, {_shown(page[name])} here",
            )
        elif same(name, page[name], then, tracks):
            yield name, f"{new}, no longer {_shown(then)}"
        else:
            yield name, f"{new}, no longer {_shown(then)}; here it is {_shown(page[name])}"
    for link in event.links:
        if link.url not in record.get("links", []) and link.url not in text:
            option = link.kind or "references"
            yield "links", f"a new link, for ':{option}:': {link.url}"


def _shown(value: str) -> str:
    return f"'{value}'" if value else "empty"


def agreed(event: Event, record: Mapping[str, Any], found: Found, open_facts: set[str]) -> Record:
    """Return the new record of a session: what is still open stays as it was recorded."""
    now = event.facts()
    kept: Record = {"id": found.block.id}
    for name in FACTS:
        if name not in open_facts:
            kept[name] = now[name]
        elif name in record:
            kept[name] = record[name]
    urls = [link.url for link in event.links]
    kept["links"] = record.get("links", []) if "links" in open_facts else urls
    return kept
