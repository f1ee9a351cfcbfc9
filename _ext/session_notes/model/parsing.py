"""The parsing of what an author writes of a session."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from session_notes.model.names import (
    clean,
    fold,
    is_title,
    nearest,
    skeleton,
    slug,
    split_commas,
    suggest,
    within_edits,
)
from session_notes.model.problems import Edit, Problem, Subtype, Where
from session_notes.model.records import Session, Speaker
from session_notes.model.schema import MEDIA, OPTIONS
from session_notes.model.urls import check_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?:\s*[-–—~〜]\s*(\d{1,2}):(\d{2}))?")
_BETWEEN = re.compile("[,、;]")


def parse_session(
    title: str,
    options: Mapping[str, str],
    lines: Mapping[str, int],
    where: Where,
) -> tuple[Session, list[Problem]]:
    """Read the *options* of a session or talk; *lines* tells where each of them stands.

    It has no parent yet, and the id for an anchor: the tree around it tells both.
    """
    problems: list[Problem] = []

    def report(subtype: Subtype, option: str, reason: str, hint: str = "", *swap: str) -> None:
        place = Where(where.source, lines.get(option, where.line))
        edits = (Edit(place.line, swap[0], swap[1]),) if swap else ()
        problems.append(Problem(subtype, place, reason, hint, edits=edits))

    for option in options:
        if option not in OPTIONS:
            near = nearest(option, OPTIONS)
            hint = suggest(near) or f"the options are {', '.join(OPTIONS)}"
            clear = len(near) == 1 and near[0] not in options and within_edits(option, near[0], 2)
            swap = (f":{option}:", f":{near[0]}:") if clear else ()
            report(Subtype.OPTION, option, f"unknown option '{option}'", hint, *swap)
        elif not options[option].strip():
            report(
                Subtype.OPTION, option, f"the option '{option}' is empty", "fill it or delete it"
            )
    value = {name: clean(options.get(name) or "") for name in OPTIONS}
    if not is_title(title):
        title = ""
        report(Subtype.TITLE, "", "no title", "write it behind the directive's name")
    start, end, when = _parse_time(value["time"], report)
    for name in MEDIA:
        check_address(value[name], name, report)
    session = Session(
        id=(session_id := _parse_id(value["id"], title, report)),
        title=title or session_id,
        where=where,
        track=value["track"],
        kind=_parse_kind(value["kind"]),
        start=start,
        end=end,
        when=when,
        room=value["room"],
        speakers=_parse_speakers(value["speakers"], report),
        topics=_parse_topics(value["topics"], report),
        media=tuple((name, options[name].strip()) for name in MEDIA if value[name]),
        lines=tuple(
            sorted((name, line - where.line) for name, line in lines.items() if name in OPTIONS)
        ),
    )
    return session, problems


def _parse_id(value: str, title: str, report: Callable[..., None]) -> str:
    made = slug(value or title)
    if value and value != made:
        hint = f"write ':id: {made}'" if made else "use Latin letters, digits and hyphens"
        report(
            Subtype.ID,
            "id",
            f"the id '{value}' has other characters than lower-case letters, digits and hyphens",
            hint,
            *((value, made) if made else ()),
        )
    if not made:
        if not value:
            report(
                Subtype.ID,
                "id",
                "no id, and none can be made of a title without Latin letters",
                "add a line such as ':id: a-few-words'",
            )
        made = "session"
    return made


def _parse_kind(value: str) -> str:
    """Return the id of a kind; what an id would lose letters of is left as it is."""
    made = slug(value)
    return made if made and skeleton(made) == skeleton(value) else value


def _parse_time(value: str, report: Callable[..., None]) -> tuple[time | None, time | None, str]:
    """Return start and end, and the whole *value* where it is not all in these."""
    if not value:
        return None, None, ""
    match = _TIME.fullmatch(value)
    try:
        if match is None:
            raise ValueError
        hours = [int(group) for group in match.groups() if group is not None]
        start = time(hours[0], hours[1])
        end = time(hours[2], hours[3]) if len(hours) == 4 else None
    except ValueError:
        hint = "write it as 14:40-15:20 or 14:40"
        report(Subtype.TIME, "time", f"'{value}' is not a time of day", hint)
        return None, None, value
    if end is not None and end <= start:
        report(
            Subtype.TIME, "time", f"'{value}' ends before it starts", "swap or correct the times"
        )
        return start, None, value
    return start, end, ""


def _split_brackets(text: str, opening: str, closing: str) -> tuple[str, str]:
    """Cut a trailing ``(…)`` or ``[…]`` off *text*."""
    if text.endswith(closing) and opening in text:
        at = text.index(opening)
        return text[:at].strip(), text[at + 1 : -1].strip()
    return text, ""


def parse_speaker(text: str) -> Speaker | None:
    """Read ``Name (Affiliation) [role]``; None where there is no name or a bracket is left open."""
    rest, role = _split_brackets(clean(text), "[", "]")
    name, affiliation = _split_brackets(rest, "(", ")")
    if not name or any(bracket in name for bracket in "()[]"):
        return None
    return Speaker(name, affiliation, role)


def _split_speakers(value: str, report: Callable[..., None]) -> Iterator[str]:
    """Yield the parts of *value*, those with commas between them, too."""
    for part in value.split(";") if value else ():
        pieces = [piece.strip() for piece in split_commas(part)]
        # Of one word each are 'Bryce, Jonathan' and 'Sammy Davis, Jr.'
        if len(pieces) > 1 and all(" " in piece for piece in pieces):
            made = "; ".join(pieces)
            clear = all(piece.endswith((")", "]")) for piece in pieces)
            hint = f"write '{made}', with ';' between them"
            swap = (part.strip(), made) if clear else ()
            report(Subtype.COMMA, "speakers", "a comma between speakers", hint, *swap)
            yield from pieces
        else:
            yield part


def _parse_speakers(value: str, report: Callable[..., None]) -> tuple[Speaker, ...]:
    speakers: dict[str, Speaker] = {}
    # NFKC has made ；（）of their full-width forms by now.
    for part in _split_speakers(value, report):
        speaker = parse_speaker(part)
        if speaker is None:
            hint = "write each as 'Name (Affiliation) [role]', with ';' between them"
            report(Subtype.SPEAKER, "speakers", f"'{part.strip()}' is not a speaker", hint)
            speaker = Speaker(part.strip() or "?")
            if speaker.name == "?":
                continue
        if fold(speaker.name) in speakers:
            reason = f"the speaker '{speaker.name}' is named twice"
            report(Subtype.SPEAKER, "speakers", reason, "delete one")
            continue
        speakers[fold(speaker.name)] = speaker
    return tuple(speakers.values())


def _parse_topics(value: str, report: Callable[..., None]) -> tuple[str, ...]:
    topics: dict[str, str] = {}
    if ";" in value:
        made = ", ".join(part.strip() for part in value.split(";"))
        hint = f"write '{made}', with ',' between them"
        report(Subtype.COMMA, "topics", "a semicolon between topics", hint, value, made)
    for part in _BETWEEN.split(value) if value else ():
        topic = part.strip()
        if not topic:
            report(Subtype.TOPIC, "topics", "an empty topic", "delete the comma too many")
        elif fold(topic) in topics:
            reason = f"the topic '{topic}' is named twice"
            report(Subtype.TOPIC, "topics", reason, "delete one")
        else:
            topics[fold(topic)] = topic
    return tuple(topics.values())
