"""The edition at hand: what is published beside its pages, and where."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from session_exports.site import DATA, FEED, SCHEMA, Site

from session_notes.model.problems import Problem, Subtype, Where
from session_notes.sphinxext import config as settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sphinx.builders import Builder
    from sphinx.config import Config

    from session_notes.locale.labels import Labels

#: Those that make HTML for the web, and not a book that is packed from HTML.
BUILDERS = frozenset({"html", "dirhtml", "singlehtml"})
#: The package that an export needs.
_PACKAGES = {
    "calendar": "icalendar",
    "session-calendars": "icalendar",
    "feed": "feedgenerator",
}


def site_of(config: Config, builder: Builder, labels: Labels) -> Site:
    """Return what is known of the edition that is built."""
    values = settings.read(config)[0]
    kinds = values.extra_kinds()
    base = config.html_baseurl.rstrip("/")
    exports = frozenset(filter(_can, values.exports))
    return Site(
        title=config.html_title or config.project,
        language=config.language,
        author="" if config.author == "Author name not set" else config.author,
        base=f"{base}/" if base else "",
        path_of=builder.get_target_uri,
        kind=lambda kind: labels.kind(kind, kinds),
        root_doc=config.root_doc,
        event=values.conference(config.language),
        # These consist of full addresses.
        exports=exports if base else exports - {"feed", "sitemap"},
    )


def _can(export: str) -> bool:
    return export not in _PACKAGES or find_spec(_PACKAGES[export]) is not None


def missing_packages(values: settings.Settings) -> Iterator[Problem]:
    """Yield a problem for each export whose package is not there."""
    for export in values.exports:
        if _can(export):
            continue
        reason = f"session_exports: '{export}' takes the package {_PACKAGES[export]}"
        hint = "install session-notes[exports], or leave it out"
        yield Problem(Subtype.CONFIG, Where("conf.py", 1), reason, hint)


def published(site: Site, labels: Labels, days: Iterable[date]) -> list[tuple[str, str]]:
    """Return what a reader may take along: words and path of each file."""
    days = list(days)
    listed = [(labels.calendar, site.book_calendar())] if days else []
    listed += [(labels.calendar_of(day), site.day_calendar(day)) for day in days]
    if "json" in site.exports:
        listed += [(labels.data, DATA), (labels.schema, SCHEMA)]
    if "feed" in site.exports and days:
        listed.append((labels.feed, FEED))
    return [(words, path) for words, path in listed if path]
