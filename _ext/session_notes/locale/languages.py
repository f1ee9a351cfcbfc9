"""The languages that a book may be written in: those that Babel knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from session_notes.model.messages import UNKNOWN_LANGUAGE
from session_notes.model.names import nearest, suggest
from session_notes.model.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from session_notes.model.problems import Problem

#: The name of our catalogue, in our own folder as in those of a project (``locale_dirs``).
CATALOGUE = "session_notes"
OURS = Path(__file__).parent
#: Languages that share the words of another.
_ALIKE = {
    "pt": "pt_BR",
    "zh": "zh_CN",
    **dict.fromkeys(("zh_Hant", "zh_HK", "zh_MO"), "zh_TW"),
}


def shipped() -> list[str]:
    """Return the languages that we have the words of."""
    return ["en", *sorted(path.parent.parent.name for path in OURS.glob("*/LC_MESSAGES/*.po"))]


def tag(language: str) -> str:
    """Return *language* as Sphinx writes it: ``zh_CN``, not ``ZH-cn``."""
    first, *rest = language.replace("-", "_").split("_")
    forms = (part.upper() if len(part) == 2 else part.title() for part in rest)
    return "_".join((first.lower(), *forms))


def catalogues(language: str, folders: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield the catalogues for *language*, best first: those of a project in *folders*, then ours.

    One for all regions of a language comes after that of a region.
    """
    names, wanted = {language: None}, tag(language)
    while wanted:
        names |= dict.fromkeys((wanted, _ALIKE.get(wanted, wanted)))
        wanted = wanted.rpartition("_")[0]
    for folder in (*folders, OURS):
        found = (_catalogue(folder, name) for name in names)
        yield from (path for path in found if path.is_file())


def _catalogue(folder: Path, name: str) -> Path:
    return folder / name / "LC_MESSAGES" / f"{CATALOGUE}.po"


def check_language(language: str, folders: Iterable[Path] = ()) -> list[Problem]:
    """Return a problem if there is no such language, and no catalogue of the project for it."""
    own = (_catalogue(folder, language) for folder in folders)
    if tag(language) in shipped() or any(path.is_file() for path in own) or known(language):
        return []
    where = Where("conf.py", 1)
    return [UNKNOWN_LANGUAGE.at(where, _hint(language), language=language)]


def known(language: str) -> bool:
    """Say whether Babel knows *language*."""
    # Babel takes longer to import than all else that a check needs.
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415

    try:
        Locale.parse(tag(language))
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _hint(unknown: str) -> str:
    """Suggest the language that was meant by its name, by its country, or by a mistyped code."""
    from babel import Locale  # noqa: PLC0415

    base, _, region = tag(unknown).partition("_")
    if region and known(base):
        return suggest([base])
    if len(base) == 2 and known(f"und_{base}"):
        country = Locale.parse(f"und_{base.upper()}")
        there = f"{country.language}_{country.territory}"
        return suggest([there if there in {*shipped(), *_ALIKE} else country.language])
    names = {name: code for code, name in Locale("en").languages.items() if known(code)}
    names |= {Locale.parse(code).get_display_name() or code: code for code in shipped()}
    names |= {code: code for code in (*names.values(), *shipped())}
    return suggest([names[name] for name in nearest(unknown, names, 1)])
