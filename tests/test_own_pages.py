"""A page may hold one session: it takes its title, and several such pages make a day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from exact import differences

if TYPE_CHECKING:
    from conftest import Built, Project

#: By the names of the pages, which are not in order of time: when the session begins.
TIMES = {"a": "11:00", "b": "9:00", "c": "10:00-10:40", "d": ""}


def page(name: str, time: str, notes: str, day: str = "2015-05-19") -> str:
    time = f":time: {time}\n" if time else ""
    return (
        f"---\ndate: {day}\n---\n::::{{session}} Session *{name}*\n:id: {name}\n:track: Ops\n{time}"
        f":attendance: many of *them*\n\n{notes}\n::::\n"
    )


def book(times: dict[str, str]) -> dict[str, str]:
    entries = "\n".join(sorted(times))
    index = (
        f"# Book\n\n```{{toctree}}\n{entries}\n```\n\n```{{session-list}}\n:day: 2015-05-19\n```\n"
    )
    notes = "- It was **said**. See [](#a).\n  - In detail."
    return {"index.md": index, **{name: page(name, time, notes) for name, time in times.items()}}


def files(times: dict[str, str]) -> dict[str, str]:
    return {name if "." in name else f"{name}.md": text for name, text in book(times).items()}


def neighbours(built: Built, name: str) -> list[str]:
    """Return the previous and the next session of the day, as far as there are any."""
    end = built.text(f"{name}.html").partition('class="session-end')[2]
    day = end.partition("Ops")[0]
    return re.findall(r'href="(\w)\.html#\1"', day)


def test_a_page_takes_the_title_of_its_session(project: Project) -> None:
    built = project.write(files(TIMES)).build(nitpicky=True)
    assert built.warnings == []
    assert built.env.titles["a"].astext() == "Session a"
    text = built.text("a.html")
    assert "<title>Session a &#8212;" in text
    assert text.count("<h1>") == 1
    assert '<section class="session" id="a">' in text
    assert 'href="a.html">Session <em>a</em></a>' in built.text("index.html")
    # It is described by what was said, and not by an option.
    assert '<meta name="description" content="It was said. See Session a." />' in text


def test_the_pages_of_a_day_are_in_order_of_time(project: Project) -> None:
    built = project.write(files(TIMES)).build(session_exports=["calendar", "json-ld"])
    shown = {name: neighbours(built, name) for name in TIMES}
    # What has no time stays behind the page that is listed before it.
    assert shown == {"b": ["c"], "c": ["b", "d"], "d": ["c", "a"], "a": ["d"]}
    listed = built.text("index.html").partition("session-list")[2]
    assert re.findall(r'href="(\w)\.html#\1"', listed) == ["b", "c", "d", "a"]
    assert built.text("calendar/day/2015-05-19.ics").count("BEGIN:VEVENT") == 4
    # Another time moves a session on the pages of its neighbours as well.
    changed = {**TIMES, "b": "10:50"}
    built = project.write({"b.md": files(changed)["b.md"]}).build()
    assert neighbours(built, "c") == ["d"]
    assert neighbours(built, "a") == ["b"]
    twin = project.twin().write(files(changed)).build()
    assert differences(built.outdir, twin.outdir) == []


def test_in_other_formats_and_in_restructuredtext(project: Project) -> None:
    rst = ":date: 2015-05-19\n\n.. session:: Session e\n   :id: e\n   :time: 8:00\n\n   - Said.\n"
    listed = files({**TIMES, "e": ""})["index.md"]
    project.write({**files(TIMES), "e.rst": rst, "index.md": listed})
    built = project.build("text")
    assert built.warnings == []
    assert built.text("e.txt").startswith("Session e\n*********\n")
    assert built.text("index.txt").index("Session e") < built.text("index.txt").index("Session b")
    assert built.catalog.summary("e") == "Said."
    latex = project.build("latex")
    [tex] = latex.outdir.glob("*.tex")
    assert len(re.findall(r"\\(?:chapter|section)\{Session ", tex.read_text("utf-8"))) == 5
