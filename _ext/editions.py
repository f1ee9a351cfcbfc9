"""A book in several languages: the titles of each edition, and the way from one to the other.

Every edition is a build of its own, with another ``language``. Where the others are is known to
whoever builds them: ``make html`` puts them side by side, Read the Docs makes of each a project.
A book that is built alone shows no way to anywhere.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_LANGUAGE_AND_VERSION = re.compile(r"/[A-Za-z-]+/([^/]+)/$")


def beside_on_read_the_docs(environ: Mapping[str, str]) -> str:
    """Return where Read the Docs has the other editions, as seen from the root of one.

    Projects that are translations of each other stand at ``/en/latest/``, ``/ja/latest/``. The
    preview of a pull request stands alone.
    """
    preview = environ.get("READTHEDOCS_VERSION_TYPE") == "external"
    match = _LANGUAGE_AND_VERSION.search(environ.get("READTHEDOCS_CANONICAL_URL", ""))
    return f"../../{{language}}/{match[1]}/" if match and not preview else ""


def settle(app: Sphinx, config: Config) -> None:
    """Give the edition its own values, now that its language is known.

    The command line may name it (``-D language=ja``), which is after ``conf.py`` was read; what
    else the command line names stays.
    """
    for name, value in config.editions_values.get(config.language, {}).items():
        if name not in config.overrides:
            config[name] = {**config[name], **value} if isinstance(value, dict) else value


def lead(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Tell the templates where this page is in each edition."""
    context["editions"] = []
    config, beside = app.config, app.config.editions_beside
    if app.builder.name in {"html", "dirhtml"} and beside:
        for language, name in config.editions.items():
            root = beside.format(language=language)
            address = root + app.builder.get_target_uri(page)
            context["editions"].append(
                {
                    "language": language,
                    "name": name,
                    "link": context["content_root"] + address,
                    # Search engines want it in full.
                    "address": urljoin(config.html_baseurl, address)
                    if config.html_baseurl
                    else context["content_root"] + address,
                }
            )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the values and what is done with them."""
    app.add_config_value(
        "editions",
        {},
        "html",
        frozenset({dict}),
        "The languages of the book, the first of which is its own, each with its name for itself.",
    )
    app.add_config_value(
        "editions_values",
        {},
        "",
        frozenset({dict}),
        "For a language, the values that conf.py would have in it; dictionaries are merged.",
    )
    app.add_config_value(
        "editions_beside",
        beside_on_read_the_docs(os.environ),
        "html",
        frozenset({str}),
        "Where '{language}' is, as seen from the root of an edition; empty for one alone.",
    )
    # Before anybody takes a value for what it is.
    app.connect("config-inited", settle, priority=0)
    app.connect("html-page-context", lead)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
