"""The page of the search, which is complete before any script runs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from session_search import labels as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from session_notes.locale.labels import Labels

#: The filters: the list of each, by its name.
FILTERS = {"day": "days", "track": "tracks", "event": "events"}


def body(
    labels: Labels,
    lists: Mapping[str, Mapping[str, tuple[int, list[str]]]],
    links: Iterable[tuple[str, str]],
) -> str:
    """Return the HTML of the page: the box, the filters, and *links* to the lists of the book."""
    translate = labels.translate
    search, hint = escape(translate(words.SEARCH)), escape(translate(words.HINT))
    # A choice of one is none.
    filters = "".join(
        _filter(name, labels.filters[name], labels.filters["all"], lists[key])
        for name, key in FILTERS.items()
        if len(lists[key]) > 1
    )
    shown = "".join(
        f'<li><a href="{escape(address)}">{escape(title)}</a></li>' for title, address in links
    )
    listed = (
        f'<nav class="session-search-lists" aria-label="{escape(translate(words.LISTS))}">'
        f"<ul>{shown}</ul></nav>"
    )
    return f"""\
<section id="search">
<h1>{search}</h1>
<form class="session-search" role="search" method="get">
<p class="session-search-words"><input type="search" name="q" aria-label="{search}"
 aria-describedby="session-search-hint" autocomplete="off" autocapitalize="off" spellcheck="false"
 autofocus><button type="submit">{search}</button></p>
{f'<div class="session-search-filters">{filters}</div>' if filters else ""}
</form>
<noscript><p>{escape(translate(words.NEEDS_SCRIPTS))}</p></noscript>
<p class="session-search-status" role="status"></p>
<div id="search-results"></div>
<p id="session-search-hint">{hint}</p>
{listed if shown else ""}
</section>
"""


def _filter(
    name: str, label: str, everything: str, entries: Mapping[str, tuple[int, list[str]]]
) -> str:
    choices = sorted(entries.items()) if name == "day" else entries.items()
    options = "".join(
        f'<option value="{escape(key)}">{escape(names[0])}</option>' for key, (_, names) in choices
    )
    return (
        f'<label><span>{escape(label)}</span><select name="{name}">'
        f'<option value="">{escape(everything)}</option>{options}</select></label>'
    )


def texts(labels: Labels) -> dict[str, str]:
    """Return the words that scripts show."""
    shown = {
        "search": words.SEARCH,
        "results": words.RESULTS,
        "all": words.ALL_RESULTS,
        "more": words.MORE,
        "nothing": words.NOTHING,
        "some": words.SOME_WORDS,
        "meant": words.MEANT,
        "unfiltered": words.OTHER_FILTERS,
    }
    made = {name: labels.translate(text) for name, text in shown.items()}
    return {**made, "facts": labels.between_facts, "people": labels.between_people}
