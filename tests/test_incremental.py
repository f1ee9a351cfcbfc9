"""An incremental build after any edit equals a clean build, and writes no page too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Project
from edits import BOOK, EDITS, apply
from exact import clean_build, clean_builds, differences, restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from edits import Edit

    Restored = Callable[..., Project]

BUILDERS = ("html", "dirhtml", "singlehtml", "latex", "text", "epub")
#: What is published beside the pages follows an edit, too.
PUBLISHED: dict[str, Any] = {
    "session_exports": ["json-ld", "json", "calendar", "session-calendars", "feed", "sitemap"],
    "html_baseurl": "https://notes.example/en/latest/",
}


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Restored:
    """Return the book as some builders left it, without what a test before did to it."""
    folder = tmp_path_factory.mktemp("books")

    def book(*builders: str, **conf: Any) -> Project:
        project = Project(folder / "-".join(builders))

        def make() -> None:
            project.write(BOOK)
            for builder in builders:
                told = project.build(builder, **conf).warnings
                assert builder == "epub" or told == []

        restore(project.root, make)
        return project

    return book


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name.replace(" ", "-"))
def test_html_after_an_edit_is_that_of_a_clean_build(restored: Restored, edit: Edit) -> None:
    project = restored("html")
    apply(project, edit)
    again = project.build("html", **(edit.conf or {}))
    clean = clean_build(project, "html", **(edit.conf or {}))
    assert differences(again.outdir, clean.outdir) == []
    assert again.warnings == clean.warnings
    assert " ".join(again.written) == edit.written
    assert ("no targets are out of date" in again.status) == (edit.name == "nothing")


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name.replace(" ", "-"))
def test_builders_that_share_doctrees_follow_an_edit(restored: Restored, edit: Edit) -> None:
    project = restored(*BUILDERS, **PUBLISHED)
    apply(project, edit)
    conf = {**PUBLISHED, **(edit.conf or {})}
    # The clean builds share doctrees as well, but in the opposite order: what one builder leaves
    # in them for another would be a difference.
    clean = clean_builds(project, *reversed(BUILDERS), **conf)
    for builder in BUILDERS:
        again = project.build(builder, **conf)
        assert differences(again.outdir, clean[builder].outdir) == [], builder


def test_lists_follow_the_order_of_the_book(project: Project) -> None:
    undated = {name: text.replace("date:", "place:") for name, text in BOOK.items()}
    built = project.write(undated).build("text")
    catalog = built.catalog
    listed = [catalog.session(spot).id for spot in catalog.session_keys]
    assert listed == ["ovn", "keynote", "neutron", "short", "quiet"]
    project.write({"index.md": BOOK["index.md"].replace("one\ntwo\nthree", "three\none\ntwo")})
    built = project.build("text")
    catalog = built.catalog
    listed = [catalog.session(spot).id for spot in catalog.session_keys]
    assert listed == ["quiet", "ovn", "keynote", "neutron", "short"]


# What an edit changes elsewhere though no record of a session is another.
ELSEWHERE = {
    "a label that moved to another page": (
        {
            "index.md": "# Book\n\n```{toctree}\none\ntwo\nfar\n```\n",
            "one.md": "# One\n\n(here)=\nA paragraph.\n",
            "two.md": "# Two\n\nA paragraph.\n",
            "far.md": "# Far\n\n{ref}`words <here>`\n",
        },
        {"one.md": "# One\n\nA paragraph.\n", "two.md": "# Two\n\n(here)=\nA paragraph.\n"},
    ),
    "an object of another domain": (
        {
            "index.md": "# Book\n\n```{glossary}\nA\n  One.\n```\n",
        },
        {
            "index.md": "# Book\n\n```{glossary}\nB\n  One.\n```\n",
        },
    ),
    "a heading in a table of contents further up": (
        {
            "index.md": "# Book\n\n```{toctree}\n:maxdepth: 4\none\n```\n",
            "one.md": "# One\n\n```{toctree}\ntwo\n```\n",
            "two.md": "# Two\n\n## Part\n",
        },
        {"two.md": "# Two\n\n## Another part\n"},
    ),
    "a page below another in a table of contents further up": (
        {
            "index.md": "# Book\n\n```{toctree}\n:maxdepth: 4\none\n```\n",
            "one.md": "# One\n\n```{toctree}\ntwo\n```\n",
            "two.md": "# Two\n",
            "three.md": "---\norphan: true\n---\n# Three\n",
        },
        {"one.md": "# One\n\n```{toctree}\ntwo\nthree\n```\n"},
    ),
    "the number of a figure elsewhere": (
        {
            "index.md": "# Book\n\n```{toctree}\none\ntwo\nfar\n```\n",
            "one.md": "# One\n",
            "two.md": "# Two\n\n:::{figure} a.png\n:name: fig\nA figure\n:::\n",
            "far.md": "# Far\n\n{numref}`fig`\n",
            "a.png": "",
        },
        {"one.md": "# One\n\n:::{figure} a.png\nAnother\n:::\n"},
    ),
    "the number of the chapter before": (
        {
            "index.md": "# Book\n\n```{toctree}\n:numbered:\none\ntwo\n```\n\n"
            "```{toctree}\n:numbered:\nthree\n```\n",
            "one.md": "# One\n",
            "two.md": "# Two\n",
            "three.md": "# Three\n",
        },
        {"one.md": "# One\n\n# One and a half\n"},
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_no_session_is_followed_too(project: Project, name: str) -> None:
    before, after = ELSEWHERE[name]
    assert project.write(before).build(numfig=True).warnings == []
    # Reading any page makes all that is known of the others what the last build left.
    project.write({"index.md": before["index.md"]}).build(numfig=True)
    again = project.write(after).build(numfig=True)
    clean = clean_build(project, "html", numfig=True)
    assert differences(again.outdir, clean.outdir) == []


def test_what_is_wrong_is_told_by_every_build_until_it_is_mended(project: Project) -> None:
    assert project.write(BOOK).build().warnings == []
    # Nothing that others show of the page is another.
    project.write(
        {"three.md": BOOK["three.md"].replace("- Silence", "- **\u300cSilence\u300d**\u3067\u3059")}
    )
    told = project.build().warnings
    assert [line for line in told if "session.bold" in line] == told != []
    assert project.build().warnings == told
    assert project.write({"three.md": BOOK["three.md"]}).build().warnings == []


@pytest.mark.parametrize(
    "builder", ["html", *(pytest.param(name, marks=pytest.mark.slow) for name in ("latex", "epub"))]
)
def test_a_circle_of_toctrees_is_told_until_another_page_ends_it(
    project: Project, builder: str
) -> None:
    def toctree(*names: str) -> str:
        return "# Page\n\n```{toctree}\n" + "".join(f"{name}\n" for name in names) + "```\n"

    conf: dict[str, Any] = {"copyright": "x", "version": "1"}
    pages = {"index.md": toctree("one"), "one.md": toctree("two"), "two.md": toctree("one")}
    built = project.write(pages).build(builder, **conf)
    told = built.warnings
    assert builder != "html" or "toctree-l1" not in built.text("two.html")
    assert [line.split(";")[0].rpartition("/")[2] for line in told] == [
        "two.md:3: WARNING: table of contents names 'one', which leads to this page"
    ]
    assert project.build(builder, **conf).warnings == told
    # Now there is another way to the second page.
    project.write({"index.md": toctree("two"), "one.md": "# Page\n"})
    again, clean = project.build(builder, **conf), clean_build(project, builder, **conf)
    assert again.warnings == clean.warnings == []
    assert differences(again.outdir, clean.outdir) == []


def test_a_file_that_a_page_lacks_is_told_by_every_build_until_it_comes(project: Project) -> None:
    page = "Book\n====\n\n.. include:: part.txt\n"
    told = project.write({"index.rst": page}).build().warnings
    assert len([line for line in told if "CRITICAL" in line]) == 1
    assert project.build().warnings == told
    again = project.write({"part.txt": "It came.\n"}).build()
    assert again.warnings == []
    assert differences(again.outdir, clean_build(project, "html").outdir) == []


def test_names_almost_alike_are_told_by_every_build_that_looks(project: Project) -> None:
    def told(*replaced: tuple[str, str]) -> list[str]:
        text = BOOK["three.md"].replace(":topics: BGP", ":topics: BGP\n:speakers: Grace Hoper")
        for old, new in replaced:
            text = text.replace(old, new)
        built = project.write({"three.md": text}).build("html")
        lines = [line for line in built.status.splitlines() if "session.twin" in line]
        return [word for line in lines for word in re.findall(r"'[^']*'|in \S+:\d+", line)]

    assert project.write(BOOK).build("html").warnings == []
    twins = ["'Grace Hoper'", "'Grace Hopper'", "in two.md:8"]
    assert told() == twins
    assert told(("BGP", "BGP, SDN")) == twins
    assert told(("BGP", "SDN"), ("Hoper", "Hopper")) == []
    assert told(("BGP", "SDN, BGP")) == twins


def test_a_file_that_somebody_took_away_comes_back(project: Project) -> None:
    built = project.write(BOOK).build()
    ours = [built.outdir / name for name in ("genindex.html", "objects.inv")]
    ours += [built.outdir / "sessions.json", built.outdir / "two.html"]
    before = {path: path.read_bytes() for path in ours}
    for path in ours:
        path.unlink()
    project.build()
    assert {path: path.read_bytes() for path in ours} == before


@pytest.mark.parametrize(
    ("builder", "marks"),
    [
        ("html", {"html_logo": "logo.png", "html_favicon": "icon.png"}),
        ("latex", {"latex_logo": "logo.png"}),
    ],
)
def test_a_logo_that_is_taken_away_goes(
    project: Project, builder: str, marks: dict[str, Any]
) -> None:
    project.write({"index.md": "# Book\n", "logo.png": "PNG", "icon.png": "PNG"})
    built = project.build(builder, **marks)
    assert {*marks.values()} <= {path.name for path in built.outdir.rglob("*")}
    project.build(builder)
    assert differences(built.outdir, clean_build(project, builder).outdir) == []


@pytest.mark.parametrize(
    "builder", ["html", *(pytest.param(name, marks=pytest.mark.slow) for name in ("latex", "epub"))]
)
def test_an_image_gives_way_to_another_format(project: Project, builder: str) -> None:
    page = "# Book\n\n```{toctree}\nother\n```\n\n![a](a.*)\n\n![b](b.*)\n"
    other = "# Other\n\n![a](a.jpg)\n"
    project.write({"index.md": page, "other.md": other, "a.jpg": "1", "b.jpg": "2", "c.jpg": "3"})
    for files in (
        {"a.png": "4", "b.png": "5", "b.svg": "<svg/>"},
        {"other.md": "# Other\n"},
        {"b.png": None, "b.svg": None},
        {"a.svg": "<svg/>", "other.md": "# Other\n\n![a](a.*) ![b](b.jpg)\n"},
    ):
        again = project.write(files).build(builder)
        clean = clean_build(project, builder)
        assert differences(again.outdir, clean.outdir) == []
