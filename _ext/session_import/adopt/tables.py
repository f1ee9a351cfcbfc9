"""Tables of talks, of which each row becomes a heading with facts below it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.names import clean, fold
from session_notes.model.speakers import is_company
from session_notes.model.times import parse_span

from session_import.adopt.dialects import parsed
from session_import.adopt.outline import is_aside
from session_import.adopt.people import people_in
from session_import.adopt.phrases import ON, fact_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from session_notes.lint.source import Line

    from session_import.adopt.dialects import Body
    from session_import.adopt.posts import Told

TITLE, START, END, COMPANY = "title", "start", "end", "company"
#: What people write above a column, besides the labels of facts; the surest titles first.
_HEADS = {
    TITLE: (
        "title, talk title, titel, titre, título, titulo, タイトル, 題目, 演題, 題名"
        ", 标题, 標題, 제목, talk, presentation, session, lecture, vortrag, beitrag, sitzung"
        ", conférence, exposé"
        ", présentation, intervention, charla, ponencia, sesión, palestra, apresentação, sessão"
        ", セッション, 講演, 発表, 演目, 演讲, 演講, 分享, 发表, 講題, 세션, 발표, 강연"
        ", subject, topic, thema, sujet, tema, テーマ, 内容, 主题, 議題, 议题, 主題"
        ", 議程, 议程, 주제, 내용"
    ),
    START: (
        "start, starts, begin, from, beginn, von, début, inicio, início, 開始, 開始時間, 開始時刻"
        ", 开始, 开始时间, 시작"
    ),
    END: (
        "end, ends, until, to, ende, bis, fin, fim, 終了, 終了時間, 終了時刻, 结束, 结束时间, 結束"
        ", 結束時間, 종료"
    ),
    COMPANY: (
        "affiliation, company, organisation, organization, firma, entreprise, société, empresa"
        ", 所属, 会社, 所属会社, 公司, 单位, 單位, 소속, 회사"
    ),
    "speakers": (
        "name, who, author, authors, wer, nom, qui, nombre, quién, nome, quem, 名前, 氏名, 登壇"
        ", 担当, 姓名, 作者, 이름"
    ),
}
_NAMED = {name: words.split(", ") for name, words in _HEADS.items()}
#: What is said together with something else.
_PARTNERS = {END: START, COMPANY: "speakers"}
_PIPE = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r" ?<br ?/?> ?", re.IGNORECASE)
#: What stands in a cell for nothing, and for what is not known yet.
_NOTHING = frozenset("-–—―")
_UNKNOWN = frozenset({"tbd", "tba", "tbc", "n/a", "未定", "待定", "調整中", "미정"})


class _Table(NamedTuple):
    """A table, with the lines from its *first* to that before its *end*."""

    first: int
    end: int
    heads: list[str]
    #: What each column is; empty for what no option is for.
    names: list[str]


def with_rows(body: Body, extensions: frozenset[str], told: Told) -> Body:
    """Return *body* with the rows of its tables of talks as headings, with facts below them.

    Where other headings may be sessions, the tables stay as they are.
    """
    tables = [table for table in _tables(body) if TITLE in table.names]
    headings = [
        (int(one.tag[1]), one.map[1], clean(body.tokens[at + 1].content))
        for at, one in enumerate(body.tokens)
        if one.type == "heading_open" and one.map and not one.level
    ]
    for at, (level, first, words) in enumerate(headings):
        end = next((one[1] for one in headings[at + 1 :] if one[0] <= level), len(body.lines))
        if not is_aside(words) and not any(first <= table.first < end for table in tables):
            for table in tables:
                reason = "this table stays as it is, because the headings are the sessions"
                told.add(body.lines[table.first].where, reason)
            return body
    if not tables:
        return body
    made: list[Line] = []
    rows: set[int] = set()
    ends: set[int] = set()
    done = 0
    for table in tables:
        made += body.lines[done : table.first]
        above = [level for level, first, _ in headings if first <= table.first]
        for line in body.lines[table.first + 2 : table.end]:
            for texts in _sessions(line, table, told):
                heading = f"{'#' * min(above[-1] + 1 if above else 2, 6)} {texts[0]}"
                rows.add(len(made) + 1)
                texts[0] = heading if texts[0] else ""
                made += (line._replace(text=text) for text in ("", *texts))
        told.add(
            body.lines[table.first].where,
            "the rows of this table became sessions; --level 0 keeps it",
        )
        ends.add(len(made))
        made.append(body.lines[table.end - 1]._replace(text=""))
        done = table.end
    made += body.lines[done:]
    return parsed(made, extensions)._replace(
        tags=body.tags, defined=body.defined, rows=frozenset(rows), ends=frozenset(ends)
    )


def _tables(body: Body) -> Iterator[_Table]:
    """Yield the tables that are in nothing else."""
    for token in body.tokens:
        if token.type == "table_open" and token.map and not token.level:
            first, end = token.map
            heads = [cell.strip("*_ ") for cell in _cells(body.lines[first].text)]
            rows = [_cells(line.text) for line in body.lines[first + 2 : end]]
            yield _Table(first, end, heads, _names(heads, rows))


def _cells(text: str) -> list[str]:
    """Return the cells of a row; one with nothing but a dash, or of what is not known, is empty."""
    return ["" if fold(cell) in _UNKNOWN else cell for cell in _written(text)]


def _written(text: str) -> list[str]:
    cells = _PIPE.split(text.strip().removeprefix("|"))
    cells = [cell.replace("\\|", "|").strip() for cell in cells]
    return ["" if cell in _NOTHING else cell for cell in cells]


def _names(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what each column is. Several are titles where those heads are rooms."""
    words = [fold(head) for head in heads]
    names = [fact_named(word) for word in words]
    is_timed = bool(rows) and all(row and parse_span(row[0]) for row in rows)
    if is_timed and (not words[0] or words[0] in _NAMED[START]) and END not in words:
        names[0] = "time"
    for name, known in _NAMED.items():
        found = [known.index(word) for word in words if word in known]
        if found and name not in names:
            names[words.index(known[min(found)])] = name
    if TITLE not in names and names[0] == "time" and is_timed:
        unknown = [at for at, name in enumerate(names) if not name and heads[at]]
        for at in unknown if len(unknown) == 1 or {*names} == {"time", ""} else ():
            names[at] = TITLE
    is_talks = not {"time", START, ON, "speakers"}.isdisjoint(names)
    return names if is_talks else [""] * len(names)


