"""Many books as one: who and what is the same in them, whatever order they come in.

People and topics are one by the vocabularies of the hub, a link, an id, or a name in any script,
compared without case, accents, spaces and punctuation. Two edits inside a name are nearly always
two people; so that is neither joined nor reported. Initials and the order of words are reported.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import fold, skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from session_notes.model.vocabulary import Vocabulary

    from session_books.judge import Book, Named, Session


class Row(NamedTuple):
    """A session of a book as lists show it."""

    book: Book
    session: Session
    #: The ids in the hub of its speakers, with the names as the session spells them.
    speakers: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]

    @property
    def order(self) -> tuple[str, ...]:
        """By which lists are sorted: the last day first is the concern of those that show it."""
        session = self.session
        return session.day or "9999", session.time or "99", self.book.name, session.id


class Group(NamedTuple):
    """A topic or a person of one book or several."""

    id: str
    label: str
    #: Everything it is called, sorted.
    names: tuple[str, ...]
    #: Its sessions, in order.
    rows: list[Row]


class Hub(NamedTuple):
    """All books as one."""

    books: tuple[Book, ...]
    topics: dict[str, Group]
    people: dict[str, Group]
    rows: list[Row]


def merge(books: Iterable[Book], topics: Vocabulary, people: Vocabulary, language: str) -> Hub:
    """Return *books* as one, with the vocabularies of the hub, which join or part what they name.

    An alias ``book:id`` of an entry means what has that id in that book, and nothing else.
    """
    books = tuple(sorted(books, key=lambda book: book.name))
    ids: dict[str, dict[tuple[str, str], str]] = {}
    found: dict[str, dict[str, Group]] = {}
    for role, vocabulary in (("topics", topics), ("people", people)):
        things = [thing for book in books for thing in getattr(book, role)]
        found[role], ids[role] = _groups(things, vocabulary, language)
    rows = []
    for book in books:
        for session in book.sessions:
            speakers = tuple(
                (ids["people"][book.name, who], text) for who, text in session.speakers
            )
            subjects = tuple(ids["topics"][book.name, topic] for topic in session.topics)
            rows.append(Row(book, session, _once(speakers), tuple(dict.fromkeys(subjects))))
    rows.sort(key=lambda row: row.order)
    for row in rows:
        for who, _ in row.speakers:
            found["people"][who].rows.append(row)
        for topic in row.topics:
            found["topics"][topic].rows.append(row)
    # Those who only reported have no sessions of theirs here.
    shown = {
        role: {name: group for name, group in groups.items() if group.rows}
        for role, groups in found.items()
    }
    return Hub(books, shown["topics"], shown["people"], rows)


def _once(speakers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return *speakers* without those who are one person here and two in their book."""
    return speakers if len(speakers) < 2 else tuple(dict(speakers).items())


class _Thing(NamedTuple):
    """What books say of a topic or a person, in the same words."""

    id: str
    names: tuple[str, ...]
    links: tuple[str, ...]
    #: The entry of the hub that it is, and whether that names the thing itself.
    entry: str = ""
    is_named: bool = False

    def reasons(self) -> Iterator[tuple[str, str]]:
        """Yield what makes it one with others."""
        if self.entry:
            yield "entry", self.entry
        if not self.is_named:
            yield from (("link", link) for link in self.links)
            yield from (("name", key) for key in map(key_of, (*self.names, self.id)) if key)


