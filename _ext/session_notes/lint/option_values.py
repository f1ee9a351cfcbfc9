"""The values of options and of a page's date: what authors write by mistake, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model import messages
from session_notes.model.schema import ADDRESS, OPTIONS, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem, Where

#: What separates the values of the options that take several.
BETWEEN = {"topics": ", ", "speakers": "; "}
QUOTES = "\"'“”„‟‘’‚‛«»「」『』＂＇"
#: The options whose values are names; full-width characters in them are mistakes.
_PLAIN = ("id", "time", "track", "kind")
_COMMENT = re.compile(r"(?:^|\s)#")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_FULL_WIDTH = re.compile("[\u3000\uff01-\uff5e]")


class Slip(NamedTuple):
    """One mistake in a value, and the value without it."""

    message: Message
    value: str


def slips(name: str, value: str) -> Iterator[Slip]:
    """Yield what is wrong with the *value* of the option *name*; each is fixed before the next."""
    form = OPTIONS[name].form
    if value in {"|", ">", "|-", ">-"}:
        yield Slip(messages.YAML_BLOCK, "")
        return
    bare = value.rstrip("\\").rstrip()
    if bare != value:
        yield Slip(messages.OPTION_BACKSLASH, bare)
        value = bare
    if _COMMENT.search(value) and form != ADDRESS:
        yield Slip(messages.COMMENT, value)
    fixed = _unlist(name, value)
    if fixed != value:
        yield Slip(messages.YAML_LIST, fixed)
        value = fixed
    fixed = value if form == TEXT or name == "room" else _unquote(name, value)
    if fixed != value:
        yield Slip(messages.QUOTES, fixed)
        value = fixed
    if (form == ADDRESS or name in _PLAIN) and _FULL_WIDTH.search(value):
        yield Slip(messages.WIDE_CHARACTERS, unicodedata.normalize("NFKC", value).strip())


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
        return None, [messages.BAD_DATE.at(where, value=value)]
