"""Who took the notes of a page, and who had impressions, as the text of the page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from session_notes.model import messages
from session_notes.model.names import within_edits
from session_notes.model.records import Reporters
from session_notes.model.speakers import names_people, parse_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.lint.blocks import Block
    from session_notes.lint.source import Findings, Line

_REPORTER = "reporter"
_FIELD = re.compile(r"[\"']?([\w-]+)[\"']?\s*:(?:\s|$)")
_OPTION = re.compile(r"\s*:reporter:\s+(\S.*?)\s*$")


def read_reporters(front: Sequence[Line], found: Findings) -> Reporters:
    """Return who took the notes of a page, as its *front* matter says."""
    fields = [(line, match[1]) for line in front if (match := _FIELD.match(line.text))]
    lines = [line for line, name in fields if name == _REPORTER]
    for line, name in fields:
        if name != _REPORTER and within_edits(name.lower(), _REPORTER, 2):
            edits = () if lines else (line.swap(name, _REPORTER),)
            found.add(line, messages.UNKNOWN_FIELD, *edits, field=name, right=_REPORTER)
    for line in lines[1:]:
        first = lines[0].where.line
        found.add(line, messages.OPTION_TWICE, option=_REPORTER, first=first)
    try:
        # With this loader, every value that is not a list or a mapping is what the author wrote.
        loader = yaml.BaseLoader("\n".join(line.text for line in front[1:-1]) if lines else "")
        value = dict(loader.get_single_data() or {}).get(_REPORTER, "")
    # MyST reads nothing of such front matter either.
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return Reporters()
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in names):
        found.add(lines[0], messages.NOT_NAMES, field=_REPORTER)
        return Reporters()
    if not lines:
        return Reporters()
    if not any(names):
        found.add(lines[0], messages.EMPTY_OPTION, option=_REPORTER)
    people, problems = parse_people(_REPORTER, "; ".join(names), lines[0].where)
    found += problems
    return Reporters(people, lines[0].where)


def reporters_of(block: Block, found: Findings) -> Reporters:
    """Return who had the impressions of a *block*."""
    opening, text, first = block.opening, block.argument, next(iter(block.lines), None)
    if names_people(block.name, text):
        people, problems = parse_people(_REPORTER, text, opening.where)
        found += problems
        return Reporters(people, opening.where)
    if text:
        edits = []
        if opening.raw.startswith(block.marker):
            above = opening.raw.rstrip().removesuffix(text).rstrip()
            edits = [opening.edit(f"{above}\n{text}")]
        found.add(opening, messages.NOT_A_NAME, *edits, text=text)
    elif first and (match := _OPTION.match(first.text)):
        edits = [opening.edit(f"{opening.raw.rstrip()} {match[1]}"), first.edit(None)]
        text = first.text.strip()
        found.add(first, messages.REPORTER_BELOW, *edits, text=text, name=match[1])
    return Reporters((), opening.where)
