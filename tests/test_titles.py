"""A title may hold anything: no builder fails, and what is published of it is one line of text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Project

#: What stands in a title, and the text that is shown of it elsewhere.
TITLES = {
    "file": ("[Slides](deck.pdf)", "Slides"),
    "path": ("[Slides](<path:deck.pdf>)", "Slides"),
    "download": ("{download}`Deck <deck.pdf>`", "Deck"),
    "inside": ("*a **b [c](deck.pdf) `d`***", "a b c d"),
    "linked": ("[![a cat](cat.png)](deck.pdf)", "a cat"),
    "outside": ("[Slides](https://example.org/a)", "Slides"),
    "page": ("{doc}`Other <other>`", "Other"),
    "role": ("{code-word}`x` y", "{code-word}`x` y"),
    "deep": ("*a {no:such}`b`*", "*a {no:such}`b`*"),
    "substitution": ("{{ nothing }}", "{{ nothing }}"),
    "inventory": ("[](inv:py#x)", "[](inv:py#x)"),
    "raw": ("{raw}`x`", "{raw}`x`"),
    "footnote": ("One[^1] two", "One two"),
    "missing": ("One[^9] two", "One[^9] two"),
    "break": ("One&#10;two&#13;three", "One two three"),
    "image": ("![a cat](cat.png)", "a cat"),
    "nothing": ("![](cat.png)", None),
    "spaces": ("&nbsp;", None),
    "math": ("{math}`x^2` $y$", "x^2 $y$"),
    "unknown": ("{any}`zzz`", "zzz"),
}
PLACES = ("session", "talk", "page", "heading")
#: What no reader may see: messages of docutils. The path of the project is added.
SAID = ("system_message", "Unknown interpreted", "(WARNING/", "(ERROR/", "System Message")
#: A dot.
IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
OTHER = "# Other\n\n```{session-list}\n```\n\n```{topic-index}\n```\n"


def day(place: str, name: str, text: str) -> str:
    """Return a page that has *text* as one of its titles; the others are words."""
    titles = {one: text if one == place else f"The {one} {name}" for one in PLACES}
    return f"""\
---
date: 2015-05-19
---
# {titles["page"]}

## {titles["heading"]}

::::{{session}} {titles["session"]}
:id: {name}-session
:time: 10:00-11:00
:topics: SDN

