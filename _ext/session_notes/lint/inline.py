"""The words of a session: where they lead, and the Markdown in them that is not seen as such."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from html import unescape
from itertools import accumulate
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from markdown_it.common.normalize_url import validateLink
from markdown_it.common.utils import normalizeReference

from session_notes.lint.files import FileUse
from session_notes.lint.lists import items_of
from session_notes.lint.syntax import has_signs, mistaken, not_enabled, unquoted
from session_notes.model import messages
from session_notes.model.names import is_title
from session_notes.model.raw_html import flaw
from session_notes.model.records import Address, Link
from session_notes.model.schema import PARTS, ROLES, SESSIONS
from session_notes.model.tex import tex_flaw
from session_notes.model.urls import addresses_in, bad_scheme, bad_source, is_remote

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from markdown_it.token import Token

    from session_notes.lint.blocks import Prose
    from session_notes.lint.source import Findings, Line
    from session_notes.model.messages import Message
    from session_notes.model.problems import Edit, Where

#: What is in the place of what the parser sees, such as code.
_SEEN = "\ufffc"
_REFLINK = re.compile(r"(?<![\w\])])\[([^\[\]]+)\]\[([^\[\]]*)\]")
_STRONG = re.compile(r"(?<!\*)(\*\*?)(?!\*)([^*\n]+)(?<!\*)\1(?!\*)")
_SIGN = re.compile(r"[^\n]")
#: What the pattern below finds has one of these in it; most paragraphs have none.
_LEFT = re.compile("TODO|FIXME|TBD")
#: Where it is a mark, not a word: "the TODO list" is done.
_TODO = re.compile(
    r"(?:^[ \t]*|[(\[:：*]\s*)TODO\b|\bTODO(?=[:：)])|\b(?:FIXME|TBD)\b", re.MULTILINE
)
_OPINION = re.compile(
    r"[*_]{0,2}(?:感想|所感|私見|(?:my )?(?:impressions?|opinion)\b[*_]{0,2}\s*[:：])",
    re.IGNORECASE,
)
_BRACKETS = dict(zip("「『（【〈《“(", "」』）】〉》”)", strict=True))
#: The tokens that are no words, and those with addresses.
_NO_WORDS = frozenset(
    ("code_inline", "html_inline", "image", "link_open", "myst_role", "text_special")
)
#: The roles that make links.
_LINKS = frozenset((*ROLES, "any", "doc", "download", "numref", "ref", "term"))
#: The level of bullets from which on not every format can show them; a build knows of more.
TOO_DEEP = 10


class Words:
    """The words of one page: what is wrong with them, and where they lead."""

    def __init__(
        self,
        env: Mapping[str, Any],
        found: Findings,
        refuse: Callable[..., None],
        extensions: Collection[str],
    ) -> None:
        #: What ``[name]: address`` defines.
        self.definitions: Mapping[str, Any] = env.get("references", {})
        self.found = found
        #: Reports what is allowed on no page.
        self.refuse = refuse
        #: The extensions of MyST that the book enables.
        self.extensions = extensions
        self.links: list[Link] = []
        self.addresses: list[Address] = []
        #: Links to other files, and images, as they are written.
        self.paths: list[FileUse] = []

    def read(self, prose: Prose) -> None:
        """Take in a paragraph; of what an option or a title says, only the links."""
        place = _Place(prose)
        for token in prose.tokens:
            if "span" in token.meta:
                self._token(token, place)
            elif token.type.startswith("math"):
                self._tex(token.content, place.line(max(0, prose.text.find(token.content))))
        if prose.heading:
            self._heading(prose, place)
        if place.session is None:
            return
        if prose.around and prose.lines[0] is prose.around.opening and is_title(prose.text):
            self._title(prose)
        masked = _masked(prose)
        for match in _TODO.finditer(masked) if _LEFT.search(masked) else ():
            self._report(place.line(match.start()), messages.TODO, match[0].strip())
        if not prose.option:
            self._notes(masked, place)

    def _notes(self, masked: str, place: _Place) -> None:
        """Check what is neither an option nor a title."""
        if place.prose.bullet:
            self._bullet(place)
        if not place.prose.heading:
            self._items(place.prose)
        for start, end in addresses_in(masked):
            self._loose(place.line(start), masked[start:end], place)
        if has_signs(masked):
            self._syntax(masked, place)
        if "][" in masked:
            self._references(masked, place)
        if "*" in masked:
            self._asterisks(masked, place)
        self._ends(place.prose)

    def _syntax(self, masked: str, place: _Place) -> None:
        """Report the signs that the book does not enable, or that mean something else to it."""
        for extension, match in not_enabled(masked, self.extensions):
            text = place.prose.text[match.start() : match.end()]
            line = place.line(match.start())
            self._report(line, messages.SYNTAX, text, text=text, extension=extension)
        for match in mistaken(masked, self.extensions):
            self._report(place.line(match.start()), messages.FORMULA, match[0], text=match[0])
        for match, new in unquoted(masked, self.extensions):
            line = place.line(match.start())
            edits = _swap(line, match[0], new)
            self._report(line, messages.UNQUOTED, match[0], *edits, text=match[0], new=new)

    def _title(self, prose: Prose) -> None:
        """Check the title of a session or talk, which is text and no more."""
        line = prose.lines[0]
        if any(_is_link(token) for token in prose.tokens):
            self._report(line, messages.LINK_IN_TITLE, prose.text)
        if not is_title(_shown(prose)):
            self._report(line, messages.NO_TITLE, prose.text)

    def _heading(self, prose: Prose, place: _Place) -> None:
        """Check a heading of the page or of a session."""
        line = prose.lines[0]
        if place.session is None and any(_is_file(token) for token in prose.tokens):
            self._report(line, messages.FILE_IN_HEADING, prose.text)
        if not is_title(_shown(prose)):
            self._report(line, messages.EMPTY_HEADING, prose.text)

    def _bullet(self, place: _Place) -> None:
        prose = place.prose
        match = _OPINION.match(prose.text)
        if match and place.part not in ("impressions", "references"):
            word = match[0].strip("*_")
            self._report(prose.lines[0], messages.OPINION, match[0], word=word)
        if prose.bullet > 3:
            self.found.add(prose.lines[0], messages.LEVELS, levels=prose.bullet)
        if prose.bullet == TOO_DEEP:
            self.found.add(prose.lines[0], messages.TOO_DEEP)

    def _items(self, prose: Prose) -> None:
        """Report what was meant as a list, once, with all of its items."""
        items = items_of(prose)
        if items:
            edits = [edit for item in items for edit in _swap(item.line, item.text, item.new)]
            first = items[0]
            edits = edits if len(edits) == len(items) else []
            new = first.new.strip()
            self._report(first.line, messages.NO_BULLET, first.text, *edits, new=new)

    def _token(self, token: Token, place: _Place) -> None:
        """Take in what the parser sees."""
        line = place.line(token.meta.get("label", token.meta["span"][0]))
        if token.type == "myst_role" and token.meta["name"] == "math":
            self._tex(token.content, line)
        elif token.type == "myst_role":
            self._role(token.meta["name"], token.content, line.where)
        elif token.type == "link_open":
            address = str(token.attrs["href"])
            self._target(address, line, place, is_auto=token.info == "auto")
            if token.info == "auto" and address.startswith("http"):
                self._loose(line, address, place)
        elif token.type == "image":
            self._image(str(token.attrs["src"]), line)
            if place.session and not token.content.strip():
                self._report(line, messages.NO_ALT, "![", new="![what it shows](…)")
        elif token.type == "html_inline":
            self._html(token.content, line, place)

    def _html(self, content: str, line: Line, place: _Place) -> None:
        found = flaw(content)
        if place.session is None and found:
            self.refuse(line, messages.HTML, content, what=found[0])
        elif place.session and content[:4] != "<!--":
            self.refuse(line, messages.RAW, content)

    def _tex(self, content: str, line: Line) -> None:
        command = tex_flaw(content)
        if command:
            self.refuse(line, messages.TEX, content, command=command)

    def _role(self, role: str, code: str, where: Where) -> None:
        name = role.removeprefix("notes:")
        # The role any asks everybody.
        if name not in (*ROLES, "any", "download") or code.startswith("!"):
            return
        _, titled, inner = code.rpartition("<")
        is_titled = titled and inner.endswith(">") and ">" not in inner[:-1]
        target = " ".join((inner[:-1] if is_titled else code).split())
        if name == "download":
            self.paths.append(FileUse(name, target, where))
        else:
            self.links.append(Link(name, target, where))

    def _target(self, target: str, line: Line, place: _Place, *, is_auto: bool) -> None:
        """Take in what a link leads to."""
        local = target.removeprefix("project:")
        scheme = bad_scheme(target)
        if local.startswith("#"):
            if len(local) > 1:
                self.links.append(Link("any", unquote(local[1:]), line.where))
        elif target.startswith(("http://", "https://")):
            self.addresses.append(Address(target, line.where))
        elif scheme and scheme not in ("project", "path", "inv", "myst"):
            if place.session or is_auto or not validateLink(target):
                self.refuse(line, messages.BAD_SCHEME, target, scheme=scheme)
            else:
                # To MyST it is a target, and one may be called "sec:intro".
                self.links.append(Link("any", unquote(target), line.where))
        elif scheme in ("", "path", "project"):
            role = "download" if scheme == "path" else "path"
            self.paths.append(FileUse(role, unquote(local.removeprefix("path:")), line.where))

    def _image(self, source: str, line: Line) -> None:
        """Take in what an image shows."""
        if source.startswith(("http://", "https://")):
            self.addresses.append(Address(source, line.where))
        if bad_source(source):
            self.refuse(line, messages.BAD_SCHEME, source, scheme=bad_source(source))
        elif is_remote(source):
            self.refuse(line, messages.REMOTE, source)
        elif not bad_scheme(source):
            self.paths.append(FileUse("image", unquote(source), line.where))

    def _loose(self, line: Line, address: str, place: _Place) -> None:
        """Report an address that is not in a link with words of its own."""
        if place.part == "references":
            self._report(line, messages.BARE, address, address=address)
        elif place.session and not place.part and not place.prose.option:
            self._report(line, messages.LOOSE_ADDRESS, address, address=address)

    def _references(self, masked: str, place: _Place) -> None:
        """Report the links whose addresses are elsewhere."""
        for match in _REFLINK.finditer(masked):
            line = place.line(match.start())
            words, name = match[1], match[2] or match[1]
            address = self.definitions.get(normalizeReference(name), {}).get("href", "")
            new = f"[{words}]({address})" if address else "[words](address)"
            edits = _swap(line, match[0], new) if address else ()
            self._report(line, messages.REFLINK, match[0], *edits, text=match[0], new=new)

    def _asterisks(self, masked: str, place: _Place) -> None:
        """Report asterisks that were meant as emphasis, but are not to the parser."""
        seen = _delimiters(place.prose)
        for match in _STRONG.finditer(masked):
            if seen.issuperset((match.start(), match.end(2))) or not _is_meant(masked, match):
                continue
            line = place.line(match.start())
            written, mark = place.prose.text[match.start() : match.end()], match[1]
            inner = written.strip("*")
            suggestion = ""
            edits: tuple[Edit, ...] = ()
            if inner != inner.strip():
                new = _without_spaces(place.prose.text, match)
                suggestion, edits = f"write '{new}'", _swap(line, written, new)
            elif _BRACKETS.get(inner[0]) == inner[-1] and len(inner) > 2:
                new = f"{inner[0]}{mark}{inner[1:-1]}{mark}{inner[-1]}"
                suggestion, edits = f"write '{new}'", _swap(line, written, new)
            self._report(line, messages.BOLD, match[0], *edits, suggestion=suggestion, text=written)

    def _ends(self, prose: Prose) -> None:
        """Report the ends of lines that Markdown may read as a break."""
        for line in prose.lines:
            if line.raw[-1:] != "\\" and not line.raw[-1:].isspace():
                continue
            bare = line.raw.rstrip()
            ending = line.raw[len(line.raw.rstrip("\r")) :]
            if (len(bare) - len(bare.rstrip("\\"))) % 2:
                edit = line.edit(bare[:-1].rstrip() + ending)
                self.found.add(line, messages.BACKSLASH, edit, column=len(bare))
            elif line.raw.rstrip("\r").endswith("  ") and line is not prose.lines[-1]:
                edit = line.edit(bare + ending)
                self.found.add(line, messages.SPACES_AT_END, edit, column=len(bare) + 1)

    def _report(
        self,
        line: Line,
        message: Message,
        found: str,
        *edits: Edit,
        suggestion: str = "",
        **fields: object,
    ) -> None:
        """Report what is *found* in a line."""
        column = line.raw.find(found.partition("\n")[0]) + 1
        self.found.add(line, message, *edits, column=column, suggestion=suggestion, **fields)


class _Place:
    """Where a paragraph is."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.session = prose.around.within(SESSIONS) if prose.around else None
        part = prose.around.within(PARTS) if prose.around else None
        self.part = part.name if part else ""

    @cached_property
    def begins(self) -> list[int]:
        """Where each of its lines begins."""
        sizes = (len(line) + 1 for line in self.prose.text.split("\n"))
        return list(accumulate(sizes, initial=0))

    def line(self, at: int) -> Line:
        """Return the line in which the place *at* of the text is."""
        if len(self.prose.lines) == 1:
            return self.prose.lines[0]
        return self.prose.lines[bisect_right(self.begins, at) - 1]


