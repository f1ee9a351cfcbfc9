"""What only the whole book can tell: of names, of twins, of links that lead nowhere.

The build and the command line ask the same questions of the same records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from session_notes.lint.option_values import parse_date
from session_notes.lint.similar_names import alike, judge_twins, undeclared
from session_notes.model.names import (
    did_you_mean,
    fold,
    quote_list,
    skeleton,
    suggest,
)
from session_notes.model.problems import Edit, Problem, Subtype

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.problems import Where
    from session_notes.model.records import Address, Link, Session

#: The filters that name something of ours.
NAMING = ("topic", "speaker", "track")
#: What is found of pages whose fences are broken, and is gone when they are not.
FOLLOWS = (Subtype.PLACE, Subtype.HEADING)


def judge(
    catalog: Catalog,
    kinds: AbstractSet[str] | None,
    twins: Sequence[Sequence[str]] | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the sessions and views of a book; *kinds* None: any kind will do.

    *twins* are the names of speakers that are :func:`~session_notes.lint.similar_names.alike`,
    where they are known already.
    """
    yield from _judge_kinds(catalog, kinds)
    yield from _judge_tracks(catalog)
    yield from _judge_topics(catalog)
    yield from _judge_speakers(catalog)
    yield from _judge_ids(catalog)
    yield from _judge_rooms(catalog)
    yield from _judge_affiliations(catalog)
    yield from judge_twins(catalog, alike(undeclared(catalog)) if twins is None else twins)
    yield from _judge_rare_topics(catalog)
    for page in catalog.pages.values():
        for view in page.views:
            for option, value in view.options:
                yield from _judge_filter(catalog, view.where, option, value, kinds)
    for role in catalog.indexes:
        yield from _judge_index(catalog, role)


def judge_links(
    links: Iterable[Link], missing: Callable[[str, str], list[str] | None]
) -> Iterator[Problem]:
    """Yield the links that lead nowhere.

    *missing* gives the names nearest to a role and a target; None where the link is well.
    """
    for link in links:
        near = missing(link.role, link.target)
        if near is not None:
            role = "session" if link.role == "any" else link.role
            hint = suggest(near) or "no page declares it"
            swap = Edit(link.where.line, link.target, near[0]) if _is_slip(link, near) else None
            yield Problem(
                Subtype.XREF,
                link.where,
                f"no {role} '{link.target}'",
                hint,
                edits=(swap,) if swap else (),
            )


def _is_slip(link: Link, near: Sequence[str]) -> bool:
    """Say whether *link* can only mean the first of *near*: it is a session's id, and alone."""
    return (
        link.role in ("any", "session")
        and len(near) == 1
        and len(link.target) > 6
        and skeleton(link.target) == skeleton(near[0])
    )


def judge_addresses(addresses: Iterable[Address]) -> Iterator[Problem]:
    """Yield the addresses with http of which the book has https as well."""
    known = list(addresses)
    secure = {address.url.removeprefix("https:") for address in known}
    for url, where in known:
        rest = url.removeprefix("http:")
        if rest != url and rest in secure:
            edit = Edit(where.line, url, f"https:{rest}")
            reason = f"'{url}' is 'https:{rest}' elsewhere in the book"
            yield Problem(Subtype.HTTP, where, reason, "write https here, too", edits=(edit,))


def _unknown_kind(kind: str, where: Where, kinds: AbstractSet[str]) -> Problem:
    hint = did_you_mean(kind, kinds) or f"the kinds are {', '.join(sorted(kinds))}"
    return Problem(Subtype.KIND, where, f"unknown kind '{kind}'", hint)


def _judge_kinds(catalog: Catalog, kinds: AbstractSet[str] | None) -> Iterator[Problem]:
    for session in catalog.sessions:
        if session.kind and kinds is not None and session.kind not in kinds:
            yield _unknown_kind(session.kind, session.place("kind"), kinds)


