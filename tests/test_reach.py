"""What others can link to, and what becomes of sessions in odd places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import CONF, Project
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built

BOOK = {
    "index.md": "# Book\n\n```{toctree}\nday\nbrowse\n```\n",
    "day.md": (
        "# A day\n\n"
        "::::{session} OVN in short\n:id: ovn\n:topics: SDN\n:speakers: Ada Lovelace\n"
        ":track: Conference\n\n- A bullet\n::::\n\n"
        "::::{talk} A short talk\n:id: short\n\n- A bullet\n::::\n"
    ),
    "browse.md": "# Browse\n\n"
    + "".join(f"```{{{name}-index}}\n```\n" for name in ("topic", "speaker", "track")),
}
#: Where each thing of the book is, and its title.
PLACES = {
    "session": ("ovn", "day.html#ovn", "OVN in short"),
    "talk": ("short", "day.html#short", "A short talk"),
    "topic": ("sdn", "browse.html#topic-sdn", "SDN"),
    "speaker": ("ada-lovelace", "browse.html#speaker-ada-lovelace", "Ada Lovelace"),
    "track": ("conference", "browse.html#track-conference", "Conference"),
}
EXTENSIONS = ["myst_parser", "sphinx.ext.intersphinx"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a book that other projects link to."""
    built = Project(tmp_path_factory.mktemp("book")).write(BOOK).build()
    assert built.warnings == []
    return built.outdir


def build_other(root: Path, book: Path, *lines: str, ours: bool, **conf: Any) -> Built:
    """Build a project of one page that knows the inventory of *book*."""
    other = Project(root / "other")
    inventory = {"book": ("https://book.example/", str(book / "objects.inv"))}
    text = f"intersphinx_mapping = {inventory!r}\n"
    if ours:
        text += CONF.replace('"session_notes"', '"session_notes", "sphinx.ext.intersphinx"')
    else:
        text += f"extensions = {EXTENSIONS!r}\nhtml_theme = 'basic'\n"
    other.write({"conf.py": text, "index.md": "\n\n".join(("# Other", *lines, ""))})
    return other.build(**conf)


def links(page: str) -> list[tuple[str, str]]:
    """Return address and words of each link in the paragraphs of a page."""
    found = re.findall(r'<a class="reference [^"]*" href="([^"]*)"[^>]*>(.*?)</a>', page)
    return [(address, re.sub("<[^>]*>", "", words)) for address, words in found]


def linked(built: Built, page: str, words: str) -> set[str]:
    """Return where the links on *page* that say *words* lead."""
    return {address for address, said in links(built.text(page)) if said == words}


# -- other projects -------------------------------------------------------------------------


def test_the_inventory_names_everything(book: Path) -> None:
    inventory = InventoryFile.loads((book / "objects.inv").read_bytes(), uri="").data
    ours = {
        kind.removeprefix("notes:"): {
            name: (item.uri, item.display_name) for name, item in names.items()
        }
        for kind, names in inventory.items()
        if kind.startswith("notes:")
    }
    assert ours == {kind: {name: (uri, title)} for kind, (name, uri, title) in PLACES.items()}
    labels = {name for name in inventory["std:label"] if name.startswith("session-")}
    assert labels == {"session-ovn", "session-short"}


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize(
    "form", ["{{external+book:notes:{}}}`{}`", "{{{}}}`{}`", "{{{}}}`book:{}`"]
)
def test_a_project_with_the_extension_links_by_role(
    tmp_path: Path, book: Path, kind: str, form: str
) -> None:
    name, uri, title = PLACES[kind]
    role = "session" if kind == "talk" else kind
    built = build_other(tmp_path, book, f"See {form.format(role, name)}.", ours=True)
    assert built.warnings == []
    assert (f"https://book.example/{uri}", title) in links(built.text("index.html"))


@pytest.mark.parametrize(
    ("role", "target"),
    [
        ("session", "ovnn"),
        ("session", "book:ovnn"),
        ("session", "boook:ovn"),
        # There is such a name, but it is a session's.
        ("topic", "ovn"),
        ("topic", "book:ovn"),
    ],
)
def test_a_role_that_nobody_can_resolve_is_still_told(
    tmp_path: Path, book: Path, role: str, target: str
) -> None:
    built = build_other(tmp_path, book, f"See {{{role}}}`{target}`.", ours=True)
    assert built.reported == [("index.md:3", "xref", [target])]
    assert f"{role} '{target}'" in built.warnings[0]


