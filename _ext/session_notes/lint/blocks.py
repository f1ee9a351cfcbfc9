"""The blocks of a Markdown page as MyST sees them: markdown-it's tokens, with their lines.

The content of a directive is parsed as a text of its own, as MyST does it.
"""

from __future__ import annotations

import re
from functools import reduce
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.rules_block.html_block import HTML_SEQUENCES

from session_notes.catalog.views import VIEWS
from session_notes.lint.footnotes import footnote
from session_notes.lint.markdown import block_tokens, inline_tokens, parser
from session_notes.lint.options import Options, count_options, read_options
from session_notes.lint.source import Findings, Line
from session_notes.model.names import says_nothing
from session_notes.model.schema import EXAMPLE, PARTS, SESSIONS, TEXT, options_of
from session_notes.model.speakers import names_people

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from session_notes.lint.footnotes import Footnote
    from session_notes.model.problems import Where

#: Directives whose content is no Markdown.
VERBATIM = frozenset(
    (
        *("code", "code-block", "code-cell", "sourcecode", "highlight", "literalinclude"),
        *("parsed-literal", "math", "raw", "eval-rst", "toctree", "csv-table", "index"),
        *("mermaid", "graphviz", "digraph", "graph", "uml", "bibliography", "productionlist"),
        EXAMPLE,  # a page of its own
    )
)
#: Directives of which what is behind the name is Markdown.
TITLED = frozenset(
    (
        *("admonition", "attention", "caution", "danger", "error", "hint", "important", "note"),
        *("seealso", "tip", "warning", "epigraph", "highlights", "pull-quote", "rubric", "topic"),
        *("sidebar", "centered", "table", "csv-table", "list-table"),
    )
)
#: Deeper than anybody nests; a page of nothing but fences must not exhaust the stack.
MAX_DEPTH = 30
#: What docutils calls the things that blocks can be in.
_CONTAINERS = {
    "list_item_open": "list_item",
    "blockquote_open": "block_quote",
    "dd_open": "definition",
    "footnote_reference_open": "footnote",
    "fieldlist_body_open": "field_body",
}
_MATH = ("math_block", "math_block_label", "amsmath")
#: The tokens that hold no others.
_LEAVES = frozenset((*_MATH, "code_block", "colon_fence", "fence", "html_block", "inline"))
_ENDS = {name.replace("_open", "_close") for name in _CONTAINERS}
_OTHERS = ("heading_open", "hr", "front_matter")
_SEEN = {*_CONTAINERS, *_ENDS, *_LEAVES, *_OTHERS}

#: Neither an option nor the beginning of a block.
_WORDS = re.compile(r" {0,3}(?![-*+>|#%:`~({<：])(?!\d{1,9}[.)]\s)\S")
BULLET = re.compile(r"([-*+]|\d{1,9}[.)])(?:([ ]+)(?=\S)|[ ]*$)")


class Block(NamedTuple):
    """A fenced block."""

    #: The directive's name; empty for a division without one, and for code.
    name: str
    argument: str
    #: The colons, backticks or tildes.
    marker: str
    opening: Line
    lines: tuple[Line, ...]
    around: Block | None
    #: The list item, quotation and the like that it is in, as docutils calls it.
    inside: str
    closing: Line | None
    options: Options
    #: The place and the text that MyST gives to its directive.
    in_myst: tuple[Where, str]
    #: How many lines too many MyST counts in it.
    surplus: int

    @property
    def length(self) -> int:
        """How many of its lines MyST takes for options."""
        return self.options.length

    def within(self, names: Collection[str]) -> Block | None:
        """Return the innermost block of one of the *names* that this is or is in."""
        block: Block | None = self
        while block is not None and block.name not in names:
            block = block.around
        return block


