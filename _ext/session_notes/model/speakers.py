"""The grammar of speakers and of reporters.

::

    speakers  = speaker *( separator speaker )
    speaker   = name [ "(" affiliation ")" ] [ "[" role "]" ]
    separator = ";" / "|"                            ; everywhere
              / "," / "、" / "&" / "/" / "and" / "和"  ; behind a bracket, in other languages too
              / "、" / "，"                           ; between names without Latin letters

No part holds a bracket; each sign may also be full-width. What does not fit is kept as it is
written, with what is wrong. A name with a comma or an "and" in it fits, but only the vocabulary
can say whether it is one name: see :func:`doubt`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model import messages
from session_notes.model.names import clean, fold
from session_notes.model.records import Speaker
from session_notes.model.scripts import has_latin, same_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem, Where

# All of these are for text with single spaces.
_INSIDE = r"[^()（）\[\]［］【】〔〕]*"
_BRACKET = re.compile(r"[()（）\[\]［］【】〔〕]")
_ROUND, _SQUARE = rf"[(（]({_INSIDE})[)）]", rf"[\[［【〔]({_INSIDE})[\]］】〕]"
_SPEAKER = re.compile(f"({_INSIDE})(?:{_ROUND})? ?(?:{_SQUARE})?")

_WORDS = ("and", "AND", "und", "UND", "et", "en")
_WORD = f"(?:{'|'.join(_WORDS)})"
#: One-letter words are initials elsewhere, and these signs are letters of names.
_WORD_BEHIND = f"(?:{_WORD}|e|y)"
_SIGN_BEHIND = "(?:以及|及び|および|ならびに|그리고|[和与與及跟と와과및])"
_REST = (
    r"(?:et\.? al\b\.?|(?:and|und|et|y|e|en) (?:\w+ )?"
    "(?:others|more|andere|weitere|autres|otros|outros|altri|anderen)"
    r"|u\. ?a\.|(?:ほか|他|等|など|외)(?: ?\d* ?[名人명])?) ?(?=[;；|｜]|$)"
)
_OTHERS = re.compile(_REST)
_ALWAYS = rf" ?[;；|｜](?: ?(?:{_WORD} |[&＆]))? ?|(?:[,，、､] ?| )(?={_REST})"
_BEHIND = (
    rf"{_ALWAYS}| ?(?={_REST})| ?[,，、､/／&＆](?: ?{_WORD_BEHIND}(?: |$))? ?"
    rf"| ?{_WORD_BEHIND}(?: |$)| ?{_SIGN_BEHIND} ?"
)
_SEPARATOR = re.compile(rf"(?:{_ROUND}|{_SQUARE})(?P<behind>{_BEHIND})?|(?P<always>{_ALWAYS})")
_CJK_COMMA = re.compile("[、，､]")
_EDGES = " ,，、､/／&＆"
_LEADING = re.compile(f"(?:[-–*•]|{_WORD}) ")
#: What no single name holds, and what of it stands before a company rather than a person.
_DOUBT = re.compile(
    rf"( ?[,，、､](?: ?(?:{_WORD} |[&＆]))? ?| {_WORD} | ?[&＆/／—] ?"
    r"| (?:[-–+@]|at|from|及|及び|および|[和与與跟と및]) "
    r"|(?<=[一-鿿々ァ-ー])と(?=[一-鿿ァ-ヺ])|(?<=[가-힣]{2})[와과] (?=[가-힣]{2}))"
)
_BEFORE_COMPANY = re.compile("@|at|from")
_BEFORE_EITHER = re.compile("[,，、､/／–—-]")
_TITLE = re.compile(
    r"(?:jr|sr|[ivx]+|ph\.? ?d|d\.? ?phil|[mbd]\.? ?(?:sc|a|s|d|eng)|mba|esq|dr|prof|cissp|ret)\.?",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:inc|ltd|llc|llp|gmbh|corp|corporation|plc|pty|university|universit[àäé]t?|foundation"
    r"|institute|college|company|consulting|technologies|labs)\.?$"
    r"|^(?:the )?(?:universit[yéàä]t?|universidade?|institute|bank) (?:of|de|di|do|zu|at) "
    "|株式会社|合同会社|有限|会社|公司|集团|集團|大学|大學|学院|學院|研究所|研究院|銀行|银行|財団|协会"
    "|協会|大学校|주식회사|대학교|연구원|재단",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"t\.?b\.?[acdh]\.?|n\.? ?n\.?|n/a|none|unknown|to be (?:announced|confirmed|determined)"
    "|(?:the |various |several )?(?:speakers?|panel(?:l?ists?)?|team|others)|panel discussion"
    "|various|several|everybody|everyone|all|未定|待定|不明|各位|全員|미정"
)
#: More than any list of reporters.
_LONGEST = 120
#: Markup, 'by', or the end of a sentence; a short word with a dot ends none: 'Jr.'.
_SENTENCE = re.compile(
    r"^[-*+•・#!\[:]|[`{}<>]|^(?:[Bb]y|[Ff]rom|[Oo]f)\s|[。！？]|[^\W\d_]{4}\.(?:\s|$)|[!?…:：](?:\s|$)"
    r"|を|(?:です|ます|した|った|ない|だ|たい|いる|ある|思う)$"
)
#: A word of small letters that is no part of a name, if there are two.
_SMALL = re.compile(
    r"(?<![^\s])(?!(?:and|und|et|en|e|y|i|da|dal|das|de|dei|del|della|den|der|di|dos|du|el|la|le|ter"
    r"|ten|van|von|vom|zu|zum|zur|bin|ibn|ben|al|af|av|san)\s)[a-zß-öø-ÿ]+(?![^\s])"
)
_BETWEEN_PRONOUNS = re.compile(r"[ /／,、|･・]+")
_PRONOUN = re.compile(
    "they|them|theirs?|she|hers?|he|him|his|its?|xe|xem|ze|zir|hir|ey|em|fae|er|ihn|ihm|sie|ihr|elles?"
    "|ella|él|il|lui|iel|ellx|elu|ele|ela|dele|dela|lei|loro|hij|hem|zij|haar|hen|hun|die|hän|hon|han"
    "|彼女?|她|他|any|all|no|or|and|ask|me|pronouns?"
)


class Entry(NamedTuple):
    """One speaker as written."""

    text: str
    #: None if nobody is named; otherwise the text is the name where it does not fit the grammar.
    speaker: Speaker | None
    flaw: Message | None = None
    #: What stands in parentheses without being an affiliation.
    extra: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the messages about it, besides the role."""
        name = self.speaker.name if self.speaker else self.text
        return {"text": self.text, "name": name, "extra": self.extra}


