"""The directives. They make neutral nodes and placeholders, and look at no other page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from session_notes.domain import domain_of
from session_notes.indexes import flaw_of_option
from session_notes.model import OPTIONS, View, parse_session
from session_notes.nodes import (
    session_end,
    session_header,
    session_mentions,
    session_part,
    session_view,
)
from session_notes.problems import Problem, Subtype, Where
from session_notes.report import advise_id, relative
from session_notes.tree import is_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node

    from session_notes.domain import NotesDomain

_COMMENT = re.compile(r"(?:^|\s)#")
_OPTION_LINE = re.compile(r"\s*:([^:\s][^:]*):")


class AnyOption(dict[str, Any]):
    """An ``option_spec`` that lets every option through.

    Parsers drop an option that they do not know, reStructuredText the whole directive with
    it; here the model judges, so that the text stays and the nearest name is told.
    """

    def __getitem__(self, name: str) -> Any:
        """Return a converter that keeps the text."""
        return lambda text: text or ""

    def __contains__(self, name: object) -> bool:
        """Accept every name."""
        return True


class NotesDirective(SphinxDirective):
    """What our directives share: places, and the door for what is wrong."""

    option_spec: ClassVar[Any] = AnyOption.fromkeys(OPTIONS)
    optional_arguments = 1
    final_argument_whitespace = True

    @property
    def domain(self) -> NotesDomain:
        """Our domain."""
        return domain_of(self.env)

    @property
    def is_rst(self) -> bool:
        """Whether the page is reStructuredText rather than Markdown."""
        return isinstance(self.state, RSTState)

    def where(self, offset: int = 0) -> Where:
        """Return the place of the directive, *offset* lines below its first."""
        source, line = self.state_machine.get_source_and_line(self.lineno + offset)
        return Where(relative(source, self.env), line or self.lineno + offset)

    def option_lines(self) -> dict[str, int]:
        """Return where each option stands; report one that is given twice, mend one that was cut.

        MyST takes the last of several, without a word.
        """
        lines: dict[str, int] = {}
        for offset, text in enumerate(self.block_text.splitlines()[1:], 1):
            match = _OPTION_LINE.match(text)
            if match is None:
                break
            name, where = match[1].strip(), self.where(offset)
            if name in lines:
                reason = f"the option '{name}' is given twice (first in line {lines[name]})"
                self.report(Subtype.OPTION, where, reason, "delete one")
            lines.setdefault(name, where.line)
            self._recover(name, text[match.end() :].strip())
        return lines

    def _recover(self, name: str, value: str) -> None:
        """Take an option from the line as it stands where the parser lost some of it.

        MyST reads options as YAML: one that starts with a quote can cost all of them, and a '#'
        the rest of its line. It says so itself, but the author's words must stay.
        """
        cut = _COMMENT.search(value) and value[0] not in "\"'"
        if not self.is_rst and (name not in self.options or cut):
            self.options[name] = value

    def report(self, subtype: Subtype, where: Where, reason: str, hint: str = "") -> None:
        """Note something wrong, to be told when reading is over."""
        self.domain.note_problem(self.env.docname, Problem(subtype, where, reason, hint))

    def parse_body(self) -> list[Node]:
        """Return the content as nodes, with a rubric for every heading that stands in it."""
        # MyST makes a rubric of a nested heading; reStructuredText would refuse the text.
        content = self.parse_content_to_nodes(allow_section_headings=self.is_rst)
        return list(self._flatten(content))

    def _flatten(self, found: list[Node]) -> Iterator[Node]:
        for node in found:
            if isinstance(node, nodes.section) and not {"session", "talk"} & {*node["classes"]}:
                title = node.next_node(nodes.title) or nodes.title()
                # docutils knows the line of the underline only.
                lines = (
                    offset + 1
                    for text, (_, offset) in zip(self.content, self.content.items, strict=True)
                    if text.strip() == title.rawsource
                )
                self._report_heading(title, next(lines, node.line))
                yield nodes.rubric(title.rawsource, "", *title.children)
                yield from self._flatten(node.children[1:])
                continue
            if isinstance(node, nodes.Element):
                for rubric in node.findall(nodes.rubric):
                    # MyST marks with its level what was written as a heading.
                    if rubric.attributes.pop("level", None) is not None:
                        self._report_heading(rubric, rubric.line)
            yield node

    def _report_heading(self, heading: Element, line: int | None) -> None:
        text = heading.astext()
        hint = "write ':::{impressions}' or ':::{references}' for a part, or a bullet"
        where = self.where()._replace(line=line or self.lineno)
        self.report(Subtype.HEADING, where, f"the heading '{text}' stands inside a session", hint)


class SessionDirective(NotesDirective):
    """A session or talk.

    Its tree::

    section.session[ids=id]
        title
        session_header      -> facts line, speakers, topics, attendance
        ...                 the notes
        session_part        -> impressions
        session_part        -> references, with those that the options give
        session_mentions    -> who links here, and what is related
        section.talk ...    adopted later
        session_end         -> the ways on from here, but not from a talk
    """

    has_content = True

    def run(self) -> list[Node]:
        """Return the section of a session or talk."""
        where = self.where()
        title = self.arguments[0].strip() if self.arguments else ""
        lines = self.option_lines()
        session, problems = parse_session(title, self.options, lines, where)
        for problem in problems:
            self.domain.note_problem(self.env.docname, problem)

        if title and "id" not in self.options:
            advise_id(where, session.id)

        section = nodes.section("", ids=[session.id], classes=[self.name, *_kind(session.kind)])
        self.set_source_info(section)
        heading = nodes.title(session.title, "", *self.parse_inline(session.title)[0])
        self.set_source_info(heading)
        header = session_header("", docname=self.env.docname, id=session.id)
        header.attributes.update(options=dict(self.options), lines=lines, where=where)
        header["last"] = self.where(self.block_text.rstrip().count("\n")).line
        self.set_source_info(header)
        header.extend(self._attendance(lines))
        notes: list[Node] = []
        parts: dict[str, list[Node]] = {"impressions": [], "references": [], "talks": []}
        for node in self.parse_body():
            if isinstance(node, session_part):
                parts[node["part"]].append(node)
            elif isinstance(node, nodes.section) and "talk" in node["classes"]:
                parts["talks"].append(node)
            else:
                notes.append(node)
        if session.media and not parts["references"]:
            parts["references"].append(
                session_part("", docname=self.env.docname, part="references")
            )
        section += [heading, header, *notes, *parts["impressions"], *parts["references"]]
        section += [session_mentions("", docname=self.env.docname), *parts["talks"]]
        if self.name == "session":
            section += session_end("", docname=self.env.docname)
        self._take_anchor(section, where._replace(line=lines.get("id", where.line)))
        return [section]

    def _attendance(self, lines: dict[str, int]) -> list[Node]:
        text = (self.options.get("attendance") or "").strip()
        if not text:
            return []
        paragraph = nodes.paragraph(text, "", *self.parse_inline(text)[0])
        self.set_source_info(paragraph)
        paragraph.line = lines.get("attendance", paragraph.line)
        return [paragraph]

    def _take_anchor(self, section: nodes.section, where: Where) -> None:
        """Give *section* its id as anchor, or another where a twin or a target has that already.

        A heading that only happens to have it gives way: an id is a permalink.
        """
        document, wanted = self.state.document, section["ids"][0]
        holder = document.ids.get(wanted)
        if isinstance(holder, nodes.section) and not is_session(holder):
            anchor = _free_anchor(document, wanted)
            holder["ids"] = [anchor if name == wanted else name for name in holder["ids"]]
            document.ids[anchor] = document.ids.pop(wanted)
            for name, named in document.nameids.items():
                if named == wanted:
                    document.nameids[name] = anchor
        elif holder is not None and not is_session(holder):
            reason = f"the id '{wanted}' is already that of a target on this page"
            self.report(Subtype.DUPLICATE, where, reason, "give one of them another")
        section["ids"] = [_free_anchor(document, wanted)]
        document.ids[section["ids"][0]] = section


def _free_anchor(document: nodes.document, wanted: str) -> str:
    anchor, number = wanted, 1
    while anchor in document.ids:
        number += 1
        anchor = f"{wanted}-{number}"
    return anchor


def _kind(kind: str) -> list[str]:
    return [f"kind-{nodes.make_id(kind)}"] if nodes.make_id(kind) else []


class PartDirective(NotesDirective):
    """The impressions or the references of a session."""

    optional_arguments = 0
    option_spec: ClassVar[Any] = None
    has_content = True

    def run(self) -> list[Node]:
        """Return the placeholder that holds the part."""
        part = session_part("", docname=self.env.docname, part=self.name)
        self.set_source_info(part)
        part.extend(self.parse_body())
        return [part]


class ViewDirective(NotesDirective):
    """An index, a list or a table over all sessions; filled when reading is over."""

    optional_arguments = 0
    has_content = False
    #: Which options each view takes.
    filters: ClassVar[dict[str, tuple[str, ...]]] = {
        "topic-index": ("letters", "under"),
        "speaker-index": ("letters",),
        "track-index": (),
        "topic-list": ("limit",),
        "session-list": ("day", "track", "topic", "speaker", "kind", "filter"),
        "session-table": (),
        "topic-table": (),
        "translation-table": (),
    }

    def run(self) -> list[Node]:
        """Return the placeholder of the view."""
        lines = self.option_lines()
        where = self.where()
        allowed = self.filters[self.name]
        options: dict[str, str] = {}
        for name, value in self.options.items():
            place = Where(where.source, lines.get(name, where.line))
            reason, hint = flaw_of_option(name, value.strip(), allowed)
            if reason:
                self.report(Subtype.OPTION, place, reason, hint)
            else:
                options[name] = value.strip()
        node = session_view(
            "",
            docname=self.env.docname,
            view=View(self.name, where, tuple(sorted(options.items()))),
        )
        self.set_source_info(node)
        return [node]


DIRECTIVES: dict[str, type[NotesDirective]] = {
    "session": SessionDirective,
    "talk": SessionDirective,
    "impressions": PartDirective,
    "references": PartDirective,
    **dict.fromkeys(ViewDirective.filters, ViewDirective),
}