@pytest.mark.parametrize("disabled", ["*", "notes:*", "notes:session"])
def test_what_may_not_be_asked_elsewhere_is_told(tmp_path: Path, book: Path, disabled: str) -> None:
    conf = {"intersphinx_disabled_reftypes": [disabled]}
    see = "See {session}`ovn` and {session}`book:short`."
    built = build_other(tmp_path, book, see, ours=True, **conf)
    assert built.reported == [("index.md:3", "xref", ["ovn"])]
    assert ("https://book.example/day.html#short", "A short talk") in links(
        built.text("index.html")
    )


@pytest.mark.parametrize(
    "form",
    [
        "{external+book:ref}`session-ovn`",
        "{ref}`session-ovn`",
        "[](inv:book:std:label#session-ovn)",
        "[](inv:book:notes:session#ovn)",
        "[](inv:book#session-ovn)",
        "<inv:book:std:label#session-ovn>",
    ],
)
def test_a_project_without_the_extension_links(tmp_path: Path, book: Path, form: str) -> None:
    built = build_other(tmp_path, book, f"See {form}.", ours=False)
    assert built.warnings == []
    assert ("https://book.example/day.html#ovn", "OVN in short") in links(built.text("index.html"))


def test_the_session_of_another_book_is_not_ours_of_the_same_id(tmp_path: Path, book: Path) -> None:
    ours = "::::{session} Ours\n:id: ovn\n\n- A\n::::"
    links_there = "::::{session} Linking\n\n- Not {external+book:notes:session}`ovn`\n::::"
    built = build_other(tmp_path, book, ours, links_there, ours=True)
    assert built.warnings == []
    page = built.text("index.html")
    assert ("https://book.example/day.html#ovn", "OVN in short") in links(page)
    assert "Mentioned in" not in page


# -- links without a role -------------------------------------------------------------------


def test_a_bare_id_is_the_session_and_never_ambiguous(project: Project) -> None:
    # A topic, a page and a label elsewhere have the id too: whoever writes a session's id means
    # the session, and "Mentioned in" says so.
    built = project.write(
        {
            "index.md": "# Book\n\n```{toctree}\nday\nneutron\nbrowse\n```\n",
            "day.md": (
                "# A day\n\n::::{session} The work\n:id: neutron\n:topics: neutron\n\n- A\n::::\n"
            ),
            "neutron.md": (
                "# A page\n\n::::{session} Another\n\n"
                '- {any}`neutron`, [](#neutron), [words](#neutron "hover")\n::::\n\n'
                "{doc}`neutron` and {topic}`neutron`\n"
            ),
            "browse.md": "# Browse\n\n```{topic-index}\n```\n\n{any}`browse`, {any}`neutron`\n",
            "_data/topics.yml": "neutron: The topic\n",
        }
    ).build()
    assert built.warnings == []
    assert linked(built, "neutron.html", "The work") == {"day.html#neutron"}
    assert linked(built, "neutron.html", "words") == {"day.html#neutron"}
    assert 'title="hover"' in built.text("neutron.html")
    assert linked(built, "neutron.html", "The topic") == {"browse.html#topic-neutron"}
    assert linked(built, "browse.html", "The work") == {"day.html#neutron"}
    assert linked(built, "day.html", "Another") == {"neutron.html#another"}
    assert "The work, The work, words" in built.text("day.html")


def test_pages_and_labels_of_other_names_stay_theirs(project: Project) -> None:
    built = project.write(
        BOOK | {"plain.md": "---\norphan: true\n---\n# Plain\n\n{any}`day`, {any}`browse`\n"}
    ).build()
    assert built.warnings == []
    assert linked(built, "plain.html", "A day") == {"day.html"}
    assert linked(built, "plain.html", "Browse") == {"browse.html"}


def test_what_other_domains_have_is_no_misspelt_session(project: Project) -> None:
    built = project.write(
        {
            "index.md": "# Day\n\n::::{session} Short\n:id: short\n\n"
            "- {any}`start`, {any}`shortly()`, {any}`shotr`\n::::\n\n"
            "```{js:function} start(where)\n```\n"
            "```{py:module} books\n```\n```{py:function} shortly(name)\n```\n",
        }
    ).build()
    assert built.warnings == [
        "index.md:6: WARNING: no session 'shotr'; did you mean 'short'? [session.xref]"
    ]
    assert linked(built, "index.html", "start") == {"#start"}
    assert linked(built, "index.html", "shortly()") == {"#books.shortly"}


# -- pages in and out of the book -----------------------------------------------------------


