"""The labels that the extension shows to readers, in the language of the site.

They come from message catalogues in the PO format, which are read uncompiled: a fresh checkout and
an installed package need no compiled file, and builds in one process share no state. They are
looked up when nodes are filled, after reading, so they never get into a project's own catalogues.
"""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_time, parse_pattern
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from session_notes.locale.languages import catalogues, check_language, tag
from session_notes.model.messages import BAD_CATALOGUE, BAD_TRANSLATION
from session_notes.model.problems import Where
from session_notes.model.schema import ADDRESS, KINDS, OPTIONS, options_of
from session_notes.model.times import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from session_notes.model.problems import Problem
    from session_notes.model.words import Words


def _(text: str) -> str:
    """Mark *text* for the catalogue."""
    return text


# A book shows the same few days and times again and again.
_date = lru_cache(4096)(format_date)
_time_of_day = lru_cache(4096)(format_time)

#: The label before a reference, by kind.
REFERENCE_KINDS = {
    **{name: OPTIONS[name].label for name in options_of(ADDRESS)},
    "wiki": _("Wiki"),
    "blog": _("Blog"),
    "review": _("Review"),
    "repository": _("Repository"),
    "package": _("Package"),
    "specification": _("Specification"),
    "article": _("Article"),
    "website": _("Website"),
}
#: The roles of people who were not simply speakers.
ROLES = {
    "moderator": _("moderator"),
    "panelist": _("panelist"),
    "chair": _("chair"),
    "host": _("host"),
    "from the floor": _("from the floor"),
}
# Patterns for dates and times in English, in the notation of Unicode's LDML.
_DAY = _("EEEE d MMMM y")
_SHORT_DAY = _("EEE d MMM")
_PLAIN_DAY = _("d MMMM y")
_DAY_OF_YEAR = _("EEEE d MMMM")
_TIME = _("HH:mm")
#: Where Babel has the pattern of a language for which no catalogue gives one.
_PATTERNS: dict[str, Callable[[Locale], object]] = {
    _DAY: lambda locale: locale.date_formats["full"],
    _SHORT_DAY: lambda locale: locale.datetime_skeletons["MMMEd"],
    _PLAIN_DAY: lambda locale: locale.date_formats["long"],
    # No standard pattern has a weekday and no year.
    _DAY_OF_YEAR: lambda locale: locale.date_formats["full"],
    _TIME: lambda locale: locale.datetime_skeletons["Hm"],
}


