"""The extension's own words, in the language of the site and in no other."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sphinx.locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from catalogues import EXTENSION, read, words_of_the_extension
from conftest import Project
from exact import clean_build, differences
from session_notes.locale import labels
from session_notes.locale.labels import Labels, fields, flaw, read_labels
from session_notes.model.problems import Where
from session_notes.model.schema import KINDS
from sphinx.testing.util import SphinxTestApp

TEXTS = [str(message.id) for message in words_of_the_extension() if message.id]
TUESDAY = date(2015, 5, 19)
DATES = {"EEEE d MMMM y", "EEE d MMM", "EEEE d MMMM", "HH:mm"}

BOOK = {
    "index.md": "# x\n\n```{toctree}\none\nbrowse\n```\n",
    "one.md": (
        "---\ndate: 2015-05-19\n---\n# x\n\n"
        "::::{session} y\n:id: y\n:track: t\n:kind: panel\n:time: 9:00-9:30\n:room: 109\n"
        ":speakers: Å (Ö) [moderator]; Ü (Ö); Ä [host]\n:topics: ä, ö\n:attendance: 9\n"
        ":video: https://9.9/\n\n- y, [](#z)\n\n:::{impressions}\n- y\n:::\n::::\n\n"
        "::::{talk} z\n:id: z\n:topics: ä\n::::\n"
    ),
    "browse.md": "# x\n\n"
    + "".join(
        f"```{{{name}}}\n```\n\n"
        for name in (
            *("topic-index", "speaker-index", "track-index", "session-list"),
            *("session-table", "topic-table", "translation-table"),
        )
    ),
    "undated.md": "---\norphan: true\n---\n# x\n\n::::{session} w\n:id: w\n::::\n",
    "_data/topics.yml": (
        "ä-1: {label: ä, aliases: [å, é], description: 9, parent: o}\no: ö\nu: ü\n".replace(
            "ä-", "a-"
        )
    ),
    "_data/tracks.yml": "t: {label: {qq: þ, '': t}}\n",
}


def catalogue(path: Path, messages: dict[str, str]) -> None:
    made = Catalog("fr")
    for text, translation in messages.items():
        made.add(text, translation)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, made)


def pseudo(text: str) -> str:
    """Translate into a language that has no letter of ours."""
    if text in DATES:
        return re.sub(r"E+", "'Æ'", text).replace("MMMM", "M").replace("MMM", "M")
    pieces = re.split(r"(\{\w+\})", text)
    return "«" + "".join(p if p[:1] == "{" else re.sub(r"[A-Za-z]+", "Æ", p) for p in pieces) + "»"


# -- the catalogues that we ship ------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((EXTENSION / "locale").rglob("*.po")), ids=str)
def test_a_catalogue_says_all_that_we_say_and_no_more(path: Path) -> None:
    found = read(path.read_bytes())
    assert [message.id for message in found if message.id] == TEXTS
    assert [m.id for m in found if m.id and (not m.string or m.fuzzy)] == []
    assert [m.id for m in found if m.id and flaw(str(m.id), str(m.string))] == []
    assert not found.obsolete


def test_every_word_is_marked_for_the_catalogues() -> None:
    said = {value for value in vars(Labels()).values() if isinstance(value, str)} - {"en"}
    said |= {*KINDS.values(), *labels.REFERENCE_KINDS.values(), *labels.ROLES.values()}
    assert said <= set(TEXTS)


def test_japanese() -> None:
    ja, problems = read_labels("ja", [])
    assert problems == []
    assert ja.day(TUESDAY) == "2015年5月19日（火）"
    assert ja.short_day(TUESDAY) == "5月19日（火）"
    assert ja.span(540, 580) == "9:00〜9:40"
    assert ja.span(880, None) == "14:40"
    assert ja.room("109") == "109号室"
    assert ja.room("Ballroom") == "Ballroom"
    assert (ja.kind("keynote", {}), ja.role("Moderator")) == ("基調講演", "司会")
    assert ja.reference_kind("video") == "動画："
    assert ja.share(2, 3) == "66%（3件中2件）"
    assert read_labels("ja_JP", [])[0].topics == ja.topics


@pytest.mark.parametrize(
    ("language", "day", "short_day", "time_of_day"),
    [
        ("de", "Dienstag, 19. Mai 2015", "Di., 19. Mai", "09:05"),
        ("fr", "mardi 19 mai 2015", "mar. 19 mai", "09:05"),
        ("es", "martes, 19 de mayo de 2015", "mar, 19 may", "9:05"),
        ("es_MX", "martes, 19 de mayo de 2015", "mar 19 de may", "09:05"),
        ("ko", "2015년 5월 19일 화요일", "5월 19일 (화)", "09:05"),
        ("zh_CN", "2015年5月19日星期二", "5月19日周二", "09:05"),
        ("zh-TW", "2015年5月19日 星期二", "5月19日 週二", "09:05"),
        ("hu", "2015. május 19., kedd", "máj. 19., K", "9:05"),
        ("fi", "tiistai 19. toukokuuta 2015", "ti 19.5.", "9.05"),
        ("pl", "wtorek, 19 maja 2015", "wt., 19 maj", "09:05"),
        ("en_US", "Tuesday 19 May 2015", "Tue 19 May", "09:05"),
    ],
)
def test_dates_have_the_order_and_the_marks_of_the_language(
    language: str, day: str, short_day: str, time_of_day: str
) -> None:
    said = Labels(language)
    shown = said.day(TUESDAY), said.short_day(TUESDAY), said.span(545, None)
    assert shown == (day, short_day, time_of_day)


def test_numbers_have_the_marks_of_the_language() -> None:
    shown = {code: Labels(code).number(21713) for code in ("en", "de", "fr", "ja")}
    narrow = "\N{NARROW NO-BREAK SPACE}"
    assert shown == {"en": "21,713", "de": "21.713", "fr": f"21{narrow}713", "ja": "21,713"}


def test_babel_has_the_patterns_of_every_language_of_sphinx() -> None:
    for path in Path(sphinx.locale.__file__).parent.iterdir():
        if path.is_dir() and path.name[0] != "_":
            assert "15" in Labels(path.name).day(TUESDAY)


def test_an_unknown_language_is_english() -> None:
    unknown, problems = read_labels("tlh", [])
    assert unknown.day(TUESDAY) == "Tuesday 19 May 2015"
    assert [problem.where for problem in problems] == [Where("conf.py", 1)]


@pytest.mark.parametrize(
    ("language", "topics"),
    [
        *[("pt", "Tópicos"), ("pt_PT", "Tópicos"), ("pt-br", "Tópicos"), ("de_AT", "Themen")],
        *[("zh", "主题"), ("zh_Hans", "主题"), ("zh_SG", "主题")],
        *[("zh_HK", "主題"), ("zh_Hant", "主題"), ("zh_Hant_HK", "主題")],
    ],
)
def test_a_region_has_the_words_of_another(language: str, topics: str) -> None:
    words, problems = read_labels(language, [])
    assert (words.topics, problems) == (topics, [])


# -- catalogues of a project ----------------------------------------------------------------


def test_a_project_may_have_a_language_that_we_lack(tmp_path: Path) -> None:
    catalogue(tmp_path / "eo/LC_MESSAGES/session_notes.po", {"Topics": "Temoj"})
    assert read_labels("eo", [tmp_path])[0].topics == "Temoj"


def test_a_project_may_say_it_otherwise(tmp_path: Path) -> None:
    catalogue(tmp_path / "ja/LC_MESSAGES/session_notes.po", {"Topics": "話題"})
    found = read_labels("ja", [tmp_path])[0]
    assert (found.topics, found.speakers) == ("話題", read_labels("ja", [])[0].speakers)


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        pytest.param("Room {name}", "Salle", id="lost"),
        pytest.param("Room {name}", "Salle {nom}", id="other"),
        pytest.param("Topics", "Sujets {", id="open"),
        pytest.param("Topics", "Sujets {x}", id="new"),
        pytest.param("EEEE d MMMM y", "y MMMMMMMMMM", id="no date"),
    ],
)
def test_a_bad_translation_is_told_and_not_used(
    project: Project, text: str, translation: str
) -> None:
    path = project.srcdir / "locales/fr/LC_MESSAGES/session_notes.po"
    catalogue(path, {"Track": "Piste", text: translation})
    line = next(
        n for n, s in enumerate(path.read_text().splitlines(), 1) if s.startswith(f'msgid "{text}')
    )
    built = project.write(BOOK).build("html", language="fr", suppress_warnings=["myst"])
    told = [warning for warning in built.warnings if "[session.data]" in warning]
    assert len(told) == 1
    assert told[0].startswith(f"locales/fr/LC_MESSAGES/session_notes.po:{line}: WARNING: ")
    assert f"translate '{text}'" in told[0]


def test_a_catalogue_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "it/LC_MESSAGES/session_notes.po"
    path.parent.mkdir(parents=True)
    for content in (b'msgid "a"\nmsgstr "\xff"\n', b"nonsense\n"):
        path.write_bytes(content)
        found, problems = read_labels("it", [tmp_path])
        assert [problem.where.source for problem in problems] == [path.as_posix()]
        assert found.topics == "Topics"


# -- whole pages ----------------------------------------------------------------------------


def test_a_third_language_is_one_more_catalogue(project: Project) -> None:
    # Every word of the page that an author wrote is without English; so is every word of ours.
    path = project.srcdir / "locales/qq/LC_MESSAGES/session_notes.po"
    catalogue(path, {text: pseudo(text) for text in TEXTS})
    catalogue(project.srcdir / "locales/qq/LC_MESSAGES/one.po", {"y": "þ"})
    built = project.write(BOOK).build("text", language="qq", suppress_warnings=["session", "toc"])
    said = "\n".join(built.text(f"{name}.txt") for name in ("one", "browse", "undated"))
    assert re.findall(r"[A-Za-z]{2,}", said.replace("https", "")) == []
    assert re.search(r"«\d+% \(\d+ Æ \d+\)»", said)
    english = project.twin().write(BOOK).build("text", suppress_warnings=["session", "toc"])
    used = "\n".join(english.text(f"{name}.txt") for name in ("one", "browse", "undated"))
    # And the pages did say most of what can be said.
    for text in (
        "Speakers",
        "Part of: ",
        "Covers: ",
        "Also: ",
        "No track",
        "No date",
        "This edition",
        "in y",
    ):
        assert text in used


def test_two_builds_in_one_process_do_not_hear_each_other(tmp_path: Path) -> None:
    # Sphinx keeps its own words in a module, where the last build to start would win.
    apps = []
    for language in ("ja", "en"):
        home = Project(tmp_path / language).write(BOOK)
        overrides = {"language": language}
        apps.append(
            SphinxTestApp(
                "text", srcdir=home.srcdir, builddir=home.builddir, confoverrides=overrides
            )
        )
    try:
        for app in apps:
            app.build()
        japanese, english = ((app.outdir / "one.txt").read_text("utf-8") for app in apps)
    finally:
        for app in apps:
            app.cleanup()
    assert "2015年5月19日（火）" in japanese
    assert "Tuesday" not in japanese
    assert "Tuesday 19 May 2015" in english


def test_pages_follow_a_change_of_our_words(project: Project) -> None:
    path = project.srcdir / "locales/ja/LC_MESSAGES/session_notes.po"
    project.write(BOOK).build("html", language="ja", suppress_warnings=["session", "toc"])
    catalogue(path, {"Topics": "話題"})
    options: dict[str, Any] = {"language": "ja", "suppress_warnings": ["session", "toc"]}
    again = project.build("html", **options)
    assert "話題" in again.text("one.html")
    assert differences(again.outdir, clean_build(project, "html", **options).outdir) == []
    assert project.build("html", **options).written == []


@pytest.mark.parametrize(
    ("pattern", "names"), [("{b} of {a}", ["a", "b"]), ("plain", []), ("{{}}", [])]
)
def test_fields(pattern: str, names: list[str]) -> None:
    assert fields(pattern) == names
