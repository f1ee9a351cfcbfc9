"""The feed of the days, for feed readers, and the sitemap, for search engines.

Both consist of full addresses, so neither is made if the address of the site is not known.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from session_exports.conference import zone
from session_exports.site import FEED, printable, summary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from session_notes.catalog.catalog import Catalog, SessionKey

    from session_exports.site import Site

_SITEMAP_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def feed(catalog: Catalog, site: Site) -> bytes | None:
    """Return the days as an Atom feed, the last first.

    An entry has the date of its day, not of a build or an edit, so the same pages always give
    the same feed. A session without notes is no news. None if no page has a day.
    """
    # Only projects with a feed have it installed.
    from feedgenerator import Atom1Feed  # type: ignore[import-untyped]  # noqa: PLC0415

    if not catalog.dates or not site.base:
        return None
    days = [(day, docname) for docname, day in catalog.dates.items() if _noted(catalog, docname)]
    days.sort(key=lambda pair: (pair[0], catalog.docnames.index(pair[1])), reverse=True)
    first = min(catalog.dates.values())

    def moment(day: date) -> datetime:
        return datetime.combine(day, time(), zone(site.timezone) or UTC)

    class DayFeed(Atom1Feed):  # type: ignore[misc]
        def latest_post_date(self) -> datetime:
            # Without entries it would be the time of the build.
            return moment(max([first, *(day for day, _ in days)]))

        def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
            super().add_item_elements(handler, item)
            for name in item["reporters"]:
                handler.startElement("author", {})
                handler.addQuickElement("name", printable(name))
                handler.endElement("author")

    made = DayFeed(
        title=printable(site.title),
        link=site.base,
        description="",
        language=site.language.replace("_", "-"),
        author_name=printable(site.author or site.title),
        feed_url=site.address(FEED),
        feed_guid=_tag(site, first, ""),
    )
    for day, docname in days:
        made.add_item(
            title=printable(catalog.titles[docname]),
            link=site.address(site.path_of(docname)),
            description=escape(printable(summary(catalog.summary(docname)))) or None,
            content=_content(catalog, site, docname),
            pubdate=moment(day),
            updateddate=moment(day),
            unique_id=_tag(site, day, docname),
            reporters=_reporters(catalog, docname),
        )
    return f"{made.writeString('utf-8')}\n".encode("utf-8", "replace")


def _noted(catalog: Catalog, docname: str) -> list[SessionKey]:
    """Return the sessions of a page that have notes, without their talks."""
    keys = catalog.keys_on(docname)
    return [key for key in keys if not (catalog.session(key).parent or catalog.is_stub(key))]


def _reporters(catalog: Catalog, docname: str) -> list[str]:
    """Return the names of those who took the notes of a page, each once."""
    reporters = (one for key in catalog.keys_on(docname) for one in catalog.reporters(key))
    return list(dict.fromkeys(catalog.person("reporter", one).ref.text for one in reporters))


def _tag(site: Site, day: date, docname: str) -> str:
    """Return the permanent id of a page, of the form of RFC 4151."""
    host = urlsplit(site.base).hostname or "localhost"
    name = "/".join(filter(None, (site.key, site.language, docname)))
    return f"tag:{host},{day.isoformat()}:{name}"


def _content(catalog: Catalog, site: Site, docname: str) -> str:
    """Return the first paragraph of a day, and its sessions, as HTML."""
    first = escape(printable(catalog.summary(docname)))
    items = "".join(
        f'<li><a href="{escape(site.address(site.path(catalog.ref(key))))}">'
        f"{escape(printable(catalog.session(key).title))}</a></li>"
        for key in _noted(catalog, docname)
    )
    return (f"<p>{first}</p>" if first else "") + (f"<ul>{items}</ul>" if items else "")


def sitemap(site: Site, docnames: Iterable[str]) -> bytes:
    """Return the addresses of the pages *docnames* for search engines."""
    root = ET.Element("urlset", xmlns=_SITEMAP_SPACE)
    for address in sorted({site.address(site.path_of(docname)) for docname in docnames}):
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = address
    ET.indent(root, " ")
    return bytes(ET.tostring(root, "utf-8", xml_declaration=True)) + b"\n"
