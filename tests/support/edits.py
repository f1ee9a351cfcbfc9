"""A small book, and edits of it: what each changes, and which pages it makes other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from conftest import Project


def day(date: str, *blocks: str) -> str:
    return "\n".join(("---", f"date: {date}", "---", f"# The day {date}", "", *blocks))


def session(session_id: str, title: str, *lines: str, options: tuple[str, ...] = ()) -> str:
    head = (f"::::{{session}} {title}", f":id: {session_id}", *options, "")
    return "\n".join((*head, *lines, "::::", ""))


#: Its sessions are none of the book's, though two have the ids of some that are.
EXAMPLE = f"""\
````{{example}}
---
date: 2031-01-01
---
{session("ovn", "An example", "- As in [](#neutron), not in {session}`quiet` or [](two.md)")}
{session("neutron", "Another", "- Said", options=(":topics: OVN", ":speakers: Ada Lovelace"))}
```{{session-list}}
```
````
"""
BOOK = {
    "index.md": "# Book\n\n```{toctree}\none\ntwo\nthree\nplain\nbrowse\n```\n",
    "one.md": day(
        "2015-05-18",
        session(
            "ovn",
            "OVN in short",
            "- Said, as in [](#neutron)",
            options=(":topics: OVN, SDN", ":speakers: Ada Lovelace", ":track: Conference"),
        ),
        session("keynote", "Keynote", "- Hello", options=(":track: Keynote", ":topics: SDN")),
    ),
    "two.md": day(
        "2015-05-19",
        session(
            "neutron",
            "Neutron",
            "- A bullet",
            "- {speaker}`Ada Lovelace` and {topic}`ovn`",
            options=(":speakers: Grace Hopper; Ada Lovelace", ":kind: panel", ":topics: BGP"),
        ),
        "::::{talk} A short talk\n:id: short\n:topics: OVN\n\n- Seen in {session}`ovn`\n::::\n",
    ),
    "three.md": day(
        "2015-05-20",
        session(
            "quiet",
            "Nobody links here",
            "- Silence",
            options=(":track: Conference", ":topics: BGP"),
        ),
    ),
    "plain.md": "# A page without sessions\n\n"
    "See [](three.md), [](one.md) and {ref}`session-quiet`.\n\n" + EXAMPLE,
    "browse.md": "# Browse\n\n"
    + "".join(
        f"```{{{name}}}\n```\n\n"
        for name in (
            "topic-index",
            "speaker-index",
            "reporter-index",
            "track-index",
            "topic-list",
            "session-table",
        )
    )
    + "```{topic-table}\n:picture:\n```\n\n"
    + "```{session-list}\n:filter:\n:topic: OVN\n```\n",
    "_data/topics.yml": "ovn: {label: OVN, aliases: [Open Virtual Network]}\nsdn: SDN\nbgp: BGP\n",
    "_data/tracks.yml": "keynote: Keynote\nconference: Conference\n",
    "_data/people.yml": "ada: {name: Ada Lovelace, aliases: [A. Lovelace]}\n",
}


class Edit(NamedTuple):
    """A change of the sources, and the pages that HTML must then write (no more, no fewer)."""

    name: str
    #: Replacements: file, old text, new text. A new text of None deletes the file.
    changes: tuple[tuple[str, str, str | None], ...]
    written: str
    conf: dict[str, Any] | None = None


KEYNOTE = session("keynote", "Keynote", "- Hello", options=(":track: Keynote", ":topics: SDN"))

# Under the basic theme, whose pages show their neighbours' titles. Whenever Sphinx writes a page
# it writes the one whose toctree the page is in, here the index.
EDITS = [
    Edit("nothing", (), ""),
    Edit("a bullet", (("three.md", "- Silence", "- Some noise"),), "index three"),
    Edit("all notes", (("three.md", "- Silence", "- …"),), "browse index three"),
    Edit("a heading", (("three.md", "# The day 2015-05-20\n", ""),), "index plain three two"),
    Edit("a bullet that mentions", (("one.md", "- Said", "- Heard"),), "index one two"),
    Edit("a title", (("one.md", "OVN in short", "OVN at length"),), "browse index one three two"),
    Edit(
        "the title of a page",
        (("three.md", "# The day 2", "# A day 2"),),
        "index plain three two",
    ),
    Edit(
        "the title of a page far away",
        (("one.md", "# The day 2", "# A day 2"),),
        "index one plain two",
    ),
    Edit(
        "times in another order than the sessions",
        (
            ("one.md", ":id: ovn\n", ":id: ovn\n:time: 24:30-25:15\n"),
            ("one.md", ":id: keynote\n", ":id: keynote\n:time: 9:00\n"),
        ),
        "browse index one",
    ),
    Edit(
        "a reporter",
        (("three.md", "---\ndate:", "---\nreporter: Ann\ndate:"),),
        "browse index three",
    ),
    Edit(
        "whose the impressions are",
        (("three.md", "- Silence", "- Silence\n\n:::{impressions} Ada\n- Loud.\n:::"),),
        "browse index three",
    ),
    Edit(
        "an end on another day",
        (("three.md", ":id: quiet\n", ":id: quiet\n:until: 2015-05-21 17:00\n"),),
        "browse index three",
    ),
    Edit(
        "an id",
        (("three.md", ":id: quiet", ":id: still"), ("plain.md", "-quiet", "-still")),
        "browse index one plain three two",
    ),
    Edit(
        "an id that others link to",
        (
            ("one.md", ":id: ovn", ":id: ovn-talk"),
            ("two.md", "{session}`ovn`", "{session}`ovn-talk`"),
        ),
        "browse index one three two",
    ),
    Edit(
        "an id that others link to, by which it is still known",
        (("one.md", ":id: ovn\n", ":id: ovn-talk\n:was: ovn\n"),),
        "browse index one three two",
    ),
    Edit(
        "an old id that nothing links to",
        (("three.md", ":id: quiet\n", ":id: quiet\n:was: silent\n"),),
        "index three",
    ),
    Edit(
        "a session moved to another page, with another id",
        (
            ("one.md", KEYNOTE, ""),
            (
                "three.md",
                "- Silence\n::::\n",
                f"- Silence\n::::\n\n{KEYNOTE}".replace(
                    ":id: keynote", ":id: welcome\n:was: keynote"
                ),
            ),
        ),
        "browse index one three",
    ),
    Edit(
        "an old name of a page",
        (("three.md", "---\ndate:", "---\nwas: days/three\ndate:"),),
        "index three",
    ),
    Edit(
        "a page renamed that is still known by its old name",
        (
            ("index.md", "two\n", "deux\n"),
            ("deux.md", "", BOOK["two.md"].replace("date:", "was: two\ndate:")),
            ("two.md", "", None),
        ),
        "browse deux index one plain three",
    ),
    Edit(
        "an old id of a topic",
        (("_data/topics.yml", "label: OVN,", "label: OVN, was: [own],"),),
        "browse index",
    ),
    Edit(
        "when a session was changed",
        (("three.md", ":id: quiet\n", ":id: quiet\n:updated: 2015-06-01\n"),),
        "index three",
    ),
    Edit(
        "a topic added",
        (("three.md", ":topics: BGP", ":topics: BGP, SDN"),),
        "browse index one three",
    ),
    Edit(
        "a topic taken away",
        (("one.md", ":topics: OVN, SDN", ":topics: SDN"),),
        "browse index one",
    ),
    Edit(
        "a speaker renamed",
        (("two.md", "Grace Hopper", "Grace M. Hopper"),),
        "browse index two",
    ),
    Edit(
        "a session moved to another page",
        (
            ("one.md", KEYNOTE, ""),
            ("three.md", "- Silence\n::::\n", f"- Silence\n::::\n\n{KEYNOTE}"),
        ),
        "browse index one three",
    ),
    Edit(
        "a page added",
        (
            ("index.md", "three\n", "three\nfour\n"),
            ("four.md", "", day("2015-05-21", session("new", "New", "- [](#quiet)"))),
        ),
        "browse four index plain three",
    ),
    Edit(
        "a page deleted",
        (
            ("index.md", "three\n", ""),
            ("three.md", "", None),
            ("plain.md", "See [](three.md), ", "See "),
        ),
        "browse index one plain two",
    ),
    Edit(
        "a page deleted that the table of contents still names",
        (("one.md", "", None), ("plain.md", ", [](one.md)", "")),
        # A session in three had its neighbour in the track there.
        "browse index plain three two",
    ),
    Edit(
        "a page renamed",
        (
            ("index.md", "two\n", "deux\n"),
            ("deux.md", "", BOOK["two.md"]),
            ("two.md", "", None),
        ),
        "browse deux index one plain three",
    ),
    Edit("a link added", (("three.md", "Silence", "Silence after [](#ovn)"),), "index one three"),
    Edit("a link removed", (("one.md", ", as in [](#neutron)", ""),), "index one two"),
    Edit("an event", (("_data/events.yml", "", "conf: A Conference\n"),), "index one three two"),
    Edit(
        "several events",
        (
            ("one.md", "---\ndate:", "---\nevent: Oslo\ndate:"),
            ("two.md", "---\ndate:", "---\nevent: Paris\ndate:"),
            ("three.md", "---\ndate:", "---\nevent: Paris\ndate:"),
        ),
        "browse index one three two",
    ),
    Edit("a label", (("_data/topics.yml", "label: OVN", "label: OWN"),), "browse index one two"),
    Edit("an alias", (("_data/topics.yml", "Open Virtual", "Virtual"),), "browse index"),
    Edit(
        "a person's name",
        (
            (
                "_data/people.yml",
                "Ada Lovelace, aliases: [A. Lovelace]",
                "A. King, aliases: [Ada Lovelace]",
            ),
        ),
        "browse index one two",
    ),
    Edit("a date", (("one.md", "date: 2015-05-18", "date: 2015-05-30"),), "browse index one three"),
    Edit(
        "the date of another page",
        (("one.md", "date: 2015-05-18", "date: 2015-05-19"),),
        "browse index one two",
    ),
    Edit(
        "the title of a related session",
        (("two.md", "{session} Neutron", "{session} Neutrons"),),
        "browse index one three two",
    ),
    Edit(
        "a link to a related session",
        (("three.md", "- Silence", "- See [](#neutron)"),),
        "index three two",
    ),
    Edit(
        "a track",
        (("three.md", ":track: Conference", ":track: Keynote"),),
        "browse index one three",
    ),
    Edit(
        "an index in two parts",
        (
            ("browse.md", "{topic-index}\n", "{topic-index}\n:letters: A-O\n"),
            ("plain.md", "See", "```{topic-index}\n:letters: P-Z\n```\n\nSee"),
        ),
        "browse index one plain",
    ),
    Edit(
        "the order of the book",
        (("index.md", "one\ntwo\n", "two\none\n"),),
        "index one three two",
    ),
    Edit(
        "an entry of the general index",
        (("plain.md", "See ", "{index}`Foo <single: foo>` See "),),
        "index plain",
    ),
    Edit(
        "a table of contents that leads back",
        (("plain.md", "See ", "```{toctree}\n:hidden:\nindex\n```\n\nSee "),),
        "index plain",
    ),
    Edit("a title in an example", (("plain.md", "Another", "One more"),), "index plain"),
    Edit(
        "an example that is no more than code",
        (("plain.md", "{example}", "{code-block} markdown"),),
        "index plain",
    ),
    Edit(
        "a title that an example leads to",
        (("three.md", "Nobody links", "Hardly anybody links"),),
        "browse index one plain three two",
    ),
    Edit(
        "a kind in conf.py",
        (),
        "browse index one plain three two",
        {"session_kinds": {"demo": "Demo"}},
    ),
]


def apply(project: Project, edit: Edit) -> None:
    for name, old, new in edit.changes:
        path = project.srcdir / name
        if new is None:
            path.unlink()
        elif path.exists():
            text = path.read_text("utf-8")
            assert old in text, f"{name} has no {old!r}"
            project.write({name: text.replace(old, new)})
        else:
            project.write({name: new})
