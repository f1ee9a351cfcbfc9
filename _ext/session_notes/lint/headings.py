"""The headings of a page that has sessions: a page with one session takes its title from it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from session_notes.lint.blocks import Block, Prose
from session_notes.model import messages
from session_notes.model.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from session_notes.lint.blocks import Event
    from session_notes.model.problems import Problem
    from session_notes.model.records import Session


def check_headings(events: Sequence[Event], sessions: Sequence[Session]) -> Iterator[Problem]:
    """Yield that a page has no heading, or one that repeats the title of a session."""
    headings = [
        one for one in events if isinstance(one, Prose) and one.heading and one.around is None
    ]
    whole = [session for session in sessions if not session.parent]
    if len(whole) > 1 and not headings:
        yield messages.NO_HEADING.at(whole[0].where)._replace(column=1)
    # The only heading of several sessions is that of the page.
    ids = set(map(id, headings)) if len(headings) > 1 or len(whole) == 1 else set()
    for heading, block in pairwise(events):
        if (
            id(heading) in ids
            and isinstance(heading, Prose)
            and isinstance(block, Block)
            and block.name == "session"
            and fold(heading.text) == fold(block.argument)
        ):
            line = heading.lines[0]
            problem = messages.TITLE_TWICE.at(line.where)._replace(column=1)
            is_one_line = line.text.startswith("#")
            yield problem._replace(edits=(line.edit(None),)) if is_one_line else problem
