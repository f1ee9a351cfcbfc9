"""Comparing names as people write them: folding, slugs, and the nearest known name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import get_close_matches
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from session_notes.model.schema import PART_HEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_SPACE = re.compile(r"\s+")
#: No name is longer; comparing two takes time proportional to the product of their lengths.
_LONGEST = 200
#: Of more names, not all are compared.
_MANY = 200
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
#: The Chinese of Big5, which orders its common characters by strokes; GB 2312 does by pinyin.
_TRADITIONAL = ("zh_tw", "zh_hk", "zh_mo", "zh_hant")
#: Letters that Unicode does not decompose into a Latin letter and an accent.
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
#: What is invalid in XML 1.0, HTML or XeTeX, or ends a line for Python but not for an editor.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)

#: Everything that ends a line for Python.
_LINE_END = re.compile(r"(?<!\s)\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
#: Texinfo leaves out spaces and the first four signs, and fails if nothing is left of a title.
_IN_TITLE = re.compile(r"[^\s,:()*_`\\]")
#: Dots, dashes, and the words that stand for what is still to be written.
_NOTHING = re.compile(
    r"(?:[\s.…‥⋯・。–—―_*?？:：()（）\[\]-]"
    r"|\b(?:todo|tbd|tba|fixme|wip|xxx|n/a|未記入)\b)*",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Return *text* as it is written, with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def compatible(text: str) -> str:
    """Return *text* in NFKC, with single spaces: the form in which spellings are compared."""
    return clean(unicodedata.normalize("NFKC", text))


# A book of thousands of sessions asks for the same few hundred names again and again.
@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the form in which names are compared: NFKC, case folded, single spaces."""
    if text.isascii():
        return clean(text.lower())
    return compatible(compatible(text).casefold())


def skeleton(text: str) -> str:
    """Return :func:`fold` of *text* without accents, spaces and punctuation."""
    # Most names are plain; a hub of many books asks for tens of thousands of them.
    return "".join(filter(str.isalnum, text.lower() if text.isascii() else _latin(text)))


def is_latin(text: str) -> bool:
    """Say whether *text* begins with a Latin letter, a digit or a sign, and sorts by them."""
    return collate(text)[0][:1].isascii()


def is_kana(text: str) -> bool:
    """Say whether *text* is hiragana, the form in which :func:`collate` returns kana."""
    return bool(text) and all("ぁ" <= char <= "ゖ" for char in text)


def collate(text: str, language: str = "") -> tuple[str, str]:
    """Return the sort key of *text* in an index of a book in *language*.

    Digits come first, then Latin letters by their base letter (Ł is L, Ø is O, ß is ss), then
    other alphabets, Hangul, kana as in a Japanese dictionary (regardless of voicing, size, and
    hiragana or katakana; a long vowel sorts as that vowel), then ideographs: in a Chinese book in
    the order of its character set, otherwise in that of Unicode, which is by radical.
    """
    if text.isascii():
        return fold(text), fold(text)
    tag = language.replace("-", "_").lower()
    charset = ("big5" if tag.startswith(_TRADITIONAL) else "gb2312") if tag[:2] == "zh" else ""
    letters: list[str] = []
    for char in unicodedata.normalize("NFKD", fold(text)).translate(_LATIN):
        if unicodedata.combining(char):
            continue
        if charset and char >= "㐀":
            letters.append(_ideograph(char, charset))
            continue
        kana = chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
        if kana == "ー":
            kana = next((row[0] for row in _SAME_VOWEL if letters and letters[-1] in row), kana)
        letters.append(_FULL_SIZE.get(kana, kana))
    return "".join(letters), fold(text)


def _ideograph(char: str, charset: str) -> str:
    """Return a character that sorts as *char* does in *charset*; others come after all in it."""
    try:
        return chr(0x20000 + int.from_bytes(char.encode(charset)))
    except UnicodeEncodeError:
        return chr(0x40000 + ord(char))


def slug(text: str) -> str:
    """Return an id made from *text*: Latin letters and digits, joined by hyphens.

    It is empty if the text contains none.
    """
    ascii_only = _latin(text).replace("’", "").replace("'", "").encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", ascii_only).strip("-")


def _latin(text: str) -> str:
    return unicodedata.normalize("NFKD", fold(text).translate(_LATIN))


@lru_cache(maxsize=1 << 16)
def stable_id(text: str) -> str:
    """Return :func:`slug` of *text*, with a short digest if the slug alone would lose much.

    That is so if *text* has other letters than Latin ones, or signs that distinguish C++ from C.
    """
    made = slug(text)
    if made and not any(
        (not char.isascii() and unicodedata.category(char)[0] in "LNS") or char in _SIGNS
        for char in _latin(text)
    ):
        return made
    digest = sha256(fold(text).encode("utf-8", "replace")).hexdigest()[:8]
    return f"{made}-{digest}" if made else f"x{digest}"


