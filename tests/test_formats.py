"""Every format says it all: what a session holds is in each of them, and in one order."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import Project
from session_notes.locale.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

EVERYTHING = (Path(__file__).parent / "trees" / "everything.md").read_text("utf-8")
FILES = {
    "index.md": "# Book\n\n```{toctree}\nday\nother\n```\n",
    "day.md": EVERYTHING,
    "other.md": (
        "---\ndate: 2015-05-20\n---\n# Another day\n\n"
        "::::{session} Looking back\n:id: back\n\n- Not before what [](#ovn) showed\n::::\n"
    ),
}
CONF = {
    "latex_documents": [("index", "book.tex", "Book", "A", "manual", False)],
    "texinfo_documents": [("index", "book", "Book", "A", "book", "d", "Misc")],
    "man_pages": [("index", "book", "Book", [], 1)],
    "copyright": "nobody",
    "version": "1",
}
#: The words of the first session and of those behind it, piece by piece, as all formats say them.
SAID = (
    "OVN: Native Virtual Networking",
    "Tuesday 19 May 2015",
    "14:40–15:20",
    "Room 109",
    "Conference",
    "Talk",
    "Speakers",
    "Russell Bryant",
    "Kyle Mestery (HP), moderator",
    "小林 (VA)",
    "Topics",
    "OVN, Open vSwitch, SDN",
    "Reported by",
    "Ann Smith (ACME); 岩本",
    "Attendance",
    "300, standing room only",
    "A paragraph with strong words and code.",
    "A bullet",
    "with a link to Lightning talks and its words",
    "and SDN, Kyle Mestery, Conference",
    "Another",
    "Q&A",
    "In detail",
    "A question, see https://example.org/a-b?c=d&e=f.",
    "What next?",
    "An answer.",
    "Impressions of Ann Smith, 岩本",
    "It was good.",
    "Impressions of Hana Sato, Tom Reed",
    "First a paragraph.",
    "It was not.",
    "References",
    "Video: example.org https://example.org/video",
    "Slides: example.org https://example.org/slides",
    "Etherpad: example.org https://example.org/pad",
    "Abstract: example.org https://example.org/abstract",
    "Review: the proposal https://example.org/review",
    "Something without an address",
    "Mentioned in",
    "Looking back",
    "Not before what OVN: Native Virtual Networking showed",
    "Lightning talks",
    "Tuesday 19 May 2015",
    "Lightning talks",
    "Reported by",
    "Hana Sato",
    "One after the other",
    "Mentioned in",
    "OVN: Native Virtual Networking",
    "with a link to Lightning talks and its words",
    "The first of them",
    "Speakers",
    "Miguel Angel Ajo",
    "Said this",
    "Impressions of Hana Sato",
    "Nice.",
    "References",
    "A page https://example.org/page",
    "The second",
    "no notes yet",
    "Another day",
    "Looking back",
    "Wednesday 20 May 2015",
    "Not before what OVN: Native Virtual Networking showed",
)


# -- from each format to plain words --------------------------------------------------------


class Words(HTMLParser):
    """The text of a page's main part; behind each link that leads out stands its address."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        #: For each open element what to do at its end: an address to write, or nothing.
        self.open: list[tuple[str, str]] = []
        self.main = 0
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.VOID:
            return
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        address = given.get("href", "") if tag == "a" and "external" in classes else ""
        self.open.append((tag, address))
        if given.get("role") == "main" or (tag == "body" and "epub" in given.get("class", "")):
            self.main = self.main or len(self.open)
        # The sign behind a heading, and an ePub's spelled-out address, which is said already.
        if {"headerlink", "link-target"} & {*classes}:
            self.skipped = self.skipped or len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        opened, address = self.open.pop()
        assert opened == tag, f"<{opened}> ends as </{tag}>"
        # Of a bare address the words are the address.
        if address and self.main and self.text[-1] != address:
            self.text.append(f" {address} ")
        if len(self.open) < self.skipped:
            self.skipped = 0
        if len(self.open) < self.main:
            self.main = 0

    def handle_data(self, data: str) -> None:
        if self.main and not self.skipped:
            self.text.append(data)


def html(page: str) -> str:
    parser = Words()
    # The ways on from a session say nothing of it; another test looks at them.
    parser.feed(re.sub(r'<div class="session-end .*?</details></div>', "", page, flags=re.DOTALL))
    return "".join(parser.text)