def lone(text: str, session_id: str = "lone") -> str:
    return (
        "---\norphan: true\n---\n# A page apart\n\n"
        f"::::{{session}} Alone\n:id: {session_id}\n\n- {text}\n::::\n"
    )


def test_an_excluded_page_is_not_there(project: Project) -> None:
    project.write(BOOK | {"drafts/a.md": lone("x"), "index.md": BOOK["index.md"] + "\n[](#lone)\n"})
    built = project.build(exclude_patterns=["drafts"])
    assert not any("drafts" in line for line in built.warnings)
    assert [line for line in built.warnings if "'lone'" in line]
    assert {name for name, *_ in built.domain.get_objects()} >= {"ovn", "short"}
    assert "lone" not in {name for name, *_ in built.domain.get_objects()}


@pytest.mark.parametrize(
    "builder", ["html", "singlehtml", "epub", "latex", "texinfo", "text", "man"]
)
def test_an_orphan_and_links_to_it_do_no_harm(project: Project, builder: str) -> None:
    # Outside of the LaTeX and Texinfo book it can be no link: its title stands there as text.
    day = BOOK["day.md"].replace("- A bullet\n::::\n\n", "- See [](#lone)\n::::\n\n", 1)
    project.write(BOOK | {"lone.md": lone("See [](#ovn)"), "day.md": day})
    built = project.build(
        builder,
        latex_documents=[("index", "book.tex", "Book", "A", "manual", False)],
        texinfo_documents=[("index", "book", "Book", "A", "book", "d", "Misc")],
        man_pages=[("index", "book", "Book", [], 1)],
        copyright="nobody",
        version="1",
    )
    assert built.warnings == []
    pages = {"html": "day.html", "singlehtml": "index.html", "epub": "day.xhtml"}
    names = pages | {"latex": "book.tex", "texinfo": "book.texi", "text": "day.txt"}
    text = built.text(names.get(builder, "book.1"))
    assert re.search(r"See\s.*\bAlone\b", text)
    # Who mentions the session is told, too, wherever that stands.
    assert "Mentioned in" in text


# -- sessions in odd places -----------------------------------------------------------------


class Odd(NamedTuple):
    """A session where none can stand, and the line in which it begins."""

    inside: str
    text: str
    line: int


ODD = [
    # Without the blank lines, MyST would count a line too many: it puts one before a fence that
    # is the very first thing inside another.
    Odd("note", ":::::{note}\n\n::::{session} Odd one\n:room: R9\n\n- Said\n::::\n:::::\n", 5),
    Odd("block_quote", "> ::::{session} Odd one\n> :room: R9\n>\n> - Said\n> ::::\n", 3),
    Odd("list_item", "- item\n\n  ::::{session} Odd one\n  :room: R9\n\n  - Said\n  ::::\n", 5),
    Odd("only", ":::::{only} html\n\n::::{session} Odd one\n:room: R9\n\n- Said\n::::\n:::::\n", 5),
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.inside)
def test_a_session_where_no_heading_could_stand_is_refused(project: Project, odd: Odd) -> None:
    built = project.write({"index.md": f"# Book\n\n{odd.text}"}).build()
    assert built.reported == [(f"index.md:{odd.line}", "place", [])]
    assert f"({odd.inside})" in built.warnings[0]
    page = built.text("index.html")
    for kept in ("Odd one", "R9", "Said"):
        assert kept in page
    assert list(built.domain.get_objects()) == []


@pytest.mark.parametrize("inside", ["only:: html", "note::"])
def test_the_same_in_restructuredtext(project: Project, inside: str) -> None:
    text = (
        f"Book\n====\n\n.. {inside}\n\n   .. session:: Odd one\n      :room: R9\n\n      - Said\n"
    )
    (project.srcdir / "index.md").unlink(missing_ok=True)
    built = project.write({"index.rst": text}).build()
    assert built.reported == [("index.rst:6", "place", [])]
    assert f"({inside.partition(':')[0]})" in built.warnings[0]
    assert "R9" in built.text("index.html")


# MyST reads an attribute that goes with Sphinx 11.
@pytest.mark.filterwarnings("ignore:.*BuildEnvironment:sphinx.deprecation.RemovedInSphinx11Warning")
def test_included_markdown(project: Project) -> None:
    part = "Words\n\n::::{session} Within\n:kindd: talk\n\n- [](#withinn)\n\n## References\n::::\n"
    project.write({"index.md": "# Book\n\n```{include} inc/part.md\n```\n", "inc/part.md": part})
    built = project.build(exclude_patterns=["inc"])
    assert [(place, code, names[0]) for place, code, names in built.reported] == [
        ("inc/part.md:4", "option", "kindd"),
        ("inc/part.md:6", "xref", "withinn"),
        ("inc/part.md:8", "heading", "References"),
    ]
    assert [name for name, *_ in built.domain.get_objects()] == ["within"]