class Labels:
    """The labels in *language*; *messages* maps English labels to their translations.

    A label with names in braces is a pattern, to be filled with text or with nodes.
    """

    def __init__(self, language: str = "en", messages: Mapping[str, str] | None = None) -> None:
        self.language = language
        self.messages = dict(messages or {})
        try:
            self._locale = Locale.parse(tag(language))
        except (UnknownLocaleError, ValueError):
            self._locale = Locale.parse("en")
        self._patterns = {
            text: self.messages.get(text)
            or (text if self._locale.language == "en" else str(own(self._locale)))
            for text, own in _PATTERNS.items()
        }

        # The parts of a session, and the fields of its header.
        self.impressions = self._("Impressions")
        self.impressions_of = self._("Impressions of {names}")
        self.references = self._("References")
        self.mentioned_in = self._("Mentioned in")
        self.speakers = self._("Speakers")
        self.topics = self._("Topics")
        self.reported_by = self._("Reported by")
        # A speaker with a company, a role, or both.
        self.person_of = self._("{name} ({affiliation})")
        self.person_as = self._("{name}, {role}")
        self.person_of_as = self._("{name} ({affiliation}), {role}")
        # On a page that leads on to where another is now.
        self.moved_to = self._("This page has moved to {page}.")
        # A talk in a list, with its session.
        self.talk_in = self._("{talk} in {session}")
        # The separators of facts in a line, of speakers, and of other names.
        self.between_facts = self._(" · ")
        self.between_people = self._("; ")
        self.between_names = self._(", ")
        # Tables and indexes.
        self.track = self._("Track")
        self.topic = self._("Topic")
        self.total = self._("Total")
        self.no_track = self._("No track")
        self.no_day, self.no_event = self._("No date"), self._("No event")
        self.no_sessions = self._("No sessions.")
        self.no_notes = self._("no notes yet")
        self.nothing = {
            "topic": self._("No topics."),
            "speaker": self._("No speakers."),
            "reporter": self._("No reporters."),
            "track": self._("No tracks."),
            "event": self._("No events."),
        }
        self.page = self._("Page")
        self.translated = self._("Translated")
        self.not_translated = self._("This edition is the original.")
        self.also = self._("Also: {names}")
        # Of a person, by the index in which the person is as well.
        self.also_in = {
            "speaker": self._("Also a speaker"),
            "reporter": self._("Also a reporter"),
        }
        self.part_of = self._("Part of: {topic}")
        self.covers = self._("Covers: {topics}")
        self.shares_sessions = self._("Shares sessions with: {topics}")
        self.counted = self._("{name} ({count})")
        # The links below a session: related ones, and the previous and next of a day or track.
        self.at_other_events = self._("At other events")
        self.related = self._("Related")
        self.sharing = self._("{session} ({topics})")
        self.along = self._("{row}: {links}")
        self.previous = self._("previous")
        self.following = self._("next")
        self.this_page = self._("This page")
        self.permalink = self._("Permalink")
        self.improve = self._("Improve this session")
        # The heading of a rendered example.
        self.example = self._("What readers see")
        # The filters of a list.
        self.filters = {
            "title": self._("Filter sessions"),
            "event": self._("Event"),
            "day": self._("Day"),
            "track": self.track,
            "kind": self._("Kind"),
            "topic": self.topic,
            "speaker": self._("Speaker"),
            "words": self._("Words"),
            "all": self._("Any"),
            "counted": self.counted,
            "shown": self._("{count} of {total} sessions"),
            "none": self._("No matching sessions."),
            "clear": self._("Clear filters"),
        }

    def translate(self, text: str) -> str:
        """Return *text* in the language of the site."""
        return self.messages.get(text, text)

    # The name by which the catalogue finds the words.
    _ = translate

    def option(self, name: str) -> str:
        """Return the label of an option that is shown as it is written."""
        return self._(OPTIONS[name].label)

    def kind(self, kind: str, kinds: Mapping[str, Words]) -> str:
        """Return the label of a kind of session: a built-in one, or one of the project's *kinds*.

        An unknown kind is its own label.
        """
        if kind in kinds:
            return kinds[kind].say(self.language)
        return self._(KINDS[kind]) if kind in KINDS else kind.replace("-", " ")

    def role(self, name: str) -> str:
        """Return the label of a role, or the role itself if it is unknown."""
        return self._(ROLES.get(name.casefold(), name))

    def reference_kind(self, name: str) -> str:
        """Return the label before a reference of the kind *name*."""
        return self._("{kind}: ").format(kind=self._(REFERENCE_KINDS.get(name, name)))

    def number(self, count: int) -> str:
        """Return a number in figures, with the marks of the language."""
        return format_decimal(count, locale=self._locale)

    def sessions_counted(self, count: int) -> str:
        """Return a number of sessions in words."""
        return self._("Sessions: {count}").format(count=self.number(count))

    def weekday(self, value: date) -> str:
        """Return the name of a day of the week."""
        return _date(value, "cccc", locale=self._locale)

    def share(self, done: int, total: int) -> str:
        """Return *done* as a share of *total*."""
        percent = done * 100 // total if total else 0
        return self._("{percent}% ({done} of {total})").format(
            percent=percent, done=self.number(done), total=self.number(total)
        )

    def room(self, name: str) -> str:
        """Return the room as the facts line shows it."""
        return self._("Room {name}").format(name=name) if name[:1].isdigit() else name

    def day(self, value: date | None, pattern: str = _DAY) -> str:
        """Return a date, by default with its weekday and year."""
        return _date(value, self._patterns[pattern], locale=self._locale) if value else self.no_day

    def plain_day(self, value: date) -> str:
        """Return a date without its weekday."""
        return self.day(value, _PLAIN_DAY)

    def day_of_year(self, value: date) -> str:
        """Return a date with its weekday, in a year that is known."""
        return self.day(value, _DAY_OF_YEAR)

    def short_day(self, value: date | None) -> str:
        """Return a short date for the heading of a column."""
        return self.day(value, _SHORT_DAY)

    def days(self, start: date | None, end: date | None) -> str:
        """Return the days of an event, as far as they are known."""
        first, last = start or end, end or start
        if first is None or last is None:
            return ""
        if first == last:
            return self.plain_day(first)
        # As the other dates in English: 18–22 May 2015.
        locale = "en_GB" if self.language == "en" else self._locale
        return str(format_interval(first, last, "yMMMMd", locale=locale))

    def span(self, start: int | None, end: int | None, until: date | None = None) -> str:
        """Return when a session begins and ends, as far as it is known; empty if nothing is.

        The times are in minutes, the end on the day *until* if there is one.
        """
        first, last = self._clock(start), self._clock(end)
        if until:
            day = self.short_day(until)
            last = self._("{day}, {time}").format(day=day, time=last) if last else day
            pattern = self._("{start} until {end}")
        else:
            pattern = self._("{start}–{end}")
            if end is not None and end >= DAY and (start is None or start < DAY):
                last = self._("{time} (next day)").format(time=last)
        if first and last:
            shown = pattern.format(start=first, end=last)
        else:
            shown = self._("until {end}").format(end=last) if last else first
        night = start is not None and start >= DAY
        return self._("{time} (next day)").format(time=shown) if night else shown

    def _clock(self, minutes: int | None) -> str:
        """Return a time of day."""
        if minutes is None:
            return ""
        value = time(minutes // 60 % 24, minutes % 60)
        return _time_of_day(value, self._patterns[_TIME], locale=self._locale)


def flaw(text: str, translation: str) -> str:
    """Return why *translation* cannot be used for *text*, or an empty string if it can."""
    try:
        if fields(translation) != fields(text):
            return "the names in braces differ"
        if text in _PATTERNS:
            parse_pattern(translation)
    except ValueError as error:
        return str(error)
    return ""


def fields(pattern: str) -> list[str]:
    """Return the names in braces of *pattern*, sorted."""
    return sorted(name for _, name, _, _ in Formatter().parse(pattern) if name is not None)


def read_labels(language: str, folders: Sequence[Path]) -> tuple[Labels, list[Problem]]:
    """Return our words in *language*.

    A catalogue in one of a project's *folders* goes before ours: so a project has a language
    that we lack, or other words.
    """
    messages: dict[str, str] = {}
    problems = check_language(language, folders)
    for path in catalogues(language, folders):
        read, found = _read(path)
        messages = read | messages
        problems += found
    return Labels(language, messages), problems


def _read(path: Path) -> tuple[dict[str, str], list[Problem]]:
    problems: list[Problem] = []
    messages: dict[str, str] = {}
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        where = Where(path.as_posix(), getattr(error, "lineno", 0) + 1)
        return {}, [BAD_CATALOGUE.at(where, error=error)]
    for message in catalogue:
        text, translation = message.id, message.string
        if not (text and translation and isinstance(text, str) and isinstance(translation, str)):
            continue
        reason = flaw(text, translation)
        if reason:
            where = Where(path.as_posix(), message.lineno or 1)
            problems.append(
                BAD_TRANSLATION.at(where, translation=translation, flaw=reason, text=text)
            )
        elif not message.fuzzy:
            messages[text] = translation
    return messages, problems
