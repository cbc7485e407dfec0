"""HTTP shapes of alerts and their rules."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from leadline.kernel.http.envelope import LocalTime
from leadline.operations.contracts import Severity

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$")]
AlertId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class AlertShape(BaseModel):
    """One alert. `facts` is what it is about: day, track, hour, … for links to the list behind it."""

    id: int
    rule: str
    title: str
    severity: Severity
    state: Literal["open", "resolved"]
    source: str | None
    summary: str
    facts: dict[str, Any]  # Any: a JSON document
    opened_at: LocalTime
    seen_at: Annotated[LocalTime, Field(description="until when it is known to have lasted, to within ten minutes")]
    resolved_at: LocalTime | None
    acknowledged_at: LocalTime | None
    acknowledged_by: str | None
    note: str | None


class AlertSummary(BaseModel):
    """What the bell shows: `unread` are open and nobody has acknowledged them."""

    open: int
    unread: int
    by_severity: dict[Severity, int]
    newest: list[AlertShape]


class Acknowledgement(BaseModel):
    """What to remember of it."""

    model_config = ConfigDict(extra="forbid")

    note: Note = ""


class Acknowledgements(Acknowledgement):
    """Several at once."""

    ids: Annotated[list[AlertId], Field(min_length=1, max_length=200)]


class BoundsShape(BaseModel):
    """What the threshold counts, and how far it may be set."""

    unit: str
    usual: float
    least: float
    most: float


class RuleShape(BaseModel):
    """A rule as it stands; `bounds` is null where there is no threshold to set."""

    name: str
    title: str
    about: str
    enabled: bool
    severity: Severity
    threshold: float | None
    bounds: BoundsShape | None
    changed: bool
    updated_at: LocalTime | None
    updated_by: str | None


class RulePatch(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = None
    severity: Severity | None = None
    threshold: Annotated[float | None, Field(allow_inf_nan=False)] = None
