"""Random text in every place: no crash, no word lost, no format broken."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from conftest import Project
from hostile import (
    NASTY,
    NEVER_SHOWN,
    OF_A_FORM,
    Tags,
    book,
    ill_formed,
    letters,
    shown_in,
    unbalanced,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from session_notes.model.names import forbidden, skeleton

SETTINGS = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHORT = [text for text in NASTY.values() if len(text) < 100]
ANYTHING = st.lists(
    st.one_of(
        st.sampled_from(SHORT),
        st.sampled_from(
            [*"*_`[](){}<>!#:;,|~@$&%^\"'\\-+=./?", "::::", "```", "$$", "](", "{{", "}}"]
        ),
        st.text(st.characters(codec="utf-8"), max_size=8),
    ),
    min_size=1,
    max_size=6,
).map("".join)
#: What Markdown, YAML and our own lists take for words alone.
WORDS = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "M", "Zs", "Sm", "So", "Pd", "Pc"]).filter(
        lambda char: char not in "_*~`<>|+=$^" and not any(forbidden(char))
    ),
    max_size=20,
)


def places(texts: list[str], *, marked: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Return a project with *texts* in turn in its places, and what stands where."""
    there: dict[str, str] = {}

    def text(place: str) -> str:
        return there.setdefault(place, texts[len(there) % len(texts)])

    return book(text, marked=marked)[0], there


def see_words(texts: list[str]) -> None:
    files, there = places(texts, marked=True)
    with tempfile.TemporaryDirectory() as folder:
        shown = letters(Project(Path(folder)).write(files).build("text").text("index.txt"))
    for place, text in there.items():
        if place not in OF_A_FORM | NEVER_SHOWN:
            form = skeleton if place.endswith("kind") else letters
            assert form(shown_in(shown, place)) == form(text), place


def see_forms(texts: list[str]) -> None:
    files, _ = places(texts, marked=False)
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder)).write(files)
        assert Tags(project.build("html").text("index.html")).found == PLAIN
        [tex] = project.build("latex").outdir.glob("*.tex")
        assert not unbalanced(tex.read_text("utf-8"))
        assert not ill_formed(project.build("xml").text("index.xml"))
        for builder in ("text", "man", "texinfo"):
            project.build(builder)


def _plain() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        built = Project(Path(folder)).write(book(lambda _place: "plain")[0]).build("html")
        return Tags(built.text("index.html")).found


PLAIN = _plain()
#: As many as the profile says.
EXAMPLES = settings().max_examples
SEVERAL = st.lists(WORDS, min_size=1, max_size=5)
SEVERAL_OF_ANYTHING = st.lists(ANYTHING, min_size=1, max_size=5)


@settings(SETTINGS, max_examples=10)
@given(SEVERAL)
def test_words_are_kept_wherever_they_stand(texts: list[str]) -> None:
    see_words(texts)


@settings(SETTINGS, max_examples=5)
@given(SEVERAL_OF_ANYTHING)
@example(["("])
def test_no_text_breaks_a_format(texts: list[str]) -> None:
    see_forms(texts)


@pytest.mark.slow
@settings(SETTINGS, max_examples=EXAMPLES * 3 // 5)
@given(SEVERAL)
def test_many_words_are_kept_wherever_they_stand(texts: list[str]) -> None:
    see_words(texts)


@pytest.mark.slow
@settings(SETTINGS, max_examples=EXAMPLES * 2 // 5)
@given(SEVERAL_OF_ANYTHING)
def test_much_text_breaks_no_format(texts: list[str]) -> None:
    see_forms(texts)
