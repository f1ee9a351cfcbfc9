"""Every word that readers see and that no author wrote, in the language of the site.

The words are looked up when nodes are filled, after reading, so they never reach a project's
own catalogues of messages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time

    from session_notes.vocabulary import Words

#: The name of our own catalogue of messages.
CATALOG = "session_notes"
LOCALE_DIR = Path(__file__).parent / "locale"

_ = get_translation(CATALOG)

#: The kinds of session that every project knows, by id.
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
#: What stands before a reference of each kind.
REFERENCE_KINDS = {
    "video": _("Video"),
    "slides": _("Slides"),
    "etherpad": _("Etherpad"),
    "abstract": _("Abstract"),
    "wiki": _("Wiki"),
    "blog": _("Blog"),
    "review": _("Review"),
    "repository": _("Repository"),
    "package": _("Package"),
    "specification": _("Specification"),
    "article": _("Article"),
    "website": _("Website"),
}
#: What a speaker did other than speak.
ROLES = {
    "moderator": _("moderator"),
    "panelist": _("panelist"),
    "chair": _("chair"),
    "host": _("host"),
    "from the floor": _("from the floor"),
}


def impressions() -> str:
    """Return the heading of a note-taker's impressions."""
    return str(_("Impressions"))


def references() -> str:
    """Return the heading of a session's references."""
    return str(_("References"))


def mentioned_in() -> str:
    """Return the heading of the sessions that link to one."""
    return str(_("Mentioned in"))


def speakers() -> str:
    """Return the label before the speakers of a session."""
    return str(_("Speakers"))


def topics() -> str:
    """Return the label before the topics of a session."""
    return str(_("Topics"))


def attendance() -> str:
    """Return the label before the attendance of a session."""
    return str(_("Attendance"))


def track() -> str:
    """Return the heading of the column of tracks."""
    return str(_("Track"))


def topic() -> str:
    """Return the heading of the column of topics."""
    return str(_("Topic"))


def total() -> str:
    """Return the heading of the column of sums."""
    return str(_("All"))


def no_track() -> str:
    """Return what stands for the track of sessions without one."""
    return str(_("No track"))


def no_day() -> str:
    """Return what stands for the day of sessions without a date."""
    return str(_("No date"))


def no_sessions() -> str:
    """Return what a list says that has nothing to show."""
    return str(_("No sessions."))


def also() -> str:
    """Return the pattern that gives the other names of a topic or speaker."""
    return str(_("Also: {names}"))


def part_of() -> str:
    """Return the label before the broader topic."""
    return str(_("Part of"))


def covers() -> str:
    """Return the label before narrower topics."""
    return str(_("Covers"))


def talk_of() -> str:
    """Return the pattern for a talk in a list: ``{session}`` is the session it belongs to."""
    return str(_("in"))


def room(name: str) -> str:
    """Return the room as the facts line shows it."""
    return str(_("Room {name}")).format(name=name) if name[:1].isdigit() else name


def comma() -> str:
    """Return what stands between the entries of a list in a line."""
    return str(_(", "))


def in_parentheses(text: str) -> str:
    """Return *text* in parentheses, with the space before them."""
    return str(_(" ({text})")).format(text=text)


def role(name: str) -> str:
    """Return what a speaker did, in the language of the site where the role is known."""
    return str(ROLES.get(name.casefold(), name))


def reference_kind(name: str) -> str:
    """Return what stands before a reference of the kind *name*."""
    return str(REFERENCE_KINDS.get(name, name))


def kind(name: str, kinds: Mapping[str, Words], language: str) -> str:
    """Return the label of a kind of session, of the project's own *kinds* or of those known."""
    if name in kinds:
        return kinds[name].say(language)
    return str(KINDS[name]) if name in KINDS else name.replace("-", " ")


def all_days() -> str:
    """Return the words for the calendar of all sessions."""
    return str(_("Calendar of all sessions"))


def calendar_of(day: str) -> str:
    """Return the words for the calendar of a *day*."""
    return str(_("Calendar of {day}")).format(day=day)


def data() -> str:
    """Return the words for the file of all sessions."""
    return str(_("All sessions as data (JSON)"))


def schema() -> str:
    """Return the words for the description of that file."""
    return str(_("Schema of the data (JSON Schema)"))


def feed() -> str:
    """Return the words for the feed of the days."""
    return str(_("Feed of the days (Atom)"))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def day(value: date | None, language: str) -> str:
    """Return a date with its weekday and year."""
    if value is None:
        return no_day()
    # A date pattern of Unicode's LDML, for this language.
    return format_date(value, str(_("EEEE d MMMM y")), locale=_locale(language))


def short_day(value: date | None, language: str) -> str:
    """Return a date as the heading of a column."""
    if value is None:
        return no_day()
    return format_date(value, str(_("EEE d MMM")), locale=_locale(language))


def span(start: time, end: time | None) -> str:
    """Return a time of day, or the span between two."""
    first = start.strftime("%H:%M")
    return f"{first}–{end:%H:%M}" if end else first
