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
#: How an HTML block starts and ends, and whether it may interrupt a paragraph.
HTML = tuple(
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE) if end else None, interrupts)
    for start, end, interrupts in (
        (r"<(?:script|pre|style|textarea)(?=\s|>|$)", r"</(?:script|pre|style|textarea)>", True),
        (r"<!--", r"-->", True),
        (r"<\?", r"\?>", True),
        (r"<![A-Z]", r">", True),
        (r"<!\[CDATA\[", r"\]\]>", True),
        (rf"</?(?:{_BLOCK_TAGS})(?=\s|/?>|$)", "", True),
        (rf"{TAG}\s*$", "", False),
    )
)
