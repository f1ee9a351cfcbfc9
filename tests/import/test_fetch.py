"""A schedule is read over https, with a limit of size and time, and nothing else is asked."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from schedules import Book, event, schedule
from session_import import fetch as fetching
from session_import.fetch import fetch
from session_import.reading import read
from session_notes.cli import CommandError
from session_notes.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = json.dumps(schedule(event(1, "One", "09:00"))).encode()
MOST = 1000 + len(DATA)


class Handler(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_GET(self) -> None:
        what, _, rest = self.path.partition("?")[0].lstrip("/").partition("/")
        if what == "to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
        elif what == "round":
            self.send_response(301)
            self.send_header("Location", f"/round/{rest}x" if len(rest) < int(rest[0]) else "/ok")
            self.end_headers()
        elif what == "slow":
            self.wfile.write(
                b"HTTP/1.0 200 OK\r\n"
                + b"X-A: b\r\n" * (rest == "body")
                + b"\r\n" * (rest == "body")
            )
            with suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"X")
                    self.wfile.flush()
                    time.sleep(0.05)
        elif what == "short":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"{")
        elif what == "rubbish":
            self.wfile.write(b"no HTTP at all\r\n\r\n")
        else:
            self.send_response({"ok": 200, "large": 200, "packed": 200}.get(what, 404))
            if what == "packed":
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(b" " * (2 * MOST) if what == "large" else DATA)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Net:
    """The net, of which only a local server exists; it notes which hosts are asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, int, bool]] = []

    def __call__(self, host: str, port: int, *, public: bool) -> HTTPConnection:
        self.asked.append((host, port, public))
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.connect()
        return connection


@pytest.fixture
def net() -> Iterator[Net]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield Net(server.server_port)
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_is_at_an_address_is_read(net: Net) -> None:
    assert fetch("https://conf.example/ok?a=ä b", MOST, connect=net) == DATA
    assert net.asked == [("conf.example", 443, False)]


def test_redirects_are_followed_to_public_hosts(net: Net) -> None:
    address = "https://conf.example/to/https://other.example:8443/ok"
    assert fetch(address, MOST, connect=net) == DATA
    assert net.asked == [("conf.example", 443, False), ("other.example", 8443, True)]
    assert fetch("https://conf.example/round/5", MOST, connect=net) == DATA


REFUSED = [
    ("http://conf.example/ok", "only https is read, not http"),
    ("ftp://conf.example/ok", "only https is read, not ftp"),
    ("file:///etc/passwd", "only https is read, not file"),
    ("https:///ok", "no host"),
    ("https://me:secret@conf.example/ok", "a user name"),
    ("https://conf.example:99999/ok", "ort"),
    ("https://conf.example/to/http://conf.example/ok", "only https is read, not http"),
    ("https://conf.example/to/file:///etc/passwd", "only https is read, not file"),
    ("https://conf.example/round/6", "more than 5 redirects"),
    ("https://conf.example/nothing", "the server says 404"),
    ("https://conf.example/large", f"larger than {MOST} bytes"),
    ("https://conf.example/packed", "packed as gzip"),
    ("https://conf.example/short", "the server stopped 4999 bytes before the end"),
    ("https://conf.example/rubbish", "no answer of HTTP"),
]


@pytest.mark.parametrize(("address", "told"), REFUSED, ids=[one[0] for one in REFUSED])
def test_what_cannot_be_read_is_told_in_a_line(net: Net, address: str, told: str) -> None:
    with pytest.raises(CommandError) as error:
        fetch(address, MOST, connect=net)
    assert str(error.value).startswith(f"{address}: cannot be read: ")
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert all(host == "conf.example" for host, _, _ in net.asked)


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_slow_server_is_not_waited_for(net: Net, part: str) -> None:
    with pytest.raises(CommandError, match=r"took longer than 0\.3 seconds"):
        fetch(f"https://conf.example/slow/{part}", MOST, connect=net, seconds=0.3)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "localhost"])
def test_a_redirect_into_a_private_network_is_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *given: opened.append(given))
    with pytest.raises(OSError, match="a host that is not public"):
        fetching.connect(host, 443, public=True)
    assert opened == []


def test_no_proxy_of_the_environment_is_used(
    net: Net, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{net.port}")
    # The connection itself is made with TLS, which this server does not speak.
    book = Book(tmp_path)
    address = f"https://127.0.0.1:{net.port}/ok"
    assert main(["import", address, "--book", str(book.root)]) == 2
    assert capsys.readouterr().err.startswith(f"{address}: cannot be read: no safe connection: ")


def test_an_address_is_a_schedule(net: Net) -> None:
    found = read("https://conf.example/ok", None, partial(fetch, connect=net))
    assert [one.title for one in found.events] == ["One"]
