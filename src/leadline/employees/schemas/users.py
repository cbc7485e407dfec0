"""HTTP shapes of users."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from leadline.employees.contracts import ScopeKind
from leadline.employees.schemas.fields import Given, Named, RoleName, RowId, Seen, Words
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


Secret = Annotated[
    Literal["password", "link"],
    Field(description="一次性密码或登录链接 · a one-time password, or a link to set one"),
]


class UserCreate(Given):
    """A new user; `employee_id`: whom they are, who has no user yet."""

    username: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    name: Words = ""
    role: RoleName
    data_scope: ScopeKind | None = None
    employee_id: RowId | None = None
    secret: Secret = "password"  # noqa: S105  # which kind, no secret


class PasswordReset(Given):
    """How the user gets in again."""

    secret: Secret = "password"  # noqa: S105  # which kind, no secret


class OneTime(BaseModel):
    """A user with the secret for their first sign-in, told this once. A password has to be changed then."""

    user: UserShape
    one_time_password: str | None
    sign_in_link: str | None


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
