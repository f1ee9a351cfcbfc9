"""The options of a directive, read from the lines as the author wrote them.

MyST would read them as YAML, and refuse or lose what begins with a quotation mark or a '#'. Here
each line is read by itself: the value is what the author wrote, and mistakes are reported.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.source import Findings
from session_notes.model import messages
from session_notes.model.names import did_you_mean, fold, nearest
from session_notes.model.schema import ADDRESS, OPTIONS, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from session_notes.lint.source import Line
    from session_notes.model.messages import Message
    from session_notes.model.problems import Edit

#: What separates the values of the options that take several.
BETWEEN = {"topics": ", ", "speakers": "; ", "reporter": "; "}
QUOTES = "\"'“”„‟‘’‚‛«»「」『』＂＇"
_QUOTE = re.compile(f"[{QUOTES}]")
#: The options whose values are ids; full-width characters in them are mistakes.
_PLAIN = ("id", "kind")
_FULL_WIDTH = re.compile("[\u3000\uff01-\uff5e]")
_OPTION = re.compile(r"(\s*):(?!::)([^:\s：][^:：]*):(.*)$")
_WIDE = re.compile(r"(\s*)[:：]\s*([^\W\d_][\w -]*+)\s*[:：](.*)$")
_COLON = re.compile(r"\s*:(?!::)")
_YAML_LINE = re.compile(r"\s*([A-Za-z][\w-]*):(?:\s+(.*))?$")
_YAML_ITEM = re.compile(r"\s*-\s+(.*)$")
_TABS = re.compile(r"\t+")
_SPACES = re.compile(" +")
#: What begins a block of its own and therefore does not continue an option.
_BLOCK = re.compile(r"\s*(?:[-*+>|<#%]|\d{1,9}[.)]\s|:{3,}|`{3,}|~{3,}|\(.*\)=)")
#: An option that ends like this goes on.
_GOES_ON = re.compile(r"[,;、，；(（]\s*$")


class Options(NamedTuple):
    """The options of one directive."""

    values: dict[str, str]
    #: The line of each option.
    lines: dict[str, int]
    #: The number of lines that they take, including continuation lines.
    length: int
    problems: Findings


def option_in(text: str) -> str:
    """Return the name of the option that *text* is or nearly is; empty if it is not an option."""
    match = _OPTION.match(text) or _WIDE.match(text)
    if match is None:
        return ""
    name = fold(match[2])
    return name if name in OPTIONS else next(iter(nearest(name, OPTIONS, 1)), "")


def count_options(lines: Sequence[Line]) -> int:
    """Return how many of *lines*, the content of any directive, MyST reads as options."""
    if lines and lines[0].text.startswith("---"):
        ends = (at for at, line in enumerate(lines[1:], 2) if line.text.startswith("---"))
        return next(ends, len(lines))
    return next((at for at, line in enumerate(lines) if not _COLON.match(line.text)), len(lines))


def read_options(lines: Sequence[Line]) -> Options:
    """Read the options at the beginning of *lines*, the content of a directive."""
    return _Reader(lines).read()


class _Reader:
    """Reads the options of one directive."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.found = Options({}, {}, 0, Findings())
        self.report = self.found.problems.add
        self.at = 0
        self.last = ""  # the option that was read last

    def read(self) -> Options:
        if self.lines and self.lines[0].text.startswith("---"):
            self._read_yaml()
        else:
            self._skip_empty_lines()
            while self.at < len(self.lines) and self._read_line(self.lines[self.at]):
                self.at += 1
        return self.found._replace(length=self.at)

    def _skip_empty_lines(self) -> None:
        """Skip empty lines above the options, which would make the options text."""
        ahead = (at for at, line in enumerate(self.lines) if line.text.strip())
        first = next(ahead, 0)
        match = _OPTION.match(self.lines[first].text) if first else None
        if match and match[2].strip() in OPTIONS:
            edits = [line.edit(None) for line in self.lines[:first]]
            self.report(self.lines[0], messages.EMPTY_LINE_ABOVE, *edits)
            self.at = first

    def _read_line(self, line: Line) -> bool:
        """Read one line; return False if the options end before it."""
        match = _OPTION.match(line.text)
        if match:
            self._take(line, match[2].strip(), match[3])
            return True
        match = _WIDE.match(line.text)
        if match and option_in(line.text):
            name, value = fold(match[2]), match[3].strip()
            new = line.raw.replace(line.text.strip(), f":{name}: {value}")
            self.report(line, messages.WIDE_COLONS, line.edit(new), option=name, value=value)
            self._take(line, name, f" {value}")
            return True
        if _COLON.match(line.text):
            text = line.text.strip()
            name, _, value = text.strip(" :").partition(" ")
            suggestion, edits = did_you_mean(name, OPTIONS), []
            if name in OPTIONS:
                new = f":{name}: {value.strip()}".rstrip()
                suggestion, edits = f"write '{new}'", [line.swap(text, new)]
            self.report(line, messages.NOT_AN_OPTION, *edits, suggestion=suggestion, text=text)
            return True
        return bool(self.last) and self._continues(line)

    def _continues(self, line: Line) -> bool:
        """Read a line directly after the options; return False if it does not belong to them."""
        text, option = line.text.strip(), self.last
        item = _YAML_ITEM.match(line.text)
        before = self.lines[self.at - 1]
        if item and not self.found.values[option] and option in BETWEEN:
            self._read_list(option)
            return True
        if not text or _BLOCK.match(text):
            return False
        value = self.found.values[option]
        takes_more = option in BETWEEN or (option in OPTIONS and OPTIONS[option].form == TEXT)
        if line.text[0] == " " or _GOES_ON.search(value) or takes_more:
            edits = before.edit(None), line.edit(f"{before.raw.rstrip()} {text}")
            self.report(line, messages.SECOND_LINE, *edits, option=option)
            self.found.values[option] = f"{value} {text}".strip()
            return True
        self.report(line, messages.TEXT_AFTER_OPTION, option=option)
        return False

    def _read_list(self, option: str) -> None:
        """Read the items of a YAML list."""
        first = self.lines[self.at - 1]
        items, edits = [], [first.edit(None)]
        while self.at < len(self.lines) and (item := _YAML_ITEM.match(self.lines[self.at].text)):
            items.append(item[1].strip().strip(QUOTES))
            line = self.lines[self.at]
            edits.append(line.edit(None))
            self.at += 1
        self.at -= 1
        value = BETWEEN[option].join(items)
        written = first.raw.rstrip() + " " + value
        edits[-1] = edits[-1]._replace(new=written)
        self.report(first, messages.YAML_LIST, *edits, option=option, value=value)
        self.found.values[option] = value

    def _read_yaml(self) -> None:
        """Read options between two lines of dashes."""
        end = count_options(self.lines)
        first = self.lines[0]
        edits: list[Edit] = [first.edit(None)]
        simple = end > 1 and self.lines[end - 1].text.strip() == "---"
        for line in self.lines[1:end]:
            match = _YAML_LINE.match(line.text)
            if match and match[2] and not line.text[0].isspace():
                new = line.raw.replace(line.text.strip(), f":{match[1]}: {match[2]}")
                edits.append(line.edit(new))
                self._take(line, match[1], f" {match[2]}", in_yaml=True)
            elif line.text.strip() == "---":
                edits.append(line.edit(None))
            else:
                simple = False
        self.report(first, messages.YAML_DASHES, *(edits if simple else ()))
        self.at = end

    def _take(self, line: Line, name: str, written: str, *, in_yaml: bool = False) -> None:
        """Take the option *name*; *written* is what follows its colon."""
        if name in self.found.lines:
            self.report(line, messages.OPTION_TWICE, option=name, first=self.found.lines[name])
        self.found.lines.setdefault(name, line.where.line)
        value = written.strip()
        if "\t" in line.raw:
            new = _TABS.sub(" ", line.raw)
            self.report(line, messages.OPTION_TAB, line.edit(new), option=name)
        before = len(self.found.problems)
        if not in_yaml and value and not written.startswith((" ", "\t")):
            wide = written.startswith("\u3000")
            message = messages.WIDE_SPACE if wide else messages.NO_SPACE
            edits = _edits_at_end(line, written, f" {value}")
            self.report(line, message, *edits, option=name, value=value)
        for message, fixed in _mistakes(name, value) if name in OPTIONS else ():
            edits = _edits_at_end(line, value, fixed) if fixed != value else ()
            self.report(line, message, *edits, option=name, value=fixed)
            value = fixed
        reported = in_yaml or "\t" in line.raw or before < len(self.found.problems)
        new = f" {_SPACES.sub(' ', value)}".rstrip()
        if not reported and "  " in line.text.strip() and new != written.rstrip():
            edits = _edits_at_end(line, written, new)
            self.report(line, messages.OPTION_SPACES, *edits, option=name)
        self.found.values[name] = value
        self.last = name


