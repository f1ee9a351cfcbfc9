"""The three vocabularies of a project: topics, tracks and people, read from YAML.

Each file is a mapping of ids to entries. An entry gives a label (or a name) and the other
names that authors may use for the same thing. Every failure is a :class:`Problem` with the
file, the line and the key; an entry that cannot be read does not stop the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from session_notes.model.names import (
    clean,
    did_you_mean,
    fold,
    nearest,
    skeleton,
    slug,
    suggest,
    within_edits,
)
from session_notes.model.problems import Problem, Subtype, Where
from session_notes.model.urls import is_address
from session_notes.model.yaml_nodes import compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        #: Whether the project has such a file; without one every name is allowed.
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

    def twin(self, text: str) -> Entry | None:
        """Return the entry that *text* differs from only in accent, spacing or a letter or two."""
        bare = skeleton(text)
        if bare in self._by_skeleton:
            return self._by_skeleton[bare]
        # Short names lie close to each other without being the same.
        most = 2 if len(bare) >= 10 else 1 if len(bare) >= 6 else 0
        for known, entry in self._by_skeleton.items() if most else ():
            if within_edits(bare, known, most):
                return entry
        return None


def load(name: str, source: str, text: str) -> tuple[Vocabulary, list[Problem]]:
    """Read the vocabulary *name* from the *text* of the file *source*."""
    problems: list[Problem] = []

    def report(node: yaml.Node | None, reason: str, hint: str = "") -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        problems.append(Problem(Subtype.DATA, Where(source, line), reason, hint))

    root = compose(text, source, problems)
    if root is None:
        return Vocabulary(name, declared=True), problems
    if not isinstance(root, yaml.MappingNode):
        report(
            root, "not a mapping of ids to entries", f"write 'an-id:', then '{KEYS[name][0]}: …'"
        )
        return Vocabulary(name, declared=True), problems
    reader = _Reader(name, report)
    entries = [entry for key, value in root.value if (entry := reader.entry(key, value))]
    _check_names(entries, reader, source, problems)
    return Vocabulary(name, entries, declared=True), problems


def _said(node: yaml.ScalarNode) -> str:
    """Return the text of *node*; nothing for '~' and 'null'."""
    return "" if node.tag == _NULL else str(node.value).strip()


class _Reader:
    """Reads the entries of one vocabulary; reports what is not of the form."""

    def __init__(self, name: str, report: Any) -> None:
        self.keys = KEYS[name]
        self.report = report
        #: Where each entry stands.
        self.lines: dict[str, int] = {}
        #: Where the parent of each entry stands.
        self.parents: dict[str, int] = {}

    def entry(self, key: yaml.Node, value: yaml.Node) -> Entry | None:
        entry_id = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not entry_id or slug(entry_id) != entry_id:
            made = f"write '{slug(entry_id)}'" if slug(entry_id) else "use Latin letters"
            self.report(key, f"'{entry_id}' is not an id", made)
            return None
        if entry_id in self.lines:
            first = f"the first is in line {self.lines[entry_id]}"
            self.report(key, f"'{entry_id}' is declared twice", f"delete one; {first}")
            return None
        self.lines[entry_id] = key.start_mark.line + 1
        if isinstance(value, yaml.ScalarNode) and _said(value):
            return Entry(entry_id, Words((("", _said(value)),)))
        if not isinstance(value, yaml.MappingNode):
            self.report(key, f"{entry_id}: nothing is said of it", f"add '{self.keys[0]}: …'")
            return None
        fields: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for field, content in self.pairs(entry_id, value):
            if field.value not in self.keys:
                name = field.value
                hint = did_you_mean(name, self.keys) or f"the keys are {', '.join(self.keys)}"
                self.report(field, f"{entry_id}: unknown key '{name}'", hint)
            else:
                fields[field.value] = (field, content)
        if "parent" in fields:
            self.parents[entry_id] = fields["parent"][0].start_mark.line + 1
        label = self.words(entry_id, fields, self.keys[0])
        if not label.by_language:
            self.report(key, f"{entry_id}: no {self.keys[0]}", f"add '{self.keys[0]}: …'")
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
        """Yield the keys and values of *mapping*, of a doubled key the first."""
        lines: dict[str, int] = {}
        for key, value in mapping.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(key, f"{entry_id}: a key that is not a text", "write it on one line")
            elif key.value in lines:
                first = f"the first is in line {lines[key.value]}"
                self.report(
                    key, f"{entry_id}: '{key.value}' is given twice", f"delete one; {first}"
                )
            else:
                lines[key.value] = key.start_mark.line + 1
                yield key, value

    def text(self, entry_id: str, fields: Mapping[str, Any], key: str) -> str:
        if key not in fields:
            return ""
        field, content = fields[key]
        if not isinstance(content, yaml.ScalarNode):
            self.report(field, f"{entry_id}: '{key}' is not a text", "write it on one line")
            return ""
        if not _said(content):
            self.report(field, f"{entry_id}: '{key}' is empty", "fill it or delete it")
        return _said(content)

    def texts(self, entry_id: str, fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
        if key not in fields:
            return ()
        field, content = fields[key]
        if isinstance(content, yaml.SequenceNode) and all(
            isinstance(item, yaml.ScalarNode) for item in content.value
        ):
            if key == "links":
                for item in content.value:
                    if _said(item) and not is_address(_said(item)):
                        hint = "use http, https, mailto or ftp"
                        self.report(item, f"{entry_id}: '{item.value}' is not a link", hint)
            for item in content.value:
                if not _said(item):
                    reason = f"{entry_id}: an empty entry in '{key}'"
                    self.report(item, reason, "fill it or delete it")
            return tuple(_said(item) for item in content.value if _said(item))
        self.report(field, f"{entry_id}: '{key}' is not a list", "write it as [one, another]")
        return ()

    def words(self, entry_id: str, fields: Mapping[str, Any], key: str) -> Words:
        if key in fields and isinstance(fields[key][1], yaml.MappingNode):
            words = []
            for language, content in self.pairs(entry_id, fields[key][1]):
                where = f"{entry_id}: '{key}' in '{language.value}'"
                if not isinstance(content, yaml.ScalarNode):
                    self.report(language, f"{where} is not a text", "write it on one line")
                elif not _said(content):
                    self.report(language, f"{where} is empty", "fill it or delete it")
                else:
                    words.append((language.value, _said(content)))
            return Words(tuple(words))
        text = self.text(entry_id, fields, key)
        return Words((("", text),)) if text else Words()


def _check_names(
    entries: list[Entry], reader: _Reader, source: str, problems: list[Problem]
) -> None:
    """Report a name that stands for two entries, and a parent that there is not."""
    owners: dict[str, str] = {}
    ids = {entry.id for entry in entries}
    parents = {entry.id: entry.parent for entry in entries}

    def report(entry: Entry, line: int, reason: str, hint: str) -> None:
        where = Where(source, line)
        problems.append(Problem(Subtype.DATA, where, f"{entry.id}: {reason}", hint))

    for entry in entries:
        for name in entry.names():
            owner = owners.setdefault(fold(name), entry.id)
            if owner != entry.id:
                reason = f"'{name}' is already a name of '{owner}' (line {reader.lines[owner]})"
                report(entry, reader.lines[entry.id], reason, "delete one")
        if entry.parent and entry.parent not in ids:
            hint = did_you_mean(entry.parent, ids) or "declare it or delete the line"
            reason = f"the parent '{entry.parent}' is not declared"
            report(entry, reader.parents[entry.id], reason, hint)
        seen = {entry.id}
        above = entry.parent
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == entry.id:
            hint = "delete one 'parent' of the circle"
            report(entry, reader.parents[entry.id], "is its own parent", hint)
