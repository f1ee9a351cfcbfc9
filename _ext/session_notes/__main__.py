"""The command line: ``python -m session_notes``. It does without Sphinx."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from session_notes import check

#: Each module adds its own parser to ``subparsers`` and carries out its own command.
COMMANDS = (check,)


def main(argv: list[str] | None = None) -> int:
    """Carry out a command and return its exit code."""
    parser = ArgumentParser(prog="python -m session_notes", description="Conference notes.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    options = parser.parse_args(argv)
    status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
