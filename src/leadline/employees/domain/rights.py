"""What a role allows, how far it reaches, and who may hand it on."""

from collections.abc import Mapping

from leadline.employees.contracts import SCOPE_KINDS, ScopeKind
from leadline.kernel.auth.permissions import ADMIN, ROLES, VIEW_ALL, all_permissions, is_registered, permissions_of


def effective(role: str, edits: Mapping[str, bool]) -> frozenset[str]:
    """The permissions of a role: its defaults with what was granted and without what was taken away.

    The administrator holds all there are. `data:view_all` is nobody's by a role: it comes with the scope `all`.
    """
    if role == ADMIN:
        held = frozenset(permission.name for permission in all_permissions())
    else:
        defaults = permissions_of(role) if role in ROLES else frozenset()
        granted = {name for name, on in edits.items() if on and is_registered(name)}
        held = (defaults | granted) - {name for name, on in edits.items() if not on}
    return held - {VIEW_ALL}


def with_scope(permissions: frozenset[str], kind: ScopeKind) -> frozenset[str]:
    """`permissions` as a caller of that scope holds them."""
    return permissions | {VIEW_ALL} if kind == "all" else permissions - {VIEW_ALL}


def rank(kind: ScopeKind) -> int:
    """How wide a scope is."""
    return SCOPE_KINDS.index(kind)


def edits_for(role: str, wanted: frozenset[str]) -> dict[str, bool]:
    """The edits that turn the defaults of `role` into `wanted`."""
    defaults = permissions_of(role) if role in ROLES else frozenset()
    defaults -= {VIEW_ALL}
    return dict.fromkeys(sorted(wanted - defaults), True) | dict.fromkeys(sorted(defaults - wanted), False)
