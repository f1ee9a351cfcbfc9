"""The three vocabularies of a project: topics, tracks and people, read from YAML.

Each file is a mapping of ids to entries. An entry gives a label (or a name) and the other
names that authors may use for the same thing. Every failure is a :class:`Problem` with the
file, the line and the key; the other entries are read nevertheless.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from session_notes.model import messages
from session_notes.model.names import (
    clean,
    did_you_mean,
    fold,
    forbidden,
    nearest,
    skeleton,
    slug,
    suggest,
    typos,
    within_edits,
)
from session_notes.model.problems import Where
from session_notes.model.urls import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from session_notes.model.messages import Message
    from session_notes.model.problems import Problem

#: More than a vocabulary of thousands of entries needs; a larger file is not read.
MAX_BYTES = 1024 * 1024
#: More than an entry needs; the YAML parser is very slow at thousands.
MAX_DEPTH = 20
_NULL = "tag:yaml.org,2002:null"


class Words(NamedTuple):
    """The same words in one language or several; the language '' serves all others."""

    by_language: tuple[tuple[str, str], ...] = ()

    def say(self, language: str) -> str:
        """Return the words in *language*, else in its base language, else the first given."""
        words = {_tag(given): text for given, text in reversed(self.by_language)}
        wanted = _tag(language)
        for candidate in (wanted, wanted.partition("-")[0], "", "en"):
            if candidate in words:
                return words[candidate]
        return next(self.all(), "")

    def all(self) -> Iterator[str]:
        """Yield the words of every language."""
        for _, words in self.by_language:
            yield words


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()


class Entry(NamedTuple):
    """One topic, track or person."""

    id: str
    label: Words
    aliases: tuple[str, ...] = ()
    description: Words = Words()
    parent: str = ""
    reading: str = ""
    affiliation: str = ""
    links: tuple[str, ...] = ()

    def names(self) -> Iterator[str]:
        """Yield everything an author may write for this entry."""
        yield self.id
        yield from self.label.all()
        yield from self.aliases


#: The vocabularies, with the keys that an entry of each may have; the first is its name.
KEYS = {
    "topics": ("label", "reading", "aliases", "description", "parent"),
    "tracks": ("label", "aliases", "description"),
    "people": ("name", "reading", "aliases", "affiliation", "links", "description"),
}


class Vocabulary:
    """The entries of one file, found by id, label or alias."""

    def __init__(self, name: str, entries: Iterable[Entry] = (), *, declared: bool = False) -> None:
        self.name = name
        #: Whether the project has such a file; if not, every name is allowed.
        self.declared = declared
        self.entries: dict[str, Entry] = {entry.id: entry for entry in entries}
        self._by_name: dict[str, Entry] = {}
        for entry in self.entries.values():
            for spelling in entry.names():
                self._by_name.setdefault(fold(spelling), entry)
        self._spellings = {clean(n) for e in self.entries.values() for n in e.names()}
        self._by_skeleton = {skeleton(n): e for n, e in reversed(self._by_name.items())}

    def find(self, text: str) -> Entry | None:
        """Return the entry that *text* is a name of."""
        return self._by_name.get(fold(text))

    def spells(self, text: str) -> bool:
        """Say whether *text* is a name of an entry to the letter, case and accents included."""
        return clean(text) in self._spellings

    def hint(self, text: str, language: str) -> str:
        """Return what to write instead of *text*."""
        near = list(
            dict.fromkeys(
                self._by_name[fold(name)].label.say(language)
                for name in nearest(text, self._by_name)
            )
        )
        return suggest(near)

    def similar(self, text: str) -> Entry | None:
        """Return the entry that *text* differs from only in accent, spacing or a letter or two."""
        bare = skeleton(text)
        if bare in self._by_skeleton:
            return self._by_skeleton[bare]
        most = typos(bare)
        for known, entry in self._by_skeleton.items() if most else ():
            if within_edits(bare, known, most):
                return entry
        return None


def load(name: str, source: str, text: str) -> tuple[Vocabulary, list[Problem]]:
    """Read the vocabulary *name* from the *text* of the file *source*."""
    problems: list[Problem] = []

    def report(node: yaml.Node, message: Message, suggestion: str = "", **fields: object) -> None:
        problems.append(message.at(Where(source, _line(node)), suggestion, **fields))

    root = _compose(text, source, problems)
    if root is None:
        return Vocabulary(name, declared=True), problems
    if not isinstance(root, yaml.MappingNode):
        report(root, messages.NOT_ENTRIES, key=KEYS[name][0])
        return Vocabulary(name, declared=True), problems
    reader = _Reader(name, report)
    entries = [entry for key, value in root.value if (entry := reader.entry(key, value))]
    problems += _check_names(entries, reader, source)
    return Vocabulary(name, entries, declared=True), problems


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _text(node: yaml.ScalarNode) -> str:
    """Return the text of *node*; nothing for '~' and 'null'."""
    return "" if node.tag == _NULL else str(node.value).strip()


class _Reader:
    """Reads the entries of one vocabulary and reports what is malformed."""

    def __init__(self, name: str, report: Any) -> None:
        self.keys = KEYS[name]
        self.report = report
        #: The line of each entry.
        self.lines: dict[str, int] = {}
        #: The line of each entry's parent.
        self.parents: dict[str, int] = {}

    def entry(self, key: yaml.Node, value: yaml.Node) -> Entry | None:
        entry_id = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not entry_id or slug(entry_id) != entry_id:
            suggestion = f"write '{slug(entry_id)}'" if slug(entry_id) else ""
            self.report(key, messages.NOT_AN_ID, suggestion, id=entry_id)
            return None
        if entry_id in self.lines:
            self.report(key, messages.ENTRY_TWICE, id=entry_id, first=self.lines[entry_id])
            return None
        self.lines[entry_id] = _line(key)
        if isinstance(value, yaml.ScalarNode) and _text(value):
            return Entry(entry_id, Words((("", _text(value)),)))
        if not isinstance(value, yaml.MappingNode):
            self.report(key, messages.EMPTY_ENTRY, id=entry_id, key=self.keys[0])
            return None
        fields: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for field, content in self.pairs(entry_id, value):
            if field.value not in self.keys:
                near, known = did_you_mean(field.value, self.keys), ", ".join(self.keys)
                self.report(
                    field, messages.UNKNOWN_KEY, near, id=entry_id, key=field.value, known=known
                )
            else:
                fields[field.value] = (field, content)
        if "parent" in fields:
            self.parents[entry_id] = _line(fields["parent"][0])
        label = self.words(entry_id, fields, self.keys[0])
        if not label.by_language:
            self.report(key, messages.NO_LABEL, id=entry_id, key=self.keys[0])
            label = Words((("", entry_id),))
        return Entry(
            entry_id,
            label,
            aliases=self.texts(entry_id, fields, "aliases"),
            description=self.words(entry_id, fields, "description"),
            parent=self.text(entry_id, fields, "parent"),
            reading=self.text(entry_id, fields, "reading"),
            affiliation=self.text(entry_id, fields, "affiliation"),
            links=tuple(filter(is_address, self.texts(entry_id, fields, "links"))),
        )

    def pairs(
        self, entry_id: str, mapping: yaml.MappingNode
    ) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """Yield the keys and values of *mapping*; of a repeated key only the first."""
        lines: dict[str, int] = {}
        for key, value in mapping.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(key, messages.KEY_NOT_TEXT, id=entry_id)
            elif key.value in lines:
                first = lines[key.value]
                self.report(key, messages.KEY_TWICE, id=entry_id, key=key.value, first=first)
            else:
                lines[key.value] = _line(key)
                yield key, value

    def text(self, entry_id: str, fields: Mapping[str, Any], key: str) -> str:
        if key not in fields:
            return ""
        field, content = fields[key]
        if not isinstance(content, yaml.ScalarNode):
            self.report(field, messages.VALUE_NOT_TEXT, id=entry_id, key=f"'{key}'")
            return ""
        if not _text(content):
            self.report(field, messages.EMPTY_VALUE, id=entry_id, key=f"'{key}'")
        return _text(content)

    def texts(self, entry_id: str, fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
        if key not in fields:
            return ()
        field, content = fields[key]
        if isinstance(content, yaml.SequenceNode) and all(
            isinstance(item, yaml.ScalarNode) for item in content.value
        ):
            if key == "links":
                for item in content.value:
                    if _text(item) and not is_address(_text(item)):
                        self.report(item, messages.NOT_A_LINK, id=entry_id, link=item.value)
            for item in content.value:
                if not _text(item):
                    self.report(item, messages.EMPTY_ITEM, id=entry_id, key=key)
            return tuple(_text(item) for item in content.value if _text(item))
        self.report(field, messages.NOT_A_LIST, id=entry_id, key=key)
        return ()

    def words(self, entry_id: str, fields: Mapping[str, Any], key: str) -> Words:
        if key in fields and isinstance(fields[key][1], yaml.MappingNode):
            words = []
            for language, content in self.pairs(entry_id, fields[key][1]):
                path = f"'{key}' in '{language.value}'"
                if not isinstance(content, yaml.ScalarNode):
                    self.report(language, messages.VALUE_NOT_TEXT, id=entry_id, key=path)
                elif not _text(content):
                    self.report(language, messages.EMPTY_VALUE, id=entry_id, key=path)
                else:
                    words.append((language.value, _text(content)))
            return Words(tuple(words))
        text = self.text(entry_id, fields, key)
        return Words((("", text),)) if text else Words()


def _check_names(entries: list[Entry], reader: _Reader, source: str) -> Iterator[Problem]:
    """Yield the names of two entries, and the parents that do not exist."""
    owners: dict[str, str] = {}
    ids = {entry.id for entry in entries}
    parents = {entry.id: entry.parent for entry in entries}
    for entry in entries:
        where = Where(source, reader.lines[entry.id])
        for name in entry.names():
            owner = owners.setdefault(fold(name), entry.id)
            if owner != entry.id:
                line = reader.lines[owner]
                yield messages.NAME_TAKEN.at(where, id=entry.id, name=name, owner=owner, line=line)
        where = where._replace(line=reader.parents.get(entry.id, where.line))
        if entry.parent and entry.parent not in ids:
            near = did_you_mean(entry.parent, ids)
            yield messages.UNKNOWN_PARENT.at(where, near, id=entry.id, parent=entry.parent)
        seen = {entry.id}
        above = entry.parent
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == entry.id:
            yield messages.OWN_PARENT.at(where, id=entry.id)


def _compose(text: str, source: str, problems: list[Problem]) -> yaml.Node | None:
    """Parse *text* to nodes that know their lines; tags never create objects."""
    try:
        if len(text) > MAX_BYTES:
            too_large = f"larger than {MAX_BYTES} bytes"
            raise yaml.YAMLError(too_large)
        return yaml.compose(text, Loader=_Loader)
    # PyYAML does not catch Python's errors on numbers too large for an escape or a version.
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        if isinstance(error, yaml.reader.ReaderError):
            line += text.count("\n", 0, error.position)
        reason = clean(getattr(error, "problem", None) or str(error) or "nested too deeply")
        problems.append(messages.NOT_YAML.at(Where(source, line), error=reason))
        return None


class _Loader(yaml.SafeLoader):
    """Composes nodes, but refuses what no vocabulary may contain."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        problem = _refusal(event, self.depth)
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _refusal(event: yaml.Event, depth: int) -> str:
    """Return why no vocabulary may contain *event*; empty if it may."""
    # An alias can stand for exponentially much; no vocabulary needs one.
    if isinstance(event, yaml.AliasEvent):
        return "an alias ('*')"
    if depth >= MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
        return "nested too deeply"
    # An escape of YAML can make a character that is invalid in the output.
    if isinstance(event, yaml.ScalarEvent):
        for _, name in forbidden(event.value):
            return f"invalid character {name}"
    return ""
