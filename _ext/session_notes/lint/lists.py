"""Lines that were meant as a list, but begin with another sign than Markdown's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from session_notes.lint.blocks import Prose
    from session_notes.lint.source import Line

#: Where an item may begin; most paragraphs have no such line.
_MAYBE = re.compile(r"^[^\S\n]*+(?:[^\w\s]|[①-⑳]|[(（]?\d{1,2}[.)）．、])", re.MULTILINE)
#: What begins no sentence.
_SIGN = re.compile(r"\s*([•‣◦▪▫●○■□◆◇▸►▶➤∙⁃・·])\s*(?=\S)")
#: A dash and the like: a bullet if a space follows those on keyboards. No number follows directly.
_DASH = re.compile(
    r"\s*([-+](?=[^\W\d_]|[「『“\"'*`\[(])|\*(?=[^\s\d*][^*\n]*$)|[‐-―－−](?:\s+(?=\S)|(?=[^\s\d‐-―])))"
)
_NUMBER = re.compile(r"\s*(?:[(（](\d{1,2})[)）]|(\d{1,2})[.)）．、]|([①-⑳]))\s*(?=[^\s\d])")
#: A number that begins no sentence.
_CLEAR = re.compile(r"\s*\d{1,2}[)）](?=[^\s\d])")
#: What may also begin a note, or the name of who said what is above.
_UNCLEAR = "—―*+"


class Item(NamedTuple):
    """A line that begins like an item of a list."""

    line: Line
    #: What the line says, and what it should say.
    text: str
    new: str


def items_of(prose: Prose) -> list[Item]:
    """Return the lines of a paragraph that were meant as items, and run together as they are."""
    if not _MAYBE.search(prose.text):
        return []
    texts = prose.text.split("\n")
    pairs = [
        (at, line, text)
        for at, (line, text) in enumerate(zip(prose.lines, texts, strict=False))
        # A cell of a table ends before its line does.
        if (at or not prose.bullet) and line.raw.rstrip().endswith(text.rstrip())
    ]
    bullets = [(at, line, text, match) for at, line, text in pairs if (match := _bullet(text))]
    if len(bullets) > 1 or any(_is_clear(at, match) for at, _, _, match in bullets):
        return [Item(line, text, _item(text, "-", match)) for _, line, text, match in bullets]
    numbers = [
        (at, line, text, match) for at, line, text in pairs if (match := _NUMBER.match(text))
    ]
    if len(numbers) > 1 or any(at == 0 and _CLEAR.match(text) for at, _, text, _ in numbers):
        return [Item(line, text, _numbered(text, match)) for _, line, text, match in numbers]
    return []


def _bullet(text: str) -> re.Match[str] | None:
    return _SIGN.match(text) or _DASH.match(text)


def _is_clear(at: int, match: re.Match[str]) -> bool:
    """Say whether a line alone was certainly meant as a bullet; *at* says which line it is."""
    return match.re is _SIGN or (at == 0 and match[1][0] not in _UNCLEAR)


def _numbered(text: str, match: re.Match[str]) -> str:
    """Return the line as an item of a numbered list."""
    # It may be written in full-width digits.
    number = ord(match[3]) - ord("①") + 1 if match[3] else int(match[1] or match[2])
    sign = "." if match[3] or not {".", "．"}.isdisjoint(match[0]) else ")"
    return _item(text, f"{number}{sign}", match)


def _item(text: str, sign: str, match: re.Match[str]) -> str:
    indentation = text[: len(text) - len(text.lstrip())]
    return f"{indentation}{sign} {text[match.end() :]}"
