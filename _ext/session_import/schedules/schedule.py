"""What a conference's schedule says, whatever the format of its file."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from session_notes.model.names import clean, fold, slug
from session_notes.model.parsing import parse_speaker

from session_import.scaffold import markdown, one_line, option_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, time

#: Our kinds of session, by what schedules call them.
KINDS = {
    "keynote": "keynote",
    "keynotes": "keynote",
    "talk": "talk",
    "lecture": "talk",
    "panel": "panel",
    "podium": "panel",
    "lightning-talk": "lightning talks",
    "lightning-talks": "lightning talks",
    "lightningtalk": "lightning talks",
    "workshop": "workshop",
    "tutorial": "tutorial",
    "meetup": "meetup",
    "meeting": "meetup",
    "bof": "birds of a feather",
    "birds-of-a-feather": "birds of a feather",
}
_NO_MARKS = str.maketrans(";,", "  ")
_NO_BRACKETS = str.maketrans("()[]", "    ")
_NO_ADDRESS = re.compile(r"[\s<>\\\"`{}|^\x00-\x1f]|[^\x20-\x7e]")
#: What tells the kind of a link: words of its text, and hosts.
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
    """A page that goes with an event; *kind* is the option or the kind of reference, if known."""

    url: str
    kind: str = ""
    text: str = ""


class Event(NamedTuple):
    """One entry of a schedule, in the event's own time."""

    #: What the schedule calls it, and will when it is another time or title.
    key: str
    title: str
    day: date
    start: time | None = None
    end: time | None = None
    room: str = ""
    track: str = ""
    kind: str = ""
    #: Each as it can stand in the option.
    speakers: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    #: Short names of it, for an id where the title makes none.
    names: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """The time as an option has it."""
        if self.start is None:
            return ""
        return f"{self.start:%H:%M}-{self.end:%H:%M}" if self.end else f"{self.start:%H:%M}"

    def facts(self) -> dict[str, str]:
        """Return what may change from one version of a schedule to the next."""
        return {
            "title": one_line(self.title),
            "day": self.day.isoformat(),
            "time": self.when,
            "room": option_value(self.room),
            "track": option_value(self.track),
            "speakers": "; ".join(self.speakers),
        }

    def options(self) -> dict[str, str]:
        """Return the options of the session that it becomes, but for the id."""
        facts = self.facts()
        options = {name: facts[name] for name in ("track", "time", "room", "speakers")}
        options["kind"] = KINDS.get(slug(self.kind), "")
        for link in self.links:
            if link.kind:
                options.setdefault(link.kind, link.url)
        return options

    def references(self) -> list[str]:
        """Return the links that are in no option, each as a bullet."""
        given = set(self.options().values())
        return [
            f"- [{_label(link.text) or _host(link.url)}]({link.url})"
            for link in self.links
            if link.url not in given
        ]


def _label(text: str) -> str:
    """Return *text* as the words of a link, which a bracket in them would end."""
    return markdown(text).replace("]", "\\]")


class Schedule(NamedTuple):
    """What a file says, and what of it could not be read: messages, each with its place."""

    #: What tells it from other schedules of the same conference.
    name: str
    events: list[Event]
    problems: list[str]


def text_of(value: object) -> str:
    """Return the text of a *value* of unknown form; of texts in several languages, the first."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # Together these would look like a link that went wrong.
    return one_line(str(value)).replace("](", "] (")


def mapping(value: object) -> Mapping[str, Any]:
    """Return *value* if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """Return *value* if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def speakers(names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* as an option can hold them, each once."""
    found: dict[str, str] = {}
    for name in names:
        # In the option a comma would look like a mistake for a semicolon, a bracket like a role.
        value = clean(option_value(name).translate(_NO_MARKS))
        speaker = parse_speaker(value)
        if speaker is None:
            value = clean(value.translate(_NO_BRACKETS))
            speaker = parse_speaker(value)
        if speaker is not None:
            found.setdefault(fold(speaker.name), value)
    return tuple(found.values())


def links(found: Iterable[tuple[str, str, str]], base: str = "") -> tuple[Link, ...]:
    """Return the links among *found*, triples of address, kind and text, each address once."""
    kept: dict[str, Link] = {}
    for address, kind, text in found:
        url = _address(address, base)
        if url and url not in kept:
            words = "" if "://" in text else text
            kept[url] = Link(url, kind or _kind_of(url, text), words)
    return tuple(kept.values())


def _address(text: str, base: str) -> str:
    """Return an absolute address that may stand in a page; empty where *text* makes none."""
    try:
        url = urljoin(base, text.strip()) if text.strip() else ""
        good = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return ""
    # Parentheses would end a link in Markdown.
    url = url.replace("(", "%28").replace(")", "%29")
    return url if good and not _NO_ADDRESS.search(url) else ""


def _kind_of(url: str, text: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in _HOSTS:
        return _HOSTS[host]
    if _VIDEO.search(text):
        return "video"
    if _SLIDES.search(text) or _SLIDES.search(parts.path):
        return "slides"
    return "etherpad" if _ETHERPAD.search(text) else ""


def _host(url: str) -> str:
    return markdown((urlsplit(url).hostname or "").removeprefix("www."))


def unique_keys(events: Iterable[Event]) -> list[Event]:
    """Return *events*, each with a key of its own: of those that share one, the title tells.

    Where the title does not either, the time does; what is left then is twice the same.
    """
    found = list(events)
    for with_time in (False, True):
        times = Counter(event.key for event in found)
        found = [
            event._replace(key=_longer_key(event, with_time=with_time))
            if times[event.key] > 1
            else event
            for event in found
        ]
    return list({event.key: event for event in reversed(found)}.values())[::-1]


def _longer_key(event: Event, *, with_time: bool) -> str:
    more = f"{event.day}-{event.when}" if with_time else slug(event.title)
    return f"{event.key}#{more}"