def parse_people(role: str, value: str, where: Where) -> tuple[tuple[Speaker, ...], list[Problem]]:
    """Parse an option with people; *role* says what they are: ``speaker`` or ``reporter``."""
    problems: list[Problem] = []
    people: dict[str, Speaker] = {}
    entries = list(read_speakers(value))
    made = "; ".join(entry.text for entry in entries if entry.text)
    if not all(entry.text for entry in entries):
        problem = messages.EMPTY_SPEAKER.at(where, role=role)
        # With ';' in front of it, a company would be a speaker.
        clear = made and not any(entry.flaw for entry in entries if entry.text)
        problems.append(problem.with_edit(value, made) if clear else problem)
    for entry in entries:
        if entry.flaw and entry.text:
            problems.append(entry.flaw.at(where, role=role, **entry.fields))
        person = entry.speaker
        if person and people.setdefault(fold(person.name), person) is not person:
            problems.append(messages.SPEAKER_TWICE.at(where, role=role, name=person.name))
    return tuple(people.values()), problems


def names_people(part: str, text: str) -> bool:
    """Say whether *text* behind the name of a *part* says whose it is, and is not its content."""
    if part != "impressions" or not text:
        return False
    return len(text) < _LONGEST and not _SENTENCE.search(text) and len(_SMALL.findall(text)) < 2


def read_speakers(value: str) -> Iterator[Entry]:
    """Yield the people of an option, in order."""
    for text, is_sure in _split(clean(value)):
        bare = text if _OTHERS.fullmatch(text) else _bare(text)
        if bare != text or not bare:
            yield Entry("", None, messages.EMPTY_SPEAKER)
        if bare:
            yield _read(bare, is_sure=is_sure)


def parse_speaker(text: str) -> Speaker | None:
    """Read ``Name (Affiliation) [role]``; None if it is anything else."""
    entries = list(read_speakers(text))
    return entries[0].speaker if len(entries) == 1 and not entries[0].flaw else None


