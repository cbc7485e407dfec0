"""Running it and looking after it: serve, worker, demo, simulate, doctor, jobs, alerts, channels, audit, keys, db."""

from typing import Final

from leadline.kernel.text import Text

SENTENCES: Final = (
    # serve, worker
    Text(
        "提供网页与接口，直到收到结束信号；SIGTERM 之后有 30 秒处理完手头的请求。",
        "Serve the page and the API until a signal ends it; SIGTERM finishes what runs, within 30 seconds.",
    ),
    Text("监听地址；默认为 HOST。", "Address to listen on; HOST by default."),
    Text("监听端口；默认为 PORT。", "Port to listen on; PORT by default."),
    Text("用几个进程应答。", "How many processes answer."),
    Text(
        "执行后台任务与调度，直到收到 SIGTERM 或 Ctrl-C。可以同时启动多个，多个时请用 PostgreSQL。",
        "Work off jobs and schedules until SIGTERM or Ctrl-C. Start as many as you like: with several, use PostgreSQL.",
    ),
    # demo
    Text(
        "启动外呼系统模拟器和服务，并从模拟器同步若干天的通话，从最近一天开始。\n\n"
        "打印地址、可用的令牌和三个示例请求。再次启动会接着上次继续。按 Ctrl-C 全部结束。",
        "Start the dialer simulator and the API, and sync days of calls from the one into the other, newest first.\n\n"
        "Prints an address, a working token and three requests to try. A second start takes up where the first one "
        "stopped. Ctrl-C ends everything.",
    ),
    Text("几天的通话，含今天。", "How many days of calls, today included."),
    Text(
        "服务端口；默认为 PORT，被占用时取下一个空闲端口。",
        "Port of the server; PORT by default, or the next free one.",
    ),
    Text("每天固定多少通。", "A fixed number of calls a day."),
    Text("所有日期同步完就结束，不再继续服务。", "End when all days are in, instead of serving on."),
    Text("删除演示数据，其他数据不受影响。", "Delete the demo's data, and nothing else."),
    Text("不再询问，直接删除。", "Do not ask before clearing."),
    # simulate
    Text(
        "运行冠客模拟器：产生若干天的模拟通话，可打开各种故障。\n\n"
        "故障开关：fail_rate、rate_limit、retry_after、drop_connections、garbage、empty_error_pages、slow_ms、fail_pages、drift、"
        "drift_answers、null_grades、fail_totals、fail_log_in、calls_per_day、now。运行中也可更改：POST /_faults。"
        "GET /_truth?day=2025-10-24 给出某一天的准确数字；POST /_expire 使所有令牌失效。",
        "Run the Guanke simulator: a dialer with days of plausible calls, and faults to switch on.\n\n"
        "Switches: fail_rate, rate_limit, retry_after, drop_connections, garbage, empty_error_pages, slow_ms, "
        "fail_pages, drift, drift_answers, null_grades, fail_totals, fail_log_in, calls_per_day, now. They can be "
        "changed while it runs: POST /_faults. GET /_truth?day=YYYY-MM-DD tells the exact figures of a day; "
        "POST /_expire voids all tokens.",
    ),
    Text("监听地址。", "Address to listen on."),
    Text("监听端口。", "Port to listen on."),
    Text("随机种子；换一个，通话就不同。", "Another seed makes other days."),
    Text("登录所用的接口密钥。", "The API secret that it accepts."),
    Text("登录所用的账号。", "The account that it accepts."),
    Text("该账号的密码。", "The account's password."),
    Text(
        'JSON 格式的故障开关，如 {"fail_rate": 0.1, "slow_ms": 200}。',
        'Switches as JSON, such as {"fail_rate": 0.1, "slow_ms": 200}.',
    ),
    # doctor
    Text(
        "检查配置、数据库、磁盘、外呼系统和时钟，指出问题和解决办法（有问题时退出码为 1）。",
        "Check settings, database, disk, vendor and clock, and say how to mend what is wrong (exit status 1).",
    ),
    Text("打印由配置项生成的 .env.example，然后结束。", "Print a .env.example made from the settings, and end."),
    # jobs
    Text("任务与调度：列出、查看、取消、重试、立即执行。", "Jobs and schedules: list, show, cancel, retry, run."),
    Text("列出最新的后台任务。", "The newest jobs."),
    Text(
        "只看这种状态：queued、running、done、failed、cancelled 或 skipped（可多次给出）。",
        "queued, running, done, failed, cancelled or skipped (repeatable).",
    ),
    Text("只看这种任务，如 calls.sync（可多次给出）。", "Such as calls.sync (repeatable)."),
    Text("查看一个任务及其步骤和日志。", "One job with its steps and its history."),
    Text("任务编号。", "The job's number."),
    Text("取消排队中或执行中的任务。", "Cancel a job that waits or is at work."),
    Text(
        "重新执行失败、已取消或已跳过的任务，从失败的步骤继续。",
        "Run a failed, cancelled or skipped job again, from the step that failed.",
    ),
    Text("从头执行，已完成的步骤也重做。", "Forget the steps that are done."),
    Text("列出调度及其下次执行时间。", "The schedules with their next runs."),
    Text(
        "立即执行某个调度的任务；由运行中的服务或 worker 完成。",
        "Start a schedule's job now; a running server or worker carries it out.",
    ),
    Text("调度名称，见 `leadline jobs schedules`。", "As `leadline jobs schedules` names it."),
    # alerts, channels
    Text("告警：列出、确认。", "Alerts: list what is wrong, acknowledge it."),
    Text(
        "列出当前的告警（有告警时退出码为 1），或历史告警。",
        "What is wrong now (exit status 1 when anything is), or was.",
    ),
    Text("已恢复的也列出。", "Those that are over, too."),
    Text("确认告警，表示已有人看到。", "Say that somebody has seen these alerts."),
    Text("告警编号，可以有多个。", "The numbers of the alerts."),
    Text("备注，最多 500 字。", "A note to go with it, 500 characters at the most."),
    Text("告警的通知渠道：列出、测试。", "Channels that alerts are told over: list, test."),
    Text("列出通知渠道及各自最近一条消息的结果。", "The channels, each with what became of its last message."),
    Text(
        "立即发送一条测试消息；没有送达时给出原因，退出码为 1。",
        "Send a test at once; exit status 1, with the reason, when it does not get through.",
    ),
    Text("渠道编号。", "The channel's number."),
    # audit
    Text(
        "审计日志：校验链条、列出条目、另起新链。", "The audit log: verify its chain, list entries, begin a new chain."
    ),
    Text(
        "逐条核对审计日志的链条与签名。\n\n"
        "被修改、删除、调换或插入的条目，被截断的末尾，以及重算过的链条，都会被发现：指出第一处，退出码为 1。"
        "服务运行时也可以核对。",
        "Check every entry of the audit log against the chain and its signed head.\n\n"
        "A changed, removed, re-ordered or inserted entry, a cut end and a recomputed chain are found; the first is "
        "named, and the exit status is 1. It can run while the server writes.",
    ),
    Text(
        "服务日志里的锚点 NUMBER:MAC（条目编号与校验码），一并核对。",
        "A checkpoint from the server's log, NUMBER:MAC, to hold it against.",
    ),
    Text("列出审计日志，最新的在前。", "Show entries of the audit log, newest first."),
    Text("只看此人的操作：用户名，或 cli:NAME（命令行的系统用户）。", "Only what this user, or cli:NAME, did."),
    Text(
        "只看这个动作，如 user.create；写 user 则为用户的全部动作。",
        "Only this action, such as user.create; user: all of users.",
    ),
    Text(
        "只看这个对象，如 user:7；以 * 结尾则匹配开头。",
        "Only this record, such as user:7; user:*: all that begin so.",
    ),
    Text("条目中任意位置的文字。", "A text anywhere in the entry."),
    Text("最多列出几条。", "How many entries at the most."),
    Text(
        "在损坏的链条之后另起新链，使需要审计的操作可以继续。\n\n"
        "请先用 `leadline audit verify` 找到损坏之处并弄清原因。损坏不会被掩盖，verify 仍会报告。",
        "Begin a new chain after a damaged one, so that what is audited can be written again.\n\n"
        "Only after `leadline audit verify` has named the damage, and it is understood. The damage stays visible: "
        "verify goes on to report it.",
    ),
    Text("发生了什么；会记入审计日志。", "What happened; it goes into the log."),
    # keys
    Text("数据加密密钥：列出、更换。", "The keys that encrypt what is stored: list, rotate."),
    Text(
        "列出已配置或仍在使用的密钥，以及各自加密了多少数据。\n\n"
        "用途为“旧”且没有数据使用的密钥，可以从 DATA_ENCRYPTION_OLD_KEYS 中删除。",
        "Show every key that is set or used, and how many values it wrote.\n\n"
        "A key that is `old` and used by nothing may be taken out of DATA_ENCRYPTION_OLD_KEYS.",
    ),
    Text(
        "把用 DATA_ENCRYPTION_OLD_KEYS 中的密钥加密的数据，全部改用 DATA_ENCRYPTION_KEY 加密。\n\n"
        "请先设置这两项，并重启所有服务。服务运行时即可执行；中途停止后再次运行，会接着上次继续。"
        "仍有数据需要旧密钥时退出码为 1。",
        "Write anew, with DATA_ENCRYPTION_KEY, everything that the keys of DATA_ENCRYPTION_OLD_KEYS wrote.\n\n"
        "Set both and restart all servers before. It can run while they serve; stopped or killed, it goes on where it "
        "was. Exit status 1 when something is left that an old key wrote.",
    ),
    Text("每个事务处理多少行。", "How many rows a transaction writes."),
    # db
    Text(
        "数据库结构：升级、回退、检查，以及供开发用的迁移与样例数据。",
        "The database's schema: upgrade, downgrade, revision, check, seed.",
    ),
    Text(
        "把数据库结构升级到最新版本（或指定版本），要么全部完成，要么不变。",
        "Bring the schema to the newest revision (or to REVISION), all or nothing.",
    ),
    Text("升级到哪个版本；head 为最新。", "The revision to go to; head: the newest."),
    Text(
        "回退数据库结构。只有新结构才能存放的数据会丢失，所以会先询问。",
        "Take the schema back. What only the newer schema can hold is lost: this asks first.",
    ),
    Text("版本号；-1 为回退一步，base 为清空。", "A revision, -1 for one step back, or base."),
    Text(
        "检查数据库结构是否与程序一致；不一致时退出码为 1。",
        "Tell whether the schema is the program's. Exit status 1 when it is not.",
    ),
    Text(
        "按代码与数据库的差异生成新的迁移（供开发人员）。",
        "Write a new migration from the difference between the tables in the code and the database (for developers).",
    ),
    Text("这次迁移做什么。", "What the migration does."),
    Text(
        "写入来源为 `seed` 的样例通话，供开发用。重复运行不会增加。",
        "Put made-up calls of the source `seed` into the database, for development. Repeating it adds nothing.",
    ),
    Text("几天，含今天。", "How many days, today included."),
    Text("每天大约多少通。", "About how many calls a day."),
)
