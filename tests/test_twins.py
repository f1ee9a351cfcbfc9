"""What a build reports of a page, ``check`` reports at the same line, whoever reports it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import Project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_notes.lint.project import check_project
from session_notes.model.problems import BROKEN

# MyST reads an attribute that goes with Sphinx 11.
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*BuildEnvironment:sphinx.deprecation.RemovedInSphinx11Warning"
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What may be written in a line of text; many of these are mistakes.
INLINE = [
    *("words", "**bold**", "`code`", "~~struck~~", "{{ x }}", "<b>html</b>", "$x$", "[^a]", "[^b]"),
    *("![x](pic.png)", "![x](picc.png)", "![x](/pic.png)", "![](../up.png)", "![x]()"),
    *("![x](https://example.org/x.png)", "![写真](写真.png)", "![x](<a b.png>)", "![x](no.*)"),
    *("{download}`pic.png`", "{download}`words <no.pdf>`", "[x](path:no.pdf)", "[x](no.pdf)"),
    *("[x](index.md)", "[x](nopage.md)", "[x](nopage)", "[x](index)", "[x](index.md#nothing)"),
    *("[x](#nothing)", "[](#known)", "[](#one-0)", "<project:#known>", "[x](project:no.md)"),
    *("[](#Known)", "[x](#known)", "{any}`known`", "{any}`x <known>`", "{ref}`!known`"),
    *("{doc}`index`", "{doc}`words <nopage>`", "{ref}`known`", "{ref}`words <nothing>`"),
    *("{kbd}`x`", "{kbdd}`x`", "{sub}`x`", "{py:func}`x`", "{notes:session}`one-0`", "{raw}`x`"),
    *("{session}`nobody`", "{topic}`nothing`", "{term}`x`", "{numref}`x`", "{any}`nothing`"),
    *(
        "{option}`-x`",
        "{keyword}`x`",
        "{confval}`x`",
        "[x](inv:#a)",
        "<inv:#a>",
        "[x](index.md#no)",
    ),
    *("{eq}`sum`", "{pep}`x`", "{rfc}`12#x`", "{pep}`x <8>`", "[x](#sum)"),
    *("[a][ref]", "[a][noref]", "https://example.org", "<https://example.org>", "[x]()"),
]
#: Blocks; ``%s`` is a line of text.
BLOCKS = [
    *("%s", "%s\n%s\n%s", "- %s\n- %s\n  - %s", "> %s\n> %s", "1. %s", "%s\n\n%s"),
    *("## %s", "### Lunch", "#### Deep", "# Title", "Title\n---", "## A\n\n### B\n\n## C"),
    *("| a | b |\n|---|---|\n| %s | %s |", "| a |\n|---|"),
    *("***", "***\n\n***", "[^a]: %s", "[^b]: %s", "[^1]: x", "[^a]: one\n\n[^a]: two"),
    *("(known)=\n## Known", "(known)=\n\n%s", "[ref]: https://example.org", "[REF]: https://x.org"),
    *(f"(known)=\n{block}" for block in ("- x", "% comment\n\n## Known", "Known\n---", "***")),
    *("(known)=\n:::{note}\n## Known\n:::", "(known)=", "(other)=\n(known)=\n## Known"),
    *("(known)=\n```python\nx\n```", "(known)=\n:::{figure} pic.png\n\n%s\n:::"),
    *("(known)=\n:::{table} Known\n| a |\n|---|\n:::", "(known)=\n```{rubric} Known\n```"),
    "```{code-block} python\n:name: known\n:caption: Known\n\nx = 1\n```",
    ":::{admonition} Known\n:name: known\n\nwords\n:::",
    "(known)=\n```{include} part.txt\n```",
    *("<div>\n\n%s\n\n</div>", "<!-- %s -->", "% comment", "+++", "$$\nx\n$$", "    code"),
    *("```python\nx = 1\n```", "```nolang\nx\n```", "```\nx\n```", "~~~text\nx\n~~~"),
    "```{code-block} python\n:linenos:\n\nx = 1\n```",
    "```{code-block} python\n:lineno-start: one\n\nx = 1\n```",
    "```{code-block} nolang\nx\n```",
    ":::{note}\n%s\n:::",
    ":::{note} %s\n:::",
    ":::{note}\n:::",
    ":::{note}\n:clas: x\n\n%s\n:::",
    ":::{tipp}\nwords\n:::",
    ":::{admonition} Title\n%s\n:::",
    ":::{admonition}\nwords\n:::",
    ":::{image} pic.png\n:width: 350px\n:alt: words\n:::",
    ":::{image} no.png\n:::",
    ":::{image} pic.png\n:widht: 1px\n:::",
    ":::{image} pic.png\n:width: 350 pixels\n:::",
    ":::{image} pic.png\n:align: centre\n:::",
    ":::{image} pic.png\n:align: middle\n:::",
    ":::{image} pic.png\n:alt: Room #3\n:::",
    ":::{image} pic.png\n:alt: 'tis\n:::",
    ':::{image} pic.png\n:alt: "Room #3"\n:::',
    ":::{image} pic.png\n:alt:words\n:::",
    ":::{image}\n:::",
    ":::{image} pic.png\n\nwords\n:::",
    ":::{figure} pic.png\n:name: known\n\n%s\n:::",
    ":::{figure} no.png\n:alt: x\n\n%s\n:::",
    "```{include} part.txt\n```",
    "```{include} no.txt\n```",
    "```{literalinclude} part.txt\n```",
    "```{literalinclude} no.txt\n```",
    "```{csv-table} Title\n:file: no.csv\n```",
    "```{toctree}\nnopage\n```",
    "```{toctree}\n:depth: 1\n\n```",
    "```{toctree}\n:maxdepth: x\n\n```",
    *("```{glossary}\na\nb\n\nc\n```", "```{hlist}\nwords\n```", "```{figure-md} fig\nwords\n```"),
    *("```{csv-table}\n:header-rows: 3\n\n1,2\n```", "```{table} Known\nwords\n```"),
    *(
        "```{include} part.txt\n:start-after: no\n```",
        "```{include} part.txt\n:end-before: no\n```",
    ),
    *("```{literalinclude} part.txt\n:lines: 9\n```", "```{only} a b\nwords\n```"),
    *("```{literalinclude} part.txt\n:pyobject: x\n```", "```{toctree}\nleaf\nleaf\n```"),
    "```{code-block} text\n:emphasize-lines: x\n\nx\n```",
    "```{list-table}\n\n* - a\n* - b\n  - c\n```",
    "```{list-table}\n\n* - a\n  - b\n* - c\n  - %s\n```",
    "```{rubric} words\n```",
    "```{rubric}\n```",
    "```{card} %s\n```",
    "```{youtube} dQw4\n```",
    "```{versionadded} 1.0\n%s\n```",
    *("```{math}\nx\n```", "```{math}\n:label: sum\n\nx\n```"),
    "```{eval-rst}\n.. note:: words\n```",
    "(known)=\n\nwords\n\n```{eval-rst}\n.. _known:\n\nwords\n```",
    "```{eval-rst}\n.. youtube:: words\n```",
    "```{eval-rst}\n.. image:: no.png\n```",
    "```{eval-rst}\nwords :kbdd:`x` and ``:kbdd:`x` ``\n```",
]
#: What reStructuredText has, on a page of its own or inside of Markdown.
RST = [
    *(
        "words",
        "- a\n  - b",
        "a\n  b\n c",
        "words *not ended",
        "words ``not ended",
        "|subst| a_ b__",
    ),
    *("`a <b_>`_", ".. _rst:\n\nwords", ".. _here:\n\nhere_", ".. unknown"),
    *(
        "::\n\nwords",
        "::\n\n  code",
        ":kbdd:`x`",
        ":pep:`8` :rfc:`x`",
        ":ref:`known`",
        ":ref:`x <no>`",
    ),
    *(
        ":doc:`index` :doc:`no`",
        ":eq:`sum`",
        ":session:`nobody`",
        ".. |x| replace:: y\n\n|x|",
        "|x|",
    ),
    *(
        "==== ==\na    b\n==== ==\nc\n====",
        "=== ===\na   b\n=== ===",
        "+---+\n| a |\n+--+",
        ".. words",
    ),
    *(
        ".. note::",
        ".. note:: words",
        ".. note::\n   :clas: x\n\n   words",
        ".. note::\n\n   :kbdd:`x`",
    ),
    *(
        ".. image:: pic.png\n   :widht: 1px",
        ".. image:: no.png",
        ".. image:: https://example.org/x.png",
    ),
    *(".. figure:: pic.png\n   :align: centre", ".. figure:: pic.png\n   :name: pic\n\n   Known"),
    *(
        ".. image::",
        ".. image:: pic.png\n\n   words",
        ".. code-block:: nolang\n\n   x",
        ".. raw:: html",
    ),
    *(".. list-table::\n\n   * - a\n   * - b\n     - c", ".. list-table::\n\n   words"),
    *(".. csv-table::\n   :header: a,b\n\n   1,2,3", ".. csv-table::\n   :file: no.csv"),
    *(
        ".. include:: part.txt",
        ".. include:: no.txt",
        ".. literalinclude:: no.txt",
        ".. rubric:: Known",
    ),
    *(
        ".. toctree::\n\n   nopage",
        ".. toctree::\n   :maxdepth: x\n\n   leaf",
        ".. math::\n   :label: sum\n\n   x",
    ),
    *(
        ".. role:: own\n\n:own:`x`",
        ".. youtube:: x",
        ".. only:: html\n\n   words",
        ".. deprecated:: 1",
    ),
    *(
        ".. admonition::\n\n   words",
        ".. topic:: Title",
        ".. class:: x\n\nwords",
        ".. |y| image:: no.png\n\n|y|",
    ),
    *(
        ".. py:function:: f(x)\n\n   words",
        ".. glossary::\n\n   a\n     b",
        ".. replace:: x",
        ".. code::\n\n   x",
    ),
    *("[1]_", "[#]_ and [#a]_", "[*]_\n\n.. [*] words", "[1]_\n\n.. [1] words", ".. [2] words"),
    *("[#]_\n\n.. [#] words", ".. _known:\n\nwords"),
]
#: The blocks around; the last ``%s`` is the content.
PLACES = [
    *("%s", "%s", "::::{session} One\n:id: one-{n}\n\nwords\n\n%s\n::::"),
    "::::{session} One\n:id: one-{n}\n:attendance: many\n\n- words\n\n%s\n\n- words\n::::",
    "::::{session} One\n:id: one-{n}\n::::\n\n::::{talk} Two\n:id: two-{n}\n\n%s\n\nwords\n::::",
    "::::::{session} One\n:id: one-{n}\n\n:::::{impressions}\n%s\n\nwords\n:::::\n::::::",
    ":::::{tip}\n%s\n:::::",
]
FRONT = [
    "",
    "---\ndate: 2015-05-19\n---\n",
    "---\ntitle: [\n---\n",
    "---\nmyst:\n  no: 1\n---\n",
    "---\n- one\n---\n",
]

lines = st.lists(st.sampled_from(INLINE), min_size=1, max_size=2).map(" ".join)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """A block, filled, perhaps in another one."""
    block = draw(st.sampled_from([*BLOCKS * 2, *(f"```{{eval-rst}}\n{one}\n```" for one in RST)]))
    return re.sub("%s", lambda _: draw(lines), block)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of a few blocks, each in a place of its own."""
    text = draw(st.sampled_from([*FRONT[:2] * 4, *FRONT])) + "# Day\n"
    for n in range(draw(st.integers(1, 4))):
        inside = "\n\n".join(draw(st.lists(blocks(), min_size=1, max_size=2)))
        place = draw(st.sampled_from(PLACES)).replace("{n}", str(n))
        text += "\n" + place.replace("%s", inside) + "\n"
    return text


