"""The command line says what is wrong, in three formats, and mends nothing but what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from content import read_days, read_expected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_docs.mistakes import read_slips
from session_notes.cli.check import fix
from session_notes.cli.main import main
from session_notes.lint.fix import apply_fixes
from session_notes.lint.page import read_page
from session_notes.lint.project import check_project
from session_notes.model.problems import Code, Edit, Problem, Where
from slips import PAGE, report, reported_by, whole, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Project
    from content import Expected, Written

ROOT = Path(__file__).resolve().parent.parent
DAYS = sorted((ROOT / "days").glob("*.md"))
WRONG = "::::{session} A title\n:id: x\n:topics: OWN, 100%\n\n- TODO: ask\n::::\n"

SIGNS = st.sampled_from(":`~{}[]()<>#*-_\\!'\"\n\t \r\0a１：感🦆session")

some = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book with something wrong, as the current directory."""
    write_book(tmp_path, WRONG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", *arguments])
    return code, capsys.readouterr().out


def test_the_book_is_right(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    days = read_days()
    blocks = sum(len(sessions) + talks(sessions) for sessions in days.values())
    code, told = check(capsys)
    assert code == 0
    assert f"{blocks} sessions on {len(days)} pages: no errors" in told
    # Of what is promised there is not even advice. What was added may be right all the same, and
    # whoever added it is told beside the line.
    listed = read_expected()
    promised = [
        problem
        for problem in check_project(ROOT).problems
        if not is_added(problem.where, days, listed)
    ]
    assert promised == []


def talks(sessions: Mapping[str, Written]) -> int:
    return sum(session.counts.talks for session in sessions.values())


def is_added(where: Where, days: Mapping[str, Mapping[str, Written]], listed: Expected) -> bool:
    """Say whether a line stands in a session, or in a day, that nothing was promised of."""
    day = where.source.removeprefix("days/").removesuffix(".md")
    if day not in days or day not in listed["days"]:
        return day in days
    return any(
        session.first <= where.line < session.first + len(session.lines)
        for name, session in days[day].items()
        if name not in listed["sessions"]
    )


def test_text(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys)
    assert code == 1
    assert out.splitlines() == [
        f"{PAGE}:8:10: unknown topic 'OWN'; did you mean 'OVN'?  [topic]",
        f"{PAGE}:8:15: unknown topic '100%'; declare it in topics.yml  [topic]",
        f"{PAGE}:10:3: advice: something is left to do  [todo]",
        "",
        "2 sessions on 2 pages: 2 errors, 1 piece of advice.",
    ]
    (book / "guide" / "mistakes.md").write_text("# Mistakes\n", "utf-8")
    code, out = check(capsys)
    assert out.splitlines()[-1] == "The codes are explained in guide/mistakes.md."


def test_github(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys, "--format", "github")
    assert code == 1
    place = f"file={PAGE},line=8,col=15,title=session.topic"
    assert out.splitlines()[1] == (
        f"::error {place}::unknown topic '100%25'; declare it in topics.yml"
    )
    assert out.splitlines()[2].startswith("::notice ")


def test_json(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = check(capsys, "--format", "json")
    content = json.loads(out)
    assert (code, content["sessions"], content["pages"]) == (1, 2, 2)
    assert content["problems"][2] == {
        "file": PAGE,
        "line": 10,
        "column": 3,
        "code": "todo",
        "severity": "advice",
        "reason": "something is left to do",
        "hint": None,
        "fixable": False,
    }


def test_advice_alone_is_no_failure_but_when_asked(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_book(book, "::::{session} A title\n:id: x\n\n- TODO: ask\n::::\n")
    assert check(capsys)[0] == 0
    assert check(capsys, "--strict")[0] == 1


def test_paths_narrow_what_is_told_but_not_what_is_known(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_book(book, "::::{session} A title\n:id: x\n:topics: OWN\n\n- [](#the-day-before)\n::::\n")
    assert check(capsys, "days/2015-05-22.md")[0] == 0
    code, out = check(capsys, str(book / "days"))
    assert code == 1
    assert "did you mean 'OVN'" in out


def test_a_wrong_call(
    book: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert main(["check", "no-such.md"]) == 2
    assert "no such file or folder: no-such.md" in capsys.readouterr().err
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert main(["check", "days", str(elsewhere)]) == 2
    assert "not in the book" in capsys.readouterr().err
    with pytest.raises(SystemExit) as refused:
        main(["check", "--format", "xml"])
    assert refused.value.code == 2


def test_sphinx_is_not_needed(book: Path) -> None:
    code = (
        "import sys; from session_notes.cli.main import main; code = main(['check'])\n"
        "loaded = {'sphinx', 'docutils', 'myst_parser', 'babel'} & {*sys.modules}\n"
        "sys.exit(f'{code} {sorted(loaded)}')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=book,
        env={"PYTHONPATH": str(ROOT / "_ext")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == "1 []\n"


def test_files_that_cannot_be_read_are_no_crash(book: Path) -> None:
    (book / PAGE).write_bytes(b"::::{session} A title\n:id: x\n\n- \xff\xfe\n::::\n")
    (book / "days" / "gone.md").symlink_to(book / "nowhere.md")
    (book / "days" / "out.md").symlink_to("/etc/hostname")
    (book / "conf.py").write_text("this is no Python (")
    (book / "_data" / "topics.yml").write_bytes(b"\xff")
    codes = {problem.code.value for problem in check_project(book).problems}
    # Of a vocabulary that cannot be read, no name is known.
    # The table of contents names the page.
    assert codes == {"character", "data", "topic", "file", "xref"}


def test_what_the_terminal_cannot_show_is_no_crash(book: Path) -> None:
    text = "::::{session} 仮想\n:id: x\n:topics: 仮想, ".encode()
    (book / PAGE).write_bytes(text + b"x\n::::\n")
    ran = subprocess.run(
        [sys.executable, "-m", "session_notes", "check"],
        cwd=book,
        env={"PYTHONPATH": str(ROOT / "_ext"), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "unknown topic '\\u4eee\\u60f3'" in ran.stdout


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("days/2015-05-22.md", "2015-05-22.md"),
        ("2015-5-22.md", "2015-05-22.md"),
        ("writing.md", "../guide/writing.md"),
        ("guide/writing.md#words", "../guide/writing.md"),
        ("/guide/writin.md", "../guide/writing.md"),
        ("index.md", "../index.md"),
    ],
)
def test_a_page_is_suggested_as_this_page_has_to_write_it(
    book: Path, written: str, near: str
) -> None:
    write_book_page(book, ":room: 1", f"- [words]({written})")
    [problem] = [one for one in check_project(book).problems if one.code is Code.XREF]
    suggested = problem.suggestion.removeprefix("did you mean ").split("'")[1]
    assert suggested == near
    write_book_page(book, ":room: 1", f"- [words]({suggested})")
    assert [one for one in check_project(book).problems if one.code is Code.XREF] == []


@pytest.mark.parametrize(
    ("files", "lacks"),
    [([], "neither a conf.py nor pages"), (["conf.py"], "no pages"), (["notes.txt"], "nor pages")],
)
def test_a_folder_that_is_no_book_is_told(
    files: list[str],
    lacks: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in files:
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    told = capsys.readouterr()
    assert (told.out, lacks in told.err) == ("", True)
    (tmp_path / "index.md").write_text("# Day\n")
    assert main(["check"]) == 0


def test_settings_are_read_without_running_them(book: Path) -> None:
    (book / "conf.py").write_text(
        "raise SystemExit\nsession_kinds = {'hackathon': 'Hackathon'}\n"
        "exclude_patterns = ['**/2015-05-22*', '_build']\n"
    )
    write_book_page(book, ":kind: hackathon", "- [](#the-day-before)")
    found = [(one.where.source, one.code, one.message) for one in check_project(book).problems]
    assert found == [
        (PAGE, Code.XREF, "no session 'the-day-before'"),
        ("index.md", Code.XREF, "no page 'days/2015-05-22'"),
    ]


def write_book_page(book: Path, option: str, *notes: str) -> None:
    lines = ["::::{session} A title", ":id: x", option, "", *notes, "::::", ""]
    (book / PAGE).write_text(whole("\n".join(lines)), "utf-8")


# MyST reads an attribute that goes with Sphinx 11.
@pytest.mark.filterwarnings("ignore:.*BuildEnvironment:sphinx.deprecation.RemovedInSphinx11Warning")
def test_an_included_file_is_told_of_by_its_own_lines(project: Project) -> None:
    part = "Words\n\n::::{session} Within\n:id: within\n:kind: tolk\n\n- [](#withinn)\n::::\n"
    write_book(project.srcdir, "```{include} part.txt\n```\n")
    project.write({"days/part.txt": part})
    told = reported_by(project.build("dummy"), project)
    assert [(source, line, code) for source, line, _, code, _ in told] == [
        ("days/part.txt", 5, "kind"),
        ("days/part.txt", 7, "xref"),
    ]
    checked = check_project(project.srcdir).problems
    assert [(p.where.source, p.where.line, p.text) for p in checked] == [one[:3] for one in told]


def test_a_file_that_includes_itself_ends(book: Path) -> None:
    part = "```{include} 2015-05-23.md\n```\n" * 3
    assert {line.split(":")[0] for line in report(part, book)} <= {"1"}


def test_what_the_tree_words_otherwise_is_told_once(project: Project) -> None:
    # The tree has the words without their signs, and MyST counts a line too many below a title.
    write_book(project.srcdir, "::::{session} A title\n:::{note}\nA\n:::\n### *Links*\n::::\n")
    told = reported_by(project.build("dummy"), project)
    assert [(line, code) for _, line, _, code, _ in told] == [
        (6, "permalink"),
        (10, "heading"),
    ]


def test_parallel_builds_tell_the_same(project: Project) -> None:
    wrong = {
        f"days/page-{number}.md": f"# Page {number}\n\n{WRONG.replace('x', f'x{number}')}"
        for number in range(14)
    }
    write_book(project.srcdir, WRONG)
    project.write(wrong)
    alone = reported_by(project.build("dummy", clean=True), project)
    workers = project.build("dummy", parallel=2, clean=True)
    assert not set(wrong) <= {f"{name}.md" for name in workers.read_here}
    assert reported_by(workers, project) == alone
    assert len(alone) > 3 * 14


def test_a_mended_page_is_told_of_no_more(project: Project) -> None:
    write_book(project.srcdir, WRONG)
    assert reported_by(project.build("dummy"), project)
    write_book(project.srcdir, WRONG.replace("OWN, 100%", "OVN").replace("TODO", "Done"))
    assert reported_by(project.build("dummy"), project) == []


def test_links_to_sessions_in_restructuredtext_are_well(book: Path) -> None:
    (book / "more.rst").write_text(
        "More\n====\n\n.. session:: One\n   :id: the-one\n\n.. session:: Another One\n"
    )
    write_book_page(book, ":room: 1", "- [](#the-one), {session}`another-one`, [](#none)")
    [problem] = check_project(book).problems
    assert problem.code is Code.XREF
    assert "'none'" in problem.message


# -- mending --------------------------------------------------------------------------------


@st.composite
def spoilt_days(draw: st.DrawFn) -> str:
    """Return the text of a real day with some lines spoilt."""
    lines = draw(st.sampled_from(DAYS)).read_text("utf-8").split("\n")
    spoil = st.sampled_from(
        (
            lambda line: line + "\\",
            lambda line: line.replace(": ", ":", 1),
            lambda line: line.replace(":", "：", 2),
            lambda line: line.replace("::::", ":::"),
            lambda line: line.replace(":::", "```"),
            lambda line: line.replace(", ", "; "),
            lambda line: line.replace("; ", ", "),
            lambda line: line.replace("  ", "\t"),
            lambda line: line.replace(" ", "  ", 2),
            lambda line: line.replace("- ", "        - "),
            lambda line: line.upper(),
            lambda line: line + "\r",
            lambda line: line + "\0",
            lambda line: "",
            lambda line: f"{line}\n{line}",
            lambda line: line[: len(line) // 2],
        )
    )
    at = draw(st.sets(st.integers(0, len(lines) - 1), max_size=6))
    for number in at:
        lines[number] = draw(spoil)(lines[number])
    return "\n".join(lines)


@some
@given(spoilt_days())
def test_mending_twice_is_mending_once(tmp_path: Path, text: str) -> None:
    write_book(tmp_path, text)
    checked, _ = fix(check_project(tmp_path))
    once = (tmp_path / PAGE).read_bytes()
    again, mended = fix(check_project(tmp_path))
    assert (mended, (tmp_path / PAGE).read_bytes()) == (0, once)
    assert again.problems == checked.problems
    # Nor is anything left that could be mended.
    assert apply_fixes(once.decode("utf-8"), checked.problems)[1] == 0


@some
@given(spoilt_days())
def test_mending_touches_no_line_but_those_it_names(text: str) -> None:
    problems = read_page(PAGE, text).problems
    named = {edit.line for problem in problems for edit in problem.edits}
    made, _ = apply_fixes(text, problems)
    kept = [line for number, line in enumerate(text.split("\n"), 1) if number not in named]
    ahead = iter(made.split("\n"))
    assert all(line in ahead for line in kept), "in their order, to the letter"


@pytest.mark.slow
@settings(some, max_examples=40)
@given(text=spoilt_days())
def test_the_build_tells_the_same_of_spoilt_days(project: Project, text: str) -> None:
    write_book(project.srcdir, text)
    # Or every topic of the real days would be told of.
    (project.srcdir / "_data" / "topics.yml").unlink()
    told = reported_by(project.build("dummy", clean=True), project)
    checked = [
        (
            found.where.source,
            found.where.line,
            found.text,
            found.code.value,
            found.severity == "error",
        )
        for found in check_project(project.srcdir).problems
    ]
    # What nobody has, MyST tells itself.
    assert told == sorted(one for one in checked if one in told or one[3] != "xref")


@some
@given(
    st.text(
        st.sampled_from(":`~{}[]()<>#*-_\\!'\"\n\t \r\0a１：感🦆session")
        | st.characters(codec="utf-8")
    )
)
def test_no_text_is_too_much(tmp_path: Path, text: str) -> None:
    fix(check_project(write_book(tmp_path, f"::::{{session}} A title\n{text}")))


def test_no_line_is_mended_twice_in_one_go() -> None:
    where = Where(PAGE, 1)
    problems = [
        Problem(Code.TOPIC, where, "", edits=(Edit(1, "a", "b"),)),
        Problem(Code.TOPIC, where, "", edits=(Edit(1, "b", "c"),)),
        Problem(Code.TOPIC, where, "", edits=(Edit(2, "d", "e"), Edit(1, "b", "c"))),
    ]
    assert apply_fixes("a\nd", problems) == ("b\nd", 1)


def test_a_mend_for_another_text_does_nothing() -> None:
    slip = next(one for one in read_slips() if one.name == "bold")
    problems = read_page(PAGE, whole(slip.wrong)).problems
    assert any(problem.edits for problem in problems)
    assert apply_fixes("another\ntext\n", problems) == ("another\ntext\n", 0)


@pytest.mark.parametrize(
    "title",
    ["Packets on a Diet", 'A: *b* & "c" <- {e} [f] #1 \\ `h` $i$', "「強調」です：１"],
)
def test_what_new_writes_is_right(
    book: Path, capsys: pytest.CaptureFixture[str], title: str
) -> None:
    write_book(book, "# Nothing\n")
    day = ("--day", "2015-05-24")
    options = ("--time", "9:00-9:40", "--speakers", "Ann Lee (Org) [chair]; Bo Li")
    for words in (
        ("day", "2015-05-24"),
        ("session", title, *day, "--id", "one", "--topics", "OVN, SDN", *options),
        ("session", f"{title} again", *day, "--id", "another"),
        ("talk", title, "--session", "one", "--id", "part"),
    ):
        assert main(["new", *words]) == 0
    capsys.readouterr()
    lines = check(capsys)[1].splitlines()
    # What is new has no notes yet, and nothing else is said of it.
    assert "advice: no notes in this session and 1 more;" in lines[0]
    assert lines[1:] == ["", "4 sessions on 2 pages: no errors, 1 piece of advice."]


def test_a_book_that_new_starts_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "book", "here"]) == 0
    monkeypatch.chdir("here")
    capsys.readouterr()
    code, out = check(capsys, "--strict")
    assert (code, out.splitlines()[-1].rpartition(": ")[2]) == (0, "no errors.")


@pytest.mark.parametrize(
    "names",
    [
        ("session", "session", "talk"),
        ("session", "talk", "talk"),
        ("session", "talk", "session", "talk"),
        ("session", "session", "session"),
    ],
)
def test_what_stands_inside_is_taken_for_the_same_as_in_the_build(
    project: Project, names: tuple[str, ...]
) -> None:
    fences = [":" * (9 - number) for number in range(len(names))]
    opened = [f"{fences[at]}{{{name}}} S{at}\n:id: s{at}\n\n" for at, name in enumerate(names)]
    closed = [f"{fence}\n" for fence in reversed(fences)]
    closed.insert(-1, ":::{talk} Last\n:id: last\n:::\n")
    text = "# Book\n\n" + "".join([*opened, *closed])
    built = project.write({"index.md": text}).build("dummy")
    [page] = built.catalog.pages.values()
    read = read_page("index.md", text).page
    assert [(one.id, one.parent) for one in read.sessions] == [
        (one.id, one.parent) for one in page.sessions
    ]
    told = [(p.where.line, p.text) for p in check_project(project.srcdir).problems]
    assert told == [(line, text) for _, line, text, _, _ in reported_by(built, project)]


def test_an_index_may_go_on_in_restructuredtext(book: Path) -> None:
    write_book(book, "# Topics\n\n```{topic-index}\n:letters: P-Z\n```\n")
    assert [found.code for found in check_project(book).problems] == [Code.INDEX]
    (book / "more.rst").write_text("More\n====\n\n.. topic-index::\n   :letters: A-O\n", "utf-8")
    assert check_project(book).problems == []
