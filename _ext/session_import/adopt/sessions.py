"""A session out of a piece of a post: its title, options, notes, impressions and references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.source import indent_of
from session_notes.model.names import fold
from session_notes.model.schema import ADDRESS, options_of
from session_notes.model.speakers import parse_people
from session_notes.model.times import parse_span

from session_import import page_file
from session_import.adopt.headings import BELOW, END, LINK, plain
from session_import.adopt.parts import IMPRESSIONS, ITEM, NOTES, REFERENCES, read_parts
from session_import.adopt.people import arranged, handles_in
from session_import.adopt.phrases import ON, bare_facts, day_led, facts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from session_notes.lint.source import Line
    from session_notes.model.problems import Where

    from session_import.adopt.headings import Title
    from session_import.adopt.phrases import Fact
    from session_import.adopt.posts import Told

    #: Returns why an option cannot have a value; nothing if it can.
    Accept = Callable[[str, str], str]

_IMAGE = r"\s*(?:!\[[^\[\]]*\]\([^()]*\)\s*|<img\b[^<>]*>\s*)+"
#: What may stand between facts: images, and facts that are no options.
_PASSED = re.compile(rf"{_IMAGE}|\s*>[^:：]*[:：].*|\s*(?:[-*+] +)?\*\*[^*]+\*\*.*")
_LABELLED = re.compile(r"\s*(?:[-*+] +)?[^\W\d_][^:：\n]{0,30}[:：] ?\S.{0,200}")
_WORDS = re.compile(r"\w+|[;()]")
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
        elif found or not line.text.strip() or _may_follow(line.text, lines[at - 1], facts):
            rest.append(line)
        else:
            return facts, [*rest, *lines[at:]]
    return facts, rest


def _may_follow(text: str, above: Line, facts: Sequence[object]) -> bool:
    """Say whether more facts may come below a line that is none."""
    is_label = facts and above.text.strip() and _LABELLED.fullmatch(text)
    return bool(is_label or _PASSED.fullmatch(text))


class Reader:
    """Reads the sessions of a post; *accept* knows what the options of the book may be."""

    def __init__(self, extensions: frozenset[str], accept: Accept, told: Told) -> None:
        self.extensions = extensions
        self.accept = accept
        self.told = told
        #: Where the days without a year are.
        self.near: date | None = None

    def read(self, kind: str, title: Title, where: Where, lines: Sequence[Line]) -> Session:
        """Return the session with that *title*, and *lines* below it."""
        said = {"id": title.id, "time": title.time}
        options = {name: value for name, value in said.items() if value}
        links = [*title.links]
        days: list[date] = []

        def take(facts: Sequence[Fact], line: Line) -> bool:
            """Take all facts of a line, or none."""
            made = [self._option(fact, days) for fact in facts]
            reasons = [
                f"has the option '{name}' already"
                if name in options and name != "speakers"
                else self.accept(name, value)
                for name, value, _ in made
                if name
            ]
            if any(reasons) or not all(value for _, value, _ in made):
                reason = next(filter(None, reasons), "no option can hold it")
                self.told.add(line.where, f"'{line.text.strip()}' stays in the notes: {reason}")
                return False
            for (name, value, found), fact in zip(made, facts, strict=True):
                links.extend(found)
                if name:
                    several = [options[name]] if name in options else []
                    options[name] = "; ".join([*several, value])
                is_read = name in ("speakers", "reporter") and not _is_said(value, fact.value)
                if name and (not fact.is_sure or is_read):
                    self.told.add(line.where, f"'{line.text.strip()}' became ':{name}: {value}'")
            return True

        if title.form == BELOW and title.is_sure and not self.accept("speakers", title.speakers):
            lines = _without_first(lines)
        _, rest = read_head(lines, take)
        text = self._title(title, where, options)
        for line in rest if "speakers" not in options else ():
            if any(fact.name == "speakers" and fact.is_sure for fact in facts_in(line.text)):
                self.told.add(
                    line.where, f"'{line.text.strip()}' stays in the notes: text is above it"
                )
        parts = read_parts(rest, self.extensions, self.told)
        return Session(kind, text, where, options, parts, links, days[0] if days else None)

    def _title(self, title: Title, where: Where, options: dict[str, str]) -> str:
        """Return the text of a title; who spoke, if it says that, goes to *options*."""
        if not title.speakers:
            return title.whole
        found, given = title.speakers, options.get("speakers", "")
        if given:
            known = {fold(one.name) for one in parse_people("speaker", given, where)[0]}
            named = {fold(one.name) for one in parse_people("speaker", found, where)[0]}
            if known < named and not self.accept("speakers", found):
                options["speakers"] = found
            return title.text if named <= known or known < named else title.whole
        if not title.is_sure:
            if title.form == END:
                advice = f"if so, write ':speakers: {found}'"
                self.told.add(where, f"'{found}' may be who spoke; {advice}")
            return title.whole
        if self.accept("speakers", found):
            return title.whole
        options["speakers"] = found
        place = "below the heading" if title.form == BELOW else "in the heading"
        self.told.add(where, f"'{found}' {place} became the speakers")
        return title.text

    def _option(self, fact: Fact, days: list[date]) -> tuple[str, str, list[str]]:
        """Return the name and the value of an option, and links; a day goes to *days*."""
        name, value = fact.name, fact.value
        found = LINK.findall(value)
        if name in options_of(ADDRESS):
            return name, found[0][1] if len(found) == 1 else value.strip("<>"), []
        if name == ON:
            day, after = day_led(value, self.near)
            days += [day] if day else []
            if day is None or (after and not parse_span(after)):
                return name, "", []
            return ("time", after, []) if after else ("", "-", [])
        links = [f"- [{label}]({href})" for label, href in found if label]
        if name == "topics":
            tags = (tag.strip(" ,") for tag in plain(value).split("#"))
            return name, ", ".join(filter(None, tags)), links
        if name in ("speakers", "reporter"):
            links += [f"- {one}" for one in handles_in(plain(value)) if one not in " ".join(links)]
            return name, arranged(plain(value)), links
        return name, plain(value), links


def _is_said(value: str, written: str) -> bool:
    """Say whether an option has the words that were *written*, and no others."""
    return _WORDS.findall(value) == _WORDS.findall(plain(written))


def _without_first(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* without the first that has text."""
    first = next(at for at, line in enumerate(lines) if line.text.strip())
    return [*lines[:first], *lines[first + 1 :]]


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
