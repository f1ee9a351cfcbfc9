"""YAML as the vocabularies need it: nodes that know their lines, and nothing that could harm."""

from __future__ import annotations

import yaml

from session_notes.model.names import clean, forbidden
from session_notes.model.problems import Problem, Subtype, Where

#: More than a vocabulary of thousands of entries needs; a larger file is refused unread.
MAX_BYTES = 1024 * 1024
#: More than an entry needs; the YAML parser takes ages over thousands.
MAX_DEPTH = 20


def compose(text: str, source: str, problems: list[Problem]) -> yaml.Node | None:
    """Parse *text* to nodes that know their lines; no object is made of any tag."""
    try:
        if len(text) > MAX_BYTES:
            too_large = f"larger than {MAX_BYTES} bytes"
            raise yaml.YAMLError(too_large)
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            problem = _refusal(event, depth)
            if problem:
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
        return yaml.compose(text, Loader=yaml.SafeLoader)
    # PyYAML lets out what Python says of numbers too large for an escape or a version.
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        if isinstance(error, yaml.reader.ReaderError):
            line += text.count("\n", 0, error.position)
        reason = clean(getattr(error, "problem", None) or str(error) or "nested too deeply")
        where = Where(source, line)
        problems.append(
            Problem(Subtype.DATA, where, f"cannot be read as YAML: {reason}", "correct the line")
        )
        return None


def _refusal(event: yaml.Event, depth: int) -> str:
    """Return why no vocabulary may hold *event*; empty where it may."""
    # An alias can stand for exponentially much; no vocabulary needs one.
    if isinstance(event, yaml.AliasEvent):
        return "an alias ('*')"
    if depth > MAX_DEPTH:
        return "nested too deeply"
    # An escape of YAML can make what no file of the output can hold.
    if isinstance(event, yaml.ScalarEvent):
        for _, name in forbidden(event.value):
            return f"a character that no page can hold: {name}"
    return ""
