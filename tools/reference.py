"""Writes the guide's reference from the code, which has a phrase for each word that it knows."""

from __future__ import annotations

import argparse
import re
from itertools import chain
from typing import TYPE_CHECKING

import mistakes
from session_exports.config import ExportSettings
from session_notes.catalog.views import VIEWS
from session_notes.cli.main import make_parser
from session_notes.locale.labels import KINDS, REFERENCE_KINDS
from session_notes.locale.labels import ROLES as SPEAKER_ROLES
from session_notes.model.problems import ADVICE, Code
from session_notes.model.schema import (
    EXAMPLES,
    FIELDS,
    FRONT_MATTER,
    MEDIA,
    OPTIONS,
    PARTS,
    ROLES,
    SESSIONS,
)
from session_notes.model.vocabulary import KEYS
from session_notes.sphinxext.config import Settings, values_of
from session_notes.sphinxext.domain import NotesDomain
from session_notes.sphinxext.refs import NAME
from session_search.config import SearchSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

GUIDE = mistakes.ROOT / "guide" / "reference.md"
# What a phrase quotes; not an apostrophe.
_QUOTED = re.compile(r"(?<!\w)'([^']+)'(?!\w)")


def page() -> str:
    """Return the text of the page."""
    chapters = (
        ("Reference", INTRODUCTION),
        ("Directives", directives()),
        ("Roles", roles()),
        ("Front matter", front_matter()),
        ("Vocabularies", vocabularies()),
        ("Configuration", configuration()),
        ("Kinds", kinds()),
        ("Warnings", codes()),
        ("The command line", commands()),
    )
    head, *rest = (f"# {title}\n\n{text.strip()}\n" for title, text in chapters)
    return "\n".join((head, *(f"#{chapter}" for chapter in rest)))


INTRODUCTION = """
% Written by "make guide" from the code. Change it there.

Every word that there is, in a sentence each. [](writing.md) shows them at work.
"""


def marked(phrase: str) -> str:
    """Return a phrase of the code in Markdown."""
    return _QUOTED.sub(r"`\1`", phrase)


def sentence(phrase: str) -> str:
    """Return a phrase of the code as a sentence in Markdown."""
    text = marked(phrase[:1].upper() + phrase[1:])
    return text if text.endswith(".") else f"{text}."


