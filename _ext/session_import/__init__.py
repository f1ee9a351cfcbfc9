"""Write books, days and sessions, import schedules, adopt notes: on the command line only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction


def add_commands(subparsers: _SubParsersAction[ArgumentParser]) -> None:
    """Add ``new``, ``import`` and ``adopt`` to the command."""
    from session_import import adopt_notes, import_schedule, new, new_book

    new_book.add_parser(new.add_parser(subparsers))
    import_schedule.add_parser(subparsers)
    adopt_notes.add_parser(subparsers)
