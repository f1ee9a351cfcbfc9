"""The command line; the extensions beside the core add subcommands."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path

import session_notes
from session_notes.cli import CommandError, check, completion, explain

#: What the package installs.
SCRIPT = "session-notes"
#: The entry points by which installed packages add commands.
GROUP = "session_notes.commands"
#: The packages that add commands in a checkout, where nothing is installed.
IN_A_CHECKOUT = ("session_import",)


def make_parser() -> ArgumentParser:
    """Return the parser of all commands."""
    # 'session-notes.exe' on Windows.
    is_installed = Path(sys.argv[0]).stem == SCRIPT
    parser = ArgumentParser(
        prog=SCRIPT if is_installed else "python -m session_notes",
        description="Conference notes.",
        epilog="Exit codes: 0 if all is well, 1 if there is something to look at, 2 if nothing "
        "could be done.",
    )
    parser.add_argument(
        "--version", action="version", version=f"{SCRIPT} {session_notes.__version__}"
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check.add_parser(subparsers)
    explain.add_parser(subparsers)
    completion.add_parser(subparsers, parser)
    packages = {*IN_A_CHECKOUT, *(point.value for point in entry_points(group=GROUP))}
    for package in sorted(filter(find_spec, packages)):
        import_module(package).add_commands(subparsers)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run a command; return 0, 1 if it found problems, or 2 on an error."""
    options = make_parser().parse_args(argv)
    # A terminal that cannot show a character must not stop a command.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except CommandError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        # A program such as 'head' has seen enough.
        if not isinstance(error, BrokenPipeError):
            print(*filter(None, (error.filename, error.strerror)), sep=": ", file=sys.stderr)
        if not error.filename:
            # When Python ends, it would write what is left to the output, and fail again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 2
    return status
