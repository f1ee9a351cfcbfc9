"""The options that sessions of a book may have, and those that a front matter gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from session_notes.model.names import quote_list, slug

from session_import import page_file
from session_import.adopt.headings import plain
from session_import.adopt.people import arranged
from session_import.adopt.phrases import ON, fact_named
from session_import.vocabulary_file import VocabularyFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from session_import.adopt.posts import Post, Told
    from session_import.book_folder import Folder

#: No more of a value is shown in a message.
_LONGEST = 60
TITLE = "title"
TAGS = ("tags", "topics", "categories", "keywords")


class Options:
    """What the book of a *folder* knows of options."""

    def __init__(self, folder: Folder) -> None:
        self.kinds = folder.conf.kinds
        self.vocabularies = {
            name: VocabularyFile(folder, f"{name}s") for name in ("track", "topic")
        }

    def refusal(self, name: str, value: str) -> str:
        """Return why no session can have an option *name* with this *value*; nothing if it can."""
        if not value:
            return "no option can hold it"
        vocabulary = self.vocabularies.get(name.removesuffix("s"))
        if vocabulary and vocabulary.exists:
            values = value.split(",") if name == "topics" else [value]
            unknown = [one.strip() for one in values if not vocabulary.known.find(one)]
            if unknown:
                return f"{quote_list(unknown)} is not in {vocabulary.source}"
        if name == "kind" and self.kinds is not None and slug(value) not in self.kinds:
            return f"'{value}' is no kind of session"
        return page_file.problems_of("A title", {"id": "a-title", name: value}).get(name, "")

    def of_front(
        self, post: Post, tags: Sequence[str], told: Told, *, is_whole: bool
    ) -> dict[str, str]:
        """Return the options in the front matter of a *post*; what has no place is told.

        Its text has *tags*, too. Of several sessions, only the author is sure, so the others are
        for a post that *is_whole*: one session.
        """
        options: dict[str, str] = {}
        left: list[str] = []
        for field, texts in post.front.items():
            name = fact_named(field)
            is_people = name in ("speakers", "reporter")
            value = plain(("; " if is_people else ", ").join(texts))
            value = arranged(value) if is_people else value
            is_sure = is_whole or name == "reporter"
            if field in TAGS:
                tags = [*tags, *texts]
            elif name and is_sure and name not in (ON, *options) and not self.refusal(name, value):
                options[name] = value
            elif value and name != ON and field != TITLE:
                left.append(f"{field}: {shortened(value)}")
        topics = self.vocabularies["topic"]
        known = [
            tag
            for tag in dict.fromkeys(tags)
            if is_whole and (topics.known.find(tag) or not topics.exists)
        ]
        known = [] if self.refusal("topics", ", ".join(known)) else known
        if known:
            options["topics"] = ", ".join(known)
        unknown = [tag for tag in dict.fromkeys(tags) if tag not in known]
        left += [f"tags: {', '.join(unknown)}"] if unknown else []
        if left:
            told.add(post.top, f"left out of the front matter: {'; '.join(left)}")
        return options


def shortened(text: str) -> str:
    """Return *text* as a message shows it."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
