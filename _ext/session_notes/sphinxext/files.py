"""The files that pages use: which of them a build reads, shows and offers.

What a page shows or offers is judged in its tree, before Sphinx notes what it will copy. What a
directive reads is judged before it runs: reading a device would never end, and of a file in another
encoding the build would end.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.i18n import get_image_filename_for_language

from session_notes.lint.files import (
    READING,
    FileUse,
    candidates,
    check_files,
    exists,
    flaw_of,
    path_of,
)
from session_notes.model.problems import Where
from session_notes.model.schema import FETCHES, READS, UTF8
from session_notes.model.urls import is_remote
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.transforms.allowed import keep_words
from session_notes.sphinxext.transforms.traverse import NodeIndex, where
from session_notes.sphinxext.warnings import relative

if TYPE_CHECKING:
    from pathlib import Path

    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.lint.page import PageText

#: The key of the files that the text of the page being read may not use.
_REFUSED = "session_notes_refused"


# -- what the text of a page says -----------------------------------------------------------


def check_text(env: BuildEnvironment, source: str, text: PageText) -> None:
    """Report the files that the *text* of a page may not use, at their lines."""
    domain = domain_of(env)
    found = [*check_files(domain.build.files, source, text.paths)]
    for _, problem in found:
        domain.note_problem(env.docname, problem)
    refused = {(os.path.realpath(path), problem.where) for path, problem in found}
    env.current_document[_REFUSED] = refused | {(path, None) for path, _ in refused}


def is_refused(env: BuildEnvironment, use: FileUse, path: Path) -> bool:
    """Say whether the page may not *use* the file *path*, and report it if its text did not."""
    domain = domain_of(env)
    # Sphinx notes only where a symbolic link leads, so it would not see that the link is another.
    if os.path.exists(path):  # noqa: PTH110 - unlike Path.exists, it raises nothing
        env.note_dependency(os.path.relpath(path, env.srcdir))
    flaw = flaw_of(domain.build.files, use, path)
    # A link in a paragraph does not know its own line.
    place = use.where if use.role in READING else None
    reported = env.current_document.get(_REFUSED) or ()
    if flaw and (os.path.realpath(path), place) not in reported:
        domain.note_problem(env.docname, flaw.at(use.where, path=use.target, encoding=use.encoding))
    return flaw is not None


# -- what a page shows and offers -----------------------------------------------------------


def refuse_files(app: Sphinx, tree: nodes.document) -> None:
    """Refuse the images and downloads of a page that it may not use; keep their words."""
    env, found = app.env, NodeIndex(tree)
    for node in found.of(addnodes.download_reference):
        use = FileUse("download", node["reftarget"], where(node, env))
        if "://" not in use.target and is_refused(env, use, _path(env, use.target)):
            keep_words(node)
    for image in found.of(nodes.image):
        image["uri"] = _as_named(env, image["uri"])
        use = FileUse("image", image["uri"], where(image, env))
        if any(is_refused(env, use, path) for path in _paths_of_image(env, use.target)):
            keep_words(image)


def _path(env: BuildEnvironment, written: str) -> Path:
    return path_of(domain_of(env).build.files, _source(env), "", written)


def _source(env: BuildEnvironment) -> str:
    return env.doc2path(env.docname, base=False).as_posix()


def _as_named(env: BuildEnvironment, uri: str) -> str:
    """Return the *uri* of an image as its file is named; MyST encodes what is not ASCII."""
    is_final = "://" in uri or uri.startswith("data:") or "%" not in uri or exists(_path(env, uri))
    return uri if is_final else unquote(uri)


def _paths_of_image(env: BuildEnvironment, uri: str) -> list[Path]:
    """Return the files that Sphinx may take for an image, which differ by language and builder."""
    if is_remote(uri) or uri.startswith("data:"):
        return []
    paths = [_path(env, name) for name in (uri, get_image_filename_for_language(uri, env))]
    return [found for path in paths for found in candidates(path)]


# -- what directives read -------------------------------------------------------------------


def reads_refused(directive: Directive, name: str) -> bool:
    """Say whether *directive*, called *name* in English, would read what it may not; report it."""
    env = directive.state.document.settings.env
    files = domain_of(env).build.files
    place = place_of(directive)
    if name == "include":
        # Otherwise two dots on two lines would become one name only after they were judged.
        directive.arguments[0] = directives.path(directive.arguments[0])
    role, base = "read", _source(env)
    if name in FETCHES:
        role, base = "data", relative(directive.state.document.current_source, env)
    options = {**directive.options, "": next(iter(directive.arguments), "")}
    named = [
        FileUse(role, options[option], place, options.get("encoding", UTF8))
        for option in READS[name]
        if options.get(option)
    ]
    if name in FETCHES and "url" in options:
        named.append(FileUse("url", options["url"], place))
    return any(is_refused(env, use, path_of(files, base, use.role, use.target)) for use in named)


def place_of(directive: Directive) -> Where:
    """Return the place of *directive* in the source."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return Where(relative(source, directive.state.document.settings.env), line or 1)
