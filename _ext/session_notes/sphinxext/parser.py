"""The parsers of pages: those of MyST and docutils, with a guard in front of what pages may do.

No page decides that its text is run. The extension of MyST for substitutions runs what is between
two pairs of braces, and it reaches everything that the build reaches. An owner may enable it for
all pages; no page and no translation may enable it for itself.

No directive reads what its page may not read, and none ends the build: what it raises is reported.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, DirectiveError
from docutils.utils import SystemMessage
from sphinx.directives.other import Include
from sphinx.errors import SphinxError
from sphinx.util.docutils import CustomReSTDispatcher, SphinxDirective

from session_notes.lint.front_matter import SUBSTITUTION, judge
from session_notes.model import messages
from session_notes.model.names import clean
from session_notes.model.schema import READS
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.files import place_of, reads_refused
from session_notes.sphinxext.transforms.sanitize import PARSING
from session_notes.sphinxext.transforms.traverse import where

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config


def guard_parsers(app: Sphinx, _config: Config) -> None:
    """Register the parsers in the place of those that they guard."""
    for kind in ("markdown", "restructuredtext"):
        try:
            parser = app.registry.get_source_parser(kind)
        except SphinxError:
            continue
        app.add_source_parser(guarded(parser), override=True)


def guarded(parser: type[Any]) -> type[Any]:
    """Return a *parser* that is guarded."""
    return type(parser.__name__, (_Guarded, parser), {})


class _Guarded:
    """Comes before the class of a parser."""

    supported: tuple[str, ...]

    def parse(self, text: str, document: nodes.document) -> None:
        """Parse the *text* of a page, of an included file, or of a translation."""
        if "markdown" in self.supported:
            text = _with_front_matter(text, document)
        with _Directives():
            super().parse(text, document)  # type: ignore[misc]


def _with_front_matter(text: str, document: nodes.document) -> str:
    """Return the *text* with front matter that MyST can read; report what was wrong in it."""
    env = document.settings.env
    domain = domain_of(env)
    whole = nodes.Element()
    whole.source = document["source"]
    # Of a translation, this is the line of the page that is translated.
    place = where(whole, env)
    runs = SUBSTITUTION in getattr(env.config, "myst_enable_extensions", ())
    made, problems = judge(place.source, text, runs=runs)
    told = {problem.where for problem in domain.text.problems} if domain.text else set()
    for problem in problems:
        found = problem if place.line == 1 else problem._replace(where=place)
        if found.where not in told:
            domain.note_problem(env.docname, found)
    return made


# -- directives -------------------------------------------------------------------------------


class _Directives(CustomReSTDispatcher):
    """Finds the directives of a page, each with a guard in front."""

    def directive(self, directive_name: str, language_module: Any, document: nodes.document) -> Any:
        found: Any
        found, problems = super().directive(directive_name, language_module, document)
        name = directive_name.lower()
        # The names of directives are those of the language, too.
        english = getattr(language_module, "directives", {}).get(name, name)
        # MyST compares the method of a table with that of docutils.
        if isinstance(found, type) and english != "table":
            found = _guard(GuardedInclude if english == "include" else found, english)
        return found, problems


@cache
def _guard(directive: Any, name: str) -> type[Directive]:
    return type(directive.__name__, (Guarded, directive), {"english": name})


class Guarded(Directive):
    """Comes before the class of a directive."""

    #: What the directive is called in English: a page may call it by a translated name.
    english: ClassVar[str]

    def run(self) -> list[Node]:
        """Run the directive, unless it would read what it may not; report what it raises."""
        try:
            if self.english in READS and reads_refused(self, self.english):
                return []
            return [*super().run()]
        except (DirectiveError, SystemMessage, SphinxError):
            raise
        except Exception as error:
            env = self.state.document.settings.env
            if isinstance(error, RecursionError) and env.current_document.get(PARSING):
                # Near the end of the stack nothing more can be done: what is around it can.
                raise
            said = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
            problem = messages.FAILED.at(place_of(self), name=self.name, error=clean(said))
            domain_of(env).note_problem(env.docname, problem)
            return []


class GuardedInclude(SphinxDirective):
    """Includes a file, as the parser of the page does it.

    It is no subclass of the directive of docutils, which MyST would not run.
    """

    option_spec = Include.option_spec
    required_arguments = Include.required_arguments
    final_argument_whitespace = Include.final_argument_whitespace

    def run(self) -> list[Node]:
        """Include the file."""
        renderer = getattr(self.state, "_renderer", None)
        if renderer is not None:
            from myst_parser.mocking import MockIncludeDirective  # noqa: PLC0415 - it may be missing

            included = MockIncludeDirective(
                renderer, self.name, Include, self.arguments, self.options, [], self.lineno
            )
            return [*included.run()]
        if "parser" in self.options:
            self.options["parser"] = guarded(self.options["parser"])
        directive = Include(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )
        return [*directive.run()]
