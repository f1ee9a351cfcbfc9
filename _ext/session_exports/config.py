"""The values that a project may set in its ``conf.py`` for the exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from session_notes.model.names import did_you_mean
from session_notes.model.urls import is_address
from session_notes.sphinxext.api import refuse, settings_of

from session_exports.site import EXPORTS, FEEDS

if TYPE_CHECKING:
    from session_notes.sphinxext.api import Refuse
    from sphinx.config import Config

#: The package that an export needs.
_PACKAGES = {
    "calendar": "icalendar",
    "session-calendars": "icalendar",
    **dict.fromkeys(FEEDS.values(), "feedgenerator"),
}


@dataclass(frozen=True)
class ExportSettings:
    """The values of the exports."""

    exports: list[str] = field(
        default_factory=lambda: ["json-ld", "json", "sitemap"],
        metadata={
            "help": "What is published beside the pages. Calendars and the feed take "
            "'session-notes[exports]'; the feed and the sitemap take 'html_baseurl'.",
            "words": EXPORTS,
            "rebuild": "html",
            "types": frozenset({list, tuple, set, frozenset}),
        },
    )

    feed_entries: int = field(
        default=100,
        metadata={
            "help": "How many sessions the feed has at most: those that were changed last.",
            "rebuild": "html",
        },
    )

    downloads: dict[str, str] = field(
        default_factory=dict,
        metadata={
            "help": "The addresses of files of the whole book that its host offers, by their "
            "names, such as 'PDF'; 'session-files' lists them first.",
            "rebuild": "html",
        },
    )


def read(config: Config, refuse: Refuse) -> dict[str, Any]:
    """Return the valid values of the exports."""
    valid: dict[str, Any] = {}
    exports = config.session_exports
    if isinstance(exports, list | tuple | set | frozenset):
        # The command line can only write an empty list as an empty word.
        for name in sorted(set(map(str, exports)) - {*EXPORTS, ""}):
            suggestion = did_you_mean(name, EXPORTS) or f"there are {', '.join(EXPORTS)}"
            refuse("exports", f"there is no '{name}'", suggestion)
        valid["exports"] = [name for name in EXPORTS if name in exports]
    else:
        refuse("exports", f"{exports!r} is not a list", "write ['json-ld', 'json']")
    entries = config.session_feed_entries
    if isinstance(entries, int) and not isinstance(entries, bool) and entries > 0:
        valid["feed_entries"] = entries
    else:
        refuse("feed_entries", f"{entries!r} is no number above 0", "write 100")
    downloads = config.session_downloads
    if isinstance(downloads, dict) and all(is_address(str(url)) for url in downloads.values()):
        valid["downloads"] = {str(name): str(url) for name, url in downloads.items()}
    else:
        hint = "write {'PDF': 'https://…'}"
        refuse("downloads", f"{downloads!r} does not give an address for each name", hint)
    return valid


def is_available(export: str) -> bool:
    """Return whether the package that *export* needs is installed."""
    return export not in _PACKAGES or find_spec(_PACKAGES[export]) is not None


def report_missing_packages(config: Config) -> None:
    """Report each export whose package is not installed."""
    for export in settings_of(config, ExportSettings).exports:
        if not is_available(export):
            message = f"'{export}' takes the package {_PACKAGES[export]}"
            refuse(config, "exports", message, "install session-notes[exports], or leave it out")
