"""What ends a command."""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot be carried out, and nothing was changed; the message says why."""
