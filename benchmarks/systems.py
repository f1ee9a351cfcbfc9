"""The systems that are measured, and the writing of a conference for any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from peers import NEEDS_CONF, needs, tutorial
from writers import SPLIT, ours, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from corpus import Conference

#: What a book may do for its own process; see the guide's page on large books.
TUNED = """\
import atexit, gc
gc.set_threshold(7_000, 10, 1_000)
atexit.register(gc.freeze)
"""
CONF = """\
project = "Benchmark"
extensions = ["myst_parser"{extensions}]
myst_enable_extensions = ["colon_fence", "deflist"]
smartquotes = False
html_theme = "{theme}"
html_theme_options = {options}
html_static_path = []
"""


class System(NamedTuple):
    """What writes the sources of a system, and what its conf.py needs."""

    write: Callable[..., Iterator[tuple[str, str]]]
    extensions: tuple[str, ...] = ()
    conf: str = ""


SYSTEMS = {
    "ours": System(ours, ("session_notes", "session_exports", "session_search")),
    "plain": System(plain),
    "needs": System(needs, ("sphinx_needs",), NEEDS_CONF),
    "tutorial": System(tutorial, ("tutorial_domain",)),
}


def write(
    system: str, conference: Conference, root: Path, theme: str, *, tuned: bool = False
) -> None:
    """Write the sources of a conference, its conf.py included, to the folder *root*.

    A large book of ours is laid out as the guide advises; the others take the theme as it comes.
    *tuned* sets Python's garbage collector as the guide advises, for every system alike.
    """
    made = SYSTEMS[system]
    extensions = "".join(f', "{name}"' for name in made.extensions)
    large = system == "ours" and len(conference.talks) >= SPLIT
    nested = large and theme != "basic"
    options = {"collapse_navbar": True} if nested else {}
    conf = CONF.format(extensions=extensions, theme=theme, options=options) + made.conf
    conf = TUNED + conf if tuned else conf
    conf += "html_use_index = False\n" if large else ""
    pages = made.write(conference, **({"parts": True} if nested else {}))
    for name, text in (("conf.py", conf), *pages):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
