"""Many books as one: who and what is the same in them, whatever order they come in.

People and topics are one by the vocabularies of the hub, a link, an id, or a name in any script,
compared without case, accents, spaces and punctuation. Two edits inside a name are nearly always
two people; so that is neither joined nor reported. Initials and the order of words are reported.
"""

from __future__ import annotations

import json
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


class Same(NamedTuple):
    """Who and what is the same: the groups, and the ids that some books have for them.

    A group has its id and its names here, but no sessions.
    """

    topics: dict[str, Group]
    people: dict[str, Group]
    #: By role and book, the things that have another id there.
    ids: dict[str, dict[str, dict[str, str]]]


def same(books: Iterable[Book], topics: Vocabulary, people: Vocabulary, language: str) -> Same:
    """Return who is the same in *books*, with the vocabularies of the hub.

    These join or part what they name. An alias ``book:id`` of an entry means what has that id in
    that book, and nothing else. The order of the books does not matter.
    """
    books = sorted(books, key=lambda book: book.name)
    things = [thing for book in books for thing in book.topics]
    found_topics, topic_ids = _groups(things, topics, language)
    things = [thing for book in books for thing in book.people]
    found_people, people_ids = _groups(things, people, language)
    return Same(found_topics, found_people, {"topics": topic_ids, "people": people_ids})


def merge(books: Iterable[Book], same: Same) -> Hub:
    """Return *books* as one."""
    books = tuple(sorted(books, key=lambda book: book.name))
    found_topics, found_people, ids = same
    rows: list[Row] = []
    for book in books:
        subjects, speakers = (ids[role].get(book.name) for role in ("topics", "people"))
        rows += (
            Row(
                book,
                session,
                _once((speakers.get(who, who), text) for who, text in session.speakers)
                if speakers
                else session.speakers,
                tuple(dict.fromkeys(subjects.get(topic, topic) for topic in session.topics))
                if subjects
                else session.topics,
            )
            for session in book.sessions
        )
    rows.sort(key=lambda row: row.order)
    for row in rows:
        for who, _ in row.speakers:
            found_people[who].rows.append(row)
        for topic in row.topics:
            found_topics[topic].rows.append(row)
    # Those who only reported have no sessions of theirs here.
    shown_topics, shown_people = (
        {name: group for name, group in groups.items() if group.rows}
        for groups in (found_topics, found_people)
    )
    return Hub(books, shown_topics, shown_people, rows)


def _once(speakers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return *speakers* without those who are one person here and two in their book."""
    return tuple(dict(speakers).items())


class _Thing(NamedTuple):
    """What books say of a topic or a person, in the same words."""

    id: str
    names: tuple[str, ...]
    links: tuple[str, ...]
    #: The entry of the hub that it is, and whether that names the thing itself.
    entry: str = ""
    is_named: bool = False

    def reasons(self) -> list[tuple[str, str]]:
        """Return what makes it one with others."""
        made = [("entry", self.entry)] if self.entry else []
        if not self.is_named:
            made += [("link", link) for link in self.links]
            keys = dict.fromkeys(map(key_of, (*self.names, self.id)))
            made += [("name", key) for key in keys if key]
        return made


def _groups(
    found: Iterable[Named], vocabulary: Vocabulary, language: str
) -> tuple[dict[str, Group], dict[str, dict[str, str]]]:
    """Return the groups by id, and for each book the things that have another id there."""
    # Most books say the same of the same people.
    said: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for one in found:
        said[one[1:] + _entry_of(one, vocabulary)].append(one.book)
    books = {_Thing._make(one): names for one, names in said.items()}
    groups: dict[str, Group] = {}
    ids: dict[str, dict[str, str]] = defaultdict(dict)
    for entry, members in _joined(books):
        first, known = members[0], vocabulary.entries.get(entry)
        if not known and len(members) == 1:
            # Nearly all: every book says the same of it.
            groups[first.id] = Group(first.id, first.names[0], tuple(sorted(first.names)), [])
            continue
        counted = [(thing, len(books[thing])) for thing in members]
        name = entry or _most((thing.id, count) for thing, count in counted)
        label = _most((thing.names[0], count) for thing, count in counted)
        label = known.label.say(language) if known else label
        names = sorted({text for thing in members for text in thing.names} | {label})
        groups[name] = Group(name, label, tuple(names), [])
        moved = [thing for thing in members if thing.id != name]
        for thing in moved:
            for book in books[thing]:
                ids[book][thing.id] = name
    return groups, ids


def _joined(things: Iterable[_Thing]) -> Iterator[tuple[str, list[_Thing]]]:
    """Yield the things that are one, with the entry of the hub that they are, if there is one."""
    # What the hub names itself comes first, and no two of its entries become one.
    things = sorted(sorted(things), key=lambda thing: not thing.entry)
    above: dict[_Thing, _Thing] = {}
    entry = {thing: thing.entry for thing in things if thing.entry}

    def top(thing: _Thing) -> _Thing:
        while (up := above.get(thing)) is not None:
            # Each search halves the way of the next.
            above[thing] = above.get(up, up)
            thing = up
        return thing

    holders: dict[tuple[str, str], _Thing] = {}
    for thing in things:
        for key in thing.reasons():
            holder = holders.setdefault(key, thing)
            if holder is thing:
                continue
            first, last = top(holder), top(thing)
            clash = first in entry and last in entry and entry[first] != entry[last]
            if first is not last and not clash:
                above[last] = first
                if last in entry:
                    entry.setdefault(first, entry[last])
    members: dict[_Thing, list[_Thing]] = defaultdict(list)
    for thing in things:
        members[top(thing)].append(thing)
    for first, group in members.items():
        yield entry.get(first, ""), group


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
    plain = text.replace(" ", "").replace("-", "")
    if plain.isascii() and plain.isalnum():
        return plain.lower()
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


def pack(same: Same) -> bytes:
    """Return what is kept of who is the same."""
    groups = [[one[:3] for one in found.values()] for found in same[:2]]
    return json.dumps([*groups, same.ids], ensure_ascii=False, separators=(",", ":")).encode()


def unpack(packed: bytes) -> Same:
    """Return what was packed."""
    *found, ids = json.loads(packed)
    topics, people = (
        {name: Group(name, label, tuple(names), []) for name, label, names in groups}
        for groups in found
    )
    return Same(topics, people, ids)


def finder(groups: Iterable[Group]) -> Callable[[str], Group | None]:
    """Return a look-up of groups by id, and by everything that they are called."""
    by_key: dict[str, Group] = {}
    by_id = {}
    for group in groups:
        by_id[group.id] = group
        for name in group.names:
            by_key.setdefault(key_of(name), group)
    return lambda text: by_id.get(text) or by_key.get(key_of(text))
