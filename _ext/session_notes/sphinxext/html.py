"""What is written for HTML alone: deferred nodes, and the cards that previews show.

The cards of a page are in a script beside it, and other pages load the scripts that they need: a
page that is opened from the disk may run a script, but may not read a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from docutils import nodes

from session_notes.render.cards import card_file, card_name, cards_of
from session_notes.render.nodes import session_deferred
from session_notes.sphinxext.assets import has_previews
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import remove, write, writing
from session_notes.sphinxext.post_transforms.placeholders import render_context

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def connect(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(session_deferred, html=(visit_session_deferred, None))
    app.connect("html-page-context", write_cards)


def visit_session_deferred(translator: nodes.NodeVisitor, node: session_deferred) -> None:
    """Write the nodes that were deferred."""
    for made in node["make"]():
        made.parent = node.parent
        made.walkabout(translator)
    raise nodes.SkipNode


def write_cards(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Write the cards of a page beside it, in whichever process writes the page."""
    if tree is None or not has_previews(app):
        return
    build = domain_of(app.env).build
    texts_only = render_context(build, lambda _, content: content)
    cards = cards_of(texts_only, build.catalog, page, tree)
    path = app.outdir / card_file(app.builder, page)
    named = {card_name(app.builder, page): cards}
    data = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
    script = f"Object.assign(window.sessionCards ??= {{}}, {data});\n"
    with writing(app):
        if cards:
            write(path, script.encode("utf-8", "backslashreplace"))
        else:
            remove(path, app.outdir)
