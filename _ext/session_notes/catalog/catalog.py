"""The sessions of all pages in the order of the book, and look-ups by id and by name.

A catalog is a function of the pages' records and of the vocabularies, and it never changes: an
edit makes another one. The other modules of this package are functions of a catalog.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.caching import cached
from session_notes.catalog.facts import Facts, Person, Ref
from session_notes.model.events import instant
from session_notes.model.names import Names, fold, stable_id
from session_notes.model.parsing import parse_letters
from session_notes.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from session_notes.model.records import Page, Session, Speaker, Text, View

#: What sessions name; each role has a vocabulary and may have indexes.
ROLES = ("topic", "speaker", "reporter", "track", "event")
#: The roles of people: whoever spoke and reported is one person.
PEOPLE = ("speaker", "reporter")
#: The roles of links to sessions and talks; ``any`` is a link without a role.
SESSION_ROLES = ("session", "talk", "any")


class SessionKey(NamedTuple):
    """The document that has a session, and the position among the records of its page."""

    docname: str
    number: int


class Catalog:
    """The sessions of all pages in the order of the book, and the vocabularies they use.

    *pages* are keyed by document; *order* is the order of the documents in the book, and
    documents that it does not name come last; *dates* are the dates of the pages that have one,
    *titles* those of all pages, empty for a page without one.
    """

    def __init__(
        self,
        pages: Mapping[str, Page],
        *,
        order: Sequence[str] = (),
        dates: Mapping[str, date] = {},
        titles: Mapping[str, str] = {},
        vocabularies: Mapping[str, Vocabulary] = {},
        language: str = "en",
    ) -> None:
        self.dates = dates
        self.language = language
        self.topics = vocabularies.get("topics", Vocabulary())
        self.tracks = vocabularies.get("tracks", Vocabulary())
        self.people = vocabularies.get("people", Vocabulary())
        self.events = vocabularies.get("events", Vocabulary())
        position = {docname: number for number, docname in enumerate(order)}

        def in_order(docname: str) -> tuple[int, str]:
            return position.get(docname, len(position)), docname

        self.docnames = sorted(pages, key=in_order)
        self.titles = {docname: titles[docname] for docname in sorted(titles, key=in_order)}
        self.pages = {docname: pages[docname] for docname in self.docnames}
        #: The results of the functions that are :func:`cached`, by function and arguments.
        self.cache: dict[tuple[object, ...], object] = {}

    # -- sessions ---------------------------------------------------------------------------

    @cached_property
    def session_keys(self) -> list[SessionKey]:
        """All sessions and talks: by day and time, then in the order of the book.

        A session without a time stays behind the one before it, and a talk behind its session.
        """
        keys = [key for docname in self.docnames for key in self.keys_on(docname)]
        keys.sort(key=lambda key: self.dates.get(key.docname, date.max))
        moments: dict[SessionKey, tuple[int, int]] = {}
        last, moment = None, (0, 0)
        for key in keys:
            row, start = self.row_of(key), self.session(self.whole[key]).start
            if row != last or start is not None:
                last, moment = row, self._moment(key.docname, start or 0)
            moments[key] = moment
        return sorted(keys, key=moments.__getitem__)

    def row_of(self, key: SessionKey) -> tuple[str, date | None]:
        """Return the event and the day of a session."""
        return self.event_of(key.docname), self.dates.get(key.docname)

    def _moment(self, docname: str, minutes: int) -> tuple[int, int]:
        """Return the day and the minutes of a moment on a page, by which sessions are sorted."""
        day = self.dates.get(docname, date.max)
        if len(self._timezones) < 2:
            # The day of a programme, which goes on after midnight.
            return day.toordinal(), minutes
        entry = self.events.find(self.event_on(docname))
        return instant(day, minutes, entry.event.timezone if entry else ""), 0

    @cached_property
    def _timezones(self) -> set[str]:
        return {entry.event.timezone for entry in self.events.entries.values()}

    @cached
    def event_on(self, docname: str) -> str:
        """Return the event of a page, as the page names it or as its folder is called.

        A book that declares one event needs to say no more; empty if there is none.
        """
        page, events = self.pages.get(docname), self.events.entries
        if page and page.event.name:
            return page.event.name
        folders = reversed(docname.split("/")[:-1])
        only = next(iter(events), "") if len(events) == 1 else ""
        return next((folder for folder in folders if folder in events), only)

    @cached
    def event_of(self, docname: str) -> str:
        """Return the id of the event of a page; empty if it has none."""
        event = self.event_on(docname)
        return self.id_of("event", event) if event else ""

    @cached_property
    def has_events(self) -> bool:
        """Whether there are sessions of several events, so that readers must be told of which."""
        return len(self.sessions_by["event"]) > 1

    def keys_on(self, docname: str) -> list[SessionKey]:
        """Return the sessions and talks of a page, in their order."""
        page = self.pages.get(docname)
        return [SessionKey(docname, number) for number in range(len(page.sessions) if page else 0)]

    def session(self, key: SessionKey) -> Session:
        """Return the record of a session."""
        return self.pages[key.docname].sessions[key.number]

    @property
    def sessions(self) -> Iterator[Session]:
        """The records of all sessions and talks, in the order of :attr:`session_keys`."""
        return map(self.session, self.session_keys)

    @cached_property
    def _by_id(self) -> dict[str, list[SessionKey]]:
        found: dict[str, list[SessionKey]] = defaultdict(list)
        for docname in self.docnames:
            for key in self.keys_on(docname):
                found[self.session(key).id].append(key)
        return dict(found)

    def find_session(self, session_id: str) -> SessionKey | None:
        """Return the session or talk that has, or had, this id; of several, the first."""
        keys = self._by_id.get(session_id) or self._by_id.get(fold(session_id))
        return keys[0] if keys else self.old_ids.get(fold(session_id))

    @cached_property
    def old_ids(self) -> dict[str, SessionKey]:
        """The session or talk that had each id that none has now; of several, the first."""
        keys = (key for docname in self.docnames for key in self.keys_on(docname))
        claims = [(old, key) for key in keys for old in self.session(key).was]
        return {old: key for old, key in reversed(claims) if old not in self._by_id}

    def new_name(self, role: str, target: str) -> str:
        """Return the id to write for a link to *target* if that is an old one; else nothing."""
        if role in SESSION_ROLES:
            key = self.old_ids.get(fold(target)) if self.old_ids else None
            return self.session(key).id if key else ""
        entry = self.vocabulary(role).find(target)
        return entry.id if entry and fold(target) in entry.was else ""

    @cached_property
    def duplicates(self) -> list[list[SessionKey]]:
        """The sessions and talks that share an id."""
        return [keys for keys in self._by_id.values() if len(keys) > 1]

    @cached_property
    def whole(self) -> dict[SessionKey, SessionKey]:
        """The session that each talk is part of; for a session, itself."""
        whole: dict[SessionKey, SessionKey] = {}
        for docname in self.docnames:
            by_id: dict[str, SessionKey] = {}
            for key in self.keys_on(docname):
                session = self.session(key)
                parent = by_id.get(session.parent)
                whole[key] = whole[parent] if parent else key
                by_id[session.id] = key
        return whole

    @cached_property
    def with_talks(self) -> dict[SessionKey, list[SessionKey]]:
        """Each session, with itself and its talks."""
        parts: dict[SessionKey, list[SessionKey]] = defaultdict(list)
        for key, whole in self.whole.items():
            parts[whole].append(key)
        return dict(parts)

    def parts(self, key: SessionKey) -> list[SessionKey]:
        """Return a session and its talks; of a talk, itself."""
        return self.with_talks.get(key, [key])

    def is_stub(self, key: SessionKey) -> bool:
        """Say whether neither a session nor any of its talks has notes."""
        return not any(self.session(part).has_notes for part in self.parts(key))

    def last_line(self, key: SessionKey) -> int:
        """Return the last line of a session in its file, its talks included."""
        source = self.session(key).where.source
        parts = map(self.session, self.parts(key))
        return max(part.last for part in parts if part.where.source == source)

    def ref(self, key: SessionKey) -> Ref:
        """Return the link to a session, with its title."""
        session = self.session(key)
        return Ref(session.title, key.docname, session.anchor)

    @cached
    def facts(self, key: SessionKey) -> Facts:
        """Return what a page shows above the notes of a session."""
        session = self.session(key)
        parent = self.find_session(session.parent) if session.parent else None
        day, event = self.dates.get(key.docname), self.event_on(key.docname)
        return Facts(
            ref=self.ref(key),
            event=self.ref_to("event", event) if event and self.has_events else None,
            day=day,
            start=session.start,
            end=session.end,
            until=session.until if session.until != day else None,
            when="" if session.is_timed else session.when,
            room=session.room,
            track=self.ref_to("track", session.track) if session.track else None,
            kind=session.kind,
            speakers=tuple(self.person("speaker", one) for one in session.speakers),
            reporters=tuple(self.person("reporter", one) for one in self._reporters_shown(key)),
            impressions=tuple(
                tuple(self.person("reporter", one) for one in people)
                for people in self.impressions(key)
            ),
            topics=tuple(self.ref_to("topic", topic) for topic in session.topics),
            media=session.media,
            parent=self.ref(parent) if parent else None,
            is_stub=self.is_stub(key),
        )

    def person(self, role: str, named: Speaker) -> Person:
        """Return a speaker or reporter as a session shows them."""
        entry = self.people.find(named.name)
        affiliation = named.affiliation or (entry.affiliation if entry else "")
        return Person(self.ref_to(role, named.name), affiliation, named.role)

    def reporters(self, key: SessionKey) -> tuple[Speaker, ...]:
        """Return who took the notes of a session: named by it, around it, or by its page."""
        own, whole = self.session(key), self.session(self.whole[key])
        return own.reporters or whole.reporters or self.pages[key.docname].reporters.people

    def _reporters_shown(self, key: SessionKey) -> tuple[Speaker, ...]:
        is_whole = self.whole[key] == key
        return self.reporters(key) if is_whole else self.session(key).reporters

    def impressions(self, key: SessionKey) -> list[tuple[Speaker, ...]]:
        """Return who had each of the impressions of a session."""
        return [one.people or self.reporters(key) for one in self.session(key).impressions]

    def listed_facts(self, key: SessionKey, *under: str) -> Facts:
        """Return what a list shows of a session; *under* a speaker or an event, without these.

        It has nothing else, because the page of the list is written again when any of it changes.
        """
        facts = self.facts(key)
        people = () if "speaker" in under else facts.speakers
        return facts._replace(
            event=None if "event" in under else facts.event,
            track=None if "track" in under else facts.track,
            speakers=tuple(Person(person.ref) for person in people),
            reporters=(),
            impressions=(),
            topics=(),
            media=(),
        )

    # -- topics, speakers and tracks --------------------------------------------------------

    def vocabulary(self, role: str) -> Vocabulary:
        """Return what is declared of topics, speakers, tracks or events."""
        named = {"topic": self.topics, "track": self.tracks, "event": self.events}
        return self.people if role in PEOPLE else named[role]

    def id_of(self, role: str, text: str) -> str:
        """Return the id of what *text* names: declared, or made of the text."""
        entry = self.vocabulary(role).find(text)
        return entry.id if entry else stable_id(text)

    def label(self, role: str, name: str) -> str:
        """Return the label of the topic, speaker or track with the id *name*."""
        entry = self.vocabulary(role).entries.get(name)
        return entry.label.say(self.language) if entry else self._first_spelling[role][name]

    def ids(self, role: str) -> list[str]:
        """Return the ids of all topics, speakers or tracks, declared or not.

        Somebody who is declared is taken for a speaker, except for those who only reported.
        """
        named = self.sessions_by[role]
        if role == "reporter":
            return list(named)
        others = self.sessions_by["reporter"] if role == "speaker" else {}
        declared = (one for one in self.vocabulary(role).entries if one not in others)
        return list(dict.fromkeys([*declared, *named]))

    def names_in(self, key: SessionKey) -> Iterator[tuple[str, str]]:
        """Yield what a session names, each with its role, as the author spells it."""
        session = self.session(key)
        yield from (("topic", topic) for topic in session.topics)
        yield from (("speaker", speaker.name) for speaker in session.speakers)
        yield from (("reporter", one.name) for one in self._reporters_shown(key))
        for part in session.impressions:
            yield from (("reporter", one.name) for one in part.people)
        if session.track:
            yield "track", session.track
        event = self.event_on(key.docname)
        if event and self.whole[key] == key:
            yield "event", event

    @cached_property
    def spellings(self) -> dict[str, dict[str, str]]:
        """The id that each name in a session stands for, by role; first use first."""
        ids: dict[str, dict[str, str]] = {role: {} for role in ROLES}
        for key in self.session_keys:
            for role, text in self.names_in(key):
                if text not in ids[role]:
                    ids[role][text] = self.id_of(role, text)
        return ids

    @cached_property
    def sessions_by(self) -> dict[str, dict[str, list[SessionKey]]]:
        """The sessions that name each topic, speaker and track, by role and id."""
        found: dict[str, dict[str, list[SessionKey]]] = {role: {} for role in ROLES}
        for key in self.session_keys:
            for role, text in self.names_in(key):
                keys = found[role].setdefault(self.spellings[role][text], [])
                if key not in keys[-1:]:
                    keys.append(key)
        return found

    @cached_property
    def _first_spelling(self) -> dict[str, dict[str, str]]:
        """How sessions spell what has an id, by role and id: the first use counts."""
        return {
            role: {name: text for text, name in reversed(ids.items())}
            for role, ids in self.spellings.items()
        }

    @cached_property
    def subtopics(self) -> dict[str, list[str]]:
        """The ids of the topics that are directly part of each topic."""
        children: dict[str, list[str]] = defaultdict(list)
        for entry in self.topics.entries.values():
            if entry.parent in self.topics.entries:
                children[entry.parent].append(entry.id)
        return dict(children)

    # -- links ------------------------------------------------------------------------------

    @cached_property
    def indexes(self) -> dict[str, list[tuple[str, View]]]:
        """The indexes of topics, speakers and tracks, each with its page."""
        found: dict[str, list[tuple[str, View]]] = {role: [] for role in ROLES}
        for docname, page in self.pages.items():
            for view in page.views:
                role, _, kind = view.name.partition("-")
                if kind == "index":
                    found[role].append((docname, view))
        return found

    @cached_property
    def index_of(self) -> dict[tuple[str, str], tuple[str, View]]:
        """The index that links to each topic, speaker and track lead to: the first to show it.

        One that shows a single event goes behind those that show all.
        """
        found: dict[tuple[str, str], tuple[str, View]] = {}
        for role, indexes in self.indexes.items():
            for docname, view in sorted(indexes, key=lambda one: "event" in dict(one[1].options)):
                for name in self.ids_in(role, view):
                    found.setdefault((role, name), (docname, view))
        return found

    def ids_in(self, role: str, view: View) -> list[str]:
        """Return the ids in an index, or in the part of it that the options of *view* name."""
        options = dict(view.options)
        names = self.ids(role)
        if "letters" in options:
            letters = parse_letters(options["letters"])
            names = [name for name in names if name[0] in letters]
        if "under" in options:
            below = set(descendants(self.subtopics, self.id_of(role, options["under"])))
            names = [name for name in names if name in below]
        if "event" in options:
            there = set(self.in_event(options["event"]))
            by = self.sessions_by[role]
            names = [name for name in names if not there.isdisjoint(by.get(name, ()))]
        return names

    def in_event(self, event: str) -> list[SessionKey]:
        """Return the sessions and talks of an event, by any of its names."""
        return self._by_event.get(self.id_of("event", event), [])

    @cached_property
    def _by_event(self) -> dict[str, list[SessionKey]]:
        found: dict[str, list[SessionKey]] = defaultdict(list)
        for key in self.session_keys:
            found[self.event_of(key.docname)].append(key)
        return dict(found)

    def unindexed(self, role: str) -> list[str]:
        """Return the labels of what no index shows, though there are indexes."""
        names = self.ids(role) if self.indexes[role] else ()
        return [self.label(role, name) for name in names if (role, name) not in self.index_of]

    def ref_to(self, role: str, text: str) -> Ref:
        """Return the link to the topic, speaker or track that *text* names."""
        entry = self.vocabulary(role).find(text)
        if entry:
            return self.ref_by_id(role, entry.id)
        return self._indexed(role, stable_id(text), text)

    def ref_by_id(self, role: str, name: str) -> Ref:
        """Return the link to the topic, speaker or track with the id *name*."""
        return self._indexed(role, name, self.label(role, name))

    def _indexed(self, role: str, name: str, label: str) -> Ref:
        for one in (role, *PEOPLE) if role in PEOPLE else (role,):
            if (one, name) in self.index_of:
                return Ref(label, self.index_of[one, name][0], f"{one}-{name}")
        return Ref(label)

    def find(self, role: str, target: str) -> Ref | None:
        """Return the place that the link ``{role}`target``` leads to; None if there is none."""
        if role in SESSION_ROLES:
            key = self.find_session(target)
            return self.ref(key) if key else None
        if self.vocabulary(role).find(target):
            return self.ref_to(role, target)
        # Something undeclared exists once a session names it.
        spelling = self._first_spelling[role].get(stable_id(target))
        return self.ref_to(role, spelling) if spelling else None

    def nearest_names(self, role: str, target: str) -> list[str]:
        """Return the names that look most like *target*, best first."""
        return self._names_of("session" if role in SESSION_ROLES else role).nearest(target)

    @cached
    def _names_of(self, role: str) -> Names:
        """Return what a link with *role* may name."""
        if role == "session":
            return Names(self._by_id)
        known = [name for entry in self.vocabulary(role).entries.values() for name in entry.names()]
        return Names([*known, *self._first_spelling[role].values()])

    def resolve(self, sentence: Sequence[Text]) -> tuple[Ref, ...]:
        """Return a sentence with the titles of what it links to filled in."""
        pieces = []
        for piece in sentence:
            found = self.find(piece.role, piece.target) if piece.target else None
            ref = found or Ref(piece.target)
            pieces.append(ref._replace(text=piece.text or ref.text))
        return tuple(pieces)

    def summary(self, docname: str) -> str:
        """Return the first paragraph of a page as text; empty if it has none."""
        page = self.pages.get(docname)
        return "".join(ref.text for ref in self.resolve(page.summary)) if page else ""


def descendants(children: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Return *name* and all that is below it, at any depth: each once, before what is below it."""
    found: dict[str, None] = {}
    ahead = [name]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found[here] = None
            ahead.extend(reversed(children.get(here, ())))
    return list(found)
