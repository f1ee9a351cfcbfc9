"""The front matter of a page, as far as it says how the page itself is parsed."""

from __future__ import annotations

from math import inf

import yaml

#: The extension of MyST that runs what a page has between '{{' and '}}', as Jinja.
SUBSTITUTION = "substitution"


def without_substitution(text: str) -> str:
    """Return the *text* of a page so that its front matter does not enable that extension."""
    # MyST also ends lines at characters that are none of Markdown's.
    lines = text.splitlines(keepends=True)
    ends = (at for at, line in enumerate(lines) if at and line.startswith(("---", "...")))
    end = next(ends, len(lines))
    front = "".join(f"{line.rstrip()}\n" for line in lines[1:end])
    # Without these there is no key 'myst', however it is written.
    if not text.startswith("---") or not ("myst" in front or "\\" in front):
        return text
    try:
        values = yaml.safe_load(front)
        enabled = values["myst"]["enable_extensions"]
        values["myst"]["enable_extensions"] = [one for one in enabled if one != SUBSTITUTION]
        if len(values["myst"]["enable_extensions"]) == len(enabled):
            return text
        made = yaml.safe_dump(values, default_flow_style=True, width=inf, allow_unicode=True)
    # MyST reads nothing of such front matter either.
    except (yaml.YAMLError, ValueError, TypeError, LookupError, AttributeError):
        return text
    # The lines below keep their numbers.
    ending = "\n" * "".join(lines[1:end]).count("\n") or lines[end - 1][-1:]
    return "".join([lines[0], made.rstrip("\n"), ending, *lines[end:]])
