"""The command line; the extensions beside the core add subcommands."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING

from session_notes.cli import check
from session_notes.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

#: The entry points by which installed packages add commands.
GROUP = "session_notes.commands"
#: The packages that add commands in a checkout, where nothing is installed.
IN_A_CHECKOUT = ("session_import",)


def _neighbours() -> Iterator[ModuleType]:
    """Yield the packages beside the core that have commands."""
    names = {point.value for point in entry_points(group=GROUP)}
    for name in sorted(names.union(IN_A_CHECKOUT)):
        if find_spec(name):
            yield import_module(name)


def make_parser() -> ArgumentParser:
    """Return the parser of all commands."""
    parser = ArgumentParser(prog="python -m session_notes", description="Conference notes.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check.add_parser(subparsers)
    for package in _neighbours():
        package.add_commands(subparsers)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run a command; return 0, 1 if it found problems, or 2 on an error."""
    options = make_parser().parse_args(argv)
    try:
        status: int = options.run(options)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 2
    return status
