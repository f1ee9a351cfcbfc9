"""A book of many parts, each of which can be in several states, and its builds.

An edit takes one part from one state to another. The files of a part are in no other part, so the
parts can be in any states together. The pages that use a part never change themselves.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from apart import build_apart
from edits import BOOK, day, session
from exact import differences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BUILDERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "texinfo", "text", "gettext")
LANGUAGES = ("en", "ja")
#: What a file holds; None if it is not there.
Files = dict[str, str | None]

CONF = """\
extensions = ["myst_parser", "session_notes", "session_exports", "session_search"]
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["locales", "parts", "_templates", "_static", "public"]
smartquotes = False
numfig = True
locale_dirs = ["locales"]
gettext_compact = False
templates_path = ["_templates"]
html_theme = "basic"
html_static_path = ["_static"]
html_extra_path = ["public"]
html_css_files = ["style.css"]
html_last_updated_fmt = None
epub_exclude_files = [".buildinfo.bak"]
version = "1"
"""
#: The file with the tags of a build, which Sphinx gets by ``-t``.
TAGS = "tags"


def page(title: str, *blocks: str) -> str:
    return "\n\n".join((f"# {title}", *blocks, ""))


def rst(title: str, *blocks: str) -> str:
    return "\n\n".join((f"{title}\n{'=' * len(title)}", *blocks, ""))


def of_event(name: str, event: str) -> str:
    """Return a page of the small book that is of an *event*."""
    return BOOK[name].replace("date:", f"event: {event}\ndate:", 1) if event else BOOK[name]


def image(path: str) -> str:
    return f"![A view]({path})"


def figure(name: str) -> str:
    return f":::{{figure}} parts/figure.png\n:name: {name}\nThe figure {name}\n:::"


def po(**messages: str) -> str:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + "".join(f'msgid "{k}"\nmsgstr "{v}"\n\n' for k, v in messages.items())


def catalogue(name: str, messages: Mapping[str, str]) -> Files:
    return {f"locales/ja/LC_MESSAGES/{name}.po": po(**messages)}


def moves(one: str, other: str, *blocks: str, write: object = page) -> list[Files]:
    """Return the states of two pages, the first or the other of which has the *blocks*."""
    assert callable(write)
    ending = "md" if write is page else "rst"
    names = (f"{one}.{ending}", f"{other}.{ending}")
    empty, full = (write("Nothing", "Empty."), write("Something", *blocks))
    return [
        {names[0]: full, names[1]: empty},
        {names[0]: empty, names[1]: full},
        {names[0]: empty, names[1]: write("Something else", "Before.", *blocks)},
    ]


OBJECTS = (
    ".. option:: --level",
    ".. envvar:: BOOK_LEVEL",
    ".. js:function:: start(where)",
    ".. c:function:: int stop(int where)",
    ".. rst:directive:: shelf",
)
MODULE = (".. py:module:: books.shelves", ".. py:function:: find(name)")
TOPICS = ("ovn: {label: OVN, aliases: [Open Virtual Network]}\n", "sdn: SDN\n", "bgp: BGP\n")
TRACKS = ("keynote: Keynote\n", "conference: Conference\n")
DRAFT = ":::{only} draft\nNot ready.\n:::"
PAGES = ["one", "two", "three", "plain", "browse", "view", "other-view", "formats", "file"]
PAGES += ["terms", "terms-2", "equation", "equation-2", "figure", "figure-2", "heading"]
PAGES += ["heading-2", "objects", "objects-2", "module", "module-2", "source", "source-2"]
PAGES += ["included", "only", "changed", "use-term", "use-equation", "use-figure", "use-heading"]
PAGES += ["use-objects", "use-module", "use-source", "use-renamed", "circle", "circle-2"]


def toctree(title: str, names: list[str], *options: str) -> str:
    lines = "\n".join((*options, *names))
    return page(title, f"```{{toctree}}\n{lines}\n```")


def renamed(*head: str) -> str:
    """Return a page that no table of contents has, because its name changes."""
    text = day("2015-05-21", session("renamed", "On a page of another name", "- [](#ovn)"))
    return text.replace("---\n", "\n".join(("---", "orphan: true", *head, "")), 1)


#: What no edit changes: the pages that use the parts, and the files that parts choose from.
FIXED: Files = {
    "conf.py": CONF,
    **{
        name: text
        for name, text in BOOK.items()
        if not name.startswith(("_data/", "index", "one", "two", "three"))
    },
    "_data/people.yml": BOOK["_data/people.yml"],
    "parts/figure.png": "PNG 9",
    "parts/view.png": "PNG 0",
    "parts/other/view.png": "PNG 1",
    "parts/a.txt": "A",
    "parts/other/a.txt": "Another",
    "formats.md": page("Formats", image("parts/any.*"), image("parts/translated.png")),
    "included.md": page("Included", "```{include} parts/part.txt\n```", "And so on."),
    "only.md": page("Only", DRAFT, "The rest."),
    "changed.md": page("Changed", "```{versionadded} 3\n```", "```{note}\nA note.\n```"),
    "use-term.md": page("Term", "A {term}`shelf`."),
    "use-equation.md": page("Equation", "As in {eq}`sum`."),
    "use-figure.md": page("Figure", "As in {numref}`fig-b` and {ref}`fig-b`."),
    "use-heading.md": page("Heading", "As in {ref}`there` and {ref}`words <there>`, [](#there)."),
    "use-objects.rst": rst(
        "Objects",
        ":option:`--level=3`, :envvar:`BOOK_LEVEL`, :js:func:`start`, :c:func:`stop`,"
        " :rst:dir:`shelf`, :any:`start`",
    ),
    "use-module.rst": rst("Module", ":py:func:`.find`, :py:func:`books.shelves.find`"),
    "use-source.rst": rst("Source", "As in [Knuth]_."),
    "use-renamed.md": page(
        "Renamed", "{session}`renamed`, {session}`words <renamed>`, [](#renamed)"
    ),
}

#: The parts of the book, and the states of each; a book begins with the first.
PARTS: dict[str, list[Files]] = {
    "an image": [
        {"view.md": page("View", image("parts/view.png"))},
        {"view.md": page("View", image("parts/other/view.png"))},
        {"view.md": page("View", image("parts/other/view.png"), image("parts/view.png"))},
        {"view.md": page("View", "Nothing to see.")},
    ],
    "an image of the same name": [
        {"other-view.md": page("Other", image("parts/other/view.png"))},
        {"other-view.md": page("Other", image("parts/view.png"))},
        {"other-view.md": page("Other", "Nothing to see.")},
    ],
    "what an image shows": [{"parts/translated.png": f"PNG {number}"} for number in (3, 4)],
    "the translation of an image": [
        {"parts/translated.ja.png": content} for content in (None, "PNG 5", "PNG 6")
    ],
    "the format of an image": [
        {"parts/any.png": png, "parts/any.svg": svg}
        for png, svg in (("PNG 2", None), (None, "<svg/>"), ("PNG 2", "<svg/>"))
    ],
    "a download": [
        {"file.md": page("File", "{download}`parts/a.txt`")},
        {"file.md": page("File", "{download}`parts/other/a.txt`")},
        {"file.md": page("File", "Nothing to load.")},
    ],
    "a page": [
        {"late.md": text and f"---\norphan: true\n---\n{text}", "late.rst": other}
        for text, other in (
            (page("Late", image("parts/late.png")), None),
            (None, None),
            (None, ":orphan:\n\n" + rst("Late", "In another language.")),
        )
    ],
    "the image of a page": [{"parts/late.png": f"PNG {number}"} for number in (7, 8)],
    "a term": moves("terms", "terms-2", "```{glossary}\nShelf\n  It holds books.\n```"),
    "an equation": moves("equation", "equation-2", "```{math}\n:label: sum\na + b\n```"),
    "a figure": [
        *moves("figure", "figure-2", figure("fig-a"), figure("fig-b")),
        {
            "figure.md": page("Something", *map(figure, ("fig-c", "fig-a", "fig-b"))),
            "figure-2.md": page("Nothing", "Empty."),
        },
    ],
    "a heading": moves("heading", "heading-2", "(there)=\n## A heading", "Text."),
    "objects": moves("objects", "objects-2", *OBJECTS, write=rst),
    "a module": [
        *moves("module", "module-2", *MODULE, write=rst),
        {name: rst("Nothing", "Empty.") for name in ("module.rst", "module-2.rst")},
    ],
    "a source": moves("source", "source-2", ".. [Knuth] A book", write=rst),
    "an included file": [{"parts/part.txt": f"Included {number}."} for number in range(3)],
    "the order of topics": [
        {"_data/topics.yml": "".join(topics)} for topics in (TOPICS, TOPICS[::-1])
    ],
    "the order of tracks": [
        {"_data/tracks.yml": "".join(tracks)} for tracks in (TRACKS, TRACKS[::-1])
    ],
    "events": [
        {
            "_data/events.yml": events,
            "two.md": of_event("two.md", two),
            "three.md": of_event("three.md", three),
        }
        for events, two, three in (
            (None, "", ""),
            ("conf: {name: A Conference, timezone: Asia/Tokyo}", "", "conf"),
            (None, "Paris", "Oslo"),
            (None, "Paris", "Paris"),
        )
    ],
    "a session": [
        {"one.md": BOOK["one.md"]},
        {"one.md": BOOK["one.md"].replace("OVN in short", "OVN at length")},
        {
            "one.md": day(
                "2015-05-18", session("ovn", "OVN in short", "- Said of {session}`nothing`")
            )
        },
        {
            "one.md": BOOK["one.md"]
            .replace(":id: ovn\n", ":id: ovn-talk\n:was: ovn, ovs\n:updated: 2015-06-01\n")
            .replace("date:", "was: days/first\ndate:")
        },
    ],
    "the order of pages": [
        {"index.md": toctree("Book", names, *options)}
        for names, options in (
            (PAGES, (":numbered:",)),
            (PAGES[::-1], (":numbered:",)),
            (PAGES, ()),
        )
    ],
    "a page of another name": [
        {"before.md": renamed(), "after.md": None},
        {"before.md": None, "after.md": renamed()},
        {"before.md": None, "after.md": renamed("was: before")},
    ],
    "a circle of pages": [
        {"circle.md": one, "circle-2.md": other}
        for one, other in (
            (page("Circle", "Nothing."), page("Another", "Nothing.")),
            (toctree("Circle", ["circle-2"]), toctree("Another", ["circle"])),
            (toctree("Circle", ["index"]), page("Another", "Nothing.")),
            (toctree("Circle", ["circle-2"]), page("Another", "Nothing.")),
        )
    ],
    "the translation of a page": [
        catalogue("view", {"View": "景色"}),
        catalogue("view", {"View": "眺め", "Nothing to see.": "何もない"}),
        {"locales/ja/LC_MESSAGES/view.po": None},
    ],
    "a translated label": [
        {"locales/ja/LC_MESSAGES/heading.po": None},
        catalogue("heading", {"A heading": "見出し"}),
    ],
    "the words of Sphinx": [
        catalogue("sphinx", {"Note": note, "Added in version %s": f"{note} %s"})
        for note in ("注意", "注記")
    ],
    "our words": [
        catalogue("session_notes", {"Speakers": "話者"}),
        catalogue("session_notes", {"Speakers": "話し手"}),
        {"locales/ja/LC_MESSAGES/session_notes.po": None},
    ],
    "a style sheet": [{"_static/style.css": f"p {{ color: {name} }}"} for name in ("red", "blue")],
    "a static file": [{"_static/deep/mark.svg": content} for content in ("<svg/>", None)],
    "a file of the root": [{"public/robots.txt": content} for content in ("User-agent: *", None)],
    "a template": [
        {"_templates/layout.html": content}
        for content in (
            None,
            '{% extends "!layout.html" %}{% block footer %}One{% endblock %}',
            '{% extends "!layout.html" %}{% block footer %}Two{% endblock %}',
        )
    ],
    "tags": [{TAGS: tags} for tags in ("", "draft", "draft other")],
}
#: What a file of these names holds is never older than what it held: Sphinx compiles the one before
#: an extension is asked.
NEVER_OLDER = ("sphinx.po",)
_older = count(1_000_000_000)


class Outcome(NamedTuple):
    """What a build left."""

    outdir: Path
    warnings: list[str]


class Book:
    """A book in a directory of its own."""

    def __init__(self, root: Path) -> None:
        self.root, self.srcdir = root, root / "src"
        self.write(FIXED)
        for states in PARTS.values():
            self.write(states[0])

    def write(self, files: Files, *, older: bool = False) -> None:
        """Write *files*; if *older*, as if they had been written long ago."""
        for name, content in files.items():
            path = self.srcdir / name
            if content is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_file() or path.read_text("utf-8") != content:
                path.write_text(content, "utf-8")
                if older and path.name not in NEVER_OLDER:
                    time = next(_older)
                    os.utime(path, (time, time))

    def build(self, builder: str, language: str = "en", *options: str) -> Outcome:
        return _build(self.srcdir, self.root / "build", builder, language, *options)

    def differences(self, builder: str, language: str = "en", *options: str) -> list[str]:
        """Build; return how that differs from a build of a fresh copy."""
        again = self.build(builder, language, *options)
        return _differences(again, self._clean_builds([builder], language, *options)[builder])

    def differences_of(self, builders: Sequence[str], language: str) -> list[str]:
        """Build with all *builders*; return how that differs from builds of a fresh copy.

        They share doctrees here and there, but there in the opposite order: what one leaves for
        another is a difference.
        """
        again = {builder: self.build(builder, language) for builder in builders}
        clean = self._clean_builds(builders[::-1], language)
        return [
            f"{builder}: {found}"
            for builder in builders
            for found in _differences(again[builder], clean[builder])
        ]

    def _clean_builds(
        self, builders: Sequence[str], language: str, *options: str
    ) -> dict[str, Outcome]:
        with_nothing = self.root / "clean"
        shutil.rmtree(with_nothing, ignore_errors=True)
        source, build = with_nothing / "src", with_nothing / "build"
        shutil.copytree(self.srcdir, source, ignore=shutil.ignore_patterns("*.mo"))
        return {builder: _build(source, build, builder, language, *options) for builder in builders}


def _differences(again: Outcome, clean: Outcome) -> list[str]:
    told = sorted({*again.warnings} ^ {*clean.warnings})
    return [*differences(again.outdir, clean.outdir), *told]


def _build(srcdir: Path, builddir: Path, builder: str, language: str, *options: str) -> Outcome:
    """Build in a process of its own, because Sphinx and Python keep what they once read."""
    # gettext does not share its doctrees with others.
    trees = builddir / f"trees-{language}{'-gettext' * (builder == 'gettext')}"
    outdir, told = builddir / f"{builder}-{language}", builddir / "told"
    builddir.mkdir(parents=True, exist_ok=True)
    tags = (srcdir / TAGS).read_text("utf-8").split()
    options = (*(f"-t{tag}" for tag in tags), *options, f"-Dlanguage={language}")
    code = build_apart("-q", "-b", builder, "-d", trees, "-w", told, *options, srcdir, outdir)
    assert code == 0, told.read_text("utf-8")
    text = told.read_text("utf-8") if told.is_file() else ""
    return Outcome(outdir, text.replace(f"{srcdir}/", "").splitlines())
