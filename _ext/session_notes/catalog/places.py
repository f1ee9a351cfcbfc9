"""Where everything that has an anchor is, for other projects and for old addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.catalog.catalog import PEOPLE, ROLES
from session_notes.catalog.facts import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.catalog.catalog import Catalog


def objects(catalog: Catalog) -> Iterator[tuple[str, str, Ref]]:
    """Yield role, name and place of everything that other projects may link to."""
    for key in catalog.session_keys:
        session = catalog.session(key)
        if catalog.find_session(session.id) == key:
            yield "talk" if session.parent else "session", session.id, catalog.ref(key)
    for role in ROLES:
        for name in sorted(catalog.ids(role)):
            ref = catalog.ref_by_id(role, name)
            if ref.docname:
                yield role, name, ref


def places(catalog: Catalog) -> dict[str, Ref]:
    """Return the place that each anchor leads to, on whichever page it was: ids are of the book.

    What has an anchor goes before what had it. Who spoke and reported is one person: the anchor in
    an index that they are no longer in leads to the other.
    """
    found: dict[str, Ref] = {}
    for key in catalog.session_keys:
        session_id = catalog.session(key).id
        if catalog.find_session(session_id) == key:
            found[session_id] = catalog.ref(key)
    for old, key in catalog.old_ids.items():
        found[old] = catalog.ref(key)
    for role in ROLES:
        others = PEOPLE if role in PEOPLE else (role,)
        entries = catalog.vocabulary(role).entries.values()
        names = {name: name for one, name in catalog.index_of if one in others}
        names |= {old: one.id for one in entries for old in one.was if old not in names}
        for name, new in names.items():
            for one in (role, *others):
                if (one, new) in catalog.index_of:
                    docname, _ = catalog.index_of[one, new]
                    found.setdefault(f"{role}-{name}", Ref("", docname, f"{one}-{new}"))
                    break
    return found
