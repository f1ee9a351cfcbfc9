"""Words in several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Words(NamedTuple):
    """The same words in one language or several; the language '' serves all others."""

    by_language: tuple[tuple[str, str], ...] = ()

    def say(self, language: str) -> str:
        """Return the words in *language*, else in its base language, else the first given."""
        words = {_tag(given): text for given, text in reversed(self.by_language)}
        wanted = _tag(language)
        for candidate in (wanted, wanted.partition("-")[0], "", "en"):
            if candidate in words:
                return words[candidate]
        return next(self.all(), "")

    def all(self) -> Iterator[str]:
        """Yield the words of every language."""
        for _, words in self.by_language:
            yield words


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()
