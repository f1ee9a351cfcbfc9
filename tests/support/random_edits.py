"""Edits of any part of a book in any order, each followed by a build of any kind.

To try a thousand, in both languages and with all builders:

    PYTHONPATH=_ext:tests:tests/support python tests/support/random_edits.py 1000 2>/dev/null

It prints what was done to a book until a build differs from a clean one, and after each book how
many builds there were. A second number chooses other edits.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from aspects import BUILDERS, LANGUAGES, PARTS, Book


class Step(NamedTuple):
    """Some parts of a book take other states, and it is built."""

    #: Each part, the number of its new state, and whether its files are older than those before.
    edits: tuple[tuple[str, int, bool], ...]
    builder: str
    language: str
    parallel: bool


def take(book: Book, step: Step) -> list[str]:
    """Edit *book* and build it; return what differs from a clean build."""
    for part, number, older in step.edits:
        states = PARTS[part]
        book.write(states[number % len(states)], older=older)
    options = ("-j2",) if step.parallel else ()
    return book.differences(step.builder, step.language, *options)


def steps(seed: int) -> list[Step]:
    """Return what is done to one book."""
    choose = random.Random(seed)  # noqa: S311 - nothing secret
    return [
        Step(
            tuple(
                (choose.choice([*PARTS]), choose.randrange(12), choose.random() < 0.5)
                for _ in range(choose.randint(0, 3))
            ),
            choose.choice(BUILDERS),
            choose.choice(LANGUAGES),
            choose.random() < 0.3,
        )
        for _ in range(40)
    ]


def main(number: int, seed: int = 0) -> None:
    """Take *number* steps, forty with each book."""
    tried = failed = 0
    while tried < number:
        with tempfile.TemporaryDirectory() as root:
            book, taken = Book(Path(root)), list[Step]()
            for step in steps(seed + tried):
                taken.append(step)
                tried += 1
                found = take(book, step)
                if found:
                    failed += 1
                    print(*taken, *found, sep="\n  ", flush=True)  # noqa: T201
                    break
                if tried == number:
                    break
            print(f"{tried} builds, {failed} of them differ", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
