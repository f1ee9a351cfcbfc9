"""Files of the output directory: written only if they change, removed if nothing needs them.

Sphinx removes nothing, and an ePub packs whatever lies in its directory. So the files that a build
may write are noted, and the next build removes those of them that it does not need. A file that was
never noted stays.
"""

from __future__ import annotations

import json
import logging
import os
import re
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.i18n import docname_to_domain
from sphinx.util.matching import get_matching_files

from session_notes.model.urls import is_remote
from session_notes.render.cards import card_file
from session_notes.sphinxext.domain import domain_of
from session_notes.sphinxext.incremental.state import state_file
from session_notes.sphinxext.refs import is_site
from session_notes.sphinxext.warnings import logger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx


#: How Python says that a disk is full or refuses a file, and the path of the file if it knows it.
_REFUSAL = re.compile(
    r"(?:\[Errno |OSError\()({})\b(?:[^:\n]*: '([^'\n]*))?".format(
        "|".join(str(one) for one in (EACCES, EDQUOT, EFBIG, ENOSPC, EPERM, EROFS))
    )
)
_NOT_WRITTEN = "the output cannot be written: %s"


class Refusals(logging.Handler):
    """Notices what Sphinx reports of a disk that refuses a file, before it goes on.

    Otherwise the build would succeed, and the next one would take the page for written.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.app = app

    def emit(self, record: logging.LogRecord) -> None:
        """Let the build end with problems."""
        if _REFUSAL.search(record.getMessage()):
            self.app.statuscode = 1


@contextmanager
def writing(app: Sphinx) -> Iterator[None]:
    """Report in a sentence what the disk refuses, as Sphinx does for pages, and go on.

    A build ends in a traceback for every exception, and this is no mistake of the program.
    """
    try:
        yield
    except OSError as error:
        app.statuscode = 1
        logger.error(_NOT_WRITTEN, error.strerror or error, once=True)


def end_refused(app: Sphinx, exception: Exception | None) -> None:
    """Do the same where the disk refuses a file of Sphinx's own, and end the build.

    This is for ``build-finished``, after all other handlers. The error may come from another
    process, and then it is only text.
    """
    refused = _REFUSAL.search(str(exception))
    if refused is None:
        return
    code, path = int(refused[1]), refused[2] or ""
    # A file that cannot be read may be a source.
    is_output = any(path.startswith(str(folder)) for folder in (app.outdir, app.doctreedir))
    if code not in (EACCES, EPERM) or is_output:
        logger.error(_NOT_WRITTEN, os.strerror(code), once=True)
        # Sphinx shows the traceback of any exception that it catches.
        raise SystemExit(2)


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


def remove_gone(app: Sphinx) -> None:
    """Remove what earlier builds wrote and this one does not; note what this one may write."""
    note = state_file(app, "outputs")
    wanted = set(_outputs(app))
    for name in sorted(_noted(note) - wanted):
        remove(app.outdir / name, app.outdir)
    note.write_text(json.dumps(sorted(wanted), indent=0), "utf-8")


def _noted(note: Path) -> set[str]:
    """Return the files that earlier builds may have written."""
    try:
        return set(map(str, json.loads(note.read_text("utf-8"))))
    except (OSError, ValueError, TypeError):
        return set()


def _outputs(app: Sphinx) -> Iterator[str]:
    """Yield the paths of all files that the builder makes of the sources."""
    for docname in app.env.found_docs:
        yield from _of_page(app, docname)
    images = [*_images(app)]
    builder, config = app.builder, app.config
    yield from old_pages(app)
    if isinstance(builder, StandaloneHTMLBuilder):
        yield from (f"{builder.imagedir}/{name}" for name in images)
        yield from (f"_downloads/{path.as_posix()}" for _, path in app.env.dlfiles.values())
        for name in (*config.html_additional_pages, *indexes(app)):
            yield _relative(app, builder.get_output_path(name))
        marks = [one for one in (config.html_logo, config.html_favicon) if one]
        yield from (f"_static/{Path(one).name}" for one in marks if not is_remote(one))
        dotfiles = [*config.exclude_patterns, "**/.*"]
        yield from (f"_static/{name}" for name in _copied(app, config.html_static_path, dotfiles))
        yield from _copied(app, config.html_extra_path, config.exclude_patterns)
    if builder.name == "epub":
        yield f"{config.epub_basename}.epub"
    elif builder.name == "latex":
        yield from images
        yield from (targetname for _, targetname, *_ in config.latex_documents)
        files = [*config.latex_additional_files, *filter(None, [config.latex_logo])]
        yield from (Path(name).name for name in files)
    elif builder.name == "texinfo":
        for _, targetname, *_ in config.texinfo_documents:
            yield f"{targetname}.texi"
            yield from (f"{targetname}-figures/{name}" for name in images)


def _images(app: Sphinx) -> Iterator[str]:
    """Yield the names of the images that the builder copies.

    Of 'image.*' the environment has all formats, and each builder takes one.
    """
    env = app.env
    patterned = {
        docname
        for docname, sources in domain_of(env).sources.items()
        if any(name.endswith(".*") for name in sources)
    }
    yield from (name for docnames, name in env.images.values() if docnames - patterned)
    for docname in sorted(patterned):
        for image in env.get_doctree(docname).findall(nodes.image):
            found: dict[str, str] = image.get("candidates", {})
            # Under '*' is an image without other formats.
            kinds = [kind for kind in ("*", *app.builder.supported_image_types) if kind in found]
            if kinds and found[kinds[0]] in env.images:
                yield env.images[found[kinds[0]]][1]


def _of_page(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the paths of the files that the builder makes of a page."""
    builder: Any = app.builder
    if builder.name == "gettext":
        yield f"{docname_to_domain(docname, app.config.gettext_compact)}.pot"
    elif hasattr(builder, "get_output_path"):
        yield _relative(app, builder.get_output_path(docname))
    elif getattr(builder, "out_suffix", ""):
        yield f"{docname}{builder.out_suffix}"
    if is_site(builder):
        yield card_file(builder, docname)
    if getattr(builder, "copysource", False) and app.config.html_copy_source:
        source = app.env.doc2path(docname, base=False).as_posix()
        link = app.config.html_sourcelink_suffix
        yield f"_sources/{source}{'' if source == f'{docname}{link}' else link}"


