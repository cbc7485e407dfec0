"""Shapes of signing in, sessions and personal tokens."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from leadline.kernel.auth.principal import Reach
from leadline.kernel.http.envelope import LocalTime

NO_NUL = r"^[^\x00]+$"
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL)]
Password = Annotated[SecretStr, Field(min_length=1, max_length=1024)]
Kind = Annotated[
    Literal["cookie"] | None,
    Field(
        description="cookie: 令牌放进 HttpOnly Cookie，不在应答里 · the token goes into a cookie, not into the answer"
    ),
]


class Asked(BaseModel):
    """A request with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class LoginRequest(Asked):
    """A name and its password."""

    username: Name
    password: Password
    session: Kind = None


class LinkRequest(Asked):
    """What stands behind `#link=` in a sign-in link."""

    token: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    session: Kind = None


class TokenRequest(Asked):
    """A bearer token that somebody was handed, such as the ERP's."""

    token: Annotated[SecretStr, Field(min_length=1, max_length=8192)]


class SignOutRequest(Asked):
    """Which sessions end."""

    everywhere: Annotated[bool, Field(description="全部会话 · all sessions of the user")] = False


class PasswordRequest(Asked):
    """A new password; `current` may be left out by whoever has none yet, or came by a link to set one."""

    current: Password | None = None
    new: Password


class TokenCreate(Asked):
    """A personal token to be made."""

    name: Name
    permissions: Annotated[list[Annotated[str, Field(max_length=100)]], Field(min_length=1, max_length=100)]
    days: Annotated[int, Field(ge=1, le=366, description="有效天数 · days until it expires")] = 90


class OwnEmployee(BaseModel):
    """The employee that the user is."""

    id: int
    employee_no: str
    name: str
    team: str | None


class Me(BaseModel):
    """Who is signed in, and what they may do."""

    user_id: int | str
    username: str
    name: str
    role: str
    role_label: str
    permissions: list[str]
    data_scope: Reach
    employee: OwnEmployee | None
    expires_at: LocalTime
    must_change_password: bool
    has_password: Annotated[bool, Field(description="false: 还没有设置密码 · none is set yet")]
    has_account: Annotated[bool, Field(description="false: 开发令牌 · a development token")]
    csrf_token: Annotated[str | None, Field(description="Cookie 会话写请求所需 · for writes by cookie")] = None


class SignedInShape(BaseModel):
    """A session that has begun. With the cookie, `access_token` is left out and `csrf_token` given."""

    access_token: str | None = None
    token_type: Literal["bearer", "cookie"]
    expires_in: Annotated[int, Field(description="秒 · seconds")]
    csrf_token: str | None = None
    user: Me


class SessionsEnded(BaseModel):
    """How many sessions ended."""

    sessions: int


class SessionShape(BaseModel):
    """A living session."""

    id: str
    kind: Annotated[str, Field(description="password, link, token, cli")]
    address: str
    user_agent: str
    created_at: LocalTime
    last_seen_at: LocalTime
    expires_at: LocalTime
    current: bool


class HeldPermission(BaseModel):
    """A permission that the caller holds, in their language."""

    name: str
    description: str


class ApiTokenShape(BaseModel):
    """A personal token, as it can be shown."""

    id: int
    name: str
    shown: str
    permissions: list[str]
    created_at: LocalTime
    expires_at: LocalTime
    last_used_at: LocalTime | None


class ApiTokenMade(ApiTokenShape):
    """A new personal token. `token` is told this once."""

    token: str
