"""Files of the output directory: written only if they change, removed if their page is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from session_notes.render.cards import card_file
from session_notes.sphinxext.refs import is_site

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

    from session_notes.sphinxext.incremental.state import State


def write(path: Path, content: bytes) -> None:
    """Make *path* hold *content*; leave a file alone that already does."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def remove(path: Path, outdir: Path) -> None:
    """Remove a file of the output directory, and the folders that it leaves empty."""
    if path.is_relative_to(outdir):
        path.unlink(missing_ok=True)
        folder = path.parent
        while folder != outdir and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def remove_gone(app: Sphinx, before: State) -> None:
    """Remove what was written of pages that no longer exist."""
    for docname in sorted(before.pages.keys() - app.env.found_docs):
        for path in _outputs(app, docname):
            remove(path, app.outdir)


def _outputs(app: Sphinx, docname: str) -> list[Path]:
    """Return the files that the builder makes of a page."""
    builder: Any = app.builder
    if hasattr(builder, "get_output_path"):
        found = [builder.get_output_path(docname)]
    elif getattr(builder, "out_suffix", ""):
        found = [app.outdir / f"{docname}{builder.out_suffix}"]
    else:
        return []
    if is_site(builder):
        found.append(app.outdir / card_file(builder, docname))
    link = app.config.html_sourcelink_suffix
    for suffix in app.config.source_suffix:
        name = f"{docname}{suffix}{'' if suffix == link else link}"
        found.append(app.outdir / "_sources" / name)
    return found
