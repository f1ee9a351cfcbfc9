"""What a first visit costs on a phone: bytes, requests, and whether anything moves while it loads.

Bytes and requests are exact. Times depend on the machine, so they are only printed; `make weight`
shows them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = ("index", "days/2015-05-19", "browse/sessions", "browse/topics")
#: Of all files that a page loads, compressed, with the headers of the answers.
BYTES = 150_000
REQUESTS = 15
SHIFT = 0.02
#: A slow line, so that a page is shown before its scripts have arrived.
LINE = {
    "offline": False,
    "latency": 60,
    "downloadThroughput": 400_000,
    "uploadThroughput": 100_000,
}
#: Nobody has searched yet, and the icons are in the style sheet.
NEVER = re.compile(r"fontawesome|\.woff|searchtools|searchindex|language_data|session-search/")
FIGURES = """() => new Promise((resolve) => {
  let shift = 0, largest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shift += entry.hadRecentInput ? 0 : entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) largest = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const ready = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  setTimeout(() => resolve({ shift, largest, ready }), 300);
})"""


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", PAGES)
def test_a_first_visit_is_light(
    request: pytest.FixtureRequest,
    chromium: Browser,
    serve: Callable[..., str],
    language: str,
    name: str,
) -> None:
    folder: Path = request.getfixturevalue("book" if language == "en" else "japanese_book")
    site = serve(folder, compressed=True)
    window = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = window.new_page()
    network = window.new_cdp_session(page)
    asked: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def on_request(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            asked[event["requestId"]] = event["request"]["url"].removeprefix(site)

    def on_finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    network.on("Network.requestWillBeSent", on_request)
    network.on("Network.loadingFinished", on_finished)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", LINE)
    page.goto(f"{site}/{name}.html", wait_until="networkidle")
    figures = page.evaluate(FIGURES)
    blocking = "script[src]:not([defer], [async], [type=module])"
    scripts = page.locator(blocking).evaluate_all("found => found.map(script => script.src)")
    window.close()

    weights = {asked[key]: sizes[key] for key in asked}
    total = sum(weights.values())
    print(  # noqa: T201 - that is what `make weight` is for
        f"{name}, {language}: {total / 1000:.0f} kB in {len(weights)} requests, "
        f"shift {figures['shift']:.3f}; {figures['largest']:.0f} ms until its largest part is "
        f"shown, {figures['ready']:.0f} ms until it works"
    )
    assert total <= BYTES, weights
    assert len(weights) <= REQUESTS, weights
    assert figures["shift"] <= SHIFT
    assert [one for one in weights if NEVER.search(one)] == []
    # It sets the color mode, so that nobody sees the wrong one.
    assert [one.rpartition("/")[2].partition("?")[0] for one in scripts] == [
        "session-theme-first.js"
    ]
