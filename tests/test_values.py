"""The value of an option is what its author wrote, whatever it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.lint.project import check_project
from session_notes.sphinxext.domain import domain_of
from slips import reported_by

if TYPE_CHECKING:
    from conftest import Project
    from session_notes.model.records import Session

VALUES = (
    *("'3F Hall", '"Hall" A', '"quoted"', "it's", "> y", "| x", "# 1", "a # b", "a: b", ": k"),
    *("[a", "{b", "*c", "&d", "!e", "%f", "@g", "`h", "- i", "? j", "~", "---", "||", "<b>", "=x"),
    *("№ 3", "´x´", "（Ｈ）", "ﾎｰﾙ１", ",x", ";y", "+1", "\\x", "::", "$x$"),
)
HEAD = {"md": "---\ndate: 2026-03-07\n---\n# Day\n\n", "rst": ":date: 2026-03-07\n\nDay\n===\n\n"}
SESSION = {
    "md": "::::{{session}} One\n:id: s-{id}\n:room: {room}\n:kind: talk\n\n- Notes {id}.\n::::\n\n",
    "rst": ".. session:: One\n   :id: s-{id}\n   :room: {room}\n   :kind: talk\n\n"
    "   - Notes {id}.\n\n",
}


def page(suffix: str) -> str:
    return HEAD[suffix] + "".join(
        SESSION[suffix].format(id=number, room=value) for number, value in enumerate(VALUES)
    )


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_a_value_is_what_was_written(project: Project, suffix: str) -> None:
    (project.srcdir / "index.md").unlink(missing_ok=True)
    built = project.write({f"index.{suffix}": page(suffix)}).build("text")
    assert built.warnings == []
    assert check_project(project.srcdir).problems == []
    sessions: tuple[Session, ...] = domain_of(built.env).catalog.pages["index"].sessions
    assert [session.room for session in sessions] == list(VALUES)
    assert {session.kind for session in sessions} == {"talk"}
    # No option is among the notes.
    text = built.text("index.txt")
    assert [f"* Notes {number}.\n" in text for number in range(len(VALUES))] == [True] * len(VALUES)
    assert ":room:" not in text
    assert ":kind:" not in text


VIEW = "```{{session-list}}{argument}\n{options}{content}```\n\n"


@pytest.mark.parametrize(
    ("argument", "content"), [(" of talks", ""), ("", "\nText.\n"), ("", "Text.\n")]
)
def test_text_in_a_view_is_reported(project: Project, argument: str, content: str) -> None:
    view = VIEW.format(argument=argument, options=":kind: talk\n", content=content)
    built = project.write({"index.md": f"# Book\n\n{view}"}).build("dummy")
    checked = check_project(project.srcdir).problems
    assert any(one.message.startswith("text in a 'session-list'") for one in checked)
    told = [(*one.where, one.text) for one in checked]
    assert [one[:3] for one in reported_by(built, project)] == told
    assert len(built.warnings) == len(told)


def test_text_in_a_view_of_restructuredtext_is_reported(project: Project) -> None:
    (project.srcdir / "index.md").unlink(missing_ok=True)
    text = "Book\n====\n\n.. session-list::\n   :kind: talk\n\n   Text.\n\n.. session-list:: Text\n"
    built = project.write({"index.rst": text}).build("dummy")
    assert [one[1] for one in reported_by(built, project)] == [4, 9]
