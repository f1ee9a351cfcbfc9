"""The images of posts, which are copied beside the pages that show them."""

from __future__ import annotations

import filecmp
import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from session_notes.cli import CommandError
from session_notes.model.urls import bad_source, is_remote

from session_import.adopt.dialects import image_in

if TYPE_CHECKING:
    from session_notes.model.problems import Where

    from session_import.adopt.posts import Post, Told
    from session_import.book_folder import Folder

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif")
#: Larger ones are left to the author.
MAX_BYTES = 16 * 1024 * 1024
#: No more files are looked at for an image that is named without its folder.
MAX_FILES = 20_000
#: Where the sites of Hugo, Hexo and others have what an address from the root means.
_STATIC = ("", "static", "source", "public", "assets")
_SHOWN = re.compile(r"(!\[[^\[\]]*\]\()(<[^<>]*>|[^()<>\s]+)(?=\s*(?:\"[^\"]*\"\s*)?\))")
_DEFINED = re.compile(r"\A(\[[^\[\]]+\]:\s*)(\S+)")
_UNSAFE = re.compile(r"[^\w./-]+")


class Images:
    """The images to copy into the book, out of the folder *root* of a post and of *more*."""

    def __init__(self, folder: Folder, roots: list[Path], told: Told) -> None:
        self.folder = folder
        self.roots = [Path(os.path.realpath(root)) for root in roots]
        self.told = told
        #: What to copy, by the new files.
        self.copies: dict[Path, Path] = {}
        self._by_name: dict[str, Path] = {}

    def show(self, text: str, where: Where, post: Post, page: Path) -> str:
        """Return the *text* of a line of the *post* as it is written on a *page*."""
        html = image_in(text)
        if html:
            new = self._place(html[0], where, post, page)
            return f"![{html[1]}]({new})" if new else text

        def replaced(found: re.Match[str]) -> str:
            return found[1] + (self._place(found[2].strip("<>"), where, post, page) or found[2])

        return _SHOWN.sub(replaced, _DEFINED.sub(replaced, text))

    def _place(self, written: str, where: Where, post: Post, page: Path) -> str:
        """Return how the *page* names an image that the *post* names; empty if it is not copied."""
        path = unquote(written.partition("?")[0].partition("#")[0])
        if is_remote(written) or bad_source(written) or not path.lower().endswith(SUFFIXES):
            return ""
        found = self._find(path, post)
        if found is None:
            self.told.add(
                where,
                f"no image '{written}' in {' or '.join(map(os.path.relpath, self.roots))}; adopt "
                "the folder that has it, or name that with --images",
            )
            return ""
        if found.stat().st_size > MAX_BYTES:
            self.told.add(where, f"image '{written}' is larger than {MAX_BYTES} bytes")
            return ""
        kept = posixpath.normpath(path)
        name = _UNSAFE.sub("-", kept if kept[:1] not in "/." else posixpath.basename(kept))
        try:
            target = self._target(page.parent / name, found)
            self.folder.refuse(target)
        except CommandError as error:
            self.told.add(where, f"image '{written}' is not copied: {error}")
            return ""
        self.copies[target] = found
        return Path(os.path.relpath(target, page.parent)).as_posix()

    def _target(self, wanted: Path, source: Path) -> Path:
        """Return the file for a copy of *source*: one that has the same content, or a new one."""
        target, number = wanted, 1
        while os.path.lexists(target) or target in self.copies:
            known = self.copies.get(target, target)
            if known.is_file() and filecmp.cmp(known, source, shallow=False):
                break
            number += 1
            target = wanted.with_stem(f"{wanted.stem}-{number}")
        return target

    def _find(self, path: str, post: Post) -> Path | None:
        """Return the image that a *post* names, if it is in one of the folders."""
        bare = path.lstrip("/")
        places = [root / static / bare for root in self.roots for static in _STATIC]
        if path[:1] != "/":
            # Hexo has the images of a post in a folder of its name.
            places[:0] = [post.path.parent / path, post.path.with_suffix("") / path]
        if "/" not in path:
            places += filter(None, [self._named(path)])
        for place in places:
            real = Path(os.path.realpath(str(place).replace("\0", "")))
            inside = any(real.is_relative_to(root) for root in self.roots)
            if inside and os.path.isfile(real) and real.suffix.lower() in SUFFIXES:  # noqa: PTH113
                return real
        return None

    def _named(self, name: str) -> Path | None:
        """Return the first image of that *name*, wherever it is, as Obsidian finds it."""
        if not self._by_name:
            count = 0
            for root in self.roots:
                for folder, folders, files in os.walk(root):
                    folders[:] = sorted(one for one in folders if one[0] != ".")
                    count += len(files)
                    if count > MAX_FILES:
                        break
                    for file in files:
                        if file.lower().endswith(SUFFIXES):
                            self._by_name.setdefault(file, Path(folder, file))
        return self._by_name.get(name)
