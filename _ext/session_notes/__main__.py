"""The command line: ``python -m session_notes``. It does without Sphinx."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from session_notes.commands import check, importing, new
from session_notes.files.folder import Refused

#: Each module adds its own parser to ``subparsers`` and carries out its own command.
COMMANDS = (check, new, importing)


def make_parser() -> ArgumentParser:
    """Return the parser of all commands."""
    parser = ArgumentParser(prog="python -m session_notes", description="Conference notes.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Carry out a command; return 0, or 1 where there is something to look at, or 2 on an error."""
    options = make_parser().parse_args(argv)
    try:
        status: int = options.run(options)
    except Refused as error:
        print(error, file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
