"""What the schedule said, what it says, and what a page says of a session."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError
from session_notes.model.names import fold
from session_notes.model.speakers import read_speakers
from session_notes.model.times import after, parse_span

from session_import import page_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from session_notes.model.vocabulary import Vocabulary

    from session_import.book_folder import Found
    from session_import.schedules.schedule import Event

#: What is compared.
FACTS = ("title", "day", "time", "until", "room", "track", "speakers")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`|]+")

#: What is recorded of a session: its id, the facts on which schedule and page agreed, its links.
Record = dict[str, Any]


def read_records(source: str, text: str) -> dict[str, dict[str, Record]]:
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
            f"{source}{line}: damaged; restore an older version, or delete the file: sessions are "
            "then found by their titles"
        )
        raise CommandError(message) from None
    else:
        return dict(records)


def differences(
    event: Event,
    record: Mapping[str, Any],
    found: Found,
    tracks: Vocabulary,
    addresses: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Yield what a person should look at, each with the name of the fact.

    What was changed on the page while the schedule stayed the same is intended. The page has the
    links to *addresses*.
    """
    options = found.block.options
    page = {name: options.get(name, "") for name in FACTS}
    page |= {"title": page_file.plain(found.block.title), "day": found.day}
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
        if link.url not in record.get("links", []) and link.url not in addresses:
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


def addresses_in(text: str) -> frozenset[str]:
    """Return the addresses in the *text* of a page."""
    found = {match[0] for match in _ADDRESS.finditer(text)}
    return frozenset(found | {address.rstrip(".,;:!?*_") for address in found})
