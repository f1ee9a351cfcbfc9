"""What is done with a document once it is parsed, and once all documents are read.

``ArrangeSessions`` brings a document into its form: talks go into their sessions, and what
stands where it cannot stand is reported. ``FillPlaceholders`` replaces the placeholders by
what the catalog says; by then every document is read and every label is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import get_node_line, get_node_source, make_refnode

from session_notes.build import Maker
from session_notes.catalog import Spot
from session_notes.domain import NAME
from session_notes.labels import REFERENCE_KINDS
from session_notes.model import Link, Page, Text, bad_scheme, parse_session
from session_notes.nodes import session_header, session_mentions, session_part, session_view
from session_notes.problems import Problem, Subtype, Where
from session_notes.report import relative
from session_notes.settings import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node, document
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog import Catalog, Ref
    from session_notes.domain import NotesDomain
    from session_notes.model import Session

_KIND = re.compile(r"([A-Za-z]+): *")
# What Markdown refuses to make a link of, and leaves as text.
_REFUSED_LINK = re.compile(r"\]\(\s*(javascript|vbscript|file|data):", re.IGNORECASE)


def is_session(node: object) -> bool:
    """Say whether *node* is the section of a session or talk."""
    return (
        isinstance(node, nodes.section)
        and isinstance(node.next_node(), nodes.title)
        and (len(node) > 1 and isinstance(node[1], session_header))
    )


def sessions_in(tree: Element) -> list[nodes.section]:
    """Return the sections of all sessions and talks in *tree*."""
    return [section for section in tree.findall(nodes.section) if is_session(section)]


def session_around(node: Node) -> nodes.section | None:
    """Return the section of the session or talk that *node* stands in."""
    for ancestor in _ancestors(node):
        if isinstance(ancestor, nodes.section) and is_session(ancestor):
            return ancestor
    return None


class ArrangeSessions(SphinxTransform):
    """Bring the sessions of a document into their form."""

    # After the translation of the text (20), before ids and references are looked at.
    default_priority = 30

    @property
    def domain(self) -> NotesDomain:
        """Our domain."""
        return self.env.domains[NAME]  # type: ignore[return-value]

    def apply(self, **kwargs: Any) -> None:
        """Arrange the document."""
        for section in sessions_in(self.document):
            self._place(section)
        for part in list(self.document.findall(session_part)):
            if not is_session(part.parent):
                hint = "move it between the fences of a session or talk"
                self._report(part, Subtype.PLACE, f"{part['part']} outside of a session", hint)
            if part["part"] == "references":
                self._mark_kinds(part)
        self._check_links()

    def _report(self, node: Node, subtype: Subtype, reason: str, hint: str) -> None:
        place = where(node, self.env)
        if isinstance(node, nodes.section):
            place = node.children[1]["where"]  # type: ignore[index]
        problem = Problem(subtype, place, reason, hint)
        self.domain.note_problem(self.env.docname, problem)

    def _place(self, section: nodes.section) -> None:
        parent = section.parent
        is_talk = "talk" in section["classes"]
        if not isinstance(parent, nodes.document | nodes.section):
            name = "talk" if is_talk else "session"
            hint = "move it out, to where a heading could stand"
            reason = f"a {name} stands inside of something else ({parent.tagname})"
            self._report(section, Subtype.PLACE, reason, hint)
            self._refuse(section)
        elif is_talk and not is_session(parent):
            index = parent.index(section)
            before = [
                child
                for child in parent.children[:index]
                if isinstance(child, nodes.section) and is_session(child)
            ]
            if before:
                parent.remove(section)
                before[-1].append(section)
            else:
                hint = "put it behind the session that it belongs to, or write 'session'"
                self._report(section, Subtype.PLACE, "a talk with no session before it", hint)
        elif not is_talk and is_session(parent):
            hint = f"close the fence of '{parent[0].astext()}' before it"
            self._report(section, Subtype.PLACE, "a session stands inside a session", hint)

    def _refuse(self, section: nodes.section) -> None:
        """Leave all the text of a session where it is, but no session of it."""
        title, header, *body = section.children
        rubric = nodes.rubric("", "", *title.children)
        rubric.source, rubric.line = title.source, title.line
        fields = nodes.field_list()
        for name, value in header["options"].items():  # type: ignore[index]
            text = nodes.field_body("", nodes.paragraph("", value))
            fields += nodes.field("", nodes.field_name("", name), text)
        kept = [rubric, fields, *header.children] if len(fields) else [rubric, *header.children]
        kept += [node for node in body if not isinstance(node, session_mentions)]
        box = nodes.container("", *kept, ids=section["ids"], classes=section["classes"])
        section.replace_self(box)

    def _mark_kinds(self, part: session_part) -> None:
        """Take the kind off the front of each reference; its label comes when all is read."""
        for item in part.findall(nodes.list_item):
            first = item.next_node(nodes.Text)
            match = _KIND.match(first) if first is not None else None
            kind = match[1].lower() if match else ""
            if match and first is not None and kind in REFERENCE_KINDS:
                item["kind"] = kind
                item["classes"].append(f"reference-{kind}")
                rest = first[match.end() :]
                first.parent.replace(first, nodes.Text(rest) if rest else [])

    def _check_links(self) -> None:
        for node in list(self.document.findall(nodes.reference)):
            scheme = bad_scheme(node.get("refuri", ""))
            if scheme and session_around(node):
                self._refuse_link(node, scheme, node.children)
        for xref in list(self.document.findall(addnodes.pending_xref)):
            # MyST takes an address with a scheme that it does not know for a target.
            scheme = bad_scheme(xref["reftarget"]) if xref["reftype"] == "myst" else ""
            if scheme and session_around(xref):
                self._refuse_link(xref, scheme, xref[0].children or [nodes.Text(xref["reftarget"])])
        for text in list(self.document.findall(nodes.Text)):
            match = _REFUSED_LINK.search(text)
            if match and session_around(text):
                self._refuse_link(text, match[1], [text])

    def _refuse_link(self, node: Node, scheme: str, content: Sequence[Node]) -> None:
        hint = "use http, https, mailto or ftp"
        self._report(node, Subtype.LINK, f"a link with the scheme '{scheme}:'", hint)
        if [node] != list(content):
            node.parent.replace(node, list(content))


def where(node: Node, env: BuildEnvironment) -> Where:
    """Return the place in the source that *node* came from."""
    element = node if isinstance(node, nodes.Element) else node.parent
    source, line = get_node_source(element), get_node_line(element)
    return Where(relative(source, env), line or 1)


class CollectRecords(SphinxTransform):
    """Store what the document says of sessions."""

    # After MyST has made references of its anchors (879), when nothing changes any more.
    default_priority = 889

    def apply(self, **kwargs: Any) -> None:
        """Hand the document's records to the domain."""
        domain: NotesDomain = self.env.domains[NAME]  # type: ignore[assignment]
        domain.note_page(self.env.docname, collect(self.env, self.env.docname, self.document))


