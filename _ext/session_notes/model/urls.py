"""Addresses: which of them may be made a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.model import messages
from session_notes.model.schema import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.model.problems import Problem, Where

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def bad_scheme(address: str) -> str:
    """Return the scheme of *address* if it is one that no link may have; else nothing."""
    match = _SCHEME.match(address.strip())
    return match[1] if match and match[1].lower() not in SCHEMES else ""


def is_address(text: str) -> bool:
    """Say whether *text* is an address that may be made a link."""
    match = _SCHEME.match(text)
    return match is not None and match[1].lower() in SCHEMES


def check_address(address: str, where: Where) -> Iterator[Problem]:
    """Yield a problem if *address*, the value of an option, may not be made a link."""
    if scheme := bad_scheme(address):
        yield messages.BAD_SCHEME.at(where, scheme=scheme)
    elif address and not is_address(address):
        yield messages.NOT_AN_ADDRESS.at(where, address=address)
