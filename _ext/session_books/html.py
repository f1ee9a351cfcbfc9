"""The hub as HTML: rows, and pages that stay small however many books there are.

Everything that a book says goes through :func:`escape`. A list that is too large for a page is cut
by year, a year by month; names are cut by the letters of their ids. The cuts depend on the size of
a list and on nothing else, so that a change to a book changes the pages that show it, and no more.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from session_notes.model.names import collate

from session_books import labels as words
from session_books.merge import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from session_notes.locale.labels import Labels

    from session_books.judge import Book, Event
    from session_books.merge import Group, Hub, Row

#: The folder of the hub's pages.
FOLDER = "books"
INDEX = f"{FOLDER}/index"
#: The pages of all sessions.
YEARS = f"{FOLDER}/years"
#: The most bytes of a list on a page, without what the theme adds.
PAGE = 220_000
#: The most bytes of what a list is filtered by; a list with more to choose has no filter.
CHOICES = 30_000
#: The most bytes of the sessions of a topic or a person among the others.
INLINE = 20_000
#: The most speakers that a session is shown with.
_SPEAKERS = 30
#: The most other names that a topic or a person is shown with.
_NAMES = 20
#: The roles that have pages, with the prefix of their anchors.
ROLES = {"topics": "topic", "people": "speaker"}


class Page(NamedTuple):
    """A page of the hub; the title is text, the body is HTML."""

    name: str
    title: str
    body: str


class Item(NamedTuple):
    """A line of a list, with its day, how many bytes it has, and the session that it shows."""

    day: str
    html: str
    size: int
    row: Row | None = None


def item(day: str, html: str, row: Row | None = None) -> Item:
    """Return a line of a list."""
    return Item(day, html, len(html) if html.isascii() else len(html.encode()), row)


def size(items: Iterable[Item]) -> int:
    """Return how many bytes *items* have."""
    return sum([one.size for one in items])


_Key = TypeVar("_Key")


class Writer:
    """Makes HTML for pages of one folder; *to* returns the path from there to a page of the site.

    Addresses of books that are relative are so to the root of the site, which is *root*.
    """

    def __init__(
        self,
        hub: Hub,
        labels: Labels,
        to: Callable[[str], str],
        root: str,
        form: Callable[[Mapping[str, str], list[str], str], str] = lambda *_: "",
    ) -> None:
        self.hub, self.labels, self.to, self.root = hub, labels, to, root
        #: Makes the form of a filter, without its choices.
        self.form = form
        self.events = {
            (book.name, event.id): escape(event.name) for book in hub.books for event in book.events
        }
        #: By the identity of a row: the session with its speakers, and without.
        self._items: dict[int, tuple[Item, Item]] = {}
        self._homes: dict[str, dict[str, str]] = {}
        # The same few things stand on thousands of rows.
        self._links: dict[tuple[str, str, str], str] = {}
        self._heads: dict[tuple[str, str], tuple[str, str]] = {}
        self._paths: dict[str, str] = {}
        self._facts: dict[tuple[str, str, str], str] = {}
        self._days: dict[str, str] = {}
        self._counts: dict[int, str] = {}
        self._counted = escape(labels.counted)
        self._dot, self._semicolon = escape(labels.between_facts), escape(labels.between_people)

    @cached_property
    def to_choose(
        self,
    ) -> tuple[dict[str, tuple[int, str, str]], dict[tuple[str, str], tuple[int, str, str]]]:
        """What readers filter by: the books and the events, each with place, value and label."""
        books = self.hub.books
        titles = Counter(book.title for book in books)
        events = {
            (book.name, one.id): (
                f"{book.name}:{one.id}",
                one.name,
                book.title if titles[book.title] == 1 else book.name,
            )
            for book in books
            for one in book.events
        }
        named = {book.name: (book.name, book.title, book.name) for book in books}
        return _distinct(named), _distinct(events)

    def homes(self, role: str) -> dict[str, str]:
        """Return for each id of a role the letters of the page that links to it lead to."""
        if role not in self._homes:
            self._homes[role] = homes(getattr(self.hub, role).values())
        return self._homes[role]

    def say(self, text: str) -> str:
        """Return *text* in the language of the hub, as HTML."""
        return escape(self.labels.translate(text))

    def counted(self, name: str, count: int) -> str:
        """Return HTML for a *name*, which is HTML, with a number."""
        if count not in self._counts:
            number = escape(self.labels.number(count))
            self._counts[count] = f'<span class="session-count">{number}</span>'
        return self._counted.format(name=name, count=self._counts[count])

    def link(self, page: str, text: str, anchor: str = "") -> str:
        """Return a link to a page of the hub; *text* is not HTML."""
        head = self._paths.get(page)
        if head is None:
            head = self._paths[page] = f'<a href="{escape(self.to(page))}'
        return f'{head}{escape(anchor and f"#{anchor}")}">{escape(text)}</a>'

    def outside(self, book: Book, text: str, path: str = "", language: str = "") -> str:
        """Return a link to a place in a book."""
        key = book.name, language
        if key not in self._heads:
            address = book.address if "://" in book.address else f"{self.root}{book.address}"
            said = language or book.language
            lang = f' lang="{escape(said)}"' if said != self.labels.language else ""
            self._heads[key] = f'<a href="{escape(address)}', f'"{lang}>'
        head, lang = self._heads[key]
        return f"{head}{escape(path.removeprefix('./'))}{lang}{escape(text)}</a>"

    def group(self, role: str, group: Group, text: str = "") -> str:
        """Return a link to a topic or a person."""
        return self._group(role, group.id, text or group.label)

    def _group(self, role: str, name: str, text: str) -> str:
        key = role, name, text
        found = self._links.get(key)
        if found is None:
            page = place(role, self.homes(role)[name])
            found = self._links[key] = self.link(page, text, f"{ROLES[role]}-{name}")
        return found

    def sessions(self, rows: Iterable[Row], *, is_brief: bool = False) -> list[Item]:
        """Return sessions with their facts; below a person, in brief, without the speakers."""
        known = self._items
        found = []
        for row in rows:
            made = known.get(id(row))
            if made is None:
                made = known[id(row)] = self._session(row)
            found.append(made[is_brief])
        return found

    def _session(self, row: Row) -> tuple[Item, Item]:
        session = row.session
        link = self.outside(row.book, session.title, session.url, session.language)
        head = f'<li>{link}<span class="session-also">{self._dot}'
        tail = f"{self._facts_of(row)}</span></li>\n"
        brief = item(session.day, head + tail, row)
        if not row.speakers:
            return brief, brief
        names = self._semicolon.join(
            [self._group("people", *one) for one in row.speakers[:_SPEAKERS]]
        )
        spoken = item("", names + self._dot)
        full = f"{head}{spoken.html}{tail}"
        return Item(session.day, full, brief.size + spoken.size, row), brief

    def _facts_of(self, row: Row) -> str:
        """Return the day and the event of a session."""
        session = row.session
        key = row.book.name, session.event, session.day
        if key not in self._facts:
            day = f"{escape(self.day(session.day))}{self._dot}" if session.day else ""
            self._facts[key] = day + (self.events.get(key[:2]) or escape(row.book.title))
        return self._facts[key]

    def event(self, book: Book, event: Event) -> Item:
        """Return an event with its day, its place and its sessions."""
        count = sum(session.event == event.id for session in book.sessions)
        facts = [
            self.counted(self.outside(book, event.name), count),
            escape(self.day(event.start)) if event.start else "",
            escape(event.place),
        ]
        html = escape(self.labels.between_facts).join(filter(None, facts))
        return item(event.start, f"<li>{html}</li>\n")

    def day(self, day: str) -> str:
        """Return a day, or the year of one, as readers see it."""
        if day not in self._days:
            is_full = len(day) == 10
            shown = self.labels.plain_day(date.fromisoformat(day)) if is_full else day
            self._days[day] = shown or self.labels.no_day
        return self._days[day]

    def listed(self, items: Sequence[Item], *, is_filtered: bool = False) -> str:
        """Return a list by year, the last first, and in each the first first."""
        years: dict[str, list[Item]] = defaultdict(list)
        for one in items:
            years[one.day[:4]].append(one)
        made = []
        order = sorted(years, reverse=True)
        if is_filtered:
            rows = (one.row for year in order for one in years[year])
            made.append(choices(self, [row for row in rows if row]))
        for year in order:
            if len(years) > 1 or year:
                label = escape(self.day(year))
                made.append(f'<p class="rubric session-label">{label}</p>\n')
            lines = "".join(one.html for one in years[year])
            made.append(f'<ul class="session-list">\n{lines}</ul>\n')
        return "".join(made)


def choices(writer: Writer, rows: Sequence[Row]) -> str:
    """Return what readers can filter a list of *rows* by; the core's script makes a form of it.

    It is as the core writes it for a list of its own, with years, events and books to choose.
    """
    if len(rows) < 2:
        return ""
    books, events = writer.to_choose
    held = [(row.book.name, row.session.event) for row in rows]
    found = {
        "year": [(year, year) for year in sorted({row.session.day[:4] for row in rows} - {""})],
        "event": [one[1:] for one in sorted(events[key] for key in {*held} & events.keys())],
        "book": [one[1:] for one in sorted(books[name] for name in {name for name, _ in held})],
    }
    facets = {facet: values for facet, values in found.items() if len(values) > 1}
    places = {
        facet: {value: [at] for at, (value, _) in enumerate(facets[facet])} for facet in facets
    }
    told: list[list[object]] = [[] for _ in rows]
    for facet, known in places.items():
        for row, (book, event), line in zip(rows, held, told, strict=True):
            value = book if facet == "book" else f"{book}:{event}"
            line.append(known.get(row.session.day[:4] if facet == "year" else value, []))
    for line in told:
        line.append("")
    says = writer.labels.translate
    said = {**writer.labels.filters, "year": says(words.YEAR), "book": says(words.BOOK)}
    data = {"words": said, "facets": facets, "rows": told}
    form = writer.form(said, list(facets), writer.labels.number(len(rows)))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    made = f'{form}<script type="application/json" class="session-choices">{text}</script>\n'
    return made if len(made.encode()) <= CHOICES else ""


def _distinct(found: Mapping[_Key, tuple[str, str, str]]) -> dict[_Key, tuple[int, str, str]]:
    """Return the place in an index, the value and the label of each thing.

    *found* has the value, the label, and what tells it from others with the same label.
    """
    counts = Counter(label for _, label, _ in found.values())
    told = {
        key: (value, f"{label} ({more})" if counts[label] > 1 else label)
        for key, (value, label, more) in found.items()
    }
    order = sorted(told, key=lambda key: (collate(told[key][1]), told[key]))
    return {key: (at, *told[key]) for at, key in enumerate(order)}


def place(role: str, prefix: str) -> str:
    """Return the name of the page of what begins with *prefix*."""
    return f"{FOLDER}/{role}_{prefix}" if prefix else f"{FOLDER}/{role}"


def homes(groups: Iterable[Group], prefix: str = "") -> dict[str, str]:
    """Return for each id the letters whose page links to it lead to.

    These are as many letters as it takes to list all names that begin so on a page. They depend on
    ids and labels alone, so that a name stays where it is until there are hundreds of others.
    """
    listed = list(groups)
    weight = sum(len(one.label.encode()) + 3 * len(one.id) + 150 for one in listed)
    if weight <= PAGE or len(listed) == 1:
        return {one.id: prefix for one in listed}
    found: dict[str, str] = {}
    for part, some in _parts(listed, len(prefix) + 1).items():
        found |= homes(some, part)
    return found


def pages(writer: Writer) -> Iterator[Page]:
    """Yield all pages of the hub but the first, which is in another folder in some builders."""
    hub, labels = writer.hub, writer.labels
    name = labels.translate(words.EVENTS)
    yield from _by_time(writer, f"{FOLDER}/events", name, events(writer))
    years = labels.translate(words.YEARS)
    yield from _by_time(writer, YEARS, years, writer.sessions(hub.rows))
    yield from _of_role(writer, "topics", labels.topics)
    yield from _of_role(writer, "people", labels.speakers)


def events(writer: Writer, only: Container[tuple[str, str]] | None = None) -> list[Item]:
    """Return the events of all books, by day, or *only* those of some books and ids."""
    return sorted(
        writer.event(book, event)
        for book in writer.hub.books
        for event in book.events
        if only is None or (book.name, event.id) in only
    )


def first_page(writer: Writer, *, has_feed: bool = False) -> Page:
    """Return the page that lists the books, and leads to the feed."""
    title = writer.labels.translate(words.BOOKS)
    books = "".join(
        f"<li>{writer.counted(writer.outside(book, book.title), len(book.sessions))}</li>\n"
        for book in sorted(writer.hub.books, key=lambda book: (collate(book.title), book.name))
    )
    counts = escape(writer.labels.sessions_counted(len(writer.hub.rows)))
    feed = f'<p><a href="feed.xml">{writer.say(words.FEED)}</a></p>\n' if has_feed else ""
    return _page(writer, INDEX, title, f"<p>{counts}</p>\n<ul>\n{books}</ul>\n{feed}")


def ways(writer: Writer) -> str:
    """Return links to the main pages of the hub."""
    labels = writer.labels
    names = {
        "index": labels.translate(words.BOOKS),
        "events": labels.translate(words.EVENTS),
        "years": labels.translate(words.YEARS),
        "topics": labels.topics,
        "people": labels.speakers,
    }
    links = (writer.link(f"{FOLDER}/{name}", text) for name, text in names.items())
    return f'<p class="session-also">{escape(labels.between_facts).join(links)}</p>\n'


def _page(writer: Writer, name: str, title: str, content: str) -> Page:
    head = f"<h1>{escape(title)}</h1>\n{ways(writer)}"
    return Page(name, title, f"<section>\n{head}{content}</section>\n")


def _by_time(
    writer: Writer, name: str, title: str, items: Sequence[Item], letters: int = 4
) -> Iterator[Page]:
    """Yield a page of *items*, or one that leads to pages of years, months or pieces of one."""
    if size(items) <= PAGE:
        # All sessions of the books have a filter, as those of a book have.
        yield _page(writer, name, title, writer.listed(items, is_filtered=name.startswith(YEARS)))
        return
    parts: dict[str, list[Item]] = defaultdict(list)
    filled = 0
    for one in items:
        filled += one.size
        # A month in one piece of so many bytes after the other.
        parts[one.day[:letters] if letters <= 7 else str(1 + filled // PAGE)].append(one)
    links, made = [], []
    for part in sorted(parts, key=lambda part: (len(part), part)):
        page = f"{name}_{(part if letters == 4 else part[5:] if letters == 7 else part) or 'x'}"
        words_of = writer.labels.along.format(row=title, links=part or writer.labels.no_day)
        subtitle = words_of if letters == 4 else part if letters == 7 else words_of
        text = part or writer.labels.no_day
        links.append(f"<li>{writer.counted(writer.link(page, text), len(parts[part]))}</li>\n")
        made.append((page, subtitle, parts[part]))
    yield _page(writer, name, title, f"<ul>\n{''.join(reversed(links))}</ul>\n")
    for page, subtitle, inside in made:
        yield from _by_time(writer, page, subtitle, inside, letters + 3)


def _of_role(writer: Writer, role: str, title: str) -> Iterator[Page]:
    found: dict[str, Group] = getattr(writer.hub, role)
    groups = in_order(found.values())
    entries = {}
    for group in groups:
        items, own = writer.sessions(group.rows, is_brief=role == "people"), ""
        if size(items) > INLINE:
            own = f"{FOLDER}/{ROLES[role]}-{group.id}"
            yield from _by_time(writer, own, group.label, items)
        entries[group.id] = _entry(writer, role, group, items, own)
    yield from _by_letters(writer, role, title, groups, entries, "")


def in_order(groups: Iterable[Group]) -> list[Group]:
    """Return topics or people as an index has them."""
    return sorted(groups, key=lambda group: (collate(group.label), group.id))


def _parts(groups: Iterable[Group], letters: int) -> dict[str, list[Group]]:
    """Return *groups* by the first *letters* of their ids, sorted by these."""
    parts: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        # A short id is as if it went on, so that no page leads to itself.
        parts[group.id.ljust(letters, "-")[:letters]].append(group)
    return dict(sorted(parts.items()))


def _entry(writer: Writer, role: str, group: Group, items: Sequence[Item], own: str) -> Item:
    """Return a topic or a person with sessions, or with a link to the page that has them."""
    name = writer.link(own, group.label) if own else escape(group.label)
    line = ""
    if len(group.names) > 1:
        by_key = {key_of(text): text for text in reversed(group.names)}
        by_key.pop(key_of(group.label), None)
        if others := sorted(by_key.values())[:_NAMES]:
            also = writer.labels.also.format(names=writer.labels.between_names.join(others))
            line = f'<p class="session-also">{escape(also)}</p>\n'
    rows = "" if own else f"<ul>\n{''.join(one.html for one in items)}</ul>\n"
    term = f'<dt id="{ROLES[role]}-{group.id}">{writer.counted(name, len(items))}</dt>\n'
    return item("", f"{term}<dd>{line}{rows}</dd>\n")


def _by_letters(
    writer: Writer,
    role: str,
    title: str,
    groups: Sequence[Group],
    entries: Mapping[str, Item],
    prefix: str,
) -> Iterator[Page]:
    """Yield a page of entries, or one of names or letters that leads to longer prefixes."""
    page = place(role, prefix)
    subtitle = writer.labels.along.format(row=title, links=prefix.upper()) if prefix else title
    inside = [entries[group.id] for group in groups]
    # Above the pages that links lead to there are only letters.
    homes_of = writer.homes(role)
    is_above = any(len(homes_of[group.id]) > len(prefix) for group in groups)
    if not is_above and (size(inside) <= PAGE or len(groups) == 1):
        listed = "".join(one.html for one in inside)
        content = f'<dl class="session-index">\n{listed}</dl>\n' if inside else ""
        yield _page(writer, page, subtitle, content)
        return
    longer = _parts(groups, len(prefix) + 1)
    if is_above:
        lines = [
            writer.counted(writer.link(place(role, part), part.upper()), len(some))
            for part, some in longer.items()
        ]
        listed = "".join(f"<li>{line}</li>\n" for line in lines)
    else:
        parts = {group.id: part for part, some in longer.items() for group in some}
        listed = "".join(_name(writer, role, group, parts[group.id]) for group in groups)
    yield _page(writer, page, subtitle, f"<ul>\n{listed}</ul>\n")
    for part, some in longer.items():
        yield from _by_letters(writer, role, title, some, entries, part)


def _name(writer: Writer, role: str, group: Group, part: str) -> str:
    """Return a name with the anchor that links lead to, and the link to its entry."""
    anchor = f"{ROLES[role]}-{group.id}"
    is_home = writer.homes(role)[group.id] == part[:-1]
    link = writer.link(place(role, part), group.label, anchor)
    ident = f' id="{anchor}"' if is_home else ""
    return f"<li{ident}>{writer.counted(link, len(group.rows))}</li>\n"
