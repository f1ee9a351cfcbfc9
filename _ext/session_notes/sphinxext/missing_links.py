"""Links that lead nowhere, and the names that are nearest to their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.ext.intersphinx import InventoryAdapter

from session_notes.sphinxext.domain import session_of
from session_notes.sphinxext.refs import NAME

if TYPE_CHECKING:
    from sphinx.util.typing import Inventory

    from session_notes.sphinxext.domain import NotesDomain


def near_to_missing(domain: NotesDomain, role: str, target: str) -> list[str] | None:
    """Return the names nearest to *target* if a link to it is broken; None if it is not.

    A link of the role ``any`` may lead to anything. It is only broken if no other domain or
    project has the target, and a session has a similar id.
    """
    catalog, env = domain.catalog, domain.env
    if catalog.find(role, target) or _is_elsewhere(domain, role, target):
        return None
    if role != "any":
        return catalog.nearest_names(role, target)
    labels = env.domains.standard_domain.anonlabels
    if target in labels or target in env.all_docs or session_of(catalog, target):
        return None
    if target.casefold().strip("~.").removesuffix("()") in domain.build.objects:
        return None
    return catalog.nearest_names("session", target) or None


def _is_elsewhere(domain: NotesDomain, role: str, target: str) -> bool:
    """Say whether the inventory of another project has *target*, or ``project:target``."""
    inventories = InventoryAdapter(domain.env)
    disabled = set(getattr(domain.env.config, "intersphinx_disabled_reftypes", ()))
    own = [f"{NAME}:{kind}" for kind in domain.objtypes_for_role(role) or ()]

    def has(inventory: Inventory, name: str, without: set[str]) -> bool:
        return any(
            name in inventory.get(kind, {})
            for kind in (inventory if role == "any" else own)
            if without.isdisjoint({"*", f"{kind.partition(':')[0]}:*", kind})
        )

    if has(inventories.main_inventory, target, disabled):
        return True
    # A link that names the project asks that one, whatever is disabled.
    project, _, name = target.partition(":")
    return has(inventories.named_inventory.get(project, {}), name, set())
