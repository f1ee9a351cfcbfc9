"""What the headings of a post are: its title, days, groups, sessions and talks."""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import clean, fold, is_title, part_headed, slug
from session_notes.model.schema import KINDS

from session_import.adopt.phrases import facts_in, is_day
from session_import.adopt.sessions import names_speaker, read_head

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
#: Headings of a post that begin no session.
_ASIDES = (
    *("introduction", "intro", "overview", "conclusion", "conclusions", "summary", "wrap up"),
    *(
        "wrap-up",
        "tl;dr",
        "agenda",
        "contents",
        "table of contents",
        "about",
        "einleitung",
        "fazit",
    ),
    *("はじめに", "おわりに", "終わりに", "さいごに", "最後に", "まとめ", "目次", "概要"),
    *("前言", "导语", "总结", "结语", "写在最后", "写在前面", "小结", "마치며", "들어가며"),
)


class Heading(NamedTuple):
    """A heading that is in nothing else."""

    level: int
    text: str
    #: Its first line, and the one behind its last, in the lines of the post.
    first: int
    end: int
    #: Whether who speaks stands right below it.
    spoken: bool = False

    @property
    def is_aside(self) -> bool:
        """Whether it begins a part of the post that is about no session."""
        return bool(part_headed(self.text)) or fold(self.text).strip(" :.!") in _ASIDES


class Piece(NamedTuple):
    """A part of a post."""

    role: str
    title: str
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
    top, headings = body.lines[0].where, list(_headings(body))
    first = headings[0] if headings else None
    alone = first and all(other.level > first.level for other in headings[1:])
    is_own = first and alone and (not title or fold(title) == fold(first.text))
    own = first if is_own else None
    named = title or (own.text if own else "")
    below = [one for one in headings if one is not own]
    if level and level not in [one.level for one in headings]:
        return Outline(named, [])
    found, is_sure = _level(headings, below, is_whole=is_whole) if level is None else (level, True)
    pieces = list(_pieces(body, headings, own, found))
    if not any(piece.role == SESSION for piece in pieces) or (own and found == own.level):
        lines = [*body.lines[: own.first], *body.lines[own.end :]] if own else body.lines
        if below and not is_sure:
            told.add(
                top,
                "became one session; --level 2, for example, makes one of each heading of level 2",
            )
        where = body.lines[own.first].where if own else top
        return Outline("", [Piece(SESSION, named, 1, where, lines)])
    if not is_sure:
        count = sum(piece.role == SESSION for piece in pieces)
        told.add(
            top,
            f"sessions are the headings of level {found} ({count}); --level names another level, "
            "--level 0 makes one session",
        )
    return Outline(named, pieces)


def _headings(body: Body) -> Iterator[Heading]:
    tokens = body.tokens
    found = [
        Heading(int(token.tag[1]), clean(tokens[at + 1].content), token.map[0], token.map[1])
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level and token.map
    ]
    # One with a fact, as '## Speaker: …', or with no text begins nothing.
    found = [one for one in found if is_title(one.text) and not facts_in(one.text)]
    ends = [*(one.first for one in found[1:]), len(body.lines)]
    for one, end in zip(found, ends, strict=False):
        facts, _ = read_head(body.lines[one.end : end])
        spoken = any(fact.name == "speakers" for fact, _ in facts) or names_speaker(one.text)
        yield one._replace(spoken=spoken)


def _level(
    headings: Sequence[Heading], below: Sequence[Heading], *, is_whole: bool
) -> tuple[int, bool]:
    """Return the level of the headings that are sessions, and whether that is sure."""
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
    start, role, title, depth, where = 0, TEXT, "", 0, body.lines[0].where
    # Without a level, nothing is a session.
    headings = headings if level else ()
    #: The level of the session that is open, and that of its talks; 0 for none.
    session = talks = 0
    for at, one in enumerate(headings):
        if one is own:
            new = TEXT
        elif 0 < session < one.level:
            new = TALK if one.spoken or one.level == talks else ""
        else:
            new = _role(one, level, (headings[n] for n in range(at + 1, len(headings))))
        if not new:
            continue
        yield Piece(role, title, depth, where, body.lines[start : one.first])
        if new == TALK:
            talks = one.level
        else:
            session = one.level if new == SESSION else 0
            # What a heading such as "Lightning talks" holds are talks.
            talks = level if one.level < level and not one.spoken else 0
        start, role, title, depth = one.end, new, "" if new == TEXT else one.text, one.level
        where = body.lines[one.first].where
    yield Piece(role, title, depth, where, body.lines[start:])


def _role(one: Heading, level: int, following: Iterable[Heading]) -> str:
    """Return the role of a heading outside of sessions; nothing if it is part of a text."""
    if one.spoken:
        return SESSION
    if one.level > level:
        return ""
    if one.is_aside:
        return GROUP
    if one.level == level:
        return SESSION
    if is_day(one.text):
        return DAY
    inside = takewhile(lambda other: other.level > one.level, following)
    holds = any(other.level == level or other.spoken for other in inside)
    return GROUP if holds and not kind_of(one.text) else SESSION


def kind_of(text: str) -> str:
    """Return the kind of session that a heading names; empty if it names none."""
    made = slug(text)
    return next((kind for kind in KINDS if made in (kind, f"{kind}s")), "")
