"""What typer and pydantic say of wrong usage, in Chinese.

They offer no catalogue for most of it, so a refusal is known by its English: each sentence below is a pattern whose
marks take what stands there. What no pattern knows is told as it came.
"""

import re
from functools import cache
from typing import Final

from leadline.kernel.text import Text

# first the sentences that enclose others: their {message} is told in Chinese too
SENTENCES: Final = (
    Text("{hint} 的值有误：{message}", "Invalid value for {hint}: {message}"),
    Text("用法有误：{message}", "Invalid value: {message}"),
    Text("{message}。您是不是要用 {names}？", "{message}. Did you mean {names}?"),
    Text("{message}（相近的选项：{names}）", "{message} (Possible options: {names})"),
    Text("{message}", "Value error, {message}"),
    Text("没有选项 {option}", "No such option: {option}"),
    Text("没有命令 {name}", "No such command {name}"),
    Text("缺少命令", "Missing command"),
    Text("缺少选项 {hint}，可选值：{choices}", "Missing option {hint}. Choose from: {choices}"),
    Text("缺少选项 {hint}", "Missing option {hint}"),
    Text("缺少参数 {hint}", "Missing argument {hint}"),
    Text("多余的参数：{words}", "Got unexpected extra argument(s) ({words})"),
    Text("选项 {option} 后面要有值", "Option {option} requires an argument"),
    Text("选项 {option} 不带值", "Option {option} does not take a value"),
    Text("应为整数", "Input should be a valid integer, unable to parse string as an integer"),
    Text("数字太长", "Unable to parse input string as an integer, exceeded maximum size"),
    Text("不能小于 {least}", "Input should be greater than or equal to {least}"),
    Text("不能大于 {most}", "Input should be less than or equal to {most}"),
    Text("{value} 不是日期，应写作 2025-10-24 的形式", "{value} does not match the formats '%Y-%m-%d'"),
    Text("{value} 不在可选值之中：{choices}", "{value} is not one of {choices}"),
    Text("{path} 不存在", "path {path} does not exist"),
    Text("{path} 无法读取", "path {path} is not readable"),
    Text("{path} 不存在", "file {path} does not exist"),
    Text("{path} 是文件夹，应为文件", "file {path} is a directory"),
    Text("{path} 无法读取", "file {path} is not readable"),
    Text("没有这个故障开关：{name}", "no such switch: {name}"),
    Text("故障开关 {name} 的值不能是 {value}", "{name} cannot be {value}"),
)
MARK: Final = re.compile(r"\\{(\w+)\\}")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(MARK.sub(r"(?P<\1>.+?)", re.escape(text.en)), re.DOTALL), text.zh) for text in SENTENCES)


def in_chinese(sentence: str) -> str:
    """The refusal in Chinese, with its full stop; as it is when no pattern knows it."""
    told = _told(sentence)
    return told if told == sentence or told.endswith(("。", "？")) else f"{told}。"


def _told(sentence: str) -> str:
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(sentence.rstrip("."))
        if found is not None:
            parts = found.groupdict()
            if "message" in parts:
                parts["message"] = _told(parts["message"])
            return chinese.format(**parts)
    return sentence
