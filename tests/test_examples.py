"""Examples: shown as they are written and as they are read, and no part of the book."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from edits import BOOK, EXAMPLE, day, session
from exact import differences
from session_docs.mistakes import read_slips
from session_import.book_folder import Folder
from session_notes.lint.project import check_project
from session_notes.model.problems import Code
from session_notes.sphinxext.post_transforms.placeholders import PREFIX
from slips import only_checked, reported_by, whole

if TYPE_CHECKING:
    from conftest import Project

GUIDE = Path(__file__).resolve().parent.parent / "guide"
_EXAMPLE = re.compile(r"^(`{3,})\{example\}\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_HREF = re.compile(r'href="#([^"]*)"')
EVERYTHING: dict[str, Any] = {
    "session_exports": ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"],
    "html_baseurl": "https://book.example/",
}


def in_example(text: str) -> str:
    return f"# An example\n\n``````{{example}}\n{text}``````\n"


def guide_examples() -> dict[str, list[str]]:
    """Return the examples of each page of the guide."""
    pages = {path.stem: path.read_text("utf-8") for path in sorted(GUIDE.glob("*.md"))}
    found = {name: [match[2] for match in _EXAMPLE.finditer(text)] for name, text in pages.items()}
    return {name: examples for name, examples in found.items() if examples}


def as_page(example: str, title: str) -> str:
    """Return *example* as a page of its own, with a title if it has none."""
    front, rest = "", example.lstrip("\n")
    if rest.startswith("---\n"):
        front, _, rest = rest[4:].partition("---\n")
        front = f"---\n{front}---\n"
    return front + (rest if re.search("^# ", rest, re.MULTILINE) else f"# {title}\n\n{rest}")


@pytest.mark.parametrize("page", guide_examples())
def test_an_example_of_the_guide_is_right(page: str, project: Project) -> None:
    examples = guide_examples()[page]
    files = {f"page-{n:02}.md": as_page(text, f"Page {n}") for n, text in enumerate(examples)}
    project.write({"index.md": "# Book\n\n```{toctree}\n:glob:\n\npage-*\n```\n", **files})
    image = GUIDE / "headers.png"
    (project.srcdir / image.name).write_bytes(image.read_bytes())
    # As in the book's conf.py.
    enabled = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "strikethrough"]
    suppressed = ["myst.strikethrough"]
    built = project.build(
        "dummy", nitpicky=True, myst_enable_extensions=enabled, suppress_warnings=suppressed
    )
    assert built.warnings == []
    assert [
        (p.where, p.text) for p in check_project(project.srcdir).problems if p.severity == "error"
    ] == []


SEARCH = "_static/session-search/records.js"
#: All that it says after the digests.
_RECORDS = re.compile('"days":.*')


def code_only(files: dict[str, str]) -> dict[str, str]:
    return {
        name: text.replace("{example}", "{code-block} markdown") for name, text in files.items()
    }


def test_an_example_is_no_part_of_the_book(project: Project) -> None:
    without = project.twin().write(code_only(BOOK)).build("html", **EVERYTHING)
    built = project.write(BOOK).build("html", **EVERYTHING)
    assert built.warnings == []
    # The records of the search name a digest of the other pages.
    assert differences(built.outdir, without.outdir) == [
        "_sources/plain.md.txt",
        "_static/session-search/records.js",
        "_static/session-search/sections.js",
        "plain.html",
    ]
    found, others = (_RECORDS.findall(one.text(SEARCH)) for one in (built, without))
    assert found == others
    assert len(found) == 1
    assert built.catalog.session_keys == without.catalog.session_keys
    assert [*built.domain.get_objects()] == [*without.domain.get_objects()]


def test_there_is_nothing_to_translate_in_an_example(project: Project) -> None:
    text = in_example(session("a", "A title", "- Said", options=(":attendance: many",)))
    built = project.write({"index.md": text}).build("gettext")
    assert re.findall('^msgid "(.+)"', built.text("index.pot"), re.MULTILINE) == ["An example"]


def test_what_is_in_an_example_is_translated_nowhere(project: Project) -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n'
    po += 'msgid "Said"\nmsgstr "言った"\n\nmsgid "Plain"\nmsgstr "平易"\n'
    text = f"# Plain\n\nSaid\n\n{EXAMPLE}"
    project.write({"index.md": text, "locales/ja/LC_MESSAGES/index.po": po})
    project.write({"quiet.md": session("quiet", "Quiet"), "conf.py": CONF_JA})
    html = project.build("html").text("index.html")
    assert "<p>言った</p>" in html
    assert "<li><p>Said</p></li>" in html
    assert "読者に見える形" in html
    assert "2031年1月1日" in html


CONF_JA = """\
extensions = ["myst_parser", "session_notes", "session_exports", "session_search"]
myst_enable_extensions = ["colon_fence"]
html_theme = "basic"
language = "ja"
locale_dirs = ["locales"]
gettext_compact = False
"""


def test_what_an_example_leads_to(project: Project) -> None:
    built = project.write(BOOK).build("html")
    html = built.text("plain.html")
    frame = html[html.index('class="session-example') :]
    # What the examples have is meant before what the book has.
    assert f'<a class="reference internal" href="#{PREFIX}neutron">' in frame
    assert 'href="three.html#quiet"' in frame
    ids = Counter(_ID.findall(html))
    assert [name for name, count in ids.items() if count > 1] == []
    assert set(_HREF.findall(html)) <= {*ids, ""}
    assert "<h2>" not in frame
    assert "An example" not in str(built.env.tocs["plain"])


def test_ids_and_labels_of_a_page_are_its_own(project: Project) -> None:
    example = in_example(session("talks", "Talks", "(label)=\n- Said"))
    page = f"{example}\n## Talks\n\n(label)=\n## Others\n"
    built = project.write({"index.md": page}).build("html")
    assert '<section id="talks">' in built.text("index.html")
    assert built.text("index.html").count('id="talks"') == 1
    assert built.env.domains.standard_domain.labels["label"][:2] == ("index", "label")


def test_one_file_has_the_examples_of_all_its_pages(project: Project) -> None:
    other = in_example(session("other", "In another page", "- [](#other)"))
    project.write({**BOOK, "two.md": BOOK["two.md"] + "\n" + other[14:]})
    for builder in ("singlehtml", "latex", "text", "epub", "man", "xml", "texinfo"):
        built = project.build(builder, copyright="2031", version="1")
        assert built.warnings == [], builder
    text = (project.builddir / "singlehtml" / "index.html").read_text("utf-8")
    assert 'href="#example-other"' in text
    assert 'href="#example-neutron"' in text


def test_an_example_in_restructuredtext(project: Project) -> None:
    text = """\
