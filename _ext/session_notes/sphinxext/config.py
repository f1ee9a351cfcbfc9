"""The values that a project may set in its ``conf.py``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from session_exports.conference import KEYS, parse_event, problems_of
from session_exports.site import EXPORTS

from session_notes.model.names import did_you_mean, slug, without_forbidden
from session_notes.model.problems import Problem, Subtype, Where
from session_notes.model.urls import is_address
from session_notes.model.vocabulary import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from session_exports.conference import Event
    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True)
class Settings:
    """Our configuration values; the name of each in ``conf.py`` is ``session_<field>``."""

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
    search: bool = field(
        default=True,
        metadata={
            "help": "Whether the search of books in English and in Japanese finds Japanese words "
            "wherever they stand; if not, it is left as Sphinx has it.",
            "rebuild": "html",
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

    def source(self, where: Where, last: int) -> str:
        """Return the address of the lines from *where* to *last*; empty where it is not known."""
        if not self.repository:
            return ""
        return self.repository.format(path=quote(where.source), first=where.line, last=last)

    event: dict[str, Any] = field(
        default_factory=dict,
        metadata={
            "help": "The conference. All but the name may be left out.",
            "words": KEYS,
            "rebuild": "html",
        },
    )
    exports: list[str] = field(
        default_factory=lambda: ["json-ld", "json", "sitemap"],
        metadata={
            "help": "What is published beside the pages. Calendars and the feed take "
            "'session-notes[exports]'; the feed and the sitemap take 'html_baseurl'.",
            "words": EXPORTS,
            "rebuild": "html",
            "types": frozenset({list, tuple, set, frozenset}),
        },
    )

    def conference(self, language: str) -> Event | None:
        """Return the conference in the words of *language*; None where it is not told."""
        return parse_event(self.event, language) if self.event else None

    def extra_kinds(self) -> dict[str, Words]:
        """Return the project's own kinds, each with its label."""
        return {
            slug(kind): Words(tuple(label.items()) if isinstance(label, dict) else (("", label),))
            for kind, label in self.kinds.items()
        }


def _is_label(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip()) and without_forbidden(text) == text


def register(app: Sphinx) -> None:
    """Make our values known to Sphinx; a change of any of them is seen by the next build."""
    defaults = Settings()
    for value in fields(Settings):
        default = getattr(defaults, value.name)
        app.add_config_value(
            f"session_{value.name}",
            default,
            value.metadata.get("rebuild", "env"),
            types=value.metadata.get("types", frozenset({type(default)})),
            description=value.metadata["help"],
        )


def read(config: Config) -> tuple[Settings, list[Problem]]:
    """Return the values of *config*; a bad one is reported and its default stands in."""
    problems = []
    given: dict[str, Any] = {
        "search": bool(config.session_search),
        "preview": bool(config.session_preview),
    }

    def refuse(name: str, reason: str, hint: str) -> None:
        problems.append(
            Problem(Subtype.CONFIG, Where("conf.py", 1), f"session_{name}: {reason}", hint)
        )

    data_dir = config.session_data_dir
    if not isinstance(data_dir, str) or ".." in data_dir.split("/") or data_dir[:1] in ("", "/"):
        refuse("data_dir", f"{data_dir!r} is not a folder inside the project", "write '_data'")
    else:
        given["data_dir"] = data_dir
    kinds = config.session_kinds
    if isinstance(kinds, dict):
        given["kinds"] = {}
        for kind, label in kinds.items():
            labels = list(label.values()) if isinstance(label, dict) else [label]
            if not isinstance(kind, str) or not slug(kind):
                refuse("kinds", f"{kind!r} is not an id", "use Latin letters")
            elif not labels or not all(_is_label(text) for text in labels):
                refuse("kinds", f"{label!r} is not a label", f"write {{'{kind}': 'Label'}}")
            else:
                given["kinds"][kind] = label
    else:
        refuse("kinds", f"{kinds!r} is not a mapping", "write {'workshop': 'Workshop'}")
    repository = config.session_repository
    if repository == "" or _is_source(repository):
        given["repository"] = repository
    else:
        hint = "write an address such as 'https://…/{path}#L{first}-L{last}'"
        refuse("repository", f"{repository!r} does not lead to lines of a file", hint)
    _read_event(config.session_event, given, refuse)
    _read_exports(config.session_exports, given, refuse)
    return Settings(**given), problems


def _is_source(value: object) -> bool:
    try:
        return isinstance(value, str) and is_address(value.format(path="", first=0, last=0))
    except (LookupError, ValueError, AttributeError):
        return False


def _read_event(value: Any, given: dict[str, Any], refuse: Callable[..., None]) -> None:
    if not isinstance(value, dict):
        refuse("event", f"{value!r} is not a mapping", "write {'name': 'The conference'}")
        return
    found = list(problems_of(value)) if value else []
    for _, reason, hint in found:
        refuse("event", reason, hint)
    bad = {key for key, *_ in found}
    given["event"] = {key: text for key, text in value.items() if key not in bad}


def _read_exports(value: Any, given: dict[str, Any], refuse: Callable[..., None]) -> None:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        refuse("exports", f"{value!r} is not a list", "write ['json-ld', 'json']")
        return
    # An empty word is all that the command line can say for an empty list.
    for name in sorted(set(map(str, value)) - {*EXPORTS, ""}):
        hint = did_you_mean(name, EXPORTS) or f"there are {', '.join(EXPORTS)}"
        refuse("exports", f"there is no '{name}'", hint)
    given["exports"] = [name for name in EXPORTS if name in value]
