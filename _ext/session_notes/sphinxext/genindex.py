"""What Sphinx itself is told of sessions: labels, and entries of the general index.

It is told when reading is over and the environment is stored, in every build anew: stored, it
would be larger than all the records that it is made of.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

from session_notes.catalog.catalog import SessionKey
from session_notes.sphinxext.domain import LABEL, domain_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def set_labels(env: BuildEnvironment) -> None:
    """Give every session a label, ``session-<id>``, for projects without our domain.

    Of twins the first has it, whichever process read which.
    """
    std, catalog = env.domains.standard_domain, domain_of(env).catalog
    if catalog is None or domain_of(env).labelled:
        return
    domain_of(env).labelled = True
    for spot in catalog.spots:
        session = catalog.session(spot)
        label = f"{LABEL}{session.id}"
        if label not in std.anonlabels and catalog.find_session(session.id) == spot:
            std.anonlabels[label] = spot.docname, session.anchor
            std.labels[label] = spot.docname, session.anchor, session.title


def fill_general_index(env: BuildEnvironment) -> None:
    """Enter sessions, topics and speakers in the general index, beside what authors enter."""
    index, catalog = env.domains.index_domain, domain_of(env).catalog
    if catalog is None:
        return
    for docname, page in catalog.pages.items():
        anchors = {session.anchor for session in page.sessions}
        entries = [entry for entry in index.entries.get(docname, ()) if entry[2] not in anchors]
        for number in range(len(page.sessions)):
            entries += catalog.index_entries(SessionKey(docname, number))
        if entries:
            index.entries[docname] = entries


def leave_alone(builder: Builder, **may_be_left: bool) -> set[str]:
    """Let the general *index*, the *search* or the *inventory* stand where they may be left.

    Sphinx makes them anew in every build, even where they would be the same. Return which are
    left: not what is missing.
    """
    changed: Any = builder
    left: set[str] = set()
    for name, may_be in may_be_left.items():
        make, path = _MADE[name]
        if may_be and isinstance(builder, StandaloneHTMLBuilder) and path(builder).is_file():
            setattr(changed, make, lambda: None)
            left.add(name)
    return left


_MADE: dict[str, tuple[str, Callable[[StandaloneHTMLBuilder], Path]]] = {
    "index": ("write_genindex", lambda html: Path(html.get_output_path("genindex"))),
    "search": ("dump_search_index", lambda html: Path(html.outdir, html.searchindex_filename)),
    "inventory": ("dump_inventory", lambda html: Path(html.outdir, INVENTORY_FILENAME)),
}