class Prose(NamedTuple):
    """A paragraph, the text of a bullet, a heading or a cell, or an option that is Markdown."""

    lines: tuple[Line, ...]
    text: str
    #: The links, code, markup in it.
    tokens: Sequence[Token]
    around: Block | None
    #: As of a block.
    inside: str = ""
    #: How deep the bullet is that it begins; 0 for none.
    bullet: int = 0
    #: The level of the heading that it is; 0 for none.
    heading: int = 0
    option: bool = False


class Html(NamedTuple):
    """A block of HTML."""

    lines: tuple[Line, ...]
    content: str
    around: Block | None
    #: Whether it ends with an empty line, and not with a tag or a sign of its own.
    swallows: bool


class Math(NamedTuple):
    """A formula that is a block."""

    lines: tuple[Line, ...]
    content: str
    label: str
    around: Block | None


class Indented(NamedTuple):
    """A block of code that is indented."""

    around: Block | None


class Lost(NamedTuple):
    """A line that looks like a bullet and is none."""

    line: Line
    around: Block | None
    #: The column at which it would be a bullet below the one before.
    column: int


class Rule(NamedTuple):
    """A line across the page."""

    line: Line
    around: Block | None
    #: As of a block.
    inside: str
    #: The type of the token before it; empty for none.
    after: str
    #: Whether nothing comes after it.
    is_last: bool


Event = Block | Prose | Html | Math | Indented | Lost | Rule


class Label(NamedTuple):
    """A target, such as ``(name)=``."""

    line: Line
    name: str
    around: Block | None
    #: The block that it stands before, or the type of the token; empty for none.
    of: Block | str


def filled(events: Iterable[Event]) -> set[int]:
    """Return the ids of the blocks in which something is said.

    The references of a session say nothing of it, and its talks speak for themselves.
    """
    found: set[int] = set()
    for event in events:
        block = event.around if _says_something(event) else None
        while block is not None:
            found.add(id(block))
            block = None if block.name in (*SESSIONS, "references") else block.around
    return found


def _says_something(event: Event) -> bool:
    if isinstance(event, Prose):
        return not (event.option or event.heading) and not says_nothing(unescape(event.text))
    if isinstance(event, Html):
        return not event.content.lstrip().startswith("<!--")
    if isinstance(event, Block):
        # What these hold comes as events of its own.
        held = (*SESSIONS, *PARTS, "include") if event.marker[0] != ":" or event.name else ("",)
        return event.name not in held
    return not isinstance(event, Lost | Rule)


