"""Speakers with similar names, who may be the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.model import messages
from session_notes.model.names import clean, skeleton, typos, within_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.problems import Problem, Where


def check_speakers(catalog: Catalog) -> Iterator[Problem]:
    """Yield the speakers whose names are similar to an earlier one, if neither is declared."""
    names = _undeclared(catalog)
    pairs = [(names[late], names[early]) for late, early in similar_before(names)]
    wanted = {name for pair in pairs for name in pair}
    places: dict[str, Where] = {}
    for session in catalog.sessions if wanted else ():
        for speaker in session.speakers:
            if speaker.name in wanted:
                places.setdefault(speaker.name, session.place("speakers"))
    for name, other in pairs:
        yield messages.SIMILAR_SPEAKER.at(places[name], name=name, other=other, place=places[other])


def _undeclared(catalog: Catalog) -> list[str]:
    """Return the names of speakers who are not declared, as they are first written, in order."""
    first: dict[str, str] = {}
    for name in catalog.spellings("speaker"):
        if not catalog.people.find(name):
            first.setdefault(clean(name), name)
    return list(first.values())


def similar_before(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of names that are similar to an earlier one, and of the first of those."""
    bare = list(map(skeleton, names))
    holder: dict[str, int] = {}
    others: dict[str, list[int]] = {}
    for place, name in enumerate(bare):
        most = typos(name)
        shapes = _shapes(name, most)
        known = shapes & holder.keys()
        rivals = {holder[shape] for shape in known}
        rivals.update(*(others.get(shape, ()) for shape in known))
        first = next((one for one in sorted(rivals) if within_edits(name, bare[one], most)), None)
        # Most shapes have one holder: a list for each would cost more than everything else.
        holder.update(dict.fromkeys(shapes - known, place))
        for shape in known:
            others.setdefault(shape, []).append(place)
        if first is not None:
            yield place, first


def _shapes(word: str, most: int) -> set[str]:
    """Return *word* with up to *most* of its letters left out, in every way.

    Two words that are at most *most* edits apart (two or fewer) have one of these in common.
    """
    if not most or len(word) > 40:
        return {word}
    once = [word[:at] + word[at + 1 :] for at in range(len(word))]
    if most == 1:
        return {word, *once}
    # The second letter comes after the first, so that no pair is left out twice.
    twice = (
        shape[:at] + shape[at + 1 :]
        for first, shape in enumerate(once)
        for at in range(first, len(shape))
    )
    return {word, *once, *twice}
