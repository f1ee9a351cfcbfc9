"""One build: what it knows besides its environment, and the catalog that it loads from it.

Nothing of it is pickled.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from session_notes.catalog.catalog import Catalog, descendants
from session_notes.lint.files import Files
from session_notes.lint.project import read_vocabularies
from session_notes.locale.labels import read_labels
from session_notes.model.parsing import parse_date
from session_notes.model.problems import Where
from session_notes.model.records import NOWHERE
from session_notes.model.vocabulary import KEYS
from session_notes.sphinxext.config import Settings, settings_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.output import Refusals
from session_notes.sphinxext.incremental.state import NOTHING
from session_notes.sphinxext.refs import NAME

if TYPE_CHECKING:
    from datetime import date

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.model.problems import Problem


class BuildState:
    """One build: its builder, its settings, its words, and the catalog once all is read."""

    def __init__(self, app: Sphinx) -> None:
        self.builder, self.env = app.builder, app.env
        self.settings = settings_of(app.config, Settings)
        self.files = Files(Path(app.srcdir), self.settings.file_roots)
        folders = [app.srcdir / folder for folder in app.config.locale_dirs]
        # The words of the extension in the language of the site, and what is wrong with them.
        self.labels, self.problems = read_labels(app.config.language, folders)
        #: What the last build left in the output directory, and what this one leaves.
        self.before = self.now = NOTHING
        self.refusals = Refusals(app)

    @property
    def unchanged(self) -> bool:
        """Whether nothing was read and nothing else changed since the last build."""
        return bool(self.now.pages) and self.now is self.before

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog of all records, made when it is first asked for."""
        return load(self)[0]

    @cached_property
    def objects(self) -> frozenset[str]:
        """The names of what other domains have, in lower case, in full and after the last dot."""
        others = (one for one in self.env.domains.values() if one.name != NAME)
        names = [entry[0].casefold() for domain in others for entry in domain.get_objects()]
        return frozenset((*names, *(name.rpartition(".")[2] for name in names)))

    def vocabularies_as_written(self) -> list[str | None]:
        """Return the text of each vocabulary; None of one that is not there."""
        folder = self.settings.data_dir
        return [self.files.read(f"{folder}/{name}.yml") for name in KEYS]


def load(build: BuildState) -> tuple[Catalog, list[Problem]]:
    """Return the catalog of all records, and what is wrong with vocabularies and dates."""
    env, domain = build.env, domain_of(build.env)
    pages = domain.pages
    vocabularies, problems = read_vocabularies(build.files, build.settings.data_dir)
    dates: dict[str, date] = {}
    for docname, page in pages.items():
        value = str(env.metadata[docname].get("date", ""))
        if page.sessions and value:
            day, found = parse_date(value, NOWHERE)
            if day:
                dates[docname] = day
            where = place_of_field(env, docname, "date") if found else NOWHERE
            # Of a Markdown page its text has reported them, as they are written.
            told = {(one.code, one.where) for one in domain.problems.get(docname, ())}
            problems += (
                one._replace(where=where) for one in found if (one.code, where) not in told
            )
    catalog = Catalog(
        pages,
        order=descendants(env.toctree_includes, env.config.root_doc),
        dates=dates,
        titles={name: _title(env, name) for name in env.found_docs if name in env.titles},
        vocabularies=vocabularies,
        language=env.config.language,
    )
    return catalog, problems


def _title(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a page; empty if it has none, where Sphinx has words of its own."""
    title = env.titles[docname].astext().strip()
    return "" if title == "<no title>" else title


def place_of_field(env: BuildEnvironment, docname: str, name: str) -> Where:
    """Return the line of a field at the top of a page."""
    beginnings = (f"{name}:", f":{name}:")
    lines = env.doc2path(docname).read_text("utf-8", errors="replace").splitlines()
    line = next((number for number, line in enumerate(lines, 1) if line.startswith(beginnings)), 1)
    return Where(env.doc2path(docname, base=False).as_posix(), line)
