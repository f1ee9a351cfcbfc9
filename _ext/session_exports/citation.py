"""How a session of the book is cited, in a sentence and in BibTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

#: What means something to TeX, and how TeX writes it.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_{}"},
    }
)
#: What would end an address, or the field that it stands in.
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Citation(NamedTuple):
    """What is told of a session by those who cite it."""

    #: The session's id, which is also the key of the entry.
    id: str
    author: str
    title: str
    book: str
    day: date | None = None
    address: str = ""

    def bibtex(self) -> str:
        """Return the entry for a bibliography, in the BibTeX of any age."""
        # In braces of their own: "and" in a name would part it, and titles would lose capitals.
        fields = {
            "author": f"{{{self.author.translate(_TEX)}}}",
            "title": f"{{{self.title.translate(_TEX)}}}",
            "howpublished": self.book.translate(_TEX),
        }
        if self.day:
            fields |= {"year": f"{self.day.year}", "month": _MONTHS[self.day.month - 1]}
            fields["day"] = f"{self.day.day}"
        if self.address:
            fields["url"] = self.address.translate(_ADDRESS)
        lines = [
            # BibTeX knows the months by these words, without braces.
            f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
            for name, value in fields.items()
        ]
        return f"@misc{{{self.id},\n" + ",\n".join(lines) + "\n}"
