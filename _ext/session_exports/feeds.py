"""The feeds of the sessions, for feed readers, and the sitemap, for search engines.

They consist of full addresses, so none is made if the address of the site is not known.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from html import escape
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from session_notes.model.events import zone

from session_exports.conference import event_on
from session_exports.site import FEED, FEEDS, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from session_notes.catalog.catalog import Catalog, SessionKey

    from session_exports.conference import Event
    from session_exports.site import Site

_SITEMAP_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class _Entry(NamedTuple):
    """A session in the feed: its day, and when its notes were last changed."""

    updated: date
    day: date
    key: SessionKey


def feeds(catalog: Catalog, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every feed that the site has; none if no page has a day."""
    if not catalog.dates or not site.base:
        return
    entries = sorted(_entries(catalog), key=attrgetter("updated"), reverse=True)
    if "feed" in site.exports:
        yield FEED, _feed(catalog, site, FEED, "", entries)
    places = {entry.key: place for place, entry in enumerate(entries)}
    known = places.keys()
    for role in FEEDS:
        for name, keys in catalog.sessions_by[role].items():
            path = feed_path(catalog, site, role, name)
            if path:
                whole = {catalog.whole[key] for key in keys}
                chosen = [entries[place] for place in sorted(places[key] for key in whole & known)]
                yield path, _feed(catalog, site, path, catalog.label(role, name), chosen)


def feed_path(catalog: Catalog, site: Site, role: str, name: str) -> str:
    """Return the path of the feed of an event, a topic or a speaker; empty if there is none."""
    wanted = FEEDS.get(role, "") in site.exports and (role != "event" or catalog.has_events)
    if not (wanted and catalog.dates and name in catalog.sessions_by[role]):
        return ""
    return site.feed_of(role, name)


def _feed(catalog: Catalog, site: Site, path: str, of: str, entries: Sequence[_Entry]) -> bytes:
    """Return the last of *entries* as an Atom feed; *of* is what they have in common.

    An entry has the date that its author gave for the last change, or that of its day, but never
    that of a build, so the same pages always give the same feed.
    """
    # Only projects with a feed have it installed.
    from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # noqa: PLC0415

    entries = entries[: site.feed_entries]
    first = min(catalog.dates.values())
    # Those of a book that had one event stay what they were when it has several.
    oldest = event_on(catalog, catalog.session_keys[0].docname)

    def moment(day: date, event: Event = oldest) -> datetime:
        return datetime.combine(day, time(), zone(event.timezone) or UTC)

    class SessionFeed(Atom1Feed):  # type: ignore[misc]
        def latest_post_date(self) -> datetime:
            # Without entries it would be the time of the build.
            return moment(max([first, *(entry.updated for entry in entries)]))

        def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
            super().add_item_elements(handler, item)
            for name in item["reporters"]:
                handler.startElement("author", {})
                handler.addQuickElement("name", printable(name))
                handler.endElement("author")

    made = SessionFeed(
        title=printable(" – ".join(filter(None, (of, site.title)))),
        link=site.base,
        description="",
        language=site.language.replace("_", "-"),
        author_name=printable(site.author or site.title),
        feed_url=site.address(path),
        feed_guid=_tag(site, oldest, first, path.removeprefix("feed").removesuffix(".xml")[1:]),
    )
    for updated, day, key in entries:
        session, facts = catalog.session(key), catalog.facts(key)
        event = event_on(catalog, key.docname)
        speakers = "; ".join(person.ref.text for person in facts.speakers)
        made.add_item(
            title=printable(session.title),
            link=site.address(site.path(facts.ref)),
            description=escape(printable(speakers)) or None,
            categories=[printable(topic.text) for topic in facts.topics],
            pubdate=moment(day, event),
            updateddate=moment(updated, event),
            unique_id=_tag(site, event, day, session.first_id),
            reporters=_reporters(catalog, key),
        )
    return f"{made.writeString('utf-8')}\n".encode("utf-8", "replace")


def _entries(catalog: Catalog) -> Iterator[_Entry]:
    """Yield the sessions that have notes, the last first; a talk is news of its session."""
    for key in reversed(catalog.session_keys):
        day, session = catalog.dates.get(key.docname), catalog.session(key)
        # Of two sessions with the same id, the first.
        is_own = catalog.find_session(session.id) == key and not session.parent
        if day and is_own and not catalog.is_stub(key):
            changes = (catalog.session(part).updated for part in catalog.parts(key))
            yield _Entry(max([day, *filter(None, changes)]), day, key)


def _reporters(catalog: Catalog, key: SessionKey) -> list[str]:
    """Return the names of those who took the notes of a session and its talks, each once."""
    reporters = (one for part in catalog.parts(key) for one in catalog.reporters(part))
    return list(dict.fromkeys(catalog.person("reporter", one).ref.text for one in reporters))


def _tag(site: Site, event: Event, day: date, name: str) -> str:
    """Return the permanent id of a session, of the form of RFC 4151."""
    host = urlsplit(site.base).hostname or "localhost"
    path = "/".join(filter(None, (event.id, site.language, name)))
    return f"tag:{host},{day.isoformat()}:{path}"


def sitemap(site: Site, docnames: Iterable[str]) -> bytes:
    """Return the addresses of the pages *docnames* for search engines."""
    root = ET.Element("urlset", xmlns=_SITEMAP_SPACE)
    for address in sorted({site.address(site.path_of(docname)) for docname in docnames}):
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = address
    ET.indent(root, " ")
    return bytes(ET.tostring(root, "utf-8", xml_declaration=True)) + b"\n"
