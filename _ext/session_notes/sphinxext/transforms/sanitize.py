"""What no session may contain: invalid characters, and what is nested too deeply.

Both are reported with their lines. An invalid character is replaced by U+FFFD, which readers see.
What is nested too deeply is shown as it is written, because some builders would fail, and MyST
would silently drop its inner part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from session_notes.model import messages
from session_notes.model.names import forbidden, without_forbidden
from session_notes.model.problems import Where
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.warnings import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

#: The depth of blocks, two for each list, at which markdown-it drops the text.
MAX_BLOCKS = 20
#: The depth of inline markup.
MAX_INLINES = 20
#: The depth of sections, the page's own included, that Sphinx can underline in plain text.
MAX_SECTIONS = 6

#: Whether what is being parsed can be abandoned, among Sphinx's data of the page that is read.
PARSING = "session_notes_parsing"

_OURS = re.compile(r"\{(?:session|talk)\}|\.\. (?:session|talk)::")


def too_deep(found: Iterable[Node]) -> int | None:
    """Return the line at which *found* is nested more deeply than every builder can write.

    It is 0 if the line is unknown, and None if nothing is too deep.
    """
    ahead = [(node, 0, 0, 0) for node in found]
    while ahead:
        node, blocks, inlines, line = ahead.pop()
        line = node.line or line
        if isinstance(node, nodes.TextElement):
            inlines += 1
        elif isinstance(node, nodes.Element):
            blocks += 1
        if blocks >= MAX_BLOCKS or inlines > MAX_INLINES:
            return line
        ahead += [(child, blocks, inlines, line) for child in node.children]
    return None


def parsed(state: Any, parse: Callable[[], list[Node]]) -> tuple[list[Node], int | None]:
    """Return what *parse* makes, and what :func:`too_deep` says of it; *state* is the parser's."""
    # MyST has no public way to abandon what it is parsing.
    renderer = getattr(state, "_renderer", None)
    before = dict(vars(renderer)) if renderer is not None else {}
    current = state.document.settings.env.current_document
    outer = current.get(PARSING, False)
    current[PARSING] = True
    try:
        found = parse()
    except RecursionError:
        # MyST would continue inside the node that it was at, and what follows would be lost.
        if renderer is not None:
            vars(renderer).update(before)
        return [], 0
    finally:
        current[PARSING] = outer
    return found, too_deep(found)


def on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace invalid characters, before a parser could end a line at one of them."""
    _clean_source(app, docname, app.env.doc2path(docname).as_posix(), content)


def on_include_read(app: Sphinx, path: Path, docname: str, content: list[str]) -> None:
    """Do the same in a file that a page includes."""
    _clean_source(app, docname, path.as_posix(), content)


def _clean_source(app: Sphinx, docname: str, source: str, content: list[str]) -> None:
    domain = domain_of(app.env)
    # Pages without sessions are left as they are.
    if _OURS.search(content[0]):
        # Of a Markdown page its text reports them.
        path = relative(source, app.env)
        for start, name in forbidden(content[0]) if domain.text is None else ():
            where = Where(path, 1 + content[0].count("\n", 0, start))
            domain.note_problem(docname, messages.BAD_CHARACTER.at(where, character=name))
        content[0] = without_forbidden(content[0])


def clean_tree(tree: Element) -> Iterator[Node]:
    """Replace the invalid characters that escapes made in *tree*; yield the nodes with any."""
    for node in list(tree.findall()):
        if isinstance(node, nodes.Text) and without_forbidden(node) != node:
            yield node.parent
            node.parent.replace(node, nodes.Text(without_forbidden(node)))
        elif isinstance(node, nodes.Element):
            for name, value in node.attributes.items():
                if isinstance(value, str) and without_forbidden(value) != value:
                    yield node
                    node[name] = without_forbidden(value)
