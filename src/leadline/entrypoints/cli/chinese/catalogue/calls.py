"""Calls in, calls out, and the figures made of them: sync, import, export, import-legacy, stats, days."""

from typing import Final

from leadline.kernel.text import Text

SENTENCES: Final = (
    # sync
    Text(
        "从外呼系统拉取通话与供应商汇总，从最近一天开始；不带选项时拉取今天和昨天。\n\n"
        "可以放心重复运行：每通只计一次。退出码 1 表示有日期不完整，再运行一次即可。",
        "Pull calls and totals from the dialer, the newest day first; without options today and yesterday.\n\n"
        "Repeating it is safe: a call is counted once. Exit status 1 when a day stays incomplete: run it again.",
    ),
    Text("grade：通话记录；task：供应商汇总。", "grade: the call records; task: the vendor's totals."),
    Text("从哪个来源拉取。", "Which source to ask."),
    Text("重新读取已存档的应答，不再向供应商拉取。", "Read the archived answers again instead of asking the vendor."),
    # import
    Text(
        "从文件导入通话，可重复运行；被拒绝的行会列出行号和原因。\n\n"
        "有行被拒绝时退出码为 1。列对应关系的写法见 docs/mappings.md。",
        "Import calls from files; repeating it is safe. What is refused is printed with its line and the reason.\n\n"
        "Exit status 1 when a row was refused. docs/mappings.md says how a mapping is written.",
    ),
    Text("文件，或存放文件的文件夹。", "Files, or folders with files."),
    Text(
        "文件由什么系统产生；auto 按文件名和内容判断。", "What wrote them; auto looks at the name and the first bytes."
    ),
    Text("列对应关系文件（用于 csv、xlsx）。", "Which column is what (csv, xlsx)."),
    Text("在 Leadline 中的来源名称；默认与文件类型同名。", "The source's name in Leadline; the kind by default."),
    # export
    Text(
        "把通话记录导出到文件，最早的在前；不带选项时导出最近 7 天。",
        "Write call records to a file, without options those of the last 7 days, oldest first.",
    ),
    Text("导出到哪个文件；已有的文件会被覆盖。", "The file to write; an existing one is replaced."),
    Text("文件格式；默认看文件扩展名。", "By the file's ending, unless given."),
    Text("只导出这个来源（可多次给出）。", "Only this source (repeatable)."),
    Text("只导出这个坐席（可多次给出）。", "Only this agent (repeatable)."),
    Text("只导出这个任务（可多次给出）。", "Only this task (repeatable)."),
    Text("只导出这个意向度代码（可多次给出）。", "Only this grade code (repeatable)."),
    Text("导出完整号码（会记入审计日志）。", "Whole telephone numbers (audited)."),
    # import-legacy
    Text(
        "接收第一代系统的通话和统计缓存，可以放心重复运行。\n\n"
        "带 --from 时只读取它的数据库。不带时，DATABASE_URL 本身就是第一代系统的数据库：先在一个事务里把它的表改名为 "
        "legacy_*，其中的行一行不改，然后接收。运行之前请停掉第一代系统。\n\n"
        "它的通话大多没有开始时间，会被拒绝；汇总里会写明要重新同步哪些日期。有行被拒绝时退出码为 1。完整的迁移步骤见 "
        "docs/migrating.md。",
        "Take over the calls and cached figures of the first system; repeating it is safe.\n\n"
        "With --from its database is only read. Without, DATABASE_URL itself is the first system's: its tables are "
        "renamed to legacy_* in one transaction, none of their rows is changed, and then taken over. Stop the first "
        "system before that.\n\n"
        "Its calls mostly have no start time: these are refused, and the summary says which days to sync again. Exit "
        "status 1 when a row was refused. docs/migrating.md leads through the whole move.",
    ),
    Text(
        "第一代系统的数据库，只读取：sqlite:///instance/business_data.db、postgresql://…",
        "The first system's database, only read: sqlite:///instance/business_data.db, postgresql://…",
    ),
    Text(
        "它所存时间的时区；除非有人改过，都是 UTC。",
        "The zone of its times. It wrote UTC unless somebody changed that.",
    ),
    Text("不再询问，直接改表名。", "Do not ask before tables are renamed."),
    # stats
    Text("统计：查看、用通话核对、重建、重判。", "Statistics: show, verify against the calls, rebuild, rejudge."),
    Text(
        "查看每天的统计：外呼、接通、接通率、成功单、成功率、坐席数；不带选项时为最近 7 天。",
        "Show each day's figures, without options the last 7 days: calls, connected, rates, orders, agents.",
    ),
    Text(
        "用通话重新计数，列出每一处差异；有差异时退出码为 1。\n\n"
        "通话未按现行意向度规则判定的日期也会列出。不带选项时核对所有日期。运行期间可以照常写入通话。",
        "Recount every figure from the calls and report each that differs. Exit status 1 when one does.\n\n"
        "Days whose calls were judged by other grade rules than those in force are reported too. Without options: all "
        "days. It can run while calls are written.",
    ),
    Text(
        "用通话重建全部统计，一天一个事务，并列出原来有误之处。",
        "Write every figure anew from the calls, a day at a time, and report what was wrong.",
    ),
    Text(
        "意向度规则变更没有全部生效时，按现行规则重判已存通话。",
        "Judge every stored call by the grade rules in force, where a change of them did not get through.",
    ),
    # days
    Text("日期：查看结账情况、手工结账、撤销结账。", "Days: how they were closed, close one by hand, undo that."),
    Text(
        "列出每天的双轨汇总和结账情况；不带选项时为最近 35 天。",
        "The days with both totals and how they were closed; without options the last 35 days.",
    ),
    Text(
        "双轨有偏差也按现状给过去的某一天结账；当天数字一有变化，就自动重开。",
        "Close a past day as it is, though its tracks differ; the first change of its figures reopens it.",
    ),
    Text("撤销手工结账。", "Undo a close by hand."),
    Text("哪个来源的日期。", "The source whose day it is."),
    Text("原因，供日后查看。", "Why, for who looks at the day later."),
)
