"""The conference as sources for other systems.

``needs``
    sphinx-needs doing the same job: a need a session, filtered lists for the indexes.
``tutorial``
    A small domain in the manner of the tutorial of Sphinx. It has a page of topics, of
    speakers and of tracks with bare links, and knows nothing of who mentions whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import corpus
from corpus import TRACKS, person, slug, spoken_day, topic
from writers import INDEXES, closing, days, first_page, named, nested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus import Conference, Talk


def needs(conference: Conference) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts of the same book for sphinx-needs."""
    yield "index.md", first_page(conference, days(conference))
    for page, talks in enumerate(conference.pages):
        blocks = "\n\n".join(_need(talk) for talk in talks)
        yield f"{corpus.page_name(page)}.md", f"# {spoken_day(page)}\n\n{blocks}\n"
    for name, heading in INDEXES.items():
        field = "track" if name == "tracks" else name
        # A filter that began with a quotation mark would be a string of YAML.
        entries = "\n\n".join(
            f"## {label}\n\n```{{needlist}}\n:filter: {field} and "
            f"'{slug(label)}' in {field}.split(',')\n```"
            for label in named(conference, name)
        )
        yield f"browse/{name}.md", f"# {heading}\n\n{entries}\n"


def _need(talk: Talk) -> str:
    links = [f"session-{bullet.target}" for bullet in talk.bullets if bullet.target >= 0]
    return "\n".join(
        (
            f"::::{{session}} {talk.title}",
            f":id: {talk.id}",
            f":track: {slug(TRACKS[talk.track])}",
            f":kind: {talk.kind}",
            f":time: {talk.span.replace(':', '.')}",
            f":room: {talk.room}",
            f":speakers: {','.join(slug(person(number)) for number in talk.speakers)}",
            f":topics: {','.join(slug(topic(number)) for number in talk.topics)}",
            f":links: {', '.join(dict.fromkeys(links))}",
            "",
            *nested(talk.bullets, lambda number: f"{{need}}`session-{number}`"),
            *closing(talk),
            "::::",
        )
    )


def tutorial(conference: Conference) -> Iterator[tuple[str, str]]:
    """Yield the paths and texts of the same book for the domain in :mod:`tutorial_domain`."""
    yield "index.md", first_page(conference, days(conference))
    for page, talks in enumerate(conference.pages):
        blocks = "\n\n".join(_tutorial_session(talk) for talk in talks)
        yield f"{corpus.page_name(page)}.md", f"# {spoken_day(page)}\n\n{blocks}\n"
    for name, heading in INDEXES.items():
        yield f"browse/{name}.md", f"# {heading}\n\n```{{tutorial-index}} {name}\n```\n"


def _tutorial_session(talk: Talk) -> str:
    return "\n".join(
        (
            f"::::{{session}} {talk.id} {talk.title}",
            f":tracks: {TRACKS[talk.track]}",
            f":speakers: {', '.join(person(number) for number in talk.speakers)}",
            f":topics: {', '.join(topic(number) for number in talk.topics)}",
            "",
            f"{talk.span} · {talk.room} · {talk.kind}",
            "",
            *nested(talk.bullets, lambda number: f"{{tutorial:session}}`session-{number}`"),
            *closing(talk),
            "::::",
        )
    )


NEEDS_CONF = """
needs_types = [dict(directive="session", title="Session", prefix="S_", color="", style="node")]
needs_fields = {name: {"nullable": True} for name in
                ("track", "kind", "time", "room", "speakers", "topics")}
needs_id_regex = "^session-[0-9]+"
needs_build_json = False
"""
