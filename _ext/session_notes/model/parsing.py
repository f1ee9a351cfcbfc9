"""The parsing of a session's title and options, and of a page's date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from session_notes.model import messages
from session_notes.model.names import (
    clean,
    compatible,
    fold,
    is_title,
    nearest,
    skeleton,
    slug,
    suggest,
    within_edits,
)
from session_notes.model.problems import Edit, Where
from session_notes.model.records import OldPages, Session
from session_notes.model.schema import ADDRESS, OPTIONS, options_of
from session_notes.model.speakers import parse_people
from session_notes.model.times import (
    DAY,
    LONG,
    YEARS,
    after,
    clock,
    likely_span,
    parse_span,
    parse_until,
    part_of,
)
from session_notes.model.urls import check_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem
    from session_notes.model.records import Speaker

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEMICOLON = re.compile("[;；]")
_BETWEEN = re.compile("[,，､、;；]")
_BETWEEN_IDS = re.compile(r"[,，､、;；\s]+")
_LETTERS = re.compile("([a-z0-9])(?:-([a-z0-9]))?")
#: What no part of the name of a page has, though some systems allow it in the name of a file.
_NO_NAME = re.compile(r'^[._]|[\x00-\x1f\x7f\\?#%:*"<>|]|\.html$|[. ]$')
_ENDINGS = (".html", ".md", ".rst")
#: The most bytes that a part of the name has: file systems allow 255, and it gets an ending.
_LONGEST = 200


def parse_session(
    title: str,
    options: Mapping[str, str],
    lines: Mapping[str, int],
    where: Where,
) -> tuple[Session, list[Problem]]:
    """Parse the *options* of a session or talk; *lines* are the line numbers of the options.

    The session has no parent yet: that depends on the blocks around it.
    """
    problems: list[Problem] = []

    def place(option: str) -> Where:
        return Where(where.source, lines.get(option, where.line))

    def report(
        at: str, message: Message, *swap: str, suggestion: str = "", **fields: object
    ) -> None:
        """Report an option; *swap* is what to replace in its line, and by what."""
        problem = message.at(place(at), suggestion, **fields)
        edits = (Edit(problem.where.line, *swap),) if swap else ()
        problems.append(problem._replace(edits=edits))

    for option in options:
        if option not in OPTIONS:
            near = nearest(option, OPTIONS)
            clear = len(near) == 1 and near[0] not in options and within_edits(option, near[0], 2)
            swap = (f":{option}:", f":{near[0]}:") if clear else ()
            report(
                option,
                messages.UNKNOWN_OPTION,
                *swap,
                suggestion=suggest(near),
                option=option,
                known=", ".join(OPTIONS),
            )
        elif not options[option].strip():
            report(option, messages.EMPTY_OPTION, option=option)
    value = {name: clean(options.get(name) or "") for name in OPTIONS}
    if not is_title(title):
        title = ""
        report("", messages.NO_TITLE)
    start, end, until = _parse_time(value["time"], value["until"], report)
    times = (" ".join(options.get(name, "").split()) for name in ("time", "until"))
    media = [name for name in options_of(ADDRESS) if value[name]]
    for name in media:
        problems += check_address(compatible(value[name]), place(name))
    people: dict[str, tuple[Speaker, ...]] = {}
    for role, name in (("speaker", "speakers"), ("reporter", "reporter")):
        people[name], found = parse_people(role, value[name], place(name))
        problems += found
    session_id = _parse_id(compatible(value["id"]), title, report)
    updated = None
    if value["updated"]:
        updated, found = parse_date(value["updated"], place("updated"))
        problems += found
    session = Session(
        id=session_id,
        title=title or session_id,
        where=where,
        track=value["track"],
        kind=_parse_kind(value["kind"]),
        start=start,
        end=end,
        until=until,
        when=" – ".join(filter(None, times)),
        room=value["room"],
        speakers=people["speakers"],
        reporters=people["reporter"],
        topics=_parse_topics(value["topics"], report),
        media=tuple((name, options[name].strip()) for name in media),
        was=_parse_was(compatible(value["was"]), report),
        updated=updated,
        lines=tuple(
            sorted((name, line - where.line) for name, line in lines.items() if name in OPTIONS)
        ),
    )
    return session, problems


def _parse_id(value: str, title: str, report: Callable[..., None]) -> str:
    made = slug(value or title)
    if value and value != made:
        if made:
            report("id", messages.BAD_ID, value, made, suggestion=f"write ':id: {made}'", id=value)
        else:
            report("id", messages.BAD_ID, id=value)
    if not made and not value:
        report("id", messages.NO_ID)
    return made or "session"


def _parse_was(value: str, report: Callable[..., None]) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for part in filter(None, _BETWEEN_IDS.split(value)):
        # Whoever copies an old address has the page before the id.
        old = part.rpartition("#")[2]
        made = slug(old)
        if made and old == made:
            ids[old] = None
        else:
            report("was", messages.BAD_ID, suggestion=f"write '{made}'" if made else "", id=part)
    return tuple(ids)


def _parse_kind(value: str) -> str:
    """Return the id of a kind, or *value* itself if an id would lose letters of it."""
    made = slug(value)
    return made if made and skeleton(made) == skeleton(value) else value


def _parse_time(
    value: str, until: str, report: Callable[..., None]
) -> tuple[int | None, int | None, date | None]:
    """Return start, end and last day; none of them if one is not clear."""
    unclear = None, None, None
    start = end = day = None
    if value:
        span = parse_span(value)
        if span is None:
            part = part_of(value)
            suggestion = f"write only '{part}', or correct it" if part else ""
            report("time", messages.BAD_TIME, suggestion=suggestion, value=value)
            return unclear
        start, end = span
    if until:
        last = parse_until(until)
        if last is None:
            report("until", messages.BAD_UNTIL, value=until)
            return unclear
        day = last[0]
        if end is not None and last[1] is not None and (end - last[1]) % DAY:
            report("until", messages.TWO_ENDS, value=until)
            return unclear
        end = end if last[1] is None else last[1]
    if day and end is not None:
        end %= DAY
    if start is None or end is None or day:
        return start, end, day
    finish = after(start, end)
    if end <= start and finish - start > LONG:
        likely = likely_span(start, end)
        report("time", messages.LONG_NIGHT, start=clock(start), end=clock(end), likely=likely)
        return unclear
    return start, finish, None


def _parse_topics(value: str, report: Callable[..., None]) -> tuple[str, ...]:
    topics: dict[str, str] = {}
    if _SEMICOLON.search(value):
        made = ", ".join(map(str.strip, _SEMICOLON.split(value)))
        report("topics", messages.SEMICOLON, value, made, value=made)
    for part in _BETWEEN.split(value) if value else ():
        topic = part.strip()
        if not topic:
            report("topics", messages.EMPTY_TOPIC)
        elif fold(topic) in topics:
            report("topics", messages.TOPIC_TWICE, topic=topic)
        else:
            topics[fold(topic)] = topic
    return tuple(topics.values())


def parse_old_pages(values: Iterable[str], where: Where) -> tuple[OldPages, list[Problem]]:
    """Read the ``was`` of a page: the names that it had before, several in a text or in a list."""
    names: dict[str, None] = {}
    problems = []
    for value in (part.strip() for text in values for part in _BETWEEN.split(text)):
        name = next((value.removesuffix(one) for one in _ENDINGS if value.endswith(one)), value)
        name = name.strip("/")
        parts = name.split("/")
        if all(parts) and not any(_NO_NAME.search(part) or _is_long(part) for part in parts):
            names[name] = None
        else:
            problems.append(messages.BAD_OLD_PAGE.at(where, name=value))
    return OldPages(tuple(names), where), problems


def _is_long(part: str) -> bool:
    return len(part.encode("utf-8", "replace")) > _LONGEST


def parse_letters(value: str) -> str:
    """Read ``A-F, T``, the first letters of the ids in a part of an index; empty if malformed.

    Labels do not count: in another language a label has another first letter.
    """
    letters: set[str] = set()
    for part in fold(value).split(","):
        match = _LETTERS.fullmatch(part.strip())
        first, last = (match[1], match[2] or match[1]) if match else ("b", "a")
        if first > last:
            return ""
        letters.update(map(chr, range(ord(first), ord(last) + 1)))
    return "".join(sorted(letters))


def parse_date(value: str, where: Where) -> tuple[date | None, list[Problem]]:
    """Read the ``date`` of a page, such as 2015-05-19."""
    try:
        if not _DATE.fullmatch(value.strip()):
            raise ValueError
        day = date.fromisoformat(value.strip())
    except ValueError:
        return None, [messages.BAD_DATE.at(where, value=value)]
    if day.year not in YEARS:
        first, last = YEARS[0], YEARS[-1]
        return None, [messages.BAD_YEAR.at(where, value=value, first=first, last=last)]
    return day, []
