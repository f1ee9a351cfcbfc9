"""The names that authors may write, such as directives and options, each with a phrase.

The phrase explains the name; what it quotes is written literally. The command line, editors and
the guide's reference show it.
"""

from __future__ import annotations

from typing import NamedTuple


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


#: The forms of an option's value that need no code of their own: text is shown as a field in the
#: header of the session, an address as a reference of its own kind.
TEXT, ADDRESS = "text", "address"


class Option(NamedTuple):
    """An option of ``session`` and ``talk``."""

    phrase: str
    form: str = ""
    #: The label that readers see before the value, if its form is one of those above.
    label: str = ""


#: The directives of sessions, and of the parts inside them.
SESSIONS = {
    "session": "a session of the day",
    "talk": "a part of the session before it: a slot, a panellist, a segment of a keynote",
}
PARTS = {
    "impressions": "what the reporter, or who is named behind it, thought, set apart from what was "
    "said",
    "references": "the sources, a bullet each, which may begin with its kind: 'slides: …'",
}
#: What people write above a part, folded, if they make it a heading; also behind "my".
PART_HEADINGS = {
    "impressions": (
        *("impression", "impressions", "opinion", "opinions", "thoughts", "eindrücke"),
        *("eindruck", "impresiones", "impresión", "impressões", "impressão", "opinión", "opinião"),
        *("感想", "所感", "雑感", "私見", "印象", "感受", "心得", "소감", "느낀 점"),
    ),
    "references": (
        *("reference", "references", "links", "quellen", "référence", "références"),
        *("referencias", "referências", "参考", "参考資料", "参考文献", "参考リンク", "参照"),
        *("enlaces", "liens", "リンク", "参考资料", "參考資料", "链接", "連結", "참고 자료"),
    ),
}
#: The options of ``session`` and ``talk``, in the order in which they are listed.
OPTIONS = {
    "id": Option(
        "the permalink: lower-case letters, digits and hyphens; made from the title if left out"
    ),
    "was": Option("ids that it had before, the last one first; their addresses still lead to it"),
    "track": Option("the part of the programme, one of 'tracks.yml'"),
    "kind": Option("the kind of session, such as 'panel' or 'work session'"),
    "time": Option("'14:40-15:20', or '14:40' if the end is not known, on the clocks of the place"),
    "until": Option("the end, if it is on another day: '2015-05-20 17:00', or the date alone"),
    "room": Option("the room, as the programme names it"),
    "speakers": Option("each as 'Name (Affiliation) [role]', with ';' between them"),
    "reporter": Option("who took the notes, written as speakers are; in the front matter, of all"),
    "topics": Option("topics of 'topics.yml', with ',' between them"),
    "updated": Option("the day its notes were added or last changed, for the feed: '2015-06-01'"),
    "attendance": Option("how many came, in a few words", TEXT, _("Attendance")),
    "video": Option("the address of a recording", ADDRESS, _("Video")),
    "slides": Option("the address of the slides", ADDRESS, _("Slides")),
    "etherpad": Option("the address of the Etherpad", ADDRESS, _("Etherpad")),
    "abstract": Option("the address of the programme's own page about it", ADDRESS, _("Abstract")),
}


def options_of(form: str) -> list[str]:
    """Return the names of the options whose values are of this *form*."""
    return [name for name, option in OPTIONS.items() if option.form == form]


#: The roles, each by what its target is.
ROLES = {
    "session": "a session or a talk, by its id",
    "topic": "a topic, by any of its names",
    "speaker": "a speaker, by any of the names",
    "reporter": "a reporter, by any of the names",
    "track": "a track, by any of its names",
    "event": "an event, by any of its names",
}
#: The fields of a page's front matter.
FRONT_MATTER = {
    "date": "the day of all sessions of the page, as '2015-05-19'",
    "event": "the event of the page, by any of its names, in a book of several; a page in a folder "
    "that is called as the event need not say it",
    "reporter": "who took the notes of the page, written as speakers are",
    "was": "names that the page had before, such as 'days/tuesday', with ',' between them: a page "
    "there leads on to it",
    "nosearch": "Sphinx's own: keeps the page out of the search, and here also out of the sitemap",
}
#: The keys of an entry of a vocabulary.
FIELDS = {
    "label": "the name, or one per language",
    "name": "the name, or one per language",
    "reading": "how a name in Japanese or Chinese is read, by which it is sorted",
    "aliases": "other names that authors may write, as a list",
    "was": "ids that it had before, as a list; their addresses still lead to it",
    "affiliation": "the company, at that time",
    "links": "pages about the person, as a list",
    "description": "a sentence, or one per language",
    "parent": "the id of a broader topic",
    "series": "what it is one of, such as all summits of a project; or that per language",
    "start": "the first day, as '2015-05-18'",
    "end": "the last day",
    "timezone": "the time zone of its programme, such as 'America/Vancouver'",
    "place": "the building, or one per language",
    "city": "the city, or one per language",
    "country": "the two letters of the country, such as 'CA'",
    "url": "its address",
    "organizer": "who held it, or one per language",
    "organizer_url": "the address of who held it",
}
EXAMPLE = "example"
#: The directive of guides.
EXAMPLES = {
    EXAMPLE: "a page, or a piece of one, as it is written and, below that, as it is read; its "
    "sessions are in no list, index or file of the book"
}
#: The kinds of session that every project knows, with the labels that readers see.
KINDS = {
    "keynote": _("Keynote"),
    "talk": _("Talk"),
    "panel": _("Panel"),
    "design-session": _("Design session"),
    "work-session": _("Work session"),
    "ops-session": _("Ops session"),
    "lightning-talks": _("Lightning talks"),
    "workshop": _("Workshop"),
    "tutorial": _("Tutorial"),
    "meetup": _("Meetup"),
    "birds-of-a-feather": _("Birds of a feather"),
    "feedback": _("Feedback"),
}
#: The directives that read files, with the options that name these; the empty one is the argument.
READS = {
    "include": ("",),
    "literalinclude": ("", "diff"),
    "csv-table": ("file",),
    "raw": ("file",),
    "graphviz": ("",),
    "mermaid": ("",),
    "uml": ("",),
}
#: Those that take a path from the file they are in, and also fetch an address.
FETCHES = ("csv-table", "raw")
#: The encoding of what they read, unless their option says another.
UTF8 = "utf-8"
#: The directives that show an image.
SHOWS = ("image", "figure")
#: The schemes that a link in a session may have.
SCHEMES = frozenset({"http", "https", "mailto", "ftp"})
