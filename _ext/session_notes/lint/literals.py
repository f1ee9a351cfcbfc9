"""The values that ``conf.py`` gives to names, as far as they are known without running it."""

from __future__ import annotations

import ast
from typing import Any

#: No setting has more items or characters; sums of sums must not exhaust the memory.
_LONGEST = 100_000
_FAILURES = (ValueError, TypeError, SyntaxError, RecursionError, MemoryError, AttributeError)


class Literals:
    """The names that a module assigns at its top."""

    def __init__(self, source: bytes) -> None:
        #: By name; None if it is not known. A list has only the items that are known.
        self.values: dict[str, Any] = {}
        #: The line that leaves a value open, in part or completely, by its name; "*" is any name.
        self.unknown: dict[str, int] = {}
        #: Whether all of the last value is known.
        self._complete = True
        try:
            statements = ast.parse(source).body
        # The build reports what is wrong with it.
        except _FAILURES:
            return
        for statement in statements:
            self._read(statement)

    def _read(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value) if all(
                isinstance(target, ast.Name) for target in targets
            ):
                self._assign([one.id for one in targets if isinstance(one, ast.Name)], value)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                self._assign([name], value)
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value):
                self._extend(name, statement, value)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend" as how),
                    args=[value],
                    keywords=[],
                )
            ):
                items = value if how == "extend" else ast.List([value], ast.Load())
                self._extend(name, statement, items)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Import():
                pass
            case ast.ImportFrom(names=names):
                for alias in names:
                    self._leave_open(alias.asname or alias.name, statement)
            case _:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name):
                        self._leave_open(node.id, statement)

    def _assign(self, names: list[str], node: ast.expr) -> None:
        value = self._value(node)
        for name in names:
            self.values[name] = value
            self.unknown.pop(name, None)
            if value is None or not self._complete:
                self._leave_open(name, node)

    def _extend(self, name: str, statement: ast.stmt, node: ast.expr) -> None:
        before, items = self.values.get(name), self._value(node)
        if isinstance(before, list) and isinstance(items, list) and len(before) < _LONGEST:
            # In place, because another name may be the same list.
            before += items
        else:
            self._complete = False
        if not self._complete:
            self._leave_open(name, statement)

    def _leave_open(self, name: str, node: ast.stmt | ast.expr) -> None:
        self.unknown.setdefault(name, node.lineno)
        if not isinstance(self.values.get(name), list):
            self.values[name] = None

    def _value(self, node: ast.expr) -> Any:
        self._complete = True
        try:
            return self._known(node)
        except _FAILURES:
            return None

    def _known(self, node: ast.expr) -> Any:
        match node:
            case ast.Name(id=name):
                self._complete = self._complete and name not in self.unknown
                if self.values.get(name) is None:
                    raise ValueError(name)
                return self.values[name]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                made = self._known(left) + self._known(right)
                if isinstance(made, str | list) and len(made) > _LONGEST:
                    raise ValueError(len(made))
                return made
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return [item for element in elements for item in self._items(element)]
        return ast.literal_eval(node)

    def _items(self, element: ast.expr) -> list[Any]:
        """Return what an element of a list adds to it; nothing if that is not known."""
        try:
            if isinstance(element, ast.Starred):
                return list(self._known(element.value))
            return [self._known(element)]
        except _FAILURES:
            self._complete = False
            return []
