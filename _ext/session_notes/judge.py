"""What is wrong with a page and only the whole book can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.model import parse_date
from session_notes.names import did_you_mean, quote_list, suggest
from session_notes.problems import Problem, Subtype

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.domain import NotesDomain
    from session_notes.model import Session
    from session_notes.problems import Where
    from session_notes.views import Book

#: The filters that name something of ours.
SUBTYPES = ("topic", "speaker", "track")


def judge(catalog: Book, domain: NotesDomain, kinds: set[str]) -> Iterator[Problem]:
    """Yield all that is wrong; *kinds* are those that are known."""
    for spot in catalog.spots:
        yield from _judge_session(catalog, catalog.session(spot), kinds)
    for spots in catalog.duplicates:
        first = catalog.session(spots[0])
        for spot in spots[1:]:
            twin = catalog.session(spot)
            other = f"{first.where.source}:{first.where.line}"
            reason = f"the id '{twin.id}' is already that of '{first.title}' ({other})"
            yield Problem(Subtype.DUPLICATE, twin.place("id"), reason, "give one of them another")
    for page in catalog.pages.values():
        for link in page.links:
            near = domain.near_to_missing(link.role, link.target)
            if near is not None:
                role = "session" if link.role == "any" else link.role
                hint = suggest(near) or "no page declares it"
                yield Problem(Subtype.XREF, link.where, f"no {role} '{link.target}'", hint)
        for view in page.views:
            for option, value in view.options:
                yield from _judge_filter(catalog, view.where, option, value, kinds)
    for role in catalog.indexes:
        yield from _judge_index(catalog, role)


def _judge_index(catalog: Book, role: str) -> Iterator[Problem]:
    names = catalog.homeless(role)
    if names:
        others = f" and {len(names) - 3} more" if len(names) > 3 else ""
        reason = f"no {role}-index shows {quote_list(names[:3])}{others}"
        hint = "widen the options of one of them, or add one that shows the rest"
        yield Problem(Subtype.INDEX, catalog.indexes[role][0][1].where, reason, hint)


def _judge_session(catalog: Book, session: Session, kinds: set[str]) -> Iterator[Problem]:
    if session.kind and session.kind not in kinds:
        hint = did_you_mean(session.kind, kinds) or f"the kinds are {', '.join(sorted(kinds))}"
        reason = f"unknown kind '{session.kind}'"
        yield Problem(Subtype.KIND, session.place("kind"), reason, hint)
    tracks, topics, people = catalog.tracks, catalog.topics, catalog.people
    if session.track and tracks.declared and not tracks.find(session.track):
        hint = tracks.hint(session.track, catalog.language) or "declare it in tracks.yml"
        reason = f"unknown track '{session.track}'"
        yield Problem(Subtype.TRACK, session.place("track"), reason, hint)
    for topic in session.topics:
        if topics.declared and not topics.find(topic):
            hint = topics.hint(topic, catalog.language) or "declare it in topics.yml"
            reason = f"unknown topic '{topic}'"
            yield Problem(Subtype.TOPIC, session.place("topics"), reason, hint)
    for speaker in session.speakers:
        known = people.find(speaker.name)
        twin = None if people.spells(speaker.name) else known or people.twin(speaker.name)
        if twin:
            name = twin.label.say(catalog.language)
            reason = f"the speaker '{speaker.name}' is almost '{name}'"
            hint = f"write '{name}', or add the spelling to the aliases of '{twin.id}'"
            yield Problem(Subtype.SPEAKER, session.place("speakers"), reason, hint)


def _judge_filter(
    catalog: Book, where: Where, option: str, value: str, kinds: set[str]
) -> Iterator[Problem]:
    if option == "day":
        yield from parse_date(value, where)[1]
    elif option == "kind":
        if value not in kinds:
            hint = did_you_mean(value, kinds) or f"the kinds are {', '.join(sorted(kinds))}"
            yield Problem(Subtype.KIND, where, f"unknown kind '{value}'", hint)
    elif option == "under":
        yield from _judge_filter(catalog, where, "topic", value, kinds)
    elif option in SUBTYPES and not catalog.find(option, value):
        near = catalog.nearest_names(option, value)
        hint = suggest(near) or "no session has it"
        yield Problem(Subtype(option), where, f"unknown {option} '{value}'", hint)
