from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_notes.catalog.facts import Facts, Person, Ref
from session_notes.catalog.index_entries import IndexEntry
from session_notes.catalog.related import Mention, PrevNext, RelatedSession
from session_notes.catalog.views import VIEWS, Table
from session_notes.locale import labels
from session_notes.model.schema import KINDS
from session_notes.model.urls import is_address
from session_notes.model.words import Words
from session_notes.render import blocks, inline, views
from session_notes.render.inline import RenderContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

some = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_WORD = re.compile(r"\w+")
MONDAY, TUESDAY = date(2015, 5, 18), date(2015, 5, 19)
SESSION = Ref("A Session", "tue", "a-session")
TRACK = Ref("Design Summit", "tracks", "track-design")
SDN, OVN = Ref("SDN", "topics", "topic-sdn"), Ref("OVN")
ADA, BOB = Ref("Ada", "speakers", "speaker-ada"), Ref("Bob")


def link(ref: Ref, content: nodes.Node) -> nodes.Node:
    """Link as a builder does that has every page."""
    if not ref.docname:
        return content
    return nodes.reference("", "", content, refuri=f"{ref.docname}#{ref.anchor}")


def context(language: str = "en", **kinds: Words) -> RenderContext:
    return RenderContext(link, labels.Labels(language), kinds)


def facts(**known: Any) -> Facts:
    unknown = Facts(SESSION, None, None, None, None, "", "", None, "", (), (), ())
    return unknown._replace(**known)


def item(ref: Ref, **known: Any) -> IndexEntry:
    return IndexEntry(ref, "", (), "", None, (), (), ())._replace(**known)


def sketch(made: nodes.Node | Iterable[nodes.Node]) -> str:
    """Draw nodes on one line: ``tag.class{children}``, a link as in Markdown."""
    if isinstance(made, nodes.Text):
        return made.astext().replace("\N{NO-BREAK SPACE}", " ")
    if isinstance(made, nodes.reference):
        classes = "".join(f".{name}" for name in made["classes"])
        return f"[{sketch(made.children)}]({made['refuri']}){classes}"
    if isinstance(made, nodes.Element):
        name = ".".join([made.tagname, *made["classes"]])
        ids = "".join(f"#{one}" for one in made["ids"])
        return f"{name}{ids}{{{sketch(made.children)}}}"
    assert not isinstance(made, nodes.Node)
    return "".join(map(sketch, made))


def whole_text(made: nodes.Node | Iterable[nodes.Node]) -> str:
    return made.astext() if isinstance(made, nodes.Node) else "".join(one.astext() for one in made)


def text(made: nodes.Node | Iterable[nodes.Node]) -> str:
    """Return the text of nodes, with spaces where a line must not break, too."""
    return whole_text(made).replace("\N{NO-BREAK SPACE}", " ")


DOT = " · "
COMMA = ", "

# -- pieces -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "classes", "expected"),
    [
        pytest.param(SDN, (), "[SDN](topics#topic-sdn)", id="place"),
        pytest.param(SDN, ("a", "b"), "[SDN](topics#topic-sdn).a.b", id="place and class"),
        pytest.param(OVN, (), "OVN", id="no place"),
        pytest.param(OVN, ("a",), "inline.a{OVN}", id="no place, but a class"),
    ],
)
def test_words_are_linked_where_they_have_a_place(
    ref: Ref, classes: tuple[str, ...], expected: str
) -> None:
    assert sketch(inline.link(context(), ref, *classes)) == expected


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        pytest.param("https://e.org/a", "", "[https://e.org/a](https://e.org/a)", id="bare"),
        pytest.param("https://e.org/a", "e.org", "[e.org](https://e.org/a)", id="with words"),
        pytest.param("javascript:alert(1)", "", "javascript:alert(1)", id="script"),
        pytest.param("javascript:alert(1)", "Click", "Click", id="script with words"),
        pytest.param("data:text/html,x", "", "data:text/html,x", id="data"),
        pytest.param("e.org", "", "e.org", id="no scheme"),
    ],
)
def test_only_an_address_is_made_a_link(url: str, words: str, expected: str) -> None:
    made = inline.address(url, words)
    assert sketch(made) == expected
    assert isinstance(made, nodes.reference) == is_address(url)
    assert not isinstance(made, nodes.reference) or made["internal"] is False


