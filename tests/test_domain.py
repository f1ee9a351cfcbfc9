from __future__ import annotations

from session_notes.lint import inline as prose
from session_notes.model import problems
from session_notes.model import records as model
from session_notes.sphinxext.domain import NotesDomain

#: The records that are pickled, by the version of the data in which they have this shape. An
#: environment of another version is read anew; one of the same version whose records lack a
#: field that has a default would load without a word, and be wrong.
SHAPES = {
    15: {
        "Speaker": "name affiliation role",
        "Session": (
            "id title where parent track kind start end until when room speakers reporters topics "
            "media lines height impressions references renamed has_notes was updated"
        ),
        "Reporters": "people where",
        "OldPages": "names where",
        "PageEvent": "name where",
        "Reference": "kind url text",
        "Text": "text role target",
        "Link": "role target where",
        "Xref": "role target holder context",
        "View": "name where options",
        "Page": "sessions xrefs views elsewhere progress summary links addresses examples "
        "reporters was event",
        "Example": "page day",
        "Where": "source line",
        "Edit": "line old new",
        "Problem": "code where message suggestion column edits",
        "Address": "url where",
    }
}


def test_a_record_of_another_shape_is_data_of_another_version() -> None:
    records = {
        name: " ".join(fields)
        for module in (model, problems, prose)
        for name, kind in vars(module).items()
        if getattr(kind, "__module__", "") == module.__name__
        and (fields := getattr(kind, "_fields", None))
    }
    assert {NotesDomain.data_version: records} == SHAPES
