"""Nasty text through every option, title, bullet and vocabulary: no crash, no script, no loss."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from conftest import Project
from edits import session
from hostile import (
    NASTY,
    NEVER_SHOWN,
    OF_A_FORM,
    Tags,
    addressed,
    book,
    first_word,
    ill_formed,
    letters,
    shown_in,
    unbalanced,
)
from session_notes.catalog.index_entries import entries_by_id
from session_notes.lint.project import check_project
from session_notes.model.names import forbidden, skeleton
from session_notes.model.times import YEARS
from session_notes.model.vocabulary import KEYS
from session_notes.model.yaml_nodes import MAX_BYTES

if TYPE_CHECKING:
    from conftest import Built

#: Text that Markdown takes for links and roles, with the letters that are then no words of it.
MARKUP = {"markup": {*"eghk"}, "deep": {*""}}


def line_of(place: str, files: dict[str, str]) -> str:
    """Return file and line of *place*, as warnings name them."""
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            if first_word(place) in line:
                return f"{name}:{number}:"
    raise AssertionError(place)


@pytest.mark.parametrize("name", NASTY)
def test_no_word_of_nasty_text_is_lost(project: Project, name: str) -> None:
    files, places = book(lambda _place: NASTY[name])
    built = project.write(files).build("text")
    shown = letters(built.text("index.txt"))
    refused = set()
    if any(forbidden(NASTY[name])):
        # Such a character makes no YAML; each file says so, with the line.
        refused = {place for place in places if place.startswith((*KEYS,))}
        told = {line.split(":")[0] for line in built.warnings if line.endswith("[session.data]")}
        assert told == {f"_data/{vocabulary}.yml" for vocabulary in KEYS}
    for place in places:
        if place in NEVER_SHOWN | refused:
            continue
        if place in OF_A_FORM:
            where = line_of(place, files)
            assert [line for line in built.warnings if line.startswith(where)], place
            continue
        found, expected = shown_in(shown, place), letters(NASTY[name])
        if place.endswith(("part", "speakers")):
            # Its pieces are speakers of their own, and some come in that option before.
            for piece in re.findall(r"speaker '(.+?)' is given twice", "\n".join(built.warnings)):
                expected = expected.replace(letters(piece), "", 1)
        if place.endswith("kind"):
            # Its label in lower case, as the id of a kind is written.
            found, expected = skeleton(found), skeleton(expected)
        if name in MARKUP:
            assert {*expected} - MARKUP[name] <= {*found}, place
        else:
            assert found == expected, place


Plain = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    """Return what could run in the page that a builder makes of plain text."""
    project = Project(tmp_path_factory.mktemp("plain"))
    project.write(book(lambda _place: "plain", marked=False)[0])
    return cache(lambda builder: Tags(project.build(builder).text("index.html")).found)


@pytest.fixture(scope="module")
def nasty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a nasty text in every place, which is read once for all builders."""
    project = Project(tmp_path_factory.mktemp("nasty"))
    return project.write(book(lambda _place: NASTY[request.param], marked=False)[0])


def check_form(built: Built, builder: str, plain: Plain) -> None:
    """See that what *builder* wrote is of its form, and that nothing of it could run."""
    if builder in ("html", "singlehtml", "dirhtml"):
        tags = Tags(built.text("index.html"))
        assert tags.found == plain(builder)
        # What is told to programs has not ended before its end.
        assert all(json.loads(told) for told in tags.data)
    elif builder == "latex":
        [tex] = built.outdir.glob("*.tex")
        text = tex.read_text("utf-8")
        assert not unbalanced(text)
        assert text.count(r"\end{document}") == 1
        assert r"\input{x}" not in text
    elif builder == "xml":
        assert not ill_formed(built.text("index.xml"))
    elif builder == "epub":
        [epub] = built.outdir.glob("*.epub")
        with ZipFile(epub) as archive:
            for name in archive.namelist():
                if name.endswith((".xhtml", ".opf", ".ncx")):
                    assert not ill_formed(archive.read(name).decode("utf-8")), name


