"""``make promises`` adds what is new to the lists, and nothing else happens to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promises import (
    EXPECTED_FILE,
    Counts,
    Written,
    as_yaml,
    head_of,
    phrases_of,
    read_expected,
    read_sessions,
    with_new,
)

if TYPE_CHECKING:
    from promises import Expected, ExpectedDay, ExpectedSession, Phrase

PAGE = """\
::::{session} Added
:id: added
:speakers: Hana Sato (Example Networks) [moderator]; Tom Reed；岩本（VA Linux）
:video: https://video.example/watch?v=1

- See [this](https://a.example/x_(y)), not that.
:::{references}
- paper: [a](https://b.example/#/c/1/)
:::
::::
::::{talk} A talk of it
:id: its-talk
:speakers: Ada

- It’s short.
:::{impressions}
- Good.
:::
::::
"""


def test_the_list_is_in_the_form_that_it_is_written_in() -> None:
    text = EXPECTED_FILE.read_text("utf-8")
    assert head_of(text) + as_yaml(read_expected()) == text


def test_phrases_are_speakers_and_addresses() -> None:
    assert phrases_of(read_sessions(PAGE)["added"]) == [
        *("Hana Sato", "Tom Reed", "岩本", "Ada"),
        *("https://video.example/watch?v=1", "https://a.example/x_", "https://b.example/#/c/1/"),
    ]


def promised(day: str, title: str, phrases: list[Phrase]) -> ExpectedSession:
    counts = {"talks": 1, "references": 1, "impressions": 1}
    return {"day": day, "title": title, **counts, "phrases": phrases}  # type: ignore[typeddict-item]


def day_of(sessions: int, intro: list[Phrase]) -> ExpectedDay:
    counts = {"talks": sessions, "references": sessions, "impressions": sessions}
    return {"sessions": sessions, **counts, "intro": intro}  # type: ignore[typeddict-item]


LISTED: Expected = {
    "days": {"2015-05-18": day_of(2, ["Monday"]), "2015-05-19": day_of(1, [])},
    "sessions": {
        "first": promised("2015-05-18", "First", ["Words", ["One", "Other"]]),
        "second": promised("2015-05-18", "Second", []),
        "third": promised("2015-05-19", "Third", []),
    },
}
ADDED = read_sessions(PAGE)["added"]


def written(*names: str) -> dict[str, Written]:
    return {name: Written(name.title(), 1, [], name, Counts(1, 1, 1)) for name in names}


def test_of_the_listed_pages_nothing_is_new() -> None:
    days = {"2015-05-18": written("first", "second"), "2015-05-19": written("third")}
    assert as_yaml(with_new(LISTED, days)) == as_yaml(LISTED)


def test_an_added_session_comes_to_its_place() -> None:
    nameless = {"No id yet": Written("No id yet", 1, [])}
    monday = {**written("first"), **nameless, "added": ADDED, **written("second")}
    after = with_new(LISTED, {"2015-05-18": monday, "2015-05-19": written("third")})
    assert list(after["sessions"]) == ["first", "added", "second", "third"]
    assert after["sessions"].pop("added") == promised("2015-05-18", "Added", phrases_of(ADDED))
    assert after["sessions"] == LISTED["sessions"]
    assert after["days"] == {**LISTED["days"], "2015-05-18": day_of(3, ["Monday"])}


def test_an_added_day_comes_to_its_place() -> None:
    after = with_new(LISTED, {"2015-05-17": {"added": ADDED}})
    assert list(after["sessions"]) == ["added", "first", "second", "third"]
    assert after["days"] == {"2015-05-17": day_of(1, []), **LISTED["days"]}
    assert list(after["days"]) == ["2015-05-17", "2015-05-18", "2015-05-19"]


def test_what_is_lost_stays_promised_and_what_is_added_to_a_session_is_promised() -> None:
    changed = Written("Another title", 1, [], "second", Counts(0, 1, 3))
    after = with_new(LISTED, {"2015-05-18": {"second": changed}})
    assert list(after["sessions"]) == ["first", "second", "third"]
    assert after["sessions"]["first"] == LISTED["sessions"]["first"]
    assert after["sessions"]["second"] == {**LISTED["sessions"]["second"], "impressions": 3}
    assert after["days"]["2015-05-18"] == {**LISTED["days"]["2015-05-18"], "impressions": 4}