def _shown(prose: Prose) -> str:
    """Return the text of a title; an image is none."""
    texts = (token.content for token in prose.tokens if token.type != "image")
    return "".join(texts) if prose.tokens else unescape(prose.text)


def _is_link(token: Token) -> bool:
    role = str(token.meta.get("name", "")).removeprefix("notes:")
    return token.type == "link_open" or (token.type == "myst_role" and role in _LINKS)


def _is_file(token: Token) -> bool:
    """Say whether *token* is a link to a file that is no page."""
    path = str(token.attrs.get("href", "")).removeprefix("path:").partition("#")[0]
    is_page = PurePosixPath(path).suffix in ("", ".md", ".rst")
    return token.meta.get("name") == "download" or (":" not in path and not is_page)


def _masked(prose: Prose) -> str:
    """Return the text of *prose* without what is not words: code, HTML, addresses of links."""
    if not prose.tokens:
        return prose.text
    spans = []
    for token in prose.tokens:
        if token.type in _NO_WORDS and "span" in token.meta:
            start, end = token.meta["span"]
            label = token.meta.get("label")
            if label is None or prose.text[label + 1 : label + 2] == "(":
                spans.append((start if label is None else label + 1, end))
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [prose.text[at:start], _SIGN.sub(_SEEN, prose.text[start:end])]
            at = end
    return "".join([*pieces, prose.text[at:]])


