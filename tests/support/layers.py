"""The rooms of the core, the modules in them, and what these import."""

from __future__ import annotations

import ast
from pathlib import Path

EXT = Path(__file__).resolve().parents[2] / "_ext"

#: Lowest first: a module imports from its own room or from those below.
ROOMS = ("model", "catalog", "locale", "lint", "cli", "render", "sphinxext")
#: The rooms that know neither docutils nor Sphinx.
PURE = ROOMS[:5]


def core_modules() -> dict[str, Path]:
    """Return the files of the core by ``room/name``."""
    core = EXT / "session_notes"
    return {path.relative_to(core).with_suffix("").as_posix(): path for path in core.rglob("*.py")}


def neighbours() -> dict[str, Path]:
    """Return the files of the extensions next to the core, by path."""
    files = {path.relative_to(EXT).as_posix(): path for path in EXT.rglob("*.py")}
    return {name: path for name, path in files.items() if not name.startswith("session_notes/")}


def imports_of(source: str) -> set[str]:
    """Return the names of the modules that *source* imports, and of what it takes from them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found
