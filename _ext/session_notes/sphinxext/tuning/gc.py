"""Python's garbage collector, while a book is built.

Nearly all that a build makes stays to its end, and by default the collector looks through all of
it time and again: for a third of the time of a large book, and for half of a small edit's. Here
it looks a tenth as often at what is new, and hardly ever at what has been there for a while.
"""

from __future__ import annotations

import atexit
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: How many objects more there must be before the collector looks. More would save little time,
#: and cost memory.
OBJECTS = 7_000
#: How many looks at what is new there must be before one at everything: more than a book of thirty
#: thousand sessions has. It would find the trees of pages that are written, a quarter more memory.
LOOKS = 1_000


class Collector:
    """The collector during one build; what was set before is set again after it."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()

    def connect(self, app: Sphinx) -> None:
        """Register for the events."""
        app.connect("config-inited", self.on_config_inited)
        # After all that others still do.
        app.connect("build-finished", self.on_build_finished, priority=1000)

    def on_config_inited(self, app: Sphinx, config: Config) -> None:
        """Let it look less often, before what is kept between builds is loaded."""
        gc.set_threshold(OBJECTS, self._before[1], LOOKS)

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Let it do as before, but for one thing: a process that ends needs no last look."""
        gc.set_threshold(*self._before)
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
