"""Nasty text, and a page that has it in every place where an author can write."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from session_notes.model.schema import ADDRESS, OPTIONS, options_of
from session_notes.model.vocabulary import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

NASTY = {
    "script": "</script><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)' x='",
    "markup": "*a **b** `c` [d](e) {g}`h` |i| :j:`k` _l_ ~~m~~",
    "table": "| a | b | --- ||",
    "latex": r"\input{x} % $y$ # & _ ^ ~ {z} \end{document}",
    "braces": r"}}}{{{ \\ \} \{",
    "index": 'a!b@c|d"e;f',
    "roff": r".SH x \fB y \n(.z 'q",
    "texinfo": "@bye @{ @} @node x, y",
    "right-to-left": "\u202eabc\u202c \u200f\u05d0\u05d1 \u2066c\u2069",
    "zero-width": "a\u200bb\u200dc\ufeffd\u00ade",
    "control": "a\x01b\x1b[31mc\x7fd\x0be\x0cf",
    "nul": "a\x00b",
    "line-ends": "a\x1cb\x85c\u2028d\u2029e",
    "not-characters": "a\ufffeb\uffffc",
    "emoji": "👩\u200d💻 🇯🇵",
    "combining": "Z\u0351\u034ba\u0334l\u0321go",
    "many-accents": "a" + "\u0301" * 500,
    "full-width": "Ａｂｃ；（ｄ）［ｅ］，ｆ：",
    "ligature": "\ufdfa ﬁ ½",
    "cjk": "仮想ネットワーク、概要",
    "separators": ";;,,()[]<>;( [ ]",
    "yaml": "- {a: [b, &c *d !!e f]} # g",
    "percent": "%s %(x)s {0} {text} {names}",
    "address": "javascript:alert(1) data:text/html,x file:///etc/passwd",
    "fence": "::: ```` ~~~",
    "long": "word " * 300,
    "one-long-word": "x" * 500,
    "deep": "[" * 200 + "](x)" * 200,
    "deep-emphasis": "*a **b " * 100 + "c** d* " * 100,
}

#: Options and keys whose text is shown only if it has a form that nasty text has not.
OF_A_FORM = {"sessiontime", "talktime", "topicsparent", "peoplelinks"}
OF_A_FORM |= {"sessionupdated", "talkupdated", "topicswas", "trackswas", "peoplewas"}
OF_A_FORM |= {f"events{key}" for key in ("start", "end", "timezone", "url", "organizerurl", "was")}
#: A reading is for sorting alone, and an old id for addresses. Programs alone are told of the rest.
NEVER_SHOWN = {"peoplereading", "topicsreading", "sessionwas", "talkwas"}
NEVER_SHOWN |= {"eventscountry", "eventsorganizer"}


def first_word(place: str) -> str:
    return f"qa{place}z"


def last_word(place: str) -> str:
    return f"qo{place}z"


def shown_in(text: str, place: str) -> str:
    """Return what stands in *text* between the words of *place*, first use first."""
    _, found, rest = text.partition(first_word(place))
    between, ended, _ = rest.partition(last_word(place))
    return between if found and ended else f"lost: {found}{between[:80]}"


class Places:
    """Gives each place its text, between words of its own that tell where it stands."""

    def __init__(self, text: Callable[[str], str], *, marked: bool) -> None:
        self.text = text
        self.marked = marked
        self.names: list[str] = []

    def put(self, name: str) -> str:
        self.names.append(name)
        text = re.sub(r"[\r\n]", " ", self.text(name))
        return f"{first_word(name)} {text} {last_word(name)}" if self.marked else text


def _yaml(text: str) -> str:
    escaped = "".join(
        char if char.isalnum() and char.isascii() else f"\\U{ord(char):08x}" for char in text
    )
    return f'"{escaped}"'


def _vocabulary(places: Places, name: str) -> str:
    lines = ["entry:"]
    for key in KEYS[name]:
        # The words that mark a place are letters.
        value = _yaml(places.put(f"{name}{key}".replace("_", "")))
        if key in ("aliases", "links", "was"):
            value = f"[{value}]"
        lines.append(f"  {key}: {value}")
    return "\n".join((*lines, ""))


def _session(places: Places, name: str) -> list[str]:
    """Return a session or talk in Markdown, with the text in its title, options and parts."""
    # An address is shown as one; mere text is tried without.
    before = {media: "https://example.org/ " for media in options_of(ADDRESS) if places.marked}
    before["speakers"] = f"Ada ({places.put(name + 'group')}) [{places.put(name + 'part')}]; "
    options = [
        f":{option}: {before.get(option, '')}{places.put(name + option)}"
        for option in OPTIONS
        if option != "id"
    ]
    head = [f"::::{{{name}}} {places.put(name + 'title')}", f":id: the-{name}", *options, ""]
    body = [f"- {places.put(name + 'bullet')}", "", f"See {places.put(name + 'paragraph')}", ""]
    impressions = [":::{impressions}", f"- {places.put(name + 'impression')}", ":::", ""]
    references = [":::{references}", f"- video: {places.put(name + 'reference')}", ":::", "::::"]
    return [*head, *body, *impressions, *references, ""]


VIEWS = [
    "topic-index",
    "speaker-index",
    "track-index",
    "event-index",
    "session-list",
    "session-table",
    "topic-table",
]


def book(text: Callable[[str], str], *, marked: bool = True) -> tuple[dict[str, str], list[str]]:
    """Return the files of a project with *text* in every place, and the names of the places."""
    places = Places(text, marked=marked)
    lines = ["# Book", "", *_session(places, "session"), *_session(places, "talk")]
    lines += ["::::{session} Another", ":id: another", "", "- [](#the-session) [](#the-talk)"]
    lines += [f"- {{{role}}}`the-nothing`" for role in ("topic", "speaker", "track")]
    lines += ["::::", ""]
    for view in VIEWS:
        drawn = [":picture:"] if view == "topic-table" else []
        lines += [f"```{{{view}}}", *drawn, "```", ""]
    files = {"index.md": "\n".join(lines)}
    for name in KEYS:
        files[f"_data/{name}.yml"] = _vocabulary(places, name)
    return files, places.names


def letters(text: str) -> str:
    """Return the letters and digits that a reader sees of *text*, whatever their form."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


