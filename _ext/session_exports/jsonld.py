"""What a page tells search engines, in the words of schema.org.

The conference is an ``Event`` whose ``subEvent`` are sessions, whose ``subEvent`` are talks.
A video is what an event was ``recordedIn``, slides are a ``workFeatured`` in it; an Etherpad or
an abstract has it as its subject. Addresses are relative where the site's own is not known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from session_notes.catalog.catalog import Ref, SessionKey
from session_notes.model.urls import is_address

from session_exports.conference import moment
from session_exports.site import without_empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from session_notes.catalog.catalog import Catalog, Facts

    from session_exports.conference import Event
    from session_exports.site import Site

#: The property that says what a reference of each kind is to an event, and what type it has.
_WORKS = {
    "video": ("recordedIn", "VideoObject"),
    "slides": ("workFeatured", "PresentationDigitalDocument"),
    "etherpad": ("subjectOf", "DigitalDocument"),
    "abstract": ("subjectOf", "WebPage"),
}
# Who only asked a question was there, but did not perform.
_ATTENDEES = ("from the floor",)


def page_data(
    book: Catalog, site: Site, docname: str, link: Callable[[str], str]
) -> dict[str, object] | None:
    """Return what the page *docname* says of its sessions; None where there is nothing to say.

    *link* returns the address of a path, absolute or relative to the page.
    """
    page = book.pages.get(docname)
    spots = [SessionKey(docname, number) for number in range(len(page.sessions) if page else 0)]
    teller = _Teller(book, site, link)
    sessions = [teller.session(spot, spots) for spot in spots if not book.session(spot).parent]
    if site.event and (sessions or docname == site.root_doc):
        return {
            "@context": "https://schema.org",
            **teller.conference(site.event),
            **without_empty([("subEvent", sessions)]),
        }
    return {"@context": "https://schema.org", "@graph": sessions} if sessions else None


def script(data: dict[str, object]) -> str:
    """Return *data* as an element that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return f'<script type="application/ld+json">{text}</script>\n'


class _Teller:
    """Says what there is in the words of schema.org."""

    def __init__(self, book: Catalog, site: Site, link: Callable[[str], str]) -> None:
        self.book, self.site, self.link = book, site, link
        #: The people of the page, by their ids: each is told once, and then named.
        self._told: dict[object, dict[str, object]] = {}

    def conference(self, event: Event) -> dict[str, object]:
        organizer = without_empty([("name", event.organizer), ("url", event.organizer_url)])
        return without_empty(
            [
                ("@type", "Event"),
                ("@id", self.own("event")),
                ("name", event.name),
                ("url", event.url),
                ("startDate", event.start and event.start.isoformat()),
                ("endDate", event.end and event.end.isoformat()),
                ("location", self.place()),
                ("organizer", organizer and {"@type": "Organization", **organizer}),
            ]
        )

    def own(self, anchor: str) -> str:
        """Return the id of something that is the whole book's."""
        return self.link(self.site.path(Ref("", self.site.root_doc, anchor)))

    def place(self) -> dict[str, object]:
        """Return where the conference was."""
        event = self.site.event
        if event is None or not event.place:
            return {}
        address = without_empty(
            [("addressLocality", event.city), ("addressCountry", event.country)]
        )
        return without_empty(
            [
                ("@type", "Place"),
                ("@id", self.own("place")),
                ("name", event.venue or event.city),
                ("address", address and {"@type": "PostalAddress", **address}),
            ]
        )

    def session(self, spot: SessionKey, spots: list[SessionKey]) -> dict[str, object]:
        """Return a session with its talks, which are among *spots*."""
        session, facts = self.book.session(spot), self.book.facts(spot)
        address = self.link(self.site.path(facts.ref))
        talks = [
            self.session(other, spots)
            for other in spots
            if self.book.session(other).parent == session.id and other.number > spot.number
        ]
        performers, attendees = self.people(facts)
        return without_empty(
            [
                ("@type", "Event"),
                ("@id", address),
                ("name", facts.ref.text),
                ("url", address),
                *self.times(facts),
                # A talk is where its session is.
                ("location", {} if session.parent else self.room(facts.room)),
                ("performer", performers),
                ("attendee", attendees),
                ("keywords", ", ".join(topic.text for topic in facts.topics)),
                *self.works(facts),
                ("subEvent", talks),
            ]
        )

    def times(self, facts: Facts) -> list[tuple[str, object]]:
        if facts.day is None:
            return []
        end = facts.end and moment(facts.day, facts.end, self.site.timezone)
        start = moment(facts.day, facts.start, self.site.timezone)
        return [("startDate", start), ("endDate", end)]

    def room(self, name: str) -> dict[str, object]:
        # Told once, with the conference.
        place: dict[str, object] = {"@id": self.own("place")} if self.place() else {}
        if not name:
            return place
        return without_empty([("@type", "Place"), ("name", name), ("containedInPlace", place)])

    def people(self, facts: Facts) -> tuple[list[object], list[object]]:
        """Return those who performed, and those who were there and spoke."""
        performers: list[object] = []
        attendees: list[object] = []
        for speaker in facts.speakers:
            address = self.link(self.site.path(speaker.ref)) if speaker.ref.docname else ""
            person = without_empty(
                [("@type", "Person"), ("@id", address), ("name", speaker.ref.text)]
            )
            if speaker.affiliation:
                person["affiliation"] = {"@type": "Organization", "name": speaker.affiliation}
            here = attendees if speaker.role.casefold() in _ATTENDEES else performers
            told = bool(address) and self._told.setdefault(address, person) is not person
            known = told and self._told[address] == person
            here.append({"@id": address} if known else person)
        return performers, attendees

    def works(self, facts: Facts) -> list[tuple[str, object]]:
        found: dict[str, list[object]] = {}
        for kind, url in facts.media:
            if kind in _WORKS and is_address(url):
                name, work = _WORKS[kind]
                described = {"@type": work, "name": facts.ref.text, "url": url}
                found.setdefault(name, []).append(described)
        return list(found.items())
