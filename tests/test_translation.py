"""Pages in another language: what a catalogue of the project changes, and what is told of it."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Project
from edits import BOOK
from exact import clean_build, differences
from session_notes.locale.labels import Labels

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {
    **BOOK,
    "index.md": BOOK["index.md"].replace("browse\n", "browse\nstate\n"),
    "state.md": "# State\n\n```{translation-table}\n```\n",
}
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture(autouse=True)
def _fresh_catalogues(monkeypatch: pytest.MonkeyPatch) -> None:
    # Python reads a catalogue once in a process; every build here stands for a process of its own.
    find = gettext.translation

    def find_anew(*args: Any, **options: Any) -> Any:
        gettext._translations.clear()  # type: ignore[attr-defined]
        return find(*args, **options)

    for module in ("sphinx.locale", "session_notes.sphinxext.translation_progress"):
        monkeypatch.setattr(f"{module}.translation", find_anew)


def po(**messages: str) -> str:
    return HEAD + "".join(f'msgid "{k}"\nmsgstr "{v}"\n\n' for k, v in messages.items())


def catalogue(docname: str, messages: dict[str, str]) -> dict[str, str | None]:
    return {f"locales/ja/LC_MESSAGES/{docname}.po": po(**messages)}


TWO = {"Neutron": "ニュートロン", "The day 2015-05-19": "5月19日", "A bullet": "箇条書き"}
STEPS = [
    pytest.param({}, "", id="nothing"),
    pytest.param(
        catalogue("two", {**TWO, "Neutron": "中性子"}),
        # The title stands in a link, in the indexes, in what mentions it and on the day after; the
        # table stays.
        "browse index one three two",
        id="a title",
    ),
    pytest.param(
        catalogue("two", {**TWO, "A short talk": "短い講演"}),
        "browse index one state two",
        id="a message more",
    ),
    pytest.param(
        catalogue("three", {"Silence": "静けさ"}), "index state three", id="the first of a page"
    ),
]


@pytest.mark.parametrize(("change", "written"), STEPS)
def test_pages_follow_their_catalogues(
    project: Project, change: dict[str, str | None], written: str
) -> None:
    project.write({**PAGES, **catalogue("two", TWO)})
    first = project.build("html", language="ja", gettext_compact=False)
    assert "ニュートロン" in first.text("browse.html")
    assert first.warnings == []
    project.write(change)
    again = project.build("html", language="ja", gettext_compact=False)
    clean = clean_build(project, "html", language="ja", gettext_compact=False)
    assert differences(again.outdir, clean.outdir) == []
    assert " ".join(again.written) == written


def table(project: Project, **conf: str) -> list[list[str]]:
    built = project.build("text", gettext_compact=False, **conf)  # type: ignore[arg-type]
    lines = [line for line in built.text("state.txt").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_counts_the_messages_of_each_page(tmp_path: Path) -> None:
    untitled = {"untitled.md": "---\norphan: true\n---\nNo heading.\n"}
    project = Project(tmp_path).write({**PAGES, **untitled, **catalogue("two", TWO)})
    rows = table(project, language="ja")
    done = dict(rows[1:])
    # Six messages: the page's title, two sessions' and three bullets.
    assert done["5月19日"] == "50%（6件中3件）"
    assert done["The day 2015-05-18"] == "0%（5件中0件）"
    assert [name for name, _ in rows] == [
        "ページ", "Book", "The day 2015-05-18", "5月19日", "The day 2015-05-20",
        "A page without sessions", "Browse", "State", "untitled", "計",
    ]  # fmt: skip
    assert rows[-1][1] == "15%（20件中3件）"


def test_a_message_that_is_the_same_in_both_languages_is_translated(tmp_path: Path) -> None:
    same = {"Neutron": "Neutron"}
    project = Project(tmp_path).write({**PAGES, **catalogue("two", same)})
    assert dict(table(project, language="ja"))["The day 2015-05-19"] == "16%（6件中1件）"


def test_a_fuzzy_message_does_not_count(tmp_path: Path) -> None:
    project = Project(tmp_path).write({**PAGES, **catalogue("two", TWO)})
    path = project.srcdir / "locales/ja/LC_MESSAGES/two.po"
    path.write_text(path.read_text("utf-8").replace('msgid "A b', '#, fuzzy\nmsgid "A b'), "utf-8")
    assert dict(table(project, language="ja"))["5月19日"] == "33%（6件中2件）"


def test_the_original_says_that_it_is_one(project: Project) -> None:
    built = project.write({**PAGES, **catalogue("two", TWO)}).build("text")
    assert Labels().not_translated in built.text("state.txt")


@pytest.mark.parametrize("parallel", [1, 2])
def test_the_table_is_the_same_in_parallel(project: Project, parallel: int) -> None:
    more = {f"more{number}.md": f"---\norphan: true\n---\n# {number}\n" for number in range(9)}
    project.write({**PAGES, **more, **catalogue("two", TWO)})
    built = project.build("html", language="ja", gettext_compact=False, parallel=parallel)
    assert "50%（6件中3件）" in built.text("state.html")
    clean = clean_build(project, "html", language="ja", gettext_compact=False)
    assert differences(built.outdir, clean.outdir) == []


def test_ids_and_links_are_those_of_the_original(project: Project) -> None:
    title = po(**{"OVN in short": "OVN小史", "Said, as in [](#neutron)": "[](#neutron)で聞いた"})
    project.write({**PAGES, "locales/ja/LC_MESSAGES/one.po": title})
    english, japanese = (project.build("html", language=language) for language in ("en", "ja"))
    assert [o[2:5] for o in sorted(english.domain.get_objects())] == [
        o[2:5] for o in sorted(japanese.domain.get_objects())
    ]
    page = japanese.text("two.html")
    assert 'href="one.html#ovn"' in page
    assert "Neutronで聞いた" in page
