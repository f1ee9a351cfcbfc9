"""Writes the JSON schemas of ``_data`` and the snippets of VS Code from the schema of sessions.

They change only when ``session_notes.model.schema`` or the keys of the vocabularies change; a test
then asks to run ``PYTHONPATH=_ext python tools/editor.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.locale.labels import REFERENCE_KINDS
from session_notes.model.schema import FIELDS, KINDS, OPTIONS, PARTS, SCHEMES, SESSIONS
from session_notes.model.vocabulary import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS = ".vscode/sessions.code-snippets"
#: The text of a place that has to be filled in.
BLANK = "…"
#: What ``slug`` leaves as it is.
ID = "^[a-z0-9]+(-[a-z0-9]+)*$"

# YAML reads 2015 and yes as values of their own; the book takes them as text.
_TEXT = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_WORDS = {
    "anyOf": [
        {"$ref": "#/$defs/text"},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}, "minProperties": 1},
    ]
}
# The check takes a scheme in capitals as well.
_SCHEMES = "|".join(
    "".join(f"[{letter}{letter.upper()}]" for letter in scheme) for scheme in sorted(SCHEMES)
)
#: The schema of each key of a vocabulary that is not plain text.
FORMS: dict[str, dict[str, Any]] = {
    **{key: {"$ref": "#/$defs/words"} for key in ("label", "name", "description")},
    "aliases": {"type": "array", "items": {"$ref": "#/$defs/text"}},
    "links": {
        "type": "array",
        "items": {"type": "string", "pattern": rf"^\s*({_SCHEMES}):"},
    },
}


def field(key: str) -> dict[str, Any]:
    """Return the schema of a *key* of an entry."""
    return {"description": FIELDS[key], **FORMS.get(key, {"$ref": "#/$defs/text"})}


def schema(name: str) -> dict[str, Any]:
    """Return the schema of the vocabulary *name*."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"The {name} of the book",
        "type": ["object", "null"],
        "propertyNames": {"pattern": ID},
        "additionalProperties": {
            "anyOf": [
                {"$ref": "#/$defs/text"},
                {
                    "type": "object",
                    "properties": {key: field(key) for key in KEYS[name]},
                    "required": [KEYS[name][0]],
                    "additionalProperties": False,
                },
            ]
        },
        "$defs": {"text": _TEXT, "words": _WORDS},
    }


def choice(place: int, values: Iterable[str]) -> str:
    """Return a place of a snippet where an author picks one of *values* or writes another."""
    # The first value is inserted until the author picks another.
    return f"${{{place}|{','.join((BLANK, *values))}|}}"


def snippets() -> dict[str, dict[str, Any]]:
    """Return the snippets by the names under which an editor lists them."""
    kinds = [kind.replace("-", " ") for kind in KINDS]

    def block(directive: str, *options: str) -> list[str]:
        lines = [f"::::{{{directive}}} ${{1:{BLANK}}}"]
        for place, option in enumerate(options, 2):
            value = choice(place, kinds) if option == "kind" else f"${{{place}:{BLANK}}}"
            lines.append(f":{option}: {value}")
        return [*lines, "", f"- ${{{len(options) + 2}:{BLANK}}}", "::::", "$0"]

    def snippet(prefix: str, what: str, *body: str) -> dict[str, Any]:
        return {"scope": "markdown", "prefix": prefix, "description": what, "body": list(body)}

    main = ("id", "track", "kind", "time", "room", "speakers", "topics")
    made = {
        "Session": snippet("session", SESSIONS["session"], *block("session", *main)),
        "Talk": snippet("talk", SESSIONS["talk"], *block("talk", "id", "speakers", "topics")),
        "Option": snippet("option", "One more line of facts", f":{choice(1, OPTIONS)}: $0"),
        "Reference": snippet(
            "reference",
            "A source",
            f"- {choice(1, REFERENCE_KINDS)}: [${{2:{BLANK}}}](${{3:https://}})",
        ),
    }
    for part, what in PARTS.items():
        made[part.capitalize()] = snippet(
            part, what, f":::{{{part}}}", f"- ${{1:{BLANK}}}", ":::", "$0"
        )
    return made


def files() -> dict[str, str]:
    """Return the text of each file, by its path."""
    made: dict[str, Any] = {f"_data/schemas/{name}.schema.json": schema(name) for name in KEYS}
    made[SNIPPETS] = snippets()
    return {
        path: json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        for path, content in made.items()
    }


if __name__ == "__main__":
    for path, text in files().items():
        (ROOT / path).write_text(text, "utf-8")
