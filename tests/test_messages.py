"""Each message is given exactly the fields that its words have."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from session_notes.model import messages, yaml_messages
from session_notes.model.messages import Message
from session_notes.model.problems import Code, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

EXT = Path(__file__).resolve().parent.parent / "_ext"
KNOWN = {**vars(messages), **vars(yaml_messages)}
MESSAGES = {name: one for name, one in KNOWN.items() if isinstance(one, Message)}
#: The functions that take a message and add a problem to a list, and what else they take.
ADDING = {"add", "report", "_report", "refuse"}
OTHERS = {"suggestion", "column"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def mentioned(node: ast.expr) -> list[str]:
    """Return the names of messages that *node* is, or chooses between."""
    if isinstance(node, ast.IfExp):
        return [*mentioned(node.body), *mentioned(node.orelse)]
    name = ast.unparse(node).removeprefix("yaml_").removeprefix("messages.")
    return [name] if name in MESSAGES else []


def uses(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield each message that becomes a problem in the module *path*, with the call."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if isinstance(node.func, ast.Attribute) and function == "at":
                yield from ((name, node) for name in mentioned(node.func.value))
            elif function in ADDING:
                yield from ((name, node) for one in node.args for name in mentioned(one))


MODULES = {path.relative_to(EXT).as_posix(): path for path in sorted(EXT.rglob("*.py"))}


@pytest.mark.parametrize("module", MODULES)
def test_a_message_is_given_its_fields(module: str) -> None:
    for name, call in uses(MODULES[module]):
        given = {keyword.arg for keyword in call.keywords if keyword.arg}
        message, place = MESSAGES[name], f"{name} in line {call.lineno}"
        always, known = fields(message.text), fields(message.text + message.suggestion)
        # A suggestion of its own may make the fields of the usual one needless.
        made = getattr(call.func, "attr", "") == "at"
        other = "suggestion" in given or (made and len(call.args) > 1)
        assert always <= given - OTHERS <= known, place
        assert other or given - OTHERS == known, place


def test_a_suggestion_of_its_own_replaces_the_usual_one() -> None:
    where, message = Where("a.md", 3), Message(Code.TODO, "'{one}'", "use '{other}'")
    assert message.at(where, one="{x}", other="y").text == "'{x}'; use 'y'"
    assert message.at(where, "use z", one="x").text == "'x'; use z"
    assert message.at(where, one="x", other="y").where == where
