"""Measure what a book of many sessions costs to build, side by side with other systems.

    python benchmarks/bench.py                        # the table
    python benchmarks/bench.py --sizes 100 --runs 3   # quickly

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
import shutil
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import NamedTuple

import writers
from corpus import Conference, page_name, slug, topic

HERE = Path(__file__).resolve().parent
EXTENSION = HERE.parent / "_ext"
#: What is edited before each build, in this order; each build starts from the one before.
STEPS = ("clean", "no-op", "bullet", "title", "topic")
FIGURES = ("cpu", "wall", "memory", "changed", "written", "bytes", "pickle")


class Case(NamedTuple):
    """One book and how it is built."""

    system: str
    size: int
    theme: str
    jobs: int

    @property
    def name(self) -> str:
        """The case in a word."""
        return f"{self.system}-{self.size}-{self.theme}-j{self.jobs}"


def measured(command: list[str], environ: dict[str, str]) -> tuple[int, dict[str, float]]:
    """Run *command* and return its exit code, CPU and wall seconds and peak memory in MB."""
    start = time.perf_counter()
    with Path(os.devnull).open("wb") as null:
        pid = os.posix_spawn(
            command[0],
            command,
            environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, null.fileno(), 1)],
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
    path = srcdir / f"{page_name(case.size // 20)}.md"
    old = path.read_text("utf-8")
    if step == "bullet":
        new = old.replace("\n- ", "\n- Changed, and ", 1)
    elif step == "title":
        talk = Conference(case.size).pages[case.size // 20][0]
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
    talk = Conference(case.size).pages[case.size // 20][0]
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
    writers.write(case.system, Conference(case.size), srcdir, case.theme)
    before = Output({}, {}, 0)
    figures = {}
    environ = {**os.environ, "PYTHONPATH": f"{EXTENSION}:{HERE}", "PYTHONWARNINGS": "ignore"}
    # An installed extension is compiled once, as all that pip installs here is.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-j", str(case.jobs)]
    command += ["-d", str(doctrees), str(srcdir), str(outdir)]
    for step in STEPS:
        if step not in ("clean", "no-op"):
            edit(step, case, srcdir)
        code, seen = measured(command, environ)
        if code:
            sys.exit(f"{case.name}: {step} ended with {code}")
        after = Output.of(outdir)
        seen["written"] = sum(before.times.get(name) != at for name, at in after.times.items())
        seen["changed"] = sum(before.contents.get(n) != text for n, text in after.contents.items())
        seen["bytes"] = after.size
        seen["pickle"] = (doctrees / "environment.pickle").stat().st_size / case.size
        figures[step] = seen
        before = after
    return figures


def collect(cases: list[Case], runs: int, root: Path) -> dict[str, dict[str, dict[str, float]]]:
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


def ratios(medians: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Return CPU, and for clean builds memory, as ratios to the plain book of the same kind."""
    found: dict[str, dict[str, float]] = {}
    for name, steps in medians.items():
        system, _, rest = name.partition("-")
        plain = medians.get(f"plain-{rest}")
        if plain and system != "plain":
            found[name] = {step: steps[step]["cpu"] / plain[step]["cpu"] for step in STEPS}
            found[name]["memory"] = steps["clean"]["memory"] / plain["clean"]["memory"]
    return found


def table(medians: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the figures as a table: seconds of CPU, and behind them the ratio to plain."""
    by_plain = ratios(medians)
    lines = [
        f"{'':34}"
        + "".join(f"{step:>15}" for step in STEPS)
        + f"{'memory MB':>17}{'B/session':>10}"
    ]
    for name, steps in medians.items():
        row = f"{name:34}"
        for step in (*STEPS, "memory"):
            value = steps["clean"]["memory"] if step == "memory" else steps[step]["cpu"]
            ratio = by_plain.get(name, {}).get(step)
            cell = f"{value:.0f}" if step == "memory" else f"{value:.2f}"
            row += (
                f"{cell + (f' ({ratio:.2f})' if ratio else ''):>{17 if step == 'memory' else 15}}"
            )
        lines.append(row + f"{steps['clean']['pickle']:>10.0f}")
    lines += ["", "pages changed (written)".ljust(34) + "".join(f"{step:>15}" for step in STEPS)]
    for name, steps in medians.items():
        cells = (f"{steps[s]['changed']:.0f} ({steps[s]['written']:.0f})" for s in STEPS)
        lines.append(f"{name:34}" + "".join(f"{cell:>15}" for cell in cells))
    lines += ["", "wall seconds, output MB".ljust(34)]
    for name, steps in medians.items():
        wall = "".join(f"{steps[step]['wall']:>15.2f}" for step in STEPS)
        lines.append(f"{name:34}{wall}{steps['clean']['bytes'] / 1e6:>17.1f}")
    return "\n".join(lines)


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--systems", nargs="+", default=["plain", "ours"], choices=writers.SYSTEMS)
    parser.add_argument("--themes", nargs="+", default=["basic"])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--raw", type=Path, help="write the medians there, as JSON")
    options = parser.parse_args()
    cases = [
        Case(system, size, theme, jobs)
        for theme in options.themes
        for size in options.sizes
        for jobs in options.jobs
        for system in options.systems
    ]
    with tempfile.TemporaryDirectory() as root:
        medians = collect(cases, options.runs, Path(root))
    machine = {
        "python": platform.python_version(),
        **{name: version(name) for name in ("sphinx", "myst-parser", "docutils")},
        "cores": os.cpu_count(),
        "runs": options.runs,
    }
    print(table(medians))
    print("\n" + ", ".join(f"{name} {value}" for name, value in machine.items()))
    if options.raw:
        options.raw.write_text(json.dumps({"machine": machine, "medians": medians}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
