"""The front matter of a page, judged before MyST reads it.

MyST would drop all of it for one mistake, and end the build for some.
"""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Any

import yaml

from session_notes.model import messages, yaml_messages
from session_notes.model.parsing import parse_old_pages
from session_notes.model.problems import Where
from session_notes.model.records import NOWHERE, OldPages, PageEvent
from session_notes.model.yaml_nodes import compose, line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from session_notes.lint.source import Findings, Line
    from session_notes.model.problems import Problem

#: The extension of MyST that runs what a page has between '{{' and '}}', as Jinja.
SUBSTITUTION = "substitution"
#: The field of the names that a page had before.
WAS = "was"
#: The field of the event that a page is of.
EVENT = "event"
#: The fields of which MyST takes values by their names.
_MAPPINGS = ("myst", "html_meta", "substitutions")
_EXTENSIONS = "enable_extensions"
#: All that most pages have, and always right: no parser of YAML has to look at it.
_DATE_ALONE = re.compile(
    r"---\ndate: [12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])\n---\n", re.ASCII
)


def check_front_matter(
    lines: Sequence[Line], told: Iterable[Problem], *, runs: bool
) -> list[Problem]:
    """Return what is wrong in the front matter of a page, but where something is *told* already."""
    _, problems = judge("", "\n".join(line.text for line in lines), runs=runs)
    places = [lines[problem.where.line - 1].where for problem in problems]
    known = {problem.where for problem in told}
    return [
        problem._replace(where=place, column=problem.column or 1)
        for problem, place in zip(problems, places, strict=True)
        if place not in known
    ]


def field_of(front: Sequence[Line], name: str) -> tuple[list[str] | None, Line] | None:
    """Return the texts of a field of the *front* matter, and its line; None if there is none.

    One text is a list of one; None instead of a list if they are no texts.
    """
    root = compose("\n".join(["", *(line.text for line in front[1:-1])]), "", [])
    for key, value in reversed(root.value) if isinstance(root, yaml.MappingNode) else ():
        if key.value == name:
            nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
            is_text = all(isinstance(node, yaml.ScalarNode) for node in nodes)
            # A node has what the author wrote, whatever YAML takes it for.
            return [node.value for node in nodes] if is_text else None, front[line_of(key) - 1]
    return None


def read_old_pages(front: Sequence[Line], found: Findings) -> OldPages:
    """Return the names that a page had before, as its *front* matter says."""
    given = field_of(front, WAS) if any(WAS in line.text for line in front) else None
    if given is None:
        return OldPages()
    texts, line = given
    if texts is None:
        found.add(line, yaml_messages.NOT_OLD_PAGES)
        return OldPages()
    pages, problems = parse_old_pages(texts, line.where)
    found += problems
    return pages


def read_event(front: Sequence[Line], found: Findings) -> PageEvent:
    """Return the event of a page, as its *front* matter names it."""
    given = field_of(front, EVENT) if any(EVENT in line.text for line in front) else None
    if given is None:
        dated = (line.where for line in front if line.text.startswith("date:"))
        return PageEvent(where=next(dated, front[0].where if front else NOWHERE))
    texts, line = given
    name = texts[0].strip() if texts and len(texts) == 1 else ""
    if not name:
        found.add(line, yaml_messages.NOT_AN_EVENT)
    return PageEvent(name, line.where)


def judge(source: str, text: str, *, runs: bool = False) -> tuple[str, list[Problem]]:
    """Return the *text* of a page with front matter that MyST can read, and what is wrong in it.

    The lines keep their numbers. Only if the owner of the book *runs* what is between braces may
    a page do so.
    """
    if not text.startswith("---") or _DATE_ALONE.match(text):
        return text, []
    # MyST also ends lines at characters that are none of Markdown's.
    lines = text.splitlines(keepends=True)
    end = next((at for at, line in enumerate(lines) if at and line.startswith(("---", "..."))), 0)
    if not end:
        # MyST would take the whole page for settings, and show it as a page nevertheless.
        return f" {text}", []
    front = "".join(f"{line.rstrip()}\n" for line in lines[1:end])
    problems: list[Problem] = []
    values, is_whole = _read(source, front, problems)
    if not values:
        return "\n" * "".join(lines[: end + 1]).count("\n") + "".join(lines[end + 1 :]), problems
    if not runs and _enables(values):
        line = next((at for at, one in enumerate(lines, 1) if SUBSTITUTION in one), 1)
        column = lines[line - 1].find(SUBSTITUTION) + 1
        problems.append(messages.SUBSTITUTION.at(Where(source, line))._replace(column=column))
        names = values["myst"][_EXTENSIONS]
        values["myst"][_EXTENSIONS] = [name for name in names if name != SUBSTITUTION]
    elif is_whole:
        return text, problems
    # In quotation marks no value takes a second line.
    made = yaml.safe_dump(
        values, default_flow_style=True, default_style='"', width=inf, sort_keys=False
    )
    ending = "\n" * "".join(lines[1:end]).count("\n") or lines[end - 1][-1:]
    return "".join([lines[0], made.rstrip("\n"), ending, *lines[end:]]), problems


def _enables(values: dict[str, Any]) -> bool:
    names = values.get("myst", {}).get(_EXTENSIONS)
    return isinstance(names, list | tuple | set | dict) and SUBSTITUTION in names


def _read(source: str, front: str, problems: list[Problem]) -> tuple[dict[str, Any], bool]:
    """Return the fields of *front* matter that can be read, and whether these are all of it."""
    # In the place of the line of dashes.
    root = compose(f"\n{front}", source, problems)
    if problems:
        return {}, False
    if not isinstance(root, yaml.MappingNode):
        problems.append(yaml_messages.NO_FIELDS.at(Where(source, line_of(root) if root else 1)))
        return {}, False
    values: dict[str, Any] = {}
    for key, value in root.value:
        where = Where(source, line_of(key))
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name in values:
            problems.append(yaml_messages.FIELD_TWICE.at(where, field=name))
            continue
        try:
            is_name, made = _made(key) == name, _made(value)
        # PyYAML does not catch Python's errors on what is, say, no date.
        except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError):
            problems.append(yaml_messages.BAD_FIELD.at(where, field=name))
            continue
        if not is_name:
            problems.append(yaml_messages.NOT_A_FIELD.at(where, field=name))
        elif name in _MAPPINGS and not isinstance(made, dict):
            problems.append(yaml_messages.BAD_FIELD.at(where, field=name))
        else:
            values[name] = made
    return values, len(values) == len(root.value)


def _made(node: yaml.Node) -> Any:
    """Return what *node* stands for, if that can be shown."""
    made = yaml.SafeLoader("").construct_object(node, deep=True)
    # Python refuses to write numbers of thousands of digits.
    str(made)
    return made