def latex(source: str) -> str:
    body = source.partition(r"\begin{document}")[2]
    body = re.sub(r"\\index\{.*\}%", "", body)
    body = re.sub(r"(?<!\\)%.*\n", "", body)
    # Among references, the address stands behind its link, or alone if that shows only its host.
    body = re.sub(r"(?<=:\} )\\sphinxurl\{(https://(example\.org)/[^}]*)\}", r"\2 \1", body)
    body = re.sub(r"\\sphinxhref\{([^}]*)\}\{([^}]*)\} (?=\\sphinxurl\{\1\})", r"\2 ", body)
    body = re.sub(r"\\sphinxhref\{([^}]*)\}\{([^}]*)\}", r"\2 \1", body)
    # Pages have their numbers from LaTeX only; what it prints is in test_paper.
    body = re.sub(r"\\DUrole\{session-page\}\{\\hyperref\[.*?\]\{\\ref\{.*?\}\}\}\}", "", body)
    # Anchors, names of styles and environments are not read by anybody.
    for command in ("label", "hyperref", "index", "DUrole", "begin", "end", "phantomsection"):
        body = re.sub(
            rf"\\{command}(\[\\detokenize\{{[^}}]*\}}\]|\{{\\detokenize\{{[^}}]*\}}\}})", "", body
        )
        if command != "hyperref":
            body = re.sub(rf"\\{command}(\{{[^{{}}]*\}})(\{{session-[a-z]*\}})?", "", body)
    body = body.replace(r"\textendash{}", "–").replace(r"\&", "&")
    body = re.sub(r"\\[a-zA-Z@]+\*?", " ", body)
    return re.sub(r"[{}~\\]", "", body)


def texinfo(source: str) -> str:
    body = re.sub(r"(?s)@menu.*?@end menu|@detailmenu.*?@end detailmenu", "", source)
    body = re.sub(r"@footnote\{([^}]*)\}", r" \1 ", body)
    # In the name of a reference Texinfo allows no colon.
    body = re.sub(r"@ref\{[^,}]*,,([^}]*)\}", lambda match: match[1].replace(";", ":"), body)
    body = re.sub(r"@(anchor|geindex)\{[^}]*\}", "", body)
    body = re.sub(r"(?m)^@(node|geindex|itemize|end|item|c|top|printindex)\b.*$", "", body)
    body = re.sub(r"@(strong|code|emph|w|var)\{([^}]*)\}", r"\2", body)
    return re.sub(r"@[a-z]+|@\*|[{}]", " ", body)


def man(source: str) -> str:
    lines = [
        line for line in source.splitlines() if not re.match(r"\.($|\\\"|de|nr|in|sp|RE|TP)", line)
    ]
    body = "\n".join(lines)
    body = re.sub(r"(?m)^\.(INDENT|UNINDENT|RS|IP|TH)\b.*$", "", body)
    body = re.sub(r"(?m)^\.[A-Z]+ ", "", body)
    body = re.sub(r"\\X'[^']*'|\\f[A-Z]|\\[&%:]", "", body)
    return body.replace(r"\-", "-").replace(r"\(aq", "'")


def text(source: str) -> str:
    return source


def words(plain: str) -> list[str]:
    """Return the words of *plain*, whatever the typography around them."""
    folded = unicodedata.normalize("NFKC", plain).casefold()
    return re.findall(r"[^\W_]+", folded)


class Format(NamedTuple):
    builder: str
    #: The files that hold the book, in its order.
    names: tuple[str, ...]
    plain: Callable[[str], str]


FORMATS = [
    Format("html", ("day.html", "other.html"), html),
    Format("singlehtml", ("index.html",), html),
    Format("epub", ("day.xhtml", "other.xhtml"), html),
    Format("latex", ("book.tex",), latex),
    Format("texinfo", ("book.texi",), texinfo),
    Format("text", ("day.txt", "other.txt"), text),
    Format("man", ("book.1",), man),
]


def build(root: Path, builder: str, **conf: Any) -> Built:
    built = Project(root).write(FILES).build(builder, **{**CONF, **conf})
    assert built.warnings == []
    return built


def read(built: Built, form: Format) -> list[str]:
    """Return the words of the book from the first session on."""
    if form.builder == "epub":
        with zipfile.ZipFile(next(built.outdir.glob("*.epub"))) as file:
            sources = [page for name in form.names for page in [file.read(name).decode("utf-8")]]
    else:
        sources = [built.text(name) for name in form.names]
    found = words("\n".join(form.plain(source) for source in sources))
    begin = words("Said of the day as a whole.")
    starts = [at for at in range(len(found)) if found[at : at + len(begin)] == begin]
    assert len(starts) == 1
    return found[starts[0] + len(begin) :]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.builder)
def test_a_format_says_it_all_and_in_order(tmp_path: Path, form: Format) -> None:
    found = read(build(tmp_path, form.builder), form)
    # Exactly this: nothing is missing, nothing is said twice, nothing is said besides.
    assert found[: len(words(" ".join(SAID)))] == words(" ".join(SAID))