def collect(env: BuildEnvironment, docname: str, tree: document) -> Page:
    """Return the records of the document *tree*, and number its placeholders."""
    sessions: list[Session] = []
    std = env.domains.standard_domain
    numbers: dict[nodes.section, int] = {}
    for section in sessions_in(tree):
        header = section.children[1]
        assert isinstance(header, session_header)  # noqa: S101 - is_session says so
        numbers[section] = header["number"] = len(sessions)
        title = section[0].astext()
        record, _ = parse_session(title, header["options"], header["lines"], header["where"])
        outer = session_around(section)
        parent = sessions[numbers[outer]].id if outer is not None and outer in numbers else ""
        # The id was made of the title before its translation: it is the same in every language.
        session_id = header["id"]
        sessions.append(record._replace(id=session_id, anchor=section["ids"][0], parent=parent))
        # For projects without our domain, which link by ``ref``.
        label = f"session-{session_id}"
        std.anonlabels[label] = docname, section["ids"][0]
        std.labels[label] = docname, section["ids"][0], title
    for mentions in tree.findall(session_mentions):
        mentions["number"] = numbers.get(mentions.parent, -1)  # type: ignore[arg-type]
    for part in tree.findall(session_part):
        part["number"] = numbers.get(part.parent, -1)  # type: ignore[arg-type]
    links = tuple(_links(env, tree, numbers))
    views = tuple(node["view"] for node in tree.findall(session_view))
    return Page(tuple(sessions), links, views)


def _links(
    env: BuildEnvironment, tree: document, numbers: dict[nodes.section, int]
) -> Iterator[Link]:
    for xref in tree.findall(addnodes.pending_xref):
        role = _role(xref)
        if role:
            holder = session_around(xref)
            number = -1 if holder is None else numbers.get(holder, -1)
            context = _context(xref) if number >= 0 else ()
            yield Link(role, xref["reftarget"], where(xref, env), number, context)


def _role(xref: Element) -> str:
    """Return by which role *xref* asks for something of ours; empty where it does not."""
    if xref.get("refdomain") == NAME:
        return str(xref["reftype"])
    free = xref["reftype"] == "any" or (xref["reftype"] == "myst" and not xref.get("refdomain"))
    return "any" if free else ""


