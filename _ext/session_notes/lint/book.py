"""The checks that need the whole book: names, duplicate ids, similar speakers, broken links.

The build and the command line run the same checks on the same records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from session_notes.catalog.catalog import Catalog
from session_notes.catalog.views import FILLED_BY, VIEWS
from session_notes.lint.speakers import check_speakers
from session_notes.model import messages
from session_notes.model.names import (
    did_you_mean,
    fold,
    quote_list,
    skeleton,
    suggest,
)
from session_notes.model.parsing import parse_date
from session_notes.model.records import Xref
from session_notes.model.times import clock
from session_notes.model.urls import bad_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from session_notes.model.problems import Problem, Where
    from session_notes.model.records import Address, Example, Link, Page, Session, View

#: The pages that Sphinx makes by itself.
MADE = ("genindex", "modindex", "py-modindex", "search")
#: A session that lasts more days than this has a wrong date.
_LONGEST = 31


def check_catalog(
    catalog: Catalog,
    kinds: AbstractSet[str] | None,
    extensions: Container[str] | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with the sessions and views of a book.

    With *kinds* None any will do, and with *extensions* None there may be any.
    """
    for session in catalog.sessions:
        if session.kind:
            yield from _check_kind(session.kind, session.place("kind"), kinds)
    yield from _check_tracks(catalog)
    yield from _check_topics(catalog)
    yield from check_speakers(catalog)
    yield from _check_events(catalog)
    yield from _check_impressions(catalog)
    yield from _check_ids(catalog)
    yield from _check_old_ids(catalog)
    yield from _check_old_links(catalog)
    yield from _check_ends(catalog)
    yield from _check_rooms(catalog)
    yield from _check_rare_topics(catalog)
    for page in catalog.pages.values():
        for view in page.views:
            if extensions is not None:
                yield from _check_filled(view, extensions)
            # What other books have is not known here.
            for option, value in () if ("books", "") in view.options else view.options:
                yield from _check_filter(catalog, view.where, option, value, kinds)
    for role in catalog.indexes:
        yield from _check_index(catalog, role)


def _check_filled(view: View, extensions: Container[str]) -> Iterator[Problem]:
    """Yield what a view asks for that only an extension can show which the book has not."""
    for what, name in (("directive", view.name), *(("option", key) for key, _ in view.options)):
        needed = FILLED_BY.get(name)
        if needed and needed not in extensions:
            hint = f"add '{needed}' to 'extensions' in conf.py"
            yield messages.UNKNOWN_NAME.at(view.where, hint, what=what, name=name)


def check_stubs(catalog: Catalog) -> Iterator[Problem]:
    """Yield how many sessions have no notes, at the first of them."""
    whole = (key for key, session in catalog.whole.items() if key == session)
    stubs = [catalog.session(key) for key in whole if catalog.is_stub(key)]
    if stubs:
        others = f" and {len(stubs) - 1} more" if len(stubs) > 1 else ""
        yield messages.STUBS.at(stubs[0].where, others=others)


def check_links(
    links: Iterable[Link], missing: Callable[[str, str], list[str] | None]
) -> Iterator[Problem]:
    """Yield the links that lead nowhere.

    *missing* returns the names nearest to a role and a target, or None if the link is valid.
    """
    for link in links:
        near = missing(link.role, link.target)
        if near is not None:
            role = "session" if link.role == "any" else link.role
            if link.role == "any" and not near and bad_scheme(link.target):
                yield messages.NOT_A_TARGET.at(link.where, target=link.target)
                continue
            problem = messages.NO_TARGET.at(
                link.where, suggest(near), role=role, target=link.target
            )
            if _is_slip(link, near):
                problem = problem.with_edit(link.target, near[0])
            yield problem


def _is_slip(link: Link, near: Sequence[str]) -> bool:
    """Say whether *link* can only mean the first of *near*: the id of a session, and no other."""
    return (
        link.role in ("any", "session")
        and len(near) == 1
        and len(link.target) > 6
        and skeleton(link.target) == skeleton(near[0])
    )


def check_addresses(addresses: Iterable[Address]) -> Iterator[Problem]:
    """Yield the http addresses that the book also has with https."""
    known = list(addresses)
    secure = {address.url.removeprefix("https:") for address in known}
    for url, where in known:
        rest = url.removeprefix("http:")
        if rest != url and rest in secure:
            new = f"https:{rest}"
            yield messages.HTTP.at(where, url=url, secure=new).with_edit(url, new)


def _check_kind(kind: str, where: Where, kinds: AbstractSet[str] | None) -> Iterator[Problem]:
    if kinds is not None and kind not in kinds:
        near, known = did_you_mean(kind, kinds), ", ".join(sorted(kinds))
        yield messages.UNKNOWN_KIND.at(where, near, kind=kind, known=known)


