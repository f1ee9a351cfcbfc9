"""Write new books, days and sessions, and import schedules: on the command line only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction


def add_commands(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``new`` and ``import`` to the command."""
    from session_import import import_schedule, new, new_book

    new_book.add_parser(new.add_parser(subparsers))
    import_schedule.add_parser(subparsers)
