"""Writes the JSON schemas of ``_data``, by which editors complete and check the vocabularies.

They change only when the keys of the vocabularies or the schemes of links change; a test then asks
to run ``PYTHONPATH=_ext python tools/editor.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from session_notes.model.schema import FIELDS, SCHEMES
from session_notes.model.vocabulary import KEYS

ROOT = Path(__file__).resolve().parent.parent
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


def files() -> dict[str, str]:
    """Return the text of each file, by its path."""
    made = {f"_data/schemas/{name}.schema.json": schema(name) for name in KEYS}
    return {
        path: json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        for path, content in made.items()
    }


if __name__ == "__main__":
    for path, text in files().items():
        (ROOT / path).write_text(text, "utf-8")
