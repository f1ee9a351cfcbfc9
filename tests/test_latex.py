"""What LaTeX gets beside what every other format gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Built, Project

DAY = """\
---
date: 2015-05-19
---
# Tuesday

::::{session} First
:id: first
:track: Neutron
:speakers: Anna Ek; 岩本
:topics: C#!, SDN

- See [](#second), [](other.md) and [the web](https://example.org/).
::::

::::{session} Second
:id: second

- A word.
::::

::::{talk} Third
:id: third
:speakers: Anna Ek
::::
"""
OTHER = """\
# Other

```{session-list}
```

```{session-table}
```

```{topic-index}
```

```{speaker-index}
```
"""


@pytest.fixture
def built(project: Project) -> Built:
    project.write(
        {
            "index.md": "# Book\n\n```{toctree}\nday\nother\n```\n",
            "day.md": DAY,
            "other.md": OTHER,
            "_data/people.yml": "iwamoto:\n  name: 岩本\n  reading: いわもと\n",
        }
    )
    built = project.build(
        "latex",
        latex_engine="xelatex",
        latex_documents=[("index", "book.tex", "Book", "A", "manual", False)],
    )
    assert built.warnings == []
    return built


def page_of(label: str) -> str:
    target = rf"\detokenize{{{label}}}"
    return rf"\DUrole{{session-page}}{{\hyperref[{target}]{{\ref{{{target}}}}}}}"


def test_style_is_beside_the_book(built: Built) -> None:
    assert r"\usepackage{sessionnotes}" in built.text("book.tex")
    assert r"\ProvidesPackage{sessionnotes}" in built.text("sessionnotes.sty")


def test_links_in_text_have_page_numbers(built: Built) -> None:
    line = next(line for line in built.text("book.tex").splitlines() if line.startswith("See "))
    assert re.findall(r"\\DUrole\{session-page\}", line) == [r"\DUrole{session-page}"] * 2
    assert page_of("day:second") in line
    assert page_of("other::doc") in line


def test_broken_links_have_none(project: Project) -> None:
    project.write({"index.md": "# Book\n\nSee [words](#gone).\n\n::::{session} A\n::::\n"})
    built = project.build("latex", latex_documents=[("index", "book.tex", "Book", "A", "manual")])
    assert any("'gone'" in warning for warning in built.warnings)
    assert "words" in built.text("book.tex")
    assert "session-page" not in built.text("book.tex")


def test_links_to_speakers_and_topics_have_none(built: Built) -> None:
    fields = re.findall(
        r"(?s)\\begin\{sphinxuseclass\}\{session-fields\}.*?\\end\{sphinxuseclass\}",
        built.text("book.tex"),
    )
    assert len(fields) == 2
    assert "topic-sdn" in fields[0]
    assert not any("session-page" in field for field in fields)


def test_lists_end_lines_with_page_numbers(built: Built) -> None:
    lines = built.text("book.tex").splitlines()
    [line] = [line for line in lines if "third}" in line and "second}" in line]
    assert line.endswith(page_of("day:third"))
    assert page_of("day:second") not in line


def test_index_has_topics_and_speakers_of_each_session(built: Built) -> None:
    marks = re.findall(r"\\index\{(.*?)@\\spxentry\{(.*?)\}\}", built.text("book.tex"))
    assert marks == [
        ("c", r'C\#"!'),
        ("sdn", "SDN"),
        ("anna ek", "Anna Ek"),
        ("~いわもと", "岩本"),
        ("anna ek", "Anna Ek"),
    ]


def test_classes_become_environments(built: Built) -> None:
    classes = set(re.findall(r"\\begin\{sphinxuseclass\}\{(.*?)\}", built.text("book.tex")))
    assert classes >= {
        "session-facts",
        "session-fields",
        "session-list",
        "session-index",
        "topic-index",
        "session-table",
        "session-part",
        "session-mentions",
        "session-context",
    }


def test_tables_of_the_week_may_break_and_fit(built: Built) -> None:
    text = built.text("book.tex")
    assert re.search(r"\\begin\{longtable\}\{\\X\{12\}\{\d+\}\\X\{12\}\{\d+\}\}", text)


def test_other_formats_get_none_of_it(project: Project) -> None:
    project.write({"index.md": "# Book\n\n```{toctree}\nday\n```\n", "day.md": DAY})
    built = project.build("html")
    assert "session-page" not in built.text("day.html")
