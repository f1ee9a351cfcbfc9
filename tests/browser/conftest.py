"""A real browser: Debian's Chromium, driven by Playwright, on pages read from the disk.

A test marks itself ``browser`` and takes the fixture ``visit``. ``make browser`` runs it; without a
Chromium it fails, rather than being skipped.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pytest
from conftest import BUILT
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Once
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Each edition links to the other, as `make html` builds them.
BESIDE = ("-D", "editions_beside=../{language}/")
OURS = ("file:", "data:", "blob:", "http://127.0.0.1:")
#: What servers send compressed.
TEXTS = ("text/", "application/javascript", "application/json")


class Visit(Protocol):
    """Opens a page in a window of its own."""

    def __call__(
        self,
        page: Path | str,
        query: str = "",
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
    ) -> Page:
        """Open *page*, a file or an address, and wait until it is loaded."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail(f"none of {', '.join(NAMES)} was found; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, serve: Callable[..., str]) -> Iterator[Visit]:
    """Open pages; at the end none may have had an error, or asked another host for anything.

    It takes *serve*, because the windows must be closed before the servers: a page may still fetch.
    """
    trouble: list[str] = []
    windows = []

    def on_request(request: Request) -> None:
        if not request.url.startswith(OURS):
            trouble.append(f"asks for {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            trouble.append(message.text)

    def opened(
        page: Path | str,
        query: str = "",
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
    ) -> Page:
        window = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        windows.append(window)
        window.on("request", on_request)
        window.on("console", on_console)
        window.on("weberror", lambda error: trouble.append(str(error.error)))
        tab = window.new_page()
        address = page.as_uri() if isinstance(page, Path) else page
        tab.goto(f"{address}{query}")
        return tab

    yield opened
    for window in windows:
        window.close()
    assert trouble == []


@pytest.fixture(scope="session")
def build_book(once: Once) -> Callable[..., Path]:
    """Build the book as HTML, once for each set of options, and return where it is."""

    def build(*options: str) -> Path:
        def make(folder: Path) -> None:
            command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", *BESIDE, *options]
            # The sources are read only; what Sphinx keeps of them goes elsewhere.
            command += ["-d", str(folder / "doctrees"), str(ROOT), str(folder / "html")]
            subprocess.run(command, check=True)

        return once(re.sub(r"\W+", "-", f"book {' '.join(options)}"), make) / "html"

    return build


@pytest.fixture(scope="session")
def book(build_book: Callable[..., Path]) -> Path:
    """The book in English, with links to the Japanese edition."""
    return ROOT / BUILT / "html/en" if BUILT else build_book()


@pytest.fixture(scope="session")
def japanese_book(build_book: Callable[..., Path]) -> Path:
    """The book in Japanese, with links to the English edition."""
    return ROOT / BUILT / "html/ja" if BUILT else build_book("-D", "language=ja")


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve a directory on this machine, with a policy if there is one; return its address.

    Files are sent *compressed* where their size is of interest.
    """
    servers: list[ThreadingHTTPServer] = []

    def start(directory: Path, policy: str = "", *, compressed: bool = False) -> str:
        handler = partial(Quiet, directory=directory, policy=policy, compressed=compressed)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without telling of it, and an empty icon, which browsers ask for unasked."""

    def __init__(self, *args: Any, policy: str, compressed: bool, **options: Any) -> None:
        self.policy, self.compressed = policy, compressed
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
            return
        path = self.translate_path(self.path)
        if self.compressed and self.guess_type(path).startswith(TEXTS):
            self.send_compressed(Path(path))
        else:
            super().do_GET()

    def send_compressed(self, path: Path) -> None:
        content = gzip.compress(path.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{self.guess_type(path)}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        pass
