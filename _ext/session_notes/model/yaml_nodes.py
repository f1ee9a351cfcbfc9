"""YAML that authors write, read to nodes that know their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from session_notes.model import yaml_messages
from session_notes.model.names import clean, forbidden
from session_notes.model.problems import Where

if TYPE_CHECKING:
    from session_notes.model.problems import Problem

#: More than a vocabulary of thousands of entries needs; a larger file is not read.
MAX_BYTES = 1024 * 1024
#: More than an entry needs; the YAML parser is very slow at thousands.
MAX_DEPTH = 20


def line_of(node: yaml.Node) -> int:
    """Return the line of *node*, counted from 1."""
    return int(node.start_mark.line) + 1


def compose(text: str, source: str, problems: list[Problem]) -> yaml.Node | None:
    """Parse *text* to nodes that know their lines; tags never create objects."""
    try:
        if len(text) > MAX_BYTES:
            too_large = f"larger than {MAX_BYTES} bytes"
            raise yaml.YAMLError(too_large)
        return yaml.compose(text, Loader=_Loader)
    # PyYAML does not catch Python's errors on numbers too large for an escape or a version.
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        if isinstance(error, yaml.reader.ReaderError):
            line += text.count("\n", 0, error.position)
        reason = clean(getattr(error, "problem", None) or str(error) or "nested too deeply")
        problems.append(yaml_messages.NOT_YAML.at(Where(source, line), error=reason))
        return None


class _Loader(yaml.SafeLoader):
    """Composes nodes, but refuses what no file of a book may contain."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        problem = _refusal(event, self.depth)
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _refusal(event: yaml.Event, depth: int) -> str:
    """Return why no file of a book may contain *event*; empty if it may."""
    # An alias can stand for exponentially much; no author needs one.
    if isinstance(event, yaml.AliasEvent):
        return "an alias ('*')"
    if depth >= MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
        return "nested too deeply"
    # An escape of YAML can make a character that is invalid in the output.
    if isinstance(event, yaml.ScalarEvent):
        for _, name in forbidden(event.value):
            return f"invalid character {name}"
    return ""
