"""A book on disk: its pages, the sessions in them, and safe writing of files."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from session_notes.cli import CommandError
from session_notes.cli.progress import followed
from session_notes.lint.conf import read_conf
from session_notes.lint.files import Files
from session_notes.lint.literals import Literals
from session_notes.lint.page import read_page
from session_notes.lint.project import find_pages, read_vocabularies
from session_notes.model.problems import Code
from session_notes.model.records import NOWHERE

from session_import import page_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from session_notes.model.vocabulary import Vocabulary

#: How Sphinx calls the two languages of pages.
MARKDOWN, RST = "markdown", "restructuredtext"


class Found(NamedTuple):
    """A session or talk, and the file that contains it."""

    path: Path
    #: The text of the file.
    text: str
    block: page_file.Block
    #: The day of its page.
    day: str


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
        #: The language of the pages with each suffix.
        self.languages = {".md": MARKDOWN, ".rst": RST}
        more = Literals((self.root / "conf.py").read_bytes()).values.get("source_suffix")
        if isinstance(more, dict):
            self.languages |= {str(suffix): str(name or RST) for suffix, name in more.items()}

    @cached_property
    def pages(self) -> dict[str, page_file.Page]:
        """The pages of the book, by their files."""
        found = {}
        for suffix, language in self.languages.items():
            pages = find_pages(self.root, self.conf.exclude, suffix)
            for source in followed(pages, "reading pages"):
                text = self.files.read(source) or ""
                found[source] = (
                    page_file.read_rst(text, source, self.files.read)
                    if language == RST
                    else page_file.read_markdown(
                        text, self.conf.extensions, source, self.files.read
                    )
                )
        return found

    def day_of(self, source: str) -> str:
        """Return the day of a page: that of its front matter, else that of its name."""
        day = self.pages[source].day
        return day.isoformat() if day else PurePosixPath(source).stem

    def dates(self) -> Iterator[date]:
        """Yield the days that have pages in the folder of the days."""
        for source in self.pages:
            with suppress(ValueError):
                if PurePosixPath(source).is_relative_to(self.days):
                    yield date.fromisoformat(self.day_of(source))

    @cached_property
    def events(self) -> Vocabulary:
        """The events that the book declares."""
        return read_vocabularies(self.files, self.conf.data_dir)[0]["events"]

    @property
    def needs_event(self) -> bool:
        """Whether a new page has to name its event: there are several, and no folder says which."""
        known = self.events.entries
        return len(known) > 1 and known.keys().isdisjoint(self.days.split("/"))

    def event_on(self, day: date) -> str:
        """Return the event that a page of a *day* has to name; empty if that is not certain."""
        facts = {name: entry.event for name, entry in self.events.entries.items()}
        found = [
            name
            for name, event in facts.items()
            if event.start and event.start <= day <= (event.end or event.start)
        ]
        return found[0] if len(found) == 1 and self.needs_event else ""

    def page_of(self, day: date) -> Path:
        """Return the path of the page of a *day*, which need not exist."""
        default = f"{self.days}/{day.isoformat()}.md"
        found = [
            source
            for source, page in self.pages.items()
            if self.day_of(source) == day.isoformat()
            and not page.is_session
            and (page.all or PurePosixPath(source).is_relative_to(self.days))
        ]
        # Of several, those with one session are probably pages of a session.
        whole = [one for one in found if len(self.pages[one].all) > 1 or len(found) == 1]
        named = [one for one in found if one.rpartition(".")[0] == default[:-3]]
        largest = sorted(whole, key=lambda one: -len(self.pages[one].all))
        return self.root / next(iter([*named, *largest]), default)

    def page_of_session(self, session_id: str) -> Path:
        """Return the path of the page that a session would have for itself."""
        return self.root / self.days / f"{session_id}.md"

    def name(self, path: Path) -> str:
        """Return *path* as it is shown in messages."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def place(self, found: Found) -> str:
        """Return the file and line of a session for messages."""
        return f"{self.name(found.path)}:{found.block.first + 1}"

    def data(self, name: str) -> Path:
        """Return the file of that *name* in the folder of the vocabularies."""
        return self.root / self.conf.data_dir / name

    def read(self, path: Path) -> str:
        """Return the text of a file with its own line ends."""
        self.refuse(path)
        try:
            return path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"{self.name(path)}: not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        except OSError as error:
            message = f"{self.name(path)}: cannot be read: {error.strerror}"
        raise CommandError(message)

    def write(self, path: Path, text: str) -> None:
        """Write a file completely or not at all; what is a symbolic link stays one."""
        self.refuse(path)
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

    def refuse(self, path: Path) -> None:
        """Raise an error if *path* cannot be a file of the book, such as a link out of it."""
        name = self.name(path)
        flaw = self.files.flaw_of_page(name)
        if flaw:
            raise CommandError(flaw.at(NOWHERE, path=name).text)
        if path.is_symlink() and not path.exists():
            message = f"{name}: a link that leads nowhere; remove it first"
            raise CommandError(message)
        # Reading a pipe would never end.
        if path.exists() and not path.is_file():
            message = f"{name}: not a file; remove it first"
            raise CommandError(message)

    def parse(self, text: str) -> page_file.Page:
        """Parse a page in Markdown with the extensions of MyST that the book enables."""
        return page_file.read_markdown(text, self.conf.extensions)

    def sessions(self) -> dict[str, Found]:
        """Return every session and talk of the book by its id; of a repeated id, the first."""
        found: dict[str, Found] = {}
        texts: dict[str, str] = {}
        # An included file may be found as a page, too, but then without a day.
        for source in sorted(self.pages, key=lambda one: (self.pages[one].day is None, one)):
            for block in self.pages[source].all:
                if block.id not in found:
                    if block.source not in texts:
                        texts[block.source] = self.files.read(block.source) or ""
                    text = texts[block.source]
                    place = self.root / block.source
                    found[block.id] = Found(place, text, block, self.day_of(source))
        return found

    def moments(self, sessions: Mapping[str, Found]) -> dict[str, page_file.Moment]:
        """Return the moment of each page of *sessions* in the folder of the days, by its name."""
        found: dict[str, page_file.Moment] = {}
        for session in sessions.values():
            if session.path.parent == self.root / self.days:
                moment, name = (session.day, session.block.start or 0), session.path.stem
                found[name] = min(moment, found.get(name, moment))
        return found

    def is_rst(self, path: Path) -> bool:
        """Say whether a page is in reStructuredText."""
        return self.languages.get(path.suffix) == RST

    def read_page(self, path: Path) -> tuple[str, page_file.Page]:
        """Return the text and the sessions of a page to which something will be added."""
        if self.is_rst(path):
            message = f"{self.name(path)}: a page in reStructuredText; add it there by hand"
            raise CommandError(message)
        text, known = self.read(path), self.pages.get(self.name(path))
        # Parsing a page of thousands of sessions takes seconds.
        page = known or self.parse(text)
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
