"""The parts of a session: what becomes impressions and references, and what stays in the notes.

Lines are moved as they are; only what names a part is left out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from session_notes.lint.markdown import block_tokens
from session_notes.lint.source import indent_of
from session_notes.model.names import part_headed

from session_import.adopt.phrases import part_begun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.lint.source import Line

    from session_import.adopt.posts import Told

_RULE = re.compile(r"(?:- ?){3,}|(?:\* ?){3,}|(?:_ ?){3,}")
_LISTS = ("bullet_list_open", "ordered_list_open")
NOTES, IMPRESSIONS, REFERENCES = "notes", "impressions", "references"

#: A bullet, or a line with a number.
ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+(\S.*)")
#: A link, what may stand before it, and a few words behind it.
_IS_LINK = re.compile(
    r"(?:[^\[\]()<>:]{1,24}[:：] ?)?(?:\[[^\[\]]+\](?:\([^()]+\)|\[[^\[\]]*\])|<?https?://\S+).{0,40}"
)


#: A line with nothing but a link, which may have a label.
_ONLY_LINK = re.compile(
    r"\s*(?:[^\[\]()<>:]{1,24}[:：] ?)?(?:\[[^\[\]]+\]\([^()]+\)|<?https?://[^\s<>]+>?)\s*"
)


def read_parts(
    lines: Sequence[Line], extensions: frozenset[str], told: Told
) -> dict[str, list[Line]]:
    """Return the lines of each part of a session, which has *lines* below its options."""
    return _Parts(lines, extensions, told).read()


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* without empty ones at the edges, and lines across the page."""
    texts = ["", *(line.text.strip() for line in lines)]
    # Below text, such a line makes it a heading.
    rules = (text and not above and _RULE.fullmatch(text) for above, text in pairwise(texts))
    filled = [at for at, rule in enumerate(rules) if texts[at + 1] and not rule]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


class _Parts:
    """Marks each line with the part that it goes to."""

    def __init__(self, lines: Sequence[Line], extensions: frozenset[str], told: Told) -> None:
        self.lines, self.told = lines, told
        self.marks = [NOTES] * len(lines)
        #: The new texts of lines; None for those that are left out.
        self.new: dict[int, str | None] = {}
        text = "".join(f"{line.text}\n" for line in lines)
        self.tokens = block_tokens(text, extensions, {}, with_inline=False)
        #: What is in nothing else: the place of its token, its first line and the end of its last.
        self.blocks = [
            (at, *one.map)
            for at, one in enumerate(self.tokens)
            if one.map and not one.level and one.nesting >= 0
        ]

    def read(self) -> dict[str, list[Line]]:
        until = 0
        for number, (at, first, end) in enumerate(self.blocks):
            kind = self.tokens[at].type
            if first < until:
                continue
            if kind == "heading_open":
                until = self._headed(number)
            elif kind == "paragraph_open":
                following = self.blocks[number + 1 : number + 2]
                until = self._begun(first, end, following[0][2] if following else end)
            elif kind in _LISTS:
                self._items(at)
        self._links()
        parts: dict[str, list[Line]] = {NOTES: [], IMPRESSIONS: [], REFERENCES: []}
        for at, line in enumerate(self.lines):
            shown = self.new.get(at, line.text)
            # Together with a line, the empty one below it is left out.
            if shown is not None and (shown.strip() or self.new.get(at - 1, "") is not None):
                parts[self.marks[at]].append(line._replace(text=shown))
        return {part: trimmed(found) for part, found in parts.items()}

    def _mark(self, part: str, first: int, end: int) -> int:
        self.marks[first:end] = [part] * (end - first)
        return end

    def _headed(self, number: int) -> int:
        """Mark what a heading begins, if that is a part; return its end."""
        at, first, end = self.blocks[number]
        part, level = part_headed(self.tokens[at + 1].content), self.tokens[at].tag
        if not part:
            return 0
        self.new.update(dict.fromkeys(range(first, end)))
        ends = (
            begin
            for at, begin, _ in self.blocks[number + 1 :]
            if self.tokens[at].type == "heading_open" and self.tokens[at].tag <= level
        )
        return self._mark(part, first, next(ends, len(self.lines)))

    def _begun(self, first: int, end: int, below: int) -> int:
        """Mark a paragraph that begins impressions; return their end.

        If it only names them, they are what is *below* it.
        """
        part, rest, is_sure = part_begun(self.lines[first].text)
        if part != IMPRESSIONS:
            return 0
        if not is_sure:
            self.told.add(self.lines[first].where, "this paragraph became impressions")
        self.new[first] = rest or None
        until = self._mark(part, first, below if not rest and end - first == 1 else end)
        # Paragraphs stay apart.
        if until < len(self.lines) and not self.lines[until].text.strip():
            self.marks[until] = part
        return until

    def _items(self, at: int) -> None:
        """Mark the bullets of a list that begin impressions."""
        for token in self.tokens[at + 1 :]:
            if not token.level:
                return
            if token.type == "list_item_open" and token.level == 1 and token.map:
                self._item(*token.map)

    def _item(self, first: int, end: int) -> None:
        item = ITEM.match(self.lines[first].text)
        part, rest, is_sure = part_begun(item[1]) if item else ("", "", False)
        if part != IMPRESSIONS or not (rest or end - first > 1):
            return
        if not is_sure:
            self.told.add(self.lines[first].where, "this bullet became impressions")
        self._mark(part, first, end)
        self.new[first] = f"- {rest}" if rest else None
        if not rest:
            below = [line.text.expandtabs(4) for line in self.lines[first + 1 : end]]
            indent = min((indent_of(text) for text in below if text.strip()), default=0)
            self.new.update({at: text[indent:] for at, text in enumerate(below, first + 1)})

    def _are_links(self, at: int, first: int, end: int) -> bool:
        """Say whether a block is a paragraph with nothing but links."""
        lines = self.lines[first:end]
        is_text = self.tokens[at].type == "paragraph_open"
        return is_text and all(_ONLY_LINK.fullmatch(line.text) for line in lines)

    def _links(self) -> None:
        """Mark the list of links at the end."""
        blocks = [block for block in self.blocks if self.marks[block[1]] == NOTES]
        while len(blocks) > 1 and self._are_links(*blocks[-1]):
            _, first, end = blocks.pop()
            if self.tokens[blocks[-1][0]].type == "heading_open":
                return
            self.told.add(self.lines[first].where, "this link at the end became a reference")
            self.new |= {at: f"- {self.lines[at].text.strip()}" for at in range(first, end)}
            self._mark(REFERENCES, first, end)
        if not blocks or self.tokens[blocks[-1][0]].type not in _LISTS:
            return
        _, first, end = blocks[-1]
        at, label, label_end = blocks[-2] if len(blocks) > 1 else (-1, 0, 0)
        above = self.tokens[at].type if at >= 0 else ""
        is_named = above == "paragraph_open" and label_end - label == 1
        is_named = is_named and part_begun(self.lines[label].text)[:2] == (REFERENCES, "")
        items = [ITEM.match(line.text) for line in self.lines[first:end] if line.text.strip()]
        are_links = all(item and _IS_LINK.fullmatch(item[1]) for item in items)
        # A list below a heading, or without any notes, is what that is about.
        if is_named:
            self.new[label] = None
        elif not are_links or above in ("", "heading_open"):
            return
        else:
            self.told.add(self.lines[first].where, "this list of links became references")
        self._mark(REFERENCES, first, end)
