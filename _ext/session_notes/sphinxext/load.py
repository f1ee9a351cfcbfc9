"""What the catalog is made of, and the catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.catalog.catalog import Catalog
from session_notes.lint.project import read_text, read_vocabulary
from session_notes.model.parsing import parse_date
from session_notes.model.problems import Where
from session_notes.model.vocabulary import KEYS
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.warnings import relative

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem
    from session_notes.sphinxext.domain import NotesDomain

_DATE_LINE = re.compile(r":?date:")


def read_book(env: BuildEnvironment) -> tuple[Catalog, list[Problem]]:
    """Return the catalog of all records, and what is wrong with vocabularies and dates."""
    domain = domain_of(env)
    data_dir = domain_of(env).build.settings.data_dir
    vocabularies, problems = {}, []
    for name in KEYS:
        vocabularies[name], found = read_vocabulary(env.srcdir, data_dir, name)
        problems += found
    dates, undated = _dates(env, domain)
    book = Catalog(
        domain.pages,
        order=_order(env),
        dates=dates,
        titles={name: env.titles[name].astext() for name in env.found_docs if name in env.titles},
        vocabularies=vocabularies,
        language=env.config.language,
    )
    return book, [*problems, *undated]


def vocabularies_as_written(env: BuildEnvironment) -> list[str | None]:
    """Return the text of each vocabulary; None of one that is not there."""
    data_dir = domain_of(env).build.settings.data_dir
    return [read_text(env.srcdir, f"{data_dir}/{name}.yml") for name in KEYS]


def _dates(env: BuildEnvironment, domain: NotesDomain) -> tuple[dict[str, date], list[Problem]]:
    dates: dict[str, date] = {}
    problems: list[Problem] = []
    for docname, page in domain.pages.items():
        value = str(env.metadata[docname].get("date", ""))
        if page.sessions and value:
            day, found = parse_date(value, Where("", 1))
            if day:
                dates[docname] = day
            for problem in found:
                path = env.doc2path(docname)
                where = Where(relative(path.as_posix(), env), _line_of_date(path))
                problems.append(problem._replace(where=where))
    return dates, problems


def _line_of_date(path: Path) -> int:
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if _DATE_LINE.match(line)), 1)


def _order(env: BuildEnvironment) -> list[str]:
    """Return the documents in the order of the book, which is that of the toctrees."""
    order: dict[str, None] = {}
    ahead = [env.config.root_doc]
    while ahead:
        docname = ahead.pop()
        if docname not in order:
            order[docname] = None
            ahead.extend(reversed(env.toctree_includes.get(docname, [])))
    return list(order)
