"""Whatever is edited in whatever order, and however a build ends, the next equals a clean one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Project
from edits import BOOK, EDITS, apply, day, session
from exact import clean_build, differences
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

IDS = st.sampled_from(["ovn", "neutron", "quiet", "keynote"])
TITLES = st.sampled_from(["Short", "A longer *title*", "OVN in short", "短い題"])
TOPICS = st.sampled_from(["", "OVN", "SDN", "OVN, SDN", "BGP", "Something else"])
TRACKS = st.sampled_from(["", "Keynote", "Conference"])
SPEAKERS = st.sampled_from(["", "Ada Lovelace", "Grace Hopper; A. Lovelace"])
BODIES = st.sampled_from(
    ["- Text", "- See [](#ovn)", "- {session}`quiet` and {topic}`sdn`", "- Broken [](#ovm)"]
)
DATES = st.sampled_from(["2015-05-18", "2015-05-19", "2015-05-20"])


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return a page of up to three sessions, perhaps twins of others."""
    blocks = [
        session(
            draw(IDS),
            draw(TITLES),
            draw(BODIES),
            options=(
                f":topics: {draw(TOPICS)}",
                f":speakers: {draw(SPEAKERS)}",
                f":track: {draw(TRACKS)}",
            ),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return day(draw(DATES), *blocks)


def toctree(names: list[str]) -> str:
    return "# Book\n\n```{toctree}\n" + "\n".join([*names, "plain", "browse"]) + "\n```\n"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["one", "two", "three", "four"]), pages()),
        st.tuples(st.sampled_from(["one", "two", "three", "four"]), st.none()),
        st.tuples(st.just("index"), st.permutations(["one", "two", "three", "four"])),
        st.tuples(
            st.just("topics"), st.sampled_from(["ovn: OVN\nsdn: SDN\n", "ovn: O.V.N.\n", ""])
        ),
    ),
    min_size=2,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, parallel=st.sampled_from([0, 2]))
def test_any_sequence_of_edits(
    steps: list[tuple[str, str | list[str] | None]], parallel: int
) -> None:
    with tempfile.TemporaryDirectory() as root:
        project = Project(Path(root)).write(BOOK)
        # Where an index names a page that is not there, Sphinx itself says so.
        project.write({"index.md": toctree(["one", "two", "three", "four"])})
        project.build("html")
        for name, change in steps:
            path = project.srcdir / f"{name}.md"
            if name == "index" and isinstance(change, list):
                project.write({"index.md": toctree(change)})
            elif name == "topics" and isinstance(change, str):
                project.write({"_data/topics.yml": change})
            elif change is None:
                path.unlink(missing_ok=True)
            else:
                project.write({f"{name}.md": str(change)})
            again = project.build("html", parallel=parallel)
            clean = clean_build(project, "html")
            assert differences(again.outdir, clean.outdir) == []
            ours = [line for line in again.warnings if "[session." in line]
            assert ours == [line for line in clean.warnings if "[session." in line]


def in_a_process_that_dies(work: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.parametrize("name", ["a title", "a page renamed", "a label", "a link added"])
@pytest.mark.parametrize("victim", ["browse", "index", "two"])
def test_a_build_that_died_while_writing_leaves_nothing_behind(
    project: Project, name: str, victim: str
) -> None:
    project.write(BOOK).build("html")
    apply(project, next(edit for edit in EDITS if edit.name == name))

    def die(page: str) -> None:
        if page == victim:
            # As a killed process leaves it: newer than its source, and not whole.
            (project.builddir / "html" / f"{page}.html").write_text("<html>half", "utf-8")
            os._exit(9)

    in_a_process_that_dies(lambda: project.build("html", on_page=die))
    again = project.build("html")
    assert differences(again.outdir, clean_build(project, "html").outdir) == []


def test_a_build_that_died_after_a_change_of_configuration_is_made_up_for(
    project: Project,
) -> None:
    project.write(BOOK).build("html")

    def die(page: str) -> None:
        if page == "plain":
            os._exit(9)

    in_a_process_that_dies(lambda: project.build("html", on_page=die, html_title="Another"))
    again = project.build("html", html_title="Another")
    assert (
        differences(again.outdir, clean_build(project, "html", html_title="Another").outdir) == []
    )


def test_every_builder_follows_a_change_in_an_included_file(project: Project) -> None:
    part = ".. session:: A title\n\n   - Before\n"
    project.write({"index.rst": "Book\n====\n\n.. include:: part.txt\n", "part.txt": part})
    for builder in ("html", "text"):
        project.build(builder)
    project.write({"part.txt": part.replace("Before", "After")})
    for builder in ("html", "text"):
        again = project.build(builder)
        assert differences(again.outdir, clean_build(project, builder).outdir) == []
