"""A session without notes is known as one: on the pages, in lists, in what is published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from session_notes.lint.project import check_project
from slips import reported_by

if TYPE_CHECKING:
    from conftest import Project

REFERENCES = ":::{references}\n- [A page](https://example.org/)\n:::\n"
#: What stands below the options, and whether it is more than a placeholder.
BODIES = {
    "nothing": ("", False),
    "references": (REFERENCES, False),
    "three-dots": ("- ...\n", False),
    "a-dot": (f"- …\n\n{REFERENCES}", False),
    "an-entity": ("- &hellip;\n", False),
    "nested": ("- …\n  - …\n\n1. ―…\n", False),
    "todo": ("- **TODO:**\n- (tbd)\n", False),
    "empty-bullet": ("-\n", False),
    "a-comment": ("% Ask Ann.\n\n<!-- and Ben -->\n", False),
    "a-rule": ("***\n", False),
    "a-heading": ("### Notes\n\n- …\n", False),
    "impressions-to-come": (":::{impressions}\n- …\n:::\n", False),
    "a-target": ("(there)=\n- …\n", False),
    "todo-in-words": ("- TODO: ask Ann.\n", True),
    "a-word": ("- …\n- Said.\n", True),
    "a-sign": ("- 👍\n", True),
    "in-japanese": ("- 略。\n", True),
    "code": ("```\n…\n```\n", True),
    "indented-code": ("    …\n", True),
    "a-formula": ("```{math}\nx\n```\n", True),
    "a-picture": ("![](a.png)\n", True),
    "a-box": (":::{note}\nWords.\n:::\n", True),
    "impressions": (":::{impressions}\n- Loud.\n:::\n", True),
}


def page(*sessions: tuple[str, str], day: str = "2015-05-19") -> str:
    blocks = (f"::::{{session}} {name}\n:id: {name}\n\n{body}::::\n\n" for name, body in sessions)
    return f"---\ndate: {day}\n---\n# Day\n\n{''.join(blocks)}"


def test_what_counts_as_notes(project: Project) -> None:
    bodies = [(name, body) for name, (body, _) in BODIES.items()]
    project.write({"index.md": page(*bodies, ("links", "- [](#there)\n")), "a.png": ""})
    built = project.build("text")
    assert [one for one in built.warnings if "a.png" not in one] == []
    noted = {one.id: one.has_notes for one in built.catalog.sessions}
    assert noted == {**{name: expected for name, (_, expected) in BODIES.items()}, "links": True}
    # The check counts the same, and at the same line.
    assert any(code == "stub" for *_, code, _ in reported_by(built, project))
    assert reported_by(built, project) == sorted(
        (one.where.source, one.where.line, one.text, one.code.value, one.severity == "error")
        for one in check_project(project.srcdir).problems
    )
    count = sum(not expected for _, expected in BODIES.values())
    [told] = [text for *_, text, code, _ in reported_by(built, project) if code == "stub"]
    assert f" and {count - 1} more;" in told
    text = built.text("index.txt")
    assert text.count("no notes yet") == count
    before, _, after = text.partition("todo-in-words")
    assert "…" not in before
    assert "Impressions" not in before
    assert after.count("…") == 3


def test_in_restructuredtext_too(project: Project) -> None:
    text = "Day\n===\n\n" + "".join(
        f".. session:: {name}\n   :id: {name}\n\n   {body}\n\n"
        for name, body in (
            ("none", ""),
            ("dots", "- …"),
            ("opinion", ".. impressions::\n\n      - Loud."),
            ("said", "- Said."),
        )
    )
    built = project.write({"index.rst": text}).build("text")
    assert [one.id for one in built.catalog.sessions if one.has_notes] == ["opinion", "said"]
    assert "…" not in built.text("index.txt")


def test_a_session_whose_talks_have_notes_has_some(project: Project) -> None:
    talk = "::::{{talk}} {0}\n:id: {0}\n\n{1}::::\n\n"
    text = page(("panel", "")) + talk.format("first", "- Said.\n") + talk.format("second", "")
    built = project.write({"index.md": text}).build("text")
    catalog = built.catalog
    stubs = [catalog.session(key).id for key in catalog.session_keys if catalog.is_stub(key)]
    assert stubs == ["second"]
    # What is counted is sessions, not their talks.
    assert "[session.stub]" not in built.status


LISTS = """\
# Lists

```{session-list}
```
```{session-list}
:with-notes:
```
```{session-table}
```
```{session-table}
:with-notes:
```
```{speaker-index}
```
```{speaker-index}
:with-notes:
```
```{topic-list}
```
```{topic-list}
:with-notes:
```
```{topic-table}
```
```{topic-table}
:with-notes:
```
"""


def test_lists_tell_them_apart_or_leave_them_out(project: Project) -> None:
    options = ":speakers: Ann Lee\n:topics: SDN\n"
    day = "".join(
        f"::::{{session}} {name}\n:id: {name}\n{options}{notes}::::\n\n"
        for name, notes in (("Told", "\n- Said.\n"), ("Bare", ""))
    )
    day = f"---\ndate: 2015-05-19\n---\n# Day\n\n{day}"
    project.write({"index.md": LISTS, "day.md": day})
    built = project.build("text", nitpicky=True)
    text = built.text("index.txt").partition("Lists\n")[2]
    assert text.count("Told") == 6
    assert text.count("Bare") == text.count("no notes yet") == 3
    assert text.count("SDN (2)") == text.count("SDN (1)") == 1


def test_a_page_follows_when_notes_come(project: Project) -> None:
    project.write({"index.md": LISTS, "day.md": page(("told", "- Said.\n"), ("bare", ""))})
    assert "no notes yet" in project.build("text").text("index.txt")
    project.write({"day.md": page(("told", "- Said.\n"), ("bare", "- Said.\n"))})
    built = project.build("text")
    assert built.written == ["day", "index"]
    twin = project.twin()
    twin.write({"index.md": LISTS, "day.md": page(("told", "- Said.\n"), ("bare", "- Said.\n"))})
    assert built.text("index.txt") == twin.build("text").text("index.txt")


def test_they_are_published_as_what_they_are(project: Project) -> None:
    project.write(
        {
            "index.md": "# Book\n\n```{toctree}\nfirst\nsecond\n```\n",
            "first.md": page(("told", "- Said.\n"), ("bare", "")),
            "second.md": page(("planned", "- …\n"), day="2015-05-20"),
        }
    )
    exports = ["json-ld", "json", "feed", "calendar"]
    built = project.build(html_baseurl="https://example.org/", session_exports=exports)
    data = json.loads(built.text("sessions.json"))["sessions"]
    assert {one["id"]: one["notes"] for one in data} == {
        "told": True,
        "bare": False,
        "planned": False,
    }
    feed = built.text("feed.xml")
    assert feed.count("<entry>") == 1
    assert "told" in feed
    assert "bare" not in feed
    assert built.text("first.html").count('"startDate":"2015-05-19"') == 1
    assert "application/ld+json" not in built.text("second.html")
    # A calendar is of the programme.
    assert built.text("calendar/all.ics").count("BEGIN:VEVENT") == 3


def test_a_feed_without_entries_has_no_time_of_the_build(project: Project) -> None:
    project.write({"index.md": page(("planned", ""))})
    built = project.build(html_baseurl="https://example.org/", session_exports=["feed"])
    assert "<updated>2015-05-19T00:00:00+00:00</updated>" in built.text("feed.xml")