class Scanner:
    """Reads the blocks of a page, and of what the page includes."""

    def __init__(
        self,
        included: Callable[[str], Sequence[Line]] = lambda _path: (),
        extensions: Collection[str] = (),
    ) -> None:
        #: What was read, in order.
        self.events: list[Event] = []
        #: Gives the lines of another file.
        self.included = included
        self.extensions = frozenset(extensions)
        #: What the parser knows of the page, such as the definitions of links.
        self.env: dict[str, Any] = {}
        #: The front matter, with the lines of dashes around it.
        self.front: Sequence[Line] = ()
        #: The targets ``(name)=`` and ``{#name}``.
        self.labels: list[Label] = []
        #: Those that stand before what comes next, or before nothing.
        self.waiting: list[Label] = []
        #: The footnotes, each with its label.
        self.footnotes: list[Footnote] = []
        #: The lines that define a link again, with its name.
        self.defined_twice: list[tuple[Line, str]] = []
        #: The lines of definitions and footnotes, whose fences begin behind a sign of their own.
        self.apart: set[Where] = set()
        #: The lines that are no Markdown, such as code between fences.
        self.hidden: set[Where] = set()

    def scan(
        self, lines: Sequence[Line], around: Block | None = None, depth: int = 0
    ) -> list[Event]:
        """Read *lines*, which are in the block *around*; return the events of all lines so far."""
        twice = len(self.env.get("duplicate_refs", ()))
        text = "".join(f"{line.text}\n" for line in lines)
        tokens = block_tokens(text, self.extensions, self.env)
        for found in self.env.get("duplicate_refs", ())[twice:]:
            self.defined_twice.append((lines[found["map"][0]], found["label"]))
        containers = _Containers()
        for at, token in enumerate(tokens):
            if self.waiting or token.attrs or token.type == "myst_target":
                self._label(token, lines, around)
            if token.type not in _SEEN:
                continue
            first, end = token.map or (0, 0)
            own = lines[first : max(first + 1, end)]
            if token.type in _LEAVES:
                self._leaf(token, own, around, containers, depth)
                containers.bullet, containers.heading = 0, 0
            elif token.type == "hr":
                after = tokens[at - 1].type if at else ""
                rule = Rule(own[0], around, containers.inside, after, token is tokens[-1])
                self.events.append(rule)
            elif token.type == "front_matter" and depth == 0:
                self.front = own
                self._hide(own)
            else:
                containers.take(token, own)
                if token.type == "footnote_reference_open":
                    self.footnotes.append(footnote(token.meta["label"], own[0], around))
                if token.type in ("dd_open", "footnote_reference_open"):
                    self.apart.update(line.where for line in own)
        return self.events

    def _label(self, token: Token, lines: Sequence[Line], around: Block | None) -> None:
        """Take in the label that *token* is or has, and what those before it stand for."""
        line = lines[token.map[0] if token.map else 0]
        if token.type == "myst_target":
            self.waiting.append(Label(line, token.content, around, ""))
        elif token.nesting >= 0 and token.type not in ("colon_fence", "fence"):
            self._name(token.type)
        if "id" in token.attrs:
            self.labels.append(Label(line, str(token.attrs["id"]), around, token.type))

    def _name(self, what: Block | str) -> None:
        """Take *what* comes next for what the labels before it stand for."""
        self.labels += (label._replace(of=what) for label in self.waiting)
        self.waiting.clear()

    def _leaf(
        self,
        token: Token,
        own: Sequence[Line],
        around: Block | None,
        containers: _Containers,
        depth: int,
    ) -> None:
        """Take in a token that holds no others."""
        if token.type == "inline":
            own = own[: token.content.count("\n") + 1]
            self.events += containers.lost(own[1:], around)
            found = tuple(own), token.content, token.children or (), around
            prose = Prose(*found, containers.inside, containers.bullet, containers.heading)
            self.events.append(prose)
        elif token.type == "code_block":
            self.events += [Indented(around), *containers.lost(own, around)]
        elif token.type in _MATH:
            self.events.append(Math(tuple(own), token.content, token.info, around))
        elif token.type == "html_block":
            self._hide(own)
            html = Html(tuple(own), token.content, around, swallows=_swallows(token.content))
            self.events.append(html)
        else:
            self._fence(_block(token, own, around, containers.inside), depth)

    def _fence(self, block: Block, depth: int) -> None:
        self.events.append(block)
        if block.name in TITLED and block.argument:
            self._option(block.around, block.opening, block.argument)
        if block.name in SESSIONS:
            self._option(block, block.opening, block.argument)
            texts = {block.options.lines.get(name): name for name in options_of(TEXT)}
            for line in block.lines[: block.length]:
                if line.where.line in texts:
                    self._option(block, line, block.options.values[texts[line.where.line]])
        if block.name != "include":
            self._name(block)
        verbatim = block.name in VERBATIM or (not block.name and block.marker[0] != ":")
        if verbatim or depth >= MAX_DEPTH:
            self._hide(block.lines)
            return
        if block.name == "include":
            if not {"literal", "code", "parser"} & read_options(block.lines).values.keys():
                self.scan(self.included(block.argument), block.around, depth + 1)
            return
        self.scan(block.lines[block.length :], block, depth + 1)

    def _hide(self, lines: Iterable[Line]) -> None:
        self.hidden.update(line.where for line in lines)

    def _option(self, around: Block | None, line: Line, text: str) -> None:
        tokens = inline_tokens(parser(self.extensions), text, self.env)
        self.events.append(Prose((line,), text, tokens, around, option=True))


