"""The days with all figures as a file: CSV, or a workbook."""

import asyncio
import csv
import io
import tempfile
from pathlib import Path

from rustpy_xlsxwriter import FastExcel

from leadline.calls.contracts import Completeness
from leadline.calls.schemas.daily import DayByDay, DayRow, DayTotals
from leadline.calls.service.export import BOM, ExportFormat
from leadline.kernel.text import Language, Text

Cell = str | int | float | None
SHEET = Text("每日明细", "Daily")
TOTAL = Text("合计", "Total")
WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
STATES = {
    Completeness.COMPLETE: Text("完整", "Complete"),
    Completeness.PARTIAL: Text("进行中", "Running"),
    Completeness.INCOMPLETE: Text("不完整", "Incomplete"),
    Completeness.UNVERIFIED: Text("未核对", "Unverified"),
    Completeness.NEVER: Text("未同步", "Never synced"),
}
FIGURES = {
    "calls": Text("外呼", "Calls"),
    "connected": Text("接通", "Connected"),
    "contact_rate": Text("接通率", "Contact rate"),
    "orders": Text("成功单", "Orders"),
    "orders_9": Text("9元单", "¥9 orders"),
    "orders_1": Text("1元单", "¥1 orders"),
    "success_rate": Text("成功率", "Success rate"),
    "agents": Text("坐席", "Agents"),
    "talk_seconds": Text("通话时长(秒)", "Talk time (s)"),
    "avg_talk": Text("平均通话(秒)", "Average talk (s)"),
    "order_value": Text("成单金额(元)", "Order value (CNY)"),
    "vendor_orders": Text("系统成功单", "Dialer's orders"),
    "deviation": Text("偏差", "Deviation"),
}
DATE, WEEKDAY, STATE = Text("日期", "Date"), Text("星期", "Weekday"), Text("数据状态", "State")


async def day_sheet(found: DayByDay, kind: ExportFormat, language: Language) -> bytes:
    """The rows of the page in its order, and the totals below them."""
    headers = [one.to(language) for one in (DATE, WEEKDAY, *FIGURES.values(), STATE)]
    lines = [[*_named(row, language), *_figures(row), STATES[row.state].to(language)] for row in found.rows]
    lines.append([TOTAL.to(language), None, *_figures(found.totals), None])
    if kind == "csv":
        return _csv(headers, lines)
    return await asyncio.to_thread(_workbook, SHEET.to(language), headers, lines)


def _named(row: DayRow, language: Language) -> tuple[str, str]:
    return row.date.isoformat(), WEEKDAYS[row.date.weekday()].to(language)


def _figures(row: DayRow | DayTotals) -> list[Cell]:
    return [getattr(row, name) for name in FIGURES]


def _csv(headers: list[str], lines: list[list[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headers, *lines])
    return BOM + text.getvalue().encode()


def _workbook(sheet: str, headers: list[str], lines: list[list[Cell]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "days.xlsx"
        book = FastExcel(str(path))
        book.sheet(sheet, [dict(zip(headers, cells, strict=True)) for cells in lines])
        book.save()
        return path.read_bytes()
