"""The transform of a parsed document: talks go into their sessions, and the rest is repaired.

For a Markdown page it reports only what the text of the page does not show.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from docutils import nodes

from session_notes.locale.labels import REFERENCE_KINDS
from session_notes.model import messages
from session_notes.render.nodes import (
    session_end,
    session_example,
    session_mentions,
    session_part,
)
from session_notes.sphinxext.transforms.anchors import take_from_heading
from session_notes.sphinxext.transforms.base import NotesTransform
from session_notes.sphinxext.transforms.sanitize import MAX_SECTIONS, clean_tree
from session_notes.sphinxext.transforms.traverse import (
    NodeIndex,
    ancestors,
    is_session,
    session_around,
    sessions_in,
)

_KIND = re.compile(r"([A-Za-z]+)(?:: *|：)")


class ArrangeSessions(NotesTransform):
    """Arrange the sessions of a document."""

    # After the text is translated (20), before ids and references are resolved.
    default_priority = 30

    def apply(self, **kwargs: Any) -> None:
        """Arrange the document."""
        for section in sessions_in(NodeIndex(self.document)):
            section.attributes.pop("lifted", None)
            for node in clean_tree(section):
                self.report(node, messages.BAD_ESCAPE)
            self._place(section)
        # What was refused is no session now.
        found = NodeIndex(self.document)
        for section in sessions_in(found):
            self._add_old_ids(section)
        _rank_headings(found)
        for image in found.of(nodes.image):
            if not image.get("alt") and session_around(image) is not None:
                self.report(image, messages.NO_ALT, new=":alt: what it shows")
        for part in found.of(session_part):
            if not is_session(part.parent):
                self.report(part, messages.PART_MISPLACED, part=part["part"])
            if part["part"] == "references":
                _mark_kinds(part)

    def _add_old_ids(self, section: nodes.section) -> None:
        """Let the old ids of a session lead to it, unless something else was given one of them."""
        header: Any = section[1]
        for old in header["session"].was:
            take_from_heading(self.document, old)
            if self.document.ids.setdefault(old, section) is section and old not in section["ids"]:
                section["ids"].append(old)

    def _place(self, section: nodes.section) -> None:
        """Move a talk into the session before it, and refuse what is in the wrong place."""
        parent, name = section.parent, "talk" if "talk" in section["classes"] else "session"
        if not isinstance(parent, nodes.document | nodes.section | session_example):
            self.report(section, messages.MISPLACED, name=name, block=parent.tagname)
            _refuse(section)
        elif name == "talk" and not is_session(parent):
            before = reversed(parent[: parent.index(section)])
            session: Any = next(filter(is_session, before), None)
            if session is not None:
                parent.remove(section)
                last = isinstance(session[-1], session_end)
                session.insert(len(session) - last, section)
            else:
                self.report(section, messages.TALK_WITHOUT_SESSION)
        level = 1 + sum(isinstance(node, nodes.section) for node in ancestors(section))
        if level > MAX_SECTIONS and isinstance(section.parent, nodes.section):
            self.report(section, messages.TOO_MANY_HEADINGS, name=name)
            _refuse(section)


def _refuse(section: nodes.section) -> None:
    """Keep the text of a session, but as a box instead of a session."""
    title, header, *body = section.children
    rubric = nodes.rubric("", "", *title.children)
    rubric.source, rubric.line = title.source, title.line
    fields = nodes.field_list()
    for name, value in header["options"].items():  # type: ignore[index]
        text = nodes.field_body("", nodes.paragraph("", value))
        fields += nodes.field("", nodes.field_name("", name), text)
    kept = [rubric, fields, *header.children] if len(fields) else [rubric, *header.children]
    kept += [node for node in body if not isinstance(node, session_mentions | session_end)]
    box = nodes.container("", *kept, ids=section["ids"], classes=section["classes"])
    section.replace_self(box)


def _rank_headings(found: NodeIndex) -> None:
    """Give each heading in a session its level among them, whichever levels they were written with.

    They are rubrics, not sections, and therefore in no table of contents.
    """
    headings: dict[nodes.section | None, list[nodes.rubric]] = defaultdict(list)
    for node in found.of(nodes.rubric):
        if "level" in node:
            headings[session_around(node)].append(node)
    headings.pop(None, None)
    for together in headings.values():
        levels = sorted({node["level"] for node in together})
        for node in together:
            node["level"] = 1 + levels.index(node["level"])
            if not node.children:
                # Some builders fail at it.
                node.parent.remove(node)


def _mark_kinds(part: session_part) -> None:
    """Remove the kind at the start of each reference; its label is added when all is read."""
    for item in part.findall(nodes.list_item):
        first = item.next_node(nodes.Text)
        match = _KIND.match(first) if first is not None else None
        kind = match[1].lower() if match else ""
        if match and first is not None and kind in REFERENCE_KINDS:
            item["kind"] = kind
            item["classes"].append(f"reference-{kind}")
            rest = first[match.end() :]
            first.parent.replace(first, nodes.Text(rest) if rest else [])
