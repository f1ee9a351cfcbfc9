"""``check``: reports the problems of the pages in a second, without building them."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from session_notes.cli import CommandError, takes_files
from session_notes.cli.progress import followed
from session_notes.cli.sarif import to_sarif
from session_notes.lint.conf import read_conf
from session_notes.lint.fix import apply_fixes
from session_notes.lint.project import check_project, find_pages, find_root

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from session_notes.lint.project import Checked
    from session_notes.model.problems import Problem

#: A fix can reveal the next problem, but never this many in a row.
MOST_ROUNDS = 20
#: The page that explains the codes; a book need not have it.
GUIDE = "guide/mistakes.md"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand to the command line."""
    parser = commands.add_parser(
        "check",
        help="report what is wrong with the pages, with the line and what to write instead",
        description="Report what is wrong with the pages of a book, with the line and what to "
        "write instead. The whole book is read; with paths, only their problems are reported.",
        epilog="Exit codes: 0 without errors, 1 with errors, 2 on a usage error.",
    )
    takes_files(
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="pages, or folders of them"
        )
    )
    parser.add_argument("--fix", action="store_true", help="fix what is unambiguous")
    parser.add_argument("--strict", action="store_true", help="treat advice as errors")
    parser.add_argument(
        "--format",
        choices=sorted(FORMATS),
        default="text",
        help="'text' (as compilers write it), 'github' (annotations of a pull request), 'json' or "
        "'sarif' (for code scanning)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand and return its exit code."""
    for path in arguments.paths:
        if not path.exists():
            message = f"session_notes check: no such file or folder: {path}"
            raise CommandError(message)
    paths = [path.resolve() for path in arguments.paths]
    start = paths[0] if paths else Path.cwd()
    root = find_root(start if start.is_dir() else start.parent)
    for path in paths:
        if not path.is_relative_to(root):
            message = f"session_notes check: not in the book in {root}: {path}"
            raise CommandError(message)
    conf = read_conf(root)
    if not any(find_pages(root, conf.exclude, suffix) for suffix in (".md", ".rst")):
        lacks = "no pages" if (root / "conf.py").is_file() else "neither a conf.py nor pages"
        message = f"session_notes check: {root} is no book: it has {lacks} (.md, .rst)"
        raise CommandError(message)
    if conf.excludes:
        print(
            f"conf.py:{conf.excludes}: only a build knows all of exclude_patterns, so pages that "
            "it leaves out may be checked, too",
            file=sys.stderr,
        )
    checked = _check(root)
    if checked.unsure:
        print(f"conf.py: {checked.unsure}", file=sys.stderr)
    fixed = 0
    if arguments.fix:
        checked, fixed = fix(checked, paths)
    problems = [problem for problem in checked.problems if _concerns(problem, root, paths)]
    FORMATS[arguments.format](checked, problems, fixed)
    return int(any(arguments.strict or problem.severity == "error" for problem in problems))


def _check(root: Path) -> Checked:
    return check_project(root, partial(followed, doing="checking pages"))


def _concerns(problem: Problem, root: Path, paths: Sequence[Path]) -> bool:
    file = root / problem.where.source
    return not paths or any(file.is_relative_to(path) for path in paths)


def fix(checked: Checked, paths: Sequence[Path] = ()) -> tuple[Checked, int]:
    """Fix what is unambiguous in the files of a project, until nothing is left to fix."""
    total = 0
    for _ in range(MOST_ROUNDS):
        by_file: dict[str, list[Problem]] = {}
        for problem in checked.problems:
            if problem.edits and _concerns(problem, checked.files.root, paths):
                by_file.setdefault(problem.where.source, []).append(problem)
        fixed = 0
        for source, problems in by_file.items():
            text = checked.files.read(source)
            if text is not None:
                made, count = apply_fixes(text, problems)
                if made != text:
                    checked.files.write(source, made)
                    fixed += count
        if not fixed:
            break
        total += fixed
        checked = _check(checked.files.root)
    return checked, total


# -- formats --------------------------------------------------------------------------------


#: The colours of places, codes, and advice, and what ends a colour.
_PLACE, _CODE, _ADVICE, _END = "\033[1m", "\033[31m", "\033[33m", "\033[0m"


def _is_coloured() -> bool:
    """Say whether the output is a terminal whose user wants colours (see no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def as_line(problem: Problem) -> str:
    """Return the line that says what is wrong, with colours on a terminal."""
    is_coloured, is_advice = _is_coloured(), problem.severity == "advice"

    def paint(colour: str, text: str) -> str:
        return f"{colour}{text}{_END}" if is_coloured and text else text

    place = f"{problem.where}:{problem.column}" if problem.column else f"{problem.where}"
    word = paint(_ADVICE, "advice: " if is_advice else "")
    code = paint(_ADVICE if is_advice else _CODE, f"[{problem.code.value}]")
    return f"{paint(_PLACE, place)}: {word}{problem.text}  {code}"


def _print_text(checked: Checked, problems: Sequence[Problem], fixed: int) -> None:
    for problem in problems:
        print(as_line(problem))
    if problems:
        print()
    errors = sum(problem.severity == "error" for problem in problems)
    advice = len(problems) - errors
    count = f"{_many(checked.sessions, 'session')} on {_many(len(checked.pages), 'page')}"
    result = [_many(errors, "error") if errors else "no errors"]
    result += [_many(advice, "piece") + " of advice"] if advice else []
    result += [f"{fixed} fixed"] if fixed else []
    print(f"{count}: {', '.join(result)}.")
    fixable = sum(bool(problem.edits) for problem in problems)
    if fixable:
        print(f"{_many(fixable, 'problem')} can be fixed with 'check --fix'.")
    if problems and (checked.files.root / GUIDE).is_file():
        print(f"The codes are explained in {GUIDE}.")


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _print_github(_checked: Checked, problems: Sequence[Problem], _fixed: int) -> None:
    """Print workflow commands, which GitHub shows next to the lines of a pull request."""

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    for problem in problems:
        level = "error" if problem.severity == "error" else "notice"
        column = f",col={problem.column}" if problem.column else ""
        place = f"file={value(problem.where.source)},line={problem.where.line}{column}"
        title = value(f"session.{problem.code.value}")
        print(f"::{level} {place},title={title}::{escape(problem.text)}")


def _print_json(checked: Checked, problems: Sequence[Problem], fixed: int) -> None:
    # Programs read these keys: they stay as they are.
    content: dict[str, Any] = {
        "pages": len(checked.pages),
        "sessions": checked.sessions,
        "mended": fixed,
        "problems": [
            {
                "file": problem.where.source,
                "line": problem.where.line,
                "column": problem.column or None,
                "code": problem.code.value,
                "severity": problem.severity,
                "reason": problem.message,
                "hint": problem.suggestion or None,
                "fixable": bool(problem.edits),
            }
            for problem in problems
        ],
    }
    print(json.dumps(content, ensure_ascii=True, indent=2))


def _print_sarif(_checked: Checked, problems: Sequence[Problem], _fixed: int) -> None:
    print(json.dumps(to_sarif(problems), ensure_ascii=True, indent=2))


FORMATS: dict[str, Callable[[Checked, Sequence[Problem], int], None]] = {
    "text": _print_text,
    "github": _print_github,
    "json": _print_json,
    "sarif": _print_sarif,
}
