"""``new book``: what a book begins with, and what a schedule makes of it."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jinja2 import Template
from schedules import event, ics, schedule
from session_notes.cli.main import main
from session_notes.locale.languages import shipped
from session_notes.model.schema import OPTIONS, PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME = ROOT / "tests" / "import" / "schedule.json"
#: A schedule that does not say of what.
SESSIONS = [
    {"id": "1", "title": "One", "startsAt": "2030-05-02T09:00:00", "endsAt": "2030-05-02T10:00:00"}
]


class Made:
    """A new book, and what the command said."""

    def __init__(self, root: Path, status: int, out: str) -> None:
        self.root, self.status, self.out = root, status, out

    def text(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def events(self) -> dict[str, Any]:
        """Return what _data/events.yml says."""
        found: dict[str, Any] = yaml.safe_load(self.text("_data/events.yml"))
        return found

    def conf(self) -> dict[str, Any]:
        """Return what conf.py sets, without running it."""
        found: dict[str, Any] = {}
        for node in ast.parse(self.text("conf.py")).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                try:
                    found[node.targets[0].id] = ast.literal_eval(node.value)
                except ValueError:
                    continue
        return found


@pytest.fixture
def make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Made]:
    """Return a function that makes a book, from a schedule if one is given."""

    def new(*options: str, source: object = None) -> Made:
        given = tmp_path / "given"
        if source is not None:
            given.write_text(source if isinstance(source, str) else json.dumps(source), "utf-8")
            options = ("--from", str(given), *options)
        book = tmp_path / "book"
        status = main(["new", "book", str(book), *options])
        return Made(book, status, "".join(capsys.readouterr()))

    return new


# -- from a schedule ----------------------------------------------------------------------------


def test_a_schedule_becomes_a_book(
    make: Callable[..., Made], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make("--from", str(PROGRAMME))
    assert (made.status, made.out.splitlines()[-1]) == (0, "4 sessions in the schedule, 4 added")
    conf = made.conf()
    assert conf["project"] == "Example Conference 2031 & Friends"
    assert made.events() == {
        "example-conference-2031-friends": {
            "name": "Example Conference 2031 & Friends",
            "start": date(2031, 4, 2),
            "end": date(2031, 4, 3),
            "timezone": "Asia/Tokyo",
            "city": "Kyoto",
            "place": "Example Hall",
            "url": "https://conf.example/",
        }
    }
    assert "\ndays/2031-04-02\ndays/2031-04-03\n```" in made.text("index.md")
    assert made.text("index.md").startswith("# Example Conference 2031 & Friends\n")
    assert "# Day 2: Thursday 3 April" in made.text("days/2031-04-03.md")
    tracks = yaml.safe_load(made.text("_data/tracks.yml"))
    assert [*tracks.values()] == ["Networking", "R&D"]
    # Nothing is left of the example.
    assert yaml.safe_load(made.text("_data/topics.yml")) is None
    assert [path.name for path in sorted((made.root / "days").iterdir())] == [
        "2031-04-02.md",
        "2031-04-03.md",
    ]
    assert "example in `days/`" not in made.text("README.md")
    monkeypatch.chdir(made.root)
    assert main(["check"]) == 0
    capsys.readouterr()
    # The next version of the programme finds all its sessions.
    assert main(["import", str(PROGRAMME)]) == 0
    assert capsys.readouterr().out == "4 sessions in the schedule, 0 added\n"


def test_options_win_over_the_schedule(make: Callable[..., Made]) -> None:
    made = make(
        *("--from", str(PROGRAMME), "--title", "Ours", "--timezone", "Europe/Paris"),
        *("--track", "networking", "--language", "fr"),
    )
    conf = made.conf()
    (event,) = made.events().values()
    assert (conf["project"], event["timezone"]) == ("Ours", "Europe/Paris")
    # At nine in Kyoto it is two in Paris, but the separate start shows what is meant.
    assert event["end"] == date(2031, 4, 2)
    assert ":time: 09:00-09:45" in made.text("days/2031-04-02.md")
    assert "# Jour 1\xa0: mercredi 2 avril" in made.text("days/2031-04-02.md")
    assert made.out.endswith("4 sessions in the schedule, 2 added, 2 of other tracks\n")


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        pytest.param(SESSIONS, (), ["no title", "no time zone"], id="nothing"),
        pytest.param(SESSIONS, ("--title", "A"), ["no time zone"], id="a-title-is-given"),
        pytest.param(SESSIONS, ("--timezone", "Asia/Seoul"), ["no title"], id="a-zone-is-given"),
        pytest.param(schedule(event(1, "One", "09:00")), (), ["no title"], id="frab"),
        pytest.param(
            ics("UID:1\nSUMMARY:One\nDTSTART:20300502T090000\n", head="X-WR-CALNAME:A\\, B\n"),
            (),
            ["no time zone"],
            id="icalendar",
        ),
    ],
)
def test_what_the_schedule_does_not_say_is_told(
    make: Callable[..., Made], source: object, options: tuple[str, ...], told: list[str]
) -> None:
    made = make(*options, source=source)
    assert made.status == 1
    places = ("conf.py: ", "_data/events.yml: ")
    lines = [line for line in made.out.splitlines() if line.startswith(places)]
    assert [text in line for text, line in zip(told, lines, strict=True)] == [True] * len(told)
    assert (made.root / "days" / "2030-05-02.md").is_file()


def test_what_is_left_out_is_told_as_by_import(make: Callable[..., Made]) -> None:
    found = schedule(event(1, "One", "09:00", links=[{"url": "ftp://x/"}]), event(2, "", "10:00"))
    found["schedule"]["conference"]["title"] = "C"
    made = make(source=found)
    assert made.status == 1
    assert "given: day 1, Hall 1, entry 2: skipped: no title" in made.out
    assert "the link 'ftp://x/': neither http nor https" in made.out


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        pytest.param("<!doctype html>", (), "a page in HTML", id="html"),
        pytest.param({"schedule": {"conference": {"days": []}}}, (), "no sessions", id="empty"),
        pytest.param(schedule(event(1, "", "09:00")), (), "no session can be read", id="no-title"),
        pytest.param(SESSIONS, ("--track", "Ops"), "no such track", id="track"),
        pytest.param(
            ics("UID:1\nSUMMARY:One\nDTSTART:20300502T090000Z\n", head=""),
            (),
            "add --timezone, such as --timezone Europe/London\nnothing was written",
            id="utc",
        ),
        pytest.param(SESSIONS, ("--timezone", "Mars"), "no such time zone", id="zone"),
        pytest.param(SESSIONS, ("--day", "2030-05-02"), "--day: ", id="day"),
        pytest.param(SESSIONS, ("--translation", "jp"), "--translation 'jp' is", id="language"),
        pytest.param(None, ("--from", "nowhere"), "cannot be read", id="no-file"),
        pytest.param(None, ("--from", "http://x.example/"), "only https is read", id="http"),
        pytest.param(None, ("--from", "https://127.0.0.1:1/"), "cannot be read", id="https"),
        pytest.param(None, ("--track", "Ops"), "--track: ", id="track-of-nothing"),
    ],
)
def test_nothing_is_written_if_something_cannot_be_read(
    make: Callable[..., Made], source: object, options: tuple[str, ...], told: str
) -> None:
    made = make(*options, source=source)
    assert made.status == 2
    assert told in made.out
    assert not made.root.exists()


@pytest.mark.parametrize(
    "title",
    [
        'A "quoted" title \\',
        "R&D_50% #1 ~{x} $5",
        "<b>loud</b> *and* [x] (y)",
        "二〇三〇年の会議",
        "  two\nlines\u2028three\x07 ",
        "\ud800 half",
        "§title and §{Days}",
        "{{ title }} {% raw %}",
    ],
)
def test_a_title_may_be_anything(
    make: Callable[..., Made], title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = schedule(event(1, "One", "09:00"))
    found["schedule"]["conference"] |= {"title": title, "city": title, "venue": title}
    made = make(source=json.dumps(found))
    assert made.status == 0, made.out
    conf = made.conf()
    shown = " ".join(re.sub("[\x07\ud800]", " ", title).split())
    ((name, told),) = made.events().items()
    assert (conf["project"], told["city"]) == (shown, shown)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    monkeypatch.chdir(made.root)
    assert main(["check"]) == 0


# -- what it has --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", shipped())
def test_forms_are_valid_in_every_language(make: Callable[..., Made], language: str) -> None:
    made = make("--language", language, "--license", "cc-by-4.0")
    form = yaml.safe_load(made.text(".github/ISSUE_TEMPLATE/add-a-session.yml"))
    fields = [field["id"] for field in form["body"]]
    assert set(fields) <= {"title", "date", "notes", "licence", *OPTIONS, *PARTS}
    assert all(field["attributes"]["label"] for field in form["body"])
    for name in ("people", "topics", "tracks"):
        assert len(yaml.safe_load(made.text(f"_data/{name}.yml"))) == 1
    assert made.text(".github/pull_request_template.md").count("\n- [ ] ") == 3
    ast.parse(made.text("conf.py"))


@pytest.mark.parametrize(
    ("licence", "path"),
    [
        ("CC-BY-4.0", "licenses/by/4.0/"),
        ("CC-BY-SA-4.0", "licenses/by-sa/4.0/"),
        ("CC0-1.0", "publicdomain/zero/1.0/"),
    ],
)
def test_a_licence_is_named_wherever_it_counts(
    make: Callable[..., Made], licence: str, path: str
) -> None:
    made = make("--license", licence)
    address = f"https://creativecommons.org/{path}"
    assert f"(SPDX: {licence}): {address}\n" in made.text("LICENSE")
    assert f"[{licence}]({address})" in made.text("README.md")
    assert address in made.conf()["html_theme_options"]["extra_footer"]
    assert licence in made.text(".github/pull_request_template.md")
    assert licence in made.text(".github/ISSUE_TEMPLATE/add-a-session.yml")
    assert "--license" not in made.out


def test_without_a_licence_nothing_is_promised(make: Callable[..., Made]) -> None:
    made = make()
    assert "--license" in made.out
    assert "No licence has been chosen" in made.text("README.md")
    assert not (made.root / "LICENSE").exists()
    for name in ("pull_request_template.md", "ISSUE_TEMPLATE/add-a-session.yml"):
        assert "licence" not in made.text(f".github/{name}")


def test_translations_are_made_if_one_is_asked_for(make: Callable[..., Made]) -> None:
    made = make("--language", "ja", "--translation", "ko", "--translation", "zh-tw")
    makefile = made.text("Makefile")
    assert "\nTRANSLATIONS = ko zh_TW\n" in makefile
    assert "\ntranslate: " in makefile
    assert "sphinx-intl" in made.text("requirements.txt")
    assert "ほかの言語の同じページに行ける" in made.text("README.md")
    jobs = yaml.safe_load(made.text(".readthedocs.yaml"))["build"]["jobs"]
    assert jobs["post_build"][0].startswith("for language in ko zh_TW; do python -m sphinx ")
    assert 'language_codes["ko"]' in made.text("conf.py")
    assert "Noto Serif CJK JP" in made.text("conf.py")


@pytest.mark.parametrize(
    ("language", "builder", "links"),
    [
        ("ja", "html", {"ko": "../ko/days/a.html", "zh-TW": "../zh_TW/days/a.html"}),
        ("ko", "html", {"ja": "../../days/a.html", "zh-TW": "../../zh_TW/days/a.html"}),
        ("zh-TW", "html", {"ja": "../../days/a.html", "ko": "../../ko/days/a.html"}),
        ("ja", "singlehtml", {}),
    ],
)
def test_each_page_leads_to_the_other_languages(
    make: Callable[..., Made], language: str, builder: str, links: dict[str, str]
) -> None:
    made = make("--language", "ja", "--translation", "ko", "--translation", "zh-tw")
    template = Template(made.text("_templates/language-switch.html"), autoescape=True)
    page = template.render(
        **made.conf()["html_context"],
        language=language,
        builder=builder,
        content_root="../",
        pagename="days/a",
    )
    found = re.findall(r'href="([^"]+)"\s+lang="([^"]+)" hreflang="\2">(.+)<', page)
    assert {tag: href for href, tag, _ in found} == links
    names = {"ja": "日本語", "ko": "한국어", "zh-TW": "中文 (繁體, 台灣)"}
    assert all(name == names[tag] for _, tag, name in found)
    assert "language-switch.html" in made.conf()["html_sidebars"]["**"]


def test_languages_are_called_by_their_own_names(make: Callable[..., Made]) -> None:
    languages = {"en": "English", "fr": "Français"}
    assert make("--translation", "fr").conf()["html_context"]["languages"] == languages


def test_without_translations_nothing_asks_for_them(make: Callable[..., Made]) -> None:
    made = make()
    assert "\ntranslate: " not in made.text("Makefile")
    assert "intl" not in made.text("requirements.txt")
    assert "other languages" not in made.text("README.md")
    assert not (made.root / "_templates/language-switch.html").exists()
    assert not {"html_context", "html_sidebars"} & made.conf().keys()
    assert "language_codes" not in made.text("conf.py")


def test_it_has_what_this_book_has(make: Callable[..., Made]) -> None:
    made = make()
    for name in ("sessions.code-snippets", "extensions.json"):
        assert made.text(f".vscode/{name}") == (ROOT / ".vscode" / name).read_text("utf-8")
    ours = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    del ours["python.defaultInterpreterPath"]
    assert json.loads(made.text(".vscode/settings.json")) == ours
    header = "_templates/sections/header.html"
    assert made.text(header) == (ROOT / header).read_text("utf-8")
    read = ROOT / ".readthedocs.yaml"
    assert yaml.safe_load(made.text(".readthedocs.yaml")) == yaml.safe_load(read.read_text("utf-8"))
    assert made.conf()["session_exports"] == [
        *("json-ld", "json", "calendar", "session-calendars", "feed", "sitemap")
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [one for name in ("myst", "exports") for one in project["optional-dependencies"][name]]
    assert {*wanted} < {*made.text("requirements.txt").splitlines()}
    uses = re.compile(r"uses: (actions/(?:checkout|setup-python)@[0-9a-f]{40} # \S+)")
    checks = ".github/workflows/checks.yml"
    assert set(uses.findall(made.text(checks))) == set(
        uses.findall((ROOT / checks).read_text("utf-8"))
    )
    # A title without Latin letters gives Sphinx no name for the PDF.
    assert 'latex_documents = [("index", f"{epub_basename}.tex", ' in made.text("conf.py")
    tex = re.compile(r"^TEX +=(.*)", re.MULTILINE)
    assert tex.findall(made.text("Makefile")) == tex.findall((ROOT / "Makefile").read_text("utf-8"))
