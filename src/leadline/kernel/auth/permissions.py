"""What can be allowed, and which role allows it.

A permission is `resource:action`. A context adds its own with `register` when it is imported; the administrator holds
every one of them.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from leadline.kernel.text import Text

ADMIN = "admin"
VIEW_ALL = "data:view_all"
SIGNED_IN = "signed_in"
_NAME = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*")


class Permission(NamedTuple):
    """Something a caller may be allowed to do."""

    name: str
    description: Text


ROLES: dict[str, Text] = {
    ADMIN: Text("管理员", "Administrator"),
    "manager": Text("主管", "Manager"),
    "employee": Text("员工", "Employee"),
    "trainer": Text("培训师", "Trainer"),
    "analyst": Text("数据分析师", "Analyst"),
}

SEES_ALL = frozenset({ADMIN, "trainer", "analyst"})
"""The built-in roles whose data scope is everybody's, unless it is changed."""

_permissions: dict[str, Permission] = {}
_granted: dict[str, set[str]] = {role: set() for role in ROLES}


def register(name: str, description: Text, roles: Iterable[str] = ()) -> Permission:
    """Add a permission that `roles` hold besides the administrator; ValueError when it is malformed or taken."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"a permission is resource:action, not {name!r}")
    if name in _permissions:
        raise ValueError(f"the permission {name!r} is registered already")
    if unknown := set(roles) - ROLES.keys():
        raise ValueError(f"no such roles: {sorted(unknown)}")
    _permissions[name] = Permission(name, description)
    for role in {ADMIN, *roles}:
        _granted[role].add(name)
    return _permissions[name]


def permissions_of(role: str) -> frozenset[str]:
    """The permissions of a built-in role; KeyError for a role that is none."""
    return frozenset(_granted[role])


def is_registered(name: str) -> bool:
    """Whether `name` is a permission somebody registered."""
    return name in _permissions


def all_permissions() -> tuple[Permission, ...]:
    """Every registered permission, sorted by name."""
    return tuple(_permissions[name] for name in sorted(_permissions))


register("call:read", Text("查看通话记录", "View call records"), ("manager", "employee", "trainer", "analyst"))
register("call:export", Text("导出通话记录", "Export call records"), ("manager", "analyst"))
register("call:sync", Text("从外呼系统同步通话", "Pull calls from the dialer"), ("manager",))
register("call:import", Text("导入通话文件", "Import call files"), ("manager",))
register("stats:read", Text("查看统计", "View statistics"), ("manager", "employee", "trainer", "analyst"))
register("phone:reveal", Text("查看完整手机号（记入审计）", "Reveal full phone numbers (audited)"), ("manager",))
register("settings:read", Text("查看设置", "View settings"), ("manager", "analyst"))
register("settings:write", Text("修改设置", "Change settings"), ("manager",))
register("system:migrate", Text("执行数据库迁移", "Apply database migrations"))
register("metrics:read", Text("读取运行指标", "Read runtime metrics"))
# granted to no role: whoever's data scope is `all` holds it, and nobody else
register(VIEW_ALL, Text("查看全部人员的数据（随数据权限）", "View everyone's data (comes with the data scope)"))
