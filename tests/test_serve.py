"""``make serve``, as it is run: an edit is shown, nothing else changes, and Ctrl-C ends it all."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
PAGE = "days/2015-05-22"
#: Long enough for a machine with much else to do.
PATIENCE = 180


def copy_of_the_book(root: Path) -> None:
    ignored = shutil.ignore_patterns(".*", "_build", "tests", "__pycache__", "*.egg-info", "*.mo")
    shutil.copytree(ROOT, root, dirs_exist_ok=True, ignore=ignored)


def files_of(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    names = {path.relative_to(root).as_posix(): path for path in found}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if not name.startswith("_build/") and "__pycache__" not in name
    }


def free_ports() -> int:
    """Return a free port that another free one follows."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def served(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{PAGE}.html", timeout=10) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except (OSError, ValueError, http.client.HTTPException):
        return ""


@pytest.mark.slow
def test_an_edit_is_shown_in_every_edition(tmp_path: Path) -> None:
    copy_of_the_book(tmp_path)
    port = free_ports()
    # The environment that runs the tests is the one that make would make.
    assert (Path(sys.prefix) / "bin" / "python").exists()
    command = ["make", "serve", f"DEV={sys.prefix}", f"PORT={port}", "LANGUAGES=en ja"]
    command += ["-o", f"{sys.prefix}/.installed"]
    before = files_of(tmp_path)
    said = tmp_path.parent / "log"
    with said.open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=tmp_path,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        for edition in (port, port + 1):
            wait_for(lambda at=edition: bool(served(at)), "no page is served")  # type: ignore[misc]
        assert 'lang="en"' in served(port)
        assert 'lang="ja"' in served(port + 1)
        assert "5日目" in served(port + 1)
        assert files_of(tmp_path) == before
        page = tmp_path / f"{PAGE}.md"
        page.write_text(page.read_text("utf-8") + "\nSomething new.\n", "utf-8")
        for edition in (port, port + 1):
            wait_for(lambda at=edition: "Something new." in served(at), "no edit is shown")  # type: ignore[misc]
        after = files_of(tmp_path)
        assert {name for name in after if after[name] != before.get(name)} == {f"{PAGE}.md"}
        # A page is there before its build is over.
        wait_for(lambda: said.read_text("utf-8").count("Serving on") == 4, "a build goes on")
        before_the_end = said.stat().st_size
        # What a terminal sends to all that runs in it.
        os.killpg(server.pid, signal.SIGINT)
        server.wait(PATIENCE)
        wait_for(lambda: not (served(port) or served(port + 1)), "a server goes on")
        # The server may have complained before, of a page that was asked for while it was written.
        assert b"Traceback" not in said.read_bytes()[before_the_end:]
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
