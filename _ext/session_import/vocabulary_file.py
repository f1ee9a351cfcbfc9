"""The file of a vocabulary, to which entries are added if that is sure to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.model.names import stable_id
from session_notes.model.vocabulary import load

from session_import.page_file import one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_import.book_folder import Folder


class Entry:
    """An entry to add: a name, and other names for the same."""

    def __init__(self, name: str, others: Sequence[str] = ()) -> None:
        self.name, self.others = one_line(name), [*map(one_line, others)]

    def line(self, key: str) -> str:
        """Return it as YAML; *key* is what the vocabulary calls the name."""
        if not self.others:
            return f"{stable_id(self.name)}: {quoted(self.name)}"
        aliases = ", ".join(map(quoted, self.others))
        return f"{stable_id(self.name)}: {{{key}: {quoted(self.name)}, aliases: [{aliases}]}}"


class VocabularyFile:
    """The vocabulary of that *name*, and its text with what was added."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.name = name
        self.path = folder.data(f"{name}.yml")
        self.source = folder.name(self.path)
        self.exists = self.path.exists() or self.path.is_symlink()
        self.old = self.text = folder.read(self.path) if self.exists else ""
        self.known, self._problems = load(name, self.source, self.text)

    def add(self, entries: Sequence[Entry], key: str = "") -> list[Entry]:
        """Add *entries*, and return those that cannot be added surely."""
        if not entries:
            return []
        lines = "".join(f"{entry.line(key)}\n" for entry in entries)
        end = "" if not self.text or self.text.endswith("\n") else "\n"
        text = f"{self.text}{end}{lines}"
        known, problems = load(self.name, self.source, text)
        kept = {**known.entries, **self.known.entries} == known.entries
        names = [name for entry in entries for name in (entry.name, *entry.others)]
        if len(problems) <= len(self._problems) and kept and all(map(known.find, names)):
            self.known, self.text, self._problems = known, text, problems
            return []
        if len(entries) == 1:
            return list(entries)
        half = len(entries) // 2
        return [*self.add(entries[:half], key), *self.add(entries[half:], key)]
