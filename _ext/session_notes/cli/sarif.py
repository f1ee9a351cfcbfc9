"""The problems of a check in SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import session_notes
from session_notes.cli.explain import sentences
from session_notes.model.problems import ADVICE, Code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.model.problems import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(problems: Sequence[Problem]) -> dict[str, Any]:
    """Return the log of one run; the files are relative to the folder of the book."""
    driver = {
        "name": "session-notes",
        "version": session_notes.__version__,
        "rules": [
            {
                "id": f"session.{code.value}",
                "shortDescription": {"text": sentences()[code.value]},
                "defaultConfiguration": {"level": "note" if code in ADVICE else "error"},
            }
            for code in Code
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem) for problem in problems],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(problem: Problem) -> dict[str, Any]:
    region = {"startLine": max(1, problem.where.line)}
    if problem.column:
        region["startColumn"] = problem.column
    place = {
        # A character that is no text, as names of files may have, becomes its byte.
        "artifactLocation": {"uri": quote(problem.where.source.encode("utf-8", "surrogateescape"))},
        "region": region,
    }
    return {
        "ruleId": f"session.{problem.code.value}",
        "level": "error" if problem.severity == "error" else "note",
        "message": {"text": problem.text},
        "locations": [{"physicalLocation": place}],
    }
