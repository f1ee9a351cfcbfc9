"""Markdown and reStructuredText give the same document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from conftest import Project

TREES = Path(__file__).resolve().parent / "trees"
#: What tells where a node was written, or in which language, but not what it says.
ELSEWHERE = ("docname", "refdoc", "name", "names", "refwarn")


def shape(tree: nodes.document) -> str:
    """Return *tree* as text, without what differs between the two languages by nature."""
    for node in tree.findall(nodes.Element):
        for attribute in ELSEWHERE:
            node.attributes.pop(attribute, None)
        if isinstance(node, nodes.section) and node.parent is tree:
            # MyST switches MathJax off, section by section.
            node["classes"] = []
    return "\n".join(section.pformat() for section in tree.children if section.children)


def test_markdown_and_restructuredtext_give_the_same_tree(project: Project) -> None:
    shapes, texts = [], []
    for suffix, other in (("md", "rst"), ("rst", "md")):
        page = (TREES / f"everything.{suffix}").read_text("utf-8")
        project.write({"index.rst": "Book\n====\n\n.. toctree::\n\n   page\n"})
        (project.srcdir / f"page.{other}").unlink(missing_ok=True)
        built = project.write({f"page.{suffix}": page}).build("text", clean=True)
        assert built.warnings == []
        shapes.append(shape(built.tree("page")))
        texts.append(built.text("page.txt"))
    assert shapes[0].count("<session_header") == 4
    assert shapes[0] == shapes[1]
    assert texts[0] == texts[1]
