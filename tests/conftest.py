"""What the tests share: small projects, written, built and looked at."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest
from hypothesis import settings
from jinja2 import BytecodeCache
from sphinx import locale
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from docutils.nodes import document
    from jinja2.bccache import Bucket
    from session_notes.catalog.catalog import Catalog
    from session_notes.sphinxext.domain import NotesDomain
    from sphinx.environment import BuildEnvironment

    #: Takes the name of a folder, and what fills it.
    Once = Callable[[str, Callable[[Path], None]], Path]

# The same examples in every run, because what a new one finds is not the fault of the change that
# meets it. The weekly workflow tries new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("random", derandomize=False, print_blob=True, max_examples=400)
settings.load_profile("steady")

#: The folder in which `make` has already built the book, if one is given; else the tests build it.
BUILT = os.environ.get("BUILT", "")

CONF = """\
extensions = ["myst_parser", "session_notes", "session_exports", "session_search"]
myst_enable_extensions = ["colon_fence"]
smartquotes = False
html_theme = "basic"
html_last_updated_fmt = None
"""
_WARNING = re.compile(r"(.*?): WARNING: (.*) \[(?:session\.)?([\w.]+)\]$", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'")


class Compiled(BytecodeCache):
    """Keeps compiled templates: compiling them is half of a small build."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


TEMPLATES = Compiled()


def forget_other_builds() -> None:
    """Clear what Sphinx keeps of a build in this process and gives to the next."""
    # Words of the last build's language.
    locale.translators.clear()
    # Folders that a theme added to the list, which is the default of every project.
    Config.config_values["templates_path"].default.clear()


class Built(NamedTuple):
    """What one build did."""

    outdir: Path
    #: Every line of the warnings, with paths relative to the source directory.
    warnings: list[str]
    status: str
    #: The documents that were read, and those that were written.
    read: list[str]
    written: list[str]
    #: The documents that this process read itself, and no worker.
    read_here: list[str]
    env: BuildEnvironment

    @property
    def reported(self) -> list[tuple[str, str, list[str]]]:
        """File and line, code and quoted names of each warning, however it is worded."""
        found = [_WARNING.match(line) for line in self.warnings]
        return [(m[1], m[3], _QUOTED.findall(m[2])) if m else ("", "", []) for m in found]

    @property
    def domain(self) -> NotesDomain:
        """Our domain, as the build left it."""
        return cast("NotesDomain", self.env.domains["notes"])

    @property
    def catalog(self) -> Catalog:
        """The catalog over all pages."""
        return self.domain.catalog

    def text(self, name: str) -> str:
        """Return a file of the output."""
        return (self.outdir / name).read_text("utf-8")

    def tree(self, docname: str) -> document:
        """Return a document as it was pickled, placeholders and all."""
        return self.env.get_doctree(docname)


class Project:
    """A Sphinx project in a directory of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.srcdir = root / "src"
        self.builddir = root / "build"
        self.srcdir.mkdir(parents=True, exist_ok=True)
        self.write({"conf.py": CONF})

    def twin(self) -> Project:
        """Return a project of its own beside this one."""
        return Project(self.root / "twin")

    def write(self, files: Mapping[str, str | None]) -> Project:
        """Write *files* by their paths; None deletes one."""
        for name, content in files.items():
            path = self.srcdir / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
        return self

    def build(
        self,
        builder: str = "html",
        *,
        parallel: int = 0,
        clean: bool = False,
        on_page: Callable[[str], None] = lambda _name: None,
        **conf: Any,
    ) -> Built:
        """Build the project; with *clean*, from nothing. HTML calls *on_page* with each page."""
        if clean:
            shutil.rmtree(self.builddir, ignore_errors=True)
        read: list[str] = []
        written: list[str] = []
        here: list[str] = []
        forget_other_builds()
        app = SphinxTestApp(
            builder,
            srcdir=self.srcdir,
            builddir=self.builddir,
            parallel=parallel,
            confoverrides=conf,
        )
        if isinstance(app.builder, StandaloneHTMLBuilder):
            app.builder.templates.environment.bytecode_cache = TEMPLATES
        try:
            app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(names))
            app.connect("source-read", lambda _app, name, _text: here.append(name))
            app.connect("html-page-context", lambda _app, name, *_: on_page(name))
            app.connect("doctree-resolved", lambda _app, _tree, name: written.append(name))
            app.build()
            prefix = f"{self.srcdir}/"
            warnings = strip_colors(app.warning.getvalue()).replace(prefix, "")
            status = strip_colors(app.status.getvalue())
            lines = warnings.splitlines()
            return Built(app.outdir, lines, status, read, sorted(written), here, app.env)
        except Exception as error:
            # It ends with the page that was being read or written.
            error.add_note(strip_colors(app.status.getvalue())[-200:])
            raise
        finally:
            app.cleanup()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project, with a ``conf.py``."""
    return Project(tmp_path)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Return a folder of a name, which one of the workers of pytest-xdist fills for all of them."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = root / name
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unfinished = tmp_path_factory.mktemp(name)
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return made
