"""The rooms of the core, as the tests and the guide name them."""

from __future__ import annotations

#: Lowest first: a module imports from its own room or from those below.
ROOMS = ("model", "catalog", "locale", "lint", "cli", "render", "sphinxext")
#: The rooms that know neither docutils nor Sphinx.
PURE = ROOMS[:5]
