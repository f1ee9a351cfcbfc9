"""Our directives in a page: whether they stand where they can, and what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.catalog.views import VIEWS, check_option
from session_notes.lint.source import Findings, check_line
from session_notes.model import messages
from session_notes.model.names import slug, within_edits
from session_notes.model.parsing import parse_session
from session_notes.model.records import View
from session_notes.model.schema import PARTS, SESSIONS

if TYPE_CHECKING:
    from session_notes.lint.blocks import Block
    from session_notes.model.problems import Edit
    from session_notes.model.records import Session

#: The directives whose names may be mistyped.
OURS = (*SESSIONS, *PARTS, *VIEWS)
_NAME = re.compile(r"\s*:(?:name|label):\s+(\S+)\s*$")
#: What docutils calls the nodes of some blocks.
_TAGS = {
    "": "container",
    **dict.fromkeys(SESSIONS, "container"),
    **dict.fromkeys(PARTS, "session_part"),
}


class Blocks:
    """The directives of one page."""

    def __init__(self) -> None:
        self.found = Findings()
        #: What is wrong with our directives that may stand on any page.
        self.own = Findings()
        self.sessions: list[Session] = []
        self.views: list[View] = []
        #: The pages that its toctrees list, as they are written.
        self.below: list[str] = []
        self.labels: list[str] = []
        #: The session to which a talk would belong.
        self.before: Session | None = None
        self._ids: dict[int, str] = {}
        self._refused: set[int] = set()

    def read(self, block: Block, *, empty: bool) -> None:
        """Read a block; *empty* says whether it has no content."""
        if block.name in SESSIONS:
            self._session(block)
        elif block.name in PARTS:
            self._part(block, empty=empty)
        elif block.name in VIEWS:
            self._view(block)
        elif block.name == "raw" and block.within(SESSIONS):
            self.found.add(block.opening, messages.RAW)
        elif block.name == "toctree":
            entries = block.lines[block.length :]
            self.below += [line.text.strip() for line in entries if line.text.strip()]
        else:
            self._other(block)
        if block.name in (*SESSIONS, *PARTS) and block.marker[0] != ":":
            self._backticks(block)

    def _session(self, block: Block) -> None:
        where, options = block.opening.where, block.options
        assert options is not None  # noqa: S101 - those of a session are read
        self.found += options.problems
        record, problems = parse_session(block.argument, options.values, options.lines, where)
        self.found += problems
        if block.argument and not options.values.get("id"):
            edit = block.opening.edit(f"{block.opening.raw.rstrip()}\n:id: {record.id}")
            known = "id" in options.values or not slug(block.argument)
            if not known:
                self.found.add(block.opening, messages.NO_PERMALINK, edit, id=record.id)
        self._ids[id(block)] = record.id
        parent = self._place(block, record)
        if parent is not None:
            self.sessions.append(record._replace(parent=parent))

    def _place(self, block: Block, record: Session) -> str | None:
        """Return the id of the session that a block belongs to; None where it cannot stand."""
        around, line = block.around, block.opening
        if around is None and not block.inside:
            if block.name == "session":
                self.before = record
            elif self.before is None:
                self.found.add(line, messages.TALK_WITHOUT_SESSION)
            else:
                return self.before.id
            return ""
        refused = id(around) in self._refused
        if around is not None and around.name in SESSIONS and not block.inside and not refused:
            if block.name == "session" or around.name == "talk":
                self.found.add(
                    line,
                    messages.NESTED,
                    name=block.name,
                    outer=around.name,
                    title=around.argument,
                )
            if block.name == "session":
                # It is shown after the one that it is in.
                self.before = record
                return ""
            return self.before.id if self.before else self._ids.get(id(around), "")
        self._refused.add(id(block))
        tag = block.inside or (around.name if around else "")
        tag = _TAGS.get(tag, tag)
        self.found.add(line, messages.MISPLACED, name=block.name, block=tag)
        return None

    def _part(self, block: Block, *, empty: bool) -> None:
        around = block.around
        at_home = around is not None and around.name in SESSIONS and id(around) not in self._refused
        if block.inside or not at_home:
            self.found.add(block.opening, messages.PART_MISPLACED, part=block.name)
        elif empty:
            first, *rest = (block.opening, *block.lines, block.closing)
            edits = [line.edit(None) for line in (first, *rest) if line and block.closing]
            self.found.add(block.opening, messages.EMPTY_PART, *edits, part=block.name)

    def _view(self, block: Block) -> None:
        where, options = block.opening.where, block.options
        assert options is not None  # noqa: S101 - those of a view are read
        self.own += options.problems
        for line in block.lines[: options.length]:
            self.own += check_line(line)
        given = {}
        for name, value in options.values.items():
            problem = check_option(
                block.name, name, value, where._replace(line=options.lines[name])
            )
            if problem:
                self.own.append(problem)
            else:
                given[name] = value.strip()
        self.views.append(View(block.name, where, tuple(sorted(given.items()))))

    def _other(self, block: Block) -> None:
        """Report a directive whose name is probably one of ours, mistyped."""
        line = block.opening
        for one in (line, *block.lines[: block.length]):
            match = _NAME.match(one.text)
            if match:
                self.labels.append(match[1])
        word = block.name or block.argument.partition(" ")[0]
        if not word or (block.name and block.name in OURS):
            return
        near = [
            name for name in OURS if within_edits(word.lower(), name, 1 if len(word) < 7 else 2)
        ]
        if not near or (not block.name and block.marker[0] != ":"):
            return
        written = f"{{{word}}}" if block.name else word
        edit = line.edit(line.raw.replace(written, f"{{{near[0]}}}", 1))
        message = messages.NOT_A_DIRECTIVE if block.name else messages.NO_BRACES
        self.found.add(line, message, edit, written=written, marker=block.marker, name=near[0])

    def _backticks(self, block: Block) -> None:
        colons = ":" * (4 if block.name in SESSIONS else 3)
        line, closing = block.opening, block.closing
        edits: tuple[Edit, ...] = ()
        clashes = any(line.text.strip().startswith(colons) for line in block.lines)
        if closing and not clashes:
            edits = tuple(
                one.edit(one.raw.replace(old, colons, 1))
                for one, old in ((line, block.marker), (closing, closing.text.strip(" \t>")))
            )
        self.found.add(line, messages.BACKTICKS, *edits, name=block.name, colons=colons)
