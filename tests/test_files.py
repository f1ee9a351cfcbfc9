"""No way leads a page to a file that it may not use: outside of the book, hidden, or no file."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from session_notes.cli.main import main
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Built, Project

CANARY = "A canary"
#: How a page in the folder "days" may name what it must not use.
PLACES = {
    "above": "../../out.png",
    "linked": "link.png",
    "in a linked folder": "folder/out.png",
    "above a linked folder": "folder/../out.png",
    "hidden": "../.git/out.png",
    "no file": "socket",
    # Sphinx takes one slash for the source directory, and two for the disk.
    "on the disk": "/{root}/out.png",
}
ADDRESS = {"address": "file://{root}/out.png"}
#: The ways in Markdown, each with the places that it is tried with.
MARKDOWN = {
    "link": ("Words [of it]({0})", PLACES | {"encoded": "%2e%2e/%2e%2e/out.png"}),
    "path": ("Words [of it](path:{0})", PLACES),
    "autolink": ("Words <path:{0}>", PLACES),
    "reference": ("Words [of it][{0}]\n\n[{0}]: {0}", PLACES),
    "download": ("Words {{download}}`of it <{0}>`", PLACES),
    "image": ("![Words of it]({0})", PLACES),
    "star": ("![Words of it]({0})", {"above": "../../out.*", "linked": "link.*"}),
    "figure": (":::{{figure}} {0}\n:alt: Words\n\nCaption\n:::", PLACES),
    "target": (":::{{image}} {0}\n:alt: Words\n:target: https://a.example/\n:::", PLACES),
    "include": ("```{{include}} {0}\n```", PLACES | {"standard": "<../../../{root}/out.png>"}),
    "include-literal": ("```{{include}} {0}\n:literal:\n```", PLACES),
    "include-code": ("```{{include}} {0}\n:code: text\n```", PLACES),
    "literalinclude": ("```{{literalinclude}} {0}\n```", PLACES),
    "diff": ("```{{literalinclude}} star.md\n:diff: {0}\n```", PLACES),
    "csv": ("```{{csv-table}} Words\n:file: {0}\n```", PLACES),
    "csv-url": ("```{{csv-table}} Words\n:url: {0}\n```", ADDRESS),
    "raw": ("```{{raw}} html\n:file: {0}\n```", PLACES),
    "raw-url": ("```{{raw}} html\n:url: {0}\n```", ADDRESS),
}
RST = {
    "rst-download": ("Words :download:`of it <{0}>`", PLACES),
    "rst-image": (".. image:: {0}\n   :alt: Words", PLACES),
    "rst-substitution": (".. |{0}| image:: {0}\n\nWords |{0}|", PLACES),
    "rst-figure": (".. figure:: {0}\n   :target: https://a.example/\n\n   Caption", PLACES),
    "rst-include": (".. include:: {0}", PLACES | {"standard": "<../../../{root}/out.png>"}),
    "rst-lines": (".. include:: {0}", {"above": ".\n   ./.\n   ./out.png"}),
    "rst-literal": (".. include:: {0}\n   :literal:", PLACES),
    "rst-literalinclude": (".. literalinclude:: {0}", PLACES),
    "rst-csv": (".. csv-table:: Words\n   :file: {0}", PLACES),
    "rst-raw": (".. raw:: html\n   :file: {0}", PLACES),
    # The names of directives are those of the language, too.
    "rst-include-ja": (".. インクルード:: {0}", PLACES),
    "rst-csv-ja": (".. csv表:: Words\n   :file: {0}", PLACES),
    "rst-raw-ja": (".. 生:: html\n   :file: {0}", PLACES),
    "rst-graph": (".. graphviz:: {0}", PLACES),
}
#: MyST takes a link to what is no file for one to a heading, and says so.
NO_FILE = {("link", "no file"), ("reference", "no file")}


def write_ways(project: Project) -> set[tuple[str, int]]:
    """Write a page for each way; return the file and the line of each attempt."""
    outside = project.root / "outside"
    outside.mkdir()
    expected = set()
    files: dict[str, str | None] = {".git/out.png": CANARY}
    for suffix, heading, ways in ((".md", "# {0}\n\n", MARKDOWN), (".rst", "{0}\n{1}\n\n", RST)):
        for way, (block, places) in ways.items():
            text = heading.format(way, "=" * len(way))
            for place, path in places.items():
                if (way, place) not in NO_FILE:
                    expected.add((f"days/{way}{suffix}", text.count("\n") + 1))
                text += block.format(path.format(root=project.root)) + "\n\n"
            files[f"days/{way}{suffix}"] = text
    names = "\n".join(sorted(name.rpartition(".")[0] for name in files if name[0] == "d"))
    files["index.md"] = f"# Book\n\n```{{toctree}}\n{names}\n```\n"
    project.write(files)
    conf = project.srcdir / "conf.py"
    added = 'extensions.append("sphinx.ext.graphviz")\nlanguage = "ja"\n'
    conf.write_text(conf.read_text("utf-8") + added, "utf-8")
    for secret in (project.root / "out.png", outside / "out.png", outside / "page.md"):
        secret.write_text(f"{CANARY}, {CANARY}\n", "utf-8")
    days = project.srcdir / "days"
    (days / "link.png").symlink_to(project.root / "out.png")
    (days / "folder").symlink_to(outside)
    (days / "page.md").symlink_to("../../outside/page.md")
    (days / "null.md").symlink_to("/dev/null")
    (days / "config.md").symlink_to("../.git/out.png")
    # Like a pipe or a device it is no file, but where a guard fails, reading it ends.
    os.mknod(days / "socket", stat.S_IFSOCK | 0o600)
    pages = ("folder/page.md", "page.md", "null.md", "config.md")
    return expected | {(f"days/{page}", 1) for page in pages}


def contents(outdir: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of every file that was written, also inside of archives."""
    for path in sorted(path for path in outdir.rglob("*") if path.is_file()):
        yield str(path), path.read_bytes()
        if path.suffix == ".epub":
            with ZipFile(path) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())


