"""HTTP shapes of saved views."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from leadline.employees.schemas.fields import NO_NUL, Given, Name, RowId, Seen
from leadline.kernel.http.envelope import LocalTime

PageName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,49}$")]
# what JSON and both databases hold: no NaN, no half of a surrogate pair
Plain = (
    Annotated[str, StringConstraints(max_length=8192, pattern=NO_NUL)]
    | int
    | Annotated[float, Field(allow_inf_nan=False)]
    | bool
    | None
)
ViewQuery = Annotated[
    dict[Annotated[str, StringConstraints(max_length=100)], Plain | list[Plain]],
    Field(max_length=100, description="筛选、列与排序 · what the page asks for"),
]


class ViewShape(BaseModel):
    """A view; `own`: the caller's, else somebody shares it."""

    id: int
    page: str
    name: str
    query: dict[str, Plain | list[Plain]]
    shared: bool
    pinned: bool
    is_default: bool
    position: int
    own: bool
    owner: str
    created_at: LocalTime
    updated_at: LocalTime


class ViewCreate(Given):
    """A new view."""

    page: PageName
    name: Name
    query: ViewQuery
    shared: bool = False
    pinned: bool = False
    is_default: bool = False


class ViewPatch(Given):
    """What is to change."""

    name: Name = ""
    query: ViewQuery = Field(default={})
    shared: bool = False
    pinned: bool = False
    is_default: bool = False
    updated_at: Seen = None


class ViewOrder(Given):
    """The order of one's own views of a page; those that are left out follow."""

    page: PageName
    ids: Annotated[list[RowId], Field(max_length=200)]
