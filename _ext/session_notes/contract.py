"""The words of the contract with authors: directives, options, kinds of session."""

from __future__ import annotations

#: The directives of sessions, and of the parts inside them.
SESSIONS = ("session", "talk")
PARTS = ("impressions", "references")
#: The directives that show records of the whole book, and which options each takes.
VIEWS: dict[str, tuple[str, ...]] = {
    "topic-index": ("letters", "under"),
    "speaker-index": ("letters",),
    "track-index": (),
    "topic-list": ("limit",),
    "session-list": ("day", "track", "topic", "speaker", "kind", "filter"),
    "session-table": (),
    "topic-table": (),
    "translation-table": (),
    "session-files": (),
}
#: Those that show something of the site, rather than sessions.
SITE_VIEWS = ("translation-table", "session-files")
#: The directive that shows a page, or a piece of one, as it is written and as it is read.
EXAMPLE = "example"
#: The kinds of session that every project knows.
KINDS = (
    "keynote",
    "talk",
    "panel",
    "design-session",
    "work-session",
    "ops-session",
    "lightning-talks",
    "workshop",
    "tutorial",
    "meetup",
    "birds-of-a-feather",
    "feedback",
)
#: The options of ``session`` and ``talk``, in the order in which the guide lists them.
OPTIONS = (
    "id",
    "track",
    "kind",
    "time",
    "room",
    "speakers",
    "topics",
    "attendance",
    "video",
    "slides",
    "etherpad",
    "abstract",
)
#: The options that become references of their own kind.
MEDIA = ("video", "slides", "etherpad", "abstract")
#: The schemes that a link in a session may have.
SCHEMES = frozenset({"http", "https", "mailto", "ftp"})
