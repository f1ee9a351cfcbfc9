"""The words before a fact, such as "Speaker:", and the ways in which people write a day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import NamedTuple

from session_notes.model.names import compatible, fold, slug
from session_notes.model.schema import KINDS, OPTIONS, PART_HEADINGS
from session_notes.model.speakers import names_people, parse_speaker
from session_notes.model.times import YEARS, parse_span

#: The day that a session is on, which is no option of its own.
ON = "day"
#: The labels that the extension has in all its languages, by the options that they stand for.
_LABELS = {
    "speakers": ("Speaker", "Speakers"),
    "topics": ("Topic", "Topics"),
    "track": ("Track",),
    "kind": ("Kind",),
    "reporter": ("Reported by",),
    ON: ("Day",),
}
#: What people write besides.
_OTHERS = {
    "speakers": (
        "presenter, presenters, presented by, panelist, panelists, panellists, talk by, lecturer"
        ", スピーカー, 講演者, 登壇者, 発表者, 講師, 发言人, 主讲人, 主讲, 讲师, 讲者, 嘉宾"
        ", 分享嘉宾, 演讲嘉宾, 演讲人, 演讲者, 發言人, 主講人, 講者, 연사, 발표자, referent"
        ", referenten, referentin, redner, sprecher, sprecherin, orador, oradora, oradores"
        ", ponente, ponentes, palestrante, palestrantes, orateur, conférencier, conférencière"
        ", conférenciers"
    ),
    "topics": "tag, tags, タグ, 标签, 標籤, 태그, schlagwörter, etiquetas, étiquettes",
    "time": (
        "time, when, 時間, 時刻, 时间, 시간, zeit, uhrzeit, heure, horaire, hora, horas"
        ", horario, horário"
    ),
    "room": (
        "room, location, venue, where, place, hall, 会場, 場所, 部屋, 地点, 地點, 教室, 场地, 場地"
        ", 장소, raum, ort, salle, lieu, sala, lugar, local"
    ),
    "reporter": "notes by, author, authors, reporter, 記録, 作者",
    "video": "recording, youtube, 録画, 视频, aufzeichnung, grabación, gravação",
    "slides": "slide, deck, slide deck, presentation, 発表資料, 資料, 幻灯片, folien, diapositivas",
    "etherpad": "pad, hackmd, hedgedoc",
    "abstract": "session page, talk page, programme page",
    "attendance": "attendees",
    ON: "date, 日時, 日付, 開催日, datum, fecha, data, published_at, publishdate, created",
}
#: The labels of those who speak in another role, and that role.
_ROLES = {
    "moderator": (
        "moderator, moderators, moderated by, moderation, modérateur, moderador, moderadora"
        ", モデレーター, 司会, 主持人, 사회자"
    ),
    "chair": "chair, session chair, chaired by, 座長",
    "host": "host, hosts, hosted by",
}
#: The signs that some write instead of a label.
_SIGNS = {
    **dict.fromkeys("👤👥🗣🧑👩👨🎤🎙", "speakers"),
    **dict.fromkeys("🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛⏰🕰⏱", "time"),
    **dict.fromkeys("📍🏢🚪", "room"),
    **dict.fromkeys("📅📆🗓", ON),
}
_SIGN = re.compile(
    "[\U0001f300-\U0001faff☀-➿⏰⏱]\ufe0f?(?:\u200d[\U0001f300-\U0001faff♀♂]\ufe0f?)? ?"
)
#: The label of a fact, a colon, and the fact.
_FACT = re.compile(r"([^\W\d_][^:：\n]{0,30})[:：]{1,2}\s*(\S.*)")
_MAY_SAY = re.compile(r"[:：]|by |von |par |por ", re.IGNORECASE)
_BY = re.compile(r"(?:by|presented by|von|por|par)[ :]\s*(\S.*)", re.IGNORECASE)
#: HTML that does no more than Markdown, the ends of lines in it, and a label in bold after a fact.
_BOLD = re.compile(r"</?(?:b|strong)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|i|em|span|div)>", re.IGNORECASE)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_NEXT = re.compile(r"(?<=\S) +(?=(?:\*\*|__)[^\W\d_][^*_:：\n]{0,30}[:：])")
#: What may stand before the fact of a line: a quotation, a bullet, a heading.
_DRESS = re.compile(r"(?:[>#*+-]+[ \t]+)*")
_PIECES = re.compile("[|｜•·]")
#: A time, and perhaps a few words that are no sentence.
_TIMED = re.compile(r"([^,、|｜•·@＠]+)(?:[,、|｜•·@＠](.{1,40}(?<![.。!?！？])))?")

_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4}) ?[-/.年년] ?(\d{1,2}) ?[-/.月월] ?(\d{1,2})(?!\d)[日일T]?", re.ASCII
)
_EAST = re.compile(r"(?<!\d)(\d{1,2})[月월] ?(\d{1,2})[日일]", re.ASCII)
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)", re.ASCII)
#: The last of several days.
_TO = r"(?: ?(?:[-–—~〜/&+]| (?:to|and|und|et|y|e|au|al|bis|a) ) ?\d{1,2}(?:st|nd|rd|th|\.|er|º)?)?"
_WEST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?{_TO} (?:de |of )?([^\W\d_]{{3,12}})\.?,?"
    r"(?: (?:de )?(\d{4}))?"
)
_MONTH_FIRST = re.compile(
    rf"([^\W\d_]{{3,12}})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_TO}(?:,? (\d{{4}}))?"
)
_NUMBERED = re.compile(
    r"(?:day|tag|jour|día|dia|giorno) ?[:#.]? ?(\d{1,2}|one|two|three|four|five)"
    r"(?= ?(?:$|[:,(\[|–—-]))"
    r"|(?:第 ?)?(\d{1,2}|[一二三四五]) ?(?:日目|天|일차)"
)
_NUMBERS = dict(
    zip((*"一二三四五", "one", "two", "three", "four", "five"), [*range(1, 6)] * 2, strict=True)
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
#: What may be a day of the week behind a day.
_BEHIND = re.compile(rf"[ ,(（]{{0,2}}({_WORD.pattern})[.)）]{{0,2}}(?![^\W_])")
#: Days that only a day of the week shows to be such: '5/19 (火)', 'Di, 19.5.'.
_SLASHED = re.compile(
    r"(?<!\d)(\d{1,2})/(\d{1,2})(?= ?[(（][月火水木金土日월화수목금토일一二三四五六])"
)
_DOTTED_SHORT = re.compile(r"([^\W\d_]{2,10})[.,]{0,2} (\d{1,2})\.(\d{1,2})\.?(?!\d)")
#: What is between a day and a title.
_BETWEEN = " ,:：|｜/–—-"
#: A day without a year may be in any year, but some have no 29 February.
_ANY = date(2000, 7, 2)
#: Short forms of days of the week that people use besides.
_SHORT_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MINE = re.compile(
    "(?:my|mes|mon|ma|meine?|mis?|a? ?minhas?|meus?) "
    "|(?:私の|個人的な|個人の|個人|个人|我的|나의|내) ?"
)
_LIGHTNING = (
    "lt",
    "lts",
    "lt大会",
    "lt会",
    "lightning-talk",
    "ライトニングトーク",
    "闪电演讲",
    "閃電演講",
)
#: A line with a sign instead of a label is no longer.
_SHORT = 80
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)", re.ASCII)


class Fact(NamedTuple):
    """What a line says of a session: the name of an option, or :data:`ON`, and its value."""

    name: str
    value: str
    #: Whether a label says what it is.
    is_sure: bool = True


@cache
def _shipped() -> tuple[dict[str, str], dict[str, int], dict[str, int], dict[str, str]]:
    """Return the words of our languages, folded, with what they mean.

    These are the labels of facts, the names of months and of weekdays, and the kinds of sessions.
    """
    # Babel takes longer to import than all else, and most commands do without it.
    from babel import Locale  # noqa: PLC0415
    from session_notes.locale.labels import read_labels  # noqa: PLC0415
    from session_notes.locale.languages import shipped  # noqa: PLC0415

    names = {option.label: name for name, option in OPTIONS.items() if option.label}
    names |= {label: name for name, labels in _LABELS.items() for label in labels}
    labels = {name: name for name in OPTIONS if name != "id"}
    labels |= {word.strip(): name for name, words in _OTHERS.items() for word in words.split(",")}
    months: dict[str, int] = {}
    weekdays: dict[str, int] = dict(_SHORT_DAYS)
    kinds = {f"{kind}s" if more else kind: kind for more in (1, 0) for kind in KINDS}
    kinds |= dict.fromkeys(_LIGHTNING, "lightning-talks")
    for language in shipped():
        said = read_labels(language, ())[0]
        labels = {fold(said.translate(label)): name for label, name in names.items()} | labels
        for width in ("wide", "abbreviated"):
            locale = Locale.parse(language)
            found = locale.months["format"][width].items()
            months |= {fold(name).rstrip("."): number for number, name in found}
            days = locale.days["format"][width].items()
            weekdays |= {fold(name).rstrip("."): number for number, name in days}
        kinds |= {
            slug(label) or fold(label): kind for kind in KINDS if (label := said.kind(kind, {}))
        }
    return labels, months, weekdays, kinds


def kind_of(text: str) -> str:
    """Return the kind of session that a heading names; empty if it names none."""
    kinds, made = _shipped()[3], slug(text)
    if made.startswith("lightning-talk"):
        return "lightning-talks"
    return kinds.get(fold(text)) or (kinds.get(made, "") if text.isascii() else "")


def fact_named(label: str) -> str:
    """Return the name of the fact that *label* stands for; empty if it is none."""
    said = fold(label).replace("(s)", "s")
    return "speakers" if said in _role_labels() else _shipped()[0].get(said, "")


@cache
def _role_labels() -> dict[str, str]:
    return {word.strip(): role for role, words in _ROLES.items() for word in words.split(",")}


def facts_in(line: str) -> list[Fact]:
    """Return what a whole *line* says of a session; nothing if it is anything else."""
    # Most lines say nothing, and there are many.
    if not _MAY_SAY.search(line):
        return []
    text = _TAG.sub("", _BREAK.sub("|", _BOLD.sub("**", line))) if "<" in line else line
    text = _NEXT.sub("|", text).replace("**", "").replace("__", "")
    text = text[_match_end(text.lstrip()) + len(text) - len(text.lstrip()) :].strip(" \t\\*_")
    pieces = [piece.strip() for piece in _PIECES.split(text) if piece.strip()]
    found = [_fact(piece) for piece in pieces]
    # Such a sign may also be part of a value.
    facts = [one for one in found if one] if all(found) else [_fact(text)]
    return [one for one in facts if one]


def bare_facts(line: str) -> list[Fact]:
    """Return what a *line* below a heading says, where a day or a time needs no label."""
    facts = facts_in(line)
    if facts:
        return facts
    text = line.lstrip("> \t\\*_").rstrip(" \t\\*_")
    day, rest = day_led(text, _ANY)
    if day and (not rest or _timed(rest)):
        return [Fact(ON, text.removesuffix(rest).rstrip(_BETWEEN)), *_timed(rest)]
    return _timed(text) or _signed(text)


def _timed(text: str) -> list[Fact]:
    """Return the time that *text* is, and the room, or whatever short is behind it."""
    match = _TIMED.fullmatch(text)
    read = parse_span(match[1].strip()) if match else None
    # A number alone may be anything.
    if match is None or read is None or (read[1] is None and match[1].strip().isdecimal()):
        return []
    room = [Fact("room", match[2].strip(), is_sure=False)] if match[2] else []
    return [Fact("time", match[1].strip()), *room]


def _match_end(text: str) -> int:
    match = _DRESS.match(text)
    return match.end() if match else 0


def _fact(text: str) -> Fact | None:
    sign = _SIGN.match(text)
    text = text[sign.end() :] if sign else text
    match = _FACT.match(text)
    label = match[1].strip(" *_`") if match else ""
    name = fact_named(label)
    if match and name:
        value = match[2].strip(" *_")
        role = _role_labels().get(fold(label), "")
        return Fact(name, f"{value} [{role}]" if role and parse_speaker(value) else value)
    by = _BY.fullmatch(text)
    if by and names_people("impressions", by[1]):
        return Fact("speakers", by[1], is_sure=False)
    return None


def _signed(text: str) -> list[Fact]:
    """Return what a sign in front of *text* says that it is."""
    sign = _SIGN.match(text)
    meant = _SIGNS.get(text[0], "") if sign else ""
    value = text[sign.end() :] if sign else ""
    is_short = len(value) < _SHORT and not value.endswith((".", "。", "!", "?"))
    return [Fact(meant, value, is_sure=False)] if meant and value and is_short else []


def part_begun(text: str) -> tuple[str, str, bool]:
    """Return the part that *text* begins, what of it is content, and whether that is sure.

    The label is no content if a colon or the end of the line follows it.
    """
    bare = text.strip().lstrip("*_ 【■◆●▼")
    label, colon, rest = bare.replace("：", ":").replace("】", ":", 1).partition(":")
    mine = _MINE.sub("", fold(label.strip(" *_")))
    for part, words in PART_HEADINGS.items():
        if mine in words and (colon or not rest):
            return part, rest.strip(" *_"), True
    begins = ("impression", "感想", "所感", "雑感")
    return ("impressions", text, False) if fold(bare[:20]).startswith(begins) else ("", "", False)


def find_day(text: str, near: date | None = None) -> tuple[date | None, str, str]:
    """Return the day that *text* names, and what is before and after it.

    A day without a year is the one that is nearest to another.
    """
    if not any(map(str.isdigit, text)):
        return None, text, ""
    # All characters keep their places.
    value = "".join(
        new if len(new := unicodedata.normalize("NFKC", one)) == 1 else one for one in text
    )
    found = chain(
        ((match, "ymd") for match in _YEAR_FIRST.finditer(value)),
        ((match, "md") for match in chain(_EAST.finditer(value), _SLASHED.finditer(value))),
        ((match, "dmy") for match in _DOTTED.finditer(value)),
        ((match, "dmy") for match in _WEST.finditer(value)),
        ((match, "mdy") for match in _MONTH_FIRST.finditer(value)),
    )
    for match, order in found:
        given = dict(zip(order, match.groups(), strict=True))
        name, year = given["m"], given.get("y")
        month = int(name) if name.isdecimal() else _shipped()[1].get(fold(name), 0)
        years = [int(year)] if year else range(near.year - 1, near.year + 2) if near else ()
        days = [day for one in years if (day := _day(one, month, int(given["d"])))]
        if days:
            day = min(days, key=lambda day: abs(day - near) if near else timedelta())
            return day, text[: match.start()], text[match.end() :]
    return None, text, ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def day_led(text: str, near: date | None = None) -> tuple[date | None, str]:
    """Return the day with which *text* begins, and what is after it.

    A number of the day may be before it, and a day of the week before or behind it.
    """
    short = _DOTTED_SHORT.match(text)
    if short and fold(short[1]) in _shipped()[2]:
        text = f"{short[3]}月{short[2]}日{text[short.end() :]}"
    day, before, after = find_day(text, near)
    numbered = _NUMBERED.match(compatible(before).casefold())
    before = compatible(before)[numbered.end() :] if numbered else before
    if day is None or not all(word in _shipped()[2] for word in _WORD.findall(fold(before))):
        return None, text
    behind = _BEHIND.match(after)
    after = after[behind.end() :] if behind and fold(behind[1]) in _shipped()[2] else after
    return day, after.lstrip(f"{_BETWEEN}()（）").rstrip()


def day_above(title: str) -> tuple[str, str]:
    """Return the words of the day with which a *title* begins, and what is after them.

    There are none where the day may be part of the title, as in '5 May flies' and '2. Mai-Feier'.
    """
    day, rest = day_led(title, _ANY)
    said = title.removesuffix(rest).rstrip(" ")
    is_apart = not rest or _weekdays(said) or said[-1:] in "),:：）|｜/–—" or said.endswith(" -")
    return (said.strip(_BETWEEN), rest) if day and is_apart else ("", title)


def _weekdays(text: str) -> list[int]:
    """Return the days of the week that *text* names."""
    _, months, weekdays, _ = _shipped()
    words = _WORD.findall(fold(text))
    return [weekdays[word] for word in words if word in weekdays and word not in months]


def is_odd(said: str, day: date) -> bool:
    """Say whether the words of a *day* name another day of the week."""
    return bool(_weekdays(said)) and day.weekday() not in _weekdays(said)


def year_in(text: str) -> date | None:
    """Return the middle of the only year that *text* names."""
    found = {int(year) for year in _YEAR.findall(text)}
    return _ANY.replace(year=found.pop()) if len(found) == 1 else None


def first_day(heading: str, near: date | None = None) -> date | None:
    """Return the first day of an event, of which a *heading* names a day and perhaps its number."""
    day, _ = day_led(heading, near)
    numbered = _NUMBERED.match(compatible(heading).casefold())
    return day - timedelta(_number(numbered) - 1) if day and numbered else day


def _number(numbered: re.Match[str]) -> int:
    number = numbered[1] or numbered[2]
    return int(_NUMBERS.get(number) or number)


def day_headed(heading: str, first: date | None) -> date | None:
    """Return the day that a *heading* is about; *first* is the first day of the event."""
    # A title may hold a day, but does not begin with it.
    day, _ = day_led(heading, first)
    if day or first is None:
        return day
    weekday = _shipped()[2].get(fold(heading).strip(" .:"))
    if weekday is not None:
        return first + timedelta((weekday - first.weekday()) % 7)
    match = _NUMBERED.match(compatible(heading).casefold())
    return first + timedelta(_number(match) - 1) if match else None


def is_dated(line: str) -> bool:
    """Say whether a *line* is nothing but a day, and says which of the week it is."""
    day, rest = day_led(line, _ANY)
    return day is not None and not rest and bool(_weekdays(line))


def is_day(heading: str) -> bool:
    """Say whether a *heading* is about a day, whichever."""
    return day_headed(heading, _ANY) is not None
