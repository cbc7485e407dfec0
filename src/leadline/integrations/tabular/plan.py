"""A mapping, bound to the columns of one file: what turns each row into a call."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from string import Formatter
from typing import Any, TypeVar, get_args

from leadline.calls.contracts import CallRow, Outcome
from leadline.integrations.tabular.guessing import listed, plain
from leadline.integrations.tabular.identity import Repeats, fit_id, row_hash
from leadline.integrations.tabular.mapping import (
    Column,
    FileMapping,
    MappingRefused,
    PartSource,
    Source,
    TimeField,
)
from leadline.integrations.tabular.values import (
    ID_LENGTH,
    NAME_LENGTH,
    REMARK_LENGTH,
    LocalTimes,
    Unreadable,
    read_seconds,
    read_whole,
)
from leadline.kernel.text import Text

Cells = list[str]
Read = Callable[[Cells], str]
T = TypeVar("T")

MISSING = Text(
    "文件里没有映射所写的列：{missing}。文件里的列：{columns}",
    "The file lacks columns that the mapping names: {missing}. Columns in the file: {columns}",
)
IN_FIELD = Text("{name}（{field}）：{why}", "{field}: {why}")
READ_NAMES = {"start_time": "开始时间", "end_time": "结束时间", "duration": "通话时长", "call_id": "通话 ID"}
READ_NAMES |= {"cost_cents": "费用", "billed_minutes": "计费分钟"}
NO_ID = Text("没有通话编号", "there is no call id")
ALL_COLUMNS = "*"
ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {text: str(number) for number, name in enumerate(ENGLISH_MONTHS, 1) for text in (name, name[:3])}
LENGTHS = {"remark": REMARK_LENGTH, "extra": REMARK_LENGTH, "recording_url": 500, "task_name": NAME_LENGTH}
for _name in ("agent_name", "hangup_reason", "customer_name", "company"):
    LENGTHS[_name] = NAME_LENGTH
POSITION = {name: position for position, name in enumerate(CallRow._fields)}
DURATION, OUTCOME, RAW_OUTCOME, CALL_ID = (POSITION[name] for name in ("duration", "outcome", "raw_outcome", "call_id"))


class Plan:
    """Makes calls of one file's rows. Raises `MappingRefused` where the file lacks a column that the mapping names."""

    def __init__(self, mapping: FileMapping, headers: Sequence[str], width: int, stem: str) -> None:
        self._columns = _Columns(headers, width)
        self._mapping = mapping
        self._width = width
        self._stem = stem
        self._moment = LocalTimes(mapping.time.zone, mapping.time.formats)
        self._repeats = Repeats() if mapping.fields["call_id"].row_hash else None
        # Any: a row's values are of as many types as CallRow has fields
        self._blank: list[Any] = [CallRow._field_defaults.get(name) for name in CallRow._fields]
        self._steps: list[tuple[int, Read, Callable[[str], Any]]] = [
            (POSITION[name], self._reader(source), self._converter(name, source))
            for name, source in mapping.fields.items()
        ]
        self._outcome = self._outcome_rule()
        self._numbered = mapping.fields["call_id"].row_number
        self._columns.refuse_missing()

    def call(self, cells: Cells, line: int) -> CallRow:
        """The row's call; raises `Unreadable`, naming the field."""
        if len(cells) < self._width:
            cells.extend([""] * (self._width - len(cells)))
        values = self._blank.copy()
        position = CALL_ID
        try:
            for position, read, convert in self._steps:
                values[position] = convert(read(cells))
        except Unreadable as error:
            field = CallRow._fields[position]
            raise Unreadable(_in_field(field, error.reason), values[CALL_ID]) from None
        if self._numbered:
            values[CALL_ID] = fit_id(f"{self._stem}:{line}")
        elif self._repeats is not None:
            values[CALL_ID] = self._repeats.distinct(values[CALL_ID])
        self._outcome(cells, values)
        return CallRow._make(values)

    def _converter(self, name: str, source: Source) -> Callable[[str], Any]:
        if name == "call_id":
            return str if source.row_number or source.row_hash else _read_id
        if name in get_args(TimeField):
            return self._moment if name == "start_time" else lambda text: self._moment(text) if text.strip() else None
        comma = self._mapping.file.decimal_comma
        if name == "duration":
            if source.scale == 1 and not comma:
                return read_seconds
            return lambda text: read_whole(text, source.scale, decimal_comma=comma) or 0
        if name in {"cost_cents", "billed_minutes"}:
            return lambda text: read_whole(text, source.scale, decimal_comma=comma)
        length = LENGTHS.get(name, ID_LENGTH)
        return lambda text: text.strip()[:length] or None

    def _reader(self, source: Source) -> Read:
        read = self._origin(source)
        if not source.values and source.otherwise is None:
            return read
        table, otherwise = _folded(source.values), source.otherwise

        def mapped(cells: Cells) -> str:
            text = read(cells).strip()
            return table.get(text.casefold(), text if otherwise is None else otherwise)

        return mapped

    def _origin(self, source: Source) -> Read:
        if source.column is not None:
            return itemgetter(self._columns.at(source.column))
        if source.template is not None:
            return self._joined(source.template)
        if source.parts is not None:
            return self._dated(dict(source.parts))
        if source.row_hash is not None:
            return self._hashed(source.row_hash)
        text = "" if source.constant is None else str(source.constant)
        return lambda _cells: text

    def _joined(self, template: str) -> Read:
        pieces = [
            (literal, self._columns.at_name(name) if name else None)
            for literal, name, _, _ in Formatter().parse(template)
        ]
        return lambda cells: "".join(
            literal if place is None else literal + cells[place].strip() for literal, place in pieces
        )

    def _dated(self, parts: dict[Any, PartSource]) -> Read:
        def part(name: str) -> Read:
            source = parts.get(name)
            if source is None:
                return lambda _cells: "0"
            table = {**MONTHS, **_folded(source.values)} if name == "month" else _folded(source.values)
            if source.column is None:
                text = str(source.constant)
                return lambda _cells: table.get(text.casefold(), text)
            read: Read = itemgetter(self._columns.at(source.column))
            return lambda cells: table.get((text := read(cells).strip()).casefold(), text)

        reads = [part(name) for name in ("year", "month", "day", "hour", "minute", "second")]
        pattern = "{:0>4}-{:0>2}-{:0>2} {:0>2}:{:0>2}:{:0>2}"
        return lambda cells: pattern.format(*(read(cells) for read in reads))

    def _hashed(self, columns: tuple[Column, ...]) -> Read:
        if ALL_COLUMNS in columns:
            return row_hash
        places = [self._columns.at(column) for column in columns]
        return lambda cells: row_hash([cells[place] for place in places])

    def _outcome_rule(self) -> Callable[[Cells, list[Any]], None]:
        rule = self._mapping.outcome
        table = _folded(rule.values) or {outcome.value: outcome for outcome in Outcome}
        place = None if rule.column is None else self._columns.at(rule.column)
        least = rule.connected_when_duration_over
        keeps_raw = "raw_outcome" not in self._mapping.fields

        def judge(cells: Cells, values: list[Any]) -> None:
            found: Outcome | None = None
            if place is not None:
                said = cells[place].strip()
                found = table.get(said.casefold())
                if keeps_raw:
                    values[RAW_OUTCOME] = said[:ID_LENGTH] or None
            if found is None and least is not None and values[DURATION] > least:
                found = Outcome.CONNECTED
            values[OUTCOME] = found or rule.otherwise

        return judge


