"""A small picture of numbers, as SVG, in the colour of the text and with the numbers as words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.locale.labels import Labels

#: In units of the picture: the width of a bar, the space behind it, and the highest bar.
WIDTH, SPACE, HEIGHT = 6, 2, 16


def bars(counts: Sequence[tuple[str, int]], labels: Labels) -> str:
    """Return a bar for each of *counts*, a name and a number; that of zero is a line."""
    most = max(number for _, number in counts) or 1
    drawn = []
    for place, (_, number) in enumerate(counts):
        height = max(1, round(HEIGHT * number / most))
        x, y = place * (WIDTH + SPACE), HEIGHT - height
        drawn.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{height}"/>')
    words = (
        labels.counted.format(name=name, count=labels.number(number))
        for name, number in counts
        if number
    )
    wide = len(counts) * (WIDTH + SPACE) - SPACE
    return (
        f'<svg class="session-bars" role="img" width="{wide}" height="{HEIGHT}" '
        f'viewBox="0 0 {wide} {HEIGHT}"><title>{escape(labels.between_names.join(words))}</title>'
        f"{''.join(drawn)}</svg>"
    )
