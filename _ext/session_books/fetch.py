"""Reading the data of other books, from files and from the web, within limits.

All of them together have one deadline, because a timeout is only that of a single read. A server
may send little that becomes much, so what is unpacked counts; and it may stop in the middle without
saying so, so an end that was announced must come.
"""

from __future__ import annotations

import zlib
from collections import deque
from contextlib import closing
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from session_books.config import Source

#: The most bytes of a book's data, unpacked.
MOST = 32 * 1024 * 1024
#: How many seconds all books may take together, and one read.
SECONDS = 60.0
_READ = 10.0
_REDIRECTS = 5
_WORKERS = 8
_CHUNK = 64 * 1024
_TOO_LARGE = f"it is larger than {MOST} bytes"
_SLOW = "it takes too long"
_GZIP = 31  # of zlib: the window's size, and a header of gzip


class Reply(NamedTuple):
    """What is known of the data of a book now."""

    #: None if it could not be read, or is what it was.
    data: bytes | None
    etag: str = ""
    #: Why it could not be read; empty if it is what it was.
    error: str = ""


def read_all(
    books: Iterable[Source],
    etags: Mapping[str, str],
    srcdir: Path,
    options: Mapping[str, Any],
    seconds: float = SECONDS,
) -> dict[str, Reply]:
    """Return the reply for each of the *books*; *options* are those of Sphinx for requests."""
    replies: dict[str, Reply] = {}
    asked: deque[Source] = deque()
    for book in books:
        if book.is_remote:
            asked.append(book)
        else:
            replies[book.name] = _file(srcdir / book.location)
    deadline = monotonic() + seconds
    fetched: dict[str, Reply] = {}
    late = Reply(None, error=f"the books take longer than {seconds:g} seconds")
    names = [book.name for book in asked]

    def work() -> None:
        while asked and monotonic() < deadline:
            try:
                book = asked.popleft()
            except IndexError:
                return
            fetched[book.name] = _fetch(book, etags.get(book.name, ""), options, deadline)

    # Daemons, because a server that sends its first line letter by letter can be left only so.
    workers = [Thread(target=work, daemon=True) for _ in range(min(_WORKERS, len(asked)))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(max(0.0, deadline - monotonic()))
    return {**replies, **{name: fetched.get(name, late) for name in names}}


def _file(path: Path) -> Reply:
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        return Reply(None, error=getattr(error, "strerror", None) or str(error))
    return Reply(data) if len(data) <= MOST else Reply(None, error=_TOO_LARGE)


def _fetch(book: Source, etag: str, options: Mapping[str, Any], deadline: float) -> Reply:
    # They take a while to import, and a hub may read files alone.
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    try:
        return _follow(book.location, etag, options, deadline)
    except (HTTPError, OSError, ValueError, zlib.error) as error:
        # The words of the network may have several lines, or the letters of the server.
        words = " ".join(str(error).split())
        return Reply(None, error=(words if words.isprintable() else type(error).__name__)[:200])


def _follow(address: str, etag: str, options: Mapping[str, Any], deadline: float) -> Reply:
    from sphinx.util import requests  # noqa: PLC0415

    headers = {"Accept-Encoding": "gzip", **({"If-None-Match": etag} if etag else {})}
    for _ in range(_REDIRECTS + 1):
        left = deadline - monotonic()
        if left <= 0:
            break
        # Requests itself would read all that a redirect says, however much that is.
        answer = requests.get(
            address,
            stream=True,
            allow_redirects=False,
            timeout=min(_READ, left),
            headers=dict(headers),
            **options,
        )
        with closing(answer) as reply:
            if reply.is_redirect:
                address = urljoin(address, reply.headers["Location"])
                if urlsplit(address).scheme not in ("http", "https"):
                    return Reply(None, error="it redirects to what is not on the web")
                continue
            if reply.status_code == 304 and etag:
                return Reply(None, etag)
            if reply.status_code != 200:
                return Reply(None, error=f"the server says {reply.status_code}")
            data, error = _body(reply, deadline)
            if error:
                return Reply(None, error=error)
            given = reply.headers.get("ETag", "")
            is_plain = given.isascii() and given.isprintable() and len(given) <= 200
            return Reply(data, given if is_plain else "")
    return Reply(None, error=_SLOW if monotonic() >= deadline else "it redirects too often")


def _body(reply: Any, deadline: float) -> tuple[bytes, str]:
    """Return what the server sends, and why it cannot be used: too much, too slow or cut off."""
    packing = reply.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("", "identity", "gzip"):
        return b"", f"it is packed as {packing[:20]!r}, which was not asked for"
    unpacker = zlib.decompressobj(_GZIP) if packing == "gzip" else None
    data, received = bytearray(), 0
    while chunk := reply.raw.read1(_CHUNK, decode_content=False):
        received += len(chunk)
        data += unpacker.decompress(chunk, MOST + 1 - len(data)) if unpacker else chunk
        if len(data) > MOST or received > MOST:
            return b"", _TOO_LARGE
        if monotonic() > deadline:
            return b"", _SLOW
    announced = reply.headers.get("Content-Length", "")
    is_short = announced.isascii() and announced.isdigit() and received < int(announced[:12])
    if is_short or (unpacker and not unpacker.eof):
        return b"", "the server stopped before the end"
    return bytes(data), ""
