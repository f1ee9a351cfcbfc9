"""Checks and formats the message catalogues of the translated editions.

``make translate`` formats them after an update (``tidy``), ``make check-translations`` reports what
is wrong (``check``), with the file and the line of the message.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import PoFileError, escape, read_po, write_po
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locales"
EXTENSION = ROOT / "_ext" / "session_notes"
#: The lines of a header that do not change with the time.
KEPT = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-")

# -- what must be the same in every language ------------------------------------------------

_CODE = re.compile(r"(?<!`)(\{[^{}`]+\})?(`+)(.+?)\2(?!`)")
_ALL_CODE = re.compile(r"`[^`]+`(?:, `[^`]+`)*")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()]*\)")
_ADDRESS = re.compile(r"https?://[^\s<>()「」（）、。]*[^\s<>()「」（）、。.,;:!?]")
_TARGET = re.compile(r"<([^<>]+)>$")
_REFERENCE_LINK = re.compile(r"\][ ]?\[")
_PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
_HTML = re.compile(r"</?[a-z][^>]*>|<!--")


def markup(text: str) -> Counter[str]:
    """Return what *text* contains besides words: code, roles with targets, links, placeholders."""
    found: Counter[str] = Counter()

    def take_code(match: re.Match[str]) -> str:
        role, content = match[1], match[3]
        if role:
            target = _TARGET.search(content)
            content = target[1] if target else content
        found[f"{role or ''}`{content}`"] += 1
        return ""

    def take_link(match: re.Match[str]) -> str:
        found[f"[{'…' if match[1] else ''}]({match[2]})"] += 1
        return match[1]

    rest = _LINK.sub(take_link, _CODE.sub(take_code, text))
    found.update(_ADDRESS.findall(rest))
    found.update(_PLACE.findall(rest))
    found.update(_HTML.findall(rest))
    return found


def words(text: str) -> str:
    """Return *text* without what :func:`markup` finds in it; ``x`` stands for a piece of code."""

    def shown(match: re.Match[str]) -> str:
        return _TARGET.sub("", match[3]).strip() if match[1] else "x"

    return _ADDRESS.sub("x", _LINK.sub(r"\1", _CODE.sub(shown, text)))


# -- what Sphinx does not take for text ------------------------------------------------------

_MYST = create_md_parser(MdParserConfig(enable_extensions={"colon_fence"}), RendererHTML)


def is_text(translation: str) -> bool:
    """Return whether *translation* is a paragraph; Sphinx silently ignores it if not."""
    kinds = [token.type for token in _MYST.parse(translation)]
    return kinds == ["paragraph_open", "inline", "paragraph_close"]


def as_text(translation: str) -> str:
    """Return *translation* with a backslash before its first character, or after its number."""
    return re.sub(r"^\d*", r"\g<0>\\", translation)


# -- the style of the Japanese edition -------------------------------------------------------

_J = "ぁ-ゖァ-ヺー一-鿿々〆"
_JAPANESE = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {
            "full_width_letter": "[Ａ-Ｚａ-ｚ０-９]",
            "half_width_kana": "[ｦ-ﾟ｡｢｣､･]",
            "half_width_sign": rf"(?<=[{_J}、。」』）])[ ]?[,.;:!?()\"]"
            rf"|[,;:!?()\"][ ]?(?=[{_J}「『（])",
            "english_quotation_mark": rf"[“”‘’](?=[{_J}])|(?<=[{_J}])[“”‘’]",
            "space": rf"(?<=[{_J}、。」』）]) +(?=[\w「『（])|(?<=\w) +(?=[{_J}「『（])",
            "full_width_space": "(?<![？！])　|　$",
            "single_ellipsis": "(?<!…)…(?!…)",
            "single_dash": "(?<![―—])[―—](?![―—])",
            "wave": r"～|(?<=[\d日月時])[-–~](?=\d)",
            "no_long_vowel": "(?:サーバ|ユーザ|ドライバ|プロバイダ)(?!ー)"
            "|(?:スケジューラ|メンバ|オペレータ)(?!ー)|ルータ(?![ーブ])",
            "long_vowel": "アーキテクチャー|コンテナー",
            "emphasis_at_a_bracket": rf"(?<=[{_J}])\*+[「『（]|[」』）。、]\*+(?=[{_J}])",
            "line_break": "\n",
        }.items()
    )
)
#: The kind of a reference, which every catalogue keeps in English: the build translates it.
_KIND = re.compile(r"[a-z]+: ")


def slips(text: str) -> Iterator[str]:
    """Yield where *text* differs from the style of the Japanese edition."""
    plain = _KIND.sub("", words(text), count=1) if _KIND.match(text) else words(text)
    for match in _JAPANESE.finditer(plain):
        around = plain[max(0, match.start() - 8) : match.end() + 8].replace("\n", "⏎")
        yield f"{str(match.lastgroup).replace('_', ' ')} in '{around}'"


# -- checking a catalogue --------------------------------------------------------------------


def check(catalogue: Catalog, template: Catalog, language: str) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with *catalogue*, which translates *template*: a line and a message."""
    known = {message.id for message in template if message.id}
    yield from (
        (1, f"missing message '{text}': run make translate")
        for text in sorted(known - {message.id for message in catalogue if message.id})
    )
    for text in catalogue.obsolete:
        yield 1, f"obsolete: '{text}'; delete it"
    for message in catalogue:
        if message.id and message.id not in known:
            yield (
                message.lineno or 1,
                f"not in any page: '{message.id}'; run make translate",
            )
        elif message.id:
            yield from ((message.lineno or 1, said) for said in _check_message(message, language))