FORMS = ["html", "latex", "xml"]
OTHERS = ["singlehtml", "dirhtml", "epub", "texinfo", "man", "pseudoxml", "markdown"]


@pytest.mark.parametrize(
    "builder", [*FORMS, *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)]
)
@pytest.mark.parametrize("nasty", NASTY, indirect=True)
def test_nasty_text_neither_breaks_a_format_nor_runs(
    nasty: Project, plain: Plain, builder: str
) -> None:
    check_form(nasty.build(builder), builder, plain)


@pytest.mark.slow
@pytest.mark.parametrize("name", NASTY)
def test_nasty_text_breaks_no_catalogue(project: Project, name: str) -> None:
    project.write(book(lambda _place: NASTY[name], marked=False)[0]).build("gettext")


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n",
        "a: !!python/object/apply:os.system ['touch ran']\n",
        "a: " + "[" * 5000 + "]" * 5000,
        "a: {label: [x]}\n",
        "- a\n",
        "a: \x00\n",
        "? [a]\n: b\n",
        "{",
        'a: "\\ud800"\n',
        "a: " + "[" * 25_000,
        'a: "\\UFFFFFFFF"\n',
        f"%YAML {'1' * 5000}.1\n---\na: b\n",
    ],
    ids=[
        "alias",
        "tag",
        "deep",
        "list",
        "sequence",
        "nul",
        "complex key",
        "open",
        "half a character",
        "deep and open",
        "no character",
        "long version",
    ],
)
def test_a_nasty_vocabulary_is_refused(project: Project, text: str) -> None:
    project.write({"index.md": "# Book\n\n" + session("one", "A title"), "_data/topics.yml": text})
    built = project.build("text")
    assert [line for line in built.warnings if line.endswith("[session.data]")]
    assert "A title" in built.text("index.txt")
    assert not list(project.root.rglob("ran"))


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("date: 0001-01-01", 2),
        ("date: 9999-12-31", 2),
        ("date: [2015]", 2),
        ("date: 12:30", 2),
        ("date: .inf", 2),
        ("date: {a: b}", 2),
        ("date: !!binary aGVsbG8=", 2),
        ("date: 2015-05-19\ndate: 2015-05-20", 3),
        ("a: &a [*a]\ndate: 2015-05-32", 3),
        ("b: &b [" + "a, " * 9 + "]\nc: [" + "*b, " * 9 + "]\ndate: 2015-05-32", 4),
        ("1: a\ndate: !!python/object/apply:os.system ['touch ran']", 3),
    ],
)
def test_a_nasty_front_matter_is_told(project: Project, front: str, told: int) -> None:
    text = session("one", "A title", options=(":time: 00:00-23:59",))
    files = {
        "index.md": f"---\n{front}\n---\n# Book\n\n{text}",
        "_data/events.yml": "conf: {name: A conference, timezone: Pacific/Auckland}",
    }
    built = project.write(files).build(
        "html", session_exports=["json-ld", "json", "calendar", "feed"]
    )
    assert [place for place, code, _ in built.reported if code == "date"] == [f"index.md:{told}"]
    assert "A title" in built.text("index.html")
    assert not list(project.root.rglob("ran"))


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", ""])
def test_the_first_and_the_last_dates_are_published(project: Project, zone: str) -> None:
    days = (f"{YEARS[0]}-01-01", f"{YEARS[-1]}-12-31")
    pages = {
        f"{day}.md": f"---\ndate: {day}\norphan: true\n---\n# {day}\n\n"
        + session(f"timed-{day}", "One", options=(":time: 00:00-23:59",))
        + session(f"untimed-{day}", "Two")
        for day in days
    }
    event = {"name": "A conference", **({"timezone": zone} if zone else {})}
    files = {"index.md": "# Book\n", **pages, "_data/events.yml": json.dumps({"conf": event})}
    built = project.write(files).build(
        "html",
        session_exports=["json-ld", "json", "calendar", "session-calendars", "feed"],
        html_baseurl="https://example.org/",
    )
    assert built.warnings == []
    data = json.loads(built.text("sessions.json"))
    assert [one["day"] for one in data["sessions"]] == [days[0], days[0], days[1], days[1]]