def part_headed(heading: str) -> str:
    """Return the part of a session that *heading* was meant to begin; nothing for most headings."""
    words = fold(heading).strip(" :.*_").removeprefix("my ")
    return next((part for part, names in PART_HEADINGS.items() if words in names), "")


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield index and name of each character of *text* that is invalid in a page."""
    for found in _FORBIDDEN.finditer(text):
        yield found.start(), f"U+{ord(found[0]):04X}"


def without_forbidden(text: str, instead: str = "\ufffd") -> str:
    """Return *text* with each invalid character replaced, by default with a visible U+FFFD."""
    return _FORBIDDEN.sub(instead, text)


def is_title(text: str) -> bool:
    """Say whether *text* is a title in every format."""
    return bool(_IN_TITLE.search(text))


def says_nothing(text: str) -> bool:
    """Say whether *text* only holds the place of what is still to be written."""
    return bool(_NOTHING.fullmatch(text))


def without_line_ends(text: str) -> str:
    """Return *text* with a space for each end of a line and the white space around it."""
    return _LINE_END.sub(" ", text)


class Names:
    """Known names, among which the nearest to another one is found.

    With many names and many wrong ones, comparing each with each would take hours. So if there are
    many, only those are compared that have most of their rarest pairs and triples of letters in
    common with the wrong one.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._by_fold: dict[str, str] = {}
        for name in known:
            self._by_fold.setdefault(fold(name), name)

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        """The known names that contain each pair and triple of letters."""
        holders: dict[str, list[str]] = {}
        for name in self._by_fold:
            for piece in _pieces(name):
                holders.setdefault(piece, []).append(name)
        return holders

    def _candidates(self, wanted: str) -> Collection[str]:
        if len(self._by_fold) <= _MANY:
            return self._by_fold
        rarest = sorted((self._holders.get(piece, ()) for piece in _pieces(wanted)), key=len)
        shared = Counter(islice(chain.from_iterable(rarest), 5 * _MANY))
        return [name for name, _ in shared.most_common(_MANY // 10)]

    def nearest(self, text: str, limit: int = 3, *, cutoff: float = 0.6) -> list[str]:
        """Return at most *limit* of the names that are most similar to *text*, best first.

        Names are not similar whose ratio, as ``difflib`` measures it, is below the *cutoff*.
        """
        wanted = fold(text)[:_LONGEST]
        names = self._candidates(wanted)
        close = get_close_matches(wanted, names, n=limit, cutoff=cutoff)
        if len(close) < limit and len(wanted) >= 4:
            holds = sorted(name for name in names if wanted in name and name not in close)
            close += holds[: limit - len(close)]
        return [self._by_fold[name] for name in close]


def _pieces(name: str) -> dict[str, None]:
    """Return the pairs and triples of letters in *name*, in order; its ends count as letters."""
    text = f" {name[:_LONGEST]} "
    pairs = pairwise(text)
    triples = zip(text, text[1:], text[2:], strict=False)
    return dict.fromkeys(map("".join, chain(triples, pairs)))


def nearest(text: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return at most *limit* of the *known* names that are most similar to *text*, best first."""
    return Names(known).nearest(text, limit)


def within_edits(one: str, other: str, most: int) -> bool:
    """Say whether at most *most* single-letter edits turn *one* into *other*."""
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


def _typos(bare: str) -> int:
    """Return by how many edits another spelling of a name may differ, whose skeleton is *bare*."""
    # Short names are close to each other without being the same.
    return 2 if len(bare) >= 10 else 1 if len(bare) >= 6 else 0


class Similar:
    """The skeletons of names, among which the first that is similar to another one is found."""

    def __init__(self) -> None:
        self.bare: list[str] = []
        self._holder: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}

    def first(self, bare: str) -> int | None:
        """Return the place of the first name that is similar to *bare*; None if none is."""
        most = _typos(bare)
        known = _shapes(bare, most) & self._holder.keys()
        rivals = {self._holder[shape] for shape in known}
        rivals.update(*(self._others.get(shape, ()) for shape in known))
        places = sorted(rivals)
        return next((one for one in places if within_edits(bare, self.bare[one], most)), None)

    def add(self, bare: str) -> None:
        """Add a name behind the others."""
        shapes = _shapes(bare, _typos(bare))
        known = shapes & self._holder.keys()
        # Most shapes have one holder: a list for each would cost more than everything else.
        self._holder.update(dict.fromkeys(shapes - known, len(self.bare)))
        for shape in known:
            self._others.setdefault(shape, []).append(len(self.bare))
        self.bare.append(bare)


def similar_before(names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of names that are similar to an earlier one, and of the first of those."""
    similar = Similar()
    for place, bare in enumerate(map(skeleton, names)):
        first = similar.first(bare)
        similar.add(bare)
        if first is not None:
            yield place, first


@lru_cache(maxsize=1)  # a name is compared with others, and then added to them
def _shapes(word: str, most: int) -> set[str]:
    """Return *word* with up to *most* of its letters left out, in every way.

    Two words that are at most *most* edits apart (two or fewer) have one of these in common.
    """
    if not most or len(word) > 40:
        return {word}
    once = [word[:at] + word[at + 1 :] for at in range(len(word))]
    if most == 1:
        return {word, *once}
    # The second letter comes after the first, so that no pair is left out twice.
    twice = (
        shape[:at] + shape[at + 1 :]
        for first, shape in enumerate(once)
        for at in range(first, len(shape))
    )
    return {word, *once, *twice}


def quote_list(names: Iterable[str]) -> str:
    """Return *names* for a message: ``'a', 'b' or 'c'``."""
    quoted = [f"'{name}'" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def suggest(near: Sequence[str]) -> str:
    """Return the suggestion of the names *near*; empty if there are none."""
    return f"did you mean {quote_list(near)}?" if near else ""


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """Return the suggestion of the names nearest to *text*; empty if none is near."""
    return suggest(nearest(text, known))
