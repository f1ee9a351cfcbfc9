"""An incremental build after any edit equals a clean build, and writes no page too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from edits import BOOK, EDITS, apply
from exact import clean_build, differences

if TYPE_CHECKING:
    from conftest import Project
    from edits import Edit

BUILDERS = ("html", "dirhtml", "singlehtml", "latex", "text", "epub")


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name.replace(" ", "-"))
def test_html_after_an_edit_is_that_of_a_clean_build(project: Project, edit: Edit) -> None:
    first = project.write(BOOK).build("html")
    assert first.warnings == []
    apply(project, edit)
    again = project.build("html", **(edit.conf or {}))
    clean = clean_build(project, "html", **(edit.conf or {}))
    assert differences(again.outdir, clean.outdir) == []
    assert again.warnings == clean.warnings
    assert " ".join(again.written) == edit.written
    assert ("no targets are out of date" in again.status) == (edit.name == "nothing")


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name.replace(" ", "-"))
def test_builders_that_share_doctrees_follow_an_edit(project: Project, edit: Edit) -> None:
    project.write(BOOK)
    for builder in BUILDERS:
        project.build(builder)
    apply(project, edit)
    for builder in BUILDERS:
        again = project.build(builder, **(edit.conf or {}))
        clean = clean_build(project, builder, **(edit.conf or {}))
        assert differences(again.outdir, clean.outdir) == [], builder


def test_lists_follow_the_order_of_the_book(project: Project) -> None:
    undated = {name: text.replace("date:", "place:") for name, text in BOOK.items()}
    built = project.write(undated).build("text")
    catalog = built.catalog
    listed = [catalog.session(spot).id for spot in catalog.spots]
    assert listed == ["ovn", "keynote", "neutron", "short", "quiet"]
    project.write({"index.md": BOOK["index.md"].replace("one\ntwo\nthree", "three\none\ntwo")})
    built = project.build("text")
    catalog = built.catalog
    listed = [catalog.session(spot).id for spot in catalog.spots]
    assert listed == ["quiet", "ovn", "keynote", "neutron", "short"]
