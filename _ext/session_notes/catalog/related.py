"""What leads from one session or topic to others: mentions, neighbours and related ones.

Two sessions are related by the topics that they share, and a topic counts more the fewer sessions
have it (inverse frequency). Topics that many sessions have do not count, so that the work stays
small even for a large book.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import log
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.caching import cached
from session_notes.catalog.catalog import SESSION_ROLES, SessionKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from session_notes.catalog.catalog import Catalog
    from session_notes.catalog.facts import Ref
    from session_notes.model.records import Xref

#: A topic of this many sessions does not show that two of them are related.
COMMON = 16
#: What makes two sessions related: one topic that only four have, or two that eight have.
NEAR = log(COMMON / 4)
#: A session with more topics than this is about everything, and relates no topics to each other.
MANY = 30
#: Topics that share fewer sessions than this may share them by chance.
TOGETHER = 2
#: How many related sessions, and related topics, are shown.
SESSIONS_SHOWN = 3
TOPICS_SHOWN = 5


class Mention(NamedTuple):
    """A session that links to another, with the sentences that contain the links."""

    ref: Ref
    contexts: tuple[tuple[Ref, ...], ...]


class RelatedSession(NamedTuple):
    """A related session or talk, and the topics that it shares."""

    ref: Ref
    parent: Ref | None
    topics: tuple[str, ...]


class PrevNext(NamedTuple):
    """The sessions before and after one in its day or its track."""

    before: Ref | None = None
    after: Ref | None = None


# -- mentions ---------------------------------------------------------------------------------


def mentions(catalog: Catalog, key: SessionKey) -> tuple[Mention, ...]:
    """Return the sessions that link to a session, each with its sentences."""
    return tuple(
        Mention(
            catalog.ref(holder),
            tuple(dict.fromkeys(catalog.resolve(link.context) for link in links)),
        )
        for holder, links in _links_to(catalog).get(key, {}).items()
    )


def mentioned_in(catalog: Catalog, key: SessionKey) -> list[SessionKey]:
    """Return the sessions that link to a session."""
    return list(_links_to(catalog).get(key, ()))


@cached
def _links_to(catalog: Catalog) -> dict[SessionKey, dict[SessionKey, list[Xref]]]:
    """Return for each session the sessions that link to it, in the order of the book."""
    links: dict[SessionKey, list[Xref]] = defaultdict(list)
    for docname, page in catalog.pages.items():
        for link in page.xrefs:
            if link.holder >= 0 and link.role in SESSION_ROLES:
                links[SessionKey(docname, link.holder)].append(link)
    found: dict[SessionKey, dict[SessionKey, list[Xref]]] = {}
    for holder in catalog.session_keys:
        for link in links.get(holder, ()):
            target = catalog.find_session(link.target)
            if target is not None and target != holder:
                found.setdefault(target, {}).setdefault(holder, []).append(link)
    return found


@cached
def _linked(catalog: Catalog) -> dict[SessionKey, set[SessionKey]]:
    """Return the sessions that each one links to, or that link to it, with their talks."""
    found: dict[SessionKey, set[SessionKey]] = defaultdict(set)
    for target, holders in _links_to(catalog).items():
        for holder in holders:
            one, other = catalog.whole[target], catalog.whole[holder]
            found[one].add(other)
            found[other].add(one)
    return found


# -- neighbours -------------------------------------------------------------------------------


def neighbours(catalog: Catalog, key: SessionKey) -> tuple[PrevNext, PrevNext]:
    """Return the sessions before and after one, in its day and in its track; talks have none."""
    in_day, in_track = _neighbours(catalog)
    return in_day.get(key, PrevNext()), in_track.get(key, PrevNext())


@cached
def _neighbours(catalog: Catalog) -> tuple[dict[SessionKey, PrevNext], ...]:
    days: dict[object, list[SessionKey]] = defaultdict(list)
    tracks: dict[object, list[SessionKey]] = defaultdict(list)
    for key in catalog.session_keys:
        event, day = catalog.row_of(key)
        # A page without a date is a day of its own.
        days[event, day or key.docname].append(key)
        track = catalog.session(key).track
        if track:
            tracks[event, catalog.spellings["track"][track]].append(key)
    return _in_rows(catalog, days.values()), _in_rows(catalog, tracks.values())


def _in_rows(catalog: Catalog, rows: Iterable[list[SessionKey]]) -> dict[SessionKey, PrevNext]:
    found: dict[SessionKey, PrevNext] = {}
    for row in rows:
        sessions = [key for key in row if catalog.whole[key] == key]
        refs = [None, *map(catalog.ref, sessions), None]
        found.update(zip(sessions, map(PrevNext, refs, refs[2:]), strict=True))
    return found


# -- related sessions and topics --------------------------------------------------------------


@cached
def sessions_on(catalog: Catalog, topic: str) -> list[SessionKey]:
    """Return the sessions with a topic; if a talk has it, the session of the talk."""
    keys = catalog.sessions_by["topic"].get(topic, ())
    return list(dict.fromkeys(catalog.whole[key] for key in keys))


@cached
def _topics_of(catalog: Catalog) -> dict[SessionKey, list[str]]:
    """Return the topics of each session and of its talks."""
    topics: dict[SessionKey, list[str]] = {key: [] for key in catalog.with_talks}
    for topic in catalog.sessions_by["topic"]:
        for key in sessions_on(catalog, topic):
            topics[key].append(topic)
    return topics


def related_sessions(catalog: Catalog, key: SessionKey) -> tuple[RelatedSession, ...]:
    """Return the sessions most closely related to one by rare topics, best first.

    Sessions that it links to, or that link to it, are left out because the reader knows them
    already. Of a session and its talks only the most closely related is returned.
    """
    if catalog.whole[key] != key:
        return ()
    scores: dict[SessionKey, float] = defaultdict(float)
    shared: dict[SessionKey, list[str]] = defaultdict(list)
    for topic in sorted(_topics_of(catalog)[key]):
        frequency = len(sessions_on(catalog, topic))
        if frequency < COMMON:
            for other in catalog.sessions_by["topic"][topic]:
                scores[other] += log(COMMON / frequency)
                shared[other].append(topic)
    position = _positions(catalog)
    known = {*_linked(catalog).get(key, ()), *_at_other_events(catalog, key)}
    best: dict[SessionKey, SessionKey] = {}
    for other in sorted(scores, key=lambda other: (-scores[other], position[other])):
        whole = catalog.whole[other]
        if scores[other] >= NEAR and whole != key and whole not in known:
            best.setdefault(whole, other)
    return tuple(
        RelatedSession(
            catalog.ref(other),
            catalog.facts(other).parent,
            tuple(catalog.label("topic", topic) for topic in shared[other]),
        )
        for other in list(best.values())[:SESSIONS_SHOWN]
    )


def at_other_events(catalog: Catalog, key: SessionKey) -> tuple[tuple[Ref, Ref], ...]:
    """Return sessions of other events with the same speakers and topics, each with its event."""
    found = map(catalog.facts, _at_other_events(catalog, key)[:SESSIONS_SHOWN])
    return tuple((facts.ref, facts.event) for facts in found if facts.event)


@cached
def _at_other_events(catalog: Catalog, key: SessionKey) -> list[SessionKey]:
    """Return all of them: first those with most speakers in common, then with most topics."""
    if not catalog.has_events or catalog.whole[key] != key:
        return []
    speakers: Counter[SessionKey] = Counter()
    for name in _speakers_of(catalog, key):
        others = {catalog.whole[other] for other in catalog.sessions_by["speaker"][name]}
        speakers.update(others)
    own, event = set(_topics_of(catalog)[key]), catalog.event_of(key.docname)
    scores: dict[SessionKey, tuple[int, int, int]] = {}
    for other, count in speakers.items():
        topics = own.intersection(_topics_of(catalog)[other])
        if topics and catalog.event_of(other.docname) != event:
            scores[other] = -count, -len(topics), _positions(catalog)[other]
    return sorted(scores, key=scores.__getitem__)


def _speakers_of(catalog: Catalog, key: SessionKey) -> set[str]:
    """Return the ids of the speakers of a session and of its talks."""
    parts = map(catalog.session, catalog.parts(key))
    return {catalog.spellings["speaker"][one.name] for part in parts for one in part.speakers}


@cached
def _positions(catalog: Catalog) -> dict[SessionKey, int]:
    return {key: position for position, key in enumerate(catalog.session_keys)}


@cached
def _shared_sessions(catalog: Catalog) -> dict[str, Counter[str]]:
    """Return how many sessions each two topics share."""
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for topics in _topics_of(catalog).values():
        for topic in topics if len(topics) <= MANY else ():
            shared[topic].update(topics)
    return shared


def related_topics(catalog: Catalog, topic: str) -> tuple[tuple[Ref, int], ...]:
    """Return the topics that share several sessions with one, and how many, best first.

    A shared session counts more the fewer others the topic has. The broader topic and the narrower
    ones are left out because the index names them anyway.
    """
    entry = catalog.topics.entries.get(topic)
    named = {topic, *catalog.subtopics.get(topic, ()), *([entry.parent] if entry else ())}
    shared = _shared_sessions(catalog).get(topic, Counter[str]())
    weight = {
        other: count * log(len(catalog.with_talks) / len(sessions_on(catalog, other)))
        for other, count in shared.items()
        if other not in named and count >= TOGETHER
    }
    best = sorted(weight, key=lambda other: (-weight[other], other))[:TOPICS_SHOWN]
    return tuple((catalog.ref_by_id("topic", other), shared[other]) for other in best)
