"""Who took the notes, and whose the impressions are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from edits import session
from exact import clean_build, differences
from session_notes.lint.page import read_page
from session_notes.model.records import Speaker
from session_notes.model.speakers import names_people

if TYPE_CHECKING:
    from conftest import Project

REST = """\
:date: 2015-05-24
:reporter: Mia Berg (ACME)

Sunday
======

.. session:: Four
   :id: four

   - Words.

   .. impressions:: Hana Sato

      - Fine.
"""
BROWSE = """\
# Browse

## S

```{speaker-index}
```

## R

```{reporter-index}
```
"""

PEOPLE = """\
hana-sato:
  name: {en: Hana Sato, ja: 佐藤 花}
  aliases: [H. Sato]
  affiliation: Example Networks
tom-reed: {name: Tom Reed}
lee-park: {name: Lee Park}
"""
PAGE = """\
---
date: 2015-05-23
reporter: H. Sato; Mia Berg (ACME)
---
# Saturday

::::{session} One
:id: one
:speakers: Tom Reed

- Words, and {reporter}`Tom Reed`.

:::{impressions}
- Ours.
:::
:::{impressions} Tom Reed
- I spoke too long.
:::
:::{references}
- [x](https://x.example/)
:::
::::

::::{session} Two
:id: two
:reporter: Mia Berg

:::{impressions}
- Mine.
:::
::::

::::{talk} Three
:id: three

- Words.

:::{impressions} 佐藤 花
- Short.
:::
:::{impressions}
- Long.
:::
::::
"""
BOOK = {
    "index.md": "# Book\n\n```{toctree}\nday\nrest\nbrowse\n```\n",
    "day.md": PAGE,
    "rest.rst": REST,
    "browse.md": BROWSE,
    "_data/people.yml": PEOPLE,
}


@pytest.mark.parametrize(
    "text",
    [
        *("Ann", "Ann Smith", "Ann Smith (ACME); Bob", "Ludwig van der Rohe", "岩本"),
        *(
            "佐藤 花、山田 太郎",
            "Sammy Davis Jr.",
            "J. R. R. Tolkien",
            "Ann, Bob and Cid",
            "さくら",
        ),
        *("María de la Cruz y García", "김철수", "Ann [photos]"),
    ],
)
def test_names_behind_impressions(text: str) -> None:
    assert names_people("impressions", text)
    assert not names_people("references", text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "by Ann",
            "{speaker}`Ann`",
            "Honest.",
            "I liked it",
            "A good overview of OVN",
            "Great!",
            "- Ann",
            "とても面白かった",
        ),
        *(
            "いい発表です",
            "分かりやすい。",
            "Well said: packets grow",
            "`code`",
            "x" * 200,
            "很好。",
        ),
    ],
)
def test_impressions_behind_impressions(text: str) -> None:
    assert not names_people("impressions", text)


@pytest.mark.parametrize(
    ("lines", "people", "codes"),
    [
        ("reporter: Ann (ACME); Bob # the two", "Ann Bob", []),
        ("reporter: 'Ann'", "Ann", []),
        ("reporter: [Ann, Bob]", "Ann Bob", []),
        ("reporter:\n  - Ann\n  - Bob", "Ann Bob", []),
        ("reporter: no", "no", []),
        ("reporter:", "", ["option"]),
        ("reporter: {name: Ann}", "", ["speaker"]),
        ("reporter: Ann\nreporter: Bob", "Bob", ["data"]),
        ("Reporters: Ann", "", ["option"]),
        ("reporter: TBA", "", ["speaker"]),
        ("reporter: [Ann", "", ["data"]),
        ("reporter: " + "[" * 5000, "", ["data"]),
        ("author: Ann", "", []),
    ],
)
def test_the_front_matter(lines: str, people: str, codes: list[str]) -> None:
    text = f"---\n{lines}\n---\n# Day\n\n{session('one', 'One')}"
    read = read_page("a.md", text)
    assert [one.name for one in read.page.reporters.people] == people.split()
    found = [one for one in read.problems if one.code.value != "permalink"]
    assert [one.code.value for one in found] == codes
    assert all(one.where.line in (2, 3) for one in found)


def test_who_reported_is_shown_and_indexed(project: Project) -> None:
    built = project.write(BOOK).build("text")
    assert built.warnings == []
    day = built.text("day.txt")
    assert "Reported by:\n   Hana Sato (Example Networks); Mia Berg (ACME)\n" in day
    assert day.count("Reported by:") == 2
    assert [line for line in day.splitlines() if line.startswith("-[ Imp")] == [
        "-[ Impressions of Hana Sato, Mia Berg ]-",
        "-[ Impressions of Tom Reed ]-",
        "-[ Impressions of Mia Berg ]-",
        "-[ Impressions of Hana Sato ]-",
        # Of the session around the talk.
        "-[ Impressions of Mia Berg ]-",
    ]
    catalog = built.catalog
    by_name = {
        name: [catalog.session(key).id for key in keys]
        for name, keys in catalog.sessions_by["reporter"].items()
    }
    assert by_name == {
        "hana-sato": ["one", "three", "four"],
        "mia-berg": ["one", "two", "four"],
        "tom-reed": ["one"],
    }
    # Who only reported is no speaker, and whoever did both is in both indexes.
    speakers, _, reporters = built.text("browse.txt").partition("\nR\n")
    assert "Hana Sato" not in speakers
    assert "Lee Park" in speakers
    assert "Tom Reed\n   Also a reporter\n" in speakers
    assert "Tom Reed\n   Also a speaker\n" in reporters
    assert "Lee Park" not in reporters
    assert catalog.find("speaker", "Mia Berg") is None
    assert catalog.find("speaker", "Hana Sato") == catalog.find("reporter", "H. Sato")


def test_impressions_of_several_people_are_side_by_side(project: Project) -> None:
    built = project.write(BOOK).build("html")
    both = built.text("day.html").split('<div class="session-opinions docutils container">')
    assert len(both) == 3
    assert both[1].count("session-part session-impressions") == 3
    assert both[1].index("I spoke too long") < both[1].index("References")
    assert 'Impressions of <a class="reference internal" href="browse.html#reporter-' in both[1]


def test_a_heading_of_texinfo_holds_no_link(project: Project) -> None:
    document = ("index", "book", "Book", "A", "book", "d", "Misc")
    built = project.write(BOOK).build("texinfo", texinfo_documents=[document])
    assert "@subsubheading Impressions of Tom Reed\n" in built.text("book.texi")


def test_another_reporter_in_the_front_matter_writes_what_shows_it(project: Project) -> None:
    project.write(BOOK).build("html")
    project.write(
        {"day.md": PAGE.replace("reporter: H. Sato; Mia Berg (ACME)", "reporter: Tom Reed")}
    )
    again = project.build("html")
    # Sphinx itself writes the index again.
    assert again.written == ["browse", "day", "index"]
    assert differences(again.outdir, clean_build(project, "html").outdir) == []


def test_impressions_outside_of_a_session_keep_the_name(project: Project) -> None:
    page = "# Book\n\n:::{impressions} Ann Smith\n- Lost.\n:::\n"
    built = project.write({"index.md": page}).build("text")
    assert [code for _, code, _ in built.reported] == ["place"]
    assert "Impressions of Ann Smith" in built.text("index.txt")


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_both_languages_report_the_same(project: Project, suffix: str) -> None:
    markdown = """\
---
reporter: ;Hana Sato
---
# Day

::::{session} One
:id: one
:reporter: Tom Read

:::{impressions}
- a
:::
:::{impressions} Tom Reed (
- b
:::
:::{impressions} It was not clear.
:::
::::
"""
    restructuredtext = """\
:reporter: ;Hana Sato


Day
===
.. session:: One
   :id: one
   :reporter: Tom Read

   .. impressions::
      - a

   .. impressions:: Tom Reed (

      - b
   .. impressions:: It was not clear.

"""
    page = {"md": markdown, "rst": restructuredtext}[suffix]
    index = "# Book\n\n```{toctree}\nday\n```\n"
    built = project.write(
        {"index.md": index, f"day.{suffix}": page, "_data/people.yml": PEOPLE}
    ).build("text")
    found = sorted((code, names[0] if names else "") for _, code, names in built.reported)
    assert found == [
        ("reporter", "It was not clear."),
        ("reporter", "Tom Read"),
        ("speaker", ""),
        ("speaker", "Tom Read"),
        ("speaker", "Tom Reed ("),
        ("speaker", "Tom Reed ("),
    ]
    assert "It was not clear." in built.text("day.txt")


def test_a_name_alone_is_no_impression() -> None:
    text = "::::{session} One\n:id: one\n\n- Words.\n\n:::{impressions} Ann\n:::\n::::\n"
    assert [one.code.value for one in read_page("a.md", text).problems] == ["empty"]


def test_a_name_in_two_spellings_is_one_person() -> None:
    read = read_page("a.md", PAGE)
    assert read.page.sessions[0].impressions[1].people == (Speaker("Tom Reed"),)
    assert read.problems == ()
