"""What editors read: JSON schemas of ``_data``, and snippets for VS Code.

A new book gets them. In this one they change only when a vocabulary, the schemes of links or the
kinds of a session change; a test then asks to run
``PYTHONPATH=_ext python -m session_import.editor``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from session_notes.locale.labels import REFERENCE_KINDS
from session_notes.model.schema import FIELDS, KINDS, PARTS, SCHEMES
from session_notes.model.vocabulary import KEYS

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
_DAY = r"^\d{4}-\d{2}-\d{2}$"
#: The schema of each key of a vocabulary that is not plain text.
FORMS: dict[str, dict[str, Any]] = {
    **{
        key: {"$ref": "#/$defs/words"}
        for key in ("label", "name", "description", "series", "place", "city", "organizer")
    },
    **{key: {"type": "string", "pattern": _DAY} for key in ("start", "end")},
    **{
        key: {"type": "string", "pattern": rf"^\s*({_SCHEMES}):"}
        for key in ("url", "organizer_url")
    },
    "aliases": {"type": "array", "items": {"$ref": "#/$defs/text"}},
    "was": {"type": "array", "items": {"type": "string", "pattern": ID}},
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


def _choice(first: int, *words: str) -> str:
    return f"${{{first}|{','.join(('…', *words))}|}}"


def _block(name: str, *options: str) -> list[str]:
    """Return the body of the snippet of a session or talk with *options*."""
    kinds = [kind.replace("-", " ") for kind in KINDS]
    places = [
        _choice(at, *kinds) if option == "kind" else f"${{{at}:…}}"
        for at, option in enumerate(options, 2)
    ]
    lines = [f":{option}: {place}" for option, place in zip(options, places, strict=True)]
    first, last = f"::::{{{name}}} ${{1:…}}", f"- ${{{len(options) + 2}:…}}"
    return [first, *lines, "", last, "::::", "$0"]


def _snippet(prefix: str, description: str, body: list[str]) -> dict[str, Any]:
    return {"scope": "markdown", "prefix": prefix, "description": description, "body": body}


def snippets() -> dict[str, Any]:
    """Return the snippets, by their names."""
    common = ("speakers", "topics")
    session = _block("session", "id", "track", "kind", "time", "room", *common)
    talk = _block("talk", "id", *common)
    source = f"- {_choice(1, *REFERENCE_KINDS)}: [${{2:…}}](${{3:https://}})"
    parts = {
        name.capitalize(): _snippet(name, said, [f":::{{{name}}}", "- ${1:…}", ":::", "$0"])
        for name, said in PARTS.items()
    }
    return {
        "Session": _snippet("session", "a session of the day", session),
        "Talk": _snippet(
            "talk",
            "a part of the session before it: a slot, a panellist, a segment of a keynote",
            talk,
        ),
        "Reference": _snippet("reference", "a source", [source]),
        **parts,
    }


def files() -> dict[str, str]:
    """Return the text of each file, by its path in the folder of a book."""
    made = {f"_data/schemas/{name}.schema.json": schema(name) for name in KEYS}
    return {
        path: json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        for path, content in {**made, ".vscode/sessions.code-snippets": snippets()}.items()
    }


if __name__ == "__main__":
    for path, text in files().items():
        Path(path).write_text(text, "utf-8")
