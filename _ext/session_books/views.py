"""What ``:books:`` shows on an author's page, as HTML, from the same books as the hub's pages."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from session_notes.model.names import collate

from session_books import html as page
from session_books import labels as words
from session_books.merge import finder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from session_books.html import Writer
    from session_books.merge import Group, Row

#: How many topics a table has, the most frequent.
_TOPICS = 100
ROLE_OF = {"topic": "topics", "speaker": "people"}


def view(writer: Writer, name: str, options: Mapping[str, str], *, is_alone: bool) -> str:
    """Return what the view *name* shows of the books, below a label unless they are *alone*."""
    if not writer.hub.books:
        return f'<p class="session-empty">{writer.say(words.NO_BOOKS)}</p>\n'
    made = _VIEWS[name](writer, options)
    label = f'<p class="session-label">{writer.say(words.IN_BOOKS)}</p>\n'
    head = "" if is_alone else label
    return f'<div class="session-books">\n{head}{made}</div>\n'


def _select(writer: Writer, options: Mapping[str, str]) -> list[Row]:
    """Return the sessions that match the options of a view."""
    rows = writer.hub.rows
    for option, role in ROLE_OF.items():
        if option in options:
            found = finder(getattr(writer.hub, role).values())(options[option])
            rows = found.rows if found else []
    for option in ("day", "kind", "track", "event"):
        if option in options:
            rows = [row for row in rows if getattr(row.session, option) == options[option]]
    return rows


def _list(writer: Writer, options: Mapping[str, str]) -> str:
    items = writer.sessions(_select(writer, options))
    if not items:
        return f'<p class="session-empty">{escape(writer.labels.no_sessions)}</p>\n'
    if page.size(items) <= page.PAGE:
        return writer.listed(items)
    # More than a page can hold is on pages of its own.
    counts = Counter(one.day[:4] for one in items)
    lines = (
        f"<li>{writer.counted(escape(writer.day(year)), counts[year])}</li>\n"
        for year in sorted(counts, reverse=True)
    )
    return f"{page.ways(writer)}<ul>\n{''.join(lines)}</ul>\n"


def _index(role: str) -> Callable[[Writer, Mapping[str, str]], str]:
    def index(writer: Writer, options: Mapping[str, str]) -> str:
        groups = page.in_order(getattr(writer.hub, role).values())
        if any(writer.homes(role).values()):
            # The page of the role leads to pages for letters.
            return page.ways(writer)
        return page.ways(writer) + _counted(writer, role, groups)

    return index


def _events(writer: Writer, options: Mapping[str, str]) -> str:
    items = page.events(writer)
    # The page of all events is cut, if they are too many for one.
    return page.ways(writer) + (writer.listed(items) if page.size(items) <= page.PAGE else "")


def _topics(writer: Writer, options: Mapping[str, str]) -> str:
    return _counted(writer, "topics", _frequent(writer)[: int(options.get("limit", _TOPICS))])


def _frequent(writer: Writer) -> list[Group]:
    found = writer.hub.topics.values()
    return sorted(found, key=lambda group: (-len(group.rows), collate(group.label), group.id))


def _counted(writer: Writer, role: str, groups: Sequence[Group]) -> str:
    lines = (
        f"<li>{writer.counted(writer.group(role, one), len(one.rows))}</li>\n" for one in groups
    )
    return f"<ul>\n{''.join(lines)}</ul>\n"


def _session_table(writer: Writer, options: Mapping[str, str]) -> str:
    books = sorted(writer.hub.books, key=lambda book: (collate(book.title), book.name))
    rows = [
        (writer.outside(book, book.title), [one.day[:4] for one in book.sessions]) for book in books
    ]
    return page.ways(writer) + _table(writer, writer.say(words.BOOK), rows)


def _topic_table(writer: Writer, options: Mapping[str, str]) -> str:
    rows = [
        (writer.group("topics", one), [row.session.day[:4] for row in one.rows])
        for one in _frequent(writer)[:_TOPICS]
    ]
    return _table(writer, escape(writer.labels.topic), rows)


def _table(writer: Writer, head: str, rows: Sequence[tuple[str, list[str]]]) -> str:
    """Return a table of how many sessions there were in each year."""
    years = sorted({year for _, found in rows for year in found}, key=lambda year: year or "9999")
    columns = [*(escape(writer.day(year)) for year in years), escape(writer.labels.total)]
    lines = []
    for name, found in rows:
        counts = Counter(found)
        cells = [counts[year] for year in years] + [len(found)]
        shown = "".join(f"<td>{writer.labels.number(n) if n else ''}</td>" for n in cells)
        lines.append(f'<tr><th scope="row">{name}</th>{shown}</tr>\n')
    heads = "".join(f'<th scope="col">{text}</th>' for text in (head, *columns))
    return (
        '<div class="table-wrapper"><table class="docutils">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{''.join(lines)}</tbody>\n</table></div>\n"
    )


_VIEWS: dict[str, Callable[[Writer, Mapping[str, str]], str]] = {
    "session-list": _list,
    "topic-index": _index("topics"),
    "speaker-index": _index("people"),
    "topic-list": _topics,
    "event-index": _events,
    "session-table": _session_table,
    "topic-table": _topic_table,
}
