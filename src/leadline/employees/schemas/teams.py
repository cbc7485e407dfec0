"""HTTP shapes of teams."""

from pydantic import BaseModel

from leadline.employees.schemas.fields import Given, Name, RowId, Seen
from leadline.kernel.http.envelope import LocalTime


class TeamShape(BaseModel):
    """A team; `depth` 1 is the top. Neither count holds those who have left."""

    id: int
    name: str
    parent_id: int | None
    depth: int
    employees: int
    employees_below: int
    created_at: LocalTime
    updated_at: LocalTime


class TeamCreate(Given):
    """A new team."""

    name: Name
    parent_id: RowId | None = None


class TeamPatch(Given):
    """A new name, another parent (null: to the top), or both."""

    name: Name | None = None
    parent_id: RowId | None = None
    updated_at: Seen = None
