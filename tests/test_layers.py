from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "_ext" / "session_notes"
#: The modules of each layer, lowest first. A module imports from its own layer or from below.
LAYERS = (
    (
        *(
            "problems",
            "names",
            "contract",
            "addresses",
            "model",
            "packed",
            "parsing",
            "compose",
            "vocabulary",
            "indexes",
            "catalog",
        ),
        *(
            "around",
            "items",
            "choices",
            "views",
            "cite",
            "event",
            "site",
            "data",
            "jsonld",
            "calendars",
        ),
        "feeds",
    ),
    (
        "lines",
        "values",
        "options",
        "markup",
        "scan",
        "fences",
        "pagefile",
        "prose",
        "placement",
        "restructuredtext",
    ),
    ("twins", "judge", "examples", "lint", "project", "mend"),
    ("blocks", "scaffold", "folder", "schedule", "frab", "ical", "imported"),
    ("check", "new", "newbook", "importing"),
    ("settings", "report", "labels", "messages", "search"),
    ("nodes", "pieces", "cards", "build"),
    ("links", "domain", "edition", "entries"),
    (
        "guard",
        "tree",
        "progress",
        "directives",
        "directive",
        "roles",
        "arrange",
        "fill",
        "latex",
        "exhibit",
    ),
    (
        *("collector", "writers", "outward", "written", "gather", "lifecycle", "publish"),
        "scripts",
        "stylesheet",
    ),
    ("__init__", "__main__"),
)
#: Those that know neither docutils nor Sphinx: the layers of the command line, and itself.
ALONE = [*(module for modules in LAYERS[:5] for module in modules), "__main__"]
LAYER_OF = {module: number for number, modules in enumerate(LAYERS) for module in modules}
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py"))


def imports_of(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def upward(module: str, imported: set[str]) -> list[str]:
    mine = LAYER_OF[module]
    ours = {name.split(".")[1] for name in imported if name.startswith("session_notes.")}
    return sorted(name for name in ours if LAYER_OF.get(name, -1) > mine)


def test_every_module_has_a_layer() -> None:
    assert sorted(LAYER_OF) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    source = (PACKAGE / f"{module}.py").read_text("utf-8")
    assert upward(module, imports_of(source)) == []


@pytest.mark.parametrize("module", ALONE)
def test_the_command_line_and_what_it_needs_know_neither_docutils_nor_sphinx(module: str) -> None:
    source = (PACKAGE / f"{module}.py").read_text("utf-8")
    roots = {name.split(".")[0] for name in imports_of(source)}
    assert not roots & {"docutils", "sphinx", "myst_parser"}


def test_an_upward_import_is_noticed() -> None:
    source = "from session_notes import names\nfrom session_notes.domain import NAME\n"
    assert upward("model", imports_of(source)) == ["domain"]


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_long(module: str) -> None:
    lines = (PACKAGE / f"{module}.py").read_text("utf-8").splitlines()
    assert len(lines) <= 320
