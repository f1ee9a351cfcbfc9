"""The guide's page on the build names what exists, and what it says about a session is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from layers import PURE, ROOMS, core_modules, imports_of, neighbours
from session_docs import rooms

if TYPE_CHECKING:
    from conftest import Project

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "guide" / "build.md").read_text("utf-8")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^\d+\. (?:.*\n?)(?:   .*\n)*", re.MULTILINE)
#: The pages that are written again, as the page lists them.
_WRITTEN = re.compile(r"\n\n(`about`[^.]*?)\n\n")


def names() -> list[str]:
    """Return what is named by a single word or path, except commands."""
    found = _CODE.findall(_BLOCK.sub("", PAGE))
    return [name for name in dict.fromkeys(found) if re.fullmatch(r"[\w./-]+", name)]


def test_every_step_names_its_file() -> None:
    steps = _STEP.findall(PAGE)
    assert len(steps) == 10
    assert all(re.search(r"`[\w/]+\.py`", step) for step in steps)


def test_every_file_that_is_named_exists() -> None:
    package = ROOT / "_ext" / "session_notes"
    files = [name for name in names() if re.search(r"\.(py|md)$|/$", name)]
    assert len(files) > 3 * len(ROOMS)
    missing = [
        name for name in files if not (ROOT / name).exists() and not (package / name).exists()
    ]
    assert missing == []


def test_every_word_of_the_code_that_is_named_is_in_the_code() -> None:
    words = [name for name in names() if re.fullmatch(r"[\w-]+", name)]
    assert "session_deferred" in words
    code = "".join(path.read_text("utf-8") for path in (ROOT / "_ext").rglob("*.py"))
    known = set(re.findall(r"[\w-]+", code)) | {path.stem for path in ROOT.glob("*.md")}
    assert [word for word in words if word not in known] == []


def test_the_rooms_without_sphinx_are_named() -> None:
    listed = ", ".join(f"`{room}`" for room in PURE[:-1])
    assert f"\n{listed} and `{PURE[-1]}` import neither docutils nor Sphinx" in PAGE


# -- the picture --------------------------------------------------------------------------------


OTHERS = {name.partition("/")[0].removesuffix(".py") for name in neighbours()}


def imported() -> set[tuple[str, str]]:
    """Return which rooms import from which others."""
    modules = {f"session_notes/{name}": path for name, path in core_modules().items()}
    found = set()
    for name, path in {**modules, **neighbours()}.items():
        user = room(name.removesuffix(".py"))
        for module in imports_of(path.read_text("utf-8")):
            used = room(module.replace(".", "/"))
            if user and used and user != used:
                found.add((user, used))
    return found


def room(module: str) -> str:
    """Return the room of a module; nothing if it is in none."""
    first, *rest = module.split("/")
    if first == "session_notes":
        return rest[0] if rest and rest[0] in ROOMS else ""
    return first if first in OTHERS else ""


def test_the_picture_has_the_rooms_and_their_imports() -> None:
    drawn = rooms.arrows()
    assert {(arrow.user, arrow.used) for arrow in drawn} == imported()
    assert set(rooms.folders()) == {*ROOMS, *OTHERS}
    picture = rooms.svg(drawn)
    assert sorted(re.findall(r"<text [^>]*>(\w+)</text>", picture)) == sorted(
        ["session_notes", *rooms.folders()]
    )
    assert picture.count("<path d=") == len(drawn) + 1  # and the head of an arrow


def test_every_arrow_of_the_picture_points_down_from_its_room_to_the_other() -> None:
    drawn = rooms.arrows()
    boxes = rooms.layout(rooms.floors(drawn), drawn)
    for arrow in drawn:
        (line,) = re.findall(r"M(\d+) (\d+) (\d+) (\d+)", rooms.lines([arrow], boxes, 0.3))
        start, top, end, bottom = map(int, line)
        above, below = boxes[arrow.user], boxes[arrow.used]
        assert abs(start - above.x) < rooms.BOX_WIDTH / 2
        assert abs(end - below.x) < rooms.BOX_WIDTH / 2
        assert above.y + rooms.BOX_HEIGHT == top < bottom == below.y - 2


def test_the_list_says_what_the_picture_shows() -> None:
    (section,) = rooms.rooms()
    rows = re.findall(r"^`(\w+)`\n: (.+)\n(?:\n  (.*)\n)?", section.text, re.MULTILINE)
    assert {name for name, _, _ in rows} == set(rooms.folders())
    listed = {(name, used) for name, _, below in rows for used in _CODE.findall(below)}
    assert listed == set(rooms.arrows())


def test_only_a_site_has_the_picture_and_every_format_the_list(project: Project) -> None:
    project.write({"index.md": "# Rooms\n\n```{session-docs} rooms\n```\n"})
    extensions = ["myst_parser", "session_notes", "session_docs"]
    for builder, name, shown in (("html", "index.html", True), ("epub", "index.xhtml", False)):
        conf: dict[str, Any] = {"version": "1", "copyright": "us", "epub_show_urls": "no"}
        built = project.build(builder, extensions=extensions, **conf)
        assert built.warnings == []
        page = built.text(name)
        assert ("<svg" in page) == shown
        assert "sphinxext" in page
    text = project.build("text", extensions=extensions).text("index.txt")
    assert "sphinxext" in text
    assert "svg" not in text


# -- the option ---------------------------------------------------------------------------------


def test_the_diff_of_an_option_is_all_of_it() -> None:
    (diff,) = _DIFF.findall(PAGE)
    (name,) = re.findall(r'^\+ +"(\w+)": Option', diff, re.MULTILINE)
    hunks = re.findall(r"^\+\+\+ b/(.*)\n@@.*\n((?:\+.*\n)+)", diff, re.MULTILINE)
    for path, added in hunks:
        assert re.sub(r"^\+", "", added, flags=re.MULTILINE) in (ROOT / path).read_text("utf-8")
    assert len(hunks) == 2
    named = [
        str(path.relative_to(ROOT))
        for folder in ("_ext", "tools", ".github", ".vscode")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix not in (".po", ".pyc") and name in path.read_text("utf-8").lower()
    ]
    # What notes from elsewhere call an option may be added, but need not be.
    assert {*named} - {"_ext/session_import/adopt/phrases.py"} == {hunks[0][0]}


# -- the pages that are written again -------------------------------------------------------------


@pytest.mark.slow
def test_another_title_of_the_session_writes_the_pages_that_are_named(project: Project) -> None:
    ignored = shutil.ignore_patterns(".*", "_build", "__pycache__", "node_modules", "tests")
    shutil.copytree(ROOT, project.srcdir, ignore=ignored, dirs_exist_ok=True)
    # The guide shows them.
    shutil.copytree(ROOT / "tests" / "books", project.srcdir / "tests" / "books")
    project.build("text")
    day = "days/2015-05-19.md"
    text = (project.srcdir / day).read_text("utf-8")
    title = "::::{session} OVN: "
    assert title in text
    project.write({day: text.replace(title, f"{title}A Talk on ")})
    listed = _WRITTEN.search(PAGE)
    assert listed
    assert project.build("text").written == sorted(_CODE.findall(listed[1]))
