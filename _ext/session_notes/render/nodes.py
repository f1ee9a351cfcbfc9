"""Placeholders: nodes that stand in a document until all documents are read.

None of them is ever written: :mod:`session_notes.sphinxext.post_transforms.placeholders` replaces
each by standard nodes of docutils, so no builder needs to know of them. But for a site some of
these are made by the process that writes the page, of which there may be several; for all that goes
before, there is one.
"""

from __future__ import annotations

from docutils import nodes


class session_header(nodes.Part, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Stands below a session's title; holds what the author wrote in the options.

    Attributes: ``docname``; ``id``, of the session; ``options``, ``lines`` and ``where`` as for
    :func:`session_notes.model.parsing.parse_session`; ``number``, the place among the page's
    records.
    Its children, if any, are the paragraph of the attendance, for that is text to be translated.
    """


class session_part(nodes.Part, nodes.Element):  # noqa: N801
    """Holds the impressions or the references of a session; the attribute ``part`` says which."""


class session_mentions(nodes.Part, nodes.Element):  # noqa: N801
    """Stands where a session says who mentions it; ``number`` is the session's place."""


class session_end(nodes.Part, nodes.Element):  # noqa: N801
    """Stands below all of a session, talks included; ``number`` is the session's place."""


class session_view(nodes.General, nodes.Element):  # noqa: N801
    """Stands for what an index, list or table shows; ``view`` says what."""


class session_example(nodes.General, nodes.Element):  # noqa: N801
    """Stands for a page, or a piece of one, as it is read.

    Attributes: ``docname``; ``day``, its date; ``page``, its records. Its nodes are its children
    while the document is read. Then they are in ``content``, where nothing takes them for a part
    of the book.
    """


class session_later(nodes.General, nodes.Element):  # noqa: N801
    """Stands for what is made when the page is written: ``make`` makes it.

    Its only child, if any, is text: the words that a search finds.
    """


def write_later(translator: nodes.NodeVisitor, node: session_later) -> None:
    """Write what *node* stands for."""
    for made in node["make"]():
        made.parent = node.parent
        made.walkabout(translator)
    raise nodes.SkipNode


PLACEHOLDERS = (
    session_header,
    session_part,
    session_mentions,
    session_end,
    session_view,
    session_example,
)
