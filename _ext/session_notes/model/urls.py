"""Addresses: which of them may be made a link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.model.problems import Subtype
from session_notes.model.schema import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def bad_scheme(address: str) -> str:
    """Return the scheme of *address* if it is one that no link may have; else nothing."""
    match = _SCHEME.match(address.strip())
    return match[1] if match and match[1].lower() not in SCHEMES else ""


def is_address(text: str) -> bool:
    """Say whether *text* is an address that may be made a link."""
    match = _SCHEME.match(text)
    return match is not None and match[1].lower() in SCHEMES


def check_address(address: str, option: str, report: Callable[..., None]) -> None:
    """Report an *address*, the value of *option*, that may not be made a link."""
    if bad_scheme(address):
        reason = f"a link with the scheme '{bad_scheme(address)}:'"
        report(Subtype.LINK, option, reason, "use http, https, mailto or ftp")
    elif address and not is_address(address):
        reason = f"'{address}' is not an address"
        report(Subtype.LINK, option, reason, f"write 'https://{address}'")
