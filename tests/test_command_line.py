"""The command as its neighbours are: its name, its version, colours, formats, explanations."""

from __future__ import annotations

import json
import os
import pty
import shlex
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shtab
from session_notes import __version__
from session_notes.cli import progress
from session_notes.cli.completion import SHELLS
from session_notes.cli.explain import sentences
from session_notes.cli.main import main
from session_notes.model.problems import ADVICE, Code
from slips import write_book

if TYPE_CHECKING:
    from collections.abc import Mapping

EXT = Path(__file__).resolve().parent.parent / "_ext"
WRONG = "::::{session} A title\n:id: x\n:topics: OWN\n:tpoics: a\n\n- TODO: ask\n::::\n"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_book(tmp_path, WRONG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"session-notes {__version__}\n"


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("/usr/bin/session-notes", "session-notes"),
        ("session-notes.exe", "session-notes"),
        ("/x/session_notes/__main__.py", "python -m session_notes"),
    ],
)
def test_it_has_the_name_by_which_it_is_called(
    called: str, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setenv("COLUMNS", "100")
    for arguments in ([], ["check"]):
        with pytest.raises(SystemExit):
            main([*arguments, "--help"])
        said = capsys.readouterr().out
        assert said.startswith(" ".join(["usage:", name, *arguments, "["]).replace("[ ", "["))
        assert "Exit codes: 0 " in said


@pytest.mark.parametrize("code", [code.value for code in Code])
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", f"session.{code}"]) == 0
    kind = "advice" if Code(code) in ADVICE else "error"
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first == f"{code} ({kind}): {sentences()[code]}"
    assert last.startswith("- ")


def test_an_unknown_code_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "fense"]) == 2
    assert "'fense'; did you mean 'fence'?" in capsys.readouterr().err


def test_sarif_has_each_problem_with_its_place_and_rule(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (book / "a day #1.md").write_text("---\ndate: 1\n---\n::::{session} A\n::::\n", "utf-8")
    status = main(["check", "--format", "json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert main(["check", "--format", "sarif"]) == status == 1
    log = json.loads(capsys.readouterr().out)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert len(rules) == len(driver["rules"]) == len(Code)
    assert run["columnKind"] == "unicodeCodePoints"
    assert [flat(result) for result in run["results"]] == [
        (
            f"session.{one['code']}",
            {"error": "error", "advice": "note"}[one["severity"]],
            one["file"].replace(" ", "%20").replace("#", "%23"),
            one["line"],
            one["column"],
        )
        for one in problems
    ]
    for result in run["results"]:
        assert result["message"]["text"]
        assert rules[result["ruleId"]]["defaultConfiguration"]["level"] == result["level"]


def flat(result: Mapping[str, Any]) -> tuple[object, ...]:
    [place] = result["locations"]
    inner = place["physicalLocation"]
    region = inner["region"]
    uri = inner["artifactLocation"]["uri"]
    return result["ruleId"], result["level"], uri, region["startLine"], region.get("startColumn")


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_a_terminal_has_colours(book: Path, settings: dict[str, str], coloured: bool) -> None:
    ours, theirs = pty.openpty()
    plain = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "session_notes", "check"]
    subprocess.run(
        command,
        check=False,
        cwd=book,
        stdout=theirs,
        env={**plain, "PYTHONPATH": str(EXT), "TERM": "xterm", **settings},
        timeout=60,
    )
    os.close(theirs)
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "OWN" in said
    assert ("\033[" in said) == coloured


def test_what_is_no_terminal_has_no_colours(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert "\033" not in capsys.readouterr().out


# -- completion -----------------------------------------------------------------------------


def completion(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def test_bash_completes_commands_options_and_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(completion("bash", capsys), "utf-8")
    (tmp_path / "a day.md").touch()

    def completed(*words: str) -> set[str]:
        given = " ".join(map(shlex.quote, ("session-notes", *words)))
        code = f"""
            source {shlex.quote(str(script))}
            COMP_WORDS=({given}) COMP_CWORD={len(words)}
            $(complete -p session-notes | sed 's/.*-F \\([^ ]*\\).*/\\1/') 2>/dev/null
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        command = [str(shutil.which("bash")), "--norc", "-c", code]
        found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return set(found.stdout.splitlines())

    assert {"check", "explain", "import", "new", "completion"} <= completed("")
    assert completed("chec") == {"check"}
    assert {"--fix", "--strict", "--format"} <= completed("check", "--")
    assert completed("check", "--format", "") == {"text", "json", "github", "sarif"}
    assert completed("check", "a") == {"a day.md"}
    assert completed("import", "a") == {"a day.md"}
    assert {"--was", "--updated"} <= completed("new", "session", "--")


@pytest.mark.parametrize("shell", SHELLS)
def test_what_shells_read_names_the_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    script = completion(shell, capsys)
    assert script.startswith("#compdef session-notes\n") == (shell == "zsh")
    assert "session-notes" in script
    assert "python -m" not in script
    # zsh is not on every machine.
    program = shutil.which(shell) if shell in ("bash", "zsh") else None
    if program:
        subprocess.run([program, "-n"], input=script, text=True, check=True)


def test_every_shell_is_known_that_the_library_knows() -> None:
    assert sorted(shtab.SUPPORTED_SHELLS) == [*SHELLS]


def test_without_the_library_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "pip install 'session-notes[completion]'" in said.err


# -- progress -------------------------------------------------------------------------------


class Terminal(StringIO):
    """A terminal, or what stands for none."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "wait", "seen"), [(True, -1, True), (True, 60, False), (False, -1, False)]
)
def test_only_who_waits_at_a_terminal_sees_progress(
    is_terminal: bool,
    wait: float,
    seen: bool,
    book: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "WAIT", wait)
    assert main(["check"]) == 1
    said = terminal.getvalue()
    if not seen:
        assert said == ""
        return
    assert said.startswith("\rchecking pages: 0 of 4")
    # Nothing stays of it.
    *_, last, end = said.split("\r")
    assert (last.strip(), end) == ("", "")
    assert len(last) == len("checking pages: 0 of 4")
    assert "checking" not in capsys.readouterr().out


def test_the_line_goes_even_if_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(is_terminal=True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "WAIT", -1)
    followed = progress.followed(["a", "b"], "reading")
    assert next(followed) == "a"
    followed.close()  # type: ignore[attr-defined]
    assert terminal.getvalue() == f"\rreading: 0 of 2\r{' ' * 15}\r"
