"""The progress of long work: a line on the terminal, for whoever looks at it and has to wait."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    Item = TypeVar("Item")

#: In seconds: nobody waits for less, and how often the line changes.
WAIT, PACE = 1.0, 0.1


def followed(items: Collection[Item], doing: str) -> Iterator[Item]:
    """Yield *items*, and say on a terminal how many there have been; nothing stays of the line."""
    line, due = "", monotonic() + WAIT
    try:
        for number, item in enumerate(items):
            if monotonic() >= due and sys.stderr.isatty():
                line, due = f"{doing}: {number} of {len(items)}", monotonic() + PACE
                print(f"\r{line}", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        if line:
            print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)
