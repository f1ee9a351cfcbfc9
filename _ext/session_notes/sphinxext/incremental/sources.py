"""The files that each page is made of: if one of them is another, the page is read again.

For Sphinx a file counts if it is newer than the reading of the page. So it overlooks a file that an
older one replaced, as ``cp -p`` or a backup does, and a file that was not there before, such as the
translation of a page or of an image.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.i18n import docname_to_domain, get_image_filename_for_language
from sphinx.util.osutil import relpath

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from session_notes.sphinxext.transforms.traverse import NodeIndex

#: Paths relative to the source directory, and what :func:`_look` said of each.
Sources = dict[str, str]
#: The site's own catalogue, of which Sphinx takes words while it reads.
_SITE = "sphinx"


def sources_of(env: BuildEnvironment, builder: Builder, found: NodeIndex) -> Sources:
    """Return the files that the page being read is made of, or would be if they were there.

    *found* are the nodes of the page.
    """
    paths = {
        env.doc2path(env.docname),
        builder.confdir / "docutils.conf",
        *env.dependencies[env.docname],
        *(env.srcdir / name for name in _images(env, found)),
        *(_catalogues(env) if builder.use_message_catalog else ()),
    }
    return {relpath(path, env.srcdir): _look(path) for path in sorted(paths)}


def outdated(env: BuildEnvironment, noted: Mapping[str, Sources]) -> list[str]:
    """Return the pages of which a file is another than when they were read."""
    look = cache(lambda name: _look(env.srcdir / name))
    return [
        docname
        for docname, sources in noted.items()
        if any(look(name) != before for name, before in sources.items())
    ]


def drop_compiled(env: BuildEnvironment, noted: Mapping[str, Sources]) -> None:
    """Remove the compiled catalogue of a page if its source is gone or another.

    Sphinx compiles catalogues where they are. It uses what is compiled though its source is gone,
    and compiles nothing again for a source that is older.
    """
    seen = {
        name: before
        for sources in noted.values()
        for name, before in sources.items()
        if before and name.endswith(".po")
    }
    for name, before in seen.items():
        path = env.srcdir / name
        if path.stem != _SITE and _look(path) != before:
            path.with_suffix(".mo").unlink(missing_ok=True)


def _look(path: Path) -> str:
    """Return time and size of a file, or the names that a pattern finds; nothing of no file."""
    if path.suffix == ".*":
        return " ".join(sorted(found.name for found in path.parent.glob(path.name)))
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size}"


def _images(env: BuildEnvironment, found: NodeIndex) -> Iterator[str]:
    """Yield the images of a page, and their translations, relative to the source directory."""
    for image in found.of(nodes.image):
        if "?" not in image.get("candidates", "?"):
            written = image.get("original_uri", f"/{image['uri']}")
            for name in (written, get_image_filename_for_language(written, env)):
                yield env.relfn2path(name)[0]


def _catalogues(env: BuildEnvironment) -> Iterator[Path]:
    """Yield the catalogues that translate a page, and the words of Sphinx in it."""
    config = env.config
    for folder in config.locale_dirs:
        messages = env.srcdir / folder / config.language / "LC_MESSAGES"
        for name in (docname_to_domain(env.docname, config.gettext_compact), _SITE):
            yield messages / f"{name}.po"
            yield messages / f"{name}.mo"
