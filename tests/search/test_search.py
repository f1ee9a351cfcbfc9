"""What is indexed for the search, and for whom; ``browser/test_search.py`` searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from edits import day, session
from exact import clean_build, differences
from hypothesis import given
from hypothesis import strategies as st
from session_search.language import _FORMS, _JAPANESE, SearchBoth
from sphinx.search import languages
from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Built, Project

JAPANESE = st.text(st.characters(categories=["Lo"], min_codepoint=0x3041), min_size=1)
BOOK = {
    "index.md": "# 本\n\n```{toctree}\none\ntwo\n```\n",
    "one.md": day("2015-05-18", session("ovs", "OVSの性能", "- 正規表現と環境変数、ＳＲ－ＩＯＶ")),
    "two.md": day("2015-05-19", session("lb", "負荷分散", "- ﾛｰﾄﾞﾊﾞﾗﾝｻの話", "- See [](#ovs)")),
}
OTHER = """
from sphinx.search.en import SearchEnglish
class Other(SearchEnglish):
    lang = "ja"
    js_splitter_code = "/* another extension's */"
def setup(app):
    app.add_search_language(Other)
"""


@pytest.fixture(autouse=True)
def _languages_of_this_test() -> Iterator[None]:
    """Give the process back the search languages that it had."""
    before = dict(languages)
    yield
    languages.clear()
    languages.update(before)


def language_data(built: Built) -> str:
    return built.text("_static/language_data.js")


def is_ours(built: Built) -> bool:
    return "isJapanese" in language_data(built)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Open vSwitch's SR-IOV, v1.0_rc", ["Open", "vSwitch", "s", "SR", "IOV", "v1", "0_rc"]),
        ("正規表現を使う。環境変数", ["正規表現を使う", "環境変数"]),
        ("OVSの性能", ["OVS", "の性能"]),
        ("IPv6対応で10Gbps", ["IPv6", "対応で", "10Gbps"]),
        ("3日目の12:00", ["3日目の", "12", "00"]),
        ("ＳＲ－ＩＯＶとＡＰＩ", ["SR", "IOV", "と", "API"]),
        ("ｶﾞｰﾄﾞ・か\u3099", ["ガード", "が"]),
        ("虚拟网络的性能，OVN测试", ["虚拟网络的性能", "OVN", "测试"]),
        ("佐々木、𠮷野、〇、㈱", ["佐々木", "𠮷野", "〇", "株"]),
        ("OpenStack™ ½ ﬁ", ["OpenStack", "½", "ﬁ"]),
        ("한국어 café", ["한국어", "café"]),
        ("", []),
    ],
)
def test_split(text: str, words: list[str]) -> None:
    assert SearchBoth({}).split(text) == words


def test_stem() -> None:
    search = SearchBoth({})
    assert search.stem("正規表現") == "||正|規|表|現|"
    assert search.stem("𠮷") == "||𠮷|"
    assert search.stem("Networks") == SearchEnglish({}).stem("networks") == "network"


@given(JAPANESE, st.data())
def test_every_part_of_a_run_is_in_what_is_indexed_and_none_is_all_of_it(
    text: str, data: st.DataObject
) -> None:
    search = SearchBoth({})
    for run in search.split(text):
        if not re.search(f"[{_JAPANESE}]", run):
            continue
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        indexed = search.stem(run)
        asked = search.stem(run[start:end]).removeprefix("|")
        assert asked in indexed
        assert asked != indexed
        # Sphinx looks inside words for three characters and more only.
        assert len(asked) >= 3


@given(st.text())
def test_text_without_japanese_is_split_and_stemmed_as_by_sphinx(text: str) -> None:
    text = re.sub(f"{_FORMS.pattern}|[{_JAPANESE}]", " ", text)
    ours, theirs = SearchBoth({}), SearchEnglish({})
    assert ours.split(text) == theirs.split(text)
    assert [*map(ours.stem, ours.split(text))] == [*map(theirs.stem, theirs.split(text))]


@pytest.mark.parametrize("language", ["en", "ja", "en_GB", "zh_CN", "zh_TW"])
def test_the_browser_gets_the_stemmer_and_then_ours(project: Project, language: str) -> None:
    built = project.write(BOOK).build("html", language=language)
    assert '"||' in built.text("searchindex.js")
    code = language_data(built)
    assert 0 < code.index("window.Stemmer = EnglishStemmer;") < code.index("isJapanese")
    # Nothing of it was escaped on the way.
    assert SearchBoth.js_splitter_code in code


@pytest.mark.parametrize(
    "conf",
    [
        {"language": "de"},
        {"session_search": False},
        {"language": "ja", "session_search": False},
        {"language": "ja", "html_search_options": {"type": "sphinx.search.ja.DefaultSplitter"}},
        {"language": "zh_CN", "session_search": False},
        {"html_search_language": "fr"},
    ],
    ids=str,
)
def test_others_are_left_alone(project: Project, conf: dict[str, Any]) -> None:
    # First a project that has ours, in the same process.
    for language in ("en", "ja", "zh_CN"):
        assert is_ours(project.twin().write(BOOK).build("html", language=language))
    built = project.write(BOOK).build("html", **conf)
    assert not is_ours(built)
    assert "||" not in built.text("searchindex.js")


def test_the_language_of_another_extension_is_left_alone(project: Project) -> None:
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    built = project.write({**BOOK, "conf.py": conf + OTHER}).build("html", language="ja")
    assert "another extension's" in language_data(built)
    assert not is_ours(built)


def test_the_index_after_an_edit_is_that_of_a_clean_build(project: Project) -> None:
    project.write(BOOK).build("html", language="ja")
    project.write({"one.md": BOOK["one.md"].replace("環境変数", "負荷試験")})
    again = project.build("html", language="ja")
    assert "負|荷|試|験" in again.text("searchindex.js").encode().decode("unicode_escape")
    clean = clean_build(project, "html", language="ja")
    assert differences(again.outdir, clean.outdir) == []


@pytest.mark.parametrize("first", [True, False])
def test_the_index_after_a_change_of_the_search_is_that_of_a_clean_build(
    project: Project, first: bool
) -> None:
    project.write(BOOK).build("html", session_search=first)
    again = project.build("html", session_search=not first)
    assert is_ours(again) == (not first)
    clean = clean_build(project, "html", session_search=not first)
    assert differences(again.outdir, clean.outdir) == []


def test_several_processes_make_the_same_index(project: Project) -> None:
    pages = {
        f"day{number:02}.md": BOOK["one.md"].replace("環境変数", f"第{number}回の発表")
        .replace(":id: ovs", f":id: ovs-{number}")
        for number in range(14)
    }  # fmt: skip
    toctree = "\n".join(name.removesuffix(".md") for name in pages)
    project.write({**pages, "index.md": f"# 本\n\n```{{toctree}}\n{toctree}\n```\n"})
    serial = project.build("html", language="ja").outdir.rename(project.root / "serial")
    parallel = project.build("html", language="ja", parallel=4, clean=True)
    assert parallel.read_here == []
    assert differences(parallel.outdir, serial) == []
