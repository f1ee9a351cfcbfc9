"""What the links, roles and toctrees of a whole book name: pages, labels, equations, sessions."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from session_notes.lint.book import MADE, check_links
from session_notes.lint.files import exists, path_of
from session_notes.lint.source import file_at
from session_notes.lint.toctrees import MAX_PATH
from session_notes.model import messages
from session_notes.model.names import Names, slug, suggest
from session_notes.model.schema import SESSIONS
from session_notes.model.urls import bad_scheme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from session_notes.catalog.catalog import Catalog
    from session_notes.lint.conf import Conf
    from session_notes.lint.files import Files, FileUse
    from session_notes.lint.markup import Markup
    from session_notes.lint.page import PageText
    from session_notes.lint.rst_parser import Use
    from session_notes.model.problems import Problem, Where

#: The roles of links that may name pages.
ENTRIES = ("glob", "toctree")
_PAGES = ("doc", "path", "ref", *ENTRIES)
#: The roles of links without words of their own, each with a link as it should be.
_WORDLESS = {"title": "{{ref}}`words <{label}>`", "words": "[words](#{label})"}


def used(pages: Mapping[str, Markup], names: Collection[str]) -> Iterator[Use]:
    """Yield the directives *names* in reStructuredText."""
    return (
        use for page in pages.values() for use in page.uses if use.name in names and not use.is_role
    )


def labels_of(texts: Iterable[PageText | Markup]) -> dict[str, bool]:
    """Return the labels of a book, and whether links to them need no words."""
    found = dict.fromkeys(MADE, True)
    for text in texts:
        for name, has_title in text.labels.items():
            if has_title is not None:
                found[name] = has_title or found.get(name, False)
    return found


def check_targets(
    conf: Conf,
    catalog: Catalog,
    texts: Mapping[str, PageText],
    known: Collection[str],
    others: Mapping[str, Markup],
) -> Iterator[Problem]:
    """Yield the links that lead nowhere, as far as that is known without a build."""
    unread = {use.options.get("id") or slug(use.text) for use in used(others, SESSIONS)}

    def missing(role: str, target: str) -> list[str] | None:
        if catalog.find(role, target):
            return None
        if role in ("any", "session") and target in unread:
            return None
        if role != "any":
            return None if conf.intersphinx else catalog.nearest_names(role, target)
        elsewhere = not {target, target.lower()}.isdisjoint(known) or target in texts
        elsewhere = elsewhere or conf.intersphinx
        elsewhere = elsewhere or (conf.url_schemes and bad_scheme(target) != "")
        anchored = target.startswith("session-") and catalog.find_session(target[8:])
        return None if elsewhere or anchored else catalog.nearest_names("session", target)

    for text in texts.values():
        # A target that is given twice leads somewhere on its own page.
        links = (
            one for one in text.page.links if one.role != "any" or one.target not in text.labels
        )
        yield from check_links(links, missing)
    for other in others.values():
        yield from check_links(other.links, missing)


def check_pages(
    files: Files,
    uses: Mapping[str, Sequence[FileUse]],
    pages: Pages,
    labels: Collection[str],
) -> Iterator[Problem]:
    """Yield the pages, and the files, that links, roles and toctrees name and that do not exist."""
    for docname, links in uses.items():
        for link in links:
            if link.role not in _PAGES or pages.has(docname, link):
                continue
            if link.target.lower() in labels:
                continue
            path = link.target.partition("#")[0] if link.role == "path" else link.target
            suffix = posixpath.splitext(path)[1]
            if link.role == "ref":
                yield messages.NO_LABEL_OF.at(link.where, label=path)
            elif link.role != "path" or suffix in ("", ".md", ".rst"):
                near = suggest(pages.nearest(docname, link))
                yield messages.NO_PAGE.at(link.where, near, path=path)
            elif not exists(path_of(files, docname, "path", path)):
                yield messages.NO_FILE.at(link.where, path=path)


def ids_of(
    catalog: Catalog, texts: Mapping[str, PageText], others: Mapping[str, Markup]
) -> dict[str, set[str]]:
    """Return the ids on each page that a link to the page may name."""
    given: dict[str, list[str]] = {
        docname: [session.id for session in page.sessions]
        for docname, page in catalog.pages.items()
    }
    given |= {
        docname: [use.options.get("id") or slug(use.text) for use in used({"": page}, SESSIONS)]
        for docname, page in others.items()
    }
    found = {name: {*ids, *(f"session-{one}" for one in ids)} for name, ids in given.items()}
    pages: dict[str, PageText | Markup] = {**texts, **others}
    for docname, page in pages.items():
        names = [name for name, has_title in page.labels.items() if has_title is not None]
        found[docname].update(names, map(slug, names))
    return found


def check_fragments(
    uses: Mapping[str, Sequence[FileUse]], ids: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yield the links to a place on a page, of whose *ids* it is none."""
    for docname, links in uses.items():
        for link in links if any("#" in one.target for one in links) else ():
            path, _, name = link.target.partition("#")
            page, suffix = posixpath.splitext(file_at(path, f"/{docname}").lstrip("/"))
            if link.role != "path" or not name or page not in ids:
                continue
            if not suffix:
                yield messages.NO_PAGE.at(link.where, f"write '{path}.md#{name}'", path=link.target)
            elif name not in ids[page]:
                yield messages.NO_LABEL_ON.at(link.where, label=name, path=path)


