from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "_ext" / "session_notes"
#: Lowest first: a module imports from its own layer, which is a package, or from those below.
LAYERS = (
    "records",
    "book",
    "exports",
    "text",
    "judging",
    "files",
    "commands",
    "config",
    "rendering",
    "store",
    "trees",
    "building",
)
#: Those that know neither docutils nor Sphinx: the command line and what it needs.
ALONE = LAYERS[:7]
DOORS = ["__init__", "__main__"]
MODULES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in PACKAGE.rglob("*.py")
}


def layer_of(module: str) -> int:
    """Return the number of the layer of a module of ours, ``package/name``."""
    package = module.partition("/")[0]
    return LAYERS.index(package) if package in LAYERS else len(LAYERS)


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
    ours = {name.replace(".", "/") for name in imported if name.startswith("session_notes.")}
    ours = {name.removeprefix("session_notes/") for name in ours}
    return sorted(name for name in ours if layer_of(name) > layer_of(module))


def test_every_package_is_a_layer_and_every_module_is_in_one() -> None:
    assert {module.partition("/")[0] for module in MODULES} == {*LAYERS, *DOORS}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    source = MODULES[module].read_text("utf-8")
    assert upward(module, imports_of(source)) == []


@pytest.mark.parametrize(
    "module", ["__main__", *(name for name in MODULES if name.partition("/")[0] in ALONE)]
)
def test_the_command_line_and_what_it_needs_know_neither_docutils_nor_sphinx(module: str) -> None:
    source = MODULES[module].read_text("utf-8")
    roots = {name.split(".")[0] for name in imports_of(source)}
    assert not roots & {"docutils", "sphinx", "myst_parser"}


def test_an_upward_import_is_noticed() -> None:
    source = "from session_notes.records import names\nfrom session_notes.store import domain\n"
    assert upward("records/model", imports_of(source)) == ["store", "store/domain"]


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_long(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= 320