def _split(value: str) -> Iterator[tuple[str, bool]]:
    """Yield the text of each speaker, and whether a sure separator is in front of it."""
    start, is_sure = 0, True
    for found in _SEPARATOR.finditer(value):
        if found.lastgroup:
            yield from _split_cjk(value[start : found.start(found.lastgroup)], is_sure=is_sure)
            sign = found[found.lastgroup].strip()
            start, is_sure = found.end(), not sign or sign[0] in ";；|｜"
    if value:
        yield from _split_cjk(value[start:], is_sure=is_sure)


def _split_cjk(text: str, *, is_sure: bool) -> Iterator[tuple[str, bool]]:
    """Yield the names without Latin letters that ideographic commas separate."""
    bracket = _BRACKET.search(text)
    names = text[: bracket.start()] if bracket else text
    pieces = _CJK_COMMA.split(names)
    if len(pieces) == 1 or has_latin(names) or _COMPANY.search(names):
        yield text, is_sure
        return
    pieces[-1] += text[len(names) :]
    for number, piece in enumerate(pieces):
        yield piece.strip(), is_sure and not number


def _bare(text: str) -> str:
    """Return *text* without separators at its edges."""
    text = text.strip(_EDGES)
    text = text[found.end() :] if (found := _LEADING.match(text)) else text
    before, _, last = text.rpartition(" ")
    return before.rstrip(_EDGES) if last in _WORDS else text


def _read(text: str, *, is_sure: bool) -> Entry:
    match = _SPEAKER.fullmatch(text)
    name, affiliation, role = map(str.strip, match.groups("")) if match else ("", "", "")
    if _NOBODY.fullmatch(fold(name)) or _OTHERS.fullmatch(text) or not any(map(str.isalnum, text)):
        return Entry(text, None, messages.NOBODY)
    if not name:
        return Entry(text, Speaker(text), messages.NOT_A_SPEAKER)
    if _TITLE.fullmatch(name) and not is_sure:
        return Entry(text, None, messages.NOT_A_SPEAKER)
    if _COMPANY.search(name) and not is_sure and not affiliation:
        return Entry(text, None, messages.COMPANY)
    flaw = None
    if is_pronoun(affiliation):
        flaw = messages.PRONOUN
    elif same_name(name, affiliation):
        flaw = messages.OTHER_NAME
    if flaw:
        return Entry(text, Speaker(name, "", role), flaw, affiliation)
    return Entry(text, Speaker(name, affiliation, role))


def is_company(name: str) -> bool:
    """Say whether a *name* can only be that of a company, a university or the like."""
    return _COMPANY.search(name) is not None


def is_pronoun(text: str) -> bool:
    """Say whether *text* is nothing but pronouns, such as 'she/her'."""
    words = _BETWEEN_PRONOUNS.split(text)
    # 'IT', 'ASK' and 'HER' may be companies.
    is_company = len(words) == 1 and text.isascii() and text.isupper()
    return not is_company and all(_PRONOUN.fullmatch(fold(one)) for one in words)


class Doubt(NamedTuple):
    """The ways in which to read a name that is probably not one name."""

    #: As several names; empty if only a company can follow.
    names: tuple[str, ...]
    #: As a name and an affiliation; empty if no company can follow.
    person: tuple[str, ...]
    #: With the family name last; empty if that does not come first.
    turned: str = ""


def doubt(name: str) -> Doubt | None:
    """Return how to read a *name* that is probably not one name; None if it is."""
    if _BRACKET.search(name):
        return None  # no speaker at all
    first, *rest = _DOUBT.split(name)
    names, signs = [first], []
    for sign, piece in zip(rest[::2], rest[1::2], strict=True):
        if _TITLE.fullmatch(piece):
            names[-1] += sign + piece  # 'Sammy Davis, Jr.'
        else:
            names.append(piece)
            signs.append(sign.strip())
    if len(names) == 1:
        return None
    before_company = all(_BEFORE_COMPANY.fullmatch(sign) for sign in signs)
    either = before_company or _BEFORE_EITHER.fullmatch(signs[0])
    person = (names[0], ", ".join(names[1:])) if either else ()
    turned = f"{names[1]} {names[0]}" if signs == [","] and " " not in "".join(names) else ""
    return Doubt(() if before_company else tuple(names), person, turned)
