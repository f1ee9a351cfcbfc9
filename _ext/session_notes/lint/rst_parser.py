"""What docutils itself says of reStructuredText, without Sphinx.

Of the directives and roles that Sphinx and other extensions add, it knows what the registry knows.
Only this module imports docutils, and only a book with reStructuredText imports this module.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser, directives, roles
from docutils.parsers.rst.languages import en
from docutils.parsers.rst.states import SubstitutionDef
from docutils.transforms import references
from docutils.utils import new_document

from session_notes.lint.blocks import VERBATIM
from session_notes.lint.registry import OURS, WITH_TITLE, expected
from session_notes.lint.restructuredtext import NO_NUMBER
from session_notes.model.schema import READS, SHOWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from session_notes.lint.registry import Directive as Takes
    from session_notes.lint.registry import Registry

#: The content of these has a form of its own, too.
_OWN_FORM = frozenset((*VERBATIM, "glossary"))
#: What these show and read is of interest.
_STUBBED = frozenset((*SHOWS, *READS, "code"))
#: These look for what references lead to; those that move or number things are left out.
_TRANSFORMS = [
    *(references.Substitutions, references.PropagateTargets, references.AnonymousHyperlinks),
    *(references.IndirectHyperlinks, references.Footnotes, references.ExternalTargets),
    *(references.InternalTargets, references.DanglingReferences),
]
_TITLED = (nodes.section, nodes.rubric, nodes.definition_list, nodes.field_list)
_LEVEL_OF_WARNINGS = 2


class Use(NamedTuple):
    """A directive or a role in a text."""

    name: str
    #: What is behind the name of a directive, or between the backticks of a role.
    text: str
    line: int
    options: Mapping[str, Any] = {}
    content: tuple[str, ...] = ()
    is_role: bool = False


class Parsed(NamedTuple):
    """What a text holds, and what docutils says of it."""

    messages: list[tuple[int, str]]
    uses: list[Use]
    #: As those of a :class:`~session_notes.lint.page.PageText`.
    labels: dict[str, bool | None]


def parse(text: str, registry: Registry, *, is_page: bool = True) -> Parsed:
    """Parse *text*, in a book that has the directives and roles of *registry*.

    To MyST, which shows it on a page in Markdown, it defines no substitutions.
    """
    settings = get_default_settings(Parser)
    # Nothing is printed, nothing is read, and nothing ends the parser.
    settings.report_level = settings.halt_level = 5
    settings.file_insertion_enabled = False
    settings.uses = []
    document, messages = new_document("", settings), list[tuple[int, str]]()
    document.reporter.attach_observer(partial(_listen, messages))
    try:
        with _names(registry):
            _read(text, document, is_page=is_page)
    # Of lists in lists in lists, for instance; it would end a build, too.
    except Exception as error:  # noqa: BLE001
        messages.append((1, f"docutils cannot read it ({type(error).__name__})"))
    return Parsed(messages, settings.uses, dict(_labels(document)))


def _read(text: str, document: nodes.document, *, is_page: bool) -> None:
    """Parse *text*, and look for what its references lead to."""
    Parser().parse(text, document)
    # These may be on any page of the book.
    for reference in list(document.findall(nodes.citation_reference)):
        reference.parent.remove(reference)
    if not is_page:
        document.substitution_defs.clear()
        document.substitution_names.clear()
        for marks in (document.autofootnote_refs, document.symbol_footnote_refs):
            for mark in [one for one in marks if "refname" not in one]:
                document.reporter.error(NO_NUMBER, base_node=mark)
                marks.remove(mark)
    document.transformer.transforms.clear()
    document.transformer.add_transforms(_TRANSFORMS)
    document.transformer.apply_transforms()
    notes = (*document.footnotes, *document.autofootnotes, *document.symbol_footnotes)
    for note in notes if is_page else ():
        if not note["backrefs"]:
            name = (*note["names"], *note["dupnames"], "")[0]
            document.reporter.warning(f"Footnote '{name}' is not referenced", line=note.line)


def _listen(messages: list[tuple[int, str]], message: nodes.system_message) -> None:
    if message["level"] >= _LEVEL_OF_WARNINGS:
        said = (line for line in message.astext().split("\n") if line.strip())
        text = next(said).partition(") ")[2]
        text += f" {next(said)}" if text.endswith(":") else ""
        messages.append((message.get("line", 1), text))


@contextmanager
def _names(registry: Registry) -> Iterator[None]:
    """Let docutils know the names in *registry*, and forget them again, as Sphinx does it."""
    kept = vars(directives)["_directives"], vars(roles)["_roles"]
    stubs = _stubs(registry)
    # A page may declare roles.
    names = dict.fromkeys(registry.all_roles() - {*en.roles}, _role)
    vars(directives)["_directives"], vars(roles)["_roles"] = stubs, names
    try:
        yield
    finally:
        vars(directives)["_directives"], vars(roles)["_roles"] = kept


@cache
def _stubs(registry: Registry) -> dict[str, type[Directive]]:
    """Return directives in the place of those that docutils does not have as Sphinx has them."""
    vars(directives)["_directives"], empty = {}, new_document("")
    found: dict[str, type[Directive]] = dict.fromkeys(OURS, _Stub)
    for name, takes in registry.all_directives():
        own = (
            directives.directive(name, cast("Any", en), empty)[0] if name in en.directives else None
        )
        if own is None or name in _STUBBED or {*(own.option_spec or {})} != {*takes.options}:
            found[name] = _stub(takes, name)
        else:
            found[name] = own
    return found | {alias: found[name] for alias, name in registry.aliases() if name in found}


class _Stub(Directive):
    """A directive that says how it is used, and nothing else."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = defaultdict(
        lambda: directives.unchanged, {"": directives.unchanged}
    )
    needs_content = False
    is_known = False
    #: Its English name, if that is another.
    known_as = ""

    def run(self) -> list[nodes.Node]:
        self.name = self.known_as or self.name
        text, lines = " ".join(self.arguments), tuple(self.content)
        # Of an address, docutils takes backslashes away.
        text = directives.uri(text) if self.name in SHOWS else text
        use = Use(self.name, text, self.lineno, self.options, lines)
        self.state.document.settings.uses.append(use)
        if isinstance(self.state, SubstitutionDef):
            return [nodes.image()]
        if self.needs_content:
            self.assert_has_content()
        has_title = text if self.name in WITH_TITLE else self.name == "figure" and lines
        node = nodes.container(titled=has_title or "caption" in self.options or not self.is_known)
        node.line = self.lineno
        self.add_name(node)
        if self.name not in _OWN_FORM:
            self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def _stub(takes: Takes, name: str) -> type[Directive]:
    """Return a directive that takes what *takes* says, and calls itself *name*."""
    more = takes.takes - takes.needs if takes.takes else not takes.needs
    options = {name: partial(_convert, form) for name, form in takes.options.items()}
    values = {
        "required_arguments": takes.needs,
        "optional_arguments": max(0, more),
        "final_argument_whitespace": takes.takes == 0,
        "has_content": takes.content > 0,
        "needs_content": takes.content > 1,
        "option_spec": options,
        "is_known": True,
        "known_as": name,
    }
    return type("Stub", (_Stub,), values)


def _convert(form: Any, value: str | None) -> str:
    wanted = expected(value or "", form)
    if wanted:
        message = f"'{value or ''}' is not {wanted}"
        raise ValueError(message)
    return value or ""


def _role(
    name: str, rawtext: str, text: str, line: int, inliner: Any, *_more: object, **_options: object
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    inliner.document.settings.uses.append(Use(name, text, line, is_role=True))
    return [nodes.inline(rawtext, text)], []


def _labels(document: nodes.document) -> Iterator[tuple[str, bool | None]]:
    """Yield what links may lead to, as Sphinx does it."""
    for name, is_explicit in document.nametypes.items():
        found = document.nameids[name]
        node = document.ids.get(found) if found else None
        if isinstance(node, nodes.target) and "refid" in node:
            node = document.ids.get(node["refid"])
        if not is_explicit or isinstance(node, nodes.footnote) or (node and "refuri" in node):
            continue
        has_caption = node is not None and any(
            isinstance(one, nodes.caption | nodes.title) for one in node.children
        )
        is_titled = isinstance(node, _TITLED) or bool(node is not None and node.get("titled"))
        is_titled |= has_caption and isinstance(node, nodes.figure | nodes.table)
        yield name, is_titled if found else None
