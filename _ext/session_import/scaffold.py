"""The text of new pages and sessions, with fences, ids and dates as they should be."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.blocks import Block, Scanner
from session_notes.lint.source import lines_of, split_lines
from session_notes.model.names import clean, slug, without_forbidden
from session_notes.model.parsing import parse_session
from session_notes.model.problems import Where
from session_notes.model.schema import OPTIONS

from session_import.page_file import line_end

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

#: What stands where the notes go. It is seen on the page, and one key replaces it.
PLACEHOLDER = "- …"

#: An address should be read out on the telephone.
_LONGEST_ID = 60
_MARKUP = re.compile(r"[\\`*\[<]|~(?=~)|\$|\{(?=\{)|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
#: What MyST or a reader would not take for a part of an option's value.
_NOT_OPTION = re.compile(r"(?<!\S)#+\s*")
_LOST = re.compile(r"(?<!\S)#|^[\"'|>]")
_ENTRY = re.compile(r"(?:.*<)?(?P<folder>[^<]*/)(?P<day>\d{4}-\d{2}-\d{2})(?:\.md)?>?")


class Line(NamedTuple):
    """A line to be put into a text, before the line *at*; counted from 0."""

    at: int
    text: str


def one_line(text: str) -> str:
    """Return *text* on one line, without characters that no page may hold."""
    return " ".join(without_forbidden(text.replace("\ufeff", " "), " ").split())


def markdown(text: str) -> str:
    """Return plain *text* as Markdown that reads the same."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text))


def plain(text: str) -> str:
    """Return what :func:`markdown` made of plain text as it was."""
    return _ESCAPE.sub(r"\1", text)


def option_value(text: str) -> str:
    """Return *text* as it can stand in an option."""
    value = _NOT_OPTION.sub("", clean(one_line(text))).strip()
    while value[:1] in tuple("\"'“”‘’|>"):
        value = value[1:].strip()
    return value.rstrip('"“”\\').strip()


def is_lost(value: str) -> bool:
    """Say whether MyST would read an option's *value* as something else than it says."""
    return _LOST.search(value) is not None


def quoted(text: str) -> str:
    """Return *text* as a value in YAML."""
    return json.dumps(one_line(text), ensure_ascii=False)


def make_id(title: str) -> str:
    """Return the id for a *title*: its slug, cut at a word; empty where it has no Latin letters."""
    made = slug(title)
    return made if len(made) <= _LONGEST_ID else made[: _LONGEST_ID + 1].rpartition("-")[0]


def free_id(wanted: Sequence[str], taken: Collection[str]) -> str:
    """Return the first of the *wanted* ids that is not *taken*, else the last with a number."""
    for candidate in filter(None, wanted):
        if candidate not in taken:
            return candidate
    number = 2
    while f"{wanted[-1]}-{number}" in taken:
        number += 1
    return f"{wanted[-1]}-{number}"


def day_title(day: date, number: int) -> str:
    """Return the heading of the page of a *day*, the *number*-th of the conference."""
    return f"Day {number}: {day:%A} {day.day} {day:%B}"


def day_page(day: date, title: str) -> str:
    """Return the page of a *day* without sessions."""
    return f"---\ndate: {day.isoformat()}\n---\n# {title}\n"


def session_block(
    directive: str,
    title: str,
    options: Mapping[str, str],
    references: Sequence[str] = (),
) -> list[str]:
    """Return the lines of a session or talk; *title* and *references* are Markdown."""
    lines = [f"::::{{{directive}}} {title}"]
    lines += [f":{name}: {options[name]}" for name in OPTIONS if options.get(name)]
    lines += ["", PLACEHOLDER]
    if references:
        lines += ["", ":::{references}", *references, ":::"]
    return [*lines, "::::"]


def problems_of(title: str, options: Mapping[str, str]) -> dict[str, str]:
    """Return, by option, what the build would say of *options*; a title's problems are under ''."""
    given = {name: value for name, value in options.items() if value}
    numbers = {name: number for number, name in enumerate(given, 2)}
    problems = parse_session(title, given, numbers, Where("", 1))[1]
    names = {number: name for name, number in numbers.items()}
    return {names.get(problem.where.line, ""): problem.text for problem in problems}


def toctree_line(index: str, folder: str, day: date) -> Line | None:
    """Return the line that puts the page of a *day* into the contents, where its place is certain.

    That is where one toctree of *index* lists days, all of one folder and in order. An empty line
    means that nothing is to be done: the page is listed already, alone or by a pattern.
    """
    found: list[Line] = []
    for block in Scanner().scan(lines_of("", index)):
        if not isinstance(block, Block) or block.name != "toctree" or not block.closing:
            continue
        texts = [one.text.strip().lstrip("/") for one in block.lines]
        patterns = [text for text in texts if "*" in text or "?" in text]
        if any(fnmatchcase(f"{folder}/{day.isoformat()}", pattern) for pattern in patterns):
            return Line(0, "")
        entries = [
            (one, match) for one in block.lines if (match := _ENTRY.fullmatch(one.text.strip()))
        ]
        ours = [(one, m) for one, m in entries if m["folder"].lstrip("/") == f"{folder}/"]
        days = [match["day"] for _, match in ours]
        if day.isoformat() in days:
            return Line(0, "")
        if ours and days == sorted(days) and not block.inside:
            before = [one for one, match in ours if match["day"] < day.isoformat()]
            at = before[-1].where.line if before else ours[0][0].where.line - 1
            model = ours[0][0].raw
            indent = model[: len(model) - len(model.lstrip())]
            slash = "/" if ours[0][1]["folder"].startswith("/") else ""
            found.append(Line(at, f"{indent}{slash}{folder}/{day.isoformat()}"))
    return found[0] if len(found) == 1 else None


def with_line(text: str, line: Line) -> str:
    """Return *text* with one more line."""
    kept = split_lines(text)
    return "".join([*kept[: line.at], f"{line.text}{line_end(text)}", *kept[line.at :]])