@pytest.mark.parametrize(
    ("kind", "language", "label"),
    [
        pytest.param("keynote", "en", "Keynote", id="known"),
        pytest.param("lightning-talks", "en", "Lightning talks", id="known, of two words"),
        pytest.param("hackathon", "en", "Hackathon", id="the project's own"),
        pytest.param("hackathon", "ja", "ハッカソン", id="the project's own, in a language"),
        pytest.param("talk", "en", "Lecture", id="the project's own word for a known one"),
        pytest.param("fire-side-chat", "en", "fire side chat", id="unknown"),
        pytest.param("基調講演", "en", "基調講演", id="unknown, in another script"),
    ],
)
def test_a_kind_is_shown_by_its_label(kind: str, language: str, label: str) -> None:
    own = {
        "hackathon": Words((("en", "Hackathon"), ("ja", "ハッカソン"))),
        "talk": Words((("", "Lecture"),)),
    }
    assert inline.kind_label(context(language, **own), kind) == label


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_known_kind_has_a_label(kind: str) -> None:
    assert inline.kind_label(context(), kind)[0].isupper()


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        pytest.param(Person(ADA), "[Ada](speakers#speaker-ada).session-speaker", id="linked"),
        pytest.param(Person(BOB), "inline.session-speaker{Bob}", id="name alone"),
        pytest.param(Person(BOB, "HP"), "inline.session-speaker{Bob} (HP)", id="affiliation"),
        pytest.param(Person(BOB, "", "chair"), "inline.session-speaker{Bob}, chair", id="role"),
        pytest.param(
            Person(BOB, "HP {x}", "MODERATOR"),
            "inline.session-speaker{Bob} (HP {x}), moderator",
            id="known role in capitals",
        ),
        pytest.param(
            Person(BOB, "", "Page turner"),
            "inline.session-speaker{Bob}, Page turner",
            id="unknown role",
        ),
    ],
)
def test_a_speaker_is_shown_with_affiliation_and_role(person: Person, expected: str) -> None:
    assert (
        sketch(inline.linked(context(), inline.person_pieces(context(), person), "session-speaker"))
        == expected
    )


# -- a session ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"day": TUESDAY}, "inline.session-day{Tuesday 19 May 2015}", id="day"),
        pytest.param({"start": 545}, "inline.session-time{09:05}", id="start"),
        pytest.param(
            {"start": 0, "end": 40},
            "inline.session-time{00:00–00:40}",
            id="midnight is a time",
        ),
        pytest.param({"room": "109"}, "inline.session-room{Room 109}", id="number of a room"),
        pytest.param({"room": "East Hall"}, "inline.session-room{East Hall}", id="name of a room"),
        pytest.param(
            {"track": TRACK},
            "inline.session-track{[Design Summit](tracks#track-design)}",
            id="track",
        ),
        pytest.param({"kind": "panel"}, "inline.session-kind{Panel}", id="kind"),
        pytest.param(
            {"track": Ref("KEYNOTE"), "kind": "keynote"},
            "inline.session-track{KEYNOTE}",
            id="kind that repeats the track",
        ),
        pytest.param(
            {"room": "1", "kind": "talk", "track": Ref("Main")},
            (
                f"inline.session-room{{Room 1}}{DOT}inline.session-track{{Main}}{DOT}"
                "inline.session-kind{Talk}"
            ),
            id="several",
        ),
    ],
)
def test_the_line_of_facts_shows_what_is_known(known: dict[str, Any], expected: str) -> None:
    assert sketch(inline.facts_line(context(), facts(**known))) == expected


def test_the_line_of_facts_has_one_order() -> None:
    known = facts(day=MONDAY, start=540, end=600, room="Hall", track=TRACK, kind="work-session")
    line = text(inline.facts_line(context(), known))
    assert line == "Monday 18 May 2015 · 09:00–10:00 · Hall · Design Summit · Work session"
    assert text(inline.facts_line(context(), known, day=False)) == line.partition(" · ")[2]


