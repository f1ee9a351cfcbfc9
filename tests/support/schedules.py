"""Schedules in the forms in which conferences publish them, and a book to import them into."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from conftest import Project
from session_notes.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "# Book\n\n```{toctree}\ndays/2030-05-01\n```\n"
FIRST_DAY = "---\ndate: 2030-05-01\n---\n# The day before\n\nWe arrived.\n"


def event(number: int, title: str, start: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "guid": f"00000000-0000-0000-0000-{number:012}",
        "date": f"2030-05-02T{start}:00+02:00",
        "start": start,
        "duration": "00:45",
        "room": "Hall 1",
        "slug": f"conf-{number}",
        "url": f"https://conf.example/talk/{number}/",
        "title": title,
        "track": "Networks",
        "type": "Talk",
        "persons": [{"public_name": "Ada Lovelace"}],
        "links": [],
        "attachments": [],
        **more,
    }


def schedule(*events: dict[str, Any]) -> dict[str, Any]:
    return {
        "schedule": {
            "base_url": "https://conf.example/",
            "conference": {
                "acronym": "conf",
                "time_zone_name": "Europe/Berlin",
                "days": [
                    {"index": 1, "date": "2030-05-02", "rooms": {"Hall 1": list(events)}},
                ],
            },
        }
    }


def ics(*events: str, head: str = "X-WR-TIMEZONE:Europe/Berlin\n") -> str:
    body = "".join(f"BEGIN:VEVENT\n{lines}END:VEVENT\n" for lines in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//\n{head}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


class Book:
    """A small book in a folder of its own, and a schedule beside it."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.root = self.project.srcdir
        self.schedule = root / "schedule"
        self.project.write({"index.md": INDEX, "days/2030-05-01.md": FIRST_DAY})

    def run(self, content: object, *options: str) -> int:
        """Import *content*: a schedule, or the text or the bytes of one."""
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        self.schedule.write_bytes(data)
        return main(["import", str(self.schedule), "--book", str(self.root), *options])

    def page(self, day: str = "2030-05-02") -> str:
        return (self.root / "days" / f"{day}.md").read_text("utf-8")

    def edit(self, old: str, new: str, day: str = "2030-05-02") -> None:
        page = self.page(day)
        assert page.count(old) == 1
        self.project.write({f"days/{day}.md": page.replace(old, new)})

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}
