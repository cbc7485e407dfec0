"""HTTP shapes of the settings of call data: grade rules and accounts that are no agents."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from leadline.calls.domain.grades import GradeCategory, GradeMatch
from leadline.kernel.http.envelope import LocalTime

NO_NUL = r"^[^\x00]*$"  # PostgreSQL takes none
Trimmed = Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL)]


class GradeRuleShape(BaseModel):
    """One rule; the list's order is the order in which rules are tried."""

    model_config = ConfigDict(extra="forbid")

    match: Annotated[GradeMatch, Field(description="exact text, or regex searched in the text")]
    pattern: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
    code: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
    label: Trimmed
    category: GradeCategory
    order_kind: Annotated[
        str, Field(max_length=10, pattern=NO_NUL, description="price class of an order (9, 1, …); empty: no order")
    ] = ""
    value_cents: Annotated[int, Field(ge=0, le=100_000_000, description="what such an order is worth, in cents")] = 0


class GradeRulesChange(BaseModel):
    """The whole list of rules, in order."""

    model_config = ConfigDict(extra="forbid")

    rules: Annotated[list[GradeRuleShape], Field(min_length=1, max_length=200)]


class GradeRulesPut(GradeRulesChange):
    """The whole list of rules, and which list it was made from."""

    version: Annotated[
        str | None, Field(max_length=64, pattern=NO_NUL, description="meta.version of what was read; another: 409")
    ] = None


class GradeDayShape(BaseModel):
    """A day's calls with the grade text."""

    date: date
    calls: int


class GradeUseShape(BaseModel):
    """A grade text that was seen; `calls` carried it in the last 30 days, `days` are theirs."""

    text: str
    code: str
    would_be: str
    calls: int
    days: list[GradeDayShape]


class GradeRulesChanged(BaseModel):
    """How many stored calls the new rules moved."""

    rules: int
    rejudged_calls: int
    rejudged_days: int


class ExclusionShape(BaseModel):
    """An account that is no agent."""

    id: int
    source: str
    agent_id: str
    agent_name: str | None
    reason: str
    created_by: str
    created_at: LocalTime


class ExclusionCreate(BaseModel):
    """An account to exclude from the number of agents."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field(min_length=1, max_length=50, pattern=NO_NUL)]
    agent_id: Trimmed
    reason: Annotated[str, Field(max_length=200, pattern=NO_NUL)] = ""


class ExclusionMade(BaseModel):
    """The new entry's id."""

    id: int
