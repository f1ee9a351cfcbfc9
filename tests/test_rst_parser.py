"""docutils' parser finds what is wrong, and nothing is left of it in docutils."""

from __future__ import annotations

from docutils.parsers.rst import directives, roles
from session_notes.lint.registry import Registry
from session_notes.lint.rst_parser import parse


def test_docutils_forgets_the_names_of_a_book() -> None:
    before = dict(vars(directives)["_directives"]), dict(vars(roles)["_roles"])
    parsed = parse(
        ".. role:: own\n\n:own:`x`\n\n.. versionadded:: 1\n\n.. session:: A\n", Registry()
    )
    assert parsed.messages == []
    assert [use.name for use in parsed.uses] == ["versionadded", "session"]
    assert (vars(directives)["_directives"], vars(roles)["_roles"]) == before


def test_what_docutils_cannot_read_is_a_message() -> None:
    assert parse("- " * 3000, Registry()).messages == [
        (1, "docutils cannot read it (RecursionError)")
    ]


def test_labels_are_those_of_sphinx() -> None:
    text = """\
Title
=====

.. _titled:

Part
----

.. _bare:

words

.. _twice:

words

.. _twice:

words

.. figure:: pic.png
   :name: captioned

   words

.. image:: pic.png
   :name: image

.. _address: https://example.org
"""
    labels = parse(text, Registry()).labels
    assert labels == {
        "titled": True,
        "bare": False,
        "twice": None,
        "captioned": True,
        "image": False,
    }
