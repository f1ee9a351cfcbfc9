"""Measure what a book of many sessions costs to build, side by side with other systems.

    python benchmarks/bench.py                                # the table
    python benchmarks/bench.py --sizes 100 --runs 1           # quickly
    python benchmarks/bench.py --check                        # against what is recorded
    python benchmarks/bench.py --sizes 5000 --per-page 5000   # all on one page
    python benchmarks/bench.py --sizes 1000 --sources book    # only write the sources, to profile

Every figure is that of a whole ``sphinx-build`` process, as the operating system counted it when
the process ended. Runs are interleaved: each system once, then each again, so that a machine
that gets slower does so for all. Medians are reported, and ratios to the plain book of the same
size, theme and number of processes, for only these hold on another machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import systems
import tables
from corpus import PER_PAGE, Conference, page_name, slug, topic

HERE = Path(__file__).resolve().parent
EXTENSION = HERE.parent / "_ext"
#: What is edited before each build, in this order; each build starts from the one before.
STEPS = tables.STEPS
FIGURES = ("cpu", "wall", "memory", "read", "changed", "written", "bytes", "pickle")
#: What ``--check`` compares with, and the cases that it measures.
RECORDED = HERE / "recorded.json"
CHECKED = {
    "sizes": [1000],
    "per_page": PER_PAGE,
    "themes": ["basic", "sphinx_book_theme"],
    "jobs": [1],
    "tuned": [False],
}
_READ = re.compile(r"(\d+) added, (\d+) changed")


class Case(NamedTuple):
    """One book and how it is built."""

    system: str
    size: int
    theme: str
    jobs: int
    tuned: bool
    per_page: int = PER_PAGE

    @property
    def name(self) -> str:
        """The case in a word."""
        tuned = "-tuned" if self.tuned else ""
        full = f"-{self.per_page}-a-page" if self.per_page != PER_PAGE else ""
        return f"{self.system}-{self.size}-{self.theme}{tuned}{full}-j{self.jobs}"

    @property
    def conference(self) -> Conference:
        """The conference that the book is about."""
        return Conference(self.size, self.per_page)

    @property
    def edited(self) -> int:
        """The number of the page that is edited, in the middle of the book."""
        return self.size // self.per_page // 2


def measured(
    command: list[str], environ: dict[str, str], said: Path
) -> tuple[int, dict[str, float]]:
    """Run *command* and return its exit code, CPU and wall seconds and peak memory in MB.

    What it says goes to the file *said*.
    """
    start = time.perf_counter()
    with said.open("wb") as file:
        pid = os.posix_spawn(
            command[0],
            command,
            environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), 1)],
        )
        _, status, usage = os.wait4(pid, 0)
    # Includes the processes that it forked and waited for; memory is that of the largest.
    return os.waitstatus_to_exitcode(status), {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.perf_counter() - start,
        "memory": usage.ru_maxrss / 1024,
    }


def edit(step: str, case: Case, srcdir: Path) -> None:
    """Change the first session of a page in the middle of the book."""
    path = srcdir / f"{page_name(case.edited)}.md"
    old = path.read_text("utf-8")
    if step == "bullet":
        new = old.replace("\n- ", "\n- Changed, and ", 1)
    elif step == "title":
        talk = case.conference.pages[case.edited][0]
        new = old.replace(talk.title, f"{talk.title} changed", 1)
    elif case.system == "plain":
        # By hand, the topic goes from the session, and the session from the page of topics.
        new = _without_topic(old, case, srcdir)
    else:
        line = next(line for line in old.splitlines() if line.startswith(":topics:"))
        rest = line.partition(",")[2].strip()
        new = old.replace(line, f":topics: {rest}", 1)
    if new == old:
        sys.exit(f"{case.name}: the edit '{step}' changed nothing")
    path.write_text(new, "utf-8")


def _without_topic(old: str, case: Case, srcdir: Path) -> str:
    talk = case.conference.pages[case.edited][0]
    label = topic(talk.topics[0])
    split = srcdir / f"browse/topics/{slug(label)}.md"
    topics = split if split.exists() else srcdir / "browse/topics.md"
    text = topics.read_text("utf-8")
    start = text.index(f"(topic-{slug(label)})=")
    entry = text.index(f"{{ref}}`{talk.id}`", start)
    end = text.index("\n  - {ref}", entry) if "\n  - {ref}" in text[entry:] else len(text)
    topics.write_text(text[: entry - 2] + text[end + 3 :], "utf-8")
    line = next(line for line in old.splitlines() if line.startswith("**Topics:**"))
    links = ", ".join(line.removeprefix("**Topics:** ").split(", ")[1:])
    return old.replace(line, f"**Topics:** {links}", 1)


class Output(NamedTuple):
    """The pages of an output directory: when and what was written."""

    times: dict[str, int]
    contents: dict[str, int]
    size: int

    @classmethod
    def of(cls, outdir: Path) -> Output:
        """Look at all pages of *outdir*."""
        pages = {str(path.relative_to(outdir)): path for path in outdir.rglob("*.html")}
        return cls(
            {name: path.stat().st_mtime_ns for name, path in pages.items()},
            {name: hash(path.read_bytes()) for name, path in pages.items()},
            sum(path.stat().st_size for path in outdir.rglob("*") if path.is_file()),
        )


def run(case: Case, root: Path) -> dict[str, dict[str, float]]:
    """Build a book from nothing and after each edit; return the figures of each step."""
    srcdir, outdir, doctrees = root / "src", root / "out", root / "doctrees"
    shutil.rmtree(root, ignore_errors=True)
    systems.write(case.system, case.conference, srcdir, case.theme, tuned=case.tuned)
    before = Output({}, {}, 0)
    figures = {}
    environ = {**os.environ, "PYTHONPATH": f"{EXTENSION}:{HERE}", "PYTHONWARNINGS": "ignore"}
    # An installed extension is compiled once, as all that pip installs here is.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-j", str(case.jobs)]
    command += ["-d", str(doctrees), str(srcdir), str(outdir)]
    for step in STEPS:
        if step not in ("clean", "no-op"):
            edit(step, case, srcdir)
        code, seen = measured(command, environ, root / "said")
        if code:
            sys.exit(f"{case.name}: {step} ended with {code}")
        after = Output.of(outdir)
        # Files that only an extension finds outdated are told apart.
        told = _READ.search((root / "said").read_text("utf-8"))
        seen["read"] = sum(map(int, told.groups())) if told else 0
        seen["written"] = sum(before.times.get(name) != at for name, at in after.times.items())
        seen["changed"] = sum(before.contents.get(n) != text for n, text in after.contents.items())
        seen["bytes"] = after.size
        seen["pickle"] = (doctrees / "environment.pickle").stat().st_size / case.size
        figures[step] = seen
        before = after
    return figures


def collect(cases: list[Case], runs: int, root: Path) -> tables.Medians:
    """Return the medians of each case: by its name, the step and the figure."""
    raw: dict[str, list[dict[str, dict[str, float]]]] = {case.name: [] for case in cases}
    for number in range(runs):
        for case in cases:
            print(f"run {number + 1} of {runs}: {case.name}", file=sys.stderr, flush=True)
            raw[case.name].append(run(case, root / "book"))
    return {
        name: {
            step: {figure: median(one[step][figure] for one in seen) for figure in FIGURES}
            for step in STEPS
        }
        for name, seen in raw.items()
    }


def cases_of(given: dict[str, Any], systems: list[str]) -> list[Case]:
    """Return the cases of all sizes, themes and numbers of processes, systems side by side."""
    return [
        Case(system, size, theme, jobs, tuned, given["per_page"])
        for tuned in given["tuned"]
        for theme in given["themes"]
        for size in given["sizes"]
        for jobs in given["jobs"]
        for system in systems
    ]


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--per-page", type=int, default=PER_PAGE, help="sessions on a page")
    parser.add_argument("--systems", nargs="+", default=["plain", "ours"], choices=systems.SYSTEMS)
    parser.add_argument("--themes", nargs="+", default=["basic"])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1])
    parser.add_argument(
        "--collector",
        choices=["default", "tuned", "both"],
        default="default",
        help="how Python's garbage collector is set, for every system alike",
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--raw", type=Path, help="write the medians there, as JSON")
    parser.add_argument("--sources", type=Path, help="write the sources there, and no more")
    parser.add_argument("--check", action="store_true", help="name what grew by over a tenth")
    parser.add_argument("--record", action="store_true", help="record what --check compares with")
    options = parser.parse_args()
    options.tuned = {"default": [False], "tuned": [True], "both": [False, True]}[options.collector]
    recording = options.check or options.record
    cases = cases_of(CHECKED if recording else vars(options), options.systems)
    if options.sources:
        for case in cases:
            folder = options.sources / case.name
            systems.write(case.system, case.conference, folder, case.theme, tuned=case.tuned)
        return 0
    with tempfile.TemporaryDirectory() as root:
        medians = collect(cases, options.runs, Path(root))
    machine = {
        "python": platform.python_version(),
        **{name: version(name) for name in ("sphinx", "myst-parser", "docutils")},
        "cores": os.cpu_count(),
        "runs": options.runs,
    }
    print(tables.table(medians))
    print("\n" + ", ".join(f"{name} {value}" for name, value in machine.items()))
    if options.raw:
        options.raw.write_text(json.dumps({"machine": machine, "medians": medians}, indent=1))
    if options.record:
        RECORDED.write_text(json.dumps(tables.recorded(medians), indent=1) + "\n", "utf-8")
    if options.check:
        grown = tables.grown(tables.recorded(medians), json.loads(RECORDED.read_text("utf-8")))
        print("\n".join(["", *(grown or ["Nothing grew by more than a tenth."])]))
        return bool(grown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
