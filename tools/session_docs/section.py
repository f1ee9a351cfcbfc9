"""What a list of the guide is made of."""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    """Markdown without headings; with a title, it is a section of the page."""

    text: str
    title: str = ""
    #: The name of a target before the section.
    label: str = ""
    sections: tuple[Section, ...] = ()
