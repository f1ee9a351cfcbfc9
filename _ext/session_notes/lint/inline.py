"""The words of a session: where they lead, and the Markdown in them that is not seen as such."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from session_notes.lint.html import TAG
from session_notes.lint.source import Findings
from session_notes.model.problems import Subtype
from session_notes.model.records import Address, Link
from session_notes.model.schema import PARTS, ROLES
from session_notes.model.urls import bad_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from session_notes.lint.blocks import Block, Prose
    from session_notes.lint.source import Line
    from session_notes.model.problems import Edit, Where

_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|(?:\{(?P<role>[\w:+.-]+)\})?(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<comment><!--.*?-->)"
    r"|<(?P<auto>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>"
    rf"|(?P<tag>{TAG}|<\?.*?\?>|<![A-Z].*?>)",
    re.DOTALL,
)
_LINK = re.compile(r"\]\([ \n]*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*))")
_LABELLED = re.compile(r"\[(https?://[^\]\s]+)\]\([ \n]*<?https?://")
_ADDRESS = re.compile(
    r"(?<![\w/\"'=])https?://[^\s<>()\[\]、。「」（）]*[^\s<>()\[\]、。「」（）.,;:!?'\"*]"
)
_REFLINK = re.compile(r"(?<![\w\])])\[([^\[\]]+)\]\[([^\[\]]*)\]")
_STRONG = re.compile(r"(?<!\*)(\*\*?)(?!\*)([^*\n]+)(?<!\*)\1(?!\*)")
_SIGN = re.compile(r"[^\n]")
_BULLETS = re.compile(r"^(?:(?:[-*+]|\d{1,9}[.)])\s+)+")
#: Where it is a mark, not a word: "the TODO list" is done.
_TODO = re.compile(r"(?:^|[(\[:：*]\s*)TODO\b|\bTODO(?=[:：)])|\b(?:FIXME|TBD)\b", re.MULTILINE)
_OPINION = re.compile(
    r"[*_]{0,2}(?:感想|所感|私見|(?:my )?(?:impressions?|opinion)\b[*_]{0,2}\s*[:：])",
    re.IGNORECASE,
)
_BRACKETS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "【": "】",
    "〈": "〉",
    "《": "》",
    "“": "”",
    "(": ")",
}
#: The level of bullets from which on not every format can show them; a build knows of more.
TOO_DEEP = 10


class Words:
    """The words of one page: what is wrong with them, and where they lead."""

    def __init__(self, definitions: Mapping[str, str]) -> None:
        #: What ``[name]: address`` defines.
        self.definitions = definitions
        self.problems = Findings()
        self.links: list[Link] = []
        self.addresses: list[Address] = []
        #: Links to other files, as they are written.
        self.paths: list[Link] = []

    def read(self, prose: Prose, *, option: bool = False) -> None:
        """Take in a paragraph; of what an *option* or a title says, only the links."""
        text = "\n".join(line.text.strip() for line in prose.lines)
        if prose.bullet:
            text = _BULLETS.sub("", text)
        place = _Place(prose, option=option)
        masked = self._tokens(text, place)
        masked = self._links(masked, text, place)
        if place.session is None:
            return
        for match in _TODO.finditer(masked):
            self._report(Subtype.TODO, place.line(text, match), "something is left to do", match[0])
        if option:
            return
        if place.part not in ("impressions", "references") and prose.bullet:
            self._opinion(text, place)
        if prose.bullet > 3:
            reason = f"a bullet {prose.bullet} levels deep"
            self.problems.report(Subtype.LEVELS, prose.lines[0], reason, "use three at most")
        if prose.bullet == TOO_DEEP:
            reason = "nested too deeply, so shown as it was written"
            hint = "write fewer levels of lists, quotes or emphasis"
            self.problems.report(Subtype.DEPTH, prose.lines[0], reason, hint)
        self._addresses(masked, text, place)
        self._marks(masked, text, place)
        self._ends(prose)

    def _tokens(self, text: str, place: _Place) -> str:
        """Take in what stands for itself, such as code, and return *text* without it."""
        if not any(sign in text for sign in "\\`<"):
            return text

        def take(match: re.Match[str]) -> str:
            line = place.line(text, match)
            if match["role"]:
                self._role(match["role"], match["code"], line.where)
            elif match["auto"]:
                self._target(match["auto"], line, place, "<" + match["auto"] + ">")
            elif match["tag"] and place.session:
                hint = "write Markdown, or put it in backticks"
                reason = "HTML in a session, which only a browser shows"
                self._report(Subtype.RAW, line, reason, match[0], hint)
            return _SIGN.sub("\ufffc", match[0])

        return _TOKEN.sub(take, text)

    def _role(self, role: str, code: str, where: Where) -> None:
        name = role.removeprefix("notes:")
        # The role any asks everybody.
        if name not in (*ROLES, "any") or code.startswith("!"):
            return
        _, titled, inner = code.rpartition("<")
        is_titled = titled and inner.endswith(">") and ">" not in inner[:-1]
        target = " ".join((inner[:-1] if is_titled else code).split())
        self.links.append(Link(name, target, where))

    def _links(self, masked: str, text: str, place: _Place) -> str:
        """Take in links, and return the text without the addresses that they hold."""
        if "](" not in masked:
            return masked

        def take(match: re.Match[str]) -> str:
            target = match[1] if match[1] is not None else match[2]
            start = match.start(1 if match[1] is not None else 2)
            line = place.line(text, match)
            self._target(text[start : start + len(target)], line, place, target)
            return "](" + "\ufffc" * (len(match[0]) - 2)

        if place.part == "references":
            for match in _LABELLED.finditer(masked):
                self._bare(place.line(text, match), match[1])
        return _LINK.sub(take, masked)

    def _target(self, target: str, line: Line, place: _Place, written: str) -> None:
        """Take in what a link leads to."""
        local = target.removeprefix("project:")
        scheme = bad_scheme(target)
        if local.startswith("#"):
            if len(local) > 1:
                self.links.append(Link("any", unquote(local[1:]), line.where))
        elif target.startswith(("http://", "https://")):
            self.addresses.append(Address(target, line.where))
            if written.startswith("<"):
                self._loose(line, target, place)
        elif scheme and scheme not in ("project", "path", "inv", "myst"):
            if place.session:
                hint = "use http, https, mailto or ftp"
                reason = f"a link with the scheme '{scheme}:'"
                self._report(Subtype.LINK, line, reason, target, hint)
        elif target and not scheme:
            self.paths.append(Link("path", unquote(target), line.where))

    def _addresses(self, masked: str, text: str, place: _Place) -> None:
        if "://" in masked:
            for match in _ADDRESS.finditer(masked):
                self._loose(place.line(text, match), match[0], place)

    def _loose(self, line: Line, address: str, place: _Place) -> None:
        """Judge an address that stands in the text as it is."""
        if place.part == "references":
            self._bare(line, address)
        elif place.session and not place.part and not place.option:
            hint = f"put '[words]({address})' into ':::{{references}}'"
            self._report(Subtype.REFERENCE, line, "an address among the notes", address, hint)

    def _bare(self, line: Line, address: str) -> None:
        hint = f"write '[words]({address})'"
        self._report(Subtype.BARE, line, "a bare address in place of words", address, hint)

    def _opinion(self, text: str, place: _Place) -> None:
        match = _OPINION.match(text)
        if match:
            hint = "move it into ':::{impressions}'"
            reason = f"'{match[0].strip('*_')}' among the notes"
            self._report(Subtype.OPINION, place.first, reason, match[0], hint)

    def _marks(self, masked: str, text: str, place: _Place) -> None:
        edits: tuple[Edit, ...]
        for match in _REFLINK.finditer(masked) if "][" in masked else ():
            line = place.line(text, match)
            words, name = match[1], match[2] or match[1]
            address = self.definitions.get(" ".join(name.casefold().split()), "")
            new = f"[{words}]({address})" if address else "[words](address)"
            edits = _swap(line, match[0], new) if address else ()
            reason = f"the link '{match[0]}' keeps its address elsewhere"
            self._report(Subtype.REFLINK, line, reason, match[0], f"write '{new}'", *edits)
        for match in _STRONG.finditer(masked) if "*" in masked else ():
            if _is_lost(masked, match):
                line = place.line(text, match)
                inner, mark = text[match.start(2) : match.end(2)], match[1]
                hint = "put a blank around it, or move what is not a letter out"
                edits = ()
                if _BRACKETS.get(inner[0]) == inner[-1] and len(inner) > 2:
                    new = f"{inner[0]}{mark}{inner[1:-1]}{mark}{inner[-1]}"
                    hint, edits = f"write '{new}'", _swap(line, f"{mark}{inner}{mark}", new)
                reason = f"the asterisks of '{mark}{inner}{mark}' stay asterisks"
                self._report(Subtype.BOLD, line, reason, match[0], hint, *edits)

    def _ends(self, prose: Prose) -> None:
        """Judge the ends of the lines, which Markdown may take for a break."""
        for line in prose.lines:
            bare = line.raw.rstrip()
            ending = line.raw[len(line.raw.rstrip("\r")) :]
            if (len(bare) - len(bare.rstrip("\\"))) % 2:
                edit = line.edit(bare[:-1].rstrip() + ending)
                reason, column = "a backslash at the end of the line", len(bare)
                self.problems.report(
                    Subtype.BACKSLASH, line, reason, "delete it", edit, column=column
                )
            elif line.raw.rstrip("\r").endswith("  ") and line is not prose.lines[-1]:
                edit, column = line.edit(bare + ending), len(bare) + 1
                reason = "two blanks at the end of the line, which break it in some formats"
                self.problems.report(
                    Subtype.SPACING, line, reason, "delete them", edit, column=column
                )

    def _report(
        self, subtype: Subtype, line: Line, reason: str, found: str, hint: str = "", *edits: Edit
    ) -> None:
        column = line.raw.find(found.partition("\n")[0]) + 1
        self.problems.report(subtype, line, reason, hint, *edits, column=column)


class _Place:
    """Where a paragraph stands."""

    def __init__(self, prose: Prose, *, option: bool) -> None:
        self.lines = prose.lines
        self.first = prose.lines[0]
        self.option = option
        block: Block | None = prose.around
        self.session = block.session() if block else None
        self.part = ""
        while block is not None and not self.part:
            self.part = block.name if block.name in PARTS else ""
            block = block.around

    def line(self, text: str, match: re.Match[str]) -> Line:
        """Return the line in which *match* begins."""
        return self.lines[text.count("\n", 0, match.start()) if len(self.lines) > 1 else 0]


def _swap(line: Line, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that puts *new* in the place of *old*, if it is clear where that is."""
    if line.raw.count(old) != 1:
        return ()
    return (line.swap(old, new),)


def _is_lost(text: str, match: re.Match[str]) -> bool:
    """Say whether CommonMark sees no emphasis in *match*, because of a letter beside it."""
    before = text[match.start() - 1 : match.start()] or " "
    after = text[match.end() : match.end() + 1] or " "
    first, last = match[2][0], match[2][-1]
    if first.isspace() or last.isspace():
        return False
    opens = not _is_mark(first) or before.isspace() or _is_mark(before)
    closes = not _is_mark(last) or after.isspace() or _is_mark(after)
    wide = any(unicodedata.east_asian_width(char) in "WF" for char in before + first + last + after)
    return wide and not (opens and closes)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
