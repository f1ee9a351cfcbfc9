"""Writes the table of the directives and roles that docutils, Sphinx and MyST have.

``check`` needs it, because it imports none of them. A test asks to run
``PYTHONPATH=_ext python tools/registry.py`` when one of them is updated.
"""

from __future__ import annotations

import inspect
import json
import pkgutil
import tempfile
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import docutils
import myst_parser
import sphinx
from docutils.parsers.rst import directives, languages, roles
from docutils.parsers.rst.directives.images import Image
from docutils.parsers.rst.languages import en
from docutils.utils import new_document
from pygments.lexers import get_all_lexers  # type: ignore[import-untyped]
from sphinx import ext
from sphinx.application import Sphinx
from sphinx.highlighting import lexer_classes
from sphinx.util.docutils import docutils_namespace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.parsers.rst import Directive

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "_ext" / "session_notes" / "lint" / "registry.json"
BASE = "myst_parser"
#: The themes and extensions of our books that are not Sphinx's own.
OTHERS = ("session_books", "session_exports", "session_search", "editions", "sphinx_book_theme")
#: A theme of ours, and the one that it inherits from.
INHERITS = {"session_theme": "sphinx_book_theme"}
#: What the values of an option must be, by the function that converts them.
FORMS = {
    "nonnegative_int": "number",
    "positive_int": "number",
    "percentage": "percentage",
    "length_or_unitless": "length",
    "length_or_percentage_or_unitless": "length",
}


def extensions() -> list[str]:
    """Return the extensions that the table knows, without the first, which every book has."""
    names = [f"sphinx.ext.{module.name}" for module in pkgutil.iter_modules(ext.__path__)]
    return [*names, *OTHERS]


def names_of(extension: str) -> tuple[dict[str, Any], set[str]]:
    """Return the directives and roles of a book with *extension*."""
    with tempfile.TemporaryDirectory() as folder, docutils_namespace():
        out = f"{folder}/out"
        settings = {"extensions": [BASE, extension]}
        app = Sphinx(folder, None, out, out, "dummy", settings, status=None)
        found = dict(_directives(app))
        names = {*en.roles, *vars(roles)["_roles"]}
        for domain in app.env.domains.sorted():
            names |= {f"{domain.name}:{name}" for name in domain.roles}
        return found, {name for name in names if name}


def _directives(app: Sphinx) -> Iterator[tuple[str, Any]]:
    for name in (*en.directives, *vars(directives)["_directives"]):
        found, _ = directives.directive(name, cast("Any", en), new_document(""))
        if found:
            yield name, describe(found)
    for domain in app.env.domains.sorted():
        for name, directive in domain.directives.items():
            yield f"{domain.name}:{name}", describe(directive)


def describe(directive: type[Directive]) -> list[Any]:
    """Return how many arguments it needs and takes, whether it has content, and its options.

    The last argument may have spaces: then the second number is 0, as if any number were taken.
    """
    needs = directive.required_arguments
    takes = 0 if directive.final_argument_whitespace else needs + directive.optional_arguments
    if not needs + directive.optional_arguments:
        takes = -1
    content = int(directive.has_content)
    runs = (inspect.getsource(vars(one)["run"]) for one in directive.__mro__ if "run" in vars(one))
    if any("assert_has_content" in run for run in runs):
        content = 2
    spec = directive.option_spec or {}
    forms = {name: form(spec[name]) for name in sorted(spec)}
    if issubclass(directive, Image):
        # The others are for images in a line.
        forms["align"] = [*Image.align_h_values]
    return [needs, takes, content, forms]


def form(convert: Callable[[str], Any]) -> str | list[str]:
    """Return what a value must be: one of a list, or of a form; empty if that is not known."""
    name = getattr(convert, "__name__", "")
    if name in FORMS or convert is int:
        return FORMS.get(name, "number")
    try:
        convert("\0")
    except ValueError as error:
        choices = str(error).partition("choose from ")[2].split('"')[1::2]
        return [*choices, *([""] if choices and _takes_nothing(convert) else [])] or ""
    except Exception:  # noqa: BLE001 - whatever it is, it says nothing about the values
        return ""
    return ""


def _takes_nothing(convert: Callable[[Any], Any]) -> bool:
    try:
        convert(None)
    except ValueError:
        return False
    return True


def translated() -> dict[str, dict[str, dict[str, str]]]:
    """Return what docutils calls directives and roles in other languages, by language."""
    found = {}
    for module in pkgutil.iter_modules(languages.__path__):
        if module.name != "en":
            language = import_module(f"{languages.__name__}.{module.name}")
            found[module.name] = {
                "directives": {k: v for k, v in language.directives.items() if k != v},
                "roles": {k: v for k, v in language.roles.items() if k != v},
            }
    return found


def table() -> dict[str, Any]:
    """Return the whole table."""
    base, core = names_of(BASE), names_of("session_notes")
    known: dict[str, Any] = {"": {"directives": base[0], "roles": sorted(base[1])}}
    for name in extensions():
        found, has = names_of(name)
        added = {key: found[key] for key in found if key not in core[0]}
        known[name] = {"directives": added, "roles": sorted(has - core[1])}
    known |= {name: known[base] for name, base in INHERITS.items()}
    aliases = (names for _, names, _, _ in get_all_lexers(plugins=False))
    packages = (docutils, sphinx, myst_parser)
    return {
        "made of": {package.__name__: package.__version__ for package in packages},
        "extensions": known,
        "languages": translated(),
        "lexers": sorted({*lexer_classes, *chain.from_iterable(aliases)}),
    }


def text() -> str:
    """Return the text of the file."""
    return json.dumps(table(), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    TABLE.write_text(text(), "utf-8")
