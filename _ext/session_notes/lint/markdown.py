"""The parser of pages: markdown-it-py, with the plugins that MyST's own parser takes.

MyST itself is not imported here, because it brings docutils.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import make_fence_rule
from markdown_it.rules_inline import autolink, backtick, emphasis, escape, html_inline, image, link
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.myst_role.index import myst_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from typing import Any

    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]

#: Lists and quotations nest no deeper, whatever the text; a list takes two levels.
MAX_LEVELS = 60
#: Without any of these, a text holds nothing but words.
_MARKUP = re.compile(r"[\\`<\[*$]|~~")


class _Parser(MarkdownIt):
    """A parser that keeps addresses as they are written, also those that MyST refuses."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the name that markdown-it calls
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def _colon_fence_plugin(made: MarkdownIt) -> None:
    rule = make_fence_rule(markers=(":",), token_type="colon_fence")  # noqa: S106 - no password
    blocks = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    made.block.ruler.before("fence", "colon_fence", rule, {"alt": blocks})


def _strikethrough(made: MarkdownIt) -> None:
    made.enable("strikethrough")


def _attrs_inline_plugin(made: MarkdownIt) -> None:
    after = ("image", "code_inline", "link_close", "span_close")
    made.use(attrs_plugin, after=after, spans=True, span_after="footnote_ref")


#: What ``myst_enable_extensions`` may name that changes how a page is read, in MyST's order.
_EXTENSIONS: dict[str, Callable[..., None]] = {
    "strikethrough": _strikethrough,
    "dollarmath": dollarmath_plugin,
    "colon_fence": _colon_fence_plugin,
    "amsmath": amsmath_plugin,
    "deflist": deflist_plugin,
    "fieldlist": fieldlist_plugin,
    "attrs_inline": _attrs_inline_plugin,
    "attrs_block": attrs_block_plugin,
}
#: The rules of blocks that only texts with one of certain signs need.
_SIGNS = {
    "front_matter": ("---",),
    "table": ("|",),
    "colon_fence": (":::",),
    "fence": ("```", "~~~"),
    "myst_line_comment": ("%",),
    "blockquote": (">",),
    "myst_block_break": ("+++",),
    "myst_target": (")=",),
    "footnote_def": ("[^",),
    "reference": ("]:",),
    "html_block": ("<",),
    "heading": ("#",),
    # Spaces may follow the line under a heading.
    "lheading": ("=", "-\n", " \n", "\t\n"),
}
#: The settings of MyST that say what is no formula.
_NO_FORMULA = ("dmath_allow_space", "dmath_allow_digits")


def extensions_of(enabled: Iterable[str], setting: Callable[[str, bool], object]) -> list[str]:
    """Return what a book enables, and what it switches off, as in ``-dmath_allow_space``.

    *setting* returns the value that the book sets, or the default.
    """
    off = (f"-{name}" for name in _NO_FORMULA if not setting(f"myst_{name}", True))
    return [*enabled, *off]


def block_tokens(
    text: str,
    extensions: frozenset[str],
    env: MutableMapping[str, Any],
    *,
    with_inline: bool = True,
) -> list[Token]:
    """Return the tokens of a *text*, in a book with *extensions*, if wanted *with_inline* ones.

    At each line, a parser asks all of its rules; it has only those whose signs the text has.
    """
    absent = [name for name, signs in _SIGNS.items() if not any(one in text for one in signs)]
    made = parser(extensions, frozenset(absent))
    if with_inline:
        return made.parse(text, env)
    tokens: list[Token] = []
    made.block.parse(text, made, env, tokens)
    return tokens


@cache
def parser(
    extensions: frozenset[str] = frozenset(), absent: frozenset[str] = frozenset()
) -> MarkdownIt:
    """Return the parser for a book with :func:`extensions_of` MyST, besides colon fences.

    It is without the rules that are *absent*.
    """
    made = (
        _Parser("commonmark", {"maxNesting": MAX_LEVELS})
        .enable("table")
        .use(front_matter_plugin)
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    )
    for name, plugin in _EXTENSIONS.items():
        if name in extensions or name == "colon_fence":
            formulas = {one[6:]: f"-{one}" not in extensions for one in _NO_FORMULA}
            made.use(plugin, **(formulas if name == "dollarmath" else {}))
    rules: list[tuple[str, Rule, str]] = [
        ("autolink", autolink, "link_open"),
        ("backticks", backtick, "code_inline"),
        # Asterisks are text until they turn out to be a pair.
        ("emphasis", emphasis.tokenize, "text"),
        ("escape", escape, "text_special"),
        ("html_inline", html_inline, "html_inline"),
        ("image", image, "image"),
        ("link", link, "link_open"),
        ("myst_role", myst_role, "myst_role"),
    ]
    for name, rule, kind in rules:
        made.inline.ruler.at(name, _located(rule, kind))
    made.inline.ruler.at("footnote_ref", _footnote_ref)
    made.core.ruler.at("inline", _parse_inlines)
    return made.disable(["text_join", *absent])


def inline_tokens(made: MarkdownIt, text: str, env: MutableMapping[str, Any]) -> list[Token]:
    """Return the tokens in a *text*; none if it is only words."""
    return made.inline.parse(text, made, env, []) if _MARKUP.search(text) else []


def _parse_inlines(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = inline_tokens(state.md, token.content, state.env)


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """Read the mark of a footnote, unless it does not end: the plugin takes long to see that."""
    if not state.src.startswith("[^", state.pos):
        return False
    end = state.src.find("]", state.pos, state.posMax)
    ends = end >= 0 and all(state.src.find(blank, state.pos, end) < 0 for blank in " \n")
    return ends and footnote_ref(state, silent, always_match=True)


def _located(rule: Rule, kind: str) -> Rule:
    """Return *rule* so that its tokens of a *kind* tell where they are in the text.

    ``meta["span"]`` holds its beginning and its end, ``meta["label"]`` the end of a link's words.
    """

    def located(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type == kind and "span" not in token.meta:
                token.meta["span"] = start, state.pos
                if rule is link:
                    token.meta["label"] = parseLinkLabel(state, start, True)
        return True

    return located
