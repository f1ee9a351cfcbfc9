"""``adopt``: notes that exist become pages; nothing is lost, and nothing that exists is changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from session_import import page_file
from session_import.adopt.phrases import bare_facts, day_headed, fact_named, part_begun
from session_notes.cli.main import main
from session_notes.locale.labels import read_labels
from session_notes.locale.languages import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

EXT = Path(__file__).resolve().parents[2] / "_ext"
CONF = 'extensions = ["myst_parser", "session_notes"]\nmyst_enable_extensions = ["colon_fence"]\n'
INDEX = "# Book\n\n```{toctree}\n:glob:\n\ndays/*\n```\n"
PNG = b"\x89PNG\r\n\x1a\n"


class Desk:
    """A folder with posts, and a book."""

    def __init__(self, root: Path) -> None:
        self.root, self.posts, self.book = root, root / "posts", root / "book"
        self.posts.mkdir(parents=True)
        self.write({"../book/conf.py": CONF, "../book/index.md": INDEX})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.posts / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def adopt(self, name: str = "", *options: str, day: str = "2015-05-19") -> int:
        given = ["--date", day] if day else []
        return main(["adopt", str(self.posts / name), "--book", str(self.book), *given, *options])

    def page(self, day: str = "2015-05-19") -> str:
        return (self.book / "days" / f"{day}.md").read_text("utf-8")

    def body(self, post: str, *options: str, name: str = "post.md") -> str:
        """Return the page that a post becomes, without what is above its first block."""
        self.write({name: post})
        self.adopt(name, *options)
        return self.page().partition("\n\n")[2]

    def blocks(self, day: str = "2015-05-19") -> list[tuple[str, str]]:
        page = page_file.read_markdown(self.page(day))
        return [(block.kind, block.title) for block in page.all]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path)
    monkeypatch.chdir(made.posts)
    return made


# -- a post -------------------------------------------------------------------------------------

POST = """\
---
title: Notes from a Conference
date: 2015-05-19 10:00:00 +0900
author: Mia Berg
layout: post
---

What I heard.

## 14:40-15:20 Packets on a Diet

