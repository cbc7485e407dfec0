"""HTTP shapes of what is done in the background."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class JobStarted(BaseModel):
    """The job that does it; follow it at /api/jobs/{job_id}."""

    job_id: int


class JobsStarted(JobStarted):
    """One job for each source; `job_id` is the first."""

    job_ids: list[int]


class ClearBody(BaseModel):
    """What is to be deleted, once more by its name."""

    model_config = ConfigDict(extra="forbid")

    confirm: Annotated[str, Field(max_length=50, description="数据源的名称 · the source's name")]
