"""Fields that several shapes have in common."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from leadline.kernel.http.reasons import worded
from leadline.kernel.text import Text

NO_NUL = r"^[^\x00]*$"  # PostgreSQL takes none
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=NO_NUL)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
PermissionName = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z][a-z_]*:[a-z][a-z_]*$")]
A_ROLE = worded(
    r"^[a-z][a-z0-9_]{1,49}$",
    Text(
        "应以小写字母开头，只能有小写字母、数字和 _，2 到 50 位",
        "begins with a lower-case letter; lower-case letters, digits and _ only, 2 to 50",
    ),
)
RoleName = Annotated[str, StringConstraints(pattern=A_ROLE)]
Seen = Annotated[
    AwareDatetime | None,
    Field(description="读取时的 updated_at；已被他人修改则 409 · as it was read: 409 when somebody wrote meanwhile"),
]


class Given(BaseModel):
    """A body: fields that nobody declared are refused, whatever they would have set."""

    model_config = ConfigDict(extra="forbid")


class Named(BaseModel):
    """A record by its id and its name."""

    id: int
    name: str
