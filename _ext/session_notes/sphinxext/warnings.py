"""The log: every warning has a subtype, a place and, if possible, a suggestion."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem

logger = logging.getLogger(__name__)


def relative(source: str | None, env: BuildEnvironment) -> str:
    """Return the path *source* as it is stored: relative to the source directory."""
    # The text of the folder, because making a path of it would cost more than all the rest.
    return _relative(os.getcwd(), source or str(env.doc2path(env.docname)), env.srcdir)  # noqa: PTH109


# Every node of a page asks for the same few paths, and each answer needs the disk.
@lru_cache(maxsize=64)
def _relative(cwd: str, source: str, srcdir: Path) -> str:
    path = Path(source)
    # docutils gives the path of a file that reStructuredText includes from where Sphinx runs.
    here = Path(cwd, path).resolve()
    if here.is_relative_to(srcdir) and here.exists():
        path = here
    try:
        return (srcdir / path).relative_to(srcdir).as_posix()
    except ValueError:
        return path.as_posix()


def warn_all(problems: Iterable[Problem], srcdir: Path) -> None:
    """Log *problems* by file and line, each once; advice is not logged as a warning."""
    once = {(found.where, found.text, found.code): found for found in problems}
    for key in sorted(once, key=lambda key: key[:2]):
        problem = once[key]
        location = f"{srcdir / problem.where.source}:{problem.where.line}"
        if problem.severity == "advice":
            logger.info("%s: %s [session.%s]", location, problem.text, problem.code.value)
        else:
            logger.warning(
                "%s",
                problem.text,
                type="session",
                subtype=problem.code.value,
                location=location,
            )
