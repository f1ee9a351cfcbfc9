"""Python's garbage collector, while a book is built.

Nearly all that a build makes stays to its end, and by default the collector looks through all of
it time and again: for a third of the time of a large book, and for half of a small edit's. Here
it looks a tenth as often, and not at all through what is known to stay.
"""

from __future__ import annotations

import atexit
import gc
import os
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: How many objects more there must be before the collector looks. More would save little time,
#: and cost memory.
OBJECTS = 7_000


class Collector:
    """The collector during one build; what was set before is set again after it."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()

    def connect(self, app: Sphinx) -> None:
        """Register for the events."""
        app.connect("config-inited", self.on_config_inited)
        app.connect("env-get-outdated", self.on_env_get_outdated)
        app.connect("html-collect-pages", self.on_html_collect_pages)
        # After all that others still do.
        app.connect("build-finished", self.on_build_finished, priority=1000)

    def on_config_inited(self, app: Sphinx, config: Config) -> None:
        """Let it look less often, before what is kept between builds is loaded."""
        gc.set_threshold(OBJECTS, *self._before[1:])
        _keep_from_what_is_inherited()

    def on_env_get_outdated(
        self, app: Sphinx, env: BuildEnvironment, *changes: set[str]
    ) -> list[str]:
        """Keep it from what was loaded, which stays."""
        gc.freeze()
        return []

    def on_html_collect_pages(self, app: Sphinx) -> list[Any]:
        """Keep it from the trees of all the pages that are written; hardly more will be made."""
        gc.freeze()
        return []

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Let it do as before, but for one thing: a process that ends needs no last look."""
        gc.unfreeze()
        gc.set_threshold(*self._before)
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)


@cache
def _keep_from_what_is_inherited() -> None:
    """Keep it from all that a worker is forked with; once a process, for it can't be taken back."""
    if hasattr(os, "register_at_fork"):  # Where it is not, nothing is forked.
        os.register_at_fork(after_in_child=gc.freeze)
