"""What a heading says besides the title: when it was, who spoke, an id and links."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import clean
from session_notes.model.times import parse_span

from session_import.adopt.people import handles_in, is_honoured, people_in
from session_import.adopt.phrases import day_above

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK = re.compile(r"(?<!\\)!?\[([^\[\]]*)\]\(<?([^()<>\s]+)>?(?: +\"[^\"]*\")?\)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_BRACED = re.compile(r"\{:? ?([#.][^{}]*)\}$")
_ANCHOR = re.compile(r"#([\w-]+)")
_CLOCK = r"\d{1,2}(?:[:h]\d{2}|h|\.\d{2}(?= ?uhr))?(?: ?uhr)?(?: ?[ap]\.?m\.?(?!\w))?"
_TIME = rf"{_CLOCK}(?: ?(?:[-–—~〜～]| (?:to|bis|às|a|à) ) ?{_CLOCK})?"
_TIMED = re.compile(rf"\[?({_TIME})\]?(?:[ :：|,–—-]+)(\S.*)", re.IGNORECASE)
_TIME_BEHIND = re.compile(rf"(\S.*?) ?[(（\[]({_TIME})[)）\]]", re.IGNORECASE)
_UNTIL = re.compile(r" (?:bis|às|a|à) ")

#: How a heading says who spoke: with a word, at its end, at its beginning; or below it.
BY, END, START, BELOW = "by", "end", "start", "below"
_BY = re.compile(r"[ ,:/|–—-]{1,3}by (?=\S)", re.IGNORECASE)
_OF = re.compile(r"[ ,/|–—-]{1,3}(?:par|por|von) (?=\S)", re.IGNORECASE)
_WITH = re.compile(
    r"[ ,/|–—-]{1,3}(?:with|w/|mit|avec|con|com|feat\.?|ft\.?) (?=\S)", re.IGNORECASE
)
_DASH = re.compile(r" ?(?:[–—―]{1,3}|[|｜／]) ?| (?:-{1,3}|/) ")
_COMMA = re.compile(r"[,，] ?")
_CLOSED = re.compile(r"(\S[^()（）]*)[(（]([^()（）]+)[)）]")
_AT = re.compile(r" (?=@[\w-]+$)")
_COLON = re.compile(": |：")


class Title(NamedTuple):
    """What is read in a heading."""

    #: The title, without what is below.
    text: str
    #: The words of the day before it.
    day: str = ""
    time: str = ""
    id: str = ""
    #: The links in it, as bullets.
    links: tuple[str, ...] = ()
    #: Who probably spoke, as an option has it, and how that is said; empty if nobody.
    speakers: str = ""
    form: str = ""
    #: The title with who spoke.
    whole: str = ""
    #: Whether others of the post, or its words, make sure that these are speakers.
    is_sure: bool = False

    @property
    def alone(self) -> str:
        """The title, from which nothing is taken that is not sure."""
        return self.text if self.is_sure else self.whole


def read_title(heading: str) -> Title:
    """Return what is read in the Markdown of a *heading*."""
    braced = _BRACED.search(heading)
    text = heading[: braced.start()].rstrip() if braced else heading
    anchor = _ANCHOR.search(braced[1]) if braced else None
    links = tuple(f"- [{label or href}]({href})" for label, href in LINK.findall(text))
    day, rest = day_above(plain(text))
    title, time = _timed(rest or plain(text))
    made = Title(title, day, time, anchor[1] if anchor else "", links, whole=title)
    for form, rest, names, is_sure in _spoken(title):
        speakers = people_in(names, is_said=form == BY and names[:1].isupper())
        linked = bool(links) and form == BY and names in links[-1]
        if rest and (speakers or linked):
            sure = bool(linked or is_sure or is_honoured(names))
            more = tuple(f"- {one}" for one in handles_in(names) if speakers)
            said = made._replace(text=rest, form=form, is_sure=sure, links=(*links, *more))
            return said._replace(speakers=speakers or names)
    return made


def with_speakers_below(title: Title, line: str) -> Title:
    """Return a *title* with who spoke, if a *line* below it names people, and it does not."""
    names = plain(line)
    speakers, sure = people_in(names), is_honoured(names)
    if not speakers or (title.speakers and (title.is_sure or not sure)):
        return title
    links = [f"- [{label}]({href})" for label, href in LINK.findall(line) if label]
    linked = " ".join(links)
    links += [f"- {one}" for one in handles_in(names) if one not in linked]
    return title._replace(
        text=title.whole, speakers=speakers, form=BELOW, is_sure=sure, links=(*title.links, *links)
    )


def plain(text: str) -> str:
    """Return *text* with the words of links instead of the links."""
    return clean(LINK.sub(r"\1", _WIKI.sub(r"\1", text)))


def _timed(title: str) -> tuple[str, str]:
    """Return a title without the time in it, and that."""
    timed, behind = _TIMED.fullmatch(title), _TIME_BEHIND.fullmatch(title)
    time, rest = (timed[1], timed[2]) if timed else (behind[2], behind[1]) if behind else ("", "")
    time = _UNTIL.sub("-", time).strip()
    return (rest, time) if time and parse_span(time) else (title, "")


def _spoken(title: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yield how a *title* may say who spoke: the form, the rest, the names, if it is sure."""
    by, of = _last(_BY.finditer(title)), _last(_OF.finditer(title))
    for found in filter(None, (by, of)):
        rest, names = title[: found.start()].strip(), title[found.end() :].strip()
        is_sure = " " in people_in(names)
        if is_sure or found is by:
            yield BY, rest, names, is_sure
    ends = (_WITH.finditer(title), _AT.finditer(title), _DASH.finditer(title))
    for found in filter(None, map(_last, ends)):
        yield END, title[: found.start()].strip(), title[found.end() :].strip(), False
    closed = _CLOSED.fullmatch(title)
    if closed:
        yield END, closed[1].strip(), closed[2].strip(), False
    for found in filter(None, (_COLON.search(title), _DASH.search(title))):
        yield START, title[found.end() :].strip(), title[: found.start()].strip(), False
    comma = _last(_COMMA.finditer(title))
    if comma:
        yield END, title[: comma.start()].strip(), title[comma.end() :].strip(), False


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    return next(iter(deque(matches, 1)), None)