def _context(xref: Node) -> tuple[Text, ...]:
    """Return the bullet or sentence around a link, as pieces of text."""
    around = next(node for node in _ancestors(xref) if not issubclass(type(node), nodes.Inline))
    return tuple(_pieces(around))


def _ancestors(node: Node) -> Iterator[Element]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _pieces(node: Node) -> Iterator[Text]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield Text(" ".join(str(child).split("\n")))
        elif isinstance(child, addnodes.pending_xref) and _role(child):
            text = child.astext() if child.get("refexplicit") else ""
            yield Text(text, _role(child), child["reftarget"])
        elif not isinstance(child, nodes.bullet_list | nodes.enumerated_list):
            yield from _pieces(child)


class FillPlaceholders(SphinxPostTransform):
    """Replace the placeholders of a document by what they stand for."""

    # Before references are resolved, by MyST (9) and by Sphinx (10).
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill the document, or, for a builder that makes one file, all of them."""
        domain: NotesDomain = self.env.domains[NAME]  # type: ignore[assignment]
        catalog, builder = domain.catalog, domain.builder
        if catalog is None or builder is None:
            return
        kinds = read(self.config)[0].extra_kinds()
        for part in list(self.document.findall(session_part)):
            self._fill_part(part, catalog, self._maker(part, builder, kinds))
        for header in list(self.document.findall(session_header)):
            facts = catalog.facts(Spot(header["docname"], header["number"]))
            made = self._maker(header, builder, kinds).header(facts, header.children)
            header.parent.replace(header, made)
        for node in list(self.document.findall(session_mentions)):
            mentions = catalog.mentions(Spot(node["docname"], node["number"]))
            maker = self._maker(node, builder, kinds)
            node.parent.replace(node, [maker.mentions(mentions)] if mentions else [])
        for view in list(self.document.findall(session_view)):
            view.parent.replace(
                view, self._make_view(view, catalog, self._maker(view, builder, kinds))
            )
        self._drop_missing(domain)
        if builder.format == "text" or (builder.name == "man" and not self.config.man_show_urls):
            self._spell_out_addresses()

    def _drop_missing(self, domain: NotesDomain) -> None:
        """Leave the words of the links that were complained of; MyST would do so once more."""
        for xref in list(self.document.findall(addnodes.pending_xref)):
            if _role(xref) == "any" and domain.near_to_missing("any", xref["reftarget"]):
                words = xref[0].children or [nodes.literal("", xref["reftarget"])]
                xref.parent.replace(xref, words)

    def _maker(self, node: Element, builder: Builder, kinds: dict[str, Any]) -> Maker:
        """Return the maker for the document that *node* came from."""
        docname = node["docname"]

        def link(ref: Ref, content: Node) -> Node:
            if not ref.docname:
                return content
            try:
                return make_refnode(builder, docname, ref.docname, ref.anchor, [content])
            except NoUri:
                return content

        return Maker(link, self.config.language, kinds)

    def _fill_part(self, part: session_part, catalog: Catalog, maker: Maker) -> None:
        for item in part.findall(nodes.list_item):
            if "kind" in item:
                paragraph = item.next_node(nodes.paragraph) or item
                paragraph[:0] = maker.reference_kind(item.attributes.pop("kind"))
        children = list(part.children)
        first_of_session = not any(
            isinstance(before, session_part) and before["part"] == "references"
            for before in part.parent.children[: part.parent.index(part)]
        )
        if part["part"] == "references" and part["number"] >= 0 and first_of_session:
            media = maker.media(catalog.facts(Spot(part["docname"], part["number"])))
            if media and children and isinstance(children[0], nodes.bullet_list):
                children[0][:0] = media
            elif media:
                children.insert(0, nodes.bullet_list("", *media, bullet="-"))
        part.parent.replace(part, [maker.part(part["part"], children)] if children else [])

    def _make_view(self, node: session_view, catalog: Catalog, maker: Maker) -> list[Node]:
        view = node["view"]
        shown: Any = catalog.view(view)
        match view.name:
            case "topic-index" | "speaker-index" | "track-index":
                role = view.name.removesuffix("-index")
                anchors = catalog.homes.get(view.name) == node["docname"]
                return maker.index(shown, role, anchors=anchors)
            case "session-table":
                return [maker.session_table(shown)]
            case "topic-table":
                return [maker.topic_table(shown)]
        return maker.sessions(shown)

    def _spell_out_addresses(self) -> None:
        """Write the address behind each link of a session, in formats that have no links."""
        for node in list(self.document.findall(nodes.reference)):
            address = node.get("refuri", "")
            if "://" in address and node.astext() != address:
                index = node.parent.index(node)
                node.parent.insert(index + 1, nodes.Text(f" <{address}>"))