Page
====

.. example::

   .. session:: A title
      :id: a-title
      :kind: tal

      * Said, as in :session:`a-title`

      .. impressions::

         * Good
"""
    built = project.write({"index.rst": text}).build("html", master_doc="index")
    assert built.reported == [("index.rst:8", "kind", ["tal", "talk"])]
    html = built.text("index.html")
    assert '<div class="highlight-rst notranslate">' in html
    assert f'id="{PREFIX}a-title"' in html
    assert "session-impressions" in html


def test_in_an_example_there_is_no_other(project: Project) -> None:
    inner = f"````{{example}}\n{session('a', 'Inner', '- [](#nowhere)')}````\n"
    built = project.write({"index.md": in_example(inner)}).build("html")
    assert built.warnings == []
    assert built.text("index.html").count("session-example ") == 1
    assert check_project(project.srcdir).problems == []


def test_what_is_of_the_site_is_so_in_an_example(project: Project) -> None:
    text = in_example("```{session-files}\n```\n```{translation-table}\n```\n")
    built = project.write({**BOOK, "plain.md": text}).build("html", session_exports=["json"])
    assert 'href="sessions.json"' in built.text("plain.html")
    assert "This edition is the original." in built.text("plain.html")


def test_the_check_and_the_build_agree_on_examples(project: Project) -> None:
    slips = [slip for slip in read_slips() if slip.code not in ("undated", "character")]
    pages = {f"slip-{n:03}": in_example(whole(slip.wrong)) for n, slip in enumerate(slips)}
    project.write({f"{name}.md": text for name, text in pages.items()})
    project.write({"index.md": "# Book\n\n```{toctree}\n:glob:\n\nslip-*\n```\n"})
    built = project.build("dummy")
    checked = check_project(project.srcdir)
    assert only_checked(checked, built, project) == []
    found = {(*one.where, one.text, one.code.value) for one in checked.problems}
    assert {tuple(told) for *told, _ in reported_by(built, project)} <= found
    assert len({source for source, *_ in found}) > len(slips) * 0.8


def test_a_slip_in_an_example_is_mended(project: Project) -> None:
    text = in_example("\n::::{session} A title\n:id: A_title\n::::\n")
    project.write({"index.md": text})
    problems = check_project(project.srcdir).problems
    assert [(p.where.line, p.code) for p in problems] == [(6, Code.ID)]
    assert [edit.line for edit in problems[0].edits] == [6]


def test_an_example_takes_no_id(project: Project) -> None:
    project.write({"index.md": in_example(session("a-title", "A title")).replace("`" * 6, ":" * 6)})
    assert Folder(project.srcdir).sessions() == {}
    project.write({"index.md": day("2015-05-18", session("a-title", "A title"))})
    assert [*Folder(project.srcdir).sessions()] == ["a-title"]


RESTRUCTUREDTEXT = """\
Page
====

