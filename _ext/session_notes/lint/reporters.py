"""Who took the notes of a page, and who had impressions, as the text of the page says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.lint.front_matter import field_of
from session_notes.model import messages, yaml_messages
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
    near = [(line, name) for line, name in fields if within_edits(name.lower(), _REPORTER, 2)]
    is_given = any(name == _REPORTER for _, name in near)
    for line, name in near:
        if name != _REPORTER:
            edits = () if is_given else (line.swap(name, _REPORTER),)
            found.add(line, yaml_messages.UNKNOWN_FIELD, *edits, field=name, right=_REPORTER)
    given = field_of(front, _REPORTER) if is_given else None
    if given is None:
        return Reporters()
    texts, line = given
    if texts is None:
        found.add(line, yaml_messages.NOT_NAMES, field=_REPORTER)
        return Reporters()
    names = "; ".join(texts)
    if not names:
        found.add(line, messages.EMPTY_OPTION, option=_REPORTER)
    people, problems = parse_people(_REPORTER, names, line.where)
    found += problems
    return Reporters(people, line.where)


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