@pytest.mark.parametrize(
    ("language", "day"),
    [
        pytest.param("en", "Tuesday 19 May 2015", id="English"),
        pytest.param("de", "Dienstag, 19. Mai 2015", id="German"),
        pytest.param("pt_BR", "terça-feira, 19 de maio de 2015", id="language with a region"),
        pytest.param("x-nowhere", "Tuesday 19 May 2015", id="unknown language"),
        pytest.param("", "Tuesday 19 May 2015", id="no language"),
    ],
)
def test_a_day_is_told_in_the_language_of_the_site(language: str, day: str) -> None:
    assert text(inline.facts_line(context(language), facts(day=TUESDAY))) == day


def test_of_an_unknown_session_there_is_no_header() -> None:
    assert blocks.header(context(), facts(), {}) == []


def test_a_header_has_a_line_of_facts_and_fields_in_one_order() -> None:
    known = facts(
        room="Hall", speakers=(Person(ADA), Person(BOB, "HP")), topics=(SDN, OVN), parent=None
    )
    attendance = nodes.paragraph("", "300, ", nodes.emphasis("", "standing"))
    line, fields = blocks.header(context(), known, {"attendance": attendance})
    assert sketch(line) == "paragraph.session-facts{inline.session-room{Hall}}"
    assert isinstance(fields, nodes.field_list)
    assert fields["classes"] == ["session-fields"]
    assert [sketch(field) for field in fields.children] == [
        (
            "field.session-speakers{field_name{Speakers}field_body{paragraph{"
            "[Ada](speakers#speaker-ada).session-speaker; "
            "inline.session-speaker{Bob} (HP)}}}"
        ),
        (
            "field.session-topics{field_name{Topics}field_body{paragraph{"
            f"[SDN](topics#topic-sdn).session-topic{COMMA}inline.session-topic{{OVN}}"
            "}}}"
        ),
        (
            "field.session-attendance{field_name{Attendance}field_body{"
            "paragraph{300, emphasis{standing}}}}"
        ),
    ]
    # The very node that the author's words were parsed to.
    assert list(fields.findall(nodes.paragraph))[-1] is attendance


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"speakers": (Person(BOB),)}, "session-speakers"),
        ({"topics": (OVN,)}, "session-topics"),
    ],
    ids=["speakers", "topics"],
)
def test_a_header_has_no_field_without_content(known: dict[str, Any], field: str) -> None:
    (fields,) = blocks.header(context(), facts(**known), {})
    assert isinstance(fields, nodes.field_list)
    assert [child["classes"] for child in fields.findall(nodes.field)] == [[field]]


def test_a_talk_does_not_repeat_the_day_of_its_session() -> None:
    talk = facts(day=TUESDAY, room="Hall", parent=SESSION)
    assert text(blocks.header(context(), talk, {})) == "Hall"
    assert (
        text(blocks.header(context(), talk._replace(parent=None), {}))
        == "Tuesday 19 May 2015 · Hall"
    )


@pytest.mark.parametrize(
    ("part", "label"), [("impressions", "Impressions"), ("references", "References")]
)
def test_a_part_stands_under_its_label(part: str, label: str) -> None:
    content = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "One")))
    assert sketch(blocks.part(context(), part, [content])) == (
        f"container.session-part.session-{part}{{"
        f"rubric.session-label{{{label}}}bullet_list{{list_item{{paragraph{{One}}}}}}}}"
    )


@pytest.mark.parametrize(
    ("kind", "label"),
    [("video", "Video"), ("review", "Review"), ("specification", "Specification"), ("map", "map")],
)
def test_the_kind_of_a_reference_stands_before_it(kind: str, label: str) -> None:
    assert sketch(blocks.reference_kind(context(), kind)) == f"inline.reference-kind{{{label}:}} "


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param("https://www.example.org/a/b?c", "example.org", id="host without www"),
        pytest.param("http://pad.example.org", "pad.example.org", id="host alone"),
        pytest.param("HTTPS://Example.org:8080/", "Example.org:8080", id="port and capitals"),
        pytest.param("mailto:ada@example.org", "mailto:ada@example.org", id="no host"),
    ],
)
def test_a_link_from_an_option_is_shown_by_its_host(url: str, shown: str) -> None:
    (made,) = blocks.media(context(), facts(media=(("slides", url),)))
    expected = f"inline.reference-kind{{Slides:}} [{shown}]({url})"
    assert sketch(made) == f"list_item.reference-slides{{paragraph{{{expected}}}}}"


