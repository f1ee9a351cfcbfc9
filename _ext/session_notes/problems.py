"""What can be wrong with a page, as values: nothing here is ever raised."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Subtype(Enum):
    """The subtypes of our warnings, ``session.<value>``, each with a sentence on when it comes."""

    TITLE = "title"
    """A session or a talk has no title."""
    OPTION = "option"
    """An option is unknown, empty or badly formed."""
    ID = "id"
    """An id is badly formed, or is missing where none can be made from the title."""
    DUPLICATE = "duplicate"
    """Two sessions or talks have the same id."""
    DATE = "date"
    """The date of a page is not a date of the form 2015-05-19."""
    TIME = "time"
    """A time is not of the form 14:40-15:20 or 14:40."""
    TOPIC = "topic"
    """A topic is not declared in the vocabulary, is empty, or is named twice."""
    TRACK = "track"
    """A track is not declared in the vocabulary."""
    KIND = "kind"
    """A kind is none of those known."""
    SPEAKER = "speaker"
    """A speaker is written badly, or almost like a person who is known."""
    PLACE = "place"
    """A directive stands where it cannot stand."""
    HEADING = "heading"
    """A heading stands inside a session."""
    LINK = "link"
    """A link has a scheme other than http, https, mailto or ftp."""
    RAW = "raw"
    """A session holds HTML, which other formats would lose and which could run."""
    CHARACTER = "character"
    """A character that no page can hold, such as a control character."""
    DEPTH = "depth"
    """A session is nested more deeply than every format can show."""
    XREF = "xref"
    """A link to a session, topic, speaker or track leads nowhere."""
    INDEX = "index"
    """An index that is split over several pages leaves something out."""
    DATA = "data"
    """A file of vocabularies cannot be read, or has a key that is not known."""
    CONFIG = "config"
    """A value in conf.py is not of the form that is asked for."""


class Where(NamedTuple):
    """A place in a file that an author edits."""

    #: The path of the file, relative to the source directory, with forward slashes.
    source: str
    #: The line, counted from 1.
    line: int


class Problem(NamedTuple):
    """One thing that an author got wrong."""

    subtype: Subtype
    where: Where
    #: What is wrong.
    reason: str
    #: What to write instead; empty where there is nothing to suggest.
    hint: str = ""

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.reason}; {self.hint}" if self.hint else self.reason
