"""What Sphinx gets of sessions: entries of the general index, and labels for other projects.

They are added in every build after the environment is pickled, because there they would be larger
than all the records that they are made of.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from session_notes.catalog.index_entries import sort_text
from session_notes.model.names import collate, is_kana
from session_notes.sphinxext.domain import LABEL, domain_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from session_notes.catalog.catalog import Catalog, SessionKey


def set_labels(env: BuildEnvironment) -> None:
    """Give every session a label, ``session-<id>``, for projects without this domain.

    Of sessions with the same id the first gets it, whichever process read which.
    """
    std, catalog = env.domains.standard_domain, domain_of(env).catalog
    for key in catalog.session_keys:
        session = catalog.session(key)
        label = f"{LABEL}{session.id}"
        if label not in std.anonlabels and catalog.find_session(session.id) == key:
            std.anonlabels[label] = key.docname, session.anchor
            std.labels[label] = key.docname, session.anchor, session.title


def fill_general_index(env: BuildEnvironment) -> None:
    """Add sessions, topics and speakers to the general index, besides what authors add."""
    index, catalog = env.domains.index_domain, domain_of(env).catalog
    for docname, page in catalog.pages.items():
        anchors = {session.anchor for session in page.sessions}
        entries = [entry for entry in index.entries.get(docname, ()) if entry[2] not in anchors]
        for key in catalog.keys_on(docname):
            entries += entries_of(catalog, key)
        if entries:
            index.entries[docname] = entries


def entries_of(catalog: Catalog, key: SessionKey) -> list[tuple[str, str, str, str, str | None]]:
    """Return the entries of a session in the general index, in the form that Sphinx keeps."""
    session, facts = catalog.session(key), catalog.facts(key)
    heads = [("topic", ref.text) for ref in facts.topics]
    heads += [("speaker", person.ref.text) for person in facts.speakers]
    title = _entry_text(session.title)
    entries = [(title, _letter(session.title))]
    for role, head in heads:
        letter = _letter(sort_text(catalog, role, head))
        entries.append((f"{_entry_text(head)}; {title}", letter))
    return [("single", text, session.anchor, "", letter) for text, letter in entries]


def _letter(text: str) -> str | None:
    """Return the letter under which *text* is listed; None if Sphinx finds it itself."""
    first = collate(text)[0][:1]
    plain = unicodedata.normalize("NFD", text[:1])[:1].isascii()
    is_latin_letter = first.isascii() and first.isalpha()
    return first.upper() if is_kana(first) or (is_latin_letter and not plain) else None


def _entry_text(text: str) -> str:
    """Return *text* without the semicolons that separate the parts of an entry."""
    return text.replace(";", ",").strip() or "-"
