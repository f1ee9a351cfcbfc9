"""The vocabularies of a project: topics, tracks, people and events, read from YAML.

Each file is a mapping of ids to entries. An entry gives a label (or a name) and the other
names that authors may use for the same thing. Every failure is a :class:`Problem` with the
file, the line and the key; the other entries are read nevertheless.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import available_timezones

import yaml

from session_notes.model import yaml_messages
from session_notes.model.events import EventFacts, parse_day, zone
from session_notes.model.names import (
    Names,
    Similar,
    compatible,
    did_you_mean,
    fold,
    skeleton,
    slug,
    suggest,
    without_line_ends,
)
from session_notes.model.problems import Where
from session_notes.model.urls import is_address
from session_notes.model.words import Words
from session_notes.model.yaml_nodes import compose, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem

_NULL = "tag:yaml.org,2002:null"


class Entry(NamedTuple):
    """One topic, track, person or event."""

    id: str
    label: Words
    aliases: tuple[str, ...] = ()
    description: Words = Words()
    parent: str = ""
    reading: str = ""
    affiliation: str = ""
    links: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    #: Of an event.
    event: EventFacts = EventFacts()

    def names(self) -> Iterator[str]:
        """Yield everything an author may write for this entry."""
        yield self.id
        yield from self.label.all()
        yield from self.aliases


#: The vocabularies, with the keys that an entry of each may have; the first is its name.
KEYS = {
    "topics": ("label", "reading", "aliases", "description", "parent", "was"),
    "tracks": ("label", "aliases", "description", "was"),
    "people": ("name", "reading", "aliases", "affiliation", "links", "description", "was"),
    "events": ("name", "aliases", *EventFacts._fields, "description", "was"),
}


class Vocabulary:
    """The entries of one file, found by id, label or alias."""

    def __init__(self, entries: Iterable[Entry] = (), *, declared: bool = False) -> None:
        #: Whether the project has such a file; if not, every name is allowed.
        self.declared = declared
        self.entries: dict[str, Entry] = {entry.id: entry for entry in entries}
        self._by_name: dict[str, Entry] = {}
        for entry in self.entries.values():
            for spelling in entry.names():
                self._by_name.setdefault(fold(spelling), entry)
        # What has a name goes before what had it.
        for entry in self.entries.values():
            for old in entry.was:
                self._by_name.setdefault(old, entry)
        self._spellings = {compatible(n) for e in self.entries.values() for n in e.names()}
        self._by_skeleton = {skeleton(n): e for n, e in reversed(self._by_name.items())}

    def find(self, text: str) -> Entry | None:
        """Return the entry that *text* is a name of."""
        return self._by_name.get(fold(text))

    def spells(self, text: str) -> bool:
        """Say whether *text* is a name of an entry to the letter, case and accents included."""
        return compatible(text) in self._spellings

    def hint(self, text: str, language: str) -> str:
        """Return what to write instead of *text*."""
        near = (self._by_name[name].label.say(language) for name in self._names.nearest(text))
        return suggest(list(dict.fromkeys(near)))

    def similar(self, text: str) -> Entry | None:
        """Return the entry that *text* differs from only in accent, spacing or a letter or two."""
        bare = skeleton(text)
        if bare in self._by_skeleton:
            return self._by_skeleton[bare]
        place = self._similar.first(bare)
        return None if place is None else self._by_skeleton[self._similar.bare[place]]

    @cached_property
    def _names(self) -> Names:
        return Names(self._by_name)

    @cached_property
    def _similar(self) -> Similar:
        similar = Similar()
        for bare in self._by_skeleton:
            similar.add(bare)
        return similar


def load(name: str, source: str, text: str) -> tuple[Vocabulary, list[Problem]]:
    """Read the vocabulary *name* from the *text* of the file *source*."""
    reader = _Reader(KEYS[name], source)
    root = compose(text, source, reader.problems)
    entries: list[Entry] = []
    if isinstance(root, yaml.MappingNode):
        entries = [entry for key, value in root.value if (entry := reader.entry(key, value))]
        reader.problems += _check_names(entries, reader)
    elif root is not None:
        reader.report(root, yaml_messages.NOT_ENTRIES, key=KEYS[name][0])
    return Vocabulary(entries, declared=True), reader.problems


def _text(node: yaml.Node) -> str | None:
    """Return the text of *node*; nothing for '~' and 'null', and None if it is not text."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == _NULL else without_line_ends(node.value).strip()


