"""The pieces that every page is made of: links, paragraphs, lines of several things.

How a link is made is passed in, for only a builder knows addresses. Whatever is made here is
in the language of the site already and is marked as not to be translated.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

from docutils import nodes

from session_notes.model import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from session_notes.catalog import Ref
    from session_notes.labels import Labels
    from session_notes.vocabulary import Words

    #: Makes of a place in the book and some nodes a link, or leaves the nodes as they are.
    Linker = Callable[[Ref, nodes.Node], nodes.Node]


class Pieces:
    """Makes nodes for one document.

    *link* makes links; *labels* are our own words in the language of the site; *kinds* are the
    project's own kinds of session, with their labels.
    """

    def __init__(self, link: Linker, labels: Labels, kinds: dict[str, Words]) -> None:
        self._link = link
        self.labels = labels
        self.kinds = kinds

    def link(self, ref: Ref, *classes: str) -> nodes.Node:
        """Return the words of *ref*, linked to their place if they have one."""
        text = (
            nodes.inline("", ref.text, classes=list(classes)) if classes else nodes.Text(ref.text)
        )
        return self._link(ref, text)

    def address(self, url: str, text: str = "") -> nodes.Node:
        """Return a link to *url*; mere text where it is no address."""
        if not is_address(url):
            return nodes.Text(text or url)
        return nodes.reference("", text or url, refuri=url, internal=False)

    @staticmethod
    def paragraph(*children: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
        """Return a paragraph that no catalogue of messages takes up."""
        made = nodes.paragraph("", "", translatable=False, classes=list(classes))
        made.extend(nodes.Text(c) if isinstance(c, str) else c for c in children)
        return made

    def joined(self, pieces: Iterable[Sequence[nodes.Node]], separator: str) -> list[nodes.Node]:
        """Return *pieces* in a row, with *separator* between them."""
        row: list[nodes.Node] = []
        for piece in pieces:
            if row:
                # A class, for where a style sets the pieces apart by itself.
                row.append(nodes.inline("", separator, classes=["session-separator"]))
            row.extend(piece)
        return row

    @staticmethod
    def fill(pattern: str, **pieces: Sequence[nodes.Node]) -> list[nodes.Node]:
        """Return *pattern* with *pieces* in the places of their names, in whatever order it has."""
        row: list[nodes.Node] = []
        for text, name, _, _ in Formatter().parse(pattern):
            if text:
                row.append(nodes.Text(text))
            row.extend(pieces[name] if name else ())
        return row

    @staticmethod
    def label(text: str) -> nodes.rubric:
        """Return a heading that is in no table of contents."""
        return nodes.rubric("", text, translatable=False, classes=["session-label"])

    def kind(self, kind: str) -> str:
        """Return the label of a kind of session; one that is not known is shown as it is."""
        if kind in self.kinds:
            return self.kinds[kind].say(self.labels.language)
        return self.labels.kind(kind)
