"""The days of a range, one by one, with everything that is known of them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from leadline.calls.contracts import Completeness
from leadline.calls.schemas.statistics import ComparedUntil, Figures, Known, PerDay, Vendor
from leadline.kernel.http.envelope import LocalTime


class DayFigures(Figures):
    """A day's figures, or those of several days together."""

    orders_9: int
    orders_1: int
    agents: Annotated[int, Field(description="有外呼的坐席（不含排除账号） · agents with calls, exclusions left out")]


class DayRow(DayFigures, Vendor):
    """One day. `state` tells how much of it is known; `updated_at` when a figure of it last moved."""

    date: date
    state: Completeness
    updated_at: LocalTime | None


class DayTotals(DayFigures, Vendor, PerDay):
    """All days together: rates are ratios of the sums, agents are counted once, averages are per working day."""


class EarlierTotals(DayFigures, PerDay):
    """The same of as many days right before."""


class DayByDay(BaseModel):
    """Every day of the range up to today, newest first, and what they come to."""

    start: date
    end: date
    compared_start: date | None
    compared_end: date | None
    compared_until: ComparedUntil
    known: Known
    compared_known: Known
    rows: list[DayRow]
    totals: DayTotals
    previous: EarlierTotals | None
