"""What many commands say."""

from typing import Final

from leadline.kernel.text import Text

SENTENCES: Final = (
    Text(
        "Leadline 外呼运营平台：取得外呼通话，准确计数，随时可查。\n\n"
        "退出码：0 完成且完整，1 失败或不完整，2 用法有误。",
        "Leadline 外呼运营平台：calls from the dialer, counted exactly, and served.\n\n"
        "Exit status: 0 done and complete, 1 failed or incomplete, 2 wrong usage.",
    ),
    Text("打印版本号。", "Print the version."),
    Text("显示这份帮助。", "Show this message and exit."),
    Text("以 JSON 输出结果，供程序读取。", "Print the result as JSON, for programs."),
    Text("起始日期，形如 2025-10-24。", "First day, YYYY-MM-DD."),
    Text("截止日期（含当天）。", "Last day, YYYY-MM-DD."),
    Text("日期，形如 2025-10-24。", "The day, YYYY-MM-DD."),
    Text("最近 N 天，含今天。", "The last N days, today included."),
    Text("只看这个来源。", "Only this source."),
    Text("不再询问，直接执行。", "Do not ask."),
    Text("最多列出几条，最新的在前。", "How many, the newest first."),
)
