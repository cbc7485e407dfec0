"""Exported calls as cells: sixteen columns, headers and labels in the reader's language."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from leadline.calls.domain.outcomes import OUTCOME_LABELS
from leadline.calls.repository.record_list import Found
from leadline.calls.repository.records import PHONE_PURPOSE
from leadline.kernel.crypto.cipher import Cipher
from leadline.kernel.db.base import to_microseconds
from leadline.kernel.text import Language, Text

HEADERS = (
    Text("通话ID", "Call id"),
    Text("来源", "Source"),
    Text("开始时间", "Start"),
    Text("结束时间", "End"),
    Text("通话时长(秒)", "Talk time (s)"),
    Text("结果", "Outcome"),
    Text("意向度", "Grade"),
    Text("坐席ID", "Agent id"),
    Text("坐席", "Agent"),
    Text("任务", "Task"),
    Text("号码", "Phone"),
    Text("省份", "Province"),
    Text("城市", "City"),
    Text("挂机原因", "Hangup reason"),
    Text("费用(元)", "Cost (yuan)"),
    Text("备注", "Remark"),
)
READ = (
    "c.id", "c.source", "c.call_id", "c.start_time", "c.end_time", "c.duration", "c.outcome", "c.grade", "c.agent_id",
    "c.agent_name", "c.task_id", "c.task_name", "c.phone_masked", "c.province", "c.city", "c.hangup_reason",
    "c.cost_cents", "c.remark",
)  # fmt: skip
READ_UNMASKED = (*READ, "c.phone_cipher")
DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
TEXT_PLACES = (0, 1, 6, 7, 8, 9, 10, 11, 12, 13, 15)
Cell = str | int | float | None
Cells = list[Cell]


class CellWriter:
    """Makes the cells of rows of READ (or of READ_UNMASKED, then with the full number)."""

    def __init__(
        self, zone: ZoneInfo, names: Mapping[tuple[str, str, str], str], language: Language, cipher: Cipher | None
    ) -> None:
        self._names = names
        self._cipher = cipher
        self._labels = {outcome: label.to(language) for outcome, label in OUTCOME_LABELS.items()}
        # an offset is a whole number of minutes, and calls come in order: the same minute is asked for again and again
        self._minute = lru_cache(maxsize=8192)(
            lambda minute: datetime.fromtimestamp(minute * 60, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:")
        )

    def cells(self, row: Found) -> Cells:
        """The sixteen cells of one row."""
        values = tuple(row)
        _, source, call_id, start, end, duration, outcome, grade, agent, agent_name, task, task_name = values[:12]
        phone, province, city, hangup, cost, remark, *cipher = values[12:]
        if cipher and cipher[0] is not None and self._cipher is not None:
            phone = self._cipher.decrypt(bytes(cipher[0]), PHONE_PURPOSE).decode()
        return [
            call_id,
            source,
            self._clock(start),
            None if end is None else self._clock(end),
            duration,
            self._labels.get(outcome, outcome),
            grade,
            agent,
            self._names.get((source, "agent", agent), agent_name),
            self._names.get((source, "task", task), task_name),
            phone,
            province,
            city,
            hangup,
            None if cost is None else cost / 100,
            remark,
        ]

    def _clock(self, value: datetime | int) -> str:
        seconds = (value if isinstance(value, int) else to_microseconds(value)) // 1_000_000
        return f"{self._minute(seconds // 60)}{seconds % 60:02d}"


def headers(language: Language) -> list[str]:
    """The first row."""
    return [text.to(language) for text in HEADERS]


def harmless(rows: Sequence[Cells]) -> Sequence[Cells]:
    """The same rows with no text that a spreadsheet would take for a formula."""
    for cells in rows:
        for place in TEXT_PLACES:
            cell = cells[place]
            if cell and cell[0] in DANGEROUS:  # type: ignore[index]  # these places hold texts
                cells[place] = f"'{cell}"
    return rows