def _groups(
    found: Iterable[Named], vocabulary: Vocabulary, language: str
) -> tuple[dict[str, Group], dict[tuple[str, str], str]]:
    """Return the groups by id, and the id of the group of each thing, by its book and id."""
    # Most books say the same of the same people.
    books: dict[_Thing, list[str]] = defaultdict(list)
    for one in found:
        books[_Thing(*one[1:], *_entry_of(one, vocabulary))].append(one.book)
    # What the hub names itself comes first, and no two of its entries become one.
    things = sorted(books, key=lambda thing: (not thing.entry, thing))
    above = {thing: thing for thing in things}
    entry = {thing: thing.entry for thing in things}

    def top(thing: _Thing) -> _Thing:
        while above[thing] is not thing:
            above[thing] = thing = above[above[thing]]
        return thing

    holders: dict[tuple[str, str], _Thing] = {}
    for thing in things:
        for key in thing.reasons():
            first, last = top(holders.setdefault(key, thing)), top(thing)
            clash = entry[first] and entry[last] and entry[first] != entry[last]
            if first is not last and not clash:
                above[last] = first
                entry[first] = entry[first] or entry[last]
    members: dict[_Thing, list[_Thing]] = defaultdict(list)
    for thing in things:
        members[top(thing)].append(thing)
    groups: dict[str, Group] = {}
    ids: dict[tuple[str, str], str] = {}
    for first, group in members.items():
        known = vocabulary.entries.get(entry[first])
        counted = [(thing, len(books[thing])) for thing in group]
        name = entry[first] or _most((thing.id, count) for thing, count in counted)
        label = _most((thing.names[0], count) for thing, count in counted)
        label = known.label.say(language) if known else label
        names = sorted({text for thing in group for text in thing.names} | {label})
        groups[name] = Group(name, label, tuple(names), [])
        ids.update({(book, thing.id): name for thing in group for book in books[thing]})
    return groups, ids


def _entry_of(one: Named, vocabulary: Vocabulary) -> tuple[str, bool]:
    """Return the id of the hub's entry for something, and whether it names just this."""
    if not vocabulary.entries:
        return "", False
    own = vocabulary.find(f"{one.book}:{one.id}")
    if own:
        return own.id, True
    for text in (*one.names, one.id):
        entry = vocabulary.find(text)
        if entry:
            return entry.id, False
    return "", False


# The same names stand in many books.
@lru_cache(maxsize=1 << 17)
def key_of(text: str) -> str:
    """Return the form in which names are compared: C++ is not C, whose skeleton is the same."""
    signs = [char for char in fold(text) if char in "#&*@%" or unicodedata.category(char)[0] == "S"]
    return skeleton(text) + "".join(signs)


def _most(counted: Iterable[tuple[str, int]]) -> str:
    """Return the text that most books have; of several, the first by a total order."""
    counts: Counter[str] = Counter()
    for text, count in counted:
        counts[text] += count
    return min(counts, key=lambda text: (-counts[text], fold(text), text))


# -- what may be the same -----------------------------------------------------------------------


def nearly(people: Sequence[Group]) -> Iterator[tuple[str, str]]:
    """Yield the labels of two who may be one: by an initial, or by the order of the words."""
    by_order: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_initial: dict[tuple[str, str], list[str]] = defaultdict(list)
    short: list[tuple[tuple[str, str], str]] = []
    for group in people:
        words = _words(group.label)
        if len(words) < 2:
            continue
        by_order[tuple(sorted(words))].append(group.label)
        key = words[0][0], words[-1]
        if len(words[0]) == 1:
            short.append((key, group.label))
        else:
            by_initial[key].append(group.label)
    for labels in by_order.values():
        yield from ((labels[0], other) for other in labels[1:])
    for key, label in short:
        if len(by_initial[key]) == 1:
            yield label, by_initial[key][0]


def _words(label: str) -> list[str]:
    return [word for word in map(skeleton, label.replace(".", " ").split()) if word]


def finder(groups: Iterable[Group]) -> Callable[[str], Group | None]:
    """Return a look-up of groups by id, and by everything that they are called."""
    by_key: dict[str, Group] = {}
    by_id = {}
    for group in groups:
        by_id[group.id] = group
        for name in group.names:
            by_key.setdefault(key_of(name), group)
    return lambda text: by_id.get(text) or by_key.get(key_of(text))
