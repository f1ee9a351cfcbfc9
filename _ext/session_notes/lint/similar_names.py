"""Speakers whose names are written almost alike, and may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.model.names import clean, skeleton, within_edits
from session_notes.model.problems import Problem, Subtype

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.problems import Where


def undeclared(catalog: Catalog) -> list[str]:
    """Return the names of speakers that are not declared, as they are first written, in order."""
    first: dict[str, str] = {}
    for name in catalog.spellings("speaker"):
        if not catalog.people.find(name):
            first.setdefault(clean(name), name)
    return list(first.values())


def alike(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the *names* that are almost like one before them, each with the first such."""
    return [(names[late], names[early]) for late, early in near_before(names)]


def judge_twins(catalog: Catalog, twins: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """Yield the speakers who are *twins*: a name, and the one before it that it is almost like."""
    wanted = {name for pair in twins for name in pair}
    places: dict[str, Where] = {}
    for session in catalog.sessions if wanted else ():
        for speaker in session.speakers:
            if speaker.name in wanted:
                places.setdefault(speaker.name, session.place("speakers"))
    for name, known in twins:
        at = places[known]
        reason = f"the speaker '{name}' is almost '{known}' in {at.source}:{at.line}"
        hint = "write the same name, or declare both in people.yml"
        yield Problem(Subtype.TWIN, places[name], reason, hint)


def near_before(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of names that are almost like one before them, each with the first such."""
    bare = list(map(skeleton, names))
    holder: dict[str, int] = {}
    others: dict[str, list[int]] = {}
    for place, name in enumerate(bare):
        # Short names lie close to each other without being the same.
        most = 2 if len(name) >= 10 else 1 if len(name) >= 6 else 0
        shapes = _shapes(name, most)
        known = shapes & holder.keys()
        rivals = {holder[shape] for shape in known}
        rivals.update(*(others.get(shape, ()) for shape in known))
        twin = next((one for one in sorted(rivals) if within_edits(name, bare[one], most)), None)
        # Most shapes have one holder: a list for each would cost more than all the rest.
        holder.update(dict.fromkeys(shapes - known, place))
        for shape in known:
            others.setdefault(shape, []).append(place)
        if twin is not None:
            yield place, twin


def _shapes(word: str, most: int) -> set[str]:
    """Return *word* without any *most* of its letters, and with fewer taken away.

    Two words that are at most so many edits apart, two or fewer, have one of these in common.
    """
    if not most or len(word) > 40:
        return {word}
    once = [word[:at] + word[at + 1 :] for at in range(len(word))]
    if most == 1:
        return {word, *once}
    # The second one is behind the first, so that no two are taken away twice.
    twice = (
        shape[:at] + shape[at + 1 :]
        for first, shape in enumerate(once)
        for at in range(first, len(shape))
    )
    return {word, *once, *twice}
