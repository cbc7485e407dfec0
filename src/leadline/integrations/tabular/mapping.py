"""The mapping file: which column of somebody's table feeds which field of a call (docs/mappings.md)."""

import codecs
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal, Self, get_args
from zoneinfo import ZoneInfo

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from leadline.calls.contracts import Outcome
from leadline.integrations.tabular.text_lines import AUTO
from leadline.integrations.tabular.values import DEFAULT_ZONE
from leadline.kernel.errors import Detail, LeadlineError
from leadline.kernel.http.reasons import details_of
from leadline.kernel.text import Text

LARGEST_MAPPING = 1 << 20
TextField = Literal[
    "call_id", "raw_outcome", "task_id", "task_name", "agent_id", "agent_name", "follow_up_id", "phone", "province",
    "city", "line", "hangup_reason", "grade", "recording_url", "remark", "customer_name", "company", "extra",
]  # fmt: skip
TimeField = Literal["start_time", "end_time"]
NumberField = Literal["duration", "cost_cents", "billed_minutes"]
FieldName = TextField | TimeField | NumberField
Part = Literal["year", "month", "day", "hour", "minute", "second"]

UNREADABLE_FILE = Text("读不了映射文件 {name}：{why}", "Cannot read the mapping file {name}: {why}")
NEITHER = Text("映射文件应为 .toml 或 .json：{name}", "A mapping file ends in .toml or .json: {name}")
WRONG = Text("映射文件 {name} 有 {count} 处错误：{list}", "The mapping file {name} is wrong in {count} places: {list}")

NO_KEY = Text("没有这个键", "there is no such key here")
NO_FIELD = Text("没有这个字段，可用的有：{names}", "there is no such field; there are {names}").fill(
    names=" ".join(name for kind in get_args(FieldName) for name in get_args(kind))
)


class MappingRefused(LeadlineError):
    """A mapping that cannot be used, or a file that it does not fit; `details` names each place."""

    status = 422
    code = "mapping_refused"
    message = Text("{zh}", "{en}")

    def __init__(self, reason: Text, details: Sequence[Detail] = ()) -> None:
        super().__init__(details, zh=reason.zh, en=reason.en)


def _refusal(zh: str, en: str) -> PydanticCustomError:
    return PydanticCustomError("mapping", "{en}", {"zh": zh, "en": en})


def _as_source(value: object) -> object:
    # the short form: a column's name or its number alone
    return {"column": value} if isinstance(value, str | int) and not isinstance(value, bool) else value


Column = Annotated[int, Field(ge=1, le=16384, strict=True)] | Annotated[str, Field(min_length=1, strict=True)]
Constant = str | int | float


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PartSource(_Strict):
    """Where a part of a date comes from: a column or a constant, then the value map (English months are known)."""

    column: Column | None = None
    constant: Constant | None = None
    values: dict[str, str] = {}

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if (self.column is None) == (self.constant is None):
            raise _refusal("column 和 constant 要且只要写一个", "give exactly one of column and constant")
        return self


class Source(_Strict):
    """Where one field's text comes from: exactly one of the first six, then the value map."""

    column: Column | None = None
    constant: Constant | None = None
    template: str | None = None
    parts: dict[Part, Annotated[PartSource, BeforeValidator(_as_source)]] | None = None
    row_hash: tuple[Column, ...] | None = Field(None, min_length=1)
    row_number: StrictBool = False
    values: dict[str, str] = {}
    otherwise: str | None = None
    scale: Decimal = Field(Decimal(1), gt=0, le=1_000_000)

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        origins = (self.column, self.constant, self.template, self.parts, self.row_hash)
        if sum(origin is not None for origin in origins) + self.row_number != 1:
            raise _refusal(
                "要且只要写一个来源：column、constant、template、parts、row_hash 或 row_number",
                "give exactly one origin: column, constant, template, parts, row_hash or row_number",
            )
        if self.parts is not None and not {"year", "month", "day"} <= self.parts.keys():
            raise _refusal("parts 至少要有 year、month、day", "parts needs year, month and day at least")
        if self.template is not None:
            _check_template(self.template)
        return self


FieldSource = Annotated[Source, BeforeValidator(_as_source)]


class OutcomeRule(_Strict):
    """How a row's outcome is known: by a column's texts, else by the duration, else `otherwise`."""

    column: Column | None = None
    values: dict[str, Outcome] = {}
    connected_when_duration_over: int | None = Field(None, ge=0)
    otherwise: Outcome = Outcome.UNKNOWN

    @model_validator(mode="after")
    def _decides(self) -> Self:
        if self.column is None and self.connected_when_duration_over is None:
            raise _refusal(
                "outcome 要写 column 或 connected_when_duration_over",
                "outcome needs column or connected_when_duration_over",
            )
        return self


