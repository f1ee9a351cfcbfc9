"""Our one door to the log: every warning has a subtype, a place and, where possible, a hint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from session_notes.problems import Problem

logger = logging.getLogger(__name__)


def relative(source: str | None, env: BuildEnvironment) -> str:
    """Return the path *source* as we store it: relative to the source directory."""
    path = Path(source or env.doc2path(env.docname))
    # docutils gives the path of a file that reStructuredText includes from where Sphinx runs.
    here = path.absolute().resolve()
    if here.is_relative_to(env.srcdir) and here.exists():
        path = here
    try:
        return (env.srcdir / path).relative_to(env.srcdir).as_posix()
    except ValueError:
        return path.as_posix()


def warn_all(problems: Iterable[Problem], srcdir: Path) -> None:
    """Log *problems* in the order of their files and lines, each once; advice is no warning."""
    once = {(found.where, found.text, found.subtype): found for found in problems}
    for key in sorted(once, key=lambda key: key[:2]):
        problem = once[key]
        location = f"{srcdir / problem.where.source}:{problem.where.line}"
        if problem.advice:
            logger.info("%s: %s [session.%s]", location, problem.text, problem.subtype.value)
        else:
            logger.warning(
                "%s",
                problem.text,
                type="session",
                subtype=problem.subtype.value,
                location=location,
            )
