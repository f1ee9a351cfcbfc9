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
    from datetime import date, time

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


def related() -> str:
    """Return the heading of the sessions that have rare topics in common with one."""
    return str(_("Related"))


def previous() -> str:
    """Return the words of the link to the session before one, in its day or track."""
    return str(_("previous"))


def following() -> str:
    """Return the words of the link to the session after one, in its day or track."""
    return str(_("next"))


def this_page() -> str:
    """Return what stands for the day of a page that has no date, before links along it."""
    return str(_("This page"))


def permalink() -> str:
    """Return the words of the link from a session to itself."""
    return str(_("Permalink"))


def cite() -> str:
    """Return the words that unfold how a session is cited."""
    return str(_("Cite"))


def notes_on(title: str) -> str:
    """Return the title of our notes on a session, as a citation gives it."""
    return str(_("Notes on “{title}”")).format(title=title)


def citation(author: str, title: str, book: str, day: str) -> str:
    """Return a citation, without the address; *day* may be unknown, and empty."""
    if not day:
        return str(_("{author}: {title}. In: {book}.")).format(
            author=author, title=title, book=book
        )
    return str(_("{author}: {title}, {day}. In: {book}.")).format(
        author=author, title=title, book=book, day=day
    )


def improve() -> str:
    """Return the words of the link to a session's text, in an editor."""
    return str(_("Improve this session"))


def shares_sessions() -> str:
    """Return the label before the topics that share sessions with one."""
    return str(_("Shares sessions with"))


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


def nothing(role: str) -> str:
    """Return what an index says that has nothing to show."""
    empty = {"topic": _("No topics."), "speaker": _("No speakers."), "track": _("No tracks.")}
    return str(empty[role])


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


def plain_day(value: date, language: str) -> str:
    """Return a date without its weekday."""
    return format_date(value, str(_("d MMMM y")), locale=_locale(language))


def weekday(value: date, language: str) -> str:
    """Return the name of a day of the week."""
    return format_date(value, "EEEE", locale=_locale(language))


def span(start: time, end: time | None) -> str:
    """Return a time of day, or the span between two."""
    first = start.strftime("%H:%M")
    return f"{first}–{end:%H:%M}" if end else first
