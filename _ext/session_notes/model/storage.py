"""The records of all pages, as Sphinx stores them between builds.

Sphinx loads its whole environment at the start of every build. The records are more than half of
it, and a build with nothing to do needs none. So they are stored compressed, and unpacked when
somebody asks for one.
"""

from __future__ import annotations

import pickle
import zlib
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from session_notes.model.records import Page


class Records:
    """The records of each document that has any."""

    def __init__(self, packed: bytes = b"") -> None:
        self._packed = packed

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The records, by document."""
        if not self._packed:
            return {}
        # It comes from a file that Sphinx itself loads as a pickle.
        return cast("dict[str, Page]", pickle.loads(zlib.decompress(self._packed)))  # noqa: S301

    def __reduce__(self) -> tuple[type[Records], tuple[bytes]]:
        if "pages" in vars(self):
            pages = dict(sorted(self.pages.items()))
            self._packed = zlib.compress(pickle.dumps(pages, pickle.HIGHEST_PROTOCOL))
        return Records, (self._packed,)


def digest(*shown: object) -> str:
    """Return a digest of *shown*, whose text must tell all of it."""
    return sha256(repr(shown).encode("utf-8", "backslashreplace")).hexdigest()[:32]
