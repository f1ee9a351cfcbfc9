"""The records of all pages as they are kept between builds: small, and read when asked for.

Sphinx loads all that it keeps at the beginning of every build, and stores it again at the end of
reading; a book of thousands of sessions has megabytes of records, most of which no build that
follows a small edit looks at.
"""

from __future__ import annotations

import bz2
import os
import pickle
from hashlib import sha256
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from session_notes.model.records import Page

    #: Pages by document; None of one that is gone.
    Pages = dict[str, Page | None]

#: The pages read since are packed together with the others once they are more than this share.
SHARE = 1 / 4


class Records:
    """The records of each document that has any.

    Most are in one *whole*, packed when they were many; *since* has those that were read later,
    or are gone. Neither is unpacked before somebody asks.
    """

    def __init__(self, whole: bytes = b"", since: bytes | Pages = b"") -> None:
        self._whole = whole
        self._since = _unpack(since) if isinstance(since, bytes) else since
        self._pages: dict[str, Page] | None = None
        self._process = os.getpid()
        #: What a worker read, a process that was forked from the one that has them all.
        self._read: Pages = {}

    def __reduce__(self) -> tuple[type[Records], tuple[bytes, bytes | Pages]]:
        if os.getpid() != self._process:
            # Nobody asks a worker for what others read; nor is it kept, so that it need be small.
            return Records, (b"", self._read)
        if self._whole:
            since = _pack(self._since)
            if len(since) <= SHARE * len(self._whole):
                return Records, (self._whole, since)
        return Records, (_pack({**self.pages}), b"")

    @property
    def pages(self) -> dict[str, Page]:
        """All records, by document."""
        if self._pages is None:
            found = {**_unpack(self._whole), **self._since}
            self._pages = {name: page for name, page in found.items() if page is not None}
        return self._pages

    def get(self, docname: str) -> Page | None:
        """Return the records of one document."""
        if docname in self._since:
            return self._since[docname]
        return self.pages.get(docname)

    def put(self, docname: str, page: Page | None) -> None:
        """Take up the records of a document; None where it has none any more."""
        self._since[docname] = page
        self._pages = None
        if os.getpid() != self._process:
            self._read[docname] = page


def _pack(pages: Pages) -> bytes:
    data = pickle.dumps(dict(sorted(pages.items())), pickle.HIGHEST_PROTOCOL)
    return bz2.compress(data) if pages else b""


def _unpack(kept: bytes) -> Pages:
    if not kept:
        return {}
    # It comes from a file that Sphinx itself loads as a pickle.
    return cast("Pages", pickle.loads(bz2.decompress(kept)))  # noqa: S301


def digest(*shown: object) -> str:
    """Return a digest of *shown*, whose text must tell all of it."""
    return sha256(repr(shown).encode("utf-8", "backslashreplace")).hexdigest()[:32]
