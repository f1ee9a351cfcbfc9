"""What the directives share: their options, their content, and how they report."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from docutils import nodes
from docutils.parsers.rst.states import MarkupError, RSTState
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from session_notes.lint.options import Options, read_options
from session_notes.lint.source import Findings, Line
from session_notes.model import messages
from session_notes.model.names import part_headed
from session_notes.model.problems import Code, Where
from session_notes.model.schema import SESSIONS
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.transforms.sanitize import parsed
from session_notes.sphinxext.warnings import relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node
    from docutils.parsers.rst.states import Body

    from session_notes.model.problems import Problem
    from session_notes.sphinxext.domain import NotesDomain

_Record = TypeVar("_Record")
#: What is only text, whichever extensions of MyST are enabled.
_WORDS = re.compile(r"[^\W_]+(?:,? [^\W_]+)*")
_OPTION_LINE = re.compile(r"\s*:([^:\s][^:]*):")


class _AnyOption(dict[str, Any]):
    """An ``option_spec`` that accepts every option.

    Otherwise reStructuredText drops the whole directive. Here the text stays, and the warning names
    the nearest option.
    """

    def __getitem__(self, name: str) -> Any:
        """Return a converter that keeps the text."""
        return lambda text: text or ""


class NotesDirective(SphinxDirective):
    """The base of the directives."""

    #: Not even a parser's own reading of options: MyST refuses values that YAML would not read as
    #: text. They are read from the content or, in reStructuredText, from below the argument.
    option_spec: ClassVar[Any] = None
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def __init__(self, name: str, *arguments: Any, **named: Any) -> None:
        # Parsers also find a directive whose name is in capitals.
        super().__init__(name.lower(), *arguments, **named)

    @property
    def domain(self) -> NotesDomain:
        """The domain of session notes."""
        return domain_of(self.env)

    @property
    def is_rst(self) -> bool:
        """Whether the page is reStructuredText rather than Markdown."""
        return isinstance(self.state, RSTState)

    def where(self, offset: int = 0) -> Where:
        """Return the place of the directive, *offset* lines below its first."""
        source, line = self.state_machine.get_source_and_line(self.lineno + offset)
        return Where(relative(source, self.env), line or self.lineno + offset)

    def read_record(
        self, parse: Callable[..., tuple[_Record, list[Problem]]], title: str = ""
    ) -> _Record:
        """Read the options; return the record that *parse* makes of them and of a *title*.

        The text of a Markdown page has made most; it knows nothing of a substitution, for example.
        """
        known = self.known
        options = known[0] if known else self._read_options()
        self.options = options.values
        if not self.is_rst:
            self._skip(options.length)
        if known:
            return cast("_Record", known[1])
        where = self.where()
        record, problems = parse(title or self.title, options.values, options.lines, where)
        self.report(*options.problems, *problems)
        return record

    @property
    def known(self) -> tuple[Options, object] | None:
        """The options and the record, if the text of a Markdown page has made them."""
        text = self.domain.text
        return text.parsed.get((self.where(), self.block_text)) if text else None

    @property
    def title(self) -> str:
        """The argument."""
        return self.arguments[0].strip() if self.arguments else ""

    def _read_options(self) -> Options:
        first, text = self.where(), self.block_text.split("\n")[1:]
        if self.is_rst:
            matches = takewhile(bool, (_OPTION_LINE.match(line) for line in text))
            names = [match[1].strip() for match in matches if match]
            found = {name: self.where(offset).line for offset, name in enumerate(names, 1)}
            return Options(self._read_fields(), found, 0, Findings())
        lines = (
            Line(first._replace(line=first.line + at), line, line)
            for at, line in enumerate(text, 1)
        )
        return read_options([*lines])

    def _read_fields(self) -> dict[str, str]:
        """Take the options of reStructuredText off the argument."""
        lines = StringList("\n".join(self.arguments).split("\n"), "")
        state = cast("Body", self.state)
        try:
            read = state.parse_directive_options  # docutils has no type hints for it
            options, rest = read({}, _AnyOption(), lines)  # type: ignore[no-untyped-call]
        except MarkupError as error:
            message = f'Error in "{self.name}" directive:\n{error}.'
            raise self.error(message) from None
        self.arguments = ["\n".join(rest)]
        return {name: value or "" for name, value in options.items()}

    def _skip(self, length: int) -> None:
        """Take the first lines of the block, *length* of them, off the content."""
        first = self.block_text.split("\n", 2)[1:2]
        # MyST takes off an empty line.
        length -= not any(map(str.strip, first))
        if length > 0:
            self.content, self.content_offset = self.content[length:], self.content_offset + length

    def report(self, *problems: Problem) -> None:
        """Report *problems*, unless the text of a Markdown page has shown them already."""
        if self.is_rst or self.domain.text is None:
            for problem in problems:
                self.domain.note_problem(self.env.docname, problem)

    def parse_body(self) -> list[Node]:
        """Return the content as nodes, with a rubric for every heading in it."""
        # MyST makes a rubric of a nested heading; reStructuredText would refuse the text.
        headings = self.is_rst
        content, line = parsed(
            self.state, lambda: self.parse_content_to_nodes(allow_section_headings=headings)
        )
        if line is None:
            return list(self._flatten(content))
        self._report_depth(line)
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text, language="none")]

    def parse_line(self, text: str) -> list[Node]:
        """Return *text*, the title or an option, as nodes."""
        if not self.is_rst and _WORDS.fullmatch(text):
            return [nodes.Text(text)]  # as most titles are: starting a parser takes time
        content, line = parsed(self.state, lambda: self.parse_inline(text)[0])
        if line is None:
            return content
        self._report_depth(0)
        return [nodes.Text(text)]

    def _report_depth(self, line: int) -> None:
        first, last = self.where(), self.where(self.block_text.count("\n"))
        known = self.domain.text.problems if self.domain.text else ()
        if any(one.code is Code.DEPTH and first <= one.where <= last for one in known):
            return  # a bullet, whose line the text knows
        problem = messages.TOO_DEEP.at(first._replace(line=line or self.lineno))
        self.domain.note_problem(self.env.docname, problem)

    def _flatten(self, found: list[Node], level: int = 1) -> Iterator[Node]:
        """Yield the nodes, with a rubric for each heading of reStructuredText."""
        for node in found:
            if isinstance(node, nodes.section) and not {"session", "talk"} & {*node["classes"]}:
                title = node.next_node(nodes.title) or nodes.title()
                # docutils only knows the line of the underline.
                lines = (
                    offset + 1
                    for text, (_, offset) in zip(self.content, self.content.items, strict=True)
                    if text.strip() == title.rawsource
                )
                line = next(lines, node.line) or self.lineno
                part = part_headed(title.astext()) if self.name in SESSIONS else ""
                if part:
                    where = self.where()._replace(line=line)
                    self.report(messages.HEADING.at(where, title=title.astext(), part=part))
                rubric = nodes.rubric(title.rawsource, "", *title.children, level=level)
                rubric.source, rubric.line = title.source, line
                rubric.update_basic_atts(node)
                self.state.document.ids.update(dict.fromkeys(rubric["ids"], rubric))
                yield rubric
                yield from self._flatten(node.children[1:], level + 1)
            else:
                yield node