def term(name: str, *definition: str) -> str:
    """Return an item of a list of definitions; *name* is code."""
    first, *rest = definition
    lines = [code(name), f": {first}", *(f"  {line}".rstrip() for line in rest)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """Return *text* as code."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def terms(phrases: Mapping[str, str], form: str = "{}") -> str:
    """Return a list of definitions, with each name in its *form*."""
    names: dict[str, list[str]] = {}
    for name, phrase in phrases.items():
        names.setdefault(phrase, []).append(code(form.format(name)))
    return "\n".join(f"{', '.join(same)}\n: {sentence(told)}\n" for told, same in names.items())


def listed(names: Iterable[str]) -> str:
    """Return *names* as code, in a line."""
    return ", ".join(f"`{name}`" for name in names)


def directives() -> str:
    """Return the directives with their options."""
    views = "\n".join(
        term(name, sentence(view.phrase), *_items(view.phrases, ":{}:"))
        for name, view in VIEWS.items()
    )
    return f"""
In Markdown `::::{{session}} Title`, in reStructuredText `.. session:: Title`.

### Sessions

These take a title, options and text.

{terms(SESSIONS)}
### Options of a session

A talk has the same. All of them may be left out.

{terms(OPTIONS, ":{}:")}
References of the same kind are made of {listed(f":{name}:" for name in MEDIA)}.

### Parts of a session

These take text alone.

{terms(PARTS)}
### Lists

These may stand on any page. They take neither a title nor text.

{views}
### Examples

This takes text alone, which is Markdown or reStructuredText like the page around it.

{terms(EXAMPLES)}"""


def _items(phrases: Mapping[str, str], form: str = "{}") -> list[str]:
    """Return the lines of a list below a sentence."""
    # An option has its colons already.
    colon = "" if form.endswith(":") else ":"
    lines = (f"- `{form.format(name)}`{colon} {marked(text)}" for name, text in phrases.items())
    return ["", *lines] if phrases else []


def roles() -> str:
    """Return the roles, and what other projects may link to."""
    return f"""
The words of a link are the title of what it leads to, unless it has others:
`` {{session}}`other words <an-id>` ``.

{terms(ROLES, "{{{}}}`…`")}
In Markdown, `[](#an-id)` leads to a session as well. Other projects reach all this by intersphinx,
as {listed(f"{NAME}:{kind}" for kind in NotesDomain.object_types)}; without the extension they
have the label `session-an-id`.
"""


def front_matter() -> str:
    """Return what stands at the top of a page."""
    return f"""
In Markdown between two lines of `---`, in reStructuredText as a list of fields.

{terms(FRONT_MATTER)}"""


def vocabularies() -> str:
    """Return the files of ``_data``, and what may stand in them."""
    files = "\n".join(term(f"{name}.yml", listed(keys)) for name, keys in KEYS.items())
    return f"""
Each file is a mapping of ids to entries. An entry has these keys, of which all but the first may be
left out; or it is only a text, which is its name.

{files}
### What an entry tells

{terms(FIELDS)}"""


def configuration() -> str:
    """Return the values of ``conf.py``, each with its default."""
    pieces = ["In `conf.py`, with what holds if nothing is said:\n"]
    kinds = (Settings, ExportSettings, SearchSettings)
    for name, default, about in chain.from_iterable(map(values_of, kinds)):
        words = _items(about.get("words", {}))
        pieces.append(term(f"{name} = {default!r}", sentence(about["help"]), *words))
    return "\n".join(pieces)


def kinds() -> str:
    """Return the closed lists."""
    return f"""
These are known, and shown in the language of the reader.

Kinds of session
: {listed(kind.replace("-", " ") for kind in KINDS)}; more by `session_kinds`.

Kinds of reference
: {listed(REFERENCE_KINDS)}; others are part of the text.

Roles of speakers
: {listed(SPEAKER_ROLES)}; others are shown as they are.
"""


def codes() -> str:
    """Return the codes, each with a link to its example."""
    pieces = [
        """\
Every message ends with a code; here it leads to examples. The build puts `session.` before it.
*Advice* may also be right as it is: no build fails of it.
"""
    ]
    told = mistakes.sentences()
    for chapter, names in mistakes.CHAPTERS.items():
        pieces.append(f"### {chapter}\n")
        for name in names:
            mark = "*Advice.* " if Code(name) in ADVICE else ""
            pieces.append(f"[`{name}`](#mistake-{name})\n: {mark}{told[name]}\n")
    return "\n".join(pieces)


# -- the command line -----------------------------------------------------------------------


def commands() -> str:
    """Return the commands, as their parser knows them."""
    pieces = [
        """\
`session-notes` or `python -m session_notes`, and one of these. Here `make check` is the first, and
`make notes ARGS='…'` takes the others.
"""
    ]
    pieces += (_command(name, parser, told) for name, parser, told in walk(make_parser()))
    return "\n".join(pieces)


def walk(
    parser: argparse.ArgumentParser, above: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Yield name, parser and phrase of every command that has no other below it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, below in action.choices.items():
                found = list(walk(below, f"{above}{name} "))
                yield from found or [(f"{above}{name}", below, told[name])]


def _command(name: str, parser: argparse.ArgumentParser, told: str) -> str:
    actions = [action for action in parser._actions if action.dest != "help"]
    shared = [action for action in actions if OPTIONS.get(action.dest) == action.help]
    needed = [action for action in actions if action.required or not action.option_strings]
    call = " ".join(
        (name, *map(_call, needed), *(["[OPTION …]"] if len(needed) < len(actions) else []))
    )
    says = [parser.description or told, parser.epilog or ""]
    pieces = [f"### `{name}`\n", f"`{call}`\n", " ".join(map(sentence, filter(None, says))) + "\n"]
    own = [action for action in actions if action not in shared]
    pieces += (term(_call(action), sentence(_help(parser, action))) for action in own)
    if shared:
        flags = listed(action.option_strings[0] for action in shared)
        pieces.append(f"{flags}\n: As the options of a session in its page.\n")
    return "\n".join(pieces)


def _help(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    return parser._get_formatter()._expand_help(action)


def _call(action: argparse.Action) -> str:
    """Return how an argument is written."""
    value = f"{{{','.join(action.choices)}}}" if action.choices else action.dest.upper()
    value = str(action.metavar or value)
    if action.option_strings:
        return action.option_strings[0] + ("" if action.nargs == 0 else f" {value}")
    return f"[{value} …]" if action.nargs == "*" else value


if __name__ == "__main__":
    GUIDE.write_text(page(), "utf-8")
