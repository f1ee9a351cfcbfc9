"""Addresses: which of them may be made a link."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING

from session_notes.model import messages
from session_notes.model.schema import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from session_notes.model.problems import Problem, Where

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
#: What browsers leave out of an address.
_IGNORED = re.compile(r"\A[\x00-\x20]+|[\t\n\r]")
#: How an address begins that leads a browser to another host.
_REMOTE = re.compile(r"(?:https?|ftp):|[\\/]{2}", re.IGNORECASE)
#: The pictures that an address may hold itself; one in SVG could hold a script.
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,")


#: What may be in an address; Chinese, Japanese or Korean may follow it without a space.
_LETTER = r"[^\s<>()\[\]\"`{}|\\^‘-‟\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\ufffc]"
#: An address in a text; within it, as many parentheses close as open.
_BARE = re.compile(
    rf"(?<![A-Za-z0-9/\"'=])https?://(?=\w)(?:{_LETTER}++|\({_LETTER}*+\))++", re.IGNORECASE
)
#: What ends the sentence rather than the address.
_END = ".,;:!?'*_~…"


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the bare addresses in *text* begin and end."""
    for match in _BARE.finditer(text) if "://" in text else ():
        yield match.start(), match.start() + len(match[0].rstrip(_END))


def bad_scheme(address: str) -> str:
    """Return the scheme of *address* if it is one that no link may have; else nothing."""
    match = _SCHEME.match(_IGNORED.sub("", address.strip()))
    return match[1] if match and match[1].lower() not in SCHEMES else ""


def bad_source(address: str) -> str:
    """Return the scheme of *address* if no image may have it; else nothing."""
    match = _PICTURE.match(address)
    try:
        if match and b64decode(address[match.end() :], validate=True):
            return ""
    except ValueError:
        pass  # Sphinx would fail when it unpacks the picture.
    return bad_scheme(address)


def is_remote(address: str) -> bool:
    """Say whether what has this *address* would be loaded from another host."""
    return _REMOTE.match(_IGNORED.sub("", address.strip())) is not None


def is_address(text: str) -> bool:
    """Say whether *text* is an address that may be made a link."""
    match = _SCHEME.match(text)
    return match is not None and match[1].lower() in SCHEMES


def host_of(url: str) -> str:
    """Return the host that an address names, as a short text for readers."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.") or url


def check_address(address: str, where: Where) -> Iterator[Problem]:
    """Yield a problem if *address*, the value of an option, may not be made a link."""
    if scheme := bad_scheme(address):
        yield messages.BAD_SCHEME.at(where, scheme=scheme)
    elif address and not is_address(address):
        yield messages.NOT_AN_ADDRESS.at(where, address=address)
