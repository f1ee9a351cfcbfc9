"""The mistakes that authors make: each a file in ``tests/slips``, which is an example of the guide.

A file has a sentence, and then three parts: ``wrong``, the page or the part of it that is wrong;
``messages``, those of ``check``, with the lines counted in that part; and ``fixed``, what
``check --fix`` makes of it, or ``right``, where a person has to correct it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from session_notes.cli.explain import sentences
from session_notes.model.problems import ADVICE, Code

from session_docs.section import Section

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "slips"
RULE = "======"
#: The codes under their headings.
CHAPTERS = {
    "Fences": ("fence", "backticks", "directive", "unknown", "place", "title", "headline"),
    "Options": ("option", "wrapped", "late", "yaml", "quotes", "comma", "width"),
    "Days, ids and times": (
        *("id", "permalink", "duplicate", "was", "date", "undated", "event", "days"),
        *("time", "clash"),
    ),
    "Names": ("topic", "once", "track", "kind", "spelling", "speaker", "twin", "affiliation"),
    "Notes": ("heading", "rule", "bullet", "levels", "depth", "footnote", "image"),
    "Signs": ("bold", "syntax", "backslash", "raw"),
    "Opinions and loose ends": ("stub", "empty", "opinion", "reporter", "todo"),
    "Links": ("link", "xref", "old", "reflink", "http", "bare", "reference"),
    "Files and code": ("file", "code", "math"),
    "Characters": ("character", "spacing"),
    "Around the pages": ("contents", "index", "data", "config"),
}


class Slip(NamedTuple):
    """One mistake, with its correction."""

    name: str
    sentence: str
    wrong: str
    messages: list[str]
    right: str
    #: Whether ``check --fix`` corrects it.
    fixed: bool

    @property
    def code(self) -> str:
        """The code of its main message."""
        return self.name.partition("-")[0]


def read_slips() -> list[Slip]:
    """Return all slips, sorted by name."""
    return [read_slip(path) for path in sorted(FOLDER.glob("*.md"), key=lambda path: path.stem)]


def read_slip(path: Path) -> Slip:
    """Return the slip in the file *path*."""
    sentence, wrong, messages, right = path.read_text("utf-8").split(f"{RULE} ")
    kind, _, content = right.partition("\n")
    return Slip(
        path.stem,
        sentence.strip(),
        wrong.partition("\n")[2],
        messages.partition("\n")[2].splitlines(),
        content,
        kind == "fixed",
    )


def meaning(code: str) -> str:
    """Return the sentence of a code, marked if it is advice."""
    return f"{'*Advice.* ' if Code(code) in ADVICE else ''}{sentences()[code]}"


def chapters() -> list[Section]:
    """Return all codes with their examples."""
    slips: dict[str, list[Slip]] = {}
    for slip in read_slips():
        slips.setdefault(slip.code, []).append(slip)
    return [
        Section("", title, sections=tuple(_section(code, slips.get(code, [])) for code in codes))
        for title, codes in CHAPTERS.items()
    ]


def _section(code: str, slips: list[Slip]) -> Section:
    lines = [f"{meaning(code)}\n"]
    if slips:
        # The first one is shown in full; for the others a sentence is enough.
        lines += [_example(slips[0])]
        lines += ["Other examples:\n"] if slips[1:] else []
        lines += [f"- {slip.sentence}" for slip in slips[1:]]
    return Section("\n".join(lines), f"`{code}`", f"mistake-{code}")


def _example(slip: Slip) -> str:
    messages = "\n".join(_message(line.rpartition(" [")[0]) for line in slip.messages)
    fixed = " (fixed by `--fix`)" if slip.fixed else ""
    return "\n".join(
        (
            f"{slip.sentence}\n",
            "::::::{list-table}",
            ":header-rows: 1",
            ":widths: 50 50",
            "",
            "* - Wrong",
            f"  - Right{fixed}",
            f"* {_cell(slip.wrong)}",
            f"  {_cell(slip.right)}",
            "::::::\n",
            "The messages:\n",
            f"{messages}\n",
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
