"""A made-up conference of any size, and the writing of it as sources for several systems.

The same number always gives the same conference. Ten sessions a page, or as many as wanted; a
session has 2 to 5 of 60 topics, 1 to 3 speakers, about eight bullets, some of them nested,
impressions, 1 to 3 references and 1 or 2 links to other sessions.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_PAGE = 10
TOPICS = 60
FIRST_DAY = date(2015, 5, 18)
TRACKS = ("Keynote", "Conference", "Design", "Operators", "Networking", "Storage", "Compute")
KINDS = ("talk", "panel", "workshop", "keynote")
_WORDS_TEXT = (
    "address agent bridge bucket cache cell chain cluster commit container controller core "
    "cost daemon deploy design disk driver edge engine event fabric failure feature "
    "firewall flow gateway graph guest host image index kernel key label latency layer "
    "lease limit link load lock loop mesh message metric migration mirror network node "
    "overlay packet parser patch path peer plan policy pool port prefix proxy queue quota "
    "race rack range release replica request review role route router rule scale schedule "
    "scope secret segment server service session shard socket spec stack state storage "
    "stream subnet switch table tag tenant test thread timeout token topology trace traffic "
    "tree trunk tunnel update upgrade user vector version volume worker zone"
)
_WORDS = _WORDS_TEXT.split()
_VERBS_TEXT = "breaks carries drops eats finds holds keeps loses meets needs owns wants"
_VERBS = _VERBS_TEXT.split()
_NAMES_TEXT = "Ada Alan Barbara Claude Donald Edsger Frances Grace Ivan John Ken Leslie"
_NAMES = _NAMES_TEXT.split()


class Bullet(NamedTuple):
    """A bullet; with a target, its sentence links to another session."""

    text: str
    target: int = -1
    nested: tuple[str, ...] = ()


class Talk(NamedTuple):
    """A session as all systems write it, by numbers rather than by names."""

    number: int
    title: str
    track: int
    kind: str
    start: int
    room: str
    speakers: tuple[int, ...]
    topics: tuple[int, ...]
    bullets: tuple[Bullet, ...]
    impressions: tuple[str, ...]
    references: tuple[tuple[str, str], ...]
    #: The number of the page that it stands on.
    page: int

    @property
    def id(self) -> str:
        """The id, the same in every system."""
        return f"session-{self.number}"

    @property
    def span(self) -> str:
        """Start and end, as in 14:40-15:20."""
        return f"{self.start:02}:00-{self.start:02}:40"


class Conference:
    """All that *count* sessions say, *per_page* of them on a page."""

    def __init__(self, count: int, per_page: int = PER_PAGE) -> None:
        self._random = Random(2015)
        self.per_page = per_page
        self.people = max(10, count // 2)
        self.talks = [self._talk(number, count) for number in range(count)]

    def _sentence(self, least: int = 6, most: int = 14) -> str:
        words = self._random.choices(_WORDS, k=self._random.randint(least, most))
        words[2] = self._random.choice(_VERBS)
        return " ".join(words).capitalize()

    def _bullets(self, number: int, count: int) -> Iterator[Bullet]:
        linking = set(self._random.sample(range(6), self._random.randint(1, 2)))
        for place in range(6):
            nested = () if self._random.random() < 0.7 else (self._sentence(), self._sentence())
            target = (number + self._random.randrange(1, count)) % count
            yield Bullet(self._sentence(), target if place in linking else -1, nested)

    def _talk(self, number: int, count: int) -> Talk:
        pick = self._random
        return Talk(
            number,
            f"{self._sentence(4, 6)} {number}",
            pick.randrange(len(TRACKS)),
            pick.choice(KINDS),
            9 + number % PER_PAGE,
            # No two at the same time.
            str(100 + pick.randrange(20) + 20 * (number % self.per_page // PER_PAGE)),
            tuple(pick.sample(range(self.people), pick.randint(1, 3))),
            tuple(pick.sample(range(TOPICS), pick.randint(2, 5))),
            tuple(self._bullets(number, count)),
            tuple(self._sentence() for _ in range(pick.randint(1, 2))),
            tuple(
                (self._sentence(3, 5), f"https://example.org/{number}/{place}")
                for place in range(pick.randint(1, 3))
            ),
            number // self.per_page,
        )

    @property
    def pages(self) -> list[list[Talk]]:
        """The sessions of each page."""
        talks, size = self.talks, self.per_page
        return [talks[start : start + size] for start in range(0, len(talks), size)]

    def mentions(self) -> dict[int, dict[int, list[Bullet]]]:
        """For each session, the sessions that link to it, with the bullets that do."""
        found: dict[int, dict[int, list[Bullet]]] = {}
        for talk in self.talks:
            for bullet in talk.bullets:
                if bullet.target >= 0:
                    found.setdefault(bullet.target, {}).setdefault(talk.number, []).append(bullet)
        return found


def day(page: int) -> date:
    """Return the date of a page."""
    return FIRST_DAY + timedelta(days=page)


def spoken_day(page: int) -> str:
    """Return the date of a page in words, without a leading zero."""
    return f"{day(page):%A} {day(page).day} {day(page):%B %Y}"


def page_name(page: int) -> str:
    """Return the path of a page."""
    return f"days/{day(page)}"


def person(number: int) -> str:
    """Return the name of a speaker; no two look alike enough to be taken for one."""
    first, word = _NAMES[number % len(_NAMES)], _WORDS[number // len(_NAMES) % len(_WORDS)]
    rank = number // (len(_NAMES) * len(_WORDS))
    return f"{first} {word.capitalize()}" + (f" {_WORDS[rank].capitalize()}son" if rank else "")


def topic(number: int) -> str:
    """Return the label of a topic."""
    return f"{_WORDS[number].capitalize()} {_WORDS[(number + 37) % len(_WORDS)]}"


def about(number: int) -> str:
    """Return the description of a topic."""
    return f"All about the {topic(number).lower()} and what it meant in May 2015."


def slug(text: str) -> str:
    """Return the id of a speaker, topic or track."""
    return text.lower().replace(" ", "-")


def toctree(*names: str, depth: int = 1) -> str:
    """Return a table of contents."""
    return "\n".join(("```{toctree}", f":maxdepth: {depth}", "", *names, "```", ""))
