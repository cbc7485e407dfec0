"""The vendor's rows, pages and pushes in our shape. Nothing in a row raises: what cannot be taken becomes a refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl

import orjson

from leadline.calls.contracts import CallRow, Outcome, Refusal
from leadline.calls.ports import CallPage, PushedCalls, PushParser
from leadline.integrations.guanke.outcomes import outcome_of
from leadline.integrations.guanke.values import (
    LARGEST,
    counted,
    json_text,
    mapping_of,
    moment_of,
    person_of,
    text_of,
    unpacked,
    whole,
)
from leadline.kernel.clock import BusinessCalendar
from leadline.kernel.text import Text

ACKNOWLEDGEMENT: Final = b'{"code": 200, "message": "OK"}'
NOT_A_ROW: Final = Text("这一行不是对象，无法识别。", "This row is not an object and cannot be read.")
NO_ID: Final = Text(
    "这一行没有话单 ID（id），无法入库；请向供应商核实。",
    "The row has no call id (id) and cannot be stored; ask the vendor about it.",
)
NO_TIME: Final = Text(
    "话单的呼叫时间（callTime）无法识别：{value}；请向供应商核实。",
    "The call's time (callTime) cannot be read: {value}. Ask the vendor about it.",
)
# The names that pushes use, and slips of spelling, each with the name that a pulled row has.
ALIASES: Final = {
    "cdr_id": "id",
    "cdrId": "id",
    "cdrid": "id",
    "call_time": "callTime",
    "calltime": "callTime",
    "start_time": "callTime",
    "task_id": "taskId",
    "task_name": "TaskName",
    "taskName": "TaskName",
    "user_id": "userId",
    "cc_id": "ccId",
    "company_id": "companyId",
    "device_id": "deviceId",
    "device_name": "deviceName",
    "real_phone": "realPhone",
    "call_state": "callState",
    "is_call": "isCall",
    "is_follow": "isFollow",
    "hangup_reason": "hangupReason",
}
_EXPLICIT_ID: Final = ("cdr_id", "cdrId", "cdrid")
_NO_EXTRAS: Final = (None, None, None)


class RowParser:
    """Reads one row of the vendor's, pulled or pushed, in camelCase or snake_case."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._zone = calendar.zone

    def __call__(self, raw: object, line: int | None = None) -> CallRow | Refusal:
        row = mapping_of(raw)
        if row is None:
            return Refusal(NOT_A_ROW, line)
        if "callTime" not in row or "id" not in row or "TaskName" not in row:
            row = _renamed(row)
        get = row.get
        call_id = text_of(get("id"), 100)
        if call_id is None:
            return Refusal(NO_ID, line)
        start = moment_of(get("callTime"), self._zone)
        if start is None:
            return Refusal(NO_TIME.fill(value=repr(get("callTime"))[:40]), line, call_id)
        grade = text_of(get("grade"), 100)
        reason = text_of(get("hangupReason"), 100)
        seconds = whole(get("duration"))
        duration = 0 if seconds is None or seconds < 0 else min(seconds, LARGEST)
        talked = None if seconds is None else duration > 0
        outcome, said = outcome_of(_flag(get("callState")), _flag(get("isCall")), talked, reason, grade)
        ends = outcome is not Outcome.NOT_DIALLED and (outcome is not Outcome.UNKNOWN or seconds is not None)
        name, company, extra = _extras(row)
        # By position: with two dozen keywords the construction alone takes a quarter of the whole row's time.
        return CallRow(
            call_id,
            start,
            outcome,
            duration,
            said,
            start + timedelta(0, duration) if ends else None,
            ends,
            _reference(get("taskId")),
            text_of(get("TaskName"), 200),
            _reference(get("userId")),
            None,  # a row has no agent's name: it comes from the account totals
            _reference(get("ccId")),
            text_of(get("realPhone"), 32) or text_of(get("phone"), 32),
            text_of(get("province"), 100),
            text_of(get("city"), 100),
            text_of(get("deviceName"), 200),
            reason,
            grade,
            _url(get("audio")),
            counted(get("money")),
            counted(get("minute")),
            text_of(get("remark"), 2000),
            name,
            company,
            extra,
        )


