"""Whatever a project says, the extension reads nothing outside of it and connects to nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Project

PACKAGE = Path(__file__).resolve().parent.parent / "_ext"

#: Builds a project, and prints each event of the interpreter that reaches beyond it: by whom
#: (ours, where a function of ours is among the callers) and what.
TRIAL = """
import json, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
src, out, builder, told = Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], []
FILES = {"open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.rmdir", "os.symlink"}

def ours():
    frame = sys._getframe(2)
    while frame:
        if frame.f_globals.get("__name__", "").startswith("session_"):
            return True
        frame = frame.f_back
    return False

def hook(event, args):
    if event in FILES and isinstance(args[0], (str, bytes, os.PathLike)):
        told.append((ours(), event, os.path.realpath(os.fsdecode(args[0]))))
    elif event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "urllib.")):
        told.append((ours(), event, repr(args)))

from sphinx.application import Sphinx
import session_notes.sphinxext.events, myst_parser.sphinx_ext.main
sys.addaudithook(hook)
app = Sphinx(src, src, out / "out", out / "trees", builder, status=None,
             confoverrides=json.loads(sys.argv[5]))
app.build()
sys.stdout.write(json.dumps(told))
"""

OTHERS = "secret: The Secret Words\n"
PAGE = """\
---
date: 2015-05-19
---
# Book

::::{session} A title
:id: one
:topics: secret
:video: file:///etc/passwd
:slides: ../../secret.yml
:etherpad: http://127.0.0.1:9/pad
:abstract: \\\\\\\\server\\share

- [](file:///etc/passwd) and [](../../secret.yml)

:::{references}
- video: <http://127.0.0.1:9/video>
:::
::::

```{topic-index}
```
"""


@pytest.mark.parametrize(
    "conf",
    [
        pytest.param({}, id="links"),
        pytest.param({"session_data_dir": "../.."}, id="above"),
        pytest.param({"session_data_dir": "linked"}, id="linked"),
        pytest.param({"session_data_dir": "a\x00b"}, id="nul"),
        pytest.param({"session_data_dir": "_data/../.."}, id="around", marks=pytest.mark.slow),
        pytest.param({"session_data_dir": "/etc"}, id="absolute", marks=pytest.mark.slow),
        pytest.param({"session_data_dir": "x" * 5000}, id="long", marks=pytest.mark.slow),
        pytest.param({"session_data_dir": ""}, id="empty", marks=pytest.mark.slow),
        pytest.param({"session_data_dir": "~"}, id="home", marks=pytest.mark.slow),
    ],
)
def test_nothing_is_read_outside_of_the_project(project: Project, conf: dict[str, str]) -> None:
    outside = project.root / "outside"
    outside.mkdir()
    for folder in (project.root, outside):
        for name in ("topics.yml", "secret.yml"):
            (folder / name).write_text(OTHERS, "utf-8")
    project.write({"index.md": PAGE, "_data/tracks.yml": "a: A\n"})
    (project.srcdir / "linked").symlink_to(outside)
    (project.srcdir / "_data" / "topics.yml").symlink_to(outside / "topics.yml")
    done = subprocess.run(
        [
            *(sys.executable, "-c", TRIAL, str(PACKAGE), str(project.srcdir)),
            *(str(project.builddir), "text", json.dumps(conf)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    events = json.loads(done.stdout)
    inside = (str(project.srcdir.resolve()), str(project.builddir.resolve()))
    reached = [(event, what) for ours, event, what in events if ours]
    assert [what for event, what in reached if event == "open" and what.endswith("tracks.yml")] or (
        conf
    )
    # Our own catalogues of messages, and the dates of Babel, belong to the program.
    program = (str(PACKAGE), sys.prefix, sys.base_prefix)
    assert [found for found in reached if not found[1].startswith((*inside, *program))] == []
    assert [what for _, event, what in events if event.startswith(("socket.", "subprocess."))] == []
    # Sphinx itself looks into every folder, linked ones too, for documents.
    opened = [what for _, event, what in events if event == "open"]
    assert not [what for what in opened if what.startswith(str(outside)) or "/etc/passwd" in what]
    assert "Secret" not in (project.builddir / "out" / "index.txt").read_text("utf-8")


def test_a_pipe_is_no_vocabulary(project: Project) -> None:
    import os  # noqa: PLC0415

    project.write({"index.md": PAGE, "_data/tracks.yml": "a: A\n"})
    os.mkfifo(project.srcdir / "_data" / "topics.yml")
    built = project.build("text")
    assert ("_data/topics.yml:1", "data", []) in built.reported
    assert any("not a file" in line for line in built.warnings)
