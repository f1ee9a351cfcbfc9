"""What a page may hold once it is read: allowed addresses, harmless HTML and harmless TeX.

Here, and not where a link is parsed, because only now is every address final: docutils has resolved
targets, translations are in place, and no collector has copied anything yet. What is not allowed is
taken out, and its words stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from session_notes.model import messages
from session_notes.model.raw_html import flaw
from session_notes.model.tex import tex_flaw
from session_notes.model.urls import bad_scheme, bad_source, is_address, is_remote
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.transforms.traverse import NodeIndex, session_around, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem, Where

logger = logging.getLogger(__name__)

# What MyST makes of a backslash or two spaces at the end of a line, for HTML and for LaTeX.
_BREAKS = ("<br />\n", "\\\\\n")
#: The nodes with an address, besides targets; a reference may also be one for a download.
_LINKS: tuple[type[Element], ...] = (nodes.reference, nodes.image, addnodes.pending_xref)
#: The nodes of which LaTeX may get something as it is written.
_TEX = (addnodes.tabular_col_spec, nodes.raw, nodes.math, nodes.math_block)
_CLASS = re.compile(r"[\w:.+-]+")
#: The attributes of a meta element that say nothing to a browser.
_META = frozenset(("content", "dir", "lang", "media", "name", "property", "scheme"))


def clean_document(app: Sphinx, document: nodes.document) -> None:
    """Take out of a page what is not allowed, and note it, unless the text of the page showed it.

    This is for ``doctree-read``, before the collectors.
    """
    domain, docname = domain_of(app.env), app.env.docname
    refused = domain.text.refused if domain.text else frozenset()
    trusted = set(map(str, getattr(app.config, "myst_html_meta", {}).values()))
    found = NodeIndex(document)
    _clean_classes(found)
    problems = [
        *_clean_addresses(app.env, found),
        *_clean_toctrees(app.env, found),
        *_clean_raw(app.env, found),
        *_clean_meta(app.env, found, trusted),
        # Nodes of raw TeX may be gone.
        *_clean_tex(app.env, NodeIndex(document) if found.of(nodes.raw) else found),
    ]
    _clean_decoration(document, found)
    for written, problem in problems:
        if unquote(written).strip() not in refused:
            domain.note_problem(docname, problem)


def clean_resolved(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Take out the links that are not allowed and were only made while the page is written.

    This is for ``doctree-resolved``, after all other handlers.
    """
    for link in list(document.findall(nodes.reference)):
        scheme = bad_scheme(link.get("refuri", ""))
        if scheme and not link.get("internal"):
            text = messages.BAD_SCHEME.at(where(link, app.env), scheme=scheme).text
            logger.warning("%s", text, type="session", subtype="link", location=link)
            keep_words(link)


# -- addresses --------------------------------------------------------------------------------


def _clean_addresses(env: BuildEnvironment, found: NodeIndex) -> Iterator[tuple[str, Problem]]:
    """Take out the addresses that are not allowed; yield each with what is wrong."""
    defined = set()
    for target in found.of(nodes.target):
        address = target.get("refuri", "")
        scheme = bad_scheme(address)
        if scheme:
            defined.add(address)
            # One that only names another is not where the address is written.
            if target.indirect_reference_name is None:
                yield address, _problem(where(target, env), scheme)
            target.parent.remove(target)
    for node in found.of(*_LINKS):
        address = _address(node)
        is_image = isinstance(node, nodes.image)
        scheme = bad_source(address) if is_image else bad_scheme(address)
        if scheme:
            # If a target gave it its address, that is told already.
            if address not in defined or not node.rawsource or f"{scheme}:" in node.rawsource:
                # A link around an image has no line of its own.
                inner = next(node.findall(nodes.image), node)
                yield address, _problem(where(inner, env), scheme)
            keep_words(node)
        elif is_image and is_remote(address):
            yield address, messages.REMOTE.at(where(node, env))
            keep_words(node)


def _clean_toctrees(env: BuildEnvironment, found: NodeIndex) -> Iterator[tuple[str, Problem]]:
    """Do the same with the entries of tables of contents; a hidden one shows no words."""
    for toctree in found.of(addnodes.toctree):
        after = toctree.parent.index(toctree) + 1
        for entry in toctree["entries"][::-1]:
            title, address = entry
            scheme = bad_scheme(address) if "://" in address else ""
            if scheme:
                yield address, _problem(where(toctree, env), scheme)
                toctree["entries"].remove(entry)
                if not toctree["hidden"]:
                    toctree.parent.insert(after, nodes.paragraph("", title or address))


def _problem(place: Where, scheme: str) -> Problem:
    return messages.BAD_SCHEME.at(place, scheme=scheme)


