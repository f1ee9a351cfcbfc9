"""The records of a session.

Records are named tuples, because they are pickled with the build environment: data of an older
shape must fail when it is loaded, and not be misread later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.problems import Where

if TYPE_CHECKING:
    from datetime import date


#: No place.
NOWHERE = Where("", 0)


class Speaker(NamedTuple):
    """One person among speakers or reporters."""

    name: str
    affiliation: str = ""
    role: str = ""


class Reporters(NamedTuple):
    """Who took the notes of a page, or had some impressions, with the line that names them."""

    people: tuple[Speaker, ...] = ()
    where: Where = NOWHERE


class PageEvent(NamedTuple):
    """The event that a page says it is of, by any of its names.

    The line is that which says so, or that of the date.
    """

    name: str = ""
    where: Where = NOWHERE


class OldPages(NamedTuple):
    """The names that a page had before, without endings, with the line that says so."""

    names: tuple[str, ...] = ()
    where: Where = NOWHERE


class Reference(NamedTuple):
    """A link among the references of a session; the kind may be empty."""

    kind: str
    url: str
    text: str = ""


class Text(NamedTuple):
    """A part of a sentence; with a target it is a link, and without text it shows the title."""

    text: str
    role: str = ""
    target: str = ""


class Session(NamedTuple):
    """One session or talk as its author wrote it, before names are looked up in vocabularies."""

    #: The id, unique in a project.
    id: str
    title: str
    where: Where
    #: The id of the session that a talk belongs to; empty for a session.
    parent: str = ""
    track: str = ""
    kind: str = ""
    #: In minutes after the midnight with which the day of the page begins.
    start: int | None = None
    #: In minutes after the midnight with which the day of the page begins, or the last day.
    end: int | None = None
    #: The last day, if the author names it.
    until: date | None = None
    #: The time as the author wrote it.
    when: str = ""
    room: str = ""
    speakers: tuple[Speaker, ...] = ()
    #: Those whom the session itself names; usually the page does.
    reporters: tuple[Speaker, ...] = ()
    topics: tuple[str, ...] = ()
    #: Pairs of kind and address, from the options that are addresses.
    media: tuple[tuple[str, str], ...] = ()
    #: How many lines below the first each option is, for messages that need the vocabularies.
    lines: tuple[tuple[str, int], ...] = ()
    #: How many lines below the first the last line is.
    height: int = 0
    #: Those whom each of its impressions names.
    impressions: tuple[Reporters, ...] = ()
    #: The links in the session's list of references.
    references: tuple[Reference, ...] = ()
    #: The anchor, if the id is already used on the page.
    renamed: str = ""
    #: Whether it has more than options and references; its talks do not count.
    has_notes: bool = True
    #: The ids that it had before, the last one first.
    was: tuple[str, ...] = ()
    #: When its notes were added or changed, if the author says so.
    updated: date | None = None

    @property
    def first_id(self) -> str:
        """The id that it had first, by which calendars and feed readers know it."""
        return self.was[-1] if self.was else self.id

    @property
    def anchor(self) -> str:
        """The anchor in the page."""
        return self.renamed or self.id

    def place(self, option: str) -> Where:
        """Return the place of an *option*."""
        below = next((line for name, line in self.lines if name == option), 0)
        return Where(self.where.source, self.where.line + below)

    @property
    def is_timed(self) -> bool:
        """Whether anything is known of its time."""
        return (self.start, self.end, self.until) != (None, None, None)

    @property
    def last(self) -> int:
        """The last line of the directive, in the file of :attr:`where`."""
        return self.where.line + self.height


class Link(NamedTuple):
    """A link to a session, talk, topic, person or track, with the line it is written in."""

    role: str
    target: str
    where: Where


class Xref(NamedTuple):
    """A link as it is in the document: in which session, and among which words."""

    role: str
    target: str
    #: The number of the session among those of the page; -1 for a link outside of any.
    holder: int = -1
    #: The sentence or bullet around the link.
    context: tuple[Text, ...] = ()


class Address(NamedTuple):
    """An outside address in a page."""

    url: str
    where: Where


class View(NamedTuple):
    """A directive that shows records of the whole book, with its options."""

    name: str
    where: Where
    #: The filters: pairs of option and value.
    options: tuple[tuple[str, str], ...] = ()


class Page(NamedTuple):
    """All that one document says of sessions."""

    sessions: tuple[Session, ...] = ()
    #: The links with their words, to show where a session is mentioned; only a build has them.
    xrefs: tuple[Xref, ...] = ()
    views: tuple[View, ...] = ()
    #: The targets of the page's other links as they are written: documents and labels.
    elsewhere: tuple[str, ...] = ()
    #: How many of its messages are translated, and how many it has.
    progress: tuple[int, int] = (0, 0)
    #: The first paragraph that is not in a session.
    summary: tuple[Text, ...] = ()
    #: The links with their lines, to report those that lead nowhere.
    links: tuple[Link, ...] = ()
    #: The outside addresses in the text of the page.
    addresses: tuple[Address, ...] = ()
    #: The pages in it as examples.
    examples: tuple[Example, ...] = ()
    #: Those whom its front matter names.
    reporters: Reporters = Reporters()
    was: OldPages = OldPages()
    event: PageEvent = PageEvent()


class Example(NamedTuple):
    """A page, or a part of one, inside another, with its date."""

    page: Page
    day: date | None = None