class _Columns:
    """Finds columns by header or number, and gathers those that are missing, so that all are named at once."""

    def __init__(self, headers: Sequence[str], width: int) -> None:
        self._headers = headers
        self._width = width
        self._missing: list[str] = []
        self._at = {plain(header): place for place, header in reversed(list(enumerate(headers)))}
        self._at.update({header.strip(): place for place, header in reversed(list(enumerate(headers)))})

    def at(self, column: Column) -> int:
        place = column - 1 if isinstance(column, int) else self._at.get(column.strip(), self._at.get(plain(column)))
        if place is None or place >= self._width:
            self._missing.append(str(column))
            return 0
        return place

    def at_name(self, name: str) -> int:
        # a template names columns in text: where no header reads so, digits are a column's number
        known = name.strip() in self._at or not (name.isascii() and name.isdigit() and int(name) > 0)
        return self.at(name if known else int(name))

    def refuse_missing(self) -> None:
        if self._missing:
            columns = listed(self._headers or [""] * self._width)
            raise MappingRefused(MISSING.fill(missing=", ".join(dict.fromkeys(self._missing)), columns=columns))


def _folded(values: dict[str, T]) -> dict[str, T]:
    return {text.strip().casefold(): value for text, value in values.items()}


def _in_field(field: str, why: Text) -> Text:
    return IN_FIELD.fill(name=READ_NAMES.get(field, field), field=field, why=why)


def _read_id(text: str) -> str:
    if not (found := text.strip()):
        raise Unreadable(NO_ID)
    return fit_id(found)