def test_links_from_options_keep_their_order_and_are_never_scripts() -> None:
    media = (("video", "javascript:alert(1)"), ("abstract", "https://example.org"))
    made = blocks.media(context(), facts(media=media))
    assert [one["classes"] for one in made] == [["reference-video"], ["reference-abstract"]]
    assert sketch(made[0].children) == (
        "paragraph{inline.reference-kind{Video:} javascript:alert(1)}"
    )


def test_mentions_show_each_sentence_that_mentions() -> None:
    mentions = [
        Mention(SESSION, ((Ref("See "), SDN, Ref(".")), (Ref("Again."),))),
        Mention(Ref("Other"), ()),
    ]
    assert sketch(blocks.mentions(context(), mentions)) == (
        "container.session-part.session-mentions{rubric.session-label{Mentioned in}"
        "bullet_list{"
        "list_item{paragraph{[A Session](tue#a-session)}"
        "paragraph.session-context{See SDN.}paragraph.session-context{Again.}}"
        "list_item{paragraph{Other}}}}"
    )


# -- lists --------------------------------------------------------------------------------------

TITLE = "[A Session](tue#a-session).session-title"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param({}, f"paragraph{{{TITLE}}}", id="title alone"),
        pytest.param(
            {"parent": Ref("Lightning", "tue", "lightning")},
            f"paragraph{{{TITLE} in [Lightning](tue#lightning)}}",
            id="talk",
        ),
        pytest.param(
            {"speakers": (Person(ADA, "HP", "chair"), Person(BOB))},
            (
                f"paragraph{{{TITLE}}}"
                f"paragraph.session-facts{{[Ada](speakers#speaker-ada){COMMA}Bob}}"
            ),
            id="speakers",
        ),
        pytest.param(
            {"day": TUESDAY, "room": "Hall", "speakers": (Person(BOB),)},
            (f"paragraph{{{TITLE}}}paragraph.session-facts{{Hall{DOT}Bob}}"),
            id="facts and speakers",
        ),
    ],
)
def test_a_row_shows_a_session_and_its_facts(known: dict[str, Any], expected: str) -> None:
    assert sketch(inline.row(context(), facts(**known), day=False)) == f"list_item{{{expected}}}"


def test_a_row_shows_the_day_where_it_is_asked_to_and_the_speakers() -> None:
    known = facts(day=TUESDAY, speakers=(Person(BOB),))
    assert "Tuesday" in text(inline.row(context(), known, day=True))
    assert "Tuesday" not in text(inline.row(context(), known, day=False))
    assert "Bob" in text(inline.row(context(), known, day=True))


def test_no_line_begins_with_what_stands_between_facts() -> None:
    known = facts(room="Hall", kind="talk")
    (line,) = blocks.header(context(), known, {})
    assert line.astext() == "Hall\N{NO-BREAK SPACE}· Talk"


def test_a_time_that_is_none_is_shown_as_it_was_written() -> None:
    assert text(blocks.header(context(), facts(when="after lunch"), {})) == "after lunch"


