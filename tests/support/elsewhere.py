"""Two projects of other people, three pages each, that take the extension as it is installed."""

from __future__ import annotations

CONF = """\
project = "Somewhere else"
extensions = {extensions}
html_theme = "{theme}"
"""

MARKDOWN = {
    "index.md": """\
# Notes

```{toctree}
day
browse
```
""",
    "day.md": """\
---
date: 2031-04-02
---
# The only day

::::{session} Packets on a Diet: Small Headers for Large Clouds
:id: packets-on-a-diet
:track: Networking
:kind: talk
:time: 14:40-15:20
:room: 109
:speakers: Hana Sato (Example Networks); Tom Reed (Example University) [moderator]
:topics: Performance, VXLAN
:attendance: about 80, some of them on the floor
:video: https://example.org/video/packets-on-a-diet

- Headers have grown by half in two years.
  - VXLAN takes most of it.
    - The rest nobody could account for.
- Measured with the tool of [](#counting-bytes).

:::{impressions}
- Honest about what had not worked.
:::

:::{references}
- slides: [the deck](https://example.org/slides/packets-on-a-diet-and-a-long-name.pdf)
:::
::::

::::{session} Lightning Talks
:id: lightning-talks
:kind: lightning talks

- Five minutes each, as was said in [](#packets-on-a-diet).
::::

::::{talk} Counting Bytes by Hand
:id: counting-bytes
:speakers: Hana Sato (Example Networks)

- Time ran out before the graph.
::::
""",
    "browse.md": """\
# Browse

```{session-list}
```

```{session-table}
```

```{topic-table}
```

```{topic-index}
```

```{speaker-index}
```

```{track-index}
```
""",
}

RST = {
    "index.rst": """\
Notes
=====

.. toctree::

   day
   browse
""",
    "day.rst": """\
:date: 2031-04-02

The only day
============

.. session:: Packets on a Diet: Small Headers for Large Clouds
   :id: packets-on-a-diet
   :track: Networking
   :kind: talk
   :time: 14:40-15:20
   :room: 109
   :speakers: Hana Sato (Example Networks); Tom Reed (Example University) [moderator]
   :topics: Performance, VXLAN
   :attendance: about 80, some of them on the floor
   :video: https://example.org/video/packets-on-a-diet

   - Headers have grown by half in two years.

     - VXLAN takes most of it.

   - Measured with the tool of :session:`counting-bytes`.

   .. impressions::

      - Honest about what had not worked.

   .. references::

      - slides: `the deck <https://example.org/slides/packets-on-a-diet.pdf>`__

.. session:: Lightning Talks
   :id: lightning-talks
   :kind: lightning talks

   - Five minutes each, as was said in :session:`packets-on-a-diet`.

.. talk:: Counting Bytes by Hand
   :id: counting-bytes
   :speakers: Hana Sato (Example Networks)

   - Time ran out before the graph.
""",
    "browse.rst": """\
Browse
======

.. session-list::

.. session-table::

.. topic-table::

.. topic-index::

.. speaker-index::

.. track-index::
""",
}

PROJECTS = {
    "markdown": (
        MARKDOWN,
        (
            '["myst_parser", "session_notes", "session_exports"]\n'
            'myst_enable_extensions = ["colon_fence"]'
        ),
    ),
    "rst": (RST, '["session_notes", "session_exports"]'),
}
THEMES = ("sphinx_book_theme", "furo", "alabaster")


def files(language: str, theme: str) -> dict[str, str]:
    """Return the files of the project in *language*, under *theme*."""
    pages, extensions = PROJECTS[language]
    return {**pages, "conf.py": CONF.format(extensions=extensions, theme=theme)}
