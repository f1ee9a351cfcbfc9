"""Reading the catalogues that :mod:`~session_notes.locale.labels` takes its words from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import PoFileError, read_po

from session_notes.locale.labels import Labels, flaw
from session_notes.model.messages import BAD_CATALOGUE, BAD_TRANSLATION
from session_notes.model.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from session_notes.model.problems import Problem

#: The name of our catalogue, in our own folder as in those of a project (``locale_dirs``).
CATALOGUE = "session_notes"
OURS = Path(__file__).parent


def read_labels(language: str, folders: Iterable[Path]) -> tuple[Labels, list[Problem]]:
    """Return our words in *language*.

    A catalogue in one of a project's *folders* goes before ours: so a project has a language
    that we lack, or other words.
    """
    base = language.replace("-", "_").partition("_")[0]
    messages: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in (*folders, OURS):
        for name in dict.fromkeys((language, base)):
            path = folder / name / "LC_MESSAGES" / f"{CATALOGUE}.po"
            if path.exists():
                read, found = _read(path)
                messages = read | messages
                problems += found
    return Labels(language, messages), problems


def _read(path: Path) -> tuple[dict[str, str], list[Problem]]:
    problems: list[Problem] = []
    messages: dict[str, str] = {}
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        where = Where(path.as_posix(), getattr(error, "lineno", 0) + 1)
        return {}, [BAD_CATALOGUE.at(where, error=error)]
    for message in catalogue:
        text, translation = message.id, message.string
        if not (text and translation and isinstance(text, str) and isinstance(translation, str)):
            continue
        reason = flaw(text, translation)
        if reason:
            where = Where(path.as_posix(), message.lineno or 1)
            problems.append(
                BAD_TRANSLATION.at(where, translation=translation, flaw=reason, text=text)
            )
        elif not message.fuzzy:
            messages[text] = translation
    return messages, problems
