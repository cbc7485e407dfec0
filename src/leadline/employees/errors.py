"""Refusals of the employees context."""

from leadline.kernel.errors import InvalidInput, LeadlineError, NotAuthenticated, NotFound
from leadline.kernel.text import Text


class LastAdministrator(LeadlineError):
    """Nobody would be left who can manage the installation."""

    status = 409
    code = "last_administrator"
    message = Text(
        "这是最后一位可用的管理员，不能停用、降级或删除；请先设置另一位管理员。",
        "This is the last administrator who can sign in. Appoint another one first.",
    )


class BeyondYourRights(LeadlineError):
    """Somebody would hand on, or take from another, what they do not hold themselves."""

    status = 403
    code = "beyond_your_rights"
    message = Text(
        "超出您自己的权限或数据范围：{what}。",
        "This goes beyond your own permissions or data scope: {what}.",
    )


class NotYourOwnRights(LeadlineError):
    """Nobody changes their own rights."""

    status = 409
    code = "not_your_own_rights"
    message = Text(
        "不能修改自己的角色、数据范围、状态或坐席账号；请由其他管理员操作。",
        "Nobody changes their own role, scope, status or dialer accounts. Ask another administrator.",
    )


class ChangedMeanwhile(LeadlineError):
    """Somebody else wrote between the caller's reading and writing."""

    status = 409
    code = "changed_meanwhile"
    message = Text(
        "该记录刚被他人修改，请刷新后再改。", "Somebody else has changed this record meanwhile. Read it again first."
    )


class NoAccount(LeadlineError):
    """The caller is a development token without a user."""

    status = 409
    code = "no_account"
    message = Text(
        "当前令牌没有对应的用户账号，请用账号登录后再操作。",
        "This token belongs to no user account. Sign in as a user.",
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
        "内置角色不能删除；管理员角色的权限与数据范围也不能修改。",
        "A built-in role cannot be deleted, and the administrator's permissions and scope stay as they are.",
    )


class RoleInUse(LeadlineError):
    """Users hold the role."""

    status = 409
    code = "role_in_use"
    message = Text(
        "仍有 {users} 个用户使用该角色，请先为他们更换角色。",
        "{users} users still hold this role. Give them another first.",
    )


class UnknownPermission(LeadlineError):
    """A permission that nobody declared, or that comes with the scope."""

    status = 422
    code = "unknown_permission"
    message = Text(
        "没有这些权限，或不能单独授予：{names}。", "No such permissions, or none to be granted by hand: {names}."
    )


class TeamNotFound(NotFound):
    """No such team within reach."""

    code = "team_not_found"
    message = Text("没有这个团队。", "There is no such team.")


class TeamRefused(LeadlineError):
    """A tree of teams that cannot be."""

    status = 409
    code = "team_refused"
    message = Text("团队结构不允许：{problem}", "The teams cannot stand like this: {problem}")


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
        "今日查看完整号码的次数（{limit} 次）已用完。", "Today's quota of {limit} numbers to reveal is used up."
    )


class AgentNotFound(NotFound):
    """The employee has no such dialer account."""

    code = "employee_agent_not_found"
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

    status = 409
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
    message = Text("视图过大或过多：{problem}", "Too many views, or too large a one: {problem}")


class WrongCredentials(LeadlineError):
    """The name or the password; which of the two is not told."""

    status = 401
    code = "wrong_credentials"
    message = Text("用户名或密码不正确。", "The user name or the password is wrong.")


class AccountDisabled(LeadlineError):
    """Told only to somebody who knows the password, or holds a link."""

    status = 403
    code = "account_disabled"
    message = Text("该账号已停用，请联系管理员。", "This account is disabled. Ask your administrator.")


class TooManyAttempts(LeadlineError):
    """Sign-ins of this account, or from this address, have to wait."""

    status = 429
    code = "too_many_attempts"
    message = Text(
        "登录失败次数过多，请在 {seconds} 秒后重试。", "Too many failed sign-ins. Try again in {seconds} seconds."
    )

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.retry_after = seconds


