"""Servers that are slow, large, cut off or gone."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from session_books import fetch
from session_books.config import Source
from session_books.fetch import read_all
from shelf import a_book, a_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shelf import Shelf

GOOD = json.dumps(a_book(a_session("one", "ovn"))).encode()


class Server:
    """Answers by path; *asked* are the headers of each request."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, dict(self.headers)))
                server.answers[self.path](self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        Thread(target=self.http.serve_forever, daemon=True).start()

    def source(self, name: str, answer: Callable[[Any], None]) -> Source:
        self.answers[f"/{name}.json"] = answer
        port = self.http.server_address[1]
        return Source(name, "https://x.example/", f"http://127.0.0.1:{port}/{name}.json")


def sends(body: bytes, status: int = 200, **headers: str) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def drips(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def drips_headers(handler: Any) -> None:
    for _ in range(200):
        handler.wfile.write(b"H")
        time.sleep(0.05)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def read(*books: Source, etags: dict[str, str] | None = None, seconds: float = 20) -> Any:
    return read_all(books, etags or {}, Path(), {}, seconds)


def test_what_is_there_is_read_and_asked_for_only_once(server: Server) -> None:
    plain = server.source("plain", sends(GOOD, ETag='"1"', Content_Length=str(len(GOOD))))
    packed = server.source("packed", sends(gzip.compress(GOOD), Content_Encoding="gzip"))
    moved = server.source("moved", sends(b"x" * 9, 302, Location="/plain.json"))
    found = read(plain, packed, moved)
    assert {name: reply.data for name, reply in found.items()} == dict.fromkeys(found, GOOD)
    assert found["plain"].etag == '"1"'
    same = server.source("plain", sends(b"", 304))
    assert read(same, etags={"plain": '"1"'})["plain"] == fetch.Reply(None, '"1"')
    assert server.asked[-1][1]["If-None-Match"] == '"1"'


def bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(40)) + packer.flush()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (sends(bomb(), Content_Encoding="gzip"), "larger than"),
        (sends(bytes(fetch.MOST + 1)), "larger than"),
        (sends(gzip.compress(GOOD)[:-20], Content_Encoding="gzip"), "stopped before the end"),
        (sends(b"x" * 99, Content_Encoding="gzip"), "incorrect header"),
        (sends(GOOD, Content_Encoding="br"), "not asked for"),
        (sends(GOOD, Content_Length=str(len(GOOD) + 9)), "IncompleteRead"),
        (sends(GOOD, 404), "the server says 404"),
        (sends(GOOD, 304), "the server says 304"),
        (sends(b"", 302, Location="file:///etc/passwd"), "not on the web"),
        (sends(b"", 302, Location="/x.json"), "too often"),
    ],
    ids="bomb large packed-cut odd packing cut gone unasked file circle".split(),  # noqa: SIM905
)
def test_what_cannot_be_used_is_told(
    server: Server, answer: Callable[[Any], None], error: str
) -> None:
    reply = read(server.source("x", answer))["x"]
    assert reply.data is None
    assert error in reply.error
    assert reply.error.isprintable()


@pytest.mark.parametrize("answer", [drips, drips_headers])
def test_all_books_have_one_deadline(server: Server, answer: Callable[[Any], None]) -> None:
    books = [server.source(f"b{number}", answer) for number in range(20)]
    start = time.monotonic()
    found = read(*books, server.source("good", sends(GOOD)), seconds=1.0)
    assert time.monotonic() - start < 4
    assert all(found[book.name].data is None and found[book.name].error for book in books)


def test_nobody_there_and_no_file(tmp_path: Path) -> None:
    away = Source("away", "https://x.example/", "http://127.0.0.1:1/sessions.json")
    gone = Source("gone", "../x/", str(tmp_path / "gone.json"))
    folder = Source("folder", "../y/", str(tmp_path))
    odd = Source("odd", "../z/", "a\x00b")
    found = read(away, gone, folder, odd)
    assert all(reply.data is None and reply.error for reply in found.values())


def test_a_hub_is_built_offline_and_warns_each_time(server: Server, shelf: Shelf) -> None:
    source = server.source("elm", sends(GOOD, ETag='"1"'))
    shelf.books["elm"] = (source.address, source.location)
    first = shelf.build()
    assert first.warnings == []
    server.answers["/elm.json"] = sends(b"", 304)
    assert shelf.build().warnings == []
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
    server.answers["/elm.json"] = sends(GOOD[:-9])
    for _ in range(2):
        again = shelf.build()
        ((place, code, _quoted),) = again.reported
        assert (place, code) == ("conf.py:1", "books")
        assert "its last copy is used" in again.warnings[0]
        assert "x.example/days/one.html#one" in again.text("books/years.html")
