"""What ``:books:`` shows on an author's page, as HTML, from the same books as the hub's pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import TYPE_CHECKING

from session_notes.model.names import collate

from session_books import html as page
from session_books import labels as words
from session_books.merge import Hub, finder, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from session_books.html import Writer
    from session_books.merge import Group, Row

    #: What a view shows of the sessions that its options choose.
    _View = Callable[[Writer, Hub, Mapping[str, str]], str]

#: How many topics a table has, the most frequent.
_TOPICS = 100
ROLE_OF = {"topic": "topics", "speaker": "people"}
#: The options that choose among the sessions of other books.
CHOOSING = (*ROLE_OF, "event", "day", "kind", "track")
#: Those that choose only among what this book has.
OWN = ("letters", "under", "with-notes")


def view(writer: Writer, name: str, options: Mapping[str, str], *, is_alone: bool) -> str:
    """Return what the view *name* shows of the books, below a label unless they are *alone*."""
    if not writer.hub.books:
        return f'<p class="session-empty">{writer.say(words.NO_BOOKS)}</p>\n'
    made = _VIEWS[name](writer, chosen(writer.hub, options), options)
    label = f'<p class="session-label">{writer.say(words.IN_BOOKS)}</p>\n'
    head = "" if is_alone else label
    return f'<div class="session-books">\n{head}{made}</div>\n'


def chosen(hub: Hub, options: Mapping[str, str]) -> Hub:
    """Return of the *hub* only the sessions that the options of a view choose."""
    rows = hub.rows
    for option in CHOOSING:
        if option in options:
            rows = _matching(hub, rows, option, options[option])
    if rows is hub.rows:
        return hub
    kept = set(map(id, rows))

    def among(groups: Mapping[str, Group]) -> dict[str, Group]:
        found = {
            name: group._replace(rows=[row for row in group.rows if id(row) in kept])
            for name, group in groups.items()
        }
        return {name: group for name, group in found.items() if group.rows}

    return Hub(hub.books, among(hub.topics), among(hub.people), rows)


def names_of(hub: Hub, option: str) -> set[str]:
    """Return what the books have that *option* may choose."""
    if option in ROLE_OF:
        return {group.label for group in getattr(hub, ROLE_OF[option]).values()}
    if option == "event":
        return {event.id for book in hub.books for event in book.events}
    return {getattr(row.session, option) for row in hub.rows} - {""}


def has(hub: Hub, option: str, text: str) -> bool:
    """Say whether a book has what *option* chooses with *text*."""
    if option == "event":
        return bool(_events_called(hub, text))
    return bool(_matching(hub, hub.rows, option, text))


def _events_called(hub: Hub, text: str) -> set[tuple[str, str]]:
    """Return the books and the ids of the events that have *text* as their id or their name."""
    key = key_of(text)
    return {
        (book.name, event.id)
        for book in hub.books
        for event in book.events
        if event.id == text or key_of(event.name) == key
    }


def _matching(hub: Hub, rows: Sequence[Row], option: str, text: str) -> list[Row]:
    """Return those of the sessions that *option* chooses with *text*."""
    if option in ROLE_OF:
        found = finder(getattr(hub, ROLE_OF[option]).values())(text)
        kept = set(map(id, found.rows)) if found else set()
        return [row for row in rows if id(row) in kept]
    if option == "event":
        called = _events_called(hub, text)
        return [row for row in rows if (row.book.name, row.session.event) in called]
    if option == "day":
        return [row for row in rows if row.session.day == text]
    key = key_of(text)
    return [row for row in rows if key and key_of(getattr(row.session, option)) == key]


def _list(writer: Writer, hub: Hub, options: Mapping[str, str]) -> str:
    items = writer.sessions(hub.rows)
    if not items:
        return f'<p class="session-empty">{escape(writer.labels.no_sessions)}</p>\n'
    if page.size(items) <= page.PAGE:
        return writer.listed(items, is_filtered="filter" in options)
    # More than a page can hold is on pages of its own.
    counts = Counter(one.day[:4] for one in items)
    lines = (
        f"<li>{writer.counted(escape(writer.day(year)), counts[year])}</li>\n"
        for year in sorted(counts, reverse=True)
    )
    return f"{page.ways(writer)}<ul>\n{''.join(lines)}</ul>\n"


def _index(role: str) -> _View:
    def index(writer: Writer, hub: Hub, options: Mapping[str, str]) -> str:
        groups = page.in_order(getattr(hub, role).values())
        if any(writer.homes(role).values()) and hub is writer.hub:
            # The page of the role leads to pages for letters.
            return page.ways(writer)
        return page.ways(writer) + _counted(writer, role, groups)

    return index


def _events(writer: Writer, hub: Hub, options: Mapping[str, str]) -> str:
    called = _events_called(hub, options["event"]) if "event" in options else None
    items = page.events(writer, called)
    # The page of all events is cut, if they are too many for one.
    return page.ways(writer) + (writer.listed(items) if page.size(items) <= page.PAGE else "")


def _topics(writer: Writer, hub: Hub, options: Mapping[str, str]) -> str:
    return _counted(writer, "topics", _frequent(hub)[: int(options.get("limit", _TOPICS))])


def _frequent(hub: Hub) -> list[Group]:
    found = hub.topics.values()
    return sorted(found, key=lambda group: (-len(group.rows), collate(group.label), group.id))


def _counted(writer: Writer, role: str, groups: Sequence[Group]) -> str:
    lines = (
        f"<li>{writer.counted(writer.group(role, one), len(one.rows))}</li>\n" for one in groups
    )
    return f"<ul>\n{''.join(lines)}</ul>\n"


def _session_table(writer: Writer, hub: Hub, options: Mapping[str, str]) -> str:
    years: dict[str, list[str]] = defaultdict(list)
    for row in hub.rows:
        years[row.book.name].append(row.session.day[:4])
    rows = [
        (writer.outside(book, book.title), years[book.name])
        for book in sorted(hub.books, key=lambda book: (collate(book.title), book.name))
        if hub is writer.hub or book.name in years
    ]
    return page.ways(writer) + _table(writer, writer.say(words.BOOK), rows)


def _topic_table(writer: Writer, hub: Hub, options: Mapping[str, str]) -> str:
    rows = [
        (writer.group("topics", one), [row.session.day[:4] for row in one.rows])
        for one in _frequent(hub)[:_TOPICS]
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


_VIEWS: dict[str, _View] = {
    "session-list": _list,
    "topic-index": _index("topics"),
    "speaker-index": _index("people"),
    "topic-list": _topics,
    "event-index": _events,
    "session-table": _session_table,
    "topic-table": _topic_table,
}
