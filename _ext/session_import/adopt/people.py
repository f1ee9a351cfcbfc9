"""Who spoke, as posts write it: names without honorifics, and companies behind a comma."""

from __future__ import annotations

import re

from session_notes.model.names import clean, compatible
from session_notes.model.speakers import doubt, is_company, names_people, read_speakers

_HONORIFIC = re.compile(
    r"(?<=[\w」）)]) ?(?:さん|氏|様|先生|老师|老師|님|씨)(?=$| |[;；,、，/／&＆()（）])"
)
_LATIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’-])*")
#: Small words that are part of a name, and words of titles, which no name has.
_SMALL = "al ben bin da de del den der di dos du el la le ten ter van von"
_BIG = (
    "a an and at by closing day for from hall how in keynote lessons my not of on opening our part"
    " panel room session slides talk the to track using version video what when why with workshop"
    " your"
)
_PARTICLES, _NO_NAMES = frozenset(_SMALL.split()), frozenset(_BIG.split())
_EASTERN = re.compile(
    "[一-鿿々]{2,3}|[一-鿿々ァ-ヶーぁ-ん]{1,5} [一-鿿々ァ-ヶーぁ-ん]{1,5}|[가-힣]{2,4}"
    "|[ァ-ヶー]{2,8}[・＝][ァ-ヶー・＝]{2,12}"
)
#: A name on a social network behind the name, which is no company.
_BEHIND = re.compile(r"(?<=[^\s(（])(?: ?[(（]| [-–—] )(@[\w-]{2,30})[)）]?")
#: Surnames may have it as well: 'Ortega y Gasset'.
_AND = re.compile(" [ye] ")
_HANDLE = re.compile(r"@[\w-]{2,30}")
#: More words than any name has.
_MOST = 5


def arranged(value: str) -> str:
    """Return a list of people with ``;`` and companies in parentheses, where that is clear.

    Where it can be read in two ways, it stays as it is, and ``check`` names both.
    """
    # Behind parentheses, the next one begins.
    bare = _BEHIND.sub(r" (\1)", _HONORIFIC.sub("", value))
    texts = []
    for entry in read_speakers(bare):
        is_bare = entry.speaker and not entry.flaw and entry.text == entry.speaker.name
        texts.append(_arranged(entry.text) if is_bare else entry.text)
    made = _BEHIND.sub("", "; ".join(filter(None, texts)))
    return made if "; ".join(one.text for one in read_speakers(bare)) != made else bare


def _arranged(text: str) -> str:
    """Return a name that is probably not one name as several, or with a company."""
    read = doubt(text)
    if read is None:
        several = _AND.split(text)
        return "; ".join(several) if all(map(_is_name, several)) else text
    if not read.names:
        return f"{read.person[0]} ({read.person[1]})"
    names, companies = read.names[::2], read.names[1::2]
    is_paired = len(names) == len(companies) and all(map(is_company, companies))
    if is_paired and not any(map(is_company, names)):
        pairs = zip(names, companies, strict=True)
        return "; ".join(f"{name} ({company})" for name, company in pairs)
    is_sure = not read.person and not any(map(is_company, read.names))
    return "; ".join(read.names) if is_sure and all(map(_is_name, read.names)) else text


def people_in(text: str, *, is_said: bool = False) -> str:
    """Return the people that *text* probably names, for an option; empty if it names none.

    After a word such as "by", it *is_said* that it names people, and one word is enough.
    """
    value = arranged(_BEHIND.sub("", clean(text)))
    if not value or not names_people("impressions", value):
        return ""
    for entry in read_speakers(value):
        if entry.flaw or entry.speaker is None:
            return ""
        read = doubt(entry.speaker.name)
        names = [entry.speaker.name] if read is None else [(read.names or read.person)[0]]
        honoured = _HONORIFIC.search(text) is not None
        if not all(_is_name(one) or honoured or (is_said and _begins(one)) for one in names):
            return ""
    return value


def handles_in(text: str) -> list[str]:
    """Return the names on social networks that *text* has behind names of people."""
    return _BEHIND.findall(text)


def is_honoured(text: str) -> bool:
    """Say whether *text* says that it names people, as さん does."""
    return _HONORIFIC.search(text) is not None


def _begins(name: str) -> bool:
    """Say whether each word of *name* begins as those of names do."""
    words = name.split()
    return len(words) < _MOST and all(
        word[0].isupper() or word in _PARTICLES or not word[0].isascii() for word in words
    )


def _is_name(name: str) -> bool:
    """Say whether *name* looks like that of one person."""
    value = compatible(name).strip()
    if _EASTERN.fullmatch(value) or _HANDLE.fullmatch(value):
        return True
    words = value.split()
    if not 1 < len(words) < _MOST or not all(_LATIN.fullmatch(word) for word in words):
        return False
    small = {word.casefold().rstrip(".") for word in words}
    # 'DNS Internals' begins with letters, and no name does.
    return (
        words[0][0].isupper()
        and words[-1][0].isupper()
        and not (words[0].isupper() and len(words[0].replace(".", "")) > 1)
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and small.isdisjoint(_NO_NAMES)
    )