def indexes(app: Sphinx) -> Iterator[str]:
    """Yield the names of the pages of indexes that the builder makes by itself."""
    if getattr(app.builder, "use_index", False):
        yield "genindex"
    for domain in app.env.domains.values() if app.config.html_domain_indices else ():
        for index in domain.indices:
            if index(domain).generate()[0]:
                yield f"{domain.name}-{index.name}"


def old_pages(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return the path at which a site leads on from each old page, with its name and the new one.

    Where a page is now, nothing does: in some builders ``days`` and ``days/index`` are one.
    """
    env, builder = app.env, cast("StandaloneHTMLBuilder", app.builder)
    claims = [(old, name) for name, page in domain_of(env).pages.items() for old in page.was.names]
    if not claims or not is_site(builder):
        return {}
    pages = (*env.found_docs, *indexes(app), *app.config.html_additional_pages, "search")
    taken = {_relative(app, builder.get_output_path(name)) for name in pages}
    made: dict[str, tuple[str, str]] = {}
    for old, name in sorted(claims, key=itemgetter(1)):
        path = _relative(app, builder.get_output_path(old))
        if path not in taken and name in env.found_docs:
            made.setdefault(path, (old, name))
    return made


def _relative(app: Sphinx, path: Path) -> str:
    return path.relative_to(app.outdir).as_posix()


def _copied(app: Sphinx, folders: Iterable[str], excluded: list[str]) -> Iterator[str]:
    """Yield the paths to which Sphinx copies the files in *folders*."""
    for path in (app.confdir / folder for folder in folders):
        names = [path.name] if path.is_file() else get_matching_files(path, ("**",), excluded)
        yield from (name.removesuffix("_t").removesuffix(".jinja") for name in names)