class Tags(HTMLParser):
    """What a page of HTML could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        #: What is told to programs; no browser runs it.
        self.data: list[str] = []
        self._in_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_data = given.get("type") == "application/ld+json"
        if self._in_data:
            self.data.append("")
        elif tag in ("script", "iframe", "object", "embed", "base") and "src" not in given:
            self.found.append(f"{tag} {given}")
        self.found += [name for name in given if name.startswith("on")]
        self.found += [
            value or ""
            for name, value in attrs
            if name in ("href", "src", "action")
            and re.match(r"\s*(javascript|data|vbscript|file):", value or "", re.IGNORECASE)
        ]

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data[-1] += data


_TEX = re.compile(r"\\(begin|end)\{([^{}]*)\}|\\[A-Za-z@]+|\\.|%.*|([{}])", re.DOTALL)


def unbalanced(tex: str) -> list[str]:
    """Return the braces and environments of *tex* that are not closed, or closed too often."""
    open_now: list[str] = []
    for found in _TEX.finditer(re.sub(r"(?<!\\)%.*", "", tex)):
        command, environment, brace = found.groups()
        opened = environment if command == "begin" else brace if brace == "{" else ""
        closed = environment if command == "end" else "{" if brace == "}" else ""
        if opened:
            open_now.append(opened)
        elif closed:
            if not open_now or open_now[-1] != closed:
                return [*open_now, f"closed: {closed}"]
            open_now.pop()
    return open_now


def ill_formed(xml: str) -> str:
    """Return why *xml* is not well-formed; nothing where it is."""
    try:
        ET.fromstring(xml)  # noqa: S314 - what we wrote ourselves
    except ET.ParseError as error:
        return str(error)
    return ""


# -- addresses ------------------------------------------------------------------------------------

#: How an address may be written; each place has words and an address of its own.
RST_PLACES = {
    "embedded": "`{words} <{address}>`_ here",
    "anonymous": "`{words}`__ here\n\n__ {address}",
    "chain": "`{words}`_ here\n\n.. _{words}: {words}b_\n.. _{words}b: {address}",
    "image": ".. image:: {address}\n   :alt: {words}",
    "image-target": ".. image:: x.png\n   :alt: {words}\n   :target: {address}",
    "figure-target": ".. figure:: x.png\n   :target: {address}\n\n   {words}",
    "footnote": "A note [#{words}]_.\n\n.. [#{words}] `{words} <{address}>`__",
    "citation": "A source [{words}c]_.\n\n.. [{words}c] `{words} <{address}>`__",
    "substitution": ".. |{words}| replace:: `{words} <{address}>`__\n\n|{words}|",
    "toctree": ".. toctree::\n\n   {words} <{address}>",
    "title": "`{words} <{address}>`__\n----------------------------------------",
    "download": ":download:`{words} <{address}>`",
    "table": ".. list-table::\n\n   - - `{words} <{address}>`__",
    "only": ".. only:: not nothing\n\n   `{words} <{address}>`__",
    "session": ".. session:: S\n   :id: s-{words}\n\n   - `{words}`_\n\n.. _{words}: {address}",
    "html": ".. raw:: html\n\n   <a href='{address}'>{words}</a>",
    "html-role": ":raw-html:`<a href='{address}'>`\\ {words}",
    "html-substitution": ".. |{words}| raw:: html\n\n   <a href='{address}'>\n\n|{words}| {words}",
}
MARKDOWN_PLACES = {
    "link": "[{words}]({address})",
    "definition": "[{words}][r{words}]\n\n[r{words}]: {address}",
    "autolink": "<{address}>",
    "image": "![{words}]({address})",
    "figure": ":::{{figure}} {address}\n:alt: {words}\n\nC\n:::",
    "figure-target": ":::{{figure}} x.png\n:alt: {words}\n:target: {address}\n\nC\n:::",
    "toctree": ":::{{toctree}}\n{words} <{address}>\n:::",
    "rst": "```{{eval-rst}}\n`{words}`__ here\n\n__ {address}\n```",
    "html": "<div>\n<a href='{address}'>{words}</a>\n</div>",
    "html-inline": "One <a href='{address}'>{words}</a>.",
    "raw": "```{{raw}} html\n<a href='{address}'>{words}</a>\n```",
    "session": "::::{{session}} S\n:id: s-{words}\n\n- [{words}]({address})\n::::",
    "example": "::::{{example}}\n<{address}>\n::::",
}
#: What only a build sees in Markdown.
_BUILD_ONLY = {"rst"}
#: The line in which a place is told, if it is not that of the address.
_TOLD_AT = {
    "index.md": {"definition": 0},
    "page.rst": dict.fromkeys(
        ["image-target", "figure-target", "toctree", "html", "html-substitution"], 0
    )
    | {"title": 1},
}
RST_HEAD = "Page\n====\n\n.. role:: raw-html(raw)\n   :format: html\n\n"
MARKDOWN_HEAD = "# Book\n\n```{toctree}\npage\n```\n\n"


class Addressed(NamedTuple):
    """A book with an address in every place that may have one."""

    files: dict[str, str]
    words: list[str]
    #: Where the addresses are, as warnings say it, and those that no check without a build sees.
    lines: set[str]
    unchecked: set[str]


def addressed(address: str) -> Addressed:
    """Return a book that has *address* in every place."""
    made = Addressed({}, [], set(), set())
    for name, head, places in (
        ("index.md", MARKDOWN_HEAD, MARKDOWN_PLACES),
        ("page.rst", RST_HEAD, RST_PLACES),
    ):
        text = head
        for number, (place, snippet) in enumerate(places.items()):
            words = f"qz{name[:2]}{number}"
            own = f"{address}#{name[:2]}{number}"
            written = snippet.format(words=words, address=own)
            inner = written.partition(own)[0].count("\n")
            told = _TOLD_AT[name].get(place, inner)
            line = f"{name}:{text.count(chr(10)) + 1 + told}"
            made.words.append(words)
            made.lines.add(line)
            if place in _BUILD_ONLY:
                made.unchecked.add(line)
            text += f"{written}\n\n"
        made.files[name] = text
    return made