def _check_message(message: Message, language: str) -> Iterator[str]:
    text, translation = str(message.id), str(message.string)
    if not translation:
        yield f"not translated: '{text}'"
        return
    if message.fuzzy:
        yield f"fuzzy: '{text}'; check the translation, then delete the mark"
    ours, theirs = markup(text), markup(translation)
    lost, added = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
    if lost or added:
        yield f"markup lost: {', '.join(lost) or 'none'}; added: {', '.join(added) or 'none'}"
    if _REFERENCE_LINK.search(words(translation)):
        yield "link of the form [words][label]; write [words](target)"
    if translation != translation.strip() and text == text.strip():
        yield "space at the start or end"
    if translation != text and not is_text(translation):
        # Headings, too: Sphinx underlines them before it parses them.
        words_alone = as_text(translation)
        hint = f"write msgstr {escape(words_alone)}" if is_text(words_alone) else "write one line"
        yield f"'{translation}' is not a paragraph, so the page keeps '{text}'; {hint}"
    if language == "ja" and translation != text:
        yield from slips(translation)


def check_file(path: Path, template: Catalog, language: str) -> list[str]:
    """Return what is wrong with the catalogue at *path*, each with the file and the line."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    if not path.exists():
        return [f"{name}:1: missing file: run make translate"]
    try:
        content = path.read_bytes()
        catalogue = read(content)
    except (PoFileError, ValueError) as error:
        return [f"{name}:1: cannot be read: {error}"]
    found = [f"{name}:{line}: {said}" for line, said in check(catalogue, template, language)]
    if not found and tidy(catalogue, language) != content:
        found.append(f"{name}:1: not formatted: run make translate")
    return found


#: A piece of a template of books (``session-notes new book``) that is translated.
_TO_TRANSLATE = re.compile(r"§\{([^{}]+)\}")

# -- files ----------------------------------------------------------------------------------


def read(content: bytes) -> Catalog:
    """Return the catalogue that *content* is."""
    return read_po(io.BytesIO(content), abort_invalid=True)


def tidy(catalogue: Catalog, language: str) -> bytes:
    """Return *catalogue* as a file that only changes with its messages.

    Dates and line numbers, which change with every edit of a page, are left out. A message that is
    only code is the same in every language, except for the commas of Japanese.
    """
    for message in catalogue:
        if isinstance(message.id, str) and _ALL_CODE.fullmatch(message.id):
            message.string = message.id.replace("`, `", "`、`") if language == "ja" else message.id
            message.flags.discard("fuzzy")
            message.previous_id = []
    catalogue.header_comment = f"# The edition in the language '{language}'."
    catalogue.fuzzy = False
    file = io.BytesIO()
    write_po(file, catalogue, width=0, no_location=True)
    head, blank, body = file.getvalue().decode("utf-8").partition("\n\n")
    lines = [
        line for line in head.split("\n") if not line.startswith('"') or line[1:].startswith(KEPT)
    ]
    return ("\n".join(lines) + blank + body).encode("utf-8")


def words_of_the_extension() -> Catalog:
    """Return a template of the words of the extension."""
    template = Catalog()
    modules = (
        "model/schema.py",
        "locale/labels.py",
        "../session_exports/labels.py",
        "../session_books/labels.py",
        "../session_search/labels.py",
        "../session_import/words.py",
    )
    for path in (EXTENSION / module for module in modules):
        for line, text, _, _ in extract_from_file("python", path, keywords={"_": None}):
            template.add(text, locations=[(path.name, line)])
    for path in sorted((EXTENSION.parent / "session_import" / "template").rglob("*.in")):
        for text in _TO_TRANSLATE.findall(path.read_text("utf-8")):
            template.add(text, locations=[(path.name, 1)])
    return template


def catalogues(pots: Path) -> Iterator[tuple[Path, Catalog, str]]:
    """Yield the path of every catalogue that should exist, its template and its language."""
    for language in sorted(path.name for path in LOCALES.iterdir() if path.is_dir()):
        folder = LOCALES / language / "LC_MESSAGES"
        names = {path.relative_to(pots).with_suffix("") for path in pots.rglob("*.pot")}
        names |= {path.relative_to(folder).with_suffix("") for path in folder.rglob("*.po")}
        for name in sorted(names):
            pot = pots / name.with_suffix(".pot")
            template = read(pot.read_bytes()) if pot.exists() else Catalog()
            yield folder / name.with_suffix(".po"), template, language
    folders = *LOCALES.iterdir(), *(EXTENSION / "locale").iterdir()
    for language in sorted({path.name for path in folders if (path / "LC_MESSAGES").is_dir()}):
        ours = EXTENSION / "locale" / language / "LC_MESSAGES" / "session_notes.po"
        yield ours, words_of_the_extension(), language


def main(command: str, pots: Path) -> int:
    """Tidy all catalogues, or check them against the templates in *pots*."""
    wrong: list[str] = []
    for path, template, language in catalogues(pots):
        if command == "check":
            wrong += check_file(path, template, language)
            continue
        catalogue = read(path.read_bytes()) if path.exists() else Catalog(language)
        if path.is_relative_to(EXTENSION):
            # sphinx-intl has brought the others up to date.
            catalogue.update(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tidy(catalogue, language))
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
