"""The checks of speakers that need the whole book: who is known, and how names are spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.model import messages
from session_notes.model.names import compatible, fold, similar_before, skeleton
from session_notes.model.speakers import doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.problems import Problem, Where
    from session_notes.model.speakers import Doubt


def check_speakers(catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with the speakers of a book."""
    yield from _check_names(catalog)
    yield from _check_known(catalog)
    yield from _check_affiliations(catalog)
    yield from _check_similar_speakers(catalog)


def _check_names(catalog: Catalog) -> Iterator[Problem]:
    """Yield the names that are probably not one name, and what is no affiliation."""
    find = catalog.people.find
    names = [name for name in catalog.spellings["speaker"] if not find(name)]
    doubts = {name: found for name in names if (found := doubt(name))}
    companies = {fold(one.affiliation) for one in catalog.people.entries.values()}
    for session in catalog.sessions:
        where = session.place("speakers")
        for name, affiliation, role in session.speakers:
            if found := doubts.get(name):
                found = found._replace(person=()) if affiliation else found
                readings = "; ".join(_readings(found, affiliation, role))
                problem = messages.TWO_READINGS.at(where, name=name, readings=readings)
                meant = _meant(found, find, companies)
                yield problem.with_edit(name, meant) if meant else problem
            if affiliation and find(affiliation) and fold(affiliation) not in companies:
                yield messages.OTHER_NAME.at(where, name=name, extra=affiliation)


def _readings(found: Doubt, affiliation: str, role: str) -> Iterator[str]:
    tail = (f" ({affiliation})" if affiliation else "") + (f" [{role}]" if role else "")
    if found.names:
        count = "two" if len(found.names) == 2 else len(found.names)
        yield f"{count} speakers: '{'; '.join(found.names)}{tail}'"
    if found.person:
        yield f"a company: '{_with_company(found)}{tail}'"
    if found.turned:
        yield f"one speaker: '{found.turned}{tail}'"


def _with_company(found: Doubt) -> str:
    return "{} ({})".format(*found.person)


def _meant(found: Doubt, find: Callable[[str], object], companies: Container[str]) -> str:
    """Return how the vocabulary reads a name; empty if it does not say."""
    are_people = bool(found.names) and all(map(find, found.names))
    is_company = bool(found.person) and fold(found.person[1]) in companies
    if are_people is is_company:
        return ""
    return "; ".join(found.names) if are_people else _with_company(found)


def _check_known(catalog: Catalog) -> Iterator[Problem]:
    """Yield the speakers whose names are similar to those of declared people."""
    people = catalog.people
    others = [name for name in catalog.spellings["speaker"] if not people.spells(name)]
    meant = {name: people.find(name) or people.similar(name) for name in others}
    for session in catalog.sessions if any(meant.values()) else ():
        where = session.place("speakers")
        for name in (speaker.name for speaker in session.speakers):
            person = meant.get(name)
            if person:
                label = person.label.say(catalog.language)
                problem = messages.SIMILAR_PERSON.at(where, name=name, label=label, id=person.id)
                same = skeleton(label) == skeleton(name)
                yield problem.with_edit(name, label) if same else problem


def _check_affiliations(catalog: Catalog) -> Iterator[Problem]:
    """Yield the speakers who have another affiliation elsewhere in the book."""
    first: dict[str, tuple[str, Where]] = {}
    for session in catalog.sessions:
        where = session.place("speakers")
        for speaker in session.speakers:
            if not speaker.affiliation:
                continue
            entry = catalog.people.find(speaker.name)
            key = entry.id if entry else fold(speaker.name)
            there, place = first.setdefault(key, (speaker.affiliation, where))
            if fold(there) != fold(speaker.affiliation):
                yield messages.OTHER_AFFILIATION.at(
                    where, name=speaker.name, here=speaker.affiliation, there=there, place=place
                )


def _check_similar_speakers(catalog: Catalog) -> Iterator[Problem]:
    """Yield the speakers whose names are similar to an earlier one, if neither is declared."""
    names = _undeclared_speakers(catalog)
    pairs = [(names[late], names[early]) for late, early in similar_before(names)]
    wanted = {name for pair in pairs for name in pair}
    places: dict[str, Where] = {}
    for session in catalog.sessions if wanted else ():
        for speaker in session.speakers:
            if speaker.name in wanted:
                places.setdefault(speaker.name, session.place("speakers"))
    for name, other in pairs:
        yield messages.SIMILAR_SPEAKER.at(places[name], name=name, other=other, place=places[other])


def _undeclared_speakers(catalog: Catalog) -> list[str]:
    """Return the names of speakers who are not declared, as they are first written, in order."""
    first: dict[str, str] = {}
    for name in catalog.spellings["speaker"]:
        if not catalog.people.find(name):
            first.setdefault(compatible(name), name)
    return list(first.values())
