"""TeX that an author writes: whether it could read files or make links, or hide that it does.

The commands of formulas are too many to list. So those are refused that read, write, load or make
links, in LaTeX or in MathJax, by the words in their names, and all that makes a command out of
other characters.
"""

from __future__ import annotations

import re

#: A command as TeX reads it, two backslashes being one, and the notation for any character.
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|[\s\S])|\^\^[\s\S]?")
#: What must follow ``\begin`` and ``\end``, which run the command of that name.
_ENVIRONMENT = re.compile(r"\{([A-Za-z]+)\*?\}")
_REFUSED = re.compile(
    r"input|include|import|(?<!pro)file|open(?:in|out)|package|document|graphic|image|font|listing"
    r"|verbatim|minted|bibl|bibr|special|shell|^(?:new)?read|readline|reader|^load|^write|^exec"
    r"|^lua|lua$|mdfive|csname|catcode|charcode|scantokens|endlinechar|primitive"
    r"|^(?:cs(?:use|def|gdef|let)|letcs|csv.*|DTL.*|pdf.*|XeTeX.*|UseName|ExpandArgs|Expl.*)$"
    r"|href|^(?:nolink)?url$|^hyper|^acrobat|^(?:require|mmlToken|style|cssId|data)$"
    r"|^(?:addplot|pgfplots.*|makeat.*|stop|bye)$|@",
    re.IGNORECASE,
)


def tex_flaw(tex: str) -> str:
    """Return the first piece of *tex* that is not allowed; nothing if all of it is."""
    for match in _COMMAND.finditer(tex):
        command = match[0]
        if command[0] == "^":
            return command
        name = command[1:]
        if name in ("begin", "end"):
            environment = _ENVIRONMENT.match(tex, match.end())
            name = environment[1] if environment else "@"
            command += environment[0] if environment else ""
        if name[0].isascii() and _REFUSED.search(name):
            return command
    return ""
