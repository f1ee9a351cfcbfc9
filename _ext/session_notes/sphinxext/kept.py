"""What another extension takes of each document when it is read, and keeps for later builds.

It is kept packed, because a build with nothing to do needs none of it.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Kept:
    """What *take* returns of each document, in the environment under a *name* of its own.

    It may be anything that JSON can hold. Nothing is kept of a document of which it is empty. Who
    changes its shape raises the ``env_version`` of the extension.
    """

    def __init__(self, name: str, take: Callable[[nodes.document], object]) -> None:
        self.name, self.take = name, take

    def connect(self, app: Sphinx) -> None:
        """Register for the events."""
        # After the core, which numbers the sessions of a document and puts examples away.
        app.connect("doctree-read", self._keep, priority=600)
        app.connect("env-purge-doc", self._forget)
        app.connect("env-merge-info", self._merge)

    def documents(self, env: BuildEnvironment) -> Iterator[tuple[str, Any]]:
        """Yield the name of each document, and what was taken of it."""
        for docname, packed in sorted(self._packed(env).items()):
            yield docname, json.loads(zlib.decompress(packed))

    def _keep(self, app: Sphinx, tree: nodes.document) -> None:
        taken = self.take(tree)
        if taken:
            text = json.dumps(taken, ensure_ascii=False, separators=(",", ":"))
            packed = zlib.compress(text.encode("utf-8", "replace"))
            self._packed(app.env)[app.env.docname] = packed

    def _forget(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self._packed(env).pop(docname, None)

    def _merge(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        docnames: AbstractSet[str],
        other: BuildEnvironment,
    ) -> None:
        read = self._packed(other)
        self._packed(env).update({name: read[name] for name in docnames & read.keys()})

    def _packed(self, env: BuildEnvironment) -> dict[str, bytes]:
        if not hasattr(env, self.name):
            setattr(env, self.name, {})
        packed: dict[str, bytes] = getattr(env, self.name)
        return packed
