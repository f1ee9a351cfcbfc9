"""What MyST and docutils report of a page when they build it, found in its text.

The build has no use for this: there MyST says it itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from session_notes.lint.blocks import Block, Math, Prose, Rule
from session_notes.lint.files import FileUse, files_named
from session_notes.lint.registry import OURS, WITH_TITLE, expected
from session_notes.lint.source import Findings
from session_notes.model import messages
from session_notes.model.names import did_you_mean
from session_notes.model.records import Link
from session_notes.model.schema import READS, ROLES, SESSIONS, SHOWS
from session_notes.model.urls import is_remote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from markdown_it.token import Token

    from session_notes.lint.blocks import Event, Scanner
    from session_notes.lint.footnotes import Footnote
    from session_notes.lint.registry import Directive, Registry
    from session_notes.lint.rst_parser import Use
    from session_notes.lint.source import Line
    from session_notes.model.messages import Message
    from session_notes.model.problems import Where

_OPTION = re.compile(r"\s*+:?(?P<name>[\w-]++):(?:\s++(?P<value>.*))?$")
#: What the value of an option may be if it begins like one in quotation marks, or like a block.
_QUOTED = re.compile(r"""('(?:[^']|'')*'|"(?:[^"\\]|\\.)*")(?:\s+#.*)?|[|>][+-]?\d?[+-]?""")
_COMMENT = re.compile(r"(?:^|\s)#")
#: What docutils says of unknown names, and what Sphinx itself defines.
_UNKNOWN = re.compile(r'Unknown (directive|interpreted text role)(?: type)? "(.+)"\.$')
_SUBSTITUTION = "Undefined substitution referenced"
_GIVEN = re.compile(rf'{_SUBSTITUTION}: "(?:release|today|translation progress|version)"')
_NUMBER = re.compile(r"[+-]?\d+")
#: What a toctree may name besides pages.
_NO_PAGES = ("", "self", "genindex", "modindex", "search")
#: The roles whose targets a check knows.
_NAMING = ("doc", "ref")
_TITLED = re.compile(r"<([^<>]*)>$")
#: The directives of code, whose argument is its language.
_CODE = ("code", "code-block", "sourcecode")
#: Those that may have an option with a caption.
_WITH_CAPTION = ("code-block", "literalinclude", "sourcecode", "toctree")


