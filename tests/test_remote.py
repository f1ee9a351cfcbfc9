"""Nothing of a page is loaded from another host, neither by a build nor by a reader."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest
from session_notes.lint.project import check_project
from session_notes.model.raw_html import flaw
from session_notes.model.urls import is_remote

if TYPE_CHECKING:
    from conftest import Built, Project

REMOTE = [
    "http://a.example/x.png",
    "HTTPS://a.example/x.png",
    "ftp://a.example/x.png",
    "http:a.example/x.png",
    "https:/a.example/x.png",
    "//a.example/x.png",
    "/\\a.example/x.png",
    "\\\\a.example/x.png",
    " ht\ntp://a.example/x.png",
]
LOCAL = ["x.png", "/x.png", "./x//y.png", "a/http://x.png", "data:image/png;base64,iVBORw0KGgo="]


@pytest.mark.parametrize("address", REMOTE)
def test_what_a_browser_would_load_is_refused(address: str) -> None:
    assert is_remote(address)
    assert flaw(f'<img src="{address}">')
    assert flaw(f'<img srcset="x.png 1x, {address} 2x">')
    assert flaw(f'<video poster="{address}"></video>')
    assert flaw(f'<a href="{address}">a</a>') is None


@pytest.mark.parametrize("address", LOCAL)
def test_what_is_in_the_book_stays(address: str) -> None:
    assert not is_remote(address)
    assert flaw(f'<img src="{address}">') is None


#: The ways to an image on a page, each with the line that is told.
MARKDOWN = {
    "image": ("![Words]({0})", 0),
    "linked": ("[![Words]({0})](https://a.example/)", 0),
    "reference": ("Some\n![Words][a]\n\n[a]: {0}", 1),
    "directive": ("```{{image}} {0}\n:alt: Words\n```", 0),
    "figure": ("```{{figure}} {0}\n:alt: Words\n\nCaption\n```", 0),
    "session": ("::::{{session}} One\n:id: one\n\n- ![Words]({0})\n::::", 3),
    "html": ('Some\n<img alt="Words" src="{0}">', 1),
    "block": ('<video src="{0}">Words</video>', 0),
    "rst": ("```{{eval-rst}}\n.. image:: {0}\n   :alt: Words\n```", 1),
}
RST = {
    "rst-image": (".. image:: {0}\n   :alt: Words", 0),
    "rst-substitution": (".. |a| image:: {0}\n   :alt: Words\n\n|a|", 0),
    "rst-figure": (".. figure:: {0}\n   :alt: Words\n   :target: https://a.example/\n\n   A", 0),
}
#: How an image is shown, by the suffix of what is written.
SHOWN = {
    ".html": re.compile(r"<(?:img|video)\b[^>]*a\.example"),
    ".xhtml": re.compile(r"<(?:img|video)\b[^>]*a\.example"),
    ".tex": re.compile(r"includegraphics\{"),
    ".texi": re.compile(r"@image\{"),
}


def write(project: Project, address: str = "https://a.example/x.png") -> set[str]:
    """Write a page a way; return the places that are told."""
    files, places = {}, set()
    for suffix, heading, ways in ((".md", "# {0}\n\n", MARKDOWN), (".rst", "{0}\n{1}\n\n", RST)):
        for name, (text, line) in ways.items():
            above = heading.format(name, "=" * len(name))
            files[f"{name}{suffix}"] = f"{above}{text.format(address)}\n"
            places.add(f"{name}{suffix}:{above.count(chr(10)) + 1 + line}")
    names = "\n".join(name.partition(".")[0] for name in files)
    project.write({"index.md": f"# Book\n\n```{{toctree}}\n{names}\n```\n", **files})
    return places


def told(built: Built) -> list[str]:
    return sorted(place for place, code, _ in built.reported if code in ("file", "raw"))


@pytest.mark.parametrize("builder", ["html", "latex", "epub", "texinfo"])
def test_a_remote_image_is_a_link(
    project: Project, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    places = write(project)
    asked: list[object] = []

    def ask(host: object, *_: object, **__: object) -> None:
        asked.append(host)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    built = project.build(builder)
    assert asked == []
    assert told(built) == sorted(places)
    for path in built.outdir.rglob("*"):
        if path.suffix in SHOWN:
            assert not SHOWN[path.suffix].findall(path.read_text("utf-8")), path.name
    if builder == "html":
        assert len(built.warnings) == len(places)
        for name in {**MARKDOWN, **RST}:
            assert "Words" in built.text(f"{name}.html")
        for name, address in (
            ("figure", "https://a.example/x.png"),
            ("linked", "https://a.example/"),
        ):
            link = rf'<a [^>]*href="{address}">(?:<span>)?Words'
            assert re.search(link, built.text(f"{name}.html")), name
        checked = {str(one.where) for one in check_project(project.srcdir).problems}
        assert checked == places


def test_an_address_without_a_scheme_is_told_once(project: Project) -> None:
    places = write(project, "//a.example/x.png")
    built = project.build("html")
    assert told(built) == sorted(places)
    assert 'a.example/x.png"' not in built.text("image.html")
