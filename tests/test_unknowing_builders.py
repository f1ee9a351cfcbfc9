"""Builders that know nothing of the extension write the whole book, without a word of complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from edits import BOOK
from hostile import letters

if TYPE_CHECKING:
    from conftest import Built, Project

#: What must be there: titles, options, notes, a mention, indexes and tables.
WORDS = (
    *("OVN in short", "Said, as in Neutron", "Ada Lovelace", "Conference", "Grace Hopper", "panel"),
    *("A short talk", "Mentioned in", "Open Virtual Network", "No track", "18 May"),
)


def output(built: Built) -> str:
    """Return all that was written, without the markup of XML."""
    parts: list[str] = []
    for path in sorted(built.outdir.rglob("*")):
        if path.suffix == ".xml":
            parts += ET.parse(path).getroot().itertext()  # noqa: S314 - what we wrote ourselves
        elif path.suffix in (".md", ".pseudoxml"):
            parts.append(path.read_text("utf-8"))
    return letters("".join(parts)).casefold()


@pytest.mark.parametrize("builder", ["xml", "pseudoxml", "markdown"])
def test_a_builder_that_knows_nothing_of_us_writes_all(project: Project, builder: str) -> None:
    conf: dict[str, Any] = {}
    if builder == "markdown":
        conf["extensions"] = [
            "myst_parser",
            "session_notes",
            "session_exports",
            "session_search",
            "sphinx_markdown_builder",
        ]
    built = project.write(BOOK).build(builder, **conf)
    assert built.warnings == []
    text = output(built)
    assert [word for word in WORDS if letters(word).casefold() not in text] == []


@pytest.mark.parametrize("builder", ["text", "html"])
def test_a_header_and_a_footer_are_words_of_the_page(project: Project, builder: str) -> None:
    page = "Book\n====\n\n.. header:: Above\n\nWords\n\n.. footer:: Below\n"
    built = project.write({"index.rst": page}).build(builder)
    assert built.warnings == []
    text = built.text("index.txt" if builder == "text" else "index.html")
    assert text.count("Above") == text.count("Below") == 1