def _check_tracks(catalog: Catalog) -> Iterator[Problem]:
    tracks = catalog.tracks
    # Here and below: each name is looked up only once, and few books have a wrong one.
    found = {track: tracks.find(track) for track in catalog.spellings["track"]}
    others = {
        track: entry for track, entry in found.items() if entry is None or fold(track) in entry.was
    }
    for session in catalog.sessions if others and tracks.declared else ():
        if session.track not in others:
            continue
        where, entry = session.place("track"), others[session.track]
        if entry is None:
            near = tracks.hint(session.track, catalog.language)
            yield messages.UNKNOWN_TRACK.at(where, near, track=session.track)
        else:
            label = entry.label.say(catalog.language)
            problem = messages.OLD_TARGET.at(where, target=session.track, new=label)
            yield problem.with_edit(session.track, label)


def _check_topics(catalog: Catalog) -> Iterator[Problem]:
    topics, language = catalog.topics, catalog.language
    others = {topic for topic in catalog.spellings["topic"] if not topics.spells(topic)}
    sessions = catalog.sessions if others and topics.declared else ()
    for topic, session in ((topic, one) for one in sessions for topic in one.topics):
        if topic not in others:
            continue
        entry, where = topics.find(topic), session.place("topics")
        if entry is not None:
            label = entry.label.say(language)
            problem = messages.TOPIC_SPELLING.at(where, topic=topic, label=label)
            yield problem.with_edit(topic, label)
            continue
        problem = messages.UNKNOWN_TOPIC.at(where, topics.hint(topic, language), topic=topic)
        similar = topics.similar(topic)
        if similar and skeleton(topic) in map(skeleton, similar.names()):
            problem = problem.with_edit(topic, similar.label.say(language))
        yield problem


def _check_events(catalog: Catalog) -> Iterator[Problem]:
    """Yield the pages whose event is not known, or cannot have been on their day."""
    events = catalog.events
    for docname, page in catalog.pages.items() if events.entries else ():
        if not page.sessions:
            continue
        name, day = catalog.event_on(docname), catalog.dates.get(docname)
        where = page.event.where if page.event.where.line else page.sessions[0].where
        entry = events.find(name)
        if entry is None:
            likely = [one.id for one in events.entries.values() if day and one.event.has_day(day)]
            if name:
                near = (events.find(one) for one in catalog.nearest_names("event", name))
                ids = dict.fromkeys(one.id for one in near if one)
                yield messages.UNKNOWN_EVENT.at(where, suggest([*ids] or likely), event=name)
            else:
                yield messages.NO_EVENT.at(where, id=[*likely, *events.entries][0])
        elif day and not entry.event.has_day(day):
            label, facts = entry.label.say(catalog.language), entry.event
            start, end = facts.start or "…", facts.end or "…"
            yield messages.OTHER_DAYS.at(where, day=day, event=label, start=start, end=end)


def _check_impressions(catalog: Catalog) -> Iterator[Problem]:
    """Yield the impressions of a session whose reporter has already given some."""
    for key in catalog.session_keys:
        first: dict[str, int] = {}
        parts = catalog.session(key).impressions
        for part, people in zip(parts, catalog.impressions(key), strict=True):
            names = {catalog.id_of("reporter", one.name): f"'{one.name}'" for one in people}
            given = names or {"": "nobody who is named"}
            twice = next((name for name in given if name in first), None)
            if twice is not None:
                yield messages.IMPRESSIONS_TWICE.at(
                    part.where, name=given[twice], first=first[twice]
                )
            first |= {name: part.where.line for name in given if name not in first}


def _check_ids(catalog: Catalog) -> Iterator[Problem]:
    for spots in catalog.duplicates:
        first = catalog.session(spots[0])
        for spot in spots[1:]:
            where = catalog.session(spot).place("id")
            yield messages.DUPLICATE_ID.at(where, id=first.id, title=first.title, place=first.where)


def _check_old_ids(catalog: Catalog) -> Iterator[Problem]:
    """Yield the old ids that something else has, or had, too."""
    for key in catalog.session_keys if any(one.was for one in catalog.sessions) else ():
        session = catalog.session(key)
        for old in session.was:
            # A link finds what has the id, then what had it.
            holder = catalog.find_session(old) or key
            other, where = catalog.session(holder), session.place("was")
            title, place = other.title, other.where
            if old == other.id:
                yield messages.OLD_ID_USED.at(where, old=old, title=title, place=place)
            elif holder != key:
                yield messages.OLD_ID_TWICE.at(where, old=old, title=title, place=place)


def _check_old_links(catalog: Catalog) -> Iterator[Problem]:
    """Yield the links that name something by an old id."""
    for page in catalog.pages.values():
        for link in page.links:
            new = catalog.new_name(link.role, link.target)
            if new:
                problem = messages.OLD_TARGET.at(link.where, target=link.target, new=new)
                yield problem.with_edit(link.target, new)


def check_old_pages(pages: Mapping[str, Page], docnames: Iterable[str]) -> Iterator[Problem]:
    """Yield the old names of pages that a page has now, or that two had."""
    # Some systems do not distinguish capitals.
    taken = {name.casefold() for name in (*docnames, *MADE)}
    owners: dict[str, str] = {}
    for docname, page in sorted(pages.items()):
        for old in page.was.names:
            owner = owners.setdefault(old.casefold(), docname)
            if old.casefold() in taken:
                yield messages.OLD_PAGE_USED.at(page.was.where, old=old)
            elif owner != docname:
                yield messages.OLD_PAGE_TWICE.at(page.was.where, old=old, page=owner)


