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

    def cells(self, rows: Sequence[Found]) -> list[Cells]:
        """The sixteen cells of each row, made column by column."""
        if not rows:
            return []
        (
            _, sources, call_ids, starts, ends, durations, outcomes, grades, agents, agent_names, tasks, task_names,
            phones, provinces, cities, hangups, costs, remarks, *ciphers,
        ) = zip(*rows, strict=True)  # fmt: skip
        if ciphers and self._cipher is not None:
            phones = tuple(map(self._in_full, phones, ciphers[0]))
        columns = (
            call_ids, sources, map(self._clock, starts), [None if end is None else self._clock(end) for end in ends],
            durations, [self._labels.get(outcome, outcome) for outcome in outcomes], grades,
            agents, self._known("agent", sources, agents, agent_names),
            self._known("task", sources, tasks, task_names), phones, provinces, cities, hangups,
            [None if cost is None else cost / 100 for cost in costs], remarks,
        )  # fmt: skip
        return list(map(list, zip(*columns, strict=True)))

    def _known(
        self, kind: str, sources: Sequence[str], keys: Sequence[str], given: Sequence[str | None]
    ) -> list[str | None]:
        names = self._names
        return [names.get((source, kind, key), name) for source, key, name in zip(sources, keys, given, strict=True)]

    def _in_full(self, masked: str | None, sealed: bytes | None) -> str | None:
        if sealed is None or self._cipher is None:
            return masked
        return self._cipher.decrypt(bytes(sealed), PHONE_PURPOSE).decode()

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
