"""Writes the guide's page on mistakes from the slips, so that its examples are those tested."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from session_notes.model.problems import ADVICE, Code
from slips import read_slips

if TYPE_CHECKING:
    from slips import Slip

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "guide" / "mistakes.md"
#: The codes under their headings.
CHAPTERS = {
    "Fences": ("fence", "backticks", "directive", "place", "title"),
    "Options": ("option", "wrapped", "late", "yaml", "comment", "quotes", "comma", "width"),
    "Days, ids and times": ("id", "permalink", "duplicate", "date", "undated", "time", "clash"),
    "Names": ("topic", "once", "track", "kind", "spelling", "speaker", "twin", "affiliation"),
    "Notes": ("heading", "bullet", "levels", "depth", "bold", "backslash", "raw"),
    "Opinions and loose ends": ("empty", "opinion", "todo"),
    "Links": ("link", "xref", "reflink", "http", "bare", "reference"),
    "Characters": ("character", "spacing"),
    "Around the pages": ("index", "data", "config"),
}
HEAD = """\
# Mistakes and fixes

% Written by "make guide" from tests/slips and the code. Change it there.

`make check` reads all pages in a second. It names the file, the line and the column, says what to
write instead, and ends with a code in brackets, which this page explains. `make check ARGS=--fix`
fixes what is unambiguous and changes nothing else. The build reports the same. *Advice* may also
be right as it is: it does not fail a build.
"""


def page() -> str:
    """Return the text of the page."""
    slips: dict[str, list[Slip]] = {}
    for slip in read_slips():
        slips.setdefault(slip.code, []).append(slip)
    pieces = [HEAD]
    for chapter, codes in CHAPTERS.items():
        pieces.append(f"## {chapter}\n")
        pieces += [_section(code, slips.get(code, [])) for code in codes]
    return "\n".join(pieces)


def sentences() -> dict[str, str]:
    """Return what each code means, from the docstrings of the codes."""
    source = (ROOT / "_ext" / "session_notes" / "model" / "problems.py").read_text("utf-8")
    return dict(re.findall(r' = "(\w+)"\n    """(.*)"""', source))


def _section(code: str, slips: list[Slip]) -> str:
    mark = "*Advice.* " if Code(code) in ADVICE else ""
    lines = [f"(mistake-{code})=", f"### `{code}`\n", f"{mark}{sentences()[code]}\n"]
    if slips:
        # The first one is shown in full; for the others a sentence is enough.
        lines += [_example(slips[0])]
        lines += ["Other examples:\n"] if slips[1:] else []
        lines += [f"- {slip.sentence}" for slip in slips[1:]]
        lines += [""] if slips[1:] else []
    return "\n".join(lines)


def _example(slip: Slip) -> str:
    told = "\n".join(_message(line.rpartition(" [")[0]) for line in slip.told)
    mended = " (fixed by `--fix`)" if slip.mended else ""
    return "\n".join(
        (
            f"{slip.sentence}\n",
            "::::::{list-table}",
            ":header-rows: 1",
            ":widths: 50 50",
            "",
            "* - Wrong",
            f"  - Right{mended}",
            f"* {_cell(slip.wrong)}",
            f"  {_cell(slip.right)}",
            "::::::\n",
            "The messages:\n",
            f"{told}\n",
        )
    )


def _message(line: str) -> str:
    """Return a message as code, which wraps; it may contain backticks itself."""
    return f"- ``` {line} ```" if "`" in line else f"- `{line}`"


def _cell(text: str) -> str:
    return "- " + _block(text, "    ").lstrip()


def _block(text: str, indent: str) -> str:
    lines = ["`````{code-block} markdown", "", *text.rstrip("\n").split("\n"), "`````"]
    return "\n".join(f"{indent}{line}".rstrip() for line in lines)


if __name__ == "__main__":
    GUIDE.write_text(page(), "utf-8")
