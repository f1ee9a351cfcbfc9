"""Every message about YAML: the front matter of pages, and the vocabularies."""

from __future__ import annotations

from session_notes.model.messages import Message
from session_notes.model.problems import Code

NOT_YAML = Message(Code.DATA, "cannot be read as YAML: {error}", "correct the line")
NO_FIELDS = Message(
    Code.DATA, "front matter has no fields", "write each as 'name: value', or delete it"
)
NOT_A_FIELD = Message(
    Code.DATA, "'{field}' is not the name of a field", "put it in quotation marks"
)
BAD_FIELD = Message(
    Code.DATA, "value of '{field}' cannot be read", "correct it or put it in quotation marks"
)
UNKNOWN_FIELD = Message(Code.OPTION, "unknown field '{field}'", "write '{right}:'")
NOT_NAMES = Message(
    Code.SPEAKER, "'{field}' is neither text nor a list of texts", "write '{field}: Name; Name'"
)
NOT_OLD_PAGES = Message(
    Code.WAS, "'was' is neither text nor a list of texts", "write 'was: days/2015-05-19'"
)
NOT_AN_EVENT = Message(Code.EVENT, "'event' is not the name of an event", "write 'event: its-id'")
FIELD_TWICE = Message(Code.DATA, "field '{field}' is given twice", "delete one")
NOT_ENTRIES = Message(
    Code.DATA, "not a mapping of ids to entries", "write 'an-id:', then '{key}: …'"
)
NOT_AN_ID = Message(Code.DATA, "'{id}' is not an id", "use Latin letters")
ENTRY_TWICE = Message(Code.DATA, "'{id}' is declared twice (first in line {first})", "delete one")
EMPTY_ENTRY = Message(Code.DATA, "{id}: empty entry", "add '{key}: …'")
NO_LABEL = Message(Code.DATA, "{id}: no {key}", "add '{key}: …'")
UNKNOWN_KEY = Message(Code.DATA, "{id}: unknown key '{key}'", "the keys are {known}")
KEY_NOT_TEXT = Message(Code.DATA, "{id}: key is not text", "write it on one line")
KEY_TWICE = Message(Code.DATA, "{id}: '{key}' is given twice (first in line {first})", "delete one")
VALUE_NOT_TEXT = Message(Code.DATA, "{id}: {key} is not text", "write it on one line")
EMPTY_VALUE = Message(Code.DATA, "{id}: {key} is empty", "fill it in or delete it")
NOT_A_LIST = Message(Code.DATA, "{id}: '{key}' is not a list", "write it as [one, another]")
EMPTY_ITEM = Message(Code.DATA, "{id}: empty item in '{key}'", "fill it in or delete it")
NOT_A_LINK = Message(Code.DATA, "{id}: '{link}' is not a link", "use http, https, mailto or ftp")
NOT_A_DAY = Message(Code.DATA, "{id}: {key} '{value}' is not a date", "write it as 2015-05-18")
NO_TIMEZONE = Message(
    Code.DATA, "{id}: there is no time zone '{zone}'", "write it as 'America/Vancouver'"
)
ENDS_FIRST = Message(Code.DATA, "{id}: it ends before it starts", "correct 'start' or 'end'")
NAME_TAKEN = Message(
    Code.DATA, "{id}: '{name}' is already a name of '{owner}' (line {line})", "delete one"
)
UNKNOWN_PARENT = Message(
    Code.DATA, "{id}: parent '{parent}' is not declared", "declare it or delete the line"
)
OWN_PARENT = Message(
    Code.DATA, "{id}: entry is its own parent", "delete one 'parent' of the circle"
)
