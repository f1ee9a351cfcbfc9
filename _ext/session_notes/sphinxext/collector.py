"""The environment collector: it takes the records from each document that was read.

It runs at ``doctree-read``, the last event before the document is stored: titles are translated,
images are collected, and MyST has resolved the links within the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import Reporter
from sphinx import addnodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import docname_join

from session_notes.catalog.views import VIEWS
from session_notes.lint.book import check_examples, with_examples
from session_notes.model.parsing import parse_old_pages
from session_notes.model.records import (
    NOWHERE,
    Example,
    Link,
    Page,
    PageEvent,
    Reference,
    Reporters,
    Text,
    Xref,
)
from session_notes.model.speakers import parse_people
from session_notes.render.nodes import (
    PLACEHOLDERS,
    session_end,
    session_example,
    session_header,
    session_mentions,
    session_part,
    session_view,
)
from session_notes.sphinxext.domain import domain_of, secure_references
from session_notes.sphinxext.incremental.sources import sources_of
from session_notes.sphinxext.load import place_of_field
from session_notes.sphinxext.transforms.titles import text_of
from session_notes.sphinxext.transforms.traverse import (
    NodeIndex,
    ancestors,
    is_session,
    role_of,
    session_around,
    sessions_in,
    where,
)
from session_notes.sphinxext.translation_progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from session_notes.lint.page import PageText
    from session_notes.model.problems import Where
    from session_notes.model.records import OldPages, Session


class SessionCollector(EnvironmentCollector):
    """Stores the records of each document in the domain, which also merges and clears them."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Store what the document says of sessions."""
        env, domain, found = app.env, domain_of(app.env), NodeIndex(doctree)
        examples = [
            _put_away(env, example, str(number))
            for number, example in enumerate(found.of(session_example))
        ]
        if examples:
            found = NodeIndex(doctree)
        text, page = domain.text, collect(env, doctree, found)
        if page.sessions:
            page = page._replace(
                reporters=text.page.reporters if text else _reporters(env),
                event=text.page.event if text else _event(env),
            )
        page = page._replace(was=text.page.was if text else _was(env))
        page = with_examples(page, examples)
        if examples:
            kinds = domain.build.settings.all_kinds()
            for problem in check_examples([text.page if text else page], kinds):
                domain.note_problem(env.docname, problem)
        domain.note_page(env.docname, _with_text(page, text) if text else page)
        domain.sources[env.docname] = sources_of(env, app.builder, found)
        if doctree.reporter.max_level >= Reporter.ERROR_LEVEL:
            # It may lack a file of which nothing is noted, and what is wrong is told again.
            env.note_reread()

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Do nothing: the domain does it."""

    def merge_other(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        docnames: AbstractSet[str],
        other: BuildEnvironment,
    ) -> None:
        """Do nothing: the domain does it."""


def _put_away(env: BuildEnvironment, example: session_example, number: str) -> Example:
    """Return the records of an example, and hide its nodes from what collects a document's."""
    found = NodeIndex(example)
    page = collect(env, example, found)._replace(reporters=example.attributes.pop("reporters"))
    for end in found.of(session_end):
        # An example has no previous or next session, and nothing to cite.
        end.parent.remove(end)
    for node in found.of(*PLACEHOLDERS):
        if node is not example and not is_of_site(node):
            node["docname"] = number
    example["content"], example.children = example.children, []
    return Example(page, example["day"])


def is_of_site(node: Element) -> bool:
    """Say whether *node* is a view that shows the book, even in an example."""
    return isinstance(node, session_view) and VIEWS[node["view"].name].of_site


def _with_text(page: Page, text: PageText) -> Page:
    """Return *page* with what only its text knows: the line of each link, and bare addresses."""
    in_tree = {(link.role, link.target) for link in page.links}
    in_text = {(link.role, link.target) for link in text.page.links}
    # Links to headings of the page itself are resolved by now, and no longer in the tree.
    links = [link for link in text.page.links if (link.role, link.target) in in_tree]
    # The text does not show those in reStructuredText.
    links += [link for link in page.links if (link.role, link.target) not in in_text]
    listed = secure_references(page)
    addresses = [address for address in text.addresses if address.url not in listed]
    return page._replace(links=tuple(links), addresses=tuple(addresses))