def outline(made: list[nodes.Node]) -> list[str]:
    """Return the headings of a list of sessions, and how many each heads."""
    return [
        str(len(one.children)) if isinstance(one, nodes.bullet_list) else one.astext()
        for one in made
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param([MONDAY], ["Monday 18 May 2015", "1"], id="one day"),
        pytest.param(
            [MONDAY, MONDAY, TUESDAY],
            ["Monday 18 May 2015", "2", "Tuesday 19 May 2015", "1"],
            id="two days",
        ),
        pytest.param([None, None], ["2"], id="no day"),
        pytest.param(
            [MONDAY, None], ["Monday 18 May 2015", "1", "No date", "1"], id="a day and none"
        ),
        pytest.param([], ["No sessions."], id="no sessions"),
    ],
)
def test_sessions_are_listed_by_day(days: list[date | None], expected: list[str]) -> None:
    made = views.session_list(context(), [facts(day=day) for day in days])
    assert outline(made) == expected
    # The heading tells the day already.
    assert all("May" not in one.astext() for one in made if isinstance(one, nodes.bullet_list))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "made_by",
    [
        pytest.param(lambda shown_in, listed: inline.rows(shown_in, listed, day=True), id="list"),
        pytest.param(
            lambda shown_in, listed: inline.rows(shown_in, listed, day=False), id="list of a day"
        ),
        pytest.param(lambda shown_in, listed: blocks.header(shown_in, listed[0], {}), id="header"),
    ],
)
def test_what_is_made_later_is_the_same_and_its_words_are_there_before(
    language: str, made_by: Callable[[RenderContext, list[Facts]], list[nodes.Element]]
) -> None:
    people = (Person(ADA, "HP", "moderator"), Person(BOB))
    whole = facts(
        day=TUESDAY,
        start=540,
        end=580,
        room="大会議室",
        kind="talk",
        track=SDN,
        speakers=people,
        topics=(SDN, OVN),
        parent=BOB,
    )
    listed = [whole, facts(when="after lunch")]
    now = made_by(context(language), listed)
    (later,) = made_by(RenderContext(link, labels.Labels(language), {}, deferred=True), listed)
    assert [made.pformat() for made in later["make"]()] == [made.pformat() for made in now]
    # Sphinx's search cuts each text node into words, and remembers which page has which.
    texts = [node.astext() for made in now for node in made.findall(nodes.Text)]
    words = {word for text in texts for word in _WORD.findall(text)}
    assert len(words) > 10
    assert set(_WORD.findall(later.astext())) == words


def test_a_header_with_what_an_author_wrote_in_it_is_made_at_once() -> None:
    shown_in = RenderContext(link, labels.Labels(), {}, deferred=True)
    said = nodes.paragraph("", "about 40")
    assert said in blocks.header(shown_in, facts(room="Hall"), {"attendance": said})[1].findall(
        nodes.paragraph
    )


# -- around a session ---------------------------------------------------------------------------


def test_a_related_session_tells_what_it_shares() -> None:
    talk = RelatedSession(Ref("A Talk", "mon", "a-talk"), Ref("Many"), ("OVN", "SDN"))
    made = blocks.related(context(), [RelatedSession(SESSION, None, ("OVN",)), talk])
    assert sketch(made) == (
        "container.session-part.session-related.no-search{rubric.session-label{Related}bullet_list{"
        "list_item{paragraph{[A Session](tue#a-session) (OVN)}}"
        "list_item{paragraph{[A Talk](mon#a-talk) in Many (OVN, SDN)}}}}"
    )


def test_the_end_of_a_session_leads_on() -> None:
    rows = [
        ("Tuesday", PrevNext(Ref("First", "tue", "first"), Ref("Third", "tue", "third"))),
        ("Conference", PrevNext(None, Ref("Other", "wed", "other"))),
        ("Nowhere", PrevNext()),
    ]
    made = blocks.session_end(context(), rows, SESSION, "https://e.org/edit")
    line = made[0]
    assert text(line) == (
        "Tuesday: previous, next · Conference: next · Permalink · Improve this session"
    )
    assert [one["refuri"] for one in made.findall(nodes.reference)] == [
        "tue#first",
        "tue#third",
        "wed#other",
        "tue#a-session",
        "https://e.org/edit",
    ]
    titles = [one.get("reftitle") for one in made.findall(nodes.reference)]
    assert titles == ["First", "Third", "Other", None, None]
    assert made["classes"] == ["session-end", "no-search"]


def test_a_table_that_folds_names_the_day_in_each_cell_that_is_not_empty() -> None:
    table = Table((MONDAY, TUESDAY), ((TRACK, ((SESSION,), ())),))
    (made,) = views.session_tables(replace(context(), html=True), [table])
    _, row = cells(made)
    assert row[1].startswith("paragraph.session-cell-day{Mon 18 May}")
    assert row[2] == ""


