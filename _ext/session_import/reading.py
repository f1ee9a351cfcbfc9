"""A schedule is read from a file or an address, whatever its format and encoding are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from session_notes.cli import CommandError

from session_import.fetch import fetch
from session_import.schedules import frab, ical, sessionize

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from session_import.schedules.schedule import Schedule

#: No schedule is larger; a larger file is not read.
MAX_BYTES = 64 * 1024 * 1024
EXPECTED = (
    "expected a schedule of pretalx or frab (JSON with schedule.conference.days, or XML), of the "
    "c3voc hub (JSON with schedule and events), of Sessionize (JSON: All, Sessions or GridSmart), "
    "or iCalendar"
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def read(
    source: str, zone: ZoneInfo | None, fetch: Callable[[str, int], bytes] = fetch
) -> Schedule:
    """Read a schedule from a file or with *fetch*; its first characters show its format."""
    if _ADDRESS.match(source):
        data = fetch(source, MAX_BYTES)
        name = urlsplit(source).path.rstrip("/").rpartition("/")[2] or source
    else:
        data, name = read_file(Path(source), source, MAX_BYTES), Path(source).name
    text, problems = decode(name, data)
    start = text[:1000].lstrip()[:20].upper()
    if start.startswith("<!DOCTYPE HTML"):
        message = f"{name}: a page in HTML, and not a schedule; {EXPECTED}"
        raise CommandError(message)
    if start.startswith(("{", "[")):
        schedule = _read_json(name, text, zone)
    elif start.startswith("<"):
        # Its encoding may be declared in it.
        schedule, problems = frab.read_xml(name, data, zone, text, problems), []
    elif start.startswith("BEGIN:VCALENDAR"):
        schedule = ical.read_ics(name, text, zone)
    else:
        found = repr(" ".join(text[:200].split())[:40])
        message = f"{name}: neither JSON nor XML nor iCalendar; {EXPECTED}; found {found}"
        raise CommandError(message)
    schedule.problems[:0] = problems
    if not schedule.events and not schedule.problems:
        message = f"{name}: no sessions in it; {EXPECTED}; nothing was changed"
        raise CommandError(message)
    return schedule


def read_file(path: Path, name: str, limit: int) -> bytes:
    """Return what is in a file, which messages call *name*, of at most *limit* bytes."""
    try:
        # Reading a pipe or a device would never end.
        if path.exists() and not path.is_file():
            message = f"{name}: cannot be read: not a file"
            raise CommandError(message)
        if path.stat().st_size > limit:
            message = f"{name}: larger than {limit} bytes; split it"
            raise CommandError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{name}: cannot be read: {error.strerror}"
    except ValueError as error:
        message = f"{name!r}: cannot be read: {error}"
    raise CommandError(message)


def decode(name: str, data: bytes) -> tuple[str, list[str]]:
    """Return *data* as text, and a message if its encoding is not certain."""
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        told = f"{name}: not UTF-8 (byte {error.start + 1}); read as Windows-1252"
    try:
        return data.decode("cp1252"), [told]
    except UnicodeDecodeError:
        return data.decode("latin-1"), [told]


def _read_json(name: str, text: str, zone: ZoneInfo | None) -> Schedule:
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name}: not JSON: {error}"
        if isinstance(error, json.JSONDecodeError):
            message = f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
        raise CommandError(message) from None
    schedule = frab.read_json(name, root, zone) or sessionize.read_json(name, root, zone)
    if schedule is not None:
        return schedule
    keys = root if isinstance(root, dict) else root[0] if root and isinstance(root, list) else ()
    listed = ", ".join(f"'{key}'" for key in [*keys][:8]) if isinstance(keys, dict) else ""
    inside = "a list" if isinstance(root, list) else "an object"
    found = f"{inside} with {listed or 'nothing known'}"
    message = (
        f"{name}: schedule.conference.days is missing, and the file has no other known form; "
        f"{EXPECTED}; found {found}"
    )
    raise CommandError(message)
