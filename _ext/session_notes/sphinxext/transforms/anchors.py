"""The ids that sessions need: that of a session is a permalink, that of a heading is not."""

from __future__ import annotations

from docutils import nodes

from session_notes.sphinxext.transforms.traverse import is_session


def free_anchor(document: nodes.document, wanted: str) -> str:
    """Return the *wanted* id, with a number if something in the *document* has it."""
    anchor, number = wanted, 1
    while anchor in document.ids:
        number += 1
        anchor = f"{wanted}-{number}"
    return anchor


def take_from_heading(document: nodes.document, wanted: str) -> bool:
    """Give a heading that happens to have the *wanted* id another one; say whether one did.

    What an author has given an id keeps it.
    """
    holder = document.ids.get(wanted)
    names = [name for name, named in document.nameids.items() if named == wanted]
    if not isinstance(holder, nodes.section | nodes.rubric) or is_session(holder):
        return False
    if any(document.nametypes.get(name) for name in names):
        return False
    anchor = free_anchor(document, wanted)
    holder["ids"] = [anchor if name == wanted else name for name in holder["ids"]]
    document.ids[anchor] = document.ids.pop(wanted)
    document.nameids.update(dict.fromkeys(names, anchor))
    return True
