"""A mapping without a mapping file: for tables whose headers are our own export's or the usual Chinese ones."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from leadline.calls.contracts import Outcome
from leadline.integrations.tabular.mapping import (
    FieldName,
    FileMapping,
    FileShape,
    MappingRefused,
    OutcomeRule,
    Source,
    TimeShape,
)
from leadline.integrations.tabular.values import DEFAULT_ZONE
from leadline.kernel.text import Text

HEADERS: dict[FieldName, tuple[str, ...]] = {
    "call_id": (
        "call_id",
        "call id",
        "id",
        "通话id",
        "通话编号",
        "话单id",
        "话单编号",
        "记录id",
        "通话标识",
        "呼叫id",
        "uuid",
    ),
    "start_time": (
        "start_time",
        "call_time",
        "start",
        "start time",
        "开始时间",
        "呼叫时间",
        "拨打时间",
        "通话时间",
        "外呼时间",
        "拨号时间",
    ),
    "end_time": ("end_time", "end", "end time", "结束时间", "挂断时间", "挂机时间"),
    "duration": (
        "duration",
        "billsec",
        "talk time (s)",
        "通话时长",
        "通话时长(秒)",
        "时长",
        "时长(秒)",
        "通话秒数",
        "接通时长",
    ),
    "task_id": ("task_id", "task id", "任务id", "任务编号"),
    "task_name": ("task_name", "task", "任务", "任务名称", "外呼任务", "活动", "活动名称"),
    "agent_id": ("agent_id", "agent id", "坐席id", "坐席工号", "坐席编号", "工号", "分机", "分机号"),
    "agent_name": ("agent_name", "agent", "坐席", "坐席名称", "坐席姓名", "话务员", "客服", "员工"),
    "phone": (
        "phone",
        "电话",
        "电话号码",
        "手机",
        "手机号",
        "手机号码",
        "号码",
        "被叫",
        "被叫号码",
        "客户电话",
        "客户号码",
    ),
    "province": ("province", "省", "省份", "归属省"),
    "city": ("city", "市", "城市", "归属市"),
    "line": ("line", "线路", "外显号码", "主叫", "主叫号码"),
    "hangup_reason": ("hangup_reason", "hangup reason", "挂机原因", "挂断原因", "挂断方"),
    "grade": ("grade", "意向度", "意向", "意向等级", "意向标签", "客户意向"),
    "recording_url": ("recording_url", "录音", "录音地址", "录音链接", "录音文件"),
    "billed_minutes": ("billed_minutes", "计费分钟", "计费时长(分钟)", "计费分钟数"),
    "cost_cents": ("cost_cents",),
    "remark": ("remark", "备注", "说明", "小结"),
    "customer_name": ("customer_name", "客户姓名", "客户名称", "姓名", "客户"),
    "company": ("company", "公司", "公司名称", "企业", "企业名称", "单位"),
    "follow_up_id": ("follow_up_id",),
    "raw_outcome": ("raw_outcome",),
    "extra": ("extra",),
}
OUTCOME_HEADERS = ("outcome", "结果", "呼叫结果", "通话结果", "呼叫状态", "通话状态", "接通状态", "状态", "是否接通")
COST_HEADERS = ("cost", "cost (yuan)", "费用", "话费", "通话费用", "费用(元)", "金额")
OUTCOME_WORDS: dict[str, Outcome] = {
    **{outcome.value: outcome for outcome in Outcome},
    **dict.fromkeys(("接通", "已接通", "已接听", "接听", "是", "成功", "answered", "yes", "true"), Outcome.CONNECTED),
    **dict.fromkeys(
        ("未接通", "未接", "未接听", "无人接听", "无应答", "否", "no answer", "no", "false"), Outcome.NO_ANSWER
    ),
    **dict.fromkeys(("忙", "忙线", "占线", "用户忙", "正在通话中", "通话中"), Outcome.BUSY),
    **dict.fromkeys(("拒接", "拒绝", "用户拒接", "已拒接"), Outcome.REJECTED),
    **dict.fromkeys(("关机", "已关机"), Outcome.POWERED_OFF),
    **dict.fromkeys(("停机", "已停机", "欠费停机"), Outcome.SUSPENDED),
    **dict.fromkeys(("空号",), Outcome.INVALID_NUMBER),
    **dict.fromkeys(("不在服务区", "无法接通", "暂时无法接通"), Outcome.UNREACHABLE),
    **dict.fromkeys(("线路故障", "呼叫失败", "失败", "failed"), Outcome.LINE_FAULT),
    **dict.fromkeys(("语音信箱", "语音助手", "留言"), Outcome.VOICEMAIL),
    **dict.fromkeys(("取消", "已取消", "主叫取消", "主叫挂断"), Outcome.CANCELLED),
    **dict.fromkeys(("未拨打", "未呼叫", "待拨打"), Outcome.NOT_DIALLED),
}

NO_GUESS = Text(
    "猜不出各列的含义（没有认出 {missing}）。请写一个映射文件（见 docs/mappings.md）。文件里的列：{columns}",
    "Cannot guess what the columns mean (found none for {missing}). Write a mapping file (docs/mappings.md)."
    " Columns in the file: {columns}",
)


def guess_mapping(headers: Sequence[str], zone: str = DEFAULT_ZONE) -> FileMapping:
    """The mapping for a table with these headers; raises `MappingRefused`, naming them, where they say too little."""
    found, status = _recognised(headers)
    missing = [] if "start_time" in found else ["start_time 开始时间"]
    if status is None and "duration" not in found:
        missing.append("duration 通话时长 / outcome 呼叫结果")
    if missing:
        raise MappingRefused(NO_GUESS.fill(missing=", ".join(missing), columns=listed(headers)))
    return FileMapping(
        file=FileShape(), time=TimeShape(zone=zone), fields=_with_ids(found), outcome=_outcome(status, found)
    )


def propose_mapping(lines: Sequence[tuple[int, Sequence[str]]], zone: str = DEFAULT_ZONE) -> dict[str, Any]:
    """A mapping file's content for a table that begins with these lines, as far as its headers tell.

    The headers are the line that tells most: above it there may be titles. What they do not tell is left out; the words
    for outcomes are there for whichever column will be chosen.
    """
    line, headers = max(lines, key=lambda one: (len(_recognised(one[1])[0]), -one[0]), default=(1, ()))
    found, status = _recognised(headers)
    known = _with_ids(found) if found else found
    content: dict[str, Any] = {
        "time": {"zone": zone},
        "fields": {name: source.model_dump(mode="json", exclude_defaults=True) for name, source in known.items()},
    }
    if found and line > lines[0][0]:
        content["file"] = {"skip_rows": line - 1}
    rule: dict[str, Any] = {"values": OUTCOME_WORDS, "otherwise": Outcome.UNKNOWN if status else Outcome.NO_ANSWER}
    if status is not None:
        rule["column"] = status
    if "duration" in found:
        rule["connected_when_duration_over"] = 0
    return {**content, "outcome": rule}


def _recognised(headers: Sequence[str]) -> tuple[dict[FieldName, Source], int | None]:
    """The fields that have a header of their own, and the column that tells the outcome."""
    at: dict[str, int] = {}
    for number, header in enumerate(headers, 1):
        at.setdefault(plain(header), number)
    found = {
        field: Source(column=at[name]) for field, names in HEADERS.items() if (name := _first(names, at)) is not None
    }
    if (cost := _first(COST_HEADERS, at)) and "cost_cents" not in found:
        found["cost_cents"] = Source(column=at[cost], scale=Decimal(100))
    status = _first(OUTCOME_HEADERS, at)
    return found, at[status] if status else None


def _with_ids(found: dict[FieldName, Source]) -> dict[FieldName, Source]:
    """With what tells calls, agents and tasks apart where the table has no ids: everything is counted by them."""
    known = found if "call_id" in found else {**found, "call_id": _made_up_id(found)}
    named: tuple[tuple[FieldName, FieldName], ...] = (("agent_id", "agent_name"), ("task_id", "task_name"))
    return known | {key: known[name] for key, name in named if key not in known and name in known}


def _outcome(column: int | None, found: dict[FieldName, Source]) -> OutcomeRule:
    return OutcomeRule(
        column=column,
        values=OUTCOME_WORDS,
        connected_when_duration_over=0 if "duration" in found else None,
        otherwise=Outcome.UNKNOWN if column else Outcome.NO_ANSWER,
    )


def _made_up_id(found: dict[FieldName, Source]) -> Source:
    # when and whom: what stays when a grade is corrected and the table is exported again
    lasting = [source.column for name in ("start_time", "phone") if (source := found.get(name)) and source.column]
    return Source(row_hash=tuple(lasting) if "phone" in found else ("*",))


def _first(names: Sequence[str], at: dict[str, int]) -> str | None:
    return next((name for name in names if name in at), None)


def plain(header: str) -> str:
    """A header without case, spaces and the width of its brackets."""
    return header.strip().casefold().replace("\uff08", "(").replace("\uff09", ")").replace(" ", "_").strip("_*")


def listed(headers: Sequence[str], most: int = 40) -> str:
    """The headers for a sentence, numbered as a mapping may name them."""
    shown = ", ".join(f"{number}={header.strip()[:40]}" for number, header in enumerate(headers[:most], 1))
    return f"{shown}, …" if len(headers) > most else shown or "-"