**Speaker:** [Hana Sato](https://example.org/hana) (Example Networks) | **Room:** 109

Headers have grown[^1], see [the list][list].

- One
  - Two

![Two bars](img/bars.png)

Impression: honest.

References:

- slides: [the deck](https://example.org/deck.pdf)

## Lightning talks

### Bytes by Hand

by Tom Reed

- Time ran out.

## Conclusion

Good.

[list]: https://example.org/list
[^1]: By half.
"""
PAGE = """\
---
date: 2015-05-19
---
# Notes from a Conference

What I heard.

::::{session} Packets on a Diet
:id: packets-on-a-diet
:time: 14:40-15:20
:room: 109
:speakers: Hana Sato (Example Networks)
:reporter: Mia Berg

Headers have grown[^1], see [the list][list].

- One
  - Two

![Two bars](img/bars.png)

[^1]: By half.

:::{impressions}
honest.
:::

:::{references}
- slides: [the deck](https://example.org/deck.pdf)
- [Hana Sato](https://example.org/hana)
:::
::::

::::{session} Lightning talks
:id: lightning-talks
:kind: lightning-talks
:reporter: Mia Berg

::::

::::{talk} Bytes by Hand
:id: bytes-by-hand
:speakers: Tom Reed

- Time ran out.
::::

## Conclusion

Good.

[list]: https://example.org/list
"""
TOLD = """\
days/2015-05-19.md: new, 'Notes from a Conference'
2015-05-19-post.md:1: left out of the front matter: layout: post
2015-05-19-post.md:1: 2015-05-19, the date in the front matter, may be that of the post alone; \
--date gives the day of the sessions
2015-05-19-post.md:31: 'by Tom Reed' became ':speakers: Tom Reed'
days/2015-05-19.md:15:29: advice: link '[the list][list]' has its address elsewhere; \
write '[the list](https://example.org/list)'  [reflink]
1 file: 3 sessions (with talks) on 1 page, 1 image
"""


def test_a_post_becomes_a_page(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({"2015-05-19-post.md": POST, "img/bars.png": PNG})
    assert desk.adopt("2015-05-19-post.md", day="") == 1
    assert desk.page() == PAGE
    assert capsys.readouterr().out == TOLD
    assert (desk.book / "days/img/bars.png").read_bytes() == PNG


def test_nothing_is_adopted_twice(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({"post.md": POST, "img/bars.png": PNG})
    desk.adopt("post.md")
    capsys.readouterr()
    assert desk.adopt("post.md") == 1
    assert desk.page() == PAGE
    assert "post.md:10: 'Packets on a Diet' is in the book already (days/2015-05-19.md:8)" in (
        capsys.readouterr().out
    )


def test_what_is_new_in_a_post_is_added(desk: Desk) -> None:
    desk.body("Intro\n\n## A\nby A B\n")
    desk.body("Intro\n\n## A\nby A B\n\n## B\nby C D\n")
    assert desk.blocks() == [("session", "A"), ("session", "B")]
    assert desk.page().count("Intro") == 1


def test_a_post_without_all_days_is_left_out_completely(desk: Desk) -> None:
    desk.write({"a.md": "## A\nby A B\nDate: 2015-05-19\n## B\nby C D\n", "b.md": "# C\nby E F\n"})
    desk.write({"c.md": "---\ndate: 2015-05-19\n---\n# D\nby E F\n"})
    desk.adopt(day="")
    assert desk.blocks() == [("session", "D")]


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    desk.write({"post.md": POST, "img/bars.png": PNG})
    desk.adopt("post.md", "--dry-run")
    assert not (desk.book / "days").exists()


def test_the_guide_shows_what_it_does(desk: Desk) -> None:
    guide = (EXT.parent / "guide/new.md").read_text("utf-8")
    before, after = re.findall(
        r"```\{code-block\} text\n:class: \w+\n\n(.*?)```\n", guide, re.DOTALL
    )
    desk.write({"post.md": before})
    assert desk.adopt("post.md", day="") == 1
    assert desk.page("2015-05-23") == after


def test_a_clean_post_is_no_reason_to_look(desk: Desk) -> None:
    desk.write({"post.md": "# A Talk\n\nSpeaker: Hana Sato\n\n- One\n"})
    assert desk.adopt("post.md") == 0


def test_sessions_go_to_the_page_of_their_day_in_order_of_time(desk: Desk) -> None:
    kept = "::::{{session}} {0}\n:id: {0}\n:time: {1}\n\n- x\n::::\n"
    old = (
        "---\ndate: 2015-05-19\n---\n# Mine\n\n"
        + kept.format("early", "9:00")
        + "\n"
        + kept.format("late", "18:00")
    )
    desk.write({"../book/days/tuesday.md": old, "a.md": "# Noon\nSpeaker: A B\nTime: 12:00\n"})
    desk.adopt("a.md")
    page = (desk.book / "days/tuesday.md").read_text()
    titles = [block.title for block in page_file.read_markdown(page).blocks]
    assert titles == ["early", "Noon", "late"]
    assert all(line in page.split("\n") for line in old.split("\n"))
    assert not (desk.book / "days/2015-05-19.md").exists()


def test_a_page_in_another_language_is_refused(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write({"../book/days/2015-05-19.rst": "Day\n===\n", "a.md": "# A\n\nx\n"})
    assert desk.adopt("a.md") == 2
    assert "days/2015-05-19.rst: a page in reStructuredText" in capsys.readouterr().err


# -- what headings are --------------------------------------------------------------------------

HEADINGS = {
    "sections of a talk": ("# T\nSpeaker: A B\n## x\n## y\n", ["T"]),
    "talks with speakers": ("# C\n## x\nSpeaker: A B\n### z\n## y\nSpeaker: C D\n", ["x", "y"]),
    "a group": ("## G\n### x\nby A B\n### y\nby C D\n## Alone\nx\n", ["x", "y", "Alone"]),
    "days": ("# C\n## Day 1\n### x\n## Day 2\n### y\n", ["x"]),
    "the highest of several": ("# C\n## x\n### z\n### z2\n## y\n", ["x", "y"]),
    "asides": ("## Introduction\n## x\n## y\n## まとめ\n", ["x", "y"]),
    "fenced": ("## x\n```\n## no\n```\n## y\n", ["x", "y"]),
    "underlined": ("C\n===\nx\n---\ny\n---\n", ["x", "y"]),
    "without a space": ("##x\n##y\n", ["x", "y"]),
    "linked speakers": ("# x by [A B](https://example.org)\n## z\n## w\n", ["x"]),
    "speaker as a heading": ("# x\n## *Speaker: A B*\n## z\n", ["x"]),
    "nothing": ("Words\n", ["post"]),
    "speakers in most": (
        "# C\n## x - Ann Lee\n## y (Bob Ray)\n### u\n### v\n## z\n",
        ["x", "y", "z"],
    ),
    "speakers in one": ("# C\n## x - Ann Lee\n## y\n## z\n", ["x - Ann Lee", "y", "z"]),
    "half of them by another form": (
        "# C\n## x by Ann Lee\n## y - Bob Ray\n## z by Jo\n## u by C D\n",
        ["x", "y", "z", "u"],
    ),
    "no speakers": (
        "# C\n## x by Contract\n## Rust (New York)\n## Big - Data Ware\n## y\n## z\n",
        ["x by Contract", "Rust (New York)", "Big - Data Ware", "y", "z"],
    ),
    "speakers first": ("# C\n## Ann Lee: x\n## Bob Ray: y\n", ["x", "y"]),
    "speakers below": ("# C\n## x\n\nAnn Lee\n\n## y\n*Bob Ray (E)*\n\nw\n", ["x", "y"]),
    "bold lines": (
        "C\n\n**x** (Ann Lee)\n\nw\n\n**y** by Bob Ray\n\n**Room: z**\n",
        ["x", "y"],
    ),
    "bold lines above names": (
        "C\n\n---\n\n**x**\nAnn Lee - @ann\n\n---\n\n**y**\nBob Ray\n\n- w\n",
        ["x", "y"],
    ),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_headings_become_sessions(case: str, desk: Desk) -> None:
    post, titles = HEADINGS[case]
    desk.body(post)
    assert [title for kind, title in desk.blocks() if kind == "session"] == titles


def test_the_level_can_be_given(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    post = "# C\n## x\n### z\n## y\n"
    assert "::::{session} z" in desk.body(post, "--level", "3")
    assert "::::{session} C" in desk.body(post, "--level", "0")
    desk.write({"b.md": post})
    assert desk.adopt("b.md", "--level", "5") == 2
    assert capsys.readouterr().err == "b.md: no heading of level 5\n"


def test_what_is_guessed_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.body("## x\n## y\n")
    assert "post.md:1: sessions are the headings of level 2 (2); --level" in capsys.readouterr().out


def test_a_file_about_one_talk_is_one_session(desk: Desk) -> None:
    desk.write({"a.md": "# A\nSpeaker: A B\n# Notes\ny\n", "b.md": "# B\n\n- b\n"})
    desk.adopt()
    assert [title for _, title in desk.blocks()] == ["A", "B"]
    assert "\n# Notes\ny\n::::\n" in desk.page()


def test_who_spoke_is_said_once(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    body = desk.body(
        "## x (Ann Lee)\nSpeaker: Ann Lee (C)\n\n## y by Bob Ray and Eve Fox\nSpeaker: Bob Ray\n\n"
        "## z - Dan Oh\nSpeaker: Jo Park\n"
    )
    assert "{session} x\n:id: x\n:speakers: Ann Lee (C)\n" in body
    assert "{session} y\n:id: y\n:speakers: Bob Ray; Eve Fox\n" in body
    assert "{session} z - Dan Oh\n:id: z-dan-oh\n:speakers: Jo Park\n" in body
    desk.body("# A\n\n# u (Ann Lee)\n\n# v\n\n# w\n")
    assert (
        "'Ann Lee' may be who spoke; if so, write ':speakers: Ann Lee'" in capsys.readouterr().out
    )


def test_one_bold_line_is_no_heading(desk: Desk) -> None:
    assert "\n**x**\n" in desk.body("# C\n\n**x**\n\nw\n")


def test_who_spoke_may_stand_in_a_line_below(desk: Desk) -> None:
    body = desk.body("## x - Y Z\n\n**花子（[@hana](https://a.example)）さん**\n\nu\n\n## y\n\nv\n")
    assert "{session} x - Y Z\n:id: x-y-z\n:speakers: 花子\n\nu\n" in body
    assert ":::{references}\n- [@hana](https://a.example)\n:::" in body


def test_a_speaker_below_text_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert "u\n\nSpeaker: Ann Lee\n" in desk.body("# T\n\nu\n\nSpeaker: Ann Lee\n")
    assert "post.md:5: 'Speaker: Ann Lee' stays in the notes: text is above" in (
        capsys.readouterr().out
    )


def test_lightning_talks_are_talks(desk: Desk) -> None:
    desk.body("## x\nby A B\n## LT大会\n### a\nu\n### b by C D\n#### no\n## y\nby E F\n### z\n")
    kinds = [
        ("session", "x"),
        ("session", "LT大会"),
        ("talk", "a"),
        ("talk", "b"),
        ("session", "y"),
    ]
    assert desk.blocks() == kinds


def test_a_file_of_a_folder_is_a_session(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({"a.md": "# A\n## x\n## y\n", "sub/b.md": "- b\n", "README.md": "# All\n"})
    desk.adopt()
    assert [title for _, title in desk.blocks()] == ["A", "b"]
    assert "README.md:1: passed over" in capsys.readouterr().out


DAYS = {
    "Day 2": "2015-05-20",
    "DAY 02: Wednesday": "2015-05-20",
    "Day two": "2015-05-20",
    "Tag 2 – Mittwoch": "2015-05-20",
    "2日目": "2015-05-20",
    "第二天": "2015-05-20",
    "2015-05-21": "2015-05-21",
    "Thursday, May 21st": "2015-05-21",
    "jeudi 21 mai": "2015-05-21",
    "5月21日（木）": "2015-05-21",
    "2015年5月21日": "2015-05-21",
    "1日目 2015年5月21日": "2015-05-21",
    "Tag 1: Montag, 21.5.2015": "2015-05-21",
    "第2天 2015-05-21 周四": "2015-05-21",
    "Release 1.2.2015 of it": "",
    "Day 2 operations": "",
    "After the 21 May outage": "",
    "1000 May flies": "",
}


@pytest.mark.parametrize("heading", DAYS)
def test_headings_name_days(heading: str) -> None:
    day = day_headed(heading, date(2015, 5, 19))
    assert (day.isoformat() if day else "") == DAYS[heading]


def test_days_count_from_the_one_that_has_a_date(desk: Desk) -> None:
    desk.write({"a.md": "# A\n## Day 2 (2015-05-20)\n### B\nby E F\n## Day 3\n### C\nby G H\n"})
    desk.adopt(day="")
    assert desk.blocks("2015-05-20") == [("session", "B")]
    assert desk.blocks("2015-05-21") == [("session", "C")]


def test_a_talk_is_on_the_page_of_its_session(desk: Desk) -> None:
    desk.body("## A\nby A B\n### x\nby C D\nDate: 2015-05-20\n## B\nby E F\nDate: 2015-05-21\n")
    assert desk.blocks() == [("session", "A"), ("talk", "x")]
    assert desk.blocks("2015-05-21") == [("session", "B")]


def test_a_line_with_a_day_begins_that_day(desk: Desk) -> None:
    desk.write({"a.md": "# C\nFriday, 1 May 2015\n## x\nu\n\nSaturday, 2 May 2015\n\n## y\nv\n"})
    desk.adopt(day="")
    assert desk.blocks("2015-05-01") == [("session", "x")]
    assert desk.page("2015-05-02").startswith(
        "---\ndate: 2015-05-02\n---\n# Saturday, 2 May 2015\n\n::::{session} y"
    )


def test_weekdays_count_from_the_first_day(desk: Desk) -> None:
    desk.body("# C\n## Tuesday\n### x\n## Thursday\n### y\n")
    assert desk.blocks("2015-05-21") == [("session", "y")]


ON_DAYS = "## Mon, 18 May: Opening\nby A B\n\nu\n\n## Tue, 19 May: A\nv\n\n## Tue, 19 May: B\nw\n"


@pytest.mark.parametrize(
    ("name", "above", "told"),
    [
        ("a.md", "---\ndate: 2015-06-01\n---\n", ""),
        ("a.md", "# DevConf 2015\n\n", "'Mon, 18 May: Opening' is in 2015, a year that the text"),
        ("notes-2015.md", "", "'Mon, 18 May: Opening' is in 2015, a year that the text"),
        ("a.md", "# DevConf 2016\n\n", "a.md:3: 'Mon, 18 May' is another day of the week in 2016"),
    ],
)
def test_headings_with_a_day_and_a_title_are_sessions(
    name: str, above: str, told: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write({name: above + ON_DAYS})
    desk.adopt(name, day="")
    year = 2016 if "2016" in above else 2015
    assert desk.blocks(f"{year}-05-18") == [("session", "Opening")]
    assert desk.blocks(f"{year}-05-19") == [("session", "A"), ("session", "B")]
    assert told in capsys.readouterr().out


def test_a_heading_with_a_day_and_a_title_may_be_a_day(desk: Desk) -> None:
    desk.body("## Tue, 19 May: A\n\n### u\n\n## Tue, 19 May: B\n\n### v\n\nw\n")
    assert desk.blocks() == [("session", "A"), ("session", "B")]
    desk.write({"b.md": "## Wed, 20 May: C\n\nu\n\n## Thu, 21 May: D\n\n### x\n\n### y\n"})
    desk.adopt("b.md")
    assert desk.blocks("2015-05-20") == [("session", "C")]
    assert desk.blocks("2015-05-21") == [("session", "x"), ("session", "y")]


def test_a_year_that_is_not_known_is_asked_for(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write({"a.md": ON_DAYS})
    assert desk.adopt("a.md", day="") == 2
    assert "no day is known, because 'Mon, 18 May' names no year; give it with --date" in (
        capsys.readouterr().err
    )


def test_facts_and_lines_may_name_no_year(desk: Desk) -> None:
    post = "## x\nDate: Wed, 20 May\n\nu\n\n## y\n\nThu 21 May\n\nv\n\nFri, 22 May\n\n## z\nw\n"
    desk.write({"a.md": post})
    desk.adopt("a.md")
    for day, title in {20: "x", 21: "y", 22: "z"}.items():
        assert desk.blocks(f"2015-05-{day}") == [("session", title)]


def test_what_is_on_a_day_without_sessions_stays_on_it(desk: Desk) -> None:
    post = "# C\n\nu\n\n## Day 1\n\nv\n\n## Day 2\n\n### x\n\n## Day 3\n\nw\n"
    desk.body(post)
    assert desk.page().endswith("# C: Day 1\n\nu\n\nv\n")
    assert desk.blocks("2015-05-20") == [("session", "x")]
    last = desk.page("2015-05-21")
    assert last.endswith("# Day 3\n\nw\n")
    assert desk.adopt("post.md") == 1
    assert desk.page("2015-05-21") == last


def test_lines_between_talks_are_no_part_of_them(desk: Desk) -> None:
    body = desk.body("## x\nby A B\n\nu\n\n---\n\nv\n\n---\n\n## y\nby C D\n\nw\n\n* * *\n")
    assert "\nu\n\n---\n\nv\n::::\n" in body
    assert body.endswith("\nw\n::::\n")


def test_an_underlined_heading_stays_one_at_the_end(desk: Desk) -> None:
    assert desk.body("# T\n\nu\n\nv\n---\n", "--level", "0").endswith("\nv\n---\n::::\n")


def test_accounts_of_speakers_are_references(desk: Desk) -> None:
    body = desk.body("# T\nSpeaker: Ann Lee (@ann), [Bob Ray (@bob)](https://a.example)\n\nu\n")
    assert ":speakers: Ann Lee; Bob Ray\n" in body
    assert "- [Bob Ray (@bob)](https://a.example)\n- @ann\n:::" in body


def test_new_pages_are_numbered_from_the_first(desk: Desk) -> None:
    desk.write({f"{n}.md": f"# T{n}\nSpeaker: A B\nDate: 2015-05-1{n}\n\nx\n" for n in "89"})
    desk.adopt(day="")
    assert "# Day 2: Tuesday 19 May" in desk.page()


def test_each_day_has_its_page(desk: Desk) -> None:
    desk.body("---\ntitle: C\n---\nIntro\n## Day 1\nFirst\n### x\n## Day 2\n### y\n## Bye\nEnd\n")
    assert desk.page().startswith(
        "---\ndate: 2015-05-19\n---\n# C: Day 1\n\nIntro\n\nFirst\n\n::::"
    )
    assert desk.page("2015-05-20").startswith("---\ndate: 2015-05-20\n---\n# Day 2\n\n::::")


def test_without_a_day_nothing_is_written(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({"a.md": "# A\n"})
    assert desk.adopt("a.md", day="") == 2
    assert capsys.readouterr().err == "a.md: no day is known; give it with --date 2015-05-19\n"


SOURCES = {
    "front matter": ("a.md", "---\ndate: 2014-01-02T10:00:00Z\n---\nx\n"),
    "TOML": ("a.md", '+++\ndate = 2014-01-02T10:00:00Z\ntitle = "x"\n+++\nx\n'),
    "JSON": ("a.md", '{\n"date": "2014-01-02"\n}\nx\n'),
    "Hexo": ("a.md", "title: x\ndate: 2014-01-02 10:00\n---\nx\n"),
    "name": ("2014-01-02-a.md", "x\n"),
    "folder": ("2014-01-02/a.md", "x\n"),
    "day and year apart": ("a.md", "On 1/2(木) we met at C 2014.\n\n## B\n\n## C\n"),
    "fact": ("a.md", "# A\n\nDate: Thursday, 2 January 2014\n\nx\n"),
    "fact of a pad": ("a.txt", "A\n\n日時：2014年1月2日（木）14:40\n\nx\n"),
    "title": ("a.md", "---\ntitle: Meetup 2014/01/02\n---\nx\n"),
    "heading": ("a.md", "# Meetup 2014/01/02\n\nx\n"),
    "text": ("a.md", "# A\n\nWe met on 2 January 2014 and later.\n\n## B\n\n## C\n"),
    "text before the post": ("a.md", "---\ndate: 2014-01-05\n---\nOn 2 January we met.\n\n# B\n"),
    "not long before": (
        "a.md",
        "---\ndate: 2014-01-02\n---\nSince 2 May 2010 it is here.\n\n# B\n",
    ),
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_day_is_found(source: str, desk: Desk) -> None:
    name, post = SOURCES[source]
    desk.write({name: post})
    desk.adopt(name, day="")
    assert "::::{session}" in desk.page("2014-01-02")


# -- options ------------------------------------------------------------------------------------

FACTS = {
    "Speaker: A B": {"speakers": "A B"},
    "**Speakers:** A B; C D": {"speakers": "A B; C D"},
    "*Speaker: A B*": {"speakers": "A B"},
    "- Speaker: A B": {"speakers": "A B"},
    "> **Speaker**: A B": {"speakers": "A B"},
    "Speaker:: A B": {"speakers": "A B"},
    "### Speaker: A B": {"speakers": "A B"},
    "by A B": {"speakers": "A B"},
    "講演者：山田 太郎": {"speakers": "山田 太郎"},
    "发言人: 张三": {"speakers": "张三"},
    "Room: 1 | Time: 10:00-11:00": {"room": "1", "time": "10:00-11:00"},
    "Room: 1 | 2": {"room": "1 | 2"},
    "会場：ホールA": {"room": "ホールA"},
    "Time: 2:40 PM – 3:20 PM": {"time": "2:40 PM – 3:20 PM"},
    "Slides: https://example.org/a_b": {"slides": "https://example.org/a_b"},
    "Speaker(s): A B": {"speakers": "A B"},
    "2024-07-03": {"day": "2024-07-03"},
    "Wednesday, 3 July 2024": {"day": "Wednesday, 3 July 2024"},
    "3 July 2024 was hot": {},
    "09:30 – 10:15": {"time": "09:30 – 10:15"},
    "*14:40-15:20, Hall 1*": {"time": "14:40-15:20", "room": "Hall 1"},
    "14:40～15:20、109": {"time": "14:40～15:20", "room": "109"},
    "9:30, then we had lunch.": {},
    "2015, a good year": {},
    "By the way, we had lunch": {},
    "Note: A B": {},
    "https://example.org": {},
}


@pytest.mark.parametrize("line", FACTS)
def test_lines_are_facts(line: str) -> None:
    assert {fact.name: fact.value for fact in bare_facts(line)} == FACTS[line]


@pytest.mark.parametrize("language", shipped())
def test_every_language_has_its_labels(language: str) -> None:
    words = read_labels(language, ())[0]
    assert fact_named(words.speakers) == "speakers"
    assert fact_named(words.option("video")) == "video"
    assert part_begun(f"{words.impressions}: x")[:2] == ("impressions", "x")


def test_options_are_read_and_links_kept(desk: Desk) -> None:
    body = desk.body(
        "# T {#my-id}\n\n![x](https://example.org/x.png)\n\n"
        "- Speaker: **[A B](https://example.org/a)**\n    - who knows\n- Tags: #go #k8s\n"
        "- Video: [v](https://example.org/v)\n\nWords\n"
    )
    assert ":id: my-id\n:speakers: A B\n:topics: go, k8s\n:video: https://example.org/v\n" in body
    assert "\n- who knows\n" in body
    assert ":::{references}\n- [A B](https://example.org/a)\n:::" in body


REFUSED = {
    "Time: it flies": "Time: it flies",
    "Kind: odd": "'odd' is no kind of session",
    "Track: X": "'X' is not in _data/tracks.yml",
    "Topics: A, B": "'A' or 'B' is not in _data/topics.yml",
    "Abstract: it is about words": "is not an address",
    "Date: soon": "no option can hold it",
    "Date: 2 May 2015 in Paris": "no option can hold it",
    "Room: 1\nRoom: 2": "has the option 'room' already",
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_no_option_can_hold_stays(
    line: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.write({"../book/_data/tracks.yml": "y: Y\n", "../book/_data/topics.yml": "z: Z\n"})
    last = line.rpartition("\n")[2]
    assert f"\n\n{last}\n" in desk.body(f"# T\n{line}\n")
    assert REFUSED[line] in capsys.readouterr().out


def test_other_facts_do_not_end_the_options(desk: Desk) -> None:
    body = desk.body("# T\nSpeaker: A B\nStatus: Done\nRoom: 1\n\nNote: x\n\nTime: 9:00\n")
    assert body == (
        "::::{session} T\n:id: t\n:room: 1\n:speakers: A B\n\nStatus: Done\n\n"
        "Note: x\n\nTime: 9:00\n::::\n"
    )


def test_several_lines_name_speakers(desk: Desk) -> None:
    body = desk.body("# T\nModerator: A B\nSpeaker: C D, X Inc.\nSpeaker: E F\n\nx\n")
    assert ":speakers: A B [moderator]; C D (X Inc.); E F\n" in body


def test_a_front_matter_says_little_of_several_sessions(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    post = "---\nlocation: Hall\ntags: [go]\nauthor: Mia Berg\n---\n{}## x\n\n## y\n"
    body = desk.body(post.format(""))
    assert body.count(":reporter: Mia Berg") == 2
    assert ":room:" not in body
    assert "left out of the front matter: location: Hall; tags: go" in capsys.readouterr().out
    assert ":topics: go\n" in desk.body(post.format("# z\n"), "--level", "0")


def test_the_front_matter_gives_options(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({"../book/_data/topics.yml": "ovn: OVN\n"})
    body = desk.body(
        "---\ntitle: T\nspeakers: [A B, C D]\nlocation: Hall\ntags: [OVN, misc]\nx: 1\n---\nx\n"
    )
    assert ":room: Hall\n:speakers: A B; C D\n:topics: OVN\n" in body
    assert "post.md:1: left out of the front matter: x: 1; tags: misc\n" in capsys.readouterr().out


# -- tables -------------------------------------------------------------------------------------

#: The head and the rows of a table, and what each row becomes.
TABLES = {
    "Time | Title | Speaker\n9:00-9:30 | [Packets](https://a.example) | Ann Lee (X)": [
        ("Packets", {"time": "9:00-9:30", "speakers": "Ann Lee (X)"})
    ],
    "Start | End | Talk | Room | Track\n9:00 | 9:30 | A \\| B | Hall | Net\n9:30 | | C | - |": [
        ("A | B", {"time": "9:00-9:30", "room": "Hall", "track": "Net"}),
        ("C", {"time": "9:30"}),
    ],
    "時間 | タイトル | 登壇者 | 所属\n19:00〜19:20 | EVPN入門 | 佐藤 健一さん | 株式会社ネット": [
        ("EVPN入門", {"time": "19:00〜19:20", "speakers": "佐藤 健一 (株式会社ネット)"})
    ],
    "时间 | 议题 | 讲师\n9:00 | 服务网格 | 孙三<br>李四": [
        ("服务网格", {"time": "9:00", "speakers": "孙三; 李四"})
    ],
    "시간 | 제목 | 발표자\n9:00 | 러스트 | 김철수": [
        ("러스트", {"time": "9:00", "speakers": "김철수"})
    ],
    "Uhrzeit | Vortrag | Referent | Raum\n9 Uhr | Pakete | Eva Fuchs<br/>X GmbH | 1": [
        ("Pakete", {"time": "9 Uhr", "speakers": "Eva Fuchs (X GmbH)", "room": "1"})
    ],
    "Horário | Palestra | Palestrante\n9h | Redes | Ana Lima": [
        ("Redes", {"time": "9h", "speakers": "Ana Lima"})
    ],
    "Hora | Charla | Ponente\n9:00 | Redes | Ana Lima\n10:00 | Café |": [
        ("Redes", {"time": "9:00", "speakers": "Ana Lima"}),
        ("Café", {"time": "10:00"}),
    ],
    "Horaire | Titre | Orateur\n9h00 | Réseaux | Jean Petit\n10h00 | | Pause": [
        ("Réseaux", {"time": "9h00", "speakers": "Jean Petit"}),
        ("Pause", {"time": "10h00"}),
    ],
    " | Saal A | Saal B\n9:00 | Pakete (Ann Lee) | Rust (Bob Ray)\n10:00 | Pause |": [
        ("Pakete", {"time": "9:00", "room": "Saal A", "speakers": "Ann Lee"}),
        ("Rust", {"time": "9:00", "room": "Saal B", "speakers": "Bob Ray"}),
        ("Pause", {"time": "10:00"}),
    ],
    "Time | What\n9:00 | Doors\n10:00 | Packets": [
        ("Doors", {"time": "9:00"}),
        ("Packets", {"time": "10:00"}),
    ],
    "Name | Title\nAnn Lee | Packets\n未定 | Closing": [
        ("Packets", {"speakers": "Ann Lee"}),
        ("Closing", {}),
    ],
    "Size | Title\n1 | x": [],
    "Time | Bytes | Packets\nfast | 1 | 2": [],
}


def in_bars(table: str) -> str:
    """Return a table with the second line and the bars that Markdown wants."""
    head, *rows = table.split("\n")
    line = "|".join("---" for _ in head.split("|"))
    return "".join(f"| {one} |\n" for one in (head, line, *rows))


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_tables_become_sessions(
    table: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.body(f"# C\n\n{in_bars(table)}")
    found = page_file.read_markdown(desk.page()).all
    made = [
        (one.title, {k: v for k, v in one.options.items() if k not in ("id", "kind")})
        for one in found
    ]
    assert made == (TABLES[table] or [("C", {})])
    assert bool(TABLES[table]) is ("---|---" not in desk.page())
    told = capsys.readouterr().out
    assert "stays in the notes" not in told
    assert "--level names another level" not in told


def test_what_a_table_has_besides_is_kept(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    table = "Time | Title | Level\n9:00 | A | hard\n | | \n10:00 | |\nsoon | B | | more"
    assert desk.body(f"# C\n\nAbove\n\n{in_bars(table)}\nBelow\n") == (
        "Above\n\n::::{session} A\n:id: a\n:time: 9:00\n\n- Level: hard\n\n\n10:00\n::::\n\n"
        "::::{session} B\n:id: b\n\nTime: soon\n\n- more\n::::\n\nBelow\n"
    )
    told = capsys.readouterr().out
    assert "post.md:5: the rows of this table became sessions; --level 0 keeps it" in told
    assert "post.md:7: 'Level' of this table stays in the notes" in told
    assert "post.md:9: this row without a title is kept as text" in told
    assert "post.md:10: 'Time: soon' stays in the notes" in told


def test_what_a_table_does_not_know_yet_is_told(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "Time | Title | Speaker | Room\n9:00 | A | 未定 | TBA\n10:00 | B | - | Hall"
    desk.body(f"# C\n\n{in_bars(rows)}")
    told = capsys.readouterr().out
    assert "post.md:5: '未定' is left out, because it says nothing yet" in told
    assert "post.md:5: 'TBA' is left out, because it says nothing yet" in told
    assert told.count("is left out") == 2


def test_tables_of_several_days(desk: Desk) -> None:
    one = in_bars("Time | Title\n9:00 | {}")
    desk.body(f"## Day 1\n\n{one.format('x')}\nu\n\n## Day 2\n\n{one.format('y')}\n## Fazit\n\nv\n")
    assert desk.page().endswith("::::{session} x\n:id: x\n:time: 9:00\n\n::::\n\nu\n")
    assert desk.blocks("2015-05-20") == [("session", "y")]
    assert desk.page("2015-05-20").endswith("\n## Fazit\n\nv\n")


@pytest.mark.parametrize("options", [(), ("--level", "0")])
def test_a_table_beside_sessions_stays(
    options: tuple[str, ...], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    table = in_bars("Time | Title | Speaker\n9:00 | x | Ann Lee")
    assert table in desk.body(f"# C\n\n## Schedule\n\n{table}\n## x by Ann Lee\n\nu\n", *options)
    told = "post.md:5: this table stays as it is, because the headings are the sessions"
    assert (told in capsys.readouterr().out) is (not options)


# -- parts --------------------------------------------------------------------------------------

PARTS = {
    "Impression: x": ("impressions", "x", True),
    "**感想**": ("impressions", "", True),
    "雑感：x": ("impressions", "x", True),
    "所感としては x": ("impressions", "所感としては x", False),
    "Impressions of it": ("impressions", "Impressions of it", False),
    "References:": ("references", "", True),
    "Mes impressions : x": ("impressions", "x", True),
    "個人的な感想：x": ("impressions", "x", True),
    "【感想】x": ("impressions", "x", True),
    "Thoughts are free": ("", "", False),
    "Words": ("", "", False),
}


@pytest.mark.parametrize("text", PARTS)
def test_paragraphs_begin_parts(text: str) -> None:
    assert part_begun(text) == PARTS[text]


def test_impressions_are_collected(desk: Desk) -> None:
    body = desk.body(
        "# T\n\none\n\n感想\n\n- a\n- b\n\ntwo\n\n- 所感：c\n- three\n\n## Impressions\n\nd\n\n"
        "### e\n\n"
        "## Rest\n\nfour\n\n- 感想\n    - f\n",
        "--level",
        "0",
    )
    assert body.endswith(
        "one\n\ntwo\n\n- three\n\n## Rest\n\nfour\n\n"
        ":::{impressions}\n- a\n- b\n\n- c\nd\n\n### e\n\n- f\n:::\n::::\n"
    )


LISTS = {
    "at the end": ("x\n\n- [a](https://example.org)\n- https://example.org/b\n", True),
    "named": ("x\n\nLinks:\n\n- a, of which no link is known\n", True),
    "numbered": ("x\n\nLinks:\n\n1. [a](https://example.org)\n", True),
    "with notes": (f"x\n\n- [a](https://example.org): {'words ' * 20}\n", False),
    "bare": ("x\n\nhttps://example.org/a\nSlides: <https://example.org/b>\n", True),
    "in a sentence": ("x\n\n[It](https://example.org) was good.\n", False),
    "bare below a heading": ("x\n\n### Tools\n\nhttps://example.org\n", False),
    "not at the end": ("- [a](https://example.org)\n\nx\n", False),
    "alone": ("- [a](https://example.org)\n", False),
    "below a heading": ("x\n\n### Tools\n\n- [a](https://example.org)\n", False),
    "to do": ("x\n\n- [ ] a\n", False),
}


@pytest.mark.parametrize("case", LISTS)
def test_links_at_the_end_are_references(case: str, desk: Desk) -> None:
    post, is_part = LISTS[case]
    assert (":::{references}" in desk.body(f"# T\nby A B\n\n{post}")) is is_part


def test_definitions_go_where_they_are_used(desk: Desk) -> None:
    desk.body(
        "## A\nby A B\n\n[x][] and [^1]\n\n## B\nby C D\n\n[^2] and [x]\n\n"
        "[x]: https://example.org\n\n[^1]: one\n\n[^2]: two\n    more\n"
    )
    page = desk.page()
    assert "and [^1]\n\n[^1]: one\n::::\n" in page
    assert "and [x]\n\n[^2]: two\n    more\n::::\n\n[x]: https://example.org\n" in page


def test_fences_are_long_enough(desk: Desk) -> None:
    body = desk.body("# T\n\n:::::details A\n:::message\nx\n:::\n:::::\n\n感想\n\n```\n:::\n```\n")
    assert body.startswith("::::::{session} T\n")
    assert ":::::{admonition} A\n:::{note}\nx\n:::\n:::::\n\n::::{impressions}\n```" in body
    assert body.endswith("```\n::::\n::::::\n")


# -- other programs -----------------------------------------------------------------------------

DIALECTS = {
    ":::message alert\nx\n:::": ":::{warning}\nx\n:::",
    ":::info\nx\n:::": ":::{note}\nx\n:::",
    ":::spoiler Open\nx\n:::": ":::{admonition} Open\nx\n:::",
    "{% codeblock lang:js %}\nx\n{% endcodeblock %}": "````js\nx\n````",
    "* TOC\n{:toc}": "\n",
    "・one\n・two": "- one\n- two",
    "==x== ![[Note]] %%y%%": "==x== ![[Note]] %%y%%",
    "{% highlight c linenos %}\n# x\n{% endhighlight %}": "````c\n# x\n````",
    "{{< highlight go >}}\n## x\n{{< /highlight >}}": "````go\n## x\n````",
    "@[youtube](abc)": "<https://www.youtube.com/watch?v=abc>",
    "{% youtube abc %}": "<https://www.youtube.com/watch?v=abc>",
    "@[card](https://example.org)": "<https://example.org>",
    "@[speakerdeck](1a)": "`@[speakerdeck](1a)`",
    "{{< notice >}}": "{{< notice >}}",
    "[TOC]": "",
    "> [!note] x\n> y": "> [!note] x\n> y",
    "`{% youtube x %}` ``{% youtube y %}`` {% youtube z %}": "`{% youtube x %}` "
    "``{% youtube y %}`` <https://www.youtube.com/watch?v=z>",
    "```\n:::message\n[TOC]\n```": "```\n:::message\n[TOC]\n```",
    '<img src="https://example.org/x.png">': '<img src="https://example.org/x.png">',
    "$x$ and {{ y }}": "$x$ and {{ y }}",
    "```py:main.py\nx\n```": "```py\nx\n```",
    '[caption id="1"]x[/caption]': '[caption id="1"]x[/caption]',
    "[[Nothing]]": "[[Nothing]]",
}


@pytest.mark.parametrize("text", DIALECTS)
def test_dialects_are_translated_or_kept(text: str, desk: Desk) -> None:
    body = desk.body(f"# T\n\nbefore\n\n{text}\n\nafter\n")
    assert f"before\n\n{DIALECTS[text]}\n\nafter" in body


PAD = """\
Design session

Attendees: ten

GOALS
    * one
        * two
    * three
        • four
Words
More words
=== Next ===
\t1. five
\t\t* six
"""


def test_a_pad_becomes_a_session(desk: Desk) -> None:
    body = desk.body(PAD, name="pad.txt")
    assert body == (
        "::::{session} Design session\n:id: design-session\n:kind: design-session\n"
        ":attendance: ten\n\n"
        "## GOALS\n* one\n   * two\n* three\n   - four\n\nWords\n\nMore words\n\n"
        "### Next\n1. five\n   * six\n::::\n"
    )


def test_a_pad_has_headings_below_bullets_and_tables(desk: Desk) -> None:
    body = desk.body("T\n\n    * one\nNEXT\n    * two\n", name="pad.txt")
    assert "* one\n\n## NEXT\n* two\n" in body
    table = in_bars("Time | Title | Speaker\n9:00 | x | Ann Lee\n10:00 | y | Bob Ray")
    desk.body(table, name="b.txt")
    assert desk.blocks()[1:] == [("session", "x"), ("session", "y")]


ORG = """\
#+TITLE: EmacsConf
#+DATE: 2022-12-03
#+AUTHOR: Mia Berg

Words.

* TODO Keynote
:PROPERTIES:
:SPEAKER: Ann Lee
:END:
- [[https://a.example][freedom]]
** Questions
#+begin_src c
* not a heading
#+end_src
* Next
- x
"""


@pytest.mark.parametrize("name", ["notes.md", "notes.org"])
def test_notes_of_org_mode(name: str, desk: Desk) -> None:
    desk.write({name: ORG})
    desk.adopt(name, day="")
    assert desk.page("2022-12-03") == (
        "---\ndate: 2022-12-03\n---\n# EmacsConf\n\nWords.\n\n"
        "::::{session} Keynote\n:id: keynote\n:kind: keynote\n:speakers: Ann Lee\n"
        ":reporter: Mia Berg\n\n- [freedom](https://a.example)\n## Questions\n"
        "```c\n* not a heading\n```\n::::\n\n"
        "::::{session} Next\n:id: next\n:reporter: Mia Berg\n\n- x\n::::\n"
    )


def test_notes_link_to_each_other(desk: Desk) -> None:
    desk.write(
        {
            "One Talk.md": "# First\n\n[[two]] [[x/Second|there]] [r](two.md) `[[two]]`\n",
            "two.md": "# Second\n\n[back](One%20Talk.md) [no](no.md)\n\n```\n[[One Talk]]\n```\n",
        }
    )
    desk.adopt()
    page = desk.page()
    assert "[two](#second) [there](#second) [r](#second) `[[two]]`" in page
    assert "[back](#first) [no](no.md)\n\n```\n[[One Talk]]\n```" in page


# -- images -------------------------------------------------------------------------------------

IMAGES = {
    "![a](img/a.png)": "![a](img/a.png)",
    "![a](/static.png)": "![a](static.png)",
    "![a]({{ site.baseurl }}/static.png)": "![a](static.png)",
    "![[deep file.png|300]]": "![](deep-file.png)",
    "![[deep file.png|Some words]]": "![Some words](deep-file.png)",
    "![a](x/deep file.png)": "![a](x/deep-file.png)",
    '![a](img/a.png =300x "T"){: .left}': '![a](img/a.png "T")',
    '<img src="x/deep file.png">': "![](x/deep-file.png)",
    '<img alt="A" src="img/a.png" width=50%>': "![A](img/a.png)",
    '{{< figure src="img/a.png" caption="C" >}}': "![C](img/a.png)",
    "{% asset_img a.png Words %}": "![Words](a.png)",
    "![a][b]\n\n[b]: img/a.png": "![a][b]",
    "![a](https://example.org/a.png)": "![a](https://example.org/a.png)",
    "![a](img/note.txt)": "![a](img/note.txt)",
    "![a](../outside.png)": "![a](../outside.png)",
    "![a](link.png)": "![a](link.png)",
    "![a](alias.png)": "![a](alias.png)",
    "![a](fifo.png)": "![a](fifo.png)",
    "![a](none.png)": "![a](none.png)",
}
LEFT = ("alias.png", "outside.png", "link.png", "fifo.png", "note.txt", "none.png")


@pytest.mark.parametrize("text", IMAGES)
def test_images_are_copied(text: str, desk: Desk) -> None:
    desk.write(
        {
            **dict.fromkeys(("img/a.png", "static/static.png", "x/deep file.png", "p/a.png"), PNG),
            "../outside.png": PNG,
            "img/note.txt": "x",
            "p.md": f"# T\n\n{text}\n",
        }
    )
    (desk.posts / "link.png").symlink_to("../outside.png")
    (desk.posts / "alias.png").symlink_to("img/note.txt")
    os.mkfifo(desk.posts / "fifo.png")
    desk.adopt("p.md")
    assert f"\n{IMAGES[text]}\n" in desk.page()
    copied = [path.name for path in (desk.book / "days").rglob("*.*") if path.suffix != ".md"]
    assert len(copied) == ("example.org" not in text and not any(name in text for name in LEFT))


def test_images_with_one_name_stay_apart(desk: Desk) -> None:
    desk.write(
        {"a/i.png": PNG, "b/i.png": PNG + b"2", "c/i.png": PNG, "../book/days/i.png": PNG + b"3"}
    )
    desk.write({f"{name}/p.md": f"# {name}\n\n![x](i.png)\n" for name in "abc"})
    desk.adopt()
    assert [line for line in desk.page().split("\n") if line[:1] == "!"] == [
        "![x](i-2.png)",
        "![x](i-3.png)",
        "![x](i-2.png)",
    ]
    assert (desk.book / "days/i.png").read_bytes() == PNG + b"3"
    assert (desk.book / "days/i-3.png").read_bytes() == PNG + b"2"


def test_images_of_another_folder(desk: Desk, tmp_path: Path) -> None:
    desk.write({"../site/images/a.png": PNG, "p.md": "# T\n\n![x](/images/a.png)\n"})
    desk.adopt("p.md", "--images", str(tmp_path / "site"))
    assert "![x](a.png)" in desk.page()


# -- files --------------------------------------------------------------------------------------

UNREADABLE = {
    "latin.md": b"# \xe9\n",
    "empty.md": b" \n\n",
    "large.md": b"x" * (2 * 1024 * 1024 + 1),
    "session.md": b"::::{session} X\n:id: x\n\n::::\n",
}
ENCODED = {
    "bom.md": "# Té\r\n\r\n- x\r\n".encode("utf-8-sig"),
    "utf16.md": "# Té\n\n- x\n".encode("utf-16"),
    "mac.md": "# Té\r\r- x\r".encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_some_files_are_refused(name: str, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({name: UNREADABLE[name]})
    assert desk.adopt(name) == 2
    assert capsys.readouterr().err.startswith(f"{name}: ")
    desk.write({"good.md": "# Good\n\nx\n"})
    assert desk.adopt() == 1
    assert f"{name}:1: not adopted: " in capsys.readouterr().out
    assert desk.blocks() == [("session", "Good")]


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str, desk: Desk) -> None:
    desk.write({name: ENCODED[name]})
    desk.adopt(name)
    assert desk.page().endswith("::::{session} Té\n:id: te\n\n- x\n::::\n")


def test_what_is_no_file_is_passed_over(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write({"a.md": "# A\n\nx\n", "../out.md": "# Out\n", ".git/b.md": "# B\n"})
    (desk.posts / "dangling.md").symlink_to("nowhere.md")
    (desk.posts / "out.md").symlink_to("../out.md")
    os.mkfifo(desk.posts / "fifo.md")
    assert desk.adopt() == 1
    told = capsys.readouterr().out
    assert desk.blocks() == [("session", "A")]
    assert all(f"{name}.md:1" in told for name in ("dangling",))
    assert "and 2 more: passed over: no file in this folder" in told
    assert desk.adopt("fifo.md") == 2
    assert desk.adopt("nowhere.md") == 2


def test_the_book_is_not_adopted(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.adopt("..") == 2
    assert "holds the book" in capsys.readouterr().err


def test_a_terminal_that_cannot_show_a_character(desk: Desk) -> None:
    desk.write({"a.md": "---\nemoji: 👍\ndate: 2015-05-19\n---\n# 題\n\nx\n"})
    done = subprocess.run(
        [sys.executable, "-m", "session_notes", "adopt", "a.md", "--book", str(desk.book)],
        env={**os.environ, "PYTHONPATH": str(EXT), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "emoji: \\U0001f44d" in done.stdout


@pytest.mark.parametrize("front", ["---\na: b: c\n---\n", "+++\na = \n+++\n", "---\n*x\n---\n"])
def test_a_front_matter_that_cannot_be_read_is_told(
    front: str, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "::::{session} T\n" in desk.body(f"{front}# T\n\nx\n")
    assert "post.md:1: the front matter is left out" in capsys.readouterr().out


# -- nothing is lost ----------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "# {}\n",
        "## {}\n",
        "### {}\n",
        "{}\n---\n",
        "## Day 2\n\n{}\n",
        "Speaker: {} Lee\n",
        "- Room: {}\n    - {}\n",
        "Time: {}\n",
        "{} words\nand more\n",
        "- {}\n- [l](https://example.org/{})\n",
        "* [ ] {}\n  * {}\n",
        "1. {}\n   - 感想\n     - {}\n",
        "感想\n\n{}\n",
        "Impression of {}\n",
        "### References\n\n- https://example.org/{}\n",
        "Links:\n\n- [{}](https://example.org)\n",
        "```\n{}\n::::\n# {}\n```\n",
        "    {}\n",
        "> {}\n> > {}\n",
        "| {} | b |\n|---|---|\n| a | {} |\n",
        "| Time | Title | {} |\n|---|---|---|\n| 9:00 | {}<br>{} | {} | {} |\n| {} | | {} |\n",
        "| Time | {} | {} |\n|---|---|---|\n| 9:00 | {} | {}\\| |\n| 10:00 | {} | | |\n",
        "<div>\n{}\n</div>\n",
        ":::message\n{}\n:::\n",
        "::::details {}\n:::info\n{}\n:::\n::::\n",
        "[^{}]: {}\n",
        "See [^{}] and [{}][ref].\n",
        "[ref]: https://example.org/{}\n",
        "![{}]({}.png)\n",
        "[[{}]] ![[{}.png]]\n",
        "{{% {} %}} {{{{< {} >}}}}\n",
        "{{% highlight c %}}\n{}\n{{% endhighlight %}}\n",
        "\t* {}\n\t\t* {}\n",
        "{}: {}\n",
        "***\n{}\n",
    ]
)


@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pieces=st.lists(_PIECES, min_size=1, max_size=14), ends=st.sampled_from([".md", ".txt"]))
def test_no_word_is_lost(
    pieces: list[str], ends: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    words: list[str] = []
    post = ""
    for piece in pieces:
        new = [f"Word{len(words) + n}x" for n in range(piece.replace("{{", "").count("{}"))]
        post += piece.format(*new) + "\n"
        words += new
    desk.write({f"post{ends}": post})
    assert desk.adopt(f"post{ends}") in (0, 1)
    pages = {path: path.read_text() for path in (desk.book / "days").glob("*.md")}
    assert [word for word in words if not any(word in text for text in pages.values())] == []
    sessions = [
        block.title for text in pages.values() for block in page_file.read_markdown(text).all
    ]
    assert len(sessions) == sum(text.count(":id: ") for text in pages.values())
    assert desk.adopt(f"post{ends}") in (0, 1)
    assert {path: path.read_text() for path in (desk.book / "days").glob("*.md")} == pages
