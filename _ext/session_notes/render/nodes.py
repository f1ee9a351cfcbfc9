"""Placeholders: the nodes of a document until all documents are read.

They are never written: :mod:`session_notes.sphinxext.post_transforms.placeholders` replaces each of
them by standard nodes of docutils, so no builder needs to know them. The exception is
:class:`session_deferred`, on the pages of a site.
"""

from __future__ import annotations

from docutils import nodes


class session_header(nodes.Part, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Is replaced by what a session's options say, below its title.

    Attributes: ``docname`` and ``number``, of the session among those of the page. Until the
    environment collector takes them: ``session``, its record; ``options``, as they are written;
    ``is_rst``, whether it is written in reStructuredText.
    Its children are the options that are texts, each a paragraph, because these are to be
    translated; ``texts`` has their names.
    """


class session_part(nodes.Part, nodes.Element):  # noqa: N801
    """Holds the impressions or the references of a session.

    Attributes: ``part``, which of them; for impressions ``said``, who had them as it is written,
    and ``opinion``, their number among those of the session. Until the environment collector takes
    it: ``reporters``, the record of ``said``.
    """


class session_mentions(nodes.Part, nodes.Element):  # noqa: N801
    """Is replaced by who mentions a session and what is related; ``number`` is as above."""


class session_end(nodes.Part, nodes.Element):  # noqa: N801
    """Is replaced by the links at the end of a session, below its talks; ``number`` is as above."""


class session_view(nodes.General, nodes.Element):  # noqa: N801
    """Is replaced by an index, list or table; ``view`` says which."""


class session_example(nodes.General, nodes.Element):  # noqa: N801
    """Is replaced by an example: a page, or a piece of one, as readers see it.

    Attributes: ``docname``; ``day``, its date; ``reporters``, those of its front matter. Its nodes
    are its children while the document is read. Then they are moved to ``content``, where they are
    not part of the book.
    """


class session_deferred(nodes.General, nodes.Element):  # noqa: N801
    """Is written as the nodes that ``make`` returns when the page is written.

    Its only child, if any, is the text that a search finds in them. ``make`` is a closure, which no
    process that is not forked could be given; Sphinx forks its writers and gives them closures
    itself (``Builder._write_parallel``).
    """


PLACEHOLDERS = (
    session_header,
    session_part,
    session_mentions,
    session_end,
    session_view,
    session_example,
)
