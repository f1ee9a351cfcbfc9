"""Nasty text through every option, title, bullet and vocabulary: no crash, no script, no loss."""

from __future__ import annotations

import json
import re
import tempfile
import time
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Project
from hypothesis import given, settings
from hypothesis import strategies as st
from session_notes.model import (
    OPTIONS,
    bad_scheme,
    is_address,
    parse_date,
    parse_session,
    parse_speaker,
)
from session_notes.names import clean, fold, nearest, skeleton, slug, stable_id
from session_notes.problems import Where
from session_notes.vocabulary import MAX_BYTES, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NASTY = {
    "script": "</script><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "frame": "<svg/onload=alert(1)><iframe srcdoc='<script>alert(1)</script>'>",
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "single-quotes": "' onfocus='alert(1)' autofocus='",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x3c;script&#x3e; &nbsp",
    "address": "javascript:alert(1)",
    "address-in-disguise": "JaVaScRiPt&colon;alert(1) java\tscript:alert(1) data:text/html,x",
    "address-in-markdown": "[click](javascript:alert(1)) <javascript:alert(1)> ![i](javascript:x)",
    "address-in-rst": "`click <javascript:alert(1)>`__ javascript:alert(1)",
    "html-comment": "<!-- a --> b --!> c <![CDATA[ d ]]> <?php e ?>",
    "markup": "*a **b** `c` [d](e) <f> {g}`h` |i| :j:`k` _l_ ~~m~~",
    "rst-markup": "a_ b__ `c`_ |d|_ [1]_ [#e]_ [f]_ ``g`` **h .. _i: :j: ::",
    "role-and-directive": ":raw-html:`<b>a</b>` {raw}`b` .. raw:: html {{ c }} {% d %}",
    "latex": r"\input{x} % $y$ # & _ ^ ~ {z} \write18{id} \end{document} ^^41",
    "roff": r".SH x \fB y \n(.z 'q",
    "right-to-left": "\u202eabc\u202c \u200f\u05d0\u05d1 \u2066def\u2069",
    "zero-width": "a\u200bb\u200dc\ufeffd\u2060e\u00adf",
    "emoji": "👩\u200d💻 🇯🇵 ☺\ufe0f a",
    "combining": "Z\u0351\u034ba\u0334l\u0321go \u0301b",
    "full-width": "Ａｂｃ；（ｄ）［ｅ］，ｆ：＜ｓｃｒｉｐｔ＞ａｌｅｒｔ＂",
    "cjk": "仮想ネットワーク、概要；「話」",
    "ligatures": "ﬁ ﷺ ㌀ ½ ﹤script﹥ ℡ İı ẞ",
    "separators": ";;,,()[]<>;( [ ] a",
    "yaml": "- {a: [b, &c *d !!e f]} # g",
    "percent": "%s %(x)s {0} {text} {names} {session} a",
    "path": "../../../etc/passwd /etc/passwd file:///etc/passwd C:\\a",
    "long": "word " * 2000,
    "one-long-word": "x" * 2000,
    "brackets": "[" * 200 + "a" + "](x)" * 200,
    "noncharacters": "a\ufffdb\ue000c\U0001fffdd",
}
#: What no XML 1.0 document may hold, or what Python takes for the end of a line.
CONTROL = {
    "nul": "a\x00b",
    "control": "a\x01b\x08c\x1bd\x7fe\x9ff",
    "line-ends": "a\x0bb\x0cc\x1cd\x1de\x85f\u2028g\u2029h",
    "not-a-character": "a\ufffeb\uffffc",
}
SYNTAXES = ("md", "rst")
#: The options that are shown as they were written.
PLAIN = ("room", "track")
REPORTED = r" WARNING: .* \[session\.\w+\]$"


class Tags(HTMLParser):
    """What a page could run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "svg", "base", "form"):
            self.found.append(f"{tag} {attrs}")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name == "srcdoc":
                self.found.append(f"{tag} {name}")
            if address.startswith(("javascript:", "vbscript:", "data:")):
                self.found.append(f"{tag} {name}={value}")


def squeezed(text: str) -> str:
    """Return *text* as it is compared: NFKC, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def letters(text: str) -> set[str]:
    """Return the letters and digits that a reader sees of *text*, whatever their form."""
    return {char for char in unicodedata.normalize("NFKC", text) if char.isalnum()}


