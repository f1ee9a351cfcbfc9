"""How much of a page is translated.

Sphinx counts this, too. But it includes messages that it removes later (the fields at the top of a
page), and it never counts the captions of toctrees as translated.
"""

from __future__ import annotations

from gettext import NullTranslations, translation
from typing import TYPE_CHECKING

from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment


class _Nothing(NullTranslations):
    """Returns no translation for any message, where gettext would return the message itself."""

    def gettext(self, message: str) -> str:
        return ""


def progress(env: BuildEnvironment, docname: str, tree: Element) -> tuple[int, int]:
    """Return how many messages of the document *tree* are translated, and how many there are."""
    messages = {message for _, message in extract_messages(tree)}
    domain = docname_to_domain(docname, env.config.gettext_compact)
    done: set[str] = set()
    for folder in env.config.locale_dirs:
        try:
            found = translation(domain, env.srcdir / folder, [env.config.language])
        except OSError:
            continue
        found.add_fallback(_Nothing())
        done.update(filter(found.gettext, messages))
    return len(done), len(messages)
