"""A book on disk: its pages, the sessions in them, and safe writing of files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from session_notes.cli import CommandError
from session_notes.lint.files import Files
from session_notes.lint.page import read_page
from session_notes.lint.project import find_pages, read_conf
from session_notes.model.problems import Code
from session_notes.model.records import NOWHERE

from session_import import page_file

if TYPE_CHECKING:
    from datetime import date


class Found(NamedTuple):
    """A session or talk, and the page that contains it."""

    path: Path
    #: The text of the page.
    text: str
    block: page_file.Block


class Folder:
    """The folder of a book; the pages of its days are in the folder *days* below it."""

    def __init__(self, root: Path, days: str = "days") -> None:
        self.root = root.resolve()
        self.conf = read_conf(self.root)
        self.files = Files(self.root, self.conf.file_roots)
        self.days = Path(os.path.normpath(days)).as_posix()
        if not (self.root / "conf.py").is_file():
            message = f"{root} has no conf.py; change to the folder of the book or use --book"
            raise CommandError(message)
        if Path(self.days).is_absolute() or self.days.startswith(".."):
            message = f"--days {days} is not a folder in the book"
            raise CommandError(message)

    def page_of(self, day: date) -> Path:
        """Return the path of the page of a *day*, which need not exist."""
        return self.root / self.days / f"{day.isoformat()}.md"

    def name(self, path: Path) -> str:
        """Return *path* as it is shown in messages."""
        return path.relative_to(self.root).as_posix()

    def place(self, found: Found) -> str:
        """Return the file and line of a session for messages."""
        return f"{self.name(found.path)}:{found.block.first + 1}"

    def read(self, path: Path) -> str:
        """Return the text of a file with its own line ends."""
        self._refuse(path)
        try:
            return path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{self.name(path)}: not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        except OSError as error:
            message = f"{self.name(path)}: cannot be read: {error.strerror}"
        raise CommandError(message)

    def write(self, path: Path, text: str) -> None:
        """Write a file completely or not at all; what is a symbolic link stays one."""
        self._refuse(path)
        real = Path(os.path.realpath(path))
        new = real.with_name(f".{path.name}.new")
        try:
            real.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(text.encode("utf-8"))
            if real.exists():
                shutil.copymode(real, new)
            new.replace(real)
        except OSError as error:
            message = f"{self.name(path)}: cannot be written: {error.strerror}"
            raise CommandError(message) from None

    def _refuse(self, path: Path) -> None:
        """Raise an error if the build would not read *path*, such as a link out of the book."""
        flaw = self.files.flaw_of_page(self.name(path))
        if flaw:
            raise CommandError(flaw.at(NOWHERE, path=self.name(path)).text)

    def parse(self, text: str) -> page_file.Page:
        """Parse a page in Markdown with the extensions of MyST that the book enables."""
        return page_file.read_markdown(text, self.conf.extensions)

    def sessions(self) -> dict[str, Found]:
        """Return every session and talk of the book by its id; of a repeated id, the first."""
        found: dict[str, Found] = {}
        for suffix, read in ((".md", self.parse), (".rst", page_file.read_rst)):
            for source in find_pages(self.root, self.conf.exclude, suffix):
                text = self.files.read(source) or ""
                for block in read(text).all:
                    found.setdefault(block.id, Found(self.root / source, text, block))
        return found

    def read_page(self, path: Path) -> tuple[str, page_file.Page]:
        """Return the text and the sessions of a page to which something will be added."""
        text = self.read(path)
        page = self.parse(text)
        for found in read_page(self.name(path), text, extensions=self.conf.extensions).problems:
            if found.code is Code.DIRECTIVE:
                message = f"{found.where}: {found.text}"
                raise CommandError(message)
        if page.unclosed >= 0:
            fence = page.lines[page.unclosed].strip()
            message = (
                f"{self.name(path)}:{page.unclosed + 1}: the fence '{fence}' is not closed, so "
                "nothing can be added after it; close it first"
            )
            raise CommandError(message)
        return text, page