def _renamed(row: Mapping[str, object]) -> dict[str, object]:
    renamed = dict(row)
    for alias, name in ALIASES.items():
        value = row.get(alias)
        if value is not None and renamed.get(name) is None:
            renamed[name] = value
    for alias in _EXPLICIT_ID:  # beside `cdr_id`, a plain `id` is the push's own number
        if row.get(alias) is not None:
            renamed["id"] = row[alias]
    return renamed


def _flag(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= 9 else counted(value)  # noqa: PLR2004  one digit


def _reference(value: object) -> str | None:
    text = text_of(value, 100)
    return None if text == "0" else text


def _url(value: object) -> str | None:
    text = text_of(value, 2001)
    return text if text and len(text) <= 2000 else None  # noqa: PLR2004  a cut address leads nowhere, so none is kept


def _extras(row: Mapping[str, object]) -> tuple[str | None, str | None, str | None]:
    """(customer's name, company, everything collected as JSON text)."""
    get = row.get
    params, ext, columns, content = get("params"), get("ext"), get("columns"), get("content")
    if not (params or ext or columns or content):
        return _NO_EXTRAS
    slots = {
        "params": unpacked(params),
        "ext": unpacked(ext),
        "columns": unpacked(columns),
        "content": unpacked(content),
    }
    name = company = None
    for value in slots.values():
        found = person_of(value)
        name, company = name or found[0], company or found[1]
    return name, company, json_text(slots)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """A list of rows, read: what was taken, what was refused, and every distinct id among them."""

    rows: tuple[CallRow, ...]
    refused: tuple[Refusal, ...]
    ids: frozenset[str]


def read_rows(parse: RowParser, raw: Iterable[object]) -> ReadRows:
    """Each of `raw` through `parse`; refusals carry their place, counted from 1."""
    rows: list[CallRow] = []
    refused: list[Refusal] = []
    for line, item in enumerate(raw, 1):
        result = parse(item, line)
        if isinstance(result, CallRow):
            rows.append(result)
        else:
            refused.append(result)
    ids = {row.call_id for row in rows}
    ids.update(refusal.call_id for refusal in refused if refusal.call_id is not None)
    return ReadRows(tuple(rows), tuple(refused), frozenset(ids))


def page_of(parse: RowParser, data: object, number: int | None, raw: bytes) -> CallPage:
    """The page in an answer's `data`; without a `number`, the answer's own one.

    Raises ValueError when it holds no list of rows: that is no empty page.
    """
    page = mapping_of(data)
    if page is None:
        raise ValueError("data is not an object")
    items, total = page.get("data"), counted(page.get("totalCount"))
    if items is None and total == 0:
        items = []
    if not isinstance(items, list):
        raise ValueError("data.data is not a list")  # noqa: TRY004  the answer is wrong, not our argument
    read = read_rows(parse, items)
    return CallPage(number or counted(page.get("page")) or 1, read.rows, read.refused, read.ids, total, raw)


def push_parser(calendar: BusinessCalendar) -> PushParser:
    """A reader of the vendor's pushes (CDR and form pushes; JSON object or list, or form-encoded).

    A form push says neither state nor duration: its rows have the outcome UNKNOWN, no end, and a duration of 0 that
    means 'not said'.
    """
    parse = RowParser(calendar)

    def parse_push(body: bytes, content_type: str) -> PushedCalls:
        read = read_rows(parse, _pushed_items(body, content_type))
        return PushedCalls(read.rows, read.refused, ACKNOWLEDGEMENT)

    return parse_push


def _pushed_items(body: bytes, content_type: str) -> list[object]:
    text = body.strip()
    # Senders mislabel their bodies often enough that the first character is the better witness.
    if text[:1] in (b"{", b"[") or "json" in content_type.lower():
        return _listed(orjson.loads(text))
    pairs = parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    if not pairs:
        raise ValueError("neither JSON nor a form")
    form: dict[str, object] = dict(pairs)
    if len(form) == 1 and isinstance(whole_push := unpacked(next(iter(form.values()))), (dict, list)):
        return _listed(whole_push)
    return [form]


def _listed(pushed: object) -> list[object]:
    if isinstance(pushed, list):
        return pushed
    row = mapping_of(pushed)
    if row is None:
        raise ValueError("the push is neither an object nor a list")
    inner = row.get("data")
    enveloped = isinstance(inner, (dict, list)) and not any(name in row for name in ("id", "cdr_id", "cdrId"))
    return _listed(inner) if enveloped else [row]
