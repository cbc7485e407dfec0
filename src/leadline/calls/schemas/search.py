"""What is found by a few letters: people, tasks, calls."""

from typing import Annotated

from pydantic import BaseModel, Field

from leadline.calls.schemas.records import CallRecordShape


class FoundAgent(BaseModel):
    """A dialer account."""

    source: str
    agent_id: str
    name: str


class FoundTask(BaseModel):
    """A task."""

    source: str
    task_id: str
    name: str


class Found(BaseModel):
    """The best few of each kind. Numbers are masked here as everywhere."""

    agents: list[FoundAgent]
    tasks: list[FoundTask]
    calls: Annotated[
        list[CallRecordShape],
        Field(description="通话ID相符，或完整号码在最近一年的通话 · of that id, or of that whole number within a year"),
    ]


class RecordCountShape(BaseModel):
    """How many calls pass the filters."""

    count: int
    exact: Annotated[bool, Field(description="false 为按汇总估计 · false: estimated from the counts")]
