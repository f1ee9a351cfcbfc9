"""The guide's pages with their lists spelled out, as an author would write them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from session_docs import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from session_docs.section import Section

GUIDE = Path(__file__).resolve().parents[2] / "guide"
LIST = re.compile(r"^```\{session-docs\} (.*)\n```\n", re.MULTILINE)


def spelled_out(page: str) -> str:
    """Return the text of a page with its lists in Markdown."""

    def written(match: re.Match[str]) -> str:
        *_, above = re.findall(r"^#+(?= )", page[: match.start()], re.MULTILINE)
        return markdown(LISTS[match[1]](), len(above) + 1)

    return LIST.sub(written, page)


def markdown(sections: Iterable[Section], level: int) -> str:
    """Return *sections* with headings of a *level*."""
    pieces = []
    for section in sections:
        if section.label:
            pieces.append(f"({section.label})=")
        if section.title:
            pieces.append(f"{'#' * level} {section.title}\n")
        pieces += [section.text, markdown(section.sections, level + 1)]
    return "\n".join(pieces)
