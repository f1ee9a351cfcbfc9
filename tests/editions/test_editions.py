"""The editions of the book: what they share, and how they lead to each other."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import editions
import pytest
from conftest import Project
from session_notes.catalog.places import objects

if TYPE_CHECKING:
    from conftest import Built

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "ja")
# Asked by a browser or a machine, or the name of a thing in every language.
NOT_WORDS = {"English", "Ctrl", ".md", "CC BY 4.0", "pdf", ".pdf"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Both editions of the book, side by side."""
    return {
        language: edition(
            tmp_path_factory.mktemp(language),
            language=language,
            editions_beside="../{language}/",
        )
        for language in LANGUAGES
    }


def edition(root: Path, **conf: Any) -> Built:
    project = Project(root)
    # A copy, for Sphinx compiles catalogues where they are.
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            target = project.srcdir / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    return project.build("html", nitpicky=True, **conf)


class Chrome(HTMLParser):
    """What a page says around its article: text, and attributes that are read out or shown."""

    READ = ("title", "aria-label", "placeholder", "alt")

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.lang = ""
        self.links: list[dict[str, str]] = []
        self._skip: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "link" or "language-switch" in given.get("class", ""):
            self.links.append(given)
        if tag in ("article", "script", "style") or self._skip:
            if tag not in ("meta", "link", "img", "input", "br", "hr"):
                self._skip.append(tag)
            return
        self.said.update(given[name] for name in self.READ if given.get(name))

    def handle_endtag(self, tag: str) -> None:
        if self._skip:
            assert self._skip.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.said.add(data.strip())


def chrome(built: Built, name: str) -> Chrome:
    parser = Chrome()
    parser.feed(built.text(name))
    parser.close()
    return parser


def test_an_edition_builds_without_a_warning(book: dict[str, Built]) -> None:
    assert {language: built.warnings for language, built in book.items()} == {"en": [], "ja": []}


def test_every_anchor_is_the_same_in_every_edition(book: dict[str, Built]) -> None:
    anchors = {
        language: {(docname, anchor) for *_, docname, anchor, _ in built.domain.get_objects()}
        for language, built in book.items()
    }
    assert anchors["en"] == anchors["ja"]
    ids = {
        language: {
            (page.name, found)
            for page in (built.outdir / "days").glob("*.html")
            for found in re.findall(r'<section[^>]* id="([^"]+)"', page.read_text("utf-8"))
        }
        for language, built in book.items()
    }
    assert ids["en"] == ids["ja"]


@pytest.mark.parametrize(
    "page", ["index", "days/2015-05-19", "browse/topics", "search", "genindex"]
)
def test_the_frame_of_a_japanese_page_has_no_english(book: dict[str, Built], page: str) -> None:
    found = chrome(book["ja"], f"{page}.html")
    assert found.lang == "ja"
    titles = {ref.text for _, _, ref in objects(book["ja"].catalog)}
    # What authors wrote is in the catalogues of the pages, and make check-translations judges it.
    for source in book["ja"].env.srcdir.glob("**/*.md"):
        titles |= set(re.findall(r"(?m)^(?:#+|:caption:) (.+)$", source.read_text("utf-8")))
    english = {
        text
        for text in found.said - NOT_WORDS - titles
        if re.search("[A-Za-z]{2}", text) and not re.search("[぀-ヿ一-鿿]", text)
    }
    assert english == set()


@pytest.mark.parametrize("page", ["index", "days/2015-05-19", "search", "genindex"])
def test_the_switch_leads_to_the_same_page(book: dict[str, Built], page: str) -> None:
    for language, other, name in (("en", "ja", "日本語"), ("ja", "en", "English")):
        found = chrome(book[language], f"{page}.html")
        (switch,) = [link for link in found.links if "language-switch" in link.get("class", "")]
        assert (switch["lang"], switch["hreflang"]) == (other, other)
        assert name in found.said
        here = Path("/html") / language / f"{page}.html"
        assert (here.parent / switch["href"]).resolve() == Path("/html") / other / f"{page}.html"
        alternates = {
            link["hreflang"]: link["href"]
            for link in found.links
            if link["rel"] == "alternate" and "hreflang" in link
            if "language-switch" not in link.get("class", "")
        }
        assert alternates[other] == switch["href"]
        assert alternates["x-default"] == alternates["en"]


def test_the_titles_of_an_edition_are_in_its_language(book: dict[str, Built]) -> None:
    config = {language: built.env.config for language, built in book.items()}
    assert config["en"].project != config["ja"].project
    for name in (
        "project",
        "html_title",
        "html_short_title",
        "author",
        "copyright",
        "epub_title",
        "epub_author",
        "epub_publisher",
        "epub_description",
        "epub_identifier",
        "latex_documents",
        "man_pages",
        "texinfo_documents",
    ):
        assert config["en"][name] != config["ja"][name], name
    assert config["ja"].epub_language == "ja"
    # What only one language names stays in the other.
    options = config["ja"].html_theme_options
    assert (
        options["footer_content_items"] == config["en"].html_theme_options["footer_content_items"]
    )


