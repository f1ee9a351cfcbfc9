"""The records of a page as they are kept between builds: small, and read when asked for.

Sphinx loads all that it keeps at the beginning of every build, and stores it again at the end of
reading; a book of thousands of sessions has megabytes of records, most of which no build that
follows a small edit looks at.
"""

from __future__ import annotations

import pickle
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from session_notes.model import Page


def pack(page: Page) -> bytes:
    """Return *page* in the form that is kept."""
    return zlib.compress(pickle.dumps(page, pickle.HIGHEST_PROTOCOL))


def unpack(kept: bytes) -> Page:
    """Return the page that :func:`pack` was given."""
    # It comes from a file that Sphinx itself loads as a pickle.
    return cast("Page", pickle.loads(zlib.decompress(kept)))  # noqa: S301


def digest(*shown: object) -> str:
    """Return a digest of *shown*, whose text must tell all of it."""
    return sha256(repr(shown).encode("utf-8", "backslashreplace")).hexdigest()[:32]
