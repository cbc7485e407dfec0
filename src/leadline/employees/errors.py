"""Refusals of the employees context."""

from leadline.kernel.errors import LeadlineError, NotFound
from leadline.kernel.text import Text


class LastAdministrator(LeadlineError):
    """Nobody would be left who can manage the installation."""

    status = 409
    code = "last_administrator"
    message = Text(
        "这是最后一位可用的管理员,不能停用、降级或删除;请先设置另一位管理员。",
        "This is the last administrator who can sign in. Appoint another one first.",
    )


class BeyondYourRights(LeadlineError):
    """Somebody would hand on, or take from another, what they do not hold themselves."""

    status = 403
    code = "beyond_your_rights"
    message = Text(
        "超出您自己的权限或数据范围:{what}。",
        "This goes beyond your own permissions or data scope: {what}.",
    )


class NotYourOwnRights(LeadlineError):
    """Nobody changes their own rights."""

    status = 409
    code = "not_your_own_rights"
    message = Text(
        "不能修改自己的角色、数据范围、状态或坐席账号;请由其他管理员操作。",
        "Nobody changes their own role, scope, status or dialer accounts. Ask another administrator.",
    )


class ChangedMeanwhile(LeadlineError):
    """Somebody else wrote between the caller's reading and writing."""

    status = 409
    code = "changed_meanwhile"
    message = Text(
        "该记录刚被他人修改,请刷新后再改。", "Somebody else has changed this record meanwhile. Read it again first."
    )


class NoAccount(LeadlineError):
    """The caller is a development token without a user."""

    status = 409
    code = "no_account"
    message = Text(
        "当前令牌没有对应的用户账号,请用账号登录后再操作。", "This token belongs to no user account. Sign in as a user."
    )


class UserNotFound(NotFound):
    """No such user within reach."""

    code = "user_not_found"
    message = Text("没有这个用户。", "There is no such user.")


class UsernameTaken(LeadlineError):
    """Names of users are unique, whatever their case."""

    status = 409
    code = "username_taken"
    message = Text("用户名 {name} 已被使用。", "The user name {name} is taken.")


class AdministratorSeesAll(LeadlineError):
    """An administrator's scope cannot be narrowed."""

    status = 409
    code = "administrator_sees_all"
    message = Text("管理员的数据范围固定为全部。", "An administrator's data scope is always everything.")


class RoleNotFound(NotFound):
    """No such role."""

    code = "role_not_found"
    message = Text("没有名为 {name} 的角色。", "There is no role named {name}.")


class RoleTaken(LeadlineError):
    """The name of a role is unique."""

    status = 409
    code = "role_taken"
    message = Text("角色标识 {name} 已存在。", "A role named {name} exists already.")


class RoleFixed(LeadlineError):
    """What cannot be changed of a built-in role."""

    status = 409
    code = "role_fixed"
    message = Text(
        "内置角色不能删除;管理员角色的权限与数据范围也不能修改。",
        "A built-in role cannot be deleted, and the administrator's permissions and scope stay as they are.",
    )


class RoleInUse(LeadlineError):
    """Users hold the role."""

    status = 409
    code = "role_in_use"
    message = Text(
        "仍有 {users} 个用户使用该角色,请先为他们更换角色。",
        "{users} users still hold this role. Give them another first.",
    )


class UnknownPermission(LeadlineError):
    """A permission that nobody declared, or that comes with the scope."""

    status = 422
    code = "unknown_permission"
    message = Text(
        "没有这些权限,或不能单独授予:{names}。", "No such permissions, or none to be granted by hand: {names}."
    )


class TeamNotFound(NotFound):
    """No such team within reach."""

    code = "team_not_found"
    message = Text("没有这个团队。", "There is no such team.")


class TeamRefused(LeadlineError):
    """A tree of teams that cannot be."""

    status = 409
    code = "team_refused"
    message = Text("团队结构不允许:{problem}", "The teams cannot stand like this: {problem}")


class EmployeeNotFound(NotFound):
    """No such employee within reach."""

    code = "employee_not_found"
    message = Text("没有这名员工。", "There is no such employee.")


class EmployeeTaken(LeadlineError):
    """Two employees with one number, or with one user."""

    status = 409
    code = "employee_taken"
    message = Text("{what} 已属于另一名员工。", "{what} belongs to another employee already.")


class EmployeeLeft(LeadlineError):
    """Somebody who has left gets nothing new."""

    status = 409
    code = "employee_left"
    message = Text("该员工已离职。", "This employee has left.")


class NumberMissing(NotFound):
    """The employee has no telephone number on record."""

    code = "number_not_known"
    message = Text("没有登记号码。", "No number is on record.")


class RevealsSpent(LeadlineError):
    """The day's quota of revealed numbers is used up."""

    status = 429
    code = "reveal_quota_spent"
    message = Text(
        "今日查看完整号码的次数({limit} 次)已用完。", "Today's quota of {limit} numbers to reveal is used up."
    )


class AgentNotFound(NotFound):
    """The employee has no such dialer account."""

    code = "agent_not_found"
    message = Text("该员工没有这条坐席账号。", "The employee has no such dialer account.")


class AgentTaken(LeadlineError):
    """A dialer account is one employee's on any day."""

    status = 409
    code = "agent_taken"
    message = Text(
        "坐席账号 {agent} 在这段日期内已绑定 {employee}。",
        "The dialer account {agent} is tied to {employee} on some of these days.",
    )


class BadPeriod(LeadlineError):
    """A period that ends before it begins."""

    status = 422
    code = "bad_period"
    message = Text("结束日期早于开始日期。", "The last day is before the first.")


class RangeTooLong(LeadlineError):
    """More days than one answer gives."""

    status = 422
    code = "range_too_long"
    message = Text("最多查询 {days} 天。", "{days} days at most.")


class CustomersNotInstalled(LeadlineError):
    """The customers context is not part of this installation."""

    status = 503
    code = "customers_not_installed"
    message = Text("客户模块尚未启用。", "Customers are not part of this installation yet.")


class ViewNotFound(NotFound):
    """No such view of one's own."""

    code = "view_not_found"
    message = Text("没有这个视图。", "There is no such view.")


class ViewTaken(LeadlineError):
    """A view's name is unique on its page."""

    status = 409
    code = "view_taken"
    message = Text("该页面已有名为 {name} 的视图。", "This page has a view named {name} already.")


class ViewRefused(LeadlineError):
    """More views, or larger ones, than are kept."""

    status = 422
    code = "view_refused"
    message = Text("视图过大或过多:{problem}", "Too many views, or too large a one: {problem}")
