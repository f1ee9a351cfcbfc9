"""What one build knows besides its environment. Nothing of it is pickled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.locale.labels import read_labels
from session_notes.sphinxext.config import Settings, settings_of
from session_notes.sphinxext.incremental.state import NOTHING
from session_notes.sphinxext.load import read_book

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog.catalog import Catalog
    from session_notes.model.problems import Problem
    from session_notes.sphinxext.incremental.state import State


class BuildState:
    """One build: its builder, its settings, its words, and the catalog once all is read."""

    def __init__(self, app: Sphinx) -> None:
        self.builder: Builder = app.builder
        self.env: BuildEnvironment = app.env
        self.settings = settings_of(app.config, Settings)
        folders = [app.srcdir / folder for folder in app.config.locale_dirs]
        #: The extension's own words, in the language of the site.
        #: And what is wrong in its catalogues of messages.
        self.labels, self.problems = read_labels(app.config.language, folders)
        #: What the last build left in the output directory, and what this one leaves.
        self.before: State = NOTHING
        self.now: State = NOTHING
        self._loaded: tuple[Catalog, list[Problem]] | None = None

    @property
    def unchanged(self) -> bool:
        """Whether nothing was read and nothing else changed since the last build."""
        return bool(self.now.pages) and self.now is self.before

    def load(self) -> list[Problem]:
        """Make the catalog of what was read; return what is wrong with vocabularies and dates."""
        self._loaded = read_book(self.env)
        return self._loaded[1]

    @property
    def catalog(self) -> Catalog:
        """The catalog of all records, made when it is first asked for."""
        if self._loaded is None:
            self._loaded = read_book(self.env)
        return self._loaded[0]
