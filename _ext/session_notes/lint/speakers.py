"""The checks of people that need the whole book: who is known, and how names are spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from session_notes.model import messages
from session_notes.model.names import compatible, fold, similar_before, skeleton
from session_notes.model.speakers import doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.problems import Problem, Where
    from session_notes.model.records import Speaker
    from session_notes.model.speakers import Doubt


def check_speakers(catalog: Catalog) -> Iterator[Problem]:
    """Yield what is wrong with the speakers and reporters of a book."""
    people = _people_named(catalog)
    names = list(dict.fromkeys(one.person.name for one in people))
    yield from _check_names(catalog, people, names)
    yield from _check_known(catalog, people, names)
    yield from _check_affiliations(catalog, people)
    yield from _check_similar(catalog, people, names)


class _Named(NamedTuple):
    """A speaker or reporter as written, with the place."""

    role: str
    person: Speaker
    where: Where


def _people_named(catalog: Catalog) -> list[_Named]:
    found: list[_Named] = []
    for session in catalog.sessions:
        if session.speakers:
            where = session.place("speakers")
            found += (_Named("speaker", one, where) for one in session.speakers)
        if session.reporters:
            where = session.place("reporter")
            found += (_Named("reporter", one, where) for one in session.reporters)
        for people, where in session.impressions:
            found += (_Named("reporter", one, where) for one in people)
    for people, where in (page.reporters for page in catalog.pages.values()):
        found += (_Named("reporter", one, where) for one in people)
    return found


def _check_names(
    catalog: Catalog, people: Sequence[_Named], names: Sequence[str]
) -> Iterator[Problem]:
    """Yield the names that are probably not one name, and what is no affiliation."""
    find = catalog.people.find
    doubts = {name: found for name in names if not find(name) and (found := doubt(name))}
    companies = {fold(one.affiliation) for one in catalog.people.entries.values()}
    for role, person, where in people:
        name, affiliation, _ = person
        if found := doubts.get(name):
            found = found._replace(person=()) if affiliation else found
            readings = "; ".join(_readings(found, role, person))
            problem = messages.TWO_READINGS.at(where, name=name, readings=readings)
            meant = _meant(found, find, companies)
            yield problem.with_edit(name, meant) if meant else problem
        if affiliation and find(affiliation) and fold(affiliation) not in companies:
            yield messages.OTHER_NAME.at(where, name=name, extra=affiliation)


def _readings(found: Doubt, role: str, person: Speaker) -> Iterator[str]:
    tail = f" ({person.affiliation})" if person.affiliation else ""
    tail += f" [{person.role}]" if person.role else ""
    if found.names:
        count = "two" if len(found.names) == 2 else len(found.names)
        yield f"{count} {role}s: '{'; '.join(found.names)}{tail}'"
    if found.person:
        yield f"a company: '{_with_company(found)}{tail}'"
    if found.turned:
        yield f"one {role}: '{found.turned}{tail}'"


def _with_company(found: Doubt) -> str:
    return "{} ({})".format(*found.person)


def _meant(found: Doubt, find: Callable[[str], object], companies: Container[str]) -> str:
    """Return how the vocabulary reads a name; empty if it does not say."""
    are_people = bool(found.names) and all(map(find, found.names))
    is_company = bool(found.person) and fold(found.person[1]) in companies
    if are_people is is_company:
        return ""
    return "; ".join(found.names) if are_people else _with_company(found)


def _check_known(
    catalog: Catalog, people: Sequence[_Named], names: Sequence[str]
) -> Iterator[Problem]:
    """Yield those whose names are similar to those of declared people."""
    known = catalog.people
    others = [name for name in names if not known.spells(name)]
    meant = {name: known.find(name) or known.similar(name) for name in others}
    for role, (name, *_), where in people if any(meant.values()) else ():
        entry = meant.get(name)
        if entry:
            label = entry.label.say(catalog.language)
            problem = messages.SIMILAR_PERSON.at(
                where, role=role, name=name, label=label, id=entry.id
            )
            same = skeleton(label) == skeleton(name)
            yield problem.with_edit(name, label) if same else problem


def _check_affiliations(catalog: Catalog, people: Sequence[_Named]) -> Iterator[Problem]:
    """Yield those who have another affiliation elsewhere in the book."""
    first: dict[str, tuple[str, Where]] = {}
    for _, (name, here, _), where in people:
        if not here:
            continue
        entry = catalog.people.find(name)
        there, place = first.setdefault(entry.id if entry else fold(name), (here, where))
        if fold(there) != fold(here):
            yield messages.OTHER_AFFILIATION.at(
                where, name=name, here=here, there=there, place=place
            )


def _check_similar(
    catalog: Catalog, people: Sequence[_Named], names: Sequence[str]
) -> Iterator[Problem]:
    """Yield those whose names are similar to an earlier one, if neither is declared."""
    first: dict[str, str] = {}
    for name in names:
        if not catalog.people.find(name):
            first.setdefault(compatible(name), name)
    others = list(first.values())
    pairs = [(others[late], others[early]) for late, early in similar_before(others)]
    wanted = {name for pair in pairs for name in pair}
    places: dict[str, tuple[str, Where]] = {}
    for role, (name, *_), where in people if wanted else ():
        if name in wanted:
            places.setdefault(name, (role, where))
    for name, other in pairs:
        role, where = places[name]
        there = places[other][1]
        yield messages.SIMILAR_SPEAKER.at(where, role=role, name=name, other=other, place=there)