def _check_ends(catalog: Catalog) -> Iterator[Problem]:
    """Yield the sessions that end before they begin, or a month later."""
    for spot in catalog.session_keys:
        session, day = catalog.session(spot), catalog.dates.get(spot.docname)
        if not session.until or not day:
            continue
        days = (session.until - day).days
        start, end = session.start, session.end
        backwards = days == 0 and start is not None and end is not None and end <= start
        if backwards or not 0 <= days <= _LONGEST:
            yield messages.FAR_END.at(session.place("until"), day=day, until=session.until)


def _check_rooms(catalog: Catalog) -> Iterator[Problem]:
    """Yield the sessions that begin during another one in the same room."""
    rooms: dict[tuple[object, str], list[Session]] = defaultdict(list)
    for spot in catalog.session_keys:
        session, day = catalog.session(spot), catalog.dates.get(spot.docname)
        if session.room and session.start is not None and not session.parent and day:
            rooms[day, fold(session.room)].append(session)
    for sessions in rooms.values():
        sessions.sort(key=lambda one: (one.start, one.where))
        before = sessions[0]
        for session in sessions[1:]:
            assert session.start is not None  # noqa: S101 - those without one were filtered out
            assert before.start is not None  # noqa: S101
            if session.start == before.start or session.start < _end(before):
                yield messages.CLASH.at(
                    session.place("time"),
                    title=before.title,
                    place=before.where,
                    room=session.room,
                    time=clock(session.start),
                )
            if _end(session) >= _end(before):
                before = session


def _end(session: Session) -> int:
    """Return when a session ends on its day; when it starts, if that is not known."""
    known = session.end is not None and not session.until
    end = session.end if known else session.start
    return end or 0


def _check_rare_topics(catalog: Catalog) -> Iterator[Problem]:
    """Yield the topics that only one session uses and the vocabulary does not describe."""
    used: dict[str, list[tuple[str, Where]]] = defaultdict(list)
    for session in catalog.sessions:
        for topic in session.topics:
            entry = catalog.topics.find(topic)
            if entry and not entry.description.by_language and not entry.parent:
                used[entry.id].append((topic, session.place("topics")))
    for uses in used.values():
        topic, where = uses[0]
        if len(uses) == 1:
            yield messages.TOPIC_ONCE.at(where, topic=topic)


def _check_index(catalog: Catalog, role: str) -> Iterator[Problem]:
    names = catalog.unindexed(role)
    if names:
        others = f" and {len(names) - 3} more" if len(names) > 3 else ""
        where = catalog.indexes[role][0][1].where
        shown = f"{quote_list(names[:3])}{others}"
        yield messages.INCOMPLETE_INDEX.at(where, role=role, names=shown)


def _check_filter(
    catalog: Catalog, where: Where, option: str, value: str, kinds: AbstractSet[str] | None
) -> Iterator[Problem]:
    if option == "day":
        yield from parse_date(value, where)[1]
    elif option == "kind":
        yield from _check_kind(value, where, kinds)
    elif option == "under":
        yield from _check_filter(catalog, where, "topic", value, kinds)
    elif option in messages.UNKNOWN_FILTER and not catalog.find(option, value):
        near = suggest(catalog.nearest_names(option, value))
        yield messages.UNKNOWN_FILTER[option].at(where, near, value=value)


def book_of(examples: Sequence[Example], language: str = "en") -> Catalog:
    """Return the book of the examples on a page; each is a page, named by its number.

    It has no vocabularies: an example may use any names.
    """
    pages = {str(number): example.page for number, example in enumerate(examples)}
    dates = {str(number): one.day for number, one in enumerate(examples) if one.day}
    return Catalog(pages, order=list(pages), dates=dates, language=language)


def with_examples(page: Page, examples: Sequence[Example]) -> Page:
    """Return *page* with *examples*, and with their links and views that need the whole book."""
    book = book_of(examples)

    def leads_out(link: Link | Xref) -> bool:
        return book.find(link.role, link.target) is None

    pages = [example.page for example in examples]
    links = [link for one in pages for link in one.links if leads_out(link)]
    xrefs = [Xref(xref.role, xref.target) for one in pages for xref in one.xrefs if leads_out(xref)]
    elsewhere = {*page.elsewhere, *(name for one in pages for name in one.elsewhere)}
    views = [view for one in pages for view in one.views if VIEWS[view.name].of_site]
    return page._replace(
        links=(*page.links, *links),
        xrefs=(*page.xrefs, *xrefs),
        views=(*page.views, *views),
        elsewhere=tuple(sorted(elsewhere)),
        examples=tuple(examples),
    )


def check_examples(pages: Iterable[Page], kinds: AbstractSet[str] | None) -> Iterator[Problem]:
    """Yield what is wrong with the sessions and views in the examples of *pages*."""
    for page in pages:
        if page.examples:
            yield from check_catalog(book_of(page.examples), kinds)
