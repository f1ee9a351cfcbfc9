"""The schemas, the snippets and the issue form say the same as the code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from session_import import editor
from session_notes.lint.project import check_project
from session_notes.locale.labels import REFERENCE_KINDS
from session_notes.model.names import slug
from session_notes.model.schema import KINDS, OPTIONS, PARTS
from session_notes.model.vocabulary import KEYS, load

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS = json.loads((ROOT / ".vscode" / "sessions.code-snippets").read_text("utf-8"))
#: The text of a place that has to be filled in.
BLANK = "…"
_CHOICE = re.compile(r"\$\{\d+\|([^|]*)\|\}")
_PLACE = re.compile(r"\$\{\d+:([^}]*)\}|\$\d")


def validator(name: str) -> jsonschema.Draft202012Validator:
    path = ROOT / "_data" / "schemas" / f"{name}.schema.json"
    return jsonschema.Draft202012Validator(json.loads(path.read_text("utf-8")))


def expand(body: list[str], pick: int, filled: str = BLANK) -> str:
    """Return what a snippet inserts, with choice *pick* at every place, *filled* elsewhere."""

    def chosen(match: re.Match[str]) -> str:
        return match[1].split(",")[pick]

    text = _CHOICE.sub(chosen, "\n".join(body))
    return _PLACE.sub(lambda m: (m[1] or "").replace(BLANK, filled), text)


@pytest.mark.parametrize("path", editor.files())
def test_what_is_checked_in_is_what_is_written(path: str) -> None:
    assert (ROOT / path).read_text("utf-8") == editor.files()[path], (
        "run PYTHONPATH=_ext python -m session_import.editor"
    )


@pytest.mark.parametrize("name", KEYS)
def test_the_book_is_valid(name: str) -> None:
    made = validator(name)
    made.check_schema(made.schema)
    # Editors take a date for text, as YAML 1.2 does.
    text = (ROOT / "_data" / f"{name}.yml").read_text("utf-8")
    made.validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - it makes nothing but text


@pytest.mark.parametrize(
    ("name", "text", "valid"),
    [
        ("tracks", "ops: Ops", True),
        ("tracks", "ops: {label: {en: Ops, ja: 運用}}", True),
        ("topics", "ieee-802-1: {label: 802.1, aliases: [2015]}", True),
        ("people", "ann: {name: Ann, links: ['HTTPS://example.org']}", True),
        ("tracks", "", True),
        ("tracks", "- ops", False),
        ("tracks", "Ops: Ops", False),
        ("tracks", "ops_2: Ops", False),
        ("tracks", "ops: ''", False),
        ("tracks", "ops:", False),
        ("tracks", "ops: {}", False),
        ("tracks", "ops: {lable: Ops}", False),
        ("tracks", "ops: {label: Ops, parent: design}", False),
        ("tracks", "ops: {label: [Ops]}", False),
        ("topics", "qos: {label: {en: }}", False),
        ("topics", "qos: {label: QoS, aliases: Quality}", False),
        ("topics", "qos: {label: QoS, parent: [a]}", False),
        ("people", "ann: {label: Ann}", False),
        ("people", "ann: {name: Ann, links: ['javascript:alert(1)']}", False),
        ("people", "ann: {name: Ann, links: [example.org]}", False),
    ],
)
def test_a_schema_agrees_with_the_check(name: str, text: str, valid: bool) -> None:
    assert validator(name).is_valid(yaml.safe_load(text)) is valid
    assert (not load(name, f"_data/{name}.yml", text)[1]) is valid


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a book with one day, which may use the names of ours."""
    shutil.copytree(ROOT / "_data", tmp_path / "_data")
    (tmp_path / "conf.py").write_text('myst_enable_extensions = ["colon_fence"]\n', "utf-8")
    (tmp_path / "index.md").write_text("# Book\n\n```{toctree}\ndays/2015-05-18\n```\n", "utf-8")
    (tmp_path / "days").mkdir()
    return tmp_path


def told(book: Path, *blocks: str) -> set[str]:
    text = "\n".join(("---\ndate: 2015-05-18\n---\n# Day 1\n", *blocks))
    (book / "days" / "2015-05-18.md").write_text(text, "utf-8")
    return {
        problem.code.value
        for problem in check_project(book).problems
        if problem.severity == "error"
    }


def test_a_filled_snippet_is_right(book: Path) -> None:
    session = expand(SNIPPETS["Session"]["body"], 1, "one")
    talk = expand(SNIPPETS["Talk"]["body"], -1, "two")
    for option, value in (("time", "9:00-9:40"), ("track", "Neutron"), ("topics", "OVN")):
        session = re.sub(f"(:{option}: )one", rf"\g<1>{value}", session)
        talk = re.sub(f"(:{option}: )two", rf"\g<1>{value}", talk)
    parts = [expand(SNIPPETS[part.capitalize()]["body"], 1, "words") for part in PARTS]
    session = session.replace("\n::::\n", "\n".join(["\n", *parts, "::::\n"]))
    assert told(book, session, talk) == set()


def test_what_was_not_filled_in_is_told(book: Path) -> None:
    left = expand(SNIPPETS["Session"]["body"], 0)
    assert {"id", "track", "kind", "time", "topic"} <= told(book, left)


def test_what_a_snippet_offers_is_known() -> None:
    offered = {name: _CHOICE.findall("\n".join(made["body"])) for name, made in SNIPPETS.items()}
    (kinds,), (references,) = (
        [choice.split(",") for choice in offered[name]] for name in ("Session", "Reference")
    )
    assert [slug(kind) for kind in kinds] == ["", *KINDS]
    assert set(references) <= {BLANK, *REFERENCE_KINDS}


def test_settings_name_files_that_there_are() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert settings["yaml.schemas"] == {
        f"./_data/schemas/{name}.schema.json": f"_data/{name}.yml" for name in sorted(KEYS)
    }


def test_the_form_asks_for_what_a_session_takes() -> None:
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / "add-a-session.yml"
    fields: dict[str, Any] = {
        field["id"]: field["attributes"]
        for field in yaml.safe_load(path.read_text("utf-8"))["body"]
        if "id" in field
    }
    assert set(fields) <= {"title", "date", "notes", "licence", *OPTIONS, *PARTS}
    assert [slug(kind) for kind in fields["kind"]["options"]] == list(KINDS)
