"""The directives, roles and languages of code that a book may use, without importing what has them.

``registry.json`` lists those of docutils, Sphinx, MyST and Pygments; ``tools/registry.py`` writes
it. What other extensions add is known only to a build.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from session_notes.lint.misspelt import OURS as MISSPELT
from session_notes.model import messages
from session_notes.model.names import did_you_mean
from session_notes.model.schema import EXAMPLE, ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from session_notes.model.problems import Problem, Where

#: The directives of this extension, which are checked as what they are.
OURS = frozenset((*MISSPELT, EXAMPLE))
#: The directives that show what is behind their names as a title.
WITH_TITLE = ("csv-table", "list-table", "rubric", "table")
_ROLES = frozenset((*ROLES, *(f"notes:{name}" for name in ROLES)))
#: The extensions that every such book has.
_ALWAYS = frozenset(("", "myst_parser", "session_notes"))
_BUILTIN_THEMES = frozenset(
    (
        *("agogo", "alabaster", "basic", "bizstyle", "classic", "default", "haiku", "nature"),
        *("nonav", "pyramid", "scrolls", "sphinxdoc", "traditional"),
    )
)

#: What the value of an option must be, by its form, and how an author is told so.
_NUMBER = re.compile(r"[+-]?\d+")
_PERCENTAGE = re.compile(r"\d+\s*%?")
_LENGTH = re.compile(
    r"(?:\d++(?:\.\d*+)?|\.\d++)\s*+(?:em|ex|ch|rem|vw|vh|vmin|vmax|cm|mm|Q|in|pt|pc|px|%)?"
)
_FORMS = {
    "number": "a number",
    "percentage": "a percentage such as 50%",
    "length": "a length such as 350px or 50%",
}


class Directive(NamedTuple):
    """What a directive takes."""

    #: How many arguments it needs.
    needs: int
    #: How many it takes at most: 0 if the last may have spaces, -1 if it takes none.
    takes: int
    #: Whether it has content: 0 for no, 1 for maybe, 2 for always.
    content: int
    #: What the value of each option must be: one of a list, or of a form such as "number".
    options: Mapping[str, Any]


@cache
def _table() -> Any:
    return json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


class Registry:
    """What the *extensions* of a book know, of which *theme* is one, in its *language*."""

    def __init__(
        self, extensions: Collection[str] = (), theme: str = "basic", language: str = "en"
    ) -> None:
        table = _table()
        #: The extensions of which only a build knows what they add.
        self.others = [
            *(name for name in extensions if name not in {*table["extensions"], *_ALWAYS}),
            *({theme} - {*table["extensions"], *_BUILTIN_THEMES}),
        ]
        #: The names that they may know, with the place of each.
        self.open: dict[str, Where] = {}
        known = [table["extensions"].get(name, {}) for name in ("", *extensions, theme)]
        self._directives: dict[str, list[Any]] = {}
        for one in known:
            self._directives |= one.get("directives", {})
        self._roles = {name for one in known for name in one.get("roles", ())}
        self._translated = table["languages"].get(language.lower().replace("-", "_"), {})
        self._lexers = frozenset(table["lexers"])
        self._has_inventories = "sphinx.ext.intersphinx" in extensions

    def directive(self, name: str) -> Directive | None:
        """Return what the directive *name* takes; None if there is no such directive."""
        names = [*_spellings(name), self._translated.get("directives", {}).get(name, "")]
        found = next((self._directives[one] for one in names if one in self._directives), None)
        return Directive(*found) if found else None

    def all_directives(self) -> Iterator[tuple[str, Directive]]:
        """Yield each directive by its name, and by the shorter one that Sphinx finds it by."""
        for name, takes in self._directives.items():
            yield name, Directive(*takes)
            short = name.removeprefix("py:").removeprefix("std:")
            if short not in self._directives:
                yield short, Directive(*takes)

    def aliases(self) -> Iterator[tuple[str, str]]:
        """Yield what docutils calls directives in the language of the book, and in English."""
        yield from self._translated.get("directives", {}).items()

    def all_roles(self) -> set[str]:
        """Return the names of all roles, also the shorter ones that Sphinx finds them by."""
        short = {name.removeprefix("py:").removeprefix("std:") for name in self._roles}
        return {*self._roles, *short, *_ROLES}

    def has_directive(self, name: str) -> bool:
        """Say whether there is a directive *name*, of this extension or of another."""
        return name.lower() in OURS or self.directive(name) is not None

    def has_role(self, name: str) -> bool:
        """Say whether there is a role *name*."""
        name = name.lower()
        if name in _ROLES or (self._has_inventories and name.startswith("external")):
            return True
        names = (*_spellings(name), self._translated.get("roles", {}).get(name, ""))
        return not self._roles.isdisjoint(names)

    def has_lexer(self, name: str) -> bool:
        """Say whether code in the language *name* can be highlighted."""
        return name.lower() in self._lexers or name in ("default", "guess", "pycon3")

    def missing(self, what: str, where: Where, name: str) -> Problem | None:
        """Return the problem that a "directive" or "role" is unknown, if that is known."""
        if self.others:
            self.open.setdefault(name, where)
            return None
        known = self._directives if what == "directive" else self._roles
        names = {one.removeprefix("std:") for one in known} | OURS | _ROLES
        near = did_you_mean(name, sorted(names))
        return messages.UNKNOWN_NAME.at(where, near, what=what, name=name)


def expected(value: str, form: str | Sequence[str]) -> str:
    """Return what the *value* of an option should be; empty if it is right."""
    if not isinstance(form, str):
        return "" if value.lower() in form else "one of " + ", ".join(filter(None, form))
    right = (
        not form
        or (form == "number" and _NUMBER.fullmatch(value))
        or (form == "percentage" and _PERCENTAGE.fullmatch(value))
        or (form == "length" and _LENGTH.fullmatch(value))
    )
    return "" if right else _FORMS[form]


def _spellings(name: str) -> Iterator[str]:
    """Yield what *name* may be short for, in the order in which Sphinx looks."""
    name = name.lower()
    if ":" not in name:
        yield f"py:{name}"
    yield f"std:{name}"
    yield name
