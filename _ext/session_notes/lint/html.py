"""HTML in Markdown: what begins a block of it, and what a tag is, by CommonMark's rules."""

from __future__ import annotations

import re

_BLOCK_TAGS = (
    "address article aside base basefont blockquote body caption center col colgroup dd details"
    " dialog dir div dl dt fieldset figcaption figure footer form frame frameset h[1-6] head header"
    " hr html iframe legend li link main menu menuitem nav noframes ol optgroup option p param"
    " search section summary table tbody td tfoot th thead title tr track ul"
).replace(" ", "|")
ATTRIBUTES = r"""(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*"""
TAG = rf"(?:<[A-Za-z][A-Za-z0-9-]*{ATTRIBUTES}/?>|</[A-Za-z][A-Za-z0-9-]*\s*>)"
_START = re.compile(
    r"<(?:(?P<verbatim>script|pre|style|textarea)(?=\s|>|$)|(?P<comment>!--)|(?P<order>\?)"
    rf"|(?P<declaration>![A-Z])|(?P<data>!\[CDATA\[)|/?(?:{_BLOCK_TAGS})(?=\s|/?>|$))",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"{TAG}\s*$")
#: What ends each kind of HTML block; the others end with a blank line.
_ENDS = {
    "verbatim": ("</script>", "</pre>", "</style>", "</textarea>"),
    "comment": ("-->",),
    "order": ("?>",),
    "declaration": (">",),
    "data": ("]]>",),
}


def html_ends(body: str, *, interrupts: bool = False) -> tuple[str, ...] | None:
    """Return what ends the block of HTML that *body* begins, and None where it begins none.

    It may have to be one that *interrupts* a paragraph. Nothing ends it but a blank line where
    the answer is empty.
    """
    match = _START.match(body)
    if match:
        return _ENDS.get(match.lastgroup or "", ())
    return () if not interrupts and _ALONE.match(body) else None
