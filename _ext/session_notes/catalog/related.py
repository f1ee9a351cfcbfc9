"""What leads from one session or topic to others: mentions, neighbours, and what is related.

Two sessions are related by the topics that both have, each the weightier the fewer sessions
have it (their inverse frequency); what many have counts for nothing, so that the work stays
small however many sessions there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import starmap
from math import log
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.catalog import Catalog, Ref, SessionKey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from session_notes.model.records import Link, Text

#: A topic of this many sessions says nothing of how near two of them are to each other.
COMMON = 16
#: What makes two sessions related: one topic that only four have, or two that eight have.
NEAR = log(COMMON / 4)
#: A session of more topics than this is about everything, and says of no two that they belong
#: together.
MANY = 30
#: Topics that share fewer sessions than this may have met by chance.
TOGETHER = 2
#: How many related sessions, and related topics, are shown.
SESSIONS_SHOWN = 3
TOPICS_SHOWN = 5


class Mention(NamedTuple):
    """A session that links to another, with the sentences in which it does."""

    ref: Ref
    contexts: tuple[tuple[Ref, ...], ...]


class RelatedSession(NamedTuple):
    """A session or talk that is near to another, and the topics that make it so."""

    ref: Ref
    parent: Ref | None
    topics: tuple[str, ...]


class PrevNext(NamedTuple):
    """The sessions before and after one in some row."""

    before: Ref | None = None
    after: Ref | None = None


class RelatedTopic(NamedTuple):
    """A related topic, and how many sessions it shares."""

    ref: Ref
    shared: int


class Around(Catalog):
    """The catalog, and what leads from one session to others."""

    # -- mentions ---------------------------------------------------------------------------

    @cached_property
    def _mentions(self) -> dict[SessionKey, dict[SessionKey, list[Link]]]:
        """For each session, the sessions that link to it, in the order of the book."""
        found: dict[SessionKey, dict[SessionKey, list[Link]]] = {}
        for holder in self.spots:
            for link in self._links_from.get(holder, ()):
                target = self.find_session(link.target)
                if target is not None and target != holder:
                    found.setdefault(target, {}).setdefault(holder, []).append(link)
        return found

    @cached_property
    def _links_from(self) -> dict[SessionKey, list[Link]]:
        links: dict[SessionKey, list[Link]] = defaultdict(list)
        for docname, page in self.pages.items():
            for link in page.links:
                if link.holder >= 0 and link.role in ("session", "talk", "any"):
                    links[SessionKey(docname, link.holder)].append(link)
        return dict(links)

    def mentions(self, spot: SessionKey) -> tuple[Mention, ...]:
        """Return the sessions that link to the one at *spot*, each with its sentences."""
        return tuple(
            Mention(
                self.ref(holder),
                tuple(dict.fromkeys(self._resolve(link.context) for link in links)),
            )
            for holder, links in self._mentions.get(spot, {}).items()
        )

    def mentioned_in(self, spot: SessionKey) -> list[SessionKey]:
        """Return where the sessions stand that link to the one at *spot*."""
        return list(self._mentions.get(spot, {}))

    def summary(self, docname: str) -> str:
        """Return the first paragraph of a page as text; empty where it has none."""
        page = self.pages.get(docname)
        return "".join(ref.text for ref in self._resolve(page.summary)) if page else ""

    def _resolve(self, context: tuple[Text, ...]) -> tuple[Ref, ...]:
        """Return a sentence with the titles of what it links to filled in."""
        pieces = []
        for piece in context:
            ref = None
            if piece.target:
                role = "session" if piece.role == "any" else piece.role
                ref = self.find(role, piece.target)
            if ref is None:
                pieces.append(Ref(piece.text or piece.target))
            else:
                pieces.append(ref._replace(text=piece.text or ref.text))
        return tuple(pieces)

    # -- neighbours -------------------------------------------------------------------------

    @cached_property
    def _whole(self) -> dict[SessionKey, SessionKey]:
        """The session that each talk is a part of; for a session, itself."""
        whole: dict[SessionKey, SessionKey] = {}
        for docname, page in self.pages.items():
            by_id: dict[str, SessionKey] = {}
            for number, session in enumerate(page.sessions):
                spot = SessionKey(docname, number)
                parent = by_id.get(session.parent)
                whole[spot] = whole[parent] if parent else spot
                by_id[session.id] = spot
        return whole

    @cached_property
    def _parts(self) -> dict[SessionKey, list[SessionKey]]:
        """Each session and its talks."""
        parts: dict[SessionKey, list[SessionKey]] = defaultdict(list)
        for spot, whole in self._whole.items():
            parts[whole].append(spot)
        return dict(parts)

    @cached_property
    def _days(self) -> dict[date | str, list[str]]:
        """The pages of each day; a page without a date is a day of its own."""
        days: dict[date | str, list[str]] = defaultdict(list)
        for docname in self.pages:
            days[self.dates.get(docname, docname)].append(docname)
        return dict(days)

    def _day(self, docname: str) -> Iterator[SessionKey]:
        for name in self._days[self.dates.get(docname, docname)]:
            yield from (
                SessionKey(name, number) for number in range(len(self.pages[name].sessions))
            )

    @cached_property
    def _rows(self) -> dict[tuple[str, object], dict[SessionKey, PrevNext]]:
        return {}

    def neighbours(self, spot: SessionKey, row: str) -> PrevNext:
        """Return the sessions before and after one in its ``day`` or ``track``; talks have none."""
        track = self.session(spot).track
        if row == "track" and not track:
            return PrevNext()
        day = self.dates.get(spot.docname, spot.docname)
        key = self.key("track", track) if row == "track" else ""
        name = row, key or day
        if name not in self._rows:
            found = self._named["track"][key] if key else self._day(spot.docname)
            spots = [one for one in found if self._whole[one] == one]
            refs = [None, *map(self.ref, spots), None]
            beside = zip(refs, refs[2:], strict=False)
            self._rows[name] = dict(zip(spots, starmap(PrevNext, beside), strict=True))
        return self._rows[name].get(spot, PrevNext())

    def parts(self, spot: SessionKey) -> list[SessionKey]:
        """Return a session and its talks; of a talk, itself."""
        return self._parts.get(spot, [spot])

    def last_line(self, spot: SessionKey) -> int:
        """Return the last line of a session in its file, that of its last talk included."""
        source = self.session(spot).where.source
        parts = map(self.session, self._parts.get(spot, [spot]))
        return max(part.last for part in parts if part.where.source == source)

    # -- what is related --------------------------------------------------------------------

    def sessions_on(self, key: str) -> list[SessionKey]:
        """Return the sessions with a topic; where a talk has it, the session of the talk."""
        return list(self._sessions_on.get(key, ()))

    @cached_property
    def _sessions_on(self) -> dict[str, dict[SessionKey, None]]:
        return {
            key: dict.fromkeys(self._whole[spot] for spot in spots)
            for key, spots in self._named["topic"].items()
        }

    @cached_property
    def _topics_of(self) -> dict[SessionKey, list[str]]:
        """The topics of each session and of its talks."""
        topics: dict[SessionKey, list[str]] = {whole: [] for whole in self._parts}
        for key, sessions in self._sessions_on.items():
            for whole in sessions:
                topics[whole].append(key)
        return topics

    def related(self, spot: SessionKey) -> tuple[RelatedSession, ...]:
        """Return the sessions nearest to one by the topics that few have, best first.

        Those that it links to, or that link to it, are known to the reader already. Of a
        session and its talks only the nearest is named.
        """
        if self._whole[spot] != spot:
            return ()
        scores: dict[SessionKey, float] = defaultdict(float)
        shared: dict[SessionKey, list[str]] = defaultdict(list)
        for key in sorted(self._topics_of[spot]):
            frequency = len(self._sessions_on[key])
            if frequency < COMMON:
                for other in self._named["topic"][key]:
                    scores[other] += log(COMMON / frequency)
                    shared[other].append(key)
        known = self._known_from(spot)
        best: dict[SessionKey, SessionKey] = {}
        for other in sorted(scores, key=lambda other: (-scores[other], self._place[other])):
            whole = self._whole[other]
            if scores[other] >= NEAR and whole not in known:
                best.setdefault(whole, other)
        return tuple(
            RelatedSession(
                self.ref(other),
                self.facts(other).parent,
                tuple(self.label("topic", key) for key in shared[other]),
            )
            for other in list(best.values())[:SESSIONS_SHOWN]
        )

    @cached_property
    def _place(self) -> dict[SessionKey, int]:
        return {spot: place for place, spot in enumerate(self.spots)}

    def _known_from(self, whole: SessionKey) -> set[SessionKey]:
        """Return the session itself, and those that its notes or its mentions lead to."""
        known = {whole}
        for part in self._parts[whole]:
            targets = (self.find_session(link.target) for link in self._links_from.get(part, ()))
            known.update(self._whole[target] for target in targets if target)
            known.update(self._whole[holder] for holder in self._mentions.get(part, ()))
        return known

    @cached_property
    def _together(self) -> dict[str, Counter[str]]:
        """How many sessions each two topics share."""
        together: dict[str, Counter[str]] = defaultdict(Counter)
        for topics in self._topics_of.values():
            for key in topics if len(topics) <= MANY else ():
                together[key].update(topics)
        return dict(together)

    def related_topics(self, key: str) -> tuple[RelatedTopic, ...]:
        """Return the topics that share several sessions with one, best first.

        A shared session counts the more the fewer others the topic has. What is part of it, or
        what it is part of, is said elsewhere.
        """
        entry = self.topics.entries.get(key)
        near = {key, *self.children.get(key, ()), *([entry.parent] if entry else ())}
        weight = {
            other: shared * log(len(self._parts) / len(self._sessions_on[other]))
            for other, shared in self._together.get(key, Counter[str]()).items()
            if other not in near and shared >= TOGETHER
        }
        names = sorted(weight, key=lambda other: (-weight[other], other))[:TOPICS_SHOWN]
        return tuple(
            RelatedTopic(
                self._named_ref("topic", self.label("topic", other)), self._together[key][other]
            )
            for other in names
        )
