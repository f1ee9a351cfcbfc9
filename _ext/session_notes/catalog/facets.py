"""The facets by which readers filter a list of sessions: day, track, kind, topic and speaker.

They are not part of any text: a script makes a form of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.catalog import ROLES
from session_notes.catalog.index_entries import entries_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.catalog.catalog import Catalog, SessionKey

#: The facets of a list; in an address they have the same names in every language.
FACETS = ("day", "track", "kind", "topic", "speaker")


class Facets(NamedTuple):
    """The choices that a reader has in a list of sessions."""

    #: For each facet its choices in order: the value in an address, and the label. Those of days
    #: and kinds are not names that an author gave, and have no label yet.
    facets: tuple[tuple[tuple[str, str], ...], ...]
    #: For each session, and each facet, the values of the choices that find it.
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    #: For each session the titles of its talks.
    talks: tuple[tuple[str, ...], ...]


def facets_of(catalog: Catalog, keys: Sequence[SessionKey]) -> Facets:
    """Return the choices that tell sessions apart.

    A session has the facets of its talks too: a speaker's name finds the session of their talk.
    """
    rows = tuple(_row(catalog, key) for key in keys)
    used = [{value for row in rows for value in row[number]} for number in range(len(FACETS))]
    choices = tuple(_choices(catalog, *facet) for facet in zip(FACETS, used, strict=True))
    talks = tuple(
        tuple(catalog.session(part).title for part in catalog.parts(key) if part != key)
        for key in keys
    )
    return Facets(choices, rows, talks)


def _choices(catalog: Catalog, facet: str, used: set[str]) -> tuple[tuple[str, str], ...]:
    if facet not in ROLES:
        return tuple((value, "") for value in sorted(used))
    names = (name for name in entries_by_id(catalog, facet) if name in used)
    return tuple((name, catalog.label(facet, name)) for name in names)


def _row(catalog: Catalog, key: SessionKey) -> tuple[tuple[str, ...], ...]:
    day = catalog.dates.get(key.docname)
    parts = [catalog.session(part) for part in catalog.parts(key)]
    track = catalog.session(key).track
    topics = (catalog.id_of("topic", topic) for part in parts for topic in part.topics)
    speakers = (catalog.id_of("speaker", one.name) for part in parts for one in part.speakers)
    return (
        (day.isoformat(),) if day else (),
        (catalog.id_of("track", track),) if track else (),
        tuple(dict.fromkeys(part.kind for part in parts if part.kind)),
        tuple(dict.fromkeys(topics)),
        tuple(dict.fromkeys(speakers)),
    )