def _judge_tracks(catalog: Catalog) -> Iterator[Problem]:
    tracks = catalog.tracks
    # Here and below: each name is looked up once, and few books have any that is wrong.
    unknown = {track for track in catalog.spellings("track") if not tracks.find(track)}
    for session in catalog.sessions if unknown and tracks.declared else ():
        if session.track in unknown:
            hint = tracks.hint(session.track, catalog.language) or "declare it in tracks.yml"
            reason = f"unknown track '{session.track}'"
            yield Problem(Subtype.TRACK, session.place("track"), reason, hint)


def _judge_topics(catalog: Catalog) -> Iterator[Problem]:
    topics = catalog.topics
    others = {topic for topic in catalog.spellings("topic") if not topics.spells(topic)}
    for session in catalog.sessions if others and topics.declared else ():
        for topic in session.topics:
            if topic in others:
                yield _judge_topic(catalog, topic, session.place("topics"))


def _judge_topic(catalog: Catalog, topic: str, where: Where) -> Problem:
    topics = catalog.topics
    entry = topics.find(topic)
    if entry is None:
        hint = topics.hint(topic, catalog.language) or "declare it in topics.yml"
        twin = topics.twin(topic)
        label = twin.label.say(catalog.language) if twin else ""
        same = twin is not None and skeleton(topic) in map(skeleton, twin.names())
        edits = (Edit(where.line, topic, label),) if same else ()
        return Problem(Subtype.TOPIC, where, f"unknown topic '{topic}'", hint, edits=edits)
    label = entry.label.say(catalog.language)
    reason = f"the topic '{topic}' is spelled otherwise in topics.yml"
    edit = Edit(where.line, topic, label)
    return Problem(Subtype.SPELLING, where, reason, f"write '{label}'", edits=(edit,))


def _judge_speakers(catalog: Catalog) -> Iterator[Problem]:
    people = catalog.people
    others = [name for name in catalog.spellings("speaker") if not people.spells(name)]
    meant = {name: people.find(name) or people.twin(name) for name in others}
    for session in catalog.sessions if any(meant.values()) else ():
        where = session.place("speakers")
        for name in (speaker.name for speaker in session.speakers):
            twin = meant.get(name)
            if twin:
                label = twin.label.say(catalog.language)
                reason = f"the speaker '{name}' is almost '{label}'"
                hint = f"write '{label}', or add the spelling to the aliases of '{twin.id}'"
                same = skeleton(label) == skeleton(name)
                edits = (Edit(where.line, name, label),) if same else ()
                yield Problem(Subtype.SPEAKER, where, reason, hint, edits=edits)


def _judge_ids(catalog: Catalog) -> Iterator[Problem]:
    for spots in catalog.duplicates:
        first = catalog.session(spots[0])
        for spot in spots[1:]:
            twin = catalog.session(spot)
            other = f"{first.where.source}:{first.where.line}"
            reason = f"the id '{twin.id}' is already that of '{first.title}' ({other})"
            yield Problem(Subtype.DUPLICATE, twin.place("id"), reason, "give one of them another")


def _judge_rooms(catalog: Catalog) -> Iterator[Problem]:
    """Yield the sessions that begin while another one is in the same room."""
    rooms: dict[tuple[object, str], list[Session]] = defaultdict(list)
    for spot in catalog.session_keys:
        session, day = catalog.session(spot), catalog.dates.get(spot.docname)
        if session.room and session.start and not session.parent and day:
            rooms[day, fold(session.room)].append(session)
    for sessions in rooms.values():
        sessions.sort(key=lambda one: (one.start, one.where))
        before = sessions[0]
        for session in sessions[1:]:
            assert session.start is not None  # noqa: S101 - those without one are left out
            assert before.start is not None  # noqa: S101
            if session.start == before.start or (before.end and session.start < before.end):
                other = f"'{before.title}' ({before.where.source}:{before.where.line})"
                reason = f"at {session.start:%H:%M} {other} is in the room '{session.room}', too"
                hint = "correct a time or a room, if one of them is wrong"
                yield Problem(Subtype.CLASH, session.place("time"), reason, hint)
            if (session.end or session.start) >= (before.end or before.start):
                before = session


