"""Judging the data of another book: what is not of the right form ends here.

Every value is looked at, because the hub's pages are trusted and the data is not: types, lengths,
ids, dates, and addresses that would leave the address of the book. What no reader sees, such as
signs that turn the direction of a text, is left out of it.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from session_notes.model.names import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from session_books.config import Source

#: The most letters of a title or a name, of an id, and of an address; and the most of anything.
_LETTERS = 500
_LONG = 2000
_MANY = 20_000
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z0-9_-]{1,35}")
_TIME = re.compile(r"T([0-9]{2}:[0-9]{2})")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]+"
)
#: What no path has, and what browsers leave out of one or take for a slash.
_NOT_IN_PATH = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^]")
_ASKED = re.compile("[?#]")
_SLASHES = re.compile(r"[/\\]")


class DataError(ValueError):
    """The data is not of the right form; the message says where."""


class Event(NamedTuple):
    """An event of a book."""

    id: str
    name: str
    start: str = ""
    place: str = ""
    url: str = ""


class Named(NamedTuple):
    """A topic or a person of a book; the first of the names is the one to show."""

    book: str
    id: str
    names: tuple[str, ...]
    links: tuple[str, ...] = ()


class Session(NamedTuple):
    """A session of a book."""

    id: str
    title: str
    #: Relative to the book.
    url: str
    event: str = ""
    parent: str = ""
    language: str = ""
    #: Of the form 2015-05-19; empty if it is not known.
    day: str = ""
    #: Of the form 14:40.
    time: str = ""
    kind: str = ""
    track: str = ""
    #: Ids, each with the name as the session spells it.
    speakers: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    #: The day of the last change; empty if it is not known.
    updated: str = ""


class Book(NamedTuple):
    """What is shown of a book."""

    name: str
    title: str
    language: str
    address: str
    events: tuple[Event, ...]
    topics: tuple[Named, ...]
    people: tuple[Named, ...]
    sessions: tuple[Session, ...]


def read_book(source: Source, data: bytes) -> Book:
    """Return what *data* says of the book *source*, in version 2 or 1, or raise DataError."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        message = "it is not JSON, or only a part of it"
        raise DataError(message) from None
    told = _map(told, "the data")
    version = told.get("version")
    if version == 1 and type(version) is int:
        told = _from_version_1(told)
    elif version != 2 or type(version) is not int:
        msg = "version"
        raise _bad(msg, version, "none that is known here, which are 1 and 2")
    about = _map(told.get("book"), "book")
    language = _language(about.get("language"), "book.language")
    topics = dict(_named(source.name, told, "topics", "label", "labels"))
    people = dict(_named(source.name, told, "people", "name", "names"))
    events = tuple(_events(told))
    known = {"topics": topics, "people": people, "events": {event.id for event in events}}
    sessions: dict[str, Session] = {}
    for number, one in enumerate(_list(told.get("sessions"), "sessions")):
        session = _session(one, f"sessions[{number}]", known, language)
        # Of two with one id the first has it, as in the book itself.
        sessions.setdefault(session.id, session)
    return Book(
        source.name,
        _text(about.get("title"), "book.title", empty=True) or source.name,
        language,
        source.address,
        events,
        tuple(topics.values()),
        tuple(people.values()),
        tuple(sessions.values()),
    )


def pack(book: Book) -> tuple[bytes, bytes]:
    """Return what is kept of a book that was judged: what it shows, and what it names."""
    shown = book._replace(topics=(), people=())
    names = [[one[1:] for one in things] for things in (book.topics, book.people)]
    return _packed(shown), _packed(names)


def _packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(source: Source, shown: bytes, names: bytes = b"") -> Book:
    """Return the book *source* that was packed; it needs no judging again.

    Without its *names* it has no topics and people, but its sessions have their ids.
    """
    _, title, language, _, events, _, _, sessions = json.loads(shown)
    topics, people = (
        tuple(Named(source.name, name, tuple(words), tuple(links)) for name, words, links in things)
        for things in (json.loads(names) if names else ((), ()))
    )
    return Book(
        source.name,
        title,
        language,
        source.address,
        tuple(Event(*one) for one in events),
        topics,
        people,
        tuple(
            Session._make([*one[:10], tuple(map(tuple, one[10])), tuple(one[11]), one[12]])
            for one in sessions
        ),
    )


