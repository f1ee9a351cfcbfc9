"""What is stored of the records, and what one process sends another."""

from __future__ import annotations

import copy
import os
from typing import TYPE_CHECKING

from session_notes.model.records import Page
from session_notes.model.storage import Records

if TYPE_CHECKING:
    import pytest


def again(records: Records) -> Records:
    # Made again of what is pickled.
    return copy.copy(records)


def test_all_records_are_stored_and_those_that_are_gone_are_not() -> None:
    records = Records()
    for name in ("a", "b", "c"):
        records.put(name, Page(progress=(1, 2)))
    stored = again(records)
    stored.put("b", None)
    stored.put("d", Page(progress=(3, 4)))
    assert again(stored).pages == {
        "a": Page(progress=(1, 2)),
        "c": Page(progress=(1, 2)),
        "d": Page(progress=(3, 4)),
    }


def test_a_worker_sends_what_it_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    records = Records()
    records.put("a", Page(progress=(1, 2)))
    monkeypatch.setattr(os, "getpid", lambda: -1)
    records.put("b", Page(progress=(3, 4)))
    assert again(records).pages == {"b": Page(progress=(3, 4))}
    # It still knows the others.
    assert [*records.pages] == ["a", "b"]
