"""The tables of contents that a page has, and the pages that they name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.source import file_at, fits

if TYPE_CHECKING:
    from collections.abc import Collection

    from session_notes.model.problems import Where

#: A title with an address or a document.
TITLED = re.compile(r".*<([^<>]+)>$")


#: More than the path of any page has.
MAX_PATH = 1024


class Toctree(NamedTuple):
    """A toctree: its place, the names of its options, and its entries as they are written."""

    where: Where
    options: frozenset[str]
    entries: tuple[str, ...]

    def pages(self, docname: str, docnames: Collection[str]) -> list[str]:
        """Return those of *docnames* that it names on the page *docname*."""
        found: dict[str, None] = {}
        for entry in self.entries:
            titled = TITLED.match(entry)
            name = (titled[1] if titled else entry).removesuffix(".md")
            # Sphinx, too, goes no further up than to the root.
            path = file_at(name, f"/{docname}").lstrip("/")
            if path in docnames:
                found[path] = None
            elif "glob" in self.options and not titled and len(path) <= MAX_PATH:
                pattern = path.split("/")
                fitting = (one for one in docnames if fits(tuple(one.split("/")), pattern))
                found |= dict.fromkeys(sorted(one for one in fitting if one != docname))
        return [*found][::-1] if "reversed" in self.options else [*found]
