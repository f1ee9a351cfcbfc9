"""The records of the search, as the browser gets them.

A record is a row, of which empty values at the end are left out: kind, address, title, the row of
its session (of a talk, else -1), day, track, event, topics, people, more names, words, notes,
impressions, references. Days, tracks, events, topics and people are numbers of entries in lists.
An entry is its label, its reading in kana, and all its other names. Texts are lines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from session_search.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from session_notes.catalog.catalog import Catalog, SessionKey
    from session_notes.locale.labels import Labels
    from session_notes.model.records import Speaker
    from session_notes.sphinxext.api import SearchRecord

    from session_search.text import Line, Said

Row = list[Any]

#: The kinds of records. What is elsewhere is a session of another book.
SESSION, TALK, DAY, PAGE, ELSEWHERE = range(5)
_NOTHING: Any = (-1, "", [])


class Records:
    """All records of an edition.

    *address* gives the address of a document relative to the root; *kind* the label of a kind of
    session; *hidden* are the documents that no search shows.
    """

    def __init__(
        self,
        catalog: Catalog,
        labels: Labels,
        documents: Mapping[str, Document],
        address: Callable[[str], str],
        kind: Callable[[str], str],
        hidden: AbstractSet[str] = frozenset(),
    ) -> None:
        self.catalog, self.labels, self.documents = catalog, labels, documents
        self.address, self.kind, self.hidden = address, kind, hidden
        #: The lists, by their names: for each key its number, and its label, reading and names.
        self.lists: dict[str, dict[str, tuple[int, list[str]]]] = {
            name: {} for name in ("days", "tracks", "events", "topics", "people")
        }

    # -- rows -----------------------------------------------------------------------------------

    def sessions(self) -> list[Row]:
        """Return sessions, talks and days."""
        catalog = self.catalog
        rows: list[Row] = []
        numbers: dict[SessionKey, int] = {}
        for key in catalog.session_keys:
            is_first = catalog.find_session(catalog.session(key).id) == key
            if is_first and not catalog.is_stub(key) and key.docname not in self.hidden:
                numbers[key] = len(rows)
                rows.append(self._session(key, numbers))
        for docname in catalog.docnames:
            if docname in catalog.dates and docname not in self.hidden:
                rows += self._day(docname)
        return [_short(row) for row in rows]

    def sections(self) -> list[Row]:
        """Return the sections of all pages that are no days."""
        rows: list[Row] = []
        for docname, document in self.documents.items():
            if docname in self.hidden or docname in self.catalog.dates:
                continue
            page = self.catalog.titles.get(docname, "")
            for number, section in enumerate(document.sections):
                anchor = f"#{section.anchor}" if number and section.anchor else ""
                title = section.title or page
                text = self._text(section.lines)
                if title or text:
                    row = [PAGE, self.address(docname) + anchor, title, -1, -1, -1, -1, [], []]
                    rows.append([*row, page if page != title else "", "", text])
        return [_short(row) for row in rows]

    def elsewhere(self, records: Iterable[SearchRecord]) -> list[Row]:
        """Return what other extensions know, such as sessions of other books."""
        rows = []
        for one in records:
            day = self._day_number(one.day) if one.day else -1
            track = self._number("tracks", f"+{one.track}", one.track) if one.track else -1
            event = self._number("events", f"+{one.event}", one.event) if one.event else -1
            topics = [self._number("topics", f"+{names[0]}", *names) for names in one.topics]
            people = [self._number("people", f"+{names[0]}", *names) for names in one.people]
            row = [ELSEWHERE, one.address, one.title, -1, day, track, event, topics, people]
            rows.append([*row, one.book, "", one.text])
        return [_short(row) for row in rows]

    def _session(self, key: SessionKey, numbers: Mapping[SessionKey, int]) -> Row:
        catalog, session, facts = self.catalog, self.catalog.session(key), self.catalog.facts(key)
        whole = catalog.whole[key]
        track = catalog.session(whole).track if not session.track else session.track
        said = self._said(key)
        reporters = {one.name: one for one in catalog.reporters(key)}
        reporters |= {one.name: one for people in catalog.impressions(key) for one in people}
        others = [name for one in reporters.values() for name in self._all_names(one)]
        companies = [person.affiliation for person in facts.speakers]
        words = [self.kind(session.kind) if session.kind else "", session.room, session.when]
        media = [url for _, url in session.media]
        addresses = [one.url for one in session.references]
        listed = self._text(said.references).splitlines() if said else []
        written = [one.name for one in session.speakers]
        return [
            TALK if whole != key else SESSION,
            f"{self.address(key.docname)}#{session.anchor}",
            session.title,
            numbers.get(whole, -1) if whole != key else -1,
            self._day_number(facts.day) if facts.day else -1,
            self._named("tracks", "track", track) if track else -1,
            self._event(key.docname),
            [self._named("topics", "topic", topic) for topic in session.topics],
            [self._named("people", "speaker", one.name) for one in session.speakers],
            _lines(dict.fromkeys([*written, *companies])),
            _lines([*words, *dict.fromkeys(others)]),
            self._text(said.notes) if said else "",
            self._text(said.impressions) if said else "",
            _lines(dict.fromkeys([*listed, *addresses, *media])),
        ]

    def _day(self, docname: str) -> Iterator[Row]:
        """Yield the day of a page, unless the page is a session."""
        title = self.catalog.titles.get(docname, "")
        sections = self.documents[docname].sections if docname in self.documents else []
        day, number = self.catalog.dates[docname], self._event(docname)
        if title and any(section.title for section in sections):
            text = _lines(self._text(section.lines) for section in sections)
            row = [DAY, self.address(docname), title, -1, self._day_number(day), -1, number]
            yield [*row, [], [], "", "", text]

    # -- texts ----------------------------------------------------------------------------------

    def _said(self, key: SessionKey) -> Said | None:
        return self.documents.get(key.docname, Document({}, [])).sessions.get(key.number)

    def _text(self, lines: Iterable[Line]) -> str:
        return _lines(
            "".join(piece if isinstance(piece, str) else self._title(*piece) for piece in line)
            for line in lines
        )

    def _title(self, role: str, target: str) -> str:
        ref = self.catalog.find(role, target)
        return ref.text if ref else ""

    # -- lists ----------------------------------------------------------------------------------

    def _number(self, name: str, key: str, label: str, *names: str, reading: str = "") -> int:
        """Return the number of an entry in a list, to which it is added if it is new."""
        entries = self.lists[name]
        if key not in entries:
            others = [one for one in dict.fromkeys(names) if one and one != label]
            entries[key] = len(entries), [label, reading, *others]
        return entries[key][0]

    def _day_number(self, day: date) -> int:
        labels = self.labels
        return self._number("days", day.isoformat(), labels.day(day), labels.weekday(day))

    def _event(self, docname: str) -> int:
        event = self.catalog.event_on(docname) if self.catalog.has_events else ""
        return self._named("events", "event", event) if event else -1

    def _named(self, name: str, role: str, text: str) -> int:
        """Return the number of what *text* names, with its names in every language."""
        key, entry = self.catalog.id_of(role, text), self.catalog.vocabulary(role).find(text)
        if entry is None:
            return self._number(name, key, text)
        label = entry.label.say(self.catalog.language)
        names = (*entry.label.all(), *entry.aliases)
        return self._number(name, key, label, *names, reading=entry.reading)

    def _all_names(self, who: Speaker) -> list[str]:
        entry = self.catalog.people.find(who.name)
        names = (*entry.label.all(), *entry.aliases, entry.reading) if entry else ()
        return [who.name, *names]


def _lines(lines: Iterable[str]) -> str:
    """Return lines as a text, without those that are blank."""
    return "\n".join(line for line in map(str.strip, lines) if line)


def _short(row: Row) -> Row:
    """Return a row without the empty values at its end."""
    end = len(row)
    while end and row[end - 1] in _NOTHING:
        end -= 1
    return row[:end]


def script(name: str, data: object) -> bytes:
    """Return a file that gives *data* to the search; a page from the disk may run scripts only."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A browser reads JSON in a text faster than the same as a script.
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    made = f"(window.sessionSearchData ??= {{}}).{name} = JSON.parse('{quoted}');\n"
    return made.encode("utf-8", "backslashreplace")
