"""The files that the pages of a book may show, offer and read.

They are those of the source directory, and of more folders that the owner of the book names.
Symbolic links are followed before a file is judged, because a pull request may contain any link.
"""

from __future__ import annotations

import os
import stat
from glob import glob
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.options import read_options
from session_notes.model import messages
from session_notes.model.names import (
    forbidden,
    nearest,
    suggest,
    without_forbidden,
    without_line_ends,
)
from session_notes.model.problems import Where
from session_notes.model.schema import FETCHES, READS, SHOWS, UTF8
from session_notes.model.tex import tex_flaw
from session_notes.model.urls import is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from session_notes.lint.blocks import Block
    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem

#: The roles of files that directives read.
READING = ("read", "data", "url")
#: More than any page has; the rest of a larger file is not read.
MAX_PAGE = 16 * 1024 * 1024

#: How a page uses a file, if that is not a link to what may also be a page.
_ROLES = ("data", "download", "image", "read")
#: No more names are looked at for one that is similar.
MAX_NAMES = 1000


class FileUse(NamedTuple):
    """A file that a page links to, shows, offers or reads, with the line it is named in."""

    role: str
    target: str
    where: Where
    #: That of a text that is read.
    encoding: str = UTF8


class Files:
    """The files of the book in *root*, and of the folders *more*, which are relative to it."""

    def __init__(self, root: Path, more: Iterable[str] = ()) -> None:
        self.root = root
        self._roots = [_real(root / folder) for folder in ("", *more)]

    def holds(self, path: Path) -> bool:
        """Say whether *path* is in one of the folders."""
        return any(_real(path).is_relative_to(root) for root in self._roots)

    def flaw(self, path: Path) -> Message | None:
        """Return why no page may show or read the file *path*, which need not exist."""
        real = _real(path)
        inside = [real.relative_to(root) for root in self._roots if real.is_relative_to(root)]
        if not inside:
            return messages.FILE_OUTSIDE
        # Such as .git, which may hold a token, or .env.
        if all(any(part.startswith(".") for part in way.parts) for way in inside):
            return messages.FILE_HIDDEN
        return messages.NOT_A_FILE if _is_special(real) else None

    def flaw_of_page(self, source: str) -> Message | None:
        """Return why the page *source*, which Sphinx found, may not be read."""
        path = self.root / source
        # A page of the book itself may be hidden.
        return None if _real(path) == self._roots[0] / source else self.flaw(path)

    def read(self, source: str) -> str | None:
        """Return the text of a page, byte for byte; None if there is none, or none to be read."""
        path = self.root / source
        try:
            if self.flaw_of_page(source) or not path.is_file():
                return None
            with path.open("rb") as file:
                return file.read(MAX_PAGE).decode("utf-8", "surrogateescape")
        # ValueError: the path contains a null character.
        except (OSError, ValueError):
            return None

    def write(self, source: str, text: str) -> None:
        """Write what :meth:`read` returned, or a fixed version of it."""
        (self.root / source).write_bytes(text.encode("utf-8", "surrogateescape"))


def _real(path: Path) -> Path:
    # Unlike Path.resolve, it raises nothing for links that lead in a circle.
    return Path(os.path.realpath(str(path).replace("\0", "\ufffd")))


