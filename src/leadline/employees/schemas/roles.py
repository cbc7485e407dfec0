"""HTTP shapes of roles and permissions."""

from typing import Annotated

from pydantic import BaseModel, Field

from leadline.employees.contracts import ScopeKind
from leadline.employees.schemas.fields import Given, Name, PermissionName, RoleName, Seen
from leadline.kernel.http.envelope import LocalTime

Permissions = Annotated[list[PermissionName], Field(max_length=500)]


class RoleShape(BaseModel):
    """A role: `label` in the reader's language, `users` hold it."""

    name: str
    label: str
    label_zh: str
    label_en: str
    data_scope: ScopeKind
    built_in: bool
    permissions: list[str]
    users: int
    created_at: LocalTime
    updated_at: LocalTime


class RoleCreate(Given):
    """A new role."""

    name: Annotated[RoleName, Field(description="标识：小写字母、数字、下划线 · small letters, digits, underscores")]
    label_zh: Name
    label_en: Name
    data_scope: ScopeKind = "own"
    permissions: Permissions = Field(default=[])


class RolePatch(Given):
    """What is to change; `permissions` is the whole new set."""

    label_zh: Name | None = None
    label_en: Name | None = None
    data_scope: ScopeKind | None = None
    permissions: Permissions | None = None
    updated_at: Seen = None


class PermissionShape(BaseModel):
    """A permission; `granted_by_scope`: it comes with the scope `all` and is never granted by hand."""

    name: str
    description: str
    description_zh: str
    description_en: str
    granted_by_scope: bool
    roles: list[str]
