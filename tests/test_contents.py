"""What stands in a session besides bullets, in every format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Project

HEADINGS = """\
# Day

::::{session} Alone
:id: q-a

##### Q&A

Who asks?

###### *One* `more`

Setext
------

:::{impressions}
### Of the answers
- Honest.
:::
::::

::::{talk} Within
:id: within

#### Q&A

- Nobody.
::::
"""


def test_a_heading_in_a_session_is_a_heading_below_its_title(project: Project) -> None:
    built = project.write({"index.md": HEADINGS}).build()
    assert built.warnings == []
    page = built.text("index.html")
    headings = re.findall(r"<h(\d)(?: class=\"rubric\")?[^>]*>(.*?)(?:<a class=\"head|</h)", page)
    shown = [(level, re.sub("<.*?>", "", text)) for level, text in headings]
    assert shown[shown.index(("1", "Day")) :][:8] == [
        ("1", "Day"),
        ("2", "Alone"),
        ("5", "Q&amp;A"),
        ("6", "One more"),
        ("3", "Setext"),
        ("4", "Of the answers"),
        ("3", "Within"),
        ("4", "Q&amp;A"),
    ]
    # They are no sections, and leave the id to the session.
    assert re.findall(r'<section [^>]*?id="([^"]*)"', page) == ["day", "q-a", "within"]
    contents = page.partition("Table of Contents")[2].partition("</div>")[0]
    assert re.findall(r'href="#([^"]+)"', contents) == ["q-a", "within"]
    assert "Q&A" in project.build("text").text("index.txt")
