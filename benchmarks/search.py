"""Measure the search of a large book on a processor that is four times slower.

    make html
    python benchmarks/search.py
    python benchmarks/search.py --sessions 1000 --languages ja

The sessions are made of the words of this book, drawn by how frequent they are, so that they take
as much room as real ones, or more. Nothing is built: the records are written beside the scripts.
It needs Playwright and a Chromium. Two figures are given for each: as Chromium says when it slows
itself down, which is right on a machine that does nothing else, and four times what the browser's
thread has used of the processor, which is right on any machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright
from session_search.records import script

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "_ext" / "session_search" / "static"
SLOWER = 4
#: The bounds: kB after gzip, and milliseconds.
BOUNDS = {"gzip": 1_600.0, "first result": 1_500.0, "key": 60.0}
PAGE = """\
<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>Book</title>
<script src="_static/session_search.js" data-label="Search" defer></script></head>
<body><main><form role="search" action="search.html"><input type="search" name="q"></form></main>
</body></html>
"""
#: A word, or a run of one script, and what is between: what a sentence is made of.
_PIECE = re.compile(r"[ァ-ヺー]+|[一-鿿々]+|[ぁ-ゖ]+|[^\sァ-ヺー一-鿿々ぁ-ゖ]+|\s+")
#: Types a query; returns when its results are there.
TYPE = """async (query) => {
  const box = document.forms[0].q;
  box.value = query;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}"""
QUERIES = {
    "en": ("neutron performance", "live migration fails", "neutorn", "security group", "6,000"),
    "ja": (
        "ライブマイグレーション",
        "性能が落ちる",
        "火星探査の実験",
        "セキュリティグループ",
        "Neutorn",
    ),
}


def read(site: Path) -> dict[str, Any]:
    """Return the records of a site."""
    text = (site / "_static/session-search/records.js").read_text("utf-8")
    quoted = text.partition("JSON.parse('")[2].rstrip().removesuffix("');")
    data: dict[str, Any] = json.loads(quoted.replace("\\'", "'").replace("\\\\", "\\"))
    return data


def multiplied(data: dict[str, Any], sessions: int) -> dict[str, Any]:
    """Return records of so many *sessions*, each as long as one of the book."""
    draw = Random(1)
    rows = [row for row in data["rows"] if row[0] < 2]
    words = [_PIECE.findall(text) for row in rows for text in (row[2], *row[11:13])]
    pool = [piece for pieces in words for piece in pieces]

    def text(like: str) -> str:
        pieces = draw.choices(pool, k=len(_PIECE.findall(like)))
        lines = "".join(pieces)
        cut = max(1, len(lines) // max(1, like.count("\n") + 1))
        return "\n".join(lines[at : at + cut] for at in range(0, len(lines), cut))

    made = []
    for number in range(sessions):
        row = [*draw.choice(rows)]
        row += [""] * (14 - len(row))
        row[0], row[1], row[3] = 0, f"days/{number // 10:03}.html#session-{number}", -1
        row[2] = text(row[2]).replace("\n", " ")
        row[11], row[12] = text(row[11]), text(row[12])
        made.append(row)
    return {**data, "files": {}, "rows": made}


def measure(language: str, sessions: int) -> dict[str, float]:
    """Return the figures of a search through so many *sessions*."""
    data = multiplied(read(ROOT / "_build" / "html" / language), sessions)
    content = script("records", data)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        shutil.copytree(STATIC, site / "_static")
        (site / "_static/session-search").mkdir()
        (site / "_static/session-search/records.js").write_bytes(content)
        (site / "index.html").write_text(PAGE.format(language=language), "utf-8")
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        address = (site / "index.html").as_uri()
        slowed = _ask(browser, address, language, rate=SLOWER)
        used = _ask(browser, address, language, rate=1)
        browser.close()
    return {"gzip": len(gzip.compress(content, 9)) / 1000, **used, **slowed}


def _ask(browser: Browser, address: str, language: str, *, rate: int) -> dict[str, float]:
    """Return how long the first result takes, and each key, in milliseconds."""
    page = browser.new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def now() -> float:
        if rate > 1:
            return float(page.evaluate("performance.now()"))
        found = tools.send("Performance.getMetrics")["metrics"]
        ticks = next(one["value"] for one in found if one["name"] == "TaskDuration")
        return float(ticks) * 1000 * SLOWER

    page.goto(address)
    started, (first, *_) = now(), QUERIES[language]
    page.evaluate(
        "query => { const box = document.forms[0].q; box.focus(); box.value = query; }", first
    )
    page.locator("[role=option]").first.wait_for(timeout=120_000)
    first_result = now() - started
    # The words of the book are gathered in slices after the first results.
    page.wait_for_timeout(4_000)
    keys = []
    for query in QUERIES[language]:
        for end in range(1, len(query) + 1):
            before = now()
            page.evaluate(TYPE, query[:end])
            keys.append(now() - before)
    page.close()
    name = ", slowed" if rate > 1 else ""
    return {
        f"first result{name}": first_result,
        f"key{name}": statistics.median(keys),
        f"key, 95 %{name}": statistics.quantiles(keys, n=20)[-1],
    }


def main() -> int:
    """Print the figures, and say whether they keep within the bounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sessions", type=int, default=5_000)
    parser.add_argument("--languages", nargs="+", default=["en", "ja"])
    given = parser.parse_args()
    beyond = 0
    for language in given.languages:
        figures = measure(language, given.sessions)
        print(language, {name: round(value, 1) for name, value in figures.items()})
        beyond += sum(figures[name] > bound for name, bound in BOUNDS.items())
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
