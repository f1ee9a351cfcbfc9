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

:::{references}
- Slides: [the deck](https://example.org/deck), [example.org](https://example.org/pad)
- Code: [nova](https://code.example/openstack/nova)
:::
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

```{topic-list}
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


def test_references_are_printed_with_their_addresses(built: Built) -> None:
    [line] = [line for line in built.text("book.tex").splitlines() if "the deck" in line]
    deck = r"\sphinxhref{https://example.org/deck}{the deck} \sphinxurl{https://example.org/deck}"
    # A host is not printed beside its address, but other words are, also if the address has them.
    assert line.endswith(rf"{deck}, \sphinxurl{{https://example.org/pad}}")
    nova = "https://code.example/openstack/nova"
    assert rf"\sphinxhref{{{nova}}}{{nova}} \sphinxurl{{{nova}}}" in built.text("book.tex")
    # In the notes, where addresses would interrupt the sentences, none is.
    assert r"\sphinxurl{https://example.org/}" not in built.text("book.tex")


def test_a_list_of_topics_is_one_paragraph(built: Built) -> None:
    listed = built.text("book.tex").partition(r"\begin{sphinxuseclass}{topic-list}")[2]
    [line] = [one for one in listed.partition(r"\end")[0].splitlines() if "session-count" in one]
    topics = line.split(" · ")
    count = r"(\DUrole{session-count}{1})"
    assert [re.findall(r"sphinxcrossref\{(.*?)\}", topic) for topic in topics] == [
        [r"C\#!"],
        ["SDN"],
    ]
    assert topics[1].endswith(count + page_of("other:topic-sdn"))


def test_links_to_pages_that_a_document_leaves_out_are_words(project: Project) -> None:
    aside = "::::{only} not latex\n```{toctree}\n:hidden:\n\nguide\n```\n::::\n"
    project.write(
        {
            "index.md": f"# Book\n\nSee [the guide](guide.md) and [](day.md).\n\n{aside}\n"
            "```{toctree}\nday\n```\n",
            "day.md": "# Day\n\nSee [its section](guide.md#how) and {session}`first`.\n",
            "guide.md": "# Guide\n\nSee [](day.md).\n\n## How\n\n::::{session} First\n::::\n",
        }
    )
    documents = [(name, f"{name}.tex", name, "A", "manual") for name in ("index", "guide")]
    built = project.build("latex", latex_documents=documents, myst_heading_anchors=2)
    assert built.warnings == []
    book, guide = built.text("index.tex"), built.text("guide.tex")
    for tex, pages in ((book, {"index", "day"}), (guide, {"guide"})):
        assert {one.partition(":")[0] for one in re.findall(r"detokenize\{(.*?)\}", tex)} == pages
    plain = re.sub(r"\\\w+\{[\w-]*\}|[{}]", "", book)
    assert "See the guide and " in plain
    assert "See its section and First." in plain


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
