from __future__ import annotations

from pathlib import Path

import pytest
from layers import PURE, ROOMS, core_modules, imports_of, neighbours

ROOT = Path(__file__).resolve().parent.parent
DOORS = ["__init__", "__main__"]
CORE = core_modules()
NEIGHBOURS = neighbours()
NAMES = {name.partition("/")[0].removesuffix(".py") for name in NEIGHBOURS}
#: What a neighbour may use of the core: in Sphinx its public API, on the command line its lint.
API = {"model", "catalog", "locale", "sphinxext.api"}
COMMAND_LINE = {"model", "catalog", "locale", "lint", "cli"}
SPHINX = {"docutils", "sphinx", "myst_parser"}
#: Where docutils parses reStructuredText for a check; imported only for a book that has some.
LATE = "lint/rst_parser"


def room_of(module: str) -> int:
    """Return the number of the room of a module of the core, ``room/name``."""
    room = module.partition("/")[0]
    return ROOMS.index(room) if room in ROOMS else len(ROOMS)


def roots_of(source: str) -> set[str]:
    return {name.split(".")[0] for name in imports_of(source)}


def upward(module: str, imported: set[str]) -> list[str]:
    ours = {name.replace(".", "/") for name in imported if name.startswith("session_notes.")}
    ours = {name.removeprefix("session_notes/") for name in ours}
    return sorted(name for name in ours if room_of(name) > room_of(module))


def test_every_module_of_the_core_is_in_a_room() -> None:
    assert {module.partition("/")[0] for module in CORE} == {*ROOMS, *DOORS}


@pytest.mark.parametrize("module", CORE)
def test_imports_point_down(module: str) -> None:
    source = CORE[module].read_text("utf-8")
    assert upward(module, imports_of(source)) == []


@pytest.mark.parametrize(
    "module",
    ["__main__", *(name for name in CORE if name.partition("/")[0] in PURE and name != LATE)],
)
def test_the_pure_rooms_know_neither_docutils_nor_sphinx(module: str) -> None:
    assert not roots_of(CORE[module].read_text("utf-8")) & SPHINX


def test_docutils_alone_is_known_where_a_check_needs_it() -> None:
    assert roots_of(CORE[LATE].read_text("utf-8")) & SPHINX == {"docutils"}


@pytest.mark.parametrize("module", CORE)
def test_the_core_knows_none_of_its_neighbours(module: str) -> None:
    assert not roots_of(CORE[module].read_text("utf-8")) & NAMES


def too_deep(source: str, allowed: set[str]) -> list[str]:
    """Return what *source* imports of the core beyond the rooms and modules in *allowed*."""
    imported = (name for name in imports_of(source) if name.startswith("session_notes."))
    rooms = (name.removeprefix("session_notes.") for name in imported)
    return sorted(
        name for name in rooms if not any(f"{name}.".startswith(f"{one}.") for one in allowed)
    )


@pytest.mark.parametrize("module", NEIGHBOURS)
def test_neighbours_know_of_the_core_what_is_public(module: str) -> None:
    allowed = COMMAND_LINE if module.startswith("session_import/") else API
    assert too_deep(NEIGHBOURS[module].read_text("utf-8"), allowed) == []


def test_an_import_from_deep_in_the_core_is_noticed() -> None:
    source = "from session_notes.sphinxext.domain import domain_of\n"
    assert too_deep(source, API) == ["sphinxext.domain", "sphinxext.domain.domain_of"]


@pytest.mark.parametrize("module", NEIGHBOURS)
def test_neighbours_do_not_know_each_other(module: str) -> None:
    known = roots_of(NEIGHBOURS[module].read_text("utf-8"))
    assert known & NAMES <= {module.partition("/")[0]}


@pytest.mark.parametrize("module", [name for name in NEIGHBOURS if "_import/" in name])
def test_the_command_line_knows_neither_docutils_nor_sphinx(module: str) -> None:
    assert not roots_of(NEIGHBOURS[module].read_text("utf-8")) & SPHINX


@pytest.mark.parametrize("name", ["cache", "judge", "merge", "html", "views", "labels"])
def test_what_judges_and_joins_books_knows_neither_docutils_nor_sphinx(name: str) -> None:
    module = NEIGHBOURS[f"session_books/{name}.py"]
    assert not roots_of(module.read_text("utf-8")) & SPHINX


def test_an_upward_import_is_noticed() -> None:
    source = "from session_notes.model import names\nfrom session_notes.sphinxext import domain\n"
    assert upward("model/records", imports_of(source)) == ["sphinxext", "sphinxext/domain"]


@pytest.mark.parametrize("module", [*CORE.values(), *NEIGHBOURS.values()], ids=str)
def test_no_module_is_long(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 500


TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("module", TESTS, ids=str)
def test_no_test_imports_another(module: Path) -> None:
    imported = {part for name in imports_of(module.read_text("utf-8")) for part in name.split(".")}
    assert not imported & {path.stem for path in TESTS}
