"""Formulas in HTML and ePubs as MathML, which browsers show without a script and offline.

By default, Sphinx loads MathJax from another host. What converts the TeX belongs to docutils. A
project that sets ``html_math_renderer``, has a renderer of its own, or a copy of MathJax keeps it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from textwrap import shorten
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import latex2mathml, toplevel_code, unichar2tex
from sphinx.util.math import get_node_equation_number

from session_notes.model import messages
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.transforms.traverse import NodeIndex, where

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

RENDERER = "session_mathml"
_INDENTATION = re.compile(r"\n\s*")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot);)\w+;")
#: Environments that the converter does not know: without rows, with rows, and with columns.
_ONE_LINE = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}")
_ROWS = re.compile(r"\\(begin|end)\{(?:align|eqnarray|gather|gathered|multline|split)\*?\}")
_ARRAY = re.compile(r"\\(begin|end)\{array\}(?:\{[^{}]*\})?")
#: What only a table has: columns and rows.
_TABLE = re.compile(r"(?<!\\)&|\\\\")


def connect(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("config-inited", _register)
    app.connect("doctree-read", _check)


def _register(app: Sphinx, config: Config) -> None:
    known = list(app.registry.html_inline_math_renderers)
    elsewhere = "//" in getattr(config, "mathjax_path", "")
    if known == ["mathjax"] and elsewhere and config.html_math_renderer is None:
        app.add_html_math_renderer(RENDERER, (_visit_math, None), (_visit_math_block, None))


# A formula is asked for twice: when its page is checked, and when it is written.
@cache
def mathml(tex: str, *, block: bool = False) -> str:
    """Return the MathML of a formula; raise ValueError if it cannot be converted."""
    code = tex.translate(unichar2tex.uni2tex_table)
    code = _ROWS.sub(r"\\\1{aligned}", _ONE_LINE.sub("", code))
    code = _ARRAY.sub(r"\\\1{matrix}", code)
    code = r"\\".join(filter(str.strip, code.split("\n\n"))).strip()
    if _TABLE.search(toplevel_code(code)):
        code = rf"\begin{{aligned}}{code}\end{{aligned}}"
    # Whether it is a block is another argument in each version of docutils.
    try:
        made = _INDENTATION.sub("", latex2mathml.tex2mathml(code))
    except Exception as error:  # noqa: BLE001 - see below
        # Some TeX it refuses, and of other TeX it fails with an error of any kind.
        message = str(error).rstrip(".!") if isinstance(error, ValueError | SyntaxError) else ""
        raise ValueError(message) from None
    display = ' display="block"' if block else ""
    made = made.replace("<math", f'<math{display} alttext="{escape(tex.strip())}"', 1)
    return _ENTITY.sub(lambda match: unescape(match[0]), made).strip()


def _visit_math(writer: HTML5Translator, node: nodes.math) -> None:
    try:
        writer.body.append(mathml(node.astext()))
    except ValueError:
        writer.body.append(f'<code class="math">{escape(node.astext())}</code>')
    raise nodes.SkipNode


def _visit_math_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(writer.starttag(node, "div", CLASS="math"))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "")
        writer.body.append("</span>")
    try:
        writer.body.append(mathml(node.astext(), block=True))
    except ValueError:
        writer.body.append(f"<pre>{escape(node.astext())}</pre>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def _check(app: Sphinx, document: nodes.document) -> None:
    """Report the formulas of a page that stay TeX."""
    if RENDERER not in app.registry.html_inline_math_renderers:
        return
    for node in NodeIndex(document).of(nodes.math, nodes.math_block):
        try:
            mathml(node.astext(), block=isinstance(node, nodes.math_block))
        except ValueError as error:
            why = f" ({error})" if str(error) else ""
            tex = shorten(node.astext(), 60, placeholder="…")
            problem = messages.MATH.at(where(node, app.env), tex=tex, why=why)
            domain_of(app.env).note_problem(app.env.docname, problem)
