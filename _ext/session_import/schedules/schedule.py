"""The schedule of a conference, whatever the format of its file."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from session_notes.model import messages, schema
from session_notes.model.names import clean, fold, slug
from session_notes.model.scripts import same_name
from session_notes.model.speakers import is_pronoun, read_speakers
from session_notes.model.times import DAY, LAST, LONG, clock, span

from session_import.page_file import markdown, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
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
#: What brackets in the name of a person hold.
_ROUND = re.compile(r"[(（]([^()（）]*)[)）]")
_SQUARE = re.compile(r"[\[［]([^\[\]［］]*)[\]］]")
_BETWEEN = re.compile("[,;、，]")
_ALSO = re.compile(r"(?:aka|a\.k\.a\.|alias|known as|nick(?:name)?:?)\s+", re.IGNORECASE)
_QUOTES = "\"'“”‘’„«»「」『』"
_BRACKETS = re.compile(r"[()（）\[\]［］【】〔〕]")
#: What an address may hold besides letters and digits; parentheses would end a link in Markdown.
_SAFE = "/:@!$&'*+,;=~-._?%#"
_BAD_HOST = re.compile(r"[\s<>\\\"`{}|^()\x00-\x20]|[^\x20-\x7e]")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
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


class Person(NamedTuple):
    """A person as a schedule names them."""

    name: str
    affiliation: str = ""


class OtherName(NamedTuple):
    """What stood in parentheses behind a name; it is not certain that it is a name, too."""

    name: str
    other: str
    is_sure: bool


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
    others: tuple[OtherName, ...] = ()

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

    def options(self, kinds: Collection[str] = ()) -> dict[str, str]:
        """Return the options of the new session, except for the id.

        The book has *kinds* of its own.
        """
        facts = self.facts()
        options = {name: facts[name] for name in ("track", "time", "until", "room", "speakers")}
        kind = KINDS.get(slug(self.kind), slug(self.kind))
        options["kind"] = kind.replace("-", " ") if kind in {*schema.KINDS, *kinds} else ""
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


class Conference(NamedTuple):
    """What a schedule says of the conference; whatever it does not say is empty."""

    title: str = ""
    #: The name of the time zone, such as Europe/London.
    timezone: str = ""
    url: str = ""
    venue: str = ""
    city: str = ""


class Schedule(NamedTuple):
    """The events of a file, and messages about what could not be read, each with its place."""

    #: It distinguishes the schedules of one conference.
    name: str
    events: list[Event]
    problems: list[str]
    conference: Conference = Conference()
    #: Whether the times are in UTC, and nothing says where the conference is.
    lacks_zone: bool = False
    #: How many events have each of :data:`TEXTS`.
    texts: Mapping[str, int] = MappingProxyType({})


#: What is never imported, because it is the text of others.
TEXTS = ("subtitle", "abstract", "description")


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


def speakers(
    people: Iterable[Person], report: Callable[[str], None]
) -> tuple[tuple[str, ...], tuple[OtherName, ...]]:
    """Return *people* as the option has them, each once, and their other names.

    Report what is left out. Nothing in a name is an affiliation: most of what stands in
    parentheses there are pronouns, nicknames and names in another script.
    """
    found: dict[str, str] = {}
    others: list[OtherName] = []
    for person in people:
        name, inside = _split_name(option_value(person.name))
        name = option_value(name.translate(_SEPARATORS))
        for text in inside:
            if is_pronoun(text):
                report(f"left out: {messages.PRONOUN.text.format(name=name, extra=text)}")
            else:
                others.append(_other_name(name, text))
        pieces = map(str.strip, _BRACKETS.split(person.affiliation.translate(_SEPARATORS)))
        company = option_value(", ".join(filter(None, pieces)))
        for entry in read_speakers(f"{name} ({company})" if company and name else name):
            if entry.flaw and entry.text:
                report(f"left out: {entry.flaw.text.format(role='speaker', **entry.fields)}")
            if entry.speaker and entry.flaw is not messages.NOT_A_SPEAKER:
                named, affiliation, role = entry.speaker
                value = named + f" ({affiliation})" * bool(affiliation) + f" [{role}]" * bool(role)
                found.setdefault(fold(named), value)
    return tuple(found.values()), tuple(others)


def _split_name(text: str) -> tuple[str, list[str]]:
    """Return a name without what stands in parentheses, and that; a role stays."""
    inside = [piece.strip() for found in _ROUND.findall(text) for piece in _BETWEEN.split(found)]
    bare = _ROUND.sub(" ", text)
    for found in _SQUARE.findall(bare):
        if is_pronoun(found):
            inside.append(found)
            bare = bare.replace(f"[{found}]", " ").replace(f"［{found}］", " ")
    before, _, last = bare.rstrip().rpartition(" ")
    if before and "/" in last and is_pronoun(last):
        inside.append(last)
        bare = before.rstrip(" ,|/–—-")
    bare = one_line(bare)
    if not bare or any(sign in bare for sign in "()（）"):
        return text, []
    return bare, list(filter(None, inside))


def _other_name(name: str, text: str) -> OtherName:
    """Return another name of a person, which certainly is one if it looks like it."""
    said = _ALSO.match(text)
    bare = text[said.end() if said else 0 :].strip(_QUOTES)
    is_handle = " " not in bare and (bare[:1] in "@_" or bare[:1].islower() or "_" in bare)
    is_short = any(len(bare) > 1 and fold(word).startswith(fold(bare)) for word in name.split())
    is_sure = bare != text or is_handle or is_short or same_name(name, bare)
    return OtherName(name, bare, is_sure and bool(bare))


def links(
    found: Iterable[tuple[str, str, str]], report: Callable[[str], None], base: str = ""
) -> tuple[Link, ...]:
    """Return the links among *found*, triples of address, kind and text, each address once."""
    kept: dict[str, Link] = {}
    for address, kind, text in found:
        try:
            url = _address(address.strip(), base)
        except ValueError as error:
            report(f"left out: the link '{one_line(address)}': {error}")
            continue
        if url and url not in kept:
            kept[url] = Link(url, kind or _kind_of(url, text), "" if "://" in text else text)
    return tuple(kept.values())


def _address(text: str, base: str) -> str:
    """Return *text* as an absolute address that is valid in a page; ValueError says why not."""
    if not text:
        return ""
    url = urljoin(base, f"https://{text}" if text.lower().startswith("www.") else text)
    parts = urlsplit(url)
    if text.lower().startswith(("http:", "https:")):
        parts = urlsplit(text)
    if not parts.scheme:
        relative = "relative, and the schedule has no base_url"
        raise ValueError(relative)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        other = "neither http nor https"
        raise ValueError(other)
    host = parts.netloc
    if not host.isascii():
        user, at, name = host.rpartition("@")
        host = user + at + name.encode("idna").decode("ascii")
    url = urlunsplit(parts._replace(netloc=host))
    head, rest = url[: len(parts.scheme) + 3 + len(host)], url[len(parts.scheme) + 3 + len(host) :]
    if _BAD_HOST.search(head):
        wrong = "no valid address"
        raise ValueError(wrong)
    return head + quote(_PERCENT.sub("%25", rest), safe=_SAFE)


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


def unique_keys(events: Iterable[Event], source: str, problems: list[str]) -> list[Event]:
    """Return *events* with unique keys: the title is added to a repeated key, then the time.

    Of events that are still equal, the first is kept, and the others are reported.
    """
    found = list(events)
    for with_time in (False, True):
        times = Counter(event.key for event in found)
        for at, event in enumerate(found):
            if times[event.key] > 1:
                more = f"{event.day}-{event.when}" if with_time else slug(event.title)
                found[at] = event._replace(key=f"{event.key}#{more}")
    kept: dict[str, Event] = {}
    problems += [
        f"{source}: '{event.title}' on {event.day} is there twice; the first is imported"
        for event in found
        if kept.setdefault(event.key, event) is not event
    ]
    return list(kept.values())
