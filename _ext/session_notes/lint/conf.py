"""The settings of a project, read without running any of its code."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from session_notes.lint.literals import Literals
from session_notes.lint.markdown import extensions_of
from session_notes.lint.registry import Registry
from session_notes.model.names import slug
from session_notes.model.schema import KINDS

if TYPE_CHECKING:
    from pathlib import Path


class Conf(NamedTuple):
    """What ``conf.py`` sets, as far as that is known without running it."""

    data_dir: str
    #: The kinds of session; None if they are only known by running ``conf.py``.
    kinds: frozenset[str] | None
    root_doc: str
    exclude: tuple[str, ...]
    language: str
    #: Whether links may lead to other projects, whose inventories only the build has.
    intersphinx: bool
    #: The extensions of Sphinx; None if they may load others.
    loaded: frozenset[str] | None
    #: The extensions of MyST's syntax.
    extensions: tuple[str, ...]
    #: Whether MyST makes links of schemes that only a build knows.
    url_schemes: bool
    #: The folders besides the source directory whose files pages may use.
    file_roots: tuple[str, ...]
    #: The line that may exclude other pages, too, which only running it can tell; 0 for none.
    excludes: int
    #: The directives and roles that its extensions have.
    registry: Registry
    #: The warnings that a build does not show.
    suppressed: tuple[str, ...]
    #: Whether headings may have ids that links can name.
    heading_anchors: bool
    #: Whether it may define substitutions for pages in reStructuredText.
    substitutions: bool


def read_conf(root: Path) -> Conf:
    """Read the settings of a project, without running any of its code."""
    source, path = b"", root / "conf.py"
    with suppress(OSError):
        # Reading a pipe would never end.
        source = path.read_bytes() if path.is_file() else b""
    literals = Literals(source)
    values, unknown = literals.values, literals.unknown
    extra, kinds = values.get("session_kinds", {}), None
    if isinstance(extra, dict):
        kinds = frozenset((*KINDS, *(slug(kind) for kind in extra if isinstance(kind, str))))

    # It may also add directives itself.
    is_open = "extensions" in unknown or "*" in unknown or b"def setup(" in source
    open_extensions = ["conf.py"] if is_open else []

    def text(name: str, default: str) -> str:
        value = values.get(name)
        return value if isinstance(value, str) and value else default

    def texts(name: str) -> tuple[str, ...]:
        value = values.get(name)
        return tuple(map(str, value)) if isinstance(value, list | tuple | set) else ()

    extensions = [*texts("extensions"), *open_extensions]
    registry = Registry(extensions, text("html_theme", "basic"), text("language", "en"))
    return Conf(
        text("session_data_dir", "_data"),
        kinds,
        text("root_doc", text("master_doc", "index")),
        texts("exclude_patterns"),
        text("language", "en"),
        "intersphinx_mapping" in values,
        None if registry.others else frozenset(texts("extensions")),
        tuple(extensions_of(texts("myst_enable_extensions"), values.get)),
        "myst_url_schemes" in values,
        texts("session_file_roots"),
        unknown.get("exclude_patterns", unknown.get("*", 0)),
        registry,
        texts("suppress_warnings"),
        b"myst_heading_anchors" in source,
        b"rst_prolog" in source or b"rst_epilog" in source,
    )
