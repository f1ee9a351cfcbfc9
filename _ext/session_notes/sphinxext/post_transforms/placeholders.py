"""What is done with a document once all documents are read: the placeholders are filled."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from session_notes.catalog.catalog import SessionKey
from session_notes.catalog.related import mentions, neighbours, related_sessions
from session_notes.catalog.views import VIEWS, view_facets
from session_notes.render.blocks import Maker
from session_notes.render.nodes import (
    session_end,
    session_header,
    session_mentions,
    session_part,
    session_view,
)
from session_notes.sphinxext.config import Settings, settings_of
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.refs import NAME, Links, is_site
from session_notes.sphinxext.transforms.traverse import role_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder

    from session_notes.catalog.catalog import Catalog
    from session_notes.sphinxext.domain import NotesDomain


class FillPlaceholders(SphinxPostTransform):
    """Replace the placeholders of a document by what they stand for."""

    # Before references are resolved, by MyST (9) and by Sphinx (10).
    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Fill the document, or, for a builder that makes one file, all of them."""
        domain = domain_of(self.env)
        catalog, builder = self._catalog(domain), domain.build.builder
        self._labels = domain.build.labels
        self._makers: dict[str, Maker] = {}
        kinds = domain.build.settings.extra_kinds()
        for part in list(self.document.findall(session_part)):
            self._fill_part(part, catalog, self._maker(part, builder, kinds))
        for header in list(self.document.findall(session_header)):
            facts = catalog.facts(SessionKey(header["docname"], header["number"]))
            maker = self._maker(header, builder, kinds)
            header.parent.replace(header, maker.header(facts, header.children))
        for node in list(self.document.findall(session_mentions)):
            key = SessionKey(node["docname"], node["number"])
            mentioned, related = mentions(catalog, key), related_sessions(catalog, key)
            maker = self._maker(node, builder, kinds)
            made: list[Node] = [maker.mentions(mentioned)] if mentioned else []
            node.parent.replace(node, [*made, maker.related(related)] if related else made)
        for end in list(self.document.findall(session_end)):
            key = SessionKey(end["docname"], end["number"])
            maker = self._maker(end, builder, kinds)
            make = partial(self._make_end, key, catalog, maker)
            end.parent.replace(end, maker.now_or_later(make) if is_site(builder) else [])
        for view in list(self.document.findall(session_view)):
            maker = self._maker(view, builder, kinds)
            view.parent.replace(view, self._make_view(view, catalog, builder, maker))
        self._settle_any(domain, catalog)
        if builder.format == "text" or builder.name == "man":
            self._spell_out_addresses()

    def _catalog(self, domain: NotesDomain) -> Catalog:
        """Return the catalog of what the placeholders stand for."""
        return domain.catalog

    def _settle_any(self, domain: NotesDomain, catalog: Catalog) -> None:
        """Settle the links without a role that are ours to settle.

        The exact id of a session is that session, whatever page or label has the same name: so
        "Mentioned in" has it too. Of those that were complained of the words stay; MyST would
        complain once more.
        """
        for xref in list(self.document.findall(addnodes.pending_xref)):
            if role_of(xref) != "any":
                continue
            target = xref["reftarget"]
            key = catalog.find_session(target)
            if key is not None and catalog.session(key).id == target:
                xref.attributes.update(refdomain=NAME, reftype="session")
                words = xref.next_node(nodes.inline)
                if words is not None:
                    words["classes"] += [NAME, f"{NAME}-session"]
            elif domain.near_to_missing("any", target):
                xref.parent.replace(xref, xref[0].children or [nodes.literal("", target)])

    def _maker(self, node: Element, builder: Builder, kinds: dict[str, Any]) -> Maker:
        """Return the maker for the document that *node* came from."""
        docname = node["docname"]
        if docname not in self._makers:
            links = Links(builder, docname)
            self._makers[docname] = Maker(links, self._labels, kinds, later=is_site(builder))
        return self._makers[docname]

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
            media = maker.media(catalog.facts(SessionKey(part["docname"], part["number"])))
            if media and children and isinstance(children[0], nodes.bullet_list):
                children[0][:0] = media
            elif media:
                children.insert(0, nodes.bullet_list("", *media, bullet="-"))
        part.parent.replace(part, [maker.part(part["part"], children)] if children else [])

    def _make_end(self, key: SessionKey, catalog: Catalog, maker: Maker) -> list[Node]:
        """Return the ways on from a session, on the pages of a site."""
        session, facts = catalog.session(key), catalog.facts(key)
        words = maker.labels
        day = words.weekday(facts.day) if facts.day else words.this_page
        track = facts.track.text if facts.track else ""
        rows = zip((day, track), neighbours(catalog, key), strict=True)
        settings = settings_of(self.config, Settings)
        end = maker.end(rows, facts.ref, settings.source(session.where, catalog.last_line(key)))
        for added in self.env.events.emit("session-end", catalog, key, words):
            end += added
        return [end]

    def _make_view(
        self, node: session_view, catalog: Catalog, builder: Builder, maker: Maker
    ) -> list[Node]:
        view = node["view"]
        shown: Any = VIEWS[view.name].query(catalog, node["docname"], view)
        if view.name.endswith("-index"):
            return maker.index(shown, view.name.removesuffix("-index"))

        def form() -> list[Node]:
            choices = view_facets(catalog, view) if is_site(builder) else None
            # Of one session there is nothing to choose.
            return [maker.choices(choices)] if choices and len(choices.rows) > 1 else []

        folds = builder.format == "html"
        makers: dict[str, Callable[[], list[Node]]] = {
            "session-list": lambda: [*form(), *maker.sessions(shown)],
            "session-table": lambda: [maker.session_table(shown, folds=folds)],
            "session-files": lambda: maker.files(self._files(node["docname"], shown)),
            "topic-table": lambda: [maker.topic_table(shown)],
            "topic-list": lambda: [maker.topic_list(shown)],
            "translation-table": lambda: [maker.translation_table(shown)],
        }
        return makers[view.name]()

    def _files(self, docname: str, days: Sequence[date]) -> list[tuple[str, str]]:
        """Return the words and the address of each file that is published beside the pages."""
        return list(chain.from_iterable(self.env.events.emit("session-files", docname, days)))

    def _spell_out_addresses(self) -> None:
        """Write the address behind each link of a session, in formats that have no links.

        The link itself goes: some versions of the writer of man pages would add it once more.
        """
        for node in list(self.document.findall(nodes.reference)):
            address = node.get("refuri", "")
            if "://" in address:
                behind = [] if node.astext() == address else [nodes.Text(f" <{address}>")]
                node.parent.replace(node, [*node.children, *behind])