@pytest.mark.parametrize("urls", [False, True])
def test_a_man_page_has_each_address_once(tmp_path: Path, *, urls: bool) -> None:
    page = build(tmp_path, "man", man_show_urls=urls).text("book.1")
    plain = re.sub(r"\\[:%]", "", page)
    for name in ("video", "slides", "pad", "abstract", "review", "page"):
        assert plain.count(f"https://example.org/{name}") == 1
    # Nor a bare anchor, to which nobody can go.
    assert "<#" not in plain


def test_the_link_to_a_session_leads_there_in_html(tmp_path: Path) -> None:
    page = build(tmp_path, "html").text("other.html")
    assert 'href="day.html#ovn"' in page


@pytest.mark.parametrize("builder", ["xml", "pseudoxml", "gettext", "dummy"])
def test_builders_that_know_nothing_of_us_do_not_fail(tmp_path: Path, builder: str) -> None:
    built = build(tmp_path, builder)
    ending = {"xml": "xml", "pseudoxml": "pseudoxml"}.get(builder)
    if ending:
        page = words(re.sub("<[^>]*>", " ", built.text(f"day.{ending}")))
        for piece in SAID[:5]:
            assert set(words(piece)) <= {*page}
        assert "session_header" not in built.text(f"day.{ending}")


# -- what is to be translated ---------------------------------------------------------------


def messages(pot: str) -> dict[str, list[str]]:
    """Return each message of a catalogue with its places."""
    found: dict[str, list[str]] = {}
    for block in pot.split("\n\n")[1:]:
        # The extension's tests write no escapes but these.
        lines = re.findall(r'^(?:msgid )?"(.*)"$', block.partition("msgstr")[0], re.MULTILINE)
        places = re.findall(r"^#: (.*)$", block, re.MULTILINE)
        found["".join(lines).replace('\\"', '"').replace("\\\\", "\\")] = [
            Path(place).name for place in places
        ]
    return found


def line_of(start: str) -> int:
    """Return the line of the page that begins with *start*, markers of bullets aside."""
    lines = [line.lstrip(" -") for line in EVERYTHING.splitlines()]
    (found,) = [number for number, line in enumerate(lines, 1) if line.startswith(start)]
    return found


def test_the_catalogue_of_messages(tmp_path: Path) -> None:
    found = messages(build(tmp_path, "gettext").text("day.pot"))
    expected = {
        "A day": "# A day",
        "Said of the day as a whole.": "Said of",
        "OVN: *Native* Virtual Networking": "::::{session} OVN",
        "300, *standing* room only": ":attendance:",
        "A paragraph with **strong** words and `code`.": "A paragraph",
        "A bullet": "A bullet",
        "with a link to {session}`lightning` and {session}`its words <lightning>`": "with a link",
        "and {topic}`sdn`, {speaker}`Kyle Mestery`, {track}`Conference`": "and {topic}",
        "Another": "Another",
        "Q&A": "##### Q&A",
        "In detail": "###### In",
        "A question, see https://example.org/a-b?c=d&e=f.": "A question",
        "What next?": "##### What",
        "An answer.": "An answer",
        "It was good.": "It was good.",
        "First a paragraph.": "First a paragraph.",
        "It was not.": "It was not.",
        "review: [the proposal](https://example.org/review)": "review:",
        "Something without an address": "Something",
        "Lightning talks": "::::{session} Lightning",
        "One after the other": "One after",
        "The first of them": "::::{talk} The first",
        "Said this": "Said this",
        "Nice.": "Nice.",
        "[A page](https://example.org/page)": "[A page]",
        "The second": "::::{talk} The second",
    }
    # No other: no label of ours, no id, no speaker, no topic, no track.
    assert found == {text: [f"day.md:{line_of(start)}"] for text, start in expected.items()}


def test_our_labels_are_in_no_catalogue_of_the_project(tmp_path: Path) -> None:
    built = build(tmp_path, "gettext")
    found = {
        text for pot in built.outdir.glob("*.pot") for text in messages(pot.read_text("utf-8"))
    }
    words = Labels()
    ours = (
        words.impressions,
        words.references,
        words.mentioned_in,
        words.speakers,
        words.topics,
        words.option("attendance"),
    )
    assert found.isdisjoint(ours)


def test_the_pieces_stand_in_the_order_of_the_design() -> None:
    # The list above is the yardstick of all formats: title, facts, speakers, topics, reporters,
    # attendance, notes, impressions, references, mentions.
    impressions = "Impressions of Ann Smith, 岩本"
    marks = ("Talk", "Speakers", "Topics", "Reported by", "Attendance", "A bullet", impressions)
    places = [SAID.index(mark) for mark in (SAID[0], *marks, "References", "Mentioned in")]
    assert all(before < after for before, after in pairwise(places))
