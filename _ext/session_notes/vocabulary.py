"""The three vocabularies of a project: topics, tracks and people, read from YAML.

Each file is a mapping of ids to entries. An entry gives a label (or a name) and the other
names that authors may use for the same thing. Every failure is a :class:`Problem` with the
file, the line and the key; an entry that cannot be read does not stop the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from session_notes.model import is_address
from session_notes.names import (
    clean,
    did_you_mean,
    fold,
    nearest,
    skeleton,
    slug,
    suggest,
    within_edits,
)
from session_notes.problems import Problem, Subtype, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: More than a vocabulary of thousands of entries needs; a larger file is refused unread.
MAX_BYTES = 4 * 1024 * 1024
#: More than an entry needs; the YAML parser takes ages over thousands.
MAX_DEPTH = 20

_SURROGATE = re.compile(r"[\ud800-\udfff]")


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

    root = _compose(text, source, problems)
    if root is None:
        return Vocabulary(name, declared=True), problems
    if not isinstance(root, yaml.MappingNode):
        report(
            root, "not a mapping of ids to entries", f"write 'an-id:', then '{KEYS[name][0]}: …'"
        )
        return Vocabulary(name, declared=True), problems
    reader = _Reader(name, report)
    entries = [entry for key, value in root.value if (entry := reader.entry(key, value))]
    _check_names(entries, reader.lines, source, problems)
    return Vocabulary(name, entries, declared=True), problems


def _compose(text: str, source: str, problems: list[Problem]) -> yaml.Node | None:
    """Parse *text* to nodes that know their lines; no object is made of any tag."""
    try:
        if len(text) > MAX_BYTES:
            too_large = f"larger than {MAX_BYTES} bytes"
            raise yaml.YAMLError(too_large)
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            problem = _refusal(event, depth)
            if problem:
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)  # type: ignore[arg-type]
        return yaml.compose(text, Loader=yaml.SafeLoader)
    # PyYAML lets out what Python says of numbers too large for an escape or a version.
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        if isinstance(error, yaml.reader.ReaderError):
            line += text.count("\n", 0, error.position)
        reason = clean(getattr(error, "problem", None) or str(error) or "nested too deeply")
        where = Where(source, line)
        problems.append(
            Problem(Subtype.DATA, where, f"cannot be read as YAML: {reason}", "correct the line")
        )
        return None


def _refusal(event: yaml.Event, depth: int) -> str:
    """Return why no vocabulary may hold *event*; empty where it may."""
    # An alias can stand for exponentially much; no vocabulary needs one.
    if isinstance(event, yaml.AliasEvent):
        return "an alias ('*')"
    if depth > MAX_DEPTH:
        return "nested too deeply"
    # An escape of YAML can make what no file of the output can hold.
    if isinstance(event, yaml.ScalarEvent) and _SURROGATE.search(event.value):
        return "half of a character ('\\ud800' to '\\udfff'); write the character itself"
    return ""


class _Reader:
    """Reads the entries of one vocabulary; reports what is not of the form."""

    def __init__(self, name: str, report: Any) -> None:
        self.keys = KEYS[name]
        self.report = report
        #: Where each entry stands.
        self.lines: dict[str, int] = {}

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
        if isinstance(value, yaml.ScalarNode) and value.value:
            return Entry(entry_id, Words((("", value.value),)))
        if not isinstance(value, yaml.MappingNode):
            self.report(key, f"{entry_id}: nothing is said of it", f"add '{self.keys[0]}: …'")
            return None
        fields: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for field, content in value.value:
            if field.value not in self.keys:
                name = str(field.value)
                hint = did_you_mean(name, self.keys) or f"the keys are {', '.join(self.keys)}"
                self.report(field, f"{entry_id}: unknown key '{name}'", hint)
            else:
                fields[field.value] = (field, content)
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

    def text(self, entry_id: str, fields: Mapping[str, Any], key: str) -> str:
        if key not in fields:
            return ""
        field, content = fields[key]
        if not isinstance(content, yaml.ScalarNode):
            self.report(field, f"{entry_id}: '{key}' is not a text", "write it on one line")
            return ""
        return str(content.value).strip()

    def texts(self, entry_id: str, fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
        if key not in fields:
            return ()
        field, content = fields[key]
        if isinstance(content, yaml.SequenceNode) and all(
            isinstance(item, yaml.ScalarNode) for item in content.value
        ):
            if key == "links":
                for item in content.value:
                    if not is_address(item.value):
                        hint = "use http, https, mailto or ftp"
                        self.report(item, f"{entry_id}: '{item.value}' is not a link", hint)
            return tuple(item.value.strip() for item in content.value if item.value.strip())
        self.report(field, f"{entry_id}: '{key}' is not a list", "write it as [one, another]")
        return ()

    def words(self, entry_id: str, fields: Mapping[str, Any], key: str) -> Words:
        if key in fields and isinstance(fields[key][1], yaml.MappingNode):
            pairs = fields[key][1].value
            for language, content in pairs:
                if not isinstance(content, yaml.ScalarNode):
                    reason = f"{entry_id}: '{key}' in '{language.value}' is not a text"
                    self.report(language, reason, "write it on one line")
            return Words(
                tuple(
                    (str(language.value), content.value.strip())
                    for language, content in pairs
                    if isinstance(content, yaml.ScalarNode) and content.value.strip()
                )
            )
        text = self.text(entry_id, fields, key)
        return Words((("", text),)) if text else Words()


def _check_names(
    entries: list[Entry], lines: Mapping[str, int], source: str, problems: list[Problem]
) -> None:
    """Report a name that stands for two entries, and a parent that there is not."""
    owners: dict[str, str] = {}
    ids = {entry.id for entry in entries}
    parents = {entry.id: entry.parent for entry in entries}

    def report(entry: Entry, reason: str, hint: str) -> None:
        where = Where(source, lines[entry.id])
        problems.append(Problem(Subtype.DATA, where, f"{entry.id}: {reason}", hint))

    for entry in entries:
        for name in entry.names():
            owner = owners.setdefault(fold(name), entry.id)
            if owner != entry.id:
                where = f"line {lines[owner]}"
                report(entry, f"'{name}' is already a name of '{owner}' ({where})", "delete one")
        if entry.parent and entry.parent not in ids:
            hint = did_you_mean(entry.parent, ids) or "declare it or delete the line"
            report(entry, f"the parent '{entry.parent}' is not declared", hint)
        seen = {entry.id}
        above = entry.parent
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == entry.id:
            report(entry, "is its own parent", "delete one 'parent' of the circle")