@pytest.mark.parametrize("apart", [False, True], ids=["from the sources", "from elsewhere"])
def test_included_restructuredtext(
    project: Project, monkeypatch: pytest.MonkeyPatch, *, apart: bool
) -> None:
    # docutils names the file from where Sphinx runs.
    monkeypatch.chdir(project.root if apart else project.srcdir)
    part = "Words\n\n.. session:: Within\n   :kindd: talk\n\n   - :session:`withinn`\n"
    project.write({"index.rst": "Book\n====\n\n.. include:: inc/part.txt\n", "inc/part.txt": part})
    built = project.build()
    assert [(place, code, names[0]) for place, code, names in built.reported] == [
        ("inc/part.txt:4", "option", "kindd"),
        ("inc/part.txt:6", "xref", "withinn"),
    ]
    assert [name for name, *_ in built.domain.get_objects()] == ["within"]


def test_substitutions_in_a_session(project: Project) -> None:
    text = "::::{session} A title\n\n- {{ who }} said, see {{ link }}\n::::\n"
    other = "::::{session} Other\n:id: other\n\n- Words\n::::\n"
    project.write({"index.md": f"# Book\n\n{text}\n{other}"})
    built = project.build(
        myst_enable_extensions=["colon_fence", "substitution"],
        myst_substitutions={"who": "Ada", "link": "[](#other)"},
    )
    assert built.warnings == []
    page = built.text("index.html")
    assert "Ada said, see" in page
    assert linked(built, "index.html", "A title") == {"#a-title"}, "mentioned in"


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_a_heading_gives_way_to_the_permalink_of_a_session(project: Project, suffix: str) -> None:
    pages = {
        "md": "# Lone\n\n## Apart\n\n::::{session} Alone\n:id: lone\n\n- [](#apart)\n::::\n\n"
        "::::{session} Also\n:id: apart\n\n- A\n::::\n",
        "rst": "Lone\n====\n\nApart\n-----\n\n.. session:: Alone\n   :id: lone\n\n"
        "   - :session:`apart`\n\n.. session:: Also\n   :id: apart\n\n   - A\n\n`Apart`_\n",
    }
    built = project.write({f"index.{suffix}": pages[suffix]}).build()
    assert built.warnings == []
    page = built.text("index.html")
    anchors = dict(re.findall(r'<section [^>]*?id="([^"]*)">\s*<h\d>(\w+)', page))
    assert anchors == {"lone-2": "Lone", "apart-2": "Apart", "lone": "Alone", "apart": "Also"}
    assert linked(built, "index.html", "Also") == {"#apart"}
    # In rst by name, too, in Markdown in the table of contents.
    assert linked(built, "index.html", "Apart") == {"#apart-2"}


def test_a_target_with_the_id_of_a_session_is_told(project: Project) -> None:
    target = "(lone)=\n\n## A heading\n\n"
    session = "::::{session} Alone\n:topics: SDN\n:id: lone\n\n- [](#lone)\n::::\n"
    built = project.write({"index.md": f"# Book\n\n{target}{session}"}).build()
    assert built.reported == [("index.md:9", "duplicate", ["lone"])]


def test_two_sessions_with_one_title(project: Project) -> None:
    twin = "::::{session} Same title\n\n- Words\n::::\n"
    project.write(
        {
            "index.md": f"# Book\n\n```{{toctree}}\nday\n```\n\n{twin}\n{twin}",
            "day.md": f"# A day\n\n{twin}\n```{{session-list}}\n```\n",
        }
    )
    built = project.build()
    assert built.reported == [
        (place, "duplicate", ["same-title", "Same title"]) for place in ("day.md:3", "index.md:12")
    ]
    assert all("(index.md:7)" in line for line in built.warnings)
    # Each still has a place of its own, to which a list leads.
    assert set(re.findall(r'<section class="session" id="([^"]*)"', built.text("index.html"))) == {
        "same-title",
        "same-title-2",
    }
    listed = re.findall(r'class="session-title [^"]*" href="([^"]*)"', built.text("day.html"))
    assert listed == ["index.html#same-title", "index.html#same-title-2", "#same-title"]
