"""Circles of tables of contents: pages that name themselves or a page above."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def circles(children: Mapping[str, Sequence[str]], root: str) -> Iterator[tuple[str, str]]:
    """Yield each page with an entry that leads back to it; without these there is no circle.

    *children* are the entries of each page, in order; *root* is the page where readers begin.
    """
    seen: set[str] = set()
    for start in (root, *sorted(children)):
        # The pages above the current one and itself, each with the entries that are left.
        path: dict[str, Iterator[str]] = {}
        below: str | None = None if start in seen else start
        while below is not None or path:
            if below is not None:
                seen.add(below)
                path[below] = iter(children.get(below, ()))
            page = next(reversed(path))
            below = next((name for name in path[page] if name in path or name not in seen), None)
            if below is None:
                del path[page]
            elif below in path:
                yield page, below
                below = None
