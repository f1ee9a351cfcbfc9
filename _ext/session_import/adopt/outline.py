"""What the headings of a post are: its title, days, groups, sessions and talks."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import clean, fold, is_title, part_headed

from session_import.adopt.headings import (
    BELOW,
    BY,
    END,
    START,
    Title,
    read_title,
    with_speakers_below,
)
from session_import.adopt.phrases import bare_facts, facts_in, is_dated, is_day, kind_of
from session_import.adopt.sessions import read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from session_notes.lint.source import Line
    from session_notes.model.problems import Where

    from session_import.adopt.dialects import Body
    from session_import.adopt.posts import Told

#: The roles of a piece: text of the page without a heading and with one, and blocks.
TEXT, DAY, GROUP, SESSION, TALK = "text", "day", "group", "session", "talk"
#: The level that makes one session of a whole post.
_WHOLE = 0
#: A line with nothing but a day is no longer.
_DAY_LINE = 60
#: Headings of a post that begin no session.
_ASIDES = (
    "introduction, intro, overview, conclusion, conclusions, summary, wrap up, wrap-up, tl;dr"
    ", agenda, schedule, programme, program, contents, table of contents, about, attendees"
    ", participants, einleitung, fazit, zusammenfassung, programm, teilnehmer, resumen"
    ", conclusión, conclusiones, programa, resumo, conclusão, conclusões, sommaire, résumé"
    ", bilan, はじめに, おわりに, 終わりに, さいごに, 最後に, まとめ, 目次, 概要, プログラム"
    ", タイムテーブル, 参加者, 出席者, 前言, 导语, 总结, 结语, 写在最后, 写在前面, 小结, 议程"
    ", 日程, 마치며, 들어가며, 프로그램, 일정, 마무리"
)
_IS_ASIDE = frozenset(_ASIDES.split(", "))


class Heading(NamedTuple):
    """A heading that is in nothing else, or a line with a day that stands for one.

    A line without text ends the sessions of a table.
    """

    level: int
    text: str
    #: Its first line, and the one behind its last, in the lines of the post.
    first: int
    end: int
    title: Title
    #: Whether it is that of a session for sure, because a fact right below it says who speaks.
    is_told: bool = False
    is_line: bool = False

    @property
    def spoken(self) -> bool:
        """Whether it is sure who speaks."""
        return self.is_told or self.title.is_sure

    @property
    def is_on_day(self) -> bool:
        """Whether it has a title behind a day."""
        return bool(self.title.day) and not self.title.whole.startswith(self.title.day)

    @property
    def is_aside(self) -> bool:
        """Whether it begins a part of the post that is about no session."""
        return is_aside(self.title.whole)


def is_aside(words: str) -> bool:
    """Say whether a heading with these *words* begins a part that is about no session."""
    return bool(part_headed(words)) or fold(words).strip(" :.!") in _IS_ASIDE


class Piece(NamedTuple):
    """A part of a post."""

    role: str
    #: Its heading; none for text.
    heading: str
    title: Title
    level: int
    where: Where
    lines: Sequence[Line]


class Outline(NamedTuple):
    """The parts of a post, in order."""

    #: The title that it has in its text.
    title: str
    pieces: list[Piece]


def read_outline(
    body: Body, title: str, level: int | None, told: Told, *, is_whole: bool
) -> Outline:
    """Return the parts of the *body* of a post, with sessions at the *level* of headings.

    A *title* is known already. Without a level it is guessed; where nothing says otherwise, the
    post *is_whole*, which means that it is one session.
    """
    top, headings = body.lines[0].where, _sure(list(_headings(body)))
    own = _own(headings, title, is_whole=is_whole)
    named = title or (own.text if own else "")
    below = [one for one in headings if one is not own and not one.is_line]
    if level and level not in [one.level for one in headings if not one.is_line]:
        return Outline(named, [])
    found, is_sure = _level(own, below, is_whole=is_whole) if level is None else (level, True)
    pieces = list(_pieces(body, headings, own, found))
    if not any(piece.role == SESSION for piece in pieces) or (own and found == own.level):
        lines = [*body.lines[: own.first], *body.lines[own.end :]] if own else body.lines
        if below and not is_sure:
            told.add(
                top,
                "became one session; --level 2, for example, makes one of each heading of level 2",
            )
        where = body.lines[own.first].where if own else top
        own_title = own.title if own and named == own.text else read_title(named)
        return Outline("", [Piece(SESSION, named, own_title, 1, where, lines)])
    if not is_sure:
        count = sum(piece.role == SESSION for piece in pieces)
        told.add(
            top,
            f"sessions are the headings of level {found} ({count}); --level names another level, "
            "--level 0 makes one session",
        )
    return Outline(named, pieces)


def _own(headings: Sequence[Heading], title: str, *, is_whole: bool) -> Heading | None:
    """Return the heading that is the title of the whole post, if one is."""
    first = headings[0] if headings else None
    if first is None or first.is_line or (title and fold(title) != fold(first.text)):
        return None
    others = [one for one in headings[1:] if not one.is_line and one.level <= first.level]
    # A note about one talk may have parts whose headings are no smaller than its title.
    alone = is_whole and first.spoken and not any(one.spoken for one in headings[1:])
    return first if not others or alone else None


def _headings(body: Body) -> Iterator[Heading]:
    """Yield the headings, and the lines with nothing but a day between two sessions."""
    tokens = body.tokens
    found: list[Heading] = []
    before = ""
    for at, token in enumerate(tokens):
        if token.level or not token.map or token.nesting < 0:
            continue
        first, end = token.map
        text = clean(tokens[at + 1].content) if token.type.endswith("_open") else ""
        is_line = token.type == "paragraph_open" and before not in ("", "heading_open")
        # One with a fact, as '## Speaker: …', or with no text begins nothing.
        if token.type == "heading_open" and is_title(text) and not facts_in(text):
            found.append(Heading(int(token.tag[1]), text, first, end, read_title(text)))
        elif is_line and found and len(text) < _DAY_LINE and is_dated(text.strip("*_ ")):
            text = text.strip("*_ ")
            # Right below a heading it is a fact.
            if read_head(body.lines[found[-1].end : end])[1]:
                found.append(Heading(1, text, first, end, Title(text, whole=text), is_line=True))
        before = token.type
    found += (Heading(1, "", end, end, Title(""), is_line=True) for end in body.ends)
    found.sort(key=lambda one: one.first)
    ends = [*(one.first for one in found[1:]), len(body.lines)]
    for one, end in zip(found, ends, strict=False):
        if one.is_line:
            yield one
            continue
        lines = body.lines[one.end : end]
        facts, _ = read_head(lines)
        is_told = any(fact.name == "speakers" for fact, _ in facts)
        title = _below(one.title, lines, is_told=is_told)
        yield one._replace(is_told=is_told or one.first in body.rows, title=title)


def _below(title: Title, lines: Sequence[Line], *, is_told: bool) -> Title:
    """Return a *title* with who speaks, if that stands alone in the *lines* below it."""
    first = next((at for at, line in enumerate(lines) if line.text.strip()), -1)
    is_alone = first >= 0 and not any(line.text.strip() for line in lines[first + 1 : first + 2])
    names = lines[first].text.strip(" \t*_\\") if is_alone else ""
    if is_told or not names or bare_facts(names):
        return title
    return with_speakers_below(title, names)


def _sure(headings: Sequence[Heading]) -> list[Heading]:
    """Return *headings* that are sure of who speaks if at least half of their level tell it."""
    # With titles behind it, two headings with one day are about what was on it.
    days = Counter(one.title.day for one in headings if one.is_on_day)
    made = [
        one._replace(is_told=True) if one.is_on_day and days[one.title.day] > 1 else one
        for one in headings
    ]
    for level in {one.level for one in headings}:
        here = [at for at, one in enumerate(headings) if one.level == level and not one.is_line]
        here = [at for at in here if not headings[at].is_aside and not kind_of(headings[at].text)]
        sure = sum(headings[at].title.is_sure for at in here)
        for form in (BY, END, START, BELOW):
            titles = ((at, headings[at].title) for at in here)
            unsure = [at for at, title in titles if title.form == form and not title.is_sure]
            count = len(unsure) + sure
            if count > 1 and 2 * count >= len(here):
                for at in unsure:
                    made[at] = made[at]._replace(title=made[at].title._replace(is_sure=True))
    return made


def _level(own: Heading | None, below: Sequence[Heading], *, is_whole: bool) -> tuple[int, bool]:
    """Return the level of the headings that are sessions, and whether that is sure."""
    headings = [*([own] if own else []), *below]
    spoken = Counter(one.level for one in headings if one.spoken)
    if spoken:
        several = [level for level, count in spoken.items() if count > 1]
        return min(several or spoken), True
    days = [one.level for one in below if is_day(one.text)]
    if days:
        return min((one.level for one in below if one.level > min(days)), default=min(days)), False
    counts = Counter(one.level for one in below if not one.is_aside)
    several = [level for level, count in counts.items() if count > 1]
    return (min(several), False) if several and not is_whole else (_WHOLE, False)


def _pieces(
    body: Body, headings: Sequence[Heading], own: Heading | None, level: int
) -> Iterator[Piece]:
    start, role, depth, where = 0, TEXT, 0, body.lines[0].where
    title, heading = Title(""), ""
    # Without a level, nothing is a session.
    headings = headings if level else ()
    #: The level of the session that is open, and that of its talks; 0 for none.
    session = talks = 0
    for at, one in enumerate(headings):
        below = headings[at + 1].level if at + 1 < len(headings) else 0
        if one is own:
            new = TEXT
        elif 0 < session < one.level:
            new = TALK if one.spoken or one.level == talks else ""
        else:
            new = _role(one, level, (headings[n] for n in range(at + 1, len(headings))))
        if not new:
            continue
        yield Piece(role, heading, title, depth, where, body.lines[start : one.first])
        if new == TALK:
            talks = one.level
        else:
            session = one.level if new == SESSION else 0
            # What a heading such as "Lightning talks" holds are talks.
            talks = level if one.level < level and not one.spoken else 0
            if session and kind_of(one.text) == "lightning-talks":
                talks = below if below > one.level else 0
        start, role, depth = one.end, new, one.level
        heading, title = ("", Title("")) if new == TEXT else (one.text, one.title)
        where = body.lines[one.first].where
    yield Piece(role, heading, title, depth, where, body.lines[start:])


def _role(one: Heading, level: int, following: Iterable[Heading]) -> str:
    """Return the role of a heading outside of sessions; nothing if it is part of a text."""
    if one.is_line or one.spoken:
        return SESSION if one.spoken else DAY if one.text else TEXT
    if one.is_aside or one.level > level:
        return GROUP if one.level <= level else ""
    if one.level == level:
        return SESSION
    inside = takewhile(lambda other: other.level > one.level, following)
    holds = any(other.level == level or other.spoken for other in inside)
    if is_day(one.text):
        return DAY if holds or not one.is_on_day else SESSION
    return GROUP if holds and not kind_of(one.text) else SESSION
