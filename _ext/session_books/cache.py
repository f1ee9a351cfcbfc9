"""The last good copy of each book, as it was judged, in one file beside the environment.

So a hub can be built offline, and shows a book whose data is broken as it was. A file that is
broken itself, or that the disk refuses, only means that nothing is known.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

#: Other names for another form of what is kept: the old one is dropped with its file.
_TABLES = """
CREATE TABLE IF NOT EXISTS books_3
    (name TEXT PRIMARY KEY, location, etag, digest, names_digest, data BLOB, names BLOB);
CREATE TABLE IF NOT EXISTS same_3 (key TEXT PRIMARY KEY, data BLOB);
"""


_KNOWN = "SELECT name, location, etag, digest, names_digest FROM books_3"


class Copy(NamedTuple):
    """What is known of a copy without unpacking it."""

    location: str
    etag: str
    digest: str
    #: The digest of what the book names.
    names: str


class Cache:
    """The copies; *path* is the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        #: The copies by the names of their books.
        self.copies: dict[str, Copy] = {}
        if path.is_file():
            try:
                with closing(sqlite3.connect(path)) as file:
                    rows = file.execute(_KNOWN)
                    self.copies = {name: Copy(*map(str, rest)) for name, *rest in rows}
            except sqlite3.Error:
                self.forget()

    def forget(self) -> None:
        """Remove the file, which cannot be read."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def data(self, *, names: bool) -> dict[str, tuple[bytes, bytes]]:
        """Return of each copy that can be read what it shows, and with *names* what it names."""
        found = {}
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as file:
            query = "SELECT name, data, CASE WHEN ? THEN names END FROM books_3"
            for name, *data in file.execute(query, (names,)):
                with suppress(zlib.error, TypeError):
                    shown, said = (zlib.decompress(part) if part else b"" for part in data)
                    found[name] = shown, said
        return found

    def same(self, key: str) -> bytes:
        """Return what is kept of who is the same, if it was found for *key*; else nothing."""
        try:
            with closing(sqlite3.connect(self.path)) as file:
                rows = file.execute("SELECT data FROM same_3 WHERE key = ?", (key,))
                return zlib.decompress(rows.fetchone()[0])
        except (sqlite3.Error, zlib.error, TypeError):
            return b""

    def keep_same(self, key: str, data: bytes) -> None:
        """Keep who is the same, for the next build in which *key* is this."""
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as file, file:
            file.execute("DELETE FROM same_3")
            file.execute("INSERT INTO same_3 VALUES (?, ?)", (key, zlib.compress(data, 1)))

    def update(
        self, new: dict[str, tuple[Copy, tuple[bytes, bytes] | None]], names: Collection[str]
    ) -> None:
        """Keep the *new* copies, whose data is None if it is what it was, and only *names*."""
        gone = self.copies.keys() - names
        if not new and not gone:
            return
        rows = [
            (name, *copy, *(zlib.compress(part, 1) for part in data))
            for name, (copy, data) in new.items()
            if data is not None
        ]
        known = [(*copy[:2], name) for name, (copy, data) in new.items() if data is None]
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as file, file:
            file.executescript(_TABLES)
            file.executemany("INSERT OR REPLACE INTO books_3 VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            file.executemany("UPDATE books_3 SET location = ?, etag = ? WHERE name = ?", known)
            file.executemany("DELETE FROM books_3 WHERE name = ?", [(name,) for name in gone])
        self.copies.update({name: copy for name, (copy, _) in new.items()})
