"""What is made of the measurements: ratios, tables, and a comparison with earlier ones."""

from __future__ import annotations

from itertools import pairwise
from math import log

#: What is edited before each build, in this order; each build starts from the one before.
STEPS = ("clean", "no-op", "bullet", "title", "topic")
#: How much a ratio may grow before ``--check`` names it.
TOLERANCE = 1.1

#: By the name of a case, the step and the figure.
Medians = dict[str, dict[str, dict[str, float]]]


def ratios(medians: Medians) -> dict[str, dict[str, float]]:
    """Return CPU, and for clean builds memory, as ratios to the plain book of the same kind."""
    found: dict[str, dict[str, float]] = {}
    for name, steps in medians.items():
        system, _, rest = name.partition("-")
        plain = medians.get(f"plain-{rest}")
        if plain and system != "plain":
            found[name] = {step: steps[step]["cpu"] / plain[step]["cpu"] for step in STEPS}
            found[name]["memory"] = steps["clean"]["memory"] / plain["clean"]["memory"]
    return found


def table(medians: Medians) -> str:
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
    lines += ["", "pages read".ljust(34) + "".join(f"{step:>15}" for step in STEPS)]
    for name, steps in medians.items():
        cells = (f"{steps[step]['read']:.0f}" for step in STEPS)
        lines.append(f"{name:34}" + "".join(f"{cell:>15}" for cell in cells))
    lines += ["", "wall seconds, output MB".ljust(34)]
    for name, steps in medians.items():
        wall = "".join(f"{steps[step]['wall']:>15.2f}" for step in STEPS)
        lines.append(f"{name:34}{wall}{steps['clean']['bytes'] / 1e6:>17.1f}")
    return "\n".join([*lines, *_scaling(medians)])


def _scaling(medians: Medians) -> list[str]:
    """Return how clean builds grow with the sessions, and what a second process gains."""
    lines = []
    sizes: dict[tuple[str, ...], list[tuple[int, float]]] = {}
    for name, steps in medians.items():
        system, size, *rest = name.split("-")
        sizes.setdefault((system, *rest), []).append((int(size), steps["clean"]["cpu"]))
        single = medians.get(f"{name.rpartition('-j')[0]}-j1")
        if single and not name.endswith("-j1"):
            gain = single["clean"]["wall"] / steps["clean"]["wall"]
            lines.append(f"{name}: {gain:.2f} times as fast as with one process")
    for kind, points in sizes.items():
        for (less, before), (more, after) in pairwise(points):
            exponent = log(after / before) / log(more / less)
            lines.append(
                f"{'-'.join(kind)}: from {less} to {more} sessions exponent {exponent:.2f}"
            )
    return ["", *lines] if lines else []


def recorded(medians: Medians) -> dict[str, dict[str, float]]:
    """Return what does not depend on the machine: ratios, pages and bytes."""
    found = ratios(medians)
    for name, kept in found.items():
        steps = medians[name]
        kept["bytes a session"] = steps["clean"]["pickle"]
        kept |= {f"pages changed by {step}": steps[step]["changed"] for step in STEPS}
    return found


def grown(now: dict[str, dict[str, float]], before: dict[str, dict[str, float]]) -> list[str]:
    """Return what is larger *now* than *before* by more than a tenth."""
    return [
        f"{name}: {figure} was {old:.2f} and is {now[name][figure]:.2f}"
        for name, figures in before.items()
        for figure, old in figures.items()
        if now[name][figure] > old * TOLERANCE
    ]
