"""Whether anything but a page changed since the last build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from session_notes.model.storage import digest
from session_notes.sphinxext.load import vocabularies_as_written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.sphinxext.build_state import BuildState


def surroundings(app: Sphinx, build: BuildState) -> str:
    """Return a digest of everything that pages are made of besides their sources.

    A value of ``conf.py`` whose text differs in every process only makes builds slower.
    """
    templates = app.builder.templates if isinstance(app.builder, StandaloneHTMLBuilder) else None
    return digest(
        sphinx.__display_version__,
        [(value.name, _settled(value.value)) for value in app.config],
        templates.newest_template_mtime() if templates else 0,
        # The inventories of other projects, by the time when they were fetched.
        [(uri, kept[:2]) for uri, kept in sorted(_inventories(app.env))],
        vocabularies_as_written(app.env),
        sorted(build.labels.messages.items()),
    )


def _inventories(env: BuildEnvironment) -> Iterable[tuple[str, tuple[object, ...]]]:
    found: dict[str, tuple[object, ...]] = getattr(env, "intersphinx_cache", {})
    return found.items()


def _settled(value: object) -> object:
    """Return *value* with what is a set in an order of its own."""
    return sorted(map(repr, value)) if isinstance(value, set | frozenset) else value