def check_equations(uses: Mapping[str, Iterable[FileUse]]) -> Iterator[Problem]:
    """Yield the labels of equations that another one has, and the links to one that none has."""
    first: dict[str, Where] = {}
    found = [use for docname in sorted(uses) for use in uses[docname]]
    for use in found:
        if use.role == "equation" and first.setdefault(use.target, use.where) != use.where:
            yield messages.EQUATION_TWICE.at(use.where, label=use.target, place=first[use.target])
    for use in found:
        if use.role == "eq" and use.target not in first:
            yield messages.NO_LABEL_OF.at(use.where, label=use.target)


def check_words(
    catalog: Catalog,
    uses: Mapping[str, Sequence[FileUse]],
    texts: Mapping[str, PageText],
    labels: Mapping[str, bool],
) -> Iterator[Problem]:
    """Yield the links without words of their own to *labels* without a title to show."""
    for docname, links in uses.items():
        for use in links:
            if use.role not in _WORDLESS or labels.get(use.target.lower(), True):
                continue
            # On its own page, MyST shows the label.
            if use.role == "words" and use.target in texts[docname].labels:
                continue
            if use.target not in texts and not catalog.find("any", use.target):
                yield messages.NO_WORDS.at(
                    use.where, label=use.target, new=_WORDLESS[use.role].format(label=use.target)
                )


class Pages:
    """The *files* of the pages of a book, among which the nearest to a name are found."""

    def __init__(self, files: Sequence[str]) -> None:
        self._names = {posixpath.splitext(file)[0] for file in files} | set(files)
        self._all = Names(files)
        by_name: dict[str, list[str]] = {}
        for file in files:
            by_name.setdefault(posixpath.basename(file), []).append(file)
        self._by_name = {name: Names(same) for name, same in by_name.items()}

    def has(self, docname: str, link: FileUse) -> bool:
        """Say whether there is the page that a *link* on the page *docname* names."""
        # Sphinx, too, goes no further up than to the root.
        path = file_at(link.target.partition("#")[0], f"/{docname}").lstrip("/")
        if link.role == "glob":
            return len(path) > MAX_PATH or any(fnmatchcase(name, path) for name in self._names)
        return path in self._names

    def nearest(self, docname: str, link: FileUse) -> list[str]:
        """Return those nearest to what *link* names, as the page *docname* writes them."""
        target = file_at(link.target.partition("#")[0], docname)
        suffix = "" if posixpath.splitext(target)[1] else ".md"
        same = self._by_name.get(posixpath.basename(target + suffix))
        near = same.nearest(target, 1, cutoff=0) if same else self._all.nearest(target)
        found = [posixpath.relpath(page, posixpath.dirname(docname) or ".") for page in near]
        return [name.removesuffix(suffix) for name in found]
