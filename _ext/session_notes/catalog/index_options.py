"""The indexes of topics, speakers and tracks, whole or split, and the options of all views."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from session_notes.model.names import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from session_notes.model.records import Page, View
    from session_notes.model.vocabulary import Entry

_LETTERS = re.compile("([a-z0-9])(?:-([a-z0-9]))?")


def parse_letters(value: str) -> str:
    """Read ``A-F, T``, with which the ids in a part of an index begin; empty where it is no such.

    Ids and not labels: a label begins with another letter in another language, or with none.
    """
    letters: set[str] = set()
    for part in clean(value).lower().split(","):
        match = _LETTERS.fullmatch(part.strip())
        first, last = (match[1], match[2] or match[1]) if match else ("b", "a")
        if first > last:
            return ""
        letters.update(map(chr, range(ord(first), ord(last) + 1)))
    return "".join(sorted(letters))


def all_indexes(pages: Mapping[str, Page]) -> dict[str, list[tuple[str, View]]]:
    """Return the indexes of topics, speakers and tracks, each with its page."""
    found: dict[str, list[tuple[str, View]]] = {"topic": [], "speaker": [], "track": []}
    for docname, page in pages.items():
        for view in page.views:
            role, _, kind = view.name.partition("-")
            if kind == "index":
                found[role].append((docname, view))
    return found


def children_of(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """Return the ids of the entries that are directly part of each."""
    children: dict[str, list[str]] = defaultdict(list)
    for entry in entries.values():
        if entry.parent in entries:
            children[entry.parent].append(entry.id)
    return dict(children)


def branch(children: Mapping[str, Sequence[str]], key: str) -> set[str]:
    """Return an id, and those of all that is part of it, however far down."""
    found, ahead = {key}, [key]
    while ahead:
        below = [child for child in children.get(ahead.pop(), ()) if child not in found]
        found.update(below)
        ahead += below
    return found


def in_letters(keys: Iterable[str], value: str) -> list[str]:
    """Return those *keys* that begin with one of the letters that *value* names."""
    letters = parse_letters(value)
    return [key for key in keys if key[0] in letters]