.. example::

   Some words.

   .. session:: In an example
   .. topic-index::

.. session:: A session
   :id: real

   Said::

      .. session:: In a literal block

   * A bullet

     .. EXAMPLE::

        .. session:: In an example of a session

   .. impressions::

      * Good

.. talk:: A talk
.. code-block:: rst

   .. session:: In code

..
   .. session:: In a comment

   .. session:: In it, too

.. Later, perhaps:
   .. session:: In a comment with words

* .. example::

     .. session:: In an example of a bullet

.. note:: Last

..

.. session:: Behind an empty comment
"""


def test_only_what_the_build_has_is_a_session_in_restructuredtext(project: Project) -> None:
    links = "- [](#real), [](#a-talk), [](#in-code), [](#in-an-example)"
    project.write(
        {
            "index.rst": RESTRUCTUREDTEXT,
            "day.md": "---\norphan: true\ndate: 2015-05-18\n---\n# D\n\n"
            + session("x", "X", links),
        }
    )
    built = project.build("dummy")
    ids = ["real", "a-talk", "behind-an-empty-comment"]
    assert [record.id for record in built.domain.pages["index"].sessions] == ids
    assert [*Folder(project.srcdir).sessions()] == ["x", *ids]
    lost = ["in-code", "in-an-example"]
    problems = check_project(project.srcdir).problems
    assert {problem.code for problem in problems} == {Code.XREF}
    assert [problem.message.split("'")[1] for problem in problems] == lost
    assert [re.findall("not found: '(.*?)'", line) for line in built.warnings] == [
        [name] for name in lost
    ]


def test_an_index_in_an_example_is_no_part_of_another_in_restructuredtext(project: Project) -> None:
    part = "```{topic-index}\n:letters: P-Z\n```\n"
    rest = ".. topic-index::\n   :letters: A-O\n"
    shown = ".. example::\n\n   " + rest.replace("\n", "\n   ").rstrip() + "\n"
    topic = session("a", "A", "- x", options=(":topics: BGP",))
    project.write({"day.md": day("2015-05-18", topic), "_data/topics.yml": "bgp: BGP\n"})
    for text, complained in ((rest, False), (shown, True)):
        project.write({"topics.md": f"# Topics\n\n{part}", "index.rst": f"B\n=\n\n{text}"})
        found = {problem.code for problem in check_project(project.srcdir).problems}
        assert (Code.INDEX in found) is complained