class FileShape(_Strict):
    """How the table stands in its file. An empty delimiter is found from the first line."""

    delimiter: str = Field("", max_length=1)
    encoding: str = AUTO
    header: StrictBool = True
    skip_rows: int = Field(0, ge=0, le=10_000)
    sheet: str | None = None
    decimal_comma: StrictBool = False

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.encoding != AUTO and not _is_text_encoding(self.encoding):
            raise _refusal(f"不认识的编码 {self.encoding}", f"unknown encoding {self.encoding}")
        if self.delimiter in {'"', "\r", "\n", " "}:
            raise _refusal("分隔符不能是引号、换行或空格", "the delimiter cannot be a quote, a line break or a space")
        return self


class TimeShape(_Strict):
    """Which wall clock the texts are on, and, where they are unusual, their strptime formats."""

    zone: str = DEFAULT_ZONE
    formats: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        try:
            ZoneInfo(self.zone)
        except (OSError, ValueError, LookupError):
            raise _refusal(f"不认识的时区 {self.zone}", f"unknown time zone {self.zone}") from None
        return self


class FileMapping(_Strict):
    """A whole mapping. `outcome` may be left out where a duration is mapped: talked means connected."""

    file: FileShape = FileShape()
    time: TimeShape = TimeShape()
    fields: dict[FieldName, FieldSource]
    outcome: OutcomeRule = OutcomeRule(connected_when_duration_over=0, otherwise=Outcome.NO_ANSWER)

    @model_validator(mode="after")
    def _makes_calls(self) -> Self:
        if missing := {"call_id", "start_time"} - self.fields.keys():
            names = ", ".join(sorted(missing))
            raise _refusal(
                f'fields 缺少 {names}；没有编号列时可写 call_id = {{ row_hash = ["*"] }}',
                f'fields lacks {names}; without a column of ids, write call_id = {{ row_hash = ["*"] }}',
            )
        if "outcome" not in self.model_fields_set and "duration" not in self.fields:
            raise _refusal("没有 duration 时要写 [outcome]", "without a duration, [outcome] must say what connected is")
        for name, source in self.fields.items():
            if name != "call_id" and (source.row_number or source.row_hash):
                raise _refusal("row_number 和 row_hash 只用于 call_id", "row_number and row_hash are for call_id only")
            if source.parts is not None and name not in get_args(TimeField):
                raise _refusal("parts 只用于时间", "parts is for times only")
        return self


def _check_template(template: str) -> None:
    try:
        marks = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template)]
    except ValueError:
        raise _refusal("template 的花括号不成对", "the template's braces do not match") from None
    if any(name is not None and (not name or spec or conversion) for name, spec, conversion in marks):
        raise _refusal("template 里只能写 {列名}", "a template's marks are column names only: {name}")


def load_mapping(path: Path) -> FileMapping:
    """The mapping in a TOML or JSON file; raises `MappingRefused` with every fault it found, by place."""
    if path.suffix.lower() not in {".toml", ".json"}:
        raise MappingRefused(NEITHER.fill(name=path.name))
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_MAPPING).decode("utf-8-sig")
        content = tomllib.loads(text) if path.suffix.lower() == ".toml" else orjson.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise MappingRefused(UNREADABLE_FILE.fill(name=path.name, why=error)) from None
    return parse_mapping(content, path.name)


def parse_mapping(content: object, name: str = "") -> FileMapping:
    """A mapping from what its file said; raises `MappingRefused`."""
    try:
        return FileMapping.model_validate(content)
    except ValidationError as error:
        details = _details(error.errors(include_url=False))
        places = Text(
            "；".join(f"{at}：{why.zh}" for at, why in details), "; ".join(f"{at}: {why.en}" for at, why in details)
        )
        raise MappingRefused(WRONG.fill(name=name, count=len(details), list=places), details) from None


def _details(errors: Sequence[ErrorDetails]) -> list[Detail]:
    """One for each place: of a value that may be of several kinds pydantic tells why it is none of them, one by one."""
    found: dict[str, Detail] = {}
    for error in errors:
        detail = _detail(error)
        found.setdefault(detail.field, detail)
    return list(found.values())


def _detail(error: ErrorDetails) -> Detail:
    parts = [str(part) for part in error["loc"]]
    place = ".".join(part for part in parts if not _of_pydantic(part)) or "mapping"
    context = error.get("ctx", {})
    if error["type"] == "mapping":
        return Detail(place, Text(context["zh"], context["en"]))
    if "[key]" in parts:
        return Detail(place, NO_FIELD)
    known = {"extra_forbidden": NO_KEY, "missing": Text("缺少这一项", "this is missing")}
    return Detail(place, known.get(error["type"]) or details_of([error])[0].reason)


def _of_pydantic(part: str) -> bool:
    """Whether a part of a place is pydantic's word for a kind of value, which no file holds."""
    return part == "[key]" or part.startswith(("literal[", "constrained-", "function-"))


def _is_text_encoding(name: str) -> bool:
    try:
        decoder = codecs.getincrementaldecoder(name)("replace")
        # some codecs turn bytes into bytes, or refuse bytes that they do not know whatever they are told
        return isinstance(bytes(range(256)).decode(name, "replace"), str) and isinstance(decoder.decode(b"a"), str)
    except (LookupError, ValueError, TypeError, AssertionError):
        return False
