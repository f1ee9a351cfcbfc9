"""The commands of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Action

#: How each shell completes names of files; 'completion' fills it, which has the library.
FILES: dict[str, object] = {}


def takes_files(action: Action) -> None:
    """Let shells complete the names of files for an argument."""
    vars(action)["complete"] = FILES


class CommandError(Exception):
    """A command failed and changed nothing; the message says why."""