class _Reader:
    """Reads the entries of one vocabulary and reports what is malformed."""

    def __init__(self, keys: tuple[str, ...], source: str) -> None:
        self.keys = keys
        self.source = source
        self.problems: list[Problem] = []
        #: The id of the entry that is read.
        self.id = ""
        #: The line of each entry.
        self.lines: dict[str, int] = {}
        #: The line of each entry's parent.
        self.parents: dict[str, int] = {}

    def report(
        self, node: yaml.Node, message: Message, suggestion: str = "", **fields: object
    ) -> None:
        self.problems.append(message.at(Where(self.source, line_of(node)), suggestion, **fields))

    def entry(self, key: yaml.Node, value: yaml.Node) -> Entry | None:
        entry_id = self.id = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not entry_id or slug(entry_id) != entry_id:
            suggestion = f"write '{slug(entry_id)}'" if slug(entry_id) else ""
            self.report(key, yaml_messages.NOT_AN_ID, suggestion, id=self.id)
            return None
        if entry_id in self.lines:
            self.report(key, yaml_messages.ENTRY_TWICE, id=self.id, first=self.lines[entry_id])
            return None
        self.lines[entry_id] = line_of(key)
        if text := _text(value):
            return Entry(entry_id, Words((("", text),)))
        if not isinstance(value, yaml.MappingNode):
            self.report(key, yaml_messages.EMPTY_ENTRY, id=self.id, key=self.keys[0])
            return None
        fields: dict[str, Any] = {}
        for field, content in self.pairs(value):
            if field.value not in self.keys:
                near, known = did_you_mean(field.value, self.keys), ", ".join(self.keys)
                self.report(
                    field, yaml_messages.UNKNOWN_KEY, near, id=self.id, key=field.value, known=known
                )
                continue
            if field.value == "parent":
                self.parents[entry_id] = line_of(field)
            read = _FORMS.get(field.value, _Reader.text)
            fields[field.value] = read(self, field, content)
        label = fields.pop(self.keys[0], Words())
        facts = {name: fields.pop(name) for name in EventFacts._fields if name in fields}
        if not label.by_language:
            self.report(key, yaml_messages.NO_LABEL, id=self.id, key=self.keys[0])
            label = Words((("", entry_id),))
        if facts:
            fields["event"] = self.event(key, EventFacts(**facts))
        return Entry(entry_id, label, **fields)

    def event(self, key: yaml.Node, given: EventFacts) -> EventFacts:
        """Return what is *given* of an event, without an end that is before its start."""
        if given.start and given.end and given.end < given.start:
            self.report(key, yaml_messages.ENDS_FIRST, id=self.id)
            return given._replace(end=None)
        return given

    def day(self, field: yaml.ScalarNode, content: yaml.Node) -> date | None:
        """Read a day."""
        text = self.text(field, content)
        day = parse_day(text)
        if text and day is None:
            self.report(field, yaml_messages.NOT_A_DAY, id=self.id, key=field.value, value=text)
        return day

    def timezone(self, field: yaml.ScalarNode, content: yaml.Node) -> str:
        """Read the name of a time zone."""
        text = self.text(field, content)
        # Without the database of time zones, no name can be told from another.
        if text and zone(text) is None and available_timezones():
            # A set is in another order in every process.
            near = did_you_mean(text, sorted(available_timezones()))
            self.report(field, yaml_messages.NO_TIMEZONE, near, id=self.id, zone=text)
            return ""
        return text

    def address(self, field: yaml.ScalarNode, content: yaml.Node) -> str:
        """Read the address of a page."""
        text = self.text(field, content)
        if text and not is_address(text):
            self.report(field, yaml_messages.NOT_A_LINK, id=self.id, link=text)
            return ""
        return text

    def pairs(self, mapping: yaml.MappingNode) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Yield the keys and values of *mapping*; of a repeated key only the first."""
        lines: dict[str, int] = {}
        for key, value in mapping.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(key, yaml_messages.KEY_NOT_TEXT, id=self.id)
            elif key.value in lines:
                first = lines[key.value]
                self.report(key, yaml_messages.KEY_TWICE, id=self.id, key=key.value, first=first)
            else:
                lines[key.value] = line_of(key)
                yield key, value

    def text(self, field: yaml.ScalarNode, content: yaml.Node, key: str = "") -> str:
        """Read one text; *key* says where it is, if not at the *field* of an entry."""
        text = _text(content)
        if not text:
            message = yaml_messages.VALUE_NOT_TEXT if text is None else yaml_messages.EMPTY_VALUE
            self.report(field, message, id=self.id, key=key or f"'{field.value}'")
        return text or ""

    def texts(self, field: yaml.ScalarNode, content: yaml.Node) -> tuple[str, ...]:
        """Read a list of texts."""
        if not isinstance(content, yaml.SequenceNode) or None in map(_text, content.value):
            self.report(field, yaml_messages.NOT_A_LIST, id=self.id, key=field.value)
            return ()
        texts = []
        for item in content.value:
            text = _text(item) or ""
            if not text:
                self.report(item, yaml_messages.EMPTY_ITEM, id=self.id, key=field.value)
            elif field.value == "was" and slug(text) != text:
                near = f"write '{slug(text)}'" if slug(text) else ""
                self.report(item, yaml_messages.NOT_AN_ID, near, id=text)
            elif field.value == "links" and not is_address(text):
                self.report(item, yaml_messages.NOT_A_LINK, id=self.id, link=item.value)
            else:
                texts.append(text)
        return tuple(texts)

    def words(self, field: yaml.ScalarNode, content: yaml.Node) -> Words:
        """Read a text, or one by language."""
        if not isinstance(content, yaml.MappingNode):
            text = self.text(field, content)
            return Words((("", text),)) if text else Words()
        words = []
        for language, inner in self.pairs(content):
            key = f"'{field.value}' in '{language.value}'"
            words.append((language.value, self.text(language, inner, key)))
        return Words(tuple((language, text) for language, text in words if text))


#: How the values of the keys are read that are not one text.
_FORMS: dict[str, Callable[..., Any]] = {
    "label": _Reader.words,
    "name": _Reader.words,
    "description": _Reader.words,
    "aliases": _Reader.texts,
    "links": _Reader.texts,
    "was": _Reader.texts,
    "start": _Reader.day,
    "end": _Reader.day,
    "timezone": _Reader.timezone,
    "url": _Reader.address,
    "organizer_url": _Reader.address,
    **dict.fromkeys(("series", "place", "city", "organizer"), _Reader.words),
}


def _check_names(entries: list[Entry], reader: _Reader) -> Iterator[Problem]:
    """Yield the names of two entries, and the parents that do not exist."""
    owners: dict[str, str] = {}
    parents = {entry.id: entry.parent for entry in entries}
    known = Names(parents)
    names = [(entry.id, name) for entry in entries for name in entry.names()]
    for entry_id, name in [*names, *((entry.id, old) for entry in entries for old in entry.was)]:
        owner = owners.setdefault(fold(name), entry_id)
        if owner != entry_id:
            where, line = Where(reader.source, reader.lines[entry_id]), reader.lines[owner]
            yield yaml_messages.NAME_TAKEN.at(where, id=entry_id, name=name, owner=owner, line=line)
    for entry in entries:
        line = reader.parents.get(entry.id, reader.lines[entry.id])
        where = Where(reader.source, line)
        if entry.parent and entry.parent not in parents:
            near = suggest(known.nearest(entry.parent))
            yield yaml_messages.UNKNOWN_PARENT.at(where, near, id=entry.id, parent=entry.parent)
        seen = {entry.id}
        above = entry.parent
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == entry.id:
            yield yaml_messages.OWN_PARENT.at(where, id=entry.id)
