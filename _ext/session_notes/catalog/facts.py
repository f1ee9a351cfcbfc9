"""What pages show of a session: text, and places that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Ref(NamedTuple):
    """Text that links to a place in the book; without a docname it is plain text."""

    text: str
    docname: str = ""
    anchor: str = ""


class Person(NamedTuple):
    """A speaker or reporter as a session shows them."""

    ref: Ref
    affiliation: str = ""
    role: str = ""


class Facts(NamedTuple):
    """What a page shows above the notes of a session."""

    ref: Ref
    day: date | None
    #: In minutes, as in the record.
    start: int | None
    end: int | None
    #: The last day, if it is another one.
    until: date | None
    #: What is shown instead of start and end.
    when: str
    room: str
    track: Ref | None
    kind: str
    speakers: tuple[Person, ...]
    topics: tuple[Ref, ...]
    media: tuple[tuple[str, str], ...]
    #: The session that a talk belongs to.
    parent: Ref | None = None
    #: Only in a book of several events.
    event: Ref | None = None
    #: Whether there are no notes yet.
    is_stub: bool = False
    #: Of a talk only if it names them itself.
    reporters: tuple[Person, ...] = ()
    #: Who had each of its impressions.
    impressions: tuple[tuple[Person, ...], ...] = ()
