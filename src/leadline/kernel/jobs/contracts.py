"""What a job is made of: a payload whose class names the kind, and how a kind is tried again. Pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict

from leadline.kernel.text import Text

Json = Mapping[str, Any]  # Any: a JSON document
WhenBusy = Literal["wait", "skip", "join"]
URGENT: Final = 10
NORMAL: Final = 50
LATER: Final = 90
MOVED: Final = "jobs"  # what a commit tells of when a job has moved


class JobState(StrEnum):
    """Where a job stands. `skipped`: another of its key was at work, and it was not to wait."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


STATE_NAMES: Final[Mapping[JobState, Text]] = {
    JobState.QUEUED: Text("排队中", "queued"),
    JobState.RUNNING: Text("执行中", "running"),
    JobState.DONE: Text("完成", "done"),
    JobState.FAILED: Text("失败", "failed"),
    JobState.CANCELLED: Text("已取消", "cancelled"),
    JobState.SKIPPED: Text("已跳过", "skipped"),
}
ENDED: Final = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.SKIPPED})


class Payload(BaseModel):
    """What a job is asked to do. The class is the kind: its name is `kind`, its fields are checked when it is read.

    A field `as_of: date` is filled with the day of the tick when a schedule starts the job.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]

    @property
    def key(self) -> str | None:
        """Of two jobs of one kind and key only one runs at a time; None: any number."""
        return None

    @property
    def title(self) -> Text:
        """What the job does, in a line."""
        return Text(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a job is tried in all, and how long it rests between: longer each time, never quite as long."""

    attempts: int = 5
    first_seconds: float = 10.0
    factor: float = 3.0
    most_seconds: float = 900.0

    def pause(self, attempt: int) -> float:
        """Seconds to rest after this attempt has failed."""
        seconds = min(self.first_seconds * self.factor ** (attempt - 1), self.most_seconds)
        return seconds * random.uniform(0.8, 1.2)  # noqa: S311  # so that many that failed together do not return together
