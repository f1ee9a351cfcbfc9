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

#: Another name for another form of the copies: those of the old one are dropped.
_TABLE = (
    "CREATE TABLE IF NOT EXISTS books_1 "
    "(name TEXT PRIMARY KEY, location TEXT, etag TEXT, digest TEXT, data BLOB)"
)


class Copy(NamedTuple):
    """What is known of a copy without unpacking it."""

    location: str
    etag: str
    digest: str


class Cache:
    """The copies; *path* is the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        #: The copies by the names of their books.
        self.copies: dict[str, Copy] = {}
        if path.is_file():
            try:
                with closing(sqlite3.connect(path)) as file:
                    rows = file.execute("SELECT name, location, etag, digest FROM books_1")
                    self.copies = {name: Copy(*map(str, rest)) for name, *rest in rows}
            except sqlite3.Error:
                self.forget()

    def forget(self) -> None:
        """Remove the file, which cannot be read."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def data(self, names: Collection[str]) -> dict[str, bytes]:
        """Return the copies of some books, without those that cannot be read."""
        found = {}
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as file:
            for name, data in file.execute("SELECT name, data FROM books_1"):
                if name in names:
                    with suppress(zlib.error, TypeError):
                        found[name] = zlib.decompress(data)
        return found

    def update(self, new: dict[str, tuple[Copy, bytes | None]], names: Collection[str]) -> None:
        """Keep the *new* copies, whose data is None if it is what it was, and only *names*."""
        gone = self.copies.keys() - names
        if not new and not gone:
            return
        rows = [
            (name, *copy, zlib.compress(data, 1))
            for name, (copy, data) in new.items()
            if data is not None
        ]
        known = [(*copy[:2], name) for name, (copy, data) in new.items() if data is None]
        with suppress(sqlite3.Error), closing(sqlite3.connect(self.path)) as file, file:
            file.execute(_TABLE)
            file.executemany("INSERT OR REPLACE INTO books_1 VALUES (?, ?, ?, ?, ?)", rows)
            file.executemany("UPDATE books_1 SET location = ?, etag = ? WHERE name = ?", known)
            file.executemany("DELETE FROM books_1 WHERE name = ?", [(name,) for name in gone])
        self.copies.update({name: copy for name, (copy, _) in new.items()})
