"""How many processes write pages.

Sphinx reads with as many processes as ``-j`` says, beside the one that waits for them. It writes
with one fewer, for that one resolves the links of the next pages meanwhile. But in a book of ours
to write takes twice as long as to resolve, so that with ``-j 2`` a single process writes while the
other has long had nothing to do. Here as many write as read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


class Writers:
    """The number of processes during one build; afterwards it is what it was."""

    def __init__(self) -> None:
        self._more = 0

    def connect(self, app: Sphinx) -> None:
        """Register for the events."""
        app.connect("write-started", self.on_write_started)
        app.connect("build-finished", self.on_build_finished)

    def on_write_started(self, app: Sphinx, builder: Builder) -> None:
        """Have one more, unless one does everything."""
        self._more = int(app.parallel > 1)
        app.parallel += self._more

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Have as many as before."""
        app.parallel -= self._more
        self._more = 0
