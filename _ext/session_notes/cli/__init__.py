"""The commands of the core."""

from __future__ import annotations


class CommandError(Exception):
    """A command failed and changed nothing; the message says why."""
