"""The values of options and of a page's date: what their authors write that is meant otherwise."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.problems import Problem, Subtype
from session_notes.model.schema import MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.model.problems import Where

#: What stands between the values of the options that take several.
BETWEEN = {"topics": ", ", "speakers": "; "}
QUOTES = "\"'“”„‟‘’‚‛«»「」『』＂＇"
#: The options whose values are words for the reader, in which everything may stand.
_FREE = ("attendance", "room")
#: The options whose values are names or addresses, in which nothing full-width is meant.
_PLAIN = ("id", "time", "track", "kind", *MEDIA)
_COMMENT = re.compile(r"(?:^|\s)#")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FULL_WIDTH = re.compile("[\u3000\uff01-\uff5e]")


class Slip(NamedTuple):
    """One thing that is not as it should be, and the value without it."""

    subtype: Subtype
    reason: str
    hint: str
    value: str


def slips(name: str, value: str) -> Iterator[Slip]:
    """Yield what is wrong with the *value* of the option *name*, each mended before the next."""
    if value in {"|", ">", "|-", ">-"}:
        yield Slip(Subtype.YAML, f"a YAML block in the option '{name}'", "use one line", "")
        return
    bare = value.rstrip("\\").rstrip()
    if bare != value:
        reason = f"a backslash at the end of the option '{name}'"
        yield Slip(Subtype.BACKSLASH, reason, "delete it", bare)
        value = bare
    if _COMMENT.search(value) and name not in MEDIA:
        reason = f"a '#' in the option '{name}', which begins a comment in YAML"
        hint = "delete it, or write it without a blank before it"
        yield Slip(Subtype.COMMENT, reason, hint, value)
    mended = _unlist(name, value)
    if mended != value:
        reason = f"a YAML list in the option '{name}'"
        yield Slip(Subtype.YAML, reason, f"write ':{name}: {mended}'", mended)
        value = mended
    mended = value if name in _FREE else _unquote(name, value)
    if mended != value:
        reason = f"quotation marks in the option '{name}'"
        yield Slip(Subtype.QUOTES, reason, f"write ':{name}: {mended}'", mended)
        value = mended
    if name in _PLAIN and _FULL_WIDTH.search(value):
        mended = unicodedata.normalize("NFKC", value).strip()
        reason = f"full-width characters in the option '{name}'"
        yield Slip(Subtype.SPELLING, reason, f"write ':{name}: {mended}'", mended)


def _unlist(name: str, value: str) -> str:
    """Return the items of a list ``[one, another]`` as the option takes them."""
    if name not in BETWEEN or not (value[:1] == "[" and value[-1:] == "]"):
        return value
    items = [item.strip().strip(QUOTES) for item in value[1:-1].split(",")]
    mended = BETWEEN[name].join(filter(None, items))
    return value if any(bracket in mended for bracket in "[]()") else mended


def _unquote(name: str, value: str) -> str:
    """Return *value* without quotation marks around it or around its parts."""
    if name in ("id", "time", "kind"):
        return value.translate({ord(mark): None for mark in QUOTES}).strip() or value
    between = BETWEEN.get(name, "").strip()
    parts = value.split(between) if between else [value]
    bare = between.join(_bare(part) for part in parts)
    return bare if bare.strip() else value


def _bare(part: str) -> str:
    text = part.strip()
    if len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES:
        return part.replace(text, text[1:-1].strip())
    return part


def parse_date(value: str, where: Where) -> tuple[date | None, list[Problem]]:
    """Read the ``date`` of a page, such as 2015-05-19."""
    try:
        if not _DATE.fullmatch(value.strip()):
            raise ValueError
        return date.fromisoformat(value.strip()), []
    except ValueError:
        hint = "write it as 2015-05-19"
        return None, [Problem(Subtype.DATE, where, f"'{value}' is not a date", hint)]
