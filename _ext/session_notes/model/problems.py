"""What can be wrong with a page, as values: nothing here is ever raised."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Subtype(Enum):
    """What can be wrong, ``session.<value>``, each with a sentence on when it is told."""

    # -- fences and directives
    FENCE = "fence"
    """A fence is not closed, closes nothing, is hidden, or is as long as the one around it."""
    BACKTICKS = "backticks"
    """A session or a part of one is fenced with backticks: other tools show it as code."""
    DIRECTIVE = "directive"
    """A directive is not known, and its name is almost that of one of ours."""
    PLACE = "place"
    """A directive stands where it cannot stand."""
    TITLE = "title"
    """A session or a talk has no title."""
    # -- options
    OPTION = "option"
    """An option is unknown, empty, given twice or badly formed."""
    WRAPPED = "wrapped"
    """An option runs on to a second line, or text stands right behind the options."""
    LATE = "late"
    """An option stands below a blank line or behind the notes, where it is only text."""
    YAML = "yaml"
    """Options are written as YAML: a block between dashes, or a list."""
    COMMENT = "comment"
    """An option's value holds a '#' behind a blank, where other tools end it."""
    QUOTES = "quotes"
    """An option's value stands in quotation marks."""
    WIDTH = "width"
    """An option's colons, or the blank behind them, are full-width: it is only text."""
    ID = "id"
    """An id is badly formed, or is missing where none can be made from the title."""
    PERMALINK = "permalink"
    """A session has no id: its address changes with its title."""
    DUPLICATE = "duplicate"
    """Two sessions or talks have the same id."""
    DATE = "date"
    """The date of a page is not of the form 2015-05-19, or is not that of its file's name."""
    UNDATED = "undated"
    """A page of a day has no date."""
    TIME = "time"
    """A time is not of the form 14:40-15:20 or 14:40, or ends before it starts."""
    CLASH = "clash"
    """Two sessions are at the same time in the same room."""
    TOPIC = "topic"
    """A topic is not declared in the vocabulary, is empty, or is named twice."""
    ONCE = "once"
    """A topic that nothing is said of in the vocabulary is used only once."""
    TRACK = "track"
    """A track is not declared in the vocabulary."""
    KIND = "kind"
    """A kind is none of those known."""
    SPELLING = "spelling"
    """A value is spelled otherwise than the vocabulary has it, or with full-width characters."""
    SPEAKER = "speaker"
    """A speaker is written badly, or almost like a person who is known."""
    TWIN = "twin"
    """A speaker is written almost like another one of the book."""
    COMMA = "comma"
    """A comma stands where a semicolon is meant, or a semicolon where a comma is."""
    AFFILIATION = "affiliation"
    """A speaker has another affiliation elsewhere in the book."""
    # -- notes
    HEADING = "heading"
    """A heading stands inside a session."""
    BULLET = "bullet"
    """A bullet is indented so far that it is read as text or as code."""
    LEVELS = "levels"
    """Bullets nest deeper than three levels."""
    DEPTH = "depth"
    """A session is nested more deeply than every format can show."""
    BOLD = "bold"
    """Asterisks stay asterisks, for CommonMark sees no bold between a bracket and a letter."""
    BACKSLASH = "backslash"
    """A backslash at the end of a line is printed, or breaks the line."""
    RAW = "raw"
    """A session holds HTML, which other formats would lose and which could run."""
    EMPTY = "empty"
    """The impressions or the references are empty."""
    OPINION = "opinion"
    """A bullet among the notes says of itself that it is an impression."""
    TODO = "todo"
    """Something is left to do."""
    # -- links
    LINK = "link"
    """A link has a scheme other than http, https, mailto or ftp."""
    XREF = "xref"
    """A link to a session, topic, speaker or track leads nowhere."""
    REFLINK = "reflink"
    """A link of the form ``[text][name]`` is lost in translation."""
    HTTP = "http"
    """A link has http where the book has https of the same."""
    BARE = "bare"
    """A reference has a bare address in place of words."""
    REFERENCE = "reference"
    """An address stands among the notes instead of among the references."""
    # -- characters
    CHARACTER = "character"
    """A character that no page can hold, such as a control character, or a file not in UTF-8."""
    SPACING = "spacing"
    """Tabs, doubled blanks in options, a byte order mark, or Windows' ends of lines."""
    # -- around the pages
    INDEX = "index"
    """An index that is split over several pages leaves something out."""
    DATA = "data"
    """A file of vocabularies cannot be read, or has a key that is not known."""
    CONFIG = "config"
    """A value in conf.py is not of the form that is asked for."""


#: What may be right as it is: it is told, but no build fails of it.
ADVICE = frozenset(
    {
        Subtype.BACKTICKS,
        Subtype.PERMALINK,
        Subtype.UNDATED,
        Subtype.CLASH,
        Subtype.ONCE,
        Subtype.SPELLING,
        Subtype.TWIN,
        Subtype.AFFILIATION,
        Subtype.LEVELS,
        Subtype.BACKSLASH,
        Subtype.EMPTY,
        Subtype.OPINION,
        Subtype.TODO,
        Subtype.REFLINK,
        Subtype.HTTP,
        Subtype.BARE,
        Subtype.REFERENCE,
        Subtype.SPACING,
    }
)


class Where(NamedTuple):
    """A place in a file that an author edits."""

    #: The path of the file, relative to the source directory, with forward slashes.
    source: str
    #: The line, counted from 1.
    line: int


class Edit(NamedTuple):
    """A mend of one line of the file that a problem is in."""

    #: The line, counted from 1.
    line: int
    #: What is replaced: the whole line, or words in it.
    old: str
    #: What comes in its place; None takes the whole line away.
    new: str | None


class Problem(NamedTuple):
    """One thing that an author got wrong, or might want to do otherwise."""

    subtype: Subtype
    where: Where
    #: What is wrong.
    reason: str
    #: What to write instead; empty where there is nothing to suggest.
    hint: str = ""
    #: Where in the line, counted from 1; 0 where only the line is known.
    column: int = 0
    #: What mends it, where that is certain.
    edits: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.reason}; {self.hint}" if self.hint else self.reason

    @property
    def advice(self) -> bool:
        """Whether it may also be right as it is."""
        return self.subtype in ADVICE
