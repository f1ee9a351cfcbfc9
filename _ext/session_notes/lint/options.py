"""The options of a directive, read from the lines that their author wrote.

MyST reads them as YAML, and loses some or all of them where YAML would have it otherwise: at a
quotation mark, a '#', a missing blank, a second line. Here every line stands for itself, what
was meant is kept, and what is not as it should be is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.option_values import BETWEEN, QUOTES, slips
from session_notes.lint.source import Findings
from session_notes.model.names import did_you_mean, fold, nearest
from session_notes.model.problems import Subtype
from session_notes.model.schema import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.lint.source import Line
    from session_notes.model.problems import Edit

_OPTION = re.compile(r"(\s*):(?!::)([^:\s：][^:：]*):(.*)$")
_WIDE = re.compile(r"(\s*)[:：]\s*([^\W\d_][\w -]*?)\s*[:：](.*)$")
_COLON = re.compile(r"\s*:(?!::)")
_YAML_LINE = re.compile(r"\s*([A-Za-z][\w-]*):(?:\s+(.*))?$")
_YAML_ITEM = re.compile(r"\s*-\s+(.*)$")
_TABS = re.compile(r"\t+")
_BLANKS = re.compile(" +")
#: What begins a block of its own, and therefore continues no option.
_BLOCK = re.compile(r"\s*(?:[-*+>|<#%]|\d{1,9}[.)]\s|:{3,}|`{3,}|~{3,}|\(.*\)=)")
#: An option that ends like this goes on.
_GOES_ON = re.compile(r"[,;、，；(（]\s*$")


class Options(NamedTuple):
    """The options of one directive."""

    values: dict[str, str]
    #: Where each stands.
    lines: dict[str, int]
    #: How many lines they take up, the continued ones included.
    length: int
    problems: Findings


def is_option(text: str) -> str:
    """Return the name of the option that *text* is, or nearly is; empty where it is none."""
    match = _OPTION.match(text) or _WIDE.match(text)
    if match is None:
        return ""
    name = fold(match[2])
    return name if name in OPTIONS else next(iter(nearest(name, OPTIONS, 1)), "")


def count_options(lines: Sequence[Line]) -> int:
    """Return how many of *lines*, the content of any directive, MyST takes for its options."""
    if lines and lines[0].text.startswith("---"):
        ends = (at for at, line in enumerate(lines[1:], 2) if line.text.startswith("---"))
        return next(ends, len(lines))
    return next((at for at, line in enumerate(lines) if not _COLON.match(line.text)), len(lines))


def read_options(lines: Sequence[Line]) -> Options:
    """Read the options at the beginning of *lines*, which are the content of a directive."""
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.found = Options({}, {}, 0, Findings())
        self.report = self.found.problems.report
        self.at = 0
        self.last = ""  # the option read last

    def read(self) -> Options:
        if self.lines and self.lines[0].text.startswith("---"):
            self._read_yaml()
            return self.found._replace(length=self.at)
        self._skip_blanks()
        while self.at < len(self.lines) and self._read_line(self.lines[self.at]):
            self.at += 1
        return self.found._replace(length=self.at)

    def _skip_blanks(self) -> None:
        """Go on to the options below blank lines, where they are only text."""
        ahead = (at for at, line in enumerate(self.lines) if line.text.strip())
        first = next(ahead, 0)
        match = _OPTION.match(self.lines[first].text) if first else None
        if match and match[2].strip() in OPTIONS:
            blanks = self.lines[:first]
            reason = "a blank line above the options, which makes them mere text"
            edits = [line.edit(None) for line in blanks]
            self.report(Subtype.LATE, blanks[0], reason, "delete it", *edits)
            self.at = first

    def _read_line(self, line: Line) -> bool:
        """Read one line; return False where it is no option, and no other comes."""
        match = _OPTION.match(line.text)
        if match:
            self._take(line, match[2].strip(), match[3])
            return True
        match = _WIDE.match(line.text)
        if match and is_option(line.text):
            name, value = fold(match[2]), match[3].strip()
            hint = f"write ':{name}: {value}'"
            new = line.raw.replace(line.text.strip(), f":{name}: {value}")
            reason = f"full-width colons around the option '{name}'"
            self.report(Subtype.WIDTH, line, reason, hint, line.edit(new))
            self._take(line, name, f" {value}")
            return True
        if _COLON.match(line.text):
            word = line.text.strip(" :").partition(" ")
            hint = did_you_mean(word[0], OPTIONS) or "write ':name: value'"
            edits: tuple[Edit, ...] = ()
            if word[0] in OPTIONS:
                written = f":{word[0]}: {word[2].strip()}".rstrip()
                hint = f"write '{written}'"
                edits = (line.swap(line.text.strip(), written),)
            reason = f"'{line.text.strip()}' is not an option"
            self.report(Subtype.OPTION, line, reason, hint, *edits)
            return True
        return bool(self.last) and self._continues(line)

    def _continues(self, line: Line) -> bool:
        """Read a line right behind the options; return False where it is none of theirs."""
        text, option = line.text.strip(), self.last
        item = _YAML_ITEM.match(line.text)
        before = self.lines[self.at - 1]
        if item and not self.found.values[option] and option in BETWEEN:
            self._read_list(option)
            return True
        if not text or _BLOCK.match(text):
            return False
        value = self.found.values[option]
        if line.text[0] == " " or _GOES_ON.search(value) or option in (*BETWEEN, "attendance"):
            reason = f"the option '{option}' runs on to a second line"
            joined = before.raw.rstrip() + " " + text
            edits = (
                before.edit(None),
                line.edit(joined),
            )
            self.report(Subtype.WRAPPED, line, reason, "write it on one line", *edits)
            self.found.values[option] = f"{value} {text}".strip()
            return True
        reason = f"text right behind the option '{option}'"
        self.report(
            Subtype.WRAPPED, line, reason, "join it to the option, or put a blank line between"
        )
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
        hint = f"write ':{option}: {value}'"
        self.report(Subtype.YAML, first, f"a YAML list in the option '{option}'", hint, *edits)
        self.found.values[option] = value

    def _read_yaml(self) -> None:
        """Read options between two lines of dashes."""
        end = count_options(self.lines)
        first = self.lines[0]
        hint = "write each as ':name: value', without the dashes"
        edits: list[Edit] = [first.edit(None)]
        simple = end > 1 and self.lines[end - 1].text.strip() == "---"
        for line in self.lines[1:end]:
            match = _YAML_LINE.match(line.text)
            if match and match[2] and not line.text[0].isspace():
                new = line.raw.replace(line.text.strip(), f":{match[1]}: {match[2]}")
                edits.append(line.edit(new))
                self._take(line, match[1], f" {match[2]}", alone=False)
            elif line.text.strip() == "---":
                edits.append(line.edit(None))
            else:
                simple = False
        reason = "options between two lines of dashes"
        self.report(Subtype.YAML, first, reason, hint, *(edits if simple else ()))
        self.at = end

    def _take(self, line: Line, name: str, written: str, *, alone: bool = True) -> None:
        """Take the option *name*, whose colon *written* follows."""
        if name in self.found.lines:
            first = self.found.lines[name]
            reason = f"the option '{name}' is given twice (first in line {first})"
            self.report(Subtype.OPTION, line, reason, "delete one")
        self.found.lines.setdefault(name, line.where.line)
        value = written.strip()
        if "\t" in line.raw:
            new = _TABS.sub(" ", line.raw)
            edit = line.edit(new)
            self.report(
                Subtype.SPACING, line, f"a tab in the option '{name}'", "write a blank", edit
            )
        told = len(self.found.problems)
        if alone and value and not written.startswith((" ", "\t")):
            reason = f"no blank behind ':{name}:'"
            wide = written.startswith("\u3000")
            subtype, reason = (
                (Subtype.WIDTH, f"a full-width blank behind ':{name}:'")
                if wide
                else (Subtype.OPTION, reason)
            )
            self._mend(subtype, line, reason, f"write ':{name}: {value}'", written, f" {value}")
        for slip in slips(name, value) if name in OPTIONS else ():
            swap = (value, slip.value) if slip.value != value else ("", "")
            self._mend(slip.subtype, line, slip.reason, slip.hint, *swap)
            value = slip.value
        if alone and told == len(self.found.problems) and "  " in line.text.strip():
            new = f" {_BLANKS.sub(' ', value)}".rstrip()
            if "\t" not in line.raw and new != written.rstrip():
                reason = f"doubled blanks in the option '{name}'"
                self._mend(Subtype.SPACING, line, reason, "write one", written, new)
        self.found.values[name] = value
        self.last = name

    def _mend(self, subtype: Subtype, line: Line, reason: str, hint: str, *swap: str) -> None:
        """Report what is mended by putting one thing in the place of another at the line's end."""
        old, new = (part.rstrip() for part in swap)
        written = line.raw.rstrip()
        edits: tuple[Edit, ...] = ()
        if old and written.endswith(old):
            ending = line.raw[len(written) :]
            edits = (line.edit(written.removesuffix(old) + new + ending),)
        self.report(subtype, line, reason, hint, *edits)
