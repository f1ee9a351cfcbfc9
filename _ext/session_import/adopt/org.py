"""Notes of Org mode, and what they mean in Markdown; what has no meaning there stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from session_notes.model.names import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_notes.lint.source import Line

_FIELD = re.compile(r"#\+(\w+):(.*)")
_HEADING = re.compile(r"(\*{1,6})[ \t]+(?:(?:TODO|DONE)[ \t]+)?(\S.*)")
_PROPERTY = re.compile(r"[ \t]*:([A-Za-z_-]+):[ \t]+(\S.*)")
_DRAWER = re.compile(r"[ \t]*:(?:PROPERTIES|LOGBOOK|END):[ \t]*")
_CODE = re.compile(r"[ \t]*#\+(?:begin|end)_(?:src|example)[ \t]*([\w+#-]*).*", re.IGNORECASE)
_LINK = re.compile(r"\[\[([^\[\]]+)\]\[([^\[\]]+)\]\]")


def read_org(lines: Sequence[Line]) -> tuple[dict[str, list[str]], list[Line]]:
    """Return the fields at the top of notes and their other *lines* in Markdown.

    Without such a field at the very top, they are no notes of Org mode: there are no fields then.
    """
    fields: dict[str, list[str]] = {}
    made: list[Line] = []
    inside = False
    for line in lines:
        field = _FIELD.fullmatch(line.text.rstrip())
        code = _CODE.fullmatch(line.text)
        if not made and field and not code:
            fields.setdefault(field[1].lower(), []).append(clean(field[2]))
        elif not fields and line.text.strip():
            return {}, [*lines]
        elif code:
            made.append(line._replace(text="```" if inside else f"```{code[1]}"))
            inside = not inside
        elif made or line.text.strip():
            made += [line] if inside else [] if _DRAWER.fullmatch(line.text) else [_read(line)]
    return fields, made


def _read(line: Line) -> Line:
    """Return a *line* in Markdown that is no code."""
    heading, given = _HEADING.fullmatch(line.text), _PROPERTY.fullmatch(line.text)
    text = f"{given[1]}: {given[2]}" if given else line.text
    text = f"{'#' * len(heading[1])} {heading[2]}" if heading else text
    return line._replace(text=_LINK.sub(r"[\2](\1)", text))
