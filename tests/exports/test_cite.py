from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from session_exports.citation import Citation, cite
from session_notes.locale.labels import Labels

if TYPE_CHECKING:
    from conftest import Project

EXTENSIONS = Path(__file__).resolve().parents[2] / "_ext"
TUESDAY = date(2015, 5, 19)
KNOWN = Citation(
    "ovn-talk", "Notes on “OVN”", ("Ada and Grace",), "The Book", TUESDAY, "https://e.org/a#b"
)


def test_an_entry_of_a_bibliography() -> None:
    assert KNOWN.bibtex() == (
        "@misc{ovn-talk,\n"
        "  author = {{Ada and Grace}},\n"
        "  title = {{Notes on “OVN”}},\n"
        "  howpublished = {The Book},\n"
        "  year = {2015},\n"
        "  month = may,\n"
        "  day = {19},\n"
        "  url = {https://e.org/a#b}\n"
        "}"
    )


def test_reporters_come_first() -> None:
    cited = KNOWN._replace(authors=("岩本", "Ann & Bob", "The site"))
    assert r"author = {{岩本} and {Ann \& Bob} and {The site}}," in cited.bibtex()
    sentence = cite(Labels(), cited)[1].astext()
    assert sentence.startswith("岩本; Ann & Bob; The site: Notes on “OVN”, 19 May 2015.")


def test_what_is_not_known_is_left_out() -> None:
    entry = KNOWN._replace(day=None, address="").bibtex()
    assert entry.endswith("  howpublished = {The Book}\n}")
    assert "year" not in entry
    assert Citation("a", "A").bibtex() == "@misc{a,\n  title = {{A}}\n}"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("R&D: 50% of $1 #2 _", r"{{R\&D: 50\% of \$1 \#2 \_}}", id="signs"),
        pytest.param("a {b} } c", r"{{a \{b\} \} c}}", id="braces"),
        pytest.param("a\\b", r"{{a\textbackslash{}b}}", id="backslash"),
        pytest.param("~^", r"{{\textasciitilde{}\textasciicircum{}}}", id="accents"),
        pytest.param("ＯＶＮの話", "{{ＯＶＮの話}}", id="Japanese"),
    ],
)
def test_what_tex_takes_for_its_own_is_written_so_that_it_does_not(
    title: str, expected: str
) -> None:
    assert f"  title = {expected},\n" in KNOWN._replace(title=title).bibtex()


def test_an_address_stays_in_its_field() -> None:
    entry = KNOWN._replace(address="https://e.org/a b}c{").bibtex()
    assert "url = {https://e.org/a%20b%7Dc%7B}" in entry


def test_a_citation_is_a_sentence_and_an_entry_folded_away() -> None:
    before, sentence, entry, after = cite(Labels(), KNOWN)
    assert before.astext() == "<details><summary>Cite</summary>"
    assert sentence.astext() == (
        "Ada and Grace: Notes on “OVN”, 19 May 2015. In: The Book. https://e.org/a#b"
    )
    assert isinstance(entry, nodes.literal_block)
    assert entry.astext() == KNOWN.bibtex()
    assert after.astext() == "</details>"
    undated = cite(Labels(), KNOWN._replace(day=None, address=""))[1]
    assert undated.astext() == "Ada and Grace: Notes on “OVN”. In: The Book."
    assert cite(Labels(), Citation("a", "Notes on “A”"))[1].astext() == "Notes on “A”."


def test_no_words_of_sphinxs_own_are_published(project: Project) -> None:
    """With a ``conf.py`` as the READMEs show it, which sets neither author nor title."""
    (page,) = re.findall("^```\n(---\n.+?)^```$", _readme(""), re.MULTILINE | re.DOTALL)
    files = {"conf.py": _conf("") + _conf("session_exports"), "days/a.md": page}
    files["index.md"] = "# Notes\n\n```{toctree}\n:glob:\ndays/*\n```\n"
    built = project.write(files).build(html_baseurl="https://notes.example/", html_theme="basic")
    assert built.warnings == []
    html = built.text("days/a.html")
    assert "<p>Notes on “Packets on a Diet”, 23 May 2015. In: " in html
    cited = html[html.index("<details>") : html.index("</details>")]
    calendars = sorted(f"calendar/{path.name}" for path in built.outdir.glob("calendar/*.ics"))
    assert "Author name not set" not in html
    for text in (cited, *map(built.text, ["sessions.json", "feed.xml", *calendars])):
        assert "not set" not in text
        assert "documentation" not in text


def _readme(name: str) -> str:
    return (EXTENSIONS / name / "README.md").read_text("utf-8")


def _conf(name: str) -> str:
    return "".join(re.findall("^```python\n(.+?)^```$", _readme(name), re.MULTILINE | re.DOTALL))
