"""*Cite* at the end of a session: how it is cited, in a sentence and in BibTeX."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from session_notes.model.names import fold

from session_exports import labels as words
from session_exports.publish import site_of

if TYPE_CHECKING:
    from datetime import date

    from session_notes.catalog.catalog import Catalog, SessionKey
    from session_notes.locale.labels import Labels
    from sphinx.application import Sphinx

#: The characters that mean something to TeX, and how to write them.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)
#: The characters that would end an address, or the field that holds it.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Citation(NamedTuple):
    """What a citation of a session says."""

    #: The session's id, which is also the key of the entry.
    id: str
    title: str
    #: The reporters, and then who wrote the book; what is not known is empty.
    authors: tuple[str, ...] = ()
    book: str = ""
    day: date | None = None
    address: str = ""
    #: Only in a book of several.
    event: str = ""

    def bibtex(self) -> str:
        """Return the entry for a bibliography, for old and new versions of BibTeX."""
        # Extra braces: "and" would split a name in two, and titles would lose their capitals.
        authors = " and ".join(f"{{{name.translate(_TEX)}}}" for name in self.authors)
        fields = {"author": authors} if authors else {}
        fields["title"] = f"{{{self.title.translate(_TEX)}}}"
        if self.book:
            fields["howpublished"] = self.book.translate(_TEX)
        if self.event:
            fields["note"] = self.event.translate(_TEX)
        if self.day:
            fields |= {"year": f"{self.day.year}", "month": _MONTHS[self.day.month - 1]}
            fields["day"] = f"{self.day.day}"
        if self.address:
            fields["url"] = self.address.translate(_ADDRESS)
        lines = [
            # BibTeX defines the months by these names, without braces.
            f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
            for name, value in fields.items()
        ]
        return f"@misc{{{self.id},\n" + ",\n".join(lines) + "\n}"


def add_citation(
    app: Sphinx, catalog: Catalog, key: SessionKey, labels: Labels
) -> list[nodes.Node]:
    """Return how a session is cited, to be added at its end."""
    session, site = catalog.session(key), site_of(app)
    address = ""
    if site.base:
        page = posixpath.join(site.base, app.builder.get_target_uri(key.docname))
        address = f"{page}#{session.anchor}"
    title = labels.translate(words.NOTES_ON).format(title=session.title)
    facts = catalog.facts(key)
    event = facts.event.text if facts.event else ""
    authors = [catalog.person("reporter", one).ref.text for one in catalog.reporters(key)]
    if site.author and fold(site.author) not in map(fold, authors):
        authors.append(site.author)
    return cite(
        labels, Citation(session.id, title, tuple(authors), site.title, facts.day, address, event)
    )


def cite(labels: Labels, cited: Citation) -> list[nodes.Node]:
    """Return a citation, folded; no format but HTML can fold."""
    title = cited.title
    if cited.event:
        # Which event it was is said as the day is.
        title = labels.translate(words.DATED).format(title=title, day=cited.event)
    if cited.day:
        title = labels.translate(words.DATED).format(title=title, day=labels.plain_day(cited.day))
    pattern = words.IN_BOOK if cited.book else words.SENTENCE
    sentence = labels.translate(pattern).format(title=title, book=cited.book)
    if cited.authors:
        authors = labels.between_people.join(cited.authors)
        sentence = labels.translate(words.BY).format(author=authors, citation=sentence)
    summary = f"<details><summary>{labels.translate(words.CITE)}</summary>"
    return [
        nodes.raw("", summary, format="html"),
        nodes.paragraph("", f"{sentence} {cited.address}".rstrip(), translatable=False),
        # With a source of its own it would be highlighted, at twice the size.
        nodes.literal_block("", cited.bibtex()),
        nodes.raw("", "</details>", format="html"),
    ]