def test_a_vocabulary_outside_of_the_project_is_not_read(project: Project) -> None:
    outside = project.root / "outside.yml"
    outside.write_text("ovn: Secret words\n", "utf-8")
    project.write({"index.md": "# Book\n\n```{topic-index}\n```\n", "_data/tracks.yml": "a: A\n"})
    (project.srcdir / "_data" / "topics.yml").symlink_to(outside)
    built = project.build("text")
    assert built.reported == [("_data/topics.yml:1", "data", [])]
    assert "outside" in built.warnings[0]
    assert "Secret" not in built.text("index.txt")


def test_a_vocabulary_that_is_too_large_is_refused_for_that(project: Project) -> None:
    project.write({"index.md": "# Book\n", "_data/topics.yml": "# " + "概" * (MAX_BYTES // 2)})
    [told] = project.build("text").warnings
    assert "larger than" in told


def test_a_kind_keeps_its_letters(project: Project) -> None:
    text = session("one", "A title", "- A bullet", options=(":kind: 講演 talk",))
    built = project.write({"index.md": f"# Book\n\n{text}"}).build("text")
    assert "講演 talk" in built.text("index.txt")
    assert "unknown kind '講演 talk'" in built.warnings[0]


@pytest.mark.parametrize(
    "value",
    [
        "R # 5",
        "#5",
        '"Blue" room',
        "'Blue' room",
        "[Blue] room",
        "*Blue* room",
        "| Blue",
        "> Blue",
        "& Blue",
        "!Blue room",
        "@Blue",
        "%Blue",
        "`Blue`",
        "? Blue",
        "- Blue",
        "{Blue",
        "Blue: room",
        "'Blue",
        '"Blue',
        "Blue'",
        "~ Blue",
        "Blue | room",
        "# Blue",
        '"R\\x019"',
    ],
)
def test_an_option_that_yaml_would_cut_is_kept(project: Project, value: str) -> None:
    options = (f":room: {value}", ":time: 14:40")
    text = session("one", "A title", "- A bullet", options=options)
    built = project.write({"index.md": f"# Book\n\n{text}"}).build("text")
    assert value in built.text("index.txt")
    assert "14:40" in built.text("index.txt")
    assert "session-one" in built.env.domains.standard_domain.anonlabels


def test_a_control_character_in_a_vocabulary_is_told_with_its_line(project: Project) -> None:
    project.write({"index.md": "# Book\n", "_data/topics.yml": "a: b\nc: d\ne: x\x07\n"})
    built = project.build("text")
    assert built.reported == [("_data/topics.yml:3", "data", [])]
    assert "U+0007" in built.warnings[0] or "#x0007" in built.warnings[0]


@pytest.mark.parametrize("builder", ["html", "latex", "xml", "text"])
def test_a_title_of_100_000_letters_is_kept(project: Project, builder: str) -> None:
    title = " ".join(f"w{number}" for number in range(18_000))
    assert len(title) > 100_000
    built = project.write({"index.md": "# Book\n\n" + session("one", title, "- [](#one)")}).build(
        builder
    )
    check_form(built, builder, lambda _builder: Tags(built.text("index.html")).found)
    if builder == "latex":
        return  # LaTeX's words are in pieces, which test_formats reads; here the form counts
    suffix = {"html": "html", "xml": "xml", "text": "txt"}[builder]
    assert letters(title) in letters(built.text(f"index.{suffix}"))


@pytest.mark.slow
def test_ten_thousand_topics_are_all_shown(project: Project) -> None:
    names = [f"topic{number}" for number in range(10_000)]
    text = session("one", "A title", options=(f":topics: {', '.join(names)}",))
    built = project.write({"index.md": f"# Book\n\n{text}"}).build("text")
    assert built.warnings == []
    assert letters("".join(names)) in letters(built.text("index.txt"))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xelatex"), reason="xelatex is not here")
def test_tex_sets_nasty_text(project: Project) -> None:
    texts = itertools.cycle(NASTY.values())
    project.write(book(lambda _place: next(texts))[0])
    outdir = project.build("latex", latex_engine="xelatex").outdir
    [tex] = outdir.glob("*.tex")
    for _ in range(2):  # the second run reads the labels and contents that the first wrote
        done = subprocess.run(
            ["xelatex", "-interaction=nonstopmode", "-halt-on-error", tex.name],  # noqa: S607
            cwd=outdir,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]


@pytest.mark.slow
def test_tex_sets_words_of_any_length(project: Project) -> None:
    word = "a" * 1000
    text = session("one", word, f"- {word}", f"- `{word}`", options=(f":room: {word}",))
    project.write({"index.md": f"# Book\n\n{text}\nAlso {word} and {word} alike.\n"})
    outdir = project.build("latex", latex_engine="xelatex").outdir
    [tex] = outdir.glob("*.tex")
    command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", tex.name]
    done = subprocess.run(command, cwd=outdir, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2000:]


def test_topics_that_nobody_declared_have_anchors_of_their_own(project: Project) -> None:
    text = session("one", "A title", options=(":topics: C, C++, C#, 仮想 C, ++",))
    project.write({"index.md": f"# Book\n\n{text}\n```{{topic-index}}\n```\n"})
    catalog = project.build("html").catalog
    assert len({item.ref.anchor for item in entries_by_id(catalog, "topic").values()}) == 5


# -- addresses ----------------------------------------------------------------------------------

ALLOWED, REFUSED = "https://example.org/x", "javascript://%0aalert(1)"
_LINKED = r"""<[^<>]*\s(?:href|src)=["']([^"']*)["']"""
#: The files of a format, and how it writes an address that a reader can follow.
FOLLOWED = {
    "html": ("*.html", _LINKED),
    "dirhtml": ("**/*.html", _LINKED),
    "singlehtml": ("*.html", _LINKED),
    "epub": ("*.xhtml", _LINKED),
    "latex": ("*.tex", r"href\s*\{([^}]*)"),
    "xml": ("*.xml", r'(?:uri|reftarget)="([^"]*)"'),
    "texinfo": ("*.texi", r"@uref\{([^,}]*)"),
    "man": ("*.1", r"qz\w+ <([^>]*)>"),
    "text": ("*.txt", r"qz\w+ <([^>]*)>"),
    # What MyST itself takes for no link stays as it was written.
    "markdown": ("page.md", r"\]\(([^)]*)"),
}
QUICK = ("html", "latex", "xml")


@pytest.mark.parametrize(
    "builder",
    [one if one in QUICK else pytest.param(one, marks=pytest.mark.slow) for one in FOLLOWED],
)
def test_no_format_has_an_address_that_is_not_allowed(project: Project, builder: str) -> None:
    files, pattern = FOLLOWED[builder]

    def built(project: Project, address: str) -> tuple[list[str], str]:
        project.write({**addressed(address).files, "x.png": ""})
        outdir = project.build(builder, man_pages=[("index", "a", "A", [], 1)]).outdir
        text = "\n".join(path.read_text("utf-8") for path in sorted(outdir.glob(files)))
        return re.findall(pattern, text), text

    def words(text: str) -> list[str]:
        return [one for one in addressed(REFUSED).words if one in text]

    followed, text = built(project, REFUSED)
    assert [one for one in followed if "javascript" in one] == []
    # The addresses are where they are looked for, if they are allowed; and no words are lost.
    followed, before = built(project.twin(), ALLOWED)
    assert any(one.startswith(ALLOWED) for one in followed)
    assert {*words(before)} <= {*words(text)}


def test_what_is_no_address_is_told_at_its_line(project: Project) -> None:
    book = addressed(REFUSED)
    built = project.write({**book.files, "x.png": ""}).build("dummy")
    told = [line for line, code, _ in built.reported if code in ("link", "raw")]
    assert book.lines <= {*told}
    # And once more where a substitution is used.
    assert len({*told} - book.lines) == 1
    found = [one.where for one in check_project(project.srcdir).problems]
    checked = {str(where) for where in found if where.source == "index.md"}
    expected = [line for line in book.lines - book.unchecked if line.startswith("index.md")]
    assert sorted(checked & book.lines) == sorted(expected)


def test_what_is_allowed_is_kept(project: Project) -> None:
    book = addressed(ALLOWED)
    built = project.write({**book.files, "x.png": ""}).build("html")
    assert [one for one in built.reported if one[1] in ("link", "xref")] == []
    for name in ("index", "page"):
        html = built.text(f"{name}.html")
        # A session holds no HTML, and a citation is reported elsewhere.
        expected = [words for words in book.words if words.startswith(f"qz{name[:2]}")]
        assert html.count(ALLOWED) >= len(expected) - 1


def test_a_translation_has_only_addresses_that_are_allowed(project: Project) -> None:
    head = 'msgid ""\nmsgstr "Project-Id-Version: x\\n"\n\n'
    message = 'msgid "Go <https://example.org/>"\nmsgstr "Geh <irc://example.org/>"\n'
    files = {
        "index.md": "# Book\n\n- Go <https://example.org/>\n",
        "locales/de/LC_MESSAGES/index.po": head + message,
    }
    built = project.write(files).build("html", language="de", locale_dirs=["locales"])
    assert built.reported == [("index.md:3", "link", ["irc:"])]
    assert "Geh irc://example.org/" in built.text("index.html")


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_a_page_sends_no_reader_elsewhere(project: Project, suffix: str) -> None:
    pages = {
        "md": "---\nmyst:\n  html_meta:\n    description: Said\n"
        '    "http-equiv=refresh": "0;url=https://x.example/"\n---\n# Book\n',
        "rst": "Book\n====\n\n.. meta::\n   :description: Said\n"
        "   :http-equiv=refresh: 0;url=https://x.example/\n",
    }
    built = project.write({f"index.{suffix}": pages[suffix]}).build("html")
    line = 5 if suffix == "md" else 6
    assert built.reported == [(f"index.{suffix}:{line}", "raw", ["http-equiv"])]
    html = built.text("index.html")
    assert "refresh" not in html
    assert 'content="Said"' in html
    if suffix == "md":
        assert [one.where.line for one in check_project(project.srcdir).problems] == [line]


def test_the_owner_sets_what_a_page_may_not(project: Project) -> None:
    head = {"http-equiv=x-ua-compatible": "IE=edge"}
    built = project.write({"index.md": "# Book\n"}).build("html", myst_html_meta=head)
    assert built.warnings == []
    assert "x-ua-compatible" in built.text("index.html")


def test_a_link_that_is_made_while_a_page_is_written_is_judged_too(project: Project) -> None:
    extension = """
from docutils import nodes

def link(app, tree, docname):
    paragraph = next(tree.findall(nodes.paragraph))
    paragraph += nodes.reference("", "made late", refuri="javascript:alert(1)")

def setup(app):
    app.connect("doctree-resolved", link)
"""
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    built = project.write({"conf.py": conf + extension, "index.md": "# Book\n\nWords.\n"}).build(
        "html"
    )
    assert built.reported == [("index.md:3", "link", ["javascript:"])]
    assert "Words.made late<" in built.text("index.html")
