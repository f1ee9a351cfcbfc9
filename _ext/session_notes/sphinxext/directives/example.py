"""Examples: a page, or a part of one, as its author writes it and, below, as readers see it.

While a document is read, an example is a part of it, so that its links, images and talks are
processed. Then the environment collector takes its records and hides its nodes. They come back
after everything else (``post_transforms/placeholders.py``).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes

from session_notes.lint.markdown import parser
from session_notes.lint.reporters import read_reporters
from session_notes.lint.source import Findings, lines_of, read_front_matter
from session_notes.render.nodes import session_example
from session_notes.sphinxext.directives.base import NotesDirective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

#: Where a document keeps its names and ids; the last since docutils 0.23.
_NAMES = ("ids", "nameids", "nametypes", "names")


class ExampleDirective(NotesDirective):
    """A page, or a part of one, as it is written and as readers see it; they do not nest."""

    optional_arguments = 0

    def run(self) -> list[Node]:
        """Return a code block and, below it, what the code makes."""
        text = "\n".join(self.content)
        code = nodes.literal_block(text, text, language="rst" if self.is_rst else "markdown")
        self.set_source_info(code)
        held: Any = self.env.current_document
        if not text.strip() or "session_notes_example" in held:
            return [code]
        lines = lines_of("", text.lstrip("\n"))
        tokens = parser().parse(text.lstrip("\n"))
        start = next((one.map[1] for one in tokens if one.type == "front_matter" and one.map), 0)
        day = read_front_matter(lines, lines[:start], Findings())
        reporters = read_reporters(lines[:start], Findings())
        start += len(text) - len(text.lstrip("\n")) if start else 0
        self.content, self.content_offset = self.content[start:], self.content_offset + start
        example = session_example("", docname=self.env.docname, day=day, reporters=reporters)
        held["session_notes_example"] = True
        with _own_names(self.state.document, held.setdefault("session_notes_names", {})):
            example.extend(self.parse_content_to_nodes())
        del held["session_notes_example"]
        for node in example.findall(nodes.TextElement):
            # It stays in its own language, like the code above it.
            node["translatable"] = False
        return [code, example]


@contextmanager
def _own_names(document: nodes.document, names: dict[str, Any]) -> Iterator[None]:
    """Let *document* keep in *names* what is parsed, instead of among its own names and ids.

    All examples of a page have the same, because they are on one page in the end.
    """
    own = {name: getattr(document, name) for name in _NAMES if hasattr(document, name)}
    vars(document).update({name: names.setdefault(name, {}) for name in own})
    try:
        yield
    finally:
        vars(document).update(own)
