"""What this context lets people do."""

from typing import Final

from leadline.kernel.auth.permissions import register
from leadline.kernel.text import Text

EVERYBODY: Final = ("manager", "employee", "trainer", "analyst")

USER_READ: Final = register("user:read", Text("查看用户账号", "View user accounts")).name
USER_MANAGE: Final = register(
    "user:manage", Text("管理用户账号：新建、停用、角色、密码", "Manage user accounts: make, disable, role, password")
).name
ROLE_READ: Final = register("role:read", Text("查看角色与权限", "View roles and permissions"), ("manager",)).name
ROLE_MANAGE: Final = register("role:manage", Text("管理角色与权限", "Manage roles and permissions")).name
TEAM_MANAGE: Final = register("team:manage", Text("管理团队", "Manage teams")).name
EMPLOYEE_READ: Final = register("employee:read", Text("查看员工与团队", "View employees and teams"), EVERYBODY).name
EMPLOYEE_MANAGE: Final = register("employee:manage", Text("管理员工档案", "Manage employees"), ("manager",)).name
EMPLOYEE_ASSIGN: Final = register(
    "employee:assign", Text("给员工分配客户", "Give customers to an employee"), ("manager",)
).name
# a dialer account brings its calls into the reach of whoever holds it: that is not a team's own affair
AGENT_ASSIGN: Final = register("agent:assign", Text("绑定员工的坐席账号", "Link dialer accounts to employees")).name
VIEW_USE: Final = register("view:use", Text("保存自己的视图", "Save own views"), EVERYBODY).name
VIEW_SHARE: Final = register("view:share", Text("共享视图", "Share views"), ("manager", "analyst")).name
