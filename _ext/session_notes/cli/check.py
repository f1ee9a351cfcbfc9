"""``check``: what is wrong with the pages, told in a second, without building them."""

from __future__ import annotations

import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.lint.fix import mend
from session_notes.lint.project import check_project, find_root, read_text, write_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from session_notes.lint.project import Checked
    from session_notes.model.problems import Problem

#: A mend can bring the next to light; more than this many never follow from each other.
MOST_ROUNDS = 20
#: The page on the codes; a book may have none.
GUIDE = "guide/mistakes.md"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand to the command line."""
    parser = commands.add_parser(
        "check",
        help="say what is wrong with the pages, with the line and what to write instead",
        description="Say what is wrong with the pages of a book, with the line and what to write "
        "instead. The whole book is looked at; with paths, only what concerns those is told.",
        epilog="Exit codes: 0 if nothing is wrong, 1 if something is, 2 if the call was.",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="pages, or folders of them"
    )
    parser.add_argument("--fix", action="store_true", help="mend what can only be meant in one way")
    parser.add_argument("--strict", action="store_true", help="take advice for an error")
    parser.add_argument(
        "--format",
        choices=sorted(FORMATS),
        default="text",
        help="'text' (as compilers write it), 'github' (annotations of a pull request) or 'json'",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand and return its exit code."""
    # A terminal that cannot show a page's characters is no reason to break off.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    missing = [path for path in arguments.paths if not path.exists()]
    if missing:
        print(f"session_notes check: no such file or folder: {missing[0]}", file=sys.stderr)
        return 2
    paths = [path.resolve() for path in arguments.paths]
    start = paths[0] if paths else Path.cwd()
    root = find_root(start if start.is_dir() else start.parent)
    outside = [path for path in paths if not path.is_relative_to(root)]
    if outside:
        print(f"session_notes check: not in the book in {root}: {outside[0]}", file=sys.stderr)
        return 2
    checked = check_project(root)
    mended = 0
    if arguments.fix:
        checked, mended = fix(checked, paths)
    problems = [problem for problem in checked.problems if _concerns(problem, root, paths)]
    FORMATS[arguments.format](checked, problems, mended)
    return int(any(arguments.strict or not problem.advice for problem in problems))


def _concerns(problem: Problem, root: Path, paths: Sequence[Path]) -> bool:
    file = root / problem.where.source
    return not paths or any(file.is_relative_to(path) for path in paths)


def fix(checked: Checked, paths: Sequence[Path] = ()) -> tuple[Checked, int]:
    """Mend what is certain in the files of a project, until nothing more is."""
    total = 0
    for _ in range(MOST_ROUNDS):
        by_file: dict[str, list[Problem]] = {}
        for problem in checked.problems:
            if problem.edits and _concerns(problem, checked.root, paths):
                by_file.setdefault(problem.where.source, []).append(problem)
        mended = 0
        for source, problems in by_file.items():
            text = read_text(checked.root, source)
            if text is not None:
                made, count = mend(text, problems)
                if made != text:
                    write_text(checked.root, source, made)
                    mended += count
        if not mended:
            break
        total += mended
        checked = check_project(checked.root)
    return checked, total


# -- formats --------------------------------------------------------------------------------


def _place(problem: Problem) -> str:
    column = f":{problem.column}" if problem.column else ""
    return f"{problem.where.source}:{problem.where.line}{column}"


def _print_text(checked: Checked, problems: Sequence[Problem], mended: int) -> None:
    for problem in problems:
        word = "advice: " if problem.advice else ""
        print(f"{_place(problem)}: {word}{problem.text}  [{problem.subtype.value}]")
    if problems:
        print()
    advice = sum(problem.advice for problem in problems)
    wrong = len(problems) - advice
    count = f"{_many(checked.sessions, 'session')} on {_many(len(checked.pages), 'page')}"
    told = [f"{wrong or 'nothing'} wrong"]
    told += [_many(advice, "piece") + " of advice"] if advice else []
    told += [f"{mended} mended"] if mended else []
    print(f"{count}: {', '.join(told)}.")
    fixable = sum(bool(problem.edits) for problem in problems)
    if fixable:
        print(f"{_many(fixable, 'line')} of this can be mended by 'check --fix'.")
    if problems and (checked.root / GUIDE).is_file():
        print(f"What a code means: {GUIDE}.")


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _print_github(_checked: Checked, problems: Sequence[Problem], _mended: int) -> None:
    """Print workflow commands, which GitHub shows beside the lines of a pull request."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    for problem in problems:
        level = "notice" if problem.advice else "error"
        column = f",col={problem.column}" if problem.column else ""
        place = f"file={value(problem.where.source)},line={problem.where.line}{column}"
        title = value(f"session.{problem.subtype.value}")
        print(f"::{level} {place},title={title}::{escape(problem.text)}")


def _print_json(checked: Checked, problems: Sequence[Problem], mended: int) -> None:
    content: dict[str, Any] = {
        "pages": len(checked.pages),
        "sessions": checked.sessions,
        "mended": mended,
        "problems": [
            {
                "file": problem.where.source,
                "line": problem.where.line,
                "column": problem.column or None,
                "code": problem.subtype.value,
                "severity": "advice" if problem.advice else "error",
                "reason": problem.reason,
                "hint": problem.hint or None,
                "fixable": bool(problem.edits),
            }
            for problem in problems
        ],
    }
    print(json.dumps(content, ensure_ascii=True, indent=2))


FORMATS: dict[str, Callable[[Checked, Sequence[Problem], int], None]] = {
    "text": _print_text,
    "github": _print_github,
    "json": _print_json,
}