class Warned(NamedTuple):
    """A warning of a build."""

    source: str
    line: int
    text: str


_WARNED = re.compile(r"(?:(\w+\.\w+)(?:\.rst)?:(?:(\d+)?:)?)? ?(?:WARNING|ERROR|CRITICAL): (.*)")
#: What only a build can know, each with the reason.
ONLY_A_BUILD = {
    "Lexing literal_block": "the code has to be read in its language",
    r"term not in glossary|\[ref\.(numref|option|keyword|confval)\]": "the objects of all pages",
    r"duplicate (object|term) description|citation not found": "the objects of all pages",
    r"Error (parsing content block|with CSV data)|row\(s\) (of|specified)": "the form of a content",
    "glossary terms must|hlist content is not|content should be one image": "the form of a content",
    "only directive expression": "the tags of a build",
    "text not found|in include file|pattern not found": "which part of a file is taken",
    "lines pulled|line number spec": "which lines are taken",
    r"\[myst\.iref_missing\]": "the inventories of other projects",
    r"\[myst\.topmatter\]": "the settings of MyST",
    "may not begin with a transition": "whether all above it are footnotes, which MyST moves",
    "heading without text": "what a link without words shows",
    "duplicate label": "which of two pages with the same label Sphinx reads last",
}
#: What ``check`` leaves out while a fence is wrong, because that may be the only cause.
FOLLOWS = "target not found|header level"
#: What follows from a target that is given twice: the role knows neither, but other links do.
LOST = r"\[ref\.any\]"
#: What a build may keep silent about: docutils' own warning comes between two lines.
SILENT = "lines? across the page"
#: What MyST reports at another line of the page, and why.
NO_LINE = {
    "Duplicate reference definition": "it counts the line in the block that it is in",
    "Duplicate (explicit target name|ID)": "what some directives make has no line",
}