class Markup:
    """Checks one page; *suppressed* are the warnings that the owner of the book does not want."""

    def __init__(
        self, registry: Registry, suppressed: Collection[str] = (), *, is_example: bool = False
    ) -> None:
        self.registry = registry
        self.suppressed = frozenset(suppressed)
        #: An example has neither sections of its own nor lines across the page.
        self.is_example = is_example
        self.found = Findings()
        #: The blocks whose content a build does not read, or whose directives it does not know.
        self.unread: set[int] = set()
        #: The levels of the headings that the place being read is below.
        self.levels = [0]
        #: The pages, labels and files that roles, toctrees and reStructuredText name.
        self.named: list[FileUse] = []
        #: The targets on the page, each with whether a link to it needs no words.
        self.targets: list[tuple[Line, str, bool]] = []
        #: As of a :class:`~session_notes.lint.page.PageText`.
        self.labels: dict[str, bool | None] = {}
        #: The lines in reStructuredText, and what is in them.
        self.evaluated: list[Line] = []
        self.uses: list[Use] = []
        self.links: list[Link] = []
        self.has_footnotes = False
        #: The lines that refer to footnotes, with their labels.
        self.references: list[tuple[Line, str]] = []

    def _event(self, event: Event) -> None:
        if event.around is not None and id(event.around) in self.unread:
            if isinstance(event, Block):
                self.unread.add(id(event))
            return
        if isinstance(event, Block):
            self._block(event)
        elif isinstance(event, Prose):
            self._prose(event)
        elif isinstance(event, Math) and event.label:
            self.named.append(FileUse("equation", event.label, event.lines[0].where))
        elif isinstance(event, Rule) and not self.is_example:
            self._rule(event)

    def check(self, events: Iterable[Event], scanner: Scanner) -> Findings:
        """Return what is wrong with the *events* of a page, which *scanner* has read."""
        # MyST moves them to the end of the page.
        self.has_footnotes = bool(scanner.footnotes)
        for event in events:
            self._event(event)
        self.targets += (
            (label.line, label.name, self._has_title(label.of))
            for label in (*scanner.labels, *scanner.waiting)
            if id(label.around) not in self.unread
        )
        self._footnotes(scanner.footnotes, self._targets())
        if self.evaluated:
            self.restructuredtext(self.evaluated, is_page=False)
        for line, label in scanner.defined_twice:
            self._report(line, messages.LINK_TWICE, "myst.duplicate_def", label=label)
        return self.found

    def _report(
        self,
        line: Line,
        message: Message,
        kind: str,
        /,
        *,
        suggestion: str = "",
        **fields: object,
    ) -> None:
        if self._is_wanted(kind):
            self.found.append(message.at(line.where, suggestion, **fields))

    def _is_wanted(self, kind: str) -> bool:
        package = kind.partition(".")[0]
        return self.suppressed.isdisjoint((kind, package, f"{package}.*"))

    def _unknown(self, line: Line, what: str, name: str) -> None:
        """Report an unknown directive or role, unless another extension may know it."""
        problem = self.registry.missing(what, line.where, name)
        if problem and self._is_wanted(f"myst.{what}_unknown"):
            self.found.append(problem)

    # -- directives -------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        name, opening = block.name, block.opening
        if not name and block.marker[0] != ":":
            self._code(opening, block.argument)
        elif name == "eval-rst" and block.marker[0] != ":":
            self.evaluated += (block.opening._replace(text=""), *block.lines)
        elif name and name not in OURS:
            directive = self.registry.directive(name)
            if directive is None:
                self._unknown(opening, "directive", name)
            else:
                self._directive(block, directive)
            if directive is None or not directive.content:
                self.unread.add(id(block))

    def _directive(self, block: Block, directive: Directive) -> None:
        self._arguments(block, directive)
        for line in block.lines[: block.length] if directive.options else ():
            self._option(line, block, directive)
        if block.name in _CODE:
            self._code(block.opening, block.argument)
        elif block.name == "toctree":
            self._toctree(block)
        elif block.name == "figure-md" and block.argument:
            self.targets.append((block.opening, block.argument, True))

    def _code(self, line: Line, argument: str) -> None:
        language = next(iter(argument.split()), "")
        if language and not self.registry.has_lexer(language):
            self._report(line, messages.UNKNOWN_LEXER, "misc.highlighting_failure", name=language)

    def _toctree(self, block: Block) -> None:
        options = {line.text.strip(" :") for line in block.lines[: block.length]}
        self._entries(block.lines[block.length :], glob="glob" in options)

    def _entries(self, lines: Iterable[Line], *, glob: bool) -> None:
        seen = set[str]()
        for line in lines:
            entry = line.text.strip()
            titled = _TITLED.search(entry)
            name = titled[1] if titled else entry
            is_pattern = glob and any(sign in name for sign in "*?[")
            if name in seen and name:
                self._report(line, messages.LISTED_TWICE, "toc.duplicate_entry", name=name)
            seen.add(name)
            if name not in _NO_PAGES and "://" not in name:
                self.named.append(FileUse("glob" if is_pattern else "toctree", name, line.where))

    def _arguments(self, block: Block, directive: Directive) -> None:
        """Compare what is behind the name of a directive, and its content, with what it takes."""
        opening, name, count = block.opening, block.name, len(block.argument.split())
        has_content = any(line.text.strip() for line in block.lines[block.length :])
        if count < directive.needs:
            self._report(opening, messages.NO_ARGUMENT, "docutils", name=name)
        elif 0 < directive.takes < count:
            most = directive.takes
            self._report(opening, messages.MANY_ARGUMENTS, "docutils", name=name, most=most)
        elif not directive.content and (has_content or (directive.takes < 0 and count)):
            self._report(opening, messages.TEXT_IN_VIEW, "myst.directive_parse", view=name)
        elif directive.content > 1 and not has_content and not (directive.takes < 0 and count):
            self._report(opening, messages.NO_CONTENT, "docutils", name=name)

    def _option(self, line: Line, block: Block, directive: Directive) -> None:
        match = _OPTION.match(line.text)
        if match is None:
            if line.text.strip("- "):
                text = line.text.strip()
                self._report(line, messages.NOT_AN_OPTION, "myst.directive_option", text=text)
            return
        name, value = match["name"], (match["value"] or "").strip()
        kind = "myst.directive_option"
        if name not in directive.options:
            known = ", ".join(directive.options)
            near = did_you_mean(name, directive.options)
            self._report(
                line, messages.UNKNOWN_OPTION, kind, suggestion=near, option=name, known=known
            )
            return
        if value[:1] and value[0] in "\"'|>":
            if not _QUOTED.fullmatch(value):
                self._report(line, messages.OPTION_SIGN, kind, option=name, sign=value[0])
                return
        elif _COMMENT.search(value):
            comments = "myst.directive_comments"
            self._report(line, messages.OPTION_COMMENT, comments, option=name, value=value)
            return
        self._label(line, block, name, value.strip("\"'"))
        wanted = expected(value.strip("\"'"), directive.options[name])
        if wanted and value:
            self._report(line, messages.BAD_VALUE, kind, value=value, expected=wanted)
        elif wanted:
            self._report(line, messages.EMPTY_OPTION, kind, option=name)

    def _label(self, line: Line, block: Block, option: str, value: str) -> None:
        """Take in the *value* of an *option*, if that is a label."""
        if block.name == "math" and option in ("label", "name"):
            self.named.append(FileUse("equation", value, block.opening.where))
        if option == "name" and value:
            self.targets.append((line, value, self._has_title(block)))

    # -- reStructuredText -------------------------------------------------------------------

    def restructuredtext(
        self, lines: Sequence[Line], *, is_page: bool = True, substitutions: bool = False
    ) -> None:
        """Take in *lines* of reStructuredText, which are a page or the blocks on one in Markdown.

        With *substitutions*, the book may define more of them.
        """
        from session_notes.lint.rst_parser import parse  # noqa: PLC0415 - few books need docutils

        # As addresses, these are no labels, but references may name them.
        declared = [f".. _`{name}`: #" for name in self.labels]
        above = len(declared) + 1
        text = "\n".join([*declared, "", *(line.text for line in lines)])
        parsed = parse(text, self.registry, is_page=is_page)
        for number, message in parsed.messages:
            if number == 1 or number > above:
                line = lines[min(max(number - above, 1), len(lines)) - 1]
                self._said(line, message, substitutions=substitutions)
        for use in parsed.uses:
            self._use(lines[min(use.line - above, len(lines)) - 1], use)
        for name, has_title in parsed.labels.items():
            self.labels[name] = None if name in self.labels else has_title
        self.uses += parsed.uses

    def _said(self, line: Line, message: str, *, substitutions: bool) -> None:
        """Report what docutils says of a line."""
        unknown = _UNKNOWN.match(message)
        if unknown:
            self._unknown(line, unknown[1].split()[-1], unknown[2])
        elif not _GIVEN.match(message) and not (substitutions and _SUBSTITUTION in message):
            text = message.rstrip(".").replace('"', "'")
            self._report(line, messages.RST, "docutils", text=text)

    def _use(self, line: Line, use: Use) -> None:
        """Take in a directive or role of reStructuredText."""
        if use.is_role:
            self._named(line, use.name, use.text)
            role, titled = use.name.removeprefix("notes:"), _TITLED.search(use.text)
            target = " ".join((titled[1] if titled else use.text).split())
            if role == "download":
                self.named.append(FileUse(role, target, line.where))
            elif role in ROLES and target[:1] != "!":
                self.links.append(Link(role, target, line.where))
        elif use.name in SHOWS and is_remote(use.text):
            self._report(line, messages.REMOTE, "session.file")
        elif use.name in (*SHOWS, *READS):
            # docutils joins the lines of a path.
            options = {
                name: "".join(f"{value}".splitlines()) for name, value in use.options.items()
            }
            self.named += files_named(use.name, "".join(use.text.splitlines()), options, line.where)
        elif use.name in _CODE:
            self._code(line, use.text)
        elif use.name == "math" and {"label", "name"} & use.options.keys():
            label = use.options.get("label", use.options.get("name"))
            self.named.append(FileUse("equation", str(label), line.where))
        elif use.name == "toctree":
            # Sphinx reports them at the directive.
            entries = (line._replace(text=text) for text in use.content)
            self._entries(entries, glob="glob" in use.options)

    # -- text -------------------------------------------------------------------------------

    def _prose(self, prose: Prose) -> None:
        if prose.heading and not (prose.around or prose.inside or self.is_example):
            self._heading(prose)
        for token in prose.tokens:
            if token.type == "myst_role":
                self._role(_line_of(prose, token), token.meta["name"], token.content)
            elif token.type == "link_open":
                self._link(_line_of(prose, token), token)
            elif "id" in token.attrs:
                self.targets.append((_line_of(prose, token), str(token.attrs["id"]), False))
            elif token.type == "footnote_ref":
                self.references.append((_line_of(prose, token), token.meta["label"]))

    def _role(self, line: Line, name: str, content: str) -> None:
        self._named(line, name, content)
        if name == "raw":
            self._report(line, messages.RAW, "docutils")
        elif not self.registry.has_role(name):
            self._unknown(line, "role", name)

    def _named(self, line: Line, name: str, content: str) -> None:
        """Note what one of Sphinx's roles leads to."""
        role = name.removeprefix("std:").removeprefix("math:")
        titled = _TITLED.search(content)
        target = titled[1] if titled else content
        if role in ("pep", "rfc") and not _NUMBER.fullmatch(target.partition("#")[0].strip()):
            self._report(line, messages.BAD_VALUE, "docutils", value=target, expected="a number")
        elif role == "eq":
            self.named.append(FileUse(role, content, line.where))
        elif role in (*_NAMING, "any"):
            uses = [role] if role != "any" else []
            uses += ["title"] if role != "doc" and not titled else []
            self.named += (FileUse(one, target, line.where) for one in uses if target[:1] != "!")

    def _link(self, line: Line, token: Token) -> None:
        """Note a link to a target that takes its words from there."""
        target = str(token.attrs["href"]).removeprefix("project:")
        is_bare = token.info == "auto" or token.meta["label"] == token.meta["span"][0] + 1
        if target[:1] == "#" and is_bare:
            self.named.append(FileUse("words", unquote(target[1:]), line.where))

    def _heading(self, prose: Prose) -> None:
        """Compare the level of a heading with the one above it, as MyST does."""
        level, line = prose.heading, prose.lines[0]
        above = max(one for one in self.levels if one < level)
        if level > above + 1:
            right = f"{'#' * (above + 1)} {prose.text}"
            self._report(line, messages.HEADING_LEVEL, "myst.header", level=level, line=right)
        self.levels = [one for one in self.levels if one < level] + [level]

    def _rule(self, rule: Rule) -> None:
        """Check a line across the page, which stands only between other things."""
        is_top = rule.around is None
        if rule.inside or (rule.around and rule.around.name not in SESSIONS):
            self._report(rule.line, messages.RULE_INSIDE, "docutils")
        elif rule.after == "hr":
            self._report(rule.line, messages.RULE_TWICE, "docutils")
        elif is_top and rule.after in ("", "front_matter", "heading_close"):
            self._report(rule.line, messages.RULE_AT, "docutils", end="beginning")
        elif is_top and rule.is_last and not self.has_footnotes:
            self._report(rule.line, messages.RULE_AT, "docutils", end="end")

    def _targets(self) -> dict[str, Where]:
        """Report the targets that are given twice; return the first place of each."""
        first: dict[str, Where] = {}
        for line, written, has_title in sorted(self.targets, key=lambda one: one[0].where):
            name = " ".join(written.lower().split())
            if name in first:
                at = first[name].line
                self._report(line, messages.TARGET_TWICE, "docutils", name=written, first=at)
            self.labels[name] = None if name in first else has_title
            first.setdefault(name, line.where)
        return first

    def _has_title(self, what: Block | str) -> bool:
        """Say whether Sphinx knows a title or caption of *what* a label stands for."""
        if isinstance(what, str):
            return what in ("heading_open", "dl_open", "field_list_open")
        if what.name in WITH_TITLE:
            return bool(what.argument)
        if what.name in _WITH_CAPTION:
            return any(":caption:" in line.text for line in what.lines[: what.length])
        if what.name == "figure":
            return any(line.text.strip() for line in what.lines[what.length :])
        # What another extension has may have one.
        known = what.name in OURS or not what.name or self.registry.directive(what.name)
        return what.name in ("session", "figure-md") or not known

    def _footnotes(self, defined: Sequence[Footnote], targets: Mapping[str, Where]) -> None:
        used, first = {label for _, label in self.references}, set[str]()
        for label, line, _ in defined:
            # A target takes the name of a footnote below it.
            taken = targets.get(label)
            if taken and taken.line < line.where.line:
                at = taken.line
                self._report(line, messages.TARGET_TWICE, "ref.footnote", name=label, first=at)
            elif label not in used | first:
                self._report(line, messages.FOOTNOTE_UNUSED, "ref.footnote", label=label)
            first.add(label)
        for line, label in self.references:
            if label not in first:
                self._report(line, messages.NO_FOOTNOTE, "docutils", label=label)


def _line_of(prose: Prose, token: Token) -> Line:
    """Return the line of *prose* in which *token* begins."""
    label = f"[^{token.meta['label']}]" if "label" in token.meta else ""
    start = prose.text.find(label) if label else token.meta["span"][0]
    return prose.lines[min(prose.text.count("\n", 0, start), len(prose.lines) - 1)]
