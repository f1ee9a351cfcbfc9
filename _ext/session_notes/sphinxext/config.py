"""The values that a project may set in its ``conf.py``.

An extension lists its values as the fields of a dataclass. They are validated once, when Sphinx
has read all of the configuration; :func:`settings_of` returns the result to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from session_notes.model import messages
from session_notes.model.names import slug, without_forbidden, without_line_ends
from session_notes.model.problems import Where
from session_notes.model.schema import KINDS
from session_notes.model.urls import is_address
from session_notes.model.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _typeshed import DataclassInstance
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from session_notes.model.problems import Problem

#: Reports a bad value: its name without ``session_``, the message and a suggestion.
Refuse = Callable[[str, str, str], None]
S = TypeVar("S", bound="DataclassInstance")


class _Validated(NamedTuple):
    settings: dict[type, Any]
    problems: list[Problem]


# Not on the configuration itself, which is pickled with the environment.
_VALIDATED: WeakKeyDictionary[Config, _Validated] = WeakKeyDictionary()


def values_of(kind: type[DataclassInstance]) -> Iterator[tuple[str, Any, Mapping[str, Any]]]:
    """Yield the values of *kind*: the name ``session_<field>``, the default and the metadata.

    The metadata has a ``help``, and may have ``words`` that the value takes, each with a phrase.
    """
    defaults = kind()
    for one in fields(kind):
        yield f"session_{one.name}", getattr(defaults, one.name), one.metadata


def register(app: Sphinx, kind: type[S], read: Callable[[Config, Refuse], dict[str, Any]]) -> None:
    """Make the values of *kind* known to Sphinx; *read* returns the fields that are valid.

    A field that it leaves out keeps its default.
    """
    for name, default, about in values_of(kind):
        rebuild = about.get("rebuild", "env")
        types = about.get("types", frozenset({type(default)}))
        app.add_config_value(name, default, rebuild, types=types, description=about["help"])

    def validate(app: Sphinx, config: Config) -> None:
        valid = kind(**read(config, partial(refuse, config)))
        _validated(config).settings[kind] = valid

    app.connect("config-inited", validate)


def settings_of(config: Config, kind: type[S]) -> S:
    """Return the validated values of *kind*."""
    settings: S = _VALIDATED[config].settings[kind]
    return settings


def refuse(config: Config, name: str, message: str, suggestion: str) -> None:
    """Report that ``session_<name>`` is wrong; the build warns once everything is read."""
    where = Where("conf.py", 1)
    problem = messages.BAD_SETTING.at(where, suggestion, name=name, message=message)
    _validated(config).problems.append(problem)


def problems_of(config: Config) -> list[Problem]:
    """Return what is wrong with the configuration."""
    return [*_validated(config).problems]


def _validated(config: Config) -> _Validated:
    return _VALIDATED.setdefault(config, _Validated({}, []))


@dataclass(frozen=True)
class Settings:
    """The values of the core."""

    data_dir: str = field(
        default="_data",
        metadata={"help": "Where the vocabularies are, relative to the source directory."},
    )
    kinds: dict[str, Any] = field(
        default_factory=dict,
        metadata={
            "help": "More kinds of session: an id for each, with its label, or with a mapping of "
            "languages to labels."
        },
    )
    preview: bool = field(
        default=True,
        metadata={
            "help": "Whether links to sessions, topics, speakers and tracks show on the pages of a "
            "site where they lead, in a small card.",
            "rebuild": "html",
        },
    )
    repository: str = field(
        default="",
        metadata={
            "help": "The address at which a session can be edited, with '{path}', '{first}' and "
            "'{last}' for its file, its first line and its last."
        },
    )

    file_roots: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "More folders whose files pages may link to, show or read, relative to the "
            "source directory, such as '..' or '.github'.",
            "types": frozenset({list, tuple}),
        },
    )

    def source(self, where: Where, last: int) -> str:
        """Return the address of the lines from *where* to *last*; empty where it is not known."""
        if not self.repository:
            return ""
        return self.repository.format(path=quote(where.source), first=where.line, last=last)

    def extra_kinds(self) -> dict[str, Words]:
        """Return the project's own kinds, each with its label."""
        return {
            slug(kind): Words(tuple(label.items()) if isinstance(label, dict) else (("", label),))
            for kind, label in self.kinds.items()
        }

    def all_kinds(self) -> set[str]:
        """Return the ids of all kinds of session."""
        return {*KINDS, *self.extra_kinds()}


def read(config: Config, refuse: Refuse) -> dict[str, Any]:
    """Return the valid values of the core."""
    valid: dict[str, Any] = {"preview": bool(config.session_preview)}
    data_dir = config.session_data_dir
    if not isinstance(data_dir, str) or ".." in data_dir.split("/") or data_dir[:1] in ("", "/"):
        refuse("data_dir", f"{data_dir!r} is not a folder inside the project", "write '_data'")
    else:
        valid["data_dir"] = data_dir
    roots = config.session_file_roots
    if isinstance(roots, list | tuple) and all(isinstance(root, str) and root for root in roots):
        valid["file_roots"] = tuple(roots)
    else:
        refuse("file_roots", f"{roots!r} is not a list of folders", "write ['..']")
    kinds = config.session_kinds
    if isinstance(kinds, dict):
        valid["kinds"] = {}
        for kind, label in kinds.items():
            labels = list(label.values()) if isinstance(label, dict) else [label]
            if not isinstance(kind, str) or not slug(kind):
                refuse("kinds", f"{kind!r} is not an id", "use Latin letters")
            elif not labels or not all(_is_label(text) for text in labels):
                refuse("kinds", f"{label!r} is not a label", f"write {{'{kind}': 'Label'}}")
            else:
                valid["kinds"][kind] = label
    else:
        refuse("kinds", f"{kinds!r} is not a mapping", "write {'workshop': 'Workshop'}")
    repository = config.session_repository
    if repository == "" or _is_source(repository):
        valid["repository"] = repository
    else:
        hint = "write an address such as 'https://…/{path}#L{first}-L{last}'"
        refuse("repository", f"{repository!r} does not lead to lines of a file", hint)
    return valid


def _is_label(text: object) -> bool:
    return (
        isinstance(text, str)
        and bool(text.strip())
        and without_line_ends(without_forbidden(text)) == text
    )


def _is_source(value: object) -> bool:
    try:
        return isinstance(value, str) and is_address(value.format(path="", first=0, last=0))
    except (LookupError, ValueError, AttributeError):
        return False
