"""A book in several languages: the values of each edition, and links between them.

Each edition is a build of its own, with another ``language``. In ``conf.py``::

    extensions = ["editions"]
    editions = {"en": "English", "ja": "日本語"}
    editions_values = {"ja": {"project": "ある会議"}}

Where the other editions are depends on who builds them: ``make html`` puts them side by side
(``editions_beside``), and on Read the Docs each is a project. An edition that is built alone has
no links to others. Templates get the links as ``editions``. The extension knows nothing about
sessions.
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

    Projects that are translations of each other are at ``/en/latest/`` and ``/ja/latest/``. The
    preview of a pull request has no other editions.
    """
    preview = environ.get("READTHEDOCS_VERSION_TYPE") == "external"
    match = _LANGUAGE_AND_VERSION.search(environ.get("READTHEDOCS_CANONICAL_URL", ""))
    return f"../../{{language}}/{match[1]}/" if match and not preview else ""


def set_values(app: Sphinx, config: Config) -> None:
    """Set the edition's own values, now that its language is known.

    The command line may set the language (``-D language=ja``) after ``conf.py`` has been read.
    Other values that it sets take precedence.
    """
    for name, value in config.editions_values.get(config.language, {}).items():
        if name not in config.overrides:
            config[name] = {**config[name], **value} if isinstance(value, dict) else value


def add_links(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the templates the address of this page in each edition."""
    context["editions"] = []
    config, beside = app.config, app.config.editions_beside
    if app.builder.name in {"html", "dirhtml"} and beside:
        for language, name in config.editions.items():
            address = beside.format(language=language) + app.builder.get_target_uri(page)
            link = context["content_root"] + address
            # Search engines need a full address.
            full = urljoin(config.html_baseurl, address) if config.html_baseurl else link
            context["editions"].append(
                {"language": language, "name": name, "link": link, "address": full}
            )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the values and the event handlers."""
    app.add_config_value(
        "editions",
        {},
        "html",
        frozenset({dict}),
        "The languages of the book, its own first, each with its name for itself.",
    )
    app.add_config_value(
        "editions_values",
        {},
        "",
        frozenset({dict}),
        "For each language, the values of conf.py that it changes; dictionaries are merged.",
    )
    app.add_config_value(
        "editions_beside",
        beside_on_read_the_docs(os.environ),
        "html",
        frozenset({str}),
        "Where '{language}' is, as seen from the root of an edition; empty if there is only one.",
    )
    # Before any extension uses a value.
    app.connect("config-inited", set_values, priority=0)
    app.connect("html-page-context", add_links)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
