"""The schedule of a conference, whatever the format of its file."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from session_notes.model import messages, schema
from session_notes.model.names import clean, fold, slug
from session_notes.model.speakers import read_speakers
from session_notes.model.times import DAY, LAST, LONG, clock, span

from session_import.page_file import markdown, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

#: The kinds of session that schedules call by other names than we do.
KINDS = {
    "keynotes": "keynote",
    "lecture": "talk",
    "podium": "panel",
    "lightning-talk": "lightning-talks",
    "lightningtalk": "lightning-talks",
    "meeting": "meetup",
    "bof": "birds-of-a-feather",
}
#: Between speakers; but each name in a schedule is that of one.
_SEPARATORS = str.maketrans(";；|｜", "    ")
_NO_ADDRESS = re.compile(r"[\s<>\\\"`{}|^\x00-\x1f]|[^\x20-\x7e]")
#: The kind of a link follows from the words in its text, or from its host.
_VIDEO = re.compile(r"\b(video|recording|webcast)", re.IGNORECASE)
_SLIDES = re.compile(r"\b(slides?|slide ?deck|presentation)\b|\.(pptx?|odp|key)$", re.IGNORECASE)
_ETHERPAD = re.compile(r"\b(ether)?pad\b", re.IGNORECASE)
_HOSTS = {
    "youtube.com": "video",
    "youtu.be": "video",
    "vimeo.com": "video",
    "media.ccc.de": "video",
    "speakerdeck.com": "slides",
    "slideshare.net": "slides",
    "etherpad.openstack.org": "etherpad",
}


class Link(NamedTuple):
    """A page about an event; *kind* is the option or the kind of reference, if known."""

    url: str
    kind: str = ""
    text: str = ""


class Event(NamedTuple):
    """One entry of a schedule, in local time."""

    #: The identifier in the schedule, which stays the same when the time or the title changes.
    key: str
    title: str
    #: The day of the programme, which goes on after midnight.
    day: date
    #: In minutes after the midnight with which the day begins.
    start: int | None = None
    end: int | None = None
    room: str = ""
    track: str = ""
    kind: str = ""
    #: Each as the option has it.
    speakers: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    #: Short names, from which an id is made if the title has no Latin letters.
    names: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """The time as the option has it."""
        if self.start is None:
            return ""
        return span(self.start, None if self.until else self.end)

    @property
    def until(self) -> str:
        """The end as the option has it, if ``time`` cannot say it."""
        end = self.end or 0
        if end < DAY or (self.start is not None and (end <= LAST or end - self.start <= LONG)):
            return ""
        try:
            last = self.day + timedelta(end // DAY)
        except OverflowError:
            return ""
        return f"{last} {clock(end % DAY)}" if self.start is not None else f"{last}"

    def facts(self) -> dict[str, str]:
        """Return what may change from one version of a schedule to the next."""
        return {
            "title": one_line(self.title),
            "day": self.day.isoformat(),
            "time": self.when,
            "until": self.until,
            "room": option_value(self.room),
            "track": option_value(self.track),
            "speakers": "; ".join(self.speakers),
        }

    def options(self) -> dict[str, str]:
        """Return the options of the new session, except for the id."""
        facts = self.facts()
        options = {name: facts[name] for name in ("track", "time", "until", "room", "speakers")}
        kind = KINDS.get(slug(self.kind), slug(self.kind))
        options["kind"] = kind.replace("-", " ") if kind in schema.KINDS else ""
        for link in self.links:
            if link.kind:
                options.setdefault(link.kind, link.url)
        return options

    def references(self) -> list[str]:
        """Return the links that are not in an option, each as a bullet."""
        given = set(self.options().values())
        found = []
        for link in self.links:
            if link.url not in given:
                # A bracket would end the text of the link.
                text = markdown(link.text or _host(link.url)).replace("]", "\\]")
                found.append(f"- [{text}]({link.url})")
        return found


class Schedule(NamedTuple):
    """The events of a file, and messages about what could not be read, each with its place."""

    #: It distinguishes the schedules of one conference.
    name: str
    events: list[Event]
    problems: list[str]


def option_value(text: str) -> str:
    """Return *text* as an option has it: on one line, and not ended by a backslash."""
    return clean(one_line(text)).rstrip("\\ ")


def text_of(value: object) -> str:
    """Return the text of a *value* of any type; of texts in several languages, the first."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # Together these would look like a broken link.
    return one_line(str(value)).replace("](", "] (")


def mapping(value: object) -> Mapping[str, Any]:
    """Return *value* if it is a mapping, otherwise an empty mapping."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """Return *value* if it is a list, otherwise an empty list."""
    return value if isinstance(value, list) else []


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone of that *name*, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def speakers(names: Iterable[str], report: Callable[[str], None]) -> tuple[str, ...]:
    """Return *names* as the option has them, each once; report what is left out."""
    found: dict[str, str] = {}
    values = (option_value(name.translate(_SEPARATORS)) for name in names)
    for entry in (entry for value in values for entry in read_speakers(value)):
        if entry.flaw and entry.text:
            report(f"left out: {entry.flaw.text.format(role='speaker', **entry.fields)}")
        if entry.speaker and entry.flaw is not messages.NOT_A_SPEAKER:
            name, affiliation, role = entry.speaker
            value = name + f" ({affiliation})" * bool(affiliation) + f" [{role}]" * bool(role)
            found.setdefault(fold(name), value)
    return tuple(found.values())


def links(found: Iterable[tuple[str, str, str]], base: str = "") -> tuple[Link, ...]:
    """Return the links among *found*, triples of address, kind and text, each address once."""
    kept: dict[str, Link] = {}
    for address, kind, text in found:
        url = _address(address, base)
        if url and url not in kept:
            kept[url] = Link(url, kind or _kind_of(url, text), "" if "://" in text else text)
    return tuple(kept.values())


def _address(text: str, base: str) -> str:
    """Return *text* as an absolute address that is valid in a page; empty if it is not one."""
    try:
        url = urljoin(base, text.strip()) if text.strip() else ""
        good = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return ""
    # Parentheses would end a link in Markdown.
    url = url.replace("(", "%28").replace(")", "%29")
    return url if good and not _NO_ADDRESS.search(url) else ""


def _kind_of(url: str, text: str) -> str:
    if _host(url) in _HOSTS:
        return _HOSTS[_host(url)]
    if _VIDEO.search(text):
        return "video"
    if _SLIDES.search(text) or _SLIDES.search(urlsplit(url).path):
        return "slides"
    return "etherpad" if _ETHERPAD.search(text) else ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def unique_keys(events: Iterable[Event]) -> list[Event]:
    """Return *events* with unique keys: the title is added to a repeated key, then the time.

    Of events that are still equal, the first is kept.
    """
    found = list(events)
    for with_time in (False, True):
        times = Counter(event.key for event in found)
        for at, event in enumerate(found):
            if times[event.key] > 1:
                more = f"{event.day}-{event.when}" if with_time else slug(event.title)
                found[at] = event._replace(key=f"{event.key}#{more}")
    return list({event.key: event for event in reversed(found)}.values())[::-1]
