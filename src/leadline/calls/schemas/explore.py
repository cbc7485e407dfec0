"""The shapes of explore: any metrics by one or two dimensions."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

Dimension = Literal["day", "hour", "weekday", "agent", "task", "grade", "outcome", "province"]
Metric = Literal[
    "calls", "connected", "contact_rate", "orders", "success_rate", "talk_seconds", "avg_talk", "order_value"
]


class ExploreRow(BaseModel):
    """`keys` and `labels` are in the order of `by`, `values` in that of `metrics`. A key of null: unknown."""

    source: Annotated[str | None, Field(description="按坐席或任务时给出 · given by agent and by task")]
    keys: list[str | int | None]
    labels: list[str | None]
    values: list[int | float | None]


class Explored(BaseModel):
    """Any metrics by one or two dimensions."""

    start: date
    end: date
    by: list[Dimension]
    metrics: list[Metric]
    rows: list[ExploreRow]
    truncated: Annotated[bool, Field(description="结果超出 limit，后面的未列出 · there are more rows than `limit`")]
