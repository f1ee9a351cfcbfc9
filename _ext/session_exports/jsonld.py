"""Structured data for search engines, in the vocabulary of schema.org.

The conference is an ``Event`` whose ``subEvent`` are sessions, whose ``subEvent`` are talks. An
event is ``recordedIn`` a video and ``workFeatured`` its slides; it is the subject of an Etherpad
or an abstract, and of the notes, whose ``author`` is the reporter. Addresses are relative if the
site's own is not known.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from session_notes.catalog.facts import Ref
from session_notes.model.urls import is_address

from session_exports.conference import event_on, events_of, moments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from session_notes.catalog.catalog import Catalog, SessionKey
    from session_notes.catalog.facts import Facts, Person

    from session_exports.conference import Event
    from session_exports.site import Site

#: For each kind of reference, the property of the event that holds it, and its type.
_WORKS = {
    "video": ("recordedIn", "VideoObject"),
    "slides": ("workFeatured", "PresentationDigitalDocument"),
    "etherpad": ("subjectOf", "DigitalDocument"),
    "abstract": ("subjectOf", "WebPage"),
}
# People who only asked a question attended, but did not perform.
_ATTENDEES = ("from the floor",)


def page_data(
    catalog: Catalog, site: Site, docname: str, link: Callable[[str], str]
) -> dict[str, object] | None:
    """Return the data of the page *docname*; None if it has none.

    *link* returns the address of a path, absolute or relative to the page.
    """
    describer = _Describer(catalog, site, link)
    sessions = [
        describer.session(key)
        for key in catalog.keys_on(docname)
        if not (catalog.session(key).parent or catalog.is_stub(key))
    ]
    event = event_on(catalog, docname)
    shown = [event] if event.name and sessions else []
    if docname == site.root_doc:
        shown = shown or events_of(catalog)
    if len(shown) == 1:
        return {
            "@context": "https://schema.org",
            **describer.conference(shown[0]),
            **_without_empty({"subEvent": sessions}),
        }
    sessions = [*map(describer.conference, shown), *sessions]
    return {"@context": "https://schema.org", "@graph": sessions} if sessions else None


def script(data: dict[str, object]) -> str:
    """Return *data* as an element of HTML that no text in it can close."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    text = text.encode("utf-8", "replace").decode("utf-8")
    return f'<script type="application/ld+json">{text}</script>\n'


class _Describer:
    """Describes the sessions of a page in the vocabulary of schema.org."""

    def __init__(self, catalog: Catalog, site: Site, link: Callable[[str], str]) -> None:
        self.catalog, self.site, self.link = catalog, site, link
        #: The people of the page, by their ids: each is described once, and then referred to.
        self._described: dict[object, dict[str, object]] = {}

    def own(self, anchor: str) -> str:
        """Return the id of something that belongs to the whole book."""
        return self.link(self.site.path(Ref("", self.site.root_doc, anchor)))

    def id_of(self, what: str, event: Event) -> str:
        """Return the id of an event or its place; that of the only one does not name it."""
        return self.own(f"{what}-{event.id}" if self.catalog.has_events else what)

    def conference(self, event: Event) -> dict[str, object]:
        address = _without_empty({"addressLocality": event.city, "addressCountry": event.country})
        place = {
            "@type": "Place",
            "@id": self.id_of("place", event),
            "name": event.place or event.city,
            "address": address and {"@type": "PostalAddress", **address},
        }
        series = {"@type": "EventSeries", "name": event.series} if event.series else {}
        organizer = _without_empty({"name": event.organizer, "url": event.organizer_url})
        return _without_empty(
            {
                "@type": "Event",
                "@id": self.id_of("event", event),
                "name": event.name,
                "url": event.url,
                "startDate": event.start and event.start.isoformat(),
                "endDate": event.end and event.end.isoformat(),
                "location": _without_empty(place) if event.location else {},
                "superEvent": series,
                "organizer": organizer and {"@type": "Organization", **organizer},
            }
        )

    def session(self, key: SessionKey) -> dict[str, object]:
        """Return a session with its talks."""
        session, facts = self.catalog.session(key), self.catalog.facts(key)
        address = self.link(self.site.path(facts.ref))
        talks = [self.session(other) for other in self.catalog.parts(key) if other != key]
        performers, attendees = self.people(facts)
        day, event = facts.day, event_on(self.catalog, key.docname)
        start, end = moments(day, session, event.timezone) if day else (None, None)
        return _without_empty(
            {
                "@type": "Event",
                "@id": address,
                "name": facts.ref.text,
                "url": address,
                "startDate": start and start.isoformat(),
                "endDate": end and end.isoformat(),
                # A talk is where its session is.
                "location": {} if session.parent else self.room(facts.room, event),
                "performer": performers,
                "attendee": attendees,
                "keywords": ", ".join(topic.text for topic in facts.topics),
                **self.works(key, facts),
                "subEvent": talks,
            }
        )

    def room(self, name: str, event: Event) -> dict[str, object]:
        # The event describes its place.
        place = {"@id": self.id_of("place", event)} if event.location else {}
        room = {"@type": "Place", "name": name, "containedInPlace": place}
        return _without_empty(room if name else place)

    def people(self, facts: Facts) -> tuple[list[object], list[object]]:
        """Return those who performed, and those who only asked a question."""
        performers: list[object] = []
        attendees: list[object] = []
        for speaker in facts.speakers:
            here = attendees if speaker.role.casefold() in _ATTENDEES else performers
            here.append(self.person(speaker))
        return performers, attendees

    def person(self, shown: Person) -> dict[str, object]:
        """Return a person, described only where the page first names them."""
        address = self.link(self.site.path(shown.ref)) if shown.ref.docname else ""
        person = _without_empty({"@type": "Person", "@id": address, "name": shown.ref.text})
        if shown.affiliation:
            person["affiliation"] = {"@type": "Organization", "name": shown.affiliation}
        first = self._described.setdefault(address, person) if address else person
        return {"@id": address} if first is not person and first == person else person

    def works(self, key: SessionKey, facts: Facts) -> dict[str, list[object]]:
        """Return recordings, documents and the notes, by the properties that hold them."""
        found: dict[str, list[object]] = {}
        for kind, url in facts.media:
            if kind in _WORKS and is_address(url):
                name, work = _WORKS[kind]
                made = {"@type": work, "name": facts.ref.text, "url": url}
                found.setdefault(name, []).append(made)
        # Whoever spoke and reported is one person, so both have the id of the speaker.
        person = partial(self.catalog.person, "speaker")
        authors = list(map(person, self.catalog.reporters(key)))
        opinions = (one for people in self.catalog.impressions(key) for one in map(person, people))
        known, updated = {one.ref for one in authors}, self.catalog.session(key).updated
        others = {one.ref: one for one in opinions if one.ref not in known}
        if authors or others:
            notes = {
                "@type": "CreativeWork",
                "name": facts.ref.text,
                "url": self.link(self.site.path(facts.ref)),
                "dateModified": updated.isoformat() if updated else "",
                "author": [self.person(one) for one in authors],
                "contributor": [self.person(one) for one in others.values()],
            }
            found.setdefault("subjectOf", []).append(_without_empty(notes))
        return found


def _without_empty(values: Mapping[str, object]) -> dict[str, object]:
    """Return *values* without those that are empty."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {}, ())}