class _Containers:
    """The list items, quotations and the like that a token is in."""

    def __init__(self) -> None:
        #: What docutils calls them.
        self.names: list[str] = []
        #: The lines that the bullets among them begin with.
        self.bullets: list[str] = []
        #: How deep the bullet is that the next leaf begins; 0 for none.
        self.bullet = 0
        #: The level of the heading that the next leaf is; 0 for none.
        self.heading = 0

    @property
    def inside(self) -> str:
        """The innermost; empty for none."""
        return self.names[-1] if self.names else ""

    def take(self, token: Token, own: Sequence[Line]) -> None:
        """Go into a container, or out of it."""
        if token.type in _CONTAINERS:
            self.names.append(_CONTAINERS[token.type])
            if self.inside == "list_item":
                self.bullets.append(own[0].text)
                self.bullet = len(self.bullets)
        elif token.type in _ENDS:
            if self.names.pop() == "list_item":
                self.bullets.pop()
        elif token.type == "heading_open":
            self.heading = int(token.tag[1])

    def lost(self, lines: Sequence[Line], around: Block | None) -> Iterator[Lost]:
        """Yield which of *lines*, inside of a paragraph or of code, look like bullets."""
        base = reduce(_offset, self.bullets, 0) if lines else 0
        for line in lines:
            text = line.text.expandtabs(4)
            body = text.lstrip(" ")
            if len(text) - len(body) - base >= 4 and BULLET.match(body):
                yield Lost(line, around, base)


def _block(token: Token, own: Sequence[Line], around: Block | None, inside: str) -> Block:
    texts = token.content.split("\n")[:-1]
    pairs = zip(own[1:], texts, strict=False)
    inner = [
        line if line.text == text else Line(line.where, line.raw, text) for line, text in pairs
    ]
    closing = own[-1] if len(own) > 1 + len(texts) else None
    word = next(iter(token.info.split()), "")
    name = word[1:-1].lower() if word[:1] == "{" and word[-1:] == "}" else ""
    argument = token.info.strip().removeprefix(word if name else "").strip()
    opening, options = own[0], Options({}, {}, 0, Findings())
    if name in SESSIONS or name in VIEWS:
        options = read_options(inner)
    elif name in PARTS and argument and not names_people(name, argument):
        # Text behind the name is the first of the content.
        inner.insert(0, opening._replace(text=argument))
    elif name and name not in PARTS:
        options = options._replace(length=count_options(inner))
    lines, content = tuple(inner), token.content
    surplus = around.surplus if around else 0
    where = opening.where._replace(line=opening.where.line + surplus)
    if name and token.type == "colon_fence" and content.startswith(":::"):
        # MyST puts an empty line above a fence, so that nobody takes it for an option.
        surplus, content = surplus + 1, f"\n{content}"
    in_myst = where, f"{token.markup}{token.info}\n{content}{token.markup}\n"
    found = name, argument, token.markup, opening, lines, around, inside, closing, options
    return Block(*found, in_myst, surplus)


def _offset(base: int, text: str) -> int:
    """Return where the text of the bullet begins that *text* has at the column *base*."""
    text = text.expandtabs(4)
    begin = base + len(text[base:]) - len(text[base:].lstrip(" >"))
    item = BULLET.match(text, begin)
    gap = len(item[2] or " ") if item else 1
    return begin + len(item[1] if item else "-") + (gap if gap < 5 else 1)


def _swallows(content: str) -> bool:
    """Say whether only an empty line ends a block of HTML."""
    first = content.lstrip()
    return not any(begins.search(first) for begins, _, _ in HTML_SEQUENCES[:5])


def title_below(block: Block) -> Line | None:
    """Return the line below a session's opening that was meant as its title."""
    first = block.lines[0] if block.lines and not block.argument else None
    return first if first and _WORDS.match(first.text) else None
