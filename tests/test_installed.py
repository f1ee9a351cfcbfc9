"""The extension as others get it: a wheel, in an environment that has nothing of this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import elsewhere
import pytest

if TYPE_CHECKING:
    from conftest import Once

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [path for path in (ROOT / "_ext").iterdir() if path.is_dir() and path.name[0] == "s"]

PIP = ("-m", "pip", "--disable-pip-version-check", "-q")
STRICT = ("--nitpicky", "--fail-on-warning", "--keep-going", "-q")

pytestmark = pytest.mark.slow


def pins(lock: str, folder: Path) -> str:
    """Write the versions of *lock* without their hashes, which pip would ask of the wheel, too."""
    path = folder / f"{folder.name}-{lock}"
    path.write_text(re.sub(r" \\\n +--hash=\S+", "", (ROOT / lock).read_text("utf-8")), "utf-8")
    return str(path)


#: What the exports and the import need, and a book of the core alone does not.
EXTRAS = ("feedgenerator", "icalendar", "defusedxml")


class Environment(NamedTuple):
    """A wheel, and an environment in which it is installed."""

    wheel: Path
    folder: Path

    def install(self, extras: str, *packages: str) -> None:
        """Install the wheel with its *extras*, and more *packages*."""
        locked = ("-c", pins("requirements-dev.txt", self.folder))
        wanted = (f"session-notes[{extras}] @ {self.wheel.as_uri()}", *packages)
        # By the pip of the tests: to set up another one costs as much as to install a theme.
        command = [sys.executable, *PIP, "--python", str(self.folder), "install", *locked, *wanted]
        subprocess.run(command, check=True)

    def run(self, folder: Path, *command: str, status: int = 0) -> str:
        """Run Python there, without the paths of the tests; return what it said."""
        variables = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
        done = subprocess.run(
            [self.folder / "bin" / "python", *command],
            cwd=folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def wheel(once: Once) -> Path:
    """Make the wheel from a copy, because setuptools writes beside what it builds."""

    def make(root: Path) -> None:
        copy = root / "copy"
        for package in PACKAGES:
            shutil.copytree(package, copy / "_ext" / package.name)
        for name in ("pyproject.toml", "LICENSE", "_ext/README.md"):
            shutil.copy2(ROOT / name, copy / name)
        subprocess.run([sys.executable, *PIP, "wheel", "--no-deps", "-w", root, copy], check=True)

    (made,) = once("wheel", make).glob("*.whl")
    return made


@pytest.fixture(scope="session")
def core(wheel: Path, once: Once) -> Environment:
    """An environment with the core and MyST, which others are copies of."""

    def make(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        Environment(wheel, folder).install("myst")

    return Environment(wheel, once("core", make))


@pytest.fixture(scope="session")
def installed(core: Environment, once: Once) -> Environment:
    """An environment with the themes, and with nothing that only exports and import need."""

    def make(folder: Path) -> None:
        shutil.copytree(core.folder, folder, symlinks=True, dirs_exist_ok=True)
        Environment(core.wheel, folder).install("myst", "furo", "alabaster", "sphinx-book-theme")

    return Environment(core.wheel, once("installed", make))


@pytest.fixture(scope="session")
def complete(core: Environment, once: Once) -> Environment:
    """An environment with all that any part of the package needs, and with no theme's packages."""

    def make(folder: Path) -> None:
        shutil.copytree(core.folder, folder, symlinks=True, dirs_exist_ok=True)
        Environment(core.wheel, folder).install("myst,exports,import")

    return Environment(core.wheel, once("complete", make))


def test_the_wheel_holds_all_that_the_checkout_does(wheel: Path) -> None:
    here = {
        path.relative_to(ROOT / "_ext").as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    there = set(zipfile.ZipFile(wheel).namelist())
    assert here <= there
    assert {name for name in there if ".dist-info/" not in name} == here


@pytest.mark.parametrize("theme", elsewhere.THEMES)
@pytest.mark.parametrize("language", elsewhere.PROJECTS)
def test_any_project_may_use_it(
    installed: Environment, tmp_path: Path, language: str, theme: str
) -> None:
    for name, text in elsewhere.files(language, theme).items():
        (tmp_path / name).write_text(text, "utf-8")
    installed.run(tmp_path, "-m", "sphinx", *STRICT, ".", "out")
    day = (tmp_path / "out" / "day.html").read_text("utf-8")
    assert "_static/session_notes.css?v=" in day
    assert (tmp_path / "out" / "_static" / "session_notes.css").is_file()
    assert 'href="browse.html#speaker-hana-sato"' in day
    assert "Wednesday 2 April 2031" in day
    again = installed.run(tmp_path, "-m", "sphinx", *STRICT[:-1], ".", "out")
    # A theme may have changed values of its own; an extension must not.
    assert "html_static_path" not in again
    assert "no targets are out of date" in again


def built(where: Environment, folder: Path, conf: str) -> Path:
    """Build the project in Markdown with *conf* in its ``conf.py``; return what was made."""
    for name, text in elsewhere.files("markdown", "alabaster").items():
        (folder / name).write_text(f"{text}\n{conf}\n" if name == "conf.py" else text, "utf-8")
    where.run(folder, "-m", "sphinx", *STRICT, ".", "out")
    return folder / "out"


def test_the_core_needs_no_other_extension(installed: Environment, tmp_path: Path) -> None:
    missing = f"from importlib.util import find_spec; assert not any(map(find_spec, {EXTRAS}))"
    installed.run(tmp_path, "-c", missing)
    out = built(installed, tmp_path, 'extensions = ["myst_parser", "session_notes"]')
    day = (out / "day.html").read_text("utf-8")
    assert "Permalink" in day
    assert "<details>" not in day
    assert not list(out.glob("*.json"))


@pytest.mark.parametrize("extension", ["session_books", "session_exports", "session_search"])
def test_an_extension_loads_the_core_by_itself(
    installed: Environment, tmp_path: Path, extension: str
) -> None:
    out = built(installed, tmp_path, f'extensions = ["myst_parser", "{extension}"]')
    assert "Permalink" in (out / "day.html").read_text("utf-8")


def test_with_all_that_it_may_need_it_exports_all(complete: Environment, tmp_path: Path) -> None:
    conf = """
extensions = ["myst_parser", "session_exports", "session_search"]
html_baseurl = "https://notes.example/"
session_exports = ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"]
"""
    out = built(complete, tmp_path, conf)
    assert "<details><summary>Cite</summary>" in (out / "day.html").read_text("utf-8")
    for name in ("sessions.json", "feed.xml", "sitemap.xml", "calendar/all.ics"):
        assert (out / name).is_file()
    book = tmp_path / "imported"
    book.mkdir()
    (book / "conf.py").touch()
    calendar = str(out / "calendar" / "all.ics")
    said = complete.run(book, "-m", "session_notes", "import", calendar, "--dry-run", status=1)
    # What a calendar calls categories are topics in ours, and elsewhere tracks.
    assert said.count("left out") == said.count("left out: the topics") == 1
    assert "2 sessions in the schedule, 2 added" in said


def test_a_new_book_builds_and_passes_its_tests(installed: Environment, tmp_path: Path) -> None:
    book = tmp_path / "book"
    variables = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    variables["PIP_CONSTRAINT"] = pins("requirements.txt", tmp_path)

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
    assert ":1: fence of 'impressions' is as long as the fence of 'session'" in done.stderr
