"""The envelope of every answer: {success, data, meta, pagination} or {success, error, code, details, trace_id}.

`answer` writes JSON bytes straight from the models (pydantic-core), so FastAPI neither validates nor encodes again;
routes name `response_model=Answer[...]` or `PageAnswer[...]` for OpenAPI only.
"""

from dataclasses import is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, TypeAdapter
from pydantic_core import to_json
from starlette.responses import Response

T = TypeVar("T")
HOT_SECONDS = "x-hot-seconds"
ONLY_DESCRIBED = ConfigDict(defer_build=True)  # nothing is validated by it: a start need not build its validator
_zone: list[ZoneInfo] = [ZoneInfo("Asia/Shanghai")]


def use_zone(name: str) -> None:
    """Write `LocalTime` on the wall clock of this zone from now on (the shell of the application sets it once)."""
    _zone[0] = ZoneInfo(name)


def local_iso(moment: datetime) -> str:
    """ISO 8601 on the business's wall clock with its offset, such as 2025-11-30T18:30:00+08:00."""
    return moment.astimezone(_zone[0]).isoformat()


LocalTime = Annotated[datetime, PlainSerializer(local_iso, return_type=str, when_used="json-unless-none")]
"""An aware datetime that is written with the business zone's offset: for every time in a schema."""


class Meta(BaseModel):
    """Where the data is from and how old it is. Contexts may add fields of their own."""

    model_config = ConfigDict(extra="allow")

    source: Annotated[Literal["cache", "live"] | None, Field(description="counted before, or just now")] = None
    updated_at: Annotated[LocalTime | None, Field(description="when the data was last brought up to date")] = None
    complete: Annotated[bool | None, Field(description="false: the vendor may have more than we do")] = None


class Page(BaseModel):
    """Place in a counted list."""

    page: int
    per_page: int
    total: int
    pages: int

    @classmethod
    def of(cls, page: int, per_page: int, total: int) -> "Page":
        """The place of page number `page` (from 1) of `total` records."""
        return cls(page=page, per_page=per_page, total=total, pages=-(-total // per_page))


class Cursor(BaseModel):
    """Place in a list that is read on and on; null at its end."""

    next_cursor: str | None


class Answer(BaseModel, Generic[T]):
    """Success."""

    model_config = ONLY_DESCRIBED
    success: Literal[True] = True
    data: T
    meta: Meta | None = None


class PageAnswer(BaseModel, Generic[T]):
    """A list and the place in it."""

    model_config = ONLY_DESCRIBED
    success: Literal[True] = True
    data: list[T]
    pagination: Page | Cursor
    meta: Meta | None = None


class FailureDetail(BaseModel):
    """What is wrong with one field."""

    field: str
    reason: str


class Failure(BaseModel):
    """A refusal: `error` in the reader's language, `code` stable, `trace_id` to be found in the log."""

    success: Literal[False] = False
    error: str
    code: str
    details: list[FailureDetail] = []
    trace_id: str


class JsonAnswer(Response):
    """JSON bytes that are ready to be sent."""

    media_type = "application/json"

    def __init__(self, content: bytes, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(content, status_code, {"cache-control": "no-store", **(headers or {})})


def answer(
    data: object,
    meta: Meta | None = None,
    pagination: Page | Cursor | None = None,
    status: int = 200,
    hot_seconds: float | None = None,
) -> JsonAnswer:
    """The envelope around `data` (models, dataclasses, plain values, or lists of them) as a finished response.

    NaN and infinity become null. `hot_seconds` is how long a hot route's answer may be served again, for one that
    depends on the clock; 0: never.
    """
    parts = [b'{"success":true,"data":', encode(data)]
    if pagination is not None:
        parts += [b',"pagination":', encode(pagination)]
    if meta is not None:
        parts += [b',"meta":', meta.__pydantic_serializer__.to_json(meta, exclude_unset=True)]
    parts.append(b"}")
    headers = None if hot_seconds is None else {HOT_SECONDS: f"{hot_seconds:.3f}"}
    return JsonAnswer(b"".join(parts), status, headers)


def encode(data: object) -> bytes:
    """`data` as JSON. Dataclasses by a cached adapter of their type, which honours annotations such as LocalTime."""
    sample = data[0] if isinstance(data, list) and data else data
    if is_dataclass(sample) and not isinstance(sample, type):
        return _adapter(type(sample), many=sample is not data).dump_json(data)
    return to_json(data, inf_nan_mode="null")


@lru_cache(maxsize=512)
def _adapter(of: Any, *, many: bool) -> TypeAdapter[Any]:  # the type of whatever is answered
    return TypeAdapter(list[of] if many else of)
