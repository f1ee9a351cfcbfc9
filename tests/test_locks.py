"""What gets installed is locked: each version with the hashes of its files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LOCKS = re.findall(r"\S+\.txt", next(line for line in MAKEFILE.splitlines() if "LOCKS" in line))
_ENTRY = re.compile(r"^([^ #\n]\S*)(.*(?:\n .*)*)", re.MULTILINE)


def entries(lock: str) -> dict[str, str]:
    """Return what follows each version in *lock*: its marker, its hashes, and who needs it."""
    return dict(_ENTRY.findall((ROOT / lock).read_text("utf-8")))


def test_the_makefile_names_every_lock() -> None:
    sources = [*ROOT.glob("requirements*.in"), *ROOT.glob("[!_.]*/requirements*.in")]
    names = {path.with_suffix(".txt").relative_to(ROOT).as_posix() for path in sources}
    assert set(LOCKS) == names


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_has_the_hashes_of_its_files(lock: str) -> None:
    missing = [
        pin for pin, rest in entries(lock).items() if "==" not in pin or "--hash=sha256" not in rest
    ]
    assert missing == []
    # Dependabot reads these options there, to make the lock again.
    command = (ROOT / lock).read_text("utf-8").splitlines()[1]
    assert "--universal --python-version 3.11 --generate-hashes" in command


@pytest.mark.parametrize("lock", LOCKS)
def test_all_locks_have_the_versions_of_the_book(lock: str) -> None:
    assert entries("requirements.txt").keys() <= entries(lock).keys()
