"""The week as a picture: topics by days, or by events, as SVG in the colours of the page.

Its text is the table that follows it. Each number leads to the first session that it counts.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from docutils import nodes

from session_notes.render.inline import link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.catalog.facts import Ref
    from session_notes.catalog.views import Table
    from session_notes.render.inline import RenderContext

#: So many topics are drawn, those with the most sessions: more would be a wall.
TOPICS = 20
#: In units of the picture, of which a phone shows one in a pixel: names, and a cell. A finger needs
#: 24 pixels.
NAME, HEAD, WIDTH, HEIGHT = 140, 22, 48, 27
#: The radius of one session, and of the most.
LEAST, MOST = 8, 13
#: The width of a letter, and of one of Chinese, Japanese or Korean.
LETTER, WIDE = 6.5, 12


def picture(context: RenderContext, table: Table, heads: Sequence[str]) -> list[nodes.Node]:
    """Return the picture of a *table* of topics, whose columns have the *heads*."""
    rows = sorted(table.rows, key=lambda row: -sum(map(len, row[1])))[:TOPICS]
    if not rows:
        return []
    most = max(len(cell) for _, cells in rows for cell in cells)
    drawn = [
        _text(head, NAME + WIDTH * (place + 0.5), HEAD - 8, WIDTH - 4, "head")
        for place, head in enumerate(heads)
    ]
    for number, (topic, cells) in enumerate(rows):
        middle = HEAD + HEIGHT * (number + 0.5)
        drawn.append(_linked(context, topic, _text(topic.text, 0, middle + 4, NAME - 8, "name")))
        for place, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            if cell:
                words = f"{topic.text}, {head}: {context.labels.number(len(cell))}"
                dot = _dot(context, len(cell), most, NAME + WIDTH * (place + 0.5), middle)
                drawn.append(_linked(context, cell[0], f"<title>{escape(words)}</title>{dot}"))
    wide, high = NAME + WIDTH * len(heads), HEAD + HEIGHT * len(rows)
    # Wider than its own units it would be a poster.
    svg = (
        f'<svg class="session-picture" role="group" aria-label="{escape(context.labels.topics)}" '
        f'viewBox="0 0 {wide} {high}" style="max-width: {wide * 1.4:.0f}px">{"".join(drawn)}</svg>'
    )
    return [nodes.raw("", svg, format="html")]


def _dot(context: RenderContext, count: int, most: int, x: float, y: float) -> str:
    """Return a number in a circle, whose area grows with it, and around it what a finger hits."""
    radius = (LEAST**2 + (MOST**2 - LEAST**2) * (count - 1) / max(most - 1, 1)) ** 0.5
    return (
        f'<rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.1f}"/>'
        f'<text x="{x:g}" y="{y + 4:g}">{escape(context.labels.number(count))}</text>'
    )


def _text(text: str, x: float, y: float, room: int, name: str) -> str:
    """Return a text, narrower than its letters are if it has no *room*."""
    wide = sum(WIDE if east_asian_width(letter) in "FW" else LETTER for letter in text)
    fitted = f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if wide > room else ""
    return f'<text class="{name}" x="{x:g}" y="{y:g}"{fitted}>{escape(text)}</text>'


def _linked(context: RenderContext, ref: Ref, drawn: str) -> str:
    """Return what is *drawn* as a link to *ref*, if it leads somewhere."""
    made: Any = link(context, ref)
    if not isinstance(made, nodes.reference):
        return drawn
    address = made["refuri"] if "refuri" in made else f"#{made['refid']}"
    return f'<a href="{escape(address)}">{drawn}</a>'
