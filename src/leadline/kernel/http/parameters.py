"""Parameters that many routes take: a row's number, the place in a counted list, whether a job is to do the work."""

from typing import Annotated

from fastapi import Path, Query

RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PerPage = Annotated[int, Query(ge=1, le=100)]
InBackground = Annotated[
    bool, Query(alias="async", description="true: 立即返回 202 与任务编号 · answer at once with the job's id")
]
