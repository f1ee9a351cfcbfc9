"""A project on disk, checked without Sphinx: its vocabularies and pages."""

from __future__ import annotations

import os
import re
from errno import EINVAL
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.catalog import Catalog, descendants
from session_notes.catalog.circles import circles
from session_notes.catalog.views import VIEWS
from session_notes.lint.book import (
    check_addresses,
    check_catalog,
    check_examples,
    check_old_pages,
    check_stubs,
)
from session_notes.lint.conf import read_conf
from session_notes.lint.files import Files, check_files, check_missing, check_page
from session_notes.lint.markup import Markup
from session_notes.lint.page import read_page
from session_notes.lint.restructuredtext import check_restructuredtext
from session_notes.lint.source import fits, lines_of, split_lines
from session_notes.lint.targets import (
    ENTRIES,
    Pages,
    check_equations,
    check_fragments,
    check_pages,
    check_targets,
    check_words,
    ids_of,
    labels_of,
    used,
)
from session_notes.lint.toctrees import Toctree
from session_notes.locale.languages import check_language
from session_notes.model import messages
from session_notes.model.names import quote_list
from session_notes.model.problems import BROKEN, Code, Where
from session_notes.model.vocabulary import KEYS, Vocabulary, load
from session_notes.model.yaml_nodes import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from session_notes.lint.conf import Conf
    from session_notes.lint.page import PageText
    from session_notes.lint.registry import Registry
    from session_notes.model.problems import Problem

_QUOTED = re.compile(r"'([^']+)'")
#: What Sphinx always excludes, such as the lock files of editors (``EXCLUDE_PATHS``).
NEVER_PAGES = ("**/_sources", "**/.#*", "*.lproj/**")
#: No more names are told that only a build knows.
MOST_NAMES = 5


def read_vocabularies(files: Files, data_dir: str) -> tuple[dict[str, Vocabulary], list[Problem]]:
    """Read all vocabularies of the project, and what is wrong with them."""
    read = {name: _read_vocabulary(files, data_dir, name) for name in KEYS}
    problems = [problem for _, found in read.values() for problem in found]
    return {name: vocabulary for name, (vocabulary, _) in read.items()}, problems