def reported(built: Built) -> set[tuple[str, int]]:
    places = (place.rsplit(":", 1) for place, code, _ in built.reported if code == "file")
    return {(source, int(line)) for source, line in places}


@pytest.fixture
def ways(project: Project) -> tuple[Project, set[tuple[str, int]]]:
    return project, write_ways(project)


def test_nothing_is_published_by_any_way(ways: tuple[Project, set[tuple[str, int]]]) -> None:
    project, expected = ways
    for builder in ("html", "latex", "text", "epub"):
        built = project.build(builder)
        assert reported(built) == expected
        assert not [name for name, content in contents(built.outdir) if CANARY.encode() in content]
        assert not [name for name, _ in contents(built.outdir) if "out" in name.rpartition("/")[2]]
    built = project.build("dummy", clean=True)
    checked = check_project(project.srcdir).problems
    found = [one.where for one in checked if one.code.value == "file"]
    assert expected == {*found}
    # Each is reported once, and in the same words.
    lines = [line for line in built.warnings if "[session.file]" in line]
    texts = {line.partition(" WARNING: ")[2].removesuffix(" [session.file]") for line in lines}
    assert len({*lines}) == len(lines)
    assert {one.text for one in checked if one.code.value == "file"} <= texts


def test_what_was_written_stays_as_words(ways: tuple[Project, set[tuple[str, int]]]) -> None:
    project, _ = ways
    built = project.build("text")
    for page in ("link", "path", "download", "image", "figure", "target", "rst-download"):
        text = built.text(f"days/{page}.txt")
        assert text.count("Words") == len((MARKDOWN | RST)[page][1]), page
    assert built.text("days/figure.txt").count("Caption") == len(PLACES)


def test_several_processes_refuse_the_same(ways: tuple[Project, set[tuple[str, int]]]) -> None:
    project, expected = ways
    built = project.build("text", parallel=2)
    assert "days/link" not in built.read_here
    assert reported(built) == expected
    again = project.build("text", clean=True)
    assert again.warnings == built.warnings


def test_a_link_is_reported_once_at_its_own_line(project: Project) -> None:
    (project.root / "out.txt").write_text(CANARY, "utf-8")
    built = project.write({"index.md": "# Day\n\nWords\nand [of it](../out.txt)\n"}).build("text")
    assert reported(built) == {("index.md", 4)}
    assert len(built.warnings) == 1


PAGE = "# Day\n\n[of it](a.txt) ![of it](b.png)\n\n```{literalinclude} c.txt\n```\n"


