"""The pages of the days: their new text, which is written in the end, and the images in them."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote

from session_notes.cli.check import as_line
from session_notes.lint.project import check_project
from session_notes.model.names import fold

from session_import import page_file
from session_import.adopt.dialects import outside_code
from session_import.adopt.outline import SESSION
from session_import.adopt.parts import trimmed
from session_import.adopt.sessions import block
from session_import.new import add_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from session_notes.lint.source import Line

    from session_import.adopt.adoption import Adoption, Day, Item
    from session_import.adopt.images import Images

_PAGE_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(<?(?:[^()<>\s]*/)?([^()<>\s/]+)\.md>?\)")
_WIKI_LINK = re.compile(r"(?<!!)\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]+))?\]\]")
_HEADING = re.compile(r"(#{1,6})(?=\s)")


class Pages:
    """The pages of an *adoption*, with its *images*."""

    def __init__(self, adoption: Adoption, images: Images) -> None:
        self.adoption, self.images = adoption, images
        self.folder, self.told = adoption.folder, adoption.told
        #: The new text of each page that exists, and the lines below the heading of the others.
        self._texts: dict[Path, str] = {}
        self._new: dict[date, list[str]] = {}

    def make(self) -> None:
        """Make the text of every page, and refuse what cannot be written."""
        for day, plan in sorted(self.adoption.days.items()):
            path = self.folder.page_of(day)
            self.folder.refuse(path)
            texts = self._lines(plan, path)
            for where, title in plan.titles[0 if path.exists() else 1 :]:
                name = self.folder.name(path)
                self.told.add(where, f"the heading '{title}' is left out: {name} has another")
            if path.exists():
                self._texts[path] = self._added(path, texts)
            else:
                self._new[day] = _apart([lines for _, lines in texts])

    def _added(self, path: Path, texts: Sequence[tuple[Item, list[str]]]) -> str:
        """Return the text of the page *path* with *texts*, sessions in order of time."""
        text, page = self.folder.read_page(path)
        # Whatever follows a heading belongs to it.
        is_ordered = not any(item.heading for item, _ in texts)
        starts = [
            page_file.Block("session", "", item.session.options).start
            for item, _ in texts
            if item.session and item.session.kind == SESSION
        ]
        found = iter([*page_file.places_of_sessions(page, starts if is_ordered else [])])
        at = len(page.lines)
        places: dict[int, list[list[str]]] = {}
        before: list[list[str]] = []
        for item, lines in texts:
            if not item.session:
                before.append(lines)
                continue
            if item.session.kind == SESSION:
                at = next(found, len(page.lines))
            places.setdefault(at, []).extend([*before, lines])
            before = []
        places.setdefault(len(page.lines), []).extend(before)
        return page_file.insert(text, {at: _apart(lines) for at, lines in places.items() if lines})

    def _lines(self, plan: Day, page: Path) -> list[tuple[Item, list[str]]]:
        """Return each item of a day with its lines on the *page*."""
        levels: list[int] = []
        made: list[tuple[Item, list[str]]] = []
        for item in plan.items:
            if item.session:
                lines = block(item.session, lambda line, item=item: self._show(line, item, page))  # type: ignore[misc]
            else:
                lines = self._text(item, page, levels)
            made.append((item, lines))
        defined = [
            (item, self._show(item.lines[0], item, page)) for item in plan.definitions.values()
        ]
        if defined:
            lines = [
                line
                for item, first in defined
                for line in (first, *(one.text for one in item.lines[1:]))
            ]
            made.append((defined[0][0], lines))
        return made

    def _text(self, item: Item, page: Path, levels: list[int]) -> list[str]:
        """Return the lines of a text, in which no level of headings is left out."""
        lines = [f"{'#' * _depth(levels, item.level)} {item.heading}"] if item.heading else []
        for number, line in enumerate(trimmed(item.lines)):
            text = self._show(line, item, page)
            match = _HEADING.match(text) if line.where not in item.code else None
            text = f"{'#' * _depth(levels, len(match[1]))}{text[match.end() :]}" if match else text
            lines += ["", text] if lines and not number else [text]
        return lines

    def _show(self, line: Line, item: Item, page: Path) -> str:
        """Return the text of a line as its page has it."""
        if line.where in item.code:
            return line.text

        def linked(name: str, words: str, written: str) -> str:
            target = self.adoption.names.get(fold(unquote(name).rpartition("/")[2]))
            if not target and written[:2] == "[[":
                self.told.add(line.where, f"'{written}' is kept as text: it names no session")
            return f"[{words}](#{target})" if target else written

        def changed(text: str) -> str:
            text = self.images.show(text, line.where, item.post, page)
            text = _PAGE_LINK.sub(lambda found: linked(found[2], found[1], found[0]), text)
            return _WIKI_LINK.sub(
                lambda found: linked(found[1], found[2] or found[1], found[0]), text
            )

        return outside_code(line.text, changed)

    def write(self) -> list[str]:
        """Copy the images and write the pages; return what was done, and what is left to do."""
        for target, source in self.images.copies.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                shutil.copyfile(source, target)
        done = []
        for path, text in self._texts.items():
            self.folder.write(path, text)
            done.append(f"{self.folder.name(path)}: added to")
        for day, lines in self._new.items():
            titles = self.adoption.days[day].titles
            new, left = add_day(
                self.folder, day, titles[0][1] if titles else "", lines, self.adoption.days
            )
            done += [*new, *left]
        return done

    def check(self) -> Iterator[str]:
        """Yield what the check of the book reports of the pages."""
        pages = {self.folder.name(self.folder.page_of(day)) for day in self.adoption.days}
        for problem in check_project(self.folder.root).problems:
            if problem.where.source in pages:
                yield as_line(problem)


def _apart(texts: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of all *texts*, with an empty one between them."""
    made: list[str] = []
    for lines in filter(None, texts):
        made += [*([""] if made else []), *lines]
    return made


def _depth(levels: list[int], level: int) -> int:
    """Return the level on a page of a heading of that *level*; *levels* are those around it."""
    while levels and levels[-1] >= level:
        levels.pop()
    levels.append(level)
    return min(len(levels) + 1, 6)