# -- indexes ------------------------------------------------------------------------------------


def test_an_index_tells_of_each_item_what_is_known_and_its_sessions() -> None:
    known = item(
        SDN,
        description="Networks by software.",
        aliases=("Software {networks}", "S.D.N."),
        affiliation="HP",
        parent=Ref("Networks", "topics", "topic-networks"),
        children=(OVN, Ref("OVS", "topics", "topic-ovs")),
        links=("https://www.example.org/sdn", "mailto:sdn@example.org"),
        sessions=(facts(day=TUESDAY), facts(ref=Ref("Other"))),
        related=((OVN, 3), (Ref("BGP", "topics", "topic-bgp"), 2)),
        anchor="topic-sdn",
    )
    (made,) = views.index(context(), [known], "topic")
    assert sketch(made) == (
        "definition_list.session-index.topic-index{definition_list_item{"
        "term#topic-sdn{SDN}definition{"
        "paragraph{HP}paragraph{Networks by software.}"
        "paragraph.session-also{Also: Software {networks}, S.D.N."
        f"{DOT}Part of: [Networks](topics#topic-networks)"
        f"{DOT}Covers: OVN{COMMA}[OVS](topics#topic-ovs)"
        f"{DOT}[example.org](https://www.example.org/sdn)"
        f"{COMMA}[mailto:sdn@example.org](mailto:sdn@example.org)}}"
        "paragraph.session-also{Shares sessions with: OVN (inline.session-count{3})"
        f"{COMMA}[BGP](topics#topic-bgp) (inline.session-count{{2}})}}"
        "bullet_list.session-list{"
        f"list_item{{paragraph{{{TITLE}}}"
        "paragraph.session-facts{Tuesday 19 May 2015}}"
        "list_item{paragraph{inline.session-title{Other}}}}}}}"
    )


def test_an_item_without_sessions_says_so() -> None:
    (made,) = views.index(context(), [item(SDN)], "topic")
    assert sketch(made.children[0].children[1]) == (
        "definition{paragraph.session-empty{No sessions.}}"
    )


def test_only_what_is_at_home_has_an_anchor() -> None:
    items = [item(SDN, anchor="topic-sdn"), item(OVN), item(Ref("X", "topics", "topic-x"))]
    (made,) = views.index(context(), items, "topic")
    assert isinstance(made, nodes.Element)
    assert [term["ids"] for term in made.findall(nodes.term)] == [["topic-sdn"], [], []]


@pytest.mark.parametrize("role", ["topic", "speaker", "track"])
def test_an_empty_index_says_so(role: str) -> None:
    assert sketch(views.index(context(), [], role)) == f"paragraph.session-empty{{No {role}s.}}"


def test_a_list_of_topics_tells_their_numbers() -> None:
    assert sketch(views.topic_list(context(), [(SDN, 12), (OVN, 1)])) == (
        "bullet_list.topic-list{"
        "list_item{paragraph{[SDN](topics#topic-sdn) (inline.session-count{12})}}"
        "list_item{paragraph{OVN (inline.session-count{1})}}}"
    )
    assert sketch(views.topic_list(context(), [])) == "paragraph.session-empty{No topics.}"


# -- tables -------------------------------------------------------------------------------------


def cells(made: nodes.Node) -> list[list[str]]:
    assert isinstance(made, nodes.table)
    return [[sketch(entry.children) for entry in row.children] for row in made.findall(nodes.row)]


def check_form(made: nodes.Node, name: str) -> None:
    assert isinstance(made, nodes.table)
    assert name in made["classes"]
    (group,) = made.findall(nodes.tgroup)
    columns = list(made.findall(nodes.colspec))
    assert [column.get("stub", 0) for column in columns] == [1] + [0] * (len(columns) - 1)
    assert all(column["colwidth"] > 0 for column in columns)
    rows = list(made.findall(nodes.row))
    assert {len(row.children) for row in rows} == {group["cols"]} == {len(columns)}
    assert [row.parent.tagname for row in rows] == ["thead"] + ["tbody"] * (len(rows) - 1)


