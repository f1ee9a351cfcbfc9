"""Small books with a slip in a page, and what ``check`` and the build report of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.cli.check import fix
from session_notes.lint.project import check_project
from session_notes.model.problems import Code

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Built, Project
    from session_notes.lint.project import Checked
    from session_notes.model.problems import Problem

PAGE = "days/2015-05-23.md"
#: What comes before the part that is wrong, unless that is a whole page.
HEAD = "---\ndate: 2015-05-23\n---\n# Day 6: Saturday 23 May\n\n"
#: How the slips write characters that are invisible.
SIGNS = {"<SPACE>": " ", "<TAB>": "\t", "<CR>": "\r", "<NUL>": "\0", "<BOM>": "\ufeff"}
BOOK = {
    "conf.py": 'extensions = ["myst_parser", "session_notes", "session_exports"]\n'
    'myst_enable_extensions = ["colon_fence"]\nsmartquotes = False\nhtml_theme = "basic"\n'
    "html_last_updated_fmt = None\n",
    "index.md": "# Book\n\n```{toctree}\ndays/2015-05-22\ndays/2015-05-23\nguide/writing\n```\n",
    "guide/writing.md": "# Writing\n",
    "days/plan.pdf": "",
    "room.png": "",
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
    "_data/events.yml": "example-2015:\n  name: Example Conference 2015\n  start: 2015-05-18\n"
    "  end: 2015-05-24\n",
    "_data/tracks.yml": "conference: Conference\nneutron: Neutron\n",
    "_data/people.yml": "hana-sato:\n  name: Hana Sato\njim-beam:\n  name: Jim Beam\n",
}
#: All codes but that of sessions without notes.
OTHERS = {code.value for code in Code} - {Code.STUB.value}


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
    """Return how many lines come before *part* in its page."""
    return whole(part).count("\n") - part.count("\n")


def report(part: str, root: Path, code: str = "") -> list[str]:
    """Return what ``check`` reports of a page with *part*, line by line.

    Most examples show options alone, and only one with the *code* is about that.
    """
    checked = check_project(write_book(root, part))
    told = [one for one in checked.problems if one.code.value in (code, *OTHERS)]
    return lines_of(checked._replace(problems=told), shift_of(part))


def lines_of(checked: Checked, shift: int = 0) -> list[str]:
    """Return what was found as text, with the lines counted from the part that is wrong."""
    lines = []
    for problem in checked.problems:
        line = problem.where.line - shift
        source = "" if problem.where.source == PAGE else f"{problem.where.source}:"
        advice = "advice: " if problem.severity == "advice" else ""
        code = problem.code.value
        text = _shifted(problem.text, shift)
        lines.append(f"{source}{line}:{problem.column}: {advice}{text} [{code}]")
    return lines


def _shifted(text: str, shift: int) -> str:
    """Return *text* with the lines that it names counted from the part that is wrong."""
    return re.sub(
        rf"(\bline |{re.escape(PAGE)}:)(\d+)", lambda m: f"{m[1]}{int(m[2]) - shift}", text
    )


_REPORTED = re.compile(r"(\S+?):(\d+): (WARNING: )?(.*) \[session\.(\w+)\]$")


def reported_by(built: Built, project: Project) -> list[tuple[str, int, str, str, bool]]:
    """Return file, line, text and code of what a build reported, and whether as a warning."""
    status = built.status.replace(f"{project.srcdir}/", "")
    found = [_REPORTED.match(line) for line in (*built.warnings, *status.splitlines())]
    return sorted((m[1], int(m[2]), m[4], m[5], bool(m[3])) for m in found if m)


def fixed_page(part: str, root: Path) -> str:
    """Return what ``check --fix`` makes of a page with *part*."""
    fix(check_project(write_book(root, part)))
    return (root / PAGE).read_bytes().decode("utf-8")


#: The codes of what Sphinx, MyST and docutils report themselves in a build.
HOSTS = {"data", "duplicate", "file", "footnote", "heading", "option", "rule", "unknown", "xref"}


def only_checked(checked: Checked, built: Built, project: Project) -> list[Problem]:
    """Return what only ``check`` reports, after what the build's hosts say at the same line."""
    reported = {(source, line, text) for source, line, text, *_ in reported_by(built, project)}
    others = [line for line in built.warnings if "[session." not in line]
    return [
        one
        for one in checked.problems
        if (*one.where, one.text) not in reported
        and not (
            one.code.value in HOSTS and any(line.startswith(f"{one.where}: ") for line in others)
        )
    ]
