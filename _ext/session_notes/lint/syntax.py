"""Markdown that other tools read, and a book only if it enables it: else the signs are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: What all below have one of; most paragraphs have none.
_SIGNS = re.compile(r"~~|\ufffc\{|\$|\n: ")
_STRUCK = re.compile(r"(?<!~)~~(?=[^\s~])[^~\n]*[^\s~]~~(?!~)")
#: Behind what the parser saw, such as an image, which is one sign.
_ATTRIBUTES = re.compile(r"(?<=\ufffc)\{(?:[.#]|[\w-]+=)[^{}\n]*\}")
#: Not from one price to another.
_FORMULA = re.compile(
    r"^\$\$(?=\n)|\$\$[^$\n]+\$\$"
    r"|\$(?=[^$\n]*[\\^_]|[A-Za-z]\$)[^\s$](?:[^$\n]*[^\s$])?\$(?!\d)"
)
#: A formula to MyST, but hardly to its author: a letter follows, as in "$HOME/$USER".
_MISTAKEN = re.compile(r"(?<!\d)\$(?=[^\s$]{2})[^\s$](?:[^$\n]*[^\s$])?\$(?=[^\W\d_])")
_DEFINITION = re.compile(r"(?<=\n): +\S.*")
#: A value that needs quotation marks, because it has other signs than letters and digits.
_UNQUOTED = re.compile(r"=(?!\")((?=[^\s}\"]*[^\s}\"\w:-])[^\s}\"]+)")


def has_signs(text: str) -> bool:
    """Say whether *text* can have anything that is looked for here."""
    return _SIGNS.search(text) is not None


def not_enabled(text: str, extensions: Collection[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what in *text* would need another of MyST's *extensions*, and which."""
    found = {
        "strikethrough": _STRUCK.finditer(text) if "~~" in text else (),
        "attrs_inline": _ATTRIBUTES.finditer(text) if "\ufffc{" in text else (),
        "dollarmath": _FORMULA.finditer(text) if "$" in text else (),
        "deflist": _DEFINITION.finditer(text) if "\n: " in text else (),
    }
    for extension, matches in found.items():
        if matches and extension not in extensions:
            yield from ((extension, match) for match in matches)


def mistaken(text: str, extensions: Collection[str]) -> Iterator[re.Match[str]]:
    """Yield what in *text* is a formula by mistake."""
    if "$" in text and "dollarmath" in extensions:
        yield from _MISTAKEN.finditer(text)


def unquoted(text: str, extensions: Collection[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the attributes in *text* that MyST does not understand, each as it should be."""
    if "\ufffc{" in text and "attrs_inline" in extensions:
        for match in _ATTRIBUTES.finditer(text):
            quoted = _UNQUOTED.sub(r'="\1"', match[0])
            if quoted != match[0]:
                yield match, quoted
