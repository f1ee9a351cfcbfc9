"""Nasty text through every option, title, bullet and vocabulary: no crash, no script, no loss."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from edits import session
from session_notes.contract import OPTIONS
from session_notes.vocabulary import MAX_BYTES

if TYPE_CHECKING:
    from conftest import Project

NASTY = {
    "script": "</script><script>alert(1)</script>",
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "markup": "*a **b** `c` [d](e) <f> {g}`h` |i| :j:`k` _l_ ~~m~~",
    "latex": r"\input{x} % $y$ # & _ ^ ~ {z}",
    "roff": r".SH x \fB y \n(.z 'q",
    "right-to-left": "\u202eabc\u202c \u200f\u05d0\u05d1",
    "zero-width": "a\u200bb\u200dc\ufeffd",
    "control": "a\x01b\x1bc\x7fd",
    "emoji": "👩\u200d💻 🇯🇵",
    "combining": "Z\u0351\u034ba\u0334l\u0321go",
    "full-width": "Ａｂｃ；（ｄ）［ｅ］，ｆ：",
    "cjk": "仮想ネットワーク、概要",
    "separators": ";;,,()[]<>;( [ ]",
    "yaml": "- {a: [b, &c *d !!e f]} # g",
    "percent": "%s %(x)s {0} {text} {names}",
    "long": "word " * 2000,
    "one-long-word": "x" * 2000,
    "deep": "[" * 200 + "](x)" * 200,
}


class Tags(HTMLParser):
    """What a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given:
            self.scripts.append(str(given))
        self.handlers += [name for name in given if name.startswith("on")]
        self.handlers += [
            value or ""
            for name, value in attrs
            if name in ("href", "src") and (value or "").startswith("javascript:")
        ]


def letters(text: str) -> set[str]:
    """Return the letters and digits that a reader sees of *text*, whatever their form."""
    return {char for char in unicodedata.normalize("NFKC", text) if char.isalnum()}


def page(text: str) -> dict[str, str]:
    one_line = " ".join(text.split())
    options = tuple(f":{name}: {one_line}" for name in OPTIONS if name != "id")
    body = (f"- {one_line}", "", ":::{impressions}", f"- {one_line}", ":::", "")
    references = (":::{references}", f"- video: {one_line}", ":::")
    quoted = one_line.replace("'", "''")
    return {
        "index.md": "# Book\n\n"
        + session("one", one_line, *body, *references, options=options)
        + session("two", "Another", "- {topic}`x` [](#one)")
        + "```{topic-index}\n```\n\n```{speaker-index}\n```\n\n```{session-table}\n```\n",
        "_data/topics.yml": f"one: {{label: '{quoted}', description: '{quoted}'}}\n",
        "_data/people.yml": f"two: {{name: '{quoted}', affiliation: '{quoted}'}}\n",
        "_data/tracks.yml": f"three: '{quoted}'\n",
    }


@pytest.mark.parametrize("name", NASTY)
def test_nasty_text_neither_breaks_nor_runs(project: Project, name: str) -> None:
    project.write(page(NASTY[name]))
    tags, plain = Tags(), Tags()
    tags.feed(project.build("html").text("index.html"))
    plain.feed(project.twin().write({"index.md": "# Book\n"}).build("html").text("index.html"))
    assert tags.scripts == plain.scripts
    assert tags.handlers == plain.handlers
    shown = project.build("text").text("index.txt")
    assert letters(NASTY[name]) <= letters(shown)
    for builder in ("latex", "xml", "man", "texinfo"):
        project.build(builder)


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


def test_a_vocabulary_outside_of_the_project_is_not_read(project: Project) -> None:
    outside = project.root / "outside.yml"
    outside.write_text("ovn: Secret words\n", "utf-8")
    project.write({"index.md": "# Book\n\n```{topic-index}\n```\n", "_data/tracks.yml": "a: A\n"})
    (project.srcdir / "_data" / "topics.yml").symlink_to(outside)
    built = project.build("text")
    assert built.warnings == [
        (
            "_data/topics.yml:1: WARNING: leads out of the project; put the file itself there "
            "[session.data]"
        )
    ]
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
    "value", ["R # 5", "#5", '"Blue" room', "'Blue' room", "[Blue] room", "*Blue* room"]
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
    [told] = project.build("text").warnings
    assert told.startswith("_data/topics.yml:3: WARNING: cannot be read as YAML: ")
