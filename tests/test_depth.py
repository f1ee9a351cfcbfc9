"""What is nested however deeply neither stops a build nor loses a word without a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Project
from hostile import letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built


def in_session(body: str, fence: str = "::::") -> dict[str, str]:
    return {"index.md": f"# Book\n\n{fence}{{session}} A title\n:id: x\n\n{body}\n{fence}\n"}


def in_rst(body: str) -> dict[str, str]:
    text = body.replace("\n", "\n   ")
    return {"index.rst": f"Book\n====\n\n.. session:: A title\n   :id: x\n\n   {text}\n"}


def lists(depth: int) -> str:
    return "\n\n".join(f"{'  ' * level}- w{level}w" for level in range(depth))


def fences(directive: str, depth: int) -> str:
    opened = [f"{':' * (depth + 4 - n)}{{{directive}}} w{n}w\n" for n in range(depth)]
    closed = [f"{':' * (depth + 4 - n)}\n" for n in reversed(range(depth))]
    return "\n".join((*opened, *closed))


def rst_sessions(depth: int) -> str:
    return "".join(f"{'   ' * n}.. session:: w{n}w\n\n" for n in range(depth))


SHAPES: dict[str, Callable[[int], dict[str, str]]] = {
    "lists": lambda depth: in_session(lists(depth)),
    "lists-in-rst": lambda depth: in_rst(lists(depth)),
    "quotes": lambda depth: in_session(
        "\n".join(f"{'> ' * level}w{level}w\n{'> ' * level}" for level in range(depth))
    ),
    "lists-in-a-quote": lambda depth: in_session(
        "\n".join(f"> {'  ' * level}- w{level}w" for level in range(depth))
    ),
    "notes": lambda depth: in_session(
        "\n".join(f"{':' * (depth + 4 - n)}{{note}}\nw{n}w\n" for n in range(depth))
        + "\n".join(f"{':' * (depth + 4 - n)}\n" for n in reversed(range(depth))),
        fence=":" * (depth + 5),
    ),
    "sessions": lambda depth: {"index.md": "# Book\n\n" + fences("session", depth)},
    "talks": lambda depth: {
        "index.md": "# Book\n\n::::{session} A title\n::::\n\n" + fences("talk", depth)
    },
    "sessions-in-rst": lambda depth: {"index.rst": "Book\n====\n\n" + rst_sessions(depth)},
    "emphasis": lambda depth: in_session(
        "".join(f"*w{n}w **a " for n in range(depth)) + "b** c* " * depth
    ),
}


#: From which depth on a shape is told.
TOLD = {"quotes": 21, "notes": 20, "sessions": 2, "talks": 2, "sessions-in-rst": 2}
#: Both sides of each limit, and what nobody writes by hand. Each is a page of its own.
DEPTHS = (1, 3, 8, 9, 10, 11, 19, 20, 21, 22, 60, 150, 400)
#: Such a page is a document of its own in every format.
ALONE: dict[str, Any] = {
    "latex_documents": [(f"d{depth}", f"d{depth}.tex", "T", "A", "manual") for depth in DEPTHS],
    "texinfo_documents": [(f"d{depth}", f"d{depth}", "T", "A", "", "", "") for depth in DEPTHS],
    "man_pages": [(f"d{depth}", f"d{depth}", "T", [], 1) for depth in DEPTHS],
}
each_shape = pytest.mark.parametrize("built", SHAPES, indirect=True)


def page_of(shape: str, depth: int) -> dict[str, str]:
    """Return the page of a *depth*, with ids, titles and words that no other page has."""
    [(name, text)] = SHAPES[shape](depth).items()
    text = re.sub(r"w(\d+)w", rf"w{depth}x\1w", text.replace(":id: x", f":id: x{depth}"))
    return {name.replace("index", f"d{depth}"): text.replace("A title", f"A title {depth}")}


@pytest.fixture(scope="module")
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Project, Built]:
    """All depths of a shape as a book, and what it is as plain text."""
    toctree = "\n".join(f"d{depth}" for depth in DEPTHS)
    project = Project(tmp_path_factory.mktemp("depth"))
    project.write({"index.md": f"# Book\n\n```{{toctree}}\n{toctree}\n```\n"})
    for depth in DEPTHS:
        project.write(page_of(request.param, depth))
    return request.param, project, project.build("text")


@pytest.mark.parametrize("depth", DEPTHS)
@each_shape
def test_no_word_is_lost_however_deep_it_stands(
    built: tuple[str, Project, Built], depth: int
) -> None:
    shape, _, text = built
    shown = letters(text.text(f"d{depth}.txt"))
    assert [n for n in range(depth) if f"w{depth}x{n}w" not in shown] == []
    told = [one for one in text.warnings if one.startswith(f"d{depth}.") and "[session." in one]
    assert bool(told) == (depth >= TOLD.get(shape, 10)), told


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["html", "latex", "man", "texinfo", "xml"])
@each_shape
def test_no_builder_dies_however_deep_it_stands(
    built: tuple[str, Project, Built], builder: str
) -> None:
    _, project, _ = built
    pages = {f"d{depth}" for depth in DEPTHS}
    assert pages <= {*project.build(builder, **ALONE).written}


def test_a_session_in_a_session_comes_behind_it(project: Project) -> None:
    project.write(
        {
            "index.md": "# Book\n\n:::::::{session} One\n\n- a\n\n"
            "::::::{session} Two\n\n- b\n::::::\n\n"
            "::::{talk} Of two\n::::\n\n- last words\n:::::::\n"
        }
    )
    built = project.build("text")
    sessions = built.catalog.pages["index"].sessions
    assert [(one.id, one.parent) for one in sessions] == [
        ("one", ""),
        ("two", ""),
        ("of-two", "two"),
    ]
    assert built.reported == [("index.md:7", "place", ["One"])]
    shown = letters(built.text("index.txt"))
    assert shown.index("lastwords") < shown.index("Two")