def _judge_affiliations(catalog: Catalog) -> Iterator[Problem]:
    """Yield the speakers who have another affiliation elsewhere in the book."""
    first: dict[str, tuple[str, Where]] = {}
    for session in catalog.sessions:
        where = session.place("speakers")
        for speaker in session.speakers:
            if not speaker.affiliation:
                continue
            entry = catalog.people.find(speaker.name)
            key = entry.id if entry else fold(speaker.name)
            said, at = first.setdefault(key, (speaker.affiliation, where))
            if fold(said) != fold(speaker.affiliation):
                name = f"the affiliation of '{speaker.name}' is '{speaker.affiliation}'"
                reason = f"{name} here, and '{said}' in {at.source}:{at.line}"
                hint = "write the same, unless it changed between the two"
                yield Problem(Subtype.AFFILIATION, where, reason, hint)


def _judge_rare_topics(catalog: Catalog) -> Iterator[Problem]:
    """Yield the topics that one session uses, and of which the vocabulary says nothing."""
    used: dict[str, list[tuple[str, Where]]] = defaultdict(list)
    for session in catalog.sessions:
        for topic in session.topics:
            entry = catalog.topics.find(topic)
            if entry and not entry.description.by_language and not entry.parent:
                used[entry.id].append((topic, session.place("topics")))
    for uses in used.values():
        topic, where = uses[0]
        if len(uses) == 1:
            reason = f"the topic '{topic}' is used only here"
            hint = "use a broader one, or say in topics.yml what it means"
            yield Problem(Subtype.ONCE, where, reason, hint)


def _judge_index(catalog: Catalog, role: str) -> Iterator[Problem]:
    names = catalog.unindexed(role)
    if names:
        others = f" and {len(names) - 3} more" if len(names) > 3 else ""
        reason = f"no {role}-index shows {quote_list(names[:3])}{others}"
        hint = "widen the options of one of them, or add one that shows the rest"
        yield Problem(Subtype.INDEX, catalog.indexes[role][0][1].where, reason, hint)


def _judge_filter(
    catalog: Catalog, where: Where, option: str, value: str, kinds: AbstractSet[str] | None
) -> Iterator[Problem]:
    if option == "day":
        yield from parse_date(value, where)[1]
    elif option == "kind":
        if kinds is not None and value not in kinds:
            yield _unknown_kind(value, where, kinds)
    elif option == "under":
        yield from _judge_filter(catalog, where, "topic", value, kinds)
    elif option in NAMING and not catalog.find(option, value):
        near = catalog.nearest_names(option, value)
        hint = suggest(near) or "no session has it"
        yield Problem(Subtype(option), where, f"unknown {option} '{value}'", hint)


def merge(told: Sequence[Problem], found: Iterable[Problem]) -> list[Problem]:
    """Return what the text of pages *told*, and what else was *found* in their trees.

    A tree knows less of where a thing stands: a paragraph's first line, where the text knows the
    line itself. Of a fence right below a title MyST counts one line too many.
    """
    lines = {(problem.subtype, *problem.where) for problem in told}
    last: dict[tuple[Subtype, str, str], int] = {}
    for problem in told:
        key = problem.subtype, problem.where.source, problem.text
        last[key] = max(last.get(key, 0), problem.where.line)
    broken = {problem.where.source for problem in told if problem.subtype is Subtype.FENCE}

    def is_new(problem: Problem) -> bool:
        subtype, (source, line) = problem.subtype, problem.where
        if subtype in FOLLOWS and source in broken:
            return False
        at_line = {(subtype, source, line), (subtype, source, line - 1)}
        return lines.isdisjoint(at_line) and line > last.get((subtype, source, problem.text), 0)

    return [*told, *filter(is_new, found)]


def settle(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what only follows from broken fences in the same file."""
    broken = {found.where.source for found in problems if found.subtype is Subtype.FENCE}
    return [p for p in problems if p.subtype not in FOLLOWS or p.where.source not in broken]
