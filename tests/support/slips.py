"""The slips that authors make: each a file, with what is told of it and what is right.

A file has a sentence, and then three parts: ``wrong``, the page or the part of it that is wrong;
``told``, a line for each thing that ``check`` says, with the lines counted in that part; and
``mended``, what ``check --fix`` makes of it, or ``right``, where a person has to.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from session_notes.cli.check import fix
from session_notes.lint.project import check_project

if TYPE_CHECKING:
    from conftest import Built, Project
    from session_notes.lint.project import Checked

FOLDER = Path(__file__).resolve().parent.parent / "slips"
RULE = "======"
PAGE = "days/2015-05-23.md"
#: What stands above what is wrong, where that is not a page from its first line.
HEAD = "---\ndate: 2015-05-23\n---\n# Day 6: Saturday 23 May\n\n"
#: What stands for characters that nobody sees.
SIGNS = {"<SPACE>": " ", "<TAB>": "\t", "<CR>": "\r", "<NUL>": "\0", "<BOM>": "\ufeff"}
BOOK = {
    "conf.py": 'extensions = ["myst_parser", "session_notes", "session_exports"]\n'
    'myst_enable_extensions = ["colon_fence"]\nsmartquotes = False\nhtml_theme = "basic"\n'
    "html_last_updated_fmt = None\n",
    "index.md": "# Book\n\n```{toctree}\ndays/2015-05-22\ndays/2015-05-23\nguide/writing\n```\n",
    "guide/writing.md": "# Writing\n",
    "days/2015-05-22.md": "---\ndate: 2015-05-22\n---\n# Day 5\n\n::::{session} The Day Before\n"
    ":id: the-day-before\n:speakers: Tom Reed; Jim Beam\n:topics: SDN, OVN\n\n- Words.\n::::\n",
    "_data/topics.yml": "".join(
        f"{name}:\n  label: {label}\n{description}"
        for name, label, description in (
            ("ovn", "OVN", "  description: A network.\n"),
            ("sdn", "SDN", "  aliases: [Software networks]\n  description: Another.\n"),
            ("open-vswitch", "Open vSwitch", "  description: A switch.\n"),
            ("small-headers", "Small headers", ""),
        )
    ),
    "_data/tracks.yml": "conference: Conference\nneutron: Neutron\n",
    "_data/people.yml": "hana-sato:\n  name: Hana Sato\njim-beam:\n  name: Jim Beam\n",
}


class Slip(NamedTuple):
    """One thing that authors get wrong."""

    name: str
    sentence: str
    wrong: str
    told: list[str]
    right: str
    #: Whether ``check --fix`` makes of it what is right.
    mended: bool

    @property
    def code(self) -> str:
        """The subtype that is told."""
        return self.name.partition("-")[0]


def read_slips() -> list[Slip]:
    """Return all slips, sorted by name."""
    return [read_slip(path) for path in sorted(FOLDER.glob("*.md"), key=lambda path: path.stem)]


def read_slip(path: Path) -> Slip:
    """Return the slip in the file *path*."""
    sentence, wrong, told, right = path.read_text("utf-8").split(f"{RULE} ")
    kind, _, content = right.partition("\n")
    return Slip(
        path.stem,
        sentence.strip(),
        wrong.partition("\n")[2],
        told.partition("\n")[2].splitlines(),
        content,
        kind == "mended",
    )


def whole(part: str) -> str:
    """Return the page whose *part* a slip shows."""
    for sign, character in SIGNS.items():
        part = part.replace(sign, character)
    begins = part.lstrip("\ufeff")
    return part if begins.startswith(("---", "# ")) else HEAD + part


def write_book(root: Path, part: str) -> Path:
    """Write a small book with a slip's *part* into the folder *root*."""
    for name, content in {**BOOK, PAGE: whole(part)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
    return root


def shift_of(part: str) -> int:
    """Return how many lines stand above *part* in its page."""
    return whole(part).count("\n") - part.count("\n")


def report(part: str, root: Path) -> list[str]:
    """Return what ``check`` says of a page with *part*, line by line."""
    return lines_of(check_project(write_book(root, part)), shift_of(part))


def lines_of(checked: Checked, shift: int = 0) -> list[str]:
    """Return what was found as text, with the lines counted from the part that is wrong."""
    told = []
    for problem in checked.problems:
        line = problem.where.line - shift
        source = "" if problem.where.source == PAGE else f"{problem.where.source}:"
        advice = "advice: " if problem.severity == "advice" else ""
        code = problem.code.value
        text = _shifted(problem.text, shift)
        told.append(f"{source}{line}:{problem.column}: {advice}{text} [{code}]")
    return told


def _shifted(text: str, shift: int) -> str:
    """Return *text* with the lines that it names counted from the part that is wrong."""
    return re.sub(
        rf"(\bline |{re.escape(PAGE)}:)(\d+)", lambda m: f"{m[1]}{int(m[2]) - shift}", text
    )


_REPORTED = re.compile(r"(\S+?):(\d+): (WARNING: )?(.*) \[session\.(\w+)\]$")


def told_by(built: Built, project: Project) -> list[tuple[str, int, str, str, bool]]:
    """Return file, line, text and code of what a build reported, and whether as a warning."""
    status = built.status.replace(f"{project.srcdir}/", "")
    found = [_REPORTED.match(line) for line in (*built.warnings, *status.splitlines())]
    return sorted((m[1], int(m[2]), m[4], m[5], bool(m[3])) for m in found if m)


def mended(part: str, root: Path) -> str:
    """Return what ``check --fix`` makes of a page with *part*."""
    fix(check_project(write_book(root, part)))
    return (root / PAGE).read_bytes().decode("utf-8")
