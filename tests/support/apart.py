"""Sphinx in a process of its own, because Sphinx, themes and Python keep what they once read."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

from sphinx.cmd.build import main as sphinx_build

if TYPE_CHECKING:
    from pathlib import Path


def build_apart(*arguments: str | Path) -> int:
    """Run ``sphinx-build`` in a copy of this process, which need not import it; return its code."""
    child = os.fork()
    if child == 0:
        try:
            # Of pytest, for which any is an error.
            warnings.resetwarnings()
            os._exit(sphinx_build(list(map(str, arguments))))
        finally:
            os._exit(9)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
