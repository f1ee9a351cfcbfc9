"""Other books for a hub: built from sources, or as data to be changed at will."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from conftest import forget_other_builds
from exact import clean_build
from session_notes.model.names import slug
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from conftest import Built, Project

HERE = Path(__file__).resolve().parents[1] / "books"
BOOKS = ("tidal", "harbour", "lighthouse")
CONF: dict[str, Any] = {"extensions": ["myst_parser", "session_notes", "session_books"]}


class Seen(NamedTuple):
    """A build of one of the books: its warnings, and the pages that it wrote."""

    outdir: Path
    warnings: list[str]
    written: set[str]


def build(root: Path, name: str, *, builder: str = "html", parallel: int = 1) -> Seen:
    """Build the book *name* in *root* into its folder of the site."""
    outdir, said = root / "site" / name, StringIO()
    doctrees = root / "doctrees" / name
    before = {path: path.stat().st_mtime_ns for path in outdir.rglob("*.html")}
    forget_other_builds()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            root / name, root / name, outdir, doctrees, builder,
            status=None, warning=said, parallel=parallel,
        )  # fmt: skip
        app.build()
    after = {path: path.stat().st_mtime_ns for path in outdir.rglob("*.html")}
    written = {
        path.relative_to(outdir).as_posix() for path in after if after[path] != before.get(path)
    }
    return Seen(outdir, strip_colors(said.getvalue()).splitlines(), written)


def a_book(*sessions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the data of a book; what *sessions* name is declared in it."""
    people = {who["id"]: {"name": who["as"]} for one in sessions for who in one["speakers"]}
    topics = {name: {"label": name.title()} for one in sessions for name in one["topics"]}
    return {
        "version": 2,
        "book": {"title": "A Book", "language": "en"},
        "events": {},
        "topics": topics,
        "people": people,
        "sessions": list(sessions),
        **more,
    }


def a_session(ident: str, *topics: str, **more: Any) -> dict[str, Any]:
    """Return a session of a book; ``who`` are the names of its speakers."""
    who = more.pop("who", ())
    return {
        "id": ident,
        "title": ident.replace("-", " ").title(),
        "url": f"days/one.html#{ident}",
        "day": "2015-05-18",
        "start": "2015-05-18T14:40:00",
        "speakers": [{"id": slug(name), "as": name} for name in who],
        "topics": list(topics),
        **more,
    }


class Shelf:
    """A hub whose books are files beside it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.books: dict[str, Any] = {}
        project.write({"index.md": "# Hub\n\n```{topic-index}\n:books:\n```\n"})

    def put(self, name: str, data: object) -> None:
        """Write the data of a book: bytes, or what becomes JSON."""
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        folder = self.project.srcdir / "_books"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.json").write_bytes(content)
        self.books[name] = (f"https://{name}.example/", f"_books/{name}.json")

    def build(self, builder: str = "html", **conf: Any) -> Built:
        """Build the hub."""
        return self.project.build(builder, **{**CONF, "session_books": self.books, **conf})

    def clean(self, builder: str = "html", **conf: Any) -> Built:
        """Build a copy of the hub from nothing."""
        return clean_build(self.project, builder, **{**CONF, "session_books": self.books, **conf})
