"""``explain``: says what a code of the check means, and what its messages are."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING

from session_notes.cli import CommandError
from session_notes.model import messages, yaml_messages
from session_notes.model.messages import Message
from session_notes.model.names import did_you_mean
from session_notes.model.problems import ADVICE, Code

if TYPE_CHECKING:
    import argparse

_SENTENCE = re.compile(r' = "(\w+)"\n    """(.*)"""')


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand to the command line."""
    parser = commands.add_parser("explain", help="say what a code of the check means")
    parser.add_argument("code", metavar="CODE", help="the code, such as 'fence'")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand and return its exit code."""
    name = arguments.code.strip("[]").removeprefix("session.")
    if name not in sentences():
        hint = did_you_mean(name, sentences()) or f"the codes are {', '.join(sentences())}"
        message = f"there is no code '{arguments.code}'; {hint}"
        raise CommandError(message)
    code = Code(name)
    print(f"{name} ({'advice' if code in ADVICE else 'error'}): {sentences()[name]}\n")
    print("It says, with the words of the page in the braces:")
    for message in (vars(messages) | vars(yaml_messages)).values():
        if isinstance(message, Message) and message.code is code:
            print("-", "; ".join(filter(None, (message.text, message.suggestion))))
    return 0


@cache
def sentences() -> dict[str, str]:
    """Return what each code means, from the docstrings of the codes."""
    return dict(_SENTENCE.findall(inspect.getsource(Code)))
