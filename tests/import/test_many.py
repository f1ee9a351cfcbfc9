"""A thousand events: read in every form, imported, and published again; nothing is lost."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from icalendar import Event as Component
from schedules import Book
from session_exports.calendars import calendars
from session_exports.sessions_json import book_data
from session_exports.site import Site
from session_import.page_file import plain
from session_import.reading import read
from session_notes.catalog.catalog import Catalog
from session_notes.lint.page import read_page

if TYPE_CHECKING:
    from pathlib import Path

    from session_import.schedules.schedule import Schedule


def xml(body: str, conference: str = "") -> str:
    about = "<acronym>conf</acronym><time_zone_name>Europe/Berlin</time_zone_name>"
    return f"<schedule><conference>{about}{conference}</conference>{body}</schedule>"


def many() -> list[dict[str, Any]]:
    """Return 1,000 events of every hour of two days, with all letters that there are."""
    return [
        {
            "id": at,
            "title": f"{at}: " + 'Ä, 仮想; \\\\ <b> & "quoted" [x](y) _z_'[at % 11 :],
            "day": f"2030-05-0{2 + at % 2}",
            "start": f"{9 + at % 15:02}:{at % 60:02}",
            "minutes": 5 + at % 240,
            "room": f"Hall {at % 7}, {'北' * (at % 3)}",
            "track": f"Track {at % 5}",
            "speakers": [f"Ann {'é' * (1 + at % 2)}{at}", f"Bo Ito{at}"][: at % 3],
            "link": f"https://a.example/{at}?q=ä b",
        }
        for at in range(1000)
    ]


def of(found: Schedule) -> list[tuple[object, ...]]:
    return [
        (one.title, str(one.day), one.start, one.end, one.room, one.track, one.speakers, one.links)
        for one in found.events
    ]


def frab_of(one: dict[str, Any]) -> dict[str, Any]:
    hours, rest = divmod(one["minutes"], 60)
    return {
        **{name: one[name] for name in ("id", "title", "start", "room", "track")},
        "duration": f"{hours}:{rest:02}",
        "persons": [{"name": name} for name in one["speakers"]],
        "links": [{"url": one["link"], "title": ""}],
    }


def many_in_json() -> str:
    days = [
        {
            "date": day,
            "rooms": {"A": [frab_of(one) for one in many() if one["day"] == day]},
        }
        for day in ("2030-05-02", "2030-05-03")
    ]
    return json.dumps({"schedule": {"conference": {"acronym": "many", "days": days}}})


def many_in_xml() -> str:
    def text(value: object) -> str:
        return str(value).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    def event_of(one: dict[str, Any]) -> str:
        fields = "".join(
            f"<{name}>{text(frab_of(one)[name])}</{name}>"
            for name in ("title", "start", "duration", "room", "track")
        )
        people = "".join(f"<person>{text(name)}</person>" for name in one["speakers"])
        link = f'<links><link href="{text(one["link"])}"></link></links>'
        return f'<event id="{one["id"]}">{fields}<persons>{people}</persons>{link}</event>'

    return xml(
        "".join(
            f'<day date="{day}">'
            + "".join(event_of(one) for one in many() if one["day"] == day)
            + "</day>"
            for day in ("2030-05-02", "2030-05-03")
        )
    )


def moments(one: dict[str, Any]) -> tuple[datetime, datetime]:
    begins = datetime.fromisoformat(f"{one['day']}T{one['start']}")
    return begins, begins + timedelta(minutes=one["minutes"])


def many_in_sessionize() -> str:
    return json.dumps(
        [
            {
                "groupName": "All",
                "sessions": [
                    {
                        "id": one["id"],
                        "title": one["title"],
                        "startsAt": moments(one)[0].isoformat(),
                        "endsAt": moments(one)[1].isoformat(),
                        "room": one["room"],
                        "speakers": [{"name": name} for name in one["speakers"]],
                        "categories": [
                            {"name": "Track", "categoryItems": [{"name": one["track"]}]}
                        ],
                        "liveUrl": one["link"],
                    }
                    for one in sorted(many(), key=lambda one: one["day"])
                ],
            }
        ]
    )


def many_in_icalendar() -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//CERN//INDICO//EN")
    for one in sorted(many(), key=lambda one: one["day"]):
        made = Component()
        begins, ends = moments(one)
        made.add("uid", f"{one['id']}@x")
        made.add("summary", one["title"])
        made.add("dtstart", begins)
        made.add("dtend", ends)
        made.add("location", one["room"])
        made.add("categories", [one["track"]])
        made.add("description", f"Speakers: {', '.join(one['speakers'])}")
        made.add("url", one["link"])
        calendar.add_component(made)
    return str(calendar.to_ical().decode())


def many_in_hub() -> str:
    def event_of(one: dict[str, Any]) -> dict[str, Any]:
        made = {**frab_of(one), "guid": str(one["id"])}
        return {**made, "start": f"{moments(one)[0].isoformat()}+00:00"}

    events = [event_of(one) for one in sorted(many(), key=lambda one: one["day"])]
    days = [{"index": n, "date": f"2030-05-0{n + 1}"} for n in (1, 2)]
    about = {"acronym": "many", "days": days, "time_zone_name": "UTC"}
    return json.dumps({"schedule": {"version": "2", "conference": about, "events": events}})


FORMS = {
    "json": many_in_json,
    "xml": many_in_xml,
    "hub": many_in_hub,
    "sessionize": many_in_sessionize,
    "icalendar": many_in_icalendar,
}


def test_of_a_thousand_events_no_form_loses_anything(tmp_path: Path) -> None:
    (tmp_path / "json").write_text(many_in_json())
    expected = read(str(tmp_path / "json"), None)
    assert (len(expected.events), expected.problems) == (1000, [])
    first = many()[4]
    assert of(expected)[2][:7] == (
        first["title"].replace("](", "] ("),
        "2030-05-02",
        13 * 60 + 4,
        13 * 60 + 13,
        first["room"],
        "Track 4",
        ("Ann é4",),
    )
    (tmp_path / "xml").write_text(many_in_xml())
    found = read(str(tmp_path / "xml"), None)
    assert (of(found), found.problems) == (of(expected), [])
    (tmp_path / "sessionize").write_text(many_in_sessionize())
    (tmp_path / "ics").write_text(many_in_icalendar(), newline="")
    for name in ("sessionize", "ics"):
        found = read(str(tmp_path / name), None)
        assert [one[:7] for one in of(found)] == [one[:7] for one in of(expected)], name
        links = [[one.links[0].url for one in form.events] for form in (found, expected)]
        assert links[0] == links[1]
        assert found.problems == []


def published(book: Book) -> tuple[Catalog, Site]:
    """Return what the pages of a book say, without a build."""
    days = ("2030-05-02", "2030-05-03")
    pages = {day: read_page(f"{day}.md", book.page(day)).page for day in days}
    dates = {day: date.fromisoformat(day) for day in days}
    exports = frozenset({"json", "calendar"})
    site = Site("M", "en", "", "", "{}.html".format, str, root_doc=days[0], exports=exports)
    return Catalog(pages, dates=dates), site


@pytest.mark.parametrize("form", FORMS)
def test_what_is_imported_is_published_whole(form: str, tmp_path: Path) -> None:
    book = Book(tmp_path)
    assert book.run(FORMS[form]()) == 0
    events = read(str(book.schedule), None).events
    catalog, site = published(book)
    # Only a build makes plain text of a title.
    told = book_data(catalog, site)
    data = {plain(one["title"]): one for one in told["sessions"]}
    assert len(data) == len(events) == 1000
    pages = f"{book.page()}{book.page('2030-05-03')}"
    for event in events:
        one = data[event.title]
        assert (one["day"], one["time"], one["room"]) == (event.day, event.when, event.room)
        assert told["tracks"][one["track"]] == event.track
        assert [person["as"] for person in one["speakers"]] == [*event.speakers]
        urls = [link["url"] for link in one["references"]]
        # Only a build reads what is in the references.
        assert all(link.url in urls or f"]({link.url})\n" in pages for link in event.links)
    # Our own calendars are a form, too, which has neither tracks nor speakers of its own.
    (calendar,) = (made for path, made in calendars(catalog, site) if path == site.book_calendar())
    (tmp_path / "ours.ics").write_bytes(calendar)
    again = read(str(tmp_path / "ours.ics"), None)
    assert again.problems == []

    expected = sorted((one.title, one.day, one.start, one.end, one.room) for one in events)
    found = [(plain(one.title), one.day, one.start, one.end, one.room) for one in again.events]
    assert sorted(found) == expected


@pytest.mark.parametrize("form", FORMS)
def test_what_is_imported_is_found_again(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Book(tmp_path)
    book.run(FORMS[form]())
    before = book.files()
    capsys.readouterr()
    assert book.run(FORMS[form]()) == 0
    assert capsys.readouterr().out == "1000 sessions in the schedule, 0 added\n"
    assert book.files() == before
