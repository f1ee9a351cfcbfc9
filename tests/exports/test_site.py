from __future__ import annotations

import pytest
from session_exports.site import printable, summary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", "One. Two."),
        ("One\n  line.", "One line."),
        ("Long " * 39 + "end. Another that no longer fits.", "Long " * 39 + "end."),
        ("Version 2.0.2 of e.g. this. " + "X" * 180 + ".", "Version 2.0.2 of e.g. this."),
        ("最初の文。" + "次" * 200 + "。", "最初の文。"),
        ("“Quoted.” " + "Next " * 50 + ".", "“Quoted.”"),
        ("", ""),
    ],
)
def test_a_summary_is_of_whole_sentences(text: str, expected: str) -> None:
    assert summary(text) == expected


@pytest.mark.parametrize("text", ["word " * 500, "語" * 500, "x" * 5000])
def test_one_endless_sentence_is_cut(text: str) -> None:
    assert summary(text).endswith("…")
    assert 100 < len(summary(text)) <= 200


def test_what_no_file_can_hold_is_left_out() -> None:
    assert printable("a\x00b\x1f\ud800c\n\tü") == "abc ü"
