"""A post: a file that somebody wrote, its front matter and its lines, with what was unsure."""

from __future__ import annotations

import codecs
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from session_notes.cli import CommandError
from session_notes.lint.source import lines_of
from session_notes.model.names import clean, without_forbidden
from session_notes.model.problems import Where
from session_notes.model.yaml_nodes import compose

from session_import.adopt.org import read_org
from session_import.reading import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from session_notes.lint.source import Line
    from session_notes.model.problems import Problem

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
SUFFIXES = (*MARKDOWN, ".txt", ".text", ".org")
#: More than any post has; a larger file is not read.
MAX_BYTES = 2 * 1024 * 1024
#: More than any folder of notes has.
MAX_FILES = 2000

#: What programs make of notes, or need for that.
_MADE = ("_site", "node_modules")
_FIELD = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)|\s+\S|-\s|\s*$|#")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Told:
    """What is said of the posts: that something is unsure, left out or kept as text."""

    def __init__(self) -> None:
        self._places: dict[str, list[Where]] = {}

    def add(self, where: Where, text: str) -> None:
        """Add *text* about a place; if it is said of several, it is printed once."""
        self._places.setdefault(text, []).append(where)

    def lines(self) -> Iterator[str]:
        """Yield what was added, in order of the places."""
        for text, places in sorted(self._places.items(), key=lambda item: min(item[1])):
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            yield f"{min(places)}{more}: {text}"


class Post(NamedTuple):
    """A file to adopt."""

    path: Path
    #: As messages show it.
    name: str
    #: The texts of each field, by its name in small letters.
    front: Mapping[str, Sequence[str]]
    lines: list[Line]

    @property
    def top(self) -> Where:
        """The place of what is said of the whole post."""
        return Where(self.name, 1)

    def field(self, *names: str) -> str:
        """Return the first text of the first of the fields that is there."""
        return next((text for name in names for text in self.front.get(name, ())), "")


def find(path: Path, told: Told) -> list[Path]:
    """Return the files to adopt in *path*; what may not be read is told."""
    if not path.is_dir():
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(one for one in folders if one[0] != "." and one not in _MADE)
        for name in sorted(names):
            file = Path(folder, name)
            if name[0] == "." or file.suffix.lower() not in SUFFIXES:
                continue
            real = file.resolve()
            if not real.is_file() or not real.is_relative_to(path.resolve()):
                told.add(Where(shown(file), 1), "passed over: no file in this folder")
            else:
                found.append(file)
    if len(found) > MAX_FILES:
        message = f"{path}: more than {MAX_FILES} files; adopt its folders one by one"
        raise CommandError(message)
    others = [file for file in found if file.stem.lower() != "readme"]
    for file in {*found} - {*others} if others else ():
        told.add(Where(shown(file), 1), "passed over; if it holds notes, adopt it by itself")
    return others or found


def shown(path: Path) -> str:
    """Return *path* as messages show it."""
    return without_forbidden(os.path.relpath(path))


def read(path: Path, told: Told) -> Post:
    """Read a post."""
    name = shown(path)
    data = read_file(path, name, MAX_BYTES)
    try:
        text = data.decode(_MARKS.get(data[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"{name}: not UTF-8 (byte {error.start + 1}); save it as UTF-8"
        raise CommandError(message) from None
    lines = lines_of(name, text)
    for line in lines:
        if line.text.rstrip("\r") != line.raw.removeprefix("\ufeff").rstrip("\r"):
            told.add(line.where, "a character that no page can hold is replaced by U+FFFD")
    fields, made = read_org(lines)
    if fields and made:
        return Post(path, name, fields, made)
    post = Post(path, name, {}, lines)
    end, fields = _front_matter(post, told)
    return post._replace(front=fields, lines=lines[end:])


def _front_matter(post: Post, told: Told) -> tuple[int, dict[str, list[str]]]:
    """Return how many lines the front matter has, and its fields."""
    texts = [line.text.rstrip() for line in post.lines]
    first = texts[0]
    fields: dict[str, list[str]] = {}
    if first in ("---", "+++"):
        ends = ("---", "...") if first == "---" else ("+++",)
        begin, end = 1, next((at for at, text in enumerate(texts[1:], 1) if text in ends), 0)
    elif first == "{":
        begin, end = 0, texts.index("}") if "}" in texts else 0
    else:
        # Hexo needs no line above the fields.
        begin, end = 0, texts.index("---") if "---" in texts else 0
        end = (
            end
            if end > 1 and ":" in first and all(_FIELD.match(text) for text in texts[:end])
            else 0
        )
    if not end:
        return 0, {}
    inside = "\n".join(texts[begin : end + (first == "{")])
    problem = ""
    if first == "+++":
        try:
            _flatten(tomllib.loads(inside), fields)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            problem = f"not TOML: {error}"
    else:
        problems: list[Problem] = []
        root = compose("\n" * begin + inside, post.name, problems)
        problem = problems[0].text if problems else ""
        _fields_of(root, fields)
    if problem:
        told.add(post.top, f"the front matter is left out, because it cannot be read: {problem}")
    return end + 1, fields


def _flatten(table: Mapping[str, object], fields: dict[str, list[str]]) -> None:
    for name, value in table.items():
        if isinstance(value, dict):
            _flatten(value, fields)
        else:
            values = value if isinstance(value, list) else [value]
            fields.setdefault(name.lower(), [clean(str(one)) for one in values])


def _fields_of(root: yaml.Node | None, fields: dict[str, list[str]]) -> None:
    """Add the fields of *root* that hold text; YAML turns nothing into a date or a number."""
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
            texts = (clean(one.value) for one in nodes if isinstance(one, yaml.ScalarNode))
            fields[key.value.lower()] = [text for text in texts if text]
            if isinstance(value, yaml.MappingNode):
                _fields_of(value, fields)
