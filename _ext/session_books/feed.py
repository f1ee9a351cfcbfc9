"""A feed of the sessions of all books, in Atom: the last to be held or changed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from session_books.html import FOLDER

if TYPE_CHECKING:
    from session_books.merge import Hub, Row

#: The file of the feed, in the output directory.
FEED = f"{FOLDER}/feed.xml"
#: The most sessions of a feed.
_MOST = 100


def feed(hub: Hub, site: str, title: str, language: str) -> str:
    """Return the feed of a hub whose pages are at the address *site*, which ends in a slash.

    An entry has the address of its session for its id, and the day of its last change, or else its
    own. Sessions of unknown days are not news.
    """
    dated = ((_day(row), row.book.name, row.session.id, row) for row in hub.rows if _day(row))
    last = sorted(dated, key=lambda one: one[:3], reverse=True)[:_MOST]
    updated = last[0][0] if last else "1970-01-01"
    entries = "".join(_entry(day, row, site) for day, _, _, row in last)
    address = escape(urljoin(site, FEED))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(language)}">\n'
        f"<id>{address}</id>\n<title>{escape(title)}</title>\n"
        f"<updated>{updated}T00:00:00Z</updated>\n"
        f"<author><name>{escape(title)}</name></author>\n"
        f'<link rel="self" href="{address}"/>\n<link href="{escape(site)}"/>\n'
        f"{entries}</feed>\n"
    )


def _day(row: Row) -> str:
    return max(row.session.updated, row.session.day)


def _entry(day: str, row: Row, site: str) -> str:
    session, book = row.session, row.book
    address = escape(urljoin(site, book.address) + session.url.removeprefix("./"))
    names = "".join(f"<author><name>{escape(name)}</name></author>" for _, name in row.speakers)
    terms = "".join(f'<category term="{escape(topic)}"/>' for topic in row.topics)
    language = escape(session.language or book.language)
    return (
        f'<entry xml:lang="{language}"><id>{address}</id><title>{escape(session.title)}</title>'
        f'<link href="{address}"/><updated>{day}T00:00:00Z</updated>{names}{terms}'
        f"<source><title>{escape(book.title)}</title></source></entry>\n"
    )
