"""Who may do what: user, role, team, employee, token."""

from typing import Final

from leadline.kernel.text import Text

SENTENCES: Final = (
    # user
    Text(
        "用户：创建、列出、停用、启用、重置密码、登录链接。",
        "Users: create, list, disable, enable, reset-password, link.",
    ),
    Text(
        "创建用户。不带 --password-stdin 时打印一次性链接，由用户自己设置密码。",
        "Make a user. Without --password-stdin a one-time link is printed, by which they set their password.",
    ),
    Text("登录用的用户名。", "The name that the user signs in with."),
    Text(
        "admin、manager、employee、trainer、analyst，或自建的角色。",
        "admin, manager, employee, trainer, analyst, or a role made here.",
    ),
    Text("用户的姓名。", "The user's own name."),
    Text("从标准输入读取密码，一行。", "Read the password from standard input, one line."),
    Text("临时密码，登录后必须立即修改。", "The password has to be changed at once."),
    Text("列出所有用户及其角色、数据范围和最近登录。", "List every user with role, data scope and last sign-in."),
    Text(
        "停用用户，其会话和令牌立即失效。最后一名管理员不能停用。",
        "Lock a user out: every session and token of theirs ends at once. The last administrator stays.",
    ),
    Text("重新启用用户。", "Let a user in again."),
    Text(
        "给用户换密码并结束其会话。不带 --password-stdin 时打印链接，由用户自己设置。",
        "Give a user a new password and end their sessions. Without --password-stdin: a link by which they set it.",
    ),
    Text("临时密码，下次登录时必须修改。", "It has to be changed at the next sign-in."),
    Text("打印登录链接，用户凭它登录一次。", "Print an address that signs the user in, once."),
    Text("链接有效多少分钟。", "How long the link is good."),
    # role
    Text("角色：列出、创建、授权、收回权限。", "Roles: list, create, grant, revoke."),
    Text(
        "列出所有角色及其数据范围、用户数和权限。",
        "List every role with its data scope, its users and its permissions.",
    ),
    Text("创建角色。", "Make a role."),
    Text("小写字母、数字和下划线。", "Small letters, digits and underscores."),
    Text("该角色拥有的权限。", "Permissions that it allows."),
    Text("中文名称。", "Its name in Chinese."),
    Text("英文名称。", "Its name in English."),
    Text(
        "数据范围：own（本人）、team（本团队）、team_below（本团队及下级）或 all（全部）。",
        "own, team, team_below or all.",
    ),
    Text(
        "给角色增加权限，对该角色的所有用户立即生效。",
        "Let a role do more. It holds for every user of the role at once.",
    ),
    Text("角色代码，如 manager。", "The role's name, such as manager."),
    Text("权限，如 call:export。", "Permissions, such as call:export."),
    Text(
        "收回角色的权限，对该角色的所有用户立即生效；管理员的权限不能收回。",
        "Let a role do less. It holds for every user of the role at once; the administrator's rights stay.",
    ),
    # team
    Text("团队：列出、创建、改名、移动、删除。", "Teams: list, create, rename, move, delete."),
    Text("按层级列出团队及其员工数。", "List the teams as a tree, with how many employees each has."),
    Text("创建团队。", "Make a team."),
    Text("团队名称。", "The team's name."),
    Text("上级团队的编号；不给则为顶级团队。", "The team above it; none: at the top."),
    Text("给团队改名。", "Give a team another name."),
    Text("团队编号，见 `leadline team list`。", "The team's id, see `leadline team list`."),
    Text("团队的新名称。", "The team's new name."),
    Text("移动团队，其下级一并移动。", "Move a team with everything below it."),
    Text("新的上级团队的编号；不给则移到顶级。", "The team above it; none: to the top."),
    Text("删除没有员工、也没有下级的团队。", "Delete a team without employees and without teams below it."),
    # employee
    Text("员工：列出、录入、坐席账号、业绩。", "Employees: list, create, dialer accounts, figures."),
    Text("列出员工及其团队、用户和坐席账号。", "List the employees with their teams, users and dialer accounts."),
    Text("只看这个团队（编号）及其下级。", "Only this team (its id) and those below it."),
    Text("在工号、姓名、职位和邮箱中查找。", "A text in number, name, position or mail."),
    Text(
        "录入员工。之后用 `leadline employee agents 工号 --add` 绑定坐席账号。",
        "Enter an employee. Their dialer accounts follow by `leadline employee agents NUMBER --add`.",
    ),
    Text("员工姓名。", "The employee's name."),
    Text("工号，如 EMP_001；不给则取下一个空号。", "Such as EMP_001; without: the next free one."),
    Text("团队编号。", "The team's id."),
    Text("员工登录所用用户的编号。", "The id of the user they sign in as."),
    Text(
        "查看员工的坐席账号、再绑定一个，或列出正在外呼却没有归属员工的账号。",
        "Show an employee's dialer accounts, tie another one, or list those that call and are nobody's.",
    ),
    Text("员工编号或工号；不给则列出没有归属的账号。", "Id or number; without: accounts that are nobody's."),
    Text("要绑定的坐席账号，写作 SOURCE:ID，即来源与账号。", "SOURCE:ID of a dialer account to be tied."),
    Text(
        "按通话计算并保存每名员工某一天的业绩；重复运行会更正。",
        "Store a day's figures of every employee, counted from the calls. Doing it again corrects them.",
    ),
    Text("日期，形如 2025-10-24；默认昨天。", "The day, YYYY-MM-DD; yesterday by default."),
    # token
    Text(
        "打印接口令牌。标准输出只有令牌本身，提示写到标准错误。\n\n"
        "带 --user 时是该用户的一个会话，用户可以自行结束。不带时是开发用令牌：只有角色，没有用户，生产环境不允许。"
        "请求时写作 `Authorization: Bearer <token>`。",
        "Print a token for the API, alone on standard output (notices go to standard error).\n\n"
        "With --user it is a session of that user, who can end it. Without, it is a development token: a role without "
        "a user, refused in production. Use it as `Authorization: Bearer <token>`.",
    ),
    Text(
        "开发用令牌的角色：admin、manager、employee、trainer 或 analyst。",
        "Of a development token: admin, manager, employee, trainer or analyst.",
    ),
    Text("令牌属于哪个用户；不给则为开发用令牌。", "The user whose session it is. Without it: a development token."),
    Text("有效多少小时；默认为 TOKEN_HOURS。", "How long it lasts; TOKEN_HOURS by default."),
    Text(
        "持有者可以查看哪个坐席账号的通话（可多次给出）。", "An agent id whose calls the holder may see (repeatable)."
    ),
    Text("all：能查看所有人通话的 manager 或 employee。", "all: a manager or an employee who sees everybody's calls."),
)