class SignInBusy(LeadlineError):
    """More sign-ins at once than passwords can be checked."""

    status = 503
    code = "sign_in_busy"
    message = Text("同时登录的人过多，请稍后重试。", "Too many people are signing in at once. Try again in a moment.")
    retry_after = 5


class SessionEnded(NotAuthenticated):
    """The session was ended, or its user disabled."""

    code = "session_ended"
    message = Text("登录已失效（已退出或被结束），请重新登录。", "The session has ended. Sign in again.")


class SessionRunning(LeadlineError):
    """A handed-over token never takes the place of somebody who is signed in."""

    status = 409
    code = "session_running"
    message = Text("当前浏览器已登录；请先退出再切换用户。", "Somebody is signed in already. Sign out first.")


class LinkRefused(LeadlineError):
    """A sign-in link that was used, is too old, or never was one."""

    status = 401
    code = "link_refused"
    message = Text(
        "登录链接无效、已使用或已过期，请重新获取。", "This sign-in link was used or has expired. Ask for another."
    )


class TokenNotExchanged(LeadlineError):
    """A token that stands for no user, or for less than the whole user."""

    status = 403
    code = "token_not_exchanged"
    message = Text(
        "该令牌不能换取登录会话（开发令牌与个人令牌不行）。",
        "This token cannot become a session: it is a development token or a personal one.",
    )


class SessionNotExtended(LeadlineError):
    """A session that another issuer's token made ends with that token; none lasts longer than SESSION_DAYS."""

    status = 409
    code = "session_not_extended"
    message = Text("该会话不能再延长，请重新登录。", "This session cannot be extended. Sign in again.")


class SessionNeeded(LeadlineError):
    """What a personal token must not do: it would outlive itself."""

    status = 403
    code = "session_needed"
    message = Text(
        "请登录后操作：个人令牌不能管理账号。", "Sign in for this: a personal token cannot manage the account."
    )


class NoPasswordHere(LeadlineError):
    """The user signs in elsewhere."""

    status = 409
    code = "no_password_here"
    message = Text(
        "该账号由外部系统登录，在这里没有密码和个人令牌。",
        "This account signs in elsewhere: it has no password and no personal tokens here.",
    )


class PasswordRefused(InvalidInput):
    """A new password that is not taken; `details` say why."""

    code = "password_refused"
    message = Text("新密码不符合要求。", "The new password cannot be taken.")


class TooManyTokens(LeadlineError):
    """A bound on personal tokens."""

    status = 409
    code = "too_many_tokens"
    message = Text(
        "个人令牌已达上限（{limit} 个），请先撤销不用的。",
        "There are {limit} personal tokens already. Revoke one first.",
    )


class SessionNotFound(NotFound):
    """No living session of the caller has that id."""

    code = "session_not_found"
    message = Text("没有这个会话，或它已结束。", "There is no such session, or it has ended.")


class TokenNotFound(NotFound):
    """No good token of the caller has that number."""

    code = "token_not_found"
    message = Text("没有这个个人令牌，或它已失效。", "There is no such token, or it has ended.")


class NobodyOfThatName(UserNotFound):
    """No local user has that name."""

    message = Text("没有名为 {name} 的用户。", "There is no user named {name}.")


class RoleOfAnother(LeadlineError):
    """A token for a role that its user does not have."""

    status = 409
    code = "role_of_another"
    message = Text(
        "用户 {name} 的角色是 {role}；令牌只能是本人的角色。",
        "{name} is {role}: a token of theirs is of that role. Leave --role out.",
    )


class UsernameRefused(LeadlineError):
    """A name that cannot be stored or shown, or is one of the program's own."""

    status = 422
    code = "username_refused"
    message = Text(
        "用户名须为 1 到 100 个可见字符，且不能是系统自用的名称（如 schedule、cli:…）。",
        "A user name is 1 to 100 visible characters, and none of the program's own, such as schedule or cli:….",
    )