def collect(env: BuildEnvironment, tree: Element, found: NodeIndex) -> Page:
    """Return the records of a document or an example, and number its placeholders.

    *found* are the nodes of the *tree*.
    """
    sections = sessions_in(found)
    numbers = {section: number for number, section in enumerate(sections)}
    sessions: list[Session] = []
    for section in sections:
        header = section.children[1]
        assert isinstance(header, session_header)  # noqa: S101 - is_session says so
        # Otherwise the document would store them as well.
        session, _, _ = (header.attributes.pop(name) for name in ("session", "options", "is_rst"))
        outer = session_around(section)
        sessions.append(
            session._replace(
                title=text_of(section[0]).strip(),
                parent=sessions[numbers[outer]].id if outer in numbers else "",
            )
        )
    for node in found.of(session_header, session_mentions, session_part, session_end):
        node["number"] = numbers.get(node.parent, -1)  # type: ignore[arg-type]
    for part in found.of(session_part):
        reporters = part.attributes.pop("reporters", None)
        session = sessions[part["number"]] if part["number"] >= 0 else None
        if session and reporters:
            part["opinion"] = len(session.impressions)
            both = (*session.impressions, reporters)
            sessions[part["number"]] = session._replace(impressions=both)
        elif session:
            listed = (*session.references, *_references(part))
            sessions[part["number"]] = session._replace(references=listed)
    xrefs = [xref for xref in found.of(addnodes.pending_xref) if role_of(xref)]
    return Page(
        tuple(sessions),
        tuple(_xref(xref, numbers) for xref in xrefs),
        tuple(node["view"] for node in found.of(session_view)),
        tuple(sorted(set(_elsewhere(env, found)))),
        progress(env, env.docname, tree),
        _summary(tree, found),
        tuple(Link(role_of(xref), xref["reftarget"], where(xref, env)) for xref in xrefs),
    )


def _reporters(env: BuildEnvironment) -> Reporters:
    """Return who took the notes of a page in reStructuredText, and report what is wrong with it."""
    value, where = _field(env, "reporter")
    people, problems = parse_people("reporter", value, where)
    for problem in problems:
        domain_of(env).note_problem(env.docname, problem)
    return Reporters(people, where)


def _event(env: BuildEnvironment) -> PageEvent:
    """Return the event that a page in reStructuredText names."""
    name, where = _field(env, "event")
    return PageEvent(name, where if name else _field(env, "date")[1])


def _was(env: BuildEnvironment) -> OldPages:
    """Return the old names of a page in reStructuredText, and report what is wrong with them."""
    value, where = _field(env, "was")
    pages, problems = parse_old_pages([value] if value else [], where)
    for problem in problems:
        domain_of(env).note_problem(env.docname, problem)
    return pages


def _field(env: BuildEnvironment, name: str) -> tuple[str, Where]:
    """Return a field at the top of the page, and its place."""
    value = str(env.metadata[env.docname].get(name, ""))
    return value, place_of_field(env, env.docname, name) if value else NOWHERE


def _references(part: session_part) -> Iterator[Reference]:
    """Yield the links in a session's list of references."""
    for link in part.findall(nodes.reference):
        if "refuri" in link:
            item = next((one for one in ancestors(link) if isinstance(one, nodes.list_item)), part)
            yield Reference(item.get("kind", ""), link["refuri"], link.astext())


def _elsewhere(env: BuildEnvironment, found: NodeIndex) -> Iterator[str]:
    """Yield the names of documents and labels that other links lead to."""
    for xref in found.of(addnodes.pending_xref):
        if not role_of(xref):
            yield str(xref["reftarget"])
    for download in found.of(addnodes.download_reference):
        yield docname_join(env.docname, str(download.get("reftarget", "")))


def _summary(tree: Element, found: NodeIndex) -> tuple[Text, ...]:
    """Return the first paragraph of the page's own text whose words are all known.

    The text of a page that is a session is the notes of the session.
    """
    top = [node for node in tree.children if isinstance(node, nodes.section)]
    page = top[0] if len(top) == 1 and is_session(top[0]) else None
    for paragraph in found.of(nodes.paragraph):
        if not _is_own(paragraph, page):
            continue
        # The words of other links are the titles of pages that may not be read yet.
        links = paragraph.findall(addnodes.pending_xref)
        if all(role_of(xref) or xref.get("refexplicit") for xref in links):
            return tuple(_pieces(paragraph))
    return ()


def _is_own(paragraph: nodes.paragraph, page: nodes.section | None) -> bool:
    """Say whether a paragraph is text of its page, or of the session that is the *page*."""
    if page and session_around(paragraph) is page:
        around = ancestors(paragraph)
        return not any(isinstance(node, session_header | session_part) for node in around)
    parent = paragraph.parent
    return isinstance(parent, nodes.document | nodes.section) and not is_session(parent)


def _xref(xref: Element, numbers: dict[nodes.section, int]) -> Xref:
    holder = numbers.get(session_around(xref), -1)  # type: ignore[arg-type]
    # The bullet or sentence around the link.
    around = next(node for node in ancestors(xref) if not issubclass(type(node), nodes.Inline))
    context = tuple(_pieces(around)) if holder >= 0 else ()
    return Xref(role_of(xref), xref["reftarget"], holder, context)


def _pieces(node: Node) -> Iterator[Text]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield Text(" ".join(str(child).split("\n")))
        elif isinstance(child, addnodes.pending_xref) and role_of(child):
            text = child.astext() if child.get("refexplicit") else ""
            yield Text(text, role_of(child), child["reftarget"])
        elif not isinstance(child, nodes.bullet_list | nodes.enumerated_list | nodes.raw):
            yield from _pieces(child)
