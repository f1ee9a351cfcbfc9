"""What is stored of the records."""

from __future__ import annotations

import copy

from session_notes.model.records import Page
from session_notes.model.storage import Records


def again(records: Records) -> Records:
    # Made again of what is pickled.
    return copy.copy(records)


def test_all_records_are_stored_and_those_that_are_gone_are_not() -> None:
    records = Records()
    for name in ("a", "b", "c"):
        records.pages[name] = Page(progress=(1, 2))
    stored = again(records)
    del stored.pages["b"]
    stored.pages["d"] = Page(progress=(3, 4))
    expected = {
        "a": Page(progress=(1, 2)),
        "c": Page(progress=(1, 2)),
        "d": Page(progress=(3, 4)),
    }
    assert again(stored).pages == expected
    # What nobody asked for is stored as it was.
    assert again(again(stored)).pages == expected