def _edits_at_end(line: Line, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that replaces *old* at the end of *line*; none if the line does not fit."""
    written, old = line.raw.rstrip(), old.rstrip()
    if not old or not written.endswith(old):
        return ()
    return (line.edit(written.removesuffix(old) + new.rstrip() + line.raw[len(written) :]),)


def _mistakes(name: str, value: str) -> Iterator[tuple[Message, str]]:
    """Yield what is wrong with the *value* of the option *name*, and the value without it.

    Each mistake is fixed before the next.
    """
    form = OPTIONS[name].form
    if value in {"|", ">", "|-", ">-"}:
        yield messages.YAML_BLOCK, ""
        return
    fixed = value.rstrip("\\").rstrip()
    if fixed != value:
        yield messages.OPTION_BACKSLASH, fixed
    value, fixed = fixed, _unlist(name, fixed)
    if fixed != value:
        yield messages.YAML_LIST, fixed
    if form != TEXT and name != "room" and _QUOTE.search(fixed):
        value, fixed = fixed, _unquote(name, fixed)
        if fixed != value:
            yield messages.QUOTES, fixed
    if (form == ADDRESS or name in _PLAIN) and _FULL_WIDTH.search(fixed):
        yield messages.WIDE_CHARACTERS, unicodedata.normalize("NFKC", fixed).strip()


def _unlist(name: str, value: str) -> str:
    """Return the items of a list ``[one, another]`` as the option takes them."""
    if name not in BETWEEN or not (value[:1] == "[" and value[-1:] == "]"):
        return value
    items = [item.strip().strip(QUOTES) for item in value[1:-1].split(",")]
    fixed = BETWEEN[name].join(filter(None, items))
    return value if any(bracket in fixed for bracket in "[]()") else fixed


def _unquote(name: str, value: str) -> str:
    """Return *value* without quotation marks around it or around its parts."""
    if name in ("id", "time", "kind"):
        return value.translate(dict.fromkeys(map(ord, QUOTES))).strip() or value
    between = BETWEEN.get(name, "").strip()
    parts = value.split(between) if between else [value]
    for number, part in enumerate(parts):
        text = part.strip()
        inner = text[1:-1]
        if inner and set(text[0] + text[-1]).issubset(set(QUOTES) - set(inner)):
            parts[number] = part.replace(text, inner.strip())
    return between.join(parts) if any(map(str.strip, parts)) else value
