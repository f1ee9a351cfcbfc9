"""One file is read over https, and nothing else on the net is asked.

No proxy, cookie or password of the environment is used. A redirect is followed to public hosts
only, because the one who answers must not choose what is read inside of a private network.
"""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from ssl import SSLError, create_default_context
from threading import Timer
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urljoin, urlsplit

from session_notes.cli import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from http.client import HTTPConnection, HTTPResponse
    from urllib.parse import SplitResult

#: In seconds, from the first connection to the last byte.
MAX_SECONDS = 60
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)


class Connect(Protocol):
    """Connects to a host."""

    def __call__(self, host: str, port: int, *, public: bool) -> HTTPConnection:
        """Return an open connection."""


def connect(host: str, port: int, *, public: bool) -> HTTPConnection:
    """Return a connection to a *host*; OSError if it may only be *public* and is not."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if public and not all(ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found):
        private = "a redirect to a host that is not public"
        raise OSError(None, private)
    # The address that was judged is the one that is asked, though the name may get another.
    connection = HTTPSConnection(host, port, timeout=MAX_SECONDS)
    plain = _open([one[4][:2] for one in found])
    try:
        connection.sock = create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise
    return connection


def _open(addresses: Sequence[tuple[object, ...]]) -> socket.socket:
    """Return a connection to the first of the *addresses* that answers."""
    for number, (address, port, *_) in enumerate(addresses, 1):
        try:
            return socket.create_connection((str(address), int(str(port))), MAX_SECONDS / 6)
        except OSError:
            if number == len(addresses):
                raise
    nowhere = "no such host"
    raise OSError(None, nowhere)


class _Watch:
    """Closes the connections when the time is over, whatever they are waiting for."""

    def __init__(self, seconds: float) -> None:
        self.is_late = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def add(self, connection: socket.socket) -> None:
        self._sockets.append(connection)
        if self.is_late:
            self._stop()

    def _stop(self) -> None:
        self.is_late = True
        for one in self._sockets:
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)

    def end(self) -> None:
        self._timer.cancel()


def fetch(
    address: str,
    most: int,
    *,
    connect: Connect = connect,
    seconds: float = MAX_SECONDS,
) -> bytes:
    """Return what is at an https *address*, of *most* bytes; CommandError says why not."""
    watch = _Watch(seconds)
    data, reason = b"", ""
    try:
        data = _follow(address, most, connect, watch)
    except SSLError as error:
        reason = f"no safe connection: {error.reason or error}"
    except HTTPException as error:
        reason = f"no answer of HTTP: {error!r}"
    except OSError as error:
        reason = error.strerror or str(error)
    except ValueError as error:
        reason = str(error)
    finally:
        watch.end()
    if watch.is_late:
        reason = f"took longer than {seconds:g} seconds"
    if reason:
        message = f"{address}: cannot be read: {reason}"
        raise CommandError(message)
    return data


def _follow(address: str, most: int, connect: Connect, watch: _Watch) -> bytes:
    """Return what is at an *address*, or where it redirects to; ValueError says why not."""
    url = address
    for number in range(MAX_REDIRECTS + 1):
        parts = _split(url)
        connection = connect(parts.hostname or "", parts.port or 443, public=number > 0)
        with closing(connection):
            watch.add(connection.sock)
            way = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            asked = quote(way, safe="/:@!$&'()*+,;=~-._?%[]")
            headers = {"Accept-Encoding": "identity", "User-Agent": "session-notes"}
            connection.request("GET", asked, headers=headers)
            response = connection.getresponse()
            target = response.headers.get("Location", "")
            if response.status not in _REDIRECTS or not target:
                return _read(response, most)
            url = urljoin(url, target)
    endless = f"more than {MAX_REDIRECTS} redirects"
    raise ValueError(endless)


def _split(url: str) -> SplitResult:
    """Return the parts of an address; ValueError if it may not be asked."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        unsafe = f"only https is read, not {parts.scheme}; save the file and import that"
        raise ValueError(unsafe)
    if not parts.hostname or parts.username is not None:
        wrong = "the address has no host, or a user name"
        raise ValueError(wrong)
    return parts


def _read(response: HTTPResponse, most: int) -> bytes:
    if response.status != 200:
        failed = f"the server says {response.status} {response.reason}"
        raise ValueError(failed)
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() not in ("", "identity"):
        packed = f"packed as {encoding}, which was not asked for"
        raise ValueError(packed)
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > most:
            large = f"larger than {most} bytes"
            raise ValueError(large)
    if response.length:
        cut = f"the server stopped {response.length} bytes before the end"
        raise ValueError(cut)
    return bytes(data)