def _delimiters(prose: Prose) -> set[int]:
    """Return where in the text of *prose* the asterisks begin that make emphasis."""
    kinds = ("em_open", "em_close", "strong_open", "strong_close")
    return {token.meta["span"][0] for token in prose.tokens if token.type in kinds}


def _swap(line: Line, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that puts *new* in the place of *old*, if it is clear where that is."""
    if line.raw.count(old) != 1:
        return ()
    return (line.swap(old, new),)


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and behind a *match*; nothing at an end of the text."""
    return text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]


def _is_meant(text: str, match: re.Match[str]) -> bool:
    """Say whether the asterisks of *match* were meant as emphasis.

    A letter beside them, or a space inside, makes them text to the parser.
    """
    before, behind = _around(text, match)
    first, last = match[2][0], match[2][-1]
    if not match[2].strip():
        return False
    if first.isspace() or last.isspace():
        # Neither a product, such as "2 ** 3 ** 4", nor the name of a file, such as "*.md".
        if match[1] == "**":
            return not (first.isspace() and last.isspace() and before == " ")
        return first.isalpha() and not before.strip(" (") and not behind.strip(" .,;:)")
    beside = (before or first, behind or last, first, last)
    return any(unicodedata.east_asian_width(char) in "WF" for char in beside)


def _without_spaces(text: str, match: re.Match[str]) -> str:
    """Return emphasis with the spaces inside of it moved out, where none is there yet."""
    before, behind = _around(text, match)
    inner = text[match.start(2) : match.end(2)]
    lead = " " if before.strip() and inner[0].isspace() else ""
    trail = " " if behind.isalnum() and inner[-1].isspace() else ""
    return f"{lead}{match[1]}{inner.strip()}{match[1]}{trail}"
