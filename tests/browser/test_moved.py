"""Old addresses in a real browser: they lead to where the book has now what they named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import CONF
from edits import day, session
from sphinx.cmd.build import main as sphinx_build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Visit
    from conftest import Once

pytestmark = pytest.mark.browser

#: No script may be inline.
POLICY = "script-src 'self'; object-src 'none'; base-uri 'self'"

BOOK = {
    # The sidebars of the theme have a script, which the policy forbids.
    "conf.py": f'{CONF}html_sidebars = {{"**": []}}\n',
    "index.md": "# Book\n\n```{toctree}\n:glob:\ndays/*\nbrowse/*\n```\n",
    "days/one.md": day(
        "2015-05-18", session("here", "Here", "- A", options=(":was: there, 1st", ":topics: OVN"))
    ),
    "days/two.md": day(
        "2015-05-19",
        session("stays", "Stays", "- B", options=(":topics: SDN", ":speakers: Ada Lovelace")),
        session("renamed", "Renamed", "- C", options=(":was: old-name",)),
    ).replace("date:", "was: [days/tuesday, 火曜日/dos, days/zwei]\ndate:"),
    "browse/topics-a.md": "---\nwas: browse/topics\n---\n# A\n\n"
    "```{topic-index}\n:letters: A-O\n```\n```{speaker-index}\n```\n",
    "browse/topics-b.md": "# B\n\n```{topic-index}\n:letters: P-Z\n```\n",
    "404.md": "---\norphan: true\nnosearch: true\n---\n# Not found\n",
    "_data/topics.yml": "ovn: {label: OVN, was: [own]}\nsdn: {label: SDN, was: [a-network]}\n",
}
#: What once was an address, and where it leads.
OLD = {
    # On its own page.
    "days/one#there": "days/one#there",
    "days/one#1st": "days/one#1st",
    # A session that is on another page now, with its id and with another.
    "days/one#stays": "days/two#stays",
    "days/one#old-name": "days/two#renamed",
    # A page that is elsewhere now.
    "days/tuesday": "days/two",
    "days/tuesday#stays": "days/two#stays",
    "days/tuesday#old-name": "days/two#renamed",
    "days/tuesday#there": "days/one#here",
    "days/tuesday#nobody": "days/two#nobody",
    "火曜日/dos#renamed": "days/two#renamed",
    # An index that is two now, and one that is on another page.
    "browse/topics": "browse/topics-a",
    "browse/topics#topic-ovn": "browse/topics-a#topic-ovn",
    "browse/topics#topic-sdn": "browse/topics-b#topic-sdn",
    "browse/topics#topic-own": "browse/topics-a#topic-ovn",
    "browse/topics-a#topic-sdn": "browse/topics-b#topic-sdn",
    "browse/topics-a#topic-a-network": "browse/topics-b#topic-sdn",
    "days/one#speaker-ada-lovelace": "browse/topics-a#speaker-ada-lovelace",
    "browse/topics-b#reporter-ada-lovelace": "browse/topics-a#speaker-ada-lovelace",
    # A server shows this page at any address that it does not have.
    "404#renamed": "days/two#renamed",
    # What was never one.
    "days/one#%E0%A4%A": "days/one#%E0%A4%A",
    "days/one#constructor": "days/one#constructor",
    "days/one": "days/one",
}


@pytest.fixture(scope="module")
def sites(once: Once) -> dict[str, Path]:
    """A book, as both builders of sites make it."""

    def make(folder: Path) -> None:
        for name, content in BOOK.items():
            path = folder / "src" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        for builder in ("html", "dirhtml"):
            out = [str(folder / "src"), str(folder / builder)]
            assert sphinx_build(["-q", "-W", "-b", builder, *out]) == 0

    made = once("moved", make)
    return {builder: made / builder for builder in ("html", "dirhtml")}


@pytest.mark.parametrize(
    ("builder", "start"), [("html", "file"), ("html", "http"), ("dirhtml", "http")]
)
def test_old_addresses_lead_on(
    visit: Visit, serve: Callable[..., str], sites: dict[str, Path], builder: str, start: str
) -> None:
    site = sites[builder]
    root = serve(site, POLICY) if start == "http" else site.as_uri()
    tab = visit(f"{root}/{'index.html' if builder == 'html' else ''}")

    def address(path: str) -> str:
        page, mark, anchor = path.partition("#")
        return f"{root}/{page}{'.html' if builder == 'html' else '/'}{mark}{anchor}"

    for old, new in OLD.items():
        tab.goto("about:blank")
        tab.goto(address(old), wait_until="commit")
        tab.wait_for_url(re.compile(f"{re.escape(address(new))}$"), timeout=5000)
        tab.wait_for_load_state("networkidle")
        assert tab.url == address(new), old
        anchor = new.partition("#")[2]
        if anchor and not anchor.startswith(("nobody", "constructor", "%")):
            assert tab.locator(":target").get_attribute("id") == anchor
    # On the page that is open.
    tab.goto(address("days/one"))
    tab.evaluate("location.hash = 'stays'")
    tab.wait_for_url(re.compile(f"{re.escape(address('days/two#stays'))}$"))


def test_without_scripts_an_old_page_leads_on(visit: Visit, sites: dict[str, Path]) -> None:
    tab = visit(sites["html"] / "days/tuesday.html", scripts=False)
    tab.wait_for_url(re.compile(r"/days/two\.html$"), timeout=5000)
    tab = visit(sites["html"] / "days/one.html", "#there", scripts=False)
    assert tab.locator(":target").get_attribute("id") == "there"
