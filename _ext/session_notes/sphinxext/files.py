"""The files that pages use: which of them a build reads, shows and offers.

What a page shows or offers is judged in its tree, before Sphinx notes what it will copy. What a
directive reads is judged before it runs: reading a device would never end.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.languages import get_language
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.directives.other import Include
from sphinx.util.docutils import SphinxDirective
from sphinx.util.i18n import get_image_filename_for_language

from session_notes.lint.files import candidates, check_files, flaw_of, path_of
from session_notes.model.problems import Where
from session_notes.model.records import Link
from session_notes.model.schema import FETCHES, READS
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.parser import guarded
from session_notes.sphinxext.transforms.allowed import keep_words
from session_notes.sphinxext.transforms.traverse import where
from session_notes.sphinxext.warnings import relative

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from session_notes.lint.page import PageText

#: The key of the files that the text of the page being read may not use.
_REFUSED = "session_notes_refused"
#: The roles of files that directives read.
_READING = ("read", "data", "url")


# -- what the text of a page says -----------------------------------------------------------


def check_text(env: BuildEnvironment, source: str, text: PageText) -> None:
    """Report the files that the *text* of a page may not use, at their lines."""
    domain = domain_of(env)
    found = [*check_files(domain.build.files, source, text.paths)]
    for _, problem in found:
        domain.note_problem(env.docname, problem)
    refused = {(os.path.realpath(path), problem.where) for path, problem in found}
    env.current_document[_REFUSED] = refused | {(path, None) for path, _ in refused}


def is_refused(env: BuildEnvironment, use: Link, path: Path) -> bool:
    """Say whether the page may not *use* the file *path*, and report it if its text did not."""
    domain = domain_of(env)
    # Sphinx notes only where a symbolic link leads, so it would not see that the link is another.
    if path.exists():
        env.note_dependency(os.path.relpath(path, env.srcdir))
    flaw = flaw_of(domain.build.files, use.role, path, use.target)
    # A link in a paragraph does not know its own line.
    place = use.where if use.role in _READING else None
    reported = env.current_document.get(_REFUSED) or ()
    if flaw and (os.path.realpath(path), place) not in reported:
        domain.note_problem(env.docname, flaw.at(use.where, path=use.target))
    return flaw is not None


# -- what a page shows and offers -----------------------------------------------------------


def refuse_files(app: Sphinx, tree: nodes.document) -> None:
    """Refuse the images and downloads of a page that it may not use; keep their words."""
    env = app.env
    for node in list(tree.findall(addnodes.download_reference)):
        use = Link("download", node["reftarget"], where(node, env))
        if "://" not in use.target and is_refused(env, use, _path(env, use.target)):
            keep_words(node)
    for image in list(tree.findall(nodes.image)):
        use = Link("image", image["uri"], where(image, env))
        if any(is_refused(env, use, path) for path in _paths_of_image(env, use.target)):
            keep_words(image)


def _path(env: BuildEnvironment, written: str) -> Path:
    return path_of(domain_of(env).build.files, _source(env), "", written)


def _source(env: BuildEnvironment) -> str:
    return env.doc2path(env.docname, base=False).as_posix()


def _paths_of_image(env: BuildEnvironment, uri: str) -> list[Path]:
    """Return the files that Sphinx may take for an image, which differ by language and builder."""
    if "://" in uri or uri.startswith("data:"):
        return []
    paths = [_path(env, name) for name in (uri, get_image_filename_for_language(uri, env))]
    return [found for path in paths for found in candidates(path)]


# -- what directives read -------------------------------------------------------------------


def guard_directives(_app: Sphinx, config: Config) -> None:
    """Make the directives that read files ask before they do."""
    document, language = new_document(""), cast("Any", get_language(config.language))
    # Of a language that it does not know, docutils has no module, or takes a folder for one.
    translated = getattr(language, "directives", {})
    for name in READS:
        found, _ = directives.directive(name, language, document)
        if found is None or issubclass(found, Guarded | GuardedInclude):
            continue
        guarded = type(found.__name__, (Guarded, found), {"reads": name})
        # For another name in the language of the book, docutils would take a class of its own.
        others = [other for other, english in translated.items() if english == name]
        for known in {name, *others}:
            directives.register_directive(known, GuardedInclude if name == "include" else guarded)


class Guarded(Directive):
    """Comes before the class of a directive that reads files."""

    #: What the directive is called in English: a page may call it by a translated name.
    reads: ClassVar[str]

    def run(self) -> list[Node]:
        """Run the directive, unless it would read what it may not."""
        if reads_refused(self, self.reads):
            return []
        return [*super().run()]


class GuardedInclude(SphinxDirective):
    """Includes a file, as the parser of the page does it.

    It is no subclass of the directive of docutils, which MyST would not run.
    """

    option_spec = Include.option_spec
    required_arguments = Include.required_arguments
    final_argument_whitespace = Include.final_argument_whitespace

    def run(self) -> list[Node]:
        """Include the file, unless the page may not read it."""
        # Otherwise two dots on two lines would become one name only after they were judged.
        self.arguments[0] = directives.path(self.arguments[0])
        if reads_refused(self, "include"):
            return []
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


def reads_refused(directive: Directive, name: str) -> bool:
    """Say whether *directive*, called *name* in English, would read what it may not; report it."""
    env = directive.state.document.settings.env
    files = domain_of(env).build.files
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    place = Where(relative(source, env), line or 1)
    role, base = "read", _source(env)
    if name in FETCHES:
        role, base = "data", relative(directive.state.document.current_source, env)
    options = {**directive.options, "": next(iter(directive.arguments), "")}
    named = [Link(role, options[option], place) for option in READS[name] if options.get(option)]
    if name in FETCHES and "url" in options:
        named.append(Link("url", options["url"], place))
    return any(is_refused(env, use, path_of(files, base, use.role, use.target)) for use in named)
