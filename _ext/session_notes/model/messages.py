"""Every message that an author can get, each said once, with its code and what to write instead.

The fields in braces are filled in where the problem is found: ``BOM.at(where)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from session_notes.model.problems import Code, Problem

if TYPE_CHECKING:
    from session_notes.model.problems import Where


class Message(NamedTuple):
    """What to say of one kind of mistake."""

    code: Code
    text: str
    suggestion: str = ""

    def at(self, where: Where, suggestion: str = "", /, **fields: object) -> Problem:
        """Return the problem at *where*; a *suggestion* replaces the usual one."""
        message = self.text.format(**fields)
        return Problem(self.code, where, message, suggestion or self.suggestion.format(**fields))


# -- fences and directives
FENCE_CLOSES_NOTHING = Message(
    Code.FENCE, "fence closes nothing", "delete it or open what it closes"
)
FENCE_NOT_CLOSED = Message(
    Code.FENCE, "fence of '{name}' is not closed before {end}", "end it with a line '{marker}'"
)
FENCE_IN_CODE = Message(
    Code.FENCE,
    "line in a code block closes {outer}",
    "open and close '{name}' with a longer fence than '{marker}'",
)
FENCE_AS_LONG = Message(
    Code.FENCE,
    "fence of '{name}' is as long as the fence of {outer} around it",
    "begin and end '{outside}' with '{longer}'",
)
FENCE_TOO_SHORT = Message(
    Code.FENCE,
    "fence is too short to close {outer}",
    "write '{marker}' to close it, or delete this fence",
)
FENCE_HIDDEN = Message(
    Code.FENCE, "fence is hidden by the HTML in line {line}", "add an empty line before it"
)
BACKTICKS = Message(
    Code.BACKTICKS,
    "'{name}' is fenced with backticks, which other tools show as code",
    "write '{colons}{{{name}}}' and end it with '{colons}'",
)
MISSPELT = Message(Code.DIRECTIVE, "'{written}' is misspelt", "write '{right}'")
NO_SPACE_BEHIND = Message(Code.DIRECTIVE, "no space after '{opening}'", "write '{line}'")
TOO_FAR = Message(
    Code.DIRECTIVE,
    "'{opening}' is indented so far that it is read as text",
    "begin the line with it, or put it between lines of backticks to show it",
)
NO_EMPTY_LINE = Message(
    Code.DIRECTIVE,
    "'{name}' is read as a part of the paragraph above",
    "add an empty line before it",
)
UNKNOWN_NAME = Message(
    Code.UNKNOWN, "unknown {what} '{name}'", "correct its name, or enable its extension"
)
RST = Message(
    Code.UNKNOWN, "reStructuredText: {text}", "correct it, or write '\\' before a sign that is text"
)
UNKNOWN_LEXER = Message(
    Code.UNKNOWN, "unknown language '{name}' of code", "correct it, or write 'text'"
)
NO_ARGUMENT = Message(
    Code.UNKNOWN, "nothing after '{{{name}}}'", "write there what the directive needs"
)
MANY_ARGUMENTS = Message(Code.UNKNOWN, "too many words after '{{{name}}}'", "write at most {most}")
NO_CONTENT = Message(Code.UNKNOWN, "'{name}' is empty", "fill it in or delete it")
TALK_WITHOUT_SESSION = Message(
    Code.PLACE, "no session before this talk", "move it after its session, or write 'session'"
)
NESTED = Message(Code.PLACE, "{name} inside a {outer}", "close the fence of '{title}' before it")
MISPLACED = Message(
    Code.PLACE, "{name} inside another block ({block})", "move it to where a heading is allowed"
)
PART_MISPLACED = Message(Code.PLACE, "{part} outside a session", "move it inside a session or talk")
NO_TITLE = Message(Code.TITLE, "no title", "write it after the directive's name")
TITLE_BELOW = Message(Code.TITLE, "title is on the next line", "write '{line}'")
LINK_IN_TITLE = Message(Code.TITLE, "link in the title", "move it into the notes")
FILE_IN_HEADING = Message(
    Code.TITLE, "link to a file in a heading", "move it into the text below the heading"
)
NO_HEADING = Message(
    Code.HEADLINE,
    "page of several sessions has no heading, so it is called like this one",
    "begin it with a line '# …'",
)
TITLE_TWICE = Message(
    Code.HEADLINE,
    "heading repeats the title of the session below it",
    "delete it: a page may begin with its session",
)
EMPTY_HEADING = Message(Code.TITLE, "heading without text", "write some or delete the line")

# -- options
UNKNOWN_OPTION = Message(Code.OPTION, "unknown option '{option}'", "the options are {known}")
TEXT_IN_VIEW = Message(
    Code.OPTION, "text in a '{view}', which only has options", "move it above or below"
)
EMPTY_OPTION = Message(Code.OPTION, "option '{option}' is empty", "fill it in or delete it")
OPTION_TWICE = Message(
    Code.OPTION, "option '{option}' is given twice (first in line {first})", "delete one"
)
NOT_AN_OPTION = Message(Code.OPTION, "'{text}' is not an option", "write ':name: value'")
NO_SPACE = Message(Code.OPTION, "no space after ':{option}:'", "write ':{option}: {value}'")
OPTION_COMMENT = Message(
    Code.OPTION,
    "'#' in option '{option}' begins a comment",
    "write ':{option}: \"{value}\"'",
)
OPTION_SIGN = Message(
    Code.OPTION,
    "option '{option}' begins with {sign}, which has a meaning of its own",
    "put all of the value in quotation marks",
)
NEEDLESS_VALUE = Message(
    Code.OPTION, "option '{option}' takes no value, but has '{value}'", "write ':{option}:'"
)
BAD_VALUE = Message(Code.OPTION, "'{value}' is not {expected}")
SECOND_LINE = Message(
    Code.WRAPPED, "option '{option}' continues on a second line", "write it on one line"
)
TEXT_AFTER_OPTION = Message(
    Code.WRAPPED,
    "text directly after option '{option}'",
    "join it to the option or add an empty line",
)
EMPTY_LINE_ABOVE = Message(
    Code.LATE, "empty line above the options, which are then read as text", "delete it"
)
LATE_OPTION = Message(
    Code.LATE,
    "option '{written}' is among the notes and is read as text",
    "move ':{option}:' up to line {line}",
)
YAML_BLOCK = Message(Code.YAML, "YAML block in option '{option}'", "write it on one line")
YAML_LIST = Message(Code.YAML, "YAML list in option '{option}'", "write ':{option}: {value}'")
YAML_DASHES = Message(
    Code.YAML,
    "options between two lines of dashes",
    "write each as ':name: value', without the dashes",
)
QUOTES = Message(Code.QUOTES, "quotation marks in option '{option}'", "write ':{option}: {value}'")
WIDE_COLONS = Message(
    Code.WIDTH, "full-width colons around option '{option}'", "write ':{option}: {value}'"
)
WIDE_SPACE = Message(
    Code.WIDTH, "full-width space after ':{option}:'", "write ':{option}: {value}'"
)
WIDE_CHARACTERS = Message(
    Code.SPELLING, "full-width characters in option '{option}'", "write ':{option}: {value}'"
)
OPTION_BACKSLASH = Message(Code.BACKSLASH, "backslash at the end of option '{option}'", "delete it")
OPTION_TAB = Message(Code.SPACING, "tab in option '{option}'", "write a space")
OPTION_SPACES = Message(Code.SPACING, "double spaces in option '{option}'", "write one space")

# -- days, ids and times
BAD_ID = Message(
    Code.ID,
    "id '{id}' has characters other than lower-case letters, digits and hyphens",
    "use Latin letters, digits and hyphens",
)
NO_ID = Message(
    Code.ID,
    "no id, and none can be made from a title without Latin letters",
    "add a line such as ':id: a-few-words'",
)
NO_PERMALINK = Message(Code.PERMALINK, "no id", "to keep its address, add ':id: {id}'")
DUPLICATE_ID = Message(
    Code.DUPLICATE, "id '{id}' is already used by '{title}' ({place})", "give one of them another"
)
ID_OF_TARGET = Message(
    Code.DUPLICATE,
    "id '{id}' is already used by a target on this page",
    "give one of them another",
)
OLD_ID_USED = Message(
    Code.WAS, "old id '{old}' is the id of '{title}' ({place})", "delete it from ':was:'"
)
OLD_ID_TWICE = Message(
    Code.WAS, "'{title}' ({place}) has the old id '{old}', too", "delete it from one of them"
)
BAD_OLD_PAGE = Message(
    Code.WAS, "'{name}' is not the name of a page", "write it as 'days/2015-05-19'"
)
OLD_PAGE_USED = Message(Code.WAS, "there is a page '{old}'", "delete it from 'was'")
OLD_PAGE_TWICE = Message(
    Code.WAS, "'{old}' is an old name of '{page}', too", "delete it from one of them"
)
BAD_DATE = Message(Code.DATE, "'{value}' is not a date", "write it as 2015-05-19")
BAD_YEAR = Message(
    Code.DATE, "year of '{value}' is out of range", "write one from {first} to {last}"
)
DATE_TWICE = Message(Code.DATE, "date is given twice (first in line {first})", "delete one")
OTHER_DATE = Message(
    Code.DATE, "date {date} differs from the date in the file's name, {named}", "correct one"
)
UNDATED = Message(
    Code.UNDATED, "page of a day has no date", "begin it with '---', 'date: {date}', '---'"
)
BAD_TIME = Message(Code.TIME, "'{value}' is not a time of day", "write it as 14:40-15:20 or 14:40")
BAD_UNTIL = Message(
    Code.TIME, "'{value}' is not an end", "write it as 2015-05-20 17:00, 2015-05-20 or 17:00"
)
TWO_ENDS = Message(Code.TIME, "'{value}' differs from the end in ':time:'", "delete one of them")
LONG_NIGHT = Message(
    Code.TIME,
    "'{start}-{end}' would end on the next day, more than 12 hours later",
    "write '{likely}'; if it does, write ':time: {start}' and ':until:' with the date and {end}",
)
FAR_END = Message(
    Code.TIME,
    "'{until}' cannot be the end of a session of {day}",
    "correct the date or the times",
)
CLASH = Message(
    Code.CLASH,
    "'{title}' ({place}) is also in room '{room}' at {time}",
    "correct a time or a room if one of them is wrong",
)

# -- names
UNKNOWN_TOPIC = Message(Code.TOPIC, "unknown topic '{topic}'", "declare it in topics.yml")
UNKNOWN_TRACK = Message(Code.TRACK, "unknown track '{track}'", "declare it in tracks.yml")
UNKNOWN_KIND = Message(Code.KIND, "unknown kind '{kind}'", "the kinds are {known}")
#: By the option of a view that filters by such a name.
UNKNOWN_FILTER = {
    option: Message(Code(option), f"unknown {option} '{{value}}'", "no session has it")
    for option in ("topic", "speaker", "track", "event")
}
UNKNOWN_EVENT = Message(Code.EVENT, "unknown event '{event}'", "declare it in events.yml")
NO_EVENT = Message(
    Code.EVENT, "page has no event", "add 'event: {id}' above, or move it to a folder of that name"
)
OTHER_DAYS = Message(
    Code.DAYS,
    "{day} is not a day of '{event}', from {start} to {end}",
    "correct the date or the event, or 'start' and 'end' in events.yml",
)
TOPIC_SPELLING = Message(
    Code.SPELLING, "topic '{topic}' is spelled differently in topics.yml", "write '{label}'"
)
EMPTY_TOPIC = Message(Code.TOPIC, "empty topic", "delete the extra comma")
TOPIC_TWICE = Message(Code.TOPIC, "topic '{topic}' is given twice", "delete one")
TOPIC_ONCE = Message(
    Code.ONCE, "topic '{topic}' is used only here", "use a broader one or describe it in topics.yml"
)
SEMICOLON = Message(
    Code.COMMA, "semicolon between topics", "write '{value}', with ',' between them"
)
TWO_READINGS = Message(Code.COMMA, "'{name}' is not one name", "{readings}")
NOT_A_SPEAKER = Message(
    Code.SPEAKER,
    "'{text}' is not a {role}",
    "write each as 'Name (Affiliation) [role]', with ';' between them and no other brackets",
)
EMPTY_SPEAKER = Message(Code.SPEAKER, "empty {role}", "delete the extra separator")
NOBODY = Message(Code.SPEAKER, "'{text}' names nobody", "name each {role}, or delete it")
COMPANY = Message(
    Code.SPEAKER, "'{text}' is not a person", "write '({text})' after the name of the {role}"
)
PRONOUN = Message(
    Code.SPEAKER, "'{extra}' is not an affiliation of '{name}'", "delete it: it is a pronoun"
)
OTHER_NAME = Message(
    Code.SPEAKER,
    "'{extra}' is not an affiliation of '{name}'",
    "delete it, or add it to the aliases of the person in people.yml",
)
SPEAKER_TWICE = Message(Code.SPEAKER, "{role} '{name}' is given twice", "delete one")
SIMILAR_PERSON = Message(
    Code.SPEAKER,
    "{role} '{name}' is similar to '{label}'",
    "write '{label}', or add the spelling to the aliases of '{id}'",
)
SIMILAR_SPEAKER = Message(
    Code.TWIN,
    "{role} '{name}' is similar to '{other}' in {place}",
    "write the same name, or declare both in people.yml",
)
OTHER_AFFILIATION = Message(
    Code.AFFILIATION,
    "affiliation of '{name}' is '{here}' here and '{there}' in {place}",
    "write the same one, unless it changed in between",
)
NOT_A_NAME = Message(
    Code.REPORTER,
    "'{text}' is not a name and is read as text",
    "write the impressions below ':::{{impressions}}', and behind it only who had them",
)
REPORTER_BELOW = Message(
    Code.REPORTER, "'{text}' is read as text", "write ':::{{impressions}} {name}'"
)
IMPRESSIONS_TWICE = Message(
    Code.REPORTER,
    "impressions of {name} are given twice (first in line {first})",
    "join them, or write ':::{{impressions}} Name' with who had the second",
)

# -- notes
HEADING = Message(
    Code.HEADING,
    "heading '{title}' instead of a part of the session",
    "write ':::{{{part}}}' and end the part with ':::'",
)
HEADING_LEVEL = Message(Code.HEADING, "heading of level {level} skips a level", "write '{line}'")
RULE_AT = Message(Code.RULE, "line across the page at its {end}", "delete it")
RULE_TWICE = Message(Code.RULE, "two lines across the page", "delete one")
RULE_INSIDE = Message(
    Code.RULE, "line across the page inside another block", "move it out of the block, or delete it"
)
BULLET = Message(
    Code.BULLET,
    "bullet is indented too far and is read as text",
    "indent it by {spaces} spaces",
)
NO_BULLET = Message(Code.BULLET, "lines are no list, and run together", "write '{new}'")
LEVELS = Message(Code.LEVELS, "bullet is {levels} levels deep", "use at most three")
TOO_DEEP = Message(
    Code.DEPTH,
    "nested too deeply and therefore shown as it is written",
    "use fewer levels of lists, quotes or emphasis",
)
TOO_MANY_HEADINGS = Message(
    Code.DEPTH,
    "{name} is below more headings than every format can show",
    "move it up or use fewer levels",
)
FOOTNOTE = Message(
    Code.FOOTNOTE,
    "footnote '{label}' is already on this page (line {first})",
    "write '[^{new}]', here and where this one is meant",
)
NO_FOOTNOTE = Message(
    Code.FOOTNOTE, "no footnote '{label}'", "add a line that begins with '[^{label}]:'"
)
FOOTNOTE_UNUSED = Message(
    Code.FOOTNOTE,
    "nothing refers to footnote '{label}'",
    "write '[^{label}]' where it belongs, or delete it",
)
BOLD = Message(
    Code.BOLD,
    "asterisks of '{text}' are printed",
    "add a space around it, or move what is not a letter out",
)
SYNTAX = Message(
    Code.SYNTAX,
    "signs of '{text}' are printed",
    "delete them, or add '{extension}' to myst_enable_extensions in conf.py",
)
FORMULA = Message(Code.SYNTAX, "'{text}' is read as a formula", "write '\\$', or use backticks")
UNQUOTED = Message(Code.SYNTAX, "signs of '{text}' are printed", "write '{new}'")
BACKSLASH = Message(Code.BACKSLASH, "backslash at the end of the line", "delete it")
RAW = Message(
    Code.RAW, "HTML in a session, which only a browser shows", "write Markdown or use backticks"
)
HTML = Message(
    Code.RAW, "HTML with '{what}' is shown as text", "delete '{what}', or write Markdown"
)
META = Message(
    Code.RAW, "page may not set '{attribute}' in its head", "delete it, or set it in the theme"
)
STUBS = Message(
    Code.STUB,
    "no notes in this session{others}",
    "write some below its options; until then, readers are told so",
)
EMPTY_PART = Message(Code.EMPTY, "{part} are empty", "fill them in or delete the block")
OPINION = Message(Code.OPINION, "'{word}' among the notes", "move it into ':::{{impressions}}'")
TODO = Message(Code.TODO, "something is left to do")

# -- links
BAD_SCHEME = Message(
    Code.LINK, "link with the scheme '{scheme}:'", "use http, https, mailto or ftp"
)
NOT_AN_ADDRESS = Message(Code.LINK, "'{address}' is not an address", "write 'https://{address}'")
NO_TARGET = Message(Code.XREF, "no {role} '{target}'", "no page declares it")
NOT_A_TARGET = Message(
    Code.XREF,
    "'{target}' is not an address, and no page declares it",
    "use http, https, mailto or ftp, or declare the target",
)
OLD_TARGET = Message(Code.OLD, "'{target}' is an old id", "write '{new}'")
TARGET_TWICE = Message(
    Code.DUPLICATE,
    "target '{name}' is already on this page (line {first})",
    "give one of them another name",
)
NO_LABEL_OF = Message(Code.XREF, "no label '{label}'", "no page declares it")
EQUATION_TWICE = Message(
    Code.DUPLICATE, "equation '{label}' is already in {place}", "give one of them another label"
)
NO_WORDS = Message(
    Code.XREF, "link without words to '{label}', which has no title to show", "write '{new}'"
)
LINK_TWICE = Message(Code.DUPLICATE, "link '{label}' is defined twice", "delete one")
NO_LABEL_ON = Message(
    Code.XREF, "no label '{label}' in '{path}'", "write '({label})=' above what is meant there"
)
LISTED_TWICE = Message(Code.DUPLICATE, "page '{name}' is listed twice", "delete one")
NO_PAGE = Message(Code.XREF, "no page '{path}'", "no such file")
REFLINK = Message(Code.REFLINK, "link '{text}' has its address elsewhere", "write '{new}'")
HTTP = Message(Code.HTTP, "'{url}' is '{secure}' elsewhere in the book", "write https here too")
BARE = Message(Code.BARE, "bare address instead of words", "write '[words]({address})'")
LOOSE_ADDRESS = Message(
    Code.REFERENCE,
    "address among the notes",
    "move '[words]({address})' into ':::{{references}}'",
)
NO_ALT = Message(Code.IMAGE, "image has no text for those who cannot see it", "write '{new}'")

# -- files and code
MATH = Message(
    Code.MATH,
    "formula '{tex}' is shown as TeX{why}",
    "write it with other commands, or set html_math_renderer in conf.py",
)
TEX = Message(Code.CODE, "TeX with '{command}' may read files or make links", "delete '{command}'")
SUBSTITUTION = Message(
    Code.CODE,
    "'substitution' on a page makes builds run what is between '{{{{' and '}}}}'",
    "delete it, and write the words themselves",
)
NO_FILE = Message(Code.FILE, "no file '{path}'", "add it, or correct its name")
FILE_OUTSIDE = Message(
    Code.FILE,
    "file '{path}' is outside the source directory",
    "copy it there, or name its folder in session_file_roots",
)
FILE_HIDDEN = Message(
    Code.FILE,
    "file '{path}' is hidden, and may hold what nobody should read",
    "copy it to a name without a dot in front, or name its folder in session_file_roots",
)
NOT_A_FILE = Message(Code.FILE, "'{path}' is not a file", "name a file")
REMOTE = Message(
    Code.FILE, "image is on another host", "save it in the book, or write a link to it"
)
FETCHED = Message(
    Code.FILE, "'{path}' is read from the network", "save it as a file and write ':file:'"
)

# -- characters
BAD_CHARACTER = Message(Code.CHARACTER, "invalid character {character}", "delete or replace it")
BAD_ESCAPE = Message(Code.CHARACTER, "invalid character", "delete the escape that stands for it")
NOT_TEXT = Message(
    Code.CHARACTER,
    "file '{path}' is not text in the encoding '{encoding}', or has an invalid character",
    "save it as UTF-8, or name its encoding in ':encoding:'",
)
NOT_UTF8 = Message(Code.CHARACTER, "file is not UTF-8", "save it as UTF-8")
BAD_NAME = Message(Code.CHARACTER, "name of the file has an invalid character", "rename the file")
CR = Message(Code.SPACING, "line endings are CR LF or CR", "save the file with LF")
BOM = Message(
    Code.SPACING, "byte order mark at the beginning of the file", "save it as UTF-8 without one"
)
TAB = Message(Code.SPACING, "tab in the indentation", "write spaces")
SPACES_AT_END = Message(
    Code.SPACING, "two spaces at the end of the line break it in some formats", "delete them"
)

# -- around the pages
CIRCLE = Message(
    Code.CONTENTS,
    "table of contents names '{page}', which leads to this page",
    "delete the entry, or name pages instead of a pattern",
)
INCOMPLETE_INDEX = Message(
    Code.INDEX,
    "no {role}-index shows {names}",
    "widen the options of one of them, or add one that shows the rest",
)
FAILED = Message(Code.DATA, "'{name}' cannot be read: {error}", "correct its options or its text")
UNREADABLE = Message(Code.DATA, "cannot be read: {error}", "correct the file")
OUTSIDE = Message(Code.DATA, "file is outside the project", "put the file itself there")
BAD_CATALOGUE = Message(Code.DATA, "cannot be read: {error}", "write it in the PO format, in UTF-8")
BAD_TRANSLATION = Message(
    Code.DATA, "'{translation}': {flaw}", "translate '{text}' with the same names in braces"
)
BAD_SETTING = Message(Code.CONFIG, "session_{name}: {message}")
UNKNOWN_LANGUAGE = Message(
    Code.CONFIG, "language '{language}' is unknown", "write its code, such as 'en' or 'ja'"
)
