"""What the hub adds to the search of its site: the sessions of all books."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from session_notes.sphinxext.api import SearchRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_books.merge import Hub


def records(hub: Hub) -> Iterator[SearchRecord]:
    """Yield a record of each session, with all names of its topics and its people."""
    events = {(book.name, one.id): one.name for book in hub.books for one in book.events}
    for row in hub.rows:
        book, session = row.book, row.session
        topics = [hub.topics[name] for name in row.topics]
        people = [(text, hub.people[name].names) for name, text in row.speakers]
        yield SearchRecord(
            session.title,
            f"{book.address}{session.url.removeprefix('./')}",
            book.title,
            day=date.fromisoformat(session.day) if session.day else None,
            track=session.track,
            event=events.get((book.name, session.event), ""),
            topics=tuple((one.label, *one.names) for one in topics),
            people=tuple((text, *names) for text, names in people),
        )
