"""No regular expression takes more than linear time, whatever text it meets."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

EXT = Path(__file__).resolve().parent.parent / "_ext"
#: Their patterns are tried side by side; a module belongs to the first that its name begins with.
HOUSES = ("session_notes.lint.", "session_notes.", "")
#: In seconds. The trials take a tenth of it; with some patterns they would take years.
PATIENCE = 200

#: Prints the patterns for which four times the text takes more than eight times as long, thrice.
TRIAL = """
import importlib, itertools, sys, time
sys.path.insert(0, sys.argv[1])
SHORT, LONG = 5_000, 20_000
pieces = [
    " ", "\\n", "a", "[", "(", "*", "0", ":", "-", "#", "](", "{session}", "date:", "\\x01", "、"
]
heads, tails = ("", ":", ":a", "a:", "](", "0:00", "- "), ("", "!")
kinds = [*itertools.product(heads, pieces, tails)]
kinds += [("", one + other, "") for one, other in itertools.permutations(pieces, 2)]

def text(kind, length):
    head, piece, tail = kind
    return head + piece * (length // len(piece)) + tail

def seconds(pattern, method, text):
    start = time.process_time()
    if method == "sub":
        pattern.sub("", text)
    elif method == "finditer":
        list(pattern.finditer(text))
    else:
        getattr(pattern, method)(text)
    return time.process_time() - start

def is_slow(pattern, method, kind):
    short, long = (seconds(pattern, method, text(kind, length)) for length in (SHORT, LONG))
    return long > max(8 * short, 0.02)

for use in sys.argv[2:]:
    module, name, method = use.rsplit(".", 2)
    pattern = getattr(importlib.import_module(module), name)
    for kind in kinds:
        if all(is_slow(pattern, method, kind) for _ in range(3)):
            print(use, kind)
"""


class Uses(NamedTuple):
    """The regular expressions of a module."""

    #: By name: those that are compiled at its top.
    compiled: set[str]
    #: What is done with which of them: pairs of name and method.
    done: set[tuple[str, str]]
    #: The lines of all other calls of the module ``re``.
    elsewhere: list[int]


def uses(source: str) -> Uses:
    tree = ast.parse(source)
    compiled: set[str] = set()
    at_top: set[ast.AST] = set()
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        if ast.unparse(statement.value).startswith("re."):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            compiled |= {ast.unparse(target) for target in targets}
            at_top |= {*ast.walk(statement)}
    calls = [
        (ast.unparse(node.func.value), node.func.attr, node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    done = {(name, method) for name, method, _ in calls if name in compiled}
    elsewhere = [node.lineno for name, _, node in calls if name == "re" and node not in at_top]
    return Uses(compiled, done, elsewhere)


MODULES = {
    ".".join(path.relative_to(EXT).with_suffix("").parts): uses(path.read_text("utf-8"))
    for path in sorted(EXT.rglob("*.py"))
}


def test_all_patterns_are_where_the_trial_finds_them() -> None:
    assert {name: module.elsewhere for name, module in MODULES.items() if module.elsewhere} == {}
    for name, module in MODULES.items():
        assert {pattern for pattern, _ in module.done} == module.compiled, name
    source = (
        'import re\nx = re.compile("a")\ndef f():\n    re.sub("a", "", "b")\n    x.match("a")\n'
    )
    assert uses(source) == Uses({"x"}, {("x", "match")}, [4])


@pytest.mark.parametrize("house", HOUSES)
def test_no_pattern_blows_up(house: str) -> None:
    tried = [
        f"{name}.{pattern}.{method}"
        for name, module in MODULES.items()
        if next(filter(name.startswith, HOUSES)) == house
        for pattern, method in sorted(module.done)
    ]
    assert len(tried) >= 12
    done = subprocess.run(
        [sys.executable, "-c", TRIAL, str(EXT), *tried],
        timeout=PATIENCE,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout.splitlines() == []