def test_a_file_that_becomes_a_link_is_no_longer_published(project: Project) -> None:
    names = ("a.txt", "b.png", "c.txt")
    (project.root / "out.txt").write_text(CANARY, "utf-8")
    others = {f"other{number}.md": "---\norphan: true\n---\n# Other\n" for number in range(12)}
    project.write({"index.md": PAGE, "real.txt": "harmless", "b.png": "harmless", **others})
    for name in ("a.txt", "c.txt"):
        (project.srcdir / name).symlink_to("real.txt")
    built = project.build(parallel=2)
    assert built.warnings == []
    assert "index" not in built.read_here
    found = [name for name, _ in contents(built.outdir) if re.search(r"/(real\.txt|b\.png)$", name)]
    assert len(found) == 2
    assert project.build().written == []
    for name in names:
        (project.srcdir / name).unlink()
        (project.srcdir / name).symlink_to(project.root / "out.txt")
    # The time of a file says nothing of what it is.
    os.utime(project.root / "out.txt", (0, 0))
    built = project.build()
    assert reported(built) == {("index.md", 3), ("index.md", 5)}
    secret = CANARY.encode()
    assert not [name for name, content in contents(built.outdir) if secret in content]
    clean = project.build(clean=True)
    assert clean.warnings == built.warnings
    for name in names:
        (project.srcdir / name).unlink()
    project.write(dict.fromkeys(names, "harmless"))
    assert project.build().warnings == []
    # What a page no longer names does not matter to it.
    project.write({"index.md": "# Day\n"}).build()
    assert project.write({"a.txt": None}).build().read == []


def test_a_page_that_becomes_a_link_is_gone(project: Project) -> None:
    project.write({"index.md": "# Book\n\n```{toctree}\nday\n```\n", "day.md": "# Day\n"})
    assert project.build().warnings == []
    (project.root / "out.md").write_text(f"# {CANARY}\n", "utf-8")
    os.utime(project.root / "out.md", (0, 0))
    (project.srcdir / "day.md").unlink()
    (project.srcdir / "day.md").symlink_to(project.root / "out.md")
    built = project.build()
    assert reported(built) == {("day.md", 1)}
    assert not (built.outdir / "day.html").exists()
    (project.srcdir / "day.md").unlink()
    project.write({"day.md": "# Day\n"})
    assert project.build().warnings == []
    assert (built.outdir / "day.html").exists()


def test_the_owner_of_a_book_can_name_more_folders(project: Project) -> None:
    (project.root / "more").mkdir()
    (project.root / "more" / "a.txt").write_text("From above", "utf-8")
    (project.root / "more" / "day.md").write_text("# Day\n", "utf-8")
    text = "# Book\n\n[of it](../more/a.txt)\n\n```{toctree}\nlinked/day\n```\n"
    text += "```{literalinclude} .github/b.txt\n```\n```{literalinclude} .other/c.txt\n```\n"
    project.write({"index.md": text, ".github/b.txt": "Hidden", ".other/c.txt": CANARY})
    (project.srcdir / "linked").symlink_to(project.root / "more")
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + 'session_file_roots = ["../more", ".github"]\n'})
    built = project.build()
    assert reported(built) == {("index.md", 10)}
    assert [one.where for one in check_project(project.srcdir).problems] == [("index.md", 10)]
    assert "Hidden" in built.text("index.html")
    assert (built.outdir / "linked" / "day.html").exists()
    assert "From above" in [
        content.decode() for name, content in contents(built.outdir) if "a.txt" in name
    ]


def test_what_is_no_list_of_folders_is_reported(project: Project) -> None:
    built = project.write({"index.md": "# Book\n"}).build("dummy", session_file_roots=[".", ""])
    assert [code for _, code, _ in built.reported] == ["config"]


SESSION = "# Day\n\n::::{session} One\n:id: one\n:time: 9:00\n::::\n"


def test_commands_see_linked_pages_as_the_build_does(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write({"index.md": "# Book\n\n```{toctree}\n:glob:\ndays/*\n```\n"})
    project.write({"talks/2015-05-18.md": f"---\ndate: 2015-05-18\n---\n{SESSION}"})
    (project.srcdir / "days").symlink_to("talks")
    monkeypatch.chdir(project.srcdir)
    page = project.srcdir / "talks" / "2015-05-18.md"
    (project.srcdir / "talks" / "2015-05-19.md").symlink_to(page.name)
    new = ["new", "session", "Two", "--day", "2015-05-19"]
    assert main(new) == 0
    assert "Two" in page.read_text("utf-8")
    assert (project.srcdir / "talks" / "2015-05-19.md").is_symlink()
    # A page that leads out is neither read nor replaced.
    (project.srcdir / "talks" / "2015-05-19.md").unlink()
    (project.root / "out.md").write_text(SESSION, "utf-8")
    (project.srcdir / "talks" / "2015-05-19.md").symlink_to(project.root / "out.md")
    new[2] = "Three"
    assert main(new) != 0
    assert "outside the source directory" in capsys.readouterr().err
    assert (project.root / "out.md").read_text("utf-8") == SESSION