def _from_version_1(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return data of version 1 in the form of version 2, which declares names once."""
    declared: dict[str, dict[str, dict[str, Any]]] = {"topics": {}, "people": {}}

    def declare(kind: str, key: str, where: str, given: object) -> str:
        one = _map(given, where)
        name = _id(one.get("id"), f"{where}.id")
        words = _text(one.get(key), f"{where}.{key}")
        declared[kind].setdefault(name, {key: words})
        return name

    sessions = []
    event = told.get("event")
    event_id = _id(_map(event, "event").get("id"), "event.id") if event is not None else None
    for number, one in enumerate(_list(told.get("sessions"), "sessions")):
        where = f"sessions[{number}]"
        session = dict(_map(one, where))
        given = _list(session.get("speakers"), f"{where}.speakers")
        session["speakers"] = [
            {"id": declare("people", "name", f"{where}.speakers", who), "as": who["name"]}
            for who in given
        ]
        session["topics"] = [
            declare("topics", "label", f"{where}.topics", topic)
            for topic in _list(session.get("topics"), f"{where}.topics")
        ]
        for key in ("kind", "track"):
            if session.get(key) is not None:
                session[key] = _map(session[key], f"{where}.{key}").get("id")
        sessions.append({**session, "event": event_id})
    return {
        "book": {key: told.get(key) for key in ("title", "language")},
        "events": {event_id: {**event, "id": None}} if isinstance(event, dict) else {},
        **declared,
        "sessions": sessions,
    }


def _events(told: Mapping[str, Any]) -> Iterator[Event]:
    for name, given in _map(told.get("events", {}), "events").items():
        where = f"events.{_id(name, 'events')}"
        one = _map(given, where)
        words = {
            key: _text(one[key], f"{where}.{key}", empty=True) if one.get(key) else ""
            for key in ("name", "venue", "city", "url")
        }
        place = ", ".join(filter(None, (words["venue"], words["city"])))
        url = words["url"] if _is_web(words["url"]) else ""
        yield Event(name, words["name"] or name, _day(one.get("start"), where), place, url)


def _named(
    book: str, told: Mapping[str, Any], kind: str, key: str, keys: str
) -> Iterator[tuple[str, Named]]:
    for name, given in _map(told.get(kind, {}), kind).items():
        where = f"{kind}.{_id(name, kind)}"
        one = _map(given, where)
        words = [_text(one.get(key), f"{where}.{key}")]
        if others := one.get(keys):
            words += (_text(text, where) for text in _map(others, f"{where}.{keys}").values())
        if aliases := one.get("aliases"):
            place = f"{where}.aliases"
            words += (_text(text, place) for text in _list(aliases, place))
        links: tuple[str, ...] = ()
        if given_links := one.get("links"):
            found = (_text(url, f"{where}.links") for url in _list(given_links, f"{where}.links"))
            links = tuple(sorted(filter(None, map(_link, found))))
        yield name, Named(book, name, tuple(dict.fromkeys(words)), links)


def _session(given: object, where: str, known: Mapping[str, Any], language: str) -> Session:
    one = _map(given, where)

    def get(key: str, check: Callable[[object, str], str]) -> str:
        value = one.get(key)
        return "" if value is None else check(value, f"{where}.{key}")

    def one_of(kind: str, value: object) -> str:
        # What is known was judged.
        if isinstance(value, str) and value in known[kind]:
            return value
        raise _bad(where, _id(value, f"{where}.{kind}"), f"not among the {kind} of the book")

    speakers = []
    for who in _list(one.get("speakers"), f"{where}.speakers"):
        spelled = _text(_map(who, where).get("as"), f"{where}.speakers.as")
        speakers.append((one_of("people", who.get("id")), spelled))
    topics = [one_of("topics", value) for value in _list(one.get("topics"), f"{where}.topics")]
    day, start = _day(one.get("day"), f"{where}.day"), get("start", _text)
    time = _TIME.search(start)
    said = get("language", _language)
    return Session(
        _id(one.get("id"), f"{where}.id"),
        _text(one.get("title"), f"{where}.title"),
        _place(one.get("url"), f"{where}.url"),
        one_of("events", one["event"]) if one.get("event") is not None else "",
        get("parent", _id),
        "" if said == language else said,
        day,
        time[1] if time else "",
        get("kind", _text),
        get("track", _id),
        tuple(dict(speakers).items()),
        tuple(dict.fromkeys(topics)),
        _day(one.get("updated"), f"{where}.updated"),
    )


# -- single values ------------------------------------------------------------------------------


def _bad(where: str, value: object, flaw: str) -> DataError:
    """Return the error that a value is bad; it shows the value short, on one line, in ASCII."""
    message = f"{where}: {ascii(value)[:60]} is {flaw}"
    return DataError(message)


def _map(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _bad(where, value, "not an object")
    if len(value) > _MANY:
        raise _bad(where, len(value), "a number too large")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _bad(where, value, "not a list")
    if len(value) > _MANY:
        raise _bad(where, len(value), "a number too large")
    return value


def _text(value: object, where: str, *, empty: bool = False) -> str:
    """Return a text on one line; a long one is cut."""
    if not isinstance(value, str):
        raise _bad(where, value, "not text")
    text = value[: 2 * _LONG]
    is_plain = text.isprintable() and "  " not in text
    text = text.strip() if is_plain else clean(_UNSEEN.sub(" ", text))
    if not text and not empty:
        raise _bad(where, value, "empty")
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"


def _id(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) > _LETTERS or not _ID.fullmatch(value):
        raise _bad(where, value, "not an id")
    return value


def _language(value: object, where: str) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise _bad(where, value, "not a language")
    return value


def _day(value: object, where: str) -> str:
    if value is None:
        return ""
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise _bad(where, value, "not a day")


def _place(value: object, where: str) -> str:
    """Return a path that stays within the address of the book, whoever follows it."""
    path = value if isinstance(value, str) else ""
    rest = path.removeprefix("./")
    steps = _ASKED.split(rest, maxsplit=1)[0]
    segments = steps.split("/")
    if (
        not path
        or len(path) > _LONG
        or _NOT_IN_PATH.search(path)
        or _UNSEEN.search(path)
        or rest.startswith("/")
        or "//" in steps
        or ":" in segments[0]
        # A browser takes %2e for a dot, and a server may unpack what a browser does not.
        or not {".", ".."}.isdisjoint(_SLASHES.split(unquote(unquote(steps))))
    ):
        raise _bad(where, value, "not a place in the book")
    return path


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    return is_web and len(address) < _LETTERS and not _NOT_IN_PATH.search(address)


def _link(address: str) -> str:
    """Return the address of a person in one form, by which people are compared; or nothing."""
    if not _is_web(address):
        return ""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    # A page of everybody's, such as that of a company, is nobody's.
    return f"{host}{path}?{parts.query}".rstrip("?") if path or parts.query else ""
