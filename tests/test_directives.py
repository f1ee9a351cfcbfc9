"""No directive ends a build, whatever it reads or is given: the other pages are built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from conftest import Built, Project

TEXT = "a,b\ncafé,d\n"
#: Files that are no text in UTF-8, or no text that a page can hold.
FILES = {
    "latin.txt": TEXT.encode("latin-1"),
    "utf-16.txt": TEXT.encode("utf-16"),
    "surrogate.txt": b"a,\xed\xa0\x80\n",
    "null.txt": b"a,b\0\n",
    "bell.txt": b"a,b\x07\n",
}
#: What :encoding: of a file in UTF-8 must not be.
ENCODINGS = ("utf-16", "hex", "undefined")
#: The directives that read a file, with its place and the place of options.
WAYS = {
    "csv": ("csv-table", "", ":file: {0}"),
    "raw": ("raw", "html", ":file: {0}"),
    "include": ("include", "{0}", ""),
    "include-literal": ("include", "{0}", ":literal:"),
    "literalinclude": ("literalinclude", "{0}", ""),
    "pyobject": ("literalinclude", "{0}", ":pyobject: x"),
    "diff": ("literalinclude", "utf-8.txt", ":diff: {0}"),
}
#: A directive that raises what is no message of docutils.
FAILING = ("productionlist", "words", "")


def block(way: tuple[str, str, str], *more: str, is_rst: bool = False) -> str:
    name, argument, option = way
    options = [one for one in (option, *more) if one]
    if is_rst:
        return "\n   ".join((f".. {name}:: {argument}", *options)) + "\n\n"
    return "\n".join((f"```{{{name}}} {argument}", *options, "```", "", ""))


def write(project: Project) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """Write a page a way; return where a file is no text, and where a directive fails."""
    refused: set[tuple[str, int]] = set()
    failed: set[tuple[str, int]] = set()
    pages: dict[str, str] = {}

    def add(page: str, way: tuple[str, str, str], *more: str) -> tuple[str, int]:
        line = pages[page].count("\n") + 1
        pages[page] += block(way, *more, is_rst=page.endswith(".rst"))
        return page, line

    for suffix, heading in ((".md", "# {0}\n\n"), (".rst", "{0}\n{1}\n\n")):
        for name, (directive, argument, option) in WAYS.items():
            page = f"{suffix[1:]}/{name}{suffix}"
            pages[page] = heading.format(name, "=" * len(name))
            failed.add(add(page, FAILING))
            add(page, (directive, argument.format("x" * 5000), option.format("x" * 5000)))
            for file in FILES:
                refused.add(add(page, (directive, argument.format(file), option.format(file))))
            way = directive, argument.format("utf-8.txt"), option.format("utf-8.txt")
            refused |= {add(page, way, f":encoding: {name}") for name in ENCODINGS}
            pages[page] += "The end\n"
    names = "\n".join(page.partition(".")[0] for page in pages)
    project.write({"index.md": f"# Book\n\n```{{toctree}}\n{names}\n```\n", **pages})
    for folder in ("md", "rst"):
        for file, content in {**FILES, "utf-8.txt": TEXT.encode()}.items():
            (project.srcdir / folder / file).write_bytes(content)
    return refused, failed


def reported(built: Built, code: str) -> set[tuple[str, int]]:
    places = (place.rsplit(":", 1) for place, found, _ in built.reported if found == code)
    return {(source, int(line)) for source, line in places}


@pytest.mark.parametrize("parallel", [0, pytest.param(2, marks=pytest.mark.slow)])
def test_whatever_a_directive_reads_or_is_given_is_told(project: Project, parallel: int) -> None:
    refused, failed = write(project)
    built = project.build("text", parallel=parallel)
    assert reported(built, "character") == refused
    assert reported(built, "data") == failed
    pages = [page for page, _ in refused]
    assert all("The end" in built.text(page.rpartition(".")[0] + ".txt") for page in pages)
    assert str(project.srcdir) not in "".join(built.warnings)
    checked = check_project(project.srcdir).problems
    assert {one.where for one in checked if one.code.value == "character"} == refused


def test_text_in_another_encoding_is_read_if_it_is_named(project: Project) -> None:
    text = "# Book\n\n```{literalinclude} latin.txt\n:encoding: latin-1\n```\n\n"
    text += "```{csv-table}\n:file: mark.txt\n```\n"
    project.write({"index.md": text})
    (project.srcdir / "latin.txt").write_bytes(TEXT.encode("latin-1"))
    (project.srcdir / "mark.txt").write_bytes("née,b\n".encode("utf-8-sig"))
    built = project.build("text")
    assert built.warnings == []
    assert "café" in built.text("index.txt")
    assert "née" in built.text("index.txt")
