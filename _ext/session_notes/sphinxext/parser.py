"""The parser of Markdown pages: MyST's own, but no page decides that its text is run.

The extension of MyST for substitutions runs what is between two pairs of braces, and it reaches
everything that the build reaches. An owner may enable it for all pages; no page and no translation
may enable it for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.errors import SphinxError

from session_notes.lint.front_matter import SUBSTITUTION, without_substitution
from session_notes.model import messages
from session_notes.model.problems import Where
from session_notes.sphinxext.domain import domain_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config


def guard_parser(app: Sphinx, config: Config) -> None:
    """Register the parser in the place of MyST's."""
    if SUBSTITUTION in getattr(config, "myst_enable_extensions", ()):
        return
    try:
        parser = app.registry.get_source_parser("markdown")
    except SphinxError:
        return
    app.add_source_parser(guarded(parser), override=True)


def guarded(parser: type[Any]) -> type[Any]:
    """Return a *parser* of Markdown that does not run what it parses."""
    return type(parser.__name__, (_Guarded, parser), {})


class _Guarded:
    """Comes before the class of a parser."""

    def parse(self, text: str, document: nodes.document) -> None:
        made = without_substitution(text)
        env = document.settings.env
        if made != text:
            domain = domain_of(env)
            if domain.text is None or SUBSTITUTION not in domain.text.refused:
                where = Where(env.doc2path(env.docname, base=False).as_posix(), 1)
                domain.note_problem(env.docname, messages.SUBSTITUTION.at(where))
        super().parse(made, document)  # type: ignore[misc]
