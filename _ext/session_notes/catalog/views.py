"""The views: directives that show records of the whole book; ``VIEWS`` describes each.

What a page shows is the result of queries and of nothing else, so it is written again exactly when
one of the results changes. How a result becomes nodes is in :mod:`session_notes.render.views`,
which needs docutils, under the same names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from session_notes.catalog.catalog import ROLES
from session_notes.catalog.facts import Ref
from session_notes.catalog.index_entries import WITH_NOTES, entries_by_id, index
from session_notes.catalog.related import (
    at_other_events,
    mentions,
    neighbours,
    related_sessions,
    sessions_on,
)
from session_notes.model import messages
from session_notes.model.names import did_you_mean
from session_notes.model.parsing import parse_letters
from session_notes.model.records import Page, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from session_notes.catalog.catalog import Catalog, SessionKey
    from session_notes.catalog.facts import Facts
    from session_notes.model.problems import Problem, Where

    #: What a view shows on a page; the page matters only for anchors.
    Query = Callable[[Catalog, str, View], object]

_NUMBER = re.compile("[1-9][0-9]{0,5}")


class Table(NamedTuple):
    """Tracks or topics by days, or topics by events; each cell is links to sessions."""

    #: None is for the sessions without a day or an event.
    columns: tuple[date | Ref | None, ...]
    rows: tuple[tuple[Ref, tuple[tuple[Ref, ...], ...]], ...]
    #: The sessions without notes.
    stubs: tuple[Ref, ...] = ()
    #: The one event of all sessions, if the book has several.
    event: Ref | None = None


# -- queries ----------------------------------------------------------------------------------


def select(catalog: Catalog, options: Mapping[str, str]) -> list[SessionKey]:
    """Return the sessions that match the options of a ``session-list``, in order.

    Talks are found only by what they may have themselves: a topic, a speaker or a kind.
    """
    keys = catalog.session_keys
    for option, value in options.items():
        if option == "day":
            keys = [key for key in keys if str(catalog.dates.get(key.docname, "")) == value]
        elif option == "event":
            found = set(catalog.in_event(value))
            keys = [key for key in keys if key in found]
        elif option == "kind":
            keys = [key for key in keys if catalog.session(key).kind == value]
        elif option in ROLES:
            found = set(catalog.sessions_by[option].get(catalog.id_of(option, value), ()))
            keys = [key for key in keys if key in found]
        elif option == WITH_NOTES:
            keys = [key for key in keys if not catalog.is_stub(key)]
    if {"topic", "speaker", "kind"} & options.keys():
        return list(keys)
    return [key for key in keys if not catalog.find_session(catalog.session(key).parent)]


def listed(catalog: Catalog, options: Mapping[str, str]) -> list[SessionKey]:
    """Return the sessions of a ``session-list`` as they are listed: each day of an event at once.

    Days of two events may overlap.
    """
    by_row: dict[object, list[SessionKey]] = defaultdict(list)
    for key in select(catalog, options):
        by_row[catalog.row_of(key)].append(key)
    return [key for keys in by_row.values() for key in keys]


def session_list(catalog: Catalog, options: Mapping[str, str]) -> tuple[Facts, ...]:
    """Return what a list shows of each of its sessions."""
    under = {"event"} & options.keys()
    return tuple(catalog.listed_facts(key, *under) for key in listed(catalog, options))


def days_of(catalog: Catalog, keys: Iterable[SessionKey]) -> tuple[date | None, ...]:
    """Return the days of sessions in order; None comes last."""
    found = {catalog.dates.get(key.docname) for key in keys}
    return tuple(sorted(found, key=lambda day: day or date.max))


def session_tables(catalog: Catalog, options: Mapping[str, str] = {}) -> tuple[Table, ...]:
    """Return which sessions each track had on each day; each row is a track.

    In a book of several events each has a table.
    """
    by_event: dict[Ref | None, list[SessionKey]] = defaultdict(list)
    for key in select(catalog, options):
        by_event[None if "event" in options else catalog.facts(key).event].append(key)
    return tuple(_session_table(catalog, keys, event) for event, keys in by_event.items())


def _session_table(catalog: Catalog, keys: Sequence[SessionKey], event: Ref | None) -> Table:
    by_track: dict[str, list[SessionKey]] = defaultdict(list)
    for key in keys:
        track = catalog.session(key).track
        by_track[catalog.id_of("track", track) if track else ""].append(key)
    heads = {name: entry.ref for name, entry in entries_by_id(catalog, "track").items()}
    made = _table(catalog, {**heads, "": Ref("")}, by_track, _by_day(catalog, keys))
    return made._replace(
        stubs=tuple(map(catalog.ref, filter(catalog.is_stub, keys))),
        event=event,
    )


def topic_table(catalog: Catalog, options: Mapping[str, str] = {}) -> Table:
    """Return which sessions each topic had on each day; each row is a topic.

    In a book of several events it is by event. A session counts once, even if several of its talks
    have the topic.
    """
    keys = select(catalog, options)
    columns: dict[SessionKey, date | Ref | None] = {**_by_day(catalog, keys)}
    if catalog.has_events and "event" not in options:
        columns = {key: catalog.facts(key).event for key in keys}
    heads = {name: entry.ref for name, entry in entries_by_id(catalog, "topic").items()}
    by_topic = {name: sessions_on(catalog, name) for name in heads}
    return _table(catalog, heads, by_topic, columns)


def _by_day(catalog: Catalog, keys: Iterable[SessionKey]) -> dict[SessionKey, date | None]:
    return {key: catalog.dates.get(key.docname) for key in keys}


def _table(
    catalog: Catalog,
    heads: Mapping[str, Ref],
    by_head: Mapping[str, Iterable[SessionKey]],
    columns: Mapping[SessionKey, date | Ref | None],
) -> Table:
    """Return a table of the sessions that have a column, in the order of these."""
    known = sorted(dict.fromkeys(columns.values()), key=lambda column: column is None)
    rows = []
    for name, head in heads.items():
        cells: dict[date | Ref | None, list[Ref]] = {column: [] for column in known}
        for key in by_head.get(name, ()):
            if key in columns:
                cells[columns[key]].append(catalog.ref(key))
        if any(cells.values()):
            rows.append((head, tuple(map(tuple, cells.values()))))
    return Table(tuple(known), tuple(rows))


def topic_list(catalog: Catalog, options: Mapping[str, str] = {}) -> tuple[tuple[Ref, int], ...]:
    """Return the topics with the number of their sessions, most first; at most ``limit``."""
    chosen = set(select(catalog, options))
    counts = [
        (entry.ref, len(chosen.intersection(sessions_on(catalog, name))))
        for name, entry in entries_by_id(catalog, "topic").items()
    ]
    counts.sort(key=lambda count: -count[1])
    limit = int(options.get("limit", 0)) or None
    return tuple(count for count in counts[:limit] if count[1])


def translations(catalog: Catalog) -> tuple[tuple[Ref, int, int], ...]:
    """Return how many of the messages of each page are translated, and how many it has.

    Return nothing if no page has a translation: this is the edition to be translated.
    """
    rows = []
    for docname, title in catalog.titles.items():
        done, total = catalog.pages.get(docname, Page()).progress
        rows.append((Ref(title or docname, docname), done, total))
    return tuple(rows) if any(done for _, done, _ in rows) else ()


# -- filters ----------------------------------------------------------------------------------

#: The facets of a list; in an address they have the same names in every language.
FACETS = ("event", "day", "track", "kind", "topic", "speaker")


class Facets(NamedTuple):
    """What readers can filter a list of sessions by. A script makes a form of it."""

    #: For each facet its choices in order: the value in an address, and the label. Those of days
    #: and kinds are not names that an author gave, and have no label yet.
    choices: dict[str, list[tuple[str, str]]]
    #: For each session, and each facet, the values of the choices that find it.
    rows: list[dict[str, list[str]]]
    #: For each session the titles of its talks.
    talks: list[list[str]]


def facets_of(catalog: Catalog, view: View) -> Facets | None:
    """Return what readers can filter a list by; None if the list has no filter.

    A session has the facets of its talks too: a speaker's name finds the session of their talk.
    """
    options = dict(view.options)
    if "filter" not in options:
        return None
    keys = listed(catalog, options)
    facets = FACETS if catalog.has_events else FACETS[1:]
    rows = [_facets_of_session(catalog, key, facets) for key in keys]
    choices = {}
    for facet in facets:
        used = {value for row in rows for value in row[facet]}
        if facet in ROLES:
            names = (name for name in entries_by_id(catalog, facet) if name in used)
            choices[facet] = [(name, catalog.label(facet, name)) for name in names]
        else:
            choices[facet] = [(value, "") for value in sorted(used)]
    talks = [[catalog.session(part).title for part in catalog.parts(key)[1:]] for key in keys]
    return Facets(choices, rows, talks)


def _facets_of_session(
    catalog: Catalog, key: SessionKey, facets: Sequence[str]
) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {facet: {} for facet in facets}
    if key.docname in catalog.dates:
        found["day"][catalog.dates[key.docname].isoformat()] = None
    for part in catalog.parts(key):
        session = catalog.session(part)
        for role, text in catalog.names_in(part):
            # The track is that of the whole session.
            if role in found and (role != "track" or part == key):
                found[role][catalog.spellings[role][text]] = None
        if session.kind:
            found["kind"][session.kind] = None
    return {facet: list(values) for facet, values in found.items()}


# -- the table of views -----------------------------------------------------------------------


class Option(NamedTuple):
    """An option of a view."""

    phrase: str
    #: Whether a value is valid, if not every value is, and what to say if it is not.
    is_valid: Callable[[str], object] = bool
    expected: str = ""
    example: str = ""
    takes_value: bool = True


class ViewType(NamedTuple):
    """What is known of a view; the phrase is for the command line, editors and the guide."""

    phrase: str
    query: Query
    options: Mapping[str, Option] = {}
    #: Whether it shows pages or files of the site: in an example it shows those of the book.
    of_site: bool = False


_NOTED = {
    WITH_NOTES: Option("takes no value; leaves out sessions without notes", takes_value=False),
    "event": Option("only those of an event, in a book of several"),
}
_LETTERS = {
    "letters": Option(
        "only what has an id that begins so: 'A-F', or '0-9, A-C, X'",
        parse_letters,
        "a list of first letters",
        "write it as 'A-F' or '0-9, A-C, X'",
    )
}
# ``session_books`` fills it, by the event ``session-books``.
_BOOKS = {
    "books": Option("takes no value; shows other books as well", takes_value=False),
}
_FILTERS = {
    "day": Option("only those of a day, written '2015-05-19'"),
    "track": Option("only those of a track"),
    "topic": Option("only those on a topic"),
    "speaker": Option("only those of a speaker"),
    "kind": Option("only those of a kind"),
    "filter": Option(
        "takes no value; lets readers of a site narrow the list down themselves", takes_value=False
    ),
    **_NOTED,
    **_BOOKS,
}


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


VIEWS = {
    "topic-index": ViewType(
        "each topic with its description and its sessions",
        index,
        {
            **_LETTERS,
            "under": Option("only this topic and all that is part of it"),
            **_NOTED,
            **_BOOKS,
        },
    ),
    "speaker-index": ViewType(
        "each speaker with affiliation, links and sessions",
        index,
        {**_LETTERS, **_NOTED, **_BOOKS},
    ),
    "reporter-index": ViewType(
        "each reporter with the sessions they reported", index, {**_LETTERS, **_NOTED}
    ),
    "track-index": ViewType("each track with its description and its sessions", index, _NOTED),
    "event-index": ViewType(
        "each event with its dates, its place and its pages",
        index,
        {"event": Option("only this one"), **_BOOKS},
    ),
    "topic-list": ViewType(
        "the topics with the number of their sessions, most first",
        lambda catalog, _, view: topic_list(catalog, dict(view.options)),
        {
            "limit": Option(
                "at most so many", _is_number, "a number of topics", "write it as '20'"
            ),
            **_NOTED,
            **_BOOKS,
        },
    ),
    "session-list": ViewType(
        "sessions by day, with their speakers",
        lambda catalog, _, view: session_list(catalog, dict(view.options)),
        _FILTERS,
    ),
    "session-table": ViewType(
        "the sessions of each track on each day",
        lambda catalog, _, view: session_tables(catalog, dict(view.options)),
        {**_NOTED, **_BOOKS},
    ),
    "topic-table": ViewType(
        "the number of sessions on each topic on each day",
        lambda catalog, _, view: topic_table(catalog, dict(view.options)),
        {
            "picture": Option(
                "takes no value; on a site, draws the topics with the most sessions as well",
                takes_value=False,
            ),
            **_NOTED,
            **_BOOKS,
        },
    ),
    "translation-table": ViewType(
        "how much of each page of this edition is translated",
        lambda catalog, *_: translations(catalog),
        of_site=True,
    ),
    # ``session_exports`` fills it, by the event of the same name. It is declared here because
    # ``check`` has to know all views, and runs without Sphinx and without loading extensions.
    "session-files": ViewType(
        "the calendars, the feed and the data that are published beside the pages",
        lambda catalog, *_: tuple(filter(None, days_of(catalog, catalog.session_keys))),
        of_site=True,
    ),
}


#: The views, and the options of views, that another extension fills.
FILLED_BY = {"session-files": "session_exports", "books": "session_books"}


def parse_view(
    name: str, options: Mapping[str, str], lines: Mapping[str, int], where: Where
) -> tuple[View, list[Problem]]:
    """Parse the *options* of the view *name*; *lines* are the line numbers of the options."""
    given, problems = {}, []
    for option, value in options.items():
        place = where._replace(line=lines.get(option, where.line))
        problem = check_option(name, option, value, place)
        if problem:
            problems.append(problem)
        else:
            given[option] = value.strip()
    return View(name, where, tuple(sorted(given.items()))), problems


def check_option(view: str, option: str, value: str, where: Where) -> Problem | None:
    """Return what is wrong with an option of a view, whatever the book contains."""
    options = VIEWS[view].options
    if option not in options:
        suggestion = did_you_mean(option, options) or ("" if options else "it takes none")
        names = ", ".join(options)
        return messages.UNKNOWN_OPTION.at(where, suggestion, option=option, known=names)
    known, value = options[option], value.strip()
    if not known.takes_value:
        problem = messages.NEEDLESS_VALUE.at(where, option=option, value=value)
        return problem if value else None
    if not value:
        return messages.EMPTY_OPTION.at(where, option=option)
    if not known.is_valid(value):
        return messages.BAD_VALUE.at(where, known.example, value=value, expected=known.expected)
    return None


# -- what a page shows ------------------------------------------------------------------------


def shown_on(catalog: Catalog, docname: str, *, site: bool = True) -> tuple[object, ...]:
    """Return all that the page *docname* shows of vocabularies and of sessions.

    Only the pages of a *site* show the neighbours of a session, and filter lists.
    """
    page, keys = catalog.pages[docname], catalog.keys_on(docname)
    return (
        [
            (
                catalog.facts(key),
                mentions(catalog, key),
                at_other_events(catalog, key),
                related_sessions(catalog, key),
            )
            for key in keys
        ],
        [neighbours(catalog, key) for key in keys if site],
        [catalog.find(link.role, link.target) for link in page.xrefs],
        [VIEWS[view.name].query(catalog, docname, view) for view in page.views],
        [facets_of(catalog, view) for view in page.views if site],
    )
