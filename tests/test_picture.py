"""The picture of topics by days says what the table below it says, and leads to the sessions."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from conftest import Project

SVG = "{http://www.w3.org/2000/svg}"
#: For each day its sessions, each with its topics.
DAYS = {
    "mon": ("2015-05-18", ["SDN, <b>&\"'", "SDN", "Ops"]),
    "tue": ("2015-05-19", ["SDN", "クラウドネットワーキングの運用と監視"]),
}
#: The endings of what other formats than pages of a site write.
SHOWN = (".txt", ".tex", ".html", ".xhtml")
GLANCE = "# Glance\n\n```{topic-table}\n:picture:\n```\n"


def day(name: str) -> str:
    date, sessions = DAYS[name]
    written = (
        f"::::{{session}} {name} {number}\n:id: {name}-{number}\n:topics: {topics}\n::::\n"
        for number, topics in enumerate(sessions)
    )
    return f"---\ndate: {date}\n---\n# {name}\n\n" + "\n".join(written)


@pytest.fixture
def book(project: Project) -> Project:
    pages = {f"{name}.md": day(name) for name in DAYS}
    toctree = "```{toctree}\nmon\ntue\nglance\ntopics\n```\n"
    topics = "# Topics\n\n```{topic-index}\n```\n"
    index = {"index.md": f"# Book\n\n{toctree}", "glance.md": GLANCE, "topics.md": topics}
    return project.write({**index, **pages})


def picture(page: str) -> ET.Element:
    """Return the picture of a page, as a browser understands it."""
    start, end = page.index("<svg"), page.index("</svg>") + 6
    svg = page[start:end].replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return ET.fromstring(svg)  # noqa: S314 - we have just written it


def test_each_number_is_a_link_with_a_name_of_its_own(book: Project) -> None:
    built = book.build()
    assert built.warnings == []
    drawn = picture(built.text("glance.html"))
    cells = [link for link in drawn.iter(f"{SVG}a") if link.find(f"{SVG}circle") is not None]
    said = {
        str(link.findtext(f"{SVG}title")): (link.get("href"), link.findtext(f"{SVG}text"))
        for link in cells
    }
    assert said == {
        "SDN, Mon 18 May: 2": ("mon.html#mon-0", "2"),
        "SDN, Tue 19 May: 1": ("tue.html#tue-0", "1"),
        "Ops, Mon 18 May: 1": ("mon.html#mon-2", "1"),
        "<b>&\"', Mon 18 May: 1": ("mon.html#mon-0", "1"),
        "クラウドネットワーキングの運用と監視, Tue 19 May: 1": ("tue.html#tue-1", "1"),
    }
    # What has the most sessions comes first, and leads to its entry in the index.
    names = [link for link in drawn.iter(f"{SVG}a") if link.find(f"{SVG}circle") is None]
    assert names[0].findtext(f"{SVG}text") == "SDN"
    assert names[0].get("href") == "topics.html#topic-sdn"
    assert len(names) == 4


def test_its_area_grows_with_the_number(book: Project) -> None:
    drawn = picture(book.build().text("glance.html"))
    radius = {
        str(link.findtext(f"{SVG}title")): float(circle.get("r", ""))
        for link in drawn.iter(f"{SVG}a")
        for circle in link.iter(f"{SVG}circle")
    }
    assert radius["SDN, Mon 18 May: 2"] > radius["SDN, Tue 19 May: 1"] == 8
    # A name that is wider than its column is set narrower.
    long = next(text for text in drawn.iter(f"{SVG}text") if text.text == DAYS["tue"][1][1])
    assert long.get("textLength") == "132"


def test_the_table_is_its_text(book: Project) -> None:
    page = book.build().text("glance.html")
    table = unescape(page.partition("</svg>")[2])
    for name in ("SDN", "Ops", "<b>&\"'"):
        assert f">{name}<" in table


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml"])
def test_other_formats_have_the_table_alone(book: Project, builder: str) -> None:
    built = book.build(builder, version="1", copyright="Ann", epub_show_urls="no")
    assert built.warnings == []
    pages = [path for path in built.outdir.rglob("*.*") if path.suffix in SHOWN]
    assert not any("<svg" in path.read_text("utf-8") for path in pages)


def test_without_topics_there_is_none(project: Project) -> None:
    project.write({"index.md": f"# Book\n\n::::{{session}} A\n::::\n\n{GLANCE}"})
    page = project.build().text("index.html")
    assert "No topics." in page
    assert "<svg" not in page


def test_it_takes_no_value(project: Project) -> None:
    project.write({"index.md": GLANCE.replace(":picture:", ":picture: big")})
    [(place, code, _)] = project.build().reported
    assert (place, code) == ("index.md:4", "option")