# -- the extension of its own ---------------------------------------------------------------

CONF = """\
extensions = ["editions"]
project = "Book"
html_theme_options = {"nosidebar": True}
editions = {"en": "English", "eo": "Esperanto"}
editions_values = {"eo": {"project": "Libro", "html_theme_options": {"body_min_width": 9}}}
html_theme = "basic"
templates_path = ["templates"]
"""


def small(home: Project, **conf: Any) -> Built:
    layout = (ROOT / "_templates" / "layout.html").read_text("utf-8")
    switch = (ROOT / "_templates" / "language-switch.html").read_text("utf-8")
    home.write(
        {
            "conf.py": CONF,
            "index.rst": "Title\n=====\n\n.. toctree::\n\n   deep/page\n",
            "deep/page.rst": "Page\n====\n",
            "templates/layout.html": layout + "{% block content %}" + switch + "{% endblock %}",
        }
    )
    return home.build(conf.pop("builder", "html"), **conf)


def links(built: Built, name: str) -> dict[str, str]:
    found = chrome(built, name).links
    return {
        link["hreflang"]: link["href"]
        for link in found
        if link.get("rel") == "alternate" and "hreflang" in link
    }


def test_a_book_in_one_language_shows_no_switch(project: Project) -> None:
    assert links(small(project), "index.html") == {}


def test_addresses_are_absolute_where_the_book_has_one(project: Project) -> None:
    built = small(
        project,
        html_baseurl="https://example.org/en/latest/",
        editions_beside="../../{language}/latest/",
    )
    assert links(built, "deep/page.html")["x-default"] == (
        "https://example.org/en/latest/deep/page.html"
    )
    heads = [link for link in chrome(built, "deep/page.html").links if "lang" not in link]
    assert {
        link["hreflang"]: link["href"]
        for link in heads
        if link["rel"] == "alternate" and "hreflang" in link
    } == {
        "en": "https://example.org/en/latest/deep/page.html",
        "eo": "https://example.org/eo/latest/deep/page.html",
        "x-default": "https://example.org/en/latest/deep/page.html",
    }


def test_pages_in_directories_lead_to_such(project: Project) -> None:
    built = small(project, builder="dirhtml", editions_beside="../{language}/")
    assert links(built, "deep/page/index.html")["eo"] == "../../../eo/deep/page/"


def test_an_edition_has_values_of_its_own(project: Project) -> None:
    config = small(project, language="eo").env.config
    assert config.project == "Libro"
    assert config.html_theme_options == {"nosidebar": True, "body_min_width": 9}
    assert small(project, language="eo", project="Mine").env.config.project == "Mine"
    assert small(project).env.config.project == "Book"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ""),
        ({"READTHEDOCS_CANONICAL_URL": "https://x.org/en/latest/"}, "../../{language}/latest/"),
        ({"READTHEDOCS_CANONICAL_URL": "https://x.org/ja/v1.0/"}, "../../{language}/v1.0/"),
        ({"READTHEDOCS_CANONICAL_URL": "https://x.org/"}, ""),
        ({"READTHEDOCS_CANONICAL_URL": "https://x.org/latest/"}, ""),
        (
            {
                "READTHEDOCS_CANONICAL_URL": "https://x--1.org/en/1/",
                "READTHEDOCS_VERSION_TYPE": "external",
            },
            "",
        ),
    ],
)
def test_read_the_docs_says_where_the_others_are(environ: dict[str, str], expected: str) -> None:
    assert editions.beside_on_read_the_docs(environ) == expected


# -- what scripts say -----------------------------------------------------------------------


def test_the_scripts_of_sphinx_speak_japanese(book: dict[str, Built]) -> None:
    static = book["ja"].outdir / "_static"
    translations = (static / "translations.js").read_text("utf-8")
    known = dict(re.findall(r'"((?:[^"\\]|\\.)+)":\s*\[?\s*"([^"]*)"', translations))
    scripts = "".join(
        (static / f"{name}.js").read_text("utf-8")
        for name in ("doctools", "searchtools", "sphinx_highlight")
    )
    asked = re.findall(r'(?:\b_|gettext)\(\s*"((?:[^"\\]|\\.)+)"', scripts)
    assert len(asked) >= 6
    assert [text for text in asked if not known.get(text)] == []
    assert "${resultCount}" in known["Search finished, found one page matching the search query."]
