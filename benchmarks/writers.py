"""The conference as sources: for session_notes, and, the same content, by hand.

``plain``
    The same content and the same pages, written by hand in MyST with no extension: headings,
    lists and ``{ref}`` links, with the pages of topics, speakers and tracks, and who mentions
    whom, spelled out. What the content itself costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import corpus
from corpus import TRACKS, about, person, slug, spoken_day, toctree, topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corpus import Bullet, Conference, Talk

INDEX = "# A conference\n\nNotes from {count} sessions.\n\n{contents}\n"
#: How many days a part of a large book has, and of how many sessions a book is large.
DAYS = 25
SPLIT = 1000
#: The indexes: the role of what each lists, and the heading of its page.
INDEXES = {"topics": "Topics", "speakers": "Speakers", "tracks": "Tracks"}


def nested(bullets: Iterable[Bullet], link: Callable[[int], str]) -> Iterator[str]:
    """Yield the lines of *bullets*; *link* makes a link to a session by its number."""
    for bullet in bullets:
        text = f"{bullet.text}, see {link(bullet.target)}" if bullet.target >= 0 else bullet.text
        yield f"- {text}"
        yield from (f"  - {nested}" for nested in bullet.nested)


def closing(talk: Talk) -> Iterator[str]:
    """Yield the lines of impressions and references, under words in bold."""
    yield from ("", "**Impressions**", "")
    yield from (f"- {text}" for text in talk.impressions)
    yield from ("", "**References**", "")
    yield from (f"- [{words}]({url})" for words, url in talk.references)


def days(conference: Conference) -> list[str]:
    """Return the paths of the pages of the days."""
    return [corpus.page_name(page) for page in range(len(conference.pages))]


def first_page(conference: Conference, names: Iterable[str]) -> str:
    """Return the first page, which leads to the pages *names* and to the indexes."""
    contents = toctree(*names, *(f"browse/{name}" for name in INDEXES))
    return INDEX.format(count=len(conference.talks), contents=contents)


class Part(NamedTuple):
    """A page of an index: its path, its heading, and the sessions of each that it shows."""

    path: str
    heading: str
    option: str
    entries: dict[str, list[Talk]]


def _index(conference: Conference, *, parts: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the first page, and the pages that only lead to others.

    With *parts*, the days are below pages of 25 days each, as the guide says for large books.
    """
    listed = days(conference)
    groups = [listed[at : at + DAYS] for at in range(0, len(listed), DAYS)] if parts else []
    names = [f"days/part-{number}" for number, _ in enumerate(groups)] or listed
    for name, group in zip(names, groups, strict=False):
        heading = f"{group[0].removeprefix('days/')} to {group[-1].removeprefix('days/')}"
        yield f"{name}.md", f"# {heading}\n\n{toctree(*('/' + day for day in group))}\n"
    yield "index.md", first_page(conference, names)
    for name, heading in INDEXES.items():
        split = _parts(conference, name)
        if len(split) > 1:
            below = toctree(*(f"/{part.path}" for part in split))
            yield f"browse/{name}.md", f"# {heading}\n\n{below}\n"


def _parts(conference: Conference, name: str) -> list[Part]:
    """Return the pages of an index: one; of a large book one a topic, and one a letter."""
    entries = named(conference, name)
    if len(conference.talks) < SPLIT or name == "tracks":
        return [Part(f"browse/{name}", INDEXES[name], "", entries)]
    parts: dict[str, Part] = {}
    for label, talks in entries.items():
        key = slug(label) if name == "topics" else slug(label)[0]
        heading, option = (label, "under") if name == "topics" else (key.upper(), "letters")
        path = f"browse/{name}/{key}"
        part = parts.setdefault(key, Part(path, heading, f":{option}: {key}\n", {}))
        part.entries[label] = talks
    return list(parts.values())


def named(conference: Conference, name: str) -> dict[str, list[Talk]]:
    """Return the sessions of each topic, speaker or track, sorted as our index is."""
    found: dict[str, list[Talk]] = {}
    if name != "speakers":
        labels = [topic(n) for n in range(corpus.TOPICS)] if name == "topics" else list(TRACKS)
        found = {label: [] for label in labels}
    for talk in conference.talks:
        names = {
            "topics": [topic(number) for number in talk.topics],
            "speakers": [person(number) for number in talk.speakers],
            "tracks": [TRACKS[talk.track]],
        }
        for label in names[name]:
            found.setdefault(label, []).append(talk)
    return found if name == "tracks" else dict(sorted(found.items(), key=lambda p: p[0].lower()))


# -- ours -----------------------------------------------------------------------------------


