"""No text that an author can write runs in a browser: on no page, in no index, in no search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile import NASTY, book, first_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Project
    from playwright.sync_api import Browser, Page

#: Each tells, by this flag, that it ran.
RUN = "window.ran=1"
PAYLOADS = {
    "script": f"<script>{RUN}</script>",
    "end of script": f"</script><script>{RUN}</script>",
    "end of title": f"</title></head><body><script>{RUN}</script>",
    "image": f"<img src=x onerror={RUN}>",
    "attribute": f"\"><svg onload={RUN}> ' onfocus='{RUN}' autofocus x='",
    "event": f'" onmouseover="{RUN}" onpointerover="{RUN}',
    "details": f"<details open ontoggle={RUN}>x</details>",
    "frame": f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    "link": f"<a href='javascript:{RUN}'>x</a> [x](javascript:{RUN}) <javascript:{RUN}>",
    "address": f"javascript:{RUN}//",
    "data": f"data:text/html,<script>{RUN}</script>",
    "entities": f"&lt;img src=x onerror={RUN}&gt; &#60;script&#62;{RUN}&#60;/script&#62;",
    "escapes": f"\\u003cscript\\u003e{RUN} \\x3cscript\\x3e {{{{{RUN}}}}} ${{{RUN}}} `-{RUN}-`",
    "comment": f"<!--><script>{RUN}</script>--> <![CDATA[<script>{RUN}</script>]]>",
    "full width": f"＜script＞{RUN}＜／script＞＜img src=x onerror={RUN}＞",
    "role": "{raw-html}`<script>" + RUN + "</script>` {raw}`x`",
    "everything nasty": " ".join(text for text in NASTY.values() if len(text) < 100),
}

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab that remembers nothing of earlier searches."""
    page = chromium.new_page()
    yield page
    page.close()


def provoke(tab: Page, address: str) -> None:
    """Open *address*, touch all that is on the page, and see that nothing ran."""
    tab.goto(address)
    tab.evaluate(
        """() => {
          for (const element of document.querySelectorAll("body *"))
            for (const name of ["mouseover", "pointerover", "focus", "click", "toggle", "load"])
              if (!(name === "click" && element.closest("a[href], button, form")))
                element.dispatchEvent(new Event(name, {bubbles: true}));
        }"""
    )
    assert tab.evaluate("window.ran") is None, address
    bad = """() => {
      // A link in a picture has its address as it is written.
      const leads = ({href}) => href?.baseVal ? new URL(href.baseVal, document.baseURI).href : href;
      return [...document.querySelectorAll("[href], [src], [action], [srcdoc]")].map(
        (one) => one.getAttribute("srcdoc") || leads(one) || one.src || one.action).filter(
        (to) => !/^(file|https?|mailto|ftp):/.test(to));
    }"""
    assert tab.evaluate(bad) == [], address


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_and_a_title_is_found(project: Project, tab: Page, payload: str) -> None:
    outdir = project.builddir
    for marked in (False, True):
        files, _ = book(lambda _place: PAYLOADS[payload], marked=marked)
        outdir = project.write(files).build("html").outdir
        for name in ("index.html", "genindex.html"):
            provoke(tab, (outdir / name).as_uri())
    title = first_word("sessiontitle")
    search = (outdir / "search.html").as_uri()
    for query in (title, PAYLOADS[payload]):
        tab.goto(f"{search}?q=" + "".join(f"%{byte:02x}" for byte in query.encode("utf-8")))
        tab.locator(".session-search-status:not(:empty)").wait_for()
        tab.wait_for_timeout(100)
        assert tab.evaluate("window.ran") is None, query
        if query == title:
            assert tab.locator("#search-results li").count() >= 1


def test_links_in_formulas_are_filtered(project: Project, tab: Page) -> None:
    # No command that makes links gets so far; this is the second line of defence.
    page = "# Book\n\n```{math}\nx^2\n```\n"
    pages = {"index.md": page, "plain.md": "---\norphan: true\n---\n# Plain\n"}
    # Stands for MathJax, and says what it is told to load.
    stub = {"_static/stub.js": "window.told = window.MathJax.loader.load"}
    for load in ([], ["[tex]/x"]):
        config = {"loader": {"load": load}} if load else None
        built = project.write({**pages, **stub}).build(
            html_static_path=["_static"], mathjax_path="stub.js", mathjax3_config=config
        )
        tab.goto((built.outdir / "index.html").as_uri())
        assert tab.evaluate("window.told") == [*load, "ui/safe"]
        assert "session_math.js" not in built.text("plain.html")


def test_the_flag_tells_what_runs(project: Project, tab: Page) -> None:
    page = project.root / "runs.html"
    page.write_text(f"<!doctype html><body>{PAYLOADS['image']}{PAYLOADS['script']}", "utf-8")
    with pytest.raises(AssertionError):
        provoke(tab, page.as_uri())
