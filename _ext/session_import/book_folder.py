"""A book on disk: its pages, the ids they hold, and the writing of a page without loss."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from session_notes.cli.errors import CommandError
from session_notes.lint.project import read_conf

from session_import import page_file as blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Folders that hold no pages, besides those whose names begin with a dot or an underscore.
_NO_PAGES = frozenset({"node_modules", "tests", "venv", "locales"})


class Found(NamedTuple):
    """A session or talk, and the page that holds it."""

    path: Path
    block: blocks.Block

    def place(self, root: Path) -> str:
        """Return where it stands, as messages have it."""
        return f"{self.path.relative_to(root).as_posix()}:{self.block.first + 1}"


class Folder:
    """The folder of a book; its days are in the folder *days* below it."""

    def __init__(self, root: Path, days: str = "days") -> None:
        self.root = root.resolve()
        self.extensions = read_conf(self.root).extensions
        self.days = Path(os.path.normpath(days)).as_posix()
        if not (self.root / "conf.py").is_file():
            message = f"{root} holds no conf.py: go to the folder of the book, or name it by --book"
            raise CommandError(message)
        if Path(self.days).is_absolute() or self.days.startswith(".."):
            message = f"--days {days}: not a folder inside the book"
            raise CommandError(message)

    def page_of(self, day: date) -> Path:
        """Return the path of the page of a *day*, whether it is there or not."""
        return self.root / self.days / f"{day.isoformat()}.md"

    def name(self, path: Path) -> str:
        """Return *path* as messages have it."""
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path) -> str:
        """Return the text of a file, line ends as they are."""
        try:
            return path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{self.name(path)}: not UTF-8 (byte {error.start + 1}); save it as UTF-8"
            raise CommandError(message) from None
        except OSError as error:
            message = f"{self.name(path)}: cannot be read: {error.strerror}"
            raise CommandError(message) from None

    def write(self, path: Path, text: str) -> None:
        """Write a file; whatever happens on the way, the old or the new one is there."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
                file.write(text.encode("utf-8"))
            new = Path(file.name)
            new.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            new.replace(path)
        except OSError as error:
            message = f"{self.name(path)}: cannot be written: {error.strerror}"
            raise CommandError(message) from None

    def parse(self, text: str) -> blocks.Page:
        """Return what the Markdown *text* holds; the book decides on the extensions of MyST."""
        return blocks.read_markdown(text, self.extensions)

    def day_pages(self) -> list[date]:
        """Return the days that have a page, by the names of the files."""
        found = []
        for path in (self.root / self.days).glob("????-??-??.md"):
            with suppress(ValueError):
                found.append(date.fromisoformat(path.stem))
        return found

    def _pages(self) -> Iterator[Path]:
        for folder, below, names in os.walk(self.root):
            below[:] = [n for n in below if n[0] not in "._" and n not in _NO_PAGES]
            yield from (Path(folder, name) for name in sorted(names))

    def sessions(self) -> dict[str, Found]:
        """Return every session and talk of the book by its id; of twins, the first."""
        found: dict[str, Found] = {}
        for path in self._pages():
            read = {".md": self.parse, ".rst": blocks.read_rst}.get(path.suffix)
            if read is None:
                continue
            # A page that nobody can read holds no id that could be taken.
            text = path.read_bytes().decode("utf-8", "replace")
            for block in read(text).all:
                found.setdefault(block.id, Found(path, block))
        return found

    def read_page(self, path: Path) -> tuple[str, blocks.Page]:
        """Return text and content of a page that something is to be added to."""
        text = self.read(path)
        page = self.parse(text)
        if page.unclosed >= 0:
            fence = page.lines[page.unclosed].strip()
            message = (
                f"{self.name(path)}:{page.unclosed + 1}: the fence '{fence}' is not closed, so "
                "nothing can be added behind it; close it first"
            )
            raise CommandError(message)
        return text, page


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
