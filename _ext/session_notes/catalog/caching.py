"""Functions of a catalog whose results are kept in it, because it never changes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from session_notes.catalog.catalog import Catalog

    Query = TypeVar("Query", bound=Callable[..., Any])


def cached(query: Query) -> Query:
    """Compute each result of a function of a catalog once, and keep it in the catalog."""

    @wraps(query)
    def look_up(catalog: Catalog, *args: object) -> object:
        key = (query, *args)
        if key not in catalog.cache:
            catalog.cache[key] = query(catalog, *args)
        return catalog.cache[key]

    return cast("Query", look_up)