def _is_special(path: Path) -> bool:
    """Say whether *path* is something else than a file, such as a device: reading might not end."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def check_page(files: Files, source: str, encoding: str = "utf-8") -> Problem | None:
    """Return why the page *source* cannot be read; None if it can, or if there is no such file."""
    shown = Where(without_forbidden(without_line_ends(source)), 1)
    if shown.source != source:
        return messages.BAD_NAME.at(shown)
    flaw = files.flaw_of_page(source)
    return (
        flaw.at(shown, path=source)
        if flaw
        else _check_content(files.root / source, shown, encoding)
    )


def _check_content(path: Path, shown: Where, encoding: str) -> Problem | None:
    if not path.is_file():
        # Reading a pipe would never end.
        return messages.UNREADABLE.at(shown, error="not a file") if path.exists() else None
    try:
        content = path.read_bytes()
    except OSError as error:
        return messages.UNREADABLE.at(shown, error=error.strerror)
    # Without a mark at its beginning, UTF-16 is valid UTF-8.
    if b"\0" in content[:2]:
        return messages.NOT_UTF8.at(shown)
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        begin = content.rfind(b"\n", 0, error.start) + 1
        where = shown._replace(line=1 + content.count(b"\n", 0, begin))
        column = len(content[begin : error.start].decode(encoding)) + 1
        return messages.NOT_UTF8.at(where)._replace(column=column)
    return None


def files_of(block: Block) -> Iterator[FileUse]:
    """Yield the files that a directive names."""
    options = read_options(block.lines).values if block.name in READS else {}
    return files_named(block.name, block.argument, options, block.opening.where)


def files_named(
    directive: str, argument: str, options: Mapping[str, str], where: Where
) -> Iterator[FileUse]:
    """Yield the files that the *argument* and the *options* of a *directive* name."""
    if directive in SHOWS and not is_remote(argument):
        # docutils takes spaces out of it.
        yield FileUse("image", "".join(argument.split()), where)
    elif directive in READS:
        values = {**options, "": argument}
        role = "data" if directive in FETCHES else "read"
        for name in READS[directive]:
            if values.get(name):
                encoding = values.get("encoding", UTF8).strip()
                yield FileUse(role, values[name].strip(), where, encoding)
        if directive in FETCHES and "url" in values:
            yield FileUse("url", values["url"].strip(), where)


def flaw_of(files: Files, use: FileUse, path: Path) -> Message | None:
    """Return why a page may not *use* the file *path*."""
    if use.role == "url":
        return messages.FETCHED
    if use.target[:1] == "<" and use.target[-1:] == ">":
        # What docutils itself has, such as <isonum.txt>.
        return messages.FILE_OUTSIDE if "/" in use.target else None
    if use.role == "image" and tex_flaw(f"{use.target} {path.name}"):
        # LaTeX gets the name as it is.
        return messages.BAD_NAME
    flaw = files.flaw(path)
    if flaw is None and use.role in READING and not _is_text(path, use.encoding):
        return messages.NOT_TEXT
    return flaw


def _is_text(path: Path, encoding: str) -> bool:
    """Say whether *path* is text in an *encoding*, of characters that a page can hold.

    A file that cannot be read counts as text, because the directive reports it.
    """
    try:
        with path.open(encoding=encoding) as file:
            while text := file.read(1024 * 1024):
                if any(forbidden(text)):
                    return False
    except (UnicodeError, LookupError):
        return False
    # ValueError: the path or the encoding contains a null character.
    except (OSError, ValueError):
        pass
    return True


def path_of(files: Files, source: str, role: str, written: str) -> Path:
    """Return the file that is *written* in the page *source*, with links not followed."""
    path = Path(written)
    # As Sphinx reads it: '/x' is in the source directory, but '//x' is not.
    if path.parts[:1] == ("/",) and not (role == "data" and os.path.exists(path)):  # noqa: PTH110
        return files.root.joinpath(*path.parts[1:])
    return (files.root / source).parent / path


def candidates(path: Path) -> list[Path]:
    """Return the files that *path* stands for: of 'image.*', each builder takes another."""
    if path.suffix != ".*":
        return [path]
    return [path] + [Path(found) for found in sorted(glob(str(path)))]  # noqa: PTH207 - links are followed


def check_files(
    files: Files, source: str, uses: Iterable[FileUse]
) -> Iterator[tuple[Path, Problem]]:
    """Yield each file that the page *source* names and may not use, with the problem."""
    for use in uses:
        written = use.target.partition("#")[0] if use.role == "path" else use.target
        path = path_of(files, source, use.role, written)
        # What an included file names may be relative to another folder: the tree shows it.
        if use.where.source != source or (use.role == "path" and not _is_offered(path)):
            continue
        for one in candidates(path):
            flaw = flaw_of(files, use._replace(target=written), one)
            if flaw:
                yield one, flaw.at(use.where, path=written, encoding=use.encoding)


def check_missing(files: Files, source: str, uses: Iterable[FileUse]) -> Iterator[Problem]:
    """Yield the files that the page *source* shows, offers or reads, and that do not exist."""
    for use in uses:
        # What is inside "<" and ">" docutils itself has.
        if use.role not in _ROLES or "://" in use.target or use.target[:1] == "<":
            continue
        path = path_of(files, source, use.role, use.target)
        if not files.flaw(path) and not any(map(exists, candidates(path))):
            near = nearest(path.name, _names_in(path.parent), 1)
            suggestion = suggest([str(PurePosixPath(use.target).with_name(name)) for name in near])
            yield messages.NO_FILE.at(use.where, suggestion, path=use.target)


def exists(path: Path) -> bool:
    """Say whether there is a file at *path*."""
    # Unlike Path.is_file, this raises nothing for a name that is too long.
    return os.path.isfile(path)  # noqa: PTH113


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in islice(folder.iterdir(), MAX_NAMES))
    except (OSError, ValueError):
        return []


def _is_offered(path: Path) -> bool:
    """Say whether MyST takes a link to *path* for a file that readers can download."""
    return path.suffix not in (".md", ".rst") and exists(path)
