"""One agent, or one task, over a range: what the page shows beside a leaderboard."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from leadline.calls.contracts import Outcome
from leadline.calls.schemas.statistics import (
    AgentRow,
    BoardRow,
    ComparedUntil,
    Figures,
    GradeRow,
    HourMatrix,
    HourRow,
    TaskRow,
)


class DayPoint(Figures):
    """One day of the range; a day without calls has zeros."""

    date: date


class OutcomeRow(BoardRow):
    """How the calls ended."""

    outcome: Outcome
    label: str
    share: Annotated[float | None, Field(description="占全部外呼 · of all calls")]


class Profile(BaseModel):
    """What every profile has. `totals.previous` is null unless compare=true and there were calls before."""

    source: str
    name: str | None
    start: date
    end: date
    compared_start: date | None
    compared_end: date | None
    compared_until: ComparedUntil
    totals: BoardRow
    days: list[DayPoint]


class AgentProfile(Profile):
    """An agent: by day, by hour, by hour and weekday, by grade, by task, by outcome."""

    agent_id: str
    excluded: bool
    hours: list[HourRow]
    matrix: HourMatrix
    grades: list[GradeRow]
    tasks: list[TaskRow]
    outcomes: list[OutcomeRow]


class TaskProfile(Profile):
    """A task: by day, and by agent."""

    task_id: str
    agents: list[AgentRow]
