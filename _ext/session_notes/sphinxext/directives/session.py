"""The directives. They make standard nodes and placeholders, and know of no other page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes

from session_notes.catalog.views import VIEWS, parse_view
from session_notes.model import messages
from session_notes.model.names import says_nothing, slug
from session_notes.model.parsing import parse_session
from session_notes.model.records import Reporters
from session_notes.model.schema import EXAMPLE, TEXT, options_of
from session_notes.model.speakers import names_people, parse_people
from session_notes.render.nodes import (
    session_end,
    session_header,
    session_mentions,
    session_part,
    session_view,
)
from session_notes.sphinxext.directives.base import NotesDirective
from session_notes.sphinxext.directives.example import ExampleDirective
from session_notes.sphinxext.transforms.anchors import free_anchor, take_from_heading
from session_notes.sphinxext.transforms.traverse import is_session

if TYPE_CHECKING:
    from docutils.nodes import Node

    from session_notes.model.problems import Where
    from session_notes.model.records import Session

#: What says nothing without words or a picture in it.
_FRAMES = (
    *(nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, nodes.list_item, nodes.transition),
    *(nodes.block_quote, nodes.container, nodes.emphasis, nodes.strong, nodes.Invisible),
)


class SessionDirective(NotesDirective):
    """A session or talk.

    Its tree::

    section.session[ids=id]
        title
        session_header      -> facts line, speakers, topics, texts
        ...                 the notes
        session_part        -> impressions
        session_part        -> references, with those that the options give
        session_mentions    -> who links here, and what is related
        section.talk ...    adopted later
        session_end         -> previous and next, but not for a talk

    Sessions inside it, because a fence was not closed, come after it.
    """

    def run(self) -> list[Node]:
        """Return the section of a session or talk."""
        session, docname = self._read_session(), self.env.docname
        section = nodes.section("", ids=[session.id], classes=[self.name, *_kind(session.kind)])
        heading = nodes.title(session.title, "", *self.parse_line(session.title))
        texts = [name for name in options_of(TEXT) if self.options.get(name, "").strip()]
        paragraphs = (self._paragraph(name, session.place(name).line) for name in texts)
        header = session_header("", *paragraphs, docname=docname, options=self.options, texts=texts)
        for made in (section, heading, header):
            self.set_source_info(made)
        notes: list[Node] = []
        parts: dict[str, list[Node]] = {"impressions": [], "references": [], "talks": []}
        after: list[Node] = []
        for node in self.parse_body():
            if isinstance(node, session_part):
                parts[node["part"]].append(node)
            elif not isinstance(node, nodes.section):
                notes.append(node)
            elif self.name == "session" and "talk" in node["classes"] and not after:
                parts["talks"].append(node)
            else:
                after.append(self._lift(node, session.title))
        if session.media and not parts["references"]:
            parts["references"].append(session_part("", docname=docname, part="references"))
        notes = said(notes)
        opinions = (node for part in parts["impressions"] for node in part.children)
        has_notes = any(not isinstance(node, nodes.Invisible) for node in (*notes, *opinions))
        section += [heading, header, *notes, *parts["impressions"], *parts["references"]]
        section += [session_mentions("", docname=docname), *parts["talks"]]
        if self.name == "session":
            section += session_end("", docname=docname)
        anchor = self._take_anchor(section, session.place("id"))
        renamed = anchor if anchor != session.id else ""
        record = session._replace(renamed=renamed, has_notes=has_notes)
        header.attributes.update(session=record, is_rst=self.is_rst)
        return [section, *after]

    def _read_session(self) -> Session:
        session = self.read_record(parse_session)
        if self.is_rst and "id" not in self.options and slug(self.title):
            self.report(messages.NO_PERMALINK.at(session.where, id=session.id))
        last = self.where(self.block_text.rstrip().count("\n"))
        return session._replace(height=last.line - self.where().line)

    def _lift(self, section: nodes.section, title: str) -> nodes.section:
        """Return a *section* inside this one, to be put after it."""
        name = "talk" if "talk" in section["classes"] else "session"
        if (name == "session" or self.name == "talk") and "lifted" not in section:
            where = section[1]["session"].where  # type: ignore[index]
            self.report(messages.NESTED.at(where, name=name, outer=self.name, title=title))
        section["lifted"] = True
        return section

    def _paragraph(self, option: str, line: int) -> nodes.paragraph:
        text = self.options[option].strip()
        paragraph = nodes.paragraph(text, "", *self.parse_line(text))
        self.set_source_info(paragraph)
        paragraph.line = line
        return paragraph

    def _take_anchor(self, section: nodes.section, where: Where) -> str:
        """Give *section* its id as its anchor, or another if a session or a target has that.

        A heading that happens to have it gets another: an id is a permalink.
        """
        document, wanted = self.state.document, section["ids"][0]
        holder = document.ids.get(wanted)
        if (
            not take_from_heading(document, wanted)
            and holder is not None
            and not is_session(holder)
        ):
            problem = messages.ID_OF_TARGET.at(where, id=wanted)
            self.domain.note_problem(self.env.docname, problem)
        anchor = free_anchor(document, wanted)
        section["ids"], document.ids[anchor] = [anchor], section
        return anchor


def said(found: list[Node]) -> list[Node]:
    """Return *found*, or only its targets if it holds the place of what is still to be written."""
    if any(_says_something(node) for node in found):
        return found
    return [node for node in found if isinstance(node, nodes.target)]


def _says_something(node: Node) -> bool:
    if isinstance(node, nodes.Invisible | nodes.rubric):
        return False
    if isinstance(node, nodes.raw):
        return not node.astext().startswith("<!--")
    return any(
        not says_nothing(one) if isinstance(one, nodes.Text) else not isinstance(one, _FRAMES)
        for one in node.findall()
    )


def _kind(kind: str) -> list[str]:
    return [f"kind-{nodes.make_id(kind)}"] if nodes.make_id(kind) else []


class PartDirective(NotesDirective):
    """The impressions or the references of a session."""

    optional_arguments = 0

    def run(self) -> list[Node]:
        """Return the placeholder that holds the part."""
        part = session_part("", docname=self.env.docname, part=self.name)
        self.set_source_info(part)
        if self.name == "impressions":
            part["said"] = self._take_names()
            part["reporters"] = self._read_reporters(part["said"])
        part.extend(said(self.parse_body()))
        return [part]

    def _take_names(self) -> str:
        """Take the names of reporters, which both parsers have for content, off the content."""
        first = self.block_text.split("\n", 1)[0]
        said = first.partition("::" if self.is_rst else "}")[2].strip()
        if not names_people(self.name, said):
            if said:
                self.report(messages.NOT_A_NAME.at(self.where(), text=said))
            return ""
        self.content, self.content_offset = self.content[1:], self.content_offset + 1
        return said

    def _read_reporters(self, said: str) -> Reporters:
        if self.known:
            return cast("Reporters", self.known[1])
        people, problems = parse_people("reporter", said, self.where())
        self.report(*problems)
        return Reporters(people, self.where())


class ViewDirective(NotesDirective):
    """An index, a list or a table over all sessions; filled when all pages are read."""

    def run(self) -> list[Node]:
        """Return the placeholder of the view."""
        view = self.read_record(parse_view, self.name)
        if self.title or any(map(str.strip, self.content)):
            self.report(messages.TEXT_IN_VIEW.at(view.where, view=self.name))
        node = session_view("", docname=self.env.docname, view=view)
        self.set_source_info(node)
        return [node]


DIRECTIVES: dict[str, type[NotesDirective]] = {
    "session": SessionDirective,
    "talk": SessionDirective,
    "impressions": PartDirective,
    "references": PartDirective,
    **dict.fromkeys(VIEWS, ViewDirective),
    EXAMPLE: ExampleDirective,
}
