"""HTML that an author writes: whether a browser could run anything in it.

It is judged piece by piece, because Markdown and docutils give each tag of a line as a piece of its
own: ``<details>`` may be one, and its end another.
"""

from __future__ import annotations

import re
from html import unescape

from session_notes.model.urls import bad_scheme, bad_source, is_remote

#: The elements that stay: those that GitHub shows in Markdown, media, and simple drawings.
_NAMES = """
a abbr audio b bdi bdo blockquote br caption center cite code col colgroup dd del details dfn div
dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q
rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th
thead time tr tt u ul var video wbr
circle defs ellipse g line marker path polygon polyline rect svg text tspan
"""
#: The attributes that stay, besides those that begin with "aria-".
_PROPERTIES = """
align alt border cellpadding cellspacing checked cite class color colspan controls datetime dir
disabled height href id lang loading name open poster rel reversed role rowspan scope size span src
srcset start style tabindex target title type valign value width
cx cy d fill fill-rule font-family font-size marker-end marker-start markerheight markerwidth
opacity orient points r refx refy rx ry stroke stroke-dasharray stroke-linecap stroke-linejoin
stroke-width text-anchor transform version viewbox x x1 x2 xmlns y y1 y2
"""
_ELEMENTS, _ATTRIBUTES = frozenset(_NAMES.split()), frozenset(_PROPERTIES.split())
_LINKS = ("cite", "href")
_SOURCES = ("poster", "src", "srcset")
#: Without other functions, a style can load nothing.
_STYLE = re.compile(r"(?:[\w\s:;,.#%!'\"+*/)-]|(?:rgba?|hsla?|var|calc|clamp|min|max)\()*\Z")

_GAP = r"[ \t\r\n\f]"
_ATTRIBUTE = re.compile(
    rf"(?<!{_GAP}){_GAP}+([A-Za-z_:][A-Za-z0-9_:.-]*)"
    rf"(?:{_GAP}*={_GAP}*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?"
)
#: What a browser and this pattern read alike; the rest is not judged, but refused.
_PIECE = re.compile(
    r"[^<]+|<(?=[^A-Za-z/!?])|<!--(?!-?>)(?:(?!--)[\s\S])*-->"
    r"|</?(?P<element>[A-Za-z][A-Za-z0-9-]*)"
    rf"(?P<attributes>(?:{_ATTRIBUTE.pattern})*){_GAP}*/?>"
)


def flaw(html: str) -> tuple[str, int] | None:
    """Return what in *html* is not allowed, and where it begins; None if all of it may stay."""
    at = 0
    while at < len(html):
        piece = _PIECE.match(html, at)
        if piece is None:
            return html[at : at + 20].partition("\n")[0], at
        element = (piece["element"] or "").lower()
        if element and element not in _ELEMENTS:
            return f"<{element}>", at
        for name, value in _ATTRIBUTE.findall(piece["attributes"] or ""):
            given = value[1:-1] if value[:1] in ('"', "'") else value
            wrong = _flaw_of_attribute(name.lower(), unescape(given))
            if wrong:
                return wrong, at
        at = piece.end()
    return None


def _flaw_of_attribute(name: str, value: str) -> str:
    """Return what of an attribute is not allowed; nothing if it may stay."""
    if name not in _ATTRIBUTES and not name.startswith("aria-"):
        return name
    if name == "style" and not _STYLE.match(value):
        return name
    if name in _LINKS:
        scheme = bad_scheme(value)
    elif name in _SOURCES:
        addresses = value.split(",") if name == "srcset" else [value]
        scheme = next(filter(None, map(bad_source, addresses)), "")
        remote = next(filter(is_remote, addresses), "")
        if remote and not scheme:
            return remote.split()[0]
    else:
        scheme = ""
    return scheme and f"{scheme}:"
