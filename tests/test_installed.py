"""The extension as others get it: a wheel, in an environment that has nothing of this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import elsewhere
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [path for path in (ROOT / "_ext").iterdir() if path.is_dir() and path.name[0] == "s"]

pytestmark = pytest.mark.slow


class Environment(NamedTuple):
    """A wheel, and an environment with it and with the themes."""

    wheel: Path
    python: Path

    def run(self, folder: Path, *command: str) -> str:
        """Run Python there, without the paths of the tests; return what it said."""
        variables = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        done = subprocess.run(
            [self.python, *command],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Make the wheel of a copy, for setuptools writes beside what it builds, and install it."""
    root = tmp_path_factory.mktemp("installed")
    copy = root / "copy"
    for package in PACKAGES:
        shutil.copytree(package, copy / "_ext" / package.name)
    for name in ("pyproject.toml", "LICENSE", "_ext/README.md"):
        shutil.copy2(ROOT / name, copy / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", root, copy], check=True)
    (wheel,) = root.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", root / "env"], check=True)
    found = Environment(wheel, root / "env" / "bin" / "python")
    themes = ["furo", "alabaster", "sphinx-book-theme"]
    locked = ["-c", str(ROOT / "requirements-dev.txt")]
    extras = f"session-notes[myst,import] @ {wheel.as_uri()}"
    found.run(
        root, "-m", "pip", "--disable-pip-version-check", "-q", "install", *locked, extras, *themes
    )
    return found


def test_the_wheel_holds_all_that_the_checkout_does(installed: Environment) -> None:
    here = {
        path.relative_to(ROOT / "_ext").as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = set(zipfile.ZipFile(installed.wheel).namelist())
    assert here <= there
    assert {name for name in there if ".dist-info/" not in name} == here


@pytest.mark.parametrize("theme", elsewhere.THEMES)
@pytest.mark.parametrize("language", elsewhere.PROJECTS)
def test_any_project_may_use_it(
    installed: Environment, tmp_path: Path, language: str, theme: str
) -> None:
    for name, text in elsewhere.files(language, theme).items():
        (tmp_path / name).write_text(text, "utf-8")
    strict = ["--nitpicky", "--fail-on-warning", "--keep-going", "-q"]
    installed.run(tmp_path, "-m", "sphinx", *strict, ".", "out")
    day = (tmp_path / "out" / "day.html").read_text("utf-8")
    assert "_static/session_notes.css?v=" in day
    assert (tmp_path / "out" / "_static" / "session_notes.css").is_file()
    assert 'href="browse.html#speaker-hana-sato"' in day
    assert "Wednesday 2 April 2031" in day
    again = installed.run(tmp_path, "-m", "sphinx", *strict[:-1], ".", "out")
    # A theme may have changed values of its own; an extension must not.
    assert "html_static_path" not in again
    assert "no targets are out of date" in again


def test_a_new_book_builds_and_passes_its_tests(installed: Environment, tmp_path: Path) -> None:
    book = tmp_path / "book"
    variables = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    variables["PIP_CONSTRAINT"] = str(ROOT / "requirements.txt")

    def make(*target: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *target, f"PYTHON={sys.executable}"],  # noqa: S607 - the one in the path
            cwd=book,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )

    made = ["new", "book", "book", "--title", "A Conference", "--day", "2031-04-02"]
    where = ["--extension", str(installed.wheel)]
    installed.run(tmp_path, "-m", "session_notes", *made, *where)
    before = sorted(path.relative_to(book) for path in book.rglob("*") if path.is_file())
    another = ("notes", "ARGS=new session Another --day 2031-04-02")
    for target in (("html",), ("test",), another, ("check",), ("html",)):
        done = make(*target)
        assert done.returncode == 0, done.stdout + done.stderr
    page = (book / "_build" / "html" / "days" / "2031-04-02.html").read_text("utf-8")
    assert "An Example Session" in page
    assert 'id="another"' in page
    ignored = (book / ".gitignore").read_text("utf-8").split()
    after = sorted(
        path.relative_to(book)
        for path in book.rglob("*")
        if path.is_file() and not any(f"/{part}/" in ignored for part in path.parts)
    )
    assert [path for path in after if "__pycache__" not in path.parts] == before
    day = book / "days" / "2031-04-02.md"
    day.write_text(day.read_text("utf-8").replace(":::{impressions}", "::::{impressions}"), "utf-8")
    done = make("test")
    assert done.returncode != 0
    assert "FAIL: test_check " in done.stderr
    assert ":1: the fence of 'impressions' is as long as that of 'session'" in done.stderr