def test_the_table_of_sessions_has_a_column_a_day_and_a_row_a_track() -> None:
    table = Table(
        (MONDAY, TUESDAY, None),
        (
            (TRACK, ((SESSION, Ref("Other")), (), ())),
            (Ref(""), ((), (), (Ref("Third"),))),
        ),
    )
    (made,) = views.session_tables(context(), [table])
    check_form(made, "session-table")
    head, first, last = cells(made)
    assert head == [f"paragraph{{{name}}}" for name in ("Track", "Mon 18 May", "Tue 19 May")] + [
        "paragraph{No date}"
    ]
    assert first[0] == "paragraph{[Design Summit](tracks#track-design)}"
    assert "[A Session](tue#a-session)" in first[1]
    assert "Other" in first[1]
    # An empty entry is the standard form of an empty cell.
    assert first[2:] == ["", ""]
    assert last[:3] == ["paragraph{No track}", "", ""]
    assert "Third" in last[3]


def test_the_table_of_topics_counts_and_sums() -> None:
    one, none, two = (SESSION,), (), (SESSION, Ref("Other"))
    (made,) = views.topic_table(
        context(), Table((MONDAY, TUESDAY), ((SDN, (one, two)), (OVN, (none, one))))
    )
    check_form(made, "topic-table")
    numbers = [[text.removeprefix("paragraph").strip("{}") for text in row] for row in cells(made)]
    assert numbers == [
        ["Topic", "Mon 18 May", "Tue 19 May", "Total"],
        ["[SDN](topics#topic-sdn)", "1", "2", "3"],
        ["OVN", "", "1", "1"],
    ]


@pytest.mark.parametrize("days", [(), (MONDAY,)], ids=["no days", "a day"])
def test_an_empty_table_says_so(days: tuple[date, ...]) -> None:
    table = Table(days, ())
    empty = "paragraph.session-empty{{No {}.}}"
    assert sketch(views.session_tables(context(), [table])) == empty.format("sessions")
    # Where there are sessions, only the topics are missing.
    missing = "topics" if days else "sessions"
    assert sketch(views.topic_table(context(), table)) == empty.format(missing)


def test_each_view_is_rendered() -> None:
    assert views.RENDERERS.keys() == VIEWS.keys()


# -- whatever is shown --------------------------------------------------------------------------

# To docutils a null character is a mark of its own; no document can hold one.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
SOME_TEXT = st.text(CHARACTERS, max_size=6)
TEXT = st.text(CHARACTERS, min_size=1, max_size=6)
PLACE = Ref("", "page", "anchor")
REFS = TEXT.map(Ref) | TEXT.map(lambda text: PLACE._replace(text=text))
URLS = TEXT | TEXT.map("https://{}".format) | st.just("javascript:alert(1)")
PEOPLE = st.lists(st.builds(Person, REFS, SOME_TEXT, SOME_TEXT), max_size=2).map(tuple)
FACTS = st.builds(
    Facts,
    ref=REFS,
    day=st.none() | st.dates(),
    start=st.none() | st.integers(0, 1800),
    end=st.none() | st.integers(0, 2520),
    until=st.none() | st.dates(),
    when=SOME_TEXT,
    room=SOME_TEXT,
    track=st.none() | REFS,
    kind=SOME_TEXT | st.sampled_from(sorted(KINDS)),
    speakers=PEOPLE,
    reporters=PEOPLE,
    impressions=st.lists(PEOPLE, max_size=2).map(tuple),
    topics=st.lists(REFS, max_size=2).map(tuple),
    media=st.lists(st.tuples(st.sampled_from(["video", "slides"]), URLS), max_size=2).map(tuple),
    parent=st.none() | REFS,
    is_stub=st.booleans(),
)
ITEMS = st.builds(
    IndexEntry,
    ref=REFS,
    description=SOME_TEXT,
    aliases=st.lists(TEXT, max_size=2).map(tuple),
    affiliation=SOME_TEXT,
    parent=st.none() | REFS,
    children=st.lists(REFS, max_size=2).map(tuple),
    links=st.lists(URLS, max_size=2).map(tuple),
    sessions=st.lists(FACTS, max_size=2).map(tuple),
)
LANGUAGES = st.sampled_from(["en", "ja", "zh_TW", "nowhere"])