def _address(node: Any) -> str:
    """Return the address that a link leads to or an image has; nothing if it has none yet."""
    if isinstance(node, nodes.image):
        return str(node["uri"])
    if isinstance(node, addnodes.download_reference):
        return str(node["reftarget"]) if "://" in node["reftarget"] else ""
    if isinstance(node, addnodes.pending_xref):
        # MyST takes an address with a scheme that it does not know for a target. On other pages
        # it may be one.
        is_link = node["reftype"] == "myst" and session_around(node)
        return str(node["reftarget"]) if is_link else ""
    return str(node.get("refuri", ""))


def keep_words(node: Element) -> None:
    """Put the words of a link or an image in its place."""
    around = node.parent
    inline = isinstance(around, nodes.TextElement)
    if isinstance(node, nodes.image):
        shown: Node = nodes.Text(node.get("alt") or node["uri"])
        if is_address(node["uri"]) and not isinstance(around, nodes.reference):
            shown = nodes.reference("", "", shown, refuri=node["uri"])
        words: list[Node] = [(nodes.inline if inline else nodes.paragraph)("", "", shown)]
    elif isinstance(node, addnodes.pending_xref):
        words = [*node[0].children] or [nodes.Text(node["reftarget"])]
    else:
        words = node.children
    if node["ids"]:
        # Links lead here.
        words = [nodes.target("", "", ids=node["ids"]), *words]
    around.replace(node, words)
    if isinstance(around, nodes.reference) and not isinstance(around.parent, nodes.TextElement):
        # Only an image may be a link that is in no paragraph.
        link = around.deepcopy()
        around.replace_self(nodes.paragraph("", "", link))


# -- HTML -------------------------------------------------------------------------------------


def _clean_raw(env: BuildEnvironment, found: NodeIndex) -> Iterator[tuple[str, Problem]]:
    """Show HTML as text where it is not allowed; yield each piece with what is wrong.

    In a session none is, because most formats would lose it: a comment stays a comment, and a line
    break becomes a space.
    """
    for node in found.of(nodes.raw):
        text = node.astext()
        if session_around(node):
            if text in _BREAKS:
                node.replace_self(nodes.Text("\n") if node["format"] == "html" else [])
                continue
            if text.lstrip().startswith("<!--"):
                node.replace_self(nodes.comment("", text))
                continue
            problem = messages.RAW.at(where(node, env))
        else:
            what = flaw(text) if "html" in node["format"].split() else None
            if what is None:
                continue
            problem = messages.HTML.at(where(node, env), what=what[0])
        yield text, problem
        literal = nodes.literal("", text)
        inline = isinstance(node.parent, nodes.TextElement)
        node.replace_self(literal if inline else nodes.paragraph("", "", literal))


# -- TeX --------------------------------------------------------------------------------------


def _clean_tex(env: BuildEnvironment, found: NodeIndex) -> Iterator[tuple[str, Problem]]:
    """Show TeX as text where it could read files; yield each piece with what is wrong."""
    for node in found.of(*_TEX):
        text = _tex_of(node)
        command = tex_flaw(text) or tex_flaw(node.get("label") or "")
        if not command:
            continue
        yield text, messages.TEX.at(where(node, env), command=command)
        if isinstance(node, addnodes.tabular_col_spec):
            node.parent.remove(node)
        elif isinstance(node.parent, nodes.TextElement):
            node.replace_self(nodes.literal("", text))
        else:
            node.replace_self(nodes.literal_block("", text))


def _tex_of(node: Element) -> str:
    """Return what LaTeX gets of a node as it is written."""
    if isinstance(node, addnodes.tabular_col_spec):
        return str(node["spec"])
    is_other = isinstance(node, nodes.raw) and "latex" not in node["format"].split()
    return "" if is_other else node.astext()


def _clean_classes(found: NodeIndex) -> None:
    """Make valid names of classes, because LaTeX gets them as they are written."""
    for node in found.of(nodes.Element):
        classes = node["classes"]
        if classes:
            names = (one if _CLASS.fullmatch(one) else nodes.make_id(one) for one in classes)
            node["classes"] = [*filter(None, names)]


def _clean_decoration(document: nodes.document, found: NodeIndex) -> None:
    """Move headers and footers to the end: some builders fail at them, and others lose them."""
    for decoration in found.of(nodes.decoration):
        decoration.parent.remove(decoration)
        document += [child for part in decoration.children for child in part.children]


# -- other metadata ---------------------------------------------------------------------------


def _clean_meta(
    env: BuildEnvironment, found: NodeIndex, trusted: set[str]
) -> Iterator[tuple[str, Problem]]:
    """Remove what could send a browser elsewhere, but for what is *trusted*: set in ``conf.py``."""
    for meta in found.of(nodes.meta):
        others = meta.non_default_attributes().keys() - _META
        if others and meta["content"] not in trusted:
            attribute = min(others)
            place = where(meta, env)
            text = domain_of(env).build.files.read(place.source) or ""
            # The node itself does not know its line.
            before = text.lower().partition(attribute)[0]
            if before != text.lower():
                place = place._replace(line=1 + before.count("\n"))
            yield attribute, messages.META.at(place, attribute=attribute)
            meta.parent.remove(meta)
