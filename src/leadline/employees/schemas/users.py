"""HTTP shapes of users."""

from pydantic import BaseModel

from leadline.employees.contracts import ScopeKind
from leadline.employees.schemas.fields import Given, Named, RoleName, Seen, Words
from leadline.kernel.http.envelope import LocalTime


class UserShape(BaseModel):
    """A user. `data_scope` is in force, `scope_override` is what was set for this user alone."""

    id: int
    username: str
    name: str
    issuer: str
    role: str
    role_label: str
    data_scope: ScopeKind
    scope_override: ScopeKind | None
    employee: Named | None
    disabled: bool
    disabled_at: LocalTime | None
    has_password: bool
    must_change_password: bool
    last_sign_in_at: LocalTime | None
    created_at: LocalTime
    updated_at: LocalTime


class UserPatch(Given):
    """What is to change; `data_scope` null means the role's own."""

    name: Words | None = None
    role: RoleName | None = None
    data_scope: ScopeKind | None = None
    updated_at: Seen = None


class UserSession(BaseModel):
    """A living session of a user."""

    id: str
    kind: str
    address: str
    user_agent: str
    created_at: LocalTime
    last_seen_at: LocalTime
    expires_at: LocalTime


class SessionsEnded(BaseModel):
    """How many sessions ended."""

    ended: int
