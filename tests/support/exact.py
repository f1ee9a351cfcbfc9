"""Comparing the outputs of two builds, byte for byte where Sphinx itself is that exact."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Project

#: Not output, but what a builder notes down for itself.
NOTES = (".buildinfo", ".buildinfo.bak")
_TIMES = re.compile(
    rb"<(dc:date|meta property=\"dcterms:modified\")>[^<]*<|POT-Creation-Date: [^\\]*"
)


def search_index(content: str) -> object:
    """Return what a search index says, with documents by name instead of by number."""
    data: dict[str, Any] = json.loads(content.removeprefix("Search.setIndex(").removesuffix(")"))
    names: list[str] = data["docnames"]

    def by_name(value: Any) -> list[str]:
        return sorted(names[number] for number in (value if isinstance(value, list) else [value]))

    return {
        "pages": sorted(zip(names, data["filenames"], data["titles"], strict=True)),
        # Sphinx keeps a term that no document has any more, with no documents.
        **{
            key: {term: by_name(value) for term, value in sorted(data[key].items()) if value != []}
            for key in ("terms", "titleterms")
        },
        "alltitles": {
            title: sorted((names[number], anchor or "") for number, anchor in places)
            for title, places in sorted(data["alltitles"].items())
        },
        "indexentries": {
            entry: sorted((names[number], anchor, main) for number, anchor, main in places)
            for entry, places in sorted(data["indexentries"].items())
        },
        "objects": {
            prefix: sorted((names[o[0]], data["objtypes"][str(o[1])], *o[2:]) for o in objects)
            for prefix, objects in sorted(data["objects"].items())
        },
    }


def inventory(content: bytes) -> bytes:
    """Return an inventory with its compressed part spelled out."""
    *head, packed = content.split(b"\n", 4)
    return b"\n".join([*head, zlib.decompress(packed)])


def content_of(path: Path) -> object:
    """Return what a file of the output says."""
    if path.name == "searchindex.js":
        return search_index(path.read_text("utf-8"))
    if path.name == "objects.inv":
        return inventory(path.read_bytes())
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            return {name: _TIMES.sub(b"", book.read(name)) for name in sorted(book.namelist())}
    return _TIMES.sub(b"", path.read_bytes())


def output(outdir: Path) -> dict[str, object]:
    """Return all files of an output directory, by path."""
    return {
        path.relative_to(outdir).as_posix(): content_of(path)
        for path in sorted(outdir.rglob("*"))
        if path.is_file() and path.name not in NOTES
    }


def differences(one: Path, other: Path) -> list[str]:
    """Return the files in which two output directories differ."""
    ours, theirs = output(one), output(other)
    return sorted(
        name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
    )


def clean_build(project: Project, builder: str, **options: Any) -> Built:
    """Build a copy of *project* from nothing."""
    return clean_builds(project, builder, **options)[builder]


def clean_builds(project: Project, *builders: str, **options: Any) -> dict[str, Built]:
    """Build a copy of *project* from nothing, by one builder after the other."""
    twin = project.twin()
    shutil.rmtree(twin.root)
    shutil.copytree(project.srcdir, twin.srcdir)
    return {builder: twin.build(builder, **options) for builder in builders}


def restore(folder: Path, make: Callable[[], object]) -> None:
    """Bring back what *make* made of a *folder*, which is called the first time.

    It comes to the same place with the same times, or Sphinx would read everything again.
    """
    kept = folder.with_name(f"{folder.name}-kept")
    if kept.exists():
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
    else:
        make()
        shutil.copytree(folder, kept)
