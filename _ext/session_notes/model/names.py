"""Comparing the names that people write: folding, slugs, and the nearest known name."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SPACE = re.compile(r"\s+")
#: No name is longer; the work of comparing two grows with the product of their lengths.
_LONGEST = 200
_FULL_SIZE = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_SAME_VOWEL = (
    "あかさたなはまやらわ",
    "いきしちにひみりゐ",
    "うくすつぬふむゆる",
    "えけせてねへめれゑ",
    "おこそとのほもよろを",
)
_SIGNS = frozenset("#$%&*+<=>@^|~")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: Letters that Unicode does not take apart into a Latin letter and an accent.
_LATIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
#: What XML 1.0, HTML or XeTeX cannot hold, and what ends a line for Python, not for an editor.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """Return *text* in NFKC, with every run of white space as one space."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


# A book of thousands of sessions asks for the same few hundred names, again and again.
@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the form in which names are compared: NFKC, case folded, single spaces."""
    return clean(unicodedata.normalize("NFKC", text).casefold())


def skeleton(text: str) -> str:
    """Return :func:`fold` of *text* without accents, spaces and punctuation."""
    decomposed = unicodedata.normalize("NFKD", fold(text))
    return "".join(char for char in decomposed if char.isalnum())


def is_latin(text: str) -> bool:
    """Say whether *text* is sorted by its letters: it begins with Latin ones, digits or signs."""
    return fold(text)[:1].isascii()


def is_kana(text: str) -> bool:
    """Say whether *text* is of hiragana, as :func:`collate` returns kana."""
    return bool(text) and all("ぁ" <= char <= "ゖ" for char in text)


def collate(text: str) -> tuple[str, str]:
    """Return what sorts *text* in an index.

    Digits come first, then Latin letters without regard to accents, then kana as in a Japanese
    dictionary (with no regard to voicing, size, and hiragana or katakana; a long vowel is that
    vowel), then kanji.
    """
    letters: list[str] = []
    for char in unicodedata.normalize("NFKD", fold(text)):
        if unicodedata.combining(char):
            continue
        kana = chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
        if kana == "ー":
            kana = next((row[0] for row in _SAME_VOWEL if letters and letters[-1] in row), kana)
        letters.append(_FULL_SIZE.get(kana, kana))
    return "".join(letters), fold(text)


def slug(text: str) -> str:
    """Return an id made of *text*: Latin letters and digits, joined by hyphens.

    Empty where the text holds none.
    """
    ascii_only = _latin(text).replace("’", "").replace("'", "").encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", ascii_only).strip("-")


def _latin(text: str) -> str:
    return unicodedata.normalize("NFKD", fold(text).translate(_LATIN))


@lru_cache(maxsize=1 << 16)
def stable_id(text: str) -> str:
    """Return :func:`slug` of *text*, with a short digest where the slug alone would lose much.

    That is where *text* has other letters than Latin ones, or signs that tell C++ from C.
    """
    made = slug(text)
    if made and not any(
        (not char.isascii() and unicodedata.category(char)[0] in "LNS") or char in _SIGNS
        for char in _latin(text)
    ):
        return made
    digest = sha256(fold(text).encode("utf-8", "replace")).hexdigest()[:8]
    return f"{made}-{digest}" if made else f"x{digest}"


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and name of each character of *text* that no page can hold."""
    for found in _FORBIDDEN.finditer(text):
        yield found.start(), f"U+{ord(found[0]):04X}"


def without_forbidden(text: str) -> str:
    """Return *text* with U+FFFD, which readers see, for each character that no page can hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def is_title(text: str) -> bool:
    """Say whether *text* is a title in every format."""
    # Texinfo leaves out the first four, and has no name for what is then empty.
    return bool(text.strip(" ,:()*_`\\"))


def split_commas(text: str) -> list[str]:
    """Cut *text* at the commas outside of parentheses and brackets."""
    pieces, end, inside = [], len(text), False
    for at in range(end - 1, -1, -1):
        if text[at] in "()[]":
            inside = text[at] in ")]"
        elif text[at] in ",、" and not inside:
            pieces.append(text[at + 1 : end])
            end = at
    return [text[:end], *reversed(pieces)]


def nearest(text: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return at most *limit* of the *known* names that look most like *text*, best first."""
    wanted = fold(text)[:_LONGEST]
    by_fold: dict[str, str] = {}
    for name in known:
        by_fold.setdefault(fold(name), name)
    close = get_close_matches(wanted, by_fold, n=limit, cutoff=0.6)
    if len(close) < limit and len(wanted) >= 4:
        holds = sorted(name for name in by_fold if wanted in name and name not in close)
        close += holds[: limit - len(close)]
    return [by_fold[name] for name in close]


def within_edits(one: str, other: str, most: int) -> bool:
    """Say whether *one* becomes *other* by at most *most* single-letter edits."""
    if abs(len(one) - len(other)) > most or len(one) > _LONGEST:
        return False
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, rival in enumerate(other, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, above + (char != rival))
            above, row[j] = row[j], cost
        if min(row) > most:
            return False
    return row[-1] <= most


def typos(bare: str) -> int:
    """Return by how many edits another spelling of a name may differ, whose skeleton is *bare*."""
    # Short names are close to each other without being the same.
    return 2 if len(bare) >= 10 else 1 if len(bare) >= 6 else 0


def quote_list(names: Iterable[str]) -> str:
    """Return *names* as they stand in a message: ``'a', 'b' or 'c'``."""
    quoted = [f"'{name}'" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def suggest(near: Sequence[str]) -> str:
    """Return the hint that names what is *near*; empty where nothing is."""
    return f"did you mean {quote_list(near)}?" if near else ""


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """Return the hint that names what is nearest to *text*; empty where nothing is near."""
    return suggest(nearest(text, known))
