"""The rooms of the code and what each imports, as a picture and as a list.

A room is a package of ``session_notes``, or an extension next to it. The modules directly in
``session_notes`` are left out, because they only register what the rooms have.
"""

from __future__ import annotations

import ast
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from session_docs.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXT = Path(__file__).resolve().parents[2] / "_ext"
CORE = EXT / "session_notes"
#: The measures of the picture, in pixels at full size.
WIDTH, FLOOR, MARGIN, BOX_WIDTH, BOX_HEIGHT = 720, 96, 24, 148, 40


class Arrow(NamedTuple):
    """One room imports from another one."""

    user: str
    used: str


class Box(NamedTuple):
    """A room in the picture: the middle of its upper edge, and how far it is out of line."""

    x: float
    y: float
    shift: int


def folders() -> dict[str, Path]:
    """Return the place of each room."""
    core = [path.parent for path in CORE.glob("*/__init__.py")]
    others = [
        path for path in EXT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    ]
    return {path.stem: path for path in sorted({*core, *others} - {CORE})}


def imports(path: Path) -> Iterator[str]:
    """Yield the names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    """Return the room of a module, by its full name."""
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == CORE.name else first


def arrows() -> list[Arrow]:
    """Return which rooms import from which others."""
    rooms = folders()
    found: set[Arrow] = set()
    for user, place in rooms.items():
        for path in place.rglob("*.py") if place.is_dir() else [place]:
            used = {room_of(module) for module in imports(path)} & rooms.keys() - {user}
            found.update(Arrow(user, room) for room in used)
    return sorted(found)


def used_by(room: str, drawn: Iterable[Arrow]) -> list[str]:
    """Return the rooms that a room uses."""
    return [arrow.used for arrow in drawn if arrow.user == room]


def floors(drawn: list[Arrow]) -> list[list[str]]:
    """Return the rooms floor by floor: each is one floor above the highest that it uses."""

    @cache
    def floor(room: str) -> int:
        return 1 + max(map(floor, used_by(room, drawn)), default=-1)

    rooms = folders()
    core = [room for room, place in rooms.items() if place.parent == CORE]
    levels = [[room for room in core if floor(room) == level] for level in range(len(core))]
    # The neighbours share the top, whatever they use.
    return [*filter(None, levels), [room for room in rooms if room not in core]]


def is_implied(arrow: Arrow, drawn: list[Arrow]) -> bool:
    """Say whether a room uses another one by way of a third as well."""
    ahead = [room for room in used_by(arrow.user, drawn) if room != arrow.used]
    reached = set(ahead)
    while ahead:
        below = set(used_by(ahead.pop(), drawn)) - reached
        reached |= below
        ahead += below
    return arrow.used in reached


def layout(levels: list[list[str]], drawn: list[Arrow]) -> dict[str, Box]:
    """Return a box for each room, as near as can be above the rooms that it uses."""
    boxes: dict[str, Box] = {}

    def wanted(room: str) -> float:
        used = [boxes[arrow.used].x for arrow in drawn if arrow.user == room]
        return sum(used) / len(used) if used else WIDTH

    for height, level in enumerate(levels):
        y = MARGIN + (len(levels) - 1 - height) * FLOOR
        step = WIDTH / len(level)
        # Where there is space, the boxes of two floors are not in line, because a box would hide
        # an arrow across its floor.
        shift = 40 * (-1) ** height if 1 < len(level) < 4 else 0
        for place, room in enumerate(sorted(level, key=wanted)):
            boxes[room] = Box((place + 0.5) * step + shift, y, shift)
    return boxes


def svg(drawn: list[Arrow]) -> str:
    """Return the picture."""
    levels = floors(drawn)
    direct = [arrow for arrow in drawn if not is_implied(arrow, drawn)]
    implied = [arrow for arrow in drawn if arrow not in direct]
    boxes = layout(levels, direct)
    height = 2 * MARGIN + (len(levels) - 1) * FLOOR + BOX_HEIGHT
    top = MARGIN + FLOOR - 30
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"
  style="min-width: 38rem; width: 100%" role="img"
  aria-label="The packages, and which imports from which">
<defs><marker id="rooms-head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"
  markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>
<g fill="none" stroke="currentColor">
<rect x="1" y="{top}" width="{WIDTH - 2}" height="{height - top - 1}" rx="8"
  stroke-dasharray="2 4" opacity=".6"/>
<g marker-end="url(#rooms-head)" opacity=".35">{lines(implied, boxes, 0.15)}</g>
<g marker-end="url(#rooms-head)" stroke-width="1.5">{lines(direct, boxes, 0.3)}</g>
</g>
<g font-family="ui-monospace, monospace" font-size="15" text-anchor="middle" fill="currentColor">
<text x="{WIDTH - 12}" y="{top + 22}" text-anchor="end">{CORE.name}</text>
{"".join(_box(room, box) for room, box in boxes.items())}</g>
</svg>"""


def _box(room: str, box: Box) -> str:
    x, y = box.x - BOX_WIDTH / 2, box.y
    return (
        f'<rect x="{x:.0f}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" '
        'style="fill: var(--pst-color-background, Canvas)" stroke="currentColor"/>'
        f'<text x="{box.x:.0f}" y="{y + 25}">{room}</text>\n'
    )


def lines(drawn: list[Arrow], boxes: dict[str, Box], slant: float) -> str:
    """Return *drawn* as lines; the larger the *slant*, the closer to the corners they end."""
    made = []
    for arrow in drawn:
        above, below = boxes[arrow.user], boxes[arrow.used]
        # Away from the middle, so that arrows from two sides do not end in one point.
        aside = max(-BOX_WIDTH / 3, min(BOX_WIDTH / 3, (below.x - above.x) * slant))
        start, end = above.x + aside, below.x - aside
        if start == end:
            start = end = above.x + above.shift
        made.append(f"M{start:.0f} {above.y + BOX_HEIGHT} {end:.0f} {below.y - 2}")
    return "".join(f'<path d="{line}"/>' for line in made)


def rooms() -> list[Section]:
    """Return the picture for HTML, and for every format the same as a list."""
    drawn, places = arrows(), folders()
    items = []
    for room in chain.from_iterable(reversed(floors(drawn))):
        used = ", ".join(f"`{other}`" for other in used_by(room, drawn))
        items.append(f"`{room}`\n: {_purpose(places[room])}\n" + (f"\n  {used}\n" if used else ""))
    # An ePub has to declare the pages that hold such a picture, and Sphinx does not.
    picture = f"""\
````{{only}} html and not epub
```{{raw}} html
<div style="overflow-x: auto; margin-bottom: 1rem" tabindex="0">
{svg(drawn)}
</div>
```

The pale arrows follow from the others.
````
"""
    return [Section("\n".join((picture, *items)))]


def _purpose(place: Path) -> str:
    """Return the first line of a room's docstring."""
    path = place / "__init__.py" if place.is_dir() else place
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition("\n")[0]