def _read_vocabulary(files: Files, data_dir: str, name: str) -> tuple[Vocabulary, list[Problem]]:
    """Read the vocabulary *name* of the project."""
    source = f"{data_dir}/{name}.yml"
    path = files.root / source
    try:
        if not path.exists():
            return Vocabulary(), []
        if not files.holds(path):
            return Vocabulary(declared=True), [messages.OUTSIDE.at(Where(source, 1))]
        if not path.is_file():
            # Reading a pipe would never end.
            raise OSError(EINVAL, "not a file")
        with path.open("rb") as file:
            read = file.read(MAX_BYTES + 1)
        # A file that is too large is refused for its size, even if the cut broke a character.
        content = read.decode("utf-8-sig") if len(read) <= MAX_BYTES else " " * len(read)
    except (OSError, UnicodeDecodeError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        problem = messages.UNREADABLE.at(Where(source, 1), error=reason)
        return Vocabulary(declared=True), [problem]
    return load(name, source, content)


class Checked(NamedTuple):
    """A project that was checked."""

    files: Files
    problems: list[Problem]
    #: The pages that contain sessions.
    pages: list[str]
    sessions: int
    #: What it could not judge, in words; nothing if there is nothing.
    unsure: str = ""


def find_root(start: Path) -> Path:
    """Return the nearest folder around *start* that contains a ``conf.py``, else *start*."""
    return next((at for at in (start, *start.parents) if (at / "conf.py").is_file()), start)


def find_pages(root: Path, exclude: tuple[str, ...], suffix: str = ".md") -> list[str]:
    """Return the pages of the project in *root*, except for those that it excludes."""
    found = []

    def is_excluded(path: Path) -> bool:
        patterns = (*exclude, *NEVER_PAGES)
        return any(fits(path.parts, pattern.split("/")) for pattern in patterns)

    # As Sphinx does it; a link that leads up again would never end.
    for folder, folders, files in os.walk(root, followlinks=True):
        inside, real = Path(folder).relative_to(root), Path(folder).resolve()
        folders[:] = (
            one
            for one in folders
            if one[0] != "."
            and not is_excluded(inside / one)
            and not real.is_relative_to(os.path.realpath(real / one))
        )
        pages = (inside / name for name in files if name.endswith(suffix))
        found += [page.as_posix() for page in pages if not is_excluded(page)]
    return sorted(found)


def check_project(root: Path, follow: Callable[[list[str]], Iterable[str]] = iter) -> Checked:
    """Check the whole project in *root*; *follow* is told of its pages, and yields them again."""
    conf = read_conf(root)
    files = Files(root, conf.file_roots)
    vocabularies, problems = read_vocabularies(files, conf.data_dir)
    problems += check_language(conf.language, [root / "locales"])
    texts: dict[str, PageText] = {}
    markup = partial(Markup, conf.registry, conf.suppressed)
    for source in follow(find_pages(root, conf.exclude)):
        unreadable = check_page(files, source)
        problems += [unreadable] if unreadable else []
        written = files.read(source)
        if written is not None and not unreadable:
            text = read_page(source, written, files.read, conf.extensions, markup)
            # Only directives look up what is parsed; so much need not be kept.
            texts[source.removesuffix(".md")] = text._replace(parsed={})
            problems += (found for _, found in check_files(files, source, text.paths))
            problems += check_missing(files, source, (*text.paths, *text.named))
    others = {
        source.removesuffix(".rst"): _read_other(files, source, conf)
        for source in find_pages(root, conf.exclude, ".rst")
    }
    toctrees = {docname: text.toctrees for docname, text in texts.items()}
    for docname, other in others.items():
        problems += other.found
        source = f"{docname}.rst"
        problems += (found for _, found in check_files(files, source, other.named))
        problems += check_missing(files, source, other.named)
        toctrees[docname] = tuple(
            Toctree(use.where, frozenset([use.role]), (use.target,))
            for use in other.named
            if use.role in ENTRIES
        )
    listed = {
        docname: [(one.where, one.pages(docname, toctrees)) for one in found]
        for docname, found in toctrees.items()
    }
    below = {docname: [*chain(*(pages for _, pages in found))] for docname, found in listed.items()}
    for docname, name in circles(below, conf.root_doc):
        places = (where for where, pages in listed[docname] if name in pages)
        problems += (messages.CIRCLE.at(where, page=name) for where in places)
    catalog = Catalog(
        {docname: text.page for docname, text in texts.items()},
        order=descendants(below, conf.root_doc),
        dates={docname: text.day for docname, text in texts.items() if text.day},
        vocabularies=vocabularies,
        language=conf.language,
    )
    for text in texts.values():
        problems += text.problems
    problems += [
        found
        for found in check_catalog(catalog, conf.kinds, conf.loaded)
        # Another part of an index may be on a page that only a build reads.
        if found.code is not Code.INDEX or not any(used(others, VIEWS))
    ]
    problems += check_stubs(catalog)
    problems += check_old_pages(catalog.pages, [*texts, *others])
    problems += check_examples((text.page for text in texts.values()), conf.kinds)
    problems += check_addresses(one for text in texts.values() for one in text.addresses)
    uses = {docname: (*text.named, *text.paths) for docname, text in texts.items()}
    uses |= {docname: tuple(other.named) for docname, other in others.items()}
    problems += check_equations(uses)
    labels = labels_of((*texts.values(), *others.values()))
    if not any(found.code in BROKEN for found in problems):
        equations = {use.target for use in chain(*uses.values()) if use.role == "equation"}
        problems += check_targets(conf, catalog, texts, {*labels, *equations}, others)
    if not conf.intersphinx:
        labels |= {f"session-{session.id}": True for session in catalog.sessions}
        names = [*(f"{name}.md" for name in texts), *(f"{name}.rst" for name in others)]
        problems += check_pages(files, uses, Pages(names), labels)
        problems += check_words(catalog, uses, texts, labels)
    if not conf.heading_anchors:
        problems += check_fragments(uses, ids_of(catalog, texts, others))
    once = {(found.code, found.where, found.text): found for found in problems}
    problems = sorted(
        _with_columns(files, once.values()),
        key=lambda found: (found.where, found.column, found.text),
    )
    pages = [docname for docname, text in texts.items() if text.page.sessions]
    return Checked(files, problems, pages, len(catalog.session_keys), _unsure(conf.registry))


def _unsure(registry: Registry) -> str:
    """Return which names only a build knows; nothing if there are none."""
    if not registry.open:
        return ""
    names = [f"'{name}' ({where})" for name, where in islice(registry.open.items(), MOST_NAMES)]
    more = len(registry.open) - len(names)
    names += [f"{more} more"] if more else []
    others = quote_list(registry.others)
    return f"only a build knows whether {others} has the directives or roles {', '.join(names)}"


def _with_columns(files: Files, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield *problems*, each with its column: that of the words it quotes from its line."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        source, line = problem.where
        if not problem.column and source not in lines:
            lines[source] = split_lines(files.read(source) or "")
        if not problem.column and 0 < line <= len(lines[source]):
            text = lines[source][line - 1].rstrip("\r\n")
            found = (text.find(words) for words in _QUOTED.findall(problem.message))
            column = next((at for at in found if at >= 0), len(text) - len(text.lstrip()))
            yield problem._replace(column=column + 1)
        else:
            yield problem


def _read_other(files: Files, source: str, conf: Conf) -> Markup:
    """Return what is in the page *source* in reStructuredText."""
    text = files.read(source) or ""
    page = Markup(conf.registry, conf.suppressed)
    page.restructuredtext(lines_of(source, text), substitutions=conf.substitutions)
    misspelt = check_restructuredtext(source, text)
    places = {found.where for found in misspelt}
    page.found[:] = [*misspelt, *(found for found in page.found if found.where not in places)]
    return page
