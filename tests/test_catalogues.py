"""The check of the translations finds each kind of mistake, and accepts good Japanese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from catalogues import check, check_file, markup, read, slips, tidy

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project


def one(text: str, translation: str, **more: object) -> Catalog:
    made = Catalog("ja")
    made.add(text, translation, **more)  # type: ignore[arg-type]
    return made


def said(text: str, translation: str) -> list[str]:
    return [reason for _, reason in check(one(text, translation), one(text, ""), "ja")]


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        pytest.param("See [this](#a).", "[これ](#b)を見る。", id="target of a link"),
        pytest.param("See [](#a).", "[これ](#a)を見る。", id="words where the title was"),
        pytest.param("See [this](#a).", "見る。", id="no link"),
        pytest.param("See this.", "[これ](#a)を見る。", id="a link more"),
        pytest.param("See {session}`x <a>`.", "{session}`あ <b>`", id="target of a role"),
        pytest.param("See {session}`a`.", "{topic}`a`", id="role"),
        pytest.param("Set `--ovn`.", "`-ovn`を付ける。", id="code"),
        pytest.param("Set `--ovn`.", "--ovnを付ける。", id="no code"),
        pytest.param("At https://a.org/b.", "https://a.org/cにある。", id="address"),
        pytest.param("Bold", "<b>太字</b>", id="html"),
        pytest.param("By %(name)s", "作者：%(nom)s", id="name to fill in"),
        pytest.param("By {name}", "作者", id="no name to fill in"),
    ],
)
def test_markup_is_that_of_the_source(text: str, translation: str) -> None:
    assert [reason[:12] for reason in said(text, translation)] == ["markup lost:"]


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("See [this](#a) and [that](b.md).", "[それ](b.md)と[これ](#a)を見る。"),
        ("See {session}`x <a>`, `b`.", "`b`と{session}`あ <a>`を見る。"),
        ("See {session}`a`.", "{session}`エー <a>`を見る。"),
        ("A [deck](https://a.org/x_(y)).", "[スライド](https://a.org/x_(y))"),
        ("At https://a.org/b.", "場所はhttps://a.org/b。"),
        ("review: [review 1](https://a.org/1)", "review: [レビュー1](https://a.org/1)"),
        ("OVN: Native (for all)", "OVN: Native (for all)"),
    ],
)
def test_a_good_translation_passes(text: str, translation: str) -> None:
    assert said(text, translation) == []


@pytest.mark.parametrize(
    ("translation", "written"),
    [
        ("1. 日を開く", r"1\\. 日を開く"),
        ("2015) 年", r"2015\\) 年"),
        ("- 足す", r"\\- 足す"),
        ("# 見出し", r"\\# 見出し"),
        ("> 引用", r"\\> 引用"),
        ("% 注", r"\\% 注"),
        (":::題", r"\\:::題"),
        ("(題)=", r"\\(題)="),
    ],
)
def test_what_is_not_text_is_reported_with_what_to_write(translation: str, written: str) -> None:
    *_, last = [found for found in said("A title", translation) if "is not a paragraph" in found]
    assert last == (
        f"'{translation}' is not a paragraph, so the page keeps 'A title'; "
        f'write msgstr "{written}"'
    )
    mended = written.replace("\\\\", "\\")
    assert not [found for found in said("A title", mended) if "is not a paragraph" in found]


def test_two_paragraphs_are_not_text() -> None:
    assert said("A title", "一\n\n二")[0].endswith("; write one line")


def test_sphinx_ignores_a_list_and_takes_what_is_suggested(project: Project) -> None:
    texts = {"1. Open the day": "1. 日を開く", "2. Write": r"2\. 書く", "3. Send": "送る"}
    catalogue = Catalog("ja")
    for text, translation in texts.items():
        catalogue.add(text, translation)
    project.write(
        {
            "index.md": "# A\n\n" + "".join(f"## {text}\n\nb\n\n" for text in texts),
            "locales/ja/LC_MESSAGES/index.po": tidy(catalogue, "ja").decode(),
        }
    )
    text = project.build("text", language="ja", gettext_compact=False).text("index.txt")
    assert [line for line in text.splitlines() if re.match(r"\d|送", line)] == [
        *("1. Open the day", "2. 書く", "送る")
    ]


def test_markup_counts() -> None:
    assert markup("`a` `a` [b](c)") == {"`a`": 2, "[…](c)": 1}


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("ＯＶＮの講演", "full width letter"),
        ("2015年５月", "full width letter"),
        ("ﾈｯﾄﾜｰｸ", "half width kana"),
        ("講演,質疑", "half width sign"),
        ("岩本(筆者)", "half width sign"),
        ("本当か?", "half width sign"),
        ("題: 講演", "half width sign"),
        ("“講演”だ", "english quotation mark"),
        ("OVN の講演", "space"),
        ("講演 OVN", "space"),
        ("講演 質疑", "space"),
        ("講演　質疑", "full width space"),
        ("そして…終わる", "single ellipsis"),
        ("講演—質疑", "single dash"),
        ("18～22日", "wave"),
        ("4–5人", "wave"),
        ("サーバが落ちた", "no long vowel"),
        ("ルータの設定", "no long vowel"),
        ("アーキテクチャー", "long vowel"),
        ("これは**「講演」**です", "emphasis at a bracket"),
        ("一行目\n二行目", "line break"),
    ],
)
def test_a_mistake_is_found(text: str, slip: str) -> None:
    assert [found.partition(" in '")[0] for found in slips(text)][:1] == [slip]


@pytest.mark.parametrize(
    "text",
    [
        "OVNの講演は14:40から。",
        "Open vSwitchとDaum Kakaoの話（約6,000人）。",
        "本当か？　そうらしい！",
        "18〜22日、4〜5人",
        "そして……終わる――そう聞いた。",
        "サーバー、ユーザー、ルーター、ドライバー、サーバーレス、ルーティング",
        "「**講演**」と**言った**人",
        "`a, b (c)`を使う。",
        "「Does OpenStack really need Neutron?」という項目",
        "RFE（request for enhancement）は1.6 PB",
        "v2.0・review: 12",
    ],
)
def test_good_japanese_passes(text: str) -> None:
    assert list(slips(text)) == []


def test_what_a_catalogue_lacks_or_has_in_excess_is_reported() -> None:
    catalogue = one("Old", "古い")
    catalogue.add("Kept", "残る", flags=["fuzzy"])
    catalogue.add("Empty", "")
    catalogue.obsolete["Gone"] = one("Gone", "消えた")["Gone"]
    template = one("Kept", "")
    template.add("Empty")
    template.add("New")
    reasons = [reason.partition(";")[0] for _, reason in check(catalogue, template, "ja")]
    assert reasons == [
        "missing message 'New': run make translate",
        "obsolete: 'Gone'",
        "not in any page: 'Old'",
        "fuzzy: 'Kept'",
        "not translated: 'Empty'",
    ]


def test_a_file_is_checked_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "day.po"
    template = one("A server", "")
    assert check_file(path, template, "ja") == ["day.po:1: missing file: run make translate"]
    path.write_bytes(tidy(one("A server", "サーバ"), "ja"))
    line = path.read_text("utf-8").splitlines().index('msgid "A server"') + 1
    assert check_file(path, template, "ja") == [f"day.po:{line}: no long vowel in 'サーバ'"]
    path.write_bytes(b"nonsense\n")
    assert check_file(path, template, "ja")[0].startswith("day.po:1: cannot be read: ")


def test_a_tidy_file_has_no_dates_and_no_lines_of_the_sources(tmp_path: Path) -> None:
    catalogue = one("A", "あ", locations=[("../../day.md", 12)], user_comments=["by me"])
    content = tidy(catalogue, "ja")
    text = content.decode()
    assert "day.md" not in text
    assert "Date" not in text
    assert "# by me\n" in text
    assert "fuzzy" not in text
    assert tidy(read(content), "ja") == content
    path = tmp_path / "day.po"
    path.write_bytes(content + b"\n")
    assert check_file(path, one("A", ""), "ja") == ["day.po:1: not formatted: run make translate"]


@pytest.mark.parametrize(("language", "said"), [("ja", "`a`、`b`"), ("fr", "`a`, `b`")])
def test_what_is_only_code_needs_no_translator(language: str, said: str) -> None:
    assert read(tidy(one("`a`, `b`", ""), language))["`a`, `b`"].string == said