def one_line(text: str) -> str:
    """Return *text* as it fits in a line of an option."""
    return re.sub(r"[ \t\n\r]+", " ", text).strip()


def block(syntax: str, name: str, title: str, options: Iterable[str], body: str = "") -> str:
    """Return a session, or another directive, in either syntax."""
    if syntax == "md":
        return "\n".join((f"::::{{{name}}} {title}", *options, "", body, "::::", "", ""))
    inner = "\n".join((*options, "", body)).replace("\n", "\n   ")
    return f".. {name}:: {title}\n   {inner}\n\n"


def body(syntax: str, text: str) -> str:
    """Return bullets, impressions and references that all say *text*."""
    if syntax == "md":
        parts = "- {0}\n\n:::{{impressions}}\n- {0}\n:::\n\n:::{{references}}\n- video: {0}\n:::"
    else:
        parts = "- {0}\n\n.. impressions::\n\n   - {0}\n\n.. references::\n\n   - video: {0}"
    return parts.format(text)


def sections(syntax: str, texts: Iterable[str], names: tuple[str, ...] = OPTIONS) -> str:
    """Return a page with, for each text, a session for each option, the title and the body."""
    page = "# Book\n\n" if syntax == "md" else "Book\n====\n\n"
    for number, text in enumerate(map(one_line, texts)):
        for option in names:
            anchor = [] if option == "id" else [f":id: n{number}-{option}"]
            title = f"MARK{number}{option} "
            page += block(syntax, "session", title, [*anchor, f":{option}: {text}"], "- END")
        page += block(syntax, "session", text, [f":id: n{number}-title"], f"- MARK{number}title")
        told = body(syntax, text)
        page += block(syntax, "session", f"MARK{number}body", [f":id: n{number}-body"], told)
        page += block(syntax, "talk", text, [f":id: n{number}-talk"], "- END")
    views = ("topic-index", "speaker-index", "track-index", "session-table", "topic-table")
    return page + "".join(block(syntax, view, "", []) for view in (*views, "session-list"))


def vocabularies(texts: Iterable[str]) -> dict[str, str]:
    """Return the three files, with *texts* in each of their fields."""
    files: dict[str, str] = {}
    for name, label in (("topics", "label"), ("tracks", "label"), ("people", "name")):
        entries = {}
        for number, text in enumerate(texts):
            entry = {label: f"{text} {number}", "description": text}
            if name != "tracks":
                entry |= {"parent": text} if name == "topics" else {"reading": text}
            if name == "people":
                entry |= {"affiliation": text}
            entries[f"{name}-{number}"] = {
                **entry,
                "aliases": [f"{text} alias {name} {number}"],
                **({"links": [text]} if name == "people" else {}),
            }
        # JSON is YAML, and escapes what a file of YAML cannot hold.
        files[f"_data/{name}.yml"] = json.dumps(entries)
    return files


def use_all(texts: Iterable[str]) -> str:
    """Return a session that has every entry of :func:`vocabularies`."""
    numbers = range(len(list(texts)))
    options = [
        ":id: uses",
        ":topics: " + ", ".join(f"topics-{number}" for number in numbers),
        ":speakers: " + "; ".join(f"people-{number}" for number in numbers),
    ]
    tracks = "".join(
        block("md", "session", f"T{number}", [f":track: tracks-{number}"]) for number in numbers
    )
    return block("md", "session", "Uses", options) + tracks


def lost(texts: Iterable[str], shown: str) -> list[str]:
    """Return which texts are not all there in a page of text made of :func:`sections`."""
    missing = []
    flat = squeezed(shown)
    for number, text in enumerate(texts):
        for option in (*OPTIONS, "body"):
            start = flat.find(f"MARK{number}{option}")
            end = flat.find("MARK", start + 1)
            there = flat[start : end if end > 0 else None]
            if option in PLAIN:
                kept = squeezed(text) in there
            else:
                kept = option == "id" or letters(text) <= letters(there)
            if start < 0 or not kept:
                missing.append(f"{option}: {text[:60]!r} not in {there[:200]!r}")
    return missing


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_nothing_of_the_text_is_lost(project: Project, syntax: str) -> None:
    project.write({"index.md": None} if (project.srcdir / "index.md").exists() else {})
    project.write({f"index.{syntax}": sections(syntax, NASTY.values())})
    assert lost(NASTY.values(), project.build("text").text("index.txt")) == []
