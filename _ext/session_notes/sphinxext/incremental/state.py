"""The file that keeps, between builds, what the pages of an output directory show.

It cannot be part of the environment, because that is pickled before anything is written, and
several builders share it. The file lies beside it. It is removed before the first page is written
and made again after the last one, so a build that dies leaves none, and the next writes everything.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.storage import digest

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

#: Raised when the same records give other pages or other messages, so that everything is rewritten.
FORMAT = 11


class State(NamedTuple):
    """Fingerprints of an output directory."""

    #: For each page, when its source was read.
    read: dict[str, int]
    #: For each page, a fingerprint of what it shows.
    pages: dict[str, str]
    #: A fingerprint of what every page shows.
    site: str = ""
    #: A fingerprint of what else pages are made of; empty if the next build has to warn again.
    config: str = ""


NOTHING = State({}, {})


def state_file(app: Sphinx, what: str = "pages") -> Path:
    """Return where the state of the builder's output directory is kept."""
    place = f"{app.builder.name}-{digest(str(app.outdir))[:12]}"
    return app.doctreedir / f"session-notes-{what}-{place}.json"


def load(app: Sphinx) -> State:
    """Return what the last successful build left in the output directory."""
    try:
        kept = json.loads(state_file(app).read_text("utf-8"))
        if kept.pop("format") == FORMAT:
            return State(**kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return NOTHING


def save(app: Sphinx, state: State) -> None:
    """Keep *state* for the next build."""
    content = json.dumps({"format": FORMAT, **state._asdict()}, sort_keys=True)
    state_file(app).write_text(content, "utf-8")


def outdated(before: State, now: State) -> list[str]:
    """Return the pages that show something else than before."""
    if now.site != before.site:
        return list(now.pages)
    return [name for name, page in now.pages.items() if before.pages.get(name) != page]
