"""Problems as values: what is wrong, where, and what fixes it. They are never raised."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Code(Enum):
    """The codes ``session.<value>``, each with a sentence that says when it is reported."""

    # -- fences and directives
    FENCE = "fence"
    """A fence is not closed, closes nothing, is hidden, or is as long as the one around it."""
    BACKTICKS = "backticks"
    """A session or one of its parts is fenced with backticks: other tools show it as code."""
    DIRECTIVE = "directive"
    """A line was probably meant to begin or end a session, a part or a view, but is misspelt."""
    UNKNOWN = "unknown"
    """A directive, role or language is unknown or used wrongly, or reStructuredText malformed."""
    PLACE = "place"
    """A directive is in a place where it is not allowed."""
    TITLE = "title"
    """A session or a talk has no title, or a title that is more than text."""
    HEADLINE = "headline"
    """A page of several sessions has no heading, or a heading repeats the title of a session."""
    # -- options
    OPTION = "option"
    """An option is unknown, empty, given twice or malformed."""
    WRAPPED = "wrapped"
    """An option continues on a second line, or text directly follows the options."""
    LATE = "late"
    """An option comes after an empty line or after the notes, where it is read as text."""
    YAML = "yaml"
    """Options are written as YAML: a block between dashes, or a list."""
    QUOTES = "quotes"
    """An option's value is in quotation marks."""
    WIDTH = "width"
    """An option's colons, or the space after them, are full-width: it is read as text."""
    ID = "id"
    """An id is malformed, or is missing where none can be made from the title."""
    PERMALINK = "permalink"
    """A session has no id: its address changes with its title."""
    DUPLICATE = "duplicate"
    """Two sessions or talks have the same id, or two links or targets the same name."""
    WAS = "was"
    """An old id or an old name of a page is in use, is claimed by two, or is malformed."""
    DATE = "date"
    """The date of a page is not of the form 2015-05-19, or differs from the file's name."""
    UNDATED = "undated"
    """The page of a day has no date."""
    TIME = "time"
    """A time is not of a form such as 14:40-15:20, or its end cannot be right."""
    CLASH = "clash"
    """Two sessions are at the same time in the same room."""
    TOPIC = "topic"
    """A topic is not declared in the vocabulary, is empty, or is given twice."""
    ONCE = "once"
    """A topic that the vocabulary does not describe is used only once."""
    EVENT = "event"
    """A page of a book of several events names none, or one that is not declared."""
    DAYS = "days"
    """The date of a page is not one of the days of its event."""
    TRACK = "track"
    """A track is not declared in the vocabulary."""
    KIND = "kind"
    """A kind is unknown."""
    SPELLING = "spelling"
    """A value is spelled differently in the vocabulary, or has full-width characters."""
    SPEAKER = "speaker"
    """A speaker or reporter is malformed, or is similar to a person in the vocabulary."""
    TWIN = "twin"
    """The name of a speaker or reporter is similar to another one in the book."""
    REPORTER = "reporter"
    """What stands behind 'impressions' is not a name, or one person's are given twice."""
    COMMA = "comma"
    """People are not separated by semicolons, or topics not by commas."""
    AFFILIATION = "affiliation"
    """A speaker or reporter has another affiliation elsewhere in the book."""
    # -- notes
    HEADING = "heading"
    """A heading in a session says impressions or references, or one skips a level."""
    BULLET = "bullet"
    """A bullet is indented too far, or begins with another sign, and is read as text or code."""
    LEVELS = "levels"
    """Bullets are nested more than three levels deep."""
    DEPTH = "depth"
    """A session is nested more deeply than every format can show."""
    FOOTNOTE = "footnote"
    """Two footnotes of a page have the same label, one is missing, or nothing refers to it."""
    BOLD = "bold"
    """Asterisks are printed: CommonMark sees no emphasis between a bracket and a letter."""
    SYNTAX = "syntax"
    """Signs are printed because the book does not enable them, or lost because it does."""
    BACKSLASH = "backslash"
    """A backslash at the end of a line is printed or breaks the line."""
    RAW = "raw"
    """A session contains HTML, which other formats would lose, or a page some that could run."""
    STUB = "stub"
    """Sessions have no notes: only options and references."""
    EMPTY = "empty"
    """The impressions or the references are empty."""
    OPINION = "opinion"
    """A bullet among the notes calls itself an impression."""
    TODO = "todo"
    """Something is left to do."""
    RULE = "rule"
    """A line across the page is not between other things."""
    IMAGE = "image"
    """An image has no text for those who cannot see it."""
    # -- links
    LINK = "link"
    """A link or an image has a scheme other than http, https, mailto or ftp."""
    XREF = "xref"
    """A link to a session, topic, speaker, reporter, track or event leads nowhere."""
    OLD = "old"
    """A link names something by an id that it had before."""
    REFLINK = "reflink"
    """A link of the form ``[text][name]`` is lost in translation."""
    HTTP = "http"
    """A link uses http where the book uses https for the same address."""
    BARE = "bare"
    """A reference is a bare address instead of words."""
    REFERENCE = "reference"
    """An address is among the notes instead of the references."""
    CODE = "code"
    """TeX on a page could read files, or a page would make a build run what is written in it."""
    MATH = "math"
    """A formula has TeX that no browser can show without help, and is shown as it is written."""
    FILE = "file"
    """A page is, shows, offers or reads a file that it may not: outside of the book, or hidden."""
    # -- characters
    CHARACTER = "character"
    """A character is invalid, such as a control character, or a file is not UTF-8."""
    SPACING = "spacing"
    """Tabs, double spaces in options, a byte order mark, or Windows line endings."""
    # -- around the pages
    CONTENTS = "contents"
    """A table of contents names its own page, or one that leads to it."""
    INDEX = "index"
    """An index that is split over several pages leaves something out."""
    DATA = "data"
    """A vocabulary or a page cannot be read, or a vocabulary has an unknown key."""
    CONFIG = "config"
    """A value in conf.py does not have the expected form."""


