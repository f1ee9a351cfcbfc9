"""The values that a project may set in its ``conf.py``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from session_notes.names import slug, without_forbidden
from session_notes.problems import Problem, Subtype, Where
from session_notes.vocabulary import Words

if TYPE_CHECKING:
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
            "help": "More kinds of session: an id for each, with its label, or a mapping of "
            "languages to labels."
        },
    )

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
            "env",
            types=frozenset({type(default)}),
            description=value.metadata["help"],
        )


def read(config: Config) -> tuple[Settings, list[Problem]]:
    """Return the values of *config*; a bad one is reported and its default stands in."""
    problems = []
    given: dict[str, Any] = {}

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
    return Settings(**given), problems
