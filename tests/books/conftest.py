"""Three made-up books and a hub, built; and a hub over books that are data alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from shelf import BOOKS, HERE, Shelf, a_book, a_session, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project


@pytest.fixture(scope="session")
def built_books(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The sources of the books and of the hub, with the books and the hub built."""

    def make(root: Path) -> None:
        for name in (*BOOKS, "hub"):
            shutil.copytree(HERE / name, root / name)
            seen = build(root, name)
            assert seen.warnings == []
        # It names the folder in which it was made.
        shutil.rmtree(root / "doctrees")

    return once("three-books", make)


@pytest.fixture
def seaside(built_books: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own; the books are built, the hub is not."""
    root = tmp_path / "seaside"
    shutil.copytree(built_books, root)
    shutil.rmtree(root / "site" / "hub")
    return root


@pytest.fixture
def shelf(project: Project) -> Shelf:
    """A hub with two small books."""
    made = Shelf(project)
    made.put("ash", a_book(a_session("one", "ovn", "sdn", who=("Ada Lovelace",))))
    made.put("oak", a_book(a_session("two", "ovn", who=("Áda Lovelace", "Bob Smith"))))
    return made
