"""The edition that is built: its title, its language, and where its pages and files are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import without_forbidden, without_line_ends

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from session_notes.catalog.facts import Ref
    from session_notes.model.records import Session

#: The builders of HTML for the web, rather than for a book that is packed from HTML.
BUILDERS = frozenset({"html", "dirhtml", "singlehtml"})
DATA = "sessions.json"
NOTES = "notes.json"
SCHEMA = "sessions.schema.json"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
#: The folder of the calendars.
CALENDARS = "calendar"
#: The exports, which ``session_exports`` lists.
EXPORTS = {
    "json-ld": "in the heads of pages, what search engines ask for",
    "json": "all sessions as data, with the schema of these",
    "calendar": "a calendar of all sessions, of each event if there are several, and of each day",
    "session-calendars": "a calendar of each session",
    "feed": "the sessions as an Atom feed, and one of each event if there are several",
    "topic-feeds": "a feed of each topic",
    "speaker-feeds": "a feed of each speaker",
    "sitemap": "all pages, for search engines",
}

#: Search engines and chats cut off longer descriptions.
_SUMMARY = 200
#: What may have feeds of its own, and the export that makes them.
FEEDS = {"event": "feed", "topic": "topic-feeds", "speaker": "speaker-feeds"}
#: File systems allow names of up to 255 bytes.
_LONGEST = 200
_SENTENCE = re.compile(r".+?(?:[.!?]['\")\]’”]*(?=\s+[^\sa-z])|[。！？]|$)\s*", re.DOTALL)


class Site(NamedTuple):
    """What is known about an edition besides its sessions."""

    #: May be empty.
    title: str
    language: str
    #: Who wrote it; may be empty.
    author: str
    #: The address of its root, with a slash at the end; empty if it is not known.
    base: str
    #: Returns the path of a page, relative to the root.
    path_of: Callable[[str], str]
    #: Returns the label of a kind of session.
    kind: Callable[[str], str]
    root_doc: str
    exports: frozenset[str] = frozenset()
    #: How many entries the feed has at most.
    feed_entries: int = 100

    def path(self, ref: Ref) -> str:
        """Return the path of a place in the book, relative to the root."""
        # In a book of a single page, the path of each page is an anchor.
        path = self.path_of(ref.docname).partition("#")[0] or "./"
        return f"{path}#{ref.anchor}" if ref.anchor else path

    def address(self, path: str) -> str:
        """Return the address of a path; empty if the root's is not known."""
        return f"{self.base}{path.removeprefix('./')}" if self.base else ""

    def event_calendar(self, event: str) -> str:
        """Return the path of the calendar of an event; empty if there is none."""
        is_short = len(event) <= _LONGEST
        return f"{CALENDARS}/event/{event}.ics" if "calendar" in self.exports and is_short else ""

    def book_calendar(self) -> str:
        """Return the path of the calendar of all sessions; empty if there is none."""
        return f"{CALENDARS}/all.ics" if "calendar" in self.exports else ""

    def day_calendar(self, day: date) -> str:
        """Return the path of the calendar of a day; empty if there is none."""
        return f"{CALENDARS}/day/{day.isoformat()}.ics" if "calendar" in self.exports else ""

    def feed_of(self, role: str, name: str) -> str:
        """Return the path of the feed of a topic, for example; empty if its name is too long."""
        return f"feed/{role}/{name}.xml" if len(name) <= _LONGEST else ""

    def session_calendar(self, session: Session, day: date | None) -> str:
        """Return the path of the calendar of a session on *day*; empty if there is none."""
        if "session-calendars" not in self.exports or not day or not is_in_calendars(session):
            return ""
        return f"{CALENDARS}/session/{session.id}.ics" if len(session.id) <= _LONGEST else ""


def is_in_calendars(session: Session) -> bool:
    """Return whether *session* is an event; a talk without a time is part of its session's."""
    return not session.parent or session.start is not None


def summary(text: str) -> str:
    """Return the first sentences of *text* that fit, or the beginning of one that is too long."""
    text = " ".join(text.split())
    chosen = ""
    for match in _SENTENCE.finditer(text):
        if chosen and len(chosen) + len(match[0].rstrip()) > _SUMMARY:
            break
        chosen += match[0]
    chosen = chosen.rstrip()
    if len(chosen) <= 2 * _SUMMARY:
        return chosen
    # Without spaces, as in Japanese, cut between letters.
    cut = chosen[: _SUMMARY - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def printable(text: str) -> str:
    """Return *text* on one line, without the characters that XML and calendars cannot hold."""
    return without_forbidden(without_line_ends(text), "")
