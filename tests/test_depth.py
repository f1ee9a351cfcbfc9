"""What is nested however deeply neither stops a build nor loses a word without a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile import letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project


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


@pytest.mark.parametrize("depth", [9, 20, 150])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_word_is_lost_however_deep_it_stands(project: Project, shape: str, depth: int) -> None:
    project.write(SHAPES[shape](depth))
    built = project.build("text")
    shown = letters(built.text("index.txt"))
    assert [n for n in range(depth) if f"w{n}w" not in shown] == []
    told = [line for line in built.warnings if "[session." in line]
    assert bool(told) == (depth >= TOLD.get(shape, 10)), told


@pytest.mark.slow
@pytest.mark.parametrize("depth", [1, 3, 8, 10, 11, 19, 21, 22, 60, 400])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_builder_dies_however_deep_it_stands(project: Project, shape: str, depth: int) -> None:
    test_no_word_is_lost_however_deep_it_stands(project, shape, depth)
    for builder in ("html", "latex", "man", "texinfo", "xml"):
        project.build(builder)


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