- A bullet with {{nope}}`b`, and [{{nope}}`c`](#{name}-talk).

:::{{references}}
- [The {{nope}}`d`](https://example.org/{name})
:::
::::

::::{{talk}} {titles["talk"]}
:id: {name}-talk

- See [](#{name}-session), {{nope}}`e`.
::::

[^1]: A note.
"""


def write(project: Project) -> None:
    pages = {
        f"{place}-{name}.md": day(place, f"{place}-{name}", text)
        for place in PLACES
        for name, (text, _) in TITLES.items()
    }
    names = "\n".join(sorted(name.removesuffix(".md") for name in pages))
    index = f"# Book\n\n```{{toctree}}\n:maxdepth: 3\n\nother\n{names}\n```\n"
    project.write({**pages, "index.md": index, "other.md": OTHER, "deck.pdf": "%PDF"})
    (project.srcdir / "cat.png").write_bytes(IMAGE)


def said_in(outdir: Path, srcdir: Path) -> list[tuple[str, str]]:
    """Return the files of the output that say what no reader may see."""
    return [
        (path.relative_to(outdir).as_posix(), words)
        for path in sorted(outdir.rglob("*"))
        if path.is_file() and not path.is_relative_to(outdir / "_sources")
        for words in (*SAID, str(srcdir))
        if words.encode() in path.read_bytes()
    ]


def check_warnings(built: Built, project: Project) -> None:
    """See that check and the build say the same of titles, and that every title is told."""
    ours = re.compile(r"(.*):(\d+): WARNING: (.*) \[session\.title\]")
    told = {match.groups() for line in built.warnings if (match := ours.match(line))}
    checked = {
        (one.where.source, str(one.where.line), one.text)
        for one in check_project(project.srcdir).problems
        if one.code.value == "title"
    }
    assert told == checked
    files = {name for name in TITLES if "deck.pdf" in TITLES[name][0]}
    pages = {source for source, _, text in told}
    assert pages >= {f"{place}-{name}.md" for place in PLACES for name in files}
    empty = ("image", "linked", "nothing", "spaces")
    assert pages >= {f"{place}-{name}.md" for place in PLACES for name in empty}


def test_titles_are_published_as_text(project: Project) -> None:
    write(project)
    project.write({"_data/events.yml": 'conf: {name: "A\\nconference", city: "Van\\ncouver"}'})
    exports = ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"]
    built = project.build(
        "html",
        session_exports=exports,
        html_baseurl="https://example.org/",
        html_title="The\nbook\u2028of",
    )
    assert said_in(built.outdir, project.srcdir) == []
    data = json.loads(built.text("sessions.json"))
    (event,) = data["events"].values()
    assert (data["book"]["title"], event["name"]) == ("The book of", "A conference")
    titles = {one["id"]: one["title"] for one in data["sessions"]}
    for name, (_, text) in TITLES.items():
        for place in ("session", "talk"):
            key = f"{place}-{name}-{place}"
            assert titles[key] == (text or key)
        assert built.catalog.titles[f"page-{name}"] == (text or f"page-{name}")
    check_warnings(built, project)


@pytest.mark.parametrize(
    "builder",
    [
        "text",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("singlehtml", "dirhtml", "epub", "latex", "man", "texinfo", "gettext")
        ),
        pytest.param("markdown", marks=pytest.mark.slow),
    ],
)
def test_no_title_ends_a_build(project: Project, builder: str) -> None:
    write(project)
    built = project.build(builder)
    assert said_in(built.outdir, project.srcdir) == []


def test_messages_that_a_project_keeps_are_in_no_title(project: Project) -> None:
    project.write({"index.md": day("session", "one", "{nope}`a`")})
    built = project.build("html", keep_warnings=True)
    assert said_in(built.outdir, project.srcdir) == []
    assert "{nope}`a`" in built.text("index.html")


def test_restructuredtext_is_told_of_links_in_titles(project: Project) -> None:
    page = (
        "Day\n===\n\n.. session:: :download:`Deck <deck.pdf>`\n   :id: one\n\n   - A bullet\n\n"
        ".. session:: A |deck|\n   :id: two\n\n   - A bullet\n\n"
        ".. session:: A title\n   in two lines\n   :id: three\n\n   - A bullet\n\n"
        ".. |deck| replace:: :download:`deck <deck.pdf>`\n"
    )
    built = project.write({"index.rst": page, "deck.pdf": "%PDF"}).build("html")
    assert built.reported == [("index.rst:4", "title", []), ("index.rst:9", "title", [])]
    titles = [built.catalog.session(key).title for key in built.catalog.session_keys]
    assert titles == ["Deck", "A deck", "A title in two lines"]


def test_what_a_substitution_brings_into_a_title_is_told(project: Project) -> None:
    page = "# Book\n\n::::{session} {{ deck }} of today\n:id: one\n\n- A bullet\n::::\n\n"
    page += "::::{session} {{ nothing }}\n:id: two\n\n- A bullet\n::::\n"
    built = project.write({"index.md": page, "deck.pdf": "%PDF"}).build(
        "html",
        myst_enable_extensions=["colon_fence", "substitution"],
        myst_substitutions={"deck": "[The deck](deck.pdf)", "nothing": ""},
    )
    assert built.reported == [("index.md:3", "title", []), ("index.md:9", "title", [])]
    titles = [built.catalog.session(key).title for key in built.catalog.session_keys]
    assert titles == ["The deck of today", "two"]


def test_a_translated_title_is_one_line_of_text(project: Project) -> None:
    words = {"One": "一つ\\n二つ", "Two": "[二](deck.pdf)", "Three": "{nope}`三`"}
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + "".join(
        f'msgid "{one}"\nmsgstr "{other}"\n\n' for one, other in words.items()
    )
    sessions = "".join(
        f"::::{{session}} {name}\n:id: {name.lower()}\n\n- A\n::::\n\n" for name in words
    )
    files = {"index.md": f"# Book\n\n{sessions}", "deck.pdf": "%PDF"}
    built = project.write({**files, "locale/ja/LC_MESSAGES/index.po": po}).build(
        "html", language="ja", locale_dirs=["locale"]
    )
    titles = [built.catalog.session(key).title for key in built.catalog.session_keys]
    assert titles == ["一つ 二つ", "二", "Three"]
    assert said_in(built.outdir, project.srcdir) == []
