"""``completion``: prints what lets a shell complete the command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from session_notes.cli import FILES, CommandError

if TYPE_CHECKING:
    import argparse

SHELLS = ("bash", "fish", "powershell", "tcsh", "zsh")


def add_parser(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], whole: argparse.ArgumentParser
) -> None:
    """Add the subcommand to the command line that the parser *whole* reads."""
    parser = commands.add_parser(
        "completion",
        help="print what lets a shell complete the command",
        description="Print a script with which a shell completes the command session-notes.",
    )
    parser.add_argument(
        "shell", choices=SHELLS, metavar="SHELL", help=f"the shell: {', '.join(SHELLS)}"
    )
    parser.set_defaults(run=partial(run, whole))


def run(whole: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Run the subcommand and return its exit code."""
    try:
        import shtab  # noqa: PLC0415 - only who asks for it needs it
    except ImportError:
        message = "completion takes the package shtab; run: pip install 'session-notes[completion]'"
        raise CommandError(message) from None
    FILES.update(shtab.FILE)
    # Shells complete a command, and no module of Python's.
    whole.prog = "session-notes"
    print(shtab.complete(whole, arguments.shell))
    return 0
