"""The lists of the guide's reference: the code has a phrase for each word that it knows."""

from __future__ import annotations

import argparse
import re
from itertools import chain
from typing import TYPE_CHECKING

from session_books.config import BookSettings
from session_exports.config import ExportSettings
from session_notes.catalog.views import VIEWS
from session_notes.cli.main import make_parser
from session_notes.locale.labels import REFERENCE_KINDS
from session_notes.locale.labels import ROLES as SPEAKER_ROLES
from session_notes.model.schema import (
    ADDRESS,
    EXAMPLES,
    FIELDS,
    FRONT_MATTER,
    KINDS,
    OPTIONS,
    PARTS,
    ROLES,
    SESSIONS,
    options_of,
)
from session_notes.model.vocabulary import KEYS
from session_notes.sphinxext.config import Settings, values_of
from session_notes.sphinxext.domain import NotesDomain
from session_notes.sphinxext.refs import NAME

from session_docs.mistakes import CHAPTERS, meaning
from session_docs.section import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# What a phrase quotes; not an apostrophe.
_QUOTED = re.compile(r"(?<!\w)'([^']+)'(?!\w)")


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
    return "\n".join(f"{', '.join(same)}\n: {sentence(phrase)}\n" for phrase, same in names.items())


def listed(names: Iterable[str]) -> str:
    """Return *names* as code, in a line."""
    return ", ".join(f"`{name}`" for name in names)


def options() -> str:
    """Return the options of a session."""
    media = listed(f":{name}:" for name in options_of(ADDRESS))
    phrases = {name: option.phrase for name, option in OPTIONS.items()}
    return f"{terms(phrases, ':{}:')}\nReferences of the same kind are made of {media}."


def views() -> str:
    """Return the directives that list sessions, topics and the like, with their options."""
    return "\n".join(
        term(
            name,
            sentence(view.phrase),
            *_items({option: known.phrase for option, known in view.options.items()}, ":{}:"),
        )
        for name, view in VIEWS.items()
    )


def _items(phrases: Mapping[str, str], form: str = "{}") -> list[str]:
    """Return the lines of a list below a sentence."""
    # An option has its colons already.
    colon = "" if form.endswith(":") else ":"
    lines = (f"- `{form.format(name)}`{colon} {marked(text)}" for name, text in phrases.items())
    return ["", *lines] if phrases else []


def roles() -> str:
    """Return the roles, and what other projects may link to."""
    objects = listed(f"{NAME}:{kind}" for kind in NotesDomain.object_types)
    return f"""\
{terms(ROLES, "{{{}}}`…`")}
In Markdown, `[](#an-id)` leads to a session as well. Other projects reach all this by intersphinx,
as {objects}; without the extension they
have the label `session-an-id`.
"""


def vocabularies() -> str:
    """Return the files of ``_data`` with the keys of their entries."""
    return "\n".join(term(f"{name}.yml", listed(keys)) for name, keys in KEYS.items())


def settings() -> str:
    """Return the values of ``conf.py``, each with its default."""
    values = chain.from_iterable(map(values_of, (Settings, ExportSettings, BookSettings)))
    return "\n".join(
        term(f"{name} = {default!r}", sentence(about["help"]), *_items(about.get("words", {})))
        for name, default, about in values
    )


def kinds() -> str:
    """Return the closed lists."""
    return f"""\
Kinds of session
: {listed(kind.replace("-", " ") for kind in KINDS)}; more by `session_kinds`.

Kinds of reference
: {listed(REFERENCE_KINDS)}; others are part of the text.

Roles of speakers
: {listed(SPEAKER_ROLES)}; others are shown as they are.
"""


def codes() -> list[Section]:
    """Return the codes, each with a link to its example."""
    return [
        Section(
            "\n".join(f"[`{code}`](#mistake-{code})\n: {meaning(code)}\n" for code in names), title
        )
        for title, names in CHAPTERS.items()
    ]


# -- the command line -----------------------------------------------------------------------


def commands() -> list[Section]:
    """Return the commands, as their parser knows them."""
    return [_command(*found) for found in walk(make_parser())]


def walk(
    parser: argparse.ArgumentParser, above: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Yield name, parser and phrase of every command that has no other below it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            phrases = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, below in action.choices.items():
                found = list(walk(below, f"{above}{name} "))
                yield from found or [(f"{above}{name}", below, phrases[name])]


def _command(name: str, parser: argparse.ArgumentParser, phrase: str) -> Section:
    actions = [action for action in parser._actions if action.dest != "help"]
    phrases = {(name, option.phrase) for name, option in OPTIONS.items()}
    shared = [action for action in actions if (action.dest, action.help) in phrases]
    needed = [action for action in actions if action.required or not action.option_strings]
    call = " ".join(
        (name, *map(_call, needed), *(["[OPTION …]"] if len(needed) < len(actions) else []))
    )
    says = [parser.description or phrase, parser.epilog or ""]
    pieces = [f"`{call}`\n", " ".join(map(sentence, filter(None, says))) + "\n"]
    own = [action for action in actions if action not in shared]
    pieces += (term(_call(action), sentence(_help(parser, action))) for action in own)
    if shared:
        flags = listed(action.option_strings[0] for action in shared)
        pieces.append(f"{flags}\n: As the options of a session in its page.\n")
    return Section("\n".join(pieces), f"`{name}`")


def _help(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    return parser._get_formatter()._expand_help(action)


def _call(action: argparse.Action) -> str:
    """Return how an argument is written."""
    value = f"{{{','.join(action.choices)}}}" if action.choices else action.dest.upper()
    value = str(action.metavar or value)
    if action.option_strings:
        return action.option_strings[0] + ("" if action.nargs == 0 else f" {value}")
    return f"[{value} …]" if action.nargs == "*" else value


def _flat(text: Callable[[], str]) -> Callable[[], list[Section]]:
    return lambda: [Section(text())]


LISTS: dict[str, Callable[[], list[Section]]] = {
    "sessions": _flat(lambda: terms(SESSIONS)),
    "options": _flat(options),
    "parts": _flat(lambda: terms(PARTS)),
    "views": _flat(views),
    "examples": _flat(lambda: terms(EXAMPLES)),
    "roles": _flat(roles),
    "front-matter": _flat(lambda: terms(FRONT_MATTER)),
    "vocabularies": _flat(vocabularies),
    "entries": _flat(lambda: terms(FIELDS)),
    "settings": _flat(settings),
    "kinds": _flat(kinds),
    "codes": codes,
    "commands": commands,
}
