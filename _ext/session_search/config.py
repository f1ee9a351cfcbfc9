"""The value that a project may set in its ``conf.py`` for the search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from session_notes.sphinxext.api import Refuse
    from sphinx.config import Config


@dataclass(frozen=True)
class SearchSettings:
    """The value of the search."""

    search: bool = field(
        default=True,
        metadata={
            "help": "Whether the search of books in English and in Japanese finds Japanese words "
            "wherever they stand; if not, it is left as Sphinx has it.",
            "rebuild": "html",
        },
    )


def read(config: Config, refuse: Refuse) -> dict[str, Any]:
    """Return the value of the search; any value is true or false."""
    return {"search": bool(config.session_search)}
