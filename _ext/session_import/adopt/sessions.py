"""A session out of a piece of a post: its title, options, notes, impressions and references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.source import indent_of
from session_notes.model.names import clean
from session_notes.model.schema import ADDRESS, options_of
from session_notes.model.times import parse_span

from session_import import page_file
from session_import.adopt.parts import IMPRESSIONS, ITEM, NOTES, REFERENCES, read_parts
from session_import.adopt.phrases import ON, bare_facts, day_led

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from session_notes.lint.source import Line
    from session_notes.model.problems import Where

    from session_import.adopt.phrases import Fact
    from session_import.adopt.posts import Told

    #: Returns why an option cannot have a value; nothing if it can.
    Accept = Callable[[str, str], str]

_LINK = re.compile(r"(?<!\\)!?\[([^\[\]]*)\]\(<?([^()<>\s]+)>?(?: +\"[^\"]*\")?\)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_BRACED = re.compile(r"\{:? ?([#.][^{}]*)\}$")
_ANCHOR = re.compile(r"#([\w-]+)")
_BY_LINK = re.compile(r"(\S.*?),? (?:by|from|von|par|por) (\[[^\[\]]+\]\([^()\s]+\))")
_CLOCK = r"\d{1,2}[:h]\d{2} ?(?:[ap]m)?"
_TIME = rf"{_CLOCK}(?: ?(?:[-–—~〜～]|to) ?{_CLOCK})?"
_TIMED = re.compile(rf"\[?({_TIME})\]?(?:[ :：|,–—-]+)(\S.*)", re.IGNORECASE)
_TIME_BEHIND = re.compile(rf"(\S.*?) ?[(（\[]({_TIME})[)）\]]", re.IGNORECASE)
_IMAGE = r"\s*(?:!\[[^\[\]]*\]\([^()]*\)\s*|<img\b[^<>]*>\s*)+"
#: What may stand between facts: images, and facts that are no options.
_PASSED = re.compile(rf"{_IMAGE}|\s*>[^:：]*[:：].*|\s*(?:[-*+] +)?\*\*[^*]+\*\*.*")
_COLONS = re.compile(r"\s*(?:>\s*)*(:{3,})")


class Session(NamedTuple):
    """A session or talk to write."""

    kind: str
    title: str
    where: Where
    options: dict[str, str]
    #: The lines of each part.
    parts: dict[str, list[Line]]
    #: The links of its title and options, as bullets.
    links: list[str]
    day: date | None = None


def read_head(
    lines: Sequence[Line], accept: Callable[[Sequence[Fact], Line], bool] = lambda *_: True
) -> tuple[list[tuple[Fact, Line]], list[Line]]:
    """Return the facts right below a heading, and the other lines.

    A line stays where it is if *accept* says so.
    """
    facts: list[tuple[Fact, Line]] = []
    rest: list[Line] = []
    #: How far what is below a bullet is indented, if that became an option; 0 for nothing.
    inside = 0
    for at, line in enumerate(lines):
        if inside and line.text.strip() and indent_of(line.text) >= inside:
            rest.append(line._replace(text=line.text.expandtabs(4)[inside:]))
            continue
        inside = 0
        found = bare_facts(line.text)
        if found and accept(found, line):
            facts += ((fact, line) for fact in found)
            below = lines[at + 1].text if at + 1 < len(lines) else ""
            is_nested = below.strip() and indent_of(below) > indent_of(line.text)
            inside = indent_of(below) if ITEM.match(line.text) and is_nested else 0
        elif found or not line.text.strip() or _PASSED.fullmatch(line.text):
            rest.append(line)
        else:
            return facts, [*rest, *lines[at:]]
    return facts, rest


class Reader:
    """Reads the sessions of a post; *accept* knows what the options of the book may be."""

    def __init__(self, extensions: frozenset[str], accept: Accept, told: Told) -> None:
        self.extensions = extensions
        self.accept = accept
        self.told = told

    def read(self, kind: str, text: str, where: Where, lines: Sequence[Line]) -> Session:
        """Return the session with a heading of that *text*, and *lines* below it."""
        options: dict[str, str] = {}
        links: list[str] = []
        days: list[date] = []
        title = self._title(text, where, options, links)

        def take(facts: Sequence[Fact], line: Line) -> bool:
            """Take all facts of a line, or none."""
            made = [self._option(fact, days) for fact in facts]
            reasons = [
                f"has the option '{name}' already" if name in options else self.accept(name, value)
                for name, value, _ in made
                if name
            ]
            if any(reasons) or not all(value for _, value, _ in made):
                reason = next(filter(None, reasons), "no option can hold it")
                self.told.add(line.where, f"'{line.text.strip()}' stays in the notes: {reason}")
                return False
            for (name, value, found), fact in zip(made, facts, strict=True):
                options.update({name: value} if name else {})
                links.extend(found)
                if not fact.is_sure:
                    self.told.add(line.where, f"'{line.text.strip()}' became ':{name}: {value}'")
            return True

        _, rest = read_head(lines, take)
        parts = read_parts(rest, self.extensions, self.told)
        return Session(kind, title, where, options, parts, links, days[0] if days else None)

    def _title(self, text: str, where: Where, options: dict[str, str], links: list[str]) -> str:
        """Return the title in a heading; what else it says goes to *options* and *links*."""
        braced = _BRACED.search(text)
        if braced:
            text = text[: braced.start()].rstrip()
            anchor = _ANCHOR.search(braced[1])
            options |= {"id": anchor[1]} if anchor else {}
        by = _BY_LINK.fullmatch(text)
        if by and not self.accept("speakers", plain(by[2])):
            text, options["speakers"] = by[1], plain(by[2])
            links.append(f"- {by[2]}")
            self.told.add(where, f"'{plain(by[2])}' in the heading became the speaker")
        links += (f"- [{label or href}]({href})" for label, href in _LINK.findall(text))
        title = plain(text)
        timed, behind = _TIMED.fullmatch(title), _TIME_BEHIND.fullmatch(title)
        time, rest = (
            (timed[1], timed[2]) if timed else (behind[2], behind[1]) if behind else ("", "")
        )
        if time and parse_span(time):
            options["time"], title = time, rest
        return title

    def _option(self, fact: Fact, days: list[date]) -> tuple[str, str, list[str]]:
        """Return the name and the value of an option, and links; a day goes to *days*."""
        name, value = fact.name, fact.value
        found = _LINK.findall(value)
        if name in options_of(ADDRESS):
            return name, found[0][1] if len(found) == 1 else value.strip("<>"), []
        if name == ON:
            day, after = day_led(value)
            days += [day] if day else []
            if day is None or (after and not parse_span(after)):
                return name, "", []
            return ("time", after, []) if after else ("", "-", [])
        links = [f"- [{label}]({href})" for label, href in found if label]
        if name == "topics":
            tags = (tag.strip(" ,") for tag in plain(value).split("#"))
            return name, ", ".join(filter(None, tags)), links
        return name, plain(value), links


def names_speaker(title: str) -> bool:
    """Say whether a heading ends with who spoke, as a link."""
    return _BY_LINK.fullmatch(title) is not None


def plain(text: str) -> str:
    """Return *text* with the words of links instead of the links."""
    return clean(_LINK.sub(r"\1", _WIKI.sub(r"\1", text)))


def block(session: Session, show: Callable[[Line], str]) -> list[str]:
    """Return the lines of a session; *show* returns the text of a line."""
    made = {part: [show(line) for line in lines] for part, lines in session.parts.items()}
    made[REFERENCES] += dict.fromkeys(session.links)
    lines = page_file.session_block(session.kind, session.title, session.options)[:-1]
    inner = [*made[NOTES]]
    for part in (IMPRESSIONS, REFERENCES):
        if made[part]:
            fence = ":" * _longer(3, made[part])
            inner += [*([""] if inner else []), f"{fence}{{{part}}}", *made[part], fence]
    colons = ":" * _longer(4, inner)
    return [f"{colons}{lines[0].lstrip(':')}", *lines[1:], *inner, colons]


def _longer(least: int, lines: Sequence[str]) -> int:
    """Return how many colons a fence around *lines* needs, at least."""
    found = (match for line in lines if (match := _COLONS.match(line)))
    return max([least, *(len(match[1]) + 1 for match in found)])
