"""The days, and on each of them the sessions and texts, that posts become."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from session_notes.cli import CommandError
from session_notes.model.names import fold, slug
from session_notes.model.times import clock

from session_import import page_file
from session_import.adopt.dialects import is_pad, read_body
from session_import.adopt.headings import read_title
from session_import.adopt.options import TITLE, Options
from session_import.adopt.outline import DAY, SESSION, TALK, read_outline
from session_import.adopt.parts import NOTES, trimmed
from session_import.adopt.phrases import (
    ON,
    day_headed,
    fact_named,
    find_day,
    first_day,
    is_odd,
    kind_of,
    year_in,
)
from session_import.adopt.posts import read
from session_import.adopt.sessions import Reader, read_head
from session_import.adopt.tables import with_rows
from session_import.book_folder import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from session_notes.lint.source import Line
    from session_notes.model.problems import Where

    from session_import.adopt.dialects import Body
    from session_import.adopt.outline import Outline, Piece
    from session_import.adopt.posts import Post, Told
    from session_import.adopt.sessions import Session
    from session_import.book_folder import Folder

#: A post is published no later after the sessions.
_LATER = timedelta(92)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-?")
#: What may begin a session of ours.
_BLOCKS = re.compile(r"\{(?:session|talk|eval-rst|include)\}")
#: The number that a talk has in its post.
_NUMBER = re.compile(r"(?:\d{1,2}[.)、] ?|[①-⑳] ?|[#＃]\d{1,2}:? )(?=\D)")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")


class Item(NamedTuple):
    """Something on a page: a session or talk, or a text that may have a heading."""

    post: Post
    #: The places of the lines that are code.
    code: frozenset[Where]
    lines: list[Line]
    session: Session | None = None
    heading: str = ""
    level: int = 0
    is_day: bool = False

    @property
    def texts(self) -> list[str]:
        """What stands on a page."""
        return [self.heading, *(line.text for line in self.lines)]

    @property
    def all_lines(self) -> list[Line]:
        """Every line of it."""
        parts = self.session.parts.values() if self.session else [self.lines]
        return [line for part in parts for line in part]


class Day:
    """What is added to the page of a day."""

    def __init__(self) -> None:
        #: The headings that the page may have, with their places.
        self.titles: list[tuple[Where, str]] = []
        self.items: list[Item] = []
        #: The definitions of links, by their names.
        self.definitions: dict[str, Item] = {}


class Adoption:
    """The posts that are read, for the book in a *folder*.

    *day* is the first day of each, and *level* that of the headings that are sessions. Where
    nothing says otherwise, a post *is_whole*: one session.
    """

    def __init__(
        self, folder: Folder, told: Told, day: date | None, level: int | None, *, is_whole: bool
    ) -> None:
        self.folder, self.told, self.day, self.level = folder, told, day, level
        self.is_whole = is_whole
        self.extensions = frozenset(folder.conf.extensions)
        self.options = Options(folder)
        self.sessions = folder.sessions()
        #: The days, with what is added to them.
        self.days: dict[date, Day] = {}
        self.posts = 0
        #: The ids of sessions by the names that links between notes give them.
        self.names: dict[str, str] = {}
        self._known: dict[tuple[str, str], Found] = {}
        for name, found in self.sessions.items():
            title = fold(page_file.plain(found.block.title))
            self._known[found.day, title] = found
            self.names[title] = name
        self._numbers: Counter[str] = Counter()

    def add(self, path: Path) -> None:
        """Add the post in a file."""
        post = read(path, self.told)
        text = "".join(f"{line.text}\n" for line in post.lines)
        if not text.strip():
            message = f"{post.name}: nothing in it"
            raise CommandError(message)
        if _BLOCKS.search(text) and page_file.read_markdown(text).all:
            message = f"{post.name}: has sessions already; copy it to '{self.folder.days}'"
            raise CommandError(message)
        body = read_body(post, self.extensions, self.told)
        title = page_file.markdown(post.field(TITLE))
        body = with_rows(body, self.extensions, self.told) if self.level is None else body
        is_whole = self.is_whole or is_pad(post)
        outline = read_outline(body, title, self.level, self.told, is_whole=is_whole)
        if not any(piece.role == SESSION for piece in outline.pieces):
            message = f"{post.name}: no heading of level {self.level}"
            raise CommandError(message)
        placing = _Placing(self, post, body, outline)
        placing.run(self._first_day(post, title, outline))
        self.posts += 1

    def _first_day(self, post: Post, title: str, outline: Outline) -> date | None:
        """Return the first day of a post, or the only one."""
        if self.day:
            return self.day
        above = [*takewhile(lambda one: one.role not in (SESSION, TALK), outline.pieces)]
        above = above or outline.pieces[:1]
        heads = (read_head(piece.lines)[0] for piece in above[:2])
        facts = [fact.value for head in heads for fact, _ in head if fact.name == ON]
        fields = [one for name in post.front if fact_named(name) == ON for one in post.front[name]]
        folders = [parent.name for parent in post.path.parents][: None if self.is_whole else 1]
        named = title or outline.title or outline.pieces[0].heading
        known = next(filter(None, (find_day(text)[0] for text in (*facts, named))), None)
        if known:
            return known
        field = next(filter(None, (find_day(text)[0] for text in fields)), None)
        path = (post.path.stem, *folders)
        lines = [line for piece in above for line in piece.lines]
        headings = (piece.heading for piece in outline.pieces)
        texts = (named, *headings, *path, *(line.text for line in lines))
        near = field or next(filter(None, map(year_in, texts)), None)
        for piece in outline.pieces:
            day = first_day(piece.heading, near) if piece.role == DAY or piece.title.day else None
            if day and not field and first_day(piece.heading) is None:
                reason = f"'{piece.heading}' is in {day.year}, a year that the text names"
                self.told.add(piece.where, f"{reason}; --date gives another")
            if day:
                return day
        for line in lines:
            day = find_day(line.text, near)[0]
            if day and (field is None or timedelta() < field - day < _LATER):
                also = f", and not {field}, the date in the front matter" if field else ""
                reason = f"{day}, the first day in the text, became the day of the sessions{also}"
                self.told.add(line.where, f"{reason}; --date gives another")
                return day
        if field:
            reason = f"{field}, the date in the front matter, may be that of the post alone"
            self.told.add(post.top, f"{reason}; --date gives the day of the sessions")
            return field
        return next(filter(None, (find_day(text)[0] for text in path)), None)

    def is_known(self, session: Session, day: date) -> bool:
        """Say whether the book has a session already."""
        known = self._known.get((day.isoformat(), fold(page_file.plain(session.title))))
        if known:
            where = self.folder.place(known)
            self.told.add(session.where, f"'{session.title}' is in the book already ({where})")
        return known is not None

    def name(self, session: Session, day: date, others: Sequence[str]) -> None:
        """Give a session its id; links may also name it by the *others*."""
        made, on = page_file.make_id(_NUMBER.sub("", session.title)), day.isoformat()
        # A number alone says nothing.
        made = "" if made.replace("-", "").isdecimal() else made
        block = page_file.Block(session.kind, session.title, session.options)
        time = "" if block.start is None else clock(block.start)
        names = [slug(session.options.get("id", "")) or made]
        name = page_file.free_id(names, on, time, self.sessions, self._numbers)
        session.options["id"] = name
        self.sessions[name] = Found(self.folder.page_of(day), "", block, on)
        for other in (session.title, *others):
            self.names.setdefault(fold(other), name)


class _Placing:
    """Puts the pieces of one post on the days."""

    def __init__(self, adoption: Adoption, post: Post, body: Body, outline: Outline) -> None:
        self.adoption, self.post, self.body, self.outline = adoption, post, body, outline
        self.told = adoption.told
        self.code = frozenset(body.lines[at].where for at in body.code)
        self.reader = Reader(adoption.extensions, adoption.options.refusal, adoption.told)
        self.is_whole = sum(piece.role == SESSION for piece in outline.pieces) == 1
        self.front = adoption.options.of_front(
            post, body.tags, adoption.told, is_whole=self.is_whole
        )
        #: What was added, with its day.
        self.added: list[tuple[date, Item]] = []
        #: The texts that come before the next session.
        self.waiting: list[Item] = []
        #: The day whose heading was the last, and those that have sessions or texts of the post.
        self.day: date | None = None
        self.begun: set[date] = set()

    def run(self, first: date | None) -> None:
        """Add all pieces of a post that begins on the *first* day."""
        is_known = False
        # Before the first is placed, the days of all are known.
        for piece, session, on in list(self._dated(first)):
            if session is None:
                if piece.role == DAY:
                    self._close()
                    self.day = None if on == date.min else on
                self.waiting.append(self._text(piece))
                continue
            if piece.role == SESSION:
                is_known = self.adoption.is_known(session, on)
            if is_known:
                self.waiting.clear()
                continue
            stems = [self.post.path.stem] if self.is_whole and piece.role == SESSION else []
            self.adoption.name(session, on, stems)
            self._head(on)
            self._place(on, Item(self.post, self.code, [], session))
        self._close()
        self._define()

    def _close(self) -> None:
        """Place what waits for a session at the end of its day."""
        if self.day and any(item.is_day for item in self.waiting):
            page = self.adoption.folder.page_of(self.day)
            known = self.adoption.folder.read(page) if page.exists() else ""
            # It may have been adopted before.
            if not all(text in known for item in self.waiting for text in item.texts):
                self._head(self.day)
                self._place(self.day)
            self.waiting.clear()
        elif self.added:
            self._place(self.added[-1][0])

    def _dated(self, first: date | None) -> Iterator[tuple[Piece, Session | None, date]]:
        """Yield each piece with its session, if it is one, and its day."""
        day = on = self.reader.near = first
        why = ""
        for piece in self.outline.pieces:
            said = piece.heading if piece.role == DAY else piece.title.day
            named = day_headed(said, first)
            why = f", because '{said}' names no year" if piece.title.day and not named else why
            if named and is_odd(said, named):
                self.told.add(piece.where, f"'{said}' is another day of the week in {named.year}")
            if piece.role not in (SESSION, TALK):
                day = named or day
                yield piece, None, day or date.min
                continue
            session = self._session(piece)
            # A talk is on the page of its session.
            on = on if piece.role == TALK else session.day or named or day
            if self.is_whole and self.adoption.day and session.day not in (None, self.adoption.day):
                self.told.add(session.where, f"its date, {session.day}, gives way to --date")
                on = self.adoption.day
            if on is None:
                message = f"{self.post.name}: no day is known{why}; give it with --date 2015-05-19"
                raise CommandError(message)
            yield piece, session, on

    def _text(self, piece: Piece) -> Item:
        is_day = piece.role == DAY
        lines = list(piece.lines)
        return Item(self.post, self.code, lines, None, piece.heading, piece.level, is_day)

    def _session(self, piece: Piece) -> Session:
        stem = self.post.path.stem
        words = _DATED.sub("", stem).replace("-", " ").replace("_", " ").strip()
        title = piece.title if piece.heading else read_title(page_file.markdown(words or stem))
        session = self.reader.read(piece.role, title, piece.where, piece.lines)
        for name, value in self.front.items() if piece.role == SESSION else ():
            session.options.setdefault(name, value)
        kind = kind_of(session.title) if piece.role == SESSION else ""
        if kind and not self.adoption.options.refusal("kind", kind):
            session.options.setdefault("kind", kind)
        return session

    def _head(self, day: date) -> None:
        """Offer a heading for the page of a *day*: the title of the post, the day's heading."""
        if day in self.begun:
            return
        self.begun.add(day)
        title = self.outline.title
        plan = self.adoption.days.setdefault(day, Day())
        at = max((at for at, item in enumerate(self.waiting) if item.is_day), default=None)
        heading = "" if at is None else self.waiting[at].heading
        made = ": ".join(filter(None, ["" if self.added else title, heading]))
        if made and not plan.titles and at is not None:
            self.waiting[at] = self.waiting[at]._replace(heading="")
        elif plan.titles:
            made = "" if self.added else title
        if made:
            plan.titles.append((self.post.top, made))

    def _place(self, day: date, *items: Item) -> None:
        new = [*self.waiting, *items]
        self.adoption.days[day].items += new
        self.added += ((day, item) for item in new)
        self.waiting.clear()

    def _define(self) -> None:
        """Put each definition where it is used; that of a link serves a whole page."""
        users: dict[str, list[tuple[date, Item]]] = {}
        for day, item in self.added:
            text = " ".join(line.text for line in item.all_lines).casefold()
            for name in dict.fromkeys(_BRACKETS.findall(text)):
                users.setdefault(" ".join(name.split()), []).append((day, item))
        for name, lines in self.body.defined.items() if self.added else ():
            used = users.get(name, self.added[-1:])
            if name.startswith("^"):
                item = used[0][1]
                target = item.session.parts[NOTES] if item.session else item.lines
                target[:] = [*trimmed(target), lines[0]._replace(text=""), *trimmed(lines)]
                continue
            for day in dict.fromkeys(day for day, _ in used):
                definitions = self.adoption.days[day].definitions
                new = Item(self.post, self.code, lines)
                other = definitions.setdefault(name, new)
                if [line.text for line in other.lines] != [line.text for line in lines]:
                    place = other.lines[0].where
                    reason = f"'[{name}]' has another address on the same page ({place})"
                    self.told.add(lines[0].where, f"{reason}; write the address in the link")
