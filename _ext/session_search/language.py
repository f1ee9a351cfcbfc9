"""Japanese and Chinese in Sphinx's own search.

Sphinx splits English text at spaces, which Japanese does not have. It splits Japanese text by
guessing at words, but does not do the same with a query (sphinx-doc/sphinx #13395). Either way,
many words are not found, and in a book in Chinese the search ends in an error. What is said of
Japanese here is true of Chinese, too: its characters are kanji. However, Sphinx also looks inside
the words of the index for a query of three or more characters. So a run of Japanese is indexed
whole, and a bar between its characters makes even a query of one or two characters long enough:
``|表|現|`` is part of ``||正|規|表|現|``. The second bar at the start keeps a whole run from being
equal to a query, because Sphinx would then stop looking. So the search finds exactly the pages
that contain the word. Full-width letters and half-width katakana are normalized on both sides,
and Latin words next to Japanese are words of their own, with Sphinx's stemmer.

``language.js`` does the same to the query.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from session_notes.sphinxext.api import settings_of
from sphinx.search import languages
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from session_notes.sphinxext.api import Refuse
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.search import SearchLanguage

#: Kana, kanji, and the marks that repeat or prolong them.
_JAPANESE: Final = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: A number belongs to what it counts: a search for 3日目 does not find every 日目.
_TOKEN: Final = re.compile(f"[0-9]*[{_JAPANESE}]+|[^\\W{_JAPANESE}]+")
#: The characters that have other forms. Letters elsewhere stay as Sphinx has them.
_FORMS: Final = re.compile("[\u3040-\u30ff\u3200-\u33ff\uf900-\ufaff\uff00-\uffef]+")
_IS_JAPANESE: Final = re.compile(f"[{_JAPANESE}]")


@dataclass(frozen=True)
class SearchSettings:
    """The value that a project may set in its ``conf.py`` for the search."""

    search: bool = field(
        default=True,
        metadata={
            "help": "Whether the search of books in English, Japanese and Chinese finds Japanese "
            "and Chinese words wherever they stand; if not, it is left as Sphinx has it.",
            "rebuild": "html",
        },
    )


def read(config: Config, _refuse: Refuse) -> dict[str, Any]:
    """Return the value of the search; any value is true or false."""
    return {"search": bool(config.session_search)}


class SearchBoth(SearchEnglish):
    """English as in Sphinx, and Japanese."""

    js_splitter_code = Path(__file__).with_suffix(".js").read_text("utf-8")

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # Sphinx caches the stems of one page, but all pages of a book use the same words.
        self._stems: dict[str, str] = {}

    def split(self, input: str) -> list[str]:  # noqa: A002 (Sphinx's name)
        """Return the Latin words and the Japanese runs of *input*."""
        return _TOKEN.findall(
            _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), input)
        )

    def stem(self, word: str) -> str:
        """Return *word* as the index has it."""
        if _IS_JAPANESE.search(word):
            return f"||{'|'.join(word)}|"
        if word not in self._stems:
            self._stems[word] = super().stem(word)
        return self._stems[word]


class SearchBothInJapanese(SearchBoth):
    """The same for a book in Japanese.

    Its ``language_name`` remains English, because Sphinx 9.0 finds the stemmer in the browser by
    it.
    """

    lang = "ja"


class SearchBothInChinese(SearchBoth):
    """The same for a book in Chinese, simplified or traditional."""

    lang = "zh"


#: The search languages that each of ours replaces.
_STOCK: Final[dict[type[SearchBoth], type[SearchLanguage] | str]] = {
    SearchBoth: SearchEnglish,
    SearchBothInJapanese: "sphinx.search.ja.SearchJapanese",
    SearchBothInChinese: "sphinx.search.zh.SearchChinese",
}


def choose_search(app: Sphinx, config: Config) -> None:
    """Replace Sphinx's own search languages, but not those of another extension.

    The Japanese one is not replaced either if the project has chosen its splitter. The languages
    belong to the process, which may build other projects, so a replacement is also undone.
    """
    wanted = settings_of(config, SearchSettings).search
    for ours, stock in _STOCK.items():
        splits = ours.lang == "ja" and "type" in config.html_search_options
        if languages.get(ours.lang) in (stock, ours):
            languages[ours.lang] = ours if wanted and not splits else stock