def made_of(known: Facts, entry: IndexEntry, language: str) -> Iterator[nodes.Node]:
    """Make all that can be made, with every function."""
    shown_in = context(language)
    yield from blocks.header(shown_in, known, {"attendance": inline.paragraph("Many")})
    yield from blocks.media(shown_in, known)
    yield from views.session_list(shown_in, [known, *entry.sessions])
    yield from views.index(shown_in, [entry], "topic")
    yield blocks.part(shown_in, "references", blocks.media(shown_in, known))
    yield blocks.mentions(shown_in, [Mention(known.ref, ((known.ref, entry.ref),))])
    table = Table((known.day,), ((entry.ref, ((known.ref,),)),))
    yield from views.session_tables(shown_in, [table])
    yield from views.topic_table(shown_in, table)


@some
@given(FACTS, ITEMS, LANGUAGES)
def test_all_that_is_made_is_a_sound_tree_that_nobody_translates(
    known: Facts, entry: IndexEntry, language: str
) -> None:
    seen: set[int] = set()
    # Kept, so that no two nodes have one identity.
    everything = list(made_of(known, entry, language))
    for tree in everything:
        assert tree.parent is None
        for node in tree.findall():
            assert id(node) not in seen
            seen.add(id(node))
            assert all(child.parent is node for child in node.children)
            if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
                assert node.get("translatable", True) is False
            if isinstance(node, nodes.reference):
                assert is_address(node["refuri"]) or node["refuri"] == "page#anchor"
            if isinstance(node, nodes.Text):
                # A proxy of Sphinx's for a word in the site's language would not be pickled so.
                assert type(node) is nodes.Text


@some
@given(FACTS, ITEMS)
def test_no_word_of_a_session_or_an_item_is_lost(known: Facts, entry: IndexEntry) -> None:
    header = whole_text(blocks.header(context(), known, {}))
    assert all(person.ref.text in header for person in known.speakers)
    assert all(person.affiliation in header for person in known.speakers)
    assert all(topic.text in header for topic in known.topics)
    assert known.room in header
    assert known.track is None or known.track.text in header

    (index,) = views.index(context(), [entry], "topic")
    shown = whole_text(index)
    words = [entry.ref.text, entry.description, *entry.aliases, entry.affiliation]
    words += [child.text for child in entry.children]
    words += [one.ref.text for one in entry.sessions]
    assert all(word in shown for word in words)
    assert entry.parent is None or entry.parent.text in shown


def test_nothing_that_is_made_here_is_for_the_catalogues_of_a_project() -> None:
    shown_in = context()
    whole = facts(
        day=TUESDAY, speakers=(Person(ADA, "Co", "chair"),), topics=(SDN,), track=TRACK, kind="talk"
    )
    made = [
        *blocks.header(shown_in, whole, {}),
        blocks.part(shown_in, "impressions", []),
        blocks.mentions(shown_in, [Mention(SESSION, ((Ref("words"),),))]),
        *blocks.media(shown_in, whole._replace(media=(("video", "https://example.org/"),))),
        *views.session_list(shown_in, [whole]),
        *views.session_list(shown_in, []),
        *views.index(
            shown_in, [item(SDN, description="d", aliases=("a",), sessions=(whole,))], "topic"
        ),
        *views.topic_table(shown_in, Table((TUESDAY,), ((SDN, ((SESSION,),)),))),
        *views.session_tables(shown_in, [Table((TUESDAY,), ((TRACK, ((SESSION,),)),))]),
        *views.translation_table(shown_in, [(SESSION, 1, 2)]),
        *views.translation_table(shown_in, []),
    ]
    kinds = (nodes.paragraph, nodes.rubric, nodes.term, nodes.field_name)
    found = [node for tree in made for node in tree.findall() if isinstance(node, kinds)]
    assert {type(node) for node in found} == {*kinds}
    assert [str(node) for node in found if node.get("translatable") is not False] == []
    assert [node for node in found if node.rawsource] == []
