"""The value ``session_books``: the other books, each with its address and where its data is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from session_notes.model.names import slug

if TYPE_CHECKING:
    from session_notes.sphinxext.api import Refuse
    from sphinx.config import Config

#: The file that every book publishes.
DATA = "sessions.json"


class Source(NamedTuple):
    """Where a book is, and where its data is read."""

    name: str
    #: With a slash at the end; relative to the root of this book if it has no scheme.
    address: str
    #: An address, or a path relative to the source directory.
    location: str

    @property
    def is_remote(self) -> bool:
        """Whether the data is fetched."""
        return "://" in self.location


@dataclass(frozen=True)
class BookSettings:
    """The values of the hub."""

    books: dict[str, Any] = field(
        default_factory=dict,
        metadata={
            "help": "Other books, as in 'intersphinx_mapping': for each name the address of the "
            "book, and the path or address of its 'sessions.json', or None if it is there.",
            # The hub itself finds what changes with it.
            "rebuild": "",
        },
    )


def read(config: Config, refuse: Refuse) -> dict[str, Any]:
    """Return the value as it is: each build reports what is wrong with it."""
    return {"books": config.session_books}


def sources(books: object) -> tuple[list[Source], list[tuple[str, str]]]:
    """Return the books, sorted by name, and what is wrong with the others: name and message."""
    found: dict[str, Source] = {}
    problems = []
    if not isinstance(books, dict):
        return [], [("", f"{books!r} is no mapping; write {{'a-name': ('https://…/', None)}}")]
    for name, value in books.items():
        message = _flaw(name, value)
        if message:
            problems.append((str(name), message))
            continue
        address, path = value
        address = address if address.endswith("/") else f"{address}/"
        found[name] = Source(name, address, path or f"{address}{DATA}")
    addresses: dict[str, str] = {}
    for name in sorted(found):
        first = addresses.setdefault(found[name].address, name)
        if first != name:
            problems.append((name, f"'{first}' has the same address; leave out one of them"))
            del found[name]
    return [found[name] for name in sorted(found)], sorted(problems)


def _flaw(name: object, value: object) -> str:
    """Return why a book cannot be used; empty if it can."""
    if not isinstance(name, str) or not name or slug(name) != name:
        near = slug(name) if isinstance(name, str) else ""
        return f"{name!r} is no name of a book; write '{near or 'a-name'}'"
    if not isinstance(value, tuple | list) or len(value) != 2:
        return f"{value!r} is not an address and a path; write ('https://…/', None)"
    address, path = value
    if not isinstance(address, str) or not address.strip():
        return f"{address!r} is not an address; write 'https://…/'"
    if path is not None and not (isinstance(path, str) and path.strip()):
        return f"{path!r} is no path; write None, or the path of the book's {DATA}"
    return next(filter(None, map(_flaw_of_address, (address, *([path] if path else [])))), "")


def _flaw_of_address(address: str) -> str:
    is_clean = address.isprintable() and "\\" not in address and address == address.strip()
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return f"{address!r} is not an address; write 'https://…/'"
    if not is_clean or not (is_web or not (parts.scheme or parts.netloc)):
        return f"{address!r} is not an address of the web; write 'https://…/'"
    if "@" in parts.netloc:
        return "the address of a book must hold no password; put it into the file .netrc"
    if parts.query or parts.fragment:
        return f"'{address}' has more than a path; leave out what begins with '?' or '#'"
    return ""