def ours(conference: Conference, *, parts: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts of a book for session_notes."""
    yield from _index(conference, parts=parts)
    for page, talks in enumerate(conference.pages):
        blocks = "\n\n".join(_our_session(talk) for talk in talks)
        text = f"---\ndate: {corpus.day(page)}\n---\n# {spoken_day(page)}\n\n{blocks}\n"
        yield f"{corpus.page_name(page)}.md", text
    for name in INDEXES:
        for part in _parts(conference, name):
            directive = f"```{{{name[:-1]}-index}}\n{part.option}```\n"
            yield f"{part.path}.md", f"# {part.heading}\n\n{directive}"
    topics = (
        f"{slug(topic(n))}: {{label: {topic(n)}, description: '{about(n)}'}}" for n in range(60)
    )
    yield "_data/topics.yml", "\n".join(topics) + "\n"
    yield "_data/tracks.yml", "\n".join(f"{slug(track)}: {track}" for track in TRACKS) + "\n"


def _our_session(talk: Talk) -> str:
    return "\n".join(
        (
            f"::::{{session}} {talk.title}",
            f":id: {talk.id}",
            f":track: {TRACKS[talk.track]}",
            f":kind: {talk.kind}",
            f":time: {talk.span}",
            f":room: {talk.room}",
            f":speakers: {'; '.join(person(number) for number in talk.speakers)}",
            f":topics: {', '.join(topic(number) for number in talk.topics)}",
            "",
            *nested(talk.bullets, lambda number: f"[](#session-{number})"),
            "",
            ":::{impressions}",
            *(f"- {text}" for text in talk.impressions),
            ":::",
            ":::{references}",
            *(f"- [{words}]({url})" for words, url in talk.references),
            ":::",
            "::::",
        )
    )


# -- plain ----------------------------------------------------------------------------------


def plain(conference: Conference) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts of the same book by hand."""
    mentions = conference.mentions()
    yield from _index(conference)
    for page, talks in enumerate(conference.pages):
        blocks = "\n\n".join(
            _plain_session(talk, conference, mentions.get(talk.number, {})) for talk in talks
        )
        yield f"{corpus.page_name(page)}.md", f"# {spoken_day(page)}\n\n{blocks}\n"
    for name in INDEXES:
        for part in _parts(conference, name):
            entries = "\n\n".join(
                _plain_entry(name, label, talks) for label, talks in part.entries.items()
            )
            yield f"{part.path}.md", f"# {part.heading}\n\n{entries}\n"


def _ref(role: str, label: str) -> str:
    return f"{{ref}}`{label} <{role}-{slug(label)}>`"


def _plain_session(talk: Talk, conference: Conference, mentions: dict[int, list[Bullet]]) -> str:
    # The indexes have no headings for {ref} to take words from: they are spelled out.
    speakers = "; ".join(_ref("speaker", person(number)) for number in talk.speakers)
    topics = ", ".join(_ref("topic", topic(number)) for number in talk.topics)
    lines = [
        f"({talk.id})=",
        f"## {talk.title}",
        "",
        f"{spoken_day(talk.page)} · {_plain_facts(talk)}",
        "",
        f"**Speakers:** {speakers}",
        "",
        f"**Topics:** {topics}",
        "",
        *nested(talk.bullets, lambda number: f"{{ref}}`session-{number}`"),
        *closing(talk),
    ]
    if mentions:
        lines += ["", "**Mentioned in**", ""]
        for holder in sorted(mentions):
            lines.append(f"- {{ref}}`session-{holder}`")
            for bullet in mentions[holder]:
                lines += ["", f"  {bullet.text}, see {talk.title}"]
    return "\n".join(lines)


def _plain_facts(talk: Talk, *, track: bool = True) -> str:
    pieces = [talk.span.replace("-", "–"), f"Room {talk.room}", _ref("track", TRACKS[talk.track])]
    if TRACKS[talk.track].lower() != talk.kind:
        pieces.append(talk.kind.capitalize())
    return " · ".join(pieces)


def _plain_entry(name: str, label: str, talks: list[Talk]) -> str:
    role = name[:-1]
    lines = [f"({role}-{slug(label)})=", f"{label}"]
    body = []
    if name == "topics":
        body += [about([topic(n) for n in range(corpus.TOPICS)].index(label)), ""]
    for talk in talks:
        row = f"{spoken_day(talk.page)} · {_plain_facts(talk)}"
        if name != "speakers":
            row += " · " + ", ".join(_ref("speaker", person(n)) for n in talk.speakers)
        body += [f"- {{ref}}`{talk.id}`", "", f"  {row}", ""]
    first, *rest = body or ["No sessions."]
    lines.append(f": {first}")
    lines += [f"  {line}" if line else "" for line in rest]
    return "\n".join(lines).rstrip()
