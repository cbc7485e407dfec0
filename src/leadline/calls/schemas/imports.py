"""HTTP shapes of imports: an uploaded file as it looks, what an import would make of it, an import and its result."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from leadline.calls.contracts import FileKind
from leadline.calls.schemas.sync import SourceName
from leadline.kernel.http.envelope import LocalTime
from leadline.kernel.jobs.contracts import JobState

# Any: the content of a mapping file, which its reader checks
Mapping = Annotated[
    dict[str, Any] | None,
    Field(
        description="映射文件的内容（docs/mappings.md）；只用于 csv、xlsx · a mapping file's content, for csv and xlsx"
    ),
]
FileId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class LineShapeOfFile(BaseModel):
    """A line of the file as it stands."""

    line: int
    cells: list[str]


class ImportedBefore(BaseModel):
    """The same content was imported already."""

    job_id: int | None
    at: LocalTime
    by: str


class ImportFileShape(BaseModel):
    """An uploaded file as it looks. `mapping`: what its headers tell, as a mapping file would say it."""

    file_id: int
    name: str
    bytes: int
    kind: FileKind
    columns: list[str]
    lines: list[LineShapeOfFile]
    mapping: dict[str, Any] | None  # Any: as above
    imported_before: ImportedBefore | None


class PreviewBody(BaseModel):
    """Which file, read as what."""

    model_config = ConfigDict(extra="forbid")

    file_id: FileId
    kind: FileKind
    mapping: Mapping = None


class ImportBody(PreviewBody):
    """The same, to be imported; `name`: what the calls are stored under, the kind by default."""

    name: Annotated[SourceName | None, Field(description="数据源名称，默认为文件类型 · the kind by default")] = None


class ReadCall(BaseModel):
    """A row as a call; the number is masked."""

    call_id: str
    start_time: LocalTime
    end_time: LocalTime | None
    duration: int
    outcome: str
    outcome_label: str
    raw_outcome: str | None
    agent_id: str | None
    agent_name: str | None
    task_id: str | None
    task_name: str | None
    phone: str | None
    grade: str | None
    province: str | None
    city: str | None
    cost_cents: int | None
    customer_name: str | None
    remark: str | None


class RefusalShape(BaseModel):
    """A row that cannot be read as a call, and why."""

    line: int | None
    call_id: str | None
    reason: str


class PreviewShape(BaseModel):
    """The first calls and refusals. `read` rows were tried, `refused` of them in vain; `whole`: there are no more."""

    calls: list[ReadCall]
    refusals: list[RefusalShape]
    read: int
    refused: int
    whole: bool


class ImportProgress(BaseModel):
    """How far it is; `total` is null while nobody knows."""

    done: int
    total: int | None
    note: str | None


class ImportShape(BaseModel):
    """An import: how its job stands, and what came of the rows so far. `refusals`: the first hundred, of one import."""

    job_id: int
    file_id: int
    file: str
    kind: FileKind
    source: str
    state: JobState
    progress: ImportProgress
    received: int
    new: int
    updated: int
    unchanged: int
    not_dialled: int
    repeated: int
    refused: int
    refusals: list[RefusalShape]
    first_day: date | None
    last_day: date | None
    error: str | None
    file_is_there: bool
    created_at: LocalTime
    finished_at: LocalTime | None


class ImportsShape(BaseModel):
    """The caller's last imports, and how large a file may be."""

    max_bytes: int
    imports: list[ImportShape]
