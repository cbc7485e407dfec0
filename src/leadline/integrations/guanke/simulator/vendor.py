"""The vendor's endpoints, as functions of a request: no sockets here, and no faults."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random
from secrets import token_hex
from typing import Final

import orjson

from leadline.integrations.guanke.simulator.days import ZONE, Calendar
from leadline.integrations.guanke.simulator.faults import Faults
from leadline.integrations.guanke.simulator.names import ACCOUNTS, LINES, TASKS
from leadline.integrations.guanke.simulator.views import Figures, View, grouped, summed

TOKEN_INVALID, TOKEN_EXPIRED, LOG_IN_WRONG, WRONG_PARAMETER = 1_000_001, 1_000_002, 1_000_003, 1_000_010
LARGEST_PAGE: Final = 1000
WIDEST_DAYS: Final = 7
_KEPT_VIEWS: Final = 16
_QUERY_TYPES: Final = {1: 0, 2: 0, 10: 1, 20: 1}


class Refusal(Exception):
    """A business error: HTTP 200, a code of its own, no data."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(slots=True)
class Account:
    """What the simulator lets in."""

    secret: str = "demo-secret"  # noqa: S105  a simulator's published default
    username: str = "demo"
    password: str = "demo"  # noqa: S105  as above


@dataclass(slots=True)
class Vendor:
    """The simulated vendor's state: days, tokens, tasks made through the API."""

    seed: int
    account: Account
    faults: Faults
    tokens: set[str] = field(default_factory=set)
    expired: set[str] = field(default_factory=set)
    made_tasks: list[dict[str, object]] = field(default_factory=list)
    log_ins: int = 0
    rng: Random = field(init=False)
    _calendar: Calendar = field(init=False)
    _views: "OrderedDict[tuple[date, int, int, float], View]" = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self._calendar = Calendar(self.seed, self.faults.calls_per_day)

    def log_in(self, query: Mapping[str, str]) -> dict[str, object]:
        """`GET /token/secret` or `GET /token`."""
        known = self.account
        by_secret = query.get("secret") == known.secret
        by_password = query.get("username") == known.username and query.get("password") == known.password
        if not (by_secret or by_password):
            raise Refusal(LOG_IN_WRONG, "账号或密钥错误")
        token = token_hex(24)
        self.tokens.add(token)
        self.log_ins += 1
        return {"token": token}

    def let_in(self, token: str) -> None:
        """Raises `Refusal` unless `token` is good: the raw token, without `Bearer`."""
        if token in self.expired:
            raise Refusal(TOKEN_EXPIRED, "token已过期")
        if token not in self.tokens:
            raise Refusal(TOKEN_INVALID, "token无效")

    def expire(self) -> None:
        """End every token that was given out."""
        self.expired |= self.tokens
        self.tokens.clear()

    def view(self, day: date) -> View:
        """`day` as of the simulator's clock."""
        if self._calendar.calls_per_day != self.faults.calls_per_day:
            self._calendar = Calendar(self.seed, self.faults.calls_per_day)
            self._views.clear()
        calls, moment = self._calendar.day(day), self.faults.moment()
        key = (day, calls.visible(moment), calls.corrected(moment), self.faults.null_grades)
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = View(calls, *key[1:])
            if len(self._views) > _KEPT_VIEWS:
                self._views.popitem(last=False)
        return view

    def calls(self, query: Mapping[str, str]) -> bytes:
        """`GET /task/cdr/all2`, as a whole body: its rows are JSON already."""
        page, size = max(1, _int(query, "page", 1)), _int(query, "pageSize", 20)
        start, end = _moment(query, "startTime"), _moment(query, "endTime")
        if end - start > timedelta(days=WIDEST_DAYS):
            raise Refusal(WRONG_PARAMETER, "查询时间跨度不能超过7天")
        matching = self._matching(start, end, query)
        total = sum(len(rows) for _, rows in matching)
        first = (page - 1) * size + self.faults.shift(page)
        rows = "" if size > LARGEST_PAGE or size < 1 else ",".join(_slice(matching, max(0, first), size))
        return (
            f'{{"code":200,"message":"OK","data":{{"data":[{rows}],"start":{start.timestamp():.0f},'
            f'"end":{end.timestamp():.0f},"page":{page},"only":"","totalCount":{total}}}}}'
        ).encode()

    def _matching(self, start: datetime, end: datetime, query: Mapping[str, str]) -> list[tuple[View, Sequence[int]]]:
        task, state = _int(query, "taskId", -1), _int(query, "callState", -1)
        filters = (None if task < 0 else task, None if state < 0 else state, query.get("phone") or None)
        days = [start.date() + timedelta(days=offset) for offset in range((end.date() - start.date()).days + 1)]
        views = [self.view(day) for day in days]
        return [(view, view.rows(start.timestamp(), end.timestamp(), *filters)) for view in views]

    def stat(self, body: Mapping[str, object]) -> dict[str, object]:
        """`POST /extension/agent/stat`."""
        try:
            first = date.fromisoformat(str(body.get("start_time")))
            last = date.fromisoformat(str(body.get("end_time")))
        except ValueError:
            raise Refusal(WRONG_PARAMETER, "时间格式错误") from None
        if not 0 <= (last - first).days < WIDEST_DAYS:
            raise Refusal(WRONG_PARAMETER, "查询时间跨度不能超过7天")
        kind = body.get("query_type")
        if not isinstance(kind, int) or kind not in _QUERY_TYPES:
            raise Refusal(WRONG_PARAMETER, "query_type错误")
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        figures: Figures = sum((self.view(day).figures for day in days), Counter())
        # The vendor's success_number sometimes differs from the grades by one, which nobody has explained.
        off = sum(deviation(self.seed, day) for day in days) if figures else 0
        calls, connected, orders = summed(figures)
        total = _line("", "总计", (calls, connected, max(0, orders + off)))
        content = _content(kind, figures)
        average = _line("", "平均", tuple(n // max(1, len(content)) for n in (calls, connected, orders)))
        return {"content": [*content, {**average, "username": "平均 "}, total], "total": total, "average": average}

    def tasks(self) -> dict[str, object]:
        """`GET /task/list/v2`."""
        known = [{"id": key, "task_name": name, "status": 1} for key, name in TASKS]
        return {"data": known + self.made_tasks, "totalCount": len(known) + len(self.made_tasks)}

    def scenes(self) -> list[dict[str, object]]:
        """`GET /scene/external/list`."""
        return [{"id": 11, "name": "首充邀约话术"}, {"id": 12, "name": "老客唤醒话术"}]

    def devices(self) -> list[dict[str, object]]:
        """`GET /device/list`."""
        return [{"id": key, "name": name} for key, name in LINES]

    def add_task(self, body: Mapping[str, object]) -> int:
        """`POST /task/external/add`: the new task's id."""
        phones = body.get("phones")
        lines = [name for name in ("device_id", "device_group_id") if body.get(name)]
        if not body.get("task_name") or not body.get("scene_id") or len(lines) != 1 or not isinstance(phones, list):
            raise Refusal(WRONG_PARAMETER, "参数错误")
        key = 10_001 + len(self.made_tasks)
        self.made_tasks.append({"id": key, "task_name": body["task_name"], "status": 0, "phones": len(phones)})
        return key

    def add_phones(self, body: Mapping[str, object]) -> int:
        """`POST /task/external/add/phone`: how many numbers the task has now."""
        phones, key = body.get("phones"), body.get("task_id")
        task = next((one for one in self.made_tasks if str(one["id"]) == str(key)), None)
        if task is None or not isinstance(phones, list):
            raise Refusal(WRONG_PARAMETER, "任务不存在")
        task["phones"] = int(str(task["phones"])) + len(phones)
        return int(str(task["phones"]))


def deviation(seed: int, day: date) -> int:
    """By how much `success_number` differs from the grades on `day`: mostly 0, now and then 1 or -1."""
    return {0: 1, 1: -1}.get(sha256(f"{seed}:{day}".encode()).digest()[0] % 12, 0)


def _content(kind: int, figures: Figures) -> list[dict[str, object]]:
    groups = grouped(figures, _QUERY_TYPES[kind])
    if kind == 2:  # noqa: PLR2004  one group holds everybody
        return [_line(1, "电销一组", summed(figures))] if figures else []
    if kind == 10:  # noqa: PLR2004  a line carries every fourth task
        lines: dict[int, list[int]] = {}
        for task, counts in groups.items():
            line = lines.setdefault(task % len(LINES), [0, 0, 0])
            line[:] = [one + other for one, other in zip(line, counts, strict=True)]
        return [_line(LINES[place][0], LINES[place][1], tuple(counts)) for place, counts in sorted(lines.items())]
    cast = TASKS if kind == 20 else ACCOUNTS  # noqa: PLR2004  the contract's number for tasks
    return [_line(cast[place][0], cast[place][1], counts) for place, counts in groups.items()]


def _line(key: int | str, name: str, counts: tuple[int, ...]) -> dict[str, object]:
    calls, connected, orders = counts
    loose = isinstance(key, int) and key % 3 == 0  # some lines come with texts and nulls for numbers
    return {
        "user_id": str(key) if loose else key,
        "username": name,
        "callout_number": str(calls) if loose else calls,
        "called_number": connected,
        "connected_rate": round(100 * connected / calls, 2) if calls else 0,
        "success_number": None if loose and not orders else orders,
        "intention_number": None,
        "intention_number2": 0,
    }


def _slice(matching: list[tuple[View, Sequence[int]]], first: int, size: int) -> list[str]:
    texts: list[str] = []
    for view, rows in matching:
        wanted = rows[first : first + size - len(texts)]
        texts += [view.row(row) for row in wanted]
        first = max(0, first - len(rows))
    return texts


def _int(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() else default


def _moment(query: Mapping[str, str], name: str) -> datetime:
    try:
        return datetime.strptime(query.get(name, ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=ZONE)
    except ValueError:
        raise Refusal(WRONG_PARAMETER, f"{name}格式错误") from None


def envelope(data: object) -> bytes:
    """A successful answer's body."""
    return orjson.dumps({"code": 200, "message": "OK", "data": data})
