"""Lines that were meant to begin or to end a session, a part or a view, but are misspelt.

Neither MyST nor docutils knows what they were meant for: most of them are text to it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.views import VIEWS
from session_notes.lint.source import Findings, indent_of
from session_notes.model import messages
from session_notes.model.names import within_edits
from session_notes.model.schema import PARTS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from session_notes.lint.source import Line
    from session_notes.model.problems import Edit, Where

#: The directives whose names may be mistyped.
OURS = (*SESSIONS, *PARTS, *VIEWS)
#: Here and below, "*+" and "++" give nothing back: trying all lengths would take hours.
_BULLETS = r"(?:(?:[-*+]|\d{1,9}[.)])\s++)*+"
#: Any signs, brackets around a name, and a title; compared with :func:`narrow` text.
_OPENING = re.compile(
    rf"(?P<lead>[\s>]*+{_BULLETS})(?P<signs>(?:\\?[:;`~])*+)\s*+"
    r"(?P<open>(?:\\?[{\[(<\"'【「『〔])*+)\s*+"
    r"(?P<name>[\w-]++)\s*+(?P<close>(?:\\?[}\])>\"'】」』〕])*+)(?P<title>.*)$"
)
_LEAD = re.compile(rf"[\s>]*+{_BULLETS}")
#: What the patterns below and above find begins so; most lines do not.
_SIGNED = re.compile(rf"{_LEAD.pattern}(?:[:;`~]\W|[\\{{\[(<\"'.]|[^\x00-\x7f])")
_RIGHT = re.compile(r"(?P<marker>:{3,}|`{3,}|~{3,})[ ]*\{(?P<name>[a-z-]+)\}(?:\s|$)")
_CLOSING = re.compile(r"\s*(?P<signs>(?:\\?:){2,}|;{2,}|`{3,}|~{3,})\s*$")
_MARKER = re.compile(r":{3,}|`{3,}|~{3,}")
#: A directive as reStructuredText writes it.
_DOTS = re.compile(rf"(?P<lead>\s*{_BULLETS})\.\.\s*(?P<name>[\w-]+)\s*:{{1,3}}(?P<title>.*)$")


class Meant(NamedTuple):
    """What a misspelt line was meant to be."""

    #: The colons, backticks or tildes.
    marker: str
    name: str
    #: What is behind the bullets before it.
    written: str
    title: str
    #: The signs before the name, as half-width characters.
    signs: str

    @property
    def opening(self) -> str:
        """The beginning of the line without its title."""
        return f"{self.marker}{{{self.name}}}"

    @property
    def line(self) -> str:
        """The line without bullets."""
        return f"{self.opening} {self.title}".rstrip()


def near(word: str) -> str:
    """Return the directive whose name a *word* is, or is similar to; empty if there is none."""
    word = word.casefold()
    most = 1 if len(word) < 7 else 2
    return word if word in OURS else next((n for n in OURS if within_edits(word, n, most)), "")


def meant(text: str) -> Meant | None:
    """Return what the line *text* of Markdown was meant to be, unless it is something else."""
    match = _OPENING.match(narrow(text))
    if match is None:
        return None
    signs, opened, closed = (match[key].replace("\\", "") for key in ("signs", "open", "close"))
    if len(signs) < 2 and "{" not in opened:
        return None  # words or an option, as most lines are
    name = near(match["name"])
    if not name:
        return None
    sign, count, title = signs[:1], len(signs), text[match.start("title") :].strip()
    exact = match["name"].casefold() == name
    braced = "{" in opened and "}" in closed
    if signs.strip(sign) or (sign == "`" and (title.startswith("`") or title.endswith(signs))):
        return None  # such as code in a paragraph
    if count == 0:
        certain = exact and braced and name not in VIEWS and title[:1] != "`"
        certain = certain and not match["lead"].strip() and opened[0] == "{"
    elif count == 1 or sign == ";":
        certain = exact and braced and sign in ":;"
    elif sign == ":":
        certain = exact or count > 2 or braced
    else:
        certain = count > 2 and (braced or exact)
    if not certain:
        return None
    kept = _MARKER.fullmatch(signs) and not (sign == "`" and "`" in title)
    if opened and not closed and title[-1:] in tuple("}])>"):
        title = title[:-1]
    written = text[match.end("lead") :].rstrip()
    marker = signs if kept else ":" * (4 if name in SESSIONS else 3)
    return Meant(marker, name, written, title.lstrip(":： \u3000"), signs)


def without_title(written: str, title: str) -> str:
    """Return what is *written* before a *title*, or all of it if that is nothing else."""
    return written.removesuffix(title).rstrip() or written


def narrow(text: str) -> str:
    """Return *text* with full-width characters as their usual forms, each in its place."""
    if text.isascii():
        return text
    forms = ((char, unicodedata.normalize("NFKC", char)) for char in text)
    return "".join(form if len(form) == 1 else char for char, form in forms)


def check_spelling(
    lines: Sequence[Line], opened: Collection[Where], hidden: Collection[Where]
) -> tuple[Findings, list[Line], set[str]]:
    """Return what is misspelt in *lines*, the lines as they were meant, and the names meant.

    MyST sees a directive of ours in the lines *opened*, and no Markdown in those that are *hidden*.
    """
    reader = _Reader(lines, opened, hidden)
    for at, line in enumerate(lines):
        if _SIGNED.match(line.text) and at not in reader.done and line.where not in hidden:
            reader.take(at, line)
    return reader.found, reader.lines, reader.names


class _Reader:
    def __init__(
        self,
        lines: Sequence[Line],
        opened: Collection[Where],
        hidden: Collection[Where],
    ) -> None:
        #: As they were meant.
        self.lines = list(lines)
        self.opened = opened
        self.hidden = hidden
        self.found = Findings()
        self.names: set[str] = set()
        #: The lines that belong to a misspelt line above them.
        self.done: set[int] = set()
        #: The openings that may have an ending of the same signs.
        self.open: list[Meant] = []

    def take(self, at: int, line: Line) -> None:
        """Report the line *at*, if it is misspelt."""
        right = _right(line.text)
        if right and line.where in self.opened:
            return
        found = meant(line.text)
        if right:
            if indent_of(line.text) > 3:
                self._indented(at, right)
            elif found and found.marker != right["marker"]:
                self._opening(at, found)
        elif found:
            self._opening(at, found)
        else:
            self._closing(at)
            self._dots(line)

    def _opening(self, at: int, found: Meant) -> None:
        line, opening = self.lines[at], found.opening
        self.names.add(found.name)
        self.open.append(found)
        edits = self._replace(at, found.written, found.line)
        if found.written.startswith(opening) and "`" not in found.title:
            self.found.add(line, messages.NO_SPACE_BEHIND, *edits, opening=opening, line=found.line)
        else:
            written = without_title(found.written, found.title)
            self.found.add(line, messages.MISSPELT, *edits, written=written, right=opening)

    def _closing(self, at: int) -> None:
        line = self.lines[at]
        match = _CLOSING.match(narrow(line.text))
        signs, written = (match["signs"].replace("\\", "") if match else ""), line.text.strip()
        if not signs or (signs == written and len(signs) > 2 and signs[0] == ":"):
            return
        marker = signs
        if signs[0] != ":" or len(signs) < 3:
            if not self.open or self.open[-1].signs != signs or self.open[-1].marker == signs:
                return
            marker = self.open.pop().marker
        edits = self._replace(at, written, marker)
        self.found.add(line, messages.MISSPELT, *edits, written=written, right=marker)

    def _replace(self, at: int, old: str, new: str) -> tuple[Edit, ...]:
        line = self.lines[at]
        self.lines[at] = line._replace(text=line.text.replace(old, new, 1))
        edit = line.swap(old, new)
        return (edit,) if edit.new != edit.old else ()

    def _indented(self, at: int, right: re.Match[str]) -> None:
        """Report an opening that is indented like code; fix it with all that is in it."""
        line, marker, width = self.lines[at], right["marker"], indent_of(self.lines[at].text)
        end = at
        for below in range(at + 1, len(self.lines)):
            text = self.lines[below].text
            if text.strip() == marker:
                end = below if indent_of(text) > 3 else at
                break
            other = _right(text)
            if other and other["name"] in SESSIONS:
                break
        edits = []
        for one in range(at, end + 1):
            inner = self.lines[one]
            raw = inner.raw.expandtabs(4)
            new = raw[min(width, indent_of(raw)) :]
            if new != inner.raw:
                edits.append(inner.edit(new))
            self.lines[one] = inner._replace(text=new.rstrip("\r"))
        self.done.update(range(at, end + 1))
        self.names.add(right["name"])
        opening = f"{marker}{{{right['name']}}}"
        self.found.add(line, messages.TOO_FAR, *edits, opening=opening)

    def _dots(self, line: Line) -> None:
        match = _DOTS.match(narrow(line.text))
        name = match["name"].casefold() if match else ""
        if match and name in OURS:
            self.names.add(name)
            written = line.text[match.end("lead") : match.start("title")].strip()
            right = f"{':' * (4 if name in SESSIONS else 3)}{{{name}}}"
            self.found.add(line, messages.MISSPELT, written=written, right=right)


def _right(text: str) -> re.Match[str] | None:
    """Match *text* if it begins a directive of ours as it should, apart from its indentation."""
    lead = _LEAD.match(text)
    match = _RIGHT.match(text, lead.end() if lead else 0)
    return match if match and match["name"] in OURS else None