#: What leaves open which sessions there are: what follows from it is not reported.
BROKEN = frozenset({Code.FENCE, Code.DIRECTIVE})
#: What may also be right as it is: it is reported, but does not fail a build.
ADVICE = frozenset(
    {
        Code.BACKTICKS,
        Code.HEADLINE,
        Code.PERMALINK,
        Code.UNDATED,
        Code.CLASH,
        Code.DAYS,
        Code.ONCE,
        Code.SPELLING,
        Code.TWIN,
        Code.AFFILIATION,
        Code.LEVELS,
        Code.SYNTAX,
        Code.BACKSLASH,
        Code.STUB,
        Code.EMPTY,
        Code.OPINION,
        Code.TODO,
        Code.IMAGE,
        Code.OLD,
        Code.REFLINK,
        Code.HTTP,
        Code.BARE,
        Code.REFERENCE,
        Code.SPACING,
    }
)


class Where(NamedTuple):
    """A place in a file that an author edits."""

    #: The path of the file, relative to the source directory, with forward slashes.
    source: str
    #: The line, counted from 1.
    line: int

    def __str__(self) -> str:
        """Return the place as compilers write it."""
        return f"{self.source}:{self.line}"


class Edit(NamedTuple):
    """A change of one line that fixes a problem, or helps to."""

    #: The line, counted from 1.
    line: int
    #: What is replaced: the whole line, or words in it.
    old: str
    #: The replacement; None deletes the whole line.
    new: str | None


class Problem(NamedTuple):
    """One thing that an author got wrong, or might want to write differently."""

    code: Code
    where: Where
    #: What is wrong.
    message: str
    #: What to write instead; empty if there is nothing to suggest.
    suggestion: str = ""
    #: The column in the line, counted from 1; 0 if only the line is known.
    column: int = 0
    #: What fixes it, if the fix is unambiguous.
    edits: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        """The message and the suggestion."""
        return f"{self.message}; {self.suggestion}" if self.suggestion else self.message

    def with_edit(self, old: str, new: str) -> Problem:
        """Return the problem with the edit that replaces *old* in its line."""
        return self._replace(edits=(Edit(self.where.line, old, new),))

    @property
    def severity(self) -> str:
        """Either "error", or "advice" if it may also be right as it is."""
        return "advice" if self.code in ADVICE else "error"