def _sessions(line: Line, table: _Table, told: Told) -> list[list[str]]:
    """Return the sessions of a row, each as its title and what is below it; a text has no title."""
    for cell in _written(line.text):
        if fold(cell) in _UNKNOWN:
            told.add(line.where, f"'{cell}' is left out, because it says nothing yet")
    columns = [*zip_longest(table.names, table.heads, _cells(line.text), fillvalue="")]
    filled = [(name, head, cell) for name, head, cell in columns if cell]
    titles = [(head, cell) for name, head, cell in filled if name == TITLE]
    # A break is often in another column.
    others = [cell for name, _, cell in filled if name in ("", "speakers", "topics", COMPANY)]
    if not titles and len(others) == 1:
        titles = [("", others[0])]
        filled = [one for one in filled if one[2] != others[0]]
    given = {name: cell for name, _, cell in filled}
    if not titles and given:
        told.add(line.where, "this row without a title is kept as text")
        return [["", " | ".join(given.values())]]
    below: list[str] = []
    kept: list[str] = []
    for name, head, cell in filled:
        value = " ".join(_BREAK.split(cell))
        if name == TITLE or _PARTNERS.get(name) in given:
            continue
        if name == START:
            below.append(f"time: {'-'.join(filter(None, (value, given.get(END))))}")
        elif name and name not in _PARTNERS:
            label = head if fact_named(head) == name else name
            below.append(f"{label}: {_people(cell, given) if name == 'speakers' else value}")
        else:
            kept.append(f"- {head}: {value}" if head else f"- {value}")
            told.add(line.where, f"'{head or value}' of this table stays in the notes")
    found = []
    for head, cell in titles:
        title, *more = _BREAK.split(cell)
        more = [f"speakers: {one}" if people_in(one) else one for one in more]
        room = [f"room: {head}"] if len(titles) > 1 else []
        found.append([title, "", *below, *room, *more, "", *kept])
    return found


def _people(cell: str, given: Mapping[str, str]) -> str:
    """Return who speaks, with the company that is below the name or in a column of its own."""
    names = [*filter(None, _BREAK.split(cell))]
    company = given.get(COMPANY, "")
    if len(names) == 2 and is_company(names[1]) and not company:
        company = names.pop()
    value = "; ".join(names)
    return f"{value} ({company})" if company else value
