"""What a list of sessions can be filtered by: for each session its day, track, kind and so on.

What is here shows in no text; a script makes a form of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.catalog.catalog import SessionKey
    from session_notes.catalog.index_entries import Items

#: What a list is filtered by; an address has the same words in every language.
FACETS = ("day", "track", "kind", "topic", "speaker")


class Facets(NamedTuple):
    """The choices that the sessions of a list leave a reader."""

    #: For each facet the choices in order: the word for an address, and the label. Those of days
    #: and kinds are not names that an author gave, and have no label yet.
    facets: tuple[tuple[tuple[str, str], ...], ...]
    #: For each session, and each facet, the words of the choices that it answers to.
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    #: For each session the titles of its talks.
    talks: tuple[tuple[str, ...], ...]


def choices(book: Items, spots: Sequence[SessionKey]) -> Facets:
    """Return what the sessions at *spots* can be told apart by.

    A session answers for its talks: who looks for a speaker finds the session in which they spoke.
    """
    rows = tuple(_row(book, spot) for spot in spots)
    used = [{value for row in rows for value in row[number]} for number in range(len(FACETS))]
    days, tracks, kinds, topics, speakers = used
    named = (("track", tracks), ("topic", topics), ("speaker", speakers))
    labels = {
        role: tuple((key, book.label(role, key)) for key in book.keyed(role) if key in found)
        for role, found in named
    }
    return Facets(
        (
            tuple((day, "") for day in sorted(days)),
            labels["track"],
            tuple((kind, "") for kind in sorted(kinds)),
            labels["topic"],
            labels["speaker"],
        ),
        rows,
        tuple(
            tuple(book.session(part).title for part in book.parts(spot) if part != spot)
            for spot in spots
        ),
    )


def _row(book: Items, spot: SessionKey) -> tuple[tuple[str, ...], ...]:
    day = book.dates.get(spot.docname)
    sessions = [book.session(part) for part in book.parts(spot)]
    track = book.session(spot).track
    topics = (book.key("topic", topic) for one in sessions for topic in one.topics)
    speakers = (book.key("speaker", who.name) for one in sessions for who in one.speakers)
    return (
        (day.isoformat(),) if day else (),
        (book.key("track", track),) if track else (),
        tuple(dict.fromkeys(one.kind for one in sessions if one.kind)),
        tuple(dict.fromkeys(topics)),
        tuple(dict.fromkeys(speakers)),
    )