def warned(lines: list[str]) -> Iterator[Warned]:
    """Yield the warnings of a build with the places that they name."""
    for line in lines:
        match = _WARNED.match(line)
        if match:
            yield Warned(match[1] or "", int(match[2] or 0), match[3])


def without_twin(files: dict[str, str]) -> tuple[list[Warned], list[str]]:
    """Return the warnings without a finding, and the findings without a warning."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder)).write(files)
        told = [*warned(project.build("html").warnings)]
        found = check_project(project.srcdir).problems
    known = [*ONLY_A_BUILD]
    if any(one.code in BROKEN for one in found):
        known.append(FOLLOWS)
    if any("already on this page" in one.text for one in found):
        known.append(LOST)
    errors = [(one.where, one.text) for one in found if one.severity == "error"]
    text = {name: content.split("\n") for name, content in files.items()}

    def twins(one: Warned, where: tuple[str, int]) -> bool:
        source, line = where
        if one.source != source or any(re.search(words, one.text) for words in NO_LINE):
            return one.source == source
        # MyST adds a line to a block that begins with another one, and counts it.
        pairs = zip(text[source][: one.line], text[source][1:], strict=False)
        most = sum(a[:3] == b[:3] == ":::" and "{" in a for a, b in pairs)
        return any(_same_block(text[source], one.line - shift, line) for shift in range(most + 1))

    alone = [
        one
        for one in told
        if not any(twins(one, where) for where, _ in errors)
        and not any(re.search(pattern, one.text) for pattern in known)
    ]
    false = [
        f"{where}: {said}"
        for where, said in errors
        if not any(twins(one, where) for one in told) and not re.search(SILENT, said)
    ]
    return alone, false


def _same_block(text: list[str], one: int, other: int) -> bool:
    """Say whether no line from *one* to *other* is empty: MyST knows the first line of a block."""
    lines = text[min(one, other) - 1 : max(one, other)]
    return one == other or all(line.strip() for line in lines)


LEAF = "# Leaf\n\n(label)=\nwords\n\n(some_label)=\n## Some\n"


def book(texts: list[str], others: Sequence[str] = ()) -> dict[str, str]:
    """Return a book with a page for each of *texts*, and one of *others*."""
    toctree = "# Book\n\n```{toctree}\n:glob:\npage*\nleaf\n```\n"
    files = {f"page{n}.md": re.sub("(one|two)-", rf"\1-{n}-", text) for n, text in enumerate(texts)}
    if others:
        files["page.rst"] = "\n\n".join(("Day\n===", *others, ""))
    return {
        "index.md": toctree,
        "pic.png": "",
        "写真.png": "",
        "part.txt": "Words\n",
        "leaf.md": LEAF,
        **files,
    }


#: Labels whose blocks have a title or a caption, and some without.
TITLED = [
    *("(known)=\n## Known", "(other)=\n(known)=\nKnown\n---", "- (known)=\n  ## Known"),
    "::::{session} One\n:id: one\n\n(known)=\n### Known\n\nwords\n::::",
    "(known)=\n::::{session} Two\n:id: two\n\nwords\n::::",
    ":::{figure} pic.png\n:name: known\n\nKnown\n:::",
    ":::{figure-md} known\n![x](pic.png)\n\nKnown\n:::",
    "```{code-block} text\n:name: known\n:caption: Known\n\nx\n```",
    "(known)=\n:::{table} Known\n| a |\n|---|\n:::",
    "(known)=\n```{include} head.txt\n```",
]
UNTITLED = [
    *("(known)=\n\nwords", "(known)=\n% comment\n## Known", "(known)=\n- words", "(known)="),
    *(":::{figure} pic.png\n:name: known\n:::", "(known)=\n| a |\n|---|", "(known)=\n> words"),
    *("```{code-block} text\n:name: known\n\nx\n```", "(known)=\n<!-- x -->\n\n## Known"),
    ":::{admonition} Known\n:name: known\n\nwords\n:::",
    "::::{session} Three\n:id: three\n\n(known)=\nwords\n::::",
]


def test_a_link_without_words_needs_a_title(project: Project) -> None:
    links, files = "# Links\n", {"head.txt": "## Known\n", "pic.png": ""}
    for number, label in enumerate((*TITLED, *UNTITLED)):
        name = f"known{number}"
        text = label.replace("(known)", f"({name})").replace(": known\n", f": {name}\n")
        text = text.replace("} known\n", f"}} {name}\n")
        files[f"page{number}.md"] = f"# Day\n\n{{ref}}`{name}`\n\n[](#{name})\n\n{text}\n"
        links += f"[](#{name})\n\n{{ref}}`{name}`\n\n[x](#{name}) {{ref}}`x <{name}>`\n\n"
    files["index.md"] = links + "```{toctree}\n:glob:\n\npage*\n```\n"
    told = {(one.source, one.line) for one in warned(project.write(files).build("html").warnings)}
    numbers = range(len(TITLED), len(TITLED) + len(UNTITLED))
    lines = {("index.md", 6 * number + line) for number in numbers for line in (2, 4)}
    # On its own page MyST shows the label.
    assert told == lines | {(f"page{number}.md", 3) for number in numbers}
    found = {one.where for one in check_project(project.srcdir).problems}
    assert found == told


@pytest.mark.slow
def test_each_kind_has_its_twin() -> None:
    texts = [re.sub("%s", "words", one) for one in (*BLOCKS, *INLINE)]
    texts += [f"```{{eval-rst}}\n{one}\n```" for one in RST]
    alone, false = without_twin(book([f"# Day\n\n{one}\n" for one in texts], RST))
    assert alone == []
    assert false == []


@pytest.mark.slow
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(pages(), min_size=1, max_size=4),
    st.lists(st.sampled_from(RST), max_size=4),
)
def test_each_warning_has_its_twin(texts: list[str], others: list[str]) -> None:
    alone, false = without_twin(book(texts, others))
    assert alone == []
    assert false == []
